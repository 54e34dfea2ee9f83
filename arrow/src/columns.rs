//! The columns of a batch of queries, whatever their types are, as texts, booleans and instants.

use akkoord::{ErrorCode, Instant};
use arrow_array::cast::AsArray;
use arrow_array::types::TimestampMicrosecondType;
use arrow_array::{Array, ArrayRef, BooleanArray, PrimitiveArray, RecordBatch, StringViewArray};
use arrow_cast::cast;
use arrow_schema::{DataType, TimeUnit};

use crate::BatchError;

const REQUIRED: [&str; 6] = [
    "patient",
    "holder.id",
    "holder.type",
    "consulter.id",
    "consulter.type",
    "data",
];

const OPTIONAL: [&str; 4] = [
    "holder.connected",
    "purpose",
    "treatment_relationship",
    "at",
];

/// The columns; those that may be missing are none if they are.
pub(crate) struct Columns {
    pub(crate) patient: StringViewArray,
    pub(crate) holder_id: StringViewArray,
    pub(crate) holder_type: StringViewArray,
    pub(crate) consulter_id: StringViewArray,
    pub(crate) consulter_type: StringViewArray,
    pub(crate) data: StringViewArray,
    pub(crate) connected: Option<BooleanArray>,
    pub(crate) purpose: Option<StringViewArray>,
    pub(crate) treatment: Option<BooleanArray>,
    pub(crate) at: Option<Instants>,
}

/// Instants, as numbers or as texts.
pub(crate) enum Instants {
    Micros(PrimitiveArray<TimestampMicrosecondType>),
    Texts(StringViewArray),
}

impl Instants {
    /// The instant of a row; a null, or none that can be read, is its code.
    pub(crate) fn at(&self, row: usize) -> Result<Instant, ErrorCode> {
        match self {
            Instants::Micros(values) if values.is_valid(row) => {
                Instant::from_micros(values.value(row)).ok_or(ErrorCode::InvalidInstant)
            }
            Instants::Texts(values) if values.is_valid(row) => {
                Instant::parse(values.value(row)).map_err(|error| error.code())
            }
            Instants::Micros(_) | Instants::Texts(_) => Err(ErrorCode::MissingField),
        }
    }
}

impl Columns {
    pub(crate) fn of(batch: &RecordBatch) -> Result<Self, BatchError> {
        let schema = batch.schema_ref();
        for (place, field) in schema.fields().iter().enumerate() {
            let name = field.name().as_str();
            if !REQUIRED.contains(&name) && !OPTIONAL.contains(&name) {
                return Err(BatchError::new(
                    ErrorCode::UnknownField,
                    shown(name),
                    "a batch of queries has no such column: correct its name or leave it out",
                ));
            }
            if schema
                .fields()
                .iter()
                .take(place)
                .any(|other| other.name() == name)
            {
                return Err(BatchError::new(
                    ErrorCode::DuplicateKey,
                    name,
                    "this column stands twice: keep one",
                ));
            }
        }
        let texts = |name| required(batch, name).and_then(|column| text(column, name));
        let some = |name| batch.column_by_name(name);
        Ok(Columns {
            patient: texts("patient")?,
            holder_id: texts("holder.id")?,
            holder_type: texts("holder.type")?,
            consulter_id: texts("consulter.id")?,
            consulter_type: texts("consulter.type")?,
            data: texts("data")?,
            connected: some("holder.connected")
                .map(|column| flag(column, "holder.connected"))
                .transpose()?,
            purpose: some("purpose")
                .map(|column| text(column, "purpose"))
                .transpose()?,
            treatment: some("treatment_relationship")
                .map(|column| flag(column, "treatment_relationship"))
                .transpose()?,
            at: some("at").map(instants).transpose()?,
        })
    }
}

/// A name that looks like one; anything else may be data where a name should be.
fn shown(name: &str) -> &str {
    let looks_like_one = |byte: u8| byte.is_ascii_alphabetic() || byte == b'_' || byte == b'.';
    if name.len() <= 64 && name.bytes().all(looks_like_one) {
        name
    } else {
        "?"
    }
}

fn required<'b>(batch: &'b RecordBatch, name: &str) -> Result<&'b ArrayRef, BatchError> {
    batch.column_by_name(name).ok_or_else(|| {
        BatchError::new(
            ErrorCode::MissingField,
            name,
            "a batch of queries must have this column: add it",
        )
    })
}

fn is_text(kind: &DataType) -> bool {
    if let DataType::Dictionary(_, values) = kind {
        return is_text(values);
    }
    matches!(
        kind,
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View | DataType::Null
    )
}

fn wrong_type(name: &str, message: &str) -> BatchError {
    BatchError::new(ErrorCode::WrongType, name, message)
}

fn text(column: &ArrayRef, name: &str) -> Result<StringViewArray, BatchError> {
    const ADVICE: &str = "this column must be text (Utf8, LargeUtf8, Utf8View or a dictionary of them): numbers have lost their leading zeros";
    if !is_text(column.data_type()) {
        return Err(wrong_type(name, ADVICE));
    }
    // What Arrow says of it might hold a value.
    let column = cast(column, &DataType::Utf8View).map_err(|_| wrong_type(name, ADVICE))?;
    let column = column.as_string_view_opt().cloned();
    column.ok_or_else(|| wrong_type(name, ADVICE))
}

fn flag(column: &ArrayRef, name: &str) -> Result<BooleanArray, BatchError> {
    const ADVICE: &str = "this column must be boolean";
    if !matches!(column.data_type(), DataType::Boolean | DataType::Null) {
        return Err(wrong_type(name, ADVICE));
    }
    let column = cast(column, &DataType::Boolean).map_err(|_| wrong_type(name, ADVICE))?;
    let column = column.as_boolean_opt().cloned();
    column.ok_or_else(|| wrong_type(name, ADVICE))
}

fn instants(column: &ArrayRef) -> Result<Instants, BatchError> {
    const ADVICE: &str =
        "this column must be timestamps with a time zone, or text of RFC 3339 with an offset";
    if is_text(column.data_type()) {
        return text(column, "at").map(Instants::Texts);
    }
    // Without a time zone it cannot be told which instant is meant.
    let DataType::Timestamp(unit, Some(zone)) = column.data_type() else {
        return Err(wrong_type("at", ADVICE));
    };
    if *unit == TimeUnit::Nanosecond {
        // A cast would cut, and what is cut is another instant.
        return Err(wrong_type(
            "at",
            "this column has nanoseconds: cast it to microseconds, which is what an instant has",
        ));
    }
    let micros = DataType::Timestamp(TimeUnit::Microsecond, Some(zone.clone()));
    let column = cast(column, &micros).map_err(|_| wrong_type("at", ADVICE))?;
    let column = column
        .as_primitive_opt::<TimestampMicrosecondType>()
        .cloned();
    column
        .map(Instants::Micros)
        .ok_or_else(|| wrong_type("at", ADVICE))
}
