//! The peers: Cedar, Rego (regorus) and casbin, each with its best form of the question.
//!
//! None of them can say *the last choice wins* over choices that are data and stay fast, so they get the profile
//! [`Resolved`]: what stands in each cell at the instant of the question. What is left for them is precedence: individual
//! before general, and the emergency (R16-R19). That is to their benefit; only [`rego::Raw`] reads the choices itself.

pub mod casbin;
pub mod cedar;
pub mod rego;

mod resolved;

pub use resolved::{Emergency, Resolved, Standing, ids};
