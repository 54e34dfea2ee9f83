//! R30: what if a choice were added, withdrawn or expired: which decisions would change?

use alloc::vec::Vec;

use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

use super::cells::{columns, holders_and};
use super::r31_who_can_see_me::{self, MatrixColumn, Place};
use super::subscription::SubscriptionsShape;
use super::{Short, Subscriptions, is_same};
use crate::catalogue::Catalogue;
use crate::decision::Decision;
use crate::engine::Engine;
use crate::error::{Error, ErrorCode};
use crate::explain::Lang;
use crate::ids::ChoiceId;
use crate::instant::Instant;
use crate::profile::{Choice, ChoiceFields, Level, Profile, instant};
use crate::query::Holder;
use crate::reader::{Context, Stopped, Text, fields};

/// A single change of a profile (R30).
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// This choice is added.
    Add(Choice),
    /// The choice with this id is withdrawn, at the instant that is looked at.
    Withdraw(ChoiceId),
    /// The emergency choice with this id has expired (R10), at the instant that is looked at.
    Expire(ChoiceId),
}

impl Change {
    /// The profile after the change at this instant.
    ///
    /// # Errors
    /// `unknown_choice`, `does_not_expire`, `withdrawn_before_recorded`; `duplicate_id`, `too_many_choices` and
    /// `catalogue_mismatch` for an added choice. The path is that of the change.
    pub fn apply(&self, profile: &Profile, at: Instant) -> Result<Profile, Error> {
        let mut choices = profile.choices().to_vec();
        match self {
            Change::Add(choice) => choices.push(choice.clone()),
            Change::Withdraw(id) => end(&mut choices, id, at, "change.withdraw")?,
            Change::Expire(id) => {
                let path = "change.expire";
                let is_it = |choice: &&Choice| choice.id() == id;
                let level = choices
                    .iter()
                    .find(is_it)
                    .map(|choice| choice.scope().level());
                if level.is_some_and(|level| level != Level::Emergency) {
                    return Err(Error::new(ErrorCode::DoesNotExpire, path));
                }
                // An expired choice no longer lives, and an older one does not come back for it (R19): just as if it
                // were withdrawn.
                end(&mut choices, id, at, path)?;
            }
        }
        let (catalogue, patient) = (profile.catalogue(), profile.patient().clone());
        Profile::new(catalogue, patient, choices).map_err(|error| match self {
            Change::Add(_) => Error::new(error.code(), "change.add"),
            Change::Withdraw(_) | Change::Expire(_) => error,
        })
    }
}

/// Ends a choice at an instant, unless it has ended before.
fn end(
    choices: &mut [Choice],
    id: &ChoiceId,
    at: Instant,
    path: &'static str,
) -> Result<(), Error> {
    let choice = choices
        .iter_mut()
        .find(|choice| choice.id() == id)
        .ok_or_else(|| Error::new(ErrorCode::UnknownChoice, path))?;
    if choice.withdrawn_at().is_none_or(|withdrawn| withdrawn > at) {
        let ended = choice.clone().withdrawn(at);
        *choice = ended.map_err(|error| Error::new(error.code(), path))?;
    }
    Ok(())
}

/// What is asked: over which holders, what change, and as of which instant.
#[derive(Clone, Debug, PartialEq)]
pub struct WhatIfRequest {
    /// Who holds a record of this patient.
    pub subscriptions: Subscriptions,
    /// The change.
    pub change: Change,
    /// The instant at which it is made and looked at.
    pub at: Instant,
}

/// One decision that would change: per holder, who asks, and data category, each with its option (R30).
#[derive(Clone, Debug)]
pub struct Changed {
    /// The holder.
    pub holder: Holder,
    /// Who asks.
    pub column: MatrixColumn,
    /// What is decided now.
    pub before: Decision,
    /// What would be decided.
    pub after: Decision,
}

impl Serialize for Changed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Changed", 6)?;
        Place::of(&self.holder, &self.column, self.before.data()).write(&mut fields)?;
        fields.serialize_field("before", &Short::from(&self.before))?;
        fields.serialize_field("after", &Short::from(&self.after))?;
        fields.end()
    }
}

/// R30: the decisions that a change would change. Serialises to `{"at", "changes": [{"holder", "consulting_category",
/// "consulter", "data", "before", "after"}]}`.
#[derive(Clone, Debug, Serialize)]
pub struct WhatIf {
    pub(crate) at: Instant,
    pub(crate) changes: Vec<Changed>,
}

impl WhatIf {
    /// The decisions that would change in outcome or ground, in the order of the matrix (R31). Empty: nothing would.
    #[must_use]
    pub fn changes(&self) -> &[Changed] {
        &self.changes
    }
}

pub(super) fn what_if(
    engine: &Engine,
    profile: &Profile,
    request: &WhatIfRequest,
) -> Result<WhatIf, Error> {
    let changed = request.change.apply(profile, request.at)?;
    let holders = holders_and(&request.subscriptions, request.at, None);
    Ok(WhatIf {
        at: request.at,
        changes: changes(engine, profile, &changed, &holders, request.at),
    })
}

/// R30: the cells of the matrix in which two profiles differ.
pub(super) fn changes(
    engine: &Engine,
    before: &Profile,
    after: &Profile,
    holders: &[&Holder],
    at: Instant,
) -> Vec<Changed> {
    let columns = columns(engine, &[before, after], at);
    let matrix = |profile| r31_who_can_see_me::of(engine, profile, holders, &columns, at).cells;
    let pairs = matrix(before).into_iter().zip(matrix(after));
    pairs
        .filter(|(before, after)| !is_same(&before.decision, &after.decision))
        .map(|(before, after)| Changed {
            holder: before.holder,
            column: before.column,
            before: before.decision,
            after: after.decision,
        })
        .collect()
}

fields! {
    pub(crate) WhatIfFields(catalogue: &'c Catalogue) => (WhatIfRequest, Option<Lang>) {
        required "subscriptions" subscriptions: Subscriptions = SubscriptionsShape,
        required "change" change: Change = ChangeFields::shape(catalogue),
        required "at" at: Instant = Text(instant),
        optional "explain" explain: Lang = Text(|text: &str| Lang::from_code(text).ok_or(ErrorCode::UnknownValue)),
    }
}

impl WhatIfFields<'_> {
    fn checked(self, _: &Context) -> Result<Option<(WhatIfRequest, Option<Lang>)>, Stopped> {
        let (Some(subscriptions), Some(change), Some(at)) =
            (self.subscriptions, self.change, self.at)
        else {
            return Ok(None);
        };
        let request = WhatIfRequest {
            subscriptions,
            change,
            at,
        };
        Ok(Some((request, self.explain)))
    }
}

fields! {
    ChangeFields(catalogue: &'c Catalogue) => Change {
        optional "add" add: Choice = ChoiceFields::shape(catalogue),
        optional "withdraw" withdraw: ChoiceId = Text(ChoiceId::read),
        optional "expire" expire: ChoiceId = Text(ChoiceId::read),
    }
}

impl ChangeFields<'_> {
    /// Exactly one of the three; a second one is a field too many, none a field too few.
    fn checked(self, context: &Context) -> Result<Option<Change>, Stopped> {
        let names = ["add", "withdraw", "expire"];
        let mut given = names.iter().filter(|name| context.was_given::<Self>(name));
        let first = given.next();
        if first.is_none() {
            context.fault_at(ErrorCode::MissingField, "add")?;
        }
        for name in given {
            context.fault_at(ErrorCode::UnknownField, name)?;
        }
        let add = self.add.map(Change::Add);
        let change = add.or(self.withdraw.map(Change::Withdraw));
        Ok(change.or(self.expire.map(Change::Expire)))
    }
}
