//! A code that the catalogue does not have is told (R2, R11), with what may have been meant, and nothing of the document.

use crate::common::{PATIENT, json, profile, query, run_with};
use serde_json::{Value, json};

/// A document that asks this of a patient without choices.
fn document(question: &str, asked: &Value) -> String {
    format!(r#"{{"profile":{},"{question}":{asked}}}"#, profile(&[]))
}

/// A question of each command, with this holder type, consulter type and data code.
fn questions(
    holder: &str,
    consulter: &str,
    data: &str,
) -> Vec<(&'static str, &'static str, Value)> {
    let holder = json!({"id": "ura:90000017", "type": holder});
    let consulter = json!({"id": "ura:90000033", "type": consulter});
    let subscriptions = json!([{"holder": holder}]);
    let closed = json!({"holder": holder, "consulter": consulter, "data": data,
        "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"});
    let with = |more: Value| {
        let mut whole = closed.clone();
        whole
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        whole
    };
    let mut window = with(json!({"from": "2026-01-05T12:00:00Z", "until": "2026-01-06T12:00:00Z"}));
    window.as_object_mut().unwrap().remove("at");
    let mut open = with(json!({"subscriptions": subscriptions}));
    open.as_object_mut().unwrap().remove("holder");
    let after = json!({"patient": {"id": PATIENT}, "choices": []});
    let added = json!({"add": {"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
        "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}});
    let at = "2026-01-05T12:00:00Z";
    vec![
        ("open", "open_query", open.clone()),
        (
            "why",
            "why_empty",
            with(json!({"subscriptions": subscriptions})),
        ),
        ("timeline", "timeline", window),
        (
            "whatif",
            "what_if",
            json!({"subscriptions": subscriptions, "change": added, "at": at}),
        ),
        (
            "whatif",
            "smallest_change",
            with(json!({"subscriptions": subscriptions})),
        ),
        (
            "matrix",
            "matrix",
            json!({"subscriptions": subscriptions, "at": at}),
        ),
        (
            "notices",
            "notices",
            json!({"after": after, "subscriptions": subscriptions, "at": at}),
        ),
        ("record", "record", json!({"query": closed})),
        ("record", "record", json!({"open_query": open})),
    ]
}

#[test]
fn an_unknown_holder_type_is_told_by_every_command_and_is_no_success() {
    for form in [&["--json"][..], &["--lang", "en"], &["--lang", "nl"]] {
        for (command, question, asked) in questions("huisarts", "N6", "GGC002") {
            let args = [&[command, "-"], form].concat();
            let ran = run_with(&args, document(question, &asked).as_bytes());
            assert_eq!(ran.status, 1, "{question}");
            let told = "huisartsen is a holder category, its provider types are H1, Z3, K3, N6";
            assert!(
                ran.err.contains(told) && ran.err.contains("unknown_holder_type"),
                "{}",
                ran.err
            );
            assert!(
                !ran.out.is_empty()
                    && ran.err.lines().count() == ran.err.matches("akkoord: ").count()
            );
        }
    }
}

#[test]
fn known_codes_are_told_by_none() {
    for (command, question, asked) in questions("Z3", "N6", "GGC002") {
        let ran = run_with(&[command, "-"], document(question, &asked).as_bytes());
        assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{question}");
        assert!(!ran.out.contains("Let op"));
    }
}

#[test]
fn each_code_is_told_at_its_place_with_what_may_have_been_meant() {
    let mut asked = questions("z3", "N66", "GGC13").swap_remove(0).2;
    asked["subscriptions"].as_array_mut().unwrap().extend([
        json!({"holder": {"id": "ura:90000025", "type": "apotheek"}}),
        json!({"holder": {"id": "ura:90000001", "type": "J8"}}),
    ]);
    asked["data"] = json!(["GGC002", "GGC13", "medicatie"]);
    asked["purpose"] = "TREATMENT".into();
    let ran = run_with(
        &["open", "-", "--json"],
        document("open_query", &asked).as_bytes(),
    );
    let told: Vec<&str> = ran
        .err
        .lines()
        .filter_map(|line| line.split_once("line 1: "))
        .map(|(_, told)| told)
        .collect();
    let type_of = "the catalogue has no such provider type (R2, R11)";
    let data = "the catalogue has no such data category (R2, R11)";
    let mut expected = vec![
        format!("unknown_consulter_type at open_query.consulter.type: {type_of}: did you mean N6?"),
        format!("unknown_data_category at open_query.data[1]: {data}: did you mean GGC013?"),
        format!("unknown_data_category at open_query.data[2]: {data}: did you mean GGC013?"),
        "unknown_purpose at open_query.purpose: this purpose is unknown (R11, R12): did you mean TREAT, COC?".to_string(),
        format!("unknown_holder_type at open_query.subscriptions[0].holder.type: {type_of}: did you mean Z3?"),
        format!("unknown_holder_type at open_query.subscriptions[1].holder.type: {type_of}: apotheken is a holder category, its provider types are A1, J8, K9"),
    ];
    expected.sort();
    let mut told: Vec<String> = told.iter().map(|told| (*told).to_string()).collect();
    told.sort();
    assert_eq!(told, expected);
    assert_eq!(ran.status, 1);
}

#[test]
fn a_check_of_a_question_lists_its_unknown_codes_as_errors() {
    let wrong = query(r#"["GGC002","GGC13"]"#).replace("\"Z3\"", "\"huisarts\"");
    let document = format!("{{\"profile\":{},\n\"query\":{wrong}}}", profile(&[]));
    let ran = run_with(&["check", "-", "--kind", "line"], document.as_bytes());
    let starts = [
        "line 2: unknown_holder_type at query.holder.type: ",
        "line 2: unknown_data_category at query.data[1]: ",
    ];
    assert_eq!((ran.status, ran.out.lines().count()), (1, 2), "{}", ran.out);
    for (line, start) in ran.out.lines().zip(starts) {
        assert!(line.starts_with(start), "{line}");
    }
    let ran = run_with(
        &["check", "-", "--kind", "line", "--json"],
        document.as_bytes(),
    );
    assert_eq!(json(&ran.out)[1]["path"], "query.data[1]");
}

#[test]
fn a_check_takes_every_question() {
    for (_, question, asked) in questions("Z3", "N6", "GGC002") {
        let ran = run_with(
            &["check", "-", "--kind", "line"],
            document(question, &asked).as_bytes(),
        );
        assert_eq!(
            (ran.status, ran.out.as_str()),
            (0, "ok: 1 question\n"),
            "{question}"
        );
    }
}

#[test]
fn an_explanation_keeps_its_status_and_tells_what_may_have_been_meant() {
    let wrong = query(r#""GGC002""#).replace("\"N6\"", "\"N66\"");
    let document = format!("{{\"profile\":{},\"query\":{wrong}}}", profile(&[]));
    for form in [&["--json"][..], &["--audience", "consulter"], &[]] {
        let ran = run_with(&[&["explain", "-"], form].concat(), document.as_bytes());
        assert_eq!(ran.status, 2);
        assert!(ran.err.contains("did you mean N6?"), "{}", ran.err);
    }
}

#[test]
fn a_refusal_for_an_unknown_type_tells_what_may_have_been_meant() {
    let asked = json!({"now": "2026-01-05T12:00:00Z", "command": {"dossierhoudersknop": {
        "choice": {"id": "c1", "answer": "yes", "decided_at": "2026-01-05T11:00:00Z"},
        "holder": {"id": "ura:90000017", "type": "huisarts"}}}});
    let ran = run_with(&["register", "-"], document("register", &asked).as_bytes());
    assert_eq!((ran.status, ran.out.as_str()), (1, ""));
    assert!(
        ran.err
            .contains("unknown_provider_type at register.command.dossierhoudersknop.holder.type")
    );
    assert!(
        ran.err.contains("its provider types are H1, Z3, K3, N6"),
        "{}",
        ran.err
    );
}

#[test]
fn a_message_has_nothing_of_the_document() {
    for secret in [PATIENT, "Jansen", "huisarts Jansen", "GGC 999990019"] {
        for (command, question, asked) in questions(secret, secret, secret) {
            let ran = run_with(
                &[command, "-", "--json"],
                document(question, &asked).as_bytes(),
            );
            assert_eq!(ran.status, 1, "{question}");
            assert!(
                !ran.err.contains(PATIENT) && !ran.err.contains("Jansen"),
                "{}",
                ran.err
            );
        }
    }
}

#[test]
fn a_page_for_people_says_that_it_does_not_say_all() {
    for (command, question, asked) in questions("huisarts", "N6", "GGC002") {
        if question == "register" {
            continue;
        }
        for (lang, note) in [
            ("nl", "dit antwoord is niet volledig"),
            ("en", "this answer is not complete"),
        ] {
            let ran = run_with(
                &[command, "-", "--lang", lang],
                document(question, &asked).as_bytes(),
            );
            let shown = ran.out.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(shown.contains(note), "{question} {lang}: {}", ran.out);
        }
    }
}
