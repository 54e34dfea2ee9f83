//! How an explanation is worded: names of providers and a time zone of Python's, asked while core explains.

use std::cell::RefCell;

use akkoord::explain::Wording;
use akkoord::{Audience, Instant, Lang};
use pyo3::prelude::*;
use pyo3::types::{PyDelta, PyDeltaAccess, PyMapping, PyString};

use crate::decision::Explanation;
use crate::error::wrong_type;
use crate::given::{given, text};
use crate::instant::told;

given! {
    /// Names of providers: a mapping by their ids, or a function.
    Names = type_hint_identifier!("akkoord._names", "Names");
    /// A time zone.
    Zone = type_hint_identifier!("datetime", "tzinfo");
}

impl Names<'_> {
    fn of(&self, id: &str) -> PyResult<Option<String>> {
        let given = &self.0;
        let found = match given.cast::<PyMapping>() {
            Ok(names) if names.contains(id)? => names.get_item(id)?,
            Ok(_) => return Ok(None),
            Err(_) => given.call1((id,))?,
        };
        if found.is_none() {
            return Ok(None);
        }
        text(&found, "names").map(|name| Some(name.to_owned()))
    }
}

impl Zone<'_> {
    /// How many seconds local time is ahead of UTC.
    fn ahead(&self, at: Instant) -> PyResult<i32> {
        const SECONDS_PER_DAY: i32 = 86_400;
        let local = told(self.0.py(), at)?.call_method1("astimezone", (&self.0,))?;
        let ahead = local.call_method0("utcoffset")?;
        let ahead = ahead.cast::<PyDelta>()?;
        // INVARIANT: an offset is less than a day.
        Ok(ahead.get_days() * SECONDS_PER_DAY + ahead.get_seconds())
    }
}

/// Explains with these names and this time zone; what they raise is raised.
pub(crate) fn explained(
    lang: Lang,
    audience: Audience,
    names: Option<&Names<'_>>,
    zone: Option<&Zone<'_>>,
    explain: impl FnOnce(&Wording<'_>) -> akkoord::explain::Explanation,
) -> PyResult<Explanation> {
    if let Some(Names(given)) = names
        && (given.is_instance_of::<PyString>()
            || !(given.is_callable() || given.cast::<PyMapping>().is_ok()))
    {
        return Err(wrong_type(
            "names",
            "a mapping of ids to names, or a function",
            given,
        ));
    }
    if let Some(Zone(given)) = zone
        && !given.is_instance_of::<pyo3::types::PyTzInfo>()
    {
        return Err(wrong_type(
            "time_zone",
            "a tzinfo, such as ZoneInfo(\"Europe/Amsterdam\")",
            given,
        ));
    }
    let raised: RefCell<Option<PyErr>> = RefCell::new(None);
    let keep = |error: PyErr| {
        raised.borrow_mut().get_or_insert(error);
    };
    let name = |id: &str| {
        let found = names.map_or(Ok(None), |names| names.of(id));
        found.unwrap_or_else(|error| {
            keep(error);
            None
        })
    };
    let ahead = |at: Instant| {
        let seconds = zone.map_or(Ok(0), |zone| zone.ahead(at));
        seconds.unwrap_or_else(|error| {
            keep(error);
            0
        })
    };
    let mut wording = Wording::new(lang, audience);
    if names.is_some() {
        wording = wording.with_names(&name);
    }
    if zone.is_some() {
        wording = wording.with_zone(&ahead);
    }
    let told = Explanation::of(&explain(&wording), lang, audience);
    match raised.take() {
        Some(error) => Err(error),
        None => Ok(told),
    }
}
