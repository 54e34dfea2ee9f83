//! Nobody is timed who does not give our answer.

use akkoord::{Engine, Outcome, Profile, Query};

/// Asks the literal engine.
///
/// # Panics
/// If the profile is of another catalogue.
#[must_use]
pub fn ours<'p>(engine: &Engine, profile: &'p Profile, query: &Query) -> (bool, Option<&'p str>) {
    let decision = engine
        .decide(profile, query)
        .expect("one catalogue")
        .remove(0);
    let decided_by = decision.decided_by().and_then(|ground| {
        profile
            .choices()
            .iter()
            .find(|choice| choice.id() == ground.choice())
            .map(|choice| choice.id().as_str())
    });
    (decision.outcome() == Outcome::Permit, decided_by)
}

/// Stops if a contender permits what we deny, or denies what we permit.
///
/// # Panics
/// Then.
pub fn assert_agrees(
    name: &str,
    engine: &Engine,
    profile: &Profile,
    queries: &[Query],
    mut permits: impl FnMut(usize) -> bool,
) {
    let mut permitted = 0;
    for (place, query) in queries.iter().enumerate() {
        let (ours, decided_by) = ours(engine, profile, query);
        assert_eq!(
            permits(place),
            ours,
            "{name} disagrees on question {place}, decided by {decided_by:?}: {query:?}"
        );
        permitted += usize::from(ours);
    }
    assert!(
        permitted > 0 && permitted < queries.len(),
        "{name}: a check that cannot fail"
    );
}
