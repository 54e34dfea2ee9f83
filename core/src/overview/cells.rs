//! The cells of the matrix (R31): subscribed holder x who asks x data, each a closed query.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::Subscriptions;
use super::r31_who_can_see_me::MatrixColumn;
use crate::catalogue::Catalogue;
use crate::engine::Engine;
use crate::ids::ProviderId;
use crate::instant::Instant;
use crate::precedence::is_live;
use crate::profile::{Answer, Profile, ScopeKind};
use crate::query::{Consulter, Holder, Purpose, Query, TreatmentRelationship};

/// Who could ask: each consulting category that a provider can belong to (by any provider that no choice names), and each
/// consulter that a live emergency yes names, since that yes opens for it alone (R19).
pub(super) fn columns(engine: &Engine, profiles: &[&Profile], at: Instant) -> Vec<MatrixColumn> {
    let catalogue = engine.catalogue();
    let mut columns: Vec<MatrixColumn> = catalogue
        .consulting_categories()
        .iter()
        .filter_map(|category| {
            let kind = first_type(catalogue, category.code())?;
            Some(MatrixColumn {
                consulting_category: category.code().into(),
                consulter: None,
                kind,
            })
        })
        .collect();
    let mut named = Vec::new();
    let choices = profiles.iter().flat_map(|profile| profile.choices());
    for choice in choices.filter(|choice| choice.answer() == Answer::Yes) {
        if let ScopeKind::Emergency(emergency) = choice.scope().kind()
            && is_live(engine.rules(), choice, at)
            && let Some(row) = catalogue.type_row(emergency.consulter_type)
        {
            named.push((
                Box::<str>::from(row.consulting_category()),
                emergency.consulter.clone(),
                Box::<str>::from(row.code()),
            ));
        }
    }
    named.sort();
    // Two types of one category: the same column.
    let mut last: Option<(Box<str>, ProviderId)> = None;
    for (category, consulter, kind) in named {
        let key = (category.clone(), consulter.clone());
        if last.as_ref() != Some(&key) {
            columns.push(MatrixColumn {
                consulting_category: category,
                consulter: Some(consulter),
                kind,
            });
        }
        last = Some(key);
    }
    columns
}

/// The first provider type of a consulting category: all types of one category are answered alike (R2).
fn first_type(catalogue: &Catalogue, category: &str) -> Option<Box<str>> {
    let mut types = catalogue.provider_types().iter();
    types
        .find(|row| row.consulting_category() == category)
        .map(|row| row.code().into())
}

/// The closed query that stands for a cell: somebody who treats the patient asks.
pub(super) fn query(holder: &Holder, column: &MatrixColumn, at: Instant) -> Query {
    let nobody = || ProviderId::nobody();
    Query {
        holder: holder.clone(),
        consulter: Consulter {
            id: column.consulter.clone().unwrap_or_else(nobody),
            kind: column.kind.clone(),
        },
        data: Vec::new(),
        purpose: Purpose::Treatment,
        treatment_relationship: TreatmentRelationship::Asserted,
        at,
    }
}

/// The subscribed holders at an instant, and this one if it is not among them.
pub(super) fn holders_and<'s>(
    subscriptions: &'s Subscriptions,
    at: Instant,
    more: Option<&'s Holder>,
) -> Vec<&'s Holder> {
    let mut holders: Vec<&Holder> = subscriptions.holders_at(at).collect();
    if let Some(more) = more
        && let Err(place) = holders.binary_search_by(|holder| holder.id.cmp(&more.id))
    {
        holders.insert(place, more);
    }
    holders
}
