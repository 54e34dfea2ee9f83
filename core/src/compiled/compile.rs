//! Compiling: every answer of a profile at an instant, by the rules of the literal engine.
//!
//! Near-linear in the profile and the tables: a choice writes the cells of its options once, whoever asks; options that the
//! same choices cover have one cell, and questions that read the same cells one answer.

use alloc::collections::BTreeMap;
use alloc::sync::Arc;
use alloc::vec;
use alloc::vec::Vec;
use core::cell::OnceCell;

use super::holder::OwnChoices;
use super::parts::Parts;
use super::{Code, Compiled, InstantRow, Life, NamedConsulter, NamedHolder, Tables};
use crate::catalogue::{Class, HolderIndex, OptionIndex};
use crate::decision::valid_until;
use crate::error::Error;
use crate::ids::ProviderId;
use crate::instant::Instant;
use crate::law::Law;
use crate::limits::Meter;
use crate::lookup::Lookup;
use crate::precedence::{
    self, Adulthood, Board, Emergencies, General, History, Question, Ranked, Rows, Slot,
    covers_option, expires_at, highest, is_about_category, is_standing_yes,
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
    let mut codes = Plain::default();
    let worked_out = work_out(law, profile, at, &mut codes, meter)?;
    let mut tables = Tables {
        width: law.catalogue.classes().len(),
        codes: codes.0,
        instants: worked_out.instants,
        ..Tables::default()
    };
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
            consulters.sort_unstable_by_key(|consulter| consulter.hash);
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

    /// Keeps a table and gives its number. `make` need not be called where a table of this shape is already kept.
    fn keep(
        &mut self,
        shape: Option<Shape>,
        make: &mut dyn FnMut() -> Result<Vec<Code>, Error>,
    ) -> Result<usize, Error>;
}

/// Table after table.
#[derive(Default)]
struct Plain(Vec<Code>);

impl Store for Plain {
    fn wants_shapes(&self) -> bool {
        false
    }

    fn keep(
        &mut self,
        _: Option<Shape>,
        make: &mut dyn FnMut() -> Result<Vec<Code>, Error>,
    ) -> Result<usize, Error> {
        let codes = make()?;
        let table = self.0.len().checked_div(codes.len()).unwrap_or(0);
        self.0.extend(codes);
        Ok(table)
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
    /// The holders that some choice names, in byte order, each with its group.
    pub(crate) holders: Vec<(&'p ProviderId, usize)>,
    pub(crate) groups: Vec<Group<'p>>,
    /// Every instant after `at` at which something happens, ascending: codes point at these.
    pub(crate) instants: Vec<Instant>,
}

impl<'p> WorkedOut<'p> {
    /// The holders that some choice names, in byte order, with their answers.
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
    choices.sort_by_key(|ranked| ranked.from);
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
        let covered = covered_options(law, &general, meter)?;
        let general_parts = Parts::of(options, covered.iter().copied());
        let mut generals = vec![General::default(); general_parts.len()];
        for (ranked, covered) in general.iter().zip(&covered) {
            for part in general_parts.covered_by(*covered) {
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
            general_parts,
            generals,
            general: &general,
            standing_yes: vec![OnceCell::new(); law.catalogue.classes().len()],
            no_parts: vec![0; options],
            no_individuals: vec![Slot::default()],
            no_slot: Slot::default(),
            none: History::default(),
            any_holder: Vec::new(),
        };
        let (any_holder, holders, groups) = compiler.run(&own, store)?;
        worked_out.any_holder = any_holder;
        worked_out.holders = holders;
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

/// R5, R7: which options each choice covers, as far as the option and its holder category go: a bit per row.
pub(super) fn covered_options(
    law: &Law,
    choices: &[Ranked<'_>],
    meter: &Meter<'_>,
) -> Result<Vec<u128>, Error> {
    let options = law.catalogue.options();
    meter.spend(choices.len().saturating_mul(options.len()))?;
    let covered = |choice: &Choice| {
        let own = !choice.scope().holders().is_empty();
        let rows = OptionIndex::all().zip(options);
        rows.filter(|(index, option)| {
            (own || is_about_category(choice, option.holder_index()))
                && covers_option(choice, *index, option.since())
        })
        .fold(0, |covered, (index, _)| covered | index.bit())
    };
    Ok(choices
        .iter()
        .map(|ranked| covered(ranked.choice))
        .collect())
}

/// The holders that choices name, each with its group, and the groups.
type Named<'p> = (usize, Vec<(&'p ProviderId, usize)>, Vec<Group<'p>>);

pub(super) struct Compiler<'c, 'p> {
    pub(super) law: &'c Law,
    pub(super) at: Instant,
    shuts_at: Option<Instant>,
    instants: &'c [Instant],
    pub(super) meter: &'c Meter<'c>,
    general_parts: Parts,
    /// The general level of each part.
    generals: Vec<General<'p>>,
    /// The choices that name no holder, by when they take part.
    general: &'c [Ranked<'p>],
    /// Per kind of question, once it is asked for: the highest-ranked yes of the general level.
    standing_yes: Vec<OnceCell<History<Option<Ranked<'p>>>>>,
    no_parts: Vec<u8>,
    no_individuals: Vec<Slot<'p>>,
    pub(super) no_slot: Slot<'p>,
    pub(super) none: History<Option<Ranked<'p>>>,
    /// The answers for holders that no choice names, once they are worked out.
    any_holder: Vec<Code>,
}

impl<'p> Compiler<'_, 'p> {
    fn run(mut self, own: &[Ranked<'p>], store: &mut dyn Store) -> Result<Named<'p>, Error> {
        let shape = self.shape(store, &[]);
        if !own.is_empty() {
            self.any_holder = self.for_any_holder()?;
        }
        let any_holder = store.keep(shape, &mut || match own {
            [] => self.for_any_holder(),
            _ => Ok(self.any_holder.clone()),
        })?;

        let named = self.named(own)?;
        let mut by_choices: BTreeMap<&[usize], usize> = BTreeMap::new();
        let mut holders = Vec::with_capacity(named.len());
        let mut groups = Vec::new();
        let mut choices = OwnChoices::new(&self);
        for (id, named_by) in &named {
            let group = match by_choices.get(&**named_by) {
                Some(alike) => *alike,
                None => {
                    let own = named_by.iter().filter_map(|place| own.get(*place));
                    let own: Vec<Ranked<'p>> = own.copied().collect();
                    groups.push(choices.group(id, &own, store)?);
                    let group = groups.len().saturating_sub(1);
                    by_choices.insert(named_by, group);
                    group
                }
            };
            holders.push((*id, group));
        }
        Ok((any_holder, holders, groups))
    }

    /// The holders that choices name, in byte order, each with the places of these choices.
    fn named(&self, own: &[Ranked<'p>]) -> Result<Vec<(&'p ProviderId, Vec<usize>)>, Error> {
        let mut named: Vec<(&'p ProviderId, Vec<usize>)> = Vec::new();
        let mut rows = Lookup::default();
        for (place, ranked) in own.iter().enumerate() {
            let holders = ranked.choice.scope().holders();
            self.meter.spend(holders.len())?;
            for holder in holders {
                let is_it = |row: usize| named.get(row).is_some_and(|(id, _)| *id == holder);
                let hash = self.law.seed.hash(holder.as_str().as_bytes());
                let row = rows.find(hash, is_it);
                match row.and_then(|row| named.get_mut(row)) {
                    Some((_, places)) => places.push(place),
                    None => {
                        rows.insert(hash, named.len());
                        named.push((holder, vec![place]));
                    }
                }
            }
        }
        named.sort_unstable_by_key(|(id, _)| *id);
        Ok(named)
    }

    /// The answers for holders that no choice names.
    fn for_any_holder(&self) -> Result<Vec<Code>, Error> {
        let mut known = Vec::new();
        let classes = self.law.catalogue.classes().iter();
        classes
            .map(|class| {
                let board = self.board(class, None, None, &self.no_parts, &self.no_individuals);
                self.code_once(
                    &mut known,
                    class,
                    self.key(class, &self.no_parts, false),
                    &board,
                )
            })
            .collect()
    }

    /// The answers for holders that no choice names, once there are others.
    pub(super) fn any_holder(&self) -> &[Code] {
        &self.any_holder
    }

    /// Questions of one key read the same cells. None: one that is not told from others in this way.
    pub(super) fn key(&self, class: &Class, individuals: &[u8], emergency: bool) -> Option<u128> {
        /// More would not fit.
        const MAX_OPTIONS: usize = 6;
        let options = &class.options;
        // R5: which emergency choices concern the question depends on when its options were added.
        if options.len() > MAX_OPTIONS || (emergency && options.iter().any(|o| o.since.is_some())) {
            return None;
        }
        // 0 stands for no emergency; a catalogue has at most 128 consulting categories.
        let consulting = match emergency {
            true => u128::try_from(class.consulting.get())
                .ok()?
                .checked_add(1)?,
            false => 0,
        };
        let cells = options.iter().fold(1_u128, |cells, option| {
            let individual = individuals.get(option.index.get()).copied().unwrap_or(0);
            let general = self.general_parts.part(option.index);
            cells << 16 | u128::from(general) << 8 | u128::from(individual)
        });
        Some(cells << 8 | consulting)
    }

    /// One answer, or that of a question with the same key.
    pub(super) fn code_once(
        &self,
        known: &mut Vec<Known>,
        class: &Class,
        key: Option<u128>,
        board: &Board<'_, 'p>,
    ) -> Result<Code, Error> {
        let alike = known.iter().find(|known| Some(known.key) == key);
        if let Some(code) = alike.and_then(|known| known.code_of(class)) {
            return Ok(code);
        }
        let code = self.code(board)?;
        known.extend(key.and_then(|key| Known::new(key, class, code)));
        Ok(code)
    }

    /// What the general level and a holder's own level wrote; no emergency.
    pub(super) fn board<'b>(
        &'b self,
        class: &'b Class,
        holder: Option<&'b ProviderId>,
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
        holder: Option<&'b ProviderId>,
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
            let question = self.question(class, None, None);
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
        ranked.sort_by(|one, other| one.order(other));
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

/// An answer that other questions with the same key have, too.
pub(super) struct Known {
    key: u128,
    code: Code,
    /// The place of its option among those of the question.
    place: usize,
}

impl Known {
    pub(super) fn new(key: u128, class: &Class, code: Code) -> Option<Self> {
        let option = code.option()?;
        let mut options = class.options.iter();
        let place = options.position(|row| row.index == option)?;
        Some(Known { key, code, place })
    }

    /// The answer of a question with the same key.
    pub(super) fn code_of(&self, class: &Class) -> Option<Code> {
        let option = class.options.get(self.place)?;
        Some(self.code.by_option(option.index))
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
