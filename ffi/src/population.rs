//! Many patients.

use std::ffi::c_char;

use akkoord::Engine;
use akkoord::compiled::NotAnswered;
use akkoord::ids::PatientId;
use akkoord::population::{Population, PreparedQuery};

use crate::codes::AKKOORD_ERROR_UNKNOWN_PATIENT;
use crate::compiled::Queries;
use crate::decision::{DecisionHandle, only};
use crate::engine::EngineHandle;
use crate::entry::{
    Answer, Fault, Handle, Rows, State, elements, entry, exclusive, free, handle, out, shared,
    told_entry,
};
use crate::error::ErrorHandle;
use crate::profile::ProfileHandle;
use crate::query::{QueryStruct, asked_in_text, id, instant};
use crate::text::Text;
use crate::verdict::{VerdictStruct, row_of};

/// Many patients at an instant.
#[cfg_attr(all(), repr(C))]
pub struct PopulationHandle {
    tag: u64,
    engine: Engine,
    population: Population,
    state: State,
}

handle!(PopulationHandle, b"akk-popu");

impl PopulationHandle {
    /// Changes it; a panic underway leaves it broken.
    fn change(
        &mut self,
        change: impl FnOnce(&mut Population) -> Result<(), akkoord::Error>,
    ) -> Result<(), Fault> {
        self.state.check()?;
        self.state = State::Broken;
        #[cfg(feature = "test-panic")]
        crate::testing::panic_if_armed_inside();
        let changed = change(&mut self.population);
        self.state = State::Whole;
        Ok(changed?)
    }

    pub(crate) fn whole(&self) -> Result<&Population, Fault> {
        self.state.check()?;
        Ok(&self.population)
    }
}

/// Makes an empty population at an instant.
///
/// @param engine         borrowed for the call
/// @param at             microseconds since 1970-01-01T00:00:00Z: the instant of every question
/// @param patients       how many will come, a hint: room is made for at most 1,000,000 at once, and it grows
/// @param out_population on success a new handle, yours: free it with akkoord_population_free()
/// @return AKKOORD_OK, AKKOORD_ERROR_INVALID_INSTANT, AKKOORD_ERROR_LENGTH_OUT_OF_RANGE for more than 100,000,000 patients, or
///         AKKOORD_ERROR_NULL_POINTER
/// @par Threads Any number at once.
/// @par Cost Some 20 bytes for each patient to come.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn akkoord_population_new(
    engine: *const EngineHandle,
    at: i64,
    patients: usize,
    out_population: *mut *mut PopulationHandle,
) -> u32 {
    let work = || {
        // SAFETY: what the header asks of the caller.
        let engine = unsafe { shared(engine, "engine") }?;
        // SAFETY: as above.
        let place = unsafe { out(out_population, "out_population") }?;
        let at = instant(at, "at")?;
        if patients > MOST_PATIENTS {
            return Err(Fault::at(
                crate::codes::AKKOORD_ERROR_LENGTH_OUT_OF_RANGE,
                "patients",
            ));
        }
        place.put_handle(PopulationHandle {
            tag: PopulationHandle::TAG,
            engine: engine.engine.clone(),
            population: Population::new(&engine.engine, at, patients.min(MOST_ROOM)),
            state: State::Whole,
        })
    };
    // SAFETY: what the header asks of the caller.
    unsafe { entry(out_population, work) }
}

/// Room is made for so many and no more before the first of them is there, some 20 MB: a number is no proof of patients.
const MOST_ROOM: usize = 1_000_000;

/// More is a mistake.
const MOST_PATIENTS: usize = 100_000_000;

/// Frees a population.
///
/// @param population yours, not used afterwards; NULL is a no-op
/// @par Threads Nobody else may use it.
/// @par Cost A few deallocations.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn akkoord_population_free(population: *mut PopulationHandle) {
    // SAFETY: what the header asks of the caller.
    unsafe { free(population) }
}

/// Puts a patient in, or replaces the profile: valid at once.
///
/// @param population changed
/// @param profile    borrowed for the call
/// @param out_error  may be NULL; told what was wrong
/// @return AKKOORD_OK; AKKOORD_ERROR_CATALOGUE_MISMATCH; AKKOORD_ERROR_POPULATION_FULL beyond 4 GiB of records;
///         AKKOORD_ERROR_BROKEN; AKKOORD_ERROR_NULL_POINTER. On an error nothing has changed.
/// @par Threads One at a time, and nobody asks meanwhile.
/// @par Cost About as akkoord_compiled_new().
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn akkoord_population_put(
    population: *mut PopulationHandle,
    profile: *const ProfileHandle,
    out_error: *mut ErrorHandle,
) -> u32 {
    let work = || {
        // SAFETY: what the header asks of the caller.
        let population = unsafe { exclusive(population, "population") }?;
        // SAFETY: as above.
        let profile = unsafe { shared(profile, "profile") }?;
        population.change(|population| population.put(&profile.profile))
    };
    // SAFETY: what the header asks of the caller.
    unsafe { told_entry(out_error, (), work) }
}

/// Goes to another instant: works out anew what differs there.
///
/// @param population changed
/// @param at         microseconds since 1970-01-01T00:00:00Z
/// @param out_error  may be NULL; told what was wrong
/// @return AKKOORD_OK; AKKOORD_ERROR_INVALID_INSTANT, and nothing has changed; AKKOORD_ERROR_POPULATION_FULL: call it again or free
///         the population; AKKOORD_ERROR_BROKEN; AKKOORD_ERROR_NULL_POINTER
/// @par Threads One at a time, and nobody asks meanwhile.
/// @par Cost Later: the patients with something to come. Earlier: everybody.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn akkoord_population_go_to(
    population: *mut PopulationHandle,
    at: i64,
    out_error: *mut ErrorHandle,
) -> u32 {
    let work = || {
        // SAFETY: what the header asks of the caller.
        let population = unsafe { exclusive(population, "population") }?;
        let at = instant(at, "at")?;
        population.change(|population| population.go_to(at))
    };
    // SAFETY: what the header asks of the caller.
    unsafe { told_entry(out_error, (), work) }
}

/// How many patients are in it.
///
/// @param population borrowed
/// @param out_count  on success the number
/// @return AKKOORD_OK, AKKOORD_ERROR_BROKEN, or AKKOORD_ERROR_NULL_POINTER
/// @par Threads Any number at once, while nobody changes it.
/// @par Cost A look.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn akkoord_population_count(
    population: *const PopulationHandle,
    out_count: *mut usize,
) -> u32 {
    let work = || {
        // SAFETY: what the header asks of the caller.
        let population = unsafe { shared(population, "population") }?;
        // SAFETY: as above.
        let place = unsafe { out(out_count, "out_count") }?;
        place.put(population.whole()?.len());
        Ok(())
    };
    // SAFETY: what the header asks of the caller.
    unsafe { entry(out_count, work) }
}

/// Decides for one patient; one who is not there has made no choice (R21).
///
/// @param population     borrowed; the option of the verdict is a view of it
/// @param patient        the id, UTF-8; not empty
/// @param patient_length in bytes, at most 1,024
/// @param query          borrowed for the call; its `at` is the instant of the population
/// @param out_verdict    yours: on success what is decided
/// @return AKKOORD_OK, also for a deny; AKKOORD_ERROR_OTHER_INSTANT; AKKOORD_ERROR_BROKEN; what akkoord_prepared_query_new() says of a query
/// @par Threads Any number at once, while nobody changes it.
/// @par Cost Some 150 ns. No allocation, but for a patient with more than 1,023 choices.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn akkoord_population_decide(
    population: *const PopulationHandle,
    patient: *const c_char,
    patient_length: usize,
    query: *const QueryStruct,
    out_verdict: *mut VerdictStruct,
) -> u32 {
    let work = || {
        // SAFETY: what the header asks of the caller.
        let population = unsafe { shared(population, "population") }?;
        let population = population.whole()?;
        let patient = Text {
            data: patient,
            length: patient_length,
        };
        // SAFETY: as above.
        let (patient, prepared) = unsafe { prepared(population, patient, query) }?;
        // SAFETY: as above.
        let place = unsafe { out(out_verdict, "out_verdict") }?;
        let verdict = population.decide(patient, &prepared)?;
        place.put(VerdictStruct::of_population(population, verdict));
        Ok(())
    };
    // SAFETY: what the header asks of the caller.
    unsafe { entry(out_verdict, work) }
}

/// # Safety
/// Patient and query are what the header asks of them.
unsafe fn prepared<'p>(
    population: &Population,
    patient: Text,
    query: *const QueryStruct,
) -> Result<(&'p str, PreparedQuery), Fault> {
    // SAFETY: the caller's promise.
    let patient = unsafe { id(patient, "patient") }?;
    // SAFETY: as above.
    let asked = unsafe { asked_in_text(query) }?;
    let prepared = population.prepare_view(&asked.view(), asked.data)?;
    Ok((patient, prepared))
}

/// Decides a row of queries, each for its own patient. Each has its own result: a query that cannot be answered leaves a deny with
/// its code in `result`, and the rest goes on.
///
/// @param population   borrowed; the options of the verdicts are views of it
/// @param patients     the ids: `count` texts; may be NULL if `count` is 0
/// @param queries      borrowed for the call: `count` structs, one behind the other, all of one `size`; may be NULL if `count` is 0
/// @param count        how many
/// @param out_verdicts yours, room for `count`; each is written, in the order of the queries; may be NULL if `count` is 0
/// @return AKKOORD_OK if every query has got its verdict or its code; AKKOORD_ERROR_WRONG_SIZE if the first has no good size;
///         AKKOORD_ERROR_BROKEN; AKKOORD_ERROR_LENGTH_OUT_OF_RANGE; AKKOORD_ERROR_NULL_POINTER
/// @par Threads Any number at once, while nobody changes it.
/// @par Cost Less for each than akkoord_population_decide(): the memory of the next patients is on its way. Two allocations.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn akkoord_population_decide_batch(
    population: *const PopulationHandle,
    patients: *const Text,
    queries: *const QueryStruct,
    count: usize,
    out_verdicts: *mut VerdictStruct,
) -> u32 {
    let work = || {
        // SAFETY: what the header asks of the caller.
        let population = unsafe { shared(population, "population") }?;
        let population = population.whole()?;
        elements(patients, count, "patients")?;
        // SAFETY: as above.
        let queries = unsafe { Queries::of(queries, count) }?;
        elements(out_verdicts, count, "out_verdicts")?;
        let mut batch = Batch::new();
        for place in 0..count {
            // SAFETY: as above; `place` is below the count.
            let asked = unsafe { queries.at(place) }.and_then(|query| {
                // SAFETY: as above.
                let patient = unsafe { patients.add(place).read() };
                // SAFETY: as above.
                unsafe { prepared(population, patient, query) }
            });
            match asked {
                Ok(asked) => batch.push(place, asked),
                Err(fault) => {
                    let refused = VerdictStruct::refused(fault.code());
                    // SAFETY: there is room for `count` of them.
                    unsafe { out_verdicts.add(place).write(refused) };
                }
            }
            if batch.is_full() || place + 1 == count {
                batch.decide(population, |place, verdict| {
                    // SAFETY: as above.
                    unsafe { out_verdicts.add(place).write(verdict) };
                });
            }
        }
        Ok(())
    };
    // SAFETY: what the header asks of the caller.
    unsafe {
        entry(
            Rows {
                first: out_verdicts,
                count,
            },
            work,
        )
    }
}

/// Queries that are decided together.
struct Batch<'p> {
    asked: Vec<(&'p str, PreparedQuery)>,
    places: Vec<usize>,
}

impl<'p> Batch<'p> {
    const SIZE: usize = 32;

    fn new() -> Self {
        Batch {
            asked: Vec::with_capacity(Self::SIZE),
            places: Vec::with_capacity(Self::SIZE),
        }
    }

    fn push(&mut self, place: usize, asked: (&'p str, PreparedQuery)) {
        self.asked.push(asked);
        self.places.push(place);
    }

    fn is_full(&self) -> bool {
        self.asked.len() == Self::SIZE
    }

    fn decide(&mut self, population: &Population, mut write: impl FnMut(usize, VerdictStruct)) {
        let mut verdicts = [Err(NotAnswered::Outdated); Self::SIZE];
        population.decide_batch(&self.asked, &mut verdicts);
        for (place, verdict) in self.places.iter().zip(verdicts) {
            let verdict = match verdict {
                Ok(verdict) => VerdictStruct::of_population(population, verdict),
                Err(why) => VerdictStruct::refused(Fault::from(why).code()),
            };
            write(*place, verdict);
        }
        self.asked.clear();
        self.places.clear();
    }
}

/// The profile of a patient with its whole history, as it was put in.
///
/// @param population     borrowed for the call
/// @param patient        the id, UTF-8; not empty
/// @param patient_length in bytes, at most 1,024
/// @param out_profile    on success a new handle, yours: free it with akkoord_profile_free()
/// @return AKKOORD_OK; AKKOORD_ERROR_UNKNOWN_PATIENT; AKKOORD_ERROR_EMPTY_STRING; AKKOORD_ERROR_BROKEN; AKKOORD_ERROR_NULL_POINTER
/// @par Threads Any number at once, while nobody changes the population.
/// @par Cost A few microseconds.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn akkoord_population_profile(
    population: *const PopulationHandle,
    patient: *const c_char,
    patient_length: usize,
    out_profile: *mut *mut ProfileHandle,
) -> u32 {
    let work = || {
        // SAFETY: what the header asks of the caller.
        let population = unsafe { shared(population, "population") }?;
        let patient = Text {
            data: patient,
            length: patient_length,
        };
        // SAFETY: as above.
        let patient = unsafe { id(patient, "patient") }?;
        // SAFETY: as above.
        let place = unsafe { out(out_profile, "out_profile") }?;
        let profile = population.whole()?.profile(patient);
        let unknown = || Fault::at(AKKOORD_ERROR_UNKNOWN_PATIENT, "patient");
        place.put_handle(ProfileHandle::of(profile.ok_or_else(unknown)?))
    };
    // SAFETY: what the header asks of the caller.
    unsafe { entry(out_profile, work) }
}

/// Decides for one patient with the grounds, for an explanation or an access record. The query may be about any instant.
///
/// @param population     borrowed for the call
/// @param patient        the id, UTF-8; not empty
/// @param patient_length in bytes, at most 1,024
/// @param query          borrowed for the call
/// @param out_error      may be NULL; told what was wrong
/// @param out_decision   on success a new handle, yours: free it with akkoord_decision_free()
/// @return AKKOORD_OK, also for a deny; AKKOORD_ERROR_BROKEN; what akkoord_prepared_query_new() says of a query
/// @par Threads Any number at once, while nobody changes the population.
/// @par Cost A few microseconds.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn akkoord_population_decision(
    population: *const PopulationHandle,
    patient: *const c_char,
    patient_length: usize,
    query: *const QueryStruct,
    out_error: *mut ErrorHandle,
    out_decision: *mut *mut DecisionHandle,
) -> u32 {
    let work = || {
        // SAFETY: what the header asks of the caller.
        let handle = unsafe { shared(population, "population") }?;
        let population = handle.whole()?;
        let patient = Text {
            data: patient,
            length: patient_length,
        };
        // SAFETY: as above.
        let patient = unsafe { id(patient, "patient") }?;
        // SAFETY: as above.
        let query = unsafe { asked_in_text(query) }?.to_query()?;
        // SAFETY: as above.
        let place = unsafe { out(out_decision, "out_decision") }?;
        let decisions =
            population.explainable(&handle.engine, &PatientId::new(patient)?, &query)?;
        let profile = population.profile(patient);
        place.put_handle(only(&handle.engine, decisions, |decision| {
            row_of(profile.as_ref()?, decision)
        })?)
    };
    // SAFETY: what the header asks of the caller.
    unsafe { told_entry(out_error, out_decision, work) }
}
