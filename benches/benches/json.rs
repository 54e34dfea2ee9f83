//! From the JSON of a profile of twenty choices (4 kB) to a decision.
//!
//! The question is prepared; the profile is read anew each time. Cedar and casbin cannot say *the last choice wins*: for
//! them the profile is read by derived serde code and worked out by hand, which is timed with them.

use std::hint::black_box;
use std::time::Duration;

use akkoord::Engine;
use akkoord_benches::check::assert_agrees;
use akkoord_benches::facts::{Question, facts, parse};
use akkoord_benches::peers::Resolved;
use akkoord_benches::peers::casbin::Casbin;
use akkoord_benches::peers::cedar::Cedar;
use akkoord_benches::peers::rego::{Raw, Rego};
use akkoord_benches::world::{World, query_json};
use akkoord_benches::yardsticks::scan;
use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, criterion_group, criterion_main};

const QUESTIONS: usize = 64;

fn time<T>(group: &mut BenchmarkGroup<'_, WallTime>, name: &str, mut ask: impl FnMut(usize) -> T) {
    let mut turn = 0;
    group.bench_function(name, |bencher| {
        bencher.iter(|| {
            turn = (turn + 1) % QUESTIONS;
            black_box(ask(black_box(turn)))
        });
    });
}

fn json(criterion: &mut Criterion) {
    let engine = Engine::mitz();
    let world = World::of_twenty();
    let profile = world.profile(&engine);
    let queries = world.some_questions(QUESTIONS);
    let questions: Vec<Question> = queries.iter().map(Question::of).collect();
    let agrees = |name: &str, permits: &mut dyn FnMut(usize) -> bool| {
        assert_agrees(name, &engine, &profile, &queries, permits);
    };
    let mut group = criterion.benchmark_group("json");
    group
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(3));

    time(&mut group, "read_and_decide", |turn| {
        let profile = engine
            .read_profile(black_box(&world.json))
            .expect("a good profile");
        engine.decide(&profile, &queries[turn])
    });
    let lines: Vec<String> = queries
        .iter()
        .map(|query| {
            format!(
                r#"{{"profile":{},"query":{}}}"#,
                world.json,
                query_json(query)
            )
        })
        .collect();
    agrees("evaluate_json", &mut |turn| {
        engine
            .evaluate_json(&lines[turn])
            .contains(r#""decision":"permit""#)
    });
    time(&mut group, "evaluate_json", |turn| {
        engine.evaluate_json(&lines[turn])
    });

    // Reading alone: nothing is checked, nothing is decided.
    group.bench_function("serde_only", |bencher| {
        bencher.iter(|| black_box(parse(black_box(&world.json)).choices.len()))
    });
    let by_hand = |turn: usize| {
        scan(
            &facts(&parse(black_box(&world.json))),
            &questions[turn].by_text(),
        )
        .permits
    };
    agrees("serde and scan", &mut { by_hand });
    time(&mut group, "serde_and_scan", by_hand);

    let cedar = Cedar::default();
    let requests: Vec<_> = questions
        .iter()
        .map(|question| cedar.request(question))
        .collect();
    let by_cedar = |turn: usize| {
        let document = parse(black_box(&world.json));
        let facts = facts(&document);
        let entities = cedar.entities(&Resolved::of(&facts, questions[turn].at));
        cedar.permits(&requests[turn], &entities)
    };
    agrees("cedar", &mut { by_cedar });
    time(&mut group, "cedar", by_cedar);

    let mut rego = Raw::default();
    let inputs: Vec<_> = queries.iter().map(Raw::input).collect();
    agrees("regorus", &mut |turn| {
        rego.permits(&world.json, &inputs[turn])
    });
    time(&mut group, "regorus", |turn| {
        rego.permits(black_box(&world.json), &inputs[turn])
    });

    let inputs: Vec<_> = questions.iter().map(Rego::input).collect();
    let mut rego = Rego::default();
    let mut by_rego = |turn: usize| {
        let document = parse(black_box(&world.json));
        let facts = facts(&document);
        rego.load(&Resolved::of(&facts, questions[turn].at));
        rego.permits(&inputs[turn])
    };
    agrees("regorus, worked out by hand", &mut by_rego);
    time(&mut group, "regorus_resolved", by_rego);

    let mut casbin = Casbin::default();
    let requests: Vec<_> = questions.iter().map(Casbin::request).collect();
    let mut by_casbin = |turn: usize| {
        let document = parse(black_box(&world.json));
        let facts = facts(&document);
        casbin.load(&Resolved::of(&facts, questions[turn].at));
        casbin.permits(&requests[turn])
    };
    agrees("casbin", &mut by_casbin);
    time(&mut group, "casbin", by_casbin);
    group.finish();
}

criterion_group!(benches, json);
criterion_main!(benches);
