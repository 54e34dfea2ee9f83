//! Batches over Arrow: a record batch of closed queries in, a record batch of decisions out, for a
//! [`Population`](akkoord::Population).
//!
//! # Queries
//!
//! A row is a query for one data category. Columns are named as in the wire format, in any order:
//!
//! | column | type | without the column | a null |
//! |---|---|---|---|
//! | `patient` | text | error | indeterminate, `error` |
//! | `holder.id`, `consulter.id` | text | error | indeterminate, `error` |
//! | `holder.type` | text | error | indeterminate, `unknown_holder_type` (R11) |
//! | `consulter.type` | text | error | indeterminate, `unknown_consulter_type` (R11) |
//! | `data` | text | error | indeterminate, `unknown_data_category` (R11) |
//! | `purpose` | text | `TREAT` | indeterminate, `unknown_purpose` (R12) |
//! | `treatment_relationship` | boolean | not asserted | indeterminate, `treatment_relationship_not_asserted` (R13) |
//! | `holder.connected` | boolean | true | indeterminate, `error` |
//! | `at` | timestamp with a time zone, or text | the instant of the population | indeterminate, `error` |
//!
//! A text is `Utf8`, `LargeUtf8`, `Utf8View`, or a dictionary of them. Numbers are no ids: they have lost their leading zeros. A column
//! that is not listed is an error that names it: a misspelt `purpose` must not become `TREAT`.
//!
//! # Decisions
//!
//! As many rows as there were queries, in their order:
//!
//! | column | type | |
//! |---|---|---|
//! | `decision` | dictionary of text | `permit`, `deny`, `not_applicable`, `indeterminate`; never null. All but `permit` are no (R22) |
//! | `reason` | dictionary of text | the reason code; null where `error` is not |
//! | `option` | dictionary of text | the id of the option; null before R4 |
//! | `choice` | `UInt32` | the place of the deciding choice in the profile, counted from 1; null if no choice decided |
//! | `valid_until` | timestamp, microseconds, UTC | the first instant with another decision; null if none |
//! | `error` | dictionary of text | the code of what is wrong with the row: then the decision is indeterminate |
//! | `error_path` | dictionary of text | the column that is wrong |
//!
//! ```
//! use std::sync::Arc;
//! use akkoord::{Engine, Instant, Population};
//! use arrow_array::{ArrayRef, BooleanArray, RecordBatch, StringArray, cast::AsArray};
//!
//! let engine = Engine::mitz();
//! let profile = engine.read_profile(
//!     r#"{"patient": {"id": "999990019"},
//!         "choices": [{"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
//!                      "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]}"#,
//! )?;
//! let mut population = Population::new(&engine, Instant::parse("2026-01-05T12:00:00Z")?, 1);
//! population.put(&profile)?;
//! let text = |values: [&str; 2]| Arc::new(StringArray::from(values.to_vec())) as ArrayRef;
//! let queries = RecordBatch::try_from_iter([
//!     ("patient", text(["999990019", "999990020"])),
//!     ("holder.id", text(["ura:90000017", "ura:90000017"])),
//!     ("holder.type", text(["Z3", "Z3"])),
//!     ("consulter.id", text(["ura:90000033", "ura:90000033"])),
//!     ("consulter.type", text(["N6", "N6"])),
//!     ("data", text(["GGC002", "GGC002"])),
//!     ("treatment_relationship", Arc::new(BooleanArray::from(vec![true, true])) as ArrayRef),
//! ])?;
//! let decisions = akkoord_arrow::decide(&population, &queries)?;
//! let decision = decisions["decision"].as_dictionary::<arrow_array::types::Int8Type>();
//! let decision = decision.downcast_dict::<StringArray>().ok_or("text")?;
//! assert_eq!(decision.into_iter().flatten().collect::<Vec<_>>(), ["permit", "deny"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects,
        clippy::unreachable
    )
)]

mod answers;
mod choices;
mod columns;
mod decide;
mod decisions;
mod distinct;
mod fault;
mod jobs;
mod kinds;
mod load;
mod open;
mod part;
mod shards;
mod texts;
mod worker;

pub use answers::Answers;
pub use decide::decide;
pub use decisions::Reasons;
pub use fault::{BatchError, RowCode, RowError, TableError};
pub use load::Loaded;
pub use shards::{OnError, Shards};
