//! A population in parts, asked by several threads.

use std::sync::Arc;

use akkoord::{Engine, Instant};
use akkoord_arrow::{OnError, Reasons, Shards, TableError};

use crate::common::{Line, at, choice, decided, load, nullable, queries, reasons, table};

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
            .map(|asked| nullable(queries(asked, "ura:90000017")))
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
    let batches = batches.map(|batch| Ok(nullable(queries(batch, "ura:90000017"))));
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
    let TableError::Row(error) = error else {
        panic!("{error}");
    };
    assert_eq!((error.row, &*error.column), (80_001, "patient"));
    assert!(rows <= 80_001);
    assert!(answers.next().is_none());
}

#[test]
fn another_instant_is_another_answer() {
    let line = choice("999990019", &[("withdrawn_at", "2026-07-01T00:00:00Z")]);
    let lines: [Line<'_>; 1] = [&line];
    let (mut shards, _) = load(vec![table(&lines)], 2, OnError::Stop).unwrap();
    let told = |shards: &Shards| reasons(shards, &["999990019"], "ura:90000017");
    assert_eq!(told(&shards), ["blanket_yes"]);
    shards
        .go_to("2026-07-01T00:00:00Z".parse::<Instant>().unwrap())
        .unwrap();
    assert_eq!(told(&shards), ["no_choice"]);
    shards.go_to(at()).unwrap();
    assert_eq!(told(&shards), ["blanket_yes"]);
}
