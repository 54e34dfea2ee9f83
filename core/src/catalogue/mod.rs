//! The catalogue (R1-R5): which options can be answered, which provider type belongs where, what covers what.
//!
//! A catalogue is data. The Mitz catalogue is embedded; another one is read with [`Catalogue::from_json`].

mod classes;
mod read;

use alloc::boxed::Box;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;
use core::num::NonZeroU128;

use serde::Serialize;
use smol_str::SmolStr;

use classes::Classes;
pub(crate) use classes::{Class, ClassIndex, OptionRow};

use crate::digest::digest;
use crate::error::Error;
use crate::instant::{Date, Instant};
use crate::lookup::Codes;

/// R1: at most so many options, so that a set of options is one 128-bit word.
pub(crate) const MAX_OPTIONS: usize = 128;

/// The Mitz catalogue as a document, embedded.
pub(crate) const MITZ: &str = include_str!("../../data/mitz-3960100.json");

macro_rules! index {
    ($(#[doc = $doc:literal])* $name:ident($type:ty)) => {
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(crate) struct $name($type);

        impl $name {
            pub(crate) fn new(index: usize) -> Option<Self> {
                <$type>::try_from(index).ok().map(Self)
            }

            pub(crate) fn get(self) -> usize {
                usize::from(self.0)
            }
        }
    };
}

index! {
    /// A data category by its row.
    DataIndex(u8)
}
index! {
    /// A holder category by its row.
    HolderIndex(u8)
}
index! {
    /// A consulting category by its row.
    ConsultingIndex(u8)
}
index! {
    /// A provider type by its row.
    TypeIndex(u16)
}
index! {
    /// An option by its row.
    OptionIndex(u8)
}

/// A set of options of one catalogue, not empty: a bit per row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OptionSet(NonZeroU128);

impl OptionIndex {
    /// Every row, in order: a catalogue has fewer options.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        (0..=u8::MAX).map(OptionIndex)
    }

    /// Its place in a set.
    pub(crate) fn bit(self) -> u128 {
        1_u128.checked_shl(u32::from(self.0)).unwrap_or(0)
    }
}

impl OptionSet {
    pub(crate) fn contains(self, option: OptionIndex) -> bool {
        self.0.get() & option.bit() != 0
    }

    /// The set with these bits; none if there are none.
    pub(crate) fn from_bits(bits: u128) -> Option<Self> {
        NonZeroU128::new(bits).map(OptionSet)
    }

    /// The bits, one per row.
    pub(crate) fn bits(self) -> u128 {
        self.0.get()
    }

    /// The set of these options; none if there are none.
    pub(crate) fn of(options: impl IntoIterator<Item = OptionIndex>) -> Option<Self> {
        let bits = options
            .into_iter()
            .fold(0, |bits, option| bits | option.bit());
        NonZeroU128::new(bits).map(OptionSet)
    }
}

impl ConsultingIndex {
    /// Its place in a set: a catalogue has at most 128.
    pub(crate) fn bit(self) -> u128 {
        1_u128.checked_shl(u32::from(self.0)).unwrap_or(0)
    }
}

/// A set of consulting categories of one catalogue: a bit per row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct ConsultingSet(u128);

impl ConsultingSet {
    fn contains(self, category: ConsultingIndex) -> bool {
        self.0 & category.bit() != 0
    }
}

/// The options that can be answered, versioned and dated (R1). Immutable, cheap to clone, `Send + Sync`.
///
/// ```
/// use akkoord::Catalogue;
/// let catalogue = Catalogue::mitz();
/// assert_eq!(catalogue.id(), "mitz-3960100");
/// assert_eq!(catalogue.options().len(), 34);
/// ```
#[derive(Clone)]
pub struct Catalogue(Arc<Tables>);

#[derive(PartialEq, Serialize)]
struct Tables {
    id: SmolStr,
    name: Box<str>,
    version: Box<str>,
    date: Date,
    source: Box<str>,
    data_categories: Vec<DataCategory>,
    holder_categories: Vec<HolderCategory>,
    consulting_categories: Vec<ConsultingCategory>,
    provider_types: Vec<ProviderType>,
    options: Vec<CatalogueOption>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    situations: Vec<Situation>,
    #[serde(skip)]
    lookups: Lookups,
    #[serde(skip)]
    classes: Classes,
    #[serde(skip)]
    key: CatalogueKey,
}

impl Tables {
    fn to_json(&self) -> String {
        crate::json::written(self)
    }
}

/// Where the codes stand.
#[derive(Default)]
struct Lookups {
    types: Codes,
    data: Codes,
    holders: Codes,
    options: Codes,
}

impl Lookups {
    fn of(tables: &Tables) -> Self {
        Lookups {
            types: Codes::of(tables.provider_types.iter().map(|row| &*row.code)),
            data: Codes::of(tables.data_categories.iter().map(|row| &*row.code)),
            holders: Codes::of(tables.holder_categories.iter().map(|row| &*row.id)),
            options: Codes::of(tables.options.iter().map(|row| &*row.id)),
        }
    }
}

impl PartialEq for Lookups {
    /// They follow from the rows, which are compared.
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// Tells catalogues apart without comparing them: a hash of the whole content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CatalogueKey(u64);

impl CatalogueKey {
    pub(crate) fn number(self) -> u64 {
        self.0
    }

    /// FNV-1a; its job is to notice a mix-up, not to resist an attacker.
    fn of(content: &str) -> Self {
        CatalogueKey(content.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        }))
    }
}

/// A kind of data, such as `GGC013` (medicatiegegevens), and the wider kind that covers it (R3).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DataCategory {
    code: SmolStr,
    nl: Box<str>,
    en: Box<str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parent: Option<Box<str>>,
    #[serde(skip)]
    parent_index: Option<DataIndex>,
    source: Box<str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    remark: Option<Box<str>>,
}

/// A group of providers that keep records, such as `apotheken` (R1).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HolderCategory {
    id: Box<str>,
    nl: Box<str>,
    en: Box<str>,
    source: Box<str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    remark: Option<Box<str>>,
}

/// A group of providers that ask for data, such as `RPZAC001` (huisartsen en huisartsenposten) (R1).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ConsultingCategory {
    code: Box<str>,
    nl: Box<str>,
    en: Box<str>,
    source: Box<str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    remark: Option<Box<str>>,
}

/// A national provider type and the categories that it belongs to (R2).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ProviderType {
    code: Box<str>,
    nl: Box<str>,
    en: Box<str>,
    holder_category: Box<str>,
    consulting_category: Box<str>,
    #[serde(skip)]
    holder: HolderIndex,
    #[serde(skip)]
    consulting: ConsultingIndex,
    source: Box<str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    remark: Option<Box<str>>,
}

/// An option (R1): holder category x data category x consulting categories.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CatalogueOption {
    id: SmolStr,
    holder_category: Box<str>,
    data: Box<str>,
    consulting_categories: Vec<Box<str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<Instant>,
    #[serde(skip)]
    holder: HolderIndex,
    #[serde(skip)]
    data_index: DataIndex,
    #[serde(skip)]
    consulting: ConsultingSet,
    source: Box<str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    remark: Option<Box<str>>,
}

/// R36: which options the dossierhoudersknop of one holder category writes for a yes, such as `SIT001`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Situation {
    id: SmolStr,
    holder_category: Box<str>,
    options: Vec<Box<str>>,
    #[serde(skip)]
    holder: HolderIndex,
    #[serde(skip)]
    set: Option<OptionSet>,
    source: Box<str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    remark: Option<Box<str>>,
}

impl Situation {
    /// Its id, such as `SIT001`.
    ///
    /// ```
    /// let mitz = akkoord::Catalogue::mitz();
    /// let ids = mitz.situations().iter().map(|situation| situation.id());
    /// assert!(ids.eq(["SIT001", "SIT002"]));
    /// ```
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The id of the holder category whose button it is.
    ///
    /// ```
    /// let mitz = akkoord::Catalogue::mitz();
    /// let categories = mitz.situations().iter().map(|situation| situation.holder_category());
    /// assert!(categories.eq(["huisartsen", "ziekenhuizen"]));
    /// ```
    #[must_use]
    pub fn holder_category(&self) -> &str {
        &self.holder_category
    }

    /// The ids of the options that a yes writes, in the order of the document.
    ///
    /// ```
    /// # let mitz = akkoord::Catalogue::mitz();
    /// let gps = &mitz.situations()[0];
    /// assert!(gps.options().eq(["1.1", "1.2", "1.3"]));
    /// // Without the situation, a yes would write the whole row of GPs.
    /// let row = mitz.options().iter().filter(|option| option.holder_category() == gps.holder_category());
    /// assert_eq!(row.count(), 6);
    /// ```
    pub fn options(&self) -> impl Iterator<Item = &str> {
        self.options.iter().map(|id| &**id)
    }

    /// Where the row comes from.
    ///
    /// ```
    /// let mitz = akkoord::Catalogue::mitz();
    /// assert_eq!(mitz.situations()[0].source(), "Rulebook chapter 2");
    /// ```
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// What is doubtful or notable about the row.
    ///
    /// ```
    /// let mitz = akkoord::Catalogue::mitz();
    /// assert_eq!(mitz.situations()[1].remark(), Some("Dossierhoudersknop for hospitals."));
    /// ```
    #[must_use]
    pub fn remark(&self) -> Option<&str> {
        self.remark.as_deref()
    }
}

macro_rules! named_row {
    ($type:ident, $id:ident, $what:literal) => {
        impl $type {
            #[doc = $what]
            ///
            /// ```
            /// # let mitz = akkoord::Catalogue::mitz();
            /// assert_eq!(mitz.data_categories()[2].code(), "GGC013");
            /// assert_eq!(mitz.holder_categories()[1].id(), "apotheken");
            /// assert_eq!(mitz.consulting_categories()[0].code(), "RPZAC001");
            /// assert_eq!(mitz.provider_types()[1].code(), "Z3");
            /// ```
            #[must_use]
            pub fn $id(&self) -> &str {
                &self.$id
            }

            /// Its name in Dutch.
            ///
            /// ```
            /// # let mitz = akkoord::Catalogue::mitz();
            /// assert_eq!(mitz.data_categories()[2].nl(), "medicatiegegevens");
            /// assert_eq!(mitz.holder_categories()[1].nl(), "apotheken");
            /// assert_eq!(mitz.consulting_categories()[0].nl(), "huisartsen en huisartsenposten");
            /// assert_eq!(mitz.provider_types()[1].nl(), "huisartsenpraktijk");
            /// ```
            #[must_use]
            pub fn nl(&self) -> &str {
                &self.nl
            }

            /// Its name in English.
            ///
            /// ```
            /// # let mitz = akkoord::Catalogue::mitz();
            /// assert_eq!(mitz.data_categories()[2].en(), "medication data");
            /// assert_eq!(mitz.holder_categories()[1].en(), "pharmacies");
            /// assert_eq!(mitz.consulting_categories()[0].en(), "GPs and out-of-hours GP posts");
            /// assert_eq!(mitz.provider_types()[1].en(), "GP practice");
            /// ```
            #[must_use]
            pub fn en(&self) -> &str {
                &self.en
            }

            /// Where the row comes from.
            ///
            /// ```
            /// # let mitz = akkoord::Catalogue::mitz();
            /// assert_eq!(mitz.data_categories()[2].source(), "R3");
            /// assert_eq!(mitz.holder_categories()[1].source(), "Rulebook chapter 2, row 2");
            /// assert_eq!(mitz.consulting_categories()[0].source(), "Rulebook chapter 2");
            /// assert_eq!(mitz.provider_types()[1].source(), "RoleCodeNL; mapping: rulebook chapter 2 (our reading)");
            /// ```
            #[must_use]
            pub fn source(&self) -> &str {
                &self.source
            }

            /// What is doubtful or notable about the row.
            ///
            /// ```
            /// # let mitz = akkoord::Catalogue::mitz();
            /// assert_eq!(mitz.data_categories()[2].remark(), Some("Part of GGC002."));
            /// assert_eq!(mitz.holder_categories()[1].remark(), Some("Options 2.x."));
            /// assert_eq!(mitz.consulting_categories()[0].remark(), Some("Short name HA in the rulebook."));
            /// assert_eq!(mitz.provider_types()[1].remark(), Some("Beware: Z3 is a GP practice, not a hospital."));
            /// ```
            #[must_use]
            pub fn remark(&self) -> Option<&str> {
                self.remark.as_deref()
            }
        }
    };
}

named_row!(DataCategory, code, "Its code, such as `GGC013`.");
named_row!(HolderCategory, id, "Its id, such as `apotheken`.");
named_row!(ConsultingCategory, code, "Its code, such as `RPZAC001`.");
named_row!(ProviderType, code, "Its code in RoleCodeNL, such as `Z3`.");

impl DataCategory {
    pub(crate) fn shared_code(&self) -> &SmolStr {
        &self.code
    }

    /// The code of the wider category that covers it (R3).
    ///
    /// ```
    /// let mitz = akkoord::Catalogue::mitz();
    /// let data = mitz.data_categories();
    /// assert_eq!((data[0].code(), data[0].parent()), ("GGC002", None));
    /// assert_eq!((data[2].code(), data[2].parent()), ("GGC013", Some("GGC002")));
    /// ```
    #[must_use]
    pub fn parent(&self) -> Option<&str> {
        self.parent.as_deref()
    }
}

impl ProviderType {
    /// The id of the holder category to which providers of this type belong.
    ///
    /// ```
    /// let mitz = akkoord::Catalogue::mitz();
    /// let category = |code: &str| mitz.provider_type(code).map(|kind| kind.holder_category());
    /// assert_eq!(category("V4"), Some("ziekenhuizen"));
    /// assert_eq!(category("L1"), Some("laboratoria"));
    /// ```
    #[must_use]
    pub fn holder_category(&self) -> &str {
        &self.holder_category
    }

    /// The code of the consulting category to which providers of this type belong.
    ///
    /// ```
    /// # let mitz = akkoord::Catalogue::mitz();
    /// // Hospitals and laboratories are two holder categories, but one consulting category.
    /// let category = |code: &str| mitz.provider_type(code).map(|kind| kind.consulting_category());
    /// assert_eq!(category("V4"), Some("RPZAC104"));
    /// assert_eq!(category("L1"), Some("RPZAC104"));
    /// ```
    #[must_use]
    pub fn consulting_category(&self) -> &str {
        &self.consulting_category
    }

    pub(crate) fn holder_index(&self) -> HolderIndex {
        self.holder
    }

    pub(crate) fn consulting_index(&self) -> ConsultingIndex {
        self.consulting
    }
}

impl CatalogueOption {
    pub(crate) fn holder_index(&self) -> HolderIndex {
        self.holder
    }

    /// Its id, such as `1.1`.
    ///
    /// ```
    /// let mitz = akkoord::Catalogue::mitz();
    /// let gps = mitz.options().iter().filter(|option| option.holder_category() == "huisartsen");
    /// assert!(gps.map(|option| option.id()).eq(["1.1", "1.2", "1.3", "1.4", "1.6", "1.7"]));
    /// ```
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The id of the holder category.
    ///
    /// ```
    /// let mitz = akkoord::Catalogue::mitz();
    /// let option = mitz.options().iter().find(|option| option.id() == "2.1");
    /// assert_eq!(option.map(|option| option.holder_category()), Some("apotheken"));
    /// ```
    #[must_use]
    pub fn holder_category(&self) -> &str {
        &self.holder_category
    }

    /// The code of the data category.
    ///
    /// ```
    /// let mitz = akkoord::Catalogue::mitz();
    /// let option = mitz.options().iter().find(|option| option.id() == "2.1");
    /// assert_eq!(option.map(|option| option.data()), Some("GGC013"));
    /// ```
    #[must_use]
    pub fn data(&self) -> &str {
        &self.data
    }

    /// The codes of the consulting categories, in the order of the document; more than one if merged.
    ///
    /// ```
    /// let mitz = akkoord::Catalogue::mitz();
    /// let option = mitz.options().iter().find(|option| option.id() == "5.1");
    /// let categories = option.into_iter().flat_map(|option| option.consulting_categories());
    /// assert!(categories.eq(["RPZAC001", "RPZAC104", "RPZAC003"]));
    /// ```
    pub fn consulting_categories(&self) -> impl Iterator<Item = &str> {
        self.consulting_categories.iter().map(|code| &**code)
    }

    /// R5: when the option was added to the catalogue, if it was added later.
    ///
    /// ```
    /// use akkoord::Catalogue;
    /// let trial = Catalogue::mitz().to_json().replace("mitz-3960100", "trial-1");
    /// let trial = trial.replace(r#""id":"1.1","#, r#""id":"1.1","since":"2027-01-01T00:00:00Z","#);
    /// let trial = Catalogue::from_json(&trial)?;
    /// assert_eq!(trial.options()[0].since(), Some("2027-01-01T00:00:00Z".parse()?));
    /// assert_eq!(trial.options()[1].since(), None);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn since(&self) -> Option<Instant> {
        self.since
    }

    /// Where the row comes from.
    ///
    /// ```
    /// let mitz = akkoord::Catalogue::mitz();
    /// let option = mitz.options().iter().find(|option| option.id() == "4.1");
    /// assert_eq!(option.map(|option| option.source()), Some("Rulebook chapter 2, row 4"));
    /// ```
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// What is doubtful or notable about the row.
    ///
    /// ```
    /// let mitz = akkoord::Catalogue::mitz();
    /// let option = mitz.options().iter().find(|option| option.id() == "4.1");
    /// assert_eq!(option.and_then(|option| option.remark()), Some("Merged: one option for HA, ZH, GGZ and VV."));
    /// ```
    #[must_use]
    pub fn remark(&self) -> Option<&str> {
        self.remark.as_deref()
    }

    pub(crate) fn data_index(&self) -> DataIndex {
        self.data_index
    }
}

impl Catalogue {
    /// The Mitz catalogue of the rulebook: `mitz-3960100`, 34 options.
    ///
    /// ```
    /// use akkoord::{Catalogue, Engine};
    /// let mitz = Catalogue::mitz();
    /// assert_eq!((mitz.id(), mitz.options().len()), ("mitz-3960100", 34));
    /// assert_eq!(Engine::mitz().catalogue(), &mitz);
    /// ```
    #[must_use]
    pub fn mitz() -> Self {
        // INVARIANT: the embedded document is read in a test; if it could not be, an empty catalogue knows no code, so
        // that every question is indeterminate (R11).
        read::built_in(MITZ).unwrap_or_else(|_| Self::empty())
    }

    fn empty() -> Self {
        Catalogue(Arc::new(Tables {
            id: SmolStr::new_static("empty"),
            name: Box::default(),
            version: Box::default(),
            date: Instant::MIN.date(),
            source: Box::default(),
            data_categories: Vec::new(),
            holder_categories: Vec::new(),
            consulting_categories: Vec::new(),
            provider_types: Vec::new(),
            options: Vec::new(),
            situations: Vec::new(),
            lookups: Lookups::default(),
            classes: Classes::default(),
            key: CatalogueKey(0),
        }))
    }

    /// Reads a catalogue: a document like `core/data/mitz-3960100.json`.
    ///
    /// # Errors
    /// What does not fit together is an error whose path names the row (`options[7].data`): `duplicate_code`,
    /// `unknown_data_category`, `unknown_consulting_category`, `unknown_holder_category`, `option_without_holder`,
    /// `hierarchy_cycle`, `too_many_options`, `type_mapped_twice`, `overlapping_options`, `too_many_rows`, and of a
    /// situation `unknown_option` and `foreign_option`; besides the errors of form that a profile can have.
    /// `catalogue_id_taken` for the id of a built-in catalogue ([`Catalogue::mitz`]) with other content.
    ///
    /// ```
    /// use akkoord::Catalogue;
    /// use akkoord::error::ErrorCode;
    /// let trial = Catalogue::mitz().to_json().replace("mitz-3960100", "trial-1");
    /// assert_eq!(Catalogue::from_json(&trial)?.id(), "trial-1");
    ///
    /// let wrong = trial.replace(r#""id":"7.7""#, r#""id":"7.2""#);
    /// let error = Catalogue::from_json(&wrong).unwrap_err();
    /// assert_eq!((error.code(), error.path()), (ErrorCode::DuplicateCode, "options[33].id"));
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    pub fn from_json(json: &str) -> Result<Self, Error> {
        read::catalogue(json)
    }

    /// Every error of a catalogue document, in the order in which they are met, at most 100; none for a good one.
    ///
    /// ```
    /// use akkoord::Catalogue;
    /// let trial = Catalogue::mitz().to_json().replace("mitz-3960100", "trial-1");
    /// assert!(Catalogue::check(&trial).is_empty());
    ///
    /// let wrong = trial.replace(r#""data":"GGC012""#, r#""data":"GGC099""#);
    /// let errors = Catalogue::check(&wrong);
    /// let paths: Vec<&str> = errors.iter().map(|error| error.path()).collect();
    /// assert_eq!(paths, ["options[21].data", "options[22].data", "options[23].data", "options[24].data"]);
    /// ```
    #[must_use]
    pub fn check(json: &str) -> Vec<Error> {
        read::all_faults(json)
    }

    fn from_tables(mut tables: Tables) -> Self {
        tables.lookups = Lookups::of(&tables);
        tables.classes = Classes::of(&tables);
        tables.key = CatalogueKey::of(&tables.to_json());
        Catalogue(Arc::new(tables))
    }

    /// The catalogue as a document, in the field order of the embedded one.
    ///
    /// ```
    /// use akkoord::Catalogue;
    /// let mitz = Catalogue::mitz();
    /// assert!(mitz.to_json().starts_with(r#"{"id":"mitz-3960100","name":"Toestemmingscatalogus Mitz","#));
    /// assert_eq!(Catalogue::from_json(&mitz.to_json())?, mitz);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn to_json(&self) -> String {
        self.0.to_json()
    }

    /// The id that profiles name and every decision carries.
    ///
    /// ```
    /// # let engine = akkoord::Engine::mitz();
    /// # let (profile, query, ..) = engine.read_line(r#"{"profile": {"patient": {"id": "999990019"}, "choices": [
    /// #     {"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
    /// #      "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]},
    /// #     "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #               "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC002",
    /// #               "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}}"#)?;
    /// for decision in engine.decide(&profile, &query)? {
    ///     assert_eq!(decision.catalogue_id(), engine.catalogue().id());
    /// }
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn id(&self) -> &str {
        &self.0.id
    }

    /// A short name for the content: the first 16 hexadecimal digits of the SHA-256 of [`Catalogue::to_json`]. Computed at
    /// each call.
    ///
    /// ```
    /// use akkoord::Catalogue;
    /// let mitz = Catalogue::mitz();
    /// let other = Catalogue::from_json(&mitz.to_json().replace("mitz-3960100", "trial-1"))?;
    /// assert_ne!(mitz.digest(), other.digest());
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn digest(&self) -> String {
        digest(&self.to_json()).into()
    }

    pub(crate) fn key(&self) -> CatalogueKey {
        self.0.key
    }

    /// Its name.
    ///
    /// ```
    /// let mitz = akkoord::Catalogue::mitz();
    /// assert_eq!(mitz.name(), "Toestemmingscatalogus Mitz");
    /// ```
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// Its version.
    ///
    /// ```
    /// let mitz = akkoord::Catalogue::mitz();
    /// assert_eq!(mitz.version(), "3960100");
    /// ```
    #[must_use]
    pub fn version(&self) -> &str {
        &self.0.version
    }

    /// Its date.
    ///
    /// ```
    /// let mitz = akkoord::Catalogue::mitz();
    /// assert_eq!(mitz.date().to_string(), "2026-11-01");
    /// ```
    #[must_use]
    pub fn date(&self) -> Date {
        self.0.date
    }

    /// The options, in the order of the document; at most 128.
    ///
    /// ```
    /// let mitz = akkoord::Catalogue::mitz();
    /// let results = mitz.options().iter().filter(|option| option.data() == "GGC012");
    /// assert!(results.map(|option| option.id()).eq(["5.1", "5.2", "5.4", "5.7"]));
    /// ```
    #[must_use]
    pub fn options(&self) -> &[CatalogueOption] {
        &self.0.options
    }

    /// The data categories, in the order of the document.
    ///
    /// ```
    /// let mitz = akkoord::Catalogue::mitz();
    /// let codes = mitz.data_categories().iter().map(|data| data.code());
    /// assert!(codes.eq(["GGC002", "GGC012", "GGC013"]));
    /// ```
    #[must_use]
    pub fn data_categories(&self) -> &[DataCategory] {
        &self.0.data_categories
    }

    /// The holder categories, in the order of the document.
    ///
    /// ```
    /// let mitz = akkoord::Catalogue::mitz();
    /// let ids: Vec<&str> = mitz.holder_categories().iter().map(|category| category.id()).collect();
    /// assert_eq!(ids[..4], ["huisartsen", "apotheken", "ziekenhuizen", "verpleging_verzorging"]);
    /// assert_eq!(ids[4..], ["laboratoria", "ggz", "overige"]);
    /// ```
    #[must_use]
    pub fn holder_categories(&self) -> &[HolderCategory] {
        &self.0.holder_categories
    }

    /// The consulting categories, in the order of the document.
    ///
    /// ```
    /// let mitz = akkoord::Catalogue::mitz();
    /// let codes: Vec<&str> = mitz.consulting_categories().iter().map(|category| category.code()).collect();
    /// assert_eq!(codes[..4], ["RPZAC001", "RPZAC003", "RPZAC004", "RPZAC005"]);
    /// assert_eq!(codes[4..], ["RPZAC103", "RPZAC104", "RPZAC200"]);
    /// ```
    #[must_use]
    pub fn consulting_categories(&self) -> &[ConsultingCategory] {
        &self.0.consulting_categories
    }

    /// The provider types, in the order of the document.
    ///
    /// ```
    /// let mitz = akkoord::Catalogue::mitz();
    /// let pharmacies = mitz.provider_types().iter().filter(|kind| kind.holder_category() == "apotheken");
    /// assert!(pharmacies.map(|kind| kind.code()).eq(["A1", "J8", "K9"]));
    /// ```
    #[must_use]
    pub fn provider_types(&self) -> &[ProviderType] {
        &self.0.provider_types
    }

    /// The provider type with this code; none if the catalogue does not have it (R2: then the question is
    /// indeterminate, never "other").
    ///
    /// ```
    /// let mitz = akkoord::Catalogue::mitz();
    /// assert_eq!(mitz.provider_type("Z3").map(|kind| kind.en()), Some("GP practice"));
    /// assert_eq!(mitz.provider_type("z3"), None); // a code is compared as it is
    /// ```
    #[must_use]
    pub fn provider_type(&self, code: &str) -> Option<&ProviderType> {
        self.type_row(self.type_index(code.as_bytes())?)
    }

    pub(crate) fn type_index(&self, code: &[u8]) -> Option<TypeIndex> {
        let rows = &self.0.provider_types;
        let row = self
            .0
            .lookups
            .types
            .find(code, is(rows, code, |row| &row.code));
        TypeIndex::new(row?)
    }

    pub(crate) fn type_row(&self, index: TypeIndex) -> Option<&ProviderType> {
        self.0.provider_types.get(index.get())
    }

    pub(crate) fn data_index(&self, code: &[u8]) -> Option<DataIndex> {
        let rows = &self.0.data_categories;
        let row = self
            .0
            .lookups
            .data
            .find(code, is(rows, code, |row| &row.code));
        DataIndex::new(row?)
    }

    pub(crate) fn data_row(&self, index: DataIndex) -> Option<&DataCategory> {
        self.0.data_categories.get(index.get())
    }

    pub(crate) fn holder_index(&self, id: &str) -> Option<HolderIndex> {
        let rows = &self.0.holder_categories;
        let row = self
            .0
            .lookups
            .holders
            .find(id.as_bytes(), is(rows, id.as_bytes(), |row| &row.id));
        HolderIndex::new(row?)
    }

    pub(crate) fn holder_row(&self, index: HolderIndex) -> Option<&HolderCategory> {
        self.0.holder_categories.get(index.get())
    }

    pub(crate) fn option_index(&self, id: &str) -> Option<OptionIndex> {
        let rows = &self.0.options;
        let row = self
            .0
            .lookups
            .options
            .find(id.as_bytes(), is(rows, id.as_bytes(), |row| &row.id));
        OptionIndex::new(row?)
    }

    pub(crate) fn option_row(&self, index: OptionIndex) -> Option<&CatalogueOption> {
        self.0.options.get(index.get())
    }

    /// The data categories that the options of a holder of this provider type are about, in the order of the document: what an open
    /// query asks such a holder for if it names none (R27). None for a type that is not in the catalogue.
    ///
    /// ```
    /// let catalogue = akkoord::Catalogue::mitz();
    /// assert!(catalogue.data_of("J8").map(|data| data.code()).eq(["GGC013"]));
    /// assert_eq!(catalogue.data_of("no such type").count(), 0);
    /// ```
    pub fn data_of(&self, provider_type: &str) -> impl Iterator<Item = &DataCategory> {
        let kind = self.provider_type(provider_type).into_iter();
        kind.flat_map(|kind| self.own_data(kind.holder_index()))
    }

    /// The same of a holder category.
    pub(crate) fn own_data(&self, holder: HolderIndex) -> impl Iterator<Item = &DataCategory> {
        self.0.data_categories.iter().filter(move |data| {
            let about =
                |option: &CatalogueOption| option.holder == holder && *option.data == *data.code;
            self.0.options.iter().any(about)
        })
    }

    /// The options of a holder category: its row of the rulebook.
    pub(crate) fn row_of(&self, holder: HolderIndex) -> impl Iterator<Item = OptionIndex> {
        let row = self.0.options.iter().enumerate();
        row.filter(move |(_, option)| option.holder == holder)
            .filter_map(|(index, _)| OptionIndex::new(index))
    }

    /// The options of a holder category that this consulting category can use.
    pub(crate) fn row_for(
        &self,
        holder: HolderIndex,
        consulting: ConsultingIndex,
    ) -> impl Iterator<Item = OptionIndex> {
        self.row_of(holder).filter(move |index| {
            self.option_row(*index)
                .is_some_and(|option| option.consulting.contains(consulting))
        })
    }

    /// R36: the options that the dossierhoudersknop writes for a yes: those of its situation, otherwise the whole row.
    pub(crate) fn situation_of(&self, holder: HolderIndex) -> Option<OptionSet> {
        let situation = self.0.situations.iter().find(|one| one.holder == holder);
        situation.map_or_else(|| OptionSet::of(self.row_of(holder)), |one| one.set)
    }

    /// R36: the situations of the dossierhoudersknop, in the order of the document.
    ///
    /// ```
    /// let mitz = akkoord::Catalogue::mitz();
    /// let situations = mitz.situations().iter().map(|one| (one.id(), one.holder_category()));
    /// assert!(situations.eq([("SIT001", "huisartsen"), ("SIT002", "ziekenhuizen")]));
    /// ```
    #[must_use]
    pub fn situations(&self) -> &[Situation] {
        &self.0.situations
    }

    /// The options of a set, in the order of the document.
    pub(crate) fn options_in(&self, set: OptionSet) -> impl Iterator<Item = &CatalogueOption> {
        self.0
            .options
            .iter()
            .enumerate()
            .filter(move |(row, _)| OptionIndex::new(*row).is_some_and(|index| set.contains(index)))
            .map(|(_, option)| option)
    }

    /// The kind of question that these codes make; none if no option can answer it (R4).
    pub(crate) fn class(
        &self,
        holder: HolderIndex,
        data: DataIndex,
        consulting: ConsultingIndex,
    ) -> Option<ClassIndex> {
        self.0.classes.find(holder, data, consulting)
    }

    /// Every kind of question that some option can answer.
    pub(crate) fn classes(&self) -> &[Class] {
        self.0.classes.rows()
    }

    pub(crate) fn class_row(&self, index: ClassIndex) -> Option<&Class> {
        self.0.classes.rows().get(index.get())
    }
}

/// Whether a row has this code.
fn is<'r, T>(
    rows: &'r [T],
    code: &'r [u8],
    of: impl Fn(&T) -> &str + 'r,
) -> impl Fn(usize) -> bool + 'r {
    move |row| rows.get(row).is_some_and(|row| of(row).as_bytes() == code)
}

impl PartialEq for Catalogue {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || *self.0 == *other.0
    }
}

impl fmt::Debug for Catalogue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Catalogue")
            .field("id", &self.id())
            .field("options", &self.options().len())
            .finish()
    }
}
