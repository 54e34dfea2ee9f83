//! `akkoord open`, `why`, `timeline`, `whatif`, `matrix`, `notices`, `record`, `register`: as the vectors say, without the
//! id of the patient.

mod common;

use common::{PATIENT, json, run_with};
use serde_json::Value;

const COMMANDS: [(&str, &str); 9] = [
    ("open", "open_query"),
    ("why", "why_empty"),
    ("timeline", "timeline"),
    ("whatif", "what_if"),
    ("whatif", "smallest_change"),
    ("matrix", "matrix"),
    ("notices", "notices"),
    ("record", "record"),
    ("register", "register"),
];

/// The vectors of one question.
fn vectors(key: &str) -> Vec<Value> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../conformance/vectors");
    let files = std::fs::read_dir(folder).unwrap();
    let texts = files.map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap());
    let vectors: Vec<Value> = texts
        .flat_map(|text| text.lines().map(json).collect::<Vec<_>>())
        .collect();
    let asks = |vector: &Value| {
        let input = vector["input"].as_object();
        input.is_some_and(|input| input.len() == 2 && input.contains_key(key))
    };
    vectors.into_iter().filter(asks).collect()
}

#[test]
fn every_vector_is_answered_on_the_command_line_and_the_patient_is_not_named() {
    for (command, key) in COMMANDS {
        let vectors = vectors(key);
        assert!(vectors.len() >= 10, "{key}");
        for vector in vectors {
            let input = vector["input"].to_string();
            let expected = &vector["expected"];
            let status = i32::from(expected.get("error").is_some());
            let ran = run_with(&[command, "-", "--json"], input.as_bytes());
            assert_eq!(ran.status, status, "{}", vector["id"]);
            assert!(!ran.out.contains(PATIENT) && !ran.err.contains(PATIENT));
            let answer = json(&ran.out);
            let (name, fields) = expected.as_object().unwrap().iter().next().unwrap();
            for (field, value) in fields.as_object().unwrap() {
                let hidden = ["profile", "patient"].contains(&field.as_str());
                assert!(hidden || answer[name][field] == *value, "{}", vector["id"]);
            }
        }
    }
}

#[test]
fn a_page_for_people_has_a_title_and_names_no_patient() {
    for (command, key) in COMMANDS {
        let answered = |vector: &&Value| vector["expected"].get("error").is_none();
        for vector in vectors(key).iter().filter(answered).take(4) {
            for lang in ["nl", "en"] {
                let ran = run_with(
                    &[command, "-", "--lang", lang],
                    vector["input"].to_string().as_bytes(),
                );
                assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{}", vector["id"]);
                assert!(ran.out.lines().count() >= 2 && ran.out.contains('?'));
                assert!(!ran.out.contains(PATIENT) && !ran.out.contains('\u{1b}'));
            }
        }
    }
}

#[test]
fn a_timeline_is_drawn_as_a_bar_and_the_matrix_as_a_table() {
    let shown = |command: &str, key: &str, place: usize| {
        let input = vectors(key)[place]["input"].to_string();
        run_with(&[command, "-"], input.as_bytes()).out
    };
    let bar = shown("timeline", "timeline", 4);
    assert!(bar.contains("░█") && bar.contains("█░") && bar.contains("emergency_yes (e1)"));
    let table = shown("matrix", "matrix", 2);
    assert!(table.contains('┆') && table.contains("✔ c1") && table.contains("RPZAC104"));
}

#[test]
fn the_patient_is_named_only_if_that_is_asked_for() {
    let input = vectors("record")[0]["input"].to_string();
    let ran = run_with(&["record", "-", "--show-patient"], input.as_bytes());
    assert!(ran.out.contains(PATIENT));
    let input = vectors("register")[0]["input"].to_string();
    let ran = run_with(
        &["register", "-", "--json", "--show-patient"],
        input.as_bytes(),
    );
    assert!(ran.out.contains(PATIENT));
}

#[test]
fn a_document_that_asks_something_else_is_refused() {
    let input = vectors("matrix")[0]["input"].to_string();
    let ran = run_with(&["open", "-"], input.as_bytes());
    assert_eq!((ran.status, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("open_query"));
}
