//! Deciding a batch: rows are prepared in order and decided together, so that the memory of the next patients is on its way.

use akkoord::{
    Connection, ErrorCode, NotAnswered, Outcome, Population, PopulationQuery, Purpose, QueryView,
    Reason, TreatmentRelationship,
};
use arrow_array::{Array, BooleanArray, RecordBatch, StringViewArray};

use crate::BatchError;
use crate::columns::Columns;
use crate::decisions::{Decided, Decisions};

/// How many rows are decided together.
const TOGETHER: usize = 32;

/// Longest text of the wire format, in bytes.
const LONGEST: usize = 1024;

/// Decides a batch of closed queries; the columns of both are described on top of this crate.
///
/// A row that is wrong is indeterminate, with what is wrong in `error`; the rest goes on.
///
/// # Errors
/// A batch whose columns are not those of queries; nothing has been decided then.
pub fn decide(population: &Population, queries: &RecordBatch) -> Result<RecordBatch, BatchError> {
    let columns = Columns::of(queries)?;
    let mut decisions = Decisions::with_capacity(queries.num_rows());
    let mut asked = Vec::with_capacity(TOGETHER);
    // What became of each row of the round: the place among those that were asked, or what is wrong.
    let mut round: Vec<Result<(), Wrong>> = Vec::with_capacity(TOGETHER);
    for row in 0..queries.num_rows() {
        round.push(
            columns
                .ask(population, row)
                .map(|question| asked.push(question)),
        );
        if round.len() == TOGETHER {
            answer(population, &mut asked, &mut round, &mut decisions);
        }
    }
    answer(population, &mut asked, &mut round, &mut decisions);
    decisions.finish()
}

/// Why a row is not asked: indeterminate for a reason of the rules, or because a column is wrong.
enum Wrong {
    Reason(Reason),
    Error(&'static str, &'static str),
}

impl Wrong {
    fn code(code: ErrorCode, column: &'static str) -> Self {
        Wrong::Error(code.name(), column)
    }
}

fn answer(
    population: &Population,
    asked: &mut Vec<(&str, PopulationQuery)>,
    round: &mut Vec<Result<(), Wrong>>,
    decisions: &mut Decisions,
) {
    let mut verdicts = [Err(NotAnswered::Outdated); TOGETHER];
    population.decide_batch(asked, &mut verdicts);
    let mut verdicts = verdicts.into_iter();
    for row in round.drain(..) {
        decisions.push(match row {
            Err(Wrong::Reason(reason)) => Decided::for_reason(reason),
            Err(Wrong::Error(code, column)) => Decided::wrong(code, column),
            Ok(()) => match verdicts.next() {
                Some(Ok(verdict)) => Decided {
                    decision: verdict.outcome().name(),
                    reason: Some(verdict.reason().name()),
                    option: population.option(verdict).map(|option| option.id()),
                    choice: verdict
                        .choice_row()
                        .and_then(|row| u32::try_from(row.saturating_add(1)).ok()),
                    valid_until: verdict.valid_until(),
                    error: None,
                    error_path: None,
                },
                // The instant was compared, and the population does not change meanwhile.
                Some(Err(_)) | None => Decided::wrong("other_instant", "at"),
            },
        });
    }
    asked.clear();
}

impl Decided<'_> {
    fn for_reason(reason: Reason) -> Self {
        Decided {
            reason: Some(reason.name()),
            ..Decided::nothing(reason.outcome())
        }
    }

    fn wrong(code: &'static str, column: &'static str) -> Self {
        Decided {
            error: Some(code),
            error_path: Some(column),
            ..Decided::nothing(Outcome::Indeterminate)
        }
    }

    fn nothing(outcome: Outcome) -> Self {
        Decided {
            decision: outcome.name(),
            reason: None,
            option: None,
            choice: None,
            valid_until: None,
            error: None,
            error_path: None,
        }
    }
}

/// A text of a row, of at most the length of the wire format; none for a null.
fn text<'c>(
    column: &'c StringViewArray,
    row: usize,
    name: &'static str,
) -> Result<Option<&'c str>, Wrong> {
    if column.is_null(row) {
        return Ok(None);
    }
    let text = column.value(row);
    if text.len() > LONGEST {
        return Err(Wrong::code(ErrorCode::StringTooLong, name));
    }
    Ok(Some(text))
}

/// An id of a row: there, and not empty.
fn id<'c>(column: &'c StringViewArray, row: usize, name: &'static str) -> Result<&'c str, Wrong> {
    match text(column, row, name)? {
        None => Err(Wrong::code(ErrorCode::MissingField, name)),
        Some("") => Err(Wrong::code(ErrorCode::EmptyString, name)),
        Some(id) => Ok(id),
    }
}

fn flag(column: &BooleanArray, row: usize) -> Option<bool> {
    column.is_valid(row).then(|| column.value(row))
}

impl Columns {
    /// The question of a row, or why it is not asked. What makes an id or an instant unreadable comes before the rules; then nulls come
    /// in the order in which the rules look (R11-R14).
    fn ask(&self, population: &Population, row: usize) -> Result<(&str, PopulationQuery), Wrong> {
        let patient = id(&self.patient, row, "patient")?;
        let holder_id = id(&self.holder_id, row, "holder.id")?;
        let consulter_id = id(&self.consulter_id, row, "consulter.id")?;
        let at = match &self.at {
            None => population.at(),
            Some(instants) => instants.at(row).map_err(|code| Wrong::code(code, "at"))?,
        };
        if at != population.at() {
            return Err(Wrong::Error("other_instant", "at"));
        }
        let connection = match self.connected.as_ref().map(|column| flag(column, row)) {
            None | Some(Some(true)) => Connection::Connected,
            Some(Some(false)) => Connection::NotConnected,
            Some(None) => return Err(Wrong::code(ErrorCode::MissingField, "holder.connected")),
        };
        let known = |text: Option<_>, reason| text.ok_or(Wrong::Reason(reason));
        let holder_kind = known(
            text(&self.holder_type, row, "holder.type")?,
            Reason::UnknownHolderType,
        )?;
        let consulter_kind = known(
            text(&self.consulter_type, row, "consulter.type")?,
            Reason::UnknownConsulterType,
        )?;
        let data = known(text(&self.data, row, "data")?, Reason::UnknownDataCategory)?;
        let purpose = match &self.purpose {
            None => Purpose::Treatment,
            // A null is no purpose that is known, as is any other text (R12).
            Some(column) => text(column, row, "purpose")?
                .map_or(Purpose::Other(Box::default()), Purpose::from_code),
        };
        let treatment_relationship =
            match self.treatment.as_ref().and_then(|column| flag(column, row)) {
                None => TreatmentRelationship::NotAsserted,
                Some(true) => TreatmentRelationship::Asserted,
                Some(false) => TreatmentRelationship::Denied,
            };
        let view = QueryView {
            holder_id,
            holder_kind,
            connection,
            consulter_id,
            consulter_kind,
            purpose: &purpose,
            treatment_relationship,
            at,
        };
        let question = population
            .question_view(&view, data)
            .map_err(|_| Wrong::Error("other_instant", "at"))?;
        Ok((patient, question))
    }
}
