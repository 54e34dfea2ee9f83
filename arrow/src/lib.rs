//! Batches over Arrow: a record batch of closed queries in, a record batch of decisions out, for a
//! [`Population`](akkoord::population::Population); and [`Shards`], a population that is loaded from tables of choices and answers streams of batches,
//! on all cores and in bounded memory.
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
//! A text is `Utf8`, `LargeUtf8`, `Utf8View`, or a dictionary of them with keys of any integer type. Numbers are no ids: they have lost
//! their leading zeros. A boolean may be an integer that is 0 or 1. A timestamp may have any unit; nanoseconds that are no whole
//! microseconds are `invalid_instant`, since what would be cut is another instant. A column of type `Null` counts as one of nulls,
//! whatever it should be. A column that is not listed is an error that names it: a misspelt `purpose` must not become `TREAT`.
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
//! [`Reasons`] says whether texts are dictionaries or plain, and whether there are `reason`, `option` and `choice`.
//!
//! # Choices
//!
//! What [`Shards::load`] reads. A row is a choice, or with a null `id` a patient without one; rows come in any order. A column that every
//! row would have as null may be left out:
//!
//! | column | type | |
//! |---|---|---|
//! | `patient` | text | needed |
//! | `born`, `deceased` | date, timestamp at midnight without a time zone, or text | a null says nothing: another row of the patient may |
//! | `id`, `answer`, `scope.level`, `channel` | text | needed for a choice |
//! | `decided_at`, `recorded_at` | timestamp with a time zone, or text | needed for a choice |
//! | `scope.holder_category`, `scope.consulter.id`, `scope.consulter.type` | text | needed where the level has them, else null |
//! | `scope.holders`, `scope.options` | list of text (plain, large, fixed, view) | as above; null for all options |
//! | `recorded_by`, `confirmation.answer`, `confirmation.by` | text | |
//! | `confirmation.at`, `withdrawn_at` | timestamp with a time zone, or text | |
//!
//! A row whose `patient` is null, empty or longer than 1,024 bytes may be a no of anybody: the load fails, unless
//! [`Unattributed::Ignore`] is said; then such rows are counted. A list has at most 10,000 entries.
//!
//! # Open queries
//!
//! What [`Shards::open_query`] answers (R27): the columns of closed queries without those of the holder, and for each row lists of who has
//! a record of the patient: `subscriptions.holder.id`, `subscriptions.holder.type` (of one length), and if need be
//! `subscriptions.holder.connected`. Without `data`, each holder is asked for the data that its own options are about. Answers:
//! `holders` (list of `id`, `type`, `data`, `valid_until`, in byte order of the ids), `reason` (what is wrong with the question itself),
//! `error`, `error_path`.
//!
//! ```
//! use std::sync::Arc;
//! use akkoord::{Engine, Instant};
//! use akkoord::population::Population;
//! use arrow_array::{ArrayRef, BooleanArray, RecordBatch, StringArray, cast::AsArray};
//!
//! let engine = Engine::mitz();
//! let profile = engine.read_profile(
//!     r#"{"patient": {"id": "999990019"},
//!         "choices": [{"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
//!                      "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]}"#,
//! )?;
//! let mut population = Population::new(&engine, "2026-01-05T12:00:00Z".parse::<Instant>()?, 1);
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
mod numbers;
mod open;
mod part;
mod seed;
mod shards;
mod texts;
mod worker;

pub use answers::Answers;
pub use columns::NAMES as QUERY_COLUMNS;
pub use decide::decide;
pub use decisions::Reasons;
pub use fault::{BatchError, OnError, RowCode, RowError, TableError, Unattributed};
pub use load::Loaded;
pub use shards::Shards;
