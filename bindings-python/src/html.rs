//! Tables for notebooks: every text escaped, headers for who listens.

/// Text between tags or in an attribute.
pub(crate) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#x27;"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// A table with a caption and a header for each row.
pub(crate) fn fields(caption: &str, rows: &[(&str, String)]) -> String {
    let rows: String = rows
        .iter()
        .map(|(name, value)| {
            format!(
                "<tr><th scope=\"row\">{}</th><td>{}</td></tr>",
                escaped(name),
                escaped(value)
            )
        })
        .collect();
    format!(
        "<table><caption>{}</caption><tbody>{rows}</tbody></table>",
        escaped(caption)
    )
}

/// A table with a caption, a header for each column, and for each row its first cell.
pub(crate) fn table(caption: &str, headers: &[&str], rows: &[Vec<String>]) -> String {
    let headers: String = headers
        .iter()
        .map(|header| format!("<th scope=\"col\">{}</th>", escaped(header)))
        .collect();
    let rows: String = rows
        .iter()
        .map(|row| {
            let (first, rest) = row
                .split_first()
                .map_or(("", &[][..]), |(first, rest)| (&**first, rest));
            let cells: String = rest
                .iter()
                .map(|cell| format!("<td>{}</td>", escaped(cell)))
                .collect();
            format!("<tr><th scope=\"row\">{}</th>{cells}</tr>", escaped(first))
        })
        .collect();
    format!(
        "<table><caption>{}</caption><thead><tr>{headers}</tr></thead><tbody>{rows}</tbody></table>",
        escaped(caption)
    )
}

/// What may not be there.
pub(crate) fn or_none(text: Option<impl ToString>) -> String {
    text.map_or_else(|| "none".to_owned(), |text| text.to_string())
}

/// A number with its thousands apart.
pub(crate) fn grouped(number: impl TryInto<u64>) -> String {
    let digits = number.try_into().unwrap_or(u64::MAX).to_string();
    let mut grouped = String::with_capacity(digits.len() * 4 / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}
