//! Columns of integers of any size, as integers of one size.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type,
    UInt32Type, UInt64Type,
};
use arrow_array::{Array, PrimitiveArray};

/// Integers of any size; none if the column holds others. What does not fit becomes null.
pub(crate) fn numbers(column: &dyn Array) -> Option<PrimitiveArray<Int64Type>> {
    fitting(column)
}

/// The keys of a dictionary. One that does not fit (a negative one, under a null) becomes null.
pub(crate) fn keys(column: &dyn Array) -> Option<PrimitiveArray<UInt32Type>> {
    fitting(column)
}

/// Whether there is a value in a row.
pub(crate) fn inside<A: Array>(column: &A, row: usize) -> bool {
    row < column.len() && column.is_valid(row)
}

fn fitting<T>(column: &dyn Array) -> Option<PrimitiveArray<T>>
where
    T: ArrowPrimitiveType,
    T::Native: TryFrom<i8>
        + TryFrom<i16>
        + TryFrom<i32>
        + TryFrom<i64>
        + TryFrom<u8>
        + TryFrom<u16>
        + TryFrom<u32>
        + TryFrom<u64>,
{
    fn each<F, T>(column: &dyn Array) -> Option<PrimitiveArray<T>>
    where
        F: ArrowPrimitiveType,
        T: ArrowPrimitiveType,
        T::Native: TryFrom<F::Native>,
    {
        let column = column.as_primitive_opt::<F>()?;
        Some(column.unary_opt(|number| number.try_into().ok()))
    }
    // Nothing to do, and nothing to copy.
    if let Some(same) = column.as_primitive_opt::<T>() {
        return Some(same.clone());
    }
    each::<Int32Type, T>(column)
        .or_else(|| each::<Int64Type, T>(column))
        .or_else(|| each::<UInt32Type, T>(column))
        .or_else(|| each::<UInt8Type, T>(column))
        .or_else(|| each::<Int8Type, T>(column))
        .or_else(|| each::<Int16Type, T>(column))
        .or_else(|| each::<UInt16Type, T>(column))
        .or_else(|| each::<UInt64Type, T>(column))
}
