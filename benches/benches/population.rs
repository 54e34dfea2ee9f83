//! Random closed queries to a population, in batches: 1,000 to 18 million patients, one thread and two.
//!
//! The yardstick does nothing but read 16 bytes at random places of a table as large as that of the patients. Times are for one
//! query, on one thread; with two threads, for one query of both together.

use std::hint::black_box;
use std::thread;
use std::time::{Duration, Instant as Clock};

use akkoord::compiled::{NotAnswered, Verdict};
use akkoord::population::{Population, PreparedQuery};
use akkoord::{Engine, Instant};
use akkoord_benches::country::questions;
use akkoord_examples::{Country, Random, patient_id};
use criterion::{BenchmarkId, Criterion, SamplingMode, criterion_group, criterion_main};

/// Mirrored in xtask/src/bench.rs, which draws the chart.
const PATIENTS: [u64; 6] = [1_000, 10_000, 100_000, 1_000_000, 5_000_000, 18_000_000];
const BATCH: usize = 4_096;
const ASKED: usize = 1 << 20;

/// Loads the whole country on one thread: the benches ask on one population, so that two threads share it.
fn load(engine: &Engine, at: Instant, patients: u64) -> Population {
    let country = Country::new(engine, 1, at);
    let mut population = Population::new(engine, at, patients as usize);
    for number in 0..patients {
        let profile = country.profile(number).expect("a legal profile");
        population.put(&profile).expect("room");
        if patients > 1_000_000 && number % 1_000_000 == 0 {
            eprintln!("{number} of {patients} patients");
        }
    }
    population
}

fn ask(population: &Population, queries: &[(&str, PreparedQuery)]) {
    let mut verdicts: Vec<Result<Verdict, NotAnswered>> = vec![Err(NotAnswered::Outdated); BATCH];
    for batch in queries.chunks(BATCH) {
        black_box(population.decide_batch(black_box(batch), &mut verdicts));
    }
}

/// The time of so many queries, from the time of whole rounds.
fn timed(asked: u64, rounds_of: usize, mut round: impl FnMut()) -> Duration {
    let rounds = asked.div_ceil(rounds_of as u64);
    let start = Clock::now();
    (0..rounds).for_each(|_| round());
    let share = asked as f64 / (rounds * rounds_of as u64) as f64;
    start.elapsed().mul_f64(share)
}

fn population(criterion: &mut Criterion) {
    let engine = Engine::mitz();
    let at = "2026-11-22T20:00:00Z"
        .parse::<Instant>()
        .expect("an instant");
    for patients in PATIENTS {
        let population = load(&engine, at, patients);
        let questions = questions(&population, at);
        let mut random = Random::new(11);
        let ids: Vec<String> = (0..ASKED)
            .map(|_| patient_id(random.below(patients)))
            .collect();
        let queries: Vec<(&str, PreparedQuery)> = ids
            .iter()
            .map(|id| (id.as_str(), questions[random.below(192) as usize]))
            .collect();
        for ((id, query), number) in queries.iter().zip(0..10_000) {
            let profile = population.profile(id).expect("everybody is there");
            assert_eq!(
                population
                    .decide(id, query)
                    .map(|verdict| verdict.outcome()),
                decided(&population, &queries[number..=number]),
                "{profile:?}"
            );
        }
        let mut group = criterion.benchmark_group("population");
        group
            .sampling_mode(SamplingMode::Flat)
            .sample_size(10)
            .warm_up_time(Duration::from_secs(1))
            .measurement_time(Duration::from_secs(4));
        group.bench_function(BenchmarkId::new("one_thread", patients), |bencher| {
            bencher.iter_custom(|asked| timed(asked, ASKED, || ask(&population, &queries)));
        });
        group.bench_function(BenchmarkId::new("two_threads", patients), |bencher| {
            let (one, other) = queries.split_at(ASKED / 2);
            bencher.iter_custom(|asked| {
                timed(asked, ASKED, || {
                    thread::scope(|scope| {
                        scope.spawn(|| ask(&population, other));
                        ask(&population, one);
                    });
                })
            });
        });
        group.bench_function(BenchmarkId::new("one_by_one", patients), |bencher| {
            let mut turn = 0;
            bencher.iter(|| {
                turn = (turn + 1) % ASKED;
                let (id, query) = &queries[turn];
                black_box(population.decide(id, query))
            });
        });
        let entries = population.memory().people / 16;
        let table: Vec<[u64; 2]> = (0..entries as u64).map(|entry| [entry, !entry]).collect();
        let places: Vec<u32> = (0..ASKED)
            .map(|_| random.below(entries as u64) as u32)
            .collect();
        group.bench_function(BenchmarkId::new("bare_read", patients), |bencher| {
            bencher.iter_custom(|asked| {
                timed(asked, ASKED, || {
                    let sum = places.iter().fold(0_u64, |sum, place| {
                        let [one, other] = table[*place as usize];
                        sum.wrapping_add(one ^ other)
                    });
                    black_box(sum);
                })
            });
        });
        group.finish();
    }
}

/// One query by the batch.
fn decided(
    population: &Population,
    query: &[(&str, PreparedQuery)],
) -> Result<akkoord::Outcome, NotAnswered> {
    let mut verdicts = [Err(NotAnswered::Outdated)];
    population.decide_batch(query, &mut verdicts);
    verdicts[0].map(Verdict::outcome)
}

criterion_group!(benches, population);
criterion_main!(benches);
