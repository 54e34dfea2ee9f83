//! The record of a patient: the profile in as few bytes as it needs, behind what a decision must look at.

use alloc::boxed::Box;
use alloc::format;
use alloc::vec::Vec;

use super::bytes::{Cursor, write, write_signed, write_text};
use super::names::Once;
use crate::catalogue::{Catalogue, HolderIndex, OptionSet, TypeIndex};
use crate::compiled::WorkedOut;
use crate::ids::{ActorId, ChoiceId, PatientId, ProviderId};
use crate::instant::{Date, Instant};
use crate::lookup::Seed;
use crate::profile::{
    Answer, Channel, Choice, Confirmation, ConfirmationAnswer, EmergencyScope, Patient, Profile,
    Scope, ScopeKind, Times,
};

/// What stands in many records.
#[derive(Clone, Debug)]
pub(super) struct Shared {
    pub(super) providers: Once<ProviderId>,
    kinds: Once<Kind>,
}

/// What choices of many patients have in common.
type Kind = (Answer, Channel, KindOf, u128);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum KindOf {
    Blanket,
    Categorical(HolderIndex),
    Individual,
    Emergency(TypeIndex),
}

/// What else a choice has.
const RECORDED_LATER: u64 = 1;
const RECORDED_BY: u64 = 2;
const WITHDRAWN: u64 = 4;
const APPROVED: u64 = 8;
const REJECTED: u64 = 16;
/// The id is `c` and the number of the choice, from 1.
const USUAL_ID: u64 = 32;
/// The instant of the decision is a whole second.
const WHOLE_SECOND: u64 = 64;

const SECOND: i64 = 1_000_000;

impl Shared {
    pub(super) fn new(seed: &Seed) -> Self {
        Shared {
            providers: Once::new(seed.clone()),
            kinds: Once::new(seed.clone()),
        }
    }

    pub(super) fn memory(&self) -> usize {
        self.providers.memory().saturating_add(self.kinds.memory())
    }

    /// Writes a record: what a decision must look at, then the profile.
    pub(super) fn write(
        &mut self,
        bytes: &mut Vec<u8>,
        profile: &Profile,
        worked_out: &WorkedOut<'_>,
    ) {
        write(bytes, count(worked_out.holders.len()));
        for (holder, group) in worked_out.holders() {
            self.write_provider(bytes, holder);
            write(bytes, count(group.table));
            write(bytes, count(group.consulters.len()));
            for (consulter, table) in &group.consulters {
                self.write_provider(bytes, consulter);
                write(bytes, count(*table));
            }
        }
        write(bytes, count(worked_out.instants.len()));
        worked_out
            .instants
            .iter()
            .for_each(|instant| write_signed(bytes, instant.as_micros()));
        let patient = profile.patient();
        for date in [patient.born(), patient.deceased()] {
            write(bytes, u64::from(date.is_some()));
            date.iter()
                .for_each(|date| write_signed(bytes, date.start().as_micros() / (86_400 * SECOND)));
        }
        write(bytes, count(profile.choices().len()));
        for (row, choice) in profile.choices().iter().enumerate() {
            self.write_choice(bytes, row, choice);
        }
    }

    fn write_provider(&mut self, bytes: &mut Vec<u8>, id: &ProviderId) {
        write(bytes, count(self.providers.number(id)));
    }

    fn write_choice(&mut self, bytes: &mut Vec<u8>, row: usize, choice: &Choice) {
        let scope = choice.scope();
        let of = match scope.kind() {
            ScopeKind::Blanket => KindOf::Blanket,
            ScopeKind::Categorical(category) => KindOf::Categorical(*category),
            ScopeKind::Individual(_) => KindOf::Individual,
            ScopeKind::Emergency(emergency) => KindOf::Emergency(emergency.consulter_type),
        };
        let options = scope.options().map_or(0, |options| options.bits());
        let kind = self
            .kinds
            .number(&(choice.answer(), choice.channel(), of, options));
        write(bytes, count(kind));

        let decided_at = choice.decided_at().as_micros();
        let recorded_at = choice.recorded_at().as_micros();
        let is_usual = choice.id().as_str() == usual_id(row);
        let confirmation =
            choice
                .confirmation()
                .map_or(0, |confirmation| match confirmation.answer {
                    ConfirmationAnswer::Approved => APPROVED,
                    ConfirmationAnswer::Rejected => REJECTED,
                });
        let flag = |set: bool, flag: u64| if set { flag } else { 0 };
        let flags = flag(recorded_at != decided_at, RECORDED_LATER)
            | flag(choice.recorder().is_some(), RECORDED_BY)
            | flag(choice.withdrawn_at().is_some(), WITHDRAWN)
            | flag(is_usual, USUAL_ID)
            | flag(decided_at % SECOND == 0, WHOLE_SECOND)
            | confirmation;
        write(bytes, flags);
        write_signed(
            bytes,
            if flags & WHOLE_SECOND == 0 {
                decided_at
            } else {
                decided_at / SECOND
            },
        );
        if flags & RECORDED_LATER != 0 {
            write_signed(bytes, recorded_at.saturating_sub(decided_at));
        }
        if let Some(by) = choice.recorder() {
            write_text(bytes, by.as_str());
        }
        if let Some(withdrawn_at) = choice.withdrawn_at() {
            write_signed(bytes, withdrawn_at.as_micros().saturating_sub(recorded_at));
        }
        if let Some(confirmation) = choice.confirmation() {
            write_signed(
                bytes,
                confirmation.at.as_micros().saturating_sub(recorded_at),
            );
            write_text(bytes, confirmation.by.as_str());
        }
        if !is_usual {
            write_text(bytes, choice.id().as_str());
        }
        if of == KindOf::Individual || matches!(of, KindOf::Emergency(_)) {
            write(bytes, count(scope.holders().len()));
            scope
                .holders()
                .iter()
                .for_each(|holder| self.write_provider(bytes, holder));
        }
        if let ScopeKind::Emergency(emergency) = scope.kind() {
            self.write_provider(bytes, &emergency.consulter);
        }
    }

    /// Reads the profile of a record back.
    pub(super) fn read(
        &self,
        catalogue: &Catalogue,
        id: PatientId,
        record: &[u8],
    ) -> Option<Profile> {
        self.read_to_the_end(catalogue, id, record)
            .map(|(profile, _)| profile)
    }

    /// How many bytes a record has.
    pub(super) fn length(
        &self,
        catalogue: &Catalogue,
        id: PatientId,
        record: &[u8],
    ) -> Option<usize> {
        let (_, rest) = self.read_to_the_end(catalogue, id, record)?;
        record.len().checked_sub(rest)
    }

    /// The profile, and how many bytes stand behind its record.
    fn read_to_the_end(
        &self,
        catalogue: &Catalogue,
        id: PatientId,
        record: &[u8],
    ) -> Option<(Profile, usize)> {
        let mut look = Look::new(record)?;
        while look.next_holder().is_some() {}
        let mut cursor = look.after_instants()?;
        let mut patient = Patient::new(id);
        if let Some(born) = read_date(&mut cursor)? {
            patient = patient.born_on(born);
        }
        if let Some(deceased) = read_date(&mut cursor)? {
            patient = patient.deceased_on(deceased);
        }
        let choices = (0..cursor.index()?)
            .map(|row| self.read_choice(catalogue, &mut cursor, row))
            .collect::<Option<Vec<Choice>>>()?;
        Some((
            Profile::new(catalogue, patient, choices).ok()?,
            cursor.0.len(),
        ))
    }

    fn read_choice(
        &self,
        catalogue: &Catalogue,
        cursor: &mut Cursor<'_>,
        row: usize,
    ) -> Option<Choice> {
        let (answer, channel, of, options) = *self.kinds.get(cursor.index()?)?;
        let flags = cursor.number()?;
        let has = |flag: u64| flags & flag != 0;
        let decided = cursor.signed()?;
        let decided = if has(WHOLE_SECOND) {
            decided.checked_mul(SECOND)?
        } else {
            decided
        };
        let recorded = if has(RECORDED_LATER) {
            decided.checked_add(cursor.signed()?)?
        } else {
            decided
        };
        let recorded_by = if has(RECORDED_BY) {
            Some(ActorId::read(cursor.text()?).ok()?)
        } else {
            None
        };
        let withdrawn = if has(WITHDRAWN) {
            Some(recorded.checked_add(cursor.signed()?)?)
        } else {
            None
        };
        let confirmation = if has(APPROVED | REJECTED) {
            let answer = if has(APPROVED) {
                ConfirmationAnswer::Approved
            } else {
                ConfirmationAnswer::Rejected
            };
            let at = Instant::from_micros(recorded.checked_add(cursor.signed()?)?)?;
            Some(Confirmation {
                answer,
                at,
                by: ActorId::read(cursor.text()?).ok()?,
            })
        } else {
            None
        };
        let id = if has(USUAL_ID) {
            ChoiceId::read(&usual_id(row))
        } else {
            ChoiceId::read(cursor.text()?)
        };
        let kind = match of {
            KindOf::Blanket => ScopeKind::Blanket,
            KindOf::Categorical(category) => ScopeKind::Categorical(category),
            KindOf::Individual => ScopeKind::Individual(self.read_holders(cursor)?),
            KindOf::Emergency(consulter_type) => {
                let holders = self.read_holders(cursor)?;
                let consulter = self.providers.get(cursor.index()?)?.clone();
                ScopeKind::Emergency(Box::new(EmergencyScope {
                    holders,
                    consulter,
                    consulter_type,
                }))
            }
        };
        let scope = Scope::of(catalogue, kind).with_options(OptionSet::from_bits(options));
        let times = Times {
            decided_at: Instant::from_micros(decided)?,
            recorded_at: Instant::from_micros(recorded)?,
        };
        let mut choice = Choice::new(id.ok()?, answer, scope, channel, times).ok()?;
        if let Some(by) = recorded_by {
            choice = choice.recorded_by(by);
        }
        if let Some(confirmation) = confirmation {
            choice = choice.confirmed(confirmation).ok()?;
        }
        if let Some(withdrawn) = withdrawn {
            choice = choice.withdrawn(Instant::from_micros(withdrawn)?).ok()?;
        }
        Some(choice)
    }

    fn read_holders(&self, cursor: &mut Cursor<'_>) -> Option<Box<[ProviderId]>> {
        (0..cursor.index()?)
            .map(|_| self.providers.get(cursor.index()?).cloned())
            .collect()
    }
}

/// What a decision must look at in a record: holders that have answers of their own, and instants.
#[derive(Clone, Copy)]
pub(super) struct Look<'b> {
    cursor: Cursor<'b>,
    holders: usize,
}

/// A holder with answers of its own.
pub(super) struct LookedAt {
    pub(super) provider: usize,
    pub(super) table: usize,
    pub(super) consulters: usize,
}

impl<'b> Look<'b> {
    pub(super) fn new(record: &'b [u8]) -> Option<Self> {
        let mut cursor = Cursor(record);
        let holders = cursor.index()?;
        Some(Look { cursor, holders })
    }

    /// The table for a holder and a consulter (by their numbers), if the record has one; then only instants are left.
    pub(super) fn table(
        &mut self,
        holder: Option<usize>,
        consulter: Option<usize>,
    ) -> Option<usize> {
        let mut found = None;
        while let Some(named) = self.next_named() {
            let is_it = Some(named.provider) == holder;
            if is_it {
                found = Some(named.table);
            }
            for _ in 0..named.consulters {
                let (provider, table) = (self.cursor.index()?, self.cursor.index()?);
                if is_it && Some(provider) == consulter {
                    found = Some(table);
                }
            }
        }
        found
    }

    fn next_named(&mut self) -> Option<LookedAt> {
        self.holders = self.holders.checked_sub(1)?;
        let cursor = &mut self.cursor;
        Some(LookedAt {
            provider: cursor.index()?,
            table: cursor.index()?,
            consulters: cursor.index()?,
        })
    }

    fn next_holder(&mut self) -> Option<()> {
        let named = self.next_named()?;
        for _ in 0..named.consulters {
            self.cursor.index()?;
            self.cursor.index()?;
        }
        Some(())
    }

    /// The instant in this place; the holders have been passed.
    pub(super) fn instant(mut self, row: usize) -> Option<Instant> {
        let instants = self.cursor.index()?;
        for _ in 0..row.min(instants) {
            self.cursor.signed()?;
        }
        if row < instants {
            Instant::from_micros(self.cursor.signed()?)
        } else {
            None
        }
    }

    fn after_instants(mut self) -> Option<Cursor<'b>> {
        for _ in 0..self.cursor.index()? {
            self.cursor.signed()?;
        }
        Some(self.cursor)
    }

    /// The date of death; the holders have been passed.
    pub(super) fn deceased(self) -> Option<Date> {
        let mut cursor = self.after_instants()?;
        read_date(&mut cursor)?;
        read_date(&mut cursor)?
    }
}

fn read_date(cursor: &mut Cursor<'_>) -> Option<Option<Date>> {
    if cursor.number()? == 0 {
        return Some(None);
    }
    let micros = cursor.signed()?.checked_mul(86_400 * SECOND)?;
    Some(Some(Instant::from_micros(micros)?.date()))
}

fn usual_id(row: usize) -> alloc::string::String {
    format!("c{}", row.saturating_add(1))
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}
