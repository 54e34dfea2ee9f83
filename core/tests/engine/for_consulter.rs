//! R24: two patients of whom a consulter gets one answer cannot be told apart by anything else that it gets.

use std::collections::{BTreeMap, BTreeSet};

use crate::common::*;
use akkoord::explain::Explain;
use akkoord::overview::{Subscription, Subscriptions, TimelineQuery};
use akkoord::query::{Connection, Purpose, TreatmentRelationship};
use akkoord::{Audience, Engine, Lang, Outcome, Query};
use serde_json::{Value, json};

const AT: &str = "2026-06-01T00:00:00Z";

/// Patients of all kinds, each with whether the holder has a record of them.
fn patients() -> Vec<(World, bool)> {
    let of = |choices: Vec<Draft>| World::of(choices);
    let mut worlds = vec![
        of(vec![]),
        of(vec![yes("c1")]),
        of(vec![no("c1")]),
        of(vec![yes("c1").withdrawn("2026-05-01")]),
        of(vec![yes("c1").withdrawn("2026-07-01")]),
        of(vec![yes("c1").on("2026-07-01")]),
        of(vec![
            no("c1").for_category("huisartsen"),
            yes("c2").for_category("apotheken"),
        ]),
        of(vec![yes("c1"), no("c2").for_holder(&GP)]),
        of(vec![no("c1"), yes("c2").for_holder(&GP)]),
        of(vec![yes("c1").in_emergency(&GP, &POST).on("2026-05-31")]),
        of(vec![no("c1").in_emergency(&GP, &POST).on("2026-05-31")]),
        of(vec![yes("c1")]).born("2015-01-01"),
    ];
    for choices in [vec![], vec![yes("c1")], vec![no("c1")]] {
        worlds.push(of(choices.clone()).deceased("2026-05-01"));
        worlds.push(of(choices).deceased("2026-06-15"));
    }
    let both = |world: World| [(world.clone(), true), (world, false)];
    worlds.into_iter().flat_map(both).collect()
}

/// Questions of all kinds: each can be shut by something that is not about the patient.
fn questions() -> Vec<Query> {
    let mut questions = Vec::new();
    for (holder, data) in [
        (&GP, "GGC002"),
        (&PHARMACY, "GGC012"),
        (&PHARMACY, "GGC013"),
        (&GP, "XXX"),
    ] {
        for connection in [Connection::Connected, Connection::NotConnected] {
            for purpose in ["TREAT", "COC", "ETREAT"] {
                for treatment_relationship in [
                    TreatmentRelationship::Asserted,
                    TreatmentRelationship::Denied,
                    TreatmentRelationship::NotAsserted,
                ] {
                    let mut query = ask_for(data, holder, &POST, AT);
                    query.holder.connection = connection;
                    query.purpose = Purpose::from(purpose);
                    query.treatment_relationship = treatment_relationship;
                    questions.push(query);
                }
            }
        }
    }
    questions
}

fn subscribed(query: &Query, has_record: bool) -> Subscriptions {
    let holder = query.holder.clone();
    let since = None;
    let record = has_record.then_some(Subscription { holder, since });
    Subscriptions::new(record).unwrap()
}

/// All that a consulter can get of one patient for one question, but for the outcome.
fn told(engine: &Engine, world: &World, has_record: bool, query: &Query) -> (Outcome, Vec<String>) {
    let profile = world.profile();
    let subscriptions = subscribed(query, has_record);
    let decision = engine.decide(&profile, query).unwrap().remove(0);
    let outcome = decision.for_consulter().outcome();
    let why = engine.why_empty(&profile, query, &subscriptions).unwrap();
    let window = TimelineQuery {
        query: query.clone(),
        until: t("2027-01-01"),
    };
    let timeline = engine.timeline(&profile, &window).unwrap();
    let mut texts = vec![
        decision.for_consulter().to_json(),
        why[0].for_consulter().to_json(),
        timeline[0].for_consulter().unwrap().to_json(),
    ];
    for lang in [Lang::Nl, Lang::En] {
        let audience = Audience::Consulter;
        // With their parts: what a part speaks of must tell no more than its text.
        for explanation in [
            decision.explain(lang, audience),
            why.explain(lang, audience),
            timeline.explain(lang, audience),
        ] {
            texts.push(format!("{explanation:?}"));
        }
    }
    (outcome, texts)
}

#[test]
fn patients_with_one_outcome_cannot_be_told_apart_by_a_consulter() {
    let engine = mitz();
    let mut outcomes = BTreeSet::new();
    for query in questions() {
        let mut by_outcome: BTreeMap<Outcome, BTreeSet<Vec<String>>> = BTreeMap::new();
        for (world, has_record) in patients() {
            let (outcome, texts) = told(&engine, &world, has_record, &query);
            by_outcome.entry(outcome).or_default().insert(texts);
        }
        for (outcome, texts) in by_outcome {
            assert_eq!(texts.len(), 1, "{query:?} {outcome:?}: {texts:#?}");
            outcomes.insert(outcome);
        }
    }
    assert_eq!(outcomes.len(), 4, "the questions are not dull");
}

#[test]
fn the_three_forms_for_a_consulter_have_the_outcome_of_the_closed_query() {
    let engine = mitz();
    for query in questions() {
        for (world, has_record) in patients() {
            let (outcome, texts) = told(&engine, &world, has_record, &query);
            let expected = format!(
                r#"{{"data":"{}","decision":"{}"}}"#,
                query.data[0],
                outcome.name()
            );
            assert_eq!(texts[..3], [expected.clone(), expected.clone(), expected]);
        }
    }
}

fn asked(kind: &str, world: &World, more: &[(&str, Value)]) -> Value {
    let mut query: Value = serde_json::from_str(&query_json(&ask(&GP, &POST, AT))).unwrap();
    for (name, value) in more {
        query[*name] = value.clone();
    }
    let profile: Value = serde_json::from_str(&world.profile().to_json()).unwrap();
    let line = json!({"profile": profile, kind: query}).to_string();
    serde_json::from_str(&mitz().answer_json(&line)).unwrap()
}

#[test]
fn an_explanation_is_for_the_audience_of_the_question() {
    let world = World::of([yes("c1"), no("c2").for_holder(&GP)]);
    let decision = world.decide(&ask(&GP, &POST, AT));
    for audience in [Audience::Patient, Audience::Holder, Audience::Consulter] {
        let answer = asked(
            "query",
            &world,
            &[
                ("audience", json!(audience.name())),
                ("explain", json!("en")),
            ],
        );
        let text = decision.explain(Lang::En, audience).to_string();
        assert_eq!(answer[0]["explanation"], json!(text));
        let keys = answer[0].as_object().unwrap().len();
        assert_eq!(
            keys,
            if audience == Audience::Consulter {
                3
            } else {
                11
            }
        );
    }
}

#[test]
fn the_other_questions_are_explained_for_their_audience_too() {
    let world = World::of([yes("c1").withdrawn("2026-07-01")]);
    let subscriptions = (
        "subscriptions",
        json!([{"holder": {"id": GP.id, "type": GP.kind}}]),
    );
    let to = |name: &str| [("audience", json!(name)), ("explain", json!("en"))];
    let why = |name: &str| {
        asked(
            "why_empty",
            &world,
            &[&to(name)[..], std::slice::from_ref(&subscriptions)].concat(),
        )
    };
    assert_eq!(
        why("consulter")["why_empty"]["answers"],
        json!([{"data": "GGC002", "decision": "permit"}])
    );
    assert_ne!(
        why("consulter")["why_empty"]["explanation"],
        why("patient")["why_empty"]["explanation"]
    );
    let open = |audience| {
        let line = json!({
            "profile": serde_json::from_str::<Value>(&world.profile().to_json()).unwrap(),
            "open_query": {
                "subscriptions": subscriptions.1, "consulter": {"id": POST.id, "type": POST.kind},
                "treatment_relationship": true, "at": AT, "audience": audience, "explain": "en",
            },
        });
        mitz().answer_json(&line.to_string())
    };
    assert!(open("holder").contains("1 July 2026"), "{}", open("holder"));
    assert!(!open("consulter").contains("July") && !open("consulter").contains("until"));
    let timeline = |audience: &str| {
        let profile: Value = serde_json::from_str(&world.profile().to_json()).unwrap();
        let mut query: Value = serde_json::from_str(&query_json(&ask(&GP, &POST, AT))).unwrap();
        query.as_object_mut().unwrap().remove("at");
        query["from"] = json!(AT);
        query["until"] = json!("2027-01-01T00:00:00Z");
        query["audience"] = json!(audience);
        query["explain"] = json!("en");
        mitz().answer_json(&json!({"profile": profile, "timeline": query}).to_string())
    };
    assert!(timeline("patient").contains("1 July 2026"));
    assert!(
        !timeline("consulter").contains("July"),
        "{}",
        timeline("consulter")
    );
}

#[test]
fn a_line_tells_for_whom_it_is() {
    let line = World::of([]).line(&ask(&GP, &POST, AT));
    let (.., audience) = mitz().read_line(&line).unwrap();
    assert_eq!(audience, Audience::Holder);
    let line = line.replacen("\"holder\":", "\"audience\":\"consulter\",\"holder\":", 1);
    let (.., audience) = mitz().read_line(&line).unwrap();
    assert_eq!(audience, Audience::Consulter);
}
