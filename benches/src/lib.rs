//! What the benches compare: one question, asked of akkoord, of what a hand could write, and of three policy engines.
//!
//! The question is always the same: *does the profile let this holder disclose to this consulter at this instant?* Every
//! contender gets its best honest form of it. What may be worked out before the clock starts is worked out before: policies
//! are compiled, data are loaded, codes are looked up. [`check::assert_agrees`] holds each of them against the literal
//! engine on every question of several worlds before it is timed.

pub mod check;
pub mod country;
pub mod facts;
pub mod peers;
pub mod world;
pub mod yardsticks;
