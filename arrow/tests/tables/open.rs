//! Open queries: who may disclose.

use std::sync::Arc;

use akkoord::overview::{OpenQuery, Subscription, Subscriptions};
use akkoord::{Engine, Query};
use akkoord_arrow::{OnError, Reasons};
use arrow_array::cast::AsArray;
use arrow_array::types::{Int8Type, TimestampMicrosecondType};
use arrow_array::{Array, ArrayRef, BooleanArray, RecordBatch, StringArray};

use crate::common::{AT, Line, choice, lists, load, nullable, table};

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
    let others = [
        individual("c1", "yes", "ura:90000017"),
        individual("c2", "no", "ura:90000018"),
        individual("c3", "yes", "ura:90000019"),
    ];
    let line = others.each_ref().map(|other| choice("999990019", other));
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
        holder: akkoord::query::Holder {
            id: akkoord::ids::ProviderId::new(id).unwrap(),
            kind: (*kind).into(),
            connection: akkoord::query::Connection::Connected,
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
        let entry = |one: &akkoord::overview::Disclosing| {
            (
                one.holder.as_str().into(),
                one.kind.to_string(),
                one.data.to_string(),
            )
        };
        answer.holders().iter().map(entry).collect()
    };
    assert_eq!(told(0), expected(&[]));
    assert_eq!(told(0).len(), 2);
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
