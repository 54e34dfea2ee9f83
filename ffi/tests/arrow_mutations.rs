//! Random changes of well-formed Arrow structures: each is decided or refused, never a panic, and released once.
//!
//! Every pointer leads to as much memory as the largest length that is believed asks for; lengths, counts, offsets and contents may be
//! anything.

#![expect(unsafe_code, reason = "calls the C face as C does")]

use std::ffi::{c_char, c_void};
use std::ptr::{null, null_mut};

use akkoord::Instant;
use akkoord_ffi::*;
use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema};

const AT: &str = "2026-06-01T12:00:00Z";

/// Rows that a buffer has room for.
const ROOM: usize = 64;

/// A generator of numbers, the same in every run.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(end).unwrap()).unwrap()
    }

    /// A length or a count: small, negative, or beyond all memory. None lies between, where only a caller's word would count.
    fn count(&mut self) -> i64 {
        const ODD: [i64; 8] = [
            -1,
            -2,
            i64::MIN,
            i64::MAX,
            i64::MAX - 1,
            1 << 62,
            1 << 40,
            i64::MIN + 1,
        ];
        match self.below(3) {
            0 => ODD[self.below(ODD.len())],
            _ => i64::try_from(self.below(12)).unwrap(),
        }
    }
}

/// A column: its buffers, and what stands in them.
struct Column {
    format: Vec<u8>,
    name: Vec<u8>,
    buffers: Vec<Vec<u64>>,
    dictionary: Option<Box<Column>>,
}

impl Column {
    fn of(name: &str, format: &str, buffers: Vec<Vec<u64>>) -> Self {
        Column {
            format: format!("{format}\0").into_bytes(),
            name: format!("{name}\0").into_bytes(),
            buffers,
            dictionary: None,
        }
    }

    /// Rows of one text.
    fn text(name: &str, format: &str, text: &str) -> Self {
        let length = u64::try_from(text.len()).unwrap();
        let offsets: Vec<u64> = match format {
            "U" => (0..=u64::try_from(ROOM).unwrap())
                .map(|row| row * length)
                .collect(),
            _ => {
                let offsets = (0..=ROOM)
                    .flat_map(|row| i32::try_from(row * text.len()).unwrap().to_ne_bytes());
                memory(&offsets.collect::<Vec<u8>>())
            }
        };
        let data = memory(text.repeat(ROOM).as_bytes());
        Column::of(name, format, vec![vec![u64::MAX; ROOM], offsets, data])
    }

    /// Rows of one text, as views: short ones stand in the view.
    fn view(name: &str, text: &str) -> Self {
        let mut view = u32::try_from(text.len()).unwrap().to_ne_bytes().to_vec();
        view.extend(text.bytes());
        view.resize(16, 0);
        let views = memory(&view.repeat(ROOM));
        let mut column = Column::of(
            name,
            "vu",
            vec![
                vec![u64::MAX; ROOM],
                views,
                memory(text.as_bytes()),
                vec![4],
            ],
        );
        column.buffers[2].resize(ROOM, 0x2020_2020_2020_2020);
        column
    }

    fn of_dictionary(name: &str, text: &str) -> Self {
        let mut column = Column::of(name, "c", vec![vec![u64::MAX; ROOM], vec![0; ROOM]]);
        column.dictionary = Some(Box::new(Column::text("", "u", text)));
        column
    }
}

/// Bytes in memory that is aligned for everything, with room behind them.
fn memory(bytes: &[u8]) -> Vec<u64> {
    let mut words: Vec<u64> = bytes
        .chunks(8)
        .map(|chunk| {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            u64::from_ne_bytes(word)
        })
        .collect();
    words.resize(words.len() + ROOM * 4, 0);
    words
}

fn columns() -> Vec<Column> {
    vec![
        Column::text("patient", "u", "999990019"),
        Column::text("holder.id", "U", "ura:90000017"),
        Column::of_dictionary("holder.type", "Z3"),
        Column::view("consulter.id", "ura:90000033"),
        Column::text("consulter.type", "u", "N6"),
        Column::view("data", "GGC002"),
        Column::of(
            "treatment_relationship",
            "b",
            vec![vec![u64::MAX; ROOM], vec![u64::MAX; ROOM]],
        ),
        Column::of(
            "holder.connected",
            "c",
            vec![vec![u64::MAX; ROOM], vec![0x0101_0101_0101_0101; ROOM]],
        ),
        Column::of(
            "at",
            "tsu:UTC",
            vec![vec![u64::MAX; ROOM], vec![1_780_315_200_000_000; ROOM]],
        ),
    ]
}

thread_local! {
    static RELEASED: std::cell::Cell<u32> = const { std::cell::Cell::new(0) };
}

unsafe extern "C" fn release_array(array: *mut FFI_ArrowArray) {
    RELEASED.set(RELEASED.get() + 1);
    // SAFETY: the library gives an array.
    unsafe { (*array).release = None };
}

unsafe extern "C" fn release_schema(schema: *mut FFI_ArrowSchema) {
    // SAFETY: the library gives a schema.
    unsafe { (*schema).release = None };
}

/// The structures of a batch, in memory that stays where it is.
#[derive(Default)]
#[expect(
    clippy::vec_box,
    reason = "structs point at one another: they must stay where they are"
)]
struct Built {
    arrays: Vec<Box<FFI_ArrowArray>>,
    schemas: Vec<Box<FFI_ArrowSchema>>,
    buffers: Vec<Box<[*const c_void]>>,
    children: Vec<*mut FFI_ArrowArray>,
    child_schemas: Vec<*mut FFI_ArrowSchema>,
}

impl Built {
    fn column(&mut self, column: &Column) -> (*mut FFI_ArrowArray, *mut FFI_ArrowSchema) {
        let (dictionary, dictionary_schema) = match &column.dictionary {
            Some(dictionary) => self.column(dictionary),
            None => (null_mut(), null_mut()),
        };
        let buffers: Vec<*const c_void> = column
            .buffers
            .iter()
            .map(|buffer| buffer.as_ptr().cast())
            .collect();
        let mut array = FFI_ArrowArray::empty();
        array.length = 3;
        array.n_buffers = i64::try_from(buffers.len()).unwrap();
        array.dictionary = dictionary;
        array.release = Some(release_array);
        let mut schema = FFI_ArrowSchema::empty();
        schema.format = column.format.as_ptr().cast::<c_char>();
        schema.name = column.name.as_ptr().cast::<c_char>();
        schema.flags = 2;
        schema.dictionary = dictionary_schema;
        schema.release = Some(release_schema);
        self.buffers.push(buffers.into_boxed_slice());
        array.buffers = self.buffers.last_mut().unwrap().as_mut_ptr();
        self.arrays.push(Box::new(array));
        self.schemas.push(Box::new(schema));
        (
            &raw mut **self.arrays.last_mut().unwrap(),
            &raw mut **self.schemas.last_mut().unwrap(),
        )
    }

    fn of(columns: &[Column]) -> Self {
        let mut built = Built::default();
        for column in columns {
            let (array, schema) = built.column(column);
            built.children.push(array);
            built.child_schemas.push(schema);
        }
        let batch = Column::of("", "+s", vec![vec![u64::MAX; ROOM]]);
        let (array, schema) = built.column(&batch);
        // The name, the format and the bits of the batch itself must live as long.
        std::mem::forget(batch);
        // SAFETY: both were made just now.
        unsafe {
            (*array).n_children = i64::try_from(columns.len()).unwrap();
            (*array).children = built.children.as_mut_ptr();
            (*schema).n_children = (*array).n_children;
            (*schema).children = built.child_schemas.as_mut_ptr();
        }
        built
    }

    /// One change of one structure.
    fn spoil(&mut self, numbers: &mut Numbers) {
        let place = numbers.below(self.arrays.len());
        let count = numbers.count();
        // Not texts: of what was no offset, only the caller's word would count.
        const FORMATS: [&[u8]; 14] = [
            b"n\0",
            b"b\0",
            b"c\0",
            b"L\0",
            b"vu\0",
            b"+s\0",
            b"+l\0",
            b"tsn:Europe/Amsterdam\0",
            b"ts\0",
            b"d:1\0",
            b"\xFF\0",
            b"\0",
            b"+us:1,2\0",
            b"e\0",
        ];
        // A dictionary of itself. Of a text read as another kind of text, again only the caller's word would count.
        let itself: *mut FFI_ArrowArray = &raw mut *self.arrays[place];
        let own_schema: *mut FFI_ArrowSchema = &raw mut *self.schemas[place];
        let array = &mut self.arrays[place];
        let schema = &mut self.schemas[place];
        match numbers.below(18) {
            0 => array.length = count,
            1 => array.null_count = count,
            2 => array.offset = count,
            // Fewer, or more than can be: more than there are must not be said of a list that is read.
            3 => array.n_buffers = count.min(array.n_buffers),
            4 => array.n_children = count.min(array.n_children),
            5 => schema.n_children = count.min(schema.n_children),
            6 => array.buffers = null_mut(),
            7 => array.children = null_mut(),
            8 => schema.children = null_mut(),
            9 => array.dictionary = if count < 3 { null_mut() } else { itself },
            10 => schema.dictionary = if count < 3 { null_mut() } else { own_schema },
            11 => array.release = None,
            12 => schema.release = None,
            13 => schema.format = null(),
            14 => schema.name = null(),
            15 => schema.flags = count,
            16 => schema.format = FORMATS[numbers.below(FORMATS.len())].as_ptr().cast(),
            _ => {
                let buffers = &mut self.buffers[place];
                let gone = numbers.below(buffers.len());
                buffers[gone] = null();
            }
        }
    }
}

/// What stands in the buffers: anything in bits, keys, values and views; offsets stay within their text, or point nowhere.
fn scribble(columns: &mut [Column], numbers: &mut Numbers) {
    let place = numbers.below(columns.len());
    let column = &mut columns[place];
    let column = match &mut column.dictionary {
        Some(dictionary) if numbers.below(2) == 0 => &mut **dictionary,
        _ => column,
    };
    let which = numbers.below(column.buffers.len());
    let row = numbers.below(column.buffers[which].len().min(4));
    let has_offsets = matches!(column.format.as_slice(), b"u\0" | b"U\0");
    let is_sizes = column.format == b"vu\0" && which == 3;
    let within = u64::try_from(numbers.below(24)).unwrap();
    let word = &mut column.buffers[which][row];
    *word = match numbers.below(3) {
        _ if is_sizes => [0, 4, 64, u64::MAX, 1 << 63][numbers.below(5)],
        0 if has_offsets && which == 1 => u64::MAX - within,
        _ if has_offsets && which == 1 && column.format == b"U\0" => within,
        _ if has_offsets && which == 1 => within | within << 32,
        1 => numbers.next(),
        _ => *word ^ 1 << numbers.below(64),
    };
}

struct Called {
    population: *mut PopulationHandle,
}

impl Called {
    fn new() -> Self {
        let (mut engine, mut population) = (null_mut(), null_mut());
        let at = AT.parse::<Instant>().unwrap().as_micros();
        // SAFETY: places of this function's own, handles that it made.
        unsafe {
            assert_eq!(akkoord_engine_new_mitz(&mut engine), AKKOORD_OK);
            assert_eq!(
                akkoord_population_new(engine, at, 1, &mut population),
                AKKOORD_OK
            );
            akkoord_engine_free(engine);
        }
        Called { population }
    }

    /// The code; what was given is released, and what comes out is released too or whole.
    fn decide(&self, built: &mut Built) -> u32 {
        let last = built.arrays.len() - 1;
        let (array, schema): (*mut FFI_ArrowArray, *const FFI_ArrowSchema) = (
            &raw mut *built.arrays[last],
            &raw const *built.schemas[last],
        );
        let (mut out_array, mut out_schema) = (FFI_ArrowArray::empty(), FFI_ArrowSchema::empty());
        RELEASED.set(0);
        // SAFETY: the pointers lead where the interface says; all else may be anything.
        unsafe {
            let given = u32::from((*array).release.is_some());
            let code = akkoord_population_decide_arrow(
                self.population,
                array,
                schema,
                null_mut(),
                &mut out_array,
                &mut out_schema,
            );
            assert!((*array).release.is_none());
            assert_eq!(out_array.release.is_some(), code == AKKOORD_OK);
            drop(out_array);
            assert_eq!(RELEASED.get(), given, "released once");
            code
        }
    }
}

impl Drop for Called {
    fn drop(&mut self) {
        // SAFETY: a handle of this one, not used afterwards.
        unsafe { akkoord_population_free(self.population) };
    }
}

#[test]
fn a_batch_that_is_not_changed_is_decided() {
    let columns = columns();
    assert_eq!(Called::new().decide(&mut Built::of(&columns)), AKKOORD_OK);
}

#[test]
fn no_change_of_a_structure_is_a_panic() {
    let called = Called::new();
    let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
    let mut told = std::collections::BTreeMap::<u32, u32>::new();
    for round in 0..10_000 {
        let mut columns = columns();
        for _ in 0..round % 3 {
            scribble(&mut columns, &mut numbers);
        }
        let mut built = Built::of(&columns);
        for _ in 0..numbers.below(3) {
            built.spoil(&mut numbers);
        }
        let code = called.decide(&mut built);
        assert_ne!(code, AKKOORD_ERROR_PANIC, "round {round}");
        *told.entry(code).or_default() += 1;
    }
    // Both kinds, many times: the changes are neither all harmless nor all fatal.
    assert!(told[&AKKOORD_OK] > 1_000, "{told:?}");
    assert!(told[&AKKOORD_ERROR_WRONG_TYPE] > 1_000, "{told:?}");
}
