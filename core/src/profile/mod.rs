//! The profile (R6-R10): all choices of one patient, as they are written.

mod choice;
mod read;
mod scope;
mod write;

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

pub(crate) use choice::wire_enum;
pub use choice::{Answer, Channel, Choice, Confirmation, ConfirmationAnswer, Times};
pub(crate) use read::{ChoiceFields, ProfileFields, ScopeFields, instant};
pub(crate) use scope::{EmergencyScope, ScopeKind};
pub use scope::{Level, Scope};
pub(crate) use write::choice_document;

use crate::catalogue::Catalogue;
use crate::error::{Error, ErrorCode};
use crate::ids::PatientId;
use crate::instant::Date;
use crate::order;

/// Most choices of one profile (wire format).
pub(crate) const MAX_CHOICES: usize = 10_000;

/// The place of a choice in its profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ChoiceRow(pub(crate) u16);

impl ChoiceRow {
    /// Every place, in order: a profile has fewer choices.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        (0..=u16::MAX).map(ChoiceRow)
    }
}

/// The person whose data it is. `Debug` shows neither the id nor a date: it must not end up in a log.
///
/// ```
/// use akkoord::ids::PatientId;
/// use akkoord::instant::Date;
/// use akkoord::profile::Patient;
/// let patient = Patient::new(PatientId::new("999990019")?).born_on("2013-05-05".parse::<Date>()?);
/// assert_eq!(format!("{patient:?}"), "Patient(hidden)");
/// # Ok::<(), akkoord::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Patient {
    id: PatientId,
    born: Option<Date>,
    deceased: Option<Date>,
}

impl fmt::Debug for Patient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Patient(hidden)")
    }
}

impl Patient {
    /// A patient of whom only the id is known: counts as an adult (R20), and as living (R15).
    ///
    /// ```
    /// # use akkoord::ids::PatientId;
    /// # use akkoord::profile::Patient;
    /// let patient = Patient::new(PatientId::new("999990019")?);
    /// assert_eq!(patient.born(), None);
    /// assert_eq!(patient.deceased(), None);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn new(id: PatientId) -> Self {
        Patient {
            id,
            born: None,
            deceased: None,
        }
    }

    /// With a date of birth (R20): it says whether the patient was a minor when a choice was made.
    ///
    /// ```
    /// # use akkoord::{Profile, Reason};
    /// # use akkoord::ids::PatientId;
    /// # use akkoord::profile::Patient;
    /// # let engine = akkoord::Engine::mitz();
    /// # let yes = engine.read_profile(
    /// #     r#"{"patient": {"id": "999990019"},
    /// #         "choices": [{"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
    /// #                      "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]}"#,
    /// # )?.choices().to_vec();
    /// # let query = engine.read_query(
    /// #     r#"{"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #         "consulter": {"id": "ura:90000033", "type": "N6"},
    /// #         "data": "GGC002", "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}"#,
    /// # )?;
    /// let patient = Patient::new(PatientId::new("999990019")?).born_on("2013-05-05".parse()?);
    /// let profile = Profile::new(engine.catalogue(), patient, yes)?;
    /// // A yes to everybody, on 2 January 2026, of a minor: no effect until a guardian confirms it.
    /// assert_eq!(engine.decide(&profile, &query)?[0].reason(), Reason::NoChoice);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn born_on(self, date: Date) -> Self {
        Patient {
            born: Some(date),
            ..self
        }
    }

    /// With a date of death (R15). By the rules of Mitz nothing is permitted from the start of that day, in UTC.
    ///
    /// ```
    /// # use akkoord::{Profile, Reason};
    /// # use akkoord::ids::PatientId;
    /// # use akkoord::profile::Patient;
    /// # let engine = akkoord::Engine::mitz();
    /// # let yes = engine.read_profile(
    /// #     r#"{"patient": {"id": "999990019"},
    /// #         "choices": [{"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
    /// #                      "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]}"#,
    /// # )?.choices().to_vec();
    /// # let query = engine.read_query(
    /// #     r#"{"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #         "consulter": {"id": "ura:90000033", "type": "N6"},
    /// #         "data": "GGC002", "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}"#,
    /// # )?;
    /// let patient = Patient::new(PatientId::new("999990019")?).deceased_on("2026-01-05".parse()?);
    /// let profile = Profile::new(engine.catalogue(), patient, yes)?;
    /// // A yes to everybody, but the question is of noon on that day.
    /// assert_eq!(engine.decide(&profile, &query)?[0].reason(), Reason::PatientDeceased);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn deceased_on(self, date: Date) -> Self {
        Patient {
            deceased: Some(date),
            ..self
        }
    }

    /// The id.
    ///
    /// ```
    /// # let engine = akkoord::Engine::mitz();
    /// let profile = engine.read_profile(r#"{"patient": {"id": "999990019"}, "choices": []}"#)?;
    /// assert_eq!(profile.patient().id().as_str(), "999990019");
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn id(&self) -> &PatientId {
        &self.id
    }

    /// The date of birth, if known.
    ///
    /// ```
    /// # use akkoord::instant::Date;
    /// # let engine = akkoord::Engine::mitz();
    /// let patient = r#"{"id": "999990019", "born": "2013-05-05"}"#;
    /// let profile = engine.read_profile(&format!(r#"{{"patient": {patient}, "choices": []}}"#))?;
    /// assert_eq!(profile.patient().born(), Some("2013-05-05".parse::<Date>()?));
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn born(&self) -> Option<Date> {
        self.born
    }

    /// The date of death, if the patient is known to be deceased.
    ///
    /// ```
    /// # use akkoord::instant::Date;
    /// # let engine = akkoord::Engine::mitz();
    /// let patient = r#"{"id": "999990019", "deceased": "2026-02-01"}"#;
    /// let profile = engine.read_profile(&format!(r#"{{"patient": {patient}, "choices": []}}"#))?;
    /// assert_eq!(profile.patient().deceased(), Some("2026-02-01".parse::<Date>()?));
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn deceased(&self) -> Option<Date> {
        self.deceased
    }
}

/// All choices of one patient, bound to the catalogue that their options come from.
///
/// Made by [`Engine::read_profile`](crate::Engine::read_profile) or here, without JSON; a profile that breaks a rule of
/// the wire format cannot be made.
///
/// ```
/// use akkoord::{Engine, Instant, Profile};
/// use akkoord::ids::{ChoiceId, PatientId};
/// use akkoord::profile::{Answer, Channel, Choice, Patient, Scope, Times};
///
/// let engine = Engine::mitz();
/// let at = "2026-01-02T10:00:00Z".parse::<Instant>()?;
/// let no_to_pharmacies = Choice::new(
///     ChoiceId::new("c1")?,
///     Answer::No,
///     Scope::categorical(engine.catalogue(), "apotheken")?,
///     Channel::MijnMitz,
///     Times { decided_at: at, recorded_at: at },
/// )?;
/// let profile = Profile::new(engine.catalogue(), Patient::new(PatientId::new("999990019")?), vec![no_to_pharmacies])?;
/// assert_eq!(engine.read_profile(&profile.to_json())?, profile);
/// # Ok::<(), akkoord::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    catalogue: Catalogue,
    patient: Patient,
    choices: Vec<Choice>,
}

impl Profile {
    /// Puts a profile together. The order of the choices is kept and means nothing.
    ///
    /// # Errors
    /// `duplicate_id`, `too_many_choices`, `catalogue_mismatch` for a scope that was made with another catalogue, and
    /// `confirmed_by_patient` for a confirmation by the patient, which counts for nothing at any age (R20, R40).
    ///
    /// ```
    /// # use akkoord::Profile;
    /// # use akkoord::error::ErrorCode;
    /// # use akkoord::ids::PatientId;
    /// # use akkoord::profile::Patient;
    /// # use akkoord::{Catalogue, Instant};
    /// # use akkoord::ids::ChoiceId;
    /// # use akkoord::profile::{Answer, Channel, Choice, Scope, Times};
    /// # let catalogue = Catalogue::mitz();
    /// # let id = ChoiceId::new("c1")?;
    /// # let scope = Scope::categorical(&catalogue, "apotheken")?;
    /// # let at = "2026-01-02T10:00:00Z".parse::<Instant>()?;
    /// # let times = Times { decided_at: at, recorded_at: at };
    /// # let choice = Choice::new(id, Answer::No, scope, Channel::MijnMitz, times)?;
    /// # let patient = Patient::new(PatientId::new("999990019")?);
    /// let profile = Profile::new(&catalogue, patient.clone(), vec![choice.clone()])?;
    /// assert_eq!(profile.choices(), [choice.clone()]);
    /// let twice = Profile::new(&catalogue, patient, vec![choice.clone(), choice]).unwrap_err();
    /// assert_eq!((twice.code(), twice.path()), (ErrorCode::DuplicateId, "choices[1].id"));
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    pub fn new(
        catalogue: &Catalogue,
        patient: Patient,
        choices: Vec<Choice>,
    ) -> Result<Self, Error> {
        if choices.len() > MAX_CHOICES {
            return Err(Error::new(ErrorCode::TooManyChoices, "choices"));
        }
        if let Some(row) = choices
            .iter()
            .position(|choice| choice.scope().catalogue() != catalogue.key())
        {
            return Err(Error::new(
                ErrorCode::CatalogueMismatch,
                format!("choices[{row}].scope"),
            ));
        }
        if let Some(row) = duplicate_ids(&choices).first() {
            return Err(Error::new(
                ErrorCode::DuplicateId,
                format!("choices[{row}].id"),
            ));
        }
        if let Some(row) = confirmed_by_patient(&patient, &choices).next() {
            return Err(Error::new(
                ErrorCode::ConfirmedByPatient,
                format!("choices[{row}].confirmation.by"),
            ));
        }
        Ok(Profile {
            catalogue: catalogue.clone(),
            patient,
            choices,
        })
    }

    /// The catalogue that the options come from.
    ///
    /// ```
    /// # let engine = akkoord::Engine::mitz();
    /// let profile = engine.read_profile(r#"{"patient": {"id": "999990019"}, "choices": []}"#)?;
    /// assert_eq!(profile.catalogue().id(), "mitz-3960100");
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// The patient.
    ///
    /// ```
    /// # let engine = akkoord::Engine::mitz();
    /// let profile = engine.read_profile(r#"{"patient": {"id": "999990019"}, "choices": []}"#)?;
    /// assert_eq!(profile.patient().id().as_str(), "999990019");
    /// assert_eq!(format!("{:?}", profile.patient()), "Patient(hidden)");
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn patient(&self) -> &Patient {
        &self.patient
    }

    /// The choices, in the order in which they were given.
    ///
    /// ```
    /// # use akkoord::Profile;
    /// # use akkoord::ids::PatientId;
    /// # use akkoord::profile::Patient;
    /// # use akkoord::{Catalogue, Instant};
    /// # use akkoord::ids::ChoiceId;
    /// # use akkoord::profile::{Answer, Channel, Choice, Scope, Times};
    /// # let catalogue = Catalogue::mitz();
    /// # let scope = Scope::categorical(&catalogue, "apotheken")?;
    /// # let at = "2026-01-02T10:00:00Z".parse::<Instant>()?;
    /// # let times = Times { decided_at: at, recorded_at: at };
    /// # let choice = |id: &str| Choice::new(ChoiceId::new(id)?, Answer::No, scope.clone(), Channel::MijnMitz, times);
    /// # let patient = Patient::new(PatientId::new("999990019")?);
    /// let profile = Profile::new(&catalogue, patient, vec![choice("c2")?, choice("c1")?])?;
    /// let ids: Vec<&str> = profile.choices().iter().map(|choice| choice.id().as_str()).collect();
    /// assert_eq!(ids, ["c2", "c1"]);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn choices(&self) -> &[Choice] {
        &self.choices
    }

    /// The profile in the canonical form of the wire format: no white space, every instant in UTC, holders and options of
    /// a scope once and in order, the catalogue named. Reading it and writing it again gives the same bytes.
    ///
    /// ```
    /// # let engine = akkoord::Engine::mitz();
    /// let profile = engine.read_profile(r#"{ "choices": [], "patient": {"id": "999990019"} }"#)?;
    /// let json = profile.to_json();
    /// assert_eq!(json, r#"{"catalogue":"mitz-3960100","patient":{"id":"999990019"},"choices":[]}"#);
    /// assert_eq!(engine.read_profile(&json)?, profile);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn to_json(&self) -> String {
        write::profile(self)
    }
}

/// R20, R40: the rows whose confirmation is by the patient, in order: a guardian is somebody else.
fn confirmed_by_patient(patient: &Patient, choices: &[Choice]) -> impl Iterator<Item = usize> {
    let rows = choices.iter().enumerate();
    rows.filter_map(|(row, choice)| {
        let by_patient = choice.confirmation()?.by.is(patient.id());
        by_patient.then_some(row)
    })
}

/// The rows whose id already stands in an earlier row, in order.
fn duplicate_ids(choices: &[Choice]) -> Vec<usize> {
    let mut by_id: Vec<(&str, usize)> = choices
        .iter()
        .enumerate()
        .map(|(row, choice)| (choice.id().as_str(), row))
        .collect();
    order::sort_unstable_by(&mut by_id, Ord::cmp);
    let mut again: Vec<usize> = by_id
        .windows(2)
        .filter_map(|pair| match pair {
            [(first, _), (second, row)] if first == second => Some(*row),
            _ => None,
        })
        .collect();
    again.sort_unstable();
    again
}
