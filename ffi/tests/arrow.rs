//! A batch over the Arrow C Data Interface, as another language gives and takes it.

#![expect(unsafe_code, reason = "calls the C face as C does")]

use std::ptr::null_mut;
use std::sync::Arc;

use akkoord::population::Population;
use akkoord::{Engine, Instant};
use akkoord_ffi::*;
use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema, from_ffi, to_ffi};
use arrow_array::{
    Array, ArrayRef, BooleanArray, Int64Array, RecordBatch, StringArray, StructArray,
};

const PROFILE: &str = r#"{"patient": {"id": "999990019"},
    "choices": [{"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
                 "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]}"#;
const AT: &str = "2026-06-01T12:00:00Z";

fn queries(patients: &[&str]) -> RecordBatch {
    let all = |value: &str| Arc::new(StringArray::from(vec![value; patients.len()])) as ArrayRef;
    RecordBatch::try_from_iter([
        (
            "patient",
            Arc::new(StringArray::from(patients.to_vec())) as ArrayRef,
        ),
        ("holder.id", all("ura:90000017")),
        ("holder.type", all("Z3")),
        ("consulter.id", all("ura:90000033")),
        ("consulter.type", all("N6")),
        ("data", all("GGC002")),
        (
            "treatment_relationship",
            Arc::new(BooleanArray::from(vec![true; patients.len()])),
        ),
    ])
    .unwrap()
}

struct Called {
    population: *mut PopulationHandle,
    error: *mut ErrorHandle,
}

impl Called {
    fn new() -> Self {
        let (mut engine, mut profile) = (null_mut(), null_mut());
        let (mut population, mut error) = (null_mut(), null_mut());
        let at = AT.parse::<Instant>().unwrap().as_micros();
        // SAFETY: places and texts of this function's own, handles that it made.
        unsafe {
            assert_eq!(akkoord_engine_new_mitz(&mut engine), AKKOORD_OK);
            let code = akkoord_profile_new_from_json(
                engine,
                PROFILE.as_ptr().cast(),
                PROFILE.len(),
                null_mut(),
                &mut profile,
            );
            assert_eq!(code, AKKOORD_OK);
            assert_eq!(
                akkoord_population_new(engine, at, 1, &mut population),
                AKKOORD_OK
            );
            assert_eq!(
                akkoord_population_put(population, profile, null_mut()),
                AKKOORD_OK
            );
            assert_eq!(akkoord_error_new(&mut error), AKKOORD_OK);
            akkoord_profile_free(profile);
            akkoord_engine_free(engine);
        }
        Called { population, error }
    }

    fn decide(
        &self,
        array: &mut FFI_ArrowArray,
        schema: &FFI_ArrowSchema,
    ) -> (u32, FFI_ArrowArray, FFI_ArrowSchema) {
        let (mut out_array, mut out_schema) = (FFI_ArrowArray::empty(), FFI_ArrowSchema::empty());
        // SAFETY: handles of this one, arrays of the caller's.
        let code = unsafe {
            akkoord_population_decide_arrow(
                self.population,
                array,
                schema,
                self.error,
                &mut out_array,
                &mut out_schema,
            )
        };
        (code, out_array, out_schema)
    }

    fn path(&self) -> String {
        let mut path = Text {
            data: std::ptr::null(),
            length: 0,
        };
        // SAFETY: a handle of this one, a view that is read at once.
        unsafe {
            assert_eq!(akkoord_error_path(self.error, &mut path), AKKOORD_OK);
            let bytes = std::slice::from_raw_parts(path.data.cast::<u8>(), path.length);
            String::from_utf8(bytes.to_vec()).unwrap()
        }
    }
}

impl Drop for Called {
    fn drop(&mut self) {
        // SAFETY: handles of this one, not used afterwards.
        unsafe {
            akkoord_population_free(self.population);
            akkoord_error_free(self.error);
        }
    }
}

fn given(batch: RecordBatch) -> (FFI_ArrowArray, FFI_ArrowSchema) {
    to_ffi(&StructArray::from(batch).into_data()).unwrap()
}

#[test]
fn a_batch_goes_in_and_comes_out_as_the_crate_decides_it() {
    let called = Called::new();
    let batch = queries(&["999990019", "999990020", ""]);
    let (mut array, schema) = given(batch.clone());
    let (code, out_array, out_schema) = called.decide(&mut array, &schema);
    assert_eq!(code, AKKOORD_OK);
    assert!(array.is_released(), "what was given is the library's");
    // SAFETY: an array and a schema that the library has just made.
    let data = unsafe { from_ffi(out_array, &out_schema) }.unwrap();
    data.validate_full().unwrap();
    let decisions = RecordBatch::from(StructArray::from(data));
    let engine = Engine::mitz();
    let mut population = Population::new(&engine, AT.parse::<Instant>().unwrap(), 1);
    population
        .put(&engine.read_profile(PROFILE).unwrap())
        .unwrap();
    assert_eq!(
        decisions,
        akkoord_arrow::decide(&population, &batch).unwrap()
    );
    assert_eq!(decisions.num_rows(), 3);
}

#[test]
fn what_is_no_batch_of_queries_is_refused_and_nothing_is_written() {
    let called = Called::new();
    let number: ArrayRef = Arc::new(Int64Array::from(vec![999_990_019]));
    let full = queries(&["999990019"]);
    let fields = full.schema();
    let columns = fields.fields().iter().zip(full.columns());
    let numbers = columns.map(|(field, column)| match field.name().as_str() {
        "patient" => ("patient", number.clone()),
        name => (name, column.clone()),
    });
    let numbers = RecordBatch::try_from_iter(numbers).unwrap();
    let (array, schema) = to_ffi(&number.to_data()).unwrap();
    for ((mut array, schema), code, path) in [
        (given(numbers), AKKOORD_ERROR_WRONG_TYPE, "patient"),
        (
            given(queries(&["999990019"]).project(&[0, 1]).unwrap()),
            AKKOORD_ERROR_MISSING_FIELD,
            "holder.type",
        ),
        ((array, schema), AKKOORD_ERROR_WRONG_TYPE, "queries"),
        (
            (FFI_ArrowArray::empty(), FFI_ArrowSchema::empty()),
            AKKOORD_ERROR_WRONG_TYPE,
            "queries",
        ),
    ] {
        let (told, out_array, _) = called.decide(&mut array, &schema);
        assert_eq!((told, called.path().as_str()), (code, path));
        assert!(out_array.is_released(), "nothing was written");
        assert!(array.is_released());
    }
}

#[test]
fn null_in_every_pointer_position_is_refused_and_nothing_is_taken() {
    let called = Called::new();
    for nulled in 0..5 {
        let (mut array, schema) = given(queries(&["999990019"]));
        let (mut out_array, mut out_schema) = (FFI_ArrowArray::empty(), FFI_ArrowSchema::empty());
        // SAFETY: NULL where it is checked, else handles and arrays of this function's own.
        let code = unsafe {
            akkoord_population_decide_arrow(
                if nulled == 0 {
                    null_mut()
                } else {
                    called.population
                },
                if nulled == 1 { null_mut() } else { &mut array },
                if nulled == 2 {
                    std::ptr::null()
                } else {
                    &schema
                },
                null_mut(),
                if nulled == 3 {
                    null_mut()
                } else {
                    &mut out_array
                },
                if nulled == 4 {
                    null_mut()
                } else {
                    &mut out_schema
                },
            )
        };
        assert_eq!(code, AKKOORD_ERROR_NULL_POINTER);
        assert!(!array.is_released());
        assert!(out_array.is_released());
    }
}
