//! What comes in may be small and stand for much: one text that a dictionary names any number of times, lists that are views.

use std::sync::Arc;

use akkoord::Engine;
use akkoord::error::ErrorCode;
use akkoord::population::Population;
use akkoord_arrow::{OnError, Reasons, Shards, TableError};
use arrow_array::cast::AsArray;
use arrow_array::types::Int32Type;
use arrow_array::{
    Array, ArrayRef, DictionaryArray, Int32Array, ListArray, ListViewArray, NullArray, RecordBatch,
    StringArray,
};
use arrow_buffer::{OffsetBuffer, ScalarBuffer};
use arrow_schema::{DataType, Field};

use crate::common::{Line, at, choice, load, nullable, queries, table, text};

fn item() -> Arc<Field> {
    let texts = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
    Arc::new(Field::new("item", texts, true))
}

/// Lists of so many entries each, all of them out of a few texts: the first, the second, and so on, and again.
fn lists_of(texts: &[String], rows: usize, entries: usize) -> ArrayRef {
    let places = (0..rows * entries).map(|place| i32::try_from(place % entries % texts.len()).ok());
    let keys: Int32Array = places.collect();
    let values = Arc::new(StringArray::from_iter_values(texts));
    let entries_of = DictionaryArray::<Int32Type>::new(keys, values);
    let offsets = OffsetBuffer::from_lengths(vec![entries; rows]);
    Arc::new(ListArray::new(item(), offsets, Arc::new(entries_of), None))
}

fn open(rows: usize, holders: &[String], entries: usize, data: &str) -> RecordBatch {
    let mut columns = queries(&vec!["999990019"; rows], "");
    columns.retain(|(name, _)| !name.starts_with("holder") && *name != "data");
    let kinds = ["Z3".to_owned()];
    columns.push(("subscriptions.holder.id", lists_of(holders, rows, entries)));
    columns.push(("subscriptions.holder.type", lists_of(&kinds, rows, entries)));
    columns.push(("data", text(&vec![data; rows])));
    nullable(columns)
}

fn shards() -> Arc<Shards> {
    let line = choice("999990019", &[]);
    let lines: [Line<'_>; 1] = [&line];
    let (shards, _) = load(vec![table(&lines)], 2, OnError::Stop).unwrap();
    Arc::new(shards)
}

fn asked(batch: RecordBatch) -> Result<Vec<RecordBatch>, TableError> {
    let answers = shards().open_query([Ok(batch)].into_iter(), Reasons::Plain, OnError::GoOn, 2);
    answers.collect()
}

fn ids(count: usize, length: usize) -> Vec<String> {
    let id = |place| format!("{place:0length$}");
    (0..count).map(id).collect()
}

#[test]
fn rows_are_answered_alike_however_many_holders_stand_between_them() {
    let answers = asked(open(5_000, &ids(10, 4), 10, "GGC002")).unwrap();
    let mut rows = 0;
    for batch in answers {
        assert_eq!(batch["error"].null_count(), batch.num_rows());
        let holders = batch["holders"].as_list::<i32>();
        for row in 0..batch.num_rows() {
            let told = holders.value(row);
            let told = told.as_struct()["id"].as_string::<i32>();
            let told: Vec<&str> = told.iter().flatten().collect();
            assert_eq!(told, ids(10, 4), "row {row}");
            rows += 1;
        }
    }
    assert_eq!(rows, 5_000);
}

#[test]
fn a_list_is_no_longer_and_a_text_too_than_the_format_allows() {
    let long = "X".repeat(1025);
    for (batch, code, column) in [
        (
            open(2, &ids(10_001, 5), 10_001, "GGC002"),
            "list_too_long",
            "subscriptions.holder.id",
        ),
        (open(2, &ids(3, 4), 3, &long), "string_too_long", "data"),
    ] {
        let answers = asked(batch).unwrap();
        let told = |name: &str| answers[0][name].as_string::<i32>().value(1).to_owned();
        assert_eq!((&*told("error"), &*told("error_path")), (code, column));
        assert_eq!(answers[0]["holders"].as_list::<i32>().value(1).len(), 0);
    }
    let many = "ura:90000017 ".repeat(10_001);
    let other = [
        ("scope.level", "individual"),
        ("scope.holders", &*many),
        ("channel", "dossierhoudersknop"),
    ];
    let line = choice("999990019", &other);
    let lines: [Line<'_>; 1] = [&line];
    let (_, loaded) = load(vec![table(&lines)], 1, OnError::GoOn).unwrap();
    assert_eq!(loaded.errors[0].code.name(), "list_too_long");
}

#[test]
fn answers_that_would_name_one_long_text_without_end_are_refused() {
    let refused = asked(open(30_000, &ids(10, 1_000), 10, "GGC002"));
    let Err(TableError::Batch(error)) = refused else {
        panic!("it was answered");
    };
    assert_eq!(error.code(), ErrorCode::AnswerTooLarge);
    assert!(error.message().contains("smaller batches"));
}

#[test]
fn lists_that_are_views_of_the_same_entries_are_not_copied_without_end() {
    let whole = open(300, &ids(10, 4), 10, "GGC002");
    let entries = DictionaryArray::<Int32Type>::new(
        (0..300_000).map(|place| Some(place % 10)).collect(),
        Arc::new(StringArray::from_iter_values(ids(10, 4))),
    );
    // 300 rows of 300,000 entries each, out of 1.2 MB.
    let views = ListViewArray::new(
        item(),
        ScalarBuffer::from(vec![0; 300]),
        ScalarBuffer::from(vec![300_000; 300]),
        Arc::new(entries),
        None,
    );
    let views = Arc::new(views) as ArrayRef;
    let columns = whole.schema();
    let columns = columns.fields().iter().zip(whole.columns());
    let columns = columns.map(|(field, own)| {
        let is_list = field.name() == "subscriptions.holder.id";
        let column = if is_list { &views } else { own };
        (field.name().as_str(), Arc::clone(column), true)
    });
    let batch = RecordBatch::try_from_iter_with_nullable(columns).unwrap();
    let Err(TableError::Batch(error)) = asked(batch) else {
        panic!("it was answered");
    };
    assert_eq!(error.column(), "subscriptions.holder.id");
}

#[test]
fn a_batch_of_nulls_takes_no_more_rows_than_it_may() {
    let nothing = || Arc::new(NullArray::new(1 << 40)) as ArrayRef;
    let names = [
        "patient",
        "holder.id",
        "holder.type",
        "consulter.id",
        "consulter.type",
        "data",
    ];
    let batch = nullable(names.map(|name| (name, nothing())).to_vec());
    let population = Population::new(&Engine::mitz(), at(), 1);
    let error = akkoord_arrow::decide(&population, &batch).unwrap_err();
    assert_eq!(error.code(), ErrorCode::AnswerTooLarge);
    // As a stream it is answered piece by piece.
    let batches = [Ok(batch)].into_iter();
    let mut answers = shards().decide(batches, Reasons::LeftOut, OnError::GoOn, 2);
    assert!(answers.next().unwrap().unwrap().num_rows() < 100_000);
}
