//! The tests of the engine, but for those that need the memory of a process to themselves (`allocations.rs`): one program, so that
//! it is built and linked once.

mod agreement;
mod bounds;
mod common;
mod explanations;
mod for_consulter;
mod laws;
mod overview;
mod recording;
mod rules;
mod smallest;
mod strictness;
mod wording;
