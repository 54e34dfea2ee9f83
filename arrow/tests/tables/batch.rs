//! A batch decides as one query after the other does; every kind of text and instant; nulls; and what is refused.

use std::sync::Arc;

use akkoord::error::ErrorCode;
use akkoord::population::Population;
use akkoord::{Engine, Instant, Query};
use akkoord_arrow::decide;
use arrow_array::cast::AsArray;
use arrow_array::types::{
    Int8Type, Int16Type, Int32Type, TimestampMicrosecondType, UInt8Type, UInt32Type,
};
use arrow_array::{
    Array, ArrayRef, BooleanArray, DictionaryArray, Int8Array, Int64Array, LargeStringArray,
    NullArray, RecordBatch, StringViewArray, TimestampMicrosecondArray, TimestampMillisecondArray,
    TimestampNanosecondArray, TimestampSecondArray,
};

use crate::common::{self, AT, at, nullable, text};

fn population(engine: &Engine) -> Population {
    let mut population = Population::new(engine, at(), 3);
    for (patient, answer) in [("999990019", "yes"), ("999990020", "no")] {
        let json = format!(
            r#"{{"patient": {{"id": "{patient}"}},
                "choices": [{{"id": "c1", "answer": "{answer}", "scope": {{"level": "blanket"}}, "channel": "mijn_mitz",
                             "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}},
                            {{"id": "c2", "answer": "yes", "scope": {{"level": "emergency", "holders": ["ura:90000017"],
                              "consulter": {{"id": "ura:90000033", "type": "N6"}}}}, "channel": "raadplegersknop",
                             "decided_at": "2026-06-01T10:00:00Z", "recorded_at": "2026-06-01T10:00:00Z"}}]}}"#
        );
        population
            .put(&engine.read_profile(&json).unwrap())
            .unwrap();
    }
    population
}

fn queries(patients: &[&str]) -> Vec<(&'static str, ArrayRef)> {
    common::queries(patients, "ura:90000017")
}

fn with(
    mut columns: Vec<(&'static str, ArrayRef)>,
    name: &'static str,
    column: ArrayRef,
) -> RecordBatch {
    match columns.iter_mut().find(|(own, _)| *own == name) {
        Some((_, own)) => *own = column,
        None => columns.push((name, column)),
    }
    nullable(columns)
}

fn told(batch: &RecordBatch, column: &str, row: usize) -> Option<String> {
    let column = &batch[column];
    if column.is_null(row) {
        return None;
    }
    let (key, values) = match column.as_dictionary_opt::<Int8Type>() {
        Some(column) => (column.key(row), column.values()),
        None => {
            let column = column.as_dictionary::<Int16Type>();
            (column.key(row), column.values())
        }
    };
    Some(values.as_string::<i32>().value(key?).to_owned())
}

#[test]
fn a_batch_decides_as_one_query_after_the_other() {
    let engine = Engine::mitz();
    let population = population(&engine);
    // More than two rounds, and a number that fills none.
    let patients = ["999990019", "999990020", "999990039"];
    let holders = ["ura:90000017", "ura:90000018"];
    let kinds = ["Z3", "J8", "XX"];
    let rows: Vec<_> = (0..77)
        .map(|row| {
            (
                patients[row % 3],
                holders[row % 2],
                kinds[(row / 3) % 3],
                row % 5 != 0,
            )
        })
        .collect();
    let columns =
        |choose: fn(&(&'static str, &'static str, &'static str, bool)) -> &'static str| {
            text(&rows.iter().map(choose).collect::<Vec<_>>())
        };
    let all = |value: &str| text(&vec![value; rows.len()]);
    let connected: Vec<bool> = rows.iter().map(|row| row.3).collect();
    let batch = RecordBatch::try_from_iter([
        ("patient", columns(|row| row.0)),
        ("holder.id", columns(|row| row.1)),
        ("holder.type", columns(|row| row.2)),
        ("consulter.id", all("ura:90000033")),
        ("consulter.type", all("N6")),
        ("data", all("GGC002")),
        ("purpose", all("TREAT")),
        ("at", all(AT)),
        ("holder.connected", Arc::new(BooleanArray::from(connected))),
        (
            "treatment_relationship",
            Arc::new(BooleanArray::from(vec![true; rows.len()])),
        ),
    ])
    .unwrap();
    let decisions = decide(&population, &batch).unwrap();
    assert_eq!(decisions.num_rows(), rows.len());
    let choices = decisions["choice"].as_primitive::<UInt32Type>();
    let until = decisions["valid_until"].as_primitive::<TimestampMicrosecondType>();
    let mut reasons = std::collections::BTreeSet::new();
    for (row, (patient, holder, kind, connected)) in rows.iter().enumerate() {
        let query: Query = engine
            .read_query(&format!(
                r#"{{"holder": {{"id": "{holder}", "type": "{kind}", "connected": {connected}}},
                    "consulter": {{"id": "ura:90000033", "type": "N6"}},
                    "data": "GGC002", "treatment_relationship": true, "at": "{AT}"}}"#
            ))
            .unwrap();
        let question = population.prepare(&query, "GGC002").unwrap();
        let verdict = population.decide(patient, &question).unwrap();
        assert_eq!(
            told(&decisions, "decision", row).as_deref(),
            Some(verdict.outcome().name())
        );
        assert_eq!(
            told(&decisions, "reason", row).as_deref(),
            Some(verdict.reason().name())
        );
        let option = population
            .option(verdict)
            .map(|option| option.id().to_owned());
        assert_eq!(told(&decisions, "option", row), option);
        let choice = choices.is_valid(row).then(|| choices.value(row) as usize);
        assert_eq!(choice, verdict.decided_by_row().map(|row| row + 1));
        let until = until.is_valid(row).then(|| until.value(row));
        assert_eq!(until, verdict.valid_until().map(Instant::as_micros));
        assert_eq!(told(&decisions, "error", row), None);
        reasons.insert(verdict.reason().name());
    }
    assert!(reasons.len() >= 5, "{reasons:?}");
}

#[test]
fn texts_and_instants_of_every_kind_are_read_alike() {
    let engine = Engine::mitz();
    let population = population(&engine);
    let patients = ["999990019", "999990020"];
    let expected = decide(
        &population,
        &with(queries(&patients), "at", text(&[AT, AT])),
    )
    .unwrap();
    let micros = at().as_micros();
    let dictionary: DictionaryArray<Int32Type> = patients.into_iter().collect();
    let kinds: [(&'static str, ArrayRef); 10] = [
        (
            "patient",
            Arc::new(LargeStringArray::from(patients.to_vec())),
        ),
        (
            "patient",
            Arc::new(StringViewArray::from(patients.to_vec())),
        ),
        ("patient", Arc::new(dictionary)),
        (
            "at",
            Arc::new(TimestampMicrosecondArray::from(vec![micros; 2]).with_timezone("UTC")),
        ),
        (
            "at",
            Arc::new(TimestampMicrosecondArray::from(vec![micros; 2]).with_timezone("+02:00")),
        ),
        (
            "at",
            Arc::new(TimestampSecondArray::from(vec![micros / 1_000_000; 2]).with_timezone("UTC")),
        ),
        (
            "at",
            Arc::new(TimestampMillisecondArray::from(vec![micros / 1_000; 2]).with_timezone("UTC")),
        ),
        (
            "at",
            Arc::new(TimestampNanosecondArray::from(vec![micros * 1_000; 2]).with_timezone("UTC")),
        ),
        (
            "treatment_relationship",
            Arc::new(Int8Array::from(vec![1; 2])),
        ),
        (
            "holder.type",
            Arc::new(
                ["Z3", "Z3"]
                    .into_iter()
                    .collect::<DictionaryArray<UInt8Type>>(),
            ),
        ),
    ];
    for (name, column) in kinds {
        let kind = column.data_type().clone();
        let batch = with(queries(&patients), name, column);
        let decisions = decide(&population, &batch).unwrap();
        assert_eq!(decisions, expected, "{name}: {kind}");
        // A part of a batch is that part of the decisions.
        let slice = decide(&population, &batch.slice(1, 1)).unwrap();
        assert_eq!(slice, expected.slice(1, 1), "{name}: {kind}");
    }
    assert_eq!(told(&expected, "decision", 0).as_deref(), Some("permit"));
    assert_eq!(told(&expected, "decision", 1).as_deref(), Some("deny"));
}

#[test]
fn a_null_is_indeterminate_with_a_reason_or_an_error() {
    let engine = Engine::mitz();
    let population = population(&engine);
    let nothing = || Arc::new(NullArray::new(1)) as ArrayRef;
    for (name, reason, error) in [
        ("patient", None, Some("missing_field")),
        ("holder.id", None, Some("missing_field")),
        ("consulter.id", None, Some("missing_field")),
        ("holder.connected", None, Some("missing_field")),
        ("at", None, Some("missing_field")),
        ("holder.type", Some("unknown_holder_type"), None),
        ("consulter.type", Some("unknown_consulter_type"), None),
        ("data", Some("unknown_data_category"), None),
        ("purpose", Some("unknown_purpose"), None),
        (
            "treatment_relationship",
            Some("treatment_relationship_not_asserted"),
            None,
        ),
    ] {
        let batch = with(queries(&["999990019"]), name, nothing());
        let decisions = decide(&population, &batch).unwrap();
        assert_eq!(
            told(&decisions, "decision", 0).as_deref(),
            Some("indeterminate"),
            "{name}"
        );
        assert_eq!(told(&decisions, "reason", 0).as_deref(), reason, "{name}");
        assert_eq!(told(&decisions, "error", 0).as_deref(), error, "{name}");
        assert_eq!(
            told(&decisions, "error_path", 0).as_deref(),
            error.map(|_| name),
            "{name}"
        );
    }
}

#[test]
fn an_instant_below_a_microsecond_and_a_flag_of_two_are_errors_of_their_row() {
    let engine = Engine::mitz();
    let population = population(&engine);
    let patients = ["999990019", "999990019"];
    let nanos = at().as_micros() * 1_000;
    for (name, column, code) in [
        (
            "at",
            Arc::new(TimestampNanosecondArray::from(vec![nanos, nanos + 1]).with_timezone("UTC"))
                as ArrayRef,
            "invalid_instant",
        ),
        (
            "at",
            Arc::new(
                TimestampSecondArray::from(vec![nanos / 1_000_000_000, i64::MAX])
                    .with_timezone("UTC"),
            ),
            "invalid_instant",
        ),
        (
            "holder.connected",
            Arc::new(Int64Array::from(vec![1, 2])),
            "unknown_value",
        ),
        (
            "treatment_relationship",
            Arc::new(Int64Array::from(vec![1, -1])),
            "unknown_value",
        ),
    ] {
        let decisions = decide(&population, &with(queries(&patients), name, column)).unwrap();
        assert_eq!(told(&decisions, "decision", 0).as_deref(), Some("permit"));
        assert_eq!(
            told(&decisions, "decision", 1).as_deref(),
            Some("indeterminate")
        );
        assert_eq!(told(&decisions, "error", 1).as_deref(), Some(code));
        assert_eq!(told(&decisions, "error_path", 1).as_deref(), Some(name));
    }
}

#[test]
fn a_row_that_is_wrong_leaves_the_others_alone() {
    let engine = Engine::mitz();
    let population = population(&engine);
    let long = "x".repeat(1025);
    let patients = ["999990019", "", &long, "999990019", "999990019"];
    let instants = text(&[AT, AT, AT, "2026-06-01T12:00:01Z", "yesterday"]);
    let decisions = decide(&population, &with(queries(&patients), "at", instants)).unwrap();
    let errors: Vec<_> = (0..5).map(|row| told(&decisions, "error", row)).collect();
    let errors: Vec<_> = errors.iter().map(Option::as_deref).collect();
    assert_eq!(
        errors,
        [
            None,
            Some("empty_string"),
            Some("string_too_long"),
            Some("other_instant"),
            Some("invalid_instant")
        ]
    );
    assert_eq!(told(&decisions, "decision", 0).as_deref(), Some("permit"));
    for row in 1..5 {
        assert_eq!(
            told(&decisions, "decision", row).as_deref(),
            Some("indeterminate")
        );
    }
}

#[test]
fn columns_that_are_not_those_of_queries_are_refused() {
    let engine = Engine::mitz();
    let population = population(&engine);
    let one = || queries(&["999990019"]);
    let number = || Arc::new(Int64Array::from(vec![999_990_019])) as ArrayRef;
    let naive = || Arc::new(TimestampMicrosecondArray::from(vec![0])) as ArrayRef;
    for (batch, code, column) in [
        (
            with(one(), "purpos", text(&["TREAT"])),
            ErrorCode::UnknownField,
            "purpos",
        ),
        (
            with(one(), "999990019", text(&["TREAT"])),
            ErrorCode::UnknownField,
            "?",
        ),
        (
            with(one(), "patient", number()),
            ErrorCode::WrongType,
            "patient",
        ),
        (
            with(one(), "treatment_relationship", text(&["true"])),
            ErrorCode::WrongType,
            "treatment_relationship",
        ),
        (with(one(), "at", naive()), ErrorCode::WrongType, "at"),
        (with(one(), "at", number()), ErrorCode::WrongType, "at"),
    ] {
        let error = decide(&population, &batch).unwrap_err();
        assert_eq!((error.code(), error.column()), (code, column));
        assert!(!error.to_string().contains("999990019"));
    }
    for name in [
        "patient",
        "holder.id",
        "holder.type",
        "consulter.id",
        "consulter.type",
        "data",
    ] {
        let columns = one().into_iter().filter(|(own, _)| *own != name);
        let error = decide(&population, &RecordBatch::try_from_iter(columns).unwrap()).unwrap_err();
        assert_eq!(
            (error.code(), error.column()),
            (ErrorCode::MissingField, name)
        );
    }
    let twice = one().into_iter().chain([("data", text(&["GGC013"]))]);
    let error = decide(&population, &RecordBatch::try_from_iter(twice).unwrap()).unwrap_err();
    assert_eq!(
        (error.code(), error.column()),
        (ErrorCode::DuplicateKey, "data")
    );
}

#[test]
fn no_rows_give_no_rows() {
    let engine = Engine::mitz();
    let empty = RecordBatch::try_from_iter(queries(&[])).unwrap();
    assert_eq!(decide(&population(&engine), &empty).unwrap().num_rows(), 0);
}
