//! Many patients: what data teams run. Every patient's answers are worked out beforehand, as in `compiled`; equal answers
//! are stored once, so that most patients cost 16 bytes and their record.

mod bytes;
mod names;
mod people;
mod record;
mod tables;

use alloc::collections::BTreeSet;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use people::{Answers, Entry, NOBODY, PatientKey, People};
use record::{Look, Shared};
use tables::{AnswerTables, Packed};

use crate::catalogue::{Catalogue, CatalogueOption, ClassIndex};
use crate::compiled::{Asks, Holders, Life, Name, NotAnswered, Verdict, compile, work_out};
use crate::decision::Decision;
use crate::engine::Engine;
use crate::error::{Error, ErrorCode};
use crate::ids::{ChoiceId, PatientId, ProviderId};
use crate::instant::Instant;
use crate::law::{Law, LawKey};
use crate::limits::Limits;
use crate::profile::{Choice, Patient, Profile};
use crate::query::{self, Query, QueryView};
use crate::reason::{Outcome, Reason};

/// Many patients at an instant, ready to decide.
///
/// Not thread-safe to change; to ask from several threads, share a reference. To load on several threads, keep one population
/// per thread and put each patient in the one that [`Population::shard`] names.
///
/// ```
/// use akkoord::{Engine, Outcome};
/// use akkoord::population::Population;
///
/// let engine = Engine::mitz();
/// let profile = engine.read_profile(
///     r#"{"patient": {"id": "999990019"},
///         "choices": [{"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
///                      "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]}"#,
/// )?;
/// let query = engine.read_query(
///     r#"{"holder": {"id": "ura:90000017", "type": "Z3"}, "consulter": {"id": "ura:90000033", "type": "N6"},
///         "data": "GGC002", "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}"#,
/// )?;
/// let mut population = Population::new(&engine, query.at, 1);
/// population.put(&profile)?;
/// let question = population.prepare(&query, "GGC002")?;
/// assert_eq!(population.decide("999990019", &question)?.outcome(), Outcome::Permit);
/// // Who is not in it has made no choice.
/// assert_eq!(population.decide("999990020", &question)?.reason().name(), "no_choice");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Population {
    law: Arc<Law>,
    at: Instant,
    people: People,
    tables: AnswerTables,
    shared: Shared,
    /// Record after record; one that was replaced stays behind until the next tidying.
    records: Vec<u8>,
    left_behind: usize,
    /// The table of a patient without choices.
    nobody: Entry,
}

/// Neither who is in it nor what they chose: it must not end up in a log.
impl fmt::Debug for Population {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Population")
            .field("at", &self.at)
            .field("patients", &self.people.len())
            .finish_non_exhaustive()
    }
}

/// One row of a table of choices: the patient, and a choice; none for a patient without choices.
#[derive(Clone, Debug)]
pub struct Row {
    /// The patient; what is known of birth and death is that of the last row of the patient.
    pub patient: Patient,
    /// The choice.
    pub choice: Option<Choice>,
}

/// What became of the rows of a table.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Loaded {
    /// How many rows were taken.
    pub rows: u64,
    /// The rows that were not, by their number from 0, in order; the rest was.
    pub errors: Vec<(u64, Error)>,
}

/// How much memory a population takes, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Memory {
    /// The table from patient to answers.
    pub people: usize,
    /// The records: every choice of every patient.
    pub records: usize,
    /// Of these, replaced records that the next tidying frees.
    pub left_behind: usize,
    /// The tables of answers.
    pub tables: usize,
    /// Names of providers, and kinds of choices.
    pub names: usize,
}

impl Memory {
    /// All of it, in bytes. What is left behind is part of the records and counts once.
    ///
    /// ```
    /// # use akkoord::population::Population;
    /// # let engine = akkoord::Engine::mitz();
    /// # let (profile, query, ..) = engine.read_line(r#"{"profile": {"patient": {"id": "999990019"}, "choices": [
    /// #     {"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
    /// #      "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]},
    /// #     "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #               "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC002",
    /// #               "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}}"#)?;
    /// # let mut population = Population::new(&engine, query.at, 1);
    /// # population.put(&profile)?;
    /// let memory = population.memory();
    /// assert_eq!(memory.total(), memory.people + memory.records + memory.tables + memory.names);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn total(&self) -> usize {
        [self.people, self.records, self.tables, self.names]
            .iter()
            .fold(0, |sum, part| sum.saturating_add(*part))
    }
}

/// A closed query for one data category, for any patient of one population.
///
/// Made by [`Population::prepare`]. A holder or consulter that the population does not know has no number; once the
/// population has learnt of more providers, such a question is outdated and is refused.
#[derive(Clone, Copy, Debug)]
pub struct PreparedQuery {
    key: LawKey,
    at: Instant,
    asks: Asks,
    holder: Number,
    consulter: Number,
    /// How many providers the population knew.
    providers: u32,
}

/// The number of a provider; all ones: one that the population does not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Number(u32);

impl Number {
    const UNKNOWN: Number = Number(u32::MAX);

    fn of(number: Option<usize>) -> Self {
        let number = number.and_then(|number| u32::try_from(number).ok());
        number.map_or(Self::UNKNOWN, Number)
    }

    fn get(self) -> Option<usize> {
        usize::try_from(self.0)
            .ok()
            .filter(|_| self != Self::UNKNOWN)
    }
}

/// A provider as one population knows it, for [`PreparedQuery::between`]: its number, or that it has none (yet).
#[derive(Clone, Copy, Debug)]
pub struct ProviderNumber {
    number: Number,
    /// How many providers the population knew.
    providers: u32,
}

impl PreparedQuery {
    /// The same question for another holder and consulter of the same types: who asks it for many providers looks up its codes
    /// once. Both numbers must be of the population that is asked, or the answer is about other providers.
    ///
    /// ```
    /// # use akkoord::population::Population;
    /// # let engine = akkoord::Engine::mitz();
    /// # let (profile, query, ..) = engine.read_line(r#"{"profile": {"patient": {"id": "999990019"}, "choices": [
    /// #     {"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
    /// #      "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"},
    /// #     {"id": "c2", "answer": "no", "scope": {"level": "individual", "holders": ["ura:90000017"]},
    /// #      "channel": "mijn_mitz", "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]},
    /// #     "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #               "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC002",
    /// #               "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}}"#)?;
    /// # let mut population = Population::new(&engine, query.at, 1);
    /// # population.put(&profile)?;
    /// // The patient said yes to all holders, but no to ura:90000017.
    /// let question = population.prepare(&query, "GGC002")?;
    /// assert_eq!(population.decide("999990019", &question)?.reason().name(), "individual_no");
    ///
    /// let [other, consulter] = ["ura:90000018", "ura:90000033"].map(|id| population.provider(id));
    /// let question = question.between(other, consulter);
    /// assert_eq!(population.decide("999990019", &question)?.reason().name(), "blanket_yes");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn between(self, holder: ProviderNumber, consulter: ProviderNumber) -> Self {
        PreparedQuery {
            holder: holder.number,
            consulter: consulter.number,
            // A number from before the population learnt of more providers makes the question outdated.
            providers: holder.providers.min(consulter.providers),
            ..self
        }
    }
}

/// How many questions of a batch are worked on at once.
const AT_ONCE: usize = 64;

/// What has been read so far for a verdict.
#[derive(Clone, Copy)]
struct Ahead<'p> {
    key: PatientKey,
    group: usize,
    entry: Entry,
    /// The answer, where the record need not be looked at.
    answer: Packed,
    /// The beginning of the record, where it must: what follows is in the cache with it.
    look: Option<Look<'p>>,
}

impl Population {
    fn providers(&self) -> u32 {
        u32::try_from(self.shared.providers.len()).unwrap_or(u32::MAX)
    }

    /// An empty population at an instant, with room for so many patients (it grows).
    ///
    /// ```
    /// use akkoord::{Engine, Instant};
    /// use akkoord::population::Population;
    /// let at = "2026-01-05T12:00:00Z".parse::<Instant>()?;
    /// let population = Population::new(&Engine::mitz(), at, 1_000);
    /// assert_eq!((population.len(), population.at()), (0, at));
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn new(engine: &Engine, at: Instant, patients: usize) -> Self {
        let law = engine.law().clone();
        let width = law.catalogue.classes().len();
        let seed = law.seed.clone();
        let mut population = Population {
            law,
            at,
            people: People::with_capacity(patients, &seed),
            tables: AnswerTables::new(width, &seed),
            shared: Shared::new(&seed),
            records: Vec::new(),
            left_behind: 0,
            nobody: Entry::of_nobody(Answers::LITERAL),
        };
        population.nobody = population.nobodys_answers();
        population
    }

    /// The catalogue that its options come from.
    ///
    /// ```
    /// # use akkoord::population::Population;
    /// # let engine = akkoord::Engine::mitz();
    /// let population = Population::new(&engine, "2026-01-05T12:00:00Z".parse()?, 0);
    /// assert_eq!(population.catalogue(), engine.catalogue());
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn catalogue(&self) -> &Catalogue {
        &self.law.catalogue
    }

    /// The instant for which it answers.
    ///
    /// ```
    /// # use akkoord::population::Population;
    /// # let engine = akkoord::Engine::mitz();
    /// let mut population = Population::new(&engine, "2026-01-05T12:00:00Z".parse()?, 0);
    /// population.go_to("2026-01-06T12:00:00Z".parse()?)?;
    /// assert_eq!(population.at().to_string(), "2026-01-06T12:00:00Z");
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn at(&self) -> Instant {
        self.at
    }

    /// How many patients are in it.
    ///
    /// ```
    /// # use akkoord::population::Population;
    /// # let engine = akkoord::Engine::mitz();
    /// # let (profile, query, ..) = engine.read_line(r#"{"profile": {"patient": {"id": "999990019"}, "choices": [
    /// #     {"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
    /// #      "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]},
    /// #     "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #               "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC002",
    /// #               "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}}"#)?;
    /// # let mut population = Population::new(&engine, query.at, 1);
    /// population.put(&profile)?;
    /// population.put(&profile)?; // replaces the first
    /// assert_eq!(population.len(), 1);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn len(&self) -> usize {
        self.people.len()
    }

    /// Whether nobody is in it.
    ///
    /// ```
    /// # use akkoord::population::Population;
    /// # let engine = akkoord::Engine::mitz();
    /// # let (profile, query, ..) = engine.read_line(r#"{"profile": {"patient": {"id": "999990019"}, "choices": [
    /// #     {"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
    /// #      "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]},
    /// #     "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #               "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC002",
    /// #               "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}}"#)?;
    /// # let mut population = Population::new(&engine, query.at, 1);
    /// assert!(population.is_empty());
    /// population.put(&profile)?;
    /// assert!(!population.is_empty());
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many different tables of answers there are: that of a patient without choices, and those of everybody who
    /// was put in. A table stays when nobody needs it any more.
    ///
    /// ```
    /// # use akkoord::population::Population;
    /// # let engine = akkoord::Engine::mitz();
    /// # let (profile, query, ..) = engine.read_line(r#"{"profile": {"patient": {"id": "999990019"}, "choices": [
    /// #     {"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
    /// #      "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]},
    /// #     "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #               "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC002",
    /// #               "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}}"#)?;
    /// # let mut population = Population::new(&engine, query.at, 1);
    /// let other = engine.read_profile(&profile.to_json().replace("999990019", "999990020"))?;
    /// population.put(&profile)?;
    /// population.put(&other)?;
    /// // One for both patients, and one for whoever made no choice.
    /// assert_eq!(population.tables(), 2);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn tables(&self) -> usize {
        self.tables.len()
    }

    /// How much memory it takes, in bytes.
    ///
    /// ```
    /// # use akkoord::population::Population;
    /// # let engine = akkoord::Engine::mitz();
    /// # let (profile, query, ..) = engine.read_line(r#"{"profile": {"patient": {"id": "999990019"}, "choices": [
    /// #     {"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
    /// #      "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]},
    /// #     "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #               "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC002",
    /// #               "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}}"#)?;
    /// # let mut population = Population::new(&engine, query.at, 1);
    /// population.put(&profile)?;
    /// population.put(&profile)?; // the first record is left behind
    /// let memory = population.memory();
    /// assert!(memory.left_behind > 0 && memory.records >= 2 * memory.left_behind);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn memory(&self) -> Memory {
        Memory {
            people: self.people.memory(),
            records: self.records.capacity(),
            left_behind: self.left_behind,
            tables: self.tables.memory(),
            names: self.shared.memory(),
        }
    }

    /// In which of so many populations a patient belongs, so that each can be loaded by a thread of its own: a number
    /// from 0 to `shards` - 1, and 0 if `shards` is 0. It depends on the two arguments alone.
    ///
    /// ```
    /// use akkoord::population::Population;
    /// let shards = ["999990019", "999990020", "999990032"].map(|id| Population::shard(id, 3));
    /// assert_eq!(shards, [1, 0, 1]);
    /// ```
    #[must_use]
    pub fn shard(patient: &str, shards: usize) -> usize {
        let hash = patient
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
                (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
            });
        usize::try_from(hash >> 33)
            .ok()
            .and_then(|hash| hash.checked_rem(shards))
            .unwrap_or(0)
    }

    /// Puts a patient in, or replaces the profile: valid at once.
    ///
    /// # Errors
    /// `catalogue_mismatch`; `population_full` beyond 4 GiB of records; `too_much_work` and `cancelled`
    /// ([`Limits`]). Then nothing has changed.
    ///
    /// ```
    /// # use akkoord::population::Population;
    /// # let engine = akkoord::Engine::mitz();
    /// # let (profile, query, ..) = engine.read_line(r#"{"profile": {"patient": {"id": "999990019"}, "choices": [
    /// #     {"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
    /// #      "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]},
    /// #     "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #               "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC002",
    /// #               "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}}"#)?;
    /// # let mut population = Population::new(&engine, query.at, 1);
    /// population.put(&profile)?;
    /// let question = population.prepare(&query, "GGC002")?;
    /// assert_eq!(population.decide("999990019", &question)?.reason().name(), "blanket_yes");
    ///
    /// let without_choices = engine.read_profile(r#"{"patient": {"id": "999990019"}, "choices": []}"#)?;
    /// population.put(&without_choices)?;
    /// assert_eq!(population.decide("999990019", &question)?.reason().name(), "no_choice");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn put(&mut self, profile: &Profile) -> Result<(), Error> {
        if profile.catalogue() != &self.law.catalogue {
            return Err(Error::new(
                ErrorCode::CatalogueMismatch,
                "profile.catalogue",
            ));
        }
        let full = || Error::new(ErrorCode::PopulationFull, "profile");
        let begin = self.records.len();
        let record = u32::try_from(begin).map_err(|_| full())?;
        let meter = self.law.limits.meter();
        let worked_out = work_out(
            &self.law,
            profile,
            self.at,
            Holders::All,
            &mut self.tables,
            &meter,
        );
        let fits = self.tables.took_all();
        let worked_out = worked_out?;
        let must_look = !worked_out.holders.is_empty() || !worked_out.instants.is_empty();
        let answers = match worked_out.life {
            Life::Deceased => Answers::DECEASED,
            Life::Alive(_) if !fits => Answers::LITERAL,
            Life::Alive(_) => Answers::table(worked_out.any_holder, must_look).ok_or_else(full)?,
        };
        self.shared.write(&mut self.records, profile, &worked_out);
        let key = self.people.new_key(profile.patient().id());
        if let Some(old) = self.people.get(key) {
            self.left_behind = self.left_behind.saturating_add(self.length_of(old));
        }
        self.people.put(key, answers, record);
        if self.left_behind > self.records.len() / 2 && self.left_behind > 1 << 20 {
            self.tidy();
        }
        Ok(())
    }

    /// Adds a choice to a patient, who need not be there yet: valid at once. What was known of birth and death is
    /// replaced by what `patient` says.
    ///
    /// # Errors
    /// As [`Profile::new`] and [`Population::put`]. Then nothing has changed.
    ///
    /// ```
    /// # use akkoord::population::Population;
    /// # let engine = akkoord::Engine::mitz();
    /// # let (profile, query, ..) = engine.read_line(r#"{"profile": {"patient": {"id": "999990019"}, "choices": [
    /// #     {"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
    /// #      "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]},
    /// #     "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #               "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC002",
    /// #               "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}}"#)?;
    /// # let mut population = Population::new(&engine, query.at, 1);
    /// let choice = profile.choices()[0].clone();
    /// population.add(profile.patient(), Some(choice.clone()))?;
    /// assert_eq!(population.profile("999990019"), Some(profile.clone()));
    ///
    /// let error = population.add(profile.patient(), Some(choice)).unwrap_err();
    /// assert_eq!(error.code().name(), "duplicate_id");
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    pub fn add(&mut self, patient: &Patient, choice: Option<Choice>) -> Result<(), Error> {
        let mut choices = self
            .profile(patient.id().as_str())
            .map_or_else(Vec::new, |profile| profile.choices().to_vec());
        choices.extend(choice);
        self.put(&Profile::new(
            &self.law.catalogue,
            patient.clone(),
            choices,
        )?)
    }

    /// Loads rows in any order. A row that fails is told and left out; the rest loads. Rows of a patient that stand
    /// together cost least. If the profile that they make together is refused, for `too_many_choices` say, all of them
    /// fail.
    ///
    /// `progress` is called after every 65,536 rows and at the end, with how many there have been.
    ///
    /// ```
    /// # use akkoord::population::Population;
    /// # let engine = akkoord::Engine::mitz();
    /// # let (profile, query, ..) = engine.read_line(r#"{"profile": {"patient": {"id": "999990019"}, "choices": [
    /// #     {"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
    /// #      "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]},
    /// #     "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #               "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC002",
    /// #               "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}}"#)?;
    /// # let mut population = Population::new(&engine, query.at, 1);
    /// use akkoord::population::Row;
    /// let row = Row { patient: profile.patient().clone(), choice: Some(profile.choices()[0].clone()) };
    /// let mut rows_so_far = 0;
    /// let loaded = population.load([row.clone(), row], |rows| rows_so_far = rows);
    /// assert_eq!((loaded.rows, rows_so_far), (1, 2));
    /// // The choice stands twice.
    /// let errors = loaded.errors.iter().map(|(row, error)| (*row, error.code().name()));
    /// assert!(errors.eq([(1, "duplicate_id")]));
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    pub fn load(
        &mut self,
        rows: impl IntoIterator<Item = Row>,
        mut progress: impl FnMut(u64),
    ) -> Loaded {
        let mut loaded = Loaded::default();
        let mut number = 0_u64;
        let mut group: Option<Group> = None;
        for row in rows {
            if group
                .as_ref()
                .is_none_or(|group| group.patient.id() != row.patient.id())
            {
                self.put_group(group.take(), &mut loaded);
            }
            let group = group.get_or_insert_with(|| Group {
                patient: row.patient.clone(),
                choices: self
                    .profile(row.patient.id().as_str())
                    .map_or_else(Vec::new, |profile| profile.choices().to_vec()),
                ids: BTreeSet::new(),
                rows: Vec::new(),
            });
            group.patient = row.patient;
            match row.choice {
                Some(choice) if group.has(choice.id()) => {
                    loaded
                        .errors
                        .push((number, Error::new(ErrorCode::DuplicateId, "choice.id")));
                }
                choice => {
                    group.choices.extend(choice);
                    group.rows.push(number);
                }
            }
            number = number.saturating_add(1);
            if number.trailing_zeros() >= 16 {
                progress(number);
            }
        }
        self.put_group(group, &mut loaded);
        loaded.errors.sort_by_key(|(row, _)| *row);
        progress(number);
        loaded
    }

    fn put_group(&mut self, group: Option<Group>, loaded: &mut Loaded) {
        let Some(Group {
            patient,
            choices,
            rows,
            ..
        }) = group
        else {
            return;
        };
        let put = Profile::new(&self.law.catalogue, patient, choices)
            .and_then(|profile| self.put(&profile));
        match put {
            Ok(()) => {
                loaded.rows = loaded
                    .rows
                    .saturating_add(u64::try_from(rows.len()).unwrap_or(0))
            }
            Err(error) => loaded
                .errors
                .extend(rows.into_iter().map(|row| (row, error.clone()))),
        }
    }

    /// The profile of a patient with its whole history, as it was put in; none for one who is not there.
    ///
    /// Ask [`Engine::decide`] of it for any other instant (R29), or for the grounds.
    ///
    /// ```
    /// # use akkoord::population::Population;
    /// # let engine = akkoord::Engine::mitz();
    /// # let (profile, query, ..) = engine.read_line(r#"{"profile": {"patient": {"id": "999990019"}, "choices": [
    /// #     {"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
    /// #      "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]},
    /// #     "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #               "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC002",
    /// #               "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}}"#)?;
    /// # let mut population = Population::new(&engine, query.at, 1);
    /// population.put(&profile)?;
    /// assert_eq!(population.profile("999990019"), Some(profile));
    /// assert_eq!(population.profile("999990020"), None);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn profile(&self, patient: &str) -> Option<Profile> {
        let key = self.people.key(patient)?;
        self.read(self.people.get(key)?)
    }

    fn read(&self, entry: Entry) -> Option<Profile> {
        let id = self.people.id(entry.key())?;
        self.shared
            .read(&self.law.catalogue, id, self.record(entry)?)
    }

    /// The record of a patient, and whatever stands behind it.
    fn record(&self, entry: Entry) -> Option<&[u8]> {
        if entry.key() == NOBODY {
            return None;
        }
        self.records.get(usize::try_from(entry.record).ok()?..)
    }

    /// Looks up the codes of a query for one data category, once for all patients. The data categories of the query
    /// itself are not looked at. An unknown code is no error: the verdicts are indeterminate (R11).
    ///
    /// # Errors
    /// [`NotAnswered::OtherInstant`] for a query about another instant than [`Population::at`].
    ///
    /// ```
    /// # use akkoord::population::Population;
    /// # let engine = akkoord::Engine::mitz();
    /// # let (profile, query, ..) = engine.read_line(r#"{"profile": {"patient": {"id": "999990019"}, "choices": [
    /// #     {"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
    /// #      "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]},
    /// #     "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #               "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC002",
    /// #               "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}}"#)?;
    /// # let mut population = Population::new(&engine, query.at, 1);
    /// # population.put(&profile)?;
    /// use akkoord::{Outcome, Query};
    /// use akkoord::compiled::NotAnswered;
    /// let question = population.prepare(&query, "GGC002")?;
    /// assert_eq!(population.decide("999990019", &question)?.outcome(), Outcome::Permit);
    /// let question = population.prepare(&query, "no such code")?;
    /// assert_eq!(population.decide("999990019", &question)?.outcome(), Outcome::Indeterminate);
    ///
    /// let later = Query { at: "2026-01-06T12:00:00Z".parse()?, ..query };
    /// assert_eq!(population.prepare(&later, "GGC002").unwrap_err(), NotAnswered::OtherInstant);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn prepare(&self, query: &Query, data: &str) -> Result<PreparedQuery, NotAnswered> {
        self.prepare_view(&query.view(), data)
    }

    /// As [`Population::prepare`], of texts that the caller keeps. Does not allocate.
    ///
    /// # Errors
    /// As [`Population::prepare`].
    ///
    /// ```
    /// # use akkoord::population::Population;
    /// # let engine = akkoord::Engine::mitz();
    /// # let (profile, query, ..) = engine.read_line(r#"{"profile": {"patient": {"id": "999990019"}, "choices": [
    /// #     {"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
    /// #      "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"},
    /// #     {"id": "c2", "answer": "no", "scope": {"level": "individual", "holders": ["ura:90000017"]},
    /// #      "channel": "mijn_mitz", "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]},
    /// #     "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #               "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC002",
    /// #               "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}}"#)?;
    /// # let mut population = Population::new(&engine, query.at, 1);
    /// # population.put(&profile)?;
    /// use akkoord::Reason;
    /// use akkoord::query::QueryView;
    /// // The patient said yes to all holders, but no to ura:90000017.
    /// let view = QueryView { holder_id: "ura:90000018", ..query.view() };
    /// let question = population.prepare_view(&view, "GGC002")?;
    /// assert_eq!(population.decide("999990019", &question)?.reason(), Reason::BlanketYes);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn prepare_view(
        &self,
        query: &QueryView<'_>,
        data: &str,
    ) -> Result<PreparedQuery, NotAnswered> {
        if query.at != self.at {
            return Err(NotAnswered::OtherInstant);
        }
        let asks = match query::admit(&self.law.catalogue, query, data) {
            Ok(class) => Asks::Class(class),
            Err(reason) => Asks::Settled(reason),
        };
        let number = |id| Number::of(self.shared.providers.find(id));
        Ok(PreparedQuery {
            key: self.law.key,
            at: self.at,
            asks,
            holder: number(query.holder_id),
            consulter: number(query.consulter_id),
            providers: self.providers(),
        })
    }

    /// Looks up a provider, once for all questions about it.
    ///
    /// ```
    /// use akkoord::Engine;
    /// use akkoord::population::Population;
    /// let engine = Engine::mitz();
    /// let query = engine.read_query(
    ///     r#"{"holder": {"id": "ura:90000017", "type": "Z3"}, "consulter": {"id": "ura:90000033", "type": "N6"},
    ///         "data": "GGC002", "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}"#,
    /// )?;
    /// let population = Population::new(&engine, query.at, 0);
    /// let question = population.prepare(&query, "GGC002")?;
    /// let [other, consulter] = ["ura:90000018", "ura:90000033"].map(|id| population.provider(id));
    /// let verdict = population.decide("999990019", &question.between(other, consulter))?;
    /// assert_eq!(verdict.reason().name(), "no_choice");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn provider(&self, id: &str) -> ProviderNumber {
        ProviderNumber {
            number: Number::of(self.shared.providers.find(id)),
            providers: self.providers(),
        }
    }

    /// Decides for one patient; one who is not there has made no choice (R21). Does not allocate but for a profile of more
    /// than 1,023 choices or instants, or one that [`Population::go_to`] could not work out: it is read and asked
    /// literally.
    ///
    /// # Errors
    /// [`NotAnswered::OtherInstant`] after [`Population::go_to`]; [`NotAnswered::Outdated`] for a question with an
    /// unknown holder or consulter, once the population has learnt of more providers; [`NotAnswered::OtherCatalogue`]
    /// for a question of a population of another catalogue or seed.
    ///
    /// ```
    /// # use akkoord::population::Population;
    /// # let engine = akkoord::Engine::mitz();
    /// # let (profile, query, ..) = engine.read_line(r#"{"profile": {"patient": {"id": "999990019"}, "choices": [
    /// #     {"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
    /// #      "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]},
    /// #     "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #               "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC002",
    /// #               "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}}"#)?;
    /// # let mut population = Population::new(&engine, query.at, 1);
    /// # population.put(&profile)?;
    /// # let question = population.prepare(&query, "GGC002")?;
    /// use akkoord::{Outcome, Reason};
    /// let verdict = population.decide("999990019", &question)?;
    /// assert_eq!((verdict.outcome(), verdict.reason()), (Outcome::Permit, Reason::BlanketYes));
    /// let verdict = population.decide("999990020", &question)?;
    /// assert_eq!((verdict.outcome(), verdict.reason()), (Outcome::Deny, Reason::NoChoice));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn decide(&self, patient: &str, query: &PreparedQuery) -> Result<Verdict, NotAnswered> {
        self.decide_for(self.entry(patient), query)
    }

    /// The option of a verdict (R23); none if the catalogue has no such option, or if the question was decided before
    /// it was looked up, as for a deceased patient. The verdict must be of this population.
    ///
    /// ```
    /// # use akkoord::population::Population;
    /// # let engine = akkoord::Engine::mitz();
    /// # let (profile, query, ..) = engine.read_line(r#"{"profile": {"patient": {"id": "999990019"}, "choices": [
    /// #     {"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
    /// #      "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]},
    /// #     "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #               "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC002",
    /// #               "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}}"#)?;
    /// # let mut population = Population::new(&engine, query.at, 1);
    /// # population.put(&profile)?;
    /// # let question = population.prepare(&query, "GGC002")?;
    /// let verdict = population.decide("999990019", &question)?;
    /// assert_eq!(population.option(verdict).map(|option| option.id()), Some("1.1"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn option(&self, verdict: Verdict) -> Option<&CatalogueOption> {
        self.law.catalogue.option_row(verdict.option_index()?)
    }

    fn decide_for(&self, entry: Entry, query: &PreparedQuery) -> Result<Verdict, NotAnswered> {
        let ahead = Ahead {
            answer: self.answer_of(&entry, query),
            look: self.look_of(&entry),
            ..self.ahead(entry)
        };
        self.verdict(&ahead, query)
    }

    fn entry(&self, patient: &str) -> Entry {
        let key = self.people.key(patient);
        let entry = key.and_then(|key| self.people.get(key));
        entry.unwrap_or(self.nobody)
    }

    /// Decides closed queries in a row, each for its own patient; verdicts come in the same order.
    ///
    /// As many are answered as there is room for in `verdicts`; the number of them is given back. Room that is left
    /// over stays as it was. Faster than one after the other: the memory of many patients is on its way at once,
    /// because all of it is asked for before any of it is needed.
    ///
    /// ```
    /// # use akkoord::population::Population;
    /// # let engine = akkoord::Engine::mitz();
    /// # let (profile, query, ..) = engine.read_line(r#"{"profile": {"patient": {"id": "999990019"}, "choices": [
    /// #     {"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
    /// #      "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]},
    /// #     "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #               "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC002",
    /// #               "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}}"#)?;
    /// # let mut population = Population::new(&engine, query.at, 1);
    /// # population.put(&profile)?;
    /// # let question = population.prepare(&query, "GGC002")?;
    /// use akkoord::Outcome;
    /// use akkoord::compiled::NotAnswered;
    /// let mut verdicts = [Err(NotAnswered::Outdated); 2];
    /// let queries = [("999990019", question), ("999990020", question)];
    /// assert_eq!(population.decide_batch(&queries, &mut verdicts), 2);
    /// let outcomes = verdicts.map(|verdict| verdict.map(|verdict| verdict.outcome()));
    /// assert_eq!(outcomes, [Ok(Outcome::Permit), Ok(Outcome::Deny)]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn decide_batch(
        &self,
        queries: &[(&str, PreparedQuery)],
        verdicts: &mut [Result<Verdict, NotAnswered>],
    ) -> usize {
        let mut answered = 0_usize;
        let mut ahead = [self.ahead(self.nobody); AT_ONCE];
        for (queries, verdicts) in queries.chunks(AT_ONCE).zip(verdicts.chunks_mut(AT_ONCE)) {
            self.decide_at_once(queries, &mut ahead, verdicts);
            answered = answered.saturating_add(queries.len().min(verdicts.len()));
        }
        answered
    }

    /// Step by step for all of them, each step without waiting for memory that another one asks for.
    fn decide_at_once<'p>(
        &'p self,
        queries: &[(&str, PreparedQuery)],
        ahead: &mut [Ahead<'p>; AT_ONCE],
        verdicts: &mut [Result<Verdict, NotAnswered>],
    ) {
        for (ahead, (patient, _)) in ahead.iter_mut().zip(queries) {
            ahead.key = self.people.key(patient).unwrap_or(NOBODY);
            ahead.group = self.people.first_group(ahead.key);
        }
        for (ahead, _) in ahead.iter_mut().zip(queries) {
            ahead.entry = self.people.glimpse(ahead.group);
        }
        for (ahead, _) in ahead.iter_mut().zip(queries) {
            let entry = self.people.get_from(ahead.group, ahead.key);
            ahead.entry = entry.unwrap_or(self.nobody);
        }
        for (ahead, (_, query)) in ahead.iter_mut().zip(queries) {
            ahead.answer = self.answer_of(&ahead.entry, query);
        }
        for (ahead, _) in ahead.iter_mut().zip(queries) {
            ahead.look = self.look_of(&ahead.entry);
        }
        for ((ahead, (_, query)), verdict) in ahead.iter().zip(queries).zip(verdicts) {
            *verdict = self.verdict(ahead, query);
        }
    }

    /// Answers an open query for one patient: which of these closed queries permit, one for each holder that may have a record
    /// (R27); their places from 0, in order. Nothing is said about the others, nor about a query that
    /// [`Population::decide`] would refuse.
    ///
    /// ```
    /// # use akkoord::population::Population;
    /// # let engine = akkoord::Engine::mitz();
    /// # let (profile, query, ..) = engine.read_line(r#"{"profile": {"patient": {"id": "999990019"}, "choices": [
    /// #     {"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
    /// #      "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"},
    /// #     {"id": "c2", "answer": "no", "scope": {"level": "individual", "holders": ["ura:90000017"]},
    /// #      "channel": "mijn_mitz", "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]},
    /// #     "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #               "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC002",
    /// #               "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}}"#)?;
    /// # let mut population = Population::new(&engine, query.at, 1);
    /// # population.put(&profile)?;
    /// # let question = population.prepare(&query, "GGC002")?;
    /// // The patient said yes to all holders, but no to ura:90000017.
    /// let holders = ["ura:90000017", "ura:90000018"];
    /// let consulter = population.provider("ura:90000033");
    /// let questions = holders.map(|id| question.between(population.provider(id), consulter));
    /// let permits = population.open("999990019", &questions).map(|place| holders[place]);
    /// assert!(permits.eq(["ura:90000018"]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn open<'q>(
        &self,
        patient: &str,
        queries: &'q [PreparedQuery],
    ) -> impl Iterator<Item = usize> + use<'_, 'q> {
        let entry = self.entry(patient);
        let verdicts = queries
            .iter()
            .map(move |query| self.decide_for(entry, query));
        let permits = verdicts.enumerate().filter(|(_, verdict)| {
            verdict.is_ok_and(|verdict| verdict.outcome() == Outcome::Permit)
        });
        permits.map(|(place, _)| place)
    }

    fn ahead(&self, entry: Entry) -> Ahead<'_> {
        Ahead {
            key: entry.key(),
            group: 0,
            entry,
            answer: Packed::NONE,
            look: None,
        }
    }

    /// The answer in the table of an entry.
    fn answer_of(&self, entry: &Entry, query: &PreparedQuery) -> Packed {
        match query.asks {
            Asks::Class(Some(class)) => self.tables.packed(entry.answers.number(), class),
            Asks::Class(None) | Asks::Settled(_) => Packed::NONE,
        }
    }

    /// The beginning of the record of an entry, if it must be looked at.
    fn look_of(&self, entry: &Entry) -> Option<Look<'_>> {
        if entry.answers.must_look() || entry.answers == Answers::LITERAL {
            self.record(*entry).and_then(Look::new)
        } else {
            None
        }
    }

    fn verdict(&self, ahead: &Ahead<'_>, query: &PreparedQuery) -> Result<Verdict, NotAnswered> {
        if query.key != self.law.key {
            return Err(NotAnswered::OtherCatalogue);
        }
        if query.at != self.at {
            return Err(NotAnswered::OtherInstant);
        }
        let is_unknown = query.holder == Number::UNKNOWN || query.consulter == Number::UNKNOWN;
        if is_unknown && query.providers != self.providers() {
            return Err(NotAnswered::Outdated);
        }
        let class = match query.asks {
            Asks::Settled(reason) => return Ok(Verdict::settled(reason, None)),
            Asks::Class(class) => class,
        };
        let answers = ahead.entry.answers;
        if answers.must_look() || answers == Answers::LITERAL {
            let verdict = ahead
                .look
                .and_then(|look| self.looked_up(ahead, look, class, query));
            return Ok(verdict.unwrap_or(Verdict::settled(Reason::NoChoice, None)));
        }
        Ok(match ahead.answer.code() {
            Some(code) => Verdict::of(code, None),
            None if answers == Answers::DECEASED => Verdict::settled(Reason::PatientDeceased, None),
            None => Verdict::settled(Reason::NotInCatalogue, None),
        })
    }

    /// A patient whose record must be looked at.
    fn looked_up(
        &self,
        ahead: &Ahead<'_>,
        mut look: Look<'_>,
        class: Option<ClassIndex>,
        query: &PreparedQuery,
    ) -> Option<Verdict> {
        let entry = &ahead.entry;
        let own = look.table(query.holder.get(), query.consulter.get());
        let Some(class) = class else {
            let shuts_at = query::shuts_at(&self.law.rules, look.deceased());
            let shuts_at = shuts_at.filter(|shuts_at| *shuts_at > self.at);
            return Some(Verdict::settled(Reason::NotInCatalogue, shuts_at));
        };
        if entry.answers == Answers::LITERAL {
            return self.literal(*entry, class, query);
        }
        let code = match own {
            Some(own) => self.tables.packed(own, class).code()?,
            None => ahead.answer.code()?,
        };
        let until = code
            .until()
            .and_then(|row| look.instant(usize::from(row.0)));
        Some(Verdict::of(code, until))
    }

    /// A profile that is too large for the tables is asked literally.
    fn literal(&self, entry: Entry, class: ClassIndex, query: &PreparedQuery) -> Option<Verdict> {
        let profile = self.read(entry)?;
        // Limits of the caller would turn an answer into a no.
        let limits = Limits::default();
        let compiled = compile(&self.law, &profile, self.at, &limits.meter()).ok()?;
        let nobody = ProviderId::nobody();
        let id = |number: Number| {
            let known = number
                .get()
                .and_then(|number| self.shared.providers.get(number));
            known.unwrap_or(&nobody)
        };
        let [holder, consulter] =
            [query.holder, query.consulter].map(|number| Name::of(&self.law, id(number).as_str()));
        Some(compiled.answer(Some(class), &holder, &consulter))
    }

    /// The grounds of a decision for one patient: the literal engine's answer, one decision for each data category.
    ///
    /// # Errors
    /// As [`Engine::decide`].
    ///
    /// ```
    /// # use akkoord::population::Population;
    /// # let engine = akkoord::Engine::mitz();
    /// # let (profile, query, ..) = engine.read_line(r#"{"profile": {"patient": {"id": "999990019"}, "choices": [
    /// #     {"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
    /// #      "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]},
    /// #     "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #               "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC002",
    /// #               "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}}"#)?;
    /// # let mut population = Population::new(&engine, query.at, 1);
    /// # population.put(&profile)?;
    /// use akkoord::ids::PatientId;
    /// let decisions = population.explainable(&engine, &PatientId::new("999990019")?, &query)?;
    /// let grounds = decisions.iter().filter_map(|decision| decision.decided_by());
    /// assert!(grounds.map(|ground| ground.choice().as_str()).eq(["c1"]));
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    pub fn explainable(
        &self,
        engine: &Engine,
        patient: &PatientId,
        query: &Query,
    ) -> Result<Vec<Decision>, Error> {
        let nobody = || {
            Profile::new(
                &self.law.catalogue,
                Patient::new(patient.clone()),
                Vec::new(),
            )
        };
        let profile = self.profile(patient.as_str()).map_or_else(nobody, Ok)?;
        engine.decide(&profile, query)
    }

    /// Goes to another instant: works out anew what differs there. Later costs only the patients with something to come;
    /// earlier costs everybody.
    ///
    /// # Errors
    /// `population_full`, `too_much_work`, `cancelled`: the first of them. The patients that it befell are at the new instant, too:
    /// their answers are right, and worked out for each question until the next call.
    ///
    /// ```
    /// # use akkoord::population::Population;
    /// # let engine = akkoord::Engine::mitz();
    /// # let (profile, query, ..) = engine.read_line(r#"{"profile": {"patient": {"id": "999990019"}, "choices": [
    /// #     {"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
    /// #      "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]},
    /// #     "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #               "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC002",
    /// #               "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}}"#)?;
    /// // The choice is of 2 January, the query about 5 January.
    /// let mut population = Population::new(&engine, "2026-01-01T12:00:00Z".parse()?, 1);
    /// population.put(&profile)?;
    /// assert!(population.prepare(&query, "GGC002").is_err());
    ///
    /// population.go_to(query.at)?;
    /// let question = population.prepare(&query, "GGC002")?;
    /// assert_eq!(population.decide("999990019", &question)?.reason().name(), "blanket_yes");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn go_to(&mut self, at: Instant) -> Result<(), Error> {
        let later = at >= self.at;
        self.at = at;
        let changed = |entry: &Entry| {
            !later || entry.answers.must_look() || entry.answers == Answers::LITERAL
        };
        let keys: Vec<PatientKey> = self
            .people
            .entries()
            .filter(changed)
            .map(|entry| entry.key())
            .collect();
        let mut outcome = Ok(());
        for key in keys {
            if let Some(entry) = self.people.get(key)
                && let Some(profile) = self.read(entry)
                && let Err(error) = self.put(&profile)
            {
                // What was worked out for another instant must not answer for this one.
                self.people.put(key, Answers::LITERAL, entry.record);
                outcome = outcome.and(Err(error));
            }
        }
        self.nobody = self.nobodys_answers();
        outcome
    }

    fn nobodys_answers(&mut self) -> Entry {
        let nobody = PatientId::read("0")
            .ok()
            .and_then(|id| Profile::new(&self.law.catalogue, Patient::new(id), Vec::new()).ok());
        let table = nobody.and_then(|nobody| {
            let meter = self.law.limits.meter();
            let worked_out = work_out(
                &self.law,
                &nobody,
                self.at,
                Holders::All,
                &mut self.tables,
                &meter,
            );
            Some(worked_out.ok()?.any_holder)
        });
        let answers = table.and_then(|table| Answers::table(table, false));
        Entry::of_nobody(answers.unwrap_or(Answers::LITERAL))
    }

    /// Frees what replaced records left behind. [`Population::put`] does so by itself once that is more than 1 MiB and
    /// more than half of the records.
    ///
    /// ```
    /// # use akkoord::population::Population;
    /// # let engine = akkoord::Engine::mitz();
    /// # let (profile, query, ..) = engine.read_line(r#"{"profile": {"patient": {"id": "999990019"}, "choices": [
    /// #     {"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
    /// #      "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]},
    /// #     "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #               "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC002",
    /// #               "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}}"#)?;
    /// # let mut population = Population::new(&engine, query.at, 1);
    /// population.put(&profile)?;
    /// population.put(&profile)?; // the first record is left behind
    /// assert!(population.memory().left_behind > 0);
    /// population.tidy();
    /// assert_eq!(population.memory().left_behind, 0);
    /// assert_eq!(population.profile("999990019"), Some(profile));
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    pub fn tidy(&mut self) {
        let mut records = Vec::with_capacity(self.records.len().saturating_sub(self.left_behind));
        let keys: Vec<PatientKey> = self.people.keys().collect();
        for key in keys {
            let Some(entry) = self.people.get(key) else {
                continue;
            };
            let length = self.length_of(entry);
            let Some(record) = self.record(entry).and_then(|record| record.get(..length)) else {
                continue;
            };
            // INVARIANT: the new records are not longer than the old ones, whose places fit.
            let Ok(place) = u32::try_from(records.len()) else {
                continue;
            };
            records.extend_from_slice(record);
            self.people.put(key, entry.answers, place);
        }
        self.records = records;
        self.left_behind = 0;
    }

    /// How many bytes the record of a patient has.
    fn length_of(&self, entry: Entry) -> usize {
        let record = self.record(entry).unwrap_or(&[]);
        let length = self
            .people
            .id(entry.key())
            .and_then(|id| self.shared.length(&self.law.catalogue, id, record));
        length.unwrap_or(0)
    }
}

/// The rows of one patient that stand together.
struct Group {
    patient: Patient,
    choices: Vec<Choice>,
    /// The ids of the first of these choices, where there are many.
    ids: BTreeSet<ChoiceId>,
    rows: Vec<u64>,
}

impl Group {
    /// Whether there is a choice with this id.
    fn has(&mut self, id: &ChoiceId) -> bool {
        /// So many are compared one by one.
        const FEW: usize = 32;
        let new = self.choices.get(self.ids.len()..).unwrap_or_default();
        if new.len() < FEW {
            return self.ids.contains(id) || new.iter().any(|choice| choice.id() == id);
        }
        self.ids
            .extend(new.iter().map(|choice| choice.id().clone()));
        self.ids.contains(id)
    }
}

#[cfg(test)]
mod flood_tests;
#[cfg(test)]
mod tests;
