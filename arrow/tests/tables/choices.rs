//! Loading a table of choices: what its columns say, and rows and columns that are wrong.

use std::ops::ControlFlow;
use std::sync::Arc;

use akkoord::error::ErrorCode;
use akkoord::{Engine, Instant, Profile};
use akkoord_arrow::{OnError, RowCode, RowError, Shards, TableError, Unattributed};
use arrow_array::types::Int32Type;
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Date64Array, DictionaryArray, NullArray, RecordBatch,
    TimestampMicrosecondArray, TimestampNanosecondArray, TimestampSecondArray,
};
use arrow_schema::ArrowError;

use crate::common::{Line, at, choice, load, load_with, nullable, reasons, table, text};

/// What stands otherwise in a row, what is wrong with that, and in which column.
type Case<'c> = (Vec<(&'c str, &'c str)>, ErrorCode, &'static str);

fn with(batch: &RecordBatch, name: &str, column: ArrayRef) -> RecordBatch {
    let schema = batch.schema();
    let columns = schema.fields().iter().zip(batch.columns());
    let columns = columns.map(|(field, own)| {
        let is_it = field.name() == name;
        let column = if is_it { &column } else { own };
        (field.name().as_str(), Arc::clone(column), true)
    });
    RecordBatch::try_from_iter_with_nullable(columns).unwrap()
}

#[test]
fn every_column_of_a_choice_is_read_as_its_document_is() {
    let engine = Engine::mitz();
    let emergency = [
        ("id", "c4"),
        ("scope.level", "emergency"),
        ("scope.holders", "ura:90000018 ura:90000017"),
        ("scope.consulter.id", "ura:90000033"),
        ("scope.consulter.type", "N6"),
        ("channel", "raadplegersknop"),
        ("decided_at", "2026-06-01T10:00:00Z"),
        ("recorded_at", "2026-06-01T10:00:01.5Z"),
    ];
    let lines = [
        choice(
            "999990019",
            &[
                ("born", "2013-05-05"),
                ("deceased", "2027-02-01"),
                ("recorded_by", "patient"),
                ("confirmation.answer", "approved"),
                ("confirmation.at", "2026-01-03T10:00:00Z"),
                ("confirmation.by", "guardian-1"),
                ("withdrawn_at", "2026-03-01T00:00:00Z"),
            ],
        ),
        choice(
            "999990019",
            &[
                ("id", "c2"),
                ("answer", "no"),
                ("scope.level", "categorical"),
                ("scope.holder_category", "apotheken"),
                ("scope.options", "2.3 2.1"),
            ],
        ),
        choice(
            "999990019",
            &[
                ("id", "c3"),
                ("scope.level", "individual"),
                ("scope.holders", "ura:00000001"),
                ("scope.options", "1.1"),
                ("channel", "dossierhoudersknop"),
                ("recorded_by", "ura:00000001"),
            ],
        ),
        choice("999990019", &emergency),
    ];
    let lines: Vec<Line<'_>> = lines.iter().map(Vec::as_slice).collect();
    let (shards, loaded) = load(vec![table(&lines)], 2, OnError::Stop).unwrap();
    assert_eq!(loaded.rows, 4);
    let json = r#"{"patient": {"id": "999990019", "born": "2013-05-05", "deceased": "2027-02-01"}, "choices": [
        {"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
         "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z", "recorded_by": "patient",
         "confirmation": {"answer": "approved", "at": "2026-01-03T10:00:00Z", "by": "guardian-1"},
         "withdrawn_at": "2026-03-01T00:00:00Z"},
        {"id": "c2", "answer": "no", "scope": {"level": "categorical", "holder_category": "apotheken", "options": ["2.1", "2.3"]},
         "channel": "mijn_mitz", "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"},
        {"id": "c3", "answer": "yes", "scope": {"level": "individual", "holders": ["ura:00000001"], "options": ["1.1"]},
         "channel": "dossierhoudersknop", "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z",
         "recorded_by": "ura:00000001"},
        {"id": "c4", "answer": "yes",
         "scope": {"level": "emergency", "holders": ["ura:90000017", "ura:90000018"], "consulter": {"id": "ura:90000033", "type": "N6"}},
         "channel": "raadplegersknop", "decided_at": "2026-06-01T10:00:00Z", "recorded_at": "2026-06-01T10:00:01.5Z"}]}"#;
    let expected: Profile = engine.read_profile(json).unwrap();
    assert_eq!(shards.profile("999990019"), Ok(Some(expected)));
    assert_eq!(shards.profile("999990020"), Ok(None));
}

#[test]
fn each_fault_of_a_row_is_told_with_its_row_column_and_code() {
    use ErrorCode::*;
    let long = "x".repeat(1025);
    let individual = [
        ("scope.level", "individual"),
        ("channel", "dossierhoudersknop"),
    ];
    let cases: Vec<Case<'_>> = vec![
        (vec![("id", "")], MissingField, "id"),
        (vec![("id", &long)], StringTooLong, "id"),
        (vec![("answer", "")], MissingField, "answer"),
        (vec![("answer", "maybe")], UnknownValue, "answer"),
        (vec![("scope.level", "")], MissingField, "scope.level"),
        (vec![("scope.level", "all")], UnknownValue, "scope.level"),
        (vec![("channel", "fax")], UnknownValue, "channel"),
        (vec![("channel", "migration")], ChannelNotAllowed, "channel"),
        (vec![("decided_at", "")], MissingField, "decided_at"),
        (
            vec![("decided_at", "yesterday")],
            InvalidInstant,
            "decided_at",
        ),
        (
            vec![("recorded_at", "2025-01-02T10:00:00Z")],
            RecordedBeforeDecided,
            "recorded_at",
        ),
        (
            vec![("withdrawn_at", "2025-01-02T10:00:00Z")],
            WithdrawnBeforeRecorded,
            "withdrawn_at",
        ),
        (vec![("born", "2013-02-30")], InvalidDate, "born"),
        (vec![("deceased", "soon")], InvalidDate, "deceased"),
        (
            vec![("scope.holders", "ura:1")],
            UnknownField,
            "scope.holders",
        ),
        (
            vec![("scope.options", "0.0")],
            UnknownOption,
            "scope.options[0]",
        ),
        (
            vec![("scope.options", "1.1 0.0")],
            UnknownOption,
            "scope.options[1]",
        ),
        (vec![("scope.options", " ")], EmptyList, "scope.options"),
        (
            vec![("scope.holder_category", "apotheken")],
            UnknownField,
            "scope.holder_category",
        ),
        (
            vec![("scope.level", "categorical")],
            MissingField,
            "scope.holder_category",
        ),
        (
            vec![
                ("scope.level", "categorical"),
                ("scope.holder_category", "bakkers"),
            ],
            UnknownHolderCategory,
            "scope.holder_category",
        ),
        (individual.to_vec(), MissingField, "scope.holders"),
        (
            [&individual[..], &[("scope.holders", " ")]].concat(),
            EmptyList,
            "scope.holders",
        ),
        (
            [&individual[..], &[("scope.holders", &long)]].concat(),
            StringTooLong,
            "scope.holders[0]",
        ),
        (
            vec![("scope.consulter.type", "N6")],
            UnknownField,
            "scope.consulter.type",
        ),
        (
            vec![
                ("scope.level", "emergency"),
                ("scope.holders", "ura:1"),
                ("scope.consulter.id", "ura:2"),
                ("scope.consulter.type", "XX"),
            ],
            UnknownConsulterType,
            "scope.consulter.type",
        ),
        (
            vec![("confirmation.by", "guardian-1")],
            MissingField,
            "confirmation.answer",
        ),
        (
            vec![
                ("confirmation.answer", "approved"),
                ("confirmation.by", "guardian-1"),
                ("confirmation.at", "2025-01-01T00:00:00Z"),
            ],
            ConfirmedBeforeRecorded,
            "confirmation.at",
        ),
    ];
    for (other, code, column) in cases {
        let good = choice("999990020", &[]);
        let wrong = choice("999990019", &other);
        let lines: [Line<'_>; 3] = [&good, &wrong, &[("patient", "999990032")]];
        let (mut shards, loaded) = load(vec![table(&lines)], 2, OnError::GoOn).unwrap();
        let error = RowError {
            row: 1,
            column: column.into(),
            code: RowCode::Format(code),
        };
        assert_eq!(loaded.errors, std::slice::from_ref(&error), "{other:?}");
        // What the row said is not known, and it may have been a no.
        let patients = ["999990020", "999990019", "999990032"];
        assert_eq!(
            reasons(&shards, &patients, "ura:90000017"),
            ["blanket_yes", "incomplete_profile", "no_choice"],
            "{other:?}"
        );
        assert_eq!(shards.incomplete(), 1);
        assert_eq!(shards.profile("999990019"), Err(RowCode::IncompleteProfile));
        let json = r#"{"patient": {"id": "999990019"}, "choices": []}"#;
        shards
            .put(&Engine::mitz().read_profile(json).unwrap())
            .unwrap();
        assert_eq!(
            reasons(&shards, &patients[1..2], "ura:90000017"),
            ["no_choice"]
        );
        match load(vec![table(&lines)], 2, OnError::Stop) {
            Err(TableError::Row(first)) => assert_eq!(first, error),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn rows_that_contradict_each_other_or_are_nobodys_are_told() {
    let lines = [
        choice("999990019", &[("born", "2013-05-05")]),
        choice("999990020", &[]),
        // A null says nothing: the patient stays a minor.
        choice("999990019", &[("id", "c2")]),
        choice("999990019", &[("id", "c3"), ("born", "2013-05-06")]),
        choice("999990020", &[]),
        choice("", &[]),
        vec![("answer", "no")],
        vec![("patient", "999990032"), ("answer", "no")],
    ];
    let lines: Vec<Line<'_>> = lines.iter().map(Vec::as_slice).collect();
    let ignore = Unattributed::Ignore;
    let (shards, loaded) = load_with(vec![table(&lines)], 3, OnError::GoOn, ignore).unwrap();
    let told: Vec<(u64, &str, &str)> = loaded
        .errors
        .iter()
        .map(|error| (error.row, &*error.column, error.code.name()))
        .collect();
    assert_eq!(
        told,
        [
            (3, "born", "conflicting_patient"),
            (4, "id", "duplicate_id"),
            (5, "patient", "empty_string"),
            (6, "patient", "missing_field"),
            (7, "id", "missing_field"),
        ]
    );
    for error in &loaded.errors {
        assert!(!error.to_string().contains("99999"), "{error}");
    }
    assert_eq!((shards.incomplete(), shards.unattributed()), (3, 2));
    assert_eq!((loaded.unattributed, loaded.worked_out), (2, 3));
}

#[test]
fn a_row_of_nobody_may_be_a_no_of_anybody_and_makes_the_load_fail() {
    let long = "9".repeat(1025);
    let good = choice("999990019", &[]);
    for (nobody, code) in [
        ("", ErrorCode::MissingField),
        (" ", ErrorCode::EmptyString),
        (&*long, ErrorCode::StringTooLong),
    ] {
        // In a line of the test an empty text stands for a null, and here a space for an empty text.
        let mut no = choice(nobody, &[("answer", "no")]);
        no.retain(|(name, value)| *name != "patient" || !value.is_empty());
        if nobody == " " {
            no[0] = ("patient", "");
        }
        let lines: [Line<'_>; 3] = [&good, &no, &no];
        let failed = |on_error| {
            let mut shards = Shards::new(&Engine::mitz(), at(), 2);
            let rows = [Ok(table(&lines))].into_iter();
            let go_on = |_| ControlFlow::Continue(());
            let loaded = shards.load(rows, on_error, Unattributed::default(), go_on);
            let Err(TableError::Row(error)) = loaded else {
                panic!("{loaded:?}");
            };
            // Who overlooks the error gets no yes either.
            assert!(shards.is_broken());
            let told = reasons(&shards, &["999990019", "999990020"], "ura:90000017");
            assert_eq!(told, ["incomplete_profile"; 2]);
            assert!(shards.profile("999990019").is_err());
            (error.row, error.column.into_owned(), error.code)
        };
        let place = |code| (1, "patient".to_owned(), code);
        assert_eq!(failed(OnError::GoOn), place(RowCode::UnattributedRow));
        assert_eq!(failed(OnError::Stop), place(RowCode::Format(code)));
        // Whoever says that they are nobody's no is told how many there were.
        for on_error in [OnError::Stop, OnError::GoOn] {
            let ignore = Unattributed::Ignore;
            let (shards, loaded) = load_with(vec![table(&lines)], 2, on_error, ignore).unwrap();
            assert_eq!((loaded.unattributed, shards.unattributed()), (2, 2));
            let errors = loaded.errors.iter().map(|error| (error.row, error.code));
            let expected = [1, 2].map(|row| (row, RowCode::Format(code)));
            assert_eq!(errors.collect::<Vec<_>>(), expected);
            let told = reasons(&shards, &["999990019"], "ura:90000017");
            assert_eq!(told, ["blanket_yes"]);
            assert!(!shards.is_broken());
        }
    }
}

#[test]
fn instants_and_dates_of_every_kind_are_read_alike() {
    let line = choice("999990019", &[("born", "2013-05-05")]);
    let lines: [Line<'_>; 1] = [&line];
    let batch = table(&lines);
    let (expected, _) = load(vec![batch.clone()], 1, OnError::Stop).unwrap();
    let micros = "2026-01-02T10:00:00Z"
        .parse::<Instant>()
        .unwrap()
        .as_micros();
    let days = 15_830;
    let midnight = i64::from(days) * 86_400;
    let dictionary: DictionaryArray<Int32Type> = ["2013-05-05"].into_iter().collect();
    let kinds: [(&str, ArrayRef); 7] = [
        (
            "decided_at",
            Arc::new(TimestampSecondArray::from(vec![micros / 1_000_000]).with_timezone("UTC")),
        ),
        (
            "decided_at",
            Arc::new(TimestampNanosecondArray::from(vec![micros * 1_000]).with_timezone("+01:00")),
        ),
        ("born", Arc::new(Date32Array::from(vec![days]))),
        ("born", Arc::new(Date64Array::from(vec![midnight * 1_000]))),
        ("born", Arc::new(TimestampSecondArray::from(vec![midnight]))),
        ("born", Arc::new(dictionary)),
        (
            "born",
            Arc::new(TimestampNanosecondArray::from(vec![
                midnight * 1_000_000_000,
            ])),
        ),
    ];
    for (name, column) in kinds {
        let kind = column.data_type().clone();
        let (shards, _) = load(vec![with(&batch, name, column)], 1, OnError::Stop).unwrap();
        let profiles = [&shards, &expected].map(|shards| shards.profile("999990019"));
        assert_eq!(profiles[0], profiles[1], "{name}: {kind}");
    }
    for (name, column, code) in [
        (
            "decided_at",
            Arc::new(TimestampNanosecondArray::from(vec![micros * 1_000 + 1]).with_timezone("UTC"))
                as ArrayRef,
            ErrorCode::InvalidInstant,
        ),
        (
            "born",
            Arc::new(Date64Array::from(vec![midnight * 1_000 + 1])),
            ErrorCode::InvalidDate,
        ),
        (
            "born",
            Arc::new(TimestampSecondArray::from(vec![midnight + 3_600])),
            ErrorCode::InvalidDate,
        ),
    ] {
        let (_, loaded) = load(vec![with(&batch, name, column)], 1, OnError::GoOn).unwrap();
        assert_eq!(loaded.errors[0].code, RowCode::Format(code));
        assert_eq!(loaded.errors[0].column, name);
    }
}

#[test]
fn columns_that_are_not_those_of_choices_are_refused() {
    let line = choice("999990019", &[]);
    let lines: [Line<'_>; 1] = [&line];
    let batch = table(&lines);
    let naive = || Arc::new(TimestampMicrosecondArray::from(vec![0])) as ArrayRef;
    let zoned =
        || Arc::new(TimestampMicrosecondArray::from(vec![0]).with_timezone("UTC")) as ArrayRef;
    let text = || text(&["x"]);
    for (name, column) in [
        ("decided_at", naive()),
        ("born", zoned()),
        ("scope.holders", text()),
        ("patient", zoned()),
        ("answer", Arc::new(BooleanArray::from(vec![true]))),
    ] {
        match load(vec![with(&batch, name, column)], 1, OnError::GoOn) {
            Err(TableError::Batch(error)) => {
                assert_eq!((error.code(), error.column()), (ErrorCode::WrongType, name));
                assert!(name != "decided_at" || error.message().contains("time zone"));
            }
            other => panic!("{other:?}"),
        }
    }
    for (columns, code, column) in [
        (
            vec![("patient", text()), ("born_on", text())],
            ErrorCode::UnknownField,
            "born_on",
        ),
        (vec![("id", text())], ErrorCode::MissingField, "patient"),
        (
            vec![("patient", text()), ("id", text())],
            ErrorCode::MissingField,
            "answer",
        ),
    ] {
        match load(vec![nullable(columns)], 1, OnError::GoOn) {
            Err(TableError::Batch(error)) => {
                assert_eq!((error.code(), error.column()), (code, column))
            }
            other => panic!("{other:?}"),
        }
    }
    // Patients without choices need no other column, and a column of nulls is one.
    let nobody = Arc::new(NullArray::new(1)) as ArrayRef;
    for columns in [
        vec![("patient", text())],
        vec![("patient", text()), ("born", nobody)],
    ] {
        let (shards, _) = load(vec![nullable(columns)], 1, OnError::Stop).unwrap();
        assert_eq!(shards.len(), 1);
    }
}

#[test]
fn a_source_that_fails_and_a_wish_to_stop_end_it() {
    let mut shards = Shards::new(&Engine::mitz(), at(), 2);
    let line = choice("999990019", &[]);
    let lines: [Line<'_>; 1] = [&line];
    let failing = || {
        let failed = ArrowError::ComputeError("999990019".to_owned());
        [Ok(table(&lines)), Err(failed)].into_iter()
    };
    let go_on = |_| ControlFlow::Continue(());
    let error = shards.load(failing(), OnError::Stop, Unattributed::Fail, go_on);
    let error = error.unwrap_err();
    assert!(matches!(error, TableError::Source(_)) && !error.to_string().contains("999990019"));
    let mut told = Vec::new();
    let stop = |rows| {
        told.push(rows);
        ControlFlow::Break(())
    };
    let rows = [Ok(table(&lines))].into_iter();
    let stopped = shards.load(rows, OnError::GoOn, Unattributed::Fail, stop);
    assert!(matches!(stopped, Err(TableError::Stopped)));
    assert_eq!(told, [1]);
}
