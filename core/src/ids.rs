//! Ids: opaque strings that are compared byte for byte (wire format).

use core::borrow::Borrow;
use core::fmt;
use core::hash::{Hash, Hasher};

use smol_str::SmolStr;

use crate::error::{Error, ErrorCode};
use crate::lookup::same;

/// Longest string of the wire format, in bytes.
pub(crate) const MAX_STRING: usize = 1024;

/// The checks that every id has in common: not empty, at most 1,024 bytes.
pub(crate) fn checked_id(text: &str) -> Result<SmolStr, ErrorCode> {
    if text.is_empty() {
        return Err(ErrorCode::EmptyString);
    }
    if text.len() > MAX_STRING {
        return Err(ErrorCode::StringTooLong);
    }
    Ok(SmolStr::new(text))
}

macro_rules! id {
    ($(#[doc = $doc:literal])* $name:ident, $path:literal) => {
        $(#[doc = $doc])*
        ///
        /// Cheap to clone (up to 23 bytes without allocating); equal and ordered by its bytes.
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(SmolStr);

        impl $name {
            /// Takes an id.
            ///
            /// # Errors
            /// `empty_string` for an empty text, `string_too_long` for more than 1,024 bytes.
            pub fn new(text: &str) -> Result<Self, Error> {
                Self::read(text).map_err(|code| Error::new(code, $path))
            }

            pub(crate) fn read(text: &str) -> Result<Self, ErrorCode> {
                checked_id(text).map(Self)
            }

            /// The id as it was given.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    };
}

id! {
    /// The id of a choice, unique within its profile.
    ///
    /// ```
    /// use akkoord::error::ErrorCode;
    /// use akkoord::ids::ChoiceId;
    /// assert_eq!(ChoiceId::new("c1")?.as_str(), "c1");
    /// assert_eq!(ChoiceId::new("").unwrap_err().code(), ErrorCode::EmptyString);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    ChoiceId, "id"
}
id! {
    /// Who recorded or confirmed a choice: a provider, a guardian, or the patient, for whom the word `patient` stands.
    /// `Debug` hides it: it may be the id of a patient.
    ///
    /// ```
    /// use akkoord::ids::ActorId;
    /// let guardian = ActorId::new("guardian-1")?;
    /// assert_eq!(guardian.as_str(), "guardian-1");
    /// assert_eq!(format!("{guardian:?}"), "ActorId(hidden)");
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    ActorId, "by"
}

impl ActorId {
    /// The patient, whose id need not be repeated: `patient`.
    ///
    /// ```
    /// use akkoord::ids::{ActorId, PatientId};
    /// let patient = PatientId::new("999990019")?;
    /// assert_eq!(ActorId::patient().as_str(), "patient");
    /// assert!(ActorId::patient().is(&patient) && ActorId::new("999990019")?.is(&patient));
    /// assert!(!ActorId::new("guardian-1")?.is(&patient));
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn patient() -> Self {
        ActorId(SmolStr::new_static("patient"))
    }

    /// Whether this is the patient, by the word or by the id: the one place that decides it (R20, R32, R34, R40).
    ///
    /// ```
    /// use akkoord::ids::{ActorId, PatientId};
    /// let patient = PatientId::new("999990019")?;
    /// assert!(ActorId::patient().is(&patient)); // by the word
    /// assert!(ActorId::new("999990019")?.is(&patient)); // by the id
    /// assert!(!ActorId::new("ura:90000033")?.is(&patient));
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn is(&self, patient: &PatientId) -> bool {
        *self == Self::patient() || self.as_str() == patient.as_str()
    }
}
id! {
    /// The id of a patient (a BSN in practice). `Debug` hides it, and it has no `Display`: it must not end up in a log.
    ///
    /// ```
    /// use akkoord::ids::PatientId;
    /// let patient = PatientId::new("999990019")?;
    /// assert_eq!(patient.as_str(), "999990019");
    /// assert_eq!(format!("{patient:?}"), "PatientId(hidden)");
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    PatientId, "patient.id"
}

/// The id of a provider, holder or consulter: `ura:90000017` by custom.
///
/// Cheap to clone (up to 23 bytes without allocating); equal and ordered by its bytes.
#[derive(Clone, Eq, PartialOrd, Ord)]
pub struct ProviderId(SmolStr);

impl ProviderId {
    /// Takes an id.
    ///
    /// # Errors
    /// `empty_string` for an empty text, `string_too_long` for more than 1,024 bytes.
    ///
    /// ```
    /// use akkoord::error::ErrorCode;
    /// use akkoord::ids::ProviderId;
    /// assert_eq!(ProviderId::new("ura:90000017")?.as_str(), "ura:90000017");
    /// assert_eq!(ProviderId::new("").unwrap_err().code(), ErrorCode::EmptyString);
    /// assert_eq!(ProviderId::new(&"9".repeat(1_025)).unwrap_err().code(), ErrorCode::StringTooLong);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    pub fn new(text: &str) -> Result<Self, Error> {
        Self::read(text).map_err(|code| Error::new(code, "id"))
    }

    pub(crate) fn read(text: &str) -> Result<Self, ErrorCode> {
        checked_id(text).map(Self)
    }

    /// An id that no document can hold: whoever has it is named by no choice.
    pub(crate) fn nobody() -> Self {
        ProviderId(SmolStr::new_static(""))
    }

    /// The id as it was given.
    ///
    /// ```
    /// use akkoord::ids::ProviderId;
    /// let (small, capital) = (ProviderId::new("ura:90000017")?, ProviderId::new("URA:90000017")?);
    /// assert_eq!(capital.as_str(), "URA:90000017"); // kept as it was given
    /// assert_ne!(small, capital); // compared byte for byte
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl PartialEq for ProviderId {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        same(self.0.as_bytes(), other.0.as_bytes())
    }
}

impl Hash for ProviderId {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // As the text: it can be looked up by one.
        self.0.hash(state);
    }
}

impl Borrow<str> for ProviderId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

macro_rules! written {
    ($($name:ident),*) => {
        $(
            impl serde::Serialize for $name {
                fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    serializer.serialize_str(self.as_str())
                }
            }
        )*
    };
}

// Not `PatientId`: a document that names the patient has to say so.
written!(ChoiceId, ProviderId, ActorId);

impl fmt::Debug for ChoiceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl fmt::Debug for ProviderId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl fmt::Debug for ActorId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ActorId(hidden)")
    }
}

impl fmt::Debug for PatientId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PatientId(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;

    #[test]
    fn a_patient_id_is_hidden_from_debug() {
        let id = PatientId::new("999990019").unwrap();
        assert_eq!(format!("{id:?}"), "PatientId(hidden)");
    }

    #[test]
    fn an_empty_and_an_overlong_id_are_refused() {
        assert_eq!(
            ProviderId::new("").unwrap_err().code(),
            ErrorCode::EmptyString
        );
        assert!(ProviderId::new(&"x".repeat(1024)).is_ok());
        assert_eq!(
            ProviderId::new(&"x".repeat(1025)).unwrap_err().code(),
            ErrorCode::StringTooLong
        );
    }
}
