//! Reading a query, strictly.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::{Connection, Consulter, Holder, Purpose, Query, TreatmentRelationship};
use crate::error::ErrorCode;
use crate::ids::ProviderId;
use crate::instant::Instant;
use crate::reader::{Context, Flag, OneOrMore, Stopped, Text, fields, named_up_to};
use crate::telling::{self, Audience, Lang, Telling};

/// A catalogue has at most so many data categories; each one asked costs a decision.
pub(crate) const MAX_DATA: usize = 128;

/// A code that is looked up later: what the catalogue does not know is indeterminate, not an error (R11).
pub(crate) fn code(text: &str) -> Result<Box<str>, ErrorCode> {
    Ok(Box::from(text))
}

fields! {
    /// A query, and the language in which an explanation is asked for, if one is.
    pub(crate) QueryFields(_given: ()) => (Query, Telling) {
        required "holder" holder: Holder = HolderFields::shape(()),
        required "consulter" consulter: Consulter = ConsulterFields::shape(()),
        required "data" data: Vec<Box<str>> = OneOrMore(named_up_to(MAX_DATA, || Text(code))),
        optional "purpose" purpose: Purpose = Text(|text: &str| Ok(Purpose::from(text))),
        optional "treatment_relationship" treatment_relationship: TreatmentRelationship =
            Flag(|asserted| if asserted { TreatmentRelationship::Asserted } else { TreatmentRelationship::Denied }),
        required "at" at: Instant = Text(|text: &str| Instant::read(text).ok_or(ErrorCode::InvalidInstant)),
        optional "explain" explain: Lang = Text(telling::lang),
        optional "audience" audience: Audience = Text(telling::audience),
    }
}

impl QueryFields<'_> {
    fn checked(self, _: &Context) -> Result<Option<(Query, Telling)>, Stopped> {
        let (Some(holder), Some(consulter), Some(data), Some(at)) =
            (self.holder, self.consulter, self.data, self.at)
        else {
            return Ok(None);
        };
        let query = Query {
            holder,
            consulter,
            data,
            purpose: self.purpose.unwrap_or_default(),
            treatment_relationship: self.treatment_relationship.unwrap_or_default(),
            at,
        };
        let telling = Telling {
            lang: self.explain,
            audience: self.audience,
        };
        Ok(Some((query, telling)))
    }
}

fields! {
    pub(crate) HolderFields(_given: ()) => Holder {
        required "id" id: ProviderId = Text(ProviderId::read),
        required "type" kind: Box<str> = Text(code),
        optional "connected" connection: Connection =
            Flag(|connected| if connected { Connection::Connected } else { Connection::NotConnected }),
    }
}

impl HolderFields<'_> {
    fn checked(self, _: &Context) -> Result<Option<Holder>, Stopped> {
        let (Some(id), Some(kind)) = (self.id, self.kind) else {
            return Ok(None);
        };
        Ok(Some(Holder {
            id,
            kind,
            connection: self.connection.unwrap_or_default(),
        }))
    }
}

fields! {
    pub(crate) ConsulterFields(_given: ()) => Consulter {
        required "id" id: ProviderId = Text(ProviderId::read),
        required "type" kind: Box<str> = Text(code),
    }
}

impl ConsulterFields<'_> {
    fn checked(self, _: &Context) -> Result<Option<Consulter>, Stopped> {
        let (Some(id), Some(kind)) = (self.id, self.kind) else {
            return Ok(None);
        };
        Ok(Some(Consulter { id, kind }))
    }
}
