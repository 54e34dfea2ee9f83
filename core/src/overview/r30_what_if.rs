//! R30: what if a choice were added, withdrawn or expired: which decisions would change?

use alloc::vec::Vec;

use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

use super::by_name::ByName;
use super::cells::{self, Grounds, WorkedOut, columns, holders_and, within};
use super::r31_who_can_see_me::{Cell, MatrixColumn, Place, how_many};
use super::subscription::SubscriptionsShape;
use super::{Short, Subscriptions};
use crate::catalogue::Catalogue;
use crate::compiled::Verdict;
use crate::decision::Decision;
use crate::engine::Engine;
use crate::error::{Error, ErrorCode};
use crate::ids::ChoiceId;
use crate::instant::Instant;
use crate::profile::{Choice, ChoiceFields, Level, Profile, instant};
use crate::query::Holder;
use crate::reader::{Context, Stopped, Text, fields};
use crate::telling::{self, Lang};

/// A single change of a profile (R30).
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// This choice is added.
    Add(Choice),
    /// The choice with this id is withdrawn, at the instant that is looked at.
    Withdraw(ChoiceId),
    /// The emergency choice with this id has expired (R10), at the instant that is looked at.
    Expire(ChoiceId),
}

impl Change {
    /// The profile after the change at this instant.
    ///
    /// # Errors
    /// `unknown_choice`, `does_not_expire`, `withdrawn_before_recorded`; `duplicate_id`, `too_many_choices`,
    /// `catalogue_mismatch` and `confirmed_by_patient` for an added choice. The path is that of the change.
    ///
    /// ```
    /// # use akkoord::Instant;
    /// # use akkoord::error::ErrorCode;
    /// # use akkoord::ids::ChoiceId;
    /// # use akkoord::overview::Change;
    /// # let engine = akkoord::Engine::mitz();
    /// # let profile = engine.read_profile(
    /// #     r#"{"patient": {"id": "999990019"},
    /// #         "choices": [{"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
    /// #                      "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]}"#,
    /// # )?;
    /// let at = "2026-01-05T12:00:00Z".parse::<Instant>()?;
    /// let after = Change::Withdraw(ChoiceId::new("c1")?).apply(&profile, at)?;
    /// assert_eq!(after.choices()[0].withdrawn_at(), Some(at));
    /// // `c1` is a blanket choice: only an emergency choice expires.
    /// let refused = Change::Expire(ChoiceId::new("c1")?).apply(&profile, at).unwrap_err();
    /// assert_eq!((refused.code(), refused.path()), (ErrorCode::DoesNotExpire, "change.expire"));
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    pub fn apply(&self, profile: &Profile, at: Instant) -> Result<Profile, Error> {
        let mut choices = profile.choices().to_vec();
        match self {
            Change::Add(choice) => choices.push(choice.clone()),
            Change::Withdraw(id) => end(&mut choices, id, at, "change.withdraw")?,
            Change::Expire(id) => {
                let path = "change.expire";
                let is_it = |choice: &&Choice| choice.id() == id;
                let level = choices
                    .iter()
                    .find(is_it)
                    .map(|choice| choice.scope().level());
                if level.is_some_and(|level| level != Level::Emergency) {
                    return Err(Error::new(ErrorCode::DoesNotExpire, path));
                }
                // An expired choice no longer lives, and an older one does not come back for it (R19): just as if it
                // were withdrawn.
                end(&mut choices, id, at, path)?;
            }
        }
        let (catalogue, patient) = (profile.catalogue(), profile.patient().clone());
        Profile::new(catalogue, patient, choices).map_err(|error| match self {
            Change::Add(_) => Error::new(error.code(), "change.add"),
            Change::Withdraw(_) | Change::Expire(_) => error,
        })
    }
}

/// Ends a choice at an instant, unless it has ended before.
fn end(
    choices: &mut [Choice],
    id: &ChoiceId,
    at: Instant,
    path: &'static str,
) -> Result<(), Error> {
    let choice = choices
        .iter_mut()
        .find(|choice| choice.id() == id)
        .ok_or_else(|| Error::new(ErrorCode::UnknownChoice, path))?;
    if choice.withdrawn_at().is_none_or(|withdrawn| withdrawn > at) {
        let ended = choice.clone().withdrawn(at);
        *choice = ended.map_err(|error| Error::new(error.code(), path))?;
    }
    Ok(())
}

/// What is asked: over which holders, what change, and as of which instant.
#[derive(Clone, Debug, PartialEq)]
pub struct WhatIfRequest {
    /// Who holds a record of this patient.
    pub subscriptions: Subscriptions,
    /// The change.
    pub change: Change,
    /// The instant at which it is made and looked at.
    pub at: Instant,
}

/// One decision that would change: per holder, who asks, and data category, each with its option (R30).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Changed<'w> {
    /// The holder.
    pub holder: &'w Holder,
    /// Who asks.
    pub column: &'w MatrixColumn,
    /// What is decided now, without the choices that it outweighed.
    pub before: Decision,
    /// What would be decided, without the choices that it would outweigh.
    pub after: Decision,
}

/// R30: the decisions that a change would change. Serialises to `{"at", "changes": [{"holder", "consulting_category",
/// "consulter", "data", "before", "after"}]}`.
#[derive(Clone, Debug)]
pub struct WhatIf {
    engine: Engine,
    at: Instant,
    holders: Vec<Holder>,
    columns: Vec<MatrixColumn>,
    /// The cells that differ, by their place in the matrix, with the verdicts before and after.
    changes: Vec<(usize, Verdict, Verdict)>,
    before: Grounds,
    after: Grounds,
}

impl WhatIf {
    pub(crate) fn catalogue(&self) -> &Catalogue {
        self.engine.catalogue()
    }

    /// The decisions that would change in outcome or ground, in the order of the matrix (R31). Empty: nothing would.
    ///
    /// ```
    /// # use akkoord::ids::ChoiceId;
    /// # use akkoord::overview::{Change, Subscription, Subscriptions, WhatIfRequest};
    /// # let engine = akkoord::Engine::mitz();
    /// # let profile = engine.read_profile(
    /// #     r#"{"patient": {"id": "999990019"},
    /// #         "choices": [{"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
    /// #                      "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]}"#,
    /// # )?;
    /// # let query = engine.read_query(
    /// #     r#"{"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #         "consulter": {"id": "ura:90000033", "type": "N6"},
    /// #         "data": "GGC002", "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}"#,
    /// # )?;
    /// # let subscriptions = Subscriptions::new([Subscription { holder: query.holder.clone(), since: None }])?;
    /// # let request = WhatIfRequest {
    /// #     subscriptions,
    /// #     change: Change::Withdraw(ChoiceId::new("c1")?),
    /// #     at: "2026-01-05T12:00:00Z".parse()?,
    /// # };
    /// // What if the patient withdrew the yes to everybody?
    /// let what_if = engine.what_if(&profile, &request)?;
    /// let first = what_if.changes().iter().next();
    /// assert_eq!(first.map(|one| one.after.reason().name()), Some("no_choice"));
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn changes(&self) -> Changes<'_> {
        Changes(self)
    }

    /// The cells that differ. One walk over the matrix: its places come in order.
    fn cells(&self) -> impl Iterator<Item = (Cell<'_>, Verdict, Verdict)> {
        let data = self.engine.catalogue().data_categories();
        let at = move |place: usize| {
            let (row, data_row) = (
                place.checked_div(data.len())?,
                place.checked_rem(data.len())?,
            );
            let holder = self.holders.get(row.checked_div(self.columns.len())?)?;
            let column = self.columns.get(row.checked_rem(self.columns.len())?)?;
            Some((holder, column, data.get(data_row)?.code()))
        };
        let changes = self.changes.iter();
        changes.filter_map(move |(place, before, after)| Some((at(*place)?, *before, *after)))
    }
}

/// The decisions that would change, of a [`WhatIf`]. Each is made when it is asked for.
///
/// ```
/// use akkoord::{Engine, Instant};
/// use akkoord::ids::{ChoiceId, ProviderId};
/// use akkoord::overview::{Change, Subscription, Subscriptions, WhatIfRequest};
/// use akkoord::query::{Connection, Holder};
///
/// let engine = Engine::mitz();
/// let profile = engine.read_profile(
///     r#"{"patient": {"id": "999990019"},
///         "choices": [{"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
///                      "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]}"#,
/// )?;
/// let holder = Holder { id: ProviderId::new("ura:90000025")?, kind: "J8".into(), connection: Connection::Connected };
/// let what_if = engine.what_if(
///     &profile,
///     &WhatIfRequest {
///         subscriptions: Subscriptions::new([Subscription { holder, since: None }])?,
///         change: Change::Withdraw(ChoiceId::new("c1")?),
///         at: "2026-01-05T12:00:00Z".parse::<Instant>()?,
///     },
/// )?;
/// // The six kinds of consulters would no longer be given the medication of this pharmacy.
/// assert_eq!(what_if.changes().len(), 6);
/// assert!(what_if.changes().iter().all(|one| one.after.outcome().name() == "deny"));
/// # Ok::<(), akkoord::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Changes<'w>(&'w WhatIf);

impl<'w> Changes<'w> {
    /// How many there are.
    ///
    /// ```
    /// # use akkoord::ids::ChoiceId;
    /// # use akkoord::overview::{Change, Subscription, Subscriptions, WhatIfRequest};
    /// # let engine = akkoord::Engine::mitz();
    /// # let profile = engine.read_profile(
    /// #     r#"{"patient": {"id": "999990019"},
    /// #         "choices": [{"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
    /// #                      "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]}"#,
    /// # )?;
    /// # let query = engine.read_query(
    /// #     r#"{"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #         "consulter": {"id": "ura:90000033", "type": "N6"},
    /// #         "data": "GGC002", "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}"#,
    /// # )?;
    /// # let subscriptions = Subscriptions::new([Subscription { holder: query.holder.clone(), since: None }])?;
    /// # let request = WhatIfRequest {
    /// #     subscriptions,
    /// #     change: Change::Withdraw(ChoiceId::new("c1")?),
    /// #     at: "2026-01-05T12:00:00Z".parse()?,
    /// # };
    /// // What if the patient withdrew the yes to everybody? One GP practice has a record.
    /// let what_if = engine.what_if(&profile, &request)?;
    /// // Six kinds of consulters, three kinds of data.
    /// assert_eq!(what_if.changes().len(), 18);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.changes.len()
    }

    /// Whether nothing would change.
    ///
    /// ```
    /// # use akkoord::ids::ChoiceId;
    /// # use akkoord::overview::{Change, Subscription, Subscriptions, WhatIfRequest};
    /// # let engine = akkoord::Engine::mitz();
    /// # let profile = engine.read_profile(
    /// #     r#"{"patient": {"id": "999990019"},
    /// #         "choices": [{"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
    /// #                      "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]}"#,
    /// # )?;
    /// # let query = engine.read_query(
    /// #     r#"{"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #         "consulter": {"id": "ura:90000033", "type": "N6"},
    /// #         "data": "GGC002", "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}"#,
    /// # )?;
    /// # let subscriptions = Subscriptions::new([Subscription { holder: query.holder.clone(), since: None }])?;
    /// # let request = WhatIfRequest {
    /// #     subscriptions,
    /// #     change: Change::Withdraw(ChoiceId::new("c1")?),
    /// #     at: "2026-01-05T12:00:00Z".parse()?,
    /// # };
    /// assert!(!engine.what_if(&profile, &request)?.changes().is_empty());
    /// // Nobody has a record: nothing would change.
    /// let nobody = WhatIfRequest { subscriptions: Subscriptions::default(), ..request };
    /// assert!(engine.what_if(&profile, &nobody)?.changes().is_empty());
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.changes.is_empty()
    }

    /// One after the other, in the order of the matrix (R31).
    ///
    /// ```
    /// # use akkoord::ids::ChoiceId;
    /// # use akkoord::overview::{Change, Subscription, Subscriptions, WhatIfRequest};
    /// # let engine = akkoord::Engine::mitz();
    /// # let profile = engine.read_profile(
    /// #     r#"{"patient": {"id": "999990019"},
    /// #         "choices": [{"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
    /// #                      "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]}"#,
    /// # )?;
    /// # let query = engine.read_query(
    /// #     r#"{"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #         "consulter": {"id": "ura:90000033", "type": "N6"},
    /// #         "data": "GGC002", "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}"#,
    /// # )?;
    /// # let subscriptions = Subscriptions::new([Subscription { holder: query.holder.clone(), since: None }])?;
    /// # let request = WhatIfRequest {
    /// #     subscriptions,
    /// #     change: Change::Withdraw(ChoiceId::new("c1")?),
    /// #     at: "2026-01-05T12:00:00Z".parse()?,
    /// # };
    /// // What if the patient withdrew the yes to everybody? One GP practice has a record.
    /// for one in engine.what_if(&profile, &request)?.changes().iter() {
    ///     assert_eq!(one.holder.id.as_str(), "ura:90000017");
    ///     assert_eq!((one.before.outcome().name(), one.after.outcome().name()), ("permit", "deny"));
    /// }
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = Changed<'w>> + use<'w> {
        let WhatIf {
            engine,
            before: grounds_before,
            after: grounds_after,
            ..
        } = self.0;
        self.0.cells().map(move |(cell, before, after)| Changed {
            holder: cell.0,
            column: cell.1,
            before: cells::decision(engine, grounds_before, cell, before),
            after: cells::decision(engine, grounds_after, cell, after),
        })
    }
}

impl Serialize for WhatIf {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        struct List<'w>(&'w WhatIf);
        impl Serialize for List<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let what_if = self.0;
                serializer.collect_seq(what_if.cells().map(|(cell, before, after)| {
                    ChangedDocument {
                        what_if,
                        cell,
                        before,
                        after,
                    }
                }))
            }
        }
        let mut fields = serializer.serialize_struct("WhatIf", 2)?;
        fields.serialize_field("at", &self.at)?;
        fields.serialize_field("changes", &List(self))?;
        fields.end()
    }
}

struct ChangedDocument<'w> {
    what_if: &'w WhatIf,
    cell: Cell<'w>,
    before: Verdict,
    after: Verdict,
}

impl Serialize for ChangedDocument<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (holder, column, data) = self.cell;
        let WhatIf {
            engine,
            before,
            after,
            ..
        } = self.what_if;
        let catalogue = engine.catalogue();
        let before = Short::of(catalogue, self.before, before.of(self.before));
        let after = Short::of(catalogue, self.after, after.of(self.after));
        let mut fields = serializer.serialize_struct("Changed", 6)?;
        Place::of(holder, column, data).write(&mut fields)?;
        fields.serialize_field("before", &before)?;
        fields.serialize_field("after", &after)?;
        fields.end()
    }
}

/// R30: the cells of the matrix in which the profile and the changed one differ.
pub(super) fn what_if(
    engine: &Engine,
    profile: &Profile,
    request: &WhatIfRequest,
) -> Result<WhatIf, Error> {
    let meter = engine.law().limits.meter();
    let at = request.at;
    meter.spend(profile.choices().len().saturating_mul(3))?;
    let changed = request.change.apply(profile, at)?;
    let mut what_if = WhatIf {
        engine: engine.clone(),
        at,
        holders: holders_and(&request.subscriptions, at, None)
            .into_iter()
            .cloned()
            .collect(),
        columns: columns(engine, &[profile, &changed], at),
        changes: Vec::new(),
        before: Grounds::new(profile),
        after: Grounds::new(&changed),
    };
    within(how_many(engine, &what_if.holders, &what_if.columns))?;
    let before = WorkedOut::of(engine, &meter, profile, at, &what_if.holders)?;
    let after = WorkedOut::of(engine, &meter, &changed, at, &what_if.holders)?;
    let holders: Vec<&Holder> = what_if.holders.iter().collect();
    let catalogue = engine.catalogue();
    // The changed profile has every choice that the other has.
    let by_name = ByName::of(catalogue, &what_if.columns, &holders, &changed);
    let data = catalogue.data_categories();
    let cells = |holder: &Holder, column: &MatrixColumn| {
        let query = cells::query(holder, column, at);
        let (was, is) = (before.verdicts(&query), after.verdicts(&query));
        let codes = data.iter().map(|data| data.code());
        let decided = codes.map(move |code| (was(code), is(code)));
        let numbered = decided.enumerate();
        let differing =
            numbered.filter(|(_, (one, other))| !is_same((&before, *one), (&after, *other)));
        differing.collect::<Vec<_>>()
    };
    let mut differing = Vec::new();
    for (row, holder) in holders.iter().enumerate() {
        // Where the cells of a category stay as they are, so do those of its consulters, but for those named for the holder.
        differing.clear();
        differing.extend_from_slice(by_name.at_holder(row));
        for (place, named) in by_name.of_category().iter().enumerate() {
            meter.spend(data.len().saturating_mul(2))?;
            let column = what_if.columns.get(place);
            if column.is_some_and(|column| !cells(holder, column).is_empty()) {
                differing.push(place);
                differing.extend(named.clone());
            }
        }
        differing.sort_unstable();
        differing.dedup();
        for column in &differing {
            meter.spend(data.len().saturating_mul(2))?;
            let Some(of_column) = what_if.columns.get(*column) else {
                continue;
            };
            let first = row
                .saturating_mul(what_if.columns.len())
                .saturating_add(*column);
            let first = first.saturating_mul(data.len());
            for (place, (one, other)) in cells(holder, of_column) {
                what_if.before.keep(&before, one);
                what_if.after.keep(&after, other);
                what_if
                    .changes
                    .push((first.saturating_add(place), one, other));
            }
        }
    }
    Ok(what_if)
}

/// What R23 counts as the decision: outcome and reason, option, deciding choice.
fn is_same(
    (before, one): (&WorkedOut<'_>, Verdict),
    (after, other): (&WorkedOut<'_>, Verdict),
) -> bool {
    one.reason() == other.reason()
        && one.option_index() == other.option_index()
        && before.decided_by(one) == after.decided_by(other)
}

fields! {
    pub(crate) WhatIfFields(catalogue: &'c Catalogue) => (WhatIfRequest, Option<Lang>) {
        required "subscriptions" subscriptions: Subscriptions = SubscriptionsShape,
        required "change" change: Change = ChangeFields::shape(catalogue),
        required "at" at: Instant = Text(instant),
        optional "explain" explain: Lang = Text(telling::lang),
    }
}

impl WhatIfFields<'_> {
    fn checked(self, _: &Context) -> Result<Option<(WhatIfRequest, Option<Lang>)>, Stopped> {
        let (Some(subscriptions), Some(change), Some(at)) =
            (self.subscriptions, self.change, self.at)
        else {
            return Ok(None);
        };
        let request = WhatIfRequest {
            subscriptions,
            change,
            at,
        };
        Ok(Some((request, self.explain)))
    }
}

fields! {
    ChangeFields(catalogue: &'c Catalogue) => Change {
        optional "add" add: Choice = ChoiceFields::shape(catalogue),
        optional "withdraw" withdraw: ChoiceId = Text(ChoiceId::read),
        optional "expire" expire: ChoiceId = Text(ChoiceId::read),
    }
}

impl ChangeFields<'_> {
    /// Exactly one of the three; a second one is a field too many, none a field too few.
    fn checked(self, context: &Context) -> Result<Option<Change>, Stopped> {
        let names = ["add", "withdraw", "expire"];
        let mut given = names.iter().filter(|name| context.was_given::<Self>(name));
        let first = given.next();
        if first.is_none() {
            context.fault_at(ErrorCode::MissingField, "add")?;
        }
        for name in given {
            context.fault_at(ErrorCode::UnknownField, name)?;
        }
        let add = self.add.map(Change::Add);
        let change = add.or(self.withdraw.map(Change::Withdraw));
        Ok(change.or(self.expire.map(Change::Expire)))
    }
}
