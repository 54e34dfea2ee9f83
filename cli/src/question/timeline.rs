//! A timeline as a bar (R29): a block for each stretch, and the stretches below it with their reasons.

use akkoord::{Instant, Lang};
use serde_json::Value;

use crate::page::{BAD, FAINT, GOOD, plain, styled};
use crate::words::{self, either};

/// The bar is not wider than this.
const WIDEST: usize = 72;

/// Whether there are stretches to draw: a consulter learns of none (R24).
pub(super) fn is_drawable(body: &Value) -> bool {
    body["timelines"][0].get("intervals").is_some()
}

/// The lines for every data category.
pub(super) fn drawn(body: &Value, lang: Lang, width: usize) -> Vec<String> {
    let timelines = body["timelines"].as_array().cloned().unwrap_or_default();
    let of_one = |timeline: &Value| {
        let spans: Vec<Span> = timeline["intervals"]
            .as_array()
            .map(|spans| spans.iter().filter_map(Span::of).collect())
            .unwrap_or_default();
        let mut lines = vec![
            plain(timeline["data"].as_str().unwrap_or_default()),
            format!("  {}", bar(&spans, width.saturating_sub(2).min(WIDEST))),
        ];
        lines.extend(spans.iter().map(|span| span.line(lang)));
        lines
    };
    timelines.iter().flat_map(of_one).collect()
}

struct Span {
    from: Instant,
    until: Instant,
    permits: bool,
    why: String,
}

impl Span {
    fn of(interval: &Value) -> Option<Self> {
        let instant = |key: &str| interval[key].as_str()?.parse::<Instant>().ok();
        let by = interval["decided_by"].as_str().map(plain);
        let reason = plain(interval["reason"].as_str()?);
        Some(Span {
            from: instant("from")?,
            until: instant("until")?,
            permits: interval["decision"] == "permit",
            why: by.map_or_else(|| reason.clone(), |by| format!("{reason} ({by})")),
        })
    }

    fn line(&self, lang: Lang) -> String {
        let mark = if self.permits {
            styled(GOOD, either(lang, "✔ ja ", "✔ yes"))
        } else {
            styled(BAD, either(lang, "✘ nee", "✘ no "))
        };
        let (from, until) = (words::instant(self.from), words::instant(self.until));
        format!("  {mark} {from} – {until}  {}", styled(FAINT, &self.why))
    }
}

/// Every stretch has at least one block, so that none is lost; the rest of the width goes by duration.
fn bar(spans: &[Span], width: usize) -> String {
    let (Some(first), Some(last)) = (spans.first(), spans.last()) else {
        return String::new();
    };
    let whole = last
        .until
        .as_micros()
        .saturating_sub(first.from.as_micros())
        .max(1);
    let spare = i64::try_from(width.saturating_sub(spans.len())).unwrap_or(0);
    let blocks = |span: &Span| {
        let lasts = span.until.as_micros().saturating_sub(span.from.as_micros());
        let share = i128::from(lasts) * i128::from(spare) / i128::from(whole);
        usize::try_from(share).unwrap_or(0) + 1
    };
    let draw = |span: &Span| {
        let (block, colour) = if span.permits {
            ("█", GOOD)
        } else {
            ("░", BAD)
        };
        styled(colour, &block.repeat(blocks(span)))
    };
    spans.iter().map(draw).collect()
}
