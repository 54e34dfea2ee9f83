//! Compiling: every answer of a profile at an instant, by the rules of the literal engine.
//!
//! Near-linear in the profile and the tables: a choice writes the cells of its options once, whoever asks; options that the
//! same choices cover have one cell, and questions that read the same cells one answer.

use alloc::collections::BTreeMap;
use alloc::sync::Arc;
use alloc::vec;
use alloc::vec::Vec;
use core::cell::OnceCell;

use super::alike::{Alike, Answered};
use super::holder::OwnChoices;
use super::parts::Parts;
use super::{Code, Compiled, InstantRow, Life, NamedConsulter, NamedHolder, Tables};
use crate::catalogue::{Class, HolderIndex};
use crate::decision::valid_until;
use crate::error::Error;
use crate::ids::ProviderId;
use crate::instant::Instant;
use crate::law::Law;
use crate::limits::Meter;
use crate::lookup::Lookup;
use crate::order;
use crate::precedence::{
    self, Adulthood, Asked, Board, Coverage, Emergencies, General, History, Question, Ranked, Rows,
    Slot, expires_at, highest, is_standing_yes,
};
use crate::profile::{Answer, Choice, ChoiceRow, Profile, ScopeKind};
use crate::query;

/// Precomputes every answer of a profile at an instant.
///
/// # Errors
/// `too_much_work`; `cancelled`.
pub(crate) fn compile(
    law: &Arc<Law>,
    profile: &Profile,
    at: Instant,
    meter: &Meter<'_>,
) -> Result<Compiled, Error> {
    compile_for(law, profile, at, Holders::All, meter)
}

/// The same for some holders. Whoever asks about another one is told that no option matches (R4), which opens nothing.
///
/// # Errors
/// `too_much_work`; `cancelled`.
pub(crate) fn compile_for(
    law: &Arc<Law>,
    profile: &Profile,
    at: Instant,
    holders: Holders<'_>,
    meter: &Meter<'_>,
) -> Result<Compiled, Error> {
    let width = law.catalogue.classes().len();
    // The first table is for holders that are not found.
    let mut codes = Plain(match holders {
        Holders::All => Vec::new(),
        Holders::Only(_) => vec![Code::no_option(); width],
    });
    let worked_out = work_out(law, profile, at, holders, &mut codes, meter)?;
    let mut tables = Tables {
        width,
        codes: codes.0,
        instants: worked_out.instants,
        ..Tables::default()
    };
    tables.by_name = Lookup::for_rows(worked_out.holders.len());
    tables.holders.reserve(worked_out.holders.len());
    let mut ranges = Vec::with_capacity(worked_out.groups.len());
    for group in &worked_out.groups {
        let first = tables.consulters.len();
        let consulters = group.consulters.iter();
        tables.consulters.extend(consulters.map(|(id, table)| {
            let (id, table) = ((*id).clone(), *table);
            let hash = law.seed.hash(id.as_str().as_bytes());
            NamedConsulter { hash, id, table }
        }));
        if let Some(consulters) = tables.consulters.get_mut(first..) {
            order::sort_unstable_by(consulters, |one, other| one.hash.cmp(&other.hash));
        }
        ranges.push((first, tables.consulters.len()));
    }
    for (id, group) in &worked_out.holders {
        let (Some(tables_of), Some((first_consulter, end_consulter))) =
            (worked_out.groups.get(*group), ranges.get(*group))
        else {
            continue;
        };
        let hash = law.seed.hash(id.as_str().as_bytes());
        tables.by_name.insert(hash, tables.holders.len());
        tables.holders.push(NamedHolder {
            id: (*id).clone(),
            table: tables_of.table,
            first_consulter: *first_consulter,
            end_consulter: *end_consulter,
        });
    }
    Ok(Compiled {
        law: law.clone(),
        key: law.key,
        at,
        until: tables.instants.first().copied(),
        life: worked_out.life,
        tables,
        choices: profile
            .choices()
            .iter()
            .map(|choice| choice.id().clone())
            .collect(),
    })
}

/// Where tables of answers are kept: a code per kind of question.
pub(crate) trait Store {
    /// Whether tables of one shape are told apart from others.
    fn wants_shapes(&self) -> bool;

    /// The number of the table of this shape, if it is kept.
    fn find(&self, shape: &Shape) -> Option<usize>;

    /// Keeps a table and gives its number.
    fn keep(&mut self, shape: Option<&Shape>, codes: &[Code]) -> usize;
}

/// Which holders answers are worked out for.
#[derive(Clone, Copy)]
pub(crate) enum Holders<'p> {
    /// Any.
    All,
    /// These, each once.
    Only(&'p [&'p ProviderId]),
}

/// Table after table.
struct Plain(Vec<Code>);

impl Store for Plain {
    fn wants_shapes(&self) -> bool {
        false
    }

    fn find(&self, _: &Shape) -> Option<usize> {
        None
    }

    fn keep(&mut self, _: Option<&Shape>, codes: &[Code]) -> usize {
        let table = self.0.len().checked_div(codes.len()).unwrap_or(0);
        self.0.extend_from_slice(codes);
        table
    }
}

/// What answers depend on where nothing ever happens: the scopes and answers in the order of rank. Profiles of one shape
/// have one table.
pub(crate) type Shape = Vec<(ChoiceRow, Answer, ShapeOf, u128)>;

/// Profiles with more choices than this have no shape: hardly two of them are alike.
const MAX_SHAPE: usize = 64;

/// The scope of a choice, as seen from the holder that is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ShapeOf {
    Blanket,
    Categorical(HolderIndex),
    Individual,
}

/// All answers of a profile at an instant.
pub(crate) struct WorkedOut<'p> {
    pub(crate) life: Life,
    /// The table for holders that no choice names.
    pub(crate) any_holder: usize,
    /// The holders that some choice names, in the order in which they are named first, each with its group.
    pub(crate) holders: Vec<(&'p ProviderId, usize)>,
    pub(crate) groups: Vec<Group<'p>>,
    /// Every instant after `at` at which something happens, ascending: codes point at these.
    pub(crate) instants: Vec<Instant>,
}

impl<'p> WorkedOut<'p> {
    /// The holders that some choice names, with their answers.
    pub(crate) fn holders(&self) -> impl Iterator<Item = (&'p ProviderId, &Group<'p>)> {
        let holders = self.holders.iter();
        holders.filter_map(|(id, group)| Some((*id, self.groups.get(*group)?)))
    }
}

/// The answers at holders that the same choices name.
pub(crate) struct Group<'p> {
    pub(crate) table: usize,
    /// The consulters that an emergency yes for these holders names, with their tables.
    pub(crate) consulters: Vec<(&'p ProviderId, usize)>,
}

/// Asks everything that can be asked of a profile at an instant.
///
/// # Errors
/// `too_much_work`; `cancelled`.
pub(crate) fn work_out<'p>(
    law: &Law,
    profile: &'p Profile,
    at: Instant,
    holders: Holders<'p>,
    store: &mut dyn Store,
    meter: &Meter<'_>,
) -> Result<WorkedOut<'p>, Error> {
    meter.spend(profile.choices().len().saturating_add(1))?;
    let adulthood = Adulthood::of(profile.patient(), &law.rules);
    // R20: what can never take part is left out from here on.
    let mut choices: Vec<Ranked<'p>> = ChoiceRow::all()
        .zip(profile.choices())
        .filter_map(|(row, choice)| Ranked::of(choice, row, adulthood))
        .collect();
    order::sort_by_key(&mut choices, |ranked| ranked.from);
    let (life, shuts_at) = match query::patient_is_alive(&law.rules, profile.patient(), at) {
        Ok(shuts_at) => (Life::Alive(shuts_at), shuts_at),
        Err(_) => (Life::Deceased, None),
    };
    let mut worked_out = WorkedOut {
        life,
        any_holder: 0,
        holders: Vec::new(),
        groups: Vec::new(),
        instants: boundaries(law, &choices, shuts_at, at),
    };
    if let Life::Alive(_) = life {
        let (general, own): (Vec<_>, Vec<_>) = choices
            .into_iter()
            .partition(|ranked| ranked.choice.scope().holders().is_empty());
        let options = law.catalogue.options().len();
        let coverage = Coverage::of(&law.catalogue);
        let covered = |ranked: &Ranked<'p>| coverage.of_choice(ranked.choice);
        let general_parts = Parts::of(options, general.iter().map(covered));
        let mut generals = vec![General::default(); general_parts.len()];
        for ranked in &general {
            for part in general_parts.covered_by(covered(ranked)) {
                if let Some(general) = generals.get_mut(part) {
                    general.take(&law.rules, *ranked, at);
                }
            }
        }
        generals.iter_mut().for_each(|general| general.close(at));
        let compiler = Compiler {
            law,
            at,
            shuts_at,
            instants: &worked_out.instants,
            meter,
            coverage: &coverage,
            general_parts,
            generals,
            general: &general,
            standing_yes: vec![OnceCell::new(); law.catalogue.classes().len()],
            no_slot: Slot::default(),
            none: History::default(),
            any_holder: Vec::new(),
        };
        let (any_holder, named, groups) = compiler.run(&own, holders, store)?;
        worked_out.any_holder = any_holder;
        worked_out.holders = named;
        worked_out.groups = groups;
    }
    Ok(worked_out)
}

/// Every instant after `at` at which something happens: a choice takes part, is withdrawn or expires; R15.
fn boundaries(
    law: &Law,
    choices: &[Ranked<'_>],
    shuts_at: Option<Instant>,
    at: Instant,
) -> Vec<Instant> {
    let of_choice = |ranked: &Ranked<'_>| {
        let expiry = match ranked.choice.scope().kind() {
            ScopeKind::Emergency(_) => expires_at(&law.rules, ranked.choice),
            ScopeKind::Blanket | ScopeKind::Categorical(_) | ScopeKind::Individual(_) => None,
        };
        [Some(ranked.from), ranked.choice.withdrawn_at(), expiry]
    };
    let mut instants: Vec<Instant> = choices
        .iter()
        .flat_map(of_choice)
        .chain([shuts_at])
        .flatten()
        .filter(|instant| *instant > at)
        .collect();
    instants.sort_unstable();
    instants.dedup();
    instants
}

/// The table for holders that no choice names; those that choices name, each with its group; and the groups.
type Worked<'p> = (usize, Vec<(&'p ProviderId, usize)>, Vec<Group<'p>>);

pub(super) struct Compiler<'c, 'p> {
    pub(super) law: &'c Law,
    pub(super) at: Instant,
    shuts_at: Option<Instant>,
    instants: &'c [Instant],
    pub(super) meter: &'c Meter<'c>,
    pub(super) coverage: &'c Coverage,
    pub(super) general_parts: Parts,
    /// The general level of each part.
    generals: Vec<General<'p>>,
    /// The choices that name no holder, by when they take part.
    general: &'c [Ranked<'p>],
    /// Per kind of question, once it is asked for: the highest-ranked yes of the general level.
    standing_yes: Vec<OnceCell<History<Option<Ranked<'p>>>>>,
    pub(super) no_slot: Slot<'p>,
    pub(super) none: History<Option<Ranked<'p>>>,
    /// The answers for holders that no choice names, once they are worked out.
    any_holder: Vec<Code>,
}

impl<'p> Compiler<'_, 'p> {
    fn run(
        mut self,
        own: &[Ranked<'p>],
        wanted: Holders<'p>,
        store: &mut dyn Store,
    ) -> Result<Worked<'p>, Error> {
        let shape = self.shape(store, &[]);
        let known = shape.as_ref().and_then(|shape| store.find(shape));
        let any_holder = match known {
            Some(known) if own.is_empty() => known,
            known => {
                self.any_holder = self.for_any_holder()?;
                known.unwrap_or_else(|| store.keep(shape.as_ref(), &self.any_holder))
            }
        };
        let named = NamedHolders::of(self.law, own, wanted, self.meter)?;
        let mut by_choices: BTreeMap<&[u16], usize> = BTreeMap::new();
        let mut holders: Vec<(&'p ProviderId, usize)> = Vec::with_capacity(named.ids.len());
        let mut groups = Vec::new();
        let mut alike = Vec::new();
        let mut choices = OwnChoices::new(&self);
        let mut last: &[u16] = &[];
        for (id, places) in named.iter() {
            let known = match holders.last() {
                // Neighbours are often named together.
                Some((_, group)) if places == last => Some(*group),
                _ => by_choices.get(places).copied(),
            };
            let group = match known {
                Some(known) => known,
                None => {
                    alike.clear();
                    let choice = |place: &u16| own.get(usize::from(*place)).copied();
                    alike.extend(places.iter().filter_map(choice));
                    groups.push(match places {
                        [] => Group {
                            table: any_holder,
                            consulters: Vec::new(),
                        },
                        _ => choices.group(&alike, store)?,
                    });
                    let group = groups.len().saturating_sub(1);
                    by_choices.insert(places, group);
                    group
                }
            };
            last = places;
            holders.push((id, group));
        }
        Ok((any_holder, holders, groups))
    }

    /// The answers for holders that no choice names.
    fn for_any_holder(&self) -> Result<Vec<Code>, Error> {
        let classes = self.law.catalogue.classes();
        let none = Parts::of(self.law.catalogue.options().len(), core::iter::empty());
        let alike = Alike::of(classes, &self.general_parts, none.of_option(), 0, true);
        let no_individuals = [Slot::default()];
        let mut answers = Vec::with_capacity(alike.groups().len());
        for group in alike.groups() {
            let Some(class) = classes.get(group.class) else {
                break;
            };
            let none = none.of_option();
            let board = self.board(class, Asked::NamedByNone, None, none, &no_individuals);
            answers.push(Some(Answered::new(class, self.code(&board)?)));
        }
        let mut codes = vec![Code::no_option(); classes.len()];
        alike.spread(classes, &answers, &mut codes);
        Ok(codes)
    }

    /// The answers for holders that no choice names, once there are others.
    pub(super) fn any_holder(&self) -> &[Code] {
        &self.any_holder
    }

    /// What the general level and a holder's own level wrote; no emergency.
    pub(super) fn board<'b>(
        &'b self,
        class: &'b Class,
        holder: Asked<'b>,
        consulter: Option<&'b ProviderId>,
        parts: &'b [u8],
        individuals: &'b [Slot<'p>],
    ) -> Board<'b, 'p> {
        Board {
            question: self.question(class, holder, consulter),
            rows: Rows::Shared {
                generals: self.general_parts.of_option(),
                individuals: parts,
            },
            generals: &self.generals,
            individuals,
            emergencies: Emergencies {
                noes: &self.no_slot,
                yeses: &self.no_slot,
                standing_yes: [&self.none; 2],
                noes_apply_at: None,
            },
        }
    }

    pub(super) fn question<'b>(
        &'b self,
        class: &'b Class,
        holder: Asked<'b>,
        consulter: Option<&'b ProviderId>,
    ) -> Question<'b> {
        Question {
            catalogue: &self.law.catalogue,
            rules: &self.law.rules,
            class,
            holder,
            consulter,
        }
    }

    /// R19: the highest-ranked yes of the general level that can end an emergency no.
    pub(super) fn standing_yes(
        &self,
        number: usize,
    ) -> Result<&History<Option<Ranked<'p>>>, Error> {
        let class = self.law.catalogue.classes().get(number);
        let Some((known, class)) = self.standing_yes.get(number).zip(class) else {
            return Ok(&self.none);
        };
        if known.get().is_none() {
            self.meter.spend(self.general.len())?;
        }
        Ok(known.get_or_init(|| {
            let question = self.question(class, Asked::NamedByNone, None);
            highest(concerning_yeses(&question, self.general), self.at)
        }))
    }

    /// One answer.
    pub(super) fn code(&self, board: &Board<'_, 'p>) -> Result<Code, Error> {
        self.meter.spend(1)?;
        let lasting = precedence::resolve(board, self.at);
        let until = valid_until(board, &lasting, self.shuts_at, || self.meter.spend(1))?;
        let until = until.and_then(|until| self.instants.binary_search(&until).ok());
        // INVARIANT: at most three boundaries a choice and one for R15, so every place fits.
        let until = until.and_then(|place| u16::try_from(place).ok());
        let verdict = lasting.value;
        Ok(Code::new(
            verdict.reason,
            Some(verdict.option),
            verdict.decided_by.map(|ranked| ranked.row),
            until.map(InstantRow),
        ))
    }

    /// What the answers at a holder depend on; none if an instant or an emergency matters, so that it is more than this.
    pub(super) fn shape(&self, store: &dyn Store, own: &[Ranked<'p>]) -> Option<Shape> {
        let count = self.general.len().saturating_add(own.len());
        if !store.wants_shapes() || !self.instants.is_empty() || count > MAX_SHAPE {
            return None;
        }
        let options = self.law.catalogue.options();
        if options.iter().any(|option| option.since().is_some()) {
            return None;
        }
        let mut ranked: Vec<&Ranked<'p>> = self.general.iter().chain(own).collect();
        if ranked
            .iter()
            .any(|ranked| ranked.choice.withdrawn_at().is_some())
        {
            return None;
        }
        order::sort_by(&mut ranked, |one, other| one.order(other));
        let mut shape = Shape::with_capacity(ranked.len());
        let mut above: Option<Instant> = None;
        for ranked in ranked {
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
            let options = ranked.choice.scope().options();
            let options = options.map_or(0, |options| options.bits());
            shape.push((ranked.row, ranked.choice.answer(), of, options));
        }
        Some(shape)
    }
}

/// The standing yeses that concern a question.
pub(super) fn concerning_yeses<'p>(
    question: &Question<'_>,
    choices: &[Ranked<'p>],
) -> Vec<Ranked<'p>> {
    let concerns = |choice: &Choice| precedence::concerning(question, choice).is_some();
    let yeses = choices.iter().filter(|ranked| is_standing_yes(ranked));
    yeses
        .filter(|ranked| concerns(ranked.choice))
        .copied()
        .collect()
}

/// The holders that choices name, or those that are wanted, each with the choices that name it.
struct NamedHolders<'p> {
    ids: Vec<&'p ProviderId>,
    /// The choices of each holder, by their places in order, one holder after the other.
    places: Vec<u16>,
    /// Where the choices of each holder end.
    ends: Vec<usize>,
}

impl<'p> NamedHolders<'p> {
    fn of(
        law: &Law,
        choices: &[Ranked<'p>],
        wanted: Holders<'p>,
        meter: &Meter<'_>,
    ) -> Result<Self, Error> {
        let mut ids: Vec<&'p ProviderId> = Vec::new();
        let mut lookup = Lookup::default();
        let hash = |id: &ProviderId| law.seed.hash(id.as_str().as_bytes());
        if let Holders::Only(wanted) = wanted {
            ids.extend_from_slice(wanted);
            let rows = wanted.iter().enumerate();
            rows.for_each(|(row, id)| lookup.insert(hash(id), row));
        }
        // How many choices name each, and which holder was named after it the last time: lists are often alike.
        let mut rows: Vec<(usize, usize)> = (0..ids.len()).map(|row| (0, row)).collect();
        let mut named: Vec<(u16, u32)> = Vec::with_capacity(choices.len());
        let mut first = 0;
        // INVARIANT: a profile has fewer choices than that.
        for (place, ranked) in (0..=u16::MAX).zip(choices) {
            let holders = ranked.choice.scope().holders();
            meter.spend(holders.len())?;
            let mut likely = first;
            let mut before = None;
            for holder in holders {
                let is_it = |row: usize| ids.get(row).is_some_and(|id| *id == holder);
                let row = if is_it(likely) {
                    likely
                } else {
                    let hash = hash(holder);
                    match (lookup.find(hash, is_it), wanted) {
                        (Some(row), _) => row,
                        (None, Holders::Only(_)) => continue,
                        (None, Holders::All) => {
                            let row = ids.len();
                            lookup.insert(hash, row);
                            ids.push(holder);
                            rows.push((0, row));
                            row
                        }
                    }
                };
                match before.and_then(|before| rows.get_mut(before)) {
                    Some((_, next)) => *next = row,
                    None => first = row,
                }
                if let Some((count, next)) = rows.get_mut(row) {
                    *count = count.saturating_add(1);
                    likely = *next;
                }
                before = Some(row);
                // INVARIANT: a profile names fewer holders than that.
                named.push((place, u32::try_from(row).unwrap_or(u32::MAX)));
            }
        }
        Ok(Self::in_order(ids, &rows, &named))
    }

    /// `named`: the places of choices, ascending, each with a holder that the choice names.
    fn in_order(ids: Vec<&'p ProviderId>, rows: &[(usize, usize)], named: &[(u16, u32)]) -> Self {
        let mut ends = Vec::with_capacity(rows.len());
        let mut begin: usize = 0;
        for (count, _) in rows {
            ends.push(begin);
            begin = begin.saturating_add(*count);
        }
        let mut places = vec![0; named.len()];
        for (place, row) in named {
            let end = usize::try_from(*row).ok().and_then(|row| ends.get_mut(row));
            if let Some(end) = end
                && let Some(free) = places.get_mut(*end)
            {
                *free = *place;
                *end = end.saturating_add(1);
            }
        }
        NamedHolders { ids, places, ends }
    }

    /// The holders, each with its choices: those that are wanted, or all in the order in which they are named first.
    fn iter(&self) -> impl Iterator<Item = (&'p ProviderId, &[u16])> {
        let begins = core::iter::once(0).chain(self.ends.iter().copied());
        let places = begins.zip(&self.ends);
        let ids = self.ids.iter().copied();
        ids.zip(places.map(|(begin, end)| self.places.get(begin..*end).unwrap_or_default()))
    }
}
