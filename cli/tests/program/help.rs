//! Help, completions and manual pages.

use std::path::Path;

use crate::common::run;

const COMMANDS: [&str; 7] = [
    "evaluate",
    "explain",
    "check",
    "catalogue",
    "demo",
    "completions",
    "man",
];

#[test]
fn completions_are_made_for_every_shell() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let ran = run(&["completions", shell]);
        assert_eq!((ran.status, ran.err.as_str()), (0, ""));
        for command in COMMANDS {
            assert!(ran.out.contains(command), "{shell} {command}");
        }
    }
}

#[test]
fn the_manual_is_printed_or_written_into_a_folder() {
    let ran = run(&["man"]);
    assert_eq!(ran.status, 0);
    assert!(ran.out.contains(".TH akkoord 1"));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("man");
    let ran = run(&["man", "--out", folder.to_str().unwrap()]);
    assert_eq!(
        (ran.status, ran.out.as_str(), ran.err.as_str()),
        (0, "", "")
    );
    assert!(folder.join("akkoord.1").exists());
    for command in COMMANDS {
        assert!(
            folder.join(format!("akkoord-{command}.1")).exists(),
            "{command}"
        );
    }
}

#[test]
fn help_tells_the_exit_statuses_and_is_no_error() {
    let ran = run(&["--help"]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    assert!(ran.out.contains("Exit status") && ran.out.contains("akkoord demo"));
    for command in ["evaluate", "explain", "check", "catalogue", "demo"] {
        let ran = run(&[command, "--help"]);
        assert_eq!(ran.status, 0);
        assert!(ran.out.contains("Exit status"), "{command}");
    }
}

#[test]
fn a_wrong_command_line_is_status_1_with_nothing_on_standard_output() {
    for args in [
        &[][..],
        &["explain"],
        &["nonsense"],
        &["evaluate", "-", "--jobs", "0"],
    ] {
        let ran = run(args);
        assert_eq!((ran.status, ran.out.as_str()), (1, ""), "{args:?}");
        assert!(!ran.err.is_empty());
    }
}
