//! R31: who can see me: the patient's whole matrix.

use alloc::boxed::Box;
use alloc::vec::Vec;

use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

use super::cells::{self, Grounds, WorkedOut, columns, holders_and, within};
use super::subscription::SubscriptionsShape;
use super::{Party, Short, Subscriptions};
use crate::catalogue::Catalogue;
use crate::compiled::Verdict;
use crate::decision::Decision;
use crate::engine::Engine;
use crate::error::Error;
use crate::ids::ProviderId;
use crate::instant::Instant;
use crate::profile::{Profile, instant};
use crate::query::{Holder, Query};
use crate::reader::{Context, Stopped, Text, fields};
use crate::telling::{self, Lang};

/// Who asks: a consulting category, or one consulter that a live emergency yes names (R19).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MatrixColumn {
    /// The code of the consulting category.
    pub consulting_category: Box<str>,
    /// The consulter, if it is one by name; none: any provider of the category that no choice names.
    pub consulter: Option<ProviderId>,
    /// A provider type of the category.
    pub(crate) kind: Box<str>,
}

/// One cell of the matrix: a closed decision.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct MatrixCell<'m> {
    /// The holder.
    pub holder: &'m Holder,
    /// Who asks.
    pub column: &'m MatrixColumn,
    /// What is decided, and why, without the choices that it outweighed (ask [`Engine::decide`] with
    /// [`MatrixCell::query`] for those); its data category is that of the cell.
    pub decision: Decision,
}

impl MatrixCell<'_> {
    /// The closed query that the cell answers, without its data.
    ///
    /// ```
    /// # use akkoord::overview::{Subscription, Subscriptions};
    /// # let engine = akkoord::Engine::mitz();
    /// # let profile = engine.read_profile(
    /// #     r#"{"patient": {"id": "999990019"},
    /// #         "choices": [{"id": "c1", "answer": "yes", "channel": "mijn_mitz",
    /// #                      "scope": {"level": "individual", "holders": ["ura:90000017"], "options": ["1.3"]},
    /// #                      "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]}"#,
    /// # )?;
    /// # let query = engine.read_query(
    /// #     r#"{"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #         "consulter": {"id": "ura:90000033", "type": "N6"},
    /// #         "data": "GGC002", "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}"#,
    /// # )?;
    /// # let subscriptions = Subscriptions::new([Subscription { holder: query.holder.clone(), since: None }])?;
    /// # let at = "2026-01-05T12:00:00Z".parse::<akkoord::Instant>()?;
    /// let matrix = engine.matrix(&profile, &subscriptions, at)?;
    /// for cell in matrix.cells().iter() {
    ///     let mut query = cell.query(matrix.at());
    ///     query.data.push(cell.decision.data().into());
    ///     assert_eq!(engine.decide(&profile, &query)?[0].reason(), cell.decision.reason());
    /// }
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn query(&self, at: Instant) -> Query {
        cells::query(self.holder, self.column, at)
    }
}

/// The place of a cell, as it is written.
pub(super) struct Place<'d> {
    holder: Party<'d>,
    consulting_category: &'d str,
    consulter: Option<&'d ProviderId>,
    data: &'d str,
}

impl<'d> Place<'d> {
    pub(super) fn of(holder: &'d Holder, column: &'d MatrixColumn, data: &'d str) -> Self {
        Place {
            holder: Party {
                id: &holder.id,
                kind: &holder.kind,
            },
            consulting_category: &column.consulting_category,
            consulter: column.consulter.as_ref(),
            data,
        }
    }

    /// Its fields, in an object that has others.
    pub(super) fn write<S: SerializeStruct>(&self, fields: &mut S) -> Result<(), S::Error> {
        fields.serialize_field("holder", &self.holder)?;
        fields.serialize_field("consulting_category", self.consulting_category)?;
        fields.serialize_field("consulter", &self.consulter)?;
        fields.serialize_field("data", self.data)
    }
}

/// R31: the matrix of one patient at one instant: holder by who asks by data category, with grounds.
///
/// Serialises to `{"at", "cells": [{"holder", "consulting_category", "consulter", "data", "decision", "reason", "option",
/// "decided_by", "valid_until"}]}`.
#[derive(Clone, Debug)]
pub struct Matrix {
    engine: Engine,
    at: Instant,
    holders: Vec<Holder>,
    columns: Vec<MatrixColumn>,
    /// Holder by holder, column by column, a verdict for each data category.
    verdicts: Vec<Verdict>,
    grounds: Grounds,
}

impl Matrix {
    pub(crate) fn catalogue(&self) -> &Catalogue {
        self.engine.catalogue()
    }

    /// The instant that it is for.
    ///
    /// ```
    /// # use akkoord::overview::{Subscription, Subscriptions};
    /// # let engine = akkoord::Engine::mitz();
    /// # let profile = engine.read_profile(
    /// #     r#"{"patient": {"id": "999990019"},
    /// #         "choices": [{"id": "c1", "answer": "yes", "channel": "mijn_mitz",
    /// #                      "scope": {"level": "individual", "holders": ["ura:90000017"], "options": ["1.3"]},
    /// #                      "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]}"#,
    /// # )?;
    /// # let query = engine.read_query(
    /// #     r#"{"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #         "consulter": {"id": "ura:90000033", "type": "N6"},
    /// #         "data": "GGC002", "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}"#,
    /// # )?;
    /// # let subscriptions = Subscriptions::new([Subscription { holder: query.holder.clone(), since: None }])?;
    /// # let at = "2026-01-05T12:00:00Z".parse::<akkoord::Instant>()?;
    /// let matrix = engine.matrix(&profile, &subscriptions, at)?;
    /// assert_eq!(matrix.at(), at);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn at(&self) -> Instant {
        self.at
    }

    /// The cells: holders in byte order of their ids, then who asks (categories in the order of the catalogue, then named
    /// consulters), then data in the order of the catalogue.
    ///
    /// ```
    /// # use akkoord::overview::{Subscription, Subscriptions};
    /// # let engine = akkoord::Engine::mitz();
    /// # let profile = engine.read_profile(
    /// #     r#"{"patient": {"id": "999990019"},
    /// #         "choices": [{"id": "c1", "answer": "yes", "channel": "mijn_mitz",
    /// #                      "scope": {"level": "individual", "holders": ["ura:90000017"], "options": ["1.3"]},
    /// #                      "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]}"#,
    /// # )?;
    /// # let query = engine.read_query(
    /// #     r#"{"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #         "consulter": {"id": "ura:90000033", "type": "N6"},
    /// #         "data": "GGC002", "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}"#,
    /// # )?;
    /// # let subscriptions = Subscriptions::new([Subscription { holder: query.holder.clone(), since: None }])?;
    /// # let at = "2026-01-05T12:00:00Z".parse::<akkoord::Instant>()?;
    /// let matrix = engine.matrix(&profile, &subscriptions, at)?;
    /// let first: Vec<_> = matrix.cells().iter().take(3).collect();
    /// // The same holder and consulting category, and each data category.
    /// assert!(first.iter().all(|cell| &*cell.column.consulting_category == "RPZAC001"));
    /// let data: Vec<&str> = first.iter().map(|cell| cell.decision.data()).collect();
    /// assert_eq!(data, ["GGC002", "GGC012", "GGC013"]);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn cells(&self) -> Cells<'_> {
        Cells(self)
    }

    fn verdicts(&self) -> impl Iterator<Item = (Cell<'_>, Verdict)> {
        let cells = of_matrix(&self.engine, &self.holders, &self.columns);
        cells.zip(self.verdicts.iter().copied())
    }
}

/// Where a cell stands: the holder, who asks, and the data category.
pub(super) type Cell<'m> = (&'m Holder, &'m MatrixColumn, &'m str);

/// The cells of a matrix, in order.
pub(super) fn of_matrix<'m>(
    engine: &'m Engine,
    holders: &'m [Holder],
    columns: &'m [MatrixColumn],
) -> impl Iterator<Item = Cell<'m>> {
    let data = engine.catalogue().data_categories();
    holders.iter().flat_map(move |holder| {
        columns
            .iter()
            .flat_map(move |column| data.iter().map(move |data| (holder, column, data.code())))
    })
}

/// The cells of a [`Matrix`]. Each is made when it is asked for: a matrix of a million cells keeps a number of each.
///
/// ```
/// use akkoord::{Engine, Instant};
/// use akkoord::ids::ProviderId;
/// use akkoord::overview::{Subscription, Subscriptions};
/// use akkoord::query::{Connection, Holder};
///
/// let engine = Engine::mitz();
/// let profile = engine.read_profile(r#"{"patient": {"id": "999990019"}, "choices": []}"#)?;
/// let holder = Holder { id: ProviderId::new("ura:90000017")?, kind: "Z3".into(), connection: Connection::Connected };
/// let subscriptions = Subscriptions::new([Subscription { holder, since: None }])?;
/// let matrix = engine.matrix(&profile, &subscriptions, "2026-01-05T12:00:00Z".parse::<Instant>()?)?;
/// assert_eq!(matrix.cells().len(), 6 * 3);
/// assert!(matrix.cells().iter().all(|cell| cell.decision.outcome().name() == "deny"));
/// # Ok::<(), akkoord::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Cells<'m>(&'m Matrix);

impl<'m> Cells<'m> {
    /// How many there are.
    ///
    /// ```
    /// # use akkoord::overview::{Subscription, Subscriptions};
    /// # let engine = akkoord::Engine::mitz();
    /// # let profile = engine.read_profile(
    /// #     r#"{"patient": {"id": "999990019"},
    /// #         "choices": [{"id": "c1", "answer": "yes", "channel": "mijn_mitz",
    /// #                      "scope": {"level": "individual", "holders": ["ura:90000017"], "options": ["1.3"]},
    /// #                      "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]}"#,
    /// # )?;
    /// # let query = engine.read_query(
    /// #     r#"{"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #         "consulter": {"id": "ura:90000033", "type": "N6"},
    /// #         "data": "GGC002", "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}"#,
    /// # )?;
    /// # let subscriptions = Subscriptions::new([Subscription { holder: query.holder.clone(), since: None }])?;
    /// # let at = "2026-01-05T12:00:00Z".parse::<akkoord::Instant>()?;
    /// // One holder, six consulting categories, three data categories.
    /// let matrix = engine.matrix(&profile, &subscriptions, at)?;
    /// assert_eq!(matrix.cells().len(), 18);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.verdicts.len()
    }

    /// Whether there are none.
    ///
    /// ```
    /// # use akkoord::overview::{Subscription, Subscriptions};
    /// # let engine = akkoord::Engine::mitz();
    /// # let profile = engine.read_profile(
    /// #     r#"{"patient": {"id": "999990019"},
    /// #         "choices": [{"id": "c1", "answer": "yes", "channel": "mijn_mitz",
    /// #                      "scope": {"level": "individual", "holders": ["ura:90000017"], "options": ["1.3"]},
    /// #                      "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]}"#,
    /// # )?;
    /// # let query = engine.read_query(
    /// #     r#"{"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #         "consulter": {"id": "ura:90000033", "type": "N6"},
    /// #         "data": "GGC002", "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}"#,
    /// # )?;
    /// # let subscriptions = Subscriptions::new([Subscription { holder: query.holder.clone(), since: None }])?;
    /// # let at = "2026-01-05T12:00:00Z".parse::<akkoord::Instant>()?;
    /// assert!(!engine.matrix(&profile, &subscriptions, at)?.cells().is_empty());
    /// // Nobody has a record.
    /// assert!(engine.matrix(&profile, &Subscriptions::default(), at)?.cells().is_empty());
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.verdicts.is_empty()
    }

    /// One after the other, in the order of [`Matrix::cells`].
    ///
    /// ```
    /// # use akkoord::Outcome;
    /// # use akkoord::overview::{Subscription, Subscriptions};
    /// # let engine = akkoord::Engine::mitz();
    /// # let profile = engine.read_profile(
    /// #     r#"{"patient": {"id": "999990019"},
    /// #         "choices": [{"id": "c1", "answer": "yes", "channel": "mijn_mitz",
    /// #                      "scope": {"level": "individual", "holders": ["ura:90000017"], "options": ["1.3"]},
    /// #                      "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]}"#,
    /// # )?;
    /// # let query = engine.read_query(
    /// #     r#"{"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #         "consulter": {"id": "ura:90000033", "type": "N6"},
    /// #         "data": "GGC002", "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}"#,
    /// # )?;
    /// # let subscriptions = Subscriptions::new([Subscription { holder: query.holder.clone(), since: None }])?;
    /// # let at = "2026-01-05T12:00:00Z".parse::<akkoord::Instant>()?;
    /// // The patient said yes to option 1.3 of this GP practice: to hospitals, for each kind of data.
    /// let matrix = engine.matrix(&profile, &subscriptions, at)?;
    /// let permits = matrix.cells().iter().filter(|cell| cell.decision.outcome() == Outcome::Permit);
    /// assert_eq!(permits.count(), 3);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = MatrixCell<'m>> + use<'m> {
        let matrix = self.0;
        matrix
            .verdicts()
            .map(|((holder, column, data), verdict)| MatrixCell {
                holder,
                column,
                decision: cells::decision(
                    &matrix.engine,
                    &matrix.grounds,
                    (holder, column, data),
                    verdict,
                ),
            })
    }
}

impl Serialize for Matrix {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        struct List<'m>(&'m Matrix);
        impl Serialize for List<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let matrix = self.0;
                serializer.collect_seq(matrix.verdicts().map(|(cell, verdict)| CellDocument {
                    matrix,
                    cell,
                    verdict,
                }))
            }
        }
        let mut fields = serializer.serialize_struct("Matrix", 2)?;
        fields.serialize_field("at", &self.at)?;
        fields.serialize_field("cells", &List(self))?;
        fields.end()
    }
}

struct CellDocument<'m> {
    matrix: &'m Matrix,
    cell: Cell<'m>,
    verdict: Verdict,
}

impl Serialize for CellDocument<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (holder, column, data) = self.cell;
        let catalogue = self.matrix.engine.catalogue();
        let ground = self.matrix.grounds.of(self.verdict);
        let mut fields = serializer.serialize_struct("MatrixCell", 9)?;
        Place::of(holder, column, data).write(&mut fields)?;
        Short::of(catalogue, self.verdict, ground).write(&mut fields)?;
        fields.serialize_field("valid_until", &self.verdict.valid_until())?;
        fields.end()
    }
}

/// R31: every cell is the closed query of somebody who treats the patient.
pub(super) fn matrix(
    engine: &Engine,
    profile: &Profile,
    subscriptions: &Subscriptions,
    at: Instant,
) -> Result<Matrix, Error> {
    let meter = engine.law().limits.meter();
    meter.spend(profile.choices().len())?;
    let columns = columns(engine, &[profile], at);
    let mut matrix = Matrix {
        engine: engine.clone(),
        at,
        holders: holders_and(subscriptions, at, None)
            .into_iter()
            .cloned()
            .collect(),
        columns,
        verdicts: Vec::new(),
        grounds: Grounds::new(profile),
    };
    let data = engine.catalogue().data_categories();
    let cells = within(how_many(engine, &matrix.holders, &matrix.columns))?;
    meter.spend(cells)?;
    let worked_out = WorkedOut::of(engine, &meter, profile, at, &matrix.holders)?;
    matrix.verdicts.reserve_exact(cells);
    for holder in &matrix.holders {
        for column in &matrix.columns {
            let query = cells::query(holder, column, at);
            let decided = worked_out.verdicts(&query);
            for data in data {
                let verdict = decided(data.code());
                matrix.grounds.keep(&worked_out, verdict);
                matrix.verdicts.push(verdict);
            }
        }
    }
    Ok(matrix)
}

/// How many cells a matrix has.
pub(super) fn how_many<H>(engine: &Engine, holders: &[H], columns: &[MatrixColumn]) -> usize {
    let data = engine.catalogue().data_categories().len();
    holders
        .len()
        .saturating_mul(columns.len())
        .saturating_mul(data)
}

fields! {
    pub(crate) MatrixFields(_given: ()) => (Subscriptions, Instant, Option<Lang>) {
        required "subscriptions" subscriptions: Subscriptions = SubscriptionsShape,
        required "at" at: Instant = Text(instant),
        optional "explain" explain: Lang = Text(telling::lang),
    }
}

impl MatrixFields<'_> {
    fn checked(
        self,
        _: &Context,
    ) -> Result<Option<(Subscriptions, Instant, Option<Lang>)>, Stopped> {
        let (Some(subscriptions), Some(at)) = (self.subscriptions, self.at) else {
            return Ok(None);
        };
        Ok(Some((subscriptions, at, self.explain)))
    }
}
