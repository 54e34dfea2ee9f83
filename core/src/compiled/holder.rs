//! The answers at a holder that some choice names, and for each consulter that an emergency yes for it names.

use alloc::vec::Vec;

use super::Code;
use super::compile::{Compiler, Group, Known, Store, concerning_yeses, covered_options};
use super::parts::Parts;
use crate::catalogue::{Class, ConsultingIndex, OptionRow};
use crate::error::Error;
use crate::ids::ProviderId;
use crate::instant::Instant;
use crate::precedence::{
    self, Board, Emergencies, Emergency, History, Question, Ranked, Slot, emergency,
};
use crate::profile::{Answer, Level, ScopeKind};
use crate::ruleset::EmergencyYesBinds;

/// The choices that name a holder, and what they wrote; used for one holder after the other.
pub(super) struct OwnChoices<'c, 'p> {
    compiler: &'c Compiler<'c, 'p>,
    parts: Parts,
    /// The individual level of each part; the first is empty.
    individuals: Vec<Slot<'p>>,
}

/// What the emergency choices at a holder wrote, for questions of one key.
struct Own<'p> {
    key: Option<u128>,
    /// The first of these questions.
    number: usize,
    consulting: ConsultingIndex,
    noes: Slot<'p>,
    yeses: Slot<'p>,
    standing_yes: History<Option<Ranked<'p>>>,
    /// Worked out where consulters are named.
    noes_apply_at: Option<Vec<Instant>>,
}

/// The emergency choices at a holder.
#[derive(Default)]
struct AllOwn<'p> {
    rows: Vec<Own<'p>>,
    /// The row of each kind of question; empty where there is no emergency choice.
    of_class: Vec<Option<usize>>,
}

impl<'p> AllOwn<'p> {
    fn of(&self, number: usize) -> Option<(usize, &Own<'p>)> {
        let row = (*self.of_class.get(number)?)?;
        Some((row, self.rows.get(row)?))
    }
}

impl<'c, 'p> OwnChoices<'c, 'p> {
    pub(super) fn new(compiler: &'c Compiler<'c, 'p>) -> Self {
        OwnChoices {
            compiler,
            parts: Parts::of(0, core::iter::empty()),
            individuals: Vec::new(),
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
        let mut consulters = Vec::new();
        let shape = compiler.shape(store, own);
        if shape.is_some() {
            let table = store.keep(shape, &mut || {
                self.write(own)?;
                self.codes(id, &AllOwn::default())
            })?;
            return Ok(Group { table, consulters });
        }
        self.write(own)?;
        let emergencies = self.emergencies(id, own)?;
        let codes = self.codes(id, &emergencies)?;
        let table = store.keep(None, &mut || Ok(codes.clone()))?;
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
        let is_individual =
            |ranked: &&Ranked<'p>| ranked.choice.scope().level() == Level::Individual;
        let individual: Vec<Ranked<'p>> = own.iter().filter(is_individual).copied().collect();
        let covered = covered_options(law, &individual, meter)?;
        let options = law.catalogue.options().len();
        self.parts = Parts::of(options, covered.iter().copied());
        self.individuals.iter_mut().for_each(Slot::clear);
        self.individuals.resize(self.parts.len(), Slot::default());
        for (ranked, covered) in individual.iter().zip(&covered) {
            for part in self.parts.covered_by(*covered) {
                if let Some(slot) = self.individuals.get_mut(part) {
                    slot.take(*ranked, *at);
                }
            }
        }
        self.individuals.iter_mut().for_each(Slot::close);
        Ok(())
    }

    /// What the emergency choices wrote.
    fn emergencies(&self, id: &'p ProviderId, own: &[Ranked<'p>]) -> Result<AllOwn<'p>, Error> {
        let compiler = self.compiler;
        let is_emergency = |ranked: &&Ranked<'p>| ranked.choice.scope().level() == Level::Emergency;
        let emergencies: Vec<Ranked<'p>> = own.iter().filter(is_emergency).copied().collect();
        let mut all = AllOwn::default();
        if emergencies.is_empty() {
            return Ok(all);
        }
        let consulting = emergencies
            .iter()
            .filter_map(|ranked| consulting(compiler, ranked));
        let mut categories: Vec<ConsultingIndex> = consulting.collect();
        categories.sort_unstable();
        categories.dedup();
        for (number, class) in compiler.law.catalogue.classes().iter().enumerate() {
            if categories.binary_search(&class.consulting).is_err() {
                all.of_class.push(None);
                continue;
            }
            let key = compiler.key(class, self.parts.of_option(), true);
            let alike = all
                .rows
                .iter()
                .position(|own| key.is_some() && own.key == key);
            let row = match alike {
                Some(alike) => alike,
                None => {
                    all.rows
                        .push(self.own(id, own, &emergencies, number, class, key)?);
                    all.rows.len().saturating_sub(1)
                }
            };
            all.of_class.push(Some(row));
        }
        Ok(all)
    }

    /// What the emergency choices wrote, for one kind of question.
    fn own(
        &self,
        id: &'p ProviderId,
        choices: &[Ranked<'p>],
        emergencies: &[Ranked<'p>],
        number: usize,
        class: &Class,
        key: Option<u128>,
    ) -> Result<Own<'p>, Error> {
        let compiler = self.compiler;
        compiler.meter.spend(emergencies.len())?;
        let question = compiler.question(class, Some(id), None);
        let mut own = Own {
            key,
            number,
            consulting: class.consulting,
            noes: slot(compiler.at, &question, emergencies, Answer::No),
            yeses: slot(compiler.at, &question, emergencies, Answer::Yes),
            standing_yes: History::default(),
            noes_apply_at: None,
        };
        if own.noes.is_written() {
            compiler.meter.spend(choices.len())?;
            let yeses = concerning_yeses(&question, choices);
            own.standing_yes = precedence::highest(yeses, compiler.at);
            own.noes_apply_at = Some(self.noes_apply_at(class, id, &own)?);
        }
        Ok(own)
    }

    /// For each emergency no, in the time in which no other outranks it, the first instant at which it applies.
    fn noes_apply_at(
        &self,
        class: &Class,
        id: &ProviderId,
        own: &Own<'p>,
    ) -> Result<Vec<Instant>, Error> {
        let compiler = self.compiler;
        let board = self.board(class, id, None, own, &compiler.no_slot)?;
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
    fn codes(&self, id: &ProviderId, emergencies: &AllOwn<'p>) -> Result<Vec<Code>, Error> {
        let compiler = self.compiler;
        let mut known = Vec::new();
        let classes = compiler.law.catalogue.classes().iter();
        let classes = classes.zip(compiler.any_holder()).enumerate();
        let code = |(number, (class, any_holder)): (usize, (&Class, &Code))| {
            let parts = self.parts.of_option();
            let is_written = |option: &OptionRow| self.parts.part(option.index) != 0;
            match emergencies.of(number) {
                Some((_, own)) => {
                    let board = self.board(class, id, None, own, &own.yeses)?;
                    compiler.code_once(&mut known, class, own.key, &board)
                }
                None if class.options.iter().any(is_written) => {
                    let board = compiler.board(class, Some(id), None, parts, &self.individuals);
                    let key = compiler.key(class, parts, false);
                    compiler.code_once(&mut known, class, key, &board)
                }
                None => Ok(*any_holder),
            }
        };
        classes.map(code).collect()
    }

    /// The answers for one consulter: where its own emergency yes counts, other than those for any consulter.
    fn codes_for(
        &self,
        id: &ProviderId,
        emergencies: &AllOwn<'p>,
        consulter: &ProviderId,
        yeses: &[(&'p ProviderId, Ranked<'p>)],
        any_consulter: &[Code],
    ) -> Result<Vec<Code>, Error> {
        let compiler = self.compiler;
        let classes = compiler.law.catalogue.classes();
        compiler.meter.spend(any_consulter.len())?;
        let yeses: Vec<Ranked<'p>> = yeses.iter().map(|(_, ranked)| *ranked).collect();
        let mut rows = Vec::with_capacity(emergencies.rows.len());
        for own in &emergencies.rows {
            let is_about = |ranked| consulting(compiler, ranked) == Some(own.consulting);
            let class = classes
                .get(own.number)
                .filter(|_| yeses.iter().any(is_about));
            let Some(class) = class else {
                rows.push(None);
                continue;
            };
            compiler.meter.spend(yeses.len())?;
            let question = compiler.question(class, Some(id), Some(consulter));
            let yeses = slot(compiler.at, &question, &yeses, Answer::Yes);
            let board = self.board(class, id, Some(consulter), own, &yeses)?;
            rows.push(Known::new(0, class, compiler.code(&board)?));
        }
        let code = |((number, class), any_consulter): ((usize, &Class), &Code)| {
            let own = emergencies
                .of(number)
                .and_then(|(row, _)| rows.get(row)?.as_ref());
            own.and_then(|own| own.code_of(class))
                .unwrap_or(*any_consulter)
        };
        let classes = classes.iter().enumerate();
        Ok(classes.zip(any_consulter).map(code).collect())
    }

    fn board<'b>(
        &'b self,
        class: &'b Class,
        id: &'b ProviderId,
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
        let board = compiler.board(class, Some(id), consulter, parts, &self.individuals);
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
        slot.take(*ranked, at);
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
    yeses.sort_by_key(|(consulter, _)| *consulter);
    yeses
}
