//! The conformance vectors: decision cases as data, for every surface of akkoord and for anyone else's engine.
//!
//! [`vectors`] reads them, [`Vector::line`] is what an engine is given, [`Vector::difference`] compares its answer.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// The questions besides the closed query, as they stand in a line.
pub const QUESTIONS: [&str; 9] = [
    "open_query",
    "why_empty",
    "timeline",
    "what_if",
    "smallest_change",
    "matrix",
    "notices",
    "record",
    "register",
];

/// One case, worked out by hand from the rulebook.
#[derive(Clone, Debug)]
pub struct Vector {
    /// Unique over all files, and stable.
    pub id: String,
    /// The file that it stands in.
    pub file: PathBuf,
    /// The whole case as it is written.
    pub document: Value,
}

impl Vector {
    /// The line that an engine is given: the input as JSON on one line, or the raw text where the writing matters.
    #[must_use]
    pub fn line(&self) -> String {
        let input = &self.document["input"];
        input
            .as_str()
            .map_or_else(|| input.to_string(), str::to_owned)
    }

    /// Whether the case asks one of the other questions (R27-R40): those are answered by `Engine::answer_json`, the closed
    /// query by `Engine::evaluate_json`.
    #[must_use]
    pub fn asks_another_question(&self) -> bool {
        let input = self.document["input"].as_object();
        input.is_some_and(|input| QUESTIONS.iter().any(|key| input.contains_key(*key)))
    }

    /// Whether the answer is for a consulter (R24): then it is compared as a whole, for a field too many tells too much.
    #[must_use]
    pub fn is_for_consulter(&self) -> bool {
        let asked = self.document["input"].as_object().into_iter();
        let mut questions = asked.flat_map(|input| input.values());
        questions.any(|question| question["audience"] == "consulter")
    }

    /// What differs between the expected answer and this answer line; nothing if they agree.
    ///
    /// Of a decision the seven fields that a vector names are compared, of an error `code` and `path`, of another answer the
    /// fields that the vector names. An answer to a consulter is compared as a whole.
    #[must_use]
    pub fn difference(&self, answer: &str) -> Option<String> {
        let expected = &self.document["expected"];
        let Ok(actual) = serde_json::from_str::<Value>(answer) else {
            return Some(format!("{}: the answer is not JSON", self.id));
        };
        let agrees = match (expected, &actual) {
            _ if self.is_for_consulter() && expected["error"].is_null() => *expected == actual,
            (Value::Array(expected), Value::Array(actual)) => {
                expected.len() == actual.len()
                    && expected
                        .iter()
                        .zip(actual)
                        .all(|(e, a)| has_all_fields(e, a))
            }
            (Value::Object(answers), Value::Object(_)) => answers
                .iter()
                .all(|(name, answer)| has_all_fields(answer, &actual[name])),
            _ => false,
        };
        (!agrees).then(|| format!("{}: expected {expected}, got {actual}", self.id))
    }
}

fn has_all_fields(expected: &Value, actual: &Value) -> bool {
    expected.as_object().is_some_and(|fields| {
        fields
            .iter()
            .all(|(name, value)| actual.get(name) == Some(value))
    })
}

/// The folder of the vectors.
#[must_use]
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors")
}

/// Every vector, by file name and then in the order of the file.
///
/// # Errors
/// A file that cannot be read, or a line that is no JSON: the message names the file and the line.
pub fn vectors() -> Result<Vec<Vector>, String> {
    let entries =
        fs::read_dir(folder()).map_err(|error| format!("{}: {error}", folder().display()))?;
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    files.sort();
    let mut vectors = Vec::new();
    for file in files {
        let text =
            fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
        for (row, line) in text.lines().enumerate() {
            let document: Value = serde_json::from_str(line)
                .map_err(|error| format!("{}:{}: {error}", file.display(), row + 1))?;
            let id = document["id"].as_str().unwrap_or_default().to_owned();
            vectors.push(Vector {
                id,
                file: file.clone(),
                document,
            });
        }
    }
    Ok(vectors)
}
