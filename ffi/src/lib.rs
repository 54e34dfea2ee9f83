//! The C face of akkoord: `libakkoord.so`, `libakkoord.a`, and the header `include/akkoord.h` that is made from this crate.
//!
//! The conventions stand once, on top of the header (`cbindgen.toml`). The rooms:
//!
//! | file | what |
//! |---|---|
//! | `entry` | what every call goes through: panics are caught, pointers checked |
//! | `codes`, `numbers` | result codes; outcomes, reasons and the like as numbers |
//! | `text`, `error` | texts in and out, the handle that tells what was wrong |
//! | `query`, `verdict` | the structs of the fast path |
//! | `engine`, `profile`, `compiled`, `decision`, `population`, `json` | one file per handle, and the lines of JSON |
//! | `arrow`, `arrow_shape` | batches over the Arrow C Data Interface, and what they must be |
//! | `cancel` | limits of an engine, and the switch that stops calls |
//!
//! This is the only crate of akkoord with unsafe code: it takes pointers from C. Each use says why it is sound, given what the
//! header asks of the caller.

#![expect(
    unsafe_code,
    reason = "pointers from C; each block says why it is sound"
)]
#![deny(unsafe_op_in_unsafe_fn, clippy::undocumented_unsafe_blocks)]
#![allow(
    clippy::missing_safety_doc,
    reason = "what every call asks of its caller is said once, in the header"
)]

#[cfg(feature = "arrow")]
mod arrow;
#[cfg(feature = "arrow")]
mod arrow_shape;
mod cancel;
mod codes;
mod compiled;
mod decision;
mod engine;
mod entry;
mod error;
mod json;
mod numbers;
mod population;
mod profile;
mod query;
#[cfg(feature = "test-panic")]
mod testing;
mod text;
mod verdict;
mod version;

#[cfg(feature = "arrow")]
pub use arrow::*;
pub use cancel::*;
pub use codes::*;
pub use compiled::*;
pub use decision::*;
pub use engine::*;
pub use error::*;
pub use json::*;
pub use numbers::*;
pub use population::*;
pub use profile::*;
pub use query::*;
#[cfg(feature = "test-panic")]
pub use testing::*;
pub use text::*;
pub use verdict::*;
pub use version::*;
