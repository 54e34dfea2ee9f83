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
fn every_parameter_of_a_rule_set_has_its_type() {
    let (_, rest) = TYPES.split_once("export interface RuleSet {").unwrap();
    let (_, rest) = rest.split_once("parameters: {\n").unwrap();
    let (fields, _) = rest.split_once("\n  };").unwrap();
    let names = fields
        .lines()
        .filter_map(|line| line.trim().split_once("?: "));
    let names: Vec<&str> = names.map(|(name, _)| name).collect();
    let rules = akkoord::json::canonical_json(&akkoord::RuleSet::mitz());
    let (_, parameters) = rules.split_once("\"parameters\":{").unwrap();
    let parameters = parameters.trim_end_matches('}').split(',');
    let parameters: Vec<&str> = parameters
        .map(|one| one.split_once(':').unwrap().0.trim_matches('"'))
        .collect();
    assert_eq!(names, parameters);
}

#[test]
fn every_reason_has_its_type() {
    let reasons: Vec<&str> = Reason::ALL.iter().map(|reason| reason.name()).collect();
    assert_eq!(union("Reason"), reasons);
}
