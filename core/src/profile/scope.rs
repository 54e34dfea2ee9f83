//! The scope of a choice (R7): whose records, and which options.

use alloc::boxed::Box;
use alloc::format;
use alloc::vec::Vec;

use crate::catalogue::{
    Catalogue, CatalogueKey, CatalogueOption, HolderCategory, HolderIndex, OptionSet, ProviderType,
    TypeIndex,
};
use crate::error::{Error, ErrorCode};
use crate::ids::ProviderId;
use crate::order;
use crate::profile::choice::wire_enum;

wire_enum! {
    /// How wide a choice is (R7). Ordered from wide to narrow: at equal rank the narrower one wins (R8).
    Level {
        /// Every option of every holder ("al jouw zorgaanbieders", "geen enkele zorgaanbieder").
        Blanket = "blanket",
        /// One holder category ("alle apotheken").
        Categorical = "categorical",
        /// One or more named holders.
        Individual = "individual",
        /// One or more named holders, for one consulter, 72 hours.
        Emergency = "emergency",
    }
}

/// Whose records a choice is about and which options of them (R7), for one catalogue.
///
/// ```
/// use akkoord::Catalogue;
/// use akkoord::profile::{Level, Scope};
/// let catalogue = Catalogue::mitz();
/// let scope = Scope::individual(&catalogue, ["ura:90000017"])?.limited_to(&catalogue, ["1.1", "1.3"])?;
/// assert_eq!(scope.level(), Level::Individual);
/// let options = scope.limited_options(&catalogue).into_iter().flatten();
/// assert_eq!(options.map(|option| option.id()).collect::<Vec<_>>(), ["1.1", "1.3"]);
/// assert!(scope.holder_category(&catalogue).is_none() && scope.consulter(&catalogue).is_none());
/// # Ok::<(), akkoord::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Scope {
    kind: ScopeKind,
    options: Option<OptionSet>,
    catalogue: CatalogueKey,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum ScopeKind {
    Blanket,
    Categorical(HolderIndex),
    /// In byte order, each once.
    Individual(Box<[ProviderId]>),
    /// Boxed: it is the largest and the rarest.
    Emergency(Box<EmergencyScope>),
}

/// Named holders, for one consulter.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct EmergencyScope {
    /// In byte order, each once.
    pub(crate) holders: Box<[ProviderId]>,
    pub(crate) consulter: ProviderId,
    pub(crate) consulter_type: TypeIndex,
}

impl Scope {
    /// Every option of every holder.
    ///
    /// ```
    /// # use akkoord::Catalogue;
    /// # use akkoord::profile::{Level, Scope};
    /// # let catalogue = Catalogue::mitz();
    /// let scope = Scope::blanket(&catalogue);
    /// assert_eq!(scope.level(), Level::Blanket);
    /// assert!(scope.limited_options(&catalogue).is_none());
    /// ```
    #[must_use]
    pub fn blanket(catalogue: &Catalogue) -> Self {
        Self::of(catalogue, ScopeKind::Blanket)
    }

    /// Every option of the holders of one category.
    ///
    /// # Errors
    /// `unknown_holder_category`.
    ///
    /// ```
    /// # use akkoord::Catalogue;
    /// # use akkoord::error::ErrorCode;
    /// # use akkoord::profile::Scope;
    /// # let catalogue = Catalogue::mitz();
    /// let scope = Scope::categorical(&catalogue, "apotheken")?;
    /// assert_eq!(scope.holder_category(&catalogue).map(|category| category.id()), Some("apotheken"));
    /// let unknown = Scope::categorical(&catalogue, "pharmacies").unwrap_err();
    /// assert_eq!(unknown.code(), ErrorCode::UnknownHolderCategory);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    pub fn categorical(catalogue: &Catalogue, holder_category: &str) -> Result<Self, Error> {
        let category = catalogue
            .holder_index(holder_category)
            .ok_or_else(|| Error::new(ErrorCode::UnknownHolderCategory, "scope.holder_category"))?;
        Ok(Self::of(catalogue, ScopeKind::Categorical(category)))
    }

    /// Every option of the named holders. They are kept in byte order, each once.
    ///
    /// # Errors
    /// `empty_list`; `empty_string` and `string_too_long` for an id.
    ///
    /// ```
    /// # use akkoord::Catalogue;
    /// # use akkoord::error::ErrorCode;
    /// # use akkoord::profile::Scope;
    /// # let catalogue = Catalogue::mitz();
    /// let scope = Scope::individual(&catalogue, ["ura:90000025", "ura:90000017", "ura:90000025"])?;
    /// let holders: Vec<&str> = scope.holders().iter().map(|holder| holder.as_str()).collect();
    /// assert_eq!(holders, ["ura:90000017", "ura:90000025"]);
    /// let nobody = Scope::individual(&catalogue, []).unwrap_err();
    /// assert_eq!(nobody.code(), ErrorCode::EmptyList);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    pub fn individual<'h>(
        catalogue: &Catalogue,
        holders: impl IntoIterator<Item = &'h str>,
    ) -> Result<Self, Error> {
        Ok(Self::of(
            catalogue,
            ScopeKind::Individual(named_holders(holders)?),
        ))
    }

    /// The named holders, for one consulter, for as long as an emergency choice lives (R10).
    ///
    /// # Errors
    /// As [`Scope::individual`], and `unknown_consulter_type`.
    ///
    /// ```
    /// # use akkoord::ids::ProviderId;
    /// # use akkoord::Catalogue;
    /// # use akkoord::profile::{Level, Scope};
    /// # let catalogue = Catalogue::mitz();
    /// let consulter = ProviderId::new("ura:90000033")?;
    /// let scope = Scope::emergency(&catalogue, ["ura:90000017"], &consulter, "N6")?;
    /// assert_eq!(scope.level(), Level::Emergency);
    /// assert_eq!(scope.consulter(&catalogue).map(|(id, _)| id), Some(&consulter));
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    pub fn emergency<'h>(
        catalogue: &Catalogue,
        holders: impl IntoIterator<Item = &'h str>,
        consulter: &ProviderId,
        consulter_type: &str,
    ) -> Result<Self, Error> {
        let consulter_type = catalogue
            .type_index(consulter_type.as_bytes())
            .ok_or_else(|| Error::new(ErrorCode::UnknownConsulterType, "scope.consulter.type"))?;
        let holders = named_holders(holders)?;
        Ok(Self::of(
            catalogue,
            ScopeKind::Emergency(Box::new(EmergencyScope {
                holders,
                consulter: consulter.clone(),
                consulter_type,
            })),
        ))
    }

    /// Only these options; an option of a holder that the scope is not about covers nothing.
    ///
    /// # Errors
    /// `unknown_option`, `empty_list`, and `unknown_field` for an emergency scope, which cannot be limited (R7).
    ///
    /// ```
    /// # use akkoord::Catalogue;
    /// # use akkoord::error::ErrorCode;
    /// # use akkoord::profile::Scope;
    /// # let catalogue = Catalogue::mitz();
    /// let gp_practice = Scope::individual(&catalogue, ["ura:90000017"])?;
    /// let scope = gp_practice.clone().limited_to(&catalogue, ["1.3", "1.1"])?;
    /// assert_eq!(scope.limited_options(&catalogue).into_iter().flatten().count(), 2);
    /// let unknown = gp_practice.limited_to(&catalogue, ["1.1", "9.9"]).unwrap_err();
    /// assert_eq!((unknown.code(), unknown.path()), (ErrorCode::UnknownOption, "scope.options[1]"));
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    pub fn limited_to<'o>(
        mut self,
        catalogue: &Catalogue,
        options: impl IntoIterator<Item = &'o str>,
    ) -> Result<Self, Error> {
        if self.level() == Level::Emergency {
            return Err(Error::new(ErrorCode::UnknownField, "scope.options"));
        }
        let known = options
            .into_iter()
            .enumerate()
            .map(|(entry, id)| {
                let path = || format!("scope.options[{entry}]");
                let unknown = || Error::new(ErrorCode::UnknownOption, path());
                catalogue.option_index(id).ok_or_else(unknown)
            })
            .collect::<Result<Vec<_>, _>>()?;
        let empty = || Error::new(ErrorCode::EmptyList, "scope.options");
        self.options = Some(OptionSet::of(known).ok_or_else(empty)?);
        Ok(self)
    }

    pub(crate) fn of(catalogue: &Catalogue, kind: ScopeKind) -> Self {
        Scope {
            kind,
            options: None,
            catalogue: catalogue.key(),
        }
    }

    /// The same scope, as far as this holder goes, which it names if it names any.
    pub(super) fn for_holder(&self, holder: &ProviderId) -> Self {
        let only = || Box::from([holder.clone()]);
        let kind = match &self.kind {
            ScopeKind::Blanket => ScopeKind::Blanket,
            ScopeKind::Categorical(category) => ScopeKind::Categorical(*category),
            ScopeKind::Individual(_) => ScopeKind::Individual(only()),
            ScopeKind::Emergency(emergency) => ScopeKind::Emergency(Box::new(EmergencyScope {
                holders: only(),
                consulter: emergency.consulter.clone(),
                consulter_type: emergency.consulter_type,
            })),
        };
        Scope { kind, ..*self }
    }

    pub(crate) fn with_options(mut self, options: Option<OptionSet>) -> Self {
        self.options = options;
        self
    }

    /// How wide it is.
    ///
    /// ```
    /// # use akkoord::Catalogue;
    /// # use akkoord::profile::{Level, Scope};
    /// # let catalogue = Catalogue::mitz();
    /// assert_eq!(Scope::blanket(&catalogue).level(), Level::Blanket);
    /// assert_eq!(Scope::individual(&catalogue, ["ura:90000017"])?.level(), Level::Individual);
    /// assert!(Level::Blanket < Level::Individual, "from wide to narrow");
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn level(&self) -> Level {
        match self.kind {
            ScopeKind::Blanket => Level::Blanket,
            ScopeKind::Categorical(_) => Level::Categorical,
            ScopeKind::Individual(_) => Level::Individual,
            ScopeKind::Emergency(_) => Level::Emergency,
        }
    }

    /// The named holders, in byte order; empty for blanket and categorical.
    ///
    /// ```
    /// # use akkoord::Catalogue;
    /// # use akkoord::profile::Scope;
    /// # let catalogue = Catalogue::mitz();
    /// let scope = Scope::individual(&catalogue, ["ura:90000025", "ura:90000017"])?;
    /// assert_eq!(scope.holders()[0].as_str(), "ura:90000017");
    /// assert!(Scope::categorical(&catalogue, "apotheken")?.holders().is_empty());
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn holders(&self) -> &[ProviderId] {
        match &self.kind {
            ScopeKind::Blanket | ScopeKind::Categorical(_) => &[],
            ScopeKind::Individual(holders) => holders,
            ScopeKind::Emergency(emergency) => &emergency.holders,
        }
    }

    /// The holder category of a categorical scope. None for other levels, and for a catalogue other than that of the scope.
    ///
    /// ```
    /// # use akkoord::Catalogue;
    /// # use akkoord::profile::Scope;
    /// # let catalogue = Catalogue::mitz();
    /// let scope = Scope::categorical(&catalogue, "apotheken")?;
    /// assert_eq!(scope.holder_category(&catalogue).map(|category| category.en()), Some("pharmacies"));
    /// assert_eq!(Scope::blanket(&catalogue).holder_category(&catalogue).map(|category| category.en()), None);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn holder_category<'c>(&self, catalogue: &'c Catalogue) -> Option<&'c HolderCategory> {
        match &self.kind {
            ScopeKind::Categorical(category) if self.catalogue == catalogue.key() => {
                catalogue.holder_row(*category)
            }
            ScopeKind::Blanket
            | ScopeKind::Categorical(_)
            | ScopeKind::Individual(_)
            | ScopeKind::Emergency(_) => None,
        }
    }

    /// The options to which it is limited, in the order of the catalogue. None if it is not limited, and for a catalogue
    /// other than that of the scope.
    ///
    /// ```
    /// # use akkoord::Catalogue;
    /// # use akkoord::profile::Scope;
    /// # let catalogue = Catalogue::mitz();
    /// let scope = Scope::individual(&catalogue, ["ura:90000017"])?;
    /// assert!(scope.limited_options(&catalogue).is_none());
    /// let scope = scope.limited_to(&catalogue, ["1.3", "1.1"])?;
    /// let options = scope.limited_options(&catalogue).into_iter().flatten();
    /// assert_eq!(options.map(|option| option.id()).collect::<Vec<_>>(), ["1.1", "1.3"]);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    pub fn limited_options<'c>(
        &self,
        catalogue: &'c Catalogue,
    ) -> Option<impl Iterator<Item = &'c CatalogueOption> + use<'c>> {
        let options = self.options.filter(|_| self.catalogue == catalogue.key())?;
        Some(catalogue.options_in(options))
    }

    /// The one consulter of an emergency scope, and its provider type. None for other levels, and for a catalogue other
    /// than that of the scope.
    ///
    /// ```
    /// # use akkoord::ids::ProviderId;
    /// # use akkoord::Catalogue;
    /// # use akkoord::profile::Scope;
    /// # let catalogue = Catalogue::mitz();
    /// let consulter = ProviderId::new("ura:90000033")?;
    /// let scope = Scope::emergency(&catalogue, ["ura:90000017"], &consulter, "N6")?;
    /// let consulter = scope.consulter(&catalogue).map(|(id, kind)| (id.as_str(), kind.en()));
    /// assert_eq!(consulter, Some(("ura:90000033", "out-of-hours GP post")));
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn consulter<'c>(
        &'c self,
        catalogue: &'c Catalogue,
    ) -> Option<(&'c ProviderId, &'c ProviderType)> {
        match &self.kind {
            ScopeKind::Emergency(emergency) if self.catalogue == catalogue.key() => {
                let kind = catalogue.type_row(emergency.consulter_type)?;
                Some((&emergency.consulter, kind))
            }
            ScopeKind::Blanket
            | ScopeKind::Categorical(_)
            | ScopeKind::Individual(_)
            | ScopeKind::Emergency(_) => None,
        }
    }

    pub(crate) fn kind(&self) -> &ScopeKind {
        &self.kind
    }

    pub(crate) fn options(&self) -> Option<OptionSet> {
        self.options
    }

    pub(super) fn catalogue(&self) -> CatalogueKey {
        self.catalogue
    }
}

fn named_holders<'h>(
    holders: impl IntoIterator<Item = &'h str>,
) -> Result<Box<[ProviderId]>, Error> {
    let ids = holders
        .into_iter()
        .enumerate()
        .map(|(entry, id)| {
            ProviderId::read(id).map_err(|code| Error::new(code, format!("scope.holders[{entry}]")))
        })
        .collect::<Result<Vec<_>, _>>()?;
    if ids.is_empty() {
        return Err(Error::new(ErrorCode::EmptyList, "scope.holders"));
    }
    Ok(sorted(ids))
}

/// The same holders in byte order, each once.
pub(super) fn sorted(mut holders: Vec<ProviderId>) -> Box<[ProviderId]> {
    order::sort_unstable_by(&mut holders, Ord::cmp);
    holders.dedup();
    holders.into_boxed_slice()
}
