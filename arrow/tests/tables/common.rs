//! Tables of choices and of queries, and a population to ask.

use std::ops::ControlFlow;
use std::sync::Arc;

use akkoord::{Engine, Instant};
use akkoord_arrow::{Loaded, OnError, Reasons, Shards, TableError, Unattributed};
use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::cast::AsArray;
use arrow_array::{ArrayRef, BooleanArray, RecordBatch, StringArray};

pub(crate) const AT: &str = "2026-06-01T12:00:00Z";

pub(crate) fn at() -> Instant {
    AT.parse::<Instant>().unwrap()
}

pub(crate) fn text(values: &[&str]) -> ArrayRef {
    Arc::new(StringArray::from(values.to_vec()))
}

pub(crate) fn lists(lists: &[Option<&[&str]>]) -> ArrayRef {
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

pub(crate) fn nullable(columns: Vec<(&str, ArrayRef)>) -> RecordBatch {
    let columns = columns.into_iter();
    RecordBatch::try_from_iter_with_nullable(columns.map(|(name, column)| (name, column, true)))
        .unwrap()
}

/// The columns of as many queries as patients, all asking the same.
pub(crate) fn queries(patients: &[&str], holder: &str) -> Vec<(&'static str, ArrayRef)> {
    let all = |value: &str| text(&vec![value; patients.len()]);
    vec![
        ("patient", text(patients)),
        ("holder.id", all(holder)),
        ("holder.type", all("Z3")),
        ("consulter.id", all("ura:90000033")),
        ("consulter.type", all("N6")),
        ("data", all("GGC002")),
        (
            "treatment_relationship",
            Arc::new(BooleanArray::from(vec![true; patients.len()])),
        ),
    ]
}

/// A row of a table of choices: a name and a text for each column that is not null; lists have spaces between their entries.
pub(crate) type Line<'l> = &'l [(&'l str, &'l str)];

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

pub(crate) fn table(lines: &[Line<'_>]) -> RecordBatch {
    let mut columns: Vec<(&str, ArrayRef)> = Vec::new();
    for name in TEXTS.into_iter().chain(["withdrawn_at"]) {
        let texts: StringArray = lines.iter().map(|line| value(line, name)).collect();
        columns.push((name, Arc::new(texts)));
    }
    for name in LISTS {
        let entries = lines.iter().map(|line| value(line, name));
        let entries = entries.map(|text| Some(text?.split_whitespace().collect()));
        let entries: Vec<Option<Vec<&str>>> = entries.collect();
        let entries: Vec<Option<&[&str]>> = entries.iter().map(Option::as_deref).collect();
        columns.push((name, lists(&entries)));
    }
    nullable(columns)
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
pub(crate) fn choice<'l>(patient: &'l str, other: Line<'l>) -> Vec<(&'l str, &'l str)> {
    let mut line = vec![("patient", patient)];
    line.extend(
        BLANKET_YES
            .into_iter()
            .filter(|(name, _)| value(other, name).is_none()),
    );
    line.extend(other.iter().filter(|(_, value)| !value.is_empty()));
    line
}

pub(crate) fn load(
    batches: Vec<RecordBatch>,
    parts: usize,
    on_error: OnError,
) -> Result<(Shards, Loaded), TableError> {
    load_with(batches, parts, on_error, Unattributed::Fail)
}

pub(crate) fn load_with(
    batches: Vec<RecordBatch>,
    parts: usize,
    on_error: OnError,
    unattributed: Unattributed,
) -> Result<(Shards, Loaded), TableError> {
    let mut shards = Shards::new(&Engine::mitz(), at(), parts);
    let batches = batches.into_iter().map(Ok);
    let go_on = |_| ControlFlow::Continue(());
    let loaded = shards.load(batches, on_error, unattributed, go_on)?;
    Ok((shards, loaded))
}

pub(crate) fn decided(
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

pub(crate) fn reasons(shards: &Shards, patients: &[&str], holder: &str) -> Vec<String> {
    let shards = Arc::new(shards.clone());
    let decided = decided(&shards, vec![nullable(queries(patients, holder))], 2);
    let told = decided.into_iter().map(|(reason, error)| reason.or(error));
    told.map(Option::unwrap).collect()
}
