//! R30: the smallest single change that would turn a deny into a permit.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::{OnceCell, RefCell};

use serde::Serialize;
use serde::ser::Serializer;

use super::by_name::ByName;
use super::cells::{self, WorkedOut, columns, holders_and};
use super::r28_why_empty::WhyEmptyFields;
use super::r31_who_can_see_me::MatrixColumn;
use super::{Change, Subscriptions, for_each_code};
use crate::catalogue::OptionSet;
use crate::compiled::Verdict;
use crate::decision::Decision;
use crate::engine::Engine;
use crate::error::{Error, ErrorCode};
use crate::ids::{ActorId, ChoiceId, ProviderId};
use crate::instant::Instant;
use crate::limits::Meter;
use crate::order;
use crate::precedence::{self, Adulthood, Asked, Concerning, Question, Ranked, Written, hushed};
use crate::profile::{
    Answer, Channel, Choice, Confirmation, ConfirmationAnswer, MAX_CHOICES, Profile, Scope,
    ScopeKind, Times, choice_document,
};
use crate::query::{self, Holder, Query};
use crate::reason::Outcome;

/// It is asked as R28 is: a closed query with the subscriptions.
pub(crate) type SmallestFields<'c> = WhyEmptyFields<'c>;

/// R30: the smallest single change that would turn a deny into a permit, if there is one. Serialises to
/// `{"data", "decision", "reason", "change": {"add": {…}} | {"withdraw": "c1"} | null, "opens"}`.
///
/// These single changes count, all made at the instant of the query:
/// - one choice of the profile is withdrawn;
/// - one yes is added, by `mijn_mitz` (for a minor: confirmed by a guardian at that instant, R20), for the holder of the
///   query alone, limited to any set of options.
///
/// A wider yes (categorical, blanket, or for more holders) does not count: it also opens for holders that have no
/// subscription yet. Nor does it ever turn a decision where the individual one would not, but for one case: a choice for this
/// holder that was made at this very instant and withdrawn at once stays on top of its cells (R8, R9); then there is no
/// change. The added yes has the id `what-if`, or the first of `what-if-2`, … that is free.
///
/// Of the changes that turn the decision of the query, the smallest is the one that opens the fewest cells of the matrix (R31)
/// over the subscriptions and the holder of the query: cells that permit after the change and not before. Of those that open
/// equally many, a withdrawal goes first; then the yes with the fewest options; then the one whose options are nearest to
/// the data of the query (R3).
#[derive(Clone, Debug)]
pub struct SmallestChange {
    pub(crate) decision: Decision,
    pub(crate) change: Option<Change>,
    pub(crate) opens: usize,
}

impl SmallestChange {
    /// What is decided now.
    ///
    /// ```
    /// # use akkoord::Reason;
    /// # use akkoord::overview::{Subscription, Subscriptions};
    /// # let engine = akkoord::Engine::mitz();
    /// # let profile = engine.read_profile(r#"{"patient": {"id": "999990019"}, "choices": []}"#)?;
    /// # let query = engine.read_query(
    /// #     r#"{"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #         "consulter": {"id": "ura:90000033", "type": "N6"},
    /// #         "data": "GGC002", "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}"#,
    /// # )?;
    /// # let subscriptions = Subscriptions::new([Subscription { holder: query.holder.clone(), since: None }])?;
    /// // The patient made no choice.
    /// let answers = engine.smallest_change(&profile, &query, &subscriptions)?;
    /// assert_eq!(answers[0].decision().reason(), Reason::NoChoice);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn decision(&self) -> &Decision {
        &self.decision
    }

    /// The change. None: the decision is permit already, or no single choice could turn it.
    ///
    /// ```
    /// # use akkoord::overview::{Change, Subscription, Subscriptions};
    /// # let engine = akkoord::Engine::mitz();
    /// # let profile = engine.read_profile(r#"{"patient": {"id": "999990019"}, "choices": []}"#)?;
    /// # let query = engine.read_query(
    /// #     r#"{"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #         "consulter": {"id": "ura:90000033", "type": "N6"},
    /// #         "data": "GGC002", "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}"#,
    /// # )?;
    /// # let subscriptions = Subscriptions::new([Subscription { holder: query.holder.clone(), since: None }])?;
    /// // The patient made no choice.
    /// let answers = engine.smallest_change(&profile, &query, &subscriptions)?;
    /// let Some(Change::Add(yes)) = answers[0].change() else { panic!("a yes") };
    /// assert_eq!(yes.scope().holders(), [query.holder.id]);
    /// let options = yes.scope().limited_options(engine.catalogue()).into_iter().flatten();
    /// assert_eq!(options.map(|option| option.id()).collect::<Vec<_>>(), ["1.1"]);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn change(&self) -> Option<&Change> {
        self.change.as_ref()
    }

    /// How many cells of the matrix (R31) the change would open.
    ///
    /// ```
    /// # use akkoord::overview::{Subscription, Subscriptions};
    /// # let engine = akkoord::Engine::mitz();
    /// # let profile = engine.read_profile(r#"{"patient": {"id": "999990019"}, "choices": []}"#)?;
    /// # let query = engine.read_query(
    /// #     r#"{"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #         "consulter": {"id": "ura:90000033", "type": "N6"},
    /// #         "data": "GGC002", "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}"#,
    /// # )?;
    /// # let subscriptions = Subscriptions::new([Subscription { holder: query.holder.clone(), since: None }])?;
    /// // The patient made no choice.
    /// let answers = engine.smallest_change(&profile, &query, &subscriptions)?;
    /// // A yes for the treatment data opens the results and the medication data too, as they are part of them (R3).
    /// assert_eq!(answers[0].opens(), 3);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn opens(&self) -> usize {
        self.opens
    }
}

impl Serialize for SmallestChange {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Document<'d, C> {
            data: &'d str,
            decision: &'static str,
            reason: &'static str,
            change: Option<ChangeDocument<'d, C>>,
            opens: usize,
        }
        #[derive(Serialize)]
        #[serde(rename_all = "lowercase")]
        enum ChangeDocument<'d, C> {
            Add(C),
            Withdraw(&'d ChoiceId),
            Expire(&'d ChoiceId),
        }
        let catalogue = &self.decision.law.catalogue;
        let document = Document {
            data: self.decision.data(),
            decision: self.decision.outcome().name(),
            reason: self.decision.reason().name(),
            change: self.change.as_ref().map(|change| match change {
                Change::Add(choice) => ChangeDocument::Add(choice_document(catalogue, choice)),
                Change::Withdraw(id) => ChangeDocument::Withdraw(id),
                Change::Expire(id) => ChangeDocument::Expire(id),
            }),
            opens: self.opens,
        };
        document.serialize(serializer)
    }
}

pub(super) fn answers(
    engine: &Engine,
    profile: &Profile,
    query: &Query,
    subscriptions: &Subscriptions,
) -> Result<Vec<SmallestChange>, Error> {
    let meter = engine.law().limits.meter();
    meter.spend(profile.choices().len())?;
    let row = row_of(profile, &query.holder.id)?;
    let search = Search {
        engine,
        meter: &meter,
        query,
        profile,
        before: OnceCell::new(),
        row: &row,
        row_before: OnceCell::new(),
        withdrawn: RefCell::default(),
        opening: Opening::of(engine, profile, subscriptions, query),
        id: free_id(profile),
    };
    for_each_code(&query.data, |data| search.smallest(data))
}

/// The choices that can matter for a holder, as far as they are about it.
fn row_of(profile: &Profile, holder: &ProviderId) -> Result<Profile, Error> {
    let choices = profile.choices().iter();
    let matter = choices.filter(|choice| {
        let holders = choice.scope().holders();
        holders.is_empty() || holders.binary_search(holder).is_ok()
    });
    let matter = matter.map(|choice| choice.for_holder(holder)).collect();
    Profile::new(profile.catalogue(), profile.patient().clone(), matter)
}

/// What is asked, and what each change is measured with.
struct Search<'s> {
    engine: &'s Engine,
    meter: &'s Meter<'s>,
    query: &'s Query,
    profile: &'s Profile,
    before: OnceCell<WorkedOut<'s>>,
    /// The profile as far as it matters for the holder of the query.
    row: &'s Profile,
    row_before: OnceCell<WorkedOut<'s>>,
    /// How many cells it opens to withdraw the choice that was looked at last.
    withdrawn: RefCell<Option<(ChoiceId, usize)>>,
    opening: Opening<'s>,
    /// The id of an added choice.
    id: Option<ChoiceId>,
}

impl<'s> Search<'s> {
    fn smallest(&self, data: &str) -> Result<SmallestChange, Error> {
        self.meter.spend(self.profile.choices().len())?;
        let decision = self.engine.decide_one(self.profile, self.query, data);
        let mut smallest: Option<(usize, Change)> = None;
        // R4, R11-R15: where it does not come to consent, no choice turns anything.
        if decision.outcome() == Outcome::Deny
            && let Some(question) = self.question(data)
        {
            if let Some(ground) = decision.decided_by() {
                smallest = self.withdrawing(&question, ground.choice())?;
            }
            self.adding(&question, &mut smallest)?;
        }
        let (opens, change) = smallest.map_or((0, None), |(opens, change)| (opens, Some(change)));
        Ok(SmallestChange {
            decision,
            change,
            opens,
        })
    }

    /// The question of the query, if it comes to consent at all.
    fn question(&self, data: &str) -> Option<Question<'_>> {
        let law = self.engine.law();
        let class = query::admit(&law.catalogue, &self.query.view(), data).ok()??;
        query::patient_is_alive(&law.rules, self.profile.patient(), self.query.at).ok()?;
        Some(Question {
            catalogue: &law.catalogue,
            rules: &law.rules,
            class: law.catalogue.class_row(class)?,
            holder: Asked::Id(&self.query.holder.id),
            consulter: Some(&self.query.consulter.id),
        })
    }

    /// The choices that concern the question.
    fn concerning<'p>(
        &self,
        question: &Question<'_>,
        choices: &'p [Choice],
    ) -> Result<Vec<Concerning<'p>>, Error> {
        let looks = question.class.options.len().saturating_add(1);
        self.meter.spend(choices.len().saturating_mul(looks))?;
        let adulthood = Adulthood::of(self.profile.patient(), self.engine.ruleset());
        Ok(precedence::what_concerns(question, adulthood, choices))
    }

    fn permits(&self, question: &Question<'_>, choices: &[Choice]) -> Result<bool, Error> {
        let at = self.query.at;
        let concerning = self.concerning(question, choices)?;
        let written = Written::of(question, &concerning, at);
        let verdict = precedence::resolve(&written.board(*question), at);
        Ok(verdict.value.reason.outcome() == Outcome::Permit)
    }

    /// To withdraw this choice, with how many cells that opens; none if it does not turn the decision.
    ///
    /// Only the choice that decided can be in the way: to withdraw another one changes nothing (R9, R16).
    fn withdrawing(
        &self,
        question: &Question<'_>,
        id: &ChoiceId,
    ) -> Result<Option<(usize, Change)>, Error> {
        let at = self.query.at;
        let change = Change::Withdraw(id.clone());
        let Ok(row) = change.apply(self.row, at) else {
            return Ok(None);
        };
        if !self.permits(question, row.choices())? {
            return Ok(None);
        }
        // Neighbouring codes are often answered by one choice.
        let is_it = |(known, opens): &(ChoiceId, usize)| (known == id).then_some(*opens);
        let known = self.withdrawn.borrow().as_ref().and_then(is_it);
        if let Some(opens) = known {
            return Ok(Some((opens, change)));
        }
        let changed = change.apply(self.profile, at)?;
        let holders = &self.opening.holders;
        let before = once(&self.before, || self.worked_out(self.profile, holders))?;
        let after = self.worked_out(&changed, holders)?;
        let opens = self.opening.count(self.meter, before, &after, holders)?;
        self.withdrawn.replace(Some((id.clone(), opens)));
        Ok(Some((opens, change)))
    }

    /// To add a yes, where that opens fewer cells than the smallest change so far. The cells are all of this holder.
    fn adding(
        &self,
        question: &Question<'_>,
        smallest: &mut Option<(usize, Change)>,
    ) -> Result<(), Error> {
        if self.profile.choices().len() >= MAX_CHOICES {
            return Ok(());
        }
        let holders = self.opening.holders.iter().copied();
        let row: Vec<&Holder> = holders
            .filter(|holder| holder.id == self.query.holder.id)
            .collect();
        let mut choices = self.row.choices().to_vec();
        for options in self.sets_of_options(question)? {
            let Some(yes) = self.yes(options) else {
                continue;
            };
            choices.push(yes.clone());
            if self.permits(question, &choices)? {
                let (catalogue, patient) = (self.row.catalogue(), self.row.patient().clone());
                let changed = Profile::new(catalogue, patient, choices.clone())?;
                let before = once(&self.row_before, || self.worked_out(self.row, &row))?;
                let after = self.worked_out(&changed, &row)?;
                let opens = self.opening.count(self.meter, before, &after, &row)?;
                if smallest.as_ref().is_none_or(|(fewest, _)| opens < *fewest) {
                    *smallest = Some((opens, Change::Add(yes)));
                }
            }
            choices.pop();
        }
        Ok(())
    }

    fn worked_out<'w>(
        &self,
        profile: &'w Profile,
        holders: &[&Holder],
    ) -> Result<WorkedOut<'w>, Error>
    where
        's: 'w,
    {
        let holders = holders.iter().copied();
        WorkedOut::of(self.engine, self.meter, profile, self.query.at, holders)
    }

    /// The sets of options of every yes that can be the smallest, those with the fewest and nearest options first.
    ///
    /// An option more never closes a cell that the others opened, so that only sets from which none can be left out come
    /// into question. Those are single options, but for one case: an individual no stands nearer than what would permit,
    /// and the new yes takes its place (R9) and is itself silenced, by a blanket no of this very instant (R18). Then all
    /// noes that stand nearer have to be among the options.
    fn sets_of_options(&self, question: &Question<'_>) -> Result<Vec<OptionSet>, Error> {
        let at = self.query.at;
        let concerning = self.concerning(question, self.row.choices())?;
        let written = Written::of(question, &concerning, at);
        let mut sets: Vec<Vec<usize>> = Vec::new();
        let mut noes: Vec<usize> = Vec::new();
        for (place, (_, cell)) in written.board(*question).cells().enumerate() {
            sets.push(alloc::vec![place]);
            let with_noes = noes.iter().copied().chain([place]);
            sets.push(with_noes.collect());
            let is_no = |top: &Ranked<'_>| {
                let hushed = hushed(question.rules, &cell, top, at);
                top.says(Answer::No) && hushed.value.is_none()
            };
            if cell.individual.answer(at).value.as_ref().is_some_and(is_no) {
                noes.push(place);
            }
        }
        order::sort_by(&mut sets, |one, other| {
            (one.len(), one).cmp(&(other.len(), other))
        });
        sets.dedup();
        let options = &question.class.options;
        let set_of = |places: Vec<usize>| {
            let rows = places.iter().filter_map(|place| options.get(*place));
            OptionSet::of(rows.map(|row| row.index))
        };
        Ok(sets.into_iter().filter_map(set_of).collect())
    }

    /// An individual yes of now for this holder; for a minor one that a guardian has confirmed (R20).
    fn yes(&self, options: OptionSet) -> Option<Choice> {
        let (catalogue, at) = (self.engine.catalogue(), self.query.at);
        let holders = Box::from([self.query.holder.id.clone()]);
        let scope = Scope::of(catalogue, ScopeKind::Individual(holders));
        let scope = scope.with_options(Some(options));
        let times = Times {
            decided_at: at,
            recorded_at: at,
        };
        let id = self.id.clone()?;
        let choice = Choice::new(id, Answer::Yes, scope, Channel::MijnMitz, times).ok()?;
        let patient = self.profile.patient();
        if Adulthood::of(patient, self.engine.ruleset()).is_reached(at) {
            return Some(choice);
        }
        // R40: a guardian is somebody else than the patient, whatever the patient is called.
        let by = match patient.id().as_str() {
            "guardian" => "guardian-2",
            _ => "guardian",
        };
        let confirmation = Confirmation {
            answer: ConfirmationAnswer::Approved,
            at,
            by: ActorId::new(by).ok()?,
        };
        choice.confirmed(confirmation).ok()
    }
}

fn once<T>(kept: &OnceCell<T>, make: impl FnOnce() -> Result<T, Error>) -> Result<&T, Error> {
    let made = match kept.get() {
        Some(_) => None,
        None => Some(make()?),
    };
    // INVARIANT: where nothing was kept, it has just been made.
    match (kept.get(), made) {
        (Some(kept), _) => Ok(kept),
        (None, Some(made)) => Ok(kept.get_or_init(|| made)),
        (None, None) => Err(Error::new(ErrorCode::AnswerTooLarge, "")),
    }
}

/// `what-if`, or the first of `what-if-2`, `what-if-3`, … that the profile does not have.
fn free_id(profile: &Profile) -> Option<ChoiceId> {
    // A map from texts to rows, as elsewhere: another kind of map is code of its own in the module for browsers.
    let mut taken: BTreeMap<&str, usize> = BTreeMap::new();
    for (row, choice) in profile.choices().iter().enumerate() {
        let id = choice.id().as_str();
        if id.starts_with("what-if") {
            taken.insert(id, row);
        }
    }
    let numbered = (2_u32..).map(|number| format!("what-if-{number}"));
    let mut ids = core::iter::once(String::from("what-if")).chain(numbered);
    let id = ids.find(|id| !taken.contains_key(id.as_str()))?;
    ChoiceId::new(&id).ok()
}

/// Counts the cells of the matrix (R31) that a change opens. A consulter by name is looked up where it can be answered
/// otherwise than its category.
struct Opening<'s> {
    engine: &'s Engine,
    at: Instant,
    holders: Vec<&'s Holder>,
    columns: Vec<MatrixColumn>,
    by_name: ByName,
}

impl<'s> Opening<'s> {
    fn of(
        engine: &'s Engine,
        profile: &'s Profile,
        subscriptions: &'s Subscriptions,
        query: &'s Query,
    ) -> Self {
        let holders = holders_and(subscriptions, query.at, Some(&query.holder));
        let columns = columns(engine, &[profile], query.at);
        let by_name = ByName::of(engine.catalogue(), &columns, &holders, profile);
        Opening {
            engine,
            at: query.at,
            holders,
            columns,
            by_name,
        }
    }

    /// How many cells of these holders permit after the change and not before.
    fn count(
        &self,
        meter: &Meter<'_>,
        before: &WorkedOut<'_>,
        after: &WorkedOut<'_>,
        holders: &[&Holder],
    ) -> Result<usize, Error> {
        let data = self.engine.catalogue().data_categories();
        let opened = |holder: &Holder, column: &MatrixColumn| {
            meter.spend(data.len())?;
            let query = cells::query(holder, column, self.at);
            let (was, is) = (before.verdicts(&query), after.verdicts(&query));
            let permits = |verdict: Verdict| verdict.outcome() == Outcome::Permit;
            let opened = data
                .iter()
                .filter(|data| !permits(was(data.code())) && permits(is(data.code())));
            Ok::<_, Error>(opened.count())
        };
        let mut count = 0_usize;
        for holder in holders {
            let all = &self.holders;
            let place = all.binary_search_by(|other| other.id.cmp(&holder.id));
            let apart = place.map_or(&[][..], |place| self.by_name.at_holder(place));
            for (column, named) in self.columns.iter().zip(self.by_name.of_category()) {
                let apart = apart.iter().filter(|column| named.contains(column)).count();
                let alike = named.len().saturating_sub(apart).saturating_add(1);
                let cells = opened(holder, column)?.saturating_mul(alike);
                count = count.saturating_add(cells);
            }
            for column in apart.iter().filter_map(|column| self.columns.get(*column)) {
                count = count.saturating_add(opened(holder, column)?);
            }
        }
        Ok(count)
    }
}
