//! The cells of the matrix (R31): subscribed holder x who asks x data, each a closed query; and profiles that are worked out
//! once, so that every cell is looked up.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::Subscriptions;
use super::r31_who_can_see_me::MatrixColumn;
use crate::catalogue::Catalogue;
use crate::compiled::{self, Compiled, Holders, Name, Verdict};
use crate::decision::{self, Decision, Ground};
use crate::engine::Engine;
use crate::error::{Error, ErrorCode};
use crate::ids::{ChoiceId, ProviderId};
use crate::instant::Instant;
use crate::limits::{Limits, Meter};
use crate::order;
use crate::precedence::{Adulthood, Ranked, is_live};
use crate::profile::{Answer, Choice, ChoiceRow, Profile, ScopeKind};
use crate::query::{self, Consulter, Holder, Purpose, Query, TreatmentRelationship};

/// So many entries, if one answer may have them.
///
/// # Errors
/// `answer_too_large`, before any work is done or memory taken.
pub(super) fn within(entries: usize) -> Result<usize, Error> {
    if entries > Limits::ENTRIES {
        return Err(Error::new(ErrorCode::AnswerTooLarge, ""));
    }
    Ok(entries)
}

/// A profile worked out for an instant and some holders: what can be asked of it about them is looked up.
pub(super) struct WorkedOut<'p> {
    engine: &'p Engine,
    profile: &'p Profile,
    compiled: Compiled,
}

impl<'p> WorkedOut<'p> {
    /// `holders`: each once.
    ///
    /// # Errors
    /// `too_much_work`, `cancelled`.
    pub(super) fn of<'h>(
        engine: &'p Engine,
        meter: &Meter<'_>,
        profile: &'p Profile,
        at: Instant,
        holders: impl IntoIterator<Item = &'h Holder>,
    ) -> Result<Self, Error> {
        let ids: Vec<&ProviderId> = holders.into_iter().map(|holder| &holder.id).collect();
        meter.spend(ids.len())?;
        let holders = Holders::Only(&ids);
        let compiled = compiled::compile_for(engine.law(), profile, at, holders, meter)?;
        Ok(WorkedOut {
            engine,
            profile,
            compiled,
        })
    }

    /// What is decided of a closed query at the instant of the working out, but for what was outweighed: for each data
    /// category that is asked of the answer.
    pub(super) fn verdicts<'q>(&'q self, query: &'q Query) -> impl Fn(&str) -> Verdict + 'q {
        let name = |id: &'q ProviderId| Name::of(self.engine.law(), id.as_str());
        let (holder, consulter) = (name(&query.holder.id), name(&query.consulter.id));
        move |data| match query::admit(self.engine.catalogue(), &query.view(), data) {
            Ok(class) => self.compiled.answer(class, &holder, &consulter),
            Err(reason) => Verdict::settled(reason, None),
        }
    }

    fn deciding(&self, verdict: Verdict) -> Option<&'p Choice> {
        self.profile.choices().get(verdict.decided_by_row()?)
    }

    fn ground(&self, verdict: Verdict) -> Option<Ground> {
        let row = ChoiceRow(u16::try_from(verdict.decided_by_row()?).ok()?);
        let patient = self.profile.patient();
        let adulthood = Adulthood::of(patient, self.engine.ruleset());
        let ranked = Ranked::of(self.deciding(verdict)?, row, adulthood)?;
        Some(decision::ground(self.engine.law(), patient, &ranked))
    }

    /// The id of the choice that decided, if a choice did.
    pub(super) fn decided_by(&self, verdict: Verdict) -> Option<&'p ChoiceId> {
        self.deciding(verdict).map(Choice::id)
    }
}

/// The choices that decided some cells, each kept once.
#[derive(Clone, Debug)]
pub(super) struct Grounds(Vec<Option<Ground>>);

impl Grounds {
    pub(super) fn new(profile: &Profile) -> Self {
        Grounds(alloc::vec![None; profile.choices().len()])
    }

    /// Keeps the choice that decided.
    pub(super) fn keep(&mut self, worked_out: &WorkedOut<'_>, verdict: Verdict) {
        let row = verdict.decided_by_row();
        let place = row.and_then(|row| self.0.get_mut(row));
        if let Some(place @ None) = place {
            *place = worked_out.ground(verdict);
        }
    }

    pub(super) fn of(&self, verdict: Verdict) -> Option<&Ground> {
        self.0.get(verdict.decided_by_row()?)?.as_ref()
    }
}

/// The decision of a cell, without what was outweighed.
pub(super) fn decision(
    engine: &Engine,
    grounds: &Grounds,
    (holder, column, data): (&Holder, &MatrixColumn, &str),
    verdict: Verdict,
) -> Decision {
    let nobody = ProviderId::nobody();
    let consulter = column.consulter.as_ref().unwrap_or(&nobody);
    let (holder, consulter) = ((&holder.id, &*holder.kind), (consulter, &*column.kind));
    decision::unanswered(engine.law(), holder, consulter, data).brief(
        verdict.reason(),
        verdict.option_index(),
        grounds.of(verdict).cloned(),
        verdict.valid_until(),
    )
}

/// Who could ask: each consulting category that a provider can belong to (by any provider that no choice names), and each
/// consulter that a live emergency yes names, since that yes opens for it alone (R19).
pub(super) fn columns(engine: &Engine, profiles: &[&Profile], at: Instant) -> Vec<MatrixColumn> {
    let catalogue = engine.catalogue();
    let mut columns: Vec<MatrixColumn> = catalogue
        .consulting_categories()
        .iter()
        .filter_map(|category| {
            let kind = first_type(catalogue, category.code())?;
            Some(MatrixColumn {
                consulting_category: category.code().into(),
                consulter: None,
                kind,
            })
        })
        .collect();
    let mut named = Vec::new();
    let choices = profiles.iter().flat_map(|profile| profile.choices());
    for choice in choices.filter(|choice| choice.answer() == Answer::Yes) {
        if let ScopeKind::Emergency(emergency) = choice.scope().kind()
            && is_live(engine.ruleset(), choice, at)
            && let Some(row) = catalogue.type_row(emergency.consulter_type)
        {
            named.push((
                Box::<str>::from(row.consulting_category()),
                emergency.consulter.clone(),
                Box::<str>::from(row.code()),
            ));
        }
    }
    order::sort_by(&mut named, Ord::cmp);
    // Two types of one category: the same column.
    let mut last: Option<(Box<str>, ProviderId)> = None;
    for (category, consulter, kind) in named {
        let key = (category.clone(), consulter.clone());
        if last.as_ref() != Some(&key) {
            columns.push(MatrixColumn {
                consulting_category: category,
                consulter: Some(consulter),
                kind,
            });
        }
        last = Some(key);
    }
    columns
}

/// The first provider type of a consulting category: all types of one category are answered alike (R2).
fn first_type(catalogue: &Catalogue, category: &str) -> Option<Box<str>> {
    let mut types = catalogue.provider_types().iter();
    types
        .find(|row| row.consulting_category() == category)
        .map(|row| row.code().into())
}

/// The closed query that stands for a cell: somebody who treats the patient asks.
pub(super) fn query(holder: &Holder, column: &MatrixColumn, at: Instant) -> Query {
    let nobody = || ProviderId::nobody();
    Query {
        holder: holder.clone(),
        consulter: Consulter {
            id: column.consulter.clone().unwrap_or_else(nobody),
            kind: column.kind.clone(),
        },
        data: Vec::new(),
        purpose: Purpose::Treatment,
        treatment_relationship: TreatmentRelationship::Asserted,
        at,
    }
}

/// The subscribed holders at an instant, and this one if it is not among them.
pub(super) fn holders_and<'s>(
    subscriptions: &'s Subscriptions,
    at: Instant,
    more: Option<&'s Holder>,
) -> Vec<&'s Holder> {
    let mut holders: Vec<&Holder> = subscriptions.holders_at(at).collect();
    if let Some(more) = more
        && let Err(place) = holders.binary_search_by(|holder| holder.id.cmp(&more.id))
    {
        holders.insert(place, more);
    }
    holders
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reason::Reason;

    #[test]
    fn a_holder_that_was_not_worked_out_is_denied() {
        let engine = Engine::mitz();
        let profile = engine
            .read_profile(
                r#"{"patient": {"id": "999990019"},
                    "choices": [{"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
                                 "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"},
                                {"id": "c2", "answer": "no", "scope": {"level": "individual", "holders": ["h2"]},
                                 "channel": "mijn_mitz",
                                 "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]}"#,
            )
            .unwrap();
        let at: Instant = "2026-01-05T12:00:00Z".parse().unwrap();
        let holder = |id: &str| Holder {
            id: ProviderId::new(id).unwrap(),
            kind: "Z3".into(),
            connection: Default::default(),
        };
        let holders = ["h1", "h2"].map(holder);
        let meter = engine.law().limits.meter();
        let worked_out = WorkedOut::of(&engine, &meter, &profile, at, &holders).unwrap();
        let columns = columns(&engine, &[&profile], at);
        let reason = |id: &str| {
            let asked = query(&holder(id), &columns[0], at);
            let data = engine.catalogue().data_categories()[0].code();
            worked_out.verdicts(&asked)(data).reason()
        };
        assert_eq!(reason("h1"), Reason::BlanketYes);
        assert_eq!(reason("h2"), Reason::IndividualNo);
        assert_eq!(reason("h3"), Reason::NotInCatalogue);
    }
}
