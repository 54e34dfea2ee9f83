//! R2, R11: which codes of a question the catalogue does not have, and what may have been meant.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::catalogue::Catalogue;
use crate::engine::Engine;
use crate::error::{Error, ErrorCode};
use crate::nearness::distance;
use crate::query::Purpose;
use crate::reader::{Step, texts};
use crate::reason::Reason;

/// A code of a question that is unknown: what is asked with it is indeterminate, and a holder with such a type is in no
/// answer to an open query (R2, R11).
///
/// Never holds text of the document: suggestions are codes and ids of the catalogue. `Display` says what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownCode {
    path: Box<str>,
    line: u64,
    reason: Reason,
    nearest: Vec<Box<str>>,
    category: Option<Box<str>>,
}

impl UnknownCode {
    /// Where: `open_query.subscriptions[0].holder.type`.
    ///
    /// ```
    /// # let engine = akkoord::Engine::mitz();
    /// # let line = r#"{"profile": {"patient": {"id": "999990019"}, "choices": []},
    /// #     "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #               "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC13",
    /// #               "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}}"#;
    /// // A query whose `data` is `GGC13`.
    /// let codes = engine.unknown_codes(line)?;
    /// assert_eq!(codes[0].path(), "query.data");
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The line of the document, from 1.
    ///
    /// ```
    /// # let engine = akkoord::Engine::mitz();
    /// # let line = r#"{"profile": {"patient": {"id": "999990019"}, "choices": []},
    /// #     "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #               "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC13",
    /// #               "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}}"#;
    /// // A query whose `data` is `GGC13`, on the third line of the document.
    /// let codes = engine.unknown_codes(line)?;
    /// assert_eq!(codes[0].line(), 3);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn line(&self) -> u64 {
        self.line
    }

    /// What is unknown: `UnknownHolderType`, `UnknownConsulterType`, `UnknownDataCategory` or `UnknownPurpose`.
    ///
    /// ```
    /// # let engine = akkoord::Engine::mitz();
    /// # let line = r#"{"profile": {"patient": {"id": "999990019"}, "choices": []},
    /// #     "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #               "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC13",
    /// #               "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}}"#;
    /// // A query whose `data` is `GGC13`.
    /// let codes = engine.unknown_codes(line)?;
    /// assert_eq!(codes[0].reason(), akkoord::Reason::UnknownDataCategory);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn reason(&self) -> Reason {
        self.reason
    }

    /// The codes that may have been meant, in the order of the catalogue; none if no code is near.
    ///
    /// ```
    /// # let engine = akkoord::Engine::mitz();
    /// # let line = r#"{"profile": {"patient": {"id": "999990019"}, "choices": []},
    /// #     "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #               "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC13",
    /// #               "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}}"#;
    /// // A query whose `data` is `GGC13`.
    /// let codes = engine.unknown_codes(line)?;
    /// assert_eq!(codes[0].nearest().collect::<Vec<&str>>(), ["GGC013"]);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    pub fn nearest(&self) -> impl Iterator<Item = &str> {
        self.nearest.iter().map(|code| &**code)
    }

    /// The holder category that was named where a provider type should be; [`UnknownCode::nearest`] has its types.
    ///
    /// ```
    /// # let engine = akkoord::Engine::mitz();
    /// # let line = r#"{"profile": {"patient": {"id": "999990019"}, "choices": []},
    /// #     "query": {"holder": {"id": "ura:90000017", "type": "apotheek"},
    /// #               "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC002",
    /// #               "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}}"#;
    /// // A query whose `holder.type` is `apotheek`, the Dutch word for a pharmacy.
    /// let codes = engine.unknown_codes(line)?;
    /// assert_eq!(codes[0].category(), Some("apotheken"));
    /// assert!(codes[0].nearest().any(|kind| kind == "J8"));
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn category(&self) -> Option<&str> {
        self.category.as_deref()
    }
}

impl fmt::Display for UnknownCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (unknown, known) = if self.reason == Reason::UnknownDataCategory {
            (
                "the catalogue has no such data category (R2, R11)",
                "data categories",
            )
        } else if self.reason == Reason::UnknownPurpose {
            ("this purpose is unknown (R11, R12)", "purposes")
        } else {
            (
                "the catalogue has no such provider type (R2, R11)",
                "provider types",
            )
        };
        let codes = self.nearest.join(", ");
        match (&self.category, codes.is_empty()) {
            (Some(category), _) => {
                write!(
                    f,
                    "{unknown}: {category} is a holder category, its provider types are {codes}"
                )
            }
            (None, false) => write!(f, "{unknown}: did you mean {codes}?"),
            (None, true) => write!(f, "{unknown}: use a code of its {known}"),
        }
    }
}

impl Engine {
    /// R2, R11: the codes of a line that the catalogue does not have, in the order of the document, for every question
    /// that [`Engine::answer_json`] answers. Such a code is no fault of the line: the answer is indeterminate, and an
    /// open query leaves the holder out without a word (R27), so whoever writes questions asks this beside it.
    ///
    /// # Errors
    /// The first fault of the line, with a code, a path and a line, as for [`Engine::answer_json`].
    ///
    /// ```
    /// let line = r#"{"profile": {"patient": {"id": "999990019"}, "choices": []},
    ///     "open_query": {"subscriptions": [{"holder": {"id": "ura:90000017", "type": "huisarts"}}],
    ///                    "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC13",
    ///                    "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}}"#;
    /// let told: Vec<String> = akkoord::Engine::mitz()
    ///     .unknown_codes(line)?
    ///     .iter()
    ///     .map(|code| format!("{}: {code}", code.path()))
    ///     .collect();
    /// assert_eq!(told, [
    ///     "open_query.subscriptions[0].holder.type: the catalogue has no such provider type (R2, R11): \
    ///      huisartsen is a holder category, its provider types are H1, Z3, K3, N6",
    ///     "open_query.data: the catalogue has no such data category (R2, R11): did you mean GGC013?",
    /// ]);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    pub fn unknown_codes(&self, line: &str) -> Result<Vec<UnknownCode>, Error> {
        self.read_any(line)?;
        let catalogue = self.catalogue();
        let mut found = Vec::new();
        let lines = texts(line, &mut |way, text| {
            let unknown = unknown(catalogue, way, text);
            let is_unknown = unknown.is_some();
            found.extend(unknown);
            is_unknown
        });
        // INVARIANT: the line was read without a fault just now.
        let lines = lines.map_err(|_| Error::new(ErrorCode::InvalidJson, ""))?;
        for (code, line) in found.iter_mut().zip(lines) {
            code.line = line;
        }
        Ok(found)
    }
}

/// A text that stands where a code should, and is none. A code that stands in a profile is not asked about: there an unknown
/// one is a fault.
fn unknown(catalogue: &Catalogue, way: &[Step], text: &str) -> Option<UnknownCode> {
    // The fields on the way: `["open_query", "subscriptions", "holder", "type"]`.
    let fields: Vec<&str> = way
        .iter()
        .filter_map(|step| match step {
            Step::Field(field) => Some(field.as_str()),
            Step::Entry(_) => None,
        })
        .collect();
    let (reason, guess) = match *fields.as_slice() {
        ["profile", ..] => return None,
        [.., provider, "type"] if catalogue.provider_type(text).is_none() => {
            let reason = if provider == "consulter" {
                Reason::UnknownConsulterType
            } else {
                Reason::UnknownHolderType
            };
            (reason, provider_types(catalogue, text))
        }
        [.., "data"] if catalogue.data_index(text.as_bytes()).is_none() => (
            Reason::UnknownDataCategory,
            data_categories(catalogue, text),
        ),
        [.., "purpose"] if matches!(Purpose::from(text), Purpose::Other(_)) => {
            let nearest = ["TREAT", "COC"].map(Box::from).to_vec();
            (
                Reason::UnknownPurpose,
                Guess {
                    nearest,
                    category: None,
                },
            )
        }
        _ => return None,
    };
    Some(UnknownCode {
        path: written(way).into(),
        line: 0,
        reason,
        nearest: guess.nearest,
        category: guess.category,
    })
}

fn written(way: &[Step]) -> String {
    let mut path = String::new();
    for step in way {
        match step {
            Step::Entry(place) => path.push_str(&format!("[{place}]")),
            Step::Field(field) => {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(field);
            }
        }
    }
    path
}

/// What may have been meant.
#[derive(Default)]
struct Guess {
    nearest: Vec<Box<str>>,
    category: Option<Box<str>>,
}

/// A code that is near; or the types of a holder category that was named; or a type that was named by its name.
fn provider_types(catalogue: &Catalogue, text: &str) -> Guess {
    let types = catalogue.provider_types();
    let nearest = near(text, types.iter().map(|kind| kind.code()));
    if !nearest.is_empty() {
        return Guess {
            nearest,
            category: None,
        };
    }
    let is_the_name = |name: &str| name.eq_ignore_ascii_case(text);
    let named = types
        .iter()
        .find(|kind| is_the_name(kind.nl()) || is_the_name(kind.en()));
    if let Some(kind) = named {
        return Guess {
            nearest: [kind.code().into()].to_vec(),
            category: None,
        };
    }
    let mut categories = catalogue.holder_categories().iter();
    let category = categories.find(|category| {
        [category.id(), category.nl(), category.en()]
            .iter()
            .any(|name| has_word(name, text))
    });
    let Some(category) = category else {
        return Guess::default();
    };
    let of_it = types
        .iter()
        .filter(|kind| kind.holder_category() == category.id());
    Guess {
        nearest: of_it.map(|kind| kind.code().into()).collect(),
        category: Some(category.id().into()),
    }
}

/// A code that is near, or the category that was named by its name.
fn data_categories(catalogue: &Catalogue, text: &str) -> Guess {
    let rows = catalogue.data_categories();
    let mut nearest = near(text, rows.iter().map(|row| row.code()));
    if nearest.is_empty() {
        let named = rows
            .iter()
            .filter(|row| has_word(row.nl(), text) || has_word(row.en(), text));
        nearest = named.map(|row| row.code().into()).collect();
    }
    Guess {
        nearest,
        category: None,
    }
}

/// The codes that differ least from a text: in capitals only, in one letter, or in two of a code of five letters or more.
fn near<'c>(text: &str, codes: impl Iterator<Item = &'c str>) -> Vec<Box<str>> {
    let text = text.to_uppercase();
    let mut least = usize::MAX;
    let mut nearest = Vec::new();
    for code in codes {
        let most = if code.len() < 5 { 1 } else { 2 };
        let Some(far) = distance(&text, &code.to_uppercase(), most) else {
            continue;
        };
        if far < least {
            (least, nearest) = (far, Vec::new());
        }
        if far == least {
            nearest.push(Box::from(code));
        }
    }
    nearest
}

/// Whether a word of a name begins as the text does, all but an ending (`apotheek`, `apotheken`).
fn has_word(name: &str, text: &str) -> bool {
    let text = text.to_lowercase();
    let letters = text.chars().count();
    let alike = letters.saturating_sub(2).max(3);
    name.to_lowercase().split([' ', '_', ',']).any(|word| {
        let same = word
            .chars()
            .zip(text.chars())
            .take_while(|(one, other)| one == other);
        same.count() >= alike
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A closed query with this holder type, data and purpose.
    fn told(kind: &str, data: &str, purpose: &str) -> Vec<String> {
        let line = format!(
            r#"{{"profile": {{"patient": {{"id": "999990019"}}, "choices": []}},
  "query": {{"holder": {{"id": "ura:90000017", "type": "{kind}"}}, "consulter": {{"id": "ura:90000033", "type": "N6"}},
             "data": ["GGC002", "{data}"], "purpose": "{purpose}", "at": "2026-01-05T12:00:00Z"}}}}"#
        );
        let codes = Engine::mitz().unknown_codes(&line).unwrap();
        let told = |code: &UnknownCode| {
            let nearest: Vec<&str> = code.nearest().collect();
            let (name, category) = (code.reason().name(), code.category().unwrap_or("-"));
            format!(
                "{} {} {name} {} {category}",
                code.line(),
                code.path(),
                nearest.join("+")
            )
        };
        codes.iter().map(told).collect()
    }

    #[test]
    fn each_unknown_code_has_its_place_and_line_and_the_known_ones_are_left_out() {
        assert_eq!(told("Z3", "GGC013", "TREAT"), Vec::<String>::new());
        assert_eq!(
            told("Z33", "GGC13", "TREATMENT"),
            [
                "2 query.holder.type unknown_holder_type Z3 -",
                "3 query.data[1] unknown_data_category GGC013 -",
                "3 query.purpose unknown_purpose TREAT+COC -",
            ]
        );
    }

    #[test]
    fn a_type_is_found_by_its_name_and_a_category_by_its_own() {
        let kind = |kind: &str| told(kind, "GGC002", "TREAT").concat();
        assert!(kind("huisartsenpost").ends_with("N6 -"));
        assert!(kind("GP practice").ends_with("Z3 -"));
        for named in ["huisarts", "Huisartsen", "GPs"] {
            assert!(kind(named).ends_with("H1+Z3+K3+N6 huisartsen"), "{named}");
        }
        assert!(kind("apotheek").ends_with(" apotheken"));
        // The name of a type goes before the word for its category.
        assert!(kind("ziekenhuis").ends_with(" V4 -"));
        assert!(kind("999990019").ends_with("unknown_holder_type  -"));
    }

    #[test]
    fn an_emergency_choice_of_a_profile_is_not_asked_about_and_a_fault_is_told_as_one() {
        let engine = Engine::mitz();
        let fault = engine.unknown_codes(r#"{"profile": {"patient": {"id": "p"}, "choices": []}}"#);
        assert_eq!(
            fault.map_err(|error| error.code()),
            Err(ErrorCode::NotOneQuestion)
        );
        let consulter =
            ["profile", "scope", "consulter", "type"].map(|field| Step::Field(field.into()));
        assert!(unknown(engine.catalogue(), &consulter, "huisarts").is_none());
    }
}
