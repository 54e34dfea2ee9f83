//! Consent evaluation: *may this holder disclose this patient's data to this consulter, now, and on what ground?*
//!
//! akkoord resolves precedence between individual, categorical, blanket and 72-hour emergency consents as the Dutch
//! online consent facility Mitz records them. It is a pure function of its arguments: no clock (`at` is an argument,
//! R6), no I/O, no global state, no `unsafe`, and no panics. The rule numbers (`R1` … `R40`) are those of the rulebook;
//! they stand in the code, in every [`Decision`] and in the tests.
//!
//! ```
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
//!     println!("{}", engine.explain(&decision, Lang::En, Audience::Patient));
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
#[cfg(test)]
extern crate std;

mod answer;
mod catalogue;
mod compiled;
mod decision;
mod digest;
mod engine;
mod error;
mod explain;
mod ids;
mod instant;
mod json;
mod law;
mod limits;
mod line;
mod lookup;
mod nearness;
mod overview;
mod population;
mod precedence;
mod profile;
mod query;
mod reader;
mod reason;
mod register;
mod ruleset;
mod unknown;

pub use catalogue::{
    Catalogue, CatalogueOption, ConsultingCategory, DataCategory, HolderCategory, ProviderType,
    Situation,
};
pub use compiled::{Compiled, CompiledQuery, NotAnswered, Verdict};
pub use decision::{Because, ConsulterDecision, Decision, Ground, Outweighed, Rules};
pub use engine::Engine;
pub use error::{Error, ErrorCode};
pub use explain::{Audience, Explanation, Lang};
pub use ids::{ActorId, ChoiceId, PatientId, ProviderId};
pub use instant::{Date, Instant};
pub use json::canonical_json;
pub use limits::{Cancel, Limits};
pub use overview::{
    AccessRecord, Cause, Cells, Change, ChangeNotices, Changed, Changes, ConsulterDisclosing,
    ConsulterOpenAnswer, Disclosing, Groups, HolderNotice, Matrix, MatrixCell, MatrixColumn,
    NoticeRequest, NoticeSettings, OpenAnswer, OpenQuery, PatientNotice, SmallestChange, Span,
    Subscription, Subscriptions, Switch, Timeline, TimelineQuery, Told, WhatIf, WhatIfRequest,
    WhyEmpty,
};
pub use population::{Loaded, Memory, Population, PopulationQuery, ProviderNumber, Row};
pub use profile::{
    Answer, Channel, Choice, Confirmation, ConfirmationAnswer, Level, Patient, Profile, Scope,
    Times,
};
pub use query::{Connection, Consulter, Holder, Purpose, Query, QueryView, TreatmentRelationship};
pub use reason::{Outcome, Reason};
pub use register::{
    Command, Effect, Enrolment, Identity, NewChoice, Provider, Recorder, Registered, Urgency,
};
pub use ruleset::{
    Bearing, BlanketNo, BlanketYes, DeceasedMeans, EmergencyAgainstObjection, EmergencyYesBinds,
    RuleSet,
};
pub use unknown::UnknownCode;

/// The README's example runs.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
