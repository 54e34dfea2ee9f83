//! Columns that are not texts: booleans, instants, dates, lists of texts. Whatever type they came as, they are read one row at a time.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "of Arrow's many types only a few hold what is read here"
)]

use std::ops::Range;

use akkoord::Instant;
use akkoord::error::ErrorCode;
use akkoord::instant::Date;
use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Date64Type, Int32Type, Int64Type, TimestampMicrosecondType,
    TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType,
};
use arrow_array::{
    Array, ArrayRef, BooleanArray, FixedSizeListArray, GenericListArray, GenericListViewArray,
    LargeListArray, LargeListViewArray, ListArray, ListViewArray, OffsetSizeTrait, PrimitiveArray,
};
use arrow_schema::{DataType, TimeUnit};

use crate::BatchError;
use crate::numbers::{inside, keys, numbers};
use crate::texts::Texts;

/// Most entries of a list (wire format).
pub(crate) const MOST_ENTRIES: usize = 10_000;

/// Most entries of all lists that are views: they may name one entry any number of times.
const MOST_VIEWED: i64 = 1 << 26;

const MICROS_PER_DAY: i64 = 86_400_000_000;

fn wrong_type(name: &str, advice: &str) -> BatchError {
    BatchError::new(ErrorCode::WrongType, name, advice)
}

/// The values of a column, without their dictionary: `read` reads a plain column, `value` one row of what it made.
fn plain<A, V>(
    column: &ArrayRef,
    read: impl Fn(&ArrayRef) -> Option<A>,
    value: impl Fn(&A, usize) -> Option<V>,
) -> Option<A>
where
    A: FromIterator<Option<V>>,
{
    let Some(dictionary) = column.as_any_dictionary_opt() else {
        return read(column);
    };
    let values = read(dictionary.values())?;
    let keys = keys(dictionary.keys())?;
    let row = |key: Option<u32>| value(&values, usize::try_from(key?).ok()?);
    Some(keys.iter().map(row).collect())
}

/// The type of the values of a column.
fn kind(column: &ArrayRef) -> &DataType {
    match column.data_type() {
        DataType::Dictionary(_, values) => values,
        own => own,
    }
}

fn number<T: ArrowPrimitiveType>(values: &PrimitiveArray<T>, row: usize) -> Option<T::Native> {
    inside(values, row).then(|| values.value(row))
}

/// The numbers behind a column of this type.
fn behind<T, N>(column: &ArrayRef) -> Option<PrimitiveArray<N>>
where
    T: ArrowPrimitiveType<Native = N::Native>,
    N: ArrowPrimitiveType,
    PrimitiveArray<N>: FromIterator<Option<N::Native>>,
{
    let read = |column: &ArrayRef| Some(column.as_primitive_opt::<T>()?.reinterpret_cast::<N>());
    plain(column, read, number)
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
        let flag = |values: &BooleanArray, row| inside(values, row).then(|| values.value(row));
        match kind(column) {
            DataType::Null => Some(Flags::Null),
            DataType::Boolean => {
                let read = |column: &ArrayRef| column.as_boolean_opt().cloned();
                plain(column, read, flag).map(Flags::Booleans)
            }
            // A number that does not fit becomes null, which is no answer either.
            _ => plain(column, |column| numbers(column), number).map(Flags::Numbers),
        }
        .ok_or_else(|| wrong_type(name, ADVICE))
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
        let values = match unit {
            TimeUnit::Second => behind::<TimestampSecondType, _>(column),
            TimeUnit::Millisecond => behind::<TimestampMillisecondType, _>(column),
            TimeUnit::Microsecond => behind::<TimestampMicrosecondType, _>(column),
            TimeUnit::Nanosecond => behind::<TimestampNanosecondType, _>(column),
        }?;
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
        match kind(column) {
            DataType::Timestamp(unit, Some(_)) => Ticks::of(column, *unit).map(Instants::Ticks),
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
                .map(|text| text.parse::<Instant>().map_err(|error| error.code()))
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
        match kind(column) {
            DataType::Date32 => behind::<Date32Type, _>(column).map(Dates::Days),
            DataType::Date64 => behind::<Date64Type, _>(column).map(|values| {
                let unit = TimeUnit::Millisecond;
                Dates::Ticks(Ticks { values, unit })
            }),
            // What pandas has for a date: midnight, of no zone.
            DataType::Timestamp(unit, None) => Ticks::of(column, *unit).map(Dates::Ticks),
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
                let date = texts.get(row).map(str::parse::<Date>);
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
    SmallView(ListViewArray),
    LargeView(LargeListViewArray),
    Fixed(FixedSizeListArray),
}

impl Lists {
    /// None if the column holds no lists. Nothing is copied.
    fn of(column: &ArrayRef) -> Option<Self> {
        fn views<O: OffsetSizeTrait>(column: &ArrayRef) -> Option<GenericListViewArray<O>> {
            let lists = column.as_list_view_opt::<O>()?;
            let sizes = lists.sizes().iter().map(|size| size.to_i64());
            let all = sizes.fold(0_i64, |all, size| {
                all.saturating_add(size.unwrap_or(i64::MAX))
            });
            (all <= MOST_VIEWED).then(|| lists.clone())
        }
        match column.data_type() {
            DataType::Null => Some(Lists::Null),
            DataType::List(_) => column.as_list_opt().cloned().map(Lists::Small),
            DataType::LargeList(_) => column.as_list_opt().cloned().map(Lists::Large),
            DataType::FixedSizeList(..) => {
                column.as_fixed_size_list_opt().cloned().map(Lists::Fixed)
            }
            DataType::ListView(_) => views(column).map(Lists::SmallView),
            DataType::LargeListView(_) => views(column).map(Lists::LargeView),
            _ => None,
        }
    }

    /// All entries of all lists, and whatever stands between them.
    fn entries(&self) -> Option<&ArrayRef> {
        match self {
            Lists::Null => None,
            Lists::Small(lists) => Some(lists.values()),
            Lists::Large(lists) => Some(lists.values()),
            Lists::SmallView(lists) => Some(lists.values()),
            Lists::LargeView(lists) => Some(lists.values()),
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
        fn viewed<O: OffsetSizeTrait>(
            lists: &GenericListViewArray<O>,
            row: usize,
        ) -> Option<Range<usize>> {
            if !inside(lists, row) {
                return None;
            }
            let begin = lists.offsets().get(row)?.as_usize();
            let length = lists.sizes().get(row)?.as_usize();
            Some(begin..begin.checked_add(length)?)
        }
        match self {
            Lists::Null => None,
            Lists::Small(lists) => between(lists, row),
            Lists::Large(lists) => between(lists, row),
            Lists::SmallView(lists) => viewed(lists, row),
            Lists::LargeView(lists) => viewed(lists, row),
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow_array::{
        DictionaryArray, Int8Array, Int32Array, StringArray, TimestampSecondArray, UInt64Array,
    };
    use arrow_buffer::{NullBuffer, ScalarBuffer};
    use arrow_schema::Field;

    use super::*;

    /// Rows: the first value, no value, a null of the dictionary, the last value.
    fn coded(values: ArrayRef) -> ArrayRef {
        let keys = Int8Array::from(vec![Some(0), None, Some(1), Some(2)]);
        Arc::new(DictionaryArray::new(keys, values))
    }

    #[test]
    fn whatever_is_in_a_dictionary_reads_as_it_would_outside_of_one() {
        let numbers = UInt64Array::from(vec![Some(1), None, Some(u64::MAX)]);
        let booleans = BooleanArray::from(vec![Some(true), None, Some(false)]);
        for (column, last) in [
            (coded(Arc::new(numbers)), None),
            (coded(Arc::new(booleans)), Some(false)),
        ] {
            let flags = Flags::of(&column, "x").unwrap();
            let read: Vec<_> = (0..4).map(|row| flags.get(row).unwrap()).collect();
            assert_eq!(read, [Some(true), None, None, last]);
        }
        let seconds = TimestampSecondArray::from(vec![Some(86_400), None, Some(5)]);
        let zoned = coded(Arc::new(seconds.clone().with_timezone("UTC")));
        let instants = Instants::of(&zoned, "x").unwrap();
        let read: Vec<_> = (0..4).map(|row| instants.get(row).unwrap()).collect();
        let at = |micros| Instant::from_micros(micros);
        assert_eq!(read, [at(86_400_000_000), None, None, at(5_000_000)]);
        // Midnight is a date, and what is no midnight is none.
        let dates = Dates::of(&coded(Arc::new(seconds)), "x").unwrap();
        let read: Vec<_> = (0..4).map(|row| dates.get(row)).collect();
        let second = "1970-01-02".parse::<Date>().unwrap();
        let wrong = Err(ErrorCode::InvalidDate);
        assert_eq!(read, [Ok(Some(second)), Ok(None), Ok(None), wrong]);
    }

    #[test]
    fn a_number_that_is_not_0_or_1_is_an_error_and_one_that_does_not_fit_is_none() {
        let numbers = UInt64Array::from(vec![2, 0, u64::MAX]);
        let column: ArrayRef = Arc::new(numbers);
        let flags = Flags::of(&column, "x").unwrap();
        let read: Vec<_> = (0..3).map(|row| flags.get(row)).collect();
        let wrong = Err(ErrorCode::UnknownValue);
        assert_eq!(read, [wrong, Ok(Some(false)), Ok(None)]);
    }

    #[test]
    fn views_of_lists_are_read_where_they_are() {
        let entries: ArrayRef = Arc::new(StringArray::from(vec!["a", "b", "c"]));
        let field = Arc::new(Field::new("item", DataType::Utf8, true));
        let nulls = Some(NullBuffer::from(vec![true, true, false]));
        let (offsets, sizes) = (vec![1, 0, 0], vec![2, 1, 3]);
        let small = ListViewArray::new(
            field.clone(),
            ScalarBuffer::from(offsets),
            ScalarBuffer::from(sizes),
            entries.clone(),
            nulls.clone(),
        );
        let (offsets, sizes) = (vec![1_i64, 0, 0], vec![2_i64, 1, 3]);
        let large = LargeListViewArray::new(
            field,
            ScalarBuffer::from(offsets),
            ScalarBuffer::from(sizes),
            entries,
            nulls,
        );
        for column in [Arc::new(small) as ArrayRef, Arc::new(large)] {
            let lists = ListsOf::of(&column, "x", texts).unwrap();
            let read = |row| Some(lists.texts(row)?.flatten().collect::<Vec<&str>>());
            assert_eq!(read(0), Some(vec!["b", "c"]));
            assert_eq!(read(1), Some(vec!["a"]));
            assert_eq!((read(2), read(3)), (None, None));
        }
        let numbers: ArrayRef = Arc::new(Int32Array::from(vec![1]));
        assert!(Lists::of(&numbers).is_none());
    }
}
