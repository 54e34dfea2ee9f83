//! What must hold before consent is looked at (R11-R15), in this order; the first that fails decides.

use super::{Connection, Purpose, QueryView, TreatmentRelationship};
use crate::catalogue::{Catalogue, ClassIndex, ConsultingIndex, DataIndex, HolderIndex};
use crate::decision::Reason;
use crate::instant::Instant;
use crate::profile::Patient;
use crate::ruleset::{DeceasedMeans, RuleSet};

/// Lets a question through as far as it can be told without the patient (R11-R14), or says why not.
///
/// Answers the kind of question that it is; none if no option can answer it, which is for R4 to say.
#[inline(always)]
pub(crate) fn admit<C: AsRef<[u8]>>(
    catalogue: &Catalogue,
    query: &QueryView<'_, C>,
    data: C,
) -> Result<Option<ClassIndex>, Reason> {
    let (holder, consulting, data) = codes_are_known(catalogue, query, data)?;
    purpose_is_treatment(query)?;
    treatment_relationship_is_asserted(query)?;
    holder_is_connected(query)?;
    Ok(catalogue.class(holder, data, consulting))
}

/// R11: every code is known (R2): an unknown one is indeterminate, with the field named, never "other".
#[inline(always)]
fn codes_are_known<C: AsRef<[u8]>>(
    catalogue: &Catalogue,
    query: &QueryView<'_, C>,
    data: C,
) -> Result<(HolderIndex, ConsultingIndex, DataIndex), Reason> {
    let provider_type = |code: &C| catalogue.type_row(catalogue.type_index(code.as_ref())?);
    let holder = provider_type(&query.holder_kind).ok_or(Reason::UnknownHolderType)?;
    let consulter = provider_type(&query.consulter_kind).ok_or(Reason::UnknownConsulterType)?;
    let data = catalogue
        .data_index(data.as_ref())
        .ok_or(Reason::UnknownDataCategory)?;
    Ok((holder.holder_index(), consulter.consulting_index(), data))
}

/// R12: treatment is evaluated; presumed consent is for the law, not for recorded choices; anything else is unknown.
fn purpose_is_treatment<C>(query: &QueryView<'_, C>) -> Result<(), Reason> {
    match query.purpose {
        Purpose::Treatment => Ok(()),
        Purpose::CoordinationOfCare => Err(Reason::PresumedConsent),
        Purpose::Other(_) => Err(Reason::UnknownPurpose),
    }
}

/// R13: the caller asserts a treatment relationship.
fn treatment_relationship_is_asserted<C>(query: &QueryView<'_, C>) -> Result<(), Reason> {
    match query.treatment_relationship {
        TreatmentRelationship::Asserted => Ok(()),
        TreatmentRelationship::Denied => Err(Reason::NoTreatmentRelationship),
        TreatmentRelationship::NotAsserted => Err(Reason::TreatmentRelationshipNotAsserted),
    }
}

/// R14: the holder is connected. Choices already apply to it the moment it connects.
fn holder_is_connected<C>(query: &QueryView<'_, C>) -> Result<(), Reason> {
    match query.connection {
        Connection::Connected => Ok(()),
        Connection::NotConnected => Err(Reason::HolderNotConnected),
    }
}

/// R15: the patient is not known to be deceased on or before the date (UTC) of `at`.
///
/// Answers the later instant from which this will no longer hold, if there is one.
pub(crate) fn patient_is_alive(
    rules: &RuleSet,
    patient: &Patient,
    at: Instant,
) -> Result<Option<Instant>, Reason> {
    match (rules.deceased_means(), patient.deceased()) {
        (DeceasedMeans::Evaluate, _) | (DeceasedMeans::Deny, None) => Ok(None),
        (DeceasedMeans::Deny, Some(day)) if day <= at.date() => Err(Reason::PatientDeceased),
        (DeceasedMeans::Deny, Some(day)) => Ok(Some(day.start())),
    }
}
