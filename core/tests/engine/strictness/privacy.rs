//! No error tells who the patient is, or anything else that the document says.

use serde_json::Value;

use crate::common::*;
use crate::strictness::places::{Kind, kinds, places};

/// What a document may have where something else should be: numbers, names, addresses of people.
const SECRETS: [&str; 11] = [
    PATIENT,
    "Jansen",
    "devries",
    "bsn_999_990_019",
    "BSN 999990019",
    "Jansen-de Vries",
    "J. Jansen",
    "Müller",
    "jan@example.nl",
    "1985-03-12",
    "9999AB 12",
];

/// What the good documents say themselves.
const CONTENT: [&str; 8] = [
    "999990019",
    "ura:",
    "guardian-1",
    "2026-0",
    "2010-06-15",
    "huisartsen",
    "GGC",
    "mijn_mitz",
];

fn assert_discreet(kind: &Kind, document: &str, secrets: &[&str]) {
    let Some(error) = (kind.read)(document) else {
        return;
    };
    let line = mitz().evaluate_json(document);
    let told = [
        error.to_string(),
        format!("{error:?}"),
        error.path().to_owned(),
        error.message().to_owned(),
        line,
    ];
    let own_words: Vec<&str> = akkoord::error::ErrorCode::ALL
        .iter()
        .map(|code| code.advice())
        .collect();
    for text in told {
        // The advice of a code gives examples of its own, such as an instant.
        let text = own_words
            .iter()
            .fold(text, |text, own| text.replace(own, ""));
        for secret in secrets {
            assert!(
                !text.contains(secret),
                "{}: {secret:?} in {text}",
                kind.name
            );
        }
    }
}

#[test]
fn no_error_repeats_a_value_that_stands_in_the_wrong_place() {
    for kind in kinds() {
        for (pointer, _) in places(&kind.document) {
            for secret in SECRETS {
                let inside = [
                    secret.into(),
                    serde_json::json!([secret]),
                    serde_json::json!({ secret: secret }),
                ];
                for value in inside {
                    let mut broken = kind.document.clone();
                    *broken.pointer_mut(&pointer).unwrap() = value;
                    assert_discreet(&kind, &broken.to_string(), &SECRETS);
                }
            }
        }
    }
}

#[test]
fn no_error_repeats_a_key_that_is_no_field_name() {
    for kind in kinds() {
        for (pointer, _) in places(&kind.document) {
            for secret in SECRETS {
                if let Value::Object(fields) = kind.document.pointer(&pointer).unwrap() {
                    // Each key of the object in turn gives way to the secret.
                    for key in fields.clone().keys() {
                        let mut changed = fields.clone();
                        let value = changed.remove(key).unwrap();
                        changed.insert(secret.to_owned(), value);
                        let mut broken = kind.document.clone();
                        *broken.pointer_mut(&pointer).unwrap() = Value::Object(changed);
                        assert_discreet(&kind, &broken.to_string(), &SECRETS);
                    }
                }
            }
        }
    }
}

#[test]
fn no_error_repeats_what_a_document_that_was_cut_off_says() {
    for kind in kinds() {
        let text = kind.document.to_string();
        let step = 1 + text.len() / 500;
        for end in (0..text.len())
            .step_by(step)
            .filter(|end| text.is_char_boundary(*end))
        {
            assert_discreet(&kind, &text[..end], &CONTENT);
        }
    }
}

#[test]
fn no_error_repeats_what_a_document_with_one_fault_says() {
    for kind in kinds() {
        for (pointer, _) in places(&kind.document) {
            let mut broken = kind.document.clone();
            *broken.pointer_mut(&pointer).unwrap() = Value::Null;
            assert_discreet(
                &kind,
                &broken.to_string(),
                &["999990019", "ura:", "guardian-1", "2026-0", "2010-06-15"],
            );
        }
    }
}

#[test]
fn a_patient_and_who_recorded_a_choice_stay_out_of_debug() {
    let world = World::of([yes("c1").recorded_by("ura:90000099").approved("2026-01-01")]);
    let profile = world.profile();
    let written = format!(
        "{profile:?} {:?}",
        world.decide(&ask(&GP, &POST, "2026-02-01"))
    );
    for secret in [PATIENT, "ura:90000099", "guardian-1"] {
        assert!(!written.contains(secret), "{secret} in {written}");
    }
}

#[test]
fn what_is_printed_for_debugging_shows_no_patient_and_no_date_of_birth_or_death() {
    let engine = mitz();
    let profile = engine
        .read_profile(
            r#"{"patient": {"id": "999990019", "born": "1985-03-12", "deceased": "2040-01-31"}, "choices": []}"#,
        )
        .unwrap();
    let at = "2026-02-01T12:00:00Z".parse::<akkoord::Instant>().unwrap();
    let mut population = akkoord::population::Population::new(&engine, at, 1);
    population.put(&profile).unwrap();
    let row = akkoord::population::Row {
        patient: profile.patient().clone(),
        choice: None,
    };
    let compiled = engine.compile(&profile, at).unwrap();
    for shown in [
        format!("{:?}", profile.patient()),
        format!("{profile:?}"),
        format!("{row:?}"),
        format!("{population:?}"),
        format!("{compiled:?}"),
    ] {
        let of_the_patient = ["999990019", "1985", "2040"];
        assert!(
            !of_the_patient.iter().any(|own| shown.contains(own)),
            "{shown}"
        );
    }
}
