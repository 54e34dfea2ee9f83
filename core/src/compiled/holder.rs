//! The answers at a holder that some choice names, and for each consulter that an emergency yes for it names.

use alloc::vec;
use alloc::vec::Vec;

use super::Code;
use super::compile::{Compiler, Group, Store, concerning_yeses};
use crate::catalogue::{Class, ConsultingIndex, OptionIndex};
use crate::error::Error;
use crate::ids::ProviderId;
use crate::instant::Instant;
use crate::precedence::{
    self, Board, Emergencies, Emergency, History, Question, Ranked, Slot, covers_option, emergency,
};
use crate::profile::{Answer, Level, ScopeKind};
use crate::ruleset::EmergencyYesBinds;

/// The choices that name a holder, and what they wrote; used for one holder after the other.
pub(super) struct OwnChoices<'c, 'p> {
    compiler: &'c Compiler<'c, 'p>,
    /// The individual level of each option.
    individuals: Vec<Slot<'p>>,
    /// The options that some choice wrote: a bit per row.
    written: u128,
}

/// What the emergency choices at a holder wrote for one kind of question.
struct Own<'p> {
    noes: Slot<'p>,
    yeses: Slot<'p>,
    standing_yes: History<Option<Ranked<'p>>>,
    /// Worked out where consulters are named.
    noes_apply_at: Option<Vec<Instant>>,
}

impl<'c, 'p> OwnChoices<'c, 'p> {
    pub(super) fn new(compiler: &'c Compiler<'c, 'p>) -> Self {
        let options = compiler.law.catalogue.options().len();
        OwnChoices {
            compiler,
            individuals: vec![Slot::default(); options],
            written: 0,
        }
    }

    /// The tables of the holders that these choices name, by when they take part; `id` is one of them.
    pub(super) fn group(
        &mut self,
        id: &'p ProviderId,
        own: &[Ranked<'p>],
        store: &mut dyn Store,
    ) -> Result<Group<'p>, Error> {
        let compiler = self.compiler;
        let shape = compiler.shape(store, own);
        if shape.is_some() {
            let table = store.keep(shape, &mut || {
                self.write(own)?;
                self.codes(id, &[])
            })?;
            let consulters = Vec::new();
            return Ok(Group { table, consulters });
        }
        self.write(own)?;
        let emergencies = self.emergencies(id, own)?;
        let codes = self.codes(id, &emergencies)?;
        let table = store.keep(None, &mut || Ok(codes.clone()))?;
        let mut consulters = Vec::new();
        for yeses in by_consulter(compiler, own).chunk_by(|one, other| one.0 == other.0) {
            let Some((consulter, _)) = yeses.first() else {
                break;
            };
            let codes = self.codes_for(id, &emergencies, consulter, yeses, &codes)?;
            consulters.push((*consulter, store.keep(None, &mut || Ok(codes.clone()))?));
        }
        Ok(Group { table, consulters })
    }

    /// Lets the individual choices write their cells, and no others.
    fn write(&mut self, own: &[Ranked<'p>]) -> Result<(), Error> {
        let Compiler { law, at, meter, .. } = self.compiler;
        let is_written = |written: u128, index: OptionIndex| written & index.bit() != 0;
        for (index, slot) in OptionIndex::all().zip(&mut self.individuals) {
            if is_written(self.written, index) {
                slot.clear();
            }
        }
        self.written = 0;
        let options = law.catalogue.options();
        for ranked in own {
            if ranked.choice.scope().level() != Level::Individual {
                continue;
            }
            meter.spend(options.len())?;
            let cells = self.individuals.iter_mut().zip(options);
            for (index, (slot, option)) in OptionIndex::all().zip(cells) {
                if covers_option(ranked.choice, index, option.since()) {
                    self.written |= index.bit();
                    if ranked.from <= *at {
                        slot.write(*ranked);
                    } else {
                        slot.write_later(*ranked);
                    }
                }
            }
        }
        for (index, slot) in OptionIndex::all().zip(&mut self.individuals) {
            if is_written(self.written, index) {
                slot.close();
            }
        }
        Ok(())
    }

    /// Per kind of question what the emergency choices wrote; empty where there is none.
    fn emergencies(
        &self,
        id: &'p ProviderId,
        own: &[Ranked<'p>],
    ) -> Result<Vec<Option<Own<'p>>>, Error> {
        let compiler = self.compiler;
        let emergencies: Vec<Ranked<'p>> = own
            .iter()
            .filter(|ranked| ranked.choice.scope().level() == Level::Emergency)
            .copied()
            .collect();
        if emergencies.is_empty() {
            return Ok(Vec::new());
        }
        let mut categories: Vec<ConsultingIndex> = emergencies
            .iter()
            .filter_map(|ranked| consulting(compiler, ranked))
            .collect();
        categories.sort_unstable();
        categories.dedup();
        let mut of_classes = Vec::new();
        for (number, class) in compiler.law.catalogue.classes().iter().enumerate() {
            if categories.binary_search(&class.consulting).is_err() {
                of_classes.push(None);
                continue;
            }
            compiler.meter.spend(emergencies.len())?;
            let question = compiler.question(class, Some(id), None);
            let mut of_class = Own {
                noes: slot(compiler.at, &question, &emergencies, Answer::No),
                yeses: slot(compiler.at, &question, &emergencies, Answer::Yes),
                standing_yes: History::default(),
                noes_apply_at: None,
            };
            if of_class.noes.is_written() {
                compiler.meter.spend(own.len())?;
                of_class.standing_yes =
                    precedence::highest(concerning_yeses(&question, own), compiler.at);
                let apply_at = self.noes_apply_at(number, class, id, &of_class)?;
                of_class.noes_apply_at = Some(apply_at);
            }
            of_classes.push(Some(of_class));
        }
        Ok(of_classes)
    }

    /// For each emergency no, in the time in which no other outranks it, the first instant at which it applies.
    fn noes_apply_at(
        &self,
        number: usize,
        class: &Class,
        id: &ProviderId,
        own: &Own<'p>,
    ) -> Result<Vec<Instant>, Error> {
        let compiler = self.compiler;
        let board = self.board(number, class, id, None, own, &compiler.no_slot)?;
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
    fn codes(&self, id: &ProviderId, emergencies: &[Option<Own<'p>>]) -> Result<Vec<Code>, Error> {
        let mut boards = Vec::new();
        for (number, class) in self.compiler.law.catalogue.classes().iter().enumerate() {
            let own = emergencies.get(number).and_then(Option::as_ref);
            let is_written = || {
                let mut options = class.options.iter();
                options.any(|option| self.written & option.index.bit() != 0)
            };
            boards.push(match own {
                Some(own) => Some(self.board(number, class, id, None, own, &own.yeses)?),
                None if is_written() => {
                    let individuals = &self.individuals;
                    Some(self.compiler.board(class, Some(id), None, individuals))
                }
                None => None,
            });
        }
        self.compiler
            .codes(|number| boards.get(number).copied().flatten())
    }

    /// The answers for one consulter: where its own emergency yes counts, other than those for any consulter.
    fn codes_for(
        &self,
        id: &ProviderId,
        emergencies: &[Option<Own<'p>>],
        consulter: &ProviderId,
        yeses: &[(&'p ProviderId, Ranked<'p>)],
        any_consulter: &[Code],
    ) -> Result<Vec<Code>, Error> {
        let compiler = self.compiler;
        compiler.meter.spend(any_consulter.len())?;
        let yeses: Vec<Ranked<'p>> = yeses.iter().map(|(_, ranked)| *ranked).collect();
        let mut codes = any_consulter.to_vec();
        let classes = compiler.law.catalogue.classes().iter().enumerate();
        for ((number, class), code) in classes.zip(&mut codes) {
            let is_about = |ranked| consulting(compiler, ranked) == Some(class.consulting);
            if let Some(Some(own)) = emergencies.get(number)
                && yeses.iter().any(is_about)
            {
                compiler.meter.spend(yeses.len())?;
                let question = compiler.question(class, Some(id), Some(consulter));
                let yeses = slot(compiler.at, &question, &yeses, Answer::Yes);
                let board = self.board(number, class, id, Some(consulter), own, &yeses)?;
                *code = compiler.code(&board)?;
            }
        }
        Ok(codes)
    }

    fn board<'b>(
        &'b self,
        number: usize,
        class: &'b Class,
        id: &'b ProviderId,
        consulter: Option<&'b ProviderId>,
        own: &'b Own<'p>,
        yeses: &'b Slot<'p>,
    ) -> Result<Board<'b, 'p>, Error> {
        let compiler = self.compiler;
        let general = if own.noes.is_written() {
            compiler.standing_yes(number, class)?
        } else {
            &compiler.none
        };
        let board = compiler.board(class, Some(id), consulter, &self.individuals);
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

/// What the emergency choices that concern a question and say this wrote; they come by when they take part.
fn slot<'p>(
    at: Instant,
    question: &Question<'_>,
    choices: &[Ranked<'p>],
    answer: Answer,
) -> Slot<'p> {
    let mut slot = Slot::default();
    for ranked in choices.iter().filter(|ranked| ranked.says(answer)) {
        if precedence::concerning(question, ranked.choice).is_none() {
            continue;
        }
        if ranked.from <= at {
            slot.write(*ranked);
        } else {
            slot.write_later(*ranked);
        }
    }
    slot.close();
    slot
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
    yeses.sort_by(|(one, _), (other, _)| one.cmp(other));
    yeses
}
