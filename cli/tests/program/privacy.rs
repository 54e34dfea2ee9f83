//! What never leaves the program unless it is asked for: the id of a patient, and colour.

use crate::common::{PATIENT, akkoord, blanket, file, individual, line, profile, run, run_with};

/// Documents with the id where it belongs, and where a mistake may put it.
fn documents() -> Vec<String> {
    let good = line(&[blanket("c1", "yes"), individual("c2", "no")]);
    let mut documents = vec![
        good.clone(),
        profile(&[blanket("c1", "yes")]),
        good.replace("\"patient\":{", "\"patient\":{\"nested\":1,"),
        good.replace(&format!("\"{PATIENT}\""), PATIENT),
        good.replace(
            &format!("{{\"id\":\"{PATIENT}\"}}"),
            &format!("\"{PATIENT}\""),
        ),
        good.replace("\"patient\"", &format!("\"{PATIENT}\"")),
        good.replace("\"yes\"", &format!("\"{PATIENT}\"")),
        good.replace("\"level\":\"blanket\"", &format!("\"level\":\"{PATIENT}\"")),
        good.replace("2026-01-05T12:00:00Z", PATIENT),
        good.replace("\"N6\"", &format!("\"{PATIENT}\"")),
        format!("{good}\n{good}"),
        format!("{PATIENT} {PATIENT}"),
    ];
    documents.push(good.chars().take(good.len() - 1).collect());
    documents
}

#[test]
fn the_id_of_a_patient_is_in_no_output_by_default() {
    let commands: &[&[&str]] = &[
        &["evaluate", "-"],
        &["explain", "-"],
        &["explain", "-", "--json", "--audience", "holder"],
        &["explain", "-", "--audience", "consulter"],
        &["check", "-"],
        &["check", "-", "--json"],
        &["check", "-", "--kind", "line"],
        &["check", "-", "--kind", "catalogue"],
        &["check", "-", "--kind", "ruleset"],
        &["catalogue", "--catalogue-file", "-"],
        &["evaluate", "-", "--ruleset-file", "-"],
    ];
    for document in documents() {
        for command in commands {
            let ran = run_with(command, document.as_bytes());
            assert!(!ran.out.is_empty() || !ran.err.is_empty());
            for shown in [&ran.out, &ran.err] {
                assert!(
                    !shown.contains(PATIENT),
                    "{command:?} with {document}: {shown}"
                );
            }
        }
    }
}

#[test]
fn the_demo_does_not_show_the_ids_of_its_people_either() {
    for args in [
        &["demo"][..],
        &["demo", "--lang", "en"],
        &["demo", "--list"],
    ] {
        assert!(!run(args).out.contains("9999"), "{args:?}");
    }
}

#[test]
fn the_id_is_shown_when_it_is_asked_for() {
    let good = line(&[blanket("c1", "yes")]);
    let explained = run_with(
        &["explain", "-", "--show-patient", "--lang", "en"],
        good.as_bytes(),
    );
    assert!(explained.out.contains(&format!("Patient: {PATIENT}")));
    let checks = [
        (&["check", "-", "--show-patient"][..], profile(&[])),
        (
            &["check", "-", "--show-patient"],
            profile(&[blanket("c1", "maybe")]),
        ),
        (&["check", "-", "--show-patient", "--kind", "line"], good),
    ];
    for (command, document) in checks {
        let ran = run_with(command, document.as_bytes());
        assert!(
            ran.out.starts_with(&format!("patient: {PATIENT}\n")),
            "{}",
            ran.out
        );
    }
    let unreadable = run_with(&["check", "-", "--show-patient"], b"{");
    assert!(unreadable.out.starts_with("patient: not readable\n"));
}

#[test]
fn there_is_no_colour_when_the_output_is_no_terminal() {
    let good = file("colour.json", line(&[blanket("c1", "yes")]).as_bytes());
    let commands: &[&[&str]] = &[
        &["demo"],
        &["catalogue"],
        &["catalogue", "--types"],
        &["explain", &good],
        &["check", &good],
        &["evaluate", &good],
        &["--help"],
        &["nonsense"],
        &["explain", "no-such-file"],
    ];
    for command in commands {
        let ran = run(command);
        assert!(
            !ran.out.contains('\u{1b}') && !ran.err.contains('\u{1b}'),
            "{command:?}"
        );
    }
}

#[test]
fn colour_can_be_forced_and_no_color_takes_it_away() {
    let coloured = akkoord(&["demo"])
        .env("CLICOLOR_FORCE", "1")
        .output()
        .unwrap();
    assert!(coloured.stdout.contains(&0x1b));
    let plain = akkoord(&["demo"])
        .env("CLICOLOR_FORCE", "1")
        .env("NO_COLOR", "1")
        .output()
        .unwrap();
    assert!(!plain.stdout.contains(&0x1b));
}
