//! How the cost grows with the number of choices of a profile.

use std::hint::black_box;
use std::time::Duration;

use akkoord::Engine;
use akkoord_benches::world::World;
use criterion::{BenchmarkId, Criterion, SamplingMode, criterion_group, criterion_main};

const QUESTIONS: usize = 256;
/// Mirrored in xtask/src/bench.rs, which draws the chart.
const CHOICES: [usize; 7] = [0, 1, 5, 20, 100, 1_000, 10_000];

fn growth(criterion: &mut Criterion) {
    let engine = Engine::mitz();
    for choices in CHOICES {
        let world = World::with(choices, 5);
        let profile = world.profile(&engine);
        let queries = world.some_questions(QUESTIONS);
        let compiled = engine.compile(&profile, world.at).expect("one catalogue");
        let compiled_queries: Vec<_> = queries
            .iter()
            .map(|query| engine.prepare(query, &query.data[0]))
            .collect();
        let mut group = criterion.benchmark_group("growth");
        group
            .warm_up_time(Duration::from_millis(500))
            .measurement_time(Duration::from_secs(2));
        let mut turn = 0;
        let mut next = || {
            turn = (turn + 1) % QUESTIONS;
            turn
        };
        group.bench_function(BenchmarkId::new("compiled", choices), |bencher| {
            bencher.iter(|| black_box(compiled.decide(&compiled_queries[next()])));
        });
        group.bench_function(BenchmarkId::new("literal", choices), |bencher| {
            bencher.iter(|| black_box(engine.decide(&profile, &queries[next()])));
        });
        group.bench_function(BenchmarkId::new("json", choices), |bencher| {
            bencher.iter(|| {
                let profile = engine
                    .read_profile(black_box(&world.json))
                    .expect("a good profile");
                black_box(engine.decide(&profile, &queries[next()]))
            });
        });
        // The largest takes a good part of a second.
        group.sampling_mode(SamplingMode::Flat).sample_size(10);
        group.bench_function(BenchmarkId::new("compile", choices), |bencher| {
            bencher.iter(|| black_box(engine.compile(black_box(&profile), world.at)));
        });
        group.finish();
    }
}

criterion_group!(benches, growth);
criterion_main!(benches);
