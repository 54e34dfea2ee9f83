//! The columns of a batch of queries.

use akkoord::error::ErrorCode;
use arrow_array::{ArrayRef, RecordBatch};

use crate::BatchError;
use crate::kinds::{Flags, Instants, texts};
use crate::texts::Texts;

/// The names of the columns of a batch of closed queries; `holder.connected` and those after it may be left out.
pub const NAMES: [&str; 10] = [
    "patient",
    "holder.id",
    "holder.type",
    "consulter.id",
    "consulter.type",
    "data",
    "holder.connected",
    "purpose",
    "treatment_relationship",
    "at",
];
const OPTIONAL: usize = 6;

/// The columns; those that may be missing are none if they are.
pub(crate) struct Columns {
    pub(crate) patient: Texts,
    pub(crate) holder_id: Texts,
    pub(crate) holder_type: Texts,
    pub(crate) consulter_id: Texts,
    pub(crate) consulter_type: Texts,
    pub(crate) data: Texts,
    pub(crate) connected: Option<Flags>,
    pub(crate) purpose: Option<Texts>,
    pub(crate) treatment: Option<Flags>,
    pub(crate) at: Option<Instants>,
}

impl Columns {
    pub(crate) fn of(batch: &RecordBatch) -> Result<Self, BatchError> {
        let table = Table::of(batch, &NAMES, OPTIONAL, "a batch of queries")?;
        Ok(Columns {
            patient: table.required("patient", texts)?,
            holder_id: table.required("holder.id", texts)?,
            holder_type: table.required("holder.type", texts)?,
            consulter_id: table.required("consulter.id", texts)?,
            consulter_type: table.required("consulter.type", texts)?,
            data: table.required("data", texts)?,
            connected: table.optional("holder.connected", Flags::of)?,
            purpose: table.optional("purpose", texts)?,
            treatment: table.optional("treatment_relationship", Flags::of)?,
            at: table.optional("at", Instants::of)?,
        })
    }
}

/// A batch whose columns all have names of a list, each once, and the first `required` of them are there.
pub(crate) struct Table<'b> {
    batch: &'b RecordBatch,
    what: &'static str,
}

impl<'b> Table<'b> {
    pub(crate) fn of(
        batch: &'b RecordBatch,
        names: &[&str],
        required: usize,
        what: &'static str,
    ) -> Result<Self, BatchError> {
        let fields = batch.schema_ref().fields();
        for (place, field) in fields.iter().enumerate() {
            let name = field.name().as_str();
            if !names.contains(&name) {
                return Err(BatchError::new(
                    ErrorCode::UnknownField,
                    shown(name),
                    &format!("{what} has no such column: correct its name or leave it out"),
                ));
            }
            if fields.iter().take(place).any(|other| other.name() == name) {
                return Err(BatchError::new(
                    ErrorCode::DuplicateKey,
                    name,
                    "this column stands twice: keep one",
                ));
            }
        }
        let table = Table { batch, what };
        for name in names.iter().take(required) {
            table.column(name)?;
        }
        Ok(table)
    }

    fn column(&self, name: &str) -> Result<&'b ArrayRef, BatchError> {
        self.batch.column_by_name(name).ok_or_else(|| {
            BatchError::new(
                ErrorCode::MissingField,
                name,
                &format!("{} must have this column: add it", self.what),
            )
        })
    }

    pub(crate) fn required<T>(
        &self,
        name: &str,
        read: impl Fn(&ArrayRef, &str) -> Result<T, BatchError>,
    ) -> Result<T, BatchError> {
        read(self.column(name)?, name)
    }

    pub(crate) fn optional<T>(
        &self,
        name: &str,
        read: impl Fn(&ArrayRef, &str) -> Result<T, BatchError>,
    ) -> Result<Option<T>, BatchError> {
        let column = self.batch.column_by_name(name);
        column.map(|column| read(column, name)).transpose()
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
