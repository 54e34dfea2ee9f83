//! What the fuzz targets check. The targets themselves only hand over the bytes, so that a crash becomes a named test
//! by calling the same function.

pub mod cost;
pub mod differential;
#[cfg(feature = "ffi")]
pub mod ffi;
pub mod mixes;
pub mod readers;
pub mod work;
pub mod world;

use std::sync::LazyLock;

use akkoord::{Catalogue, Engine, RuleSet};

/// The engine of Mitz.
pub static MITZ: LazyLock<Engine> = LazyLock::new(Engine::mitz);

/// Both catalogues under several rule sets.
pub static ENGINES: LazyLock<Vec<Engine>> = LazyLock::new(|| {
    let layered =
        Catalogue::from_json(include_str!("../data/layered.json")).expect("a good catalogue");
    let parameters = [
        "",
        r#""emergency_hours": 24"#,
        r#""emergency_overrides_objection": true"#,
        r#""emergency_yes_binds": "consulting_category""#,
        r#""blanket_yes_lifts_individual_no": true"#,
        r#""blanket_no_silences_individual_yes": false"#,
        r#""deceased_means": "evaluate", "guardian_until_age": 18"#,
        r#""blanket_yes_lifts_individual_no": true, "blanket_no_silences_individual_yes": false,
           "emergency_overrides_objection": true, "emergency_yes_binds": "consulting_category""#,
    ];
    let rules = |named: &str| {
        let document = format!(
            r#"{{"name": "trial", "version": "1", "date": "2026-11-22", "parameters": {{{named}}}}}"#
        );
        RuleSet::from_json(&document).expect("a good rule set")
    };
    [MITZ.catalogue(), &layered]
        .into_iter()
        .flat_map(|catalogue| parameters.map(|named| Engine::new(catalogue.clone(), rules(named))))
        .collect()
});
