//! A batch over the Arrow C Data Interface.

use std::ptr;

use akkoord_arrow::BatchError;
// By the names of the interface, which the header has from them.
use arrow_array::ffi::{
    FFI_ArrowArray as ArrowArray, FFI_ArrowSchema as ArrowSchema, from_ffi_and_data_type, to_ffi,
};
use arrow_array::{Array, RecordBatch, StructArray};

use crate::arrow_shape::shape;
use crate::codes::{AKKOORD_ERROR_PANIC, AKKOORD_ERROR_WRONG_TYPE};
use crate::entry::{Fault, Sink, out, shared, told_entry};
use crate::error::ErrorHandle;
use crate::population::PopulationHandle;

impl From<BatchError> for Fault {
    fn from(error: BatchError) -> Self {
        Fault::Batch(error)
    }
}

impl Sink for (*mut ArrowArray, *mut ArrowSchema) {
    unsafe fn refuse(self, _: u32) {
        let (array, schema) = self;
        if !array.is_null() && array.is_aligned() {
            // SAFETY: not NULL and aligned; the rest is the caller's promise. What it held is not released.
            unsafe { array.write(ArrowArray::empty()) };
        }
        if !schema.is_null() && schema.is_aligned() {
            // SAFETY: as above.
            unsafe { schema.write(ArrowSchema::empty()) };
        }
    }
}

/// Decides a record batch of closed queries over the Arrow C Data Interface: a struct array with a column for each field of a query,
/// named as in the wire format. docs/arrow.md describes the columns of queries and decisions.
///
/// @param population borrowed
/// @param queries    moved: from here on the library releases it, whatever the result is, unless a pointer was NULL
/// @param schema     the schema of `queries`; borrowed for the call
/// @param out_error  may be NULL; told which column is wrong, and why
/// @param out_array  on success a struct array of decisions, yours to release; else a released one. What it held before is not released
/// @param out_schema on success its schema, yours to release; else a released one
/// @return AKKOORD_OK, also where rows are wrong (they are indeterminate, with an error); AKKOORD_ERROR_UNKNOWN_FIELD,
///         AKKOORD_ERROR_MISSING_FIELD, AKKOORD_ERROR_DUPLICATE_KEY, AKKOORD_ERROR_WRONG_TYPE for a column;
///         AKKOORD_ERROR_WRONG_TYPE for what is no struct array of plain columns and dictionaries, is not well formed, has more than
///         2,147,483,647 rows or 1,024 columns, or has rows that are null as a whole;
///         AKKOORD_ERROR_BROKEN; AKKOORD_ERROR_NULL_POINTER
/// @par Threads Any number at once, while nobody changes the population.
/// @par Cost As akkoord_population_decide_batch(), and one allocation for each column. The values are checked first.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn akkoord_population_decide_arrow(
    population: *const PopulationHandle,
    queries: *mut ArrowArray,
    schema: *const ArrowSchema,
    out_error: *mut ErrorHandle,
    out_array: *mut ArrowArray,
    out_schema: *mut ArrowSchema,
) -> u32 {
    let work = || {
        // SAFETY: what the header asks of the caller.
        let population = unsafe { shared(population, "population") }?;
        // SAFETY: as above.
        unsafe { out(queries, "queries") }?;
        // SAFETY: as above; nothing is written through it.
        unsafe { out(schema.cast_mut(), "schema") }?;
        // SAFETY: as above.
        let array_place = unsafe { out(out_array, "out_array") }?;
        // SAFETY: as above.
        let schema_place = unsafe { out(out_schema, "out_schema") }?;
        // SAFETY: checked; the caller gives the array up, and is left one that says so.
        let array = unsafe { ptr::replace(queries, ArrowArray::empty()) };
        // SAFETY: checked; the caller keeps it for the call.
        let schema = unsafe { &*schema };
        let wrong = || Fault::at(AKKOORD_ERROR_WRONG_TYPE, "queries");
        // SAFETY: what the interface asks of whoever gives an array.
        let kind = unsafe { shape(&array, schema) }?;
        // SAFETY: as above; the array is what its type says.
        let data = unsafe { from_ffi_and_data_type(array, kind) }.map_err(|_| wrong())?;
        // Offsets, lengths and UTF-8, all the way down: nothing of what came in is taken on trust.
        data.validate_full().map_err(|_| wrong())?;
        let array = arrow_array::make_array(data);
        let array: &StructArray = array.as_any().downcast_ref().ok_or_else(wrong)?;
        // A row that is null as a whole says nothing, not even whose it is.
        if array.null_count() > 0 {
            return Err(wrong());
        }
        let batch = RecordBatch::from(array.clone());
        let decisions = akkoord_arrow::decide(population.whole()?, &batch)?;
        let decisions = StructArray::from(decisions).into_data();
        let (array, schema) =
            to_ffi(&decisions).map_err(|_| Fault::at(AKKOORD_ERROR_PANIC, "out_array"))?;
        array_place.put(array);
        schema_place.put(schema);
        Ok(())
    };
    // SAFETY: what the header asks of the caller.
    unsafe { told_entry(out_error, (out_array, out_schema), work) }
}
