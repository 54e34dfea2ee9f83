//! The readers of bytes: they never panic, and what they accept can be written and read again.

use std::str::from_utf8;

use akkoord::line::Line;
use akkoord::query::{Connection, Purpose, TreatmentRelationship};
use akkoord::{Catalogue, Error, Query, RuleSet};
use serde_json::{Value, json};

use crate::{MITZ, differential};

/// Largest document that is checked for all its faults: each fault costs one reading.
const SMALL: usize = 4096;

/// Listing all faults gives none for a good document, and else first the fault that stopped the reader.
fn same_first_fault<T>(read: &Result<T, Error>, listed: &[Error]) {
    let told = |error: &Error| (error.code(), error.path().to_owned(), error.line());
    assert_eq!(read.as_ref().err().map(told), listed.first().map(told));
}

/// `Engine::read_profile`, `Engine::check_profile`, `Profile::to_json`.
pub fn profile(bytes: &[u8]) {
    let Ok(text) = from_utf8(bytes) else { return };
    let read = MITZ.read_profile(text);
    if text.len() <= SMALL {
        same_first_fault(&read, &MITZ.check_profile(text));
    }
    if let Ok(profile) = read {
        let written = profile.to_json();
        let again = MITZ
            .read_profile(&written)
            .expect("what was written can be read");
        assert_eq!(again, profile);
        assert_eq!(again.to_json(), written);
    }
}

/// `Engine::read_query`.
pub fn query(bytes: &[u8]) {
    let Ok(text) = from_utf8(bytes) else { return };
    if let Ok(query) = MITZ.read_query(text) {
        let written = query_document(&query).to_string();
        assert_eq!(MITZ.read_query(&written).as_ref(), Ok(&query));
        for data in &query.data {
            let _ = MITZ.prepare(&query, data);
        }
    }
}

/// `Catalogue::from_json`, `Catalogue::check`, `Catalogue::to_json`.
pub fn catalogue(bytes: &[u8]) {
    let Ok(text) = from_utf8(bytes) else { return };
    let read = Catalogue::from_json(text);
    if text.len() <= SMALL {
        same_first_fault(&read, &Catalogue::check(text));
    }
    if let Ok(catalogue) = read {
        let written = catalogue.to_json();
        let again = Catalogue::from_json(&written).expect("what was written can be read");
        assert!(again == catalogue);
        assert_eq!(again.to_json(), written);
    }
}

/// `RuleSet::from_json`.
pub fn ruleset(bytes: &[u8]) {
    let Ok(text) = from_utf8(bytes) else { return };
    if let Ok(rules) = RuleSet::from_json(text) {
        let written = serde_json::to_string(&rules).expect("a rule set can be written");
        let again = RuleSet::from_json(&written).expect("what was written can be read");
        assert_eq!(again, rules);
    }
}

/// `Engine::evaluate_json`, `Engine::read_line`.
pub fn line(bytes: &[u8]) {
    let answer = MITZ.evaluate_json(Line::from(bytes).number(7));
    assert!(!answer.contains('\n'));
    let document: Value = serde_json::from_str(&answer).expect("the answer is JSON");
    let Ok(text) = from_utf8(bytes) else {
        assert_eq!(document["error"]["code"], "invalid_utf8");
        return;
    };
    match MITZ.read_line(text) {
        Err(error) => {
            assert_eq!(document["error"]["code"], error.code().name());
            assert_eq!(document["error"]["path"], error.path());
            // `read_line` reads one line, the first; here it was the seventh.
            assert_eq!(document["error"]["line"], error.line() + 6);
        }
        Ok((profile, query, lang, audience)) => {
            assert_eq!(document.as_array().map(Vec::len), Some(query.data.len()));
            differential::compare(&MITZ, &profile, &query);
            if lang.is_none() && audience == akkoord::Audience::Holder {
                let again = format!(
                    r#"{{"profile":{},"query":{}}}"#,
                    profile.to_json(),
                    query_document(&query)
                );
                assert_eq!(MITZ.evaluate_json(&again), answer);
            }
        }
    }
}

/// A question as the wire format writes it, every field named.
pub fn query_document(query: &Query) -> Value {
    let purpose = match &query.purpose {
        Purpose::Treatment => "TREAT",
        Purpose::CoordinationOfCare => "COC",
        Purpose::Other(code) => code,
    };
    let mut document = json!({
        "holder": {
            "id": query.holder.id.as_str(),
            "type": query.holder.kind,
            "connected": query.holder.connection == Connection::Connected,
        },
        "consulter": {"id": query.consulter.id.as_str(), "type": query.consulter.kind},
        "data": query.data,
        "purpose": purpose,
        "at": query.at.to_string(),
    });
    match query.treatment_relationship {
        TreatmentRelationship::Asserted => document["treatment_relationship"] = Value::Bool(true),
        TreatmentRelationship::Denied => document["treatment_relationship"] = Value::Bool(false),
        TreatmentRelationship::NotAsserted => {}
    }
    document
}
