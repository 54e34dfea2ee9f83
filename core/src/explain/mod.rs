//! Explanations (R24): Dutch at B1 level and English, for an audience; each sentence in both
//! languages at one place.
//!
//! What can be explained says so itself: [`Explain`] has the types. [`Wording`] says how: in which language, for whom, with which
//! names of providers, and in which time zone.

mod decision;
mod explanation;
mod facts;
mod overview;
mod overview_sentences;
mod sentences;
mod tell;
mod template;
mod wording;

pub use explanation::{Explanation, Part, Says};
pub use tell::Explain;
pub(crate) use tell::text;
pub use wording::Wording;

pub use crate::telling::{Audience, Lang};
