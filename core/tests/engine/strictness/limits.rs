//! The limits of the wire format: what is just allowed, and what is one too much.

use akkoord::error::ErrorCode;
use akkoord::ids::{PatientId, ProviderId};
use akkoord::line::Line;
use akkoord::{Catalogue, RuleSet};
use serde_json::{Value, json};

use crate::common::*;
use crate::strictness::{PROFILE, QUERY, RULES, with};

const MIB_32: usize = 32 << 20;

fn profile_of(choices: usize) -> String {
    let choice = |number: usize| {
        format!(
            r#"{{"id":"c{number}","answer":"no","scope":{{"level":"blanket"}},"channel":"mijn_mitz","decided_at":"2026-01-01T12:00:00Z","recorded_at":"2026-01-01T12:00:00Z"}}"#
        )
    };
    let choices: Vec<String> = (0..choices).map(choice).collect();
    format!(
        r#"{{"patient":{{"id":"{PATIENT}"}},"choices":[{}]}}"#,
        choices.join(",")
    )
}

fn list_of(entries: usize, entry: &str) -> String {
    Value::from(vec![entry; entries]).to_string()
}

fn padded(document: &str, bytes: usize) -> String {
    format!("{document}{}", " ".repeat(bytes - document.len()))
}

pub(crate) fn told() -> Vec<String> {
    let errors = [
        mitz().read_profile(&profile_of(10_001)).unwrap_err(),
        mitz()
            .read_query(&with(
                QUERY,
                "[\"GGC002\", \"GGC013\"]",
                &list_of(10_001, "GGC002"),
            ))
            .unwrap_err(),
        mitz()
            .read_profile(&with(
                PROFILE,
                "\"c1\"",
                &format!("\"{}\"", "x".repeat(1_025)),
            ))
            .unwrap_err(),
    ];
    errors
        .iter()
        .map(|error| error.code().name().to_owned())
        .collect()
}

#[test]
fn ten_thousand_choices_are_read_and_one_more_is_not() {
    let profile = mitz().read_profile(&profile_of(10_000)).unwrap();
    assert_eq!(profile.choices().len(), 10_000);
    let decision = mitz()
        .decide(&profile, &ask(&GP, &POST, "2026-02-01"))
        .unwrap()
        .remove(0);
    assert_eq!(
        (said(&decision).as_str(), decision.outweighed().len()),
        ("blanket_no by c0", 9_999)
    );
    let error = mitz().read_profile(&profile_of(10_001)).unwrap_err();
    assert_eq!(
        fault(&error),
        (ErrorCode::TooManyChoices, "choices".to_owned())
    );
    assert_eq!(
        fault(&mitz().check_profile(&profile_of(10_001))[0]),
        (ErrorCode::TooManyChoices, "choices".to_owned())
    );
}

#[test]
fn ten_thousand_choices_can_be_put_together_and_one_more_cannot() {
    let catalogue = mitz().catalogue().clone();
    let mut choices: Vec<_> = (0..10_000)
        .map(|number| yes(&format!("c{number}")).build(&catalogue).unwrap())
        .collect();
    let patient = World::of([]).profile().patient().clone();
    assert!(akkoord::Profile::new(&catalogue, patient.clone(), choices.clone()).is_ok());
    choices.push(yes("c10000").build(&catalogue).unwrap());
    let error = akkoord::Profile::new(&catalogue, patient, choices).unwrap_err();
    assert_eq!(
        fault(&error),
        (ErrorCode::TooManyChoices, "choices".to_owned())
    );
}

#[test]
fn a_list_of_as_many_entries_as_the_format_allows_is_read_and_one_more_is_not() {
    for (document, from, entry, path, most) in [
        (
            PROFILE,
            "[\"ura:90000017\"]",
            "ura:90000017",
            "choices[0].scope.holders",
            10_000,
        ),
        (
            PROFILE,
            "[\"1.1\"]",
            "1.1",
            "choices[0].scope.options",
            10_000,
        ),
        (QUERY, "[\"GGC002\", \"GGC013\"]", "GGC002", "data", 128),
    ] {
        let read = |entries: usize| {
            let document = with(document, from, &list_of(entries, entry));
            if path == "data" {
                mitz().read_query(&document).err()
            } else {
                mitz().read_profile(&document).err()
            }
        };
        assert_eq!(read(most), None, "{path}");
        assert_eq!(
            fault(&read(most + 1).unwrap()),
            (ErrorCode::ListTooLong, path.to_owned())
        );
    }
}

#[test]
fn a_string_of_1024_bytes_is_read_and_one_more_is_not() {
    type Read = fn(&str) -> Option<akkoord::Error>;
    let profile: Read = |json| mitz().read_profile(json).err();
    let query: Read = |json| mitz().read_query(json).err();
    let rule_set: Read = |json| RuleSet::from_json(json).err();
    for (document, from, path, read) in [
        (PROFILE, "\"999990019\"", "patient.id", profile),
        (PROFILE, "\"c1\"", "choices[0].id", profile),
        (
            PROFILE,
            "\"ura:90000017\"",
            "choices[0].scope.holders[0]",
            profile,
        ),
        (PROFILE, "\"patient\",", "choices[0].recorded_by", profile),
        (
            PROFILE,
            "\"guardian-1\"",
            "choices[0].confirmation.by",
            profile,
        ),
        (QUERY, "\"ura:90000017\"", "holder.id", query),
        (QUERY, "\"Z3\"", "holder.type", query),
        (QUERY, "\"N6\"", "consulter.type", query),
        (QUERY, "\"GGC013\"", "data[1]", query),
        (QUERY, "\"TREAT\"", "purpose", query),
        (RULES, "\"trial\"", "name", rule_set),
        (RULES, "\"1\"", "version", rule_set),
    ] {
        let comma = if from.ends_with(',') { "," } else { "" };
        let of = |text: &str| read(&with(document, from, &format!("\"{text}\"{comma}")));
        assert_eq!(of(&"x".repeat(1_024)), None, "{path}");
        assert_eq!(
            fault(&of(&"x".repeat(1_025)).unwrap()),
            (ErrorCode::StringTooLong, path.to_owned())
        );
        // Bytes of UTF-8, as the text is, not as it is written.
        assert_eq!(of(&"é".repeat(512)), None, "{path}");
        assert_eq!(of(&"\\u00e9".repeat(512)), None, "{path}");
        assert_eq!(
            of(&"é".repeat(513)).unwrap().code(),
            ErrorCode::StringTooLong,
            "{path}"
        );
        assert_eq!(
            of(&"\\u00e9".repeat(513)).unwrap().code(),
            ErrorCode::StringTooLong,
            "{path}"
        );
    }
}

#[test]
fn a_string_that_is_too_long_where_only_few_values_are_known_is_too_long_all_the_same() {
    let long = format!("\"{}\"", "x".repeat(1_025));
    for (from, path) in [
        ("\"mijn_mitz\"", "choices[0].channel"),
        ("\"1.1\"", "choices[0].scope.options[0]"),
    ] {
        let error = mitz()
            .read_profile(&with(PROFILE, from, &long))
            .unwrap_err();
        assert_eq!(fault(&error), (ErrorCode::StringTooLong, path.to_owned()));
    }
}

#[test]
fn ids_that_are_made_in_rust_have_the_same_limit() {
    assert!(ProviderId::new(&"é".repeat(512)).is_ok());
    assert_eq!(
        ProviderId::new(&"é".repeat(513)).unwrap_err().code(),
        ErrorCode::StringTooLong
    );
    assert_eq!(
        PatientId::new(&"x".repeat(1_025)).unwrap_err().code(),
        ErrorCode::StringTooLong
    );
    assert_eq!(
        akkoord::ids::ChoiceId::new("").unwrap_err().code(),
        ErrorCode::EmptyString
    );
}

#[test]
fn a_document_of_32_mib_is_read_and_one_byte_more_is_not() {
    let line = World::of([yes("c1")]).line(&ask(&GP, &POST, "2026-02-01"));
    let (full, over) = (padded(&line, MIB_32), padded(&line, MIB_32 + 1));
    assert_eq!(mitz().evaluate_json(&full), mitz().evaluate_json(&line));
    let answer = mitz().evaluate_json(Line::from(&over).number(3));
    assert_eq!(answer, mitz().evaluate_json(Line::too_large().number(3)));
    assert!(
        answer.starts_with(r#"{"error":{"line":3,"code":"document_too_large","#),
        "{answer}"
    );
    let too_large = (ErrorCode::DocumentTooLarge, String::new());
    assert_eq!(fault(&mitz().read_profile(&over).unwrap_err()), too_large);
    assert_eq!(fault(&mitz().read_query(&over).unwrap_err()), too_large);
    assert_eq!(fault(&Catalogue::from_json(&over).unwrap_err()), too_large);
    assert_eq!(fault(&RuleSet::from_json(&over).unwrap_err()), too_large);
    assert_eq!(mitz().check_profile(&over).len(), 1);
}

#[test]
fn deep_nesting_is_an_error_and_no_crash() {
    let deep = 100_000;
    let towers = [
        "[".repeat(deep),
        format!("{}{}", "[".repeat(deep), "]".repeat(deep)),
        r#"{"a":"#.repeat(deep),
        format!("{}1{}", r#"{"patient":"#.repeat(deep), "}".repeat(deep)),
    ];
    for tower in &towers {
        let fields = [
            "patient", "choices", "profile", "query", "holder", "name", "options", "x",
        ];
        let inside = fields.map(|field| format!(r#"{{"{field}": {tower}}}"#));
        let choice = with(PROFILE, "\"c1\"", tower);
        let scope = with(PROFILE, "[\"1.1\"]", tower);
        for document in inside.iter().chain([tower, &choice, &scope]) {
            assert!(mitz().evaluate_json(document).starts_with(r#"{"error":"#));
            assert!(mitz().read_profile(document).is_err() && mitz().read_query(document).is_err());
            assert!(
                !mitz().check_profile(document).is_empty()
                    && !Catalogue::check(document).is_empty()
            );
            assert!(
                Catalogue::from_json(document).is_err() && RuleSet::from_json(document).is_err()
            );
        }
    }
}

#[test]
fn many_keys_and_long_keys_are_an_error_and_no_crash() {
    let keys: Vec<String> = (0..100_000)
        .map(|number| format!("\"k{number}\":0"))
        .collect();
    let error = mitz()
        .read_profile(&format!("{{{}}}", keys.join(",")))
        .unwrap_err();
    assert_eq!(fault(&error), (ErrorCode::UnknownField, "{0}".to_owned()));
    let long = json!({ "k".repeat(1_000_000): 1 }).to_string();
    assert_eq!(
        fault(&mitz().read_profile(&long).unwrap_err()),
        (ErrorCode::UnknownField, "{0}".to_owned())
    );
}
