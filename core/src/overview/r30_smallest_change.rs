//! R30: the smallest single change that would turn a deny into a permit.

use alloc::boxed::Box;
use alloc::format;
use alloc::vec::Vec;

use serde::Serialize;
use serde::ser::Serializer;

use super::cells::holders_and;
use super::r28_why_empty::WhyEmptyFields;
use super::r30_what_if::changes;
use super::{Change, Subscriptions};
use crate::decision::{Decision, Outcome};
use crate::engine::Engine;
use crate::ids::{ActorId, ChoiceId};
use crate::precedence::Adulthood;
use crate::profile::{
    Answer, Channel, Choice, Confirmation, ConfirmationAnswer, Profile, Scope, Times,
    choice_document,
};
use crate::query::Query;

/// It is asked as R28 is: a closed query with the subscriptions.
pub(crate) type SmallestFields<'c> = WhyEmptyFields<'c>;

/// R30: the smallest single change that would turn a deny into a permit, if there is one. Serialises to
/// `{"data", "decision", "reason", "change": {"add": {…}} | {"withdraw": "c1"} | null, "opens"}`.
#[derive(Clone, Debug)]
pub struct SmallestChange {
    pub(crate) decision: Decision,
    pub(crate) change: Option<Change>,
    pub(crate) opens: usize,
}

impl SmallestChange {
    /// What is decided now.
    #[must_use]
    pub fn decision(&self) -> &Decision {
        &self.decision
    }

    /// The change. None: the decision is permit already, or no single choice could turn it.
    #[must_use]
    pub fn change(&self) -> Option<&Change> {
        self.change.as_ref()
    }

    /// How many cells of the matrix (R31) the change would open.
    #[must_use]
    pub fn opens(&self) -> usize {
        self.opens
    }
}

impl Serialize for SmallestChange {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Document<'d, C> {
            data: &'d str,
            decision: &'static str,
            reason: &'static str,
            change: Option<ChangeDocument<'d, C>>,
            opens: usize,
        }
        #[derive(Serialize)]
        #[serde(rename_all = "lowercase")]
        enum ChangeDocument<'d, C> {
            Add(C),
            Withdraw(&'d ChoiceId),
            Expire(&'d ChoiceId),
        }
        let catalogue = &self.decision.law.catalogue;
        let document = Document {
            data: self.decision.data(),
            decision: self.decision.outcome().name(),
            reason: self.decision.reason().name(),
            change: self.change.as_ref().map(|change| match change {
                Change::Add(choice) => ChangeDocument::Add(choice_document(catalogue, choice)),
                Change::Withdraw(id) => ChangeDocument::Withdraw(id),
                Change::Expire(id) => ChangeDocument::Expire(id),
            }),
            opens: self.opens,
        };
        document.serialize(serializer)
    }
}

/// R30: of the changes that would permit, the one that opens the fewest cells; of two such, to withdraw rather than to add.
///
/// Only the choice that decided can be in the way: to withdraw another one changes nothing (R9, R16). And the narrowest
/// choice that could permit is an individual yes of now, for this holder and the option that is asked about.
pub(super) fn of(
    engine: &Engine,
    profile: &Profile,
    query: &Query,
    data: &str,
    subscriptions: &Subscriptions,
) -> SmallestChange {
    let decision = engine.decide_one(profile, query, data);
    let mut smallest: Option<(usize, Change)> = None;
    if decision.outcome() == Outcome::Deny {
        let holders = holders_and(subscriptions, query.at, Some(&query.holder));
        for change in candidates(engine, profile, query, &decision) {
            let Ok(changed) = change.apply(profile, query.at) else {
                continue;
            };
            if engine.decide_one(&changed, query, data).outcome() != Outcome::Permit {
                continue;
            }
            let opens = changes(engine, profile, &changed, &holders, query.at)
                .iter()
                .filter(|one| {
                    one.before.outcome() != Outcome::Permit
                        && one.after.outcome() == Outcome::Permit
                })
                .count();
            if smallest.as_ref().is_none_or(|(fewest, _)| opens < *fewest) {
                smallest = Some((opens, change));
            }
        }
    }
    let (opens, change) = smallest.map_or((0, None), |(opens, change)| (opens, Some(change)));
    SmallestChange {
        decision,
        change,
        opens,
    }
}

fn candidates(
    engine: &Engine,
    profile: &Profile,
    query: &Query,
    decision: &Decision,
) -> Vec<Change> {
    let withdrawn = decision.decided_by();
    let withdrawn = withdrawn.map(|ground| Change::Withdraw(ground.choice().clone()));
    let added = narrowest_yes(engine, profile, query, decision).map(Change::Add);
    withdrawn.into_iter().chain(added).collect()
}

/// An individual yes of now for this holder and this option; for a minor one that a guardian has confirmed (R20).
fn narrowest_yes(
    engine: &Engine,
    profile: &Profile,
    query: &Query,
    decision: &Decision,
) -> Option<Choice> {
    let catalogue = engine.catalogue();
    let scope = Scope::individual(catalogue, [query.holder.id.as_str()]).ok()?;
    let scope = scope
        .limited_to(catalogue, [decision.option()?.id()])
        .ok()?;
    let at = query.at;
    let times = Times {
        decided_at: at,
        recorded_at: at,
    };
    let id = ChoiceId::new(&free_id(profile)).ok()?;
    let choice = Choice::new(id, Answer::Yes, scope, Channel::MijnMitz, times).ok()?;
    if Adulthood::of(profile.patient(), engine.rules()).is_reached(at) {
        return Some(choice);
    }
    let confirmation = Confirmation {
        answer: ConfirmationAnswer::Approved,
        at,
        by: ActorId::new("guardian").ok()?,
    };
    choice.confirmed(confirmation).ok()
}

/// `what-if`, or the first of `what-if-2`, `what-if-3`, … that the profile does not have.
fn free_id(profile: &Profile) -> Box<str> {
    let taken = |id: &str| {
        let mut choices = profile.choices().iter();
        choices.any(|choice| choice.id().as_str() == id)
    };
    let numbered = (2_u32..).map(|number| format!("what-if-{number}").into_boxed_str());
    core::iter::once(Box::from("what-if"))
        .chain(numbered)
        .find(|id| !taken(id))
        .unwrap_or_default()
}
