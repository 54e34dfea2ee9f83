//! What must hold before consent is looked at (R11-R15), in this order; the first that fails decides.

use super::{Connection, Consulter, Purpose, QueryView, TreatmentRelationship};
use crate::catalogue::{Catalogue, ClassIndex, ConsultingIndex, DataIndex, HolderIndex};
use crate::instant::{Date, Instant};
use crate::profile::Patient;
use crate::reason::Reason;
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
    purpose_is_treatment(query.purpose)?;
    treatment_relationship_is_asserted(query.treatment_relationship)?;
    holder_is_connected(query.connection)?;
    Ok(catalogue.class(holder, data, consulting))
}

/// R27: what is wrong with a question, whichever holder it goes to (R11-R13), in the order of the gate.
pub(crate) fn admit_to_any_holder<'d>(
    catalogue: &Catalogue,
    consulter: &Consulter,
    mut data: impl Iterator<Item = &'d str>,
    purpose: &Purpose,
    relationship: TreatmentRelationship,
) -> Result<(), Reason> {
    consulter_is_known(catalogue, consulter.kind.as_bytes())?;
    data.try_for_each(|data| data_is_known(catalogue, data.as_bytes()).map(|_| ()))?;
    purpose_is_treatment(purpose)?;
    treatment_relationship_is_asserted(relationship)
}

/// R11: every code is known (R2): an unknown one is indeterminate, with the field named, never "other".
#[inline(always)]
fn codes_are_known<C: AsRef<[u8]>>(
    catalogue: &Catalogue,
    query: &QueryView<'_, C>,
    data: C,
) -> Result<(HolderIndex, ConsultingIndex, DataIndex), Reason> {
    let holder = catalogue.type_index(query.holder_kind.as_ref());
    let holder = holder.and_then(|holder| catalogue.type_row(holder));
    let holder = holder.ok_or(Reason::UnknownHolderType)?;
    let consulting = consulter_is_known(catalogue, query.consulter_kind.as_ref())?;
    let data = data_is_known(catalogue, data.as_ref())?;
    Ok((holder.holder_index(), consulting, data))
}

#[inline(always)]
fn consulter_is_known(catalogue: &Catalogue, code: &[u8]) -> Result<ConsultingIndex, Reason> {
    let consulter = catalogue.type_index(code);
    let consulter = consulter.and_then(|consulter| catalogue.type_row(consulter));
    let consulter = consulter.ok_or(Reason::UnknownConsulterType)?;
    Ok(consulter.consulting_index())
}

#[inline(always)]
fn data_is_known(catalogue: &Catalogue, code: &[u8]) -> Result<DataIndex, Reason> {
    let data = catalogue.data_index(code);
    data.ok_or(Reason::UnknownDataCategory)
}

/// R12: treatment is evaluated; presumed consent is for the law, not for recorded choices; anything else is unknown.
fn purpose_is_treatment(purpose: &Purpose) -> Result<(), Reason> {
    match purpose {
        Purpose::Treatment => Ok(()),
        Purpose::CoordinationOfCare => Err(Reason::PresumedConsent),
        Purpose::Other(_) => Err(Reason::UnknownPurpose),
    }
}

/// R13: the caller asserts a treatment relationship.
fn treatment_relationship_is_asserted(relationship: TreatmentRelationship) -> Result<(), Reason> {
    match relationship {
        TreatmentRelationship::Asserted => Ok(()),
        TreatmentRelationship::Denied => Err(Reason::NoTreatmentRelationship),
        TreatmentRelationship::NotAsserted => Err(Reason::TreatmentRelationshipNotAsserted),
    }
}

/// R14: the holder is connected. Choices already apply to it the moment it connects.
fn holder_is_connected(connection: Connection) -> Result<(), Reason> {
    match connection {
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
    match shuts_at(rules, patient.deceased()) {
        Some(shuts_at) if shuts_at <= at => Err(Reason::PatientDeceased),
        later => Ok(later),
    }
}

/// R15: the instant from which a patient who died on this day is known to be deceased, if the rule set looks at that.
pub(crate) fn shuts_at(rules: &RuleSet, deceased: Option<Date>) -> Option<Instant> {
    match rules.deceased_means() {
        DeceasedMeans::Evaluate => None,
        DeceasedMeans::Deny => deceased.map(Date::start),
    }
}
