//! The example cases, embedded so that the program stands alone.

use akkoord::Lang;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::failure::Failure;
use crate::words::either;

macro_rules! cases {
    ($($name:literal),* $(,)?) => {
        /// Every case: the name of its file, and its text.
        const FILES: &[(&str, &str)] = &[$(($name, include_str!(concat!("../../cases/", $name)))),*];
    };
}

cases![
    "01-stolwijk.json",
    "02-emma.json",
    "03-emma-zonder-digid.json",
    "04-liam.json",
    "05-liam-bezwaar.json",
    "06-dubois.json",
    "07-thomas.json",
    "08-keuze-1.json",
    "09-keuze-2.json",
    "10-keuze-3.json",
    "11-knop-en-bezwaar.json",
];

/// A story: a profile, questions, and the answers that the rulebook gives.
#[derive(Debug, Deserialize)]
pub(super) struct Case {
    pub(super) id: String,
    pub(super) title: Text,
    pub(super) story: Text,
    pub(super) profile: Value,
    pub(super) steps: Vec<Step>,
}

/// One question of a story.
#[derive(Debug, Deserialize)]
pub(super) struct Step {
    pub(super) title: Text,
    pub(super) query: Value,
    /// The fields that each decision must have.
    pub(super) expected: Vec<Map<String, Value>>,
    /// What else is asked at this point of the story (R27-R40).
    #[serde(default)]
    pub(super) also: Vec<Also>,
}

/// Another question of a story.
#[derive(Debug, Deserialize)]
pub(super) struct Also {
    /// The profile as it was before the step.
    pub(super) profile: Value,
    /// The name of the question.
    pub(super) question: String,
    /// What it has; `notices` compares with the profile of the case.
    pub(super) asked: Value,
    /// The fields that the answer must have.
    pub(super) expected: Map<String, Value>,
}

/// A text in both languages.
#[derive(Debug, Deserialize)]
pub(super) struct Text {
    nl: String,
    en: String,
}

impl Text {
    pub(super) fn in_lang(&self, lang: Lang) -> &str {
        either(lang, &self.nl, &self.en)
    }
}

/// All cases, with the names of their files.
pub(super) fn all() -> Result<Vec<(&'static str, Case)>, Failure> {
    let read = |(name, text): &(&'static str, &str)| match serde_json::from_str(text) {
        Ok(case) => Ok((*name, case)),
        Err(error) => Err(Failure::BrokenCase {
            name,
            cause: error.to_string(),
        }),
    };
    FILES.iter().map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_case_of_the_folder_is_embedded() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/cases");
        let mut files: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name.ends_with(".json"))
            .collect();
        files.sort();
        let embedded: Vec<&str> = FILES.iter().map(|(name, _)| *name).collect();
        assert_eq!(embedded, files);
    }

    #[test]
    fn every_case_can_be_read_and_has_an_id_of_its_own() {
        let mut ids: Vec<String> = all()
            .unwrap()
            .into_iter()
            .map(|(_, case)| case.id)
            .collect();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), FILES.len());
    }
}
