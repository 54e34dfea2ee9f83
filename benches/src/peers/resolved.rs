//! The profile at an instant, worked out for the peers.

use std::collections::BTreeMap;

use crate::facts::{Fact, Level, option_id, options};
use crate::yardsticks::EMERGENCY;

/// The options that a level answers with yes and with no: a bit each.
#[derive(Clone, Copy, Debug, Default)]
pub struct Standing {
    /// The options with a yes.
    pub yes: u64,
    /// The options with a no.
    pub no: u64,
}

/// An emergency choice that has not been withdrawn.
#[derive(Clone, Debug)]
pub struct Emergency<'f> {
    /// Yes or no.
    pub yes: bool,
    /// Whom it is for.
    pub consulter: &'f str,
    /// Its consulting category.
    pub category: u8,
    /// The options for which nothing later ended it (R19).
    pub applies: u64,
    /// When it ends (R10).
    pub until: i64,
}

/// What stands at an instant.
#[derive(Clone, Debug)]
pub struct Resolved<'f> {
    /// The general level.
    pub general: Standing,
    /// The individual level, per named holder; a silenced yes is left out (R18).
    pub individual: BTreeMap<&'f str, Standing>,
    /// The emergency, per holder.
    pub emergencies: BTreeMap<&'f str, Emergency<'f>>,
}

/// The ids of a set of options.
pub fn ids(set: u64) -> impl Iterator<Item = &'static str> {
    (0..options())
        .filter(move |option| set & (1 << option) != 0)
        .map(option_id)
}

impl<'f> Resolved<'f> {
    /// Works the choices out, in the order of their ranks.
    ///
    /// # Panics
    /// If a holder has two emergencies: the peers are given one record for it.
    #[must_use]
    pub fn of(facts: &'f [Fact<'f>], at: i64) -> Self {
        let mut taken: Vec<&Fact<'_>> = facts.iter().filter(|fact| fact.recorded <= at).collect();
        taken.sort_unstable_by_key(|fact| fact.decided);
        let mut resolved = Resolved {
            general: Standing::default(),
            individual: BTreeMap::new(),
            emergencies: BTreeMap::new(),
        };
        for fact in taken {
            let holds = fact.withdrawn > at;
            let write = |standing: &mut Standing| {
                standing.yes &= !fact.options;
                standing.no &= !fact.options;
                if holds {
                    *(if fact.yes {
                        &mut standing.yes
                    } else {
                        &mut standing.no
                    }) |= fact.options;
                }
            };
            // R19: a yes is ended by any standing choice, a no by a yes that holds.
            let end = |emergency: &mut Emergency<'_>| {
                if emergency.yes || (fact.yes && holds) {
                    emergency.applies &= !fact.options;
                }
            };
            match fact.level {
                Level::Blanket | Level::Categorical => {
                    write(&mut resolved.general);
                    resolved.emergencies.values_mut().for_each(end);
                    if fact.level == Level::Blanket && !fact.yes {
                        resolved
                            .individual
                            .values_mut()
                            .for_each(|standing| standing.yes &= !fact.options);
                    }
                }
                Level::Individual => {
                    for holder in &fact.holders {
                        write(resolved.individual.entry(*holder).or_default());
                        resolved
                            .emergencies
                            .get_mut(*holder)
                            .into_iter()
                            .for_each(end);
                    }
                }
                Level::Emergency => {
                    let (consulter, category) =
                        fact.consulter.expect("an emergency is for somebody");
                    for holder in &fact.holders {
                        let emergency = Emergency {
                            yes: fact.yes,
                            consulter,
                            category,
                            applies: if holds { u64::MAX } else { 0 },
                            until: fact.decided + EMERGENCY,
                        };
                        let before = resolved.emergencies.insert(*holder, emergency);
                        assert!(
                            before.is_none(),
                            "choose a world with one emergency per holder"
                        );
                    }
                }
            }
        }
        resolved
    }
}
