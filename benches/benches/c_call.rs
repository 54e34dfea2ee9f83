//! The C face beside core, in one run: what a call costs more. Calls go through pointers that the compiler cannot see through, as a
//! call into a shared library does, so that nothing of them is inlined; the calls of core are inlined, as they are in Rust.
//!
//! What a call costs more (`…_over_core`) is measured by taking turns, 256 calls of core and 256 of C: a machine that is slower for a
//! while is so for both.

#![expect(unsafe_code, reason = "calls the C face as C does")]

use std::hint::black_box;
use std::ptr::null_mut;
use std::time::{Duration, Instant};

use akkoord::{Engine, Query};
use akkoord_benches::world::{World, query_json};
use akkoord_ffi::{
    AKKOORD_OK, AKKOORD_TREATMENT_ASSERTED, CompiledHandle, EngineHandle, Output,
    PreparedQueryHandle, QueryStruct, Text, VerdictStruct,
};
use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, criterion_group, criterion_main};

const QUESTIONS: usize = 256;

type Decide = unsafe extern "C" fn(
    *const CompiledHandle,
    *const PreparedQueryHandle,
    *mut VerdictStruct,
) -> u32;
type DecideQuery =
    unsafe extern "C" fn(*const CompiledHandle, *const QueryStruct, *mut VerdictStruct) -> u32;
type DecideBatch = unsafe extern "C" fn(
    *const CompiledHandle,
    *const QueryStruct,
    usize,
    *mut VerdictStruct,
) -> u32;
type EvaluateJson = unsafe extern "C" fn(
    *const EngineHandle,
    *const std::ffi::c_char,
    usize,
    u64,
    *mut Output,
) -> u32;

fn time<T>(group: &mut BenchmarkGroup<'_, WallTime>, name: &str, mut ask: impl FnMut(usize) -> T) {
    let mut turn = 0;
    group.bench_function(name, |bencher| {
        bencher.iter(|| {
            turn = (turn + 1) % QUESTIONS;
            black_box(ask(black_box(turn)))
        });
    });
}

/// What `c` costs more than `core`, a call.
fn over<A, B>(
    group: &mut BenchmarkGroup<'_, WallTime>,
    name: &str,
    mut core: impl FnMut(usize) -> A,
    mut c: impl FnMut(usize) -> B,
) {
    group.bench_function(name, |bencher| {
        bencher.iter_custom(|calls| {
            let (mut of_core, mut of_c) = (Duration::ZERO, Duration::ZERO);
            let mut left = usize::try_from(calls).expect("a count of calls");
            while left > 0 {
                let turns = left.min(QUESTIONS);
                let started = Instant::now();
                for turn in 0..turns {
                    black_box(core(black_box(turn)));
                }
                let between = Instant::now();
                for turn in 0..turns {
                    black_box(c(black_box(turn)));
                }
                of_core += between - started;
                of_c += between.elapsed();
                left -= turns;
            }
            // Never nothing, which criterion takes for a mistake.
            of_c.saturating_sub(of_core).max(Duration::from_nanos(1))
        });
    });
}

fn text(text: &str) -> Text {
    Text {
        data: text.as_ptr().cast(),
        length: text.len(),
    }
}

fn asked(query: &Query) -> QueryStruct {
    QueryStruct {
        size: size_of::<QueryStruct>(),
        at: query.at.as_micros(),
        holder_id: text(query.holder.id.as_str()),
        holder_type: text(&query.holder.kind),
        consulter_id: text(query.consulter.id.as_str()),
        consulter_type: text(&query.consulter.kind),
        data: text(&query.data[0]),
        purpose: text(""),
        treatment_relationship: AKKOORD_TREATMENT_ASSERTED,
        holder_connected: 0,
    }
}

fn nothing() -> VerdictStruct {
    VerdictStruct {
        outcome: 0,
        reason: 0,
        result: 0,
        decided_by_place: 0,
        valid_until: 0,
        option: text(""),
        decided_by: text(""),
        reserved: 0,
    }
}

fn c_call(criterion: &mut Criterion) {
    let engine = Engine::mitz();
    let world = World::of_twenty();
    let profile = world.profile(&engine);
    let queries = world.some_questions(QUESTIONS);
    let compiled = engine.compile(&profile, world.at).expect("one catalogue");
    let compiled_queries: Vec<_> = queries
        .iter()
        .map(|query| engine.prepare(query, &query.data[0]))
        .collect();
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

    let (mut c_engine, mut c_profile, mut c_compiled) = (null_mut(), null_mut(), null_mut());
    let mut output = null_mut();
    let structs: Vec<QueryStruct> = queries.iter().map(asked).collect();
    // SAFETY: handles that this function made, places and texts of its own, which outlive the calls.
    let prepared: Vec<*mut PreparedQueryHandle> = unsafe {
        assert_eq!(
            akkoord_ffi::akkoord_engine_new_mitz(&mut c_engine),
            AKKOORD_OK
        );
        let json = world.json.as_ptr().cast();
        let code = akkoord_ffi::akkoord_profile_new_from_json(
            c_engine,
            json,
            world.json.len(),
            null_mut(),
            &mut c_profile,
        );
        assert_eq!(code, AKKOORD_OK);
        let at = world.at.as_micros();
        let code =
            akkoord_ffi::akkoord_compiled_new(c_engine, c_profile, at, null_mut(), &mut c_compiled);
        assert_eq!(code, AKKOORD_OK);
        assert_eq!(akkoord_ffi::akkoord_output_new(&mut output), AKKOORD_OK);
        let made = structs.iter().map(|query| {
            let mut one = null_mut();
            let code =
                akkoord_ffi::akkoord_prepared_query_new(c_engine, query, null_mut(), &mut one);
            assert_eq!(code, AKKOORD_OK);
            one
        });
        made.collect()
    };
    let decide: Decide = black_box(akkoord_ffi::akkoord_compiled_decide);
    let decide_query: DecideQuery = black_box(akkoord_ffi::akkoord_compiled_decide_query);
    let decide_batch: DecideBatch = black_box(akkoord_ffi::akkoord_compiled_decide_batch);
    let evaluate_json: EvaluateJson = black_box(akkoord_ffi::akkoord_evaluate_json);
    for (turn, query) in compiled_queries.iter().enumerate() {
        let expected = compiled.decide(query).expect("its instant");
        let mut verdict = nothing();
        // SAFETY: as above.
        let code = unsafe { decide(c_compiled, prepared[turn], &mut verdict) };
        assert_eq!(code, AKKOORD_OK);
        assert_eq!(
            usize::try_from(verdict.decided_by_place)
                .ok()
                .and_then(|row| row.checked_sub(1)),
            expected.decided_by_row()
        );
    }

    let mut group = criterion.benchmark_group("c_call");
    group
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(3));
    // Where the answers go is the caller's, and the same each time.
    let mut verdict = nothing();
    let core_compiled = |turn: usize| compiled.decide(&compiled_queries[turn]);
    let mut by_prepared = |turn: usize| {
        // SAFETY: as above.
        let code = unsafe { decide(c_compiled, prepared[turn], &mut verdict) };
        black_box(&verdict);
        code
    };
    time(&mut group, "core_compiled", core_compiled);
    time(&mut group, "compiled", &mut by_prepared);
    over(&mut group, "compiled_over_core", core_compiled, by_prepared);
    // From the same texts as the C call: nothing of them is hashed or looked up beforehand.
    let core_query = |turn: usize| {
        let query = &queries[turn];
        compiled.decide(&engine.prepare_view(&query.view(), &query.data[0]))
    };
    let mut query = |turn: usize| {
        // SAFETY: as above.
        let code = unsafe { decide_query(c_compiled, &structs[turn], &mut verdict) };
        black_box(&verdict);
        code
    };
    time(&mut group, "core_query", core_query);
    time(&mut group, "query", &mut query);
    over(&mut group, "query_over_core", core_query, query);
    let mut verdicts = vec![nothing(); QUESTIONS];
    group.bench_function("batch_of_256", |bencher| {
        bencher.iter(|| {
            // SAFETY: as above.
            unsafe {
                decide_batch(
                    c_compiled,
                    structs.as_ptr(),
                    QUESTIONS,
                    verdicts.as_mut_ptr(),
                )
            }
        });
    });
    let core_json = |turn: usize| engine.evaluate_json(&lines[turn]);
    let json = |turn: usize| {
        let line = &lines[turn];
        // SAFETY: as above.
        unsafe { evaluate_json(c_engine, line.as_ptr().cast(), line.len(), 1, output) }
    };
    time(&mut group, "core_json", core_json);
    time(&mut group, "json", json);
    over(&mut group, "json_over_core", core_json, json);
    group.finish();
    // SAFETY: handles that this function made, not used afterwards.
    unsafe {
        for one in prepared {
            akkoord_ffi::akkoord_prepared_query_free(one);
        }
        akkoord_ffi::akkoord_output_free(output);
        akkoord_ffi::akkoord_compiled_free(c_compiled);
        akkoord_ffi::akkoord_profile_free(c_profile);
        akkoord_ffi::akkoord_engine_free(c_engine);
    }
}

criterion_group!(benches, c_call);
criterion_main!(benches);
