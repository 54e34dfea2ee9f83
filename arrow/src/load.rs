//! Loading: rows are held, then every part takes those of its own patients, and works each of them out once.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{self, Sender};
use std::thread;

use akkoord::error::ErrorCode;
use akkoord::ids::{ChoiceId, PatientId};
use akkoord::instant::Date;
use akkoord::profile::{Choice, Patient};
use akkoord::{Catalogue, Profile};
use arrow_array::{Array, RecordBatch};
use arrow_schema::ArrowError;

use crate::choices::{ChoiceColumns, Fault};
use crate::fault::{OnError, RowCode, RowError, TableError, Unattributed};
use crate::jobs::{Piece, Pieces, joined};
use crate::part::Part;
use crate::seed::Seeded;
use crate::shards::{Shard, Shards};
use crate::worker::fault_of_id;

/// What became of the rows of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Loaded {
    /// How many rows there were.
    pub rows: u64,
    /// Those that were wrong, in order; the rest was loaded.
    pub errors: Vec<RowError>,
    /// How many of these name no patient.
    pub unattributed: u64,
    /// How many profiles were worked out: one for each patient, and one more for each time that rows of the patient came after
    /// those that were held had been loaded.
    pub worked_out: u64,
}

/// Most choices of one profile (wire format).
const MOST: usize = 10_000;

/// How a table is loaded.
pub(crate) struct Loading {
    on_error: OnError,
    unattributed: Unattributed,
    /// So many bytes of rows are held at least.
    hold: usize,
}

impl Loading {
    pub(crate) fn new(on_error: OnError, unattributed: Unattributed) -> Self {
        Loading {
            on_error,
            unattributed,
            hold: 256 << 20,
        }
    }
}

impl Shards {
    /// Loads tables of choices as they come, each part on a thread of its own; rows in any order, also of patients who are there
    /// already. A row that is wrong changes nothing; the rest of its batch is loaded.
    ///
    /// Rows are held until there are 256 MiB of them, or as many bytes as the population takes if that is more; then every patient
    /// among them is worked out once. So the order of the rows hardly counts, and memory at most doubles.
    ///
    /// `progress` is told, now and then and at the end, how many rows have been loaded; it may ask to stop.
    ///
    /// # Errors
    /// A table whose columns are not those of choices; the first row that is wrong, with [`OnError::Stop`]; the first row that names
    /// no patient, unless `unattributed` is [`Unattributed::Ignore`]; a source that fails; a wish to stop; `population_full`.
    /// After an error this [is broken](Shards::is_broken).
    pub fn load(
        &mut self,
        choices: impl Iterator<Item = Result<RecordBatch, ArrowError>>,
        on_error: OnError,
        unattributed: Unattributed,
        progress: impl FnMut(u64) -> ControlFlow<()>,
    ) -> Result<Loaded, TableError> {
        let how = Loading::new(on_error, unattributed);
        let loaded = load(self, choices, &how, progress);
        self.is_broken |= loaded.is_err();
        loaded
    }
}

fn load(
    shards: &mut Shards,
    choices: impl Iterator<Item = Result<RecordBatch, ArrowError>>,
    how: &Loading,
    mut progress: impl FnMut(u64) -> ControlFlow<()>,
) -> Result<Loaded, TableError> {
    let parts = shards.parts();
    let mut loaded = Loaded::default();
    let mut pieces = Pieces::of(choices);
    loop {
        let most = how.hold.max(shards.memory().total());
        let mut held = Held::default();
        while held.bytes < most && held.rows < Held::MOST_ROWS {
            let window = pieces.window(parts, |batch| {
                held.hold(batch);
                ChoiceColumns::of(batch)
            })?;
            if window.is_empty() {
                break;
            }
            let ready = held.take(window);
            // Whoever waits for a slow source may want to stop.
            if ready && progress(loaded.rows).is_break() {
                return Err(TableError::Stopped);
            }
        }
        let Some(last) = held.pieces.last() else {
            return Ok(loaded);
        };
        let rows = last
            .first
            .saturating_add(u64::try_from(last.rows.len()).unwrap_or(0));
        take(shards, &held.pieces, how, &mut loaded, &mut progress)?;
        loaded.rows = rows;
        if progress(rows).is_break() {
            return Err(TableError::Stopped);
        }
    }
}

/// Rows that are held until they are loaded.
#[derive(Default)]
struct Held {
    pieces: Vec<Piece<ChoiceColumns>>,
    rows: usize,
    /// How much memory stays because of them. Slices of one table share its buffers, each of which counts once.
    bytes: usize,
    buffers: HashMap<usize, usize, Seeded>,
}

impl Held {
    /// Most rows: each takes some bytes here too, also where its columns take none.
    const MOST_ROWS: usize = 1 << 26;

    fn hold(&mut self, batch: &RecordBatch) {
        let columns = batch.columns().iter();
        let mut left: Vec<_> = columns.map(|column| column.to_data()).collect();
        while let Some(data) = left.pop() {
            let nulls = data.nulls().map(|nulls| nulls.buffer());
            for buffer in data.buffers().iter().chain(nulls) {
                let known = self.buffers.entry(buffer.data_ptr().addr().get());
                let known = known.or_default();
                let more = buffer.capacity().saturating_sub(*known);
                self.bytes = self.bytes.saturating_add(more);
                *known = known.saturating_add(more);
            }
            left.extend(data.child_data().iter().cloned());
        }
    }

    /// Whether so many rows came that it is time to tell.
    fn take(&mut self, window: Vec<Piece<ChoiceColumns>>) -> bool {
        const TELL: usize = 1 << 17;
        let before = self.rows;
        for piece in window {
            self.rows = self.rows.saturating_add(piece.rows.len());
            self.pieces.push(piece);
        }
        before / TELL < self.rows / TELL
    }
}

/// Loads the rows that are held.
fn take(
    shards: &mut Shards,
    held: &[Piece<ChoiceColumns>],
    how: &Loading,
    loaded: &mut Loaded,
    progress: &mut impl FnMut(u64) -> ControlFlow<()>,
) -> Result<(), TableError> {
    let catalogue = &shards.engine().catalogue().clone();
    let parts = shards.parts();
    let count = Count::default();
    let before = loaded.rows;
    let done: Vec<Result<Taken, TableError>> = thread::scope(|scope| {
        let (sender, done) = mpsc::channel();
        let count = &count;
        let threads: Vec<_> = shards
            .shards
            .iter_mut()
            .enumerate()
            .map(|(number, shard)| {
                let loader = Loader {
                    catalogue,
                    shard,
                    number,
                    parts,
                    how,
                    taken: Taken::default(),
                };
                let watch = Watch {
                    count,
                    sender: sender.clone(),
                    untold: 0,
                };
                scope.spawn(move || loader.load(held, watch))
            })
            .collect();
        drop(sender);
        for () in done {
            let rows = before.saturating_add(count.rows.load(Ordering::Relaxed));
            if progress(rows).is_break() {
                count.is_stopped.store(true, Ordering::Relaxed);
                break;
            }
        }
        threads.into_iter().map(joined).collect()
    });
    if count.is_stopped.load(Ordering::Relaxed) {
        return Err(TableError::Stopped);
    }
    let mut nobodys: Option<RowError> = None;
    let mut errors = Vec::new();
    let mut ignored = Vec::new();
    for taken in done {
        let taken = taken?;
        loaded.worked_out = loaded.worked_out.saturating_add(taken.worked_out);
        errors.extend(taken.errors);
        ignored.extend(taken.ignored);
        nobodys = nobodys.or(taken.nobodys);
    }
    let first = match how.on_error {
        OnError::Stop => errors.iter().cloned().chain(nobodys).min(),
        OnError::GoOn => nobodys.map(|nobodys| RowError {
            code: RowCode::UnattributedRow,
            ..nobodys
        }),
    };
    if let Some(first) = first {
        return Err(first.into());
    }
    let unattributed = u64::try_from(ignored.len()).unwrap_or(u64::MAX);
    loaded.unattributed = loaded.unattributed.saturating_add(unattributed);
    shards.unattributed = shards.unattributed.saturating_add(unattributed);
    errors.extend(ignored);
    errors.sort_unstable();
    loaded.errors.extend(errors);
    Ok(())
}

/// How far all threads are, and whether they shall stop.
#[derive(Default)]
struct Count {
    rows: AtomicU64,
    is_stopped: AtomicBool,
}

/// Tells how far one thread is.
struct Watch<'w> {
    count: &'w Count,
    sender: Sender<()>,
    untold: u64,
}

impl Watch<'_> {
    /// So many rows are done. Whether to go on.
    fn done(&mut self, rows: u64) -> bool {
        const TELL: u64 = 1 << 14;
        self.untold = self.untold.saturating_add(rows);
        if self.untold >= TELL {
            self.count.rows.fetch_add(self.untold, Ordering::Relaxed);
            self.untold = 0;
            // Nobody listens after a wish to stop.
            let _ = self.sender.send(());
        }
        !self.count.is_stopped.load(Ordering::Relaxed)
    }
}

/// What became of the rows of one part.
#[derive(Default)]
struct Taken {
    errors: Vec<RowError>,
    worked_out: u64,
    /// Rows without a patient, where they are left out.
    ignored: Vec<RowError>,
    /// The first row without a patient, where it makes the load fail.
    nobodys: Option<RowError>,
}

/// Takes the rows of the patients of one part.
struct Loader<'l> {
    catalogue: &'l Catalogue,
    shard: &'l mut Shard,
    number: usize,
    parts: usize,
    how: &'l Loading,
    taken: Taken,
}

/// A row among those that are held, and the next one of the same patient.
struct Row {
    piece: u32,
    /// Counted from the first of the piece.
    place: u32,
    next: u32,
}

/// No next row.
const LAST: u32 = u32::MAX;

/// The rows of a part, by patients, who come in the order of their first rows.
#[derive(Default)]
struct ByPatient<'h> {
    rows: Vec<Row>,
    /// Of each patient the id, the first row and the last.
    patients: Vec<(&'h str, u32, u32)>,
    places: HashMap<&'h str, usize, Seeded>,
}

impl<'h> ByPatient<'h> {
    /// Adds a row of the patient in a place, with the piece in which it is and its place there.
    fn push(&mut self, patient: &'h str, place: usize, (piece, row): (usize, usize)) {
        // INVARIANT: neither is more than there are rows held, and those are fewer than LAST.
        let number = |place: usize| u32::try_from(place).unwrap_or(LAST);
        let here = number(self.rows.len());
        match self.patients.get_mut(place) {
            Some((_, _, last)) => {
                if let Some(before) = usize::try_from(*last)
                    .ok()
                    .and_then(|last| self.rows.get_mut(last))
                {
                    before.next = here;
                }
                *last = here;
            }
            None => self.patients.push((patient, here, here)),
        }
        self.rows.push(Row {
            piece: number(piece),
            place: number(row),
            next: LAST,
        });
    }

    /// The place of a patient, who need not be there yet.
    fn place(&mut self, patient: &'h str) -> usize {
        let next = self.patients.len();
        *self.places.entry(patient).or_insert(next)
    }

    fn rows_from(&self, first: u32) -> impl Iterator<Item = &Row> {
        let row = |place: u32| self.rows.get(usize::try_from(place).ok()?);
        std::iter::successors(row(first), move |before| row(before.next))
    }
}

impl<'l> Loader<'l> {
    fn load(
        mut self,
        held: &[Piece<ChoiceColumns>],
        mut watch: Watch<'_>,
    ) -> Result<Taken, TableError> {
        let by_patient = self.by_patient(held);
        if self.taken.nobodys.is_some() && self.how.on_error == OnError::GoOn {
            return Ok(self.taken);
        }
        for (patient, first, _) in &by_patient.patients {
            let Ok(id) = PatientId::new(patient) else {
                continue;
            };
            let before = self.shard.population.profile(patient);
            let mut group = Group::of(id, before);
            let mut rows = 0_u64;
            for row in by_patient.rows_from(*first) {
                rows = rows.saturating_add(1);
                let Some((piece, row, number)) = find(held, row) else {
                    continue;
                };
                if let Err((code, column)) = group.take(self.catalogue, &piece.columns, row) {
                    let row = number;
                    self.taken.errors.push(RowError { row, column, code });
                    self.shard.incomplete.insert((*patient).into());
                }
            }
            let profile = group.profile(self.catalogue)?;
            self.shard.population.put(&profile)?;
            self.taken.worked_out = self.taken.worked_out.saturating_add(1);
            if !watch.done(rows) {
                break;
            }
        }
        Ok(self.taken)
    }

    fn by_patient<'h>(&mut self, held: &'h [Piece<ChoiceColumns>]) -> ByPatient<'h> {
        let mut by_patient = ByPatient::default();
        // Rows of one patient often stand together: who it is, is found once for all of them.
        let mut before: Option<(&str, Option<usize>)> = None;
        for (number, piece) in held.iter().enumerate() {
            for (row, place) in piece.rows.clone().zip(0..) {
                let Some(patient) = self.patient(piece, row, place) else {
                    continue;
                };
                let (_, own) = before
                    .filter(|(last, _)| *last == patient)
                    .unwrap_or_else(|| {
                        let is_own = Part::number_of(patient, self.parts) == self.number;
                        (patient, is_own.then(|| by_patient.place(patient)))
                    });
                before = Some((patient, own));
                if let Some(own) = own {
                    by_patient.push(patient, own, (number, place));
                }
            }
        }
        by_patient
    }

    /// Whose row it is. A row of nobody is for the first part to tell.
    fn patient<'h>(
        &mut self,
        piece: &'h Piece<ChoiceColumns>,
        row: usize,
        place: usize,
    ) -> Option<&'h str> {
        let patient = piece.columns.patient.get(row);
        let fault = patient.map_or(Some(ErrorCode::MissingField), fault_of_id);
        let Some(fault) = fault else {
            return patient;
        };
        if self.number == 0 {
            let error = RowError {
                row: number_of(piece, place),
                column: "patient".into(),
                code: fault.into(),
            };
            match self.how.unattributed {
                Unattributed::Fail => {
                    self.taken.nobodys.get_or_insert(error);
                }
                Unattributed::Ignore => self.taken.ignored.push(error),
            }
        }
        None
    }
}

fn number_of(piece: &Piece<ChoiceColumns>, place: usize) -> u64 {
    let place = u64::try_from(place).unwrap_or(0);
    piece.first.saturating_add(place)
}

/// The piece of a row, its place among the columns, and its number over all batches.
fn find<'h>(
    held: &'h [Piece<ChoiceColumns>],
    row: &Row,
) -> Option<(&'h Piece<ChoiceColumns>, usize, u64)> {
    let piece = held.get(usize::try_from(row.piece).ok()?)?;
    let place = usize::try_from(row.place).ok()?;
    Some((
        piece,
        piece.rows.start.checked_add(place)?,
        number_of(piece, place),
    ))
}

/// What is known of one patient: what was there before, and the rows that have been read.
struct Group {
    id: PatientId,
    born: Option<Date>,
    deceased: Option<Date>,
    choices: Vec<Choice>,
    /// The ids of the choices, once they are many.
    ids: HashSet<ChoiceId, Seeded>,
}

impl Group {
    /// Up to so many ids are compared one by one.
    const FEW: usize = 32;

    fn of(id: PatientId, before: Option<Profile>) -> Self {
        let patient = before.as_ref().map(Profile::patient);
        Group {
            id,
            born: patient.and_then(Patient::born),
            deceased: patient.and_then(Patient::deceased),
            choices: before
                .as_ref()
                .map_or_else(Vec::new, |profile| profile.choices().to_vec()),
            ids: HashSet::default(),
        }
    }

    fn has(&mut self, id: &ChoiceId) -> bool {
        let ids = self.choices.iter().map(Choice::id);
        if self.choices.len() <= Self::FEW {
            return ids.into_iter().any(|other| other == id);
        }
        let known = self.ids.len();
        self.ids.extend(ids.skip(known).cloned());
        self.ids.contains(id)
    }

    fn take(
        &mut self,
        catalogue: &Catalogue,
        columns: &ChoiceColumns,
        row: usize,
    ) -> Result<(), Fault> {
        let [born, deceased] = columns.dates(row)?;
        let conflict = |column: &'static str| (RowCode::ConflictingPatient, Cow::Borrowed(column));
        let (born, deceased) = (
            same(self.born, born).ok_or_else(|| conflict("born"))?,
            same(self.deceased, deceased).ok_or_else(|| conflict("deceased"))?,
        );
        let choice = columns.choice(catalogue, row)?;
        if let Some(choice) = choice {
            let format = |code: ErrorCode| (RowCode::Format(code), Cow::Borrowed("id"));
            if self.has(choice.id()) {
                return Err(format(ErrorCode::DuplicateId));
            }
            if self.choices.len() >= MOST {
                return Err(format(ErrorCode::TooManyChoices));
            }
            self.choices.push(choice);
        }
        (self.born, self.deceased) = (born, deceased);
        Ok(())
    }

    fn profile(self, catalogue: &Catalogue) -> Result<Profile, akkoord::Error> {
        let mut patient = Patient::new(self.id);
        if let Some(born) = self.born {
            patient = patient.born_on(born);
        }
        if let Some(deceased) = self.deceased {
            patient = patient.deceased_on(deceased);
        }
        Profile::new(catalogue, patient, self.choices)
    }
}

/// What is known of a date when another row has been read: a null says nothing. None if they contradict each other.
fn same(known: Option<Date>, told: Option<Date>) -> Option<Option<Date>> {
    match (known, told) {
        (Some(known), Some(told)) if known != told => None,
        (known, told) => Some(known.or(told)),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use akkoord::{Engine, Instant};
    use arrow_array::{ArrayRef, StringArray};

    use super::*;

    /// A table of so many choices of each of so many patients: row after row by a rule.
    fn table(rows: impl Iterator<Item = (usize, usize)> + Clone) -> RecordBatch {
        let text = |of: &dyn Fn((usize, usize)) -> String| {
            let texts: StringArray = rows.clone().map(|row| Some(of(row))).collect();
            Arc::new(texts) as ArrayRef
        };
        let instant = |(_, choice): (usize, usize)| format!("2026-01-02T10:00:{choice:02}Z");
        RecordBatch::try_from_iter([
            ("patient", text(&|(patient, _)| format!("9999{patient:05}"))),
            ("id", text(&|(_, choice)| format!("c{choice}"))),
            ("answer", text(&|_| "yes".to_owned())),
            ("scope.level", text(&|_| "blanket".to_owned())),
            ("channel", text(&|_| "mijn_mitz".to_owned())),
            ("decided_at", text(&instant)),
            ("recorded_at", text(&instant)),
        ])
        .unwrap()
    }

    fn load_holding(batch: &RecordBatch, size: usize, hold: usize) -> (Shards, Loaded) {
        let at = "2026-06-01T12:00:00Z".parse::<Instant>().unwrap();
        let mut shards = Shards::new(&Engine::mitz(), at, 2);
        let how = Loading {
            hold,
            ..Loading::new(OnError::GoOn, Unattributed::Fail)
        };
        let batches = (0..batch.num_rows()).step_by(size);
        let batches = batches.map(|at| Ok(batch.slice(at, size.min(batch.num_rows() - at))));
        let go_on = |_| ControlFlow::Continue(());
        let loaded = load(&mut shards, batches, &how, go_on).unwrap();
        (shards, loaded)
    }

    const PATIENTS: usize = 500;
    const CHOICES: usize = 8;

    /// Choice after choice, with all patients between two choices of one: the order that costs most.
    fn apart() -> impl Iterator<Item = (usize, usize)> + Clone {
        (0..PATIENTS * CHOICES).map(|row| (row % PATIENTS, row / PATIENTS))
    }

    #[test]
    fn a_patient_is_worked_out_once_whatever_the_order_of_the_rows() {
        let together = (0..PATIENTS * CHOICES).map(|row| (row / CHOICES, row % CHOICES));
        let enough = 1 << 26;
        let (sorted, of_sorted) = load_holding(&table(together), 64, enough);
        let (unsorted, of_unsorted) = load_holding(&table(apart()), 64, enough);
        assert_eq!(of_sorted, of_unsorted);
        assert_eq!(of_unsorted.worked_out, PATIENTS as u64);
        assert_eq!(unsorted.memory().left_behind, 0);
        for patient in ["999900000", "999900499"] {
            assert_eq!(sorted.profile(patient), unsorted.profile(patient));
        }
    }

    #[test]
    fn what_is_held_is_bounded_and_grows_with_the_population() {
        let whole = table(apart());
        let (all, _) = load_holding(&whole, 64, 1 << 26);
        // Too little room for one more batch: each is loaded when it comes, until the population itself is larger.
        let (unsorted, loaded) = load_holding(&whole, 64, 1);
        assert!(loaded.worked_out > PATIENTS as u64);
        assert!(loaded.worked_out <= (PATIENTS * CHOICES) as u64);
        for patient in ["999900000", "999900499"] {
            assert_eq!(all.profile(patient), unsorted.profile(patient));
        }
    }

    #[test]
    fn slices_of_one_table_count_once() {
        let whole = table(apart());
        let mut held = Held::default();
        held.hold(&whole);
        let bytes = held.bytes;
        assert!(bytes > 100_000);
        for place in 0..10 {
            held.hold(&whole.slice(place * 10, 10));
        }
        assert_eq!(held.bytes, bytes);
        held.hold(&table(apart()));
        assert_eq!(held.bytes, bytes * 2);
    }

    #[test]
    fn ids_that_come_twice_are_told_also_among_many_choices() {
        let rows = (0..100).chain([3, 99]).map(|choice| (0, choice % 60));
        let (_, loaded) = load_holding(&table(rows), 1000, 1 << 20);
        let told: Vec<u64> = loaded.errors.iter().map(|error| error.row).collect();
        assert_eq!(told, (60..102).collect::<Vec<u64>>());
    }
}
