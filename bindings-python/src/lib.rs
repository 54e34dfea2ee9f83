//! The engine behind the Python package `akkoord`. Nothing here decides anything: values in, core's answers out.

mod batch;
mod catalogue;
mod choice;
mod compiled;
mod decision;
mod engine;
mod error;
mod given;
mod html;
mod instant;
mod overview;
mod profile;
mod provider;
mod query;
mod register;
mod scope;
mod told;

use pyo3::prelude::*;

/// The engine behind the package `akkoord`: import from there.
#[pymodule]
mod _native {
    #[pymodule_export]
    use crate::batch::{
        _restore_decisions, _restore_table, DecisionStream, Decisions, Population, Table,
    };
    #[pymodule_export]
    use crate::catalogue::{Catalogue, RuleSet};
    #[pymodule_export]
    use crate::choice::{Choice, Confirmation};
    #[pymodule_export]
    use crate::compiled::{_restore_verdict, Compiled, Verdict};
    #[pymodule_export]
    use crate::decision::{
        _restore_decision, _restore_ground, _restore_outweighed, Decision, Explanation, Ground,
        Outweighed,
    };
    #[pymodule_export]
    use crate::engine::Engine;
    #[pymodule_export]
    use crate::profile::{Patient, Profile};
    #[pymodule_export]
    use crate::provider::{Consulter, Holder};
    #[pymodule_export]
    use crate::query::Query;
    #[pymodule_export]
    use crate::scope::Scope;
    #[pymodule_export]
    use crate::told::{_codes, _names};
}
