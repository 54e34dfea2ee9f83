//! Deciding rows: what repeats is looked up once, and rows are decided together, so that the memory of the next patients is on its way.

use std::collections::HashMap;
use std::ops::Range;

use akkoord::Reason;
use akkoord::compiled::{NotAnswered, Verdict};
use akkoord::error::ErrorCode;
use akkoord::population::{PreparedQuery, ProviderNumber};
use akkoord::query::{Connection, Purpose, QueryView, TreatmentRelationship};

use crate::columns::Columns;
use crate::decisions::{Decisions, Wrong};
use crate::distinct::{Distinct, ENOUGH};
use crate::fault::RowCode;
use crate::part::Part;
use crate::seed::Seeded;
use crate::texts::Texts;

/// How many rows are prepared before they are decided: what is prepared stays in the nearest cache.
const TOGETHER: usize = 512;

/// Longest text of the wire format, in bytes.
pub(crate) const LONGEST: usize = 1024;

/// What a thread learns of the queries as they come by. It belongs to the parts that it was used with.
#[derive(Default)]
pub(crate) struct Worker {
    holders: Providers,
    consulters: Providers,
    holder_kinds: Distinct,
    consulter_kinds: Distinct,
    data: Distinct,
    purposes: Distinct,
    /// The question for each different combination of codes and flags, between nobody in particular.
    questions: HashMap<Codes, Result<PreparedQuery, Wrong>, Seeded>,
}

/// Holder type, consulter type, data category, purpose, and the flags.
type Codes = (u32, u32, u32, u32, u8);

/// The different providers of a column, and what each part of the population knows of them.
#[derive(Default)]
struct Providers {
    ids: Distinct,
    /// For each of them a number in each part.
    numbers: Vec<ProviderNumber>,
    faults: Vec<Option<ErrorCode>>,
}

impl Providers {
    fn read(&mut self, texts: &Texts, rows: &Range<usize>, parts: &[Part<'_>]) {
        if self.ids.forget_if_full() {
            self.numbers.clear();
            self.faults.clear();
        }
        self.ids.read(texts, rows.clone());
        for id in self.ids.texts_from(self.faults.len()) {
            self.faults.push(fault_of_id(id));
            self.numbers
                .extend(parts.iter().map(|part| part.population.provider(id)));
        }
    }

    /// What is wrong with the id in a place, or its number.
    fn checked(&self, place: usize) -> Result<usize, ErrorCode> {
        let id = usize::try_from(self.ids.code(place)).unwrap_or(usize::MAX);
        match self.faults.get(id) {
            None => Err(ErrorCode::MissingField),
            Some(Some(fault)) => Err(*fault),
            Some(None) => Ok(id),
        }
    }

    fn number(&self, id: usize, parts: usize, part: usize) -> Option<ProviderNumber> {
        let place = id.checked_mul(parts)?.checked_add(part)?;
        self.numbers.get(place).copied()
    }
}

pub(crate) fn fault_of_id(id: &str) -> Option<ErrorCode> {
    match id.len() {
        0 => Some(ErrorCode::EmptyString),
        1..=LONGEST => None,
        _ => Some(ErrorCode::StringTooLong),
    }
}

/// What one part is about to be asked, and where the answers belong.
struct Asked<'c> {
    places: Vec<usize>,
    questions: Vec<(&'c str, PreparedQuery)>,
}

impl<'c> Asked<'c> {
    fn push(&mut self, place: usize, patient: &'c str, question: PreparedQuery) {
        self.places.push(place);
        self.questions.push((patient, question));
    }

    fn answer(
        &mut self,
        part: Option<&Part<'_>>,
        verdicts: &mut [Result<Verdict, NotAnswered>],
        decisions: &mut Decisions,
    ) {
        let Some(part) = part else {
            return;
        };
        part.population.decide_batch(&self.questions, verdicts);
        for (place, verdict) in self.places.drain(..).zip(verdicts) {
            match verdict {
                Ok(verdict) => decisions.put(place, *verdict),
                // The instant was compared, and the population does not change meanwhile.
                Err(_) => decisions.put_wrong(place, Wrong::Error(RowCode::OtherInstant, "at")),
            }
        }
        self.questions.clear();
    }
}

impl Worker {
    /// Decides some rows, each in its place, counted from the first of them.
    pub(crate) fn decide(
        &mut self,
        parts: &[Part<'_>],
        columns: &Columns,
        rows: Range<usize>,
        decisions: &mut Decisions,
    ) {
        self.read(parts, columns, &rows);
        let mut asked: Vec<Asked<'_>> = parts
            .iter()
            .map(|_| Asked {
                places: Vec::with_capacity(TOGETHER),
                questions: Vec::with_capacity(TOGETHER),
            })
            .collect();
        let mut verdicts = vec![Err(NotAnswered::Outdated); TOGETHER];
        for (place, row) in rows.enumerate() {
            match self.ask(parts, columns, row, place) {
                Ok((part, patient, question)) => {
                    if let Some(asked) = asked.get_mut(part) {
                        asked.push(place, patient, question);
                        if asked.places.len() == TOGETHER {
                            asked.answer(parts.get(part), &mut verdicts, decisions);
                        }
                    }
                }
                Err(wrong) => decisions.put_wrong(place, wrong),
            }
        }
        for (number, asked) in asked.iter_mut().enumerate() {
            asked.answer(parts.get(number), &mut verdicts, decisions);
        }
    }

    fn read(&mut self, parts: &[Part<'_>], columns: &Columns, rows: &Range<usize>) {
        self.holders.read(&columns.holder_id, rows, parts);
        self.consulters.read(&columns.consulter_id, rows, parts);
        let texts = [
            (&mut self.holder_kinds, Some(&columns.holder_type)),
            (&mut self.consulter_kinds, Some(&columns.consulter_type)),
            (&mut self.data, Some(&columns.data)),
            (&mut self.purposes, columns.purpose.as_ref()),
        ];
        if self.questions.len() > ENOUGH {
            self.questions.clear();
        }
        for (distinct, texts) in texts {
            if distinct.forget_if_full() {
                self.questions.clear();
            }
            if let Some(texts) = texts {
                distinct.read(texts, rows.clone());
            }
        }
    }

    /// The question of a row and the part that answers it, or why it is not asked. What makes an id or an instant unreadable comes
    /// before the rules; then nulls come in the order in which the rules look (R11-R14).
    fn ask<'c>(
        &mut self,
        parts: &[Part<'_>],
        columns: &'c Columns,
        row: usize,
        place: usize,
    ) -> Result<(usize, &'c str, PreparedQuery), Wrong> {
        let patient = columns.patient.get(row);
        let patient = patient.ok_or(Wrong::code(ErrorCode::MissingField, "patient"))?;
        if let Some(fault) = fault_of_id(patient) {
            return Err(Wrong::code(fault, "patient"));
        }
        let wrong = |column| move |code| Wrong::code(code, column);
        let holder = self.holders.checked(place).map_err(wrong("holder.id"))?;
        let consulter = self
            .consulters
            .checked(place)
            .map_err(wrong("consulter.id"))?;
        let number = Part::number_of(patient, parts.len());
        let part = parts
            .get(number)
            .ok_or(Wrong::Error(RowCode::OtherInstant, "at"))?;
        if let Some(instants) = &columns.at {
            let at = instants.get(row).map_err(wrong("at"))?;
            let at = at.ok_or(Wrong::code(ErrorCode::MissingField, "at"))?;
            if at != part.population.at() {
                return Err(Wrong::Error(RowCode::OtherInstant, "at"));
            }
        }
        let connected = match &columns.connected {
            None => true,
            Some(flags) => flags
                .get(row)
                .and_then(|flag| flag.ok_or(ErrorCode::MissingField))
                .map_err(wrong("holder.connected"))?,
        };
        let treatment = match &columns.treatment {
            None => None,
            Some(flags) => flags.get(row).map_err(wrong("treatment_relationship"))?,
        };
        if part.is_incomplete(patient) {
            return Err(Wrong::Error(RowCode::IncompleteProfile, "patient"));
        }
        let question = self.question(part, columns, place, connected, treatment)?;
        let between = |providers: &Providers, id| providers.number(id, parts.len(), number);
        let numbers = between(&self.holders, holder).zip(between(&self.consulters, consulter));
        let (holder, consulter) = numbers.ok_or(Wrong::Error(RowCode::OtherInstant, "at"))?;
        Ok((number, patient, question.between(holder, consulter)))
    }

    fn question(
        &mut self,
        part: &Part<'_>,
        columns: &Columns,
        place: usize,
        connected: bool,
        treatment: Option<bool>,
    ) -> Result<PreparedQuery, Wrong> {
        let flags = u8::from(connected)
            | match treatment {
                None => 0,
                Some(false) => 2,
                Some(true) => 4,
            };
        let purpose = columns.purpose.as_ref().map(|_| self.purposes.code(place));
        let codes = (
            self.holder_kinds.code(place),
            self.consulter_kinds.code(place),
            self.data.code(place),
            purpose.unwrap_or(0),
            flags,
        );
        if let Some(question) = self.questions.get(&codes) {
            return *question;
        }
        let question = self.prepare(part, codes, purpose.is_some(), connected, treatment);
        self.questions.insert(codes, question);
        question
    }

    fn prepare(
        &self,
        part: &Part<'_>,
        (holder_kind, consulter_kind, data, purpose, _): Codes,
        has_purpose: bool,
        connected: bool,
        treatment: Option<bool>,
    ) -> Result<PreparedQuery, Wrong> {
        let known = |text: Result<Option<_>, _>, reason| text?.ok_or(Wrong::Reason(reason));
        let holder_kind = known(
            text(&self.holder_kinds, holder_kind, "holder.type"),
            Reason::UnknownHolderType,
        )?;
        let consulter_kind = known(
            text(&self.consulter_kinds, consulter_kind, "consulter.type"),
            Reason::UnknownConsulterType,
        )?;
        let data = known(text(&self.data, data, "data"), Reason::UnknownDataCategory)?;
        let purpose = if has_purpose {
            // A null is no purpose that is known, as is any other text (R12).
            text(&self.purposes, purpose, "purpose")?
                .map_or(Purpose::Other(Box::default()), Purpose::from)
        } else {
            Purpose::Treatment
        };
        let view = QueryView {
            holder_id: "",
            holder_kind,
            connection: if connected {
                Connection::Connected
            } else {
                Connection::NotConnected
            },
            consulter_id: "",
            consulter_kind,
            purpose: &purpose,
            treatment_relationship: relationship(treatment),
            at: part.population.at(),
        };
        part.population
            .prepare_view(&view, data)
            .map_err(|_| Wrong::Error(RowCode::OtherInstant, "at"))
    }
}

/// A null says nothing (R13).
pub(crate) fn relationship(asserted: Option<bool>) -> TreatmentRelationship {
    match asserted {
        None => TreatmentRelationship::NotAsserted,
        Some(true) => TreatmentRelationship::Asserted,
        Some(false) => TreatmentRelationship::Denied,
    }
}

/// A text of at most the length of the wire format; none for a null.
fn text<'d>(
    texts: &'d Distinct,
    code: u32,
    column: &'static str,
) -> Result<Option<&'d str>, Wrong> {
    match texts.text(code) {
        Some(text) if text.len() > LONGEST => Err(Wrong::code(ErrorCode::StringTooLong, column)),
        text => Ok(text),
    }
}
