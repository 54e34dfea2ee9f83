//! The engine behind the npm package `akkoord`: text in, text out.
//!
//! Documents cross as JSON text and are read by the engine's own strict reader. Nothing here decides anything, and nothing
//! but strings and handles crosses the border: a JavaScript object can lose or gain a field on the way, a text cannot.
//! What a person calls is in `js/`; this is what that calls.

use akkoord::error::ErrorCode;
use akkoord::explain::Explain;
use akkoord::json::canonical_json;
use akkoord::limits::Limits;
use akkoord::line::Line;
use akkoord::{Audience, Catalogue, Error, Lang, Profile, RuleSet};
use serde::Serialize;
use wasm_bindgen::prelude::wasm_bindgen;

/// An engine. Every method takes `&self`: a bad argument leaves it as it was.
#[wasm_bindgen]
pub struct RawEngine(akkoord::Engine);

#[wasm_bindgen]
impl RawEngine {
    /// An engine with a catalogue and a rule set of one's own, limits on what a call may cost, and a seed for hashing ids; of
    /// what is not given, the embedded one and the core's own limits.
    ///
    /// # Errors
    /// The text of an error line; its path begins with `catalogue` or `rule_set`.
    pub fn with(
        catalogue: Option<String>,
        rule_set: Option<String>,
        steps: Option<u64>,
        answer_bytes: Option<u32>,
        seed: u64,
    ) -> Result<RawEngine, String> {
        let catalogue = match catalogue {
            None => Catalogue::mitz(),
            Some(json) => {
                Catalogue::from_json(&json).map_err(|error| error_below("catalogue", &error))?
            }
        };
        let rules = match rule_set {
            None => RuleSet::mitz(),
            Some(json) => {
                RuleSet::from_json(&json).map_err(|error| error_below("rule_set", &error))?
            }
        };
        let bytes = answer_bytes.and_then(|bytes| usize::try_from(bytes).ok());
        let limits = Limits::default()
            .steps(steps.unwrap_or(Limits::STEPS))
            .answer_bytes(bytes.unwrap_or(Limits::ANSWER_BYTES));
        let engine = akkoord::Engine::new(catalogue, rules);
        Ok(RawEngine(engine.with_limits(limits).with_seed(seed)))
    }

    /// One line of the batch format in, one line out. Bytes, since those cross at once and a string letter by letter.
    #[must_use]
    pub fn evaluate(&self, line: &[u8]) -> String {
        self.0.evaluate_json(Line::from(line).number(1))
    }

    /// One line in, one line out, for every question.
    #[must_use]
    pub fn answer(&self, line: &[u8]) -> String {
        self.0.answer_json(Line::from(line).number(1))
    }

    /// The answer to a line of more than 32 MiB, for either of the two.
    #[must_use]
    pub fn too_large(&self) -> String {
        self.0.evaluate_json(Line::too_large())
    }

    /// The decisions of a closed query as plain sentences: `[{"data", "headline", "sentences"}]`, or an error line.
    #[must_use]
    pub fn explain(&self, line: &str, lang: &str, audience: &str) -> String {
        self.explained(line, lang, audience)
            .unwrap_or_else(|error| error_line(&error, error.path()))
    }

    fn explained(&self, line: &str, lang: &str, audience: &str) -> Result<String, Error> {
        let (profile, query, asked, told) = self.0.read_line(line)?;
        let decisions = self.0.decide(&profile, &query)?;
        // INVARIANT: js/engine.js lets only known names pass; the languages of a query are the same ones.
        let lang = lang.parse().ok().or(asked).unwrap_or(Lang::Nl);
        let audience = match told {
            // R24: who asks for less is told less.
            Audience::Consulter => Audience::Consulter,
            Audience::Patient | Audience::Holder => {
                audience.parse::<Audience>().unwrap_or(Audience::Consulter)
            }
        };
        let explanations: Vec<akkoord::explain::Explanation> = decisions
            .iter()
            .map(|decision| decision.explain(lang, audience))
            .collect();
        let texts = decisions.iter().zip(&explanations);
        let texts: Vec<Explained<'_>> = texts
            .map(|(decision, text)| Explained {
                data: decision.data(),
                headline: text.headline(),
                sentences: text.sentences().collect(),
            })
            .collect();
        Ok(canonical_json(&texts))
    }

    /// Why a command was refused, as plain sentences, by the name of its error code; none for an error that is no refusal.
    #[must_use]
    pub fn explain_refusal(&self, code: &str, lang: &str) -> Option<String> {
        let told = error_code(code)?.explain(lang.parse().ok()?)?;
        Some(told.to_owned())
    }

    /// Reads a profile once, for many queries.
    ///
    /// # Errors
    /// The text of an error line; its path begins with `profile`.
    pub fn open(&self, profile: &str) -> Result<RawProfile, String> {
        let profile = self
            .0
            .read_profile(profile)
            .map_err(|error| error_below("profile", &error))?;
        Ok(RawProfile {
            engine: self.0.clone(),
            profile,
        })
    }

    /// Every fault of a profile: `[{"line", "code", "message", "path"}]`, empty for a good one.
    #[must_use]
    pub fn check(&self, profile: &str) -> String {
        let faults = self.0.check_profile(profile);
        let paths: Vec<String> = faults
            .iter()
            .map(|error| below("profile", error.path()))
            .collect();
        let faults: Vec<Fault<'_>> = faults
            .iter()
            .zip(&paths)
            .map(|(error, path)| fault(error, path))
            .collect();
        canonical_json(&faults)
    }

    /// The catalogue, as JSON.
    #[must_use]
    pub fn catalogue(&self) -> String {
        self.0.catalogue().to_json()
    }

    /// The name of the rule set, and its parameters that a page may want to tell: `{"name", "version", "date",
    /// "emergency_hours", "guardian_until_age", "guardian_records_until_age", "digest"}`.
    #[must_use]
    pub fn rule_set(&self) -> String {
        let rules = self.0.ruleset();
        canonical_json(&Rules {
            name: rules.name(),
            version: rules.version(),
            date: rules.date().to_string(),
            emergency_hours: rules.emergency_hours(),
            guardian_until_age: rules.guardian_until_age(),
            guardian_records_until_age: rules.guardian_records_until_age(),
            digest: rules.digest(),
        })
    }
}

/// A profile that was read, and its engine.
#[wasm_bindgen]
pub struct RawProfile {
    engine: akkoord::Engine,
    profile: Profile,
}

#[wasm_bindgen]
impl RawProfile {
    /// The decisions of a closed query: a line of the batch format, or an error line whose path begins with `query`.
    #[must_use]
    pub fn decide(&self, query: &str) -> String {
        self.engine.decide_json(&self.profile, query)
    }
}

/// The stable number of an error code, by its name; 0 for a name that is none.
#[wasm_bindgen]
#[must_use]
pub fn error_number(name: &str) -> u32 {
    error_code(name).map_or(0, ErrorCode::number)
}

/// What to do about an error, by its name; empty for a name that is none.
#[wasm_bindgen]
#[must_use]
pub fn error_advice(name: &str) -> String {
    error_code(name).map_or_else(String::new, |code| code.advice().to_owned())
}

fn error_code(name: &str) -> Option<ErrorCode> {
    let mut codes = ErrorCode::ALL.iter();
    codes.find(|code| code.name() == name).copied()
}

fn error_below(root: &str, error: &Error) -> String {
    error_line(error, &below(root, error.path()))
}

/// A path as it would be in a line.
fn below(root: &str, path: &str) -> String {
    if path.is_empty() || path == root || path.starts_with(&format!("{root}.")) {
        return if path.is_empty() { root } else { path }.to_owned();
    }
    format!("{root}.{path}")
}

fn error_line(error: &Error, path: &str) -> String {
    #[derive(Serialize)]
    struct Line<'e> {
        error: Fault<'e>,
    }
    canonical_json(&Line {
        error: fault(error, path),
    })
}

/// An error in the field order of the wire format.
#[derive(Serialize)]
struct Fault<'e> {
    line: u64,
    code: &'static str,
    message: &'e str,
    path: &'e str,
}

fn fault<'e>(error: &'e Error, path: &'e str) -> Fault<'e> {
    Fault {
        line: error.line(),
        code: error.code().name(),
        message: error.message(),
        path,
    }
}

#[derive(Serialize)]
struct Explained<'e> {
    data: &'e str,
    headline: &'e str,
    sentences: Vec<&'e str>,
}

#[derive(Serialize)]
struct Rules<'r> {
    name: &'r str,
    version: &'r str,
    date: String,
    emergency_hours: u32,
    guardian_until_age: u32,
    guardian_records_until_age: u32,
    digest: &'r str,
}
