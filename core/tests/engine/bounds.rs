//! What an answer may cost: every question is bounded in codes, bytes, entries and steps, and ends with an error where it
//! would go beyond, never with a part of an answer.

use std::fmt::Write as _;

use crate::common::*;
use akkoord::Engine;
use akkoord::limits::{Cancel, Limits};
use akkoord::line::Line;
use serde_json::{Value, json};

const AT: &str = "2026-06-01T12:00:00Z";

/// Every question that takes data codes, with these.
fn with_data(data: &Value) -> Vec<(&'static str, Value)> {
    let subscriptions = json!([{"holder": {"id": "ura:90000017", "type": "Z3"}}]);
    let closed = json!({"holder": {"id": "ura:90000017", "type": "Z3"},
        "consulter": {"id": "ura:90000033", "type": "N6"}, "data": data, "treatment_relationship": true});
    let and = |more: Value| {
        let mut question = closed.clone();
        let fields = question.as_object_mut().unwrap();
        fields.extend(more.as_object().unwrap().clone());
        question
    };
    let mut open = and(json!({"subscriptions": subscriptions, "at": AT}));
    open.as_object_mut().unwrap().remove("holder");
    vec![
        ("query", and(json!({"at": AT}))),
        ("open_query", open.clone()),
        (
            "why_empty",
            and(json!({"subscriptions": subscriptions, "at": AT})),
        ),
        (
            "timeline",
            and(json!({"from": "2026-01-01T00:00:00Z", "until": "2027-01-01T00:00:00Z"})),
        ),
        (
            "smallest_change",
            and(json!({"subscriptions": subscriptions, "at": AT})),
        ),
        ("record", json!({"query": and(json!({"at": AT}))})),
        ("record", json!({"open_query": open})),
    ]
}

/// Every question.
fn questions() -> Vec<(&'static str, Value)> {
    let subscriptions = json!([{"holder": {"id": "ura:90000017", "type": "Z3"}}]);
    let mut questions = with_data(&json!(["GGC002", "GGC013", "GGC002"]));
    questions.extend([
        ("matrix", json!({"subscriptions": subscriptions, "at": AT})),
        (
            "what_if",
            json!({"subscriptions": subscriptions, "at": AT, "change": {"withdraw": "c1"}}),
        ),
        (
            "notices",
            json!({"subscriptions": subscriptions, "at": AT, "after": profile(3)}),
        ),
    ]);
    questions
}

/// A profile of so many choices of every kind.
fn profile(choices: usize) -> Value {
    json!({"patient": {"id": PATIENT}, "choices": (0..choices).map(choice).collect::<Vec<_>>()})
}

fn choice(number: usize) -> Value {
    let hour = format!(
        "2026-05-{:02}T{:02}:{:02}:00Z",
        1 + number / 1440 % 28,
        number / 60 % 24,
        number % 60
    );
    let answer = if number % 3 == 1 { "yes" } else { "no" };
    let holders = json!([format!("ura:9{:07}", number % 50), "ura:90000017"]);
    let (scope, channel) = match number % 4 {
        0 => (json!({"level": "blanket"}), "mijn_mitz"),
        1 => (
            json!({"level": "individual", "holders": holders}),
            "mijn_mitz",
        ),
        2 => (
            json!({"level": "categorical", "holder_category": "huisartsen"}),
            "mijn_mitz",
        ),
        _ => (
            json!({"level": "emergency", "holders": holders, "consulter": {"id": format!("ura:8{number:07}"), "type": "N6"}}),
            "raadplegersknop",
        ),
    };
    let mut choice = json!({"id": format!("c{number}"), "answer": answer, "scope": scope, "channel": channel,
        "decided_at": hour, "recorded_at": hour});
    if number % 5 == 4 {
        choice["withdrawn_at"] = json!("2026-06-02T00:00:00Z");
    }
    choice
}

fn line(profile: &Value, name: &str, question: &Value) -> String {
    json!({"profile": profile, name: question}).to_string()
}

fn error(answer: &str) -> (String, String, u64) {
    let answer: Value = serde_json::from_str(answer).unwrap();
    let text = |key: &str| {
        answer["error"][key]
            .as_str()
            .unwrap_or("no error")
            .to_owned()
    };
    (
        text("code"),
        text("path"),
        answer["error"]["line"].as_u64().unwrap_or(0),
    )
}

/// What an error of a limit tells: its code, no place of the document, and the line of the batch.
fn told(code: &str) -> (String, String, u64) {
    (code.to_owned(), String::new(), 7)
}

#[test]
fn every_question_takes_128_data_codes_and_no_more() {
    let engine = mitz();
    for (name, question) in with_data(&json!(vec!["GGC002"; 128])) {
        let answer = engine.answer_json(&line(&profile(3), name, &question));
        assert!(!answer.contains("\"error\""), "{name}: {answer}");
    }
    for (name, question) in with_data(&json!(vec!["GGC002"; 129])) {
        let inner = question.as_object().unwrap().keys().next().unwrap();
        let path = match inner.as_str() {
            "query" | "open_query" => format!("{name}.{inner}.data"),
            _ => format!("{name}.data"),
        };
        let answer = engine.answer_json(&line(&profile(3), name, &question));
        assert_eq!(
            error(&answer),
            ("list_too_long".to_owned(), path, 1),
            "{name}"
        );
    }
}

#[test]
fn the_same_code_again_is_the_same_answer() {
    let engine = mitz();
    for (name, question) in with_data(&json!(["GGC002", "GGC013", "GGC002", "GGC999", "GGC013"])) {
        let answer: Value =
            serde_json::from_str(&engine.answer_json(&line(&profile(40), name, &question)))
                .unwrap();
        let list = match name {
            "query" => answer,
            "why_empty" | "smallest_change" => answer[name]["answers"].clone(),
            "timeline" => answer[name]["timelines"].clone(),
            "record" => answer[name]["records"][0]["outcomes"].clone(),
            _ => continue,
        };
        assert_eq!(list.as_array().unwrap().len(), 5, "{name}");
        assert_eq!((&list[0], &list[1]), (&list[2], &list[4]), "{name}");
    }
}

#[test]
fn an_answer_of_just_so_many_bytes_is_given_and_one_byte_more_is_not() {
    for explain in [None, Some("nl")] {
        for (name, mut question) in questions() {
            if let Some(lang) = explain {
                let holder = ["query", "open_query"]
                    .into_iter()
                    .find(|key| question.get(key).is_some_and(Value::is_object));
                let asked = if let Some(key) = holder {
                    &mut question[key]
                } else {
                    &mut question
                };
                asked["explain"] = json!(lang);
            }
            let line = line(&profile(12), name, &question);
            let answer = mitz().answer_json(Line::from(&line).number(7));
            assert!(!answer.contains("\"error\""), "{name}: {answer}");
            let limited = |bytes| {
                let engine = mitz().with_limits(Limits::default().answer_bytes(bytes));
                engine.answer_json(Line::from(&line).number(7))
            };
            assert_eq!(limited(answer.len()), answer, "{name}");
            for bytes in [0, 1, answer.len() / 2, answer.len() - 1] {
                assert_eq!(error(&limited(bytes)), told("answer_too_large"), "{name}");
            }
        }
    }
}

#[test]
fn every_question_stops_at_its_last_step_and_when_it_is_cancelled() {
    for (name, question) in questions() {
        let line = line(&profile(12), name, &question);
        let limited = |limits: Limits| {
            mitz()
                .with_limits(limits)
                .answer_json(Line::from(&line).number(7))
        };
        assert_eq!(
            error(&limited(Limits::default().steps(3))),
            told("too_much_work"),
            "{name}"
        );
    }
    // The switch is looked at every few thousand steps.
    for (name, question) in questions() {
        let line = line(&profile(5_000), name, &question);
        let cancel = Cancel::default();
        let engine = mitz().with_limits(Limits::default().cancelled_by(&cancel));
        cancel.set(true);
        assert_eq!(
            error(&engine.answer_json(Line::from(&line).number(7))),
            told("cancelled"),
            "{name}"
        );
    }
}

fn subscriptions(count: usize) -> Value {
    let one = |number: usize| json!({"holder": {"id": format!("ura:7{number:07}"), "type": "Z3"}});
    json!((0..count).map(one).collect::<Vec<_>>())
}

#[test]
fn an_answer_has_at_most_a_million_entries() {
    let engine = mitz();
    let many = subscriptions(10_000);
    // 10,000 holders, 6 categories and 40 named consulters, 3 kinds of data: 1,380,000 cells.
    let named: Vec<Value> = (0..40)
        .map(|number| json!({"id": format!("e{number}"), "answer": "yes", "channel": "raadplegersknop",
            "scope": {"level": "emergency", "holders": ["ura:70000000"], "consulter": {"id": format!("ura:6{number:07}"), "type": "N6"}},
            "decided_at": "2026-06-01T00:00:00Z", "recorded_at": "2026-06-01T00:00:00Z"}))
        .collect();
    let emergencies = json!({"patient": {"id": PATIENT}, "choices": named});
    let open = json!({"subscriptions": many, "consulter": {"id": "ura:90000033", "type": "N6"},
        "data": vec!["GGC002"; 128], "treatment_relationship": true, "at": AT});
    for (name, profile, question) in [
        (
            "matrix",
            &emergencies,
            json!({"subscriptions": many, "at": AT}),
        ),
        (
            "what_if",
            &emergencies,
            json!({"subscriptions": many, "at": AT, "change": {"withdraw": "e1"}}),
        ),
        (
            "open_query",
            &json!({"patient": {"id": PATIENT}, "choices": []}),
            open.clone(),
        ),
        (
            "record",
            &json!({"patient": {"id": PATIENT}, "choices": []}),
            json!({"open_query": open}),
        ),
    ] {
        let answer = engine.answer_json(Line::from(&line(profile, name, &question)).number(7));
        assert_eq!(error(&answer), told("answer_too_large"), "{name}");
    }
}

#[test]
fn a_timeline_has_at_most_a_million_intervals() {
    let mut choices = String::new();
    for number in 0..4_000 {
        let (day, hour, minute) = (1 + number / 1440, number / 60 % 24, number % 60);
        let at = |second| format!("2026-05-{day:02}T{hour:02}:{minute:02}:{second:02}Z");
        write!(
            choices,
            r#"{}{{"id":"c{number}","answer":"yes","scope":{{"level":"blanket"}},"channel":"mijn_mitz","decided_at":"{}","recorded_at":"{}","withdrawn_at":"{}"}}"#,
            if number == 0 { "" } else { "," }, at(0), at(0), at(30),
        )
        .unwrap();
    }
    let ask = |codes: usize| {
        let data = vec!["GGC002"; codes];
        let question = json!({"holder": {"id": "ura:90000017", "type": "Z3"}, "consulter": {"id": "ura:90000033", "type": "N6"},
            "data": data, "treatment_relationship": true, "from": "2026-05-01T00:00:00Z", "until": "2027-01-01T00:00:00Z"});
        let line = format!(
            r#"{{"profile":{{"patient":{{"id":"{PATIENT}"}},"choices":[{choices}]}},"timeline":{question}}}"#
        );
        // Room for far more bytes, so that it is the intervals which are counted.
        let roomy = Limits::default().answer_bytes(1 << 32);
        mitz()
            .with_limits(roomy)
            .answer_json(Line::from(&line).number(7))
    };
    let answer: Value = serde_json::from_str(&ask(1)).unwrap();
    let spans = answer["timeline"]["timelines"][0]["intervals"]
        .as_array()
        .unwrap();
    assert_eq!(spans.len(), 8_000);
    assert_eq!(error(&ask(128)), told("answer_too_large"));
}

/// The fewest steps with which a line is answered.
fn steps(line: &str) -> u64 {
    let enough = |steps: u64| {
        let engine: Engine = mitz().with_limits(Limits::default().steps(steps));
        !engine.answer_json(line).contains("too_much_work")
    };
    let (mut too_few, mut enough_steps) = (0, 1 << 24);
    assert!(enough(enough_steps));
    while enough_steps - too_few > 1 + enough_steps / 64 {
        let middle = too_few + (enough_steps - too_few) / 2;
        if enough(middle) {
            enough_steps = middle;
        } else {
            too_few = middle;
        }
    }
    enough_steps
}

/// Twice the choices: about twice the steps.
#[test]
fn the_steps_of_every_question_grow_as_the_profile_does() {
    for (name, question) in questions() {
        let [few, many] =
            [480, 960].map(|choices| steps(&line(&profile(choices), name, &question)));
        assert!(many * 10 <= few * 23, "{name}: {few} steps, then {many}");
    }
}

/// What is not counted is not bounded: each choice and each holder costs a step at least.
#[test]
fn every_question_pays_for_its_choices_and_for_its_holders() {
    for (name, question) in questions() {
        let [few, many] =
            [480, 960].map(|choices| steps(&line(&profile(choices), name, &question)));
        assert!(many >= few + 400, "{name}: {few} steps, then {many}");
        let [few, many] = [100, 1_100].map(|count| {
            let mut question = question.clone();
            let place = if question.get("open_query").is_some() {
                &mut question["open_query"]
            } else {
                &mut question
            };
            if place.get("subscriptions").is_none() {
                return 0;
            }
            place["subscriptions"] = subscriptions(count);
            steps(&line(&profile(12), name, &question))
        });
        let is_asked =
            question.get("subscriptions").is_some() || question.get("open_query").is_some();
        assert!(
            name == "why_empty" || !is_asked || many >= few + 900,
            "{name}: {few} steps, then {many} for holders"
        );
    }
}
