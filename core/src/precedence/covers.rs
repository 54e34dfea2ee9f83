//! What a choice covers (R3, R5, R7), and which choices concern a question.

use alloc::vec;
use alloc::vec::Vec;

use super::Ranked;
use crate::catalogue::{Catalogue, Class, OptionIndex, OptionSet};
use crate::ids::ProviderId;
use crate::instant::Instant;
use crate::profile::{Answer, Choice, ScopeKind};
use crate::ruleset::{EmergencyYesBinds, RuleSet};

/// A closed query for one data category, in the words of the catalogue.
#[derive(Clone, Copy)]
pub(crate) struct Question<'q> {
    pub(crate) catalogue: &'q Catalogue,
    pub(crate) rules: &'q RuleSet,
    /// What is asked: the categories, and the options that can answer.
    pub(crate) class: &'q Class,
    pub(crate) holder: Asked<'q>,
    /// The consulter; none: one that no choice names.
    pub(crate) consulter: Option<&'q ProviderId>,
}

/// The holder that a question is about.
#[derive(Clone, Copy)]
pub(crate) enum Asked<'q> {
    /// This one.
    Id(&'q ProviderId),
    /// One that no choice names.
    NamedByNone,
    /// One that every choice names that is held against the question.
    NamedByAll,
}

/// A set of the cells of a question: a bit per option that can answer, nearest first.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct CellSet(u128);

impl CellSet {
    pub(crate) fn contains(self, cell: usize) -> bool {
        u32::try_from(cell)
            .ok()
            .and_then(|cell| 1_u128.checked_shl(cell))
            .is_some_and(|bit| self.0 & bit != 0)
    }

    fn collect(covered: impl Iterator<Item = bool>) -> Self {
        let mut bit = 1_u128;
        let mut set = 0;
        for covered in covered {
            if covered {
                set |= bit;
            }
            bit = bit.wrapping_shl(1);
        }
        CellSet(set)
    }

    /// The nearest cell of the set.
    pub(crate) fn nearest(self) -> Option<usize> {
        (self.0 != 0)
            .then(|| usize::try_from(self.0.trailing_zeros()).ok())
            .flatten()
    }
}

/// A choice that concerns a question, with its rank and the cells that it writes.
#[derive(Clone, Copy)]
pub(crate) struct Concerning<'p> {
    pub(crate) ranked: Ranked<'p>,
    pub(crate) cells: CellSet,
}

/// The cells of the question that a choice covers; none if it does not concern the question.
pub(crate) fn concerning(question: &Question<'_>, choice: &Choice) -> Option<CellSet> {
    if !scope_fits(question, choice) {
        return None;
    }
    let options = question.class.options.iter();
    let covered = options.map(|option| covers_option(choice, option.index, option.since));
    let cells = CellSet::collect(covered);
    cells.nearest().map(|_| cells)
}

/// R5, R7: whether a choice covers an option, as far as the option goes; `since`: when it was added, if later.
fn covers_option(choice: &Choice, option: OptionIndex, since: Option<Instant>) -> bool {
    let limit = choice.scope().options();
    limit.is_none_or(|options| options.contains(option)) && covers_since(choice, since)
}

/// R7: whether the scope is about this holder; for an emergency choice also about this consulter (R19).
fn scope_fits(question: &Question<'_>, choice: &Choice) -> bool {
    match choice.scope().kind() {
        ScopeKind::Blanket => true,
        ScopeKind::Categorical(category) => *category == question.class.holder,
        ScopeKind::Individual(holders) => names(holders, question.holder),
        ScopeKind::Emergency(emergency) => {
            let kind = question.catalogue.type_row(emergency.consulter_type);
            names(&emergency.holders, question.holder)
                && kind.is_some_and(|kind| kind.consulting_index() == question.class.consulting)
                && (choice.answer() == Answer::No || binds(question, &emergency.consulter))
        }
    }
}

/// R19: an emergency yes concerns only the consulter that it names (parameter `emergency_yes_binds`).
fn binds(question: &Question<'_>, consulter: &ProviderId) -> bool {
    match question.rules.emergency_yes_binds() {
        EmergencyYesBinds::Consulter => question.consulter == Some(consulter),
        EmergencyYesBinds::ConsultingCategory => true,
    }
}

/// R5: a yes covers an option that was added later only if it was decided since; a no covers it anyhow.
fn covers_since(choice: &Choice, since: Option<Instant>) -> bool {
    match choice.answer() {
        Answer::No => true,
        Answer::Yes => since.is_none_or(|since| since <= choice.decided_at()),
    }
}

/// INVARIANT: the holders of a scope are in byte order.
fn names(holders: &[ProviderId], holder: Asked<'_>) -> bool {
    // Comparing for equality costs less than for order: only a long list is worth halving.
    const FEW: usize = 16;
    match holder {
        Asked::Id(holder) if holders.len() < FEW => holders.contains(holder),
        Asked::Id(holder) => holders.binary_search(holder).is_ok(),
        Asked::NamedByNone => false,
        Asked::NamedByAll => true,
    }
}

/// R5, R7: which options of a catalogue choices cover, as far as the option and its holder category go.
pub(crate) struct Coverage {
    /// The options of each holder category: a bit per row.
    of_category: Vec<u128>,
    /// The options that were added later, and when.
    later: Vec<(OptionIndex, Instant)>,
    every: u128,
}

impl Coverage {
    pub(crate) fn of(catalogue: &Catalogue) -> Self {
        let mut coverage = Coverage {
            of_category: vec![0; catalogue.holder_categories().len()],
            later: Vec::new(),
            every: 0,
        };
        for (index, option) in OptionIndex::all().zip(catalogue.options()) {
            coverage.every |= index.bit();
            if let Some(category) = coverage.of_category.get_mut(option.holder_index().get()) {
                *category |= index.bit();
            }
            coverage
                .later
                .extend(option.since().map(|since| (index, since)));
        }
        coverage
    }

    /// The options that a choice covers, a bit per row.
    pub(crate) fn of_choice(&self, choice: &Choice) -> u128 {
        let options = match choice.scope().kind() {
            ScopeKind::Categorical(category) => self.of_category.get(category.get()).copied(),
            ScopeKind::Blanket | ScopeKind::Individual(_) | ScopeKind::Emergency(_) => None,
        };
        let limit = choice.scope().options().map(OptionSet::bits);
        let covered = options.unwrap_or(self.every) & limit.unwrap_or(self.every);
        let later = self.later.iter();
        later.fold(covered, |covered, (index, since)| {
            match covers_since(choice, Some(*since)) {
                true => covered,
                false => covered & !index.bit(),
            }
        })
    }
}
