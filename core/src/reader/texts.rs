//! Every text of a document and where it stands: for what is asked of a document once it has been read.

use alloc::string::String;
use alloc::vec::Vec;

use super::Stopped;
use super::json::{Json, Kind};

/// One step on the way to a value.
pub(crate) enum Step {
    Field(String),
    Entry(usize),
}

/// Shows every text of a document that has been read without a fault, in the order of the document, with the way to it. The
/// lines, from 1, of those to which the answer was true.
pub(crate) fn texts(
    document: &str,
    is_sought: &mut dyn FnMut(&[Step], &str) -> bool,
) -> Result<Vec<u64>, Stopped> {
    let mut lines = Vec::new();
    let mut json = Json::new(document);
    walk(&mut json, &mut Vec::new(), is_sought, &mut lines)?;
    Ok(lines)
}

/// Calls itself for what is inside: a document that has been read without a fault is not nested deeper than its format.
fn walk(
    json: &mut Json<'_>,
    way: &mut Vec<Step>,
    is_sought: &mut dyn FnMut(&[Step], &str) -> bool,
    lines: &mut Vec<u64>,
) -> Result<(), Stopped> {
    match json.kind()? {
        Kind::Text => {
            if is_sought(way, json.text()?) {
                lines.push(u64::try_from(json.place().line).unwrap_or(u64::MAX));
            }
        }
        Kind::Number => {
            json.number()?;
        }
        Kind::Boolean | Kind::Null => {
            json.boolean()?;
        }
        Kind::List => {
            json.enter();
            let mut place = 0_usize;
            while json.entry()? {
                way.push(Step::Entry(place));
                walk(json, way, is_sought, lines)?;
                way.pop();
                place = place.saturating_add(1);
            }
            json.leave();
        }
        Kind::Object => {
            json.enter();
            while json.member()? {
                let field = String::from(json.text()?);
                json.colon()?;
                way.push(Step::Field(field));
                walk(json, way, is_sought, lines)?;
                way.pop();
            }
            json.leave();
        }
    }
    Ok(())
}
