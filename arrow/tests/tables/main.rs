//! Tables of choices and queries in, tables of decisions out.

mod common;

mod batch;
mod bounds;
mod choices;
mod open;
mod shards;
