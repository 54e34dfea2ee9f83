//! A country on one machine: makes 18 million synthetic patients, loads them, asks, and prints what it cost.
//!
//! ```sh
//! cargo run --release -p akkoord-examples --bin country                    # 18 million patients
//! cargo run --release -p akkoord-examples --bin country -- 1000000 42     # another number, another seed
//! ```
//!
//! A question about a random patient waits for memory. Where the system gives huge pages only to who asks (Linux with
//! `transparent_hugepage` at `madvise`), let the allocator ask: put `GLIBC_TUNABLES=glibc.malloc.hugetlb=1` before the command.

#![expect(
    clippy::disallowed_methods,
    reason = "an example that measures reads the clock; the engine does not"
)]

use std::error::Error;
use std::io::{IsTerminal, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant as Clock};

use akkoord::compiled::{NotAnswered, Verdict};
use akkoord::ids::ProviderId;
use akkoord::population::{Population, PreparedQuery};
use akkoord::query::{Connection, Consulter, Holder, Purpose, TreatmentRelationship};
use akkoord::{Engine, Instant, Outcome, Query};
use akkoord_examples::{
    Country, HOLDERS, Random, holder_id, huge_page_bytes, patient_id, post_id, resident_bytes,
};

const SHARDS: usize = 2;
const MEGA: f64 = 1e6;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let patients: u64 = arguments
        .next()
        .map_or(Ok(18_000_000), |text| text.parse())?;
    let seed: u64 = arguments.next().map_or(Ok(1), |text| text.parse())?;
    let at = "2026-11-22T20:00:00Z".parse::<Instant>()?;
    let engine = Engine::mitz();
    let country = Country::new(&engine, seed, at);
    println!("{patients} synthetic patients from seed {seed}, as on {at}; {SHARDS} threads load");

    let start = Clock::now();
    let shards = load(&engine, &country, patients, at)?;
    let took = start.elapsed();
    let there: usize = shards.iter().map(Population::len).sum();
    println!(
        "\nloaded {there} patients in {:.1} s ({:.2} million a second)",
        took.as_secs_f64(),
        rate(patients, took)
    );
    let memory: usize = shards.iter().map(|shard| shard.memory().total()).sum();
    let tables: usize = shards.iter().map(Population::tables).sum();
    println!(
        "memory of the populations: {:.0} MiB ({:.1} bytes a patient); {tables} different tables of answers",
        mebibytes(memory as u64),
        memory as f64 / patients as f64
    );
    for (part, bytes) in parts(&shards) {
        println!("  {part:<10} {:>7.0} MiB", mebibytes(bytes as u64));
    }
    if let Some(resident) = resident_bytes() {
        println!(
            "resident memory of the process: {:.0} MiB",
            mebibytes(resident)
        );
    }

    if let Some(huge) = huge_page_bytes() {
        println!("  of which in huge pages: {:.0} MiB", mebibytes(huge));
    }

    let questions = questions(&shards, at)?;
    let bare = bare_reads(&shards, patients, seed);
    closed(&shards, &questions, patients, seed, bare);
    latency(&shards, &questions, patients, seed);
    open(&shards, &questions, patients, seed);
    Ok(())
}

fn rate(count: u64, took: Duration) -> f64 {
    count as f64 / took.as_secs_f64() / MEGA
}

fn mebibytes(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1 << 20)
}

/// Each thread makes and loads the patients of its own shard.
fn load(
    engine: &Engine,
    country: &Country<'_>,
    patients: u64,
    at: Instant,
) -> Result<Vec<Population>, Box<dyn Error>> {
    let done = AtomicU64::new(0);
    let shard = |shard: usize| -> Result<Population, akkoord::Error> {
        let room = usize::try_from(patients).unwrap_or(0) / SHARDS;
        let mut population = Population::new(engine, at, room + room / 100);
        for number in 0..patients {
            if Population::shard(&patient_id(number), SHARDS) != shard {
                continue;
            }
            population.put(&country.profile(number)?)?;
            let so_far = done.fetch_add(1, Ordering::Relaxed);
            if so_far.is_multiple_of(500_000) && std::io::stderr().is_terminal() {
                eprint!("\r{:>5.1} %", so_far as f64 * 100.0 / patients as f64);
                std::io::stderr().flush().ok();
            }
        }
        Ok(population)
    };
    thread::scope(|scope| {
        let threads: Vec<_> = (0..SHARDS)
            .map(|number| {
                let shard = &shard;
                scope.spawn(move || shard(number))
            })
            .collect();
        let join = |thread: thread::ScopedJoinHandle<'_, _>| {
            thread.join().map_err(|_| "a loading thread failed")
        };
        threads
            .into_iter()
            .map(|thread| Ok(join(thread)??))
            .collect()
    })
}

fn parts(shards: &[Population]) -> [(&'static str, usize); 4] {
    let sum = |part: fn(akkoord::population::Memory) -> usize| {
        shards.iter().map(|shard| part(shard.memory())).sum()
    };
    [
        ("people", sum(|memory| memory.people)),
        ("records", sum(|memory| memory.records)),
        ("tables", sum(|memory| memory.tables)),
        ("names", sum(|memory| memory.names)),
    ]
}

/// What an out-of-hours post asks, for 64 holders of each of three categories; per shard.
type Questions = Vec<Vec<PreparedQuery>>;

fn questions(shards: &[Population], at: Instant) -> Result<Questions, Box<dyn Error>> {
    let mut random = Random::new(7);
    let mut queries = Vec::new();
    for (category, data) in [(0_usize, "GGC002"), (1, "GGC013"), (2, "GGC002")] {
        for _ in 0..64 {
            let holder = holder_id(category, random.below(HOLDERS[category].2));
            let query = Query {
                holder: Holder {
                    id: ProviderId::new(&holder)?,
                    kind: HOLDERS[category].1.into(),
                    connection: Connection::Connected,
                },
                consulter: Consulter {
                    id: ProviderId::new(&post_id(random.below(120)))?,
                    kind: "N6".into(),
                },
                data: vec![data.into()],
                purpose: Purpose::Treatment,
                treatment_relationship: TreatmentRelationship::Asserted,
                at,
            };
            queries.push((query, data));
        }
    }
    let of = |shard: &Population| {
        queries
            .iter()
            .map(|(query, data)| shard.prepare(query, data))
            .collect()
    };
    Ok(shards.iter().map(of).collect::<Result<_, NotAnswered>>()?)
}

/// What the machine can do at best, in nanoseconds: reads of 16 bytes at random places, independent of each other, from as
/// much memory as the table of patients takes. Nothing is looked for, nothing is decided.
fn bare_reads(shards: &[Population], patients: u64, seed: u64) -> f64 {
    let entries = parts(shards)[0].1 / 16;
    let table: Vec<[u64; 2]> = (0..entries as u64)
        .map(|number| [number, !number])
        .collect();
    let mut random = Random::new(seed ^ 0x5555);
    let places: Vec<u32> = (0..patients.min(1 << 20))
        .map(|_| u32::try_from(random.below(entries as u64)).unwrap_or(0))
        .collect();
    let mut best = f64::MAX;
    for _ in 0..10 {
        let start = Clock::now();
        let sum = places.iter().fold(0_u64, |sum, place| {
            let [one, other] = table[*place as usize];
            sum.wrapping_add(one ^ other)
        });
        std::hint::black_box(sum);
        best = best.min(start.elapsed().as_nanos() as f64 / places.len() as f64);
    }
    println!(
        "\nyardstick, one core: reading 16 bytes at a random place of such a table takes {best:.0} ns"
    );
    best
}

/// Random closed queries in batches, on one thread.
fn closed(shards: &[Population], questions: &Questions, patients: u64, seed: u64, bare: f64) {
    const BATCH: usize = 4_096;
    const BATCHES: usize = 256;
    let mut random = Random::new(seed ^ 0xabcd);
    let ids: Vec<String> = (0..BATCH * BATCHES)
        .map(|_| patient_id(random.below(patients)))
        .collect();
    // Ids and questions are ready before the clock runs: what is timed is finding the patient and deciding.
    let mut batches: Vec<(usize, Vec<(&str, PreparedQuery)>)> = Vec::new();
    for (shard, questions) in questions.iter().enumerate() {
        let mine: Vec<_> = ids
            .iter()
            .filter(|id| Population::shard(id, SHARDS) == shard)
            .map(|id| {
                (
                    id.as_str(),
                    questions[usize::try_from(random.below(questions.len() as u64)).unwrap_or(0)],
                )
            })
            .collect();
        batches.extend(mine.chunks(BATCH).map(|batch| (shard, batch.to_vec())));
    }
    let mut verdicts: Vec<Result<Verdict, NotAnswered>> = vec![Err(NotAnswered::Outdated); BATCH];
    let (mut asked, mut permits) = (0_u64, 0_u64);
    let start = Clock::now();
    while start.elapsed() < Duration::from_secs(3) {
        for (shard, batch) in &batches {
            let answered = shards[*shard].decide_batch(batch, &mut verdicts);
            asked += answered as u64;
            permits += verdicts[..answered]
                .iter()
                .filter(|verdict| verdict.is_ok_and(|verdict| verdict.outcome() == Outcome::Permit))
                .count() as u64;
        }
    }
    let took = start.elapsed();
    println!(
        "closed queries, random patients, batches, one core: {:.1} million a second ({:.0} ns each, {:.1} × the yardstick); {:.1} % permit",
        rate(asked, took),
        took.as_nanos() as f64 / asked as f64,
        took.as_nanos() as f64 / asked as f64 / bare,
        permits as f64 * 100.0 / asked as f64
    );
}

/// One closed query after the other, each timed by itself.
fn latency(shards: &[Population], questions: &Questions, patients: u64, seed: u64) {
    let mut random = Random::new(seed ^ 0x1234);
    let mut times: Vec<u64> = Vec::with_capacity(1_000_000);
    for _ in 0..1_000_000 {
        let id = patient_id(random.below(patients));
        let shard = Population::shard(&id, SHARDS);
        let question = &questions[shard][usize::try_from(random.below(192)).unwrap_or(0)];
        let start = Clock::now();
        let verdict = std::hint::black_box(shards[shard].decide(&id, question));
        times.push(u64::try_from(start.elapsed().as_nanos()).unwrap_or(u64::MAX));
        debug_assert!(verdict.is_ok());
    }
    times.sort_unstable();
    let at = |per_mille: usize| times[(times.len() - 1) * per_mille / 1_000];
    println!(
        "one at a time, with the clock's own cost: median {} ns, 90 % {} ns, 99 % {} ns, 99.9 % {} ns, most {} ns",
        at(500),
        at(900),
        at(990),
        at(999),
        at(1_000)
    );
}

/// Open queries: which of five holders may disclose?
fn open(shards: &[Population], questions: &Questions, patients: u64, seed: u64) {
    let mut random = Random::new(seed ^ 0x9876);
    let asked = 1_000_000_u64;
    let ids: Vec<String> = (0..asked)
        .map(|_| patient_id(random.below(patients)))
        .collect();
    let mut holders = 0_u64;
    let start = Clock::now();
    for id in &ids {
        let shard = Population::shard(id, SHARDS);
        let first = usize::try_from(random.below(187)).unwrap_or(0);
        holders += shards[shard]
            .open(id, &questions[shard][first..first + 5])
            .count() as u64;
    }
    let took = start.elapsed();
    println!(
        "open queries over five holders, one core: {:.2} million a second; {:.2} holders permit on average",
        rate(asked, took),
        holders as f64 / asked as f64
    );
}
