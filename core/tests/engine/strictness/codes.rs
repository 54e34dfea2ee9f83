//! Every error code is told for at least one input, at its path and on its line.

use std::collections::BTreeSet;

use akkoord::error::ErrorCode;
use akkoord::line::Line;
use akkoord::{Error, RuleSet};

use crate::common::*;
use crate::strictness::catalogues;
use crate::strictness::limits;
use crate::strictness::{PROFILE, QUERY, RULES, Told, told, with};

/// A change in a document (from, to), and what is told of it (code, path, line).
pub(crate) type Row = (&'static str, &'static str, &'static str, &'static str, u64);

const PROFILES: &[Row] = &[
    ("\"answer\": \"yes\",", "\"answer\": yes,", "invalid_json", "", 6),
    ("\"mijn_mitz\",", "\"mijn_mitz\"", "invalid_json", "", 9),
    ("\"patient\": {", "\"patiënt\": {", "unknown_field", "{1}", 2),
    ("\"born\"", "\"birth_date\"", "unknown_field", "patient.{1}", 2),
    ("\"channel\"", "\"canal\"", "unknown_field", "choices[0].{3}", 8),
    ("\"level\": \"individual\"", "\"level\": \"blanket\"", "unknown_field", "choices[0].scope.holders", 7),
    ("\"options\": [\"1.1\"]", "\"holder_category\": \"ggz\"", "unknown_field", "choices[0].scope.holder_category", 7),
    ("\"by\": \"guardian-1\"", "\"by\": \"guardian-1\", \"on\": 1", "unknown_field", "choices[0].confirmation.{3}", 12),
    ("\"answer\": \"yes\"", "\"id\": \"c2\"", "duplicate_key", "choices[0].id", 6),
    ("\"recorded_by\"", "\"decided\\u005fat\"", "duplicate_key", "choices[0].decided_at", 11),
    ("\"id\": \"999990019\", ", "", "missing_field", "patient.id", 2),
    ("\"id\": \"c1\",", "", "missing_field", "choices[0].id", 14),
    ("\"holders\": [\"ura:90000017\"], ", "", "missing_field", "choices[0].scope.holders", 7),
    (", \"by\": \"guardian-1\"", "", "missing_field", "choices[0].confirmation.by", 12),
    ("\"id\": \"c1\"", "\"id\": 1", "wrong_type", "choices[0].id", 5),
    ("\"c1\"", "null", "wrong_type", "choices[0].id", 5),
    ("[\"ura:90000017\"]", "\"ura:90000017\"", "wrong_type", "choices[0].scope.holders", 7),
    ("[\"ura:90000017\"]", "[\"ura:90000017\", -1]", "wrong_type", "choices[0].scope.holders[1]", 7),
    ("{\"level\": \"individual\", \"holders\": [\"ura:90000017\"], \"options\": [\"1.1\"]}", "1.5", "wrong_type", "choices[0].scope", 7),
    ("\"answer\": \"yes\"", "\"answer\": \"ja\"", "unknown_value", "choices[0].answer", 6),
    ("\"individual\"", "\"Individual\"", "unknown_value", "choices[0].scope.level", 7),
    ("\"mijn_mitz\"", "\"post\"", "unknown_value", "choices[0].channel", 8),
    ("\"approved\"", "\"yes\"", "unknown_value", "choices[0].confirmation.answer", 12),
    ("[\"ura:90000017\"]", "[]", "empty_list", "choices[0].scope.holders", 7),
    ("[\"1.1\"]", "[]", "empty_list", "choices[0].scope.options", 7),
    ("\"999990019\"", "\"\"", "empty_string", "patient.id", 2),
    ("\"c1\"", "\"\"", "empty_string", "choices[0].id", 5),
    ("\"ura:90000017\"", "\"\"", "empty_string", "choices[0].scope.holders[0]", 7),
    ("\"recorded_by\": \"patient\"", "\"recorded_by\": \"\"", "empty_string", "choices[0].recorded_by", 11),
    ("\"guardian-1\"", "\"\"", "empty_string", "choices[0].confirmation.by", 12),
    ("2026-01-02T10:00:00Z", "2026-01-02 10:00:00Z", "invalid_instant", "choices[0].decided_at", 9),
    ("2026-01-02T11:00:00Z", "2026-01-02", "invalid_instant", "choices[0].recorded_at", 10),
    ("2026-01-03T10:00:00Z", "2026-01-03T25:00:00Z", "invalid_instant", "choices[0].confirmation.at", 12),
    ("2026-03-01T00:00:00Z", "2026-02-29T00:00:00Z", "invalid_instant", "choices[0].withdrawn_at", 13),
    ("2010-06-15", "2010-06-31", "invalid_date", "patient.born", 2),
    ("2040-01-01", "2040-01-01T00:00:00Z", "invalid_date", "patient.deceased", 2),
    ("}\n  ]", "},{\"id\": \"c1\", \"answer\": \"no\", \"scope\": {\"level\": \"blanket\"}, \"channel\": \"mijn_mitz\",
        \"decided_at\": \"2026-01-02T10:00:00Z\", \"recorded_at\": \"2026-01-02T10:00:00Z\"}]", "duplicate_id", "choices[1].id", 16),
    ("mitz-3960100", "mitz-0", "catalogue_mismatch", "catalogue", 2),
    ("\"1.1\"", "\"1.5\"", "unknown_option", "choices[0].scope.options[0]", 7),
    ("\"level\": \"individual\", \"holders\": [\"ura:90000017\"]", "\"level\": \"categorical\", \"holder_category\": \"apotheek\"", "unknown_holder_category", "choices[0].scope.holder_category", 7),
    ("\"level\": \"individual\", \"holders\": [\"ura:90000017\"], \"options\": [\"1.1\"]", "\"level\": \"emergency\", \"holders\": [\"ura:90000017\"],\n\"consulter\": {\"id\": \"ura:90000033\", \"type\": \"n6\"}", "unknown_consulter_type", "choices[0].scope.consulter.type", 8),
    ("2026-01-02T10:00:00Z", "2026-01-02T12:00:00Z", "recorded_before_decided", "choices[0].recorded_at", 14),
    ("2026-03-01T00:00:00Z", "2026-01-02T10:59:59Z", "withdrawn_before_recorded", "choices[0].withdrawn_at", 14),
    ("2026-01-03T10:00:00Z", "2026-01-02T10:59:59Z", "confirmed_before_recorded", "choices[0].confirmation.at", 14),
    ("\"level\": \"individual\", \"holders\": [\"ura:90000017\"], \"options\": [\"1.1\"]", "\"level\": \"emergency\", \"holders\": [\"ura:90000017\"],\n\"consulter\": {\"id\": \"ura:90000033\", \"type\": \"N6\"}", "channel_not_allowed", "choices[0].channel", 15),
    ("guardian-1", "999990019", "confirmed_by_patient", "choices[0].confirmation.by", 16),
    ("guardian-1", "patient", "confirmed_by_patient", "choices[0].confirmation.by", 16),
];

const QUERIES: &[Row] = &[
    (
        "\"connected\"",
        "\"connection\"",
        "unknown_field",
        "holder.{2}",
        2,
    ),
    (
        "\"id\": \"ura:90000033\"",
        "\"ura\": \"90000033\"",
        "unknown_field",
        "consulter.{0}",
        3,
    ),
    ("\"purpose\"", "\"reason\"", "unknown_field", "reason", 5),
    (
        "\"purpose\": \"TREAT\"",
        "\"at\": \"2026-02-01T12:00:00Z\"",
        "duplicate_key",
        "at",
        7,
    ),
    (", \"type\": \"Z3\"", "", "missing_field", "holder.type", 2),
    (
        "\"at\": \"2026-02-01T12:00:00Z\",",
        "",
        "missing_field",
        "at",
        9,
    ),
    (
        "\"treatment_relationship\": true",
        "\"treatment_relationship\": \"yes\"",
        "wrong_type",
        "treatment_relationship",
        6,
    ),
    ("\"GGC013\"", "13", "wrong_type", "data[1]", 4),
    ("[\"GGC002\", \"GGC013\"]", "{}", "wrong_type", "data", 4),
    ("[\"GGC002\", \"GGC013\"]", "[]", "empty_list", "data", 4),
    ("\"ura:90000017\"", "\"\"", "empty_string", "holder.id", 2),
    ("12:00:00Z", "12:00:60Z", "invalid_instant", "at", 7),
    ("\"nl\"", "\"fr\"", "unknown_value", "explain", 8),
];

const RULE_SETS: &[Row] = &[
    ("\"name\"", "\"title\"", "unknown_field", "{0}", 1),
    ("trial", "mitz-2026-11", "ruleset_name_taken", "name", 3),
    (
        "\"guardian_until_age\"",
        "\"guardian_age\"",
        "unknown_field",
        "parameters.{3}",
        3,
    ),
    (
        "\"version\": \"1\"",
        "\"name\": \"1\"",
        "duplicate_key",
        "name",
        1,
    ),
    (
        "\"guardian_until_age\"",
        "\"emergency_hours\"",
        "duplicate_key",
        "parameters.emergency_hours",
        3,
    ),
    ("\"date\": \"2026-11-22\",", "", "missing_field", "date", 3),
    ("\"trial\"", "\"\"", "empty_string", "name", 1),
    ("\"1\"", "1", "wrong_type", "version", 1),
    ("2026-11-22", "22-11-2026", "invalid_date", "date", 1),
    (
        "72",
        "\"72\"",
        "wrong_type",
        "parameters.emergency_hours",
        2,
    ),
    ("72", "72.0", "wrong_type", "parameters.emergency_hours", 2),
    ("72", "-72", "wrong_type", "parameters.emergency_hours", 2),
    ("72", "0", "out_of_range", "parameters.emergency_hours", 2),
    (
        "72",
        "8761",
        "out_of_range",
        "parameters.emergency_hours",
        2,
    ),
    (
        "72",
        "18446744073709551615",
        "out_of_range",
        "parameters.emergency_hours",
        2,
    ),
    (
        "72",
        "4294967368",
        "out_of_range",
        "parameters.emergency_hours",
        2,
    ),
    (
        "16",
        "151",
        "out_of_range",
        "parameters.guardian_until_age",
        3,
    ),
    (
        "false",
        "\"false\"",
        "wrong_type",
        "parameters.emergency_overrides_objection",
        2,
    ),
    (
        "\"consulter\"",
        "\"patient\"",
        "unknown_value",
        "parameters.emergency_yes_binds",
        2,
    ),
    (
        "\"no_choice_means\": \"deny\"",
        "\"no_choice_means\": \"permit\"",
        "unsupported_value",
        "parameters.no_choice_means",
        3,
    ),
    (
        "\"no_choice_means\": \"deny\"",
        "\"no_choice_means\": \"yes\"",
        "unknown_value",
        "parameters.no_choice_means",
        3,
    ),
    (
        "\"deceased_means\": \"deny\"",
        "\"deceased_means\": \"permit\"",
        "unknown_value",
        "parameters.deceased_means",
        3,
    ),
];

fn check(rows: &[Row], document: &str, read: impl Fn(&str) -> Option<Error>) -> Vec<String> {
    assert_eq!(read(document), None, "the document itself is good");
    let mut seen = Vec::new();
    for (from, to, code, path, line) in rows {
        let broken = with(document, from, to);
        let error = read(&broken).unwrap_or_else(|| panic!("nothing told: {from} -> {to}"));
        let expected: Told = ((*code).to_owned(), (*path).to_owned(), *line);
        assert_eq!(told(&error), expected, "{from} -> {to}");
        seen.push((*code).to_owned());
    }
    seen
}

fn of_profiles() -> Vec<String> {
    check(PROFILES, PROFILE, |json| mitz().read_profile(json).err())
}

fn of_queries() -> Vec<String> {
    check(QUERIES, QUERY, |json| mitz().read_query(json).err())
}

fn of_rule_sets() -> Vec<String> {
    check(RULE_SETS, RULES, |json| RuleSet::from_json(json).err())
}

fn of_bytes() -> Vec<String> {
    let answers = [
        mitz().evaluate_json(Line::from(b"\xff").number(7)),
        mitz().evaluate_json(Line::too_large().number(7)),
    ];
    assert_eq!(
        mitz().answer_json(Line::from(b"\xff").number(7)),
        answers[0]
    );
    for (answer, code) in answers.iter().zip(["invalid_utf8", "document_too_large"]) {
        assert!(
            answer.starts_with(&format!(
                r#"{{"error":{{"line":7,"code":"{code}","message":""#
            )),
            "{answer}"
        );
        assert!(answer.ends_with(r#"","path":""}}"#), "{answer}");
    }
    vec!["invalid_utf8".to_owned(), "document_too_large".to_owned()]
}

#[test]
fn every_fault_of_a_profile_is_told_with_its_code_path_and_line() {
    of_profiles();
}

#[test]
fn every_fault_of_a_question_is_told_with_its_code_path_and_line() {
    of_queries();
}

#[test]
fn every_fault_of_a_rule_set_is_told_with_its_code_path_and_line() {
    of_rule_sets();
}

#[test]
fn bytes_that_are_no_text_and_a_line_that_was_not_kept_are_told_by_their_number() {
    of_bytes();
}

/// The codes of reading: numbers under 70. Those of recording, of answers about many and of a population are told by what
/// is done with a profile, not by how it is written, and are tested there.
#[test]
fn every_error_code_of_reading_is_told_for_some_input() {
    let all = [
        of_profiles(),
        of_queries(),
        of_rule_sets(),
        of_bytes(),
        catalogues::told(),
        limits::told(),
    ];
    let seen: BTreeSet<String> = all.into_iter().flatten().collect();
    let of_reading = ErrorCode::ALL.iter().filter(|code| code.number() < 70);
    let expected: BTreeSet<String> = of_reading.map(|code| code.name().to_owned()).collect();
    assert_eq!(seen, expected);
}

#[test]
fn numbers_and_names_of_the_codes_are_stable() {
    let written: Vec<String> = ErrorCode::ALL
        .iter()
        .map(|code| format!("{} {code}", code.number()))
        .collect();
    let once_given = "1 invalid_utf8, 2 invalid_json, 3 document_too_large, 4 unknown_field, 5 duplicate_key, \
        6 missing_field, 7 wrong_type, 8 unknown_value, 9 string_too_long, 10 list_too_long, 11 empty_list, \
        12 empty_string, 13 invalid_instant, 14 invalid_date, 20 duplicate_id, 21 too_many_choices, \
        22 catalogue_mismatch, 23 unknown_option, 24 unknown_holder_category, 25 unknown_consulter_type, \
        26 recorded_before_decided, 27 withdrawn_before_recorded, 28 confirmed_before_recorded, \
        29 channel_not_allowed, 40 duplicate_code, 41 unknown_data_category, 42 unknown_consulting_category, \
        43 option_without_holder, 44 hierarchy_cycle, 45 too_many_options, 46 type_mapped_twice, \
        47 overlapping_options, 48 too_many_rows, 60 unsupported_value, 61 out_of_range";
    for code in once_given.split(", ") {
        assert!(written.contains(&code.to_owned()), "{code}");
    }
    let numbers: BTreeSet<u32> = ErrorCode::ALL.iter().map(|code| code.number()).collect();
    let names: BTreeSet<&str> = ErrorCode::ALL.iter().map(|code| code.name()).collect();
    assert_eq!(
        (numbers.len(), names.len()),
        (written.len(), written.len()),
        "each number and name once"
    );
}

#[test]
fn an_error_says_what_to_do_in_one_line() {
    let error = mitz()
        .read_profile(&with(PROFILE, "\"channel\"", "\"canal\""))
        .unwrap_err();
    let advice = "the format has no such field here: correct its name or leave it out";
    assert_eq!(error.message(), advice);
    assert_eq!(
        error.to_string(),
        format!("unknown_field at `choices[0].{{3}}`, line 8: {advice}")
    );
    let one_line = |advice: &str| !advice.is_empty() && !advice.contains(['\n', '{']);
    assert!(ErrorCode::ALL.iter().all(|code| one_line(code.advice())));
}

#[test]
fn a_choice_that_is_built_is_held_to_the_same_rules() {
    let catalogue = mitz().catalogue().clone();
    let of = |draft: Draft| fault(&draft.build(&catalogue).unwrap_err());
    let withdrawn = yes("c1").on("2026-01-02").withdrawn("2026-01-01");
    assert_eq!(
        of(withdrawn),
        (
            ErrorCode::WithdrawnBeforeRecorded,
            "withdrawn_at".to_owned()
        )
    );
    let confirmed = yes("c1").on("2026-01-02").approved("2026-01-01");
    assert_eq!(
        of(confirmed),
        (
            ErrorCode::ConfirmedBeforeRecorded,
            "confirmation.at".to_owned()
        )
    );
    assert_eq!(
        of(yes("").on("2026-01-02")),
        (ErrorCode::EmptyString, "id".to_owned())
    );
    assert_eq!(
        of(yes("c").for_category("none")),
        (
            ErrorCode::UnknownHolderCategory,
            "scope.holder_category".to_owned()
        )
    );
    assert_eq!(
        of(yes("c").for_holders(&[])),
        (ErrorCode::EmptyList, "scope.holders".to_owned())
    );
    assert_eq!(
        of(yes("c").for_holders(&["a", ""])),
        (ErrorCode::EmptyString, "scope.holders[1]".to_owned())
    );
    let nobody = Provider { kind: "ZZ", ..POST };
    assert_eq!(
        of(yes("c").in_emergency(&GP, &nobody)),
        (
            ErrorCode::UnknownConsulterType,
            "scope.consulter.type".to_owned()
        )
    );
    let twice = World::of([yes("c1"), no("c2"), no("c1")]);
    let choices = twice
        .choices
        .iter()
        .map(|draft| draft.build(&catalogue).unwrap())
        .collect();
    let error = akkoord::Profile::new(
        &catalogue,
        World::of([]).profile().patient().clone(),
        choices,
    )
    .unwrap_err();
    assert_eq!(
        fault(&error),
        (ErrorCode::DuplicateId, "choices[2].id".to_owned())
    );
    for own in [PATIENT, "patient"] {
        let by = akkoord::ids::ActorId::new(own).unwrap();
        let choice = yes("c1").build(&catalogue).unwrap();
        let confirmation = akkoord::profile::Confirmation {
            answer: akkoord::profile::ConfirmationAnswer::Approved,
            at: choice.recorded_at(),
            by,
        };
        let choices = vec![
            no("c0").build(&catalogue).unwrap(),
            choice.confirmed(confirmation).unwrap(),
        ];
        let patient = World::of([]).profile().patient().clone();
        let error = akkoord::Profile::new(&catalogue, patient, choices).unwrap_err();
        assert_eq!(
            fault(&error),
            (
                ErrorCode::ConfirmedByPatient,
                "choices[1].confirmation.by".to_owned()
            )
        );
    }
}

#[test]
fn each_channel_writes_its_own_levels_and_no_others() {
    use akkoord::profile::Channel::{
        Dossierhoudersknop, Migration, MijnMitz, Raadplegersknop, SamenNaarMijnMitz,
    };
    let catalogue = mitz().catalogue().clone();
    for channel in [
        MijnMitz,
        SamenNaarMijnMitz,
        Dossierhoudersknop,
        Raadplegersknop,
        Migration,
    ] {
        let can = |draft: Draft| match draft.by(channel).build(&catalogue) {
            Ok(_) => true,
            Err(error) => {
                assert_eq!(
                    fault(&error),
                    (ErrorCode::ChannelNotAllowed, "channel".to_owned())
                );
                false
            }
        };
        let by_patient = [MijnMitz, SamenNaarMijnMitz].contains(&channel);
        assert_eq!(can(yes("c1").for_all()), by_patient, "{channel:?}");
        assert_eq!(
            can(yes("c1").for_category("ggz")),
            by_patient,
            "{channel:?}"
        );
        assert!(can(yes("c1").for_holder(&GP)), "{channel:?}");
        assert_eq!(
            can(yes("c1").in_emergency(&GP, &POST)),
            channel == Raadplegersknop,
            "{channel:?}"
        );
    }
}

#[test]
fn a_check_lists_several_faults_in_order_with_their_lines() {
    let broken = [
        ("2010-06-15", "2010-02-30"),
        (
            "\"id\": \"c1\"",
            "\"id\": \"c1\", \"note\": {\"deep\": [1, {}]}",
        ),
        ("\"answer\": \"yes\"", "\"answer\": null"),
        ("\"1.1\"", "\"1.5\", \"1.1\", 7"),
        ("\"mijn_mitz\"", "[]"),
        ("2026-01-02T10:00:00Z", "yesterday"),
        (", \"by\": \"guardian-1\"", ""),
    ];
    let document = broken
        .iter()
        .fold(PROFILE.to_owned(), |document, (from, to)| {
            with(&document, from, to)
        });
    let faults: Vec<Told> = mitz().check_profile(&document).iter().map(told).collect();
    let expected = [
        ("invalid_date", "patient.born", 2),
        ("unknown_field", "choices[0].note", 5),
        ("wrong_type", "choices[0].answer", 6),
        ("unknown_option", "choices[0].scope.options[0]", 7),
        ("wrong_type", "choices[0].scope.options[2]", 7),
        ("wrong_type", "choices[0].channel", 8),
        ("invalid_instant", "choices[0].decided_at", 9),
        ("missing_field", "choices[0].confirmation.by", 12),
    ];
    let expected: Vec<Told> = expected
        .map(|(code, path, line)| (code.to_owned(), path.to_owned(), line))
        .to_vec();
    assert_eq!(faults, expected);
    assert_eq!(
        told(&mitz().read_profile(&document).unwrap_err()),
        expected[0],
        "reading stops at the first"
    );
}

#[test]
fn a_check_lists_the_faults_between_fields_too() {
    let broken = [
        ("2026-01-02T10:00:00Z", "2026-01-05T10:00:00Z"),
        ("2026-01-03T10:00:00Z", "2026-01-01T10:00:00Z"),
        ("2026-03-01T00:00:00Z", "2026-01-01T00:00:00Z"),
        (
            "\"level\": \"individual\", \"holders\": [\"ura:90000017\"]",
            "\"level\": \"blanket\"",
        ),
        ("\"mijn_mitz\"", "\"migration\""),
    ];
    let document = broken
        .iter()
        .fold(PROFILE.to_owned(), |document, (from, to)| {
            with(&document, from, to)
        });
    let faults: Vec<Told> = mitz().check_profile(&document).iter().map(told).collect();
    let expected = [
        ("recorded_before_decided", "choices[0].recorded_at", 14),
        (
            "confirmed_before_recorded",
            "choices[0].confirmation.at",
            14,
        ),
        ("withdrawn_before_recorded", "choices[0].withdrawn_at", 14),
        ("channel_not_allowed", "choices[0].channel", 14),
    ];
    assert_eq!(
        faults,
        expected.map(|(code, path, line)| (code.to_owned(), path.to_owned(), line))
    );
}

#[test]
fn a_check_stops_at_a_fault_of_syntax() {
    let document = with(
        &with(PROFILE, "2010-06-15", "2010-02-30"),
        "\"answer\": \"yes\",",
        "\"answer\" \"yes\",",
    );
    let document = with(&document, "2026-01-02T10:00:00Z", "yesterday");
    let faults: Vec<Told> = mitz().check_profile(&document).iter().map(told).collect();
    assert_eq!(
        faults,
        [
            ("invalid_date".to_owned(), "patient.born".to_owned(), 2),
            ("invalid_json".to_owned(), String::new(), 6)
        ]
    );
    assert!(mitz().check_profile(PROFILE).is_empty());
}

#[test]
fn a_check_lists_at_most_a_hundred_faults() {
    let choices = vec!["7"; 150].join(",\n");
    let faults = mitz().check_profile(&format!(
        r#"{{"patient": {{"id": "{PATIENT}"}}, "choices": [{choices}]}}"#
    ));
    assert_eq!(faults.len(), 100);
    assert_eq!(
        told(&faults[99]),
        ("wrong_type".to_owned(), "choices[99]".to_owned(), 100)
    );
}

#[test]
fn the_first_fault_in_document_order_is_told() {
    let both = with(
        &with(PROFILE, "\"answer\": \"yes\"", "\"answer\": 1"),
        "\"id\": \"c1\",",
        "",
    );
    assert_eq!(
        mitz().read_profile(&both).unwrap_err().path(),
        "choices[0].answer",
        "what is missing is told at the end"
    );
    let syntax_later = with(&with(PROFILE, "\"999990019\"", "1"), "]\n}", "");
    assert_eq!(
        mitz().read_profile(&syntax_later).unwrap_err().code(),
        ErrorCode::WrongType
    );
}

#[test]
fn the_line_of_a_batch_is_counted_on() {
    let profile = with(PROFILE, "\"c1\"", "1");
    let line = format!("{{\"profile\": {profile},\n\"query\": {QUERY}}}");
    let answer = mitz().evaluate_json(Line::from(&line).number(1_000));
    assert!(
        answer.contains(r#""line":1004,"#) && answer.contains(r#""path":"profile.choices[0].id""#),
        "{answer}"
    );
    let last = u64::MAX - 1;
    let answer = mitz().evaluate_json(Line::from("{").number(last));
    assert!(answer.contains(&format!(r#""line":{last},"#)), "{answer}");
}
