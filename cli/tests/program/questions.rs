//! `akkoord open`, `why`, `timeline`, `whatif`, `matrix`, `notices`, `record`, `register`: as the vectors say, without the
//! id of the patient.

use crate::common::{PATIENT, json, run_with};
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

/// The input of one vector.
fn input(key: &str, id: &str) -> Value {
    let mut all = vectors(key).into_iter();
    all.find(|vector| vector["id"] == id).unwrap()["input"].clone()
}

/// Whether some type, data code or purpose of a question is none of the Mitz catalogue's.
fn has_unknown_code(asked: &Value) -> bool {
    const TYPES: &str = "H1 Z3 K3 N6 A1 J8 K9 V4 V5 V6 BRA Z4 P4 R8 DIA L1 Z5 B1 B2 X3 R5 M1 T2 H2 G5 JGZ P6 G3 GC K4 G6";
    let is_one_of = |codes: &str, code: &Value| codes.split(' ').any(|known| code == known);
    match asked {
        Value::Object(fields) => {
            fields
                .iter()
                .any(|(field, value)| match (field.as_str(), value) {
                    ("type", code) => !is_one_of(TYPES, code),
                    ("purpose", code) => !is_one_of("TREAT COC", code),
                    ("data", Value::Array(codes)) => !codes
                        .iter()
                        .all(|code| is_one_of("GGC002 GGC012 GGC013", code)),
                    ("data", code) => !is_one_of("GGC002 GGC012 GGC013", code),
                    (_, value) => has_unknown_code(value),
                })
        }
        Value::Array(values) => values.iter().any(has_unknown_code),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

#[test]
fn every_vector_is_answered_on_the_command_line_and_the_patient_is_not_named() {
    for (command, key) in COMMANDS {
        let vectors = vectors(key);
        assert!(vectors.len() >= 10, "{key}");
        for vector in vectors {
            let input = vector["input"].to_string();
            let expected = &vector["expected"];
            // An unknown code is answered as the vector says, and told besides (R2, R11).
            let is_error = expected.get("error").is_some();
            let is_unknown = !is_error && has_unknown_code(&vector["input"][key]);
            let status = i32::from(is_error || is_unknown);
            let ran = run_with(&[command, "-", "--json"], input.as_bytes());
            assert_eq!(ran.status, status, "{}", vector["id"]);
            assert_eq!(ran.err.is_empty(), !is_unknown, "{}", ran.err);
            let is_shown = vector["input"][key]["show_patient"] == true;
            assert_eq!(ran.out.contains(PATIENT), is_shown, "{}", vector["id"]);
            assert!(!ran.err.contains(PATIENT));
            let answer = json(&ran.out);
            let (name, fields) = expected.as_object().unwrap().iter().next().unwrap();
            for (field, value) in fields.as_object().unwrap() {
                let is_profile = field == "profile";
                assert!(
                    is_profile || answer[name][field] == *value,
                    "{}",
                    vector["id"]
                );
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
                let is_unknown = has_unknown_code(&vector["input"][key]);
                assert_eq!(
                    (ran.status, ran.err.is_empty()),
                    (i32::from(is_unknown), !is_unknown),
                    "{}",
                    vector["id"]
                );
                assert!(ran.out.lines().count() >= 2 && ran.out.contains('?'));
                let is_shown = vector["input"][key]["show_patient"] == true;
                assert_eq!(ran.out.contains(PATIENT), is_shown);
                assert!(!ran.out.contains('\u{1b}'));
            }
        }
    }
}

#[test]
fn a_timeline_is_drawn_as_a_bar_and_the_matrix_as_a_table() {
    let shown = |command: &str, key: &str, id: &str| {
        let input = input(key, id).to_string();
        run_with(&[command, "-"], input.as_bytes()).out
    };
    let bar = shown("timeline", "timeline", "time-005");
    assert!(bar.contains("░█") && bar.contains("█░") && bar.contains("emergency_yes (e1)"));
    let table = shown("matrix", "matrix", "mat-003");
    assert!(table.contains('┆') && table.contains("✔ c1") && table.contains("RPZAC104"));
}

#[test]
fn the_patient_is_named_only_if_that_is_asked_for() {
    let document = input("record", "rec-001").to_string();
    let ran = run_with(&["record", "-", "--show-patient"], document.as_bytes());
    assert!(ran.out.contains(PATIENT));
    let document = input("register", "reg-001").to_string();
    let ran = run_with(
        &["register", "-", "--json", "--show-patient"],
        document.as_bytes(),
    );
    assert!(ran.out.contains(PATIENT));
}

#[test]
fn a_document_that_asks_something_else_is_refused() {
    let document = input("matrix", "mat-001").to_string();
    let ran = run_with(&["open", "-"], document.as_bytes());
    assert_eq!((ran.status, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("open_query"));
}

/// R26: the answer is the engine's own line, whatever is to be shown of the patient; only the id is left out.
#[test]
fn the_answer_of_register_is_the_engines_own_line_without_the_id_of_the_patient() {
    let engine = akkoord::Engine::mitz();
    for (id, born) in [
        (PATIENT, ""),
        (PATIENT, r#","born":"1985-03-12""#),
        ("a\\\"},{\\u00e9", ""),
    ] {
        for vector in vectors("register") {
            let mut input = vector["input"].clone();
            let own = r#"{"id":"%"@}"#.replace('@', born).replace('%', id);
            input["profile"]["patient"] = json(&own);
            let line = engine.answer_json(&input.to_string());
            let written = json(&own)["id"].to_string();
            let own = format!(
                r#""patient":{{"id":{written}{}"#,
                if born.is_empty() { "" } else { "," }
            );
            let shown = run_with(
                &["register", "-", "--json", "--show-patient"],
                input.to_string().as_bytes(),
            );
            assert_eq!(shown.out, line.clone() + "\n");
            let hidden = run_with(&["register", "-", "--json"], input.to_string().as_bytes());
            assert_eq!(hidden.out, line.replacen(&own, r#""patient":{"#, 1) + "\n");
            let is_registered = line.starts_with(r#"{"register""#);
            assert_eq!(
                hidden.out.contains(r#""profile":{"catalogue""#),
                is_registered
            );
            json(&hidden.out);
        }
    }
}

#[test]
fn a_document_may_ask_itself_that_its_record_names_the_patient() {
    let mut input = input("record", "rec-001");
    let shown = |input: &Value, args: &[&str]| {
        let ran = run_with(
            &[&["record", "-"], args].concat(),
            input.to_string().as_bytes(),
        );
        ran.out.contains(PATIENT)
    };
    for (asked, is_shown) in [(true, true), (false, false)] {
        input["record"]["show_patient"] = asked.into();
        for form in [&[][..], &["--json"]] {
            assert_eq!(shown(&input, form), is_shown, "{form:?}");
            assert!(shown(&input, &[form, &["--show-patient"]].concat()));
        }
    }
}

#[test]
fn a_consulter_is_told_what_is_decided_and_neither_why_nor_until_when() {
    for (command, key) in [
        ("open", "open_query"),
        ("why", "why_empty"),
        ("timeline", "timeline"),
    ] {
        for vector in vectors(key) {
            if vector["expected"].get("error").is_some() {
                continue;
            }
            let mut input = vector["input"].clone();
            let ask = |input: &Value, args: &[&str]| {
                run_with(
                    &[&[command, "-"], args].concat(),
                    input.to_string().as_bytes(),
                )
                .out
            };
            let by_option = ask(&input, &["--json", "--audience", "consulter"]);
            input[key]["audience"] = "consulter".into();
            assert_eq!(
                by_option,
                akkoord::Engine::mitz().answer_json(&input.to_string()) + "\n"
            );
            // What is for a consulter is shown to nobody else.
            assert_eq!(ask(&input, &["--json", "--audience", "patient"]), by_option);
            let page = ask(&input, &["--lang", "en"]);
            for ground in [
                "individual_",
                "categorical_",
                "blanket_",
                "emergency_",
                "no_choice",
                "deceased",
                "objection",
                "░",
                "█",
            ] {
                assert!(
                    !by_option.contains(ground) && !page.contains(ground),
                    "{} {page}",
                    vector["id"]
                );
            }
        }
    }
}

#[test]
fn a_patient_and_a_holder_are_told_the_grounds() {
    let input = input("timeline", "time-005").to_string();
    for audience in ["patient", "holder"] {
        let ran = run_with(&["timeline", "-", "--audience", audience], input.as_bytes());
        assert!(ran.out.contains("emergency_yes (e1)"), "{}", ran.out);
    }
    for command in ["matrix", "whatif", "notices", "record", "register"] {
        let ran = run_with(&[command, "-", "--audience", "patient"], b"");
        assert_eq!(
            (ran.status, ran.out.as_str()),
            (1, ""),
            "its answers are for no consulter"
        );
    }
}

#[test]
fn every_question_keeps_to_the_limits_that_are_given() {
    for (command, key) in COMMANDS {
        let answered = |vector: &Value| vector["expected"].get("error").is_none();
        let vector = vectors(key).into_iter().find(answered).unwrap();
        let input = vector["input"].to_string();
        let ran = |option, limit| {
            let ran = run_with(&[command, "-", "--json", option, limit], input.as_bytes());
            (ran.status, json(&ran.out)["error"]["code"].clone())
        };
        assert_eq!(
            ran("--max-answer-bytes", "9"),
            (1, "answer_too_large".into()),
            "{key}"
        );
        assert_eq!(ran("--max-answer-bytes", "9999"), (0, Value::Null), "{key}");
        if command != "register" {
            assert_eq!(
                ran("--max-steps", "0"),
                (1, "too_much_work".into()),
                "{key}"
            );
        }
    }
}
