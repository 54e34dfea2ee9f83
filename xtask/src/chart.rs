//! Charts as SVG, drawn by plotters. They bring their own background, so that they read the same in light and in dark.

use std::error::Error;
use std::ops::Range;

use plotters::coord::Shift;
use plotters::coord::combinators::{BindKeyPoints, IntoLogRange};
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

const INK: RGBColor = RGBColor(0x1f, 0x29, 0x33);
const FAINT: RGBColor = RGBColor(0xd5, 0xdb, 0xe1);
const OTHERS: RGBColor = RGBColor(0x8a, 0x96, 0xa3);
/// Distinct for the colour-blind too (Okabe and Ito).
const COLOURS: [RGBColor; 6] = [
    RGBColor(0x00, 0x72, 0xb2),
    RGBColor(0xd5, 0x5e, 0x00),
    RGBColor(0x00, 0x9e, 0x73),
    RGBColor(0xcc, 0x79, 0xa7),
    RGBColor(0xe6, 0x9f, 0x00),
    RGBColor(0x56, 0xb4, 0xe9),
];

const WIDTH: u32 = 760;

/// A line of a chart.
pub(crate) struct Series {
    pub(crate) name: String,
    /// What it costs (nanoseconds) by how much there is.
    pub(crate) points: Vec<(f64, f64)>,
}

/// A bar of a chart.
pub(crate) struct Bar {
    pub(crate) name: String,
    pub(crate) nanoseconds: f64,
    pub(crate) is_ours: bool,
}

/// Nanoseconds as a person says them: three digits that count.
pub(crate) fn spoken(nanoseconds: f64) -> String {
    let (value, unit) = match nanoseconds {
        small if small < 1e3 => (small, "ns"),
        small if small < 1e6 => (small / 1e3, "µs"),
        small if small < 1e9 => (small / 1e6, "ms"),
        large => (large / 1e9, "s"),
    };
    format!("{} {unit}", digits(value))
}

/// Three digits that count, thousands apart.
pub(crate) fn digits(value: f64) -> String {
    match value {
        value if value < 9.995 => format!("{value:.2}"),
        value if value < 99.95 => format!("{value:.1}"),
        value if value < 999.5 => format!("{value:.0}"),
        value => {
            let whole = format!("{value:.0}");
            let first = whole.len() % 3;
            let mut spaced = String::new();
            for (place, digit) in whole.char_indices() {
                if place > 0 && place % 3 == first {
                    spaced.push(',');
                }
                spaced.push(digit);
            }
            spaced
        }
    }
}

type Area<'s> = DrawingArea<SVGBackend<'s>, Shift>;

/// A picture of this height, drawn by `draw`.
fn picture(
    height: u32,
    draw: impl FnOnce(&Area<'_>) -> Result<(), Box<dyn Error>>,
) -> Result<String, String> {
    let mut svg = String::new();
    let drawn = || -> Result<(), Box<dyn Error>> {
        let area = SVGBackend::with_string(&mut svg, (WIDTH, height)).into_drawing_area();
        area.fill(&WHITE)?;
        draw(&area)?;
        Ok(area.present()?)
    }();
    drawn.map_err(|error| error.to_string())?;
    Ok(svg)
}

fn font(size: u32) -> TextStyle<'static> {
    ("sans-serif", size).into_font().color(&INK)
}

fn bold(size: u32) -> TextStyle<'static> {
    let font = ("sans-serif", size).into_font();
    font.style(FontStyle::Bold).color(&INK)
}

fn at(style: TextStyle<'static>, side: HPos) -> TextStyle<'static> {
    style.pos(Pos::new(side, VPos::Center))
}

/// The powers of ten from below `smallest` to above `largest`.
fn decades(smallest: f64, largest: f64) -> Vec<f64> {
    let (from, to) = (smallest.log10().floor(), largest.log10().ceil());
    let to = if to > from { to } else { from + 1.0 };
    std::iter::successors(Some(from), |exponent| Some(exponent + 1.0))
        .take_while(|exponent| *exponent <= to)
        .map(|exponent| 10_f64.powf(exponent))
        .collect()
}

fn range(values: impl Iterator<Item = f64>) -> Range<f64> {
    values.fold(f64::MAX..f64::MIN_POSITIVE, |range, value| {
        range.start.min(value)..range.end.max(value)
    })
}

/// Of some values that rise, the first and the last.
fn ends(values: &[f64]) -> Range<f64> {
    range(values.iter().copied())
}

/// Cost against size, both logarithmic. A size of none stands left of one.
pub(crate) fn lines(title: &str, across: &str, series: &[Series]) -> Result<String, String> {
    /// Where none stands on the axis: half a decade left of one.
    const NONE: f64 = 0.316;
    /// What the name of a line needs.
    const BESIDE: u32 = 150;

    let points = || series.iter().flat_map(|one| one.points.iter());
    let mut sizes: Vec<f64> = points().map(|(size, _)| size.max(NONE)).collect();
    sizes.sort_by(f64::total_cmp);
    sizes.dedup();
    let costs = range(points().map(|(_, cost)| *cost));
    let costs = decades(costs.start, costs.end);
    picture(440, |area| {
        let mut chart = ChartBuilder::on(area)
            .caption(title, bold(16))
            .margin(14)
            .margin_right(BESIDE)
            .x_label_area_size(44)
            .y_label_area_size(64)
            .build_cartesian_2d(
                ends(&sizes).log_scale().with_key_points(sizes.clone()),
                ends(&costs).log_scale().with_key_points(costs.clone()),
            )?;
        chart
            .configure_mesh()
            .light_line_style(TRANSPARENT)
            .bold_line_style(FAINT)
            .axis_style(FAINT)
            .label_style(font(13))
            .axis_desc_style(font(13))
            .x_desc(across)
            .x_label_formatter(&|size| {
                if *size < 1.0 {
                    "0".to_owned()
                } else {
                    whole(*size)
                }
            })
            .y_label_formatter(&|cost| power(*cost))
            .draw()?;
        // Names at the ends of the lines, apart from each other.
        let mut names = Vec::new();
        for (one, colour) in series.iter().zip(&COLOURS) {
            let points = one
                .points
                .iter()
                .map(|(size, cost)| (size.max(NONE), *cost));
            if let Some(end) = points.clone().next_back() {
                names.push((chart.backend_coord(&end), &one.name, colour));
            }
            let line = LineSeries::new(points, ShapeStyle::from(colour).stroke_width(2).filled());
            chart.draw_series(line.point_size(4))?;
        }
        names.sort_by_key(|((_, y), ..)| *y);
        let mut lowest = i32::MIN;
        for ((x, y), name, colour) in names {
            lowest = y.max(lowest.saturating_add(16));
            let style = at(bold(13).color(colour), HPos::Left);
            area.draw(&Text::new(name.as_str(), (x + 10, lowest), style))?;
        }
        Ok(())
    })
}

/// A size on the axis: 1,000, and 18 M for millions.
fn whole(size: f64) -> String {
    match size {
        small if small < 999.5 => format!("{small:.0}"),
        large if large < 999_999.5 => digits(large),
        millions => format!("{:.0} M", millions / 1e6),
    }
}

/// A power of ten on the axis: 10 ns.
fn power(nanoseconds: f64) -> String {
    let spoken = spoken(nanoseconds);
    // "10.0 ns": a power of ten has no digits after its point, but for one below 1.
    match spoken.split_once(' ') {
        Some((value, unit)) if nanoseconds > 0.9 => {
            format!("{} {unit}", value.split('.').next().unwrap_or(value))
        }
        _ => spoken,
    }
}

/// Groups of bars, each as many times as long as the first of its group costs; logarithmic.
pub(crate) fn bars(title: &str, groups: &[(&str, Vec<Bar>)]) -> Result<String, String> {
    /// Of each bar and of each name of a group.
    const ROW: u32 = 24;
    /// What the name of a bar needs, and what its figures need.
    const BESIDE: (i32, u32) = (270, 150);

    let ratios = |bars: &[Bar]| -> Vec<f64> {
        let ours = bars.first().map_or(1.0, |bar| bar.nanoseconds);
        bars.iter().map(|bar| bar.nanoseconds / ours).collect()
    };
    let all = range(groups.iter().flat_map(|(_, bars)| ratios(bars)));
    let tens = decades(all.start.min(1.0), all.end);
    // A bar of the smallest ratio is seen too.
    let (from, to) = (ends(&tens).start / 2.0, ends(&tens).end);
    let rows: usize = groups.iter().map(|(_, bars)| bars.len() + 1).sum();
    let rows = u32::try_from(rows).map_err(|error| error.to_string())?;
    picture(rows * ROW + 90, |area| {
        let mut chart = ChartBuilder::on(area)
            .caption(title, bold(16))
            .margin(14)
            .margin_left(BESIDE.0)
            .margin_right(BESIDE.1)
            .x_label_area_size(30)
            .build_cartesian_2d(
                (from..to).log_scale().with_key_points(tens.clone()),
                0.0..f64::from(rows),
            )?;
        chart
            .configure_mesh()
            .disable_y_mesh()
            .disable_y_axis()
            .light_line_style(TRANSPARENT)
            .bold_line_style(FAINT)
            .axis_style(FAINT)
            .label_style(font(13))
            .x_label_formatter(&|ratio| {
                let label = if *ratio < 0.9 {
                    ratio.to_string()
                } else {
                    whole(*ratio)
                };
                format!("{label} ×")
            })
            .draw()?;
        let mut y = f64::from(rows) - 0.5;
        for (name, bars) in groups {
            let style = at(bold(13), HPos::Left);
            let name = Text::new((*name).to_owned(), (16 - BESIDE.0, 0), style);
            chart.draw_series([EmptyElement::at((from, y)) + name])?;
            y -= 1.0;
            for (bar, ratio) in bars.iter().zip(ratios(bars)) {
                let colour = if bar.is_ours { COLOURS[0] } else { OTHERS };
                let drawn = Rectangle::new([(from, y - 0.33), (ratio, y + 0.33)], colour.filled());
                chart.draw_series([drawn])?;
                let name = Text::new(bar.name.clone(), (-10, 0), at(font(13), HPos::Right));
                chart.draw_series([EmptyElement::at((from, y)) + name])?;
                let figures = format!("{} ×  ({})", digits(ratio), spoken(bar.nanoseconds));
                let figures = Text::new(figures, (8, 0), at(font(13), HPos::Left));
                chart.draw_series([EmptyElement::at((ratio, y)) + figures])?;
                y -= 1.0;
            }
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_said_with_three_digits() {
        for (nanoseconds, said) in [
            (8.7, "8.70 ns"),
            (12.34, "12.3 ns"),
            (999.4, "999 ns"),
            (1_234.0, "1.23 µs"),
            (94_000.0, "94.0 µs"),
            (2e9, "2.00 s"),
        ] {
            assert_eq!(spoken(nanoseconds), said);
        }
        assert_eq!(digits(1_234.4), "1,234");
        assert_eq!(digits(1_234_567.0), "1,234,567");
        assert_eq!(digits(123_456.0), "123,456");
    }

    #[test]
    fn a_chart_has_every_point_and_says_what_is_where() {
        let series = Series {
            name: "a < b".to_owned(),
            points: vec![(0.0, 3.0), (1.0, 30.0), (100.0, 2_000.0)],
        };
        let chart = lines("title", "choices", &[series]).unwrap();
        assert_eq!(chart.matches("<circle").count(), 3);
        assert!(chart.contains("a &lt; b"), "{chart}");
        let said = |chart: &str, text: &str| chart.lines().any(|line| line.trim() == text);
        for text in ["title", "choices", "0", "100", "1 ns", "10 µs"] {
            assert!(said(&chart, text), "{text}: {chart}");
        }
        let series = Series {
            name: "c".to_owned(),
            points: vec![(1_000.0, 0.3), (18_000_000.0, 30.0)],
        };
        let chart = lines("title", "patients", &[series]).unwrap();
        for text in ["1,000", "18 M", "0.10 ns", "100 ns"] {
            assert!(said(&chart, text), "{text}: {chart}");
        }
    }

    #[test]
    fn a_bar_says_how_many_times_the_first_it_is() {
        let bar = |name: &str, nanoseconds, is_ours| Bar {
            name: name.to_owned(),
            nanoseconds,
            is_ours,
        };
        let group = vec![bar("ours", 10.0, true), bar("peer", 2_500.0, false)];
        let chart = bars("title", &[("group", group)]).unwrap();
        for text in ["250 ×  (2.50 µs)", "1.00 ×  (10.0 ns)", "1,000 ×", "group"] {
            let said = chart.lines().any(|line| line.trim() == text);
            assert!(said, "{text}: {chart}");
        }
        let widths = chart.split("<rect").skip(1).filter_map(|rect| {
            let width = rect.split_once("width=\"")?.1.split('"').next()?;
            width.parse::<f64>().ok()
        });
        // The background, and ours before the longer one.
        let widths: Vec<f64> = widths.collect();
        assert!(widths.len() == 3 && widths[1] < widths[2], "{widths:?}");
    }
}
