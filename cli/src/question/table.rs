//! Who can see me, as a table (R31): a row per holder and data category, a column per who asks.

use std::collections::BTreeMap;

use akkoord::Lang;
use comfy_table::presets::UTF8_FULL_CONDENSED;
use comfy_table::{ContentArrangement, Table};
use serde_json::Value;

use crate::page::{self, plain};
use crate::words::either;

/// The table, and what its marks stand for. Data that no option is about for a holder have no row.
pub(super) fn matrix(body: &Value, lang: Lang) -> String {
    let cells = body["cells"].as_array().cloned().unwrap_or_default();
    let mut columns: Vec<String> = Vec::new();
    let mut rows: BTreeMap<(String, String), BTreeMap<String, String>> = BTreeMap::new();
    for cell in &cells {
        let text = |value: &Value| plain(value.as_str().unwrap_or_default());
        let column = match cell["consulter"].as_str() {
            Some(consulter) => plain(consulter),
            None => text(&cell["consulting_category"]),
        };
        if !columns.contains(&column) {
            columns.push(column.clone());
        }
        if cell["reason"] == "not_in_catalogue" {
            continue;
        }
        let by = cell["decided_by"].as_str().map(plain).unwrap_or_default();
        let mark = if cell["decision"] == "permit" {
            "✔"
        } else {
            "✘"
        };
        let holder = format!(
            "{} ({})",
            text(&cell["holder"]["id"]),
            text(&cell["holder"]["type"])
        );
        let row = rows.entry((holder, text(&cell["data"]))).or_default();
        row.insert(column, format!("{mark} {by}"));
    }
    let mut table = Table::new();
    let mut header = vec![
        either(lang, "dossier bij", "record with").to_string(),
        either(lang, "gegevens", "data").to_string(),
    ];
    header.extend(columns.iter().cloned());
    table
        .load_style(UTF8_FULL_CONDENSED)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(u16::try_from(page::width()).unwrap_or(u16::MAX))
        .set_header(header);
    for ((holder, data), row) in &rows {
        let mut line = vec![holder.clone(), data.clone()];
        let marks = columns
            .iter()
            .map(|column| row.get(column).cloned().unwrap_or_default());
        line.extend(marks);
        table.add_row(line);
    }
    let legend = either(
        lang,
        "✔ mag, ✘ mag niet, met de keuze die beslist; leeg: daarvoor is in Mitz geen keuze.",
        "✔ may, ✘ may not, with the choice that decides; empty: Mitz has no choice for that.",
    );
    format!("{table}\n{legend}")
}
