//! A population in parts: loaded from a table of choices, asked by several threads; rows that are wrong; open queries.

use std::ops::ControlFlow;
use std::sync::Arc;

use akkoord::{Engine, ErrorCode, Instant, OpenQuery, Profile, Query, Subscription, Subscriptions};
use akkoord_arrow::{Loaded, OnError, Reasons, RowCode, RowError, Shards, TableError};
use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::cast::AsArray;
use arrow_array::types::{Int8Type, Int32Type, TimestampMicrosecondType};
use arrow_array::{
    Array, ArrayRef, BooleanArray, Date32Array, Date64Array, DictionaryArray, NullArray,
    RecordBatch, StringArray, TimestampMicrosecondArray, TimestampNanosecondArray,
    TimestampSecondArray,
};
use arrow_schema::ArrowError;

const AT: &str = "2026-06-01T12:00:00Z";

fn at() -> Instant {
    Instant::parse(AT).unwrap()
}

/// A row of a table of choices: a name and a text for each column that is not null; lists have spaces between their entries.
type Line<'l> = &'l [(&'l str, &'l str)];

const TEXTS: [&str; 16] = [
    "patient",
    "born",
    "deceased",
    "id",
    "answer",
    "scope.level",
    "scope.holder_category",
    "scope.consulter.id",
    "scope.consulter.type",
    "channel",
    "decided_at",
    "recorded_at",
    "recorded_by",
    "confirmation.answer",
    "confirmation.at",
    "confirmation.by",
];
const LISTS: [&str; 2] = ["scope.holders", "scope.options"];

fn value<'l>(line: Line<'l>, name: &str) -> Option<&'l str> {
    let found = line.iter().find(|(column, _)| *column == name);
    found.map(|(_, value)| *value)
}

fn table(lines: &[Line<'_>]) -> RecordBatch {
    let mut columns: Vec<(&str, ArrayRef)> = Vec::new();
    for name in TEXTS.into_iter().chain(["withdrawn_at"]) {
        let texts: StringArray = lines.iter().map(|line| value(line, name)).collect();
        columns.push((name, Arc::new(texts)));
    }
    for name in LISTS {
        let mut lists = ListBuilder::new(StringBuilder::new());
        for line in lines {
            match value(line, name) {
                None => lists.append(false),
                Some(entries) => {
                    entries
                        .split_whitespace()
                        .for_each(|entry| lists.values().append_value(entry));
                    lists.append(true);
                }
            }
        }
        columns.push((name, Arc::new(lists.finish())));
    }
    nullable(columns)
}

fn nullable(columns: Vec<(&str, ArrayRef)>) -> RecordBatch {
    let columns = columns.into_iter();
    RecordBatch::try_from_iter_with_nullable(columns.map(|(name, column)| (name, column, true)))
        .unwrap()
}

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

const BLANKET_YES: [(&str, &str); 6] = [
    ("id", "c1"),
    ("answer", "yes"),
    ("scope.level", "blanket"),
    ("channel", "mijn_mitz"),
    ("decided_at", "2026-01-02T10:00:00Z"),
    ("recorded_at", "2026-01-02T10:00:00Z"),
];

/// The blanket yes of a patient, with other values in some columns; an empty one is null.
fn choice<'l>(patient: &'l str, other: Line<'l>) -> Vec<(&'l str, &'l str)> {
    let mut line = vec![("patient", patient)];
    line.extend(
        BLANKET_YES
            .into_iter()
            .filter(|(name, _)| value(other, name).is_none()),
    );
    line.extend(other.iter().filter(|(_, value)| !value.is_empty()));
    line
}

fn load(
    batches: Vec<RecordBatch>,
    parts: usize,
    on_error: OnError,
) -> Result<(Shards, Loaded), TableError> {
    let mut shards = Shards::new(&Engine::mitz(), at(), parts);
    let batches = batches.into_iter().map(Ok);
    let loaded = shards.load(batches, on_error, |_| ControlFlow::Continue(()))?;
    Ok((shards, loaded))
}

fn queries(patients: &[&str], holder: &str) -> RecordBatch {
    let all =
        |value: &str| -> ArrayRef { Arc::new(StringArray::from(vec![value; patients.len()])) };
    nullable(vec![
        ("patient", Arc::new(StringArray::from(patients.to_vec()))),
        ("holder.id", all(holder)),
        ("holder.type", all("Z3")),
        ("consulter.id", all("ura:90000033")),
        ("consulter.type", all("N6")),
        ("data", all("GGC002")),
        (
            "treatment_relationship",
            Arc::new(BooleanArray::from(vec![true; patients.len()])),
        ),
    ])
}

fn decided(
    shards: &Arc<Shards>,
    queries: Vec<RecordBatch>,
    threads: usize,
) -> Vec<(Option<String>, Option<String>)> {
    let answers = shards.decide(
        queries.into_iter().map(Ok),
        Reasons::Plain,
        OnError::GoOn,
        threads,
    );
    let told = |batch: &RecordBatch, name: &str| -> Vec<Option<String>> {
        let texts = batch[name].as_string::<i32>();
        texts.iter().map(|text| text.map(str::to_owned)).collect()
    };
    let mut all = Vec::new();
    for batch in answers {
        let batch = batch.unwrap();
        all.extend(
            told(&batch, "reason")
                .into_iter()
                .zip(told(&batch, "error")),
        );
    }
    all
}

fn reasons(shards: &Shards, patients: &[&str], holder: &str) -> Vec<String> {
    let shards = Arc::new(shards.clone());
    let decided = decided(&shards, vec![queries(patients, holder)], 2);
    let told = decided.into_iter().map(|(reason, error)| reason.or(error));
    told.map(Option::unwrap).collect()
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
fn rows_of_a_patient_may_lie_anywhere_and_any_number_of_parts_gives_the_same() {
    let ids: Vec<String> = (0..60).map(|number| format!("9999{number:05}")).collect();
    let yes: Vec<_> = ids.iter().map(|id| choice(id, &[])).collect();
    let no: Vec<_> = ids
        .iter()
        .step_by(2)
        .map(|id| {
            choice(
                id,
                &[
                    ("id", "c2"),
                    ("answer", "no"),
                    ("scope.level", "individual"),
                    ("scope.holders", "ura:90000017"),
                    ("channel", "dossierhoudersknop"),
                ],
            )
        })
        .collect();
    let apart: Vec<Line<'_>> = yes
        .iter()
        .chain(no.iter().rev())
        .map(Vec::as_slice)
        .collect();
    let patients: Vec<&str> = ids.iter().map(String::as_str).collect();
    for parts in [1, 2, 3, 7] {
        let batches = apart.chunks(7).map(table).collect();
        let (shards, loaded) = load(batches, parts, OnError::Stop).unwrap();
        assert_eq!((loaded.rows, shards.len(), shards.parts()), (90, 60, parts));
        for (holder, of_even) in [
            ("ura:90000017", "individual_no"),
            ("ura:90000018", "blanket_yes"),
        ] {
            for (row, reason) in reasons(&shards, &patients, holder).iter().enumerate() {
                let expected = if row % 2 == 0 { of_even } else { "blanket_yes" };
                assert_eq!(reason, expected, "{parts} parts, row {row}");
            }
        }
    }
}

#[test]
fn each_fault_of_a_row_is_told_with_its_row_column_and_code() {
    use ErrorCode::*;
    let long = "x".repeat(1025);
    let individual = [
        ("scope.level", "individual"),
        ("channel", "dossierhoudersknop"),
    ];
    let cases: Vec<(Vec<(&str, &str)>, ErrorCode, &str)> = vec![
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
        assert_eq!(loaded.errors, [error.clone()], "{other:?}");
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
    let (shards, loaded) = load(vec![table(&lines)], 3, OnError::GoOn).unwrap();
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
    assert_eq!(shards.incomplete(), 3);
}

#[test]
fn instants_and_dates_of_every_kind_are_read_alike() {
    let line = choice("999990019", &[("born", "2013-05-05")]);
    let lines: [Line<'_>; 1] = [&line];
    let batch = table(&lines);
    let (expected, _) = load(vec![batch.clone()], 1, OnError::Stop).unwrap();
    let micros = Instant::parse("2026-01-02T10:00:00Z").unwrap().as_micros();
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
    let text = || Arc::new(StringArray::from(vec!["x"])) as ArrayRef;
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
fn batches_of_any_size_are_decided_in_order_by_any_number_of_threads() {
    let ids: Vec<String> = (0..50).map(|number| format!("9999{number:05}")).collect();
    let lines: Vec<_> = ids.iter().step_by(3).map(|id| choice(id, &[])).collect();
    let lines: Vec<Line<'_>> = lines.iter().map(Vec::as_slice).collect();
    let (shards, _) = load(vec![table(&lines)], 2, OnError::Stop).unwrap();
    let shards = Arc::new(shards);
    let asked: Vec<&str> = (0..100_000).map(|row| ids[row * 7 % 50].as_str()).collect();
    for (size, threads) in [(100_000, 1), (100_000, 3), (999, 2), (40_000, 2)] {
        let batches = asked
            .chunks(size)
            .map(|asked| queries(asked, "ura:90000017"))
            .collect();
        let decided = decided(&shards, batches, threads);
        assert_eq!(decided.len(), asked.len());
        for (row, (reason, error)) in decided.into_iter().enumerate() {
            let is_in = (row * 7 % 50) % 3 == 0;
            let expected = if is_in { "blanket_yes" } else { "no_choice" };
            assert_eq!((reason.as_deref(), error), (Some(expected), None));
        }
    }
}

#[test]
fn the_first_row_that_is_wrong_stops_it_and_what_came_before_is_told() {
    let shards = Arc::new(Shards::new(&Engine::mitz(), at(), 2));
    let mut patients = vec!["999990019"; 90_000];
    patients[80_001] = "";
    patients[85_000] = "";
    let batches = [&patients[..40_000], &patients[40_000..]];
    let batches = batches.map(|batch| Ok(queries(batch, "ura:90000017")));
    let mut answers = shards.decide(batches.into_iter(), Reasons::LeftOut, OnError::Stop, 2);
    assert_eq!(answers.schema().fields().len(), 4);
    let mut rows = 0;
    let error = loop {
        match answers.next() {
            Some(Ok(batch)) => rows += batch.num_rows(),
            Some(Err(error)) => break error,
            None => panic!("it did not stop"),
        }
    };
    match error {
        TableError::Row(error) => assert_eq!((error.row, &*error.column), (80_001, "patient")),
        other => panic!("{other}"),
    }
    assert!(rows <= 80_001);
    assert!(answers.next().is_none());
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
    let error = shards.load(failing(), OnError::Stop, |_| ControlFlow::Continue(()));
    let error = error.unwrap_err();
    assert!(matches!(error, TableError::Source(_)) && !error.to_string().contains("999990019"));
    let mut told = Vec::new();
    let stop = |rows| {
        told.push(rows);
        ControlFlow::Break(())
    };
    let stopped = shards.load([Ok(table(&lines))].into_iter(), OnError::GoOn, stop);
    assert!(matches!(stopped, Err(TableError::Stopped)));
    assert_eq!(told, [1]);
}

#[test]
fn another_instant_is_another_answer() {
    let line = choice("999990019", &[("withdrawn_at", "2026-07-01T00:00:00Z")]);
    let lines: [Line<'_>; 1] = [&line];
    let (mut shards, _) = load(vec![table(&lines)], 2, OnError::Stop).unwrap();
    let told = |shards: &Shards| reasons(shards, &["999990019"], "ura:90000017");
    assert_eq!(told(&shards), ["blanket_yes"]);
    shards
        .go_to(Instant::parse("2026-07-01T00:00:00Z").unwrap())
        .unwrap();
    assert_eq!(told(&shards), ["no_choice"]);
    shards.go_to(at()).unwrap();
    assert_eq!(told(&shards), ["blanket_yes"]);
}

fn lists(lists: &[Option<&[&str]>]) -> ArrayRef {
    let mut builder = ListBuilder::new(StringBuilder::new());
    for list in lists {
        match list {
            None => builder.append(false),
            Some(entries) => {
                entries
                    .iter()
                    .for_each(|entry| builder.values().append_value(entry));
                builder.append(true);
            }
        }
    }
    Arc::new(builder.finish())
}

#[test]
fn an_open_query_names_those_who_may_and_nobody_else() {
    let engine = Engine::mitz();
    let individual = |id, answer, holder| {
        [
            ("id", id),
            ("answer", answer),
            ("scope.level", "individual"),
            ("scope.holders", holder),
            ("channel", "dossierhoudersknop"),
        ]
    };
    let line = [
        choice("999990019", &individual("c1", "yes", "ura:90000017")),
        choice("999990019", &individual("c2", "no", "ura:90000018")),
        choice("999990019", &individual("c3", "yes", "ura:90000019")),
    ];
    let lines: Vec<Line<'_>> = line.iter().map(Vec::as_slice).collect();
    let (shards, _) = load(vec![table(&lines)], 2, OnError::Stop).unwrap();
    let shards = Arc::new(shards);
    let text =
        |values: &[Option<&str>]| Arc::new(values.iter().collect::<StringArray>()) as ArrayRef;
    let all = |value| text(&[Some(value); 7]);
    let holders: &[&str] = &["ura:90000019", "ura:90000018", "ura:90000017"];
    let kinds: &[&str] = &["J8", "Z3", "Z3"];
    let asked = nullable(vec![
        ("patient", all("999990019")),
        ("consulter.id", all("ura:90000033")),
        (
            "consulter.type",
            text(&[
                Some("N6"),
                Some("N6"),
                None,
                Some("N6"),
                Some("N6"),
                Some("N6"),
                Some("N6"),
            ]),
        ),
        (
            "data",
            text(&[
                None,
                Some("GGC002"),
                Some("GGC002"),
                Some("GGC002"),
                Some("GGC002"),
                Some("XX"),
                None,
            ]),
        ),
        (
            "subscriptions.holder.id",
            lists(&[
                Some(holders),
                Some(holders),
                Some(holders),
                None,
                Some(&["ura:90000017", "ura:90000017", "ura:1"]),
                Some(holders),
                Some(&[]),
            ]),
        ),
        (
            "subscriptions.holder.type",
            lists(&[
                Some(kinds),
                Some(kinds),
                Some(kinds),
                Some(kinds),
                Some(kinds),
                Some(kinds),
                Some(&[]),
            ]),
        ),
        (
            "treatment_relationship",
            Arc::new(BooleanArray::from(vec![true; 7])),
        ),
    ]);
    let answers = shards.open_query(
        [Ok(asked)].into_iter(),
        Reasons::Dictionary,
        OnError::GoOn,
        2,
    );
    let answers: Vec<RecordBatch> = answers.map(Result::unwrap).collect();
    let [answers] = &answers[..] else {
        panic!("one batch");
    };
    let told = |row: usize| -> Vec<(String, String, String)> {
        let list = answers["holders"].as_list::<i32>().value(row);
        let list = list.as_struct();
        let column = |name: &str| {
            list.column_by_name(name)
                .unwrap()
                .as_string::<i32>()
                .clone()
        };
        let (ids, kinds, data) = (column("id"), column("type"), column("data"));
        let entry = |row| {
            (
                ids.value(row).into(),
                kinds.value(row).into(),
                data.value(row).into(),
            )
        };
        (0..list.len()).map(entry).collect()
    };
    let few = |name: &str, row: usize| {
        let column = answers[name].as_dictionary::<Int8Type>();
        let values = column.values().as_string::<i32>();
        column.key(row).map(|key| values.value(key).to_owned())
    };
    // As the engine answers the same question by itself.
    let profile = shards.profile("999990019").unwrap().unwrap();
    let subscriptions = holders.iter().zip(kinds).map(|(id, kind)| Subscription {
        holder: akkoord::Holder {
            id: akkoord::ProviderId::new(id).unwrap(),
            kind: (*kind).into(),
            connection: akkoord::Connection::Connected,
        },
        since: None,
    });
    let closed: Query = engine
        .read_query(&format!(
            r#"{{"holder": {{"id": "x", "type": "Z3"}}, "consulter": {{"id": "ura:90000033", "type": "N6"}},
                "data": "GGC002", "treatment_relationship": true, "at": "{AT}"}}"#
        ))
        .unwrap();
    let mut open = OpenQuery {
        subscriptions: Subscriptions::new(subscriptions).unwrap(),
        consulter: closed.consulter,
        data: Vec::new(),
        purpose: closed.purpose,
        treatment_relationship: closed.treatment_relationship,
        at: closed.at,
    };
    let mut expected = |data: &[&str]| -> Vec<(String, String, String)> {
        open.data = data.iter().map(|data| Box::from(*data)).collect();
        let answer = engine.open_query(&profile, &open).unwrap();
        let entry = |one: &akkoord::Disclosing| {
            (
                one.holder.as_str().into(),
                one.kind.to_string(),
                one.data.to_string(),
            )
        };
        answer.holders().iter().map(entry).collect()
    };
    assert_eq!(told(0), expected(&[]));
    assert!(told(0).len() > 2);
    assert_eq!(told(1), expected(&["GGC002"]));
    assert_eq!(few("reason", 1), None);
    assert_eq!(few("reason", 2).as_deref(), Some("unknown_consulter_type"));
    assert_eq!(few("reason", 5).as_deref(), Some("unknown_data_category"));
    for row in 2..7 {
        assert!(told(row).is_empty(), "row {row}");
    }
    assert_eq!(few("error", 3).as_deref(), Some("missing_field"));
    assert_eq!(
        few("error_path", 3).as_deref(),
        Some("subscriptions.holder.id")
    );
    assert_eq!(few("error", 4).as_deref(), Some("duplicate_subscription"));
    assert_eq!((few("error", 6), few("reason", 6)), (None, None));
    let until = answers["holders"]
        .as_list::<i32>()
        .values()
        .as_struct()
        .clone();
    let until = until.column_by_name("valid_until").unwrap();
    assert_eq!(
        until
            .as_primitive::<TimestampMicrosecondType>()
            .null_count(),
        until.len()
    );
}
