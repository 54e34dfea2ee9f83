//! The answers at a holder that some choice names, and for each consulter that an emergency yes for it names.

use alloc::rc::Rc;
use alloc::vec::Vec;

use super::Code;
use super::alike::{Alike, Answered};
use super::compile::{Compiler, Group, Store, concerning_yeses};
use super::parts::Parts;
use crate::catalogue::{Class, ConsultingIndex};
use crate::error::Error;
use crate::ids::ProviderId;
use crate::instant::Instant;
use crate::order;
use crate::precedence::{
    self, Asked, Board, Emergencies, Emergency, History, Question, Ranked, Slot, emergency,
};
use crate::profile::{Answer, Level, ScopeKind};
use crate::ruleset::EmergencyYesBinds;

/// So many are kept: most holders are alike.
const ALIKE: usize = 8;

/// The choices that name a holder, and what they wrote; used for one holder after the other.
pub(super) struct OwnChoices<'c, 'p> {
    compiler: &'c Compiler<'c, 'p>,
    parts: Parts,
    /// The individual level of each part; the first is empty.
    individuals: Vec<Slot<'p>>,
    /// Which questions are alike, as it was worked out for the last holders.
    alike: Vec<Rc<Alike>>,
    individual_choices: Vec<Ranked<'p>>,
    emergency_choices: Vec<Ranked<'p>>,
    /// The emergency yeses for one consulter.
    yeses: Slot<'p>,
    codes: Vec<Code>,
    codes_for_consulter: Vec<Code>,
}

/// What the emergency choices at a holder wrote, for questions of one group.
struct Own<'p> {
    /// The first of these questions.
    number: usize,
    consulting: ConsultingIndex,
    noes: Slot<'p>,
    yeses: Slot<'p>,
    standing_yes: History<Option<Ranked<'p>>>,
    /// Worked out where consulters are named.
    noes_apply_at: Option<Vec<Instant>>,
}

impl<'c, 'p> OwnChoices<'c, 'p> {
    pub(super) fn new(compiler: &'c Compiler<'c, 'p>) -> Self {
        OwnChoices {
            compiler,
            parts: Parts::of(0, core::iter::empty()),
            individuals: Vec::new(),
            alike: Vec::new(),
            individual_choices: Vec::new(),
            emergency_choices: Vec::new(),
            yeses: Slot::default(),
            codes: Vec::new(),
            codes_for_consulter: Vec::new(),
        }
    }

    /// The tables of the holders that these choices name, by when they take part.
    pub(super) fn group(
        &mut self,
        own: &[Ranked<'p>],
        store: &mut dyn Store,
    ) -> Result<Group<'p>, Error> {
        let compiler = self.compiler;
        let shape = compiler.shape(store, own);
        if let Some(table) = shape.as_ref().and_then(|shape| store.find(shape)) {
            let consulters = Vec::new();
            return Ok(Group { table, consulters });
        }
        self.write(own)?;
        let alike = self.alike();
        let emergencies = self.emergencies(own, &alike)?;
        self.answer(&emergencies, &alike)?;
        let table = store.keep(shape.as_ref(), &self.codes);
        let by_consulter = by_consulter(compiler, &self.emergency_choices);
        let mut consulters = Vec::new();
        for yeses in by_consulter.chunk_by(|one, other| one.0 == other.0) {
            let Some((consulter, _)) = yeses.first() else {
                break;
            };
            self.answer_for(&emergencies, &alike, consulter, yeses)?;
            consulters.push((*consulter, store.keep(None, &self.codes_for_consulter)));
        }
        Ok(Group { table, consulters })
    }

    /// Lets the individual choices write their cells, and no others.
    fn write(&mut self, own: &[Ranked<'p>]) -> Result<(), Error> {
        let compiler = self.compiler;
        compiler.meter.spend(own.len())?;
        self.individual_choices.clear();
        self.emergency_choices.clear();
        for ranked in own {
            match ranked.choice.scope().level() {
                Level::Individual => self.individual_choices.push(*ranked),
                Level::Emergency => self.emergency_choices.push(*ranked),
                Level::Blanket | Level::Categorical => {}
            }
        }
        let covered = |ranked: &Ranked<'p>| compiler.coverage.of_choice(ranked.choice);
        let options = compiler.law.catalogue.options().len();
        self.parts = Parts::of(options, self.individual_choices.iter().map(covered));
        self.individuals.iter_mut().for_each(Slot::clear);
        self.individuals.resize(self.parts.len(), Slot::default());
        for ranked in &self.individual_choices {
            for part in self.parts.covered_by(covered(ranked)) {
                if let Some(slot) = self.individuals.get_mut(part) {
                    slot.take(*ranked, compiler.at);
                }
            }
        }
        self.individuals.iter_mut().for_each(Slot::close);
        Ok(())
    }

    /// Which questions are alike at this holder.
    fn alike(&mut self) -> Rc<Alike> {
        let compiler = self.compiler;
        let categories = self.emergency_choices.iter();
        let categories = categories.filter_map(|ranked| consulting(compiler, ranked));
        let categories = categories.fold(0, |bits, category| bits | category.bit());
        let parts = self.parts.of_option();
        let mut known = self.alike.iter();
        if let Some(known) = known.find(|alike| alike.is_for(parts, categories)) {
            return known.clone();
        }
        let classes = compiler.law.catalogue.classes();
        let alike = Alike::of(classes, &compiler.general_parts, parts, categories, false);
        let alike = Rc::new(alike);
        self.alike.truncate(ALIKE.saturating_sub(1));
        self.alike.insert(0, alike.clone());
        alike
    }

    /// What the emergency choices wrote, for each group of questions that they concern.
    fn emergencies(
        &self,
        own: &[Ranked<'p>],
        alike: &Alike,
    ) -> Result<Vec<Option<Own<'p>>>, Error> {
        if self.emergency_choices.is_empty() {
            return Ok(Vec::new());
        }
        let classes = self.compiler.law.catalogue.classes();
        let groups = alike.groups().iter();
        groups
            .map(|group| {
                let class = classes.get(group.class).filter(|_| group.has_emergency);
                class
                    .map(|class| self.own(own, group.class, class))
                    .transpose()
            })
            .collect()
    }

    /// What the emergency choices wrote, for one kind of question.
    fn own(&self, choices: &[Ranked<'p>], number: usize, class: &Class) -> Result<Own<'p>, Error> {
        let compiler = self.compiler;
        compiler.meter.spend(self.emergency_choices.len())?;
        let question = compiler.question(class, Asked::NamedByAll, None);
        let mut own = Own {
            number,
            consulting: class.consulting,
            noes: Slot::default(),
            yeses: Slot::default(),
            standing_yes: History::default(),
            noes_apply_at: None,
        };
        let emergencies = self.emergency_choices.iter();
        for ranked in emergencies.filter(|ranked| is_about(&question, ranked)) {
            match ranked.choice.answer() {
                Answer::No => own.noes.take(*ranked, compiler.at),
                Answer::Yes => own.yeses.take(*ranked, compiler.at),
            }
        }
        own.noes.close();
        own.yeses.close();
        if own.noes.is_written() {
            compiler.meter.spend(choices.len())?;
            let yeses = concerning_yeses(&question, choices);
            own.standing_yes = precedence::highest(yeses, compiler.at);
            own.noes_apply_at = Some(self.noes_apply_at(class, &own)?);
        }
        Ok(own)
    }

    /// For each emergency no, in the time in which no other outranks it, the first instant at which it applies.
    fn noes_apply_at(&self, class: &Class, own: &Own<'p>) -> Result<Vec<Instant>, Error> {
        let compiler = self.compiler;
        let board = self.board(class, None, own, &compiler.no_slot)?;
        let tops = own.noes.tops().later();
        let begins = core::iter::once(compiler.at).chain(tops.iter().map(|(from, _)| *from));
        let ends = tops.iter().map(|(from, _)| Some(*from)).chain([None]);
        let mut apply_at = Vec::new();
        for (begin, end) in begins.zip(ends) {
            let mut next = Some(begin);
            while let Some(at) = next {
                compiler.meter.spend(1)?;
                let found = emergency(&board, at);
                if let Emergency::Applies(_) = found.value {
                    apply_at.push(at);
                    break;
                }
                next = found
                    .until
                    .filter(|until| end.is_none_or(|end| *until < end));
            }
        }
        Ok(apply_at)
    }

    /// The answers for consulters that no choice names.
    fn answer(&mut self, emergencies: &[Option<Own<'p>>], alike: &Alike) -> Result<(), Error> {
        let compiler = self.compiler;
        let classes = compiler.law.catalogue.classes();
        let mut answers = Vec::with_capacity(alike.groups().len());
        for (number, group) in alike.groups().iter().enumerate() {
            let Some(class) = classes.get(group.class) else {
                break;
            };
            let board = match emergencies.get(number).and_then(Option::as_ref) {
                Some(own) => self.board(class, None, own, &own.yeses)?,
                None => {
                    let parts = self.parts.of_option();
                    compiler.board(class, Asked::NamedByAll, None, parts, &self.individuals)
                }
            };
            answers.push(Some(Answered::new(class, compiler.code(&board)?)));
        }
        self.codes.clear();
        self.codes.extend_from_slice(compiler.any_holder());
        alike.spread(classes, &answers, &mut self.codes);
        Ok(())
    }

    /// The answers for one consulter: where its own emergency yes counts, other than those for any consulter.
    fn answer_for(
        &mut self,
        emergencies: &[Option<Own<'p>>],
        alike: &Alike,
        consulter: &ProviderId,
        yeses: &[(&'p ProviderId, Ranked<'p>)],
    ) -> Result<(), Error> {
        let compiler = self.compiler;
        let classes = compiler.law.catalogue.classes();
        compiler.meter.spend(classes.len())?;
        let mut answers = Vec::with_capacity(emergencies.len());
        for own in emergencies {
            let class = own.as_ref().and_then(|own| {
                let is_about = |ranked| consulting(compiler, ranked) == Some(own.consulting);
                let class = classes.get(own.number)?;
                yeses
                    .iter()
                    .any(|(_, ranked)| is_about(ranked))
                    .then_some((own, class))
            });
            let Some((own, class)) = class else {
                answers.push(None);
                continue;
            };
            compiler.meter.spend(yeses.len())?;
            let question = compiler.question(class, Asked::NamedByAll, Some(consulter));
            self.yeses.clear();
            let yeses = yeses.iter().map(|(_, ranked)| ranked);
            yeses
                .filter(|ranked| is_about(&question, ranked))
                .for_each(|ranked| self.yeses.take(*ranked, compiler.at));
            self.yeses.close();
            let board = self.board(class, Some(consulter), own, &self.yeses)?;
            answers.push(Some(Answered::new(class, compiler.code(&board)?)));
        }
        self.codes_for_consulter.clone_from(&self.codes);
        alike.spread(classes, &answers, &mut self.codes_for_consulter);
        Ok(())
    }

    fn board<'b>(
        &'b self,
        class: &'b Class,
        consulter: Option<&'b ProviderId>,
        own: &'b Own<'p>,
        yeses: &'b Slot<'p>,
    ) -> Result<Board<'b, 'p>, Error> {
        let compiler = self.compiler;
        let general = if own.noes.is_written() {
            compiler.standing_yes(own.number)?
        } else {
            &compiler.none
        };
        let parts = self.parts.of_option();
        let board = compiler.board(
            class,
            Asked::NamedByAll,
            consulter,
            parts,
            &self.individuals,
        );
        Ok(Board {
            emergencies: Emergencies {
                noes: &own.noes,
                yeses,
                standing_yes: [general, &own.standing_yes],
                noes_apply_at: own.noes_apply_at.as_deref(),
            },
            ..board
        })
    }
}

/// Whether a choice for the holder concerns the question.
fn is_about(question: &Question<'_>, ranked: &Ranked<'_>) -> bool {
    precedence::concerning(question, ranked.choice).is_some()
}

/// The consulting category of the consulter that an emergency choice names.
fn consulting(compiler: &Compiler<'_, '_>, ranked: &Ranked<'_>) -> Option<ConsultingIndex> {
    match ranked.choice.scope().kind() {
        ScopeKind::Emergency(emergency) => {
            let kind = compiler.law.catalogue.type_row(emergency.consulter_type)?;
            Some(kind.consulting_index())
        }
        ScopeKind::Blanket | ScopeKind::Categorical(_) | ScopeKind::Individual(_) => None,
    }
}

/// R19: the emergency yeses that are for one consulter alone, by consulter and then by when they take part.
fn by_consulter<'p>(
    compiler: &Compiler<'_, 'p>,
    own: &[Ranked<'p>],
) -> Vec<(&'p ProviderId, Ranked<'p>)> {
    if compiler.law.rules.emergency_yes_binds() != EmergencyYesBinds::Consulter {
        return Vec::new();
    }
    let mut yeses: Vec<(&'p ProviderId, Ranked<'p>)> = own
        .iter()
        .filter(|ranked| ranked.says(Answer::Yes))
        .filter_map(|ranked| match ranked.choice.scope().kind() {
            ScopeKind::Emergency(emergency) => Some((&emergency.consulter, *ranked)),
            ScopeKind::Blanket | ScopeKind::Categorical(_) | ScopeKind::Individual(_) => None,
        })
        .collect();
    order::sort_by(&mut yeses, |(one, _), (other, _)| one.cmp(other));
    yeses
}
