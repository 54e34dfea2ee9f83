//! `akkoord check`: every error of a document at once.

use akkoord::limits::Limits;
use akkoord::{Catalogue, Engine, Error, RuleSet};
use serde::Deserialize;

use crate::args::{CheckArgs, Kind};
use crate::failure::Failure;
use crate::fault::Fault;
use crate::status::Status;
use crate::{input, page};

/// The engine lists no more faults than this.
const MOST_FAULTS: usize = 100;

/// Runs the command.
pub(crate) fn run(args: &CheckArgs) -> Result<Status, Failure> {
    let engine = input::engine(&args.law, Limits::default())?;
    let document = args.file.document()?;
    let mut shown = String::new();
    if args.show_patient {
        let patient = document
            .as_ref()
            .ok()
            .and_then(|text| patient_id(text, args.kind));
        let id = patient.map_or_else(|| "not readable".to_string(), |id| page::plain(&id));
        shown.push_str(&format!("patient: {id}\n"));
    }
    let checked = match document {
        Ok(text) => check(&engine, &text, args.kind),
        Err(fault) => Err(vec![fault]),
    };
    let status = if checked.is_ok() {
        Status::Well
    } else {
        Status::Fault
    };
    shown.push_str(&match checked {
        // INVARIANT: strings and numbers always serialise.
        checked if args.json => {
            serde_json::to_string(&checked.err().unwrap_or_default()).unwrap_or_default()
        }
        Ok(found) => format!("ok: {found}"),
        Err(faults) => listed(&faults),
    });
    shown.push('\n');
    page::print(&shown)?;
    Ok(status)
}

/// What a good document has, or all that is wrong with it.
fn check(engine: &Engine, text: &str, kind: Kind) -> Result<String, Vec<Fault>> {
    let (faults, found) = match kind {
        Kind::Profile => (engine.check_profile(text), profile_has(engine, text)),
        Kind::Catalogue => (Catalogue::check(text), catalogue_has(text)),
        Kind::Ruleset => first_fault(RuleSet::from_json(text), |rules| {
            format!("rule set {}", page::plain(rules.name()))
        }),
        Kind::Line => match engine.unknown_codes(text) {
            Ok(unknown) if unknown.is_empty() => return Ok(line_has(engine, text)),
            Ok(unknown) => return Err(unknown.iter().map(Fault::from).collect()),
            Err(error) => (vec![error], String::new()),
        },
    };
    if faults.is_empty() {
        Ok(found)
    } else {
        Err(faults.iter().map(Fault::from).collect())
    }
}

fn first_fault<T>(read: Result<T, Error>, found: impl FnOnce(T) -> String) -> (Vec<Error>, String) {
    match read {
        Ok(document) => (Vec::new(), found(document)),
        Err(error) => (vec![error], String::new()),
    }
}

fn profile_has(engine: &Engine, text: &str) -> String {
    let profile = engine.read_profile(text);
    profile.map_or_else(
        |_| String::new(),
        |profile| counted(profile.choices().len(), "choice"),
    )
}

fn line_has(engine: &Engine, text: &str) -> String {
    match engine.read_line(text) {
        Ok((profile, query, ..)) => {
            let (choices, data) = (profile.choices().len(), query.data.len());
            format!(
                "{}, {}",
                counted(choices, "choice"),
                counted(data, "data code")
            )
        }
        // It has no fault, so it asks something else than a closed query.
        Err(_) => "1 question".to_string(),
    }
}

fn catalogue_has(text: &str) -> String {
    let catalogue = Catalogue::from_json(text);
    catalogue.map_or_else(
        |_| String::new(),
        |catalogue| counted(catalogue.options().len(), "option"),
    )
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

fn listed(faults: &[Fault]) -> String {
    let mut lines: Vec<String> = faults.iter().map(Fault::to_string).collect();
    if faults.len() >= MOST_FAULTS {
        lines.push(format!(
            "Only the first {MOST_FAULTS} errors are listed: correct these and check again."
        ));
    }
    lines.join("\n")
}

/// The id of the patient, also from a document that is not right elsewhere.
fn patient_id(text: &str, kind: Kind) -> Option<String> {
    #[derive(Deserialize)]
    struct Line {
        profile: Profile,
    }
    #[derive(Deserialize)]
    struct Profile {
        patient: Patient,
    }
    #[derive(Deserialize)]
    struct Patient {
        id: String,
    }
    let profile = match kind {
        Kind::Profile => serde_json::from_str(text).ok()?,
        Kind::Line => serde_json::from_str::<Line>(text).ok()?.profile,
        Kind::Catalogue | Kind::Ruleset => return None,
    };
    Some(profile.patient.id)
}
