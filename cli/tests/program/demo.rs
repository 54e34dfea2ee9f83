//! `akkoord demo`: the cases as stories.

use crate::common::{json, run};

fn cases() -> Vec<serde_json::Value> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/cases");
    let files = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    files
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "json")
        })
        .map(|path| json(&std::fs::read_to_string(path).unwrap()))
        .collect()
}

/// A text on one line, so that it is found however it was wrapped.
fn unwrapped(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_case_and_every_step_is_told_in_both_languages_and_all_is_as_expected() {
    for lang in ["nl", "en"] {
        let ran = run(&["demo", "--lang", lang]);
        assert_eq!((ran.status, ran.err.as_str()), (0, ""));
        assert!(ran.out.lines().all(|line| line.chars().count() <= 100));
        let told = unwrapped(&ran.out);
        for case in cases() {
            assert!(told.contains(&format!("[{}]", case["id"].as_str().unwrap())));
            assert!(told.contains(case["story"][lang].as_str().unwrap()));
            for step in case["steps"].as_array().unwrap() {
                assert!(
                    told.contains(step["title"][lang].as_str().unwrap()),
                    "{step}"
                );
            }
        }
        let last = ran.out.lines().rev().take(2).collect::<String>();
        assert!(last.contains("akkoord catalogue"), "{last}");
    }
}

#[test]
fn every_decision_has_its_mark() {
    let out = run(&["demo", "--lang", "en"]).out;
    let expected = |decision: &str| {
        let steps = cases()
            .into_iter()
            .flat_map(|case| case["steps"].as_array().unwrap().clone());
        let decisions = steps.flat_map(|step| step["expected"].as_array().unwrap().clone());
        decisions
            .filter(|expected| expected["decision"] == decision)
            .count()
    };
    assert_eq!(out.matches("    ✔ yes  ").count(), expected("permit"));
    assert_eq!(out.matches("    ✘ no  ").count(), expected("deny"));
}

#[test]
fn one_case_can_be_told_alone_and_an_unknown_one_is_an_error_that_lists_them() {
    let ran = run(&["demo", "--case", "dubois"]);
    assert_eq!(ran.status, 0);
    assert!(ran.out.contains("[dubois]") && !ran.out.contains("[thomas]"));
    let ran = run(&["demo", "--case", "nobody"]);
    assert_eq!((ran.status, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("nobody") && ran.err.contains("dubois"));
}

#[test]
fn the_list_has_every_case_on_a_line() {
    let ran = run(&["demo", "--list"]);
    assert_eq!((ran.status, ran.out.lines().count()), (0, cases().len()));
    for case in cases() {
        assert!(ran.out.contains(case["id"].as_str().unwrap()));
    }
}
