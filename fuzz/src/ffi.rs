//! The C face under calls that are made from bytes: no crash, no panic that it had to catch, nothing written on an error, and the same
//! answers as core.

#![expect(unsafe_code, reason = "calls the C face as C does")]

use std::ptr::null_mut;

use akkoord::Instant;
use akkoord::line::Line;
use akkoord_ffi::*;
use arbitrary::Arbitrary;

use crate::MITZ;

/// One call, with what it is given.
#[derive(Arbitrary, Debug)]
pub enum Call {
    /// `akkoord_profile_new_from_json`; the profile is used from then on.
    Profile(Vec<u8>),
    /// `akkoord_profile_new_from_json` of a good profile with these answers.
    GoodProfile(Vec<bool>),
    /// `akkoord_compiled_new`.
    Compile(At),
    /// Every call that takes a query.
    Decide(Asked),
    /// `akkoord_evaluate_json` and `akkoord_answer_json`.
    Line(Vec<u8>, u64),
    /// `akkoord_engine_new_from_json`.
    Engine(Vec<u8>, Vec<u8>),
    /// `akkoord_population_put` of the profile.
    Put,
    /// `akkoord_population_go_to`.
    GoTo(At),
    /// `akkoord_instant_parse`.
    Instant(Vec<u8>),
    /// Every name of a number.
    Names(u32),
    /// `akkoord_output_copy` into so much room.
    Copy(u8),
}

/// An instant: often one at which something happens.
#[derive(Arbitrary, Clone, Copy, Debug)]
pub enum At {
    /// Hours after the first of January 2026.
    Hours(u16),
    /// Any number.
    Any(i64),
}

impl At {
    fn micros(self) -> i64 {
        match self {
            At::Hours(hours) => 1_767_225_600_000_000 + i64::from(hours) * 3_600_000_000,
            At::Any(micros) => micros,
        }
    }
}

/// A text: often one that the catalogue or the profile knows.
#[derive(Arbitrary, Debug)]
pub enum Word {
    /// One of a few.
    Known(u8),
    /// Any bytes.
    Any(Vec<u8>),
}

const KNOWN: [&str; 12] = [
    "ura:90000017",
    "ura:90000033",
    "Z3",
    "N6",
    "J8",
    "V4",
    "GGC002",
    "GGC013",
    "TREAT",
    "COC",
    "",
    "999990019",
];

impl Word {
    fn bytes(&self) -> &[u8] {
        match self {
            Word::Known(number) => KNOWN[usize::from(*number) % KNOWN.len()].as_bytes(),
            Word::Any(bytes) => bytes,
        }
    }

    fn text(&self) -> Text {
        text(self.bytes())
    }
}

/// A query, right or wrong.
#[derive(Arbitrary, Debug)]
pub struct Asked {
    holder: (Word, Word),
    consulter: (Word, Word),
    data: Word,
    purpose: Word,
    patient: Word,
    treatment: u8,
    connected: u8,
    at: At,
    size: Option<u16>,
}

fn text(bytes: &[u8]) -> Text {
    Text {
        data: bytes.as_ptr().cast(),
        length: bytes.len(),
    }
}

/// Room behind the struct, for a size that says so.
#[repr(C)]
struct Roomy {
    query: QueryStruct,
    more: [u64; 512],
}

const UNTOUCHED: u32 = 0x5a5a_5a5a;

fn untouched() -> VerdictStruct {
    VerdictStruct {
        outcome: UNTOUCHED,
        reason: UNTOUCHED,
        result: UNTOUCHED,
        decided_by_place: UNTOUCHED,
        valid_until: 0,
        option: text(b""),
        decided_by: text(b""),
        reserved: 0,
    }
}

/// A code, which never is that of a panic.
fn told(code: u32) -> bool {
    assert_ne!(code, AKKOORD_ERROR_PANIC);
    assert_ne!(code, AKKOORD_ERROR_BROKEN);
    code == AKKOORD_OK
}

/// A verdict is written by every call: after an error it is a zeroed deny that carries the code, and nothing of an older answer.
fn written(code: u32, verdict: &VerdictStruct) -> bool {
    let done = told(code);
    assert_eq!(verdict.result, code);
    if done {
        assert!(verdict.outcome <= AKKOORD_OUTCOME_INDETERMINATE && verdict.reason != 0);
    } else {
        assert_eq!(
            (verdict.outcome, verdict.reason, verdict.decided_by_place),
            (AKKOORD_OUTCOME_DENY, 0, 0)
        );
        assert_eq!((verdict.option.length, verdict.decided_by.length), (0, 0));
        assert_eq!((verdict.valid_until, verdict.reserved), (0, 0));
    }
    done
}

struct World {
    engine: *mut EngineHandle,
    profile: *mut ProfileHandle,
    compiled: *mut CompiledHandle,
    population: *mut PopulationHandle,
    error: *mut ErrorHandle,
    output: *mut Output,
}

impl World {
    fn new() -> Self {
        let mut world = World {
            engine: null_mut(),
            profile: null_mut(),
            compiled: null_mut(),
            population: null_mut(),
            error: null_mut(),
            output: null_mut(),
        };
        // SAFETY: places of this world's own.
        unsafe {
            assert!(told(akkoord_engine_new_mitz(&mut world.engine)));
            assert!(told(akkoord_error_new(&mut world.error)));
            assert!(told(akkoord_output_new(&mut world.output)));
            let at = At::Hours(1_000).micros();
            assert!(told(akkoord_population_new(
                world.engine,
                at,
                1,
                &mut world.population
            )));
        }
        world.read(br#"{"patient":{"id":"999990019"},"choices":[]}"#);
        world.compile(At::Hours(1_000));
        world
    }

    fn output(&self) -> &[u8] {
        let mut answer = text(b"");
        // SAFETY: a handle of this world, and a view of it that is read before it is written to again.
        unsafe {
            assert!(told(akkoord_output_text(self.output, &mut answer)));
            std::slice::from_raw_parts(answer.data.cast(), answer.length)
        }
    }

    fn read(&mut self, json: &[u8]) {
        let mut profile = null_mut();
        let (start, length) = (json.as_ptr().cast(), json.len());
        // SAFETY: handles of this world, bytes that are there.
        unsafe {
            let code =
                akkoord_profile_new_from_json(self.engine, start, length, self.error, &mut profile);
            let read = std::str::from_utf8(json).map(|json| MITZ.read_profile(json));
            let expected = match &read {
                Ok(Ok(_)) => AKKOORD_OK,
                Ok(Err(error)) => error.code().number(),
                Err(_) => AKKOORD_ERROR_INVALID_UTF8,
            };
            assert_eq!(code, expected);
            assert_eq!(code == AKKOORD_OK, !profile.is_null());
            if code == AKKOORD_OK {
                akkoord_profile_free(self.profile);
                self.profile = profile;
                assert!(told(akkoord_profile_json(self.profile, self.output)));
                if let Ok(Ok(read)) = read {
                    assert_eq!(self.output(), read.to_json().as_bytes());
                }
            }
        }
    }

    fn compile(&mut self, at: At) {
        let mut compiled = null_mut();
        // SAFETY: handles of this world.
        unsafe {
            let code = akkoord_compiled_new(
                self.engine,
                self.profile,
                at.micros(),
                self.error,
                &mut compiled,
            );
            assert_eq!(told(code), Instant::from_micros(at.micros()).is_some());
            if code == AKKOORD_OK {
                akkoord_compiled_free(self.compiled);
                self.compiled = compiled;
            }
        }
    }

    fn decide(&mut self, asked: &Asked) {
        let own = QueryStruct {
            size: asked
                .size
                .map_or(size_of::<QueryStruct>(), |size| usize::from(size) % 4_200),
            at: asked.at.micros(),
            holder_id: asked.holder.0.text(),
            holder_type: asked.holder.1.text(),
            consulter_id: asked.consulter.0.text(),
            consulter_type: asked.consulter.1.text(),
            data: asked.data.text(),
            purpose: asked.purpose.text(),
            treatment_relationship: u32::from(asked.treatment % 4),
            holder_connected: u32::from(asked.connected % 3),
        };
        let roomy = Roomy {
            query: own,
            more: [0; 512],
        };
        let query = (&raw const roomy).cast::<QueryStruct>();
        let patient = asked.patient.text();
        let mut verdicts = [
            untouched(),
            untouched(),
            untouched(),
            untouched(),
            untouched(),
        ];
        let [by_query, by_prepared, batch, literal, in_population] = &mut verdicts;
        let (mut prepared, mut decision) = (null_mut(), null_mut());
        // SAFETY: handles of this world; the struct has room for every size that is said; texts that are there.
        unsafe {
            let by_struct = akkoord_compiled_decide_query(self.compiled, query, by_query);
            let preparing =
                akkoord_prepared_query_new(self.engine, query, self.error, &mut prepared);
            let grounds =
                akkoord_decision_new(self.engine, self.profile, query, self.error, &mut decision);
            assert_eq!(told(preparing), told(grounds));
            if written(by_struct, by_query) {
                assert!(told(preparing));
                let code = akkoord_compiled_decide(self.compiled, prepared, by_prepared);
                assert!(written(code, by_prepared));
                assert!(told(akkoord_compiled_decide_batch(
                    self.compiled,
                    query,
                    1,
                    batch
                )));
                assert!(written(
                    akkoord_decision_verdict(decision, literal),
                    literal
                ));
                for other in [by_prepared, batch, literal] {
                    assert_eq!(
                        (
                            by_query.outcome,
                            by_query.reason,
                            by_query.decided_by_place,
                            by_query.valid_until
                        ),
                        (
                            other.outcome,
                            other.reason,
                            other.decided_by_place,
                            other.valid_until
                        )
                    );
                }
            }
            if told(grounds) {
                for (lang, audience) in [(1, 1), (2, 3), (0, 1), (1, 4)] {
                    let code = akkoord_decision_explain(decision, lang, audience, self.output);
                    assert_eq!(told(code), lang > 0 && audience < 4);
                }
            }
            let code = akkoord_population_decide(
                self.population,
                patient.data,
                patient.length,
                query,
                in_population,
            );
            written(code, in_population);
            akkoord_prepared_query_free(prepared);
            akkoord_decision_free(decision);
        }
    }

    fn line(&mut self, line: &[u8], number: u64) {
        // SAFETY: handles of this world, bytes that are there.
        unsafe {
            let (start, length) = (line.as_ptr().cast(), line.len());
            assert!(told(akkoord_evaluate_json(
                self.engine,
                start,
                length,
                number,
                self.output
            )));
            assert_eq!(
                self.output(),
                MITZ.evaluate_json(Line::from(line).number(number))
                    .as_bytes()
            );
            assert!(told(akkoord_answer_json(
                self.engine,
                start,
                length,
                number,
                self.output
            )));
        }
        if let Ok(line) = std::str::from_utf8(line) {
            assert_eq!(
                self.output(),
                MITZ.answer_json(Line::from(line).number(number)).as_bytes()
            );
        }
    }

    fn copy(&self, room: usize) {
        let mut buffer = vec![0x5a_u8; room];
        let mut needed = 0;
        // SAFETY: a handle of this world, and a buffer of its size.
        let code = unsafe {
            akkoord_output_copy(self.output, buffer.as_mut_ptr().cast(), room, &mut needed)
        };
        let text = self.output();
        assert_eq!(needed, text.len());
        assert_eq!(told(code), room >= needed);
        if told(code) {
            assert_eq!(&buffer[..needed], text);
        } else {
            // Nothing of an older text.
            assert!(buffer.iter().all(|byte| *byte == 0));
        }
    }
}

impl Drop for World {
    fn drop(&mut self) {
        // SAFETY: handles of this world, not used afterwards.
        unsafe {
            akkoord_population_free(self.population);
            akkoord_compiled_free(self.compiled);
            akkoord_profile_free(self.profile);
            akkoord_engine_free(self.engine);
            akkoord_error_free(self.error);
            akkoord_output_free(self.output);
        }
    }
}

/// A profile that can be read: blanket choices and choices for one holder, in turn.
fn good_profile(answers: &[bool]) -> String {
    let choices = answers.iter().take(12).enumerate().map(|(number, yes)| {
        let scope = match number % 2 {
            0 => r#"{"level":"blanket"}"#,
            _ => r#"{"level":"individual","holders":["ura:90000017"]}"#,
        };
        let at = format!("2026-01-{:02}T12:00:00Z", number + 1);
        let answer = if *yes { "yes" } else { "no" };
        format!(
            r#"{{"id":"c{number}","answer":"{answer}","scope":{scope},"channel":"mijn_mitz","decided_at":"{at}","recorded_at":"{at}"}}"#
        )
    });
    let choices: Vec<String> = choices.collect();
    format!(
        r#"{{"patient":{{"id":"999990019"}},"choices":[{}]}}"#,
        choices.join(",")
    )
}

/// Runs calls one after the other, in one world.
pub fn run(calls: &[Call]) {
    let mut world = World::new();
    for call in calls.iter().take(24) {
        match call {
            Call::Profile(json) => world.read(json),
            Call::GoodProfile(answers) => world.read(good_profile(answers).as_bytes()),
            Call::Compile(at) => world.compile(*at),
            Call::Decide(asked) => world.decide(asked),
            Call::Line(line, number) => world.line(line, *number),
            Call::Engine(catalogue, ruleset) => {
                let mut engine = null_mut();
                let (catalogue, ruleset) = (text(catalogue), text(ruleset));
                // SAFETY: bytes that are there, a place of this function's own.
                unsafe {
                    told(akkoord_engine_new_from_json(
                        catalogue.data,
                        catalogue.length,
                        ruleset.data,
                        ruleset.length,
                        world.error,
                        &mut engine,
                    ));
                    akkoord_engine_free(engine);
                }
            }
            // SAFETY: handles of this world.
            Call::Put => assert!(told(unsafe {
                akkoord_population_put(world.population, world.profile, world.error)
            })),
            Call::GoTo(at) => {
                // SAFETY: handles of this world.
                let code =
                    unsafe { akkoord_population_go_to(world.population, at.micros(), world.error) };
                assert_eq!(told(code), Instant::from_micros(at.micros()).is_some());
            }
            Call::Instant(bytes) => {
                let mut at = 0;
                let given = text(bytes);
                // SAFETY: bytes that are there, a place of this function's own.
                let code = unsafe { akkoord_instant_parse(given.data, given.length, &mut at) };
                let read = std::str::from_utf8(bytes).ok();
                let read = read.and_then(|read| read.parse::<Instant>().ok());
                assert_eq!(told(code).then_some(at), read.map(Instant::as_micros));
            }
            Call::Names(number) => {
                let mut name = text(b"");
                // SAFETY: a place of this function's own.
                unsafe {
                    told(akkoord_result_name(*number, &mut name));
                    told(akkoord_result_advice(*number, &mut name));
                    told(akkoord_outcome_name(*number, &mut name));
                    told(akkoord_reason_name(*number, &mut name));
                }
            }
            Call::Copy(room) => world.copy(usize::from(*room)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_calls_by_hand() {
        let known = Word::Known;
        run(&[
            Call::GoodProfile(vec![true, false, true]),
            Call::Compile(At::Hours(1_000)),
            Call::Decide(Asked {
                holder: (known(0), known(2)),
                consulter: (known(1), known(3)),
                data: known(6),
                purpose: known(10),
                patient: known(11),
                treatment: 1,
                connected: 0,
                at: At::Hours(1_000),
                size: None,
            }),
            Call::Put,
            Call::GoTo(At::Any(i64::MAX)),
            Call::Line(b"{".to_vec(), 3),
            Call::Copy(255),
            Call::Names(1),
        ]);
    }
}
