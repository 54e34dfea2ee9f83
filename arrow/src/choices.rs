//! The columns of a table of choices, and the choice of a row.

use std::borrow::Cow;

use akkoord::error::ErrorCode;
use akkoord::ids::{ActorId, ChoiceId, ProviderId};
use akkoord::instant::Date;
use akkoord::profile::{
    Answer, Channel, Choice, Confirmation, ConfirmationAnswer, Level, Scope, Times,
};
use akkoord::{Catalogue, Error, Instant};
use arrow_array::RecordBatch;

use crate::BatchError;
use crate::columns::Table;
use crate::fault::RowCode;
use crate::kinds::{Dates, Instants, ListsOf, MOST_ENTRIES, texts};
use crate::texts::Texts;

/// Their names. Only `patient` must be there; once there is any other than `born` and `deceased`, so must those that every choice has.
const NAMES: [&str; 19] = [
    "patient",
    "born",
    "deceased",
    "id",
    "answer",
    "scope.level",
    "scope.holder_category",
    "scope.holders",
    "scope.options",
    "scope.consulter.id",
    "scope.consulter.type",
    "channel",
    "decided_at",
    "recorded_at",
    "recorded_by",
    "confirmation.answer",
    "confirmation.at",
    "confirmation.by",
    "withdrawn_at",
];
/// What every choice has.
const OF_EVERY_CHOICE: [&str; 6] = [
    "answer",
    "scope.level",
    "channel",
    "decided_at",
    "recorded_at",
    "id",
];

/// What is wrong with a row, and in which column.
pub(crate) type Fault = (RowCode, Cow<'static, str>);

fn fault(code: ErrorCode, column: &'static str) -> Fault {
    (RowCode::Format(code), Cow::Borrowed(column))
}

/// The columns; those that are missing are none.
pub(crate) struct ChoiceColumns {
    pub(crate) patient: Texts,
    born: Option<Dates>,
    deceased: Option<Dates>,
    id: Option<Texts>,
    answer: Option<Texts>,
    level: Option<Texts>,
    holder_category: Option<Texts>,
    holders: Option<ListsOf<Texts>>,
    options: Option<ListsOf<Texts>>,
    consulter_id: Option<Texts>,
    consulter_type: Option<Texts>,
    channel: Option<Texts>,
    decided_at: Option<Instants>,
    recorded_at: Option<Instants>,
    recorded_by: Option<Texts>,
    confirmation_answer: Option<Texts>,
    confirmation_at: Option<Instants>,
    confirmation_by: Option<Texts>,
    withdrawn_at: Option<Instants>,
}

impl ChoiceColumns {
    pub(crate) fn of(batch: &RecordBatch) -> Result<Self, BatchError> {
        let table = Table::of(batch, &NAMES, 1, "a table of choices")?;
        let schema = batch.schema_ref();
        let of_patient = |name: &str| matches!(name, "patient" | "born" | "deceased");
        if schema
            .fields()
            .iter()
            .any(|field| !of_patient(field.name()))
        {
            for name in OF_EVERY_CHOICE {
                table.required(name, |_, _| Ok(()))?;
            }
        }
        let text = |name| table.optional(name, texts);
        let instants = |name| table.optional(name, Instants::of);
        let lists = |name| table.optional(name, |column, name| ListsOf::of(column, name, texts));
        Ok(ChoiceColumns {
            patient: table.required("patient", texts)?,
            born: table.optional("born", Dates::of)?,
            deceased: table.optional("deceased", Dates::of)?,
            id: text("id")?,
            answer: text("answer")?,
            level: text("scope.level")?,
            holder_category: text("scope.holder_category")?,
            holders: lists("scope.holders")?,
            options: lists("scope.options")?,
            consulter_id: text("scope.consulter.id")?,
            consulter_type: text("scope.consulter.type")?,
            channel: text("channel")?,
            decided_at: instants("decided_at")?,
            recorded_at: instants("recorded_at")?,
            recorded_by: text("recorded_by")?,
            confirmation_answer: text("confirmation.answer")?,
            confirmation_at: instants("confirmation.at")?,
            confirmation_by: text("confirmation.by")?,
            withdrawn_at: instants("withdrawn_at")?,
        })
    }

    /// Born and deceased, as far as the row says.
    pub(crate) fn dates(&self, row: usize) -> Result<[Option<Date>; 2], Fault> {
        let date = |dates: &Option<Dates>, column| {
            let date = dates.as_ref().map_or(Ok(None), |dates| dates.get(row));
            date.map_err(|code| fault(code, column))
        };
        Ok([date(&self.born, "born")?, date(&self.deceased, "deceased")?])
    }

    /// The choice of a row; none for a patient without a choice.
    pub(crate) fn choice(
        &self,
        catalogue: &Catalogue,
        row: usize,
    ) -> Result<Option<Choice>, Fault> {
        let Some(id) = get(&self.id, row) else {
            // What says something of a choice and not which one is a choice that would be lost.
            return match self.said(row) {
                None => Ok(None),
                Some(_) => Err(fault(ErrorCode::MissingField, "id")),
            };
        };
        let id = ChoiceId::new(id).map_err(|error| fault(error.code(), "id"))?;
        let answers = [Answer::Yes, Answer::No].map(|answer| (answer.name(), answer));
        let answer = one_of(&self.answer, row, "answer", &answers)?;
        let channels = [
            Channel::MijnMitz,
            Channel::SamenNaarMijnMitz,
            Channel::Dossierhoudersknop,
            Channel::Raadplegersknop,
            Channel::Migration,
        ];
        let channels = channels.map(|channel| (channel.name(), channel));
        let scope = self.scope(catalogue, row)?;
        let channel = one_of(&self.channel, row, "channel", &channels)?;
        let times = Times {
            decided_at: needed(instant(&self.decided_at, row, "decided_at")?, "decided_at")?,
            recorded_at: needed(
                instant(&self.recorded_at, row, "recorded_at")?,
                "recorded_at",
            )?,
        };
        let mut choice = Choice::new(id, answer, scope, channel, times).map_err(in_row)?;
        if let Some(by) = actor(&self.recorded_by, row, "recorded_by")? {
            choice = choice.recorded_by(by);
        }
        if let Some(confirmation) = self.confirmation(row)? {
            choice = choice.confirmed(confirmation).map_err(in_row)?;
        }
        if let Some(at) = instant(&self.withdrawn_at, row, "withdrawn_at")? {
            choice = choice.withdrawn(at).map_err(in_row)?;
        }
        Ok(Some(choice))
    }

    /// The first column of a choice, other than its id, that is not null.
    fn said(&self, row: usize) -> Option<()> {
        let texts = [
            &self.answer,
            &self.level,
            &self.holder_category,
            &self.consulter_id,
            &self.consulter_type,
            &self.channel,
            &self.recorded_by,
            &self.confirmation_answer,
            &self.confirmation_by,
        ];
        let instants = [
            &self.decided_at,
            &self.recorded_at,
            &self.confirmation_at,
            &self.withdrawn_at,
        ];
        let lists = [&self.holders, &self.options];
        let said = texts.iter().any(|column| get(column, row).is_some())
            || instants
                .into_iter()
                .flatten()
                .any(|column| !matches!(column.get(row), Ok(None)))
            || lists
                .into_iter()
                .flatten()
                .any(|column| column.texts(row).is_some());
        said.then_some(())
    }

    /// R7: each level has its own columns; what stands in one of another level is refused, not overlooked.
    fn scope(&self, catalogue: &Catalogue, row: usize) -> Result<Scope, Fault> {
        let levels = [
            Level::Blanket,
            Level::Categorical,
            Level::Individual,
            Level::Emergency,
        ];
        let levels = levels.map(|level| (level.name(), level));
        let level = one_of(&self.level, row, "scope.level", &levels)?;
        let holders = list(&self.holders, row, "scope.holders")?;
        let options = list(&self.options, row, "scope.options")?;
        let category = get(&self.holder_category, row);
        let consulter = (get(&self.consulter_id, row), get(&self.consulter_type, row));
        let is_emergency = level == Level::Emergency;
        let names_holders = is_emergency || level == Level::Individual;
        for (given, belongs, column) in [
            (
                category.is_some(),
                level == Level::Categorical,
                "scope.holder_category",
            ),
            (holders.is_some(), names_holders, "scope.holders"),
            (consulter.0.is_some(), is_emergency, "scope.consulter.id"),
            (consulter.1.is_some(), is_emergency, "scope.consulter.type"),
            (options.is_some(), !is_emergency, "scope.options"),
        ] {
            let is_needed = belongs && column != "scope.options";
            if given && !belongs {
                return Err(fault(ErrorCode::UnknownField, column));
            }
            if is_needed && !given {
                return Err(fault(ErrorCode::MissingField, column));
            }
        }
        let named = || holders.iter().flatten().copied();
        let scope = match (level, consulter) {
            (Level::Blanket, _) => Ok(Scope::blanket(catalogue)),
            (Level::Categorical, _) => Scope::categorical(catalogue, category.unwrap_or_default()),
            (Level::Individual, _) => Scope::individual(catalogue, named()),
            (Level::Emergency, (id, kind)) => {
                let id = ProviderId::new(id.unwrap_or_default())
                    .map_err(|error| fault(error.code(), "scope.consulter.id"))?;
                Scope::emergency(catalogue, named(), &id, kind.unwrap_or_default())
            }
        };
        let scope = scope.map_err(in_row)?;
        match options {
            None => Ok(scope),
            Some(options) => scope.limited_to(catalogue, options).map_err(in_row),
        }
    }

    fn confirmation(&self, row: usize) -> Result<Option<Confirmation>, Fault> {
        let answers = [ConfirmationAnswer::Approved, ConfirmationAnswer::Rejected]
            .map(|answer| (answer.name(), answer));
        let at = instant(&self.confirmation_at, row, "confirmation.at")?;
        let by = actor(&self.confirmation_by, row, "confirmation.by")?;
        if get(&self.confirmation_answer, row).is_none() && at.is_none() && by.is_none() {
            return Ok(None);
        }
        Ok(Some(Confirmation {
            answer: one_of(
                &self.confirmation_answer,
                row,
                "confirmation.answer",
                &answers,
            )?,
            at: needed(at, "confirmation.at")?,
            by: needed(by, "confirmation.by")?,
        }))
    }
}

/// An error of a value that core made: its path is a column, and perhaps an entry of it.
fn in_row(error: Error) -> Fault {
    (
        RowCode::Format(error.code()),
        Cow::Owned(error.path().to_owned()),
    )
}

fn get(column: &Option<Texts>, row: usize) -> Option<&str> {
    column.as_ref()?.get(row)
}

fn needed<T>(value: Option<T>, column: &'static str) -> Result<T, Fault> {
    value.ok_or_else(|| fault(ErrorCode::MissingField, column))
}

fn one_of<T: Copy>(
    column: &Option<Texts>,
    row: usize,
    name: &'static str,
    known: &[(&str, T)],
) -> Result<T, Fault> {
    let text = needed(get(column, row), name)?;
    let found = known.iter().find(|(name, _)| *name == text);
    found.map_or(Err(fault(ErrorCode::UnknownValue, name)), |(_, value)| {
        Ok(*value)
    })
}

fn instant(
    column: &Option<Instants>,
    row: usize,
    name: &'static str,
) -> Result<Option<Instant>, Fault> {
    let instant = column.as_ref().map_or(Ok(None), |column| column.get(row));
    instant.map_err(|code| fault(code, name))
}

fn actor(column: &Option<Texts>, row: usize, name: &'static str) -> Result<Option<ActorId>, Fault> {
    let actor = get(column, row).map(ActorId::new);
    actor.transpose().map_err(|error| fault(error.code(), name))
}

/// The entries of a list; none for a null, and a null among them is refused.
fn list<'c>(
    column: &'c Option<ListsOf<Texts>>,
    row: usize,
    name: &'static str,
) -> Result<Option<Vec<&'c str>>, Fault> {
    let Some(column) = column else {
        return Ok(None);
    };
    let length = column.lists.range(row).map_or(0, |entries| entries.len());
    if length > MOST_ENTRIES {
        return Err(fault(ErrorCode::ListTooLong, name));
    }
    let Some(entries) = column.texts(row) else {
        return Ok(None);
    };
    let entry = |(place, entry): (usize, Option<&'c str>)| {
        entry.ok_or_else(|| {
            (
                RowCode::Format(ErrorCode::MissingField),
                Cow::Owned(format!("{name}[{place}]")),
            )
        })
    };
    entries
        .enumerate()
        .map(entry)
        .collect::<Result<_, _>>()
        .map(Some)
}
