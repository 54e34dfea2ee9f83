//! What is refused, and how it is told: code, path, line, and no text of the document.

mod catalogues;
mod codes;
mod limits;
mod places;
mod privacy;

use akkoord::Error;

/// A profile on sixteen lines, with every field that one can have.
pub(crate) const PROFILE: &str = r#"{
  "catalogue": "mitz-3960100", "patient": {"id": "999990019", "born": "2010-06-15", "deceased": "2040-01-01"},
  "choices": [
    {
      "id": "c1",
      "answer": "yes",
      "scope": {"level": "individual", "holders": ["ura:90000017"], "options": ["1.1"]},
      "channel": "mijn_mitz",
      "decided_at": "2026-01-02T10:00:00Z",
      "recorded_at": "2026-01-02T11:00:00Z",
      "recorded_by": "patient",
      "confirmation": {"answer": "approved", "at": "2026-01-03T10:00:00Z", "by": "guardian-1"},
      "withdrawn_at": "2026-03-01T00:00:00Z"
    }
  ]
}"#;

/// A question on nine lines, with every field that one can have.
pub(crate) const QUERY: &str = r#"{
  "holder": {"id": "ura:90000017", "type": "Z3", "connected": true},
  "consulter": {"id": "ura:90000033", "type": "N6"},
  "data": ["GGC002", "GGC013"],
  "purpose": "TREAT",
  "treatment_relationship": true,
  "at": "2026-02-01T12:00:00Z",
  "explain": "nl"
}"#;

/// A rule set on three lines.
pub(crate) const RULES: &str = r#"{"name": "trial", "version": "1", "date": "2026-11-22",
  "parameters": {"emergency_hours": 72, "emergency_overrides_objection": false, "emergency_yes_binds": "consulter",
  "guardian_until_age": 16, "no_choice_means": "deny", "deceased_means": "deny"}}"#;

/// What is told of an error: code, path, line.
pub(crate) type Told = (String, String, u64);

pub(crate) fn told(error: &Error) -> Told {
    (
        error.code().name().to_owned(),
        error.path().to_owned(),
        error.line(),
    )
}

/// The document with this text in the place of that one, which it has to have.
pub(crate) fn with(document: &str, from: &str, to: &str) -> String {
    assert!(document.contains(from), "{from}");
    document.replacen(from, to, 1)
}
