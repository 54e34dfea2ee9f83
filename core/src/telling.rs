//! In which language, and to whom.

use core::fmt;
use core::str::FromStr;

use crate::error::{Error, ErrorCode};

/// The language of an explanation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lang {
    /// Dutch, at B1 level.
    Nl,
    /// English.
    En,
}

impl Lang {
    /// Its code: `nl` or `en`.
    ///
    /// ```
    /// use akkoord::Lang;
    /// assert_eq!([Lang::Nl, Lang::En].map(Lang::code), ["nl", "en"]);
    /// assert_eq!("nl".parse::<Lang>()?, Lang::Nl);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Lang::Nl => "nl",
            Lang::En => "en",
        }
    }
}

/// Reads a code, `nl` or `en`; anything else is `unknown_value`.
impl FromStr for Lang {
    type Err = Error;

    fn from_str(code: &str) -> Result<Self, Error> {
        lang(code).map_err(|code| Error::new(code, ""))
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// Reads the field `explain` of a question.
pub(crate) fn lang(code: &str) -> Result<Lang, ErrorCode> {
    match code {
        "nl" => Ok(Lang::Nl),
        "en" => Ok(Lang::En),
        _ => Err(ErrorCode::UnknownValue),
    }
}

/// Who reads an explanation (R24).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Audience {
    /// The patient: sees the whole ground.
    Patient,
    /// The provider that keeps the record: sees the whole ground.
    Holder,
    /// The provider that asks: does not learn whether a deny is a "no" or "no choice", nor anything about other
    /// holders.
    Consulter,
}

impl Audience {
    /// Its name.
    ///
    /// ```
    /// use akkoord::Audience;
    /// assert_eq!(Audience::Consulter.name(), "consulter");
    /// assert_eq!("consulter".parse::<Audience>()?, Audience::Consulter);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Audience::Patient => "patient",
            Audience::Holder => "holder",
            Audience::Consulter => "consulter",
        }
    }
}

/// How an answer is told, as a question asks for it: in which language it is explained, if at all, and for whom.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Telling {
    pub(crate) lang: Option<Lang>,
    pub(crate) audience: Option<Audience>,
}

impl Telling {
    /// For whom: the holder, if the question does not say, since it is the holder that must know why.
    pub(crate) fn audience(self) -> Audience {
        self.audience.unwrap_or(Audience::Holder)
    }
}

impl From<Option<Lang>> for Telling {
    fn from(lang: Option<Lang>) -> Self {
        let audience = None;
        Telling { lang, audience }
    }
}

/// Reads a name, `patient`, `holder` or `consulter`; anything else is `unknown_value`.
impl FromStr for Audience {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self, Error> {
        audience(name).map_err(|code| Error::new(code, ""))
    }
}

impl fmt::Display for Audience {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Reads the field `audience` of a question.
pub(crate) fn audience(name: &str) -> Result<Audience, ErrorCode> {
    match name {
        "patient" => Ok(Audience::Patient),
        "holder" => Ok(Audience::Holder),
        "consulter" => Ok(Audience::Consulter),
        _ => Err(ErrorCode::UnknownValue),
    }
}
