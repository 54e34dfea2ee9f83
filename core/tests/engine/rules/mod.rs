//! The rulebook, rule by rule: each test is named for the sentence that it checks, with the number of its rule in front.

mod catalogue;
mod choices;
mod decision;
mod emergency;
mod gate;
mod minors;
mod parameters;
mod precedence;
mod readings;
