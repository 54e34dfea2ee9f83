//! Loading: every part goes through all rows and takes those of its own patients.

use std::borrow::Cow;
use std::ops::ControlFlow;
use std::thread;

use akkoord::{Catalogue, Choice, Date, ErrorCode, Patient, PatientId, Profile};
use arrow_array::RecordBatch;
use arrow_schema::ArrowError;

use crate::choices::{ChoiceColumns, Fault};
use crate::fault::{RowCode, RowError, TableError};
use crate::jobs::{Piece, Pieces, joined};
use crate::part::Part;
use crate::shards::{OnError, Shard, Shards};

/// What became of the rows of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Loaded {
    /// How many rows there were.
    pub rows: u64,
    /// Those that were wrong, in order; the rest was loaded.
    pub errors: Vec<RowError>,
}

/// Most choices of one profile (wire format).
const MOST: usize = 10_000;

pub(crate) fn load(
    shards: &mut Shards,
    choices: impl Iterator<Item = Result<RecordBatch, ArrowError>>,
    on_error: OnError,
    mut progress: impl FnMut(u64) -> ControlFlow<()>,
) -> Result<Loaded, TableError> {
    let catalogue = shards.engine().catalogue().clone();
    let parts = shards.parts();
    let mut loaded = Loaded::default();
    let mut pieces = Pieces::of(choices);
    loop {
        let window = pieces.window(parts, ChoiceColumns::of)?;
        let Some(last) = window.last() else {
            return Ok(loaded);
        };
        loaded.rows = last
            .first
            .saturating_add(u64::try_from(last.rows.len()).unwrap_or(0));
        let done: Vec<Result<Vec<RowError>, TableError>> = thread::scope(|scope| {
            let window = &window;
            let catalogue = &catalogue;
            let threads: Vec<_> = shards
                .shards
                .iter_mut()
                .enumerate()
                .map(|(number, shard)| {
                    let loader = Loader::new(catalogue, shard, number, parts);
                    scope.spawn(move || loader.load(window))
                })
                .collect();
            threads.into_iter().map(joined).collect()
        });
        for errors in done {
            loaded.errors.extend(errors?);
        }
        loaded.errors.sort_unstable();
        if on_error == OnError::Stop
            && let Some(first) = loaded.errors.first()
        {
            return Err(first.clone().into());
        }
        if progress(loaded.rows).is_break() {
            return Err(TableError::Stopped);
        }
    }
}

/// Takes the rows of the patients of one part.
struct Loader<'l> {
    catalogue: &'l Catalogue,
    shard: &'l mut Shard,
    number: usize,
    parts: usize,
    group: Option<Group>,
    errors: Vec<RowError>,
}

/// Rows of one patient that stand together, on top of what was known before.
struct Group {
    id: PatientId,
    born: Option<Date>,
    deceased: Option<Date>,
    choices: Vec<Choice>,
}

impl<'l> Loader<'l> {
    fn new(catalogue: &'l Catalogue, shard: &'l mut Shard, number: usize, parts: usize) -> Self {
        Loader {
            catalogue,
            shard,
            number,
            parts,
            group: None,
            errors: Vec::new(),
        }
    }

    fn load(mut self, window: &[Piece<ChoiceColumns>]) -> Result<Vec<RowError>, TableError> {
        for piece in window {
            for (row, number) in piece.rows.clone().zip(piece.first..) {
                self.row(&piece.columns, row, number)?;
            }
        }
        self.put_group()?;
        Ok(self.errors)
    }

    fn row(&mut self, columns: &ChoiceColumns, row: usize, number: u64) -> Result<(), TableError> {
        let Some(patient) = columns.patient.get(row) else {
            // A row of nobody is for the first part to tell.
            if self.number == 0 {
                self.wrong(number, (ErrorCode::MissingField.into(), "patient".into()));
            }
            return Ok(());
        };
        if Part::number_of(patient, self.parts) != self.number {
            return Ok(());
        }
        let id = match PatientId::new(patient) {
            Ok(id) => id,
            Err(error) => {
                self.wrong(number, (error.code().into(), "patient".into()));
                return Ok(());
            }
        };
        if self.group.as_ref().is_none_or(|group| group.id != id) {
            self.put_group()?;
        }
        let taken = self.take(columns, row, id);
        if let Err(fault) = taken {
            self.wrong(number, fault);
            self.shard.incomplete.insert(patient.into());
        }
        Ok(())
    }

    fn wrong(&mut self, row: u64, (code, column): Fault) {
        self.errors.push(RowError { row, column, code });
    }

    fn take(&mut self, columns: &ChoiceColumns, row: usize, id: PatientId) -> Result<(), Fault> {
        let population = &self.shard.population;
        let group = self
            .group
            .get_or_insert_with(|| Group::of(id.clone(), population.profile(id.as_str())));
        let [born, deceased] = columns.dates(row)?;
        let conflict = |column: &'static str| (RowCode::ConflictingPatient, Cow::Borrowed(column));
        let (born, deceased) = (
            same(group.born, born).ok_or_else(|| conflict("born"))?,
            same(group.deceased, deceased).ok_or_else(|| conflict("deceased"))?,
        );
        let choice = columns.choice(self.catalogue, row)?;
        if let Some(choice) = choice {
            let format = |code: ErrorCode| (RowCode::Format(code), Cow::Borrowed("id"));
            if group.choices.iter().any(|other| other.id() == choice.id()) {
                return Err(format(ErrorCode::DuplicateId));
            }
            if group.choices.len() >= MOST {
                return Err(format(ErrorCode::TooManyChoices));
            }
            group.choices.push(choice);
        }
        (group.born, group.deceased) = (born, deceased);
        Ok(())
    }

    fn put_group(&mut self) -> Result<(), TableError> {
        let Some(group) = self.group.take() else {
            return Ok(());
        };
        let mut patient = Patient::new(group.id);
        if let Some(born) = group.born {
            patient = patient.born_on(born);
        }
        if let Some(deceased) = group.deceased {
            patient = patient.deceased_on(deceased);
        }
        let profile = Profile::new(self.catalogue, patient, group.choices)?;
        Ok(self.shard.population.put(&profile)?)
    }
}

impl Group {
    fn of(id: PatientId, before: Option<Profile>) -> Self {
        let patient = before.as_ref().map(Profile::patient);
        Group {
            id,
            born: patient.and_then(Patient::born),
            deceased: patient.and_then(Patient::deceased),
            choices: before
                .as_ref()
                .map_or_else(Vec::new, |profile| profile.choices().to_vec()),
        }
    }
}

/// What is known of a date when another row has been read: a null says nothing. None if they contradict each other.
fn same(known: Option<Date>, told: Option<Date>) -> Option<Option<Date>> {
    match (known, told) {
        (Some(known), Some(told)) if known != told => None,
        (known, told) => Some(known.or(told)),
    }
}
