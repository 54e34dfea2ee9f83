//! R31: who can see me: the patient's whole matrix.

use alloc::boxed::Box;
use alloc::vec::Vec;

use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

use super::cells::{self, columns, holders_and};
use super::subscription::SubscriptionsShape;
use super::{Party, Short, Subscriptions};
use crate::decision::Decision;
use crate::engine::Engine;
use crate::error::ErrorCode;
use crate::explain::Lang;
use crate::ids::ProviderId;
use crate::instant::Instant;
use crate::profile::{Profile, instant};
use crate::query::{Holder, Query};
use crate::reader::{Context, Stopped, Text, fields};

/// Who asks: a consulting category, or one consulter that a live emergency yes names (R19).
#[derive(Clone, Debug, PartialEq, Eq)]
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
pub struct MatrixCell {
    /// The holder.
    pub holder: Holder,
    /// Who asks.
    pub column: MatrixColumn,
    /// What is decided, and why; its data category is that of the cell.
    pub decision: Decision,
}

impl MatrixCell {
    /// The closed query that the cell answers, without its data.
    #[must_use]
    pub fn query(&self, at: Instant) -> Query {
        cells::query(&self.holder, &self.column, at)
    }
}

impl Serialize for MatrixCell {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("MatrixCell", 9)?;
        Place::of(&self.holder, &self.column, self.decision.data()).write(&mut fields)?;
        Short::from(&self.decision).write(&mut fields)?;
        fields.serialize_field("valid_until", &self.decision.valid_until())?;
        fields.end()
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
#[derive(Clone, Debug, Serialize)]
pub struct Matrix {
    pub(crate) at: Instant,
    pub(crate) cells: Vec<MatrixCell>,
}

impl Matrix {
    /// The instant that it is for.
    #[must_use]
    pub fn at(&self) -> Instant {
        self.at
    }

    /// The cells: holders in byte order of their ids, then who asks (categories in the order of the catalogue, then named
    /// consulters), then data in the order of the catalogue.
    #[must_use]
    pub fn cells(&self) -> &[MatrixCell] {
        &self.cells
    }
}

/// R31: every cell is the closed query of somebody who treats the patient.
pub(super) fn matrix(
    engine: &Engine,
    profile: &Profile,
    subscriptions: &Subscriptions,
    at: Instant,
) -> Matrix {
    let holders = holders_and(subscriptions, at, None);
    let columns = columns(engine, &[profile], at);
    of(engine, profile, &holders, &columns, at)
}

pub(super) fn of(
    engine: &Engine,
    profile: &Profile,
    holders: &[&Holder],
    columns: &[MatrixColumn],
    at: Instant,
) -> Matrix {
    let mut cells = Vec::new();
    for holder in holders {
        for column in columns {
            let query = cells::query(holder, column, at);
            for data in engine.catalogue().data_categories() {
                cells.push(MatrixCell {
                    holder: (*holder).clone(),
                    column: column.clone(),
                    decision: engine.decide_one(profile, &query, data.code()),
                });
            }
        }
    }
    Matrix { at, cells }
}

fields! {
    pub(crate) MatrixFields(_given: ()) => (Subscriptions, Instant, Option<Lang>) {
        required "subscriptions" subscriptions: Subscriptions = SubscriptionsShape,
        required "at" at: Instant = Text(instant),
        optional "explain" explain: Lang = Text(|text: &str| Lang::from_code(text).ok_or(ErrorCode::UnknownValue)),
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
