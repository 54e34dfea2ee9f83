//! The closed vectors by struct: compiled, in a batch, literal, and in a population give what core gives, with nothing allocated where
//! nothing is promised to be.

#![expect(unsafe_code, reason = "calls the C face as C does")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::ptr::{null, null_mut};

use akkoord::line::Line;
use akkoord::query::{Connection, Purpose, TreatmentRelationship};
use akkoord::{Decision, Engine, Instant, Query};
use akkoord_conformance::vectors;
use akkoord_ffi::*;

/// Counts what this thread allocates.
struct Counting;

thread_local! {
    static ALLOCATED: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: everything is left to the allocator of the system.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATED.set(ALLOCATED.get() + 1);
        // SAFETY: the caller's promise.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        // SAFETY: the caller's promise.
        unsafe { System.dealloc(place, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

fn text(text: &str) -> Text {
    Text {
        data: text.as_ptr().cast(),
        length: text.len(),
    }
}

fn read(text: Text) -> String {
    if text.length == 0 {
        return String::new();
    }
    // SAFETY: a view that the library gave, of a handle that is alive.
    let bytes = unsafe { std::slice::from_raw_parts(text.data.cast::<u8>(), text.length) };
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn asked(query: &Query, data: &str) -> QueryStruct {
    QueryStruct {
        size: size_of::<QueryStruct>(),
        at: query.at.as_micros(),
        holder_id: text(query.holder.id.as_str()),
        holder_type: text(&query.holder.kind),
        consulter_id: text(query.consulter.id.as_str()),
        consulter_type: text(&query.consulter.kind),
        // The caller's own, which lives as long as the query.
        data: text(query.data.iter().find(|own| &***own == data).unwrap()),
        purpose: match &query.purpose {
            Purpose::Treatment => text("TREAT"),
            Purpose::CoordinationOfCare => text("COC"),
            Purpose::Other(code) => text(code),
        },
        treatment_relationship: match query.treatment_relationship {
            TreatmentRelationship::NotAsserted => AKKOORD_TREATMENT_NOT_ASSERTED,
            TreatmentRelationship::Asserted => AKKOORD_TREATMENT_ASSERTED,
            TreatmentRelationship::Denied => AKKOORD_TREATMENT_DENIED,
        },
        holder_connected: match query.holder.connection {
            Connection::Connected => AKKOORD_HOLDER_CONNECTED,
            Connection::NotConnected => AKKOORD_HOLDER_NOT_CONNECTED,
        },
    }
}

/// What a verdict says, as words.
#[derive(Debug, PartialEq)]
struct Said {
    outcome: String,
    reason: String,
    option: String,
    decided_by: String,
    valid_until: Option<i64>,
}

fn expected(decision: &Decision) -> Said {
    Said {
        outcome: decision.outcome().name().to_owned(),
        reason: decision.reason().name().to_owned(),
        option: decision
            .option()
            .map_or("", |option| option.id())
            .to_owned(),
        decided_by: decision
            .decided_by()
            .map_or("", |ground| ground.choice().as_str())
            .to_owned(),
        valid_until: decision.valid_until().map(Instant::as_micros),
    }
}

fn said(verdict: &VerdictStruct) -> Said {
    let mut outcome = text("");
    let mut reason = text("");
    // SAFETY: places of this function's own.
    unsafe {
        assert_eq!(
            akkoord_outcome_name(verdict.outcome, &mut outcome),
            AKKOORD_OK
        );
        assert_eq!(akkoord_reason_name(verdict.reason, &mut reason), AKKOORD_OK);
    }
    Said {
        outcome: read(outcome),
        reason: read(reason),
        option: read(verdict.option),
        decided_by: read(verdict.decided_by),
        valid_until: (verdict.valid_until != AKKOORD_NEVER).then_some(verdict.valid_until),
    }
}

fn nothing() -> VerdictStruct {
    VerdictStruct {
        outcome: 9,
        reason: 99,
        result: 9,
        decided_by_place: 9,
        valid_until: 9,
        option: text(""),
        decided_by: text(""),
        reserved: 9,
    }
}

#[test]
fn every_closed_vector_is_decided_alike_by_every_call() {
    let core = Engine::mitz();
    let mut engine = null_mut();
    // SAFETY: a place of this function's own.
    assert_eq!(unsafe { akkoord_engine_new_mitz(&mut engine) }, AKKOORD_OK);
    let mut compared = 0;
    for vector in vectors().unwrap() {
        let Ok((profile, query, ..)) = core.read_line(&vector.line()) else {
            continue;
        };
        let json = profile.to_json();
        let patient = profile.patient().id().as_str();
        let decisions = core.decide(&profile, &query).unwrap();
        let (mut handle, mut compiled, mut population) = (null_mut(), null_mut(), null_mut());
        let at = query.at.as_micros();
        // SAFETY: handles that this function made, texts and places of its own.
        unsafe {
            let code = akkoord_profile_new_from_json(
                engine,
                json.as_ptr().cast(),
                json.len(),
                null_mut(),
                &mut handle,
            );
            assert_eq!(code, AKKOORD_OK);
            let code = akkoord_compiled_new(engine, handle, at, null_mut(), &mut compiled);
            assert_eq!(code, AKKOORD_OK);
            assert_eq!(
                akkoord_population_new(engine, at, 1, &mut population),
                AKKOORD_OK
            );
            assert_eq!(
                akkoord_population_put(population, handle, null_mut()),
                AKKOORD_OK
            );
        }
        for (decision, data) in decisions.iter().zip(&query.data) {
            let asked = asked(&query, data);
            let expected = expected(decision);
            let mut verdicts = [nothing(); 6];
            let [
                by_query,
                by_prepared,
                batch,
                literal,
                in_population,
                population_batch,
            ] = &mut verdicts;
            let (mut prepared, mut grounds) = (null_mut(), null_mut());
            let patients = [text(patient)];
            // SAFETY: as above.
            unsafe {
                let code = akkoord_prepared_query_new(engine, &asked, null_mut(), &mut prepared);
                assert_eq!(code, AKKOORD_OK, "{}", vector.id);
                let code = akkoord_decision_new(engine, handle, &asked, null_mut(), &mut grounds);
                assert_eq!(code, AKKOORD_OK, "{}", vector.id);
                let before = ALLOCATED.get();
                assert_eq!(
                    akkoord_compiled_decide(compiled, prepared, by_prepared),
                    AKKOORD_OK
                );
                assert_eq!(
                    akkoord_compiled_decide_query(compiled, &asked, by_query),
                    AKKOORD_OK
                );
                assert_eq!(
                    akkoord_compiled_decide_batch(compiled, &asked, 1, batch),
                    AKKOORD_OK
                );
                assert_eq!(akkoord_decision_verdict(grounds, literal), AKKOORD_OK);
                let code = akkoord_population_decide(
                    population,
                    patient.as_ptr().cast(),
                    patient.len(),
                    &asked,
                    in_population,
                );
                assert_eq!(code, AKKOORD_OK);
                assert_eq!(ALLOCATED.get(), before, "{}: allocated", vector.id);
                let code = akkoord_population_decide_batch(
                    population,
                    patients.as_ptr(),
                    &asked,
                    1,
                    population_batch,
                );
                assert_eq!(code, AKKOORD_OK);
            }
            for (place, verdict) in verdicts.iter().enumerate() {
                assert_eq!((verdict.result, verdict.reserved), (AKKOORD_OK, 0));
                let mut said = said(verdict);
                let row = usize::try_from(verdict.decided_by_place).unwrap();
                let id = row
                    .checked_sub(1)
                    .map(|row| profile.choices()[row].id().as_str());
                assert_eq!(id.unwrap_or(""), expected.decided_by, "{}", vector.id);
                if place >= 4 {
                    // A population tells the choice by its place only.
                    assert_eq!(said.decided_by, "");
                    said.decided_by.clone_from(&expected.decided_by);
                }
                assert_eq!(said, expected, "{}, call {place}", vector.id);
                compared += 1;
            }
            // SAFETY: handles that this function made, not used afterwards.
            unsafe {
                akkoord_prepared_query_free(prepared);
                akkoord_decision_free(grounds);
            }
        }
        // SAFETY: as above.
        unsafe {
            akkoord_population_free(population);
            akkoord_compiled_free(compiled);
            akkoord_profile_free(handle);
        }
    }
    // SAFETY: as above.
    unsafe { akkoord_engine_free(engine) };
    assert!(compared > 1_000, "{compared}");
}

#[test]
fn an_answer_line_is_that_of_core_for_every_vector() {
    let core = Engine::mitz();
    let (mut engine, mut output) = (null_mut(), null_mut());
    let mut answer = Text {
        data: null(),
        length: 0,
    };
    // SAFETY: places of this function's own, handles that it made.
    unsafe {
        assert_eq!(akkoord_engine_new_mitz(&mut engine), AKKOORD_OK);
        assert_eq!(akkoord_output_new(&mut output), AKKOORD_OK);
        for (vector, number) in vectors().unwrap().iter().zip(1..) {
            let line = vector.line();
            let (start, length) = (line.as_ptr().cast(), line.len());
            let code = akkoord_evaluate_json(engine, start, length, number, output);
            assert_eq!(code, AKKOORD_OK);
            assert_eq!(akkoord_output_text(output, &mut answer), AKKOORD_OK);
            assert_eq!(
                read(answer),
                core.evaluate_json(Line::from(&line).number(number))
            );
            let code = akkoord_answer_json(engine, start, length, number, output);
            assert_eq!(code, AKKOORD_OK);
            assert_eq!(akkoord_output_text(output, &mut answer), AKKOORD_OK);
            assert_eq!(
                read(answer),
                core.answer_json(Line::from(&line).number(number))
            );
        }
        akkoord_output_free(output);
        akkoord_engine_free(engine);
    }
}
