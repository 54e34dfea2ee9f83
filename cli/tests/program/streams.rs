//! Standard streams that are closed, full, or the wrong way round: answers that are lost are never a success.

use std::fs::File;
use std::process::{Command, Stdio};

use crate::common::{Ran, akkoord, blanket, file, line, profile};

/// Runs the program from a shell that does this to its streams.
fn run_from_shell(streams: &str, args: &[&str]) -> Ran {
    let script = format!("exec \"$0\" \"$@\" {streams}");
    let mut shell = Command::new("sh");
    shell
        .args(["-c", &script, env!("CARGO_BIN_EXE_akkoord")])
        .args(args);
    let ran = shell.output().unwrap();
    Ran {
        status: ran.status.code().unwrap(),
        out: String::from_utf8(ran.stdout).unwrap(),
        err: String::from_utf8(ran.stderr).unwrap(),
    }
}

fn documents() -> (String, String) {
    let batch = file("streams.ndjson", line(&[blanket("c1", "yes")]).as_bytes());
    let one = file("streams.json", profile(&[blanket("c1", "yes")]).as_bytes());
    (batch, one)
}

#[test]
fn a_closed_standard_output_is_an_error_of_every_command() {
    let (batch, one) = documents();
    let commands: &[&[&str]] = &[
        &["evaluate", &batch],
        &["explain", &batch],
        &["explain", &batch, "--json"],
        &["check", &one],
        &["catalogue"],
        &["catalogue", "--json"],
        &["demo"],
        &["demo", "--list"],
        &["completions", "bash"],
        &["man"],
    ];
    for streams in [">&-", "1</dev/null"] {
        for command in commands {
            let ran = run_from_shell(streams, command);
            assert_eq!(ran.status, 1, "{command:?} {streams}");
            assert!(ran.err.contains("standard output is closed"), "{}", ran.err);
        }
        assert_eq!(run_from_shell(streams, &["--help"]).status, 1);
    }
}

#[test]
fn a_closed_standard_input_is_an_error_and_no_empty_batch() {
    for streams in ["<&-", "0>/dev/null"] {
        for command in ["evaluate", "explain", "check", "open", "register"] {
            let ran = run_from_shell(streams, &[command, "-"]);
            assert_eq!(
                (ran.status, ran.out.as_str()),
                (1, ""),
                "{command} {streams}"
            );
            assert!(ran.err.contains("standard input is closed"), "{}", ran.err);
        }
        let (batch, _) = documents();
        assert_eq!(
            run_from_shell(streams, &["evaluate", &batch]).status,
            0,
            "it is not needed"
        );
    }
}

#[test]
fn dev_null_is_a_good_input_and_output_however_it_was_opened() {
    let (batch, _) = documents();
    for streams in ["</dev/null >/dev/null", "<>/dev/null 1<>/dev/null"] {
        for source in ["-", &batch] {
            let ran = run_from_shell(streams, &["evaluate", source]);
            assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{streams}");
        }
    }
}

#[test]
fn a_message_that_cannot_be_written_changes_no_status() {
    let Ok(full) = File::options().write(true).open("/dev/full") else {
        return;
    };
    let (batch, _) = documents();
    let unknown = line(&[]).replace("\"N6\"", "\"N7\"");
    let unknown = file("streams-unknown.json", unknown.as_bytes());
    let commands: &[(&[&str], i32)] = &[
        (&["nonsense"], 1),
        (&["evaluate", "no-such-file"], 1),
        (&["explain", &unknown], 2),
        (&["check", "no-such-file"], 1),
        (&["evaluate", &batch], 0),
    ];
    for (command, status) in commands {
        let stderr = Stdio::from(full.try_clone().unwrap());
        let ran = akkoord(command)
            .stderr(stderr)
            .stdin(Stdio::null())
            .output()
            .unwrap();
        assert_eq!(ran.status.code(), Some(*status), "{command:?}");
        let closed = run_from_shell("2>&-", command);
        assert_eq!(closed.status, *status, "{command:?}");
    }
}

#[test]
fn a_full_standard_output_is_told_by_every_command() {
    let (batch, one) = documents();
    for command in [
        &["evaluate", &batch][..],
        &["explain", &batch],
        &["check", &one],
        &["demo"],
        &["man"],
    ] {
        let ran = run_from_shell(">/dev/full", command);
        assert_eq!(ran.status, 1, "{command:?}");
        assert!(ran.err.contains("cannot write the output"), "{}", ran.err);
    }
}

#[test]
fn a_reader_that_is_gone_is_status_1_without_a_message() {
    for command in [
        &["demo"][..],
        &["catalogue"],
        &["catalogue", "--json"],
        &["man"],
    ] {
        let mut child = akkoord(command).stdin(Stdio::null()).spawn().unwrap();
        drop(child.stdout.take());
        let ran = child.wait_with_output().unwrap();
        assert_eq!(
            (ran.status.code(), ran.stderr.as_slice()),
            (Some(1), &b""[..]),
            "{command:?}"
        );
    }
}
