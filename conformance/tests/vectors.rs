//! The vectors are well-formed, and the engine agrees with every one of them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use akkoord::Engine;
use akkoord_conformance::{Vector, vectors};
use serde_json::Value;

fn all() -> Vec<Vector> {
    vectors().unwrap()
}

/// The answer line of the engine, by the entry that the case is about.
fn answer(engine: &Engine, vector: &Vector) -> String {
    if vector.asks_another_question() {
        engine.answer_json(&vector.line())
    } else {
        engine.evaluate_json(&vector.line())
    }
}

#[test]
fn the_engine_agrees_with_every_vector() {
    let engine = Engine::mitz();
    let differences: Vec<String> = all()
        .iter()
        .filter_map(|vector| vector.difference(&answer(&engine, vector)))
        .collect();
    assert!(
        differences.is_empty(),
        "{} differ:\n{}",
        differences.len(),
        differences.join("\n")
    );
}

#[test]
fn a_wrong_answer_is_noticed() {
    let vectors = all();
    let vector = vectors
        .iter()
        .find(|vector| vector.document["expected"][0]["decision"] == "deny")
        .unwrap();
    let right = Engine::mitz().evaluate_json(&vector.line());
    assert_eq!(vector.difference(&right), None);
    for (from, to) in [
        ("\"deny\"", "\"permit\""),
        ("\"data\"", "\"date\""),
        ("[{", "[{},{"),
        ("[{", "{{"),
    ] {
        let wrong = right.replacen(from, to, 1);
        assert_ne!(wrong, right);
        assert!(vector.difference(&wrong).is_some(), "{wrong}");
    }
}

#[test]
fn a_field_too_many_for_a_consulter_is_noticed() {
    let vectors = all();
    let of_consulters = vectors.iter().filter(|vector| vector.is_for_consulter());
    let of_consulters: Vec<&Vector> = of_consulters
        .filter(|vector| vector.document["expected"]["error"].is_null())
        .collect();
    assert!(of_consulters.len() >= 25, "{}", of_consulters.len());
    for vector in of_consulters {
        let right = answer(&Engine::mitz(), vector);
        assert_eq!(vector.difference(&right), None);
        let wrong = right.replacen('{', "{\"valid_until\":null,", 1);
        assert!(vector.difference(&wrong).is_some(), "{wrong}");
        for secret in [
            "valid_until",
            "option",
            "decided_by",
            "outweighed",
            "rules",
            "ruleset",
            "until",
        ] {
            assert!(!right.contains(secret), "{secret}: {right}");
        }
    }
}

#[test]
fn every_vector_fits_the_schema() {
    let schema =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("schema.json")).unwrap();
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    for vector in all() {
        if let Err(error) = validator.validate(&vector.document) {
            panic!("{}: {error}", vector.id);
        }
    }
    let broken = serde_json::json!({"id": "x", "rules": [], "title": "no expected", "input": ""});
    assert!(!validator.is_valid(&broken));
}

#[test]
fn what_the_engine_writes_fits_the_schema_too() {
    let schema =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("schema.json")).unwrap();
    let mut schema: Value = serde_json::from_str(&schema).unwrap();
    let answer = serde_json::json!({"oneOf": [
        {"type": "array", "minItems": 1, "items": {"oneOf": [{"$ref": "#/$defs/decision"}, {"$ref": "#/$defs/consulter_decision"}]}},
        {"type": "object", "additionalProperties": false, "required": ["error"],
         "properties": {"error": {"$ref": "#/$defs/error"}}},
    ]});
    let definitions = schema["$defs"].take();
    let mut answer = answer;
    answer["$defs"] = definitions;
    let validator = jsonschema::draft202012::new(&answer).unwrap();
    let engine = Engine::mitz();
    for vector in all()
        .iter()
        .filter(|vector| !vector.asks_another_question())
    {
        let written: Value = serde_json::from_str(&engine.evaluate_json(&vector.line())).unwrap();
        if let Err(error) = validator.validate(&written) {
            panic!("{}: {error}: {written}", vector.id);
        }
    }
}

#[test]
fn the_closed_query_is_answered_alike_by_both_entries() {
    let engine = Engine::mitz();
    for vector in all() {
        if !vector.asks_another_question() && vector.document["expected"].is_array() {
            let line = vector.line();
            assert_eq!(engine.answer_json(&line), engine.evaluate_json(&line));
        }
    }
}

#[test]
fn every_rule_from_r27_to_r40_has_a_vector_and_there_are_150_of_them() {
    let vectors = all();
    let others = vectors
        .iter()
        .filter(|vector| vector.asks_another_question());
    let others: Vec<&Vector> = others.collect();
    assert!(others.len() >= 150, "{}", others.len());
    for rule in 27..=40 {
        let rule = Value::from(format!("R{rule}"));
        let about =
            |vector: &&&Vector| vector.document["rules"].as_array().unwrap().contains(&rule);
        assert!(others.iter().any(|vector| about(&vector)), "{rule}");
    }
}

#[test]
fn every_refusal_and_every_fault_of_another_question_has_a_vector() {
    let vectors = all();
    let told: BTreeSet<&str> = vectors
        .iter()
        .filter_map(|vector| vector.document["expected"]["error"]["code"].as_str())
        .collect();
    let codes = akkoord::error::ErrorCode::ALL.iter();
    for code in codes.filter(|code| (80..110).contains(&code.number())) {
        assert!(told.contains(code.name()), "{code}");
    }
}

#[test]
fn a_wrong_answer_to_another_question_is_noticed() {
    let engine = Engine::mitz();
    let vectors = all();
    let about =
        |vector: &&Vector| vector.document["expected"]["open_query"]["holders"][0].is_object();
    let vector = vectors.iter().find(about).unwrap();
    let right = answer(&engine, vector);
    assert_eq!(vector.difference(&right), None);
    let wrong = right.replacen("GGC", "XXX", 1);
    assert_ne!(wrong, right);
    assert!(vector.difference(&wrong).is_some());
}

#[test]
fn ids_are_unique_and_every_rule_to_r25_that_the_mitz_catalogue_can_show_has_a_vector() {
    let vectors = all();
    assert!(vectors.len() >= 200, "{}", vectors.len());
    let ids: BTreeSet<&str> = vectors.iter().map(|vector| vector.id.as_str()).collect();
    assert_eq!(ids.len(), vectors.len());
    let mut by_rule: BTreeMap<String, usize> = BTreeMap::new();
    for vector in &vectors {
        for rule in vector.document["rules"].as_array().unwrap() {
            *by_rule
                .entry(rule.as_str().unwrap().to_owned())
                .or_default() += 1;
        }
    }
    for rule in (1..=25).filter(|rule| *rule != 22) {
        // R22 is in every vector. R5: no option of the Mitz catalogue has a `since`.
        if rule != 5 {
            assert!(
                by_rule.contains_key(&format!("R{rule}")),
                "R{rule} has no vector"
            );
        }
    }
}
