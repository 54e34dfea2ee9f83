//! Consent evaluation: *may this holder disclose this patient's data to this consulter, now, and on what ground?*
//!
//! akkoord resolves precedence between individual, categorical, blanket and 72-hour emergency consents as the Dutch
//! online consent facility Mitz records them. It is a pure function of its arguments: no clock (`at` is an argument,
//! R6), no I/O, no global state, no `unsafe`, and no panics. The rule numbers (`R1` … `R40`) are those of the rulebook;
//! they stand in the code, in every [`Decision`] and in the tests.
//!
//! ```
//! use akkoord::explain::Explain;
//! use akkoord::{Audience, Engine, Lang, Outcome};
//!
//! let engine = Engine::mitz();
//! let profile = engine.read_profile(
//!     r#"{"patient": {"id": "999990019"},
//!         "choices": [{"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
//!                      "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]}"#,
//! )?;
//! let query = engine.read_query(
//!     r#"{"holder": {"id": "ura:90000017", "type": "Z3"}, "consulter": {"id": "ura:90000033", "type": "N6"},
//!         "data": "GGC002", "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}"#,
//! )?;
//! for decision in engine.decide(&profile, &query)? {
//!     assert_eq!(decision.outcome(), Outcome::Permit);
//!     println!("{}", decision.explain(Lang::En, Audience::Patient));
//! }
//! # Ok::<(), akkoord::Error>(())
//! ```
//!
//! Whoever enforces treats every outcome but [`Outcome::Permit`] as *no* (R22).

#![no_std]
#![forbid(unsafe_code)]
// No panics: this library lives inside other people's processes (a wrong answer is a bug, a dead process is worse).
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects,
        clippy::unreachable,
        clippy::string_slice
    )
)]
#![doc(test(attr(deny(warnings))))]

extern crate alloc;
#[cfg(any(test, feature = "std"))]
extern crate std;

mod answer;
pub mod catalogue;
pub mod compiled;
pub mod decision;
mod digest;
mod engine;
pub mod error;
pub mod explain;
pub mod ids;
pub mod instant;
pub mod json;
mod law;
pub mod limits;
pub mod line;
mod lookup;
mod nearness;
mod order;
pub mod overview;
pub mod population;
mod precedence;
pub mod profile;
pub mod query;
mod reader;
mod reason;
pub mod register;
pub mod ruleset;
mod telling;
pub mod unknown;

pub use catalogue::Catalogue;
pub use decision::Decision;
pub use engine::Engine;
pub use error::Error;
pub use explain::{Audience, Lang};
pub use instant::Instant;
pub use profile::Profile;
pub use query::Query;
pub use reason::{Outcome, Reason};
pub use ruleset::RuleSet;

/// The README's example runs.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
