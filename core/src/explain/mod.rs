//! Explanations (R24): Dutch at B1 level and English, for an audience; one table of sentences per language.
//!
//! What can be explained says so itself: [`Explain`] has the types. [`Wording`] says how: in which language, for whom, with which
//! names of providers, and in which time zone.

mod decision;
mod en;
mod explanation;
mod facts;
mod nl;
mod overview;
mod overview_en;
mod overview_nl;
mod sentences;
mod tell;
mod wording;

pub use explanation::{Explanation, Part, Says};
pub use tell::Explain;
pub(crate) use tell::text;
pub use wording::Wording;

pub use crate::telling::{Audience, Lang};
