//! Columns that are not texts: booleans, instants, dates, lists of texts. Whatever type they came as, they are read one row at a time.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "of Arrow's many types only a few hold what is read here"
)]

use std::ops::Range;

use akkoord::{Date, ErrorCode, Instant};
use arrow_array::cast::AsArray;
use arrow_array::types::{Int32Type, Int64Type};
use arrow_array::{
    Array, ArrayRef, BooleanArray, FixedSizeListArray, GenericListArray, LargeListArray, ListArray,
    OffsetSizeTrait, PrimitiveArray,
};
use arrow_cast::cast;
use arrow_schema::{DataType, FieldRef, TimeUnit};

use crate::BatchError;
use crate::texts::Texts;

/// Most entries of a list (wire format).
pub(crate) const MOST_ENTRIES: usize = 10_000;

/// Most entries of all lists that are views: they may name one entry any number of times, and are copied.
const MOST_VIEWED: i64 = 1 << 26;

const MICROS_PER_DAY: i64 = 86_400_000_000;

fn wrong_type(name: &str, advice: &str) -> BatchError {
    BatchError::new(ErrorCode::WrongType, name, advice)
}

/// The column without its dictionary, if its values are not texts.
fn plain(column: &ArrayRef) -> ArrayRef {
    match column.data_type() {
        DataType::Dictionary(_, values) => cast(column, values).unwrap_or_else(|_| column.clone()),
        _ => column.clone(),
    }
}

pub(crate) fn texts(column: &ArrayRef, name: &str) -> Result<Texts, BatchError> {
    const ADVICE: &str = "this column must be text (Utf8, LargeUtf8, Utf8View or a dictionary of them): numbers have lost their leading zeros";
    Texts::of(column).ok_or_else(|| wrong_type(name, ADVICE))
}

/// Yes or no.
#[derive(Clone, Debug)]
pub(crate) enum Flags {
    Null,
    Booleans(BooleanArray),
    /// 0 or 1.
    Numbers(PrimitiveArray<Int64Type>),
}

impl Flags {
    pub(crate) fn of(column: &ArrayRef, name: &str) -> Result<Self, BatchError> {
        const ADVICE: &str = "this column must be boolean, or integers that are 0 or 1";
        let wrong = || wrong_type(name, ADVICE);
        let column = plain(column);
        match column.data_type() {
            DataType::Null => Ok(Flags::Null),
            DataType::Boolean => column
                .as_boolean_opt()
                .cloned()
                .map(Flags::Booleans)
                .ok_or_else(wrong),
            kind if kind.is_integer() => {
                // A number that does not fit becomes null, which is no answer either.
                let numbers = cast(&column, &DataType::Int64).map_err(|_| wrong())?;
                let numbers = numbers.as_primitive_opt().cloned();
                numbers.map(Flags::Numbers).ok_or_else(wrong)
            }
            _ => Err(wrong()),
        }
    }

    /// None for a null.
    pub(crate) fn get(&self, row: usize) -> Result<Option<bool>, ErrorCode> {
        match self {
            Flags::Booleans(values) if values.is_valid(row) => Ok(Some(values.value(row))),
            Flags::Numbers(values) if values.is_valid(row) => match values.value(row) {
                0 => Ok(Some(false)),
                1 => Ok(Some(true)),
                _ => Err(ErrorCode::UnknownValue),
            },
            Flags::Null | Flags::Booleans(_) | Flags::Numbers(_) => Ok(None),
        }
    }
}

/// Numbers of a unit since 1970.
#[derive(Clone, Debug)]
pub(crate) struct Ticks {
    values: PrimitiveArray<Int64Type>,
    unit: TimeUnit,
}

impl Ticks {
    fn of(column: &ArrayRef, unit: TimeUnit) -> Option<Self> {
        let values = cast(column, &DataType::Int64).ok()?;
        let values = values.as_primitive_opt()?.clone();
        Some(Ticks { values, unit })
    }

    /// In microseconds; none for a null. Nothing is cut: what has digits below a microsecond is no instant of the wire format.
    fn micros(&self, row: usize) -> Option<Result<i64, ErrorCode>> {
        let value = self.values.is_valid(row).then(|| self.values.value(row))?;
        let micros = match self.unit {
            TimeUnit::Second => value.checked_mul(1_000_000),
            TimeUnit::Millisecond => value.checked_mul(1_000),
            TimeUnit::Microsecond => Some(value),
            TimeUnit::Nanosecond => (value % 1_000 == 0).then_some(value / 1_000),
        };
        Some(micros.ok_or(ErrorCode::InvalidInstant))
    }
}

/// Instants, as numbers or as texts.
#[derive(Clone, Debug)]
pub(crate) enum Instants {
    Ticks(Ticks),
    Texts(Texts),
}

impl Instants {
    pub(crate) fn of(column: &ArrayRef, name: &str) -> Result<Self, BatchError> {
        if let Some(texts) = Texts::of(column) {
            return Ok(Instants::Texts(texts));
        }
        let column = plain(column);
        match column.data_type() {
            DataType::Timestamp(unit, Some(_)) => Ticks::of(&column, *unit).map(Instants::Ticks),
            DataType::Timestamp(_, None) => {
                return Err(wrong_type(
                    name,
                    "these timestamps have no time zone, so that it cannot be told which instants are meant: say which zone they are in \
                     (pandas dt.tz_localize, Polars dt.replace_time_zone, pyarrow.compute.assume_timezone, SQL AT TIME ZONE)",
                ));
            }
            _ => None,
        }
        .ok_or_else(|| {
            wrong_type(
                name,
                "this column must be timestamps with a time zone, or text of RFC 3339 with an offset",
            )
        })
    }

    /// None for a null.
    pub(crate) fn get(&self, row: usize) -> Result<Option<Instant>, ErrorCode> {
        match self {
            Instants::Ticks(ticks) => ticks
                .micros(row)
                .map(|micros| Instant::from_micros(micros?).ok_or(ErrorCode::InvalidInstant))
                .transpose(),
            Instants::Texts(texts) => texts
                .get(row)
                .map(|text| Instant::parse(text).map_err(|error| error.code()))
                .transpose(),
        }
    }
}

/// Days, as numbers or as texts.
#[derive(Clone, Debug)]
pub(crate) enum Dates {
    Days(PrimitiveArray<Int32Type>),
    Ticks(Ticks),
    Texts(Texts),
}

impl Dates {
    pub(crate) fn of(column: &ArrayRef, name: &str) -> Result<Self, BatchError> {
        if let Some(texts) = Texts::of(column) {
            return Ok(Dates::Texts(texts));
        }
        let column = plain(column);
        match column.data_type() {
            DataType::Date32 => cast(&column, &DataType::Int32)
                .ok()
                .and_then(|days| days.as_primitive_opt().cloned())
                .map(Dates::Days),
            DataType::Date64 => Ticks::of(&column, TimeUnit::Millisecond).map(Dates::Ticks),
            // What pandas has for a date: midnight, of no zone.
            DataType::Timestamp(unit, None) => Ticks::of(&column, *unit).map(Dates::Ticks),
            _ => None,
        }
        .ok_or_else(|| {
            wrong_type(
                name,
                "this column must be dates (Date32, Date64, timestamps at midnight without a time zone, or text YYYY-MM-DD)",
            )
        })
    }

    /// None for a null.
    pub(crate) fn get(&self, row: usize) -> Result<Option<Date>, ErrorCode> {
        let invalid = ErrorCode::InvalidDate;
        let micros = match self {
            Dates::Texts(texts) => {
                let date = texts.get(row).map(Date::parse);
                return date.transpose().map_err(|error| error.code());
            }
            Dates::Days(days) => days
                .is_valid(row)
                .then(|| i64::from(days.value(row)).checked_mul(MICROS_PER_DAY)),
            Dates::Ticks(ticks) => ticks.micros(row).map(Result::ok),
        };
        let date = |micros: Option<i64>| {
            let midnight = micros.filter(|micros| micros % MICROS_PER_DAY == 0);
            let instant = midnight.and_then(Instant::from_micros);
            instant.map(Instant::date).ok_or(invalid)
        };
        micros.map(date).transpose()
    }
}

/// Lists, whatever their entries are.
#[derive(Clone, Debug)]
pub(crate) enum Lists {
    /// All of them null.
    Null,
    Small(ListArray),
    Large(LargeListArray),
    Fixed(FixedSizeListArray),
}

impl Lists {
    /// None if the column holds no lists. Nothing is copied but views of lists.
    fn of(column: &ArrayRef) -> Option<Self> {
        let small = |inner: &FieldRef| cast(column, &DataType::List(inner.clone())).ok();
        let lists = |column: &ArrayRef| column.as_list_opt().cloned().map(Lists::Small);
        match column.data_type() {
            DataType::Null => Some(Lists::Null),
            DataType::List(_) => lists(column),
            DataType::LargeList(_) => column.as_list_opt().cloned().map(Lists::Large),
            DataType::FixedSizeList(..) => {
                column.as_fixed_size_list_opt().cloned().map(Lists::Fixed)
            }
            DataType::ListView(inner) => {
                let sizes = column.as_list_view_opt::<i32>()?.sizes().iter();
                let all = sizes.fold(0_i64, |all, size| all.saturating_add(i64::from(*size)));
                (all <= MOST_VIEWED)
                    .then(|| small(inner))
                    .flatten()
                    .as_ref()
                    .and_then(lists)
            }
            DataType::LargeListView(inner) => {
                let sizes = column.as_list_view_opt::<i64>()?.sizes().iter();
                let all = sizes.fold(0_i64, |all, size| all.saturating_add(*size));
                (all <= MOST_VIEWED)
                    .then(|| small(inner))
                    .flatten()
                    .as_ref()
                    .and_then(lists)
            }
            _ => None,
        }
    }

    /// All entries of all lists, and whatever stands between them.
    fn entries(&self) -> Option<&ArrayRef> {
        match self {
            Lists::Null => None,
            Lists::Small(lists) => Some(lists.values()),
            Lists::Large(lists) => Some(lists.values()),
            Lists::Fixed(lists) => Some(lists.values()),
        }
    }

    /// Where the entries of a row stand among all of them; none for a null.
    pub(crate) fn range(&self, row: usize) -> Option<Range<usize>> {
        fn between<O: OffsetSizeTrait>(
            lists: &GenericListArray<O>,
            row: usize,
        ) -> Option<Range<usize>> {
            if row >= lists.len() || lists.is_null(row) {
                return None;
            }
            let offset = |row: usize| {
                lists
                    .value_offsets()
                    .get(row)
                    .map(|offset| offset.as_usize())
            };
            Some(offset(row)?..offset(row.checked_add(1)?)?)
        }
        match self {
            Lists::Null => None,
            Lists::Small(lists) => between(lists, row),
            Lists::Large(lists) => between(lists, row),
            Lists::Fixed(lists) => {
                let length = usize::try_from(lists.value_length()).ok()?;
                let begin = row.checked_mul(length)?;
                (row < lists.len() && lists.is_valid(row))
                    .then_some(begin..begin.checked_add(length)?)
            }
        }
    }
}

/// Lists with their entries read as something.
#[derive(Clone, Debug)]
pub(crate) struct ListsOf<T> {
    pub(crate) lists: Lists,
    /// None if the whole column is null.
    pub(crate) entries: Option<T>,
}

impl<T> ListsOf<T> {
    pub(crate) fn of(
        column: &ArrayRef,
        name: &str,
        entries: impl Fn(&ArrayRef, &str) -> Result<T, BatchError>,
    ) -> Result<Self, BatchError> {
        let lists = Lists::of(column)
            .ok_or_else(|| wrong_type(name, "this column must be lists, one for each row"))?;
        let entries = lists.entries().map(|all| entries(all, name)).transpose()?;
        Ok(ListsOf { lists, entries })
    }
}

impl ListsOf<Texts> {
    /// The entries of a row, of which any may be null; none for a null.
    pub(crate) fn texts(&self, row: usize) -> Option<impl Iterator<Item = Option<&str>>> {
        let entries = self.entries.as_ref()?;
        Some(self.lists.range(row)?.map(|entry| entries.get(entry)))
    }
}
