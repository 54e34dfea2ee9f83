//! Reading a catalogue. What does not fit together is an error that names the row.

mod situations;

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use smol_str::SmolStr;

use super::Situation;
use super::classes::Classes;
use super::{
    Catalogue, CatalogueKey, CatalogueOption, ConsultingCategory, ConsultingIndex, ConsultingSet,
    DataCategory, DataIndex, HolderCategory, HolderIndex, Lookups, MAX_OPTIONS, ProviderType,
    Tables,
};
use crate::error::{Error, ErrorCode};
use crate::ids::checked_id;
use crate::instant::{Date, Instant};
use crate::lookup::{Lookup, Seed};
use crate::reader::{self, Context, List, Stopped, Text, fields, named, rows};
use situations::SituationFields;

const MAX_CATEGORIES: usize = 128;
const MAX_TYPES: usize = 1_024;

pub(super) fn catalogue(json: &str) -> Result<Catalogue, Error> {
    read_as(json, Origin::Given)
}

/// The embedded document.
pub(super) fn built_in(json: &str) -> Result<Catalogue, Error> {
    read_as(json, Origin::BuiltIn)
}

fn read_as(json: &str, origin: Origin) -> Result<Catalogue, Error> {
    reader::read(json, 1, CatalogueFields::shape(origin)).map(Catalogue::from_tables)
}

/// Where a document comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Origin {
    BuiltIn,
    Given,
}

pub(super) fn all_faults(json: &str) -> Vec<Error> {
    reader::read_all(json, || CatalogueFields::shape(Origin::Given))
}

fn code(text: &str) -> Result<Box<str>, ErrorCode> {
    checked_id(text).map(|text| Box::from(&*text))
}

fn prose(text: &str) -> Result<Box<str>, ErrorCode> {
    Ok(Box::from(text))
}

fn categories<F>(entry: F) -> List<F> {
    rows(entry, MAX_CATEGORIES, ErrorCode::TooManyRows)
}

fields! {
    CatalogueFields(origin: Origin) => Tables {
        required "id" id: SmolStr = Text(checked_id),
        required "name" name: Box<str> = Text(prose),
        required "version" version: Box<str> = Text(prose),
        required "date" date: Date = Text(|text: &str| Date::read(text).ok_or(ErrorCode::InvalidDate)),
        required "source" source: Box<str> = Text(prose),
        required "data_categories" data: Vec<DataCategory> = categories(|| DataFields::shape(())),
        required "holder_categories" holders: Vec<HolderCategory> = categories(|| HolderFields::shape(())),
        required "consulting_categories" consulting: Vec<ConsultingCategory> =
            categories(|| ConsultingFields::shape(())),
        required "provider_types" types: Vec<ProviderType> =
            rows(|| TypeFields::shape(()), MAX_TYPES, ErrorCode::TooManyRows),
        required "options" options: Vec<CatalogueOption> =
            rows(|| OptionFields::shape(()), MAX_OPTIONS, ErrorCode::TooManyOptions),
        optional "situations" situations: Vec<Situation> = categories(|| SituationFields::shape(())),
    }
}

impl CatalogueFields<'_> {
    fn checked(self, context: &Context) -> Result<Option<Tables>, Stopped> {
        let (Some(id), Some(name), Some(version), Some(date), Some(source)) =
            (self.id, self.name, self.version, self.date, self.source)
        else {
            return Ok(None);
        };
        let (Some(data), Some(holders), Some(consulting), Some(types), Some(options)) = (
            self.data,
            self.holders,
            self.consulting,
            self.types,
            self.options,
        ) else {
            return Ok(None);
        };
        let mut tables = Tables {
            id,
            name,
            version,
            date,
            source,
            data_categories: data,
            holder_categories: holders,
            consulting_categories: consulting,
            provider_types: types,
            options,
            situations: self.situations.unwrap_or_default(),
            lookups: Lookups::default(),
            classes: Classes::default(),
            key: CatalogueKey(0),
        };
        let known = (
            unique_codes(&tables, context)?,
            hierarchy(&mut tables, context)?,
            mapping(&mut tables, context)?,
            options_fit(&mut tables, context)?,
            situations::situations_fit(&mut tables, context)?,
        );
        if known != (true, true, true, true, true) {
            return Ok(None);
        }
        if self.origin == Origin::Given && is_taken(&tables) {
            context.fault_at(ErrorCode::CatalogueIdTaken, "id")?;
            return Ok(None);
        }
        Ok(Some(tables))
    }
}

/// Profiles and decisions carry the id, so that it must not stand for other options than the built-in ones (R1).
fn is_taken(tables: &Tables) -> bool {
    let mitz = Catalogue::mitz();
    tables.id == mitz.id() && tables.to_json() != mitz.to_json()
}

/// Every code stands once; a provider type is mapped once (R2).
fn unique_codes(tables: &Tables, context: &Context) -> Result<bool, Stopped> {
    let mut data = tables.data_categories.iter().map(|row| &*row.code);
    let mut holders = tables.holder_categories.iter().map(|row| &*row.id);
    let mut consulting = tables.consulting_categories.iter().map(|row| &*row.code);
    let mut types = tables.provider_types.iter().map(|row| &*row.code);
    let mut options = tables.options.iter().map(|row| &*row.id);
    Ok(unique(
        context,
        &mut data,
        "data_categories",
        "code",
        ErrorCode::DuplicateCode,
    )? & unique(
        context,
        &mut holders,
        "holder_categories",
        "id",
        ErrorCode::DuplicateCode,
    )? & unique(
        context,
        &mut consulting,
        "consulting_categories",
        "code",
        ErrorCode::DuplicateCode,
    )? & unique(
        context,
        &mut types,
        "provider_types",
        "code",
        ErrorCode::TypeMappedTwice,
    )? & unique(
        context,
        &mut options,
        "options",
        "id",
        ErrorCode::DuplicateCode,
    )?)
}

/// What was met, to notice what stands twice.
#[derive(Default)]
struct Seen {
    keys: Vec<String>,
    rows: Lookup,
}

impl Seen {
    fn is_new(&mut self, key: [&str; 3]) -> bool {
        let [first, second, third] = key;
        // With the lengths, no two keys are written alike.
        let key = format!("{} {} {first}{second}{third}", first.len(), second.len());
        let hash = Seed::DEFAULT.hash(key.as_bytes());
        let is_it = |row: usize| self.keys.get(row) == Some(&key);
        let is_new = self.rows.find(hash, is_it).is_none();
        if is_new {
            self.rows.insert(hash, self.keys.len());
            self.keys.push(key);
        }
        is_new
    }
}

fn unique(
    context: &Context,
    codes: &mut dyn Iterator<Item = &str>,
    table: &str,
    field: &str,
    error: ErrorCode,
) -> Result<bool, Stopped> {
    let mut seen = Seen::default();
    let mut good = true;
    for (row, code) in codes.enumerate() {
        if !seen.is_new([code, "", ""]) {
            context.fault_at(error, &format!("{table}[{row}].{field}"))?;
            good = false;
        }
    }
    Ok(good)
}

/// R3: every parent is known, and no category is its own ancestor.
fn hierarchy(tables: &mut Tables, context: &Context) -> Result<bool, Stopped> {
    let mut good = true;
    let parents: Vec<Option<usize>> = tables
        .data_categories
        .iter()
        .map(|row| {
            tables
                .data_categories
                .iter()
                .position(|other| row.parent.as_deref() == Some(&*other.code))
        })
        .collect();
    for (row, category) in tables.data_categories.iter_mut().enumerate() {
        let parent = parents.get(row).copied().flatten();
        if category.parent.is_some() && parent.is_none() {
            context.fault_at(
                ErrorCode::UnknownDataCategory,
                &format!("data_categories[{row}].parent"),
            )?;
            good = false;
        }
        // A walk that is longer than the table has been somewhere twice.
        let ancestors =
            core::iter::successors(parent, |parent| parents.get(*parent).copied().flatten());
        if ancestors
            .take(parents.len())
            .any(|ancestor| ancestor == row)
        {
            context.fault_at(
                ErrorCode::HierarchyCycle,
                &format!("data_categories[{row}].parent"),
            )?;
            good = false;
            continue;
        }
        category.parent_index = parent.and_then(DataIndex::new);
    }
    Ok(good)
}

/// R2: a provider type maps to one holder category and one consulting category.
fn mapping(tables: &mut Tables, context: &Context) -> Result<bool, Stopped> {
    let mut good = true;
    for (row, kind) in tables.provider_types.iter_mut().enumerate() {
        match position(&tables.holder_categories, |category| {
            *category.id == *kind.holder_category
        }) {
            Some(index) => kind.holder = HolderIndex(index),
            None => {
                context.fault_at(
                    ErrorCode::UnknownHolderCategory,
                    &format!("provider_types[{row}].holder_category"),
                )?;
                good = false;
            }
        }
        match position(&tables.consulting_categories, |category| {
            *category.code == *kind.consulting_category
        }) {
            Some(index) => kind.consulting = ConsultingIndex(index),
            None => {
                let path = format!("provider_types[{row}].consulting_category");
                context.fault_at(ErrorCode::UnknownConsultingCategory, &path)?;
                good = false;
            }
        }
    }
    Ok(good)
}

/// R1: the codes of an option have rows, and no two options answer one question.
fn options_fit(tables: &mut Tables, context: &Context) -> Result<bool, Stopped> {
    let mut good = true;
    let mut answered = Seen::default();
    for (row, option) in tables.options.iter_mut().enumerate() {
        match position(&tables.holder_categories, |category| {
            *category.id == *option.holder_category
        }) {
            Some(index) => option.holder = HolderIndex(index),
            None => {
                context.fault_at(
                    ErrorCode::OptionWithoutHolder,
                    &format!("options[{row}].holder_category"),
                )?;
                good = false;
            }
        }
        match position(&tables.data_categories, |category| {
            *category.code == *option.data
        }) {
            Some(index) => option.data_index = DataIndex(index),
            None => {
                context.fault_at(
                    ErrorCode::UnknownDataCategory,
                    &format!("options[{row}].data"),
                )?;
                good = false;
            }
        }
        for (entry, code) in option.consulting_categories.iter().enumerate() {
            let path = || format!("options[{row}].consulting_categories[{entry}]");
            match position(&tables.consulting_categories, |category| {
                *category.code == **code
            }) {
                Some(index) => option.consulting.0 |= ConsultingIndex(index).bit(),
                None => {
                    context.fault_at(ErrorCode::UnknownConsultingCategory, &path())?;
                    good = false;
                }
            }
            if !answered.is_new([&option.holder_category, &option.data, code]) {
                context.fault_at(ErrorCode::OverlappingOptions, &path())?;
                good = false;
            }
        }
    }
    Ok(good)
}

fn position<T>(table: &[T], is_it: impl Fn(&T) -> bool) -> Option<u8> {
    table
        .iter()
        .position(is_it)
        .and_then(|index| u8::try_from(index).ok())
}

fields! {
    DataFields(_given: ()) => DataCategory {
        required "code" code: SmolStr = Text(checked_id),
        required "nl" nl: Box<str> = Text(prose),
        required "en" en: Box<str> = Text(prose),
        optional "parent" parent: Box<str> = Text(code),
        required "source" source: Box<str> = Text(prose),
        optional "remark" remark: Box<str> = Text(prose),
    }
}

impl DataFields<'_> {
    fn checked(self, _: &Context) -> Result<Option<DataCategory>, Stopped> {
        let (Some(code), Some(nl), Some(en), Some(source)) =
            (self.code, self.nl, self.en, self.source)
        else {
            return Ok(None);
        };
        Ok(Some(DataCategory {
            code,
            nl,
            en,
            parent: self.parent,
            parent_index: None,
            source,
            remark: self.remark,
        }))
    }
}

fields! {
    HolderFields(_given: ()) => HolderCategory {
        required "id" id: Box<str> = Text(code),
        required "nl" nl: Box<str> = Text(prose),
        required "en" en: Box<str> = Text(prose),
        required "source" source: Box<str> = Text(prose),
        optional "remark" remark: Box<str> = Text(prose),
    }
}

impl HolderFields<'_> {
    fn checked(self, _: &Context) -> Result<Option<HolderCategory>, Stopped> {
        let (Some(id), Some(nl), Some(en), Some(source)) = (self.id, self.nl, self.en, self.source)
        else {
            return Ok(None);
        };
        Ok(Some(HolderCategory {
            id,
            nl,
            en,
            source,
            remark: self.remark,
        }))
    }
}

fields! {
    ConsultingFields(_given: ()) => ConsultingCategory {
        required "code" code: Box<str> = Text(code),
        required "nl" nl: Box<str> = Text(prose),
        required "en" en: Box<str> = Text(prose),
        required "source" source: Box<str> = Text(prose),
        optional "remark" remark: Box<str> = Text(prose),
    }
}

impl ConsultingFields<'_> {
    fn checked(self, _: &Context) -> Result<Option<ConsultingCategory>, Stopped> {
        let (Some(code), Some(nl), Some(en), Some(source)) =
            (self.code, self.nl, self.en, self.source)
        else {
            return Ok(None);
        };
        Ok(Some(ConsultingCategory {
            code,
            nl,
            en,
            source,
            remark: self.remark,
        }))
    }
}

fields! {
    TypeFields(_given: ()) => ProviderType {
        required "code" code: Box<str> = Text(code),
        required "nl" nl: Box<str> = Text(prose),
        required "en" en: Box<str> = Text(prose),
        required "holder_category" holder_category: Box<str> = Text(code),
        required "consulting_category" consulting_category: Box<str> = Text(code),
        required "source" source: Box<str> = Text(prose),
        optional "remark" remark: Box<str> = Text(prose),
    }
}

impl TypeFields<'_> {
    fn checked(self, _: &Context) -> Result<Option<ProviderType>, Stopped> {
        let (
            Some(code),
            Some(nl),
            Some(en),
            Some(holder_category),
            Some(consulting_category),
            Some(source),
        ) = (
            self.code,
            self.nl,
            self.en,
            self.holder_category,
            self.consulting_category,
            self.source,
        )
        else {
            return Ok(None);
        };
        let (holder, consulting) = (HolderIndex(0), ConsultingIndex(0));
        Ok(Some(ProviderType {
            code,
            nl,
            en,
            holder_category,
            consulting_category,
            holder,
            consulting,
            source,
            remark: self.remark,
        }))
    }
}

fields! {
    OptionFields(_given: ()) => CatalogueOption {
        required "id" id: SmolStr = Text(checked_id),
        required "holder_category" holder_category: Box<str> = Text(code),
        required "data" data: Box<str> = Text(code),
        required "consulting_categories" consulting_categories: Vec<Box<str>> = named(|| Text(code)),
        optional "since" since: Instant = Text(|text: &str| Instant::read(text).ok_or(ErrorCode::InvalidInstant)),
        required "source" source: Box<str> = Text(prose),
        optional "remark" remark: Box<str> = Text(prose),
    }
}

impl OptionFields<'_> {
    fn checked(self, _: &Context) -> Result<Option<CatalogueOption>, Stopped> {
        let (
            Some(id),
            Some(holder_category),
            Some(data),
            Some(consulting_categories),
            Some(source),
        ) = (
            self.id,
            self.holder_category,
            self.data,
            self.consulting_categories,
            self.source,
        )
        else {
            return Ok(None);
        };
        Ok(Some(CatalogueOption {
            id,
            holder_category,
            data,
            consulting_categories,
            since: self.since,
            holder: HolderIndex(0),
            data_index: DataIndex(0),
            consulting: ConsultingSet::default(),
            source,
            remark: self.remark,
        }))
    }
}
