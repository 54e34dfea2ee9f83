//! Compiling: the literal engine is asked everything once.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::{ChoiceRow, Code, Compiled, InstantRow, Life, NamedConsulter, NamedHolder, Tables};
use crate::decision::valid_until;
use crate::engine::Law;
use crate::ids::ProviderId;
use crate::instant::Instant;
use crate::precedence::{self, Adulthood, Board, Question, expires_at, taken_part};
use crate::profile::{Answer, Choice, Profile, ScopeKind};
use crate::query;

/// Works a profile out for an instant.
pub(crate) fn compile(law: &Arc<Law>, profile: &Profile, at: Instant) -> Compiled {
    let mut codes = Plain::default();
    let worked_out = work_out(law, profile, at, &mut codes);
    let mut tables = Tables {
        width: law.catalogue.classes().len(),
        codes: codes.0,
        instants: worked_out.instants,
        ..Tables::default()
    };
    for holder in worked_out.holders {
        let first_consulter = tables.consulters.len();
        tables.consulters.extend(
            holder
                .consulters
                .into_iter()
                .map(|(id, table)| NamedConsulter {
                    id: id.clone(),
                    table,
                }),
        );
        if let Some(consulters) = tables.consulters.get_mut(first_consulter..) {
            consulters.sort_unstable_by_key(|consulter| consulter.id.hashed());
        }
        tables
            .by_name
            .insert(holder.id.hashed(), tables.holders.len());
        tables.holders.push(NamedHolder {
            id: holder.id.clone(),
            table: holder.table,
            first_consulter,
            end_consulter: tables.consulters.len(),
        });
    }
    Compiled {
        law: law.clone(),
        catalogue: law.catalogue.key(),
        at,
        until: tables.instants.first().copied(),
        life: worked_out.life,
        tables,
        choices: profile
            .choices()
            .iter()
            .map(|choice| choice.id().clone())
            .collect(),
    }
}

/// Where tables of answers are kept: a code per kind of question.
pub(crate) trait Store {
    /// Keeps a table and gives its number. `make` need not be called where a table of this shape is already kept.
    fn keep(&mut self, shape: Option<Shape>, make: &mut dyn FnMut() -> Vec<Code>) -> usize;
}

/// Table after table.
#[derive(Default)]
struct Plain(Vec<Code>);

impl Store for Plain {
    fn keep(&mut self, _: Option<Shape>, make: &mut dyn FnMut() -> Vec<Code>) -> usize {
        let codes = make();
        let table = self.0.len().checked_div(codes.len()).unwrap_or(0);
        self.0.extend(codes);
        table
    }
}

/// What answers depend on where nothing ever happens: the scopes and answers in the order of rank. Profiles of one shape
/// have one table.
pub(crate) type Shape = Vec<(ChoiceRow, Answer, ShapeOf, u128)>;

/// The scope of a choice, as seen from the holder that is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ShapeOf {
    Blanket,
    Categorical(crate::catalogue::HolderIndex),
    Individual,
}

/// All answers of a profile at an instant.
pub(crate) struct WorkedOut<'p> {
    pub(crate) life: Life,
    /// The table for holders that no choice names.
    pub(crate) any_holder: usize,
    pub(crate) holders: Vec<WorkedOutHolder<'p>>,
    /// Every instant after `at` at which something happens, ascending: codes point at these.
    pub(crate) instants: Vec<Instant>,
}

/// The answers at a holder that some choice names.
pub(crate) struct WorkedOutHolder<'p> {
    pub(crate) id: &'p ProviderId,
    pub(crate) table: usize,
    /// The consulters that an emergency yes for this holder names, with their tables.
    pub(crate) consulters: Vec<(&'p ProviderId, usize)>,
}

/// Asks the literal engine everything that can be asked of a profile at an instant.
pub(crate) fn work_out<'p>(
    law: &Law,
    profile: &'p Profile,
    at: Instant,
    store: &mut dyn Store,
) -> WorkedOut<'p> {
    let adulthood = Adulthood::of(profile.patient(), &law.rules);
    // R20: what can never take part is left out from here on.
    let choices: Vec<(ChoiceRow, &Choice)> = profile
        .choices()
        .iter()
        .enumerate()
        .filter(|(_, choice)| taken_part(choice, adulthood).is_some())
        // INVARIANT: a profile has at most 10,000 choices, so every row fits.
        .filter_map(|(row, choice)| Some((ChoiceRow(u16::try_from(row).ok()?), choice)))
        .collect();
    let (life, shuts_at) = match query::patient_is_alive(&law.rules, profile.patient(), at) {
        Ok(shuts_at) => (Life::Alive(shuts_at), shuts_at),
        Err(_) => (Life::Deceased, None),
    };
    let instants = boundaries(law, adulthood, &choices, shuts_at, at)
        .into_iter()
        .collect();
    let mut worked_out = WorkedOut {
        life,
        any_holder: 0,
        holders: Vec::new(),
        instants,
    };
    if let Life::Alive(_) = life {
        let compiler = Compiler {
            law,
            adulthood,
            choices: &choices,
            at,
            shuts_at,
            instants: &worked_out.instants,
            any_holder: Vec::new(),
        };
        (worked_out.any_holder, worked_out.holders) = compiler.run(store);
    }
    worked_out
}

/// Every instant after `at` at which something happens: a choice takes part, is withdrawn or expires; R15.
fn boundaries(
    law: &Law,
    adulthood: Adulthood,
    choices: &[(ChoiceRow, &Choice)],
    shuts_at: Option<Instant>,
    at: Instant,
) -> BTreeSet<Instant> {
    let of_choice = |choice: &Choice| {
        let from = taken_part(choice, adulthood).map(|ranked| ranked.from);
        let expiry = match choice.scope().kind() {
            ScopeKind::Emergency(_) => expires_at(&law.rules, choice),
            ScopeKind::Blanket | ScopeKind::Categorical(_) | ScopeKind::Individual(_) => None,
        };
        [from, choice.withdrawn_at(), expiry]
    };
    let instants = choices.iter().flat_map(|(_, choice)| of_choice(choice));
    instants
        .chain([shuts_at])
        .flatten()
        .filter(|instant| *instant > at)
        .collect()
}

struct Compiler<'c, 'p> {
    law: &'c Law,
    adulthood: Adulthood,
    choices: &'c [(ChoiceRow, &'p Choice)],
    at: Instant,
    shuts_at: Option<Instant>,
    instants: &'c [Instant],
    /// The answers for holders that no choice names, once they are worked out.
    any_holder: Vec<Code>,
}

/// The places of the choices that name a holder. Holders that the same choices name have the same answers.
type NamedBy = Vec<usize>;

/// The number of a table, and those of the consulters that an emergency yes is for.
type HolderTables<'p> = (usize, Vec<(&'p ProviderId, usize)>);

impl<'p> Compiler<'_, 'p> {
    fn run(mut self, store: &mut dyn Store) -> (usize, Vec<WorkedOutHolder<'p>>) {
        let general: Vec<usize> = (0..self.choices.len())
            .filter(|place| self.holders_of(*place).is_empty())
            .collect();
        let mut named: BTreeMap<&'p ProviderId, NamedBy> = BTreeMap::new();
        for place in 0..self.choices.len() {
            for holder in self.holders_of(place) {
                named.entry(holder).or_default().push(place);
            }
        }
        if !named.is_empty() {
            self.any_holder = self.codes(&general, &[], None, None);
        }
        let any_holder = self.table(store, &general, &[], None, None);
        let mut worked_out: BTreeMap<NamedBy, HolderTables<'p>> = BTreeMap::new();
        let mut holders = Vec::with_capacity(named.len());
        for (id, named_by) in named {
            let (table, consulters) = match worked_out.get(&named_by) {
                Some(alike) => alike.clone(),
                None => self.holder_tables(store, id, &general, &named_by),
            };
            worked_out
                .entry(named_by)
                .or_insert_with(|| (table, consulters.clone()));
            holders.push(WorkedOutHolder {
                id,
                table,
                consulters,
            });
        }
        (any_holder, holders)
    }

    /// The named holders of a choice; empty for blanket and categorical.
    fn holders_of(&self, place: usize) -> &'p [ProviderId] {
        self.choices
            .get(place)
            .map_or(&[], |(_, choice)| choice.scope().holders())
    }

    /// A holder that choices name: its table, and one for each consulter that an emergency yes is for.
    fn holder_tables(
        &self,
        store: &mut dyn Store,
        id: &'p ProviderId,
        general: &[usize],
        named_by: &[usize],
    ) -> HolderTables<'p> {
        let table = self.table(store, general, named_by, Some(id), None);
        let mut consulters: BTreeSet<&'p ProviderId> = BTreeSet::new();
        for place in named_by {
            if let Some((_, choice)) = self.choices.get(*place)
                && let ScopeKind::Emergency(emergency) = choice.scope().kind()
                && choice.answer() == Answer::Yes
            {
                consulters.insert(&emergency.consulter);
            }
        }
        let with_table = |consulter: &'p ProviderId| {
            (
                consulter,
                self.table(store, general, named_by, Some(id), Some(consulter)),
            )
        };
        (table, consulters.into_iter().map(with_table).collect())
    }

    /// Keeps the answers for one holder and one consulter (none: those that no choice names).
    fn table(
        &self,
        store: &mut dyn Store,
        general: &[usize],
        named_by: &[usize],
        holder: Option<&ProviderId>,
        consulter: Option<&ProviderId>,
    ) -> usize {
        let shape = self.shape(general, named_by);
        store.keep(shape, &mut || {
            self.codes(general, named_by, holder, consulter)
        })
    }

    /// What these answers depend on; none if an instant or an emergency matters, so that it is more than this.
    fn shape(&self, general: &[usize], named_by: &[usize]) -> Option<Shape> {
        if !self.instants.is_empty()
            || self
                .law
                .catalogue
                .options()
                .iter()
                .any(|option| option.since().is_some())
        {
            return None;
        }
        let mut ranked = Vec::with_capacity(general.len().saturating_add(named_by.len()));
        for place in general.iter().chain(named_by) {
            let (row, choice) = self.choices.get(*place)?;
            if choice.withdrawn_at().is_some() {
                return None;
            }
            ranked.push((row, taken_part(choice, self.adulthood)?));
        }
        ranked.sort_by(|(_, one), (_, other)| one.order(other));
        let mut shape = Shape::with_capacity(ranked.len());
        let mut above: Option<Instant> = None;
        for (row, ranked) in ranked {
            // R18 compares instants: two of the same rank are more than their order.
            if above == Some(ranked.rank) {
                return None;
            }
            above = Some(ranked.rank);
            let of = match ranked.choice.scope().kind() {
                ScopeKind::Blanket => ShapeOf::Blanket,
                ScopeKind::Categorical(category) => ShapeOf::Categorical(*category),
                ScopeKind::Individual(_) => ShapeOf::Individual,
                ScopeKind::Emergency(_) => return None,
            };
            let options = ranked
                .choice
                .scope()
                .options()
                .map_or(0, |options| options.bits());
            shape.push((*row, ranked.choice.answer(), of, options));
        }
        Some(shape)
    }

    /// The answers for one holder and one consulter.
    fn codes(
        &self,
        general: &[usize],
        named_by: &[usize],
        holder: Option<&ProviderId>,
        consulter: Option<&ProviderId>,
    ) -> Vec<Code> {
        let Law {
            catalogue, rules, ..
        } = self.law;
        let code = |(number, class)| {
            let question = Question {
                catalogue,
                rules,
                class,
                holder,
                consulter,
            };
            let is_about = |place: &usize| {
                let choice = self.choices.get(*place).map(|(_, choice)| choice);
                choice.is_some_and(|choice| precedence::concerning(&question, choice).is_some())
            };
            match self.any_holder.get(number) {
                // No choice that names the holder is about this: the answer is that of any holder.
                Some(any_holder) if !named_by.iter().any(is_about) => *any_holder,
                _ => self.code(question, general.iter().chain(named_by)),
            }
        };
        catalogue.classes().iter().enumerate().map(code).collect()
    }

    /// One answer, by the literal engine.
    fn code<'a>(&self, question: Question<'_>, places: impl Iterator<Item = &'a usize>) -> Code {
        let choices =
            places.filter_map(|place| self.choices.get(*place).map(|(_, choice)| *choice));
        let concerning = precedence::what_concerns(&question, self.adulthood, choices);
        let board = Board::at(question, &concerning, self.at);
        let verdict = precedence::resolve(&board, self.at);
        let decided_by = verdict.decided_by.and_then(|ranked| {
            let mut choices = self.choices.iter();
            choices
                .find(|(_, choice)| core::ptr::eq(*choice, ranked.choice))
                .map(|(row, _)| *row)
        });
        let until = valid_until(board, &concerning, &verdict, self.at, self.shuts_at);
        let until = until.and_then(|until| self.instants.binary_search(&until).ok());
        // INVARIANT: at most three boundaries a choice and one for R15, so every place fits.
        let until = until.and_then(|place| u16::try_from(place).ok());
        let until = until.map(InstantRow);
        Code::new(verdict.reason, Some(verdict.option), decided_by, until)
    }
}
