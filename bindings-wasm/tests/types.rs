//! The unions of the TypeScript types are the lists of the engine.

use akkoord::Reason;
use akkoord::error::ErrorCode;

const TYPES: &str = include_str!("../js/index.d.ts");

/// The members of a union that stands one a line.
fn union(name: &str) -> Vec<&'static str> {
    let (_, rest) = TYPES
        .split_once(&format!("export type {name} =\n"))
        .unwrap();
    let (members, _) = rest.split_once(';').unwrap();
    members
        .lines()
        .map(|line| line.trim().trim_start_matches("| ").trim_matches('"'))
        .collect()
}

#[test]
fn every_error_code_has_its_type() {
    let codes: Vec<&str> = ErrorCode::ALL.iter().map(|code| code.name()).collect();
    assert_eq!(union("ErrorCode"), codes);
}

#[test]
fn every_reason_has_its_type() {
    let reasons: Vec<&str> = Reason::ALL.iter().map(|reason| reason.name()).collect();
    assert_eq!(union("Reason"), reasons);
}
