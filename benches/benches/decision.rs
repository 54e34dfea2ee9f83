//! One decision about a profile of twenty choices: akkoord, what a hand could write, and the peers.
//!
//! Every contender answers the same 256 questions in turn, prepared before the clock starts, after it has been shown to
//! agree with the literal engine on each of them.

use std::hint::black_box;
use std::time::Duration;

use akkoord::Engine;
use akkoord_benches::check::{assert_agrees, ours};
use akkoord_benches::facts::{Numbers, Question, facts, parse};
use akkoord_benches::peers::Resolved;
use akkoord_benches::peers::casbin::Casbin;
use akkoord_benches::peers::cedar::Cedar;
use akkoord_benches::peers::rego::{Interpreted, Rego};
use akkoord_benches::world::World;
use akkoord_benches::yardsticks::{Map, scan};
use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, criterion_group, criterion_main};

const QUESTIONS: usize = 256;

/// Times one answer, the questions in turn.
fn time<T>(group: &mut BenchmarkGroup<'_, WallTime>, name: &str, mut ask: impl FnMut(usize) -> T) {
    let mut turn = 0;
    group.bench_function(name, |bencher| {
        bencher.iter(|| {
            turn = (turn + 1) % QUESTIONS;
            black_box(ask(black_box(turn)))
        });
    });
}

fn decision(criterion: &mut Criterion) {
    let engine = Engine::mitz();
    let world = World::of_twenty();
    let profile = world.profile(&engine);
    let queries = world.some_questions(QUESTIONS);
    let questions: Vec<Question> = queries.iter().map(Question::of).collect();
    let document = parse(&world.json);
    let facts = facts(&document);
    let resolved = Resolved::of(&facts, world.at.as_micros());
    let agrees = |name: &str, permits: &mut dyn FnMut(usize) -> bool| {
        assert_agrees(name, &engine, &profile, &queries, permits);
    };
    let mut group = criterion.benchmark_group("decision");
    group
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(3));

    let compiled = engine.compile(&profile, world.at).expect("one catalogue");
    let compiled_queries: Vec<_> = queries
        .iter()
        .map(|query| engine.prepare(query, &query.data[0]))
        .collect();
    let decide = |turn: usize| {
        compiled
            .decide(&compiled_queries[turn])
            .expect("its instant")
    };
    for (turn, query) in queries.iter().enumerate() {
        let verdict = decide(turn);
        let expected = ours(&engine, &profile, query);
        assert_eq!(
            compiled.decided_by(verdict).map(|id| id.as_str()),
            expected.1
        );
    }
    time(&mut group, "compiled", decide);
    time(&mut group, "string_query", |turn| {
        let query = &queries[turn];
        compiled.decide(&engine.prepare(query, &query.data[0]))
    });
    time(&mut group, "literal", |turn| {
        engine.decide(&profile, &queries[turn])
    });

    let mut numbers = Numbers::default();
    let numbered = numbers.facts(&facts);
    let asked: Vec<_> = questions
        .iter()
        .map(|question| numbers.question(question))
        .collect();
    let map = Map::of(&numbered, world.at.as_micros());
    for (asked, query) in asked.iter().zip(&queries) {
        let (permits, decided_by) = ours(&engine, &profile, query);
        for answer in [scan(&numbered, asked), map.ask(asked)] {
            assert_eq!(
                (answer.permits, answer.decided_by),
                (permits, decided_by),
                "{query:?}"
            );
        }
    }
    time(&mut group, "scan", |turn| scan(&numbered, &asked[turn]));
    time(&mut group, "hash_map", |turn| map.ask(&asked[turn]));

    let cedar = Cedar::default();
    let entities = cedar.entities(&resolved);
    let requests: Vec<_> = questions
        .iter()
        .map(|question| cedar.request(question))
        .collect();
    agrees("cedar", &mut |turn| {
        cedar.permits(&requests[turn], &entities)
    });
    time(&mut group, "cedar", |turn| {
        cedar.permits(&requests[turn], &entities)
    });

    let inputs: Vec<_> = questions.iter().map(Rego::input).collect();
    let mut rego = Rego::default();
    rego.load(&resolved);
    agrees("regorus", &mut |turn| rego.permits(&inputs[turn]));
    time(&mut group, "regorus", |turn| rego.permits(&inputs[turn]));
    let mut interpreted = Interpreted::with(&resolved);
    agrees("regorus, interpreted", &mut |turn| {
        interpreted.permits(&inputs[turn])
    });
    time(&mut group, "regorus_interpreted", |turn| {
        interpreted.permits(&inputs[turn])
    });

    let mut casbin = Casbin::default();
    casbin.load(&resolved);
    let requests: Vec<_> = questions.iter().map(Casbin::request).collect();
    agrees("casbin", &mut |turn| casbin.permits(&requests[turn]));
    time(&mut group, "casbin", |turn| casbin.permits(&requests[turn]));
    group.finish();
}

criterion_group!(benches, decision);
criterion_main!(benches);
