//! Runs the program and looks at what it gives.
use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread;

/// The id of the patient in [`profile`]: it must not be seen anywhere.
pub(crate) const PATIENT: &str = "999990019";

/// What the program gave.
pub(crate) struct Ran {
    pub(crate) status: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// The program with arguments, without the colour settings of whoever runs the tests.
pub(crate) fn akkoord(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_akkoord"));
    command
        .args(args)
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR")
        .env_remove("CLICOLOR_FORCE")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// Runs with these bytes on standard input.
pub(crate) fn run_with(args: &[&str], input: &[u8]) -> Ran {
    let mut child = akkoord(args).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    // A program that does not read its input closes it early: that is its right.
    let feeder = thread::spawn(move || stdin.write_all(&input).is_ok());
    let (mut stdout, mut stderr) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
    let errors = thread::spawn(move || {
        let mut err = String::new();
        stderr.read_to_string(&mut err).unwrap();
        err
    });
    let mut out = String::new();
    stdout.read_to_string(&mut out).unwrap();
    feeder.join().unwrap();
    Ran {
        status: child.wait().unwrap().code().unwrap(),
        out,
        err: errors.join().unwrap(),
    }
}

/// Runs without input.
pub(crate) fn run(args: &[&str]) -> Ran {
    run_with(args, b"")
}

/// A file for one test, with this content.
pub(crate) fn file(name: &str, content: &[u8]) -> String {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, content).unwrap();
    path.into_os_string().into_string().unwrap()
}

/// A profile with these choices.
pub(crate) fn profile(choices: &[String]) -> String {
    format!(
        r#"{{"patient":{{"id":"{PATIENT}"}},"choices":[{}]}}"#,
        choices.join(",")
    )
}

/// A choice for every option of all holders.
pub(crate) fn blanket(id: &str, answer: &str) -> String {
    choice(id, answer, r#"{"level":"blanket"}"#, "mijn_mitz")
}

/// A choice for the holder of [`query`].
pub(crate) fn individual(id: &str, answer: &str) -> String {
    choice(
        id,
        answer,
        r#"{"level":"individual","holders":["ura:90000017"]}"#,
        "dossierhoudersknop",
    )
}

fn choice(id: &str, answer: &str, scope: &str, channel: &str) -> String {
    let at = "2026-01-02T10:00:00Z";
    format!(
        r#"{{"id":"{id}","answer":"{answer}","scope":{scope},"channel":"{channel}","decided_at":"{at}","recorded_at":"{at}"}}"#
    )
}

/// An out-of-hours GP post asks a GP for these data categories.
pub(crate) fn query(data: &str) -> String {
    format!(
        r#"{{"holder":{{"id":"ura:90000017","type":"Z3"}},"consulter":{{"id":"ura:90000033","type":"N6"}},"data":{data},"treatment_relationship":true,"at":"2026-01-05T12:00:00Z"}}"#
    )
}

/// A line of a batch.
pub(crate) fn line(choices: &[String]) -> String {
    let query = query(r#"["GGC002"]"#);
    format!(r#"{{"profile":{},"query":{query}}}"#, profile(choices))
}

/// A value of JSON.
pub(crate) fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap()
}
