//! Charts as SVG, written by hand. They bring their own background, so that they read the same in light and in dark.

use std::fmt::Write as _;

const INK: &str = "#1f2933";
const FAINT: &str = "#d5dbe1";
/// Distinct for the colour-blind too (Okabe and Ito).
const COLOURS: [&str; 6] = [
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9",
];

const WIDTH: f64 = 760.0;

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

struct Svg(String);

impl Svg {
    fn new(height: f64, title: &str) -> Self {
        let mut svg = Svg(String::new());
        svg.add(&format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" font-family="system-ui, sans-serif" font-size="13" role="img">"#
        ));
        svg.add(&format!("<title>{}</title>", escaped(title)));
        svg.add(&format!(
            r##"<rect width="{WIDTH}" height="{height}" rx="8" fill="#ffffff" stroke="{FAINT}"/>"##
        ));
        svg.text(
            (20.0, 30.0),
            "start",
            r#" font-size="16" font-weight="600""#,
            title,
        );
        svg
    }

    fn add(&mut self, element: &str) {
        // A string takes all text.
        let _ = writeln!(self.0, "{element}");
    }

    fn text(&mut self, (x, y): (f64, f64), anchor: &str, more: &str, text: &str) {
        self.add(&format!(
            r#"<text x="{x:.1}" y="{y:.1}" text-anchor="{anchor}" fill="{INK}"{more}>{}</text>"#,
            escaped(text)
        ));
    }

    fn line(&mut self, from: (f64, f64), to: (f64, f64)) {
        self.add(&format!(
            r#"<line x1="{:.1}" y1="{:.1}" x2="{:.1}" y2="{:.1}" stroke="{FAINT}"/>"#,
            from.0, from.1, to.0, to.1
        ));
    }

    fn done(mut self) -> String {
        self.add("</svg>");
        self.0
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// The powers of ten from below `smallest` to above `largest`, as exponents.
fn decades(smallest: f64, largest: f64) -> (f64, f64) {
    let (from, to) = (smallest.log10().floor(), largest.log10().ceil());
    (from, if to > from { to } else { from + 1.0 })
}

fn range(values: impl Iterator<Item = f64>) -> (f64, f64) {
    values.fold((f64::MAX, f64::MIN_POSITIVE), |(least, most), value| {
        (least.min(value), most.max(value))
    })
}

/// A place on a logarithmic axis, from 0 to 1.
fn place(value: f64, (from, to): (f64, f64)) -> f64 {
    (value.log10() - from) / (to - from)
}

fn exponents((from, to): (f64, f64)) -> impl Iterator<Item = f64> {
    std::iter::successors(Some(from), |exponent| Some(exponent + 1.0))
        .take_while(move |exponent| *exponent <= to)
}

/// Cost against size, both logarithmic. A size of none stands left of one.
pub(crate) fn lines(title: &str, across: &str, series: &[Series]) -> String {
    const HEIGHT: f64 = 440.0;
    const LEFT: f64 = 80.0;
    const RIGHT: f64 = 600.0;
    const TOP: f64 = 50.0;
    const BOTTOM: f64 = 380.0;
    /// Where none stands on the axis: half a decade left of one.
    const NONE: f64 = 0.316;

    let points = || series.iter().flat_map(|one| one.points.iter());
    let (smallest, most) = range(points().map(|(size, _)| *size));
    let wide = (smallest.max(NONE).log10(), most.log10().max(1.0));
    let (least, dearest) = range(points().map(|(_, cost)| *cost));
    let high = decades(least, dearest);
    let x = |size: f64| LEFT + place(size.max(NONE), wide) * (RIGHT - LEFT);
    let y = |cost: f64| BOTTOM - place(cost, high) * (BOTTOM - TOP);

    let mut svg = Svg::new(HEIGHT, title);
    for exponent in exponents(high) {
        let cost = 10_f64.powf(exponent);
        svg.line((LEFT, y(cost)), (RIGHT, y(cost)));
        svg.text((LEFT - 8.0, y(cost) + 4.0), "end", "", &power(cost));
    }
    let mut sizes: Vec<f64> = points().map(|(size, _)| *size).collect();
    sizes.sort_by(f64::total_cmp);
    sizes.dedup();
    for size in sizes {
        svg.line((x(size), TOP), (x(size), BOTTOM));
        let label = if size < 1.0 {
            "0".to_owned()
        } else {
            whole(size)
        };
        svg.text((x(size), BOTTOM + 20.0), "middle", "", &label);
    }
    svg.text(((LEFT + RIGHT) / 2.0, HEIGHT - 16.0), "middle", "", across);
    let mut labels: Vec<(f64, &str, &str)> = Vec::new();
    for (one, colour) in series.iter().zip(COLOURS) {
        let path: Vec<String> = one
            .points
            .iter()
            .map(|(size, cost)| format!("{:.1},{:.1}", x(*size), y(*cost)))
            .collect();
        svg.add(&format!(
            r#"<polyline points="{}" fill="none" stroke="{colour}" stroke-width="2.5"/>"#,
            path.join(" ")
        ));
        for (size, cost) in &one.points {
            svg.add(&format!(
                r#"<circle cx="{:.1}" cy="{:.1}" r="3.5" fill="{colour}"><title>{}: {}</title></circle>"#,
                x(*size),
                y(*cost),
                escaped(&one.name),
                spoken(*cost)
            ));
        }
        if let Some((_, cost)) = one.points.last() {
            labels.push((y(*cost), &one.name, colour));
        }
    }
    // Names at the ends of the lines, apart from each other.
    labels.sort_by(|one, other| one.0.total_cmp(&other.0));
    let mut lowest = f64::MIN;
    for (at, name, colour) in labels {
        let at = at.max(lowest + 16.0);
        lowest = at;
        svg.add(&format!(
            r#"<text x="{:.1}" y="{:.1}" fill="{colour}" font-weight="600">{}</text>"#,
            RIGHT + 10.0,
            at + 4.0,
            escaped(name)
        ));
    }
    svg.done()
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
    let (value, unit) = match nanoseconds {
        small if small < 0.9e3 => (small, "ns"),
        small if small < 0.9e6 => (small / 1e3, "µs"),
        small if small < 0.9e9 => (small / 1e6, "ms"),
        large => (large / 1e9, "s"),
    };
    if value < 0.9 {
        format!("{value:.1} {unit}")
    } else {
        format!("{value:.0} {unit}")
    }
}

/// Groups of bars, each as many times as long as the first of its group costs; logarithmic.
pub(crate) fn bars(title: &str, groups: &[(&str, Vec<Bar>)]) -> String {
    const LEFT: f64 = 280.0;
    const RIGHT: f64 = 590.0;
    const ROW: f64 = 24.0;
    const HEAD: f64 = 34.0;

    let ratios = |bars: &[Bar]| -> Vec<f64> {
        let ours = bars.first().map_or(1.0, |bar| bar.nanoseconds);
        bars.iter().map(|bar| bar.nanoseconds / ours).collect()
    };
    let all = groups.iter().flat_map(|(_, bars)| ratios(bars));
    let (least, most) = range(all);
    let (from, to) = decades(least.min(1.0), most);
    let wide = (from.min(0.0) - 0.3, to);
    let x = |ratio: f64| LEFT + place(ratio, wide).max(0.0) * (RIGHT - LEFT);
    let rows: f64 = groups
        .iter()
        .map(|(_, bars)| bars.iter().map(|_| ROW).sum::<f64>() + HEAD)
        .sum();
    let bottom = 44.0 + rows;
    let mut svg = Svg::new(bottom + 36.0, title);
    for exponent in exponents((from.min(0.0), to)) {
        let ratio = 10_f64.powf(exponent);
        svg.line((x(ratio), 50.0), (x(ratio), bottom));
        let label = if ratio < 0.9 {
            format!("{ratio}")
        } else {
            whole(ratio)
        };
        svg.text(
            (x(ratio), bottom + 18.0),
            "middle",
            "",
            &format!("{label} ×"),
        );
    }
    let mut y = 44.0;
    for (name, bars) in groups {
        y += HEAD;
        svg.text((20.0, y - 10.0), "start", r#" font-weight="600""#, name);
        for (bar, ratio) in bars.iter().zip(ratios(bars)) {
            let colour = if bar.is_ours { COLOURS[0] } else { "#8a96a3" };
            svg.text((LEFT - 10.0, y + 12.0), "end", "", &bar.name);
            svg.add(&format!(
                r#"<rect x="{LEFT:.1}" y="{y:.1}" width="{:.1}" height="{:.1}" rx="2" fill="{colour}"/>"#,
                (x(ratio) - LEFT).max(1.0),
                ROW - 8.0
            ));
            svg.text(
                (x(ratio) + 8.0, y + 12.0),
                "start",
                "",
                &format!("{} ×  ({})", digits(ratio), spoken(bar.nanoseconds)),
            );
            y += ROW;
        }
    }
    svg.done()
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
    fn a_chart_is_well_formed_and_has_every_point() {
        let series = Series {
            name: "a < b".to_owned(),
            points: vec![(0.0, 3.0), (1.0, 30.0), (100.0, 2_000.0)],
        };
        let chart = lines("title", "choices", &[series]);
        assert_eq!(chart.matches("<circle").count(), 3);
        assert!(chart.contains("a &lt; b") && chart.ends_with("</svg>\n"));
        assert!(!chart.contains("NaN") && !chart.contains("inf"));
        let series = Series {
            name: "c".to_owned(),
            points: vec![(1_000.0, 3.0), (18_000_000.0, 30.0)],
        };
        let chart = lines("title", "patients", &[series]);
        assert!(chart.contains(">1,000<") && chart.contains(">18 M<"));
        assert!(chart.contains(r#"<circle cx="80.0""#), "{chart}");
    }

    #[test]
    fn a_bar_says_how_many_times_the_first_it_is() {
        let bar = |name: &str, nanoseconds, is_ours| Bar {
            name: name.to_owned(),
            nanoseconds,
            is_ours,
        };
        let chart = bars(
            "title",
            &[(
                "group",
                vec![bar("ours", 10.0, true), bar("peer", 2_500.0, false)],
            )],
        );
        assert!(chart.contains("250 ×  (2.50 µs)"), "{chart}");
        assert!(!chart.contains("NaN") && !chart.contains("inf"));
    }
}
