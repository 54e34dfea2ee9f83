//! The literal engine and the compiled one agree: on reason, option, deciding choice and `valid_until`.

use akkoord::compiled::NotAnswered;
use akkoord::{Engine, Instant, Profile, Query};

use crate::world::Case;

/// Compares the two engines on a world and a question made from bytes.
pub fn compare_case(case: &Case) {
    let (engine, profile, query) = case.build();
    compare(&engine, &profile, &query);
}

/// Compares at the instant of the question, and the table compiled then at its last microsecond; from `valid_until` on it
/// does not answer.
pub fn compare(engine: &Engine, profile: &Profile, query: &Query) {
    let compiled = engine.compile(profile, query.at).expect("one catalogue");
    let mut instants = vec![query.at];
    if let Some(until) = compiled.valid_until() {
        assert!(query.at < until);
        instants.extend(
            until
                .as_micros()
                .checked_sub(1)
                .and_then(Instant::from_micros),
        );
        for data in &query.data {
            let late = engine.prepare(query, data).at(until);
            assert_eq!(compiled.decide(&late), Err(NotAnswered::OtherInstant));
        }
    }
    for at in instants {
        let query = Query {
            at,
            ..query.clone()
        };
        let decisions = engine.decide(profile, &query).expect("one catalogue");
        assert_eq!(decisions.len(), query.data.len());
        for (decision, data) in decisions.iter().zip(&query.data) {
            let verdict = compiled
                .decide(&engine.prepare(&query, data))
                .expect("compiled for that instant");
            let fast = (
                verdict.outcome(),
                verdict.reason(),
                compiled.option(verdict).map(|option| option.id()),
                compiled.decided_by(verdict),
                verdict.valid_until(),
            );
            let literal = (
                decision.outcome(),
                decision.reason(),
                decision.option().map(|option| option.id()),
                decision.decided_by().map(|ground| ground.choice()),
                decision.valid_until(),
            );
            assert_eq!(fast, literal, "{}\n{query:?}", profile.to_json());
        }
    }
}
