//! How often the heap is asked for memory: exact numbers, so that a change is noticed.
#![allow(
    unsafe_code,
    reason = "a global allocator cannot be written without; this one counts and hands on to the system's"
)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::hint::black_box;

use akkoord::ids::ProviderId;
use akkoord::query::{Connection, Consulter, Holder, Purpose, TreatmentRelationship};
use akkoord::{Engine, Instant, Profile, Query};

thread_local! {
    /// Per thread: tests run side by side.
    static COUNT: Cell<u64> = const { Cell::new(0) };
}

struct Counting;

fn count() {
    // A thread that is being torn down has no counter any more, and no test.
    let _ = COUNT.try_with(|count| count.set(count.get() + 1));
}

// SAFETY: every call is handed on to the system's allocator as it came; counting touches no memory that it gives out.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count();
        // SAFETY: the caller keeps the promises of `alloc`.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count();
        // SAFETY: the caller keeps the promises of `alloc_zeroed`.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count();
        // SAFETY: the caller keeps the promises of `realloc`.
        unsafe { System.realloc(memory, layout, size) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: the caller keeps the promises of `dealloc`.
        unsafe { System.dealloc(memory, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// How often `work` asks the heap for memory.
fn allocations<T>(work: impl FnOnce() -> T) -> u64 {
    let before = COUNT.get();
    let result = black_box(work());
    let after = COUNT.get();
    drop(result);
    after - before
}

const AT: &str = "2026-03-04T12:00:00Z";

/// A blanket yes, a no to pharmacies, a no and a later yes to one GP, and an emergency yes for a GP post at a hospital.
fn profile(engine: &Engine) -> Profile {
    let choice = |id: &str, answer: &str, scope: &str, channel: &str, day: u32| {
        format!(
            r#"{{"id":"{id}","answer":"{answer}","scope":{{{scope}}},"channel":"{channel}",
                 "decided_at":"2026-03-0{day}T10:00:00Z","recorded_at":"2026-03-0{day}T10:00:00Z"}}"#
        )
    };
    let gp = r#""level":"individual","holders":["ura:90000017"]"#;
    let emergency = r#""level":"emergency","holders":["ura:90000041"],"consulter":{"id":"ura:90000033","type":"N6"}"#;
    let pharmacies = r#""level":"categorical","holder_category":"apotheken""#;
    let choices = [
        choice("c1", "yes", r#""level":"blanket""#, "mijn_mitz", 1),
        choice("c2", "no", pharmacies, "mijn_mitz", 2),
        choice("c3", "no", gp, "dossierhoudersknop", 2),
        choice("c4", "yes", gp, "dossierhoudersknop", 3),
        choice("c5", "yes", emergency, "raadplegersknop", 3),
    ];
    let json = format!(
        r#"{{"patient":{{"id":"999990019"}},"choices":[{}]}}"#,
        choices.join(",")
    );
    engine.read_profile(&json).unwrap()
}

fn ask(holder: &str, kind: &str, data: &str) -> Query {
    Query {
        holder: Holder {
            id: ProviderId::new(holder).unwrap(),
            kind: kind.into(),
            connection: Connection::Connected,
        },
        consulter: Consulter {
            id: ProviderId::new("ura:90000033").unwrap(),
            kind: "N6".into(),
        },
        data: vec![data.into()],
        purpose: Purpose::Treatment,
        treatment_relationship: TreatmentRelationship::Asserted,
        at: AT.parse::<Instant>().unwrap(),
    }
}

/// A question for each way through the compiled tables: a named holder, one with an emergency, an unnamed one, no option,
/// an unknown code, and an id that is too long to be stored in place.
fn questions() -> Vec<Query> {
    let long = format!("urn:oid:{}", "2.16.528.1.1007.3.3.".repeat(4));
    vec![
        ask("ura:90000017", "Z3", "GGC002"),
        ask("ura:90000041", "V4", "GGC002"),
        ask("ura:90000025", "J8", "GGC013"),
        ask("ura:90000025", "J8", "GGC002"),
        ask("ura:90000017", "Z3", "GGC999"),
        ask(&long, "Z3", "GGC002"),
    ]
}

#[test]
fn a_compiled_decision_allocates_nothing() {
    let engine = Engine::mitz();
    let profile = profile(&engine);
    let at = AT.parse::<Instant>().unwrap();
    let compiled = engine.compile(&profile, at).unwrap();
    for query in questions() {
        let question = engine.prepare(&query, &query.data[0]);
        assert_eq!(allocations(|| compiled.decide(&question)), 0, "{query:?}");
        let verdict = compiled.decide(&question).unwrap();
        let ids = || {
            (
                compiled.decided_by(verdict),
                compiled.option(verdict).map(|option| option.id()),
            )
        };
        assert_eq!(allocations(ids), 0, "{query:?}");
    }
}

#[test]
fn compiling_a_query_allocates_nothing() {
    let engine = Engine::mitz();
    for query in questions() {
        let compile = || engine.prepare(&query, &query.data[0]);
        assert_eq!(allocations(compile), 0, "{query:?}");
    }
}

#[test]
fn a_literal_decision_allocates_this_often() {
    let engine = Engine::mitz();
    let profile = profile(&engine);
    let counted: Vec<u64> = questions()
        .iter()
        .map(|query| allocations(|| engine.decide(&profile, query)))
        .collect();
    // The list of decisions; what concerns the question, the cells of both levels, what was outweighed, and its grounds.
    // Fewer where nothing is looked at: no option, an unknown code.
    assert_eq!(counted, [6, 6, 6, 1, 1, 4]);
}

#[test]
fn the_allocator_counts() {
    assert_eq!(allocations(|| vec![1_u8]), 1);
    assert_eq!(allocations(|| ()), 0);
}
