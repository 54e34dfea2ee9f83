//! Kinds of questions that read the same cells: one of them is asked, and the others have its answer.

use alloc::vec::Vec;

use super::Code;
use super::parts::Parts;
use crate::catalogue::Class;

/// Which kinds of questions are alike at a holder.
pub(super) struct Alike {
    /// What it was worked out for: the part of each option at the individual level.
    individuals: Vec<u8>,
    /// And the consulting categories that emergency choices are about, a bit each.
    consulting: u128,
    groups: Vec<Group>,
    /// The group of each kind of question; none: what choices for this holder say does not concern it.
    of_class: Vec<Option<usize>>,
}

/// Kinds of questions that read the same cells.
pub(super) struct Group {
    /// The first of them.
    pub(super) class: usize,
    /// Whether emergency choices concern them.
    pub(super) has_emergency: bool,
}

/// The answer to one question of a group.
#[derive(Clone, Copy)]
pub(super) struct Answered {
    code: Code,
    /// The place of its option among those of the question.
    place: usize,
}

impl Answered {
    pub(super) fn new(class: &Class, code: Code) -> Self {
        let mut options = class.options.iter();
        // INVARIANT: the option of an answer is one of those of the question.
        let place = options.position(|row| Some(row.index) == code.option());
        Answered {
            code,
            place: place.unwrap_or(0),
        }
    }

    /// The answer to another question of the group.
    fn code_of(self, class: &Class) -> Code {
        let option = class.options.get(self.place);
        option.map_or(self.code, |option| self.code.by_option(option.index))
    }
}

impl Alike {
    /// For the parts of the general level and those that choices for a holder make; `every`: also questions that no choice
    /// for the holder concerns.
    pub(super) fn of(
        classes: &[Class],
        general: &Parts,
        individuals: &[u8],
        consulting: u128,
        every: bool,
    ) -> Self {
        let mut alike = Alike {
            individuals: individuals.to_vec(),
            consulting,
            groups: Vec::new(),
            of_class: Vec::with_capacity(classes.len()),
        };
        let cells = Cells {
            general,
            individuals,
        };
        for (number, class) in classes.iter().enumerate() {
            let has_emergency = consulting & class.consulting.bit() != 0;
            if !(every || has_emergency || cells.of(class).any(|(_, own)| own != 0)) {
                alike.of_class.push(None);
                continue;
            }
            let is_alike = |group: &Group| {
                group.has_emergency == has_emergency
                    && classes.get(group.class).is_some_and(|first| {
                        // R5: which emergency choices concern a question depends on when its options were added.
                        let has_later =
                            |class: &Class| class.options.iter().any(|o| o.since.is_some());
                        let is_told_apart = has_emergency
                            && (first.consulting != class.consulting
                                || has_later(first)
                                || has_later(class));
                        !is_told_apart && cells.of(first).eq(cells.of(class))
                    })
            };
            let found = alike.groups.iter().position(is_alike);
            let group = found.unwrap_or_else(|| {
                alike.groups.push(Group {
                    class: number,
                    has_emergency,
                });
                alike.groups.len().saturating_sub(1)
            });
            alike.of_class.push(Some(group));
        }
        alike
    }

    /// Whether it was worked out for these.
    pub(super) fn is_for(&self, individuals: &[u8], consulting: u128) -> bool {
        self.consulting == consulting && self.individuals == individuals
    }

    pub(super) fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// Writes the answers of the groups that have one where they belong: a code per kind of question.
    pub(super) fn spread(
        &self,
        classes: &[Class],
        answers: &[Option<Answered>],
        codes: &mut [Code],
    ) {
        let classes = classes.iter().zip(&self.of_class);
        for ((class, group), code) in classes.zip(codes) {
            let answer = group.and_then(|group| answers.get(group).copied().flatten());
            if let Some(answer) = answer {
                *code = answer.code_of(class);
            }
        }
    }
}

/// The cells that questions read.
struct Cells<'c> {
    general: &'c Parts,
    individuals: &'c [u8],
}

impl Cells<'_> {
    /// Those of a question, as numbers of parts, nearest first.
    fn of(&self, class: &Class) -> impl Iterator<Item = (u8, u8)> {
        class.options.iter().map(|option| {
            let own = self.individuals.get(option.index.get()).copied();
            (self.general.part(option.index), own.unwrap_or(0))
        })
    }
}
