//! `akkoord evaluate`, as a program that feeds it sees it.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::Stdio;

use crate::common::{akkoord, blanket, file, json, line, run, run_with};

fn error_at(answer: &str) -> (u64, String) {
    let error = json(answer)["error"].clone();
    (
        error["line"].as_u64().unwrap(),
        error["code"].as_str().unwrap().to_string(),
    )
}

#[test]
fn fifty_thousand_lines_come_back_in_order_with_the_errors_in_their_places() {
    let mut batch = String::new();
    for number in 1..=50_000 {
        // Lines of many lengths, so that no worker is done at the same time as another.
        match number % 1_000 {
            0 => batch.push_str("not json"),
            500 => batch.push_str(&line(&vec![blanket("again", "yes"); 2])),
            rest => {
                let choices: Vec<String> = (0..rest % 7)
                    .map(|older| blanket(&format!("c{number}-{older}"), "yes"))
                    .collect();
                batch.push_str(&line(&choices));
            }
        }
        batch.push('\n');
    }
    let path = file("order.ndjson", batch.as_bytes());
    let from_file = run(&["evaluate", &path, "--jobs", "4"]);
    assert_eq!((from_file.status, from_file.err.as_str()), (1, ""));
    assert_eq!(from_file.out.lines().count(), 50_000);
    for (number, answer) in (1..).zip(from_file.out.lines()) {
        match number % 1_000 {
            0 => assert_eq!(error_at(answer), (number, "invalid_json".to_string())),
            500 => assert_eq!(error_at(answer), (number, "duplicate_id".to_string())),
            rest if rest % 7 == 0 => {
                assert!(answer.contains(r#""reason":"no_choice""#), "{answer}")
            }
            _ => {
                let decided_by = format!(r#""decided_by":"c{number}-0""#);
                assert!(answer.contains(&decided_by), "line {number}: {answer}");
            }
        }
    }
    let from_stdin = run_with(&["evaluate", "-", "--jobs", "3"], batch.as_bytes());
    assert_eq!(from_stdin.status, 1);
    assert!(
        from_stdin.out == from_file.out,
        "a file and a pipe are answered alike"
    );
}

#[test]
fn a_batch_without_errors_ends_with_status_0_and_an_empty_one_has_no_answers() {
    let good = line(&[blanket("c1", "yes")]) + "\n";
    let ran = run_with(&["evaluate", "-"], good.repeat(3).as_bytes());
    assert_eq!(
        (ran.status, ran.out.lines().count(), ran.err.as_str()),
        (0, 3, "")
    );
    let empty = run_with(&["evaluate", "-"], b"");
    assert_eq!(
        (empty.status, empty.out.as_str(), empty.err.as_str()),
        (0, "", "")
    );
}

#[test]
fn the_last_line_may_lack_its_line_break() {
    let one = line(&[blanket("c1", "yes")]);
    let with = run_with(&["evaluate", "-"], format!("{one}\n{one}\n").as_bytes());
    let without = run_with(&["evaluate", "-"], format!("{one}\n{one}").as_bytes());
    assert_eq!(with.out, without.out);
    assert_eq!((without.status, without.out.lines().count()), (0, 2));
}

#[test]
fn a_blank_line_is_an_error_in_its_place() {
    let one = line(&[]);
    let ran = run_with(&["evaluate", "-"], format!("{one}\n\n{one}\n").as_bytes());
    let answers: Vec<&str> = ran.out.lines().collect();
    assert_eq!((ran.status, answers.len()), (1, 3));
    assert_eq!(error_at(answers[1]), (2, "invalid_json".to_string()));
    assert!(answers[2].starts_with('['));
}

#[test]
fn lines_that_end_with_carriage_return_and_line_feed_are_answered_alike() {
    let lines = [line(&[blanket("c1", "no")]), String::new(), "{".to_string()];
    let unix = run_with(&["evaluate", "-"], (lines.join("\n") + "\n").as_bytes());
    let windows = run_with(&["evaluate", "-"], (lines.join("\r\n") + "\r\n").as_bytes());
    assert_eq!(unix.out, windows.out);
    assert_eq!(unix.out.lines().count(), 3);
}

#[test]
fn a_line_that_is_not_utf_8_is_an_error_in_its_place() {
    let one = line(&[]);
    let batch = [
        one.as_bytes(),
        b"\n{\"profile\":\"\xff\"}\n",
        one.as_bytes(),
    ]
    .concat();
    let ran = run_with(&["evaluate", "-"], &batch);
    let answers: Vec<&str> = ran.out.lines().collect();
    assert_eq!((ran.status, answers.len()), (1, 3));
    assert_eq!(error_at(answers[1]), (2, "invalid_utf8".to_string()));
}

#[test]
fn a_line_of_33_mib_is_an_error_in_its_place_and_the_rest_goes_on() {
    let one = line(&[blanket("c1", "yes")]);
    let long = "x".repeat(33 << 20);
    let batch = format!("{one}\n{long}\n{one}\n{one}");
    let path = file("long-line.ndjson", batch.as_bytes());
    for ran in [
        run(&["evaluate", &path]),
        run_with(&["evaluate", "-"], batch.as_bytes()),
    ] {
        let answers: Vec<&str> = ran.out.lines().collect();
        assert_eq!((ran.status, answers.len()), (1, 4));
        assert_eq!(error_at(answers[1]), (2, "document_too_large".to_string()));
        assert!(
            answers[0].starts_with('[') && answers[0] == answers[2] && answers[2] == answers[3]
        );
    }
    std::fs::remove_file(path).unwrap();
}

#[test]
fn a_line_of_exactly_32_mib_is_read() {
    let one = line(&[]);
    let padded = one.clone() + &" ".repeat((32 << 20) - one.len());
    let ran = run_with(
        &["evaluate", "-"],
        format!("{padded}\r\n{padded} \n").as_bytes(),
    );
    let answers: Vec<&str> = ran.out.lines().collect();
    assert!(answers[0].starts_with('['), "{}", answers[0]);
    assert_eq!(error_at(answers[1]), (2, "document_too_large".to_string()));
}

#[test]
fn a_line_that_is_sent_is_answered_before_the_next_one_comes() {
    let mut child = akkoord(&["evaluate", "-"]).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap()).lines();
    for number in 1..=3 {
        let id = format!("c{number}");
        writeln!(stdin, "{}", line(&[blanket(&id, "yes")])).unwrap();
        let answer = answers.next().unwrap().unwrap();
        assert!(
            answer.contains(&format!(r#""decided_by":"{id}""#)),
            "{answer}"
        );
    }
    drop(stdin);
    assert!(answers.next().is_none());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn a_reader_that_stops_early_is_told_by_the_status_alone_for_answers_were_lost() {
    let mut batch = String::new();
    for _ in 0..20_000 {
        writeln!(batch, "{}", line(&[])).unwrap();
    }
    let path = file("head.ndjson", batch.as_bytes());
    let mut child = akkoord(&["evaluate", &path]).spawn().unwrap();
    let mut first = String::new();
    // The pipe is closed after one line, while the program has much more to write.
    BufReader::with_capacity(64, child.stdout.take().unwrap())
        .read_line(&mut first)
        .unwrap();
    assert!(first.starts_with('['));
    let status = child.wait().unwrap();
    let mut err = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut err)
        .unwrap();
    assert_eq!((status.code(), err.as_str()), (Some(1), ""));
}

#[test]
fn a_reader_that_stops_early_is_noticed_also_while_the_input_stays_open() {
    let mut child = akkoord(&["evaluate", "-"]).spawn().unwrap();
    drop(child.stdout.take());
    let mut stdin = child.stdin.take().unwrap();
    writeln!(stdin, "{}", line(&[])).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(1));
    drop(stdin);
}

#[test]
fn an_output_that_is_full_is_told() {
    let Ok(full) = std::fs::File::options().write(true).open("/dev/full") else {
        return;
    };
    let mut child = akkoord(&["evaluate", "-"])
        .stdout(Stdio::from(full))
        .spawn()
        .unwrap();
    writeln!(child.stdin.take().unwrap(), "{}", line(&[])).unwrap();
    let ran = child.wait_with_output().unwrap();
    let err = String::from_utf8(ran.stderr).unwrap();
    assert_eq!(ran.status.code(), Some(1));
    assert!(err.contains("cannot write the output"), "{err}");
}

#[test]
fn a_file_that_is_not_there_is_named_with_what_to_do() {
    let missing = run(&["evaluate", "no-such-file.ndjson"]);
    assert_eq!((missing.status, missing.out.as_str()), (1, ""));
    assert!(missing.err.contains("no-such-file.ndjson") && missing.err.contains("Check the path"));
    let folder = run(&["evaluate", env!("CARGO_TARGET_TMPDIR")]);
    assert_eq!(folder.status, 1);
    assert!(folder.err.contains("is a directory"), "{}", folder.err);
}

#[test]
fn an_input_that_cannot_be_read_is_told() {
    // The first bytes of its own memory are a file that opens and cannot be read.
    let unreadable = "/proc/self/mem";
    if !std::path::Path::new(unreadable).exists() {
        return;
    }
    for command in ["evaluate", "explain", "check"] {
        let ran = run(&[command, unreadable]);
        assert_eq!((ran.status, ran.out.as_str()), (1, ""));
        assert!(
            ran.err.contains("cannot read /proc/self/mem"),
            "{}",
            ran.err
        );
    }
}

#[test]
fn another_catalogue_and_rule_set_decide_when_they_are_given() {
    let catalogue = run(&["catalogue", "--json"])
        .out
        .replace("mitz-3960100", "trial-1");
    let catalogue = file("evaluate-catalogue.json", catalogue.as_bytes());
    let ruleset = r#"{"name":"trial-rules","version":"1","date":"2026-01-01","parameters":{}}"#;
    let ruleset = file("evaluate-ruleset.json", ruleset.as_bytes());
    let law = ["--catalogue-file", &catalogue, "--ruleset-file", &ruleset];
    let ran = run_with(
        &[&["evaluate", "-"], &law[..]].concat(),
        line(&[]).as_bytes(),
    );
    assert_eq!(ran.status, 0);
    assert!(
        ran.out
            .contains(r#""ruleset":"trial-rules","catalogue":"trial-1""#),
        "{}",
        ran.out
    );
}

#[test]
fn a_catalogue_or_rule_set_that_is_wrong_is_named_with_what_to_do() {
    let broken = file("broken-law.json", br#"{"name":"x"}"#);
    for (option, kind) in [
        ("--catalogue-file", "catalogue"),
        ("--ruleset-file", "ruleset"),
    ] {
        let ran = run_with(&["evaluate", "-", option, &broken], b"");
        assert_eq!((ran.status, ran.out.as_str()), (1, ""));
        assert!(
            ran.err.contains(&broken) && ran.err.contains(&format!("akkoord check --kind {kind}"))
        );
    }
}

/// An answer about every data code names every choice: output is much larger than input.
fn heavy_line(choices: usize, id: usize) -> String {
    let choices: Vec<String> = (0..choices)
        .map(|number| blanket(&format!("{number:0id$}"), "yes"))
        .collect();
    let data = format!("[{}]", ["\"GGC002\""; 128].join(","));
    line(&choices).replace("[\"GGC002\"]", &data)
}

#[test]
fn an_answer_that_would_take_too_many_steps_is_an_error_in_its_place_and_the_rest_goes_on() {
    let batch = [line(&[]), line(&vec_of(100)), line(&[])].join("\n");
    let ran = run_with(&["evaluate", "-", "--max-steps", "20"], batch.as_bytes());
    let answers: Vec<&str> = ran.out.lines().collect();
    assert_eq!((ran.status, answers.len()), (1, 3));
    assert!(answers[0].starts_with('[') && answers[0] == answers[2]);
    assert_eq!(error_at(answers[1]), (2, "too_much_work".to_string()));
}

#[test]
fn an_answer_that_would_be_too_large_is_an_error_in_its_place_and_the_rest_goes_on() {
    let batch = [line(&[]), line(&vec_of(100)), line(&[])].join("\n");
    let ran = run_with(
        &["evaluate", "-", "--max-answer-bytes", "1000"],
        batch.as_bytes(),
    );
    let answers: Vec<&str> = ran.out.lines().collect();
    assert_eq!((ran.status, answers.len()), (1, 3));
    assert!(answers[0].starts_with('[') && answers[0] == answers[2]);
    assert_eq!(error_at(answers[1]), (2, "answer_too_large".to_string()));
}

fn vec_of(choices: usize) -> Vec<String> {
    (0..choices)
        .map(|number| blanket(&format!("c{number}"), "yes"))
        .collect()
}

/// The most memory that a process has taken so far, in bytes.
#[cfg(target_os = "linux")]
fn peak_of(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let peak = peak.and_then(|peak| peak.trim().strip_suffix(" kB")?.parse().ok());
    peak.unwrap_or(0_u64) * 1024
}

/// Six such lines killed a batch before a single one was answered. Here nobody reads until no more is answered.
#[cfg(target_os = "linux")]
#[test]
fn lines_with_large_answers_are_all_answered_in_order_in_bounded_memory() {
    const MOST: u64 = 1 << 30;
    const PAIRS: usize = 24;
    let heavy = heavy_line(8_000, 25);
    let light = line(&[blanket("light", "yes")]);
    let batch = [heavy.as_str(), &light].repeat(PAIRS).join("\n");
    let path = file("heavy.ndjson", batch.as_bytes());
    let mut child = akkoord(&["evaluate", &path, "--jobs", "16"])
        .spawn()
        .unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap());
    let (mut before, mut peak) = (0, 1);
    while peak > before && peak < MOST {
        std::thread::sleep(std::time::Duration::from_secs(5));
        (before, peak) = (peak, peak_of(child.id()));
    }
    let mut line = Vec::new();
    for number in 0..2 * PAIRS {
        line.clear();
        let read = answers.read_until(b'\n', &mut line).unwrap();
        let is_light = line.windows(7).any(|part| part == b"\"light\"");
        assert_eq!(
            (is_light, read > 1 << 20),
            (number % 2 == 1, number % 2 == 0)
        );
        peak = peak.max(peak_of(child.id()));
    }
    child.wait().unwrap();
    assert!((1 << 20..MOST).contains(&peak), "{} MiB", peak >> 20);
    std::fs::remove_file(path).unwrap();
}
