//! `akkoord explain`, as a person or a script sees it.

use crate::common::{
    Ran, akkoord, blanket, file, individual, json, line, profile, query, run_with,
};

fn explain(document: &str, args: &[&str]) -> Ran {
    run_with(&[&["explain", "-"], args].concat(), document.as_bytes())
}

#[test]
fn the_exit_status_tells_permit_from_all_else_and_from_an_error() {
    assert_eq!(explain(&line(&[blanket("c1", "yes")]), &[]).status, 0);
    assert_eq!(explain(&line(&[blanket("c1", "no")]), &[]).status, 2);
    assert_eq!(explain(&line(&[]), &[]).status, 2);
    let not_applicable =
        line(&[blanket("c1", "yes")]).replace("\"data\"", "\"purpose\":\"COC\",\"data\"");
    assert_eq!(explain(&not_applicable, &[]).status, 2);
    let indeterminate = line(&[blanket("c1", "yes")]).replace("\"N6\"", "\"??\"");
    assert_eq!(explain(&indeterminate, &[]).status, 2);
    assert_eq!(explain("{}", &[]).status, 1);
    assert_eq!(explain("{}", &["--json"]).status, 1);
    assert_eq!(explain(&line(&[]), &["--no-such-option"]).status, 1);
}

#[test]
fn one_data_category_that_is_not_permitted_makes_the_status_2() {
    let yes = individual("c1", "yes").replace("]}", r#"],"options":["1.1"]}"#);
    let ask = |data: &str| {
        format!(
            r#"{{"profile":{},"query":{}}}"#,
            profile(std::slice::from_ref(&yes)),
            query(data)
        )
    };
    assert_eq!(explain(&ask(r#"["GGC002","GGC012"]"#), &[]).status, 0);
    assert_eq!(explain(&ask(r#"["GGC002","unknown"]"#), &[]).status, 2);
}

#[test]
fn the_drawing_shows_each_level_who_decided_and_why_others_did_not() {
    let ran = explain(
        &line(&[blanket("headline", "yes"), individual("own", "no")]),
        &["--lang", "en"],
    );
    let line_with = |text: &str| {
        ran.out
            .lines()
            .find(|line| line.contains(text))
            .unwrap()
            .to_string()
    };
    assert!(
        ran.out.contains("GGC002 treatment data: ✘ no"),
        "{}",
        ran.out
    );
    assert!(line_with("  emergency").ends_with('–'));
    let own = line_with("  individual  ");
    assert!(
        own.contains("no · this provider · 2026-01-02 · dossierhoudersknop · own ◀ this decides")
    );
    let headline = line_with("  general");
    assert!(headline.contains("yes · all providers · 2026-01-02 · MijnMitz · headline"));
    assert!(
        ran.out
            .contains("↳ R18: the choice for this provider comes first")
    );
    assert!(ran.out.contains("Valid as long as nothing changes"));
    assert!(
        ran.out
            .contains("reason individual_no · option 1.1 · rules R16 R18")
    );
}

#[test]
fn dutch_is_the_default_and_the_query_may_ask_for_english() {
    let dutch = explain(&line(&[]), &[]);
    assert!(
        dutch.out.contains("behandelgegevens: ✘ nee"),
        "{}",
        dutch.out
    );
    let asked = line(&[]).replace("\"data\"", "\"explain\":\"en\",\"data\"");
    assert!(explain(&asked, &[]).out.contains("treatment data: ✘ no"));
    assert!(explain(&asked, &["--lang", "nl"]).out.contains("✘ nee"));
}

#[test]
fn a_document_on_many_lines_is_read_and_its_errors_name_the_line() {
    let pretty = serde_json::to_string_pretty(&json(&line(&[blanket("c1", "yes")]))).unwrap();
    assert_eq!(explain(&pretty, &[]).status, 0);
    let wrong = explain(&pretty.replace("\"answer\"", "\"anwser\""), &[]);
    let number = 1 + pretty
        .lines()
        .position(|line| line.contains("\"answer\""))
        .unwrap();
    let told = format!("standard input: line {number}: unknown_field at profile.choices[0].anwser");
    assert!(wrong.err.contains(&told), "{}", wrong.err);
    assert_eq!(wrong.out, "");
}

#[test]
fn more_than_one_document_is_an_error_that_points_at_evaluate() {
    let two = format!("{}\n{}\n", line(&[]), line(&[]));
    let ran = explain(&two, &[]);
    assert_eq!((ran.status, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("akkoord evaluate"), "{}", ran.err);
    let ran = explain(&two, &["--json"]);
    assert!(
        json(&ran.out)["error"]["message"]
            .as_str()
            .unwrap()
            .contains("akkoord evaluate")
    );
}

#[test]
fn json_is_the_line_of_evaluate_with_an_explanation_in_each_decision() {
    let document = line(&[blanket("c1", "yes"), individual("c2", "no")]);
    let ran = explain(
        &document,
        &["--json", "--lang", "en", "--audience", "holder"],
    );
    assert_eq!((ran.status, ran.out.lines().count()), (2, 1));
    let evaluated = run_with(&["evaluate", "-"], document.as_bytes()).out;
    let up_to_explanation = evaluated.trim_end().strip_suffix("}]").unwrap();
    assert!(
        ran.out
            .starts_with(&format!("{up_to_explanation},\"explanation\":\"")),
        "{}",
        ran.out
    );
    assert!(
        !json(&ran.out)[0]["explanation"]
            .as_str()
            .unwrap()
            .is_empty()
    );
}

#[test]
fn an_error_in_json_is_the_line_that_evaluate_gives() {
    for document in ["{", "{}", r#"{"profile":{"patient":{"id":5}}}"#] {
        let ran = explain(document, &["--json"]);
        assert_eq!(
            ran.out,
            run_with(&["evaluate", "-"], document.as_bytes()).out
        );
        assert_eq!((ran.status, ran.err.as_str()), (1, ""));
    }
}

#[test]
fn bytes_that_are_not_utf_8_are_an_error_on_their_line() {
    let ran = run_with(&["explain", "-"], b"{\n\"profile\": \"\xff\"}");
    assert_eq!(ran.status, 1);
    assert!(ran.err.contains("line 2: invalid_utf8"), "{}", ran.err);
}

#[test]
fn a_consulter_sees_the_same_for_a_no_as_for_no_choice() {
    let no = line(&[individual("c1", "no"), blanket("c2", "yes")]);
    // A no that will be withdrawn: its end must not be seen either.
    let ends = line(&[blanket("c1", "no").replace(
        "\"answer\"",
        "\"withdrawn_at\":\"2026-02-01T00:00:00Z\",\"answer\"",
    )]);
    for lang in ["nl", "en"] {
        for json in [&[][..], &["--json"][..]] {
            let args = [&["--audience", "consulter", "--lang", lang][..], json].concat();
            let seen = explain(&line(&[]), &args);
            assert!(!seen.out.is_empty());
            for other in [&no, &ends] {
                let other = explain(other, &args);
                assert_eq!(
                    (seen.status, &seen.out, &seen.err),
                    (other.status, &other.out, &other.err)
                );
            }
        }
    }
}

#[test]
fn a_consulter_never_sees_the_grounds() {
    let permit = line(&[blanket("the-choice", "yes"), individual("the-other", "yes")]);
    let deny = line(&[blanket("the-choice", "no")]);
    for document in [&permit, &deny] {
        let text = explain(document, &["--audience", "consulter", "--lang", "en"]).out;
        for ground in [
            "the-choice",
            "the-other",
            "R1",
            "individual",
            "general",
            "blanket",
            "option",
            "MijnMitz",
        ] {
            assert!(!text.contains(ground), "{ground} in {text}");
        }
        let line = json(&explain(document, &["--audience", "consulter", "--json"]).out);
        let fields: Vec<&String> = line[0].as_object().unwrap().keys().collect();
        assert_eq!(fields, ["data", "decision", "explanation"]);
    }
    let until = permit.replace(
        "\"answer\"",
        "\"withdrawn_at\":\"2026-02-01T00:00:00Z\",\"answer\"",
    );
    let text = explain(&until, &["--audience", "consulter", "--lang", "en"]).out;
    assert!(
        text.contains("Valid until 2026-02-01 00:00:00 (UTC)"),
        "{text}"
    );
}

#[test]
fn control_characters_of_a_document_do_not_reach_the_terminal() {
    let escape = "\\u001b[2J";
    let document = line(&[blanket(escape, "yes")]).replace("ura:90000017", escape);
    let ran = explain(&document, &[]);
    assert_eq!(ran.status, 0);
    assert!(!ran.out.contains('\u{1b}'), "{}", ran.out);
    assert_eq!(ran.out.matches("\u{fffd}[2J").count(), 2, "{}", ran.out);
}

#[test]
fn a_reader_that_stops_early_is_status_1_whatever_the_answer() {
    for answer in ["yes", "no"] {
        let path = file(
            &format!("closed-{answer}.json"),
            line(&[blanket("c1", answer)]).as_bytes(),
        );
        let mut child = akkoord(&["explain", &path]).spawn().unwrap();
        drop(child.stdout.take());
        let ran = child.wait_with_output().unwrap();
        assert_eq!(
            (ran.status.code(), ran.stderr.as_slice()),
            (Some(1), &b""[..])
        );
    }
}

#[test]
fn an_explanation_keeps_to_the_limits_that_are_given() {
    let choices: Vec<String> = (0..100)
        .map(|number| blanket(&format!("c{number}"), "yes"))
        .collect();
    let document = line(&choices);
    for form in [&["--json"][..], &[]] {
        for (limit, code) in [
            (["--max-steps", "20"], "too_much_work"),
            (["--max-answer-bytes", "1000"], "answer_too_large"),
        ] {
            let ran = explain(&document, &[form, &limit].concat());
            assert_eq!(ran.status, 1);
            assert!(
                ran.out.contains(code) || ran.err.contains(code),
                "{}",
                ran.err
            );
        }
        assert_eq!(explain(&document, form).status, 0);
    }
}
