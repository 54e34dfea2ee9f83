//! `akkoord check`: every error at once.

use crate::common::{Ran, blanket, individual, json, line, profile, run, run_with};

fn check(document: &str, args: &[&str]) -> Ran {
    run_with(&[&["check", "-"], args].concat(), document.as_bytes())
}

/// Three errors, each on a line of its own.
fn wrong() -> String {
    let choices = [
        blanket("c1", "maybe"),
        individual("c2", "yes").replace("\"level\"", "\"Jansen\":1,\"level\""),
        blanket("c3", "yes").replace("mijn_mitz", "migration"),
    ];
    profile(&choices).replace("{\"id\":\"c", "\n{\"id\":\"c")
}

#[test]
fn a_good_profile_is_ok() {
    let ran = check(
        &profile(&[blanket("c1", "yes"), individual("c2", "no")]),
        &[],
    );
    assert_eq!(
        (ran.status, ran.out.as_str(), ran.err.as_str()),
        (0, "ok: 2 choices\n", "")
    );
    assert_eq!(
        check(&profile(&[blanket("c1", "yes")]), &[]).out,
        "ok: 1 choice\n"
    );
}

#[test]
fn every_error_is_listed_with_its_line_and_path() {
    let ran = check(&wrong(), &[]);
    let starts = [
        "line 2: unknown_value at choices[0].answer: ",
        "line 3: unknown_field at choices[1].scope.{0}: ",
        "line 4: channel_not_allowed at choices[2].channel: ",
    ];
    assert_eq!(
        (ran.status, ran.out.lines().count()),
        (1, starts.len()),
        "{}",
        ran.out
    );
    for (line, start) in ran.out.lines().zip(starts) {
        assert!(line.starts_with(start), "{line}");
    }
}

#[test]
fn json_lists_the_same_errors_and_is_empty_for_a_good_document() {
    let ran = check(&wrong(), &["--json"]);
    let errors = json(&ran.out);
    assert_eq!((ran.status, errors.as_array().unwrap().len()), (1, 3));
    assert_eq!(
        (errors[1]["line"].as_u64(), errors[1]["code"].as_str()),
        (Some(3), Some("unknown_field"))
    );
    assert_eq!(errors[1]["path"], "choices[1].scope.{0}");
    let good = check(&profile(&[]), &["--json"]);
    assert_eq!((good.status, good.out.as_str()), (0, "[]\n"));
}

#[test]
fn other_kinds_of_documents_are_checked_too() {
    let catalogue = run(&["catalogue", "--json"]).out;
    let rules = r#"{"name":"r","version":"1","date":"2026-01-01","parameters":{}}"#;
    let ok = |document: &str, kind| check(document, &["--kind", kind]).out;
    assert_eq!(ok(&catalogue, "catalogue"), "ok: 34 options\n");
    assert_eq!(ok(rules, "ruleset"), "ok: rule set r\n");
    assert_eq!(
        ok(&line(&[blanket("c1", "yes")]), "line"),
        "ok: 1 choice, 1 data code\n"
    );
    for kind in ["catalogue", "ruleset", "line", "profile"] {
        let ran = check(r#"{"nonsense":1}"#, &["--kind", kind]);
        assert_eq!(ran.status, 1);
        assert!(ran.out.starts_with("line 1: "), "{}", ran.out);
    }
}

#[test]
fn a_document_that_is_no_text_or_too_large_is_an_error_like_any_other() {
    let ran = run_with(&["check", "-"], b"{\n\n\xff}");
    assert_eq!(ran.status, 1);
    assert!(ran.out.starts_with("line 3: invalid_utf8: "), "{}", ran.out);
    let ran = run_with(&["check", "-", "--json"], &vec![b' '; (32 << 20) + 1]);
    assert_eq!(json(&ran.out)[0]["code"], "document_too_large");
}
