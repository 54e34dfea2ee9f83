//! The literal and the compiled engine agree: on every combination of a small world, and on large random ones.
//!
//! # The small world
//!
//! Two holder categories, two consulting categories, one data category: four options. Every choice that can differ for a
//! question about holder `p1` (of `h1`) asked by consulter `x1` (of `q1`) is one of 84 kinds:
//!
//! - level and scope: blanket; categorical for `h1`; individual for `p1`; emergency for `p1` and `x1`
//! - answer: yes, no
//! - rank: three instants, so that any two choices rank before, equal or after each other; the first is more than 72 hours
//!   before `at`, so that an emergency choice of that rank has expired and a later one is live
//! - state at `at`: taking part, withdrawn, not recorded yet, and (where a guardian must confirm) pending, confirmed after
//!   its recording, or withdrawn later
//!
//! All multisets of one to four of them are tried, each with ids in both orders (ids break ties), and each is asked five
//! questions: `p1` by `x1`, by another consulter of `q1`, by `x1` under a type of `q2`; an unnamed holder of `h1`; a holder
//! of `h2`. Why this covers what can differ: a decision looks at one cell of each level, one emergency, the blanket noes, and the
//! standing choices above the emergency; each of these is a maximum over choices, so that with four choices each of them can be
//! filled by a choice of its own in every relation to the others. In all more than 23 million decisions.
//!
//! # The random worlds
//!
//! Up to thirteen choices on a grid of half days, with both catalogues and all parameters (see `common::random`); there the
//! population is compared as well. `PROPTEST_CASES=10000000` asks for more.

use std::thread;

use crate::common::query_json;
use crate::common::random::{Case, Under, case};
use akkoord::compiled::NotAnswered;
use akkoord::ids::{ActorId, ChoiceId, PatientId, ProviderId};
use akkoord::instant::Date;
use akkoord::population::Population;
use akkoord::profile::{
    Answer, Channel, Choice, Confirmation, ConfirmationAnswer, Patient, Scope, Times,
};
use akkoord::query::{Connection, Consulter, Holder, Purpose, TreatmentRelationship};
use akkoord::{Catalogue, Engine, Instant, Profile, Query, RuleSet};
use proptest::prelude::*;
use proptest::test_runner::Config;

const CATALOGUE: &str = r#"{
    "id": "small", "name": "small world", "version": "1", "date": "2026-01-01", "source": "test",
    "data_categories": [{"code": "D", "nl": "d", "en": "d", "source": "test"}],
    "holder_categories": [{"id": "h1", "nl": "h1", "en": "h1", "source": "test"},
                          {"id": "h2", "nl": "h2", "en": "h2", "source": "test"}],
    "consulting_categories": [{"code": "q1", "nl": "q1", "en": "q1", "source": "test"},
                              {"code": "q2", "nl": "q2", "en": "q2", "source": "test"}],
    "provider_types": [
        {"code": "T1", "nl": "t1", "en": "t1", "holder_category": "h1", "consulting_category": "q1", "source": "test"},
        {"code": "T2", "nl": "t2", "en": "t2", "holder_category": "h2", "consulting_category": "q2", "source": "test"}],
    "options": [
        {"id": "1", "holder_category": "h1", "data": "D", "consulting_categories": ["q1"], "source": "test"},
        {"id": "2", "holder_category": "h1", "data": "D", "consulting_categories": ["q2"], "source": "test"},
        {"id": "3", "holder_category": "h2", "data": "D", "consulting_categories": ["q1"], "source": "test"},
        {"id": "4", "holder_category": "h2", "data": "D", "consulting_categories": ["q2"], "source": "test"}]}"#;

const AT: &str = "2026-03-10T12:00:00Z";

fn instant(text: &str) -> Instant {
    text.parse::<Instant>().unwrap()
}

fn provider(id: &str) -> ProviderId {
    ProviderId::new(id).unwrap()
}

/// Every kind of choice of the small world, with this id.
fn kinds(catalogue: &Catalogue, id: &str) -> Vec<Choice> {
    let ranks = [
        "2026-03-01T12:00:00Z",
        "2026-03-08T12:00:00Z",
        "2026-03-09T12:00:00Z",
    ]
    .map(instant);
    let hour = 3_600_000_000;
    let later =
        |at: Instant, hours: i64| Instant::from_micros(at.as_micros() + hours * hour).unwrap();
    let at = instant(AT);
    let confirmation = |at| Confirmation {
        answer: ConfirmationAnswer::Approved,
        at,
        by: ActorId::new("guardian").unwrap(),
    };
    let mut kinds = Vec::new();
    let scopes = [
        (Scope::blanket(catalogue), Channel::MijnMitz),
        (
            Scope::categorical(catalogue, "h1").unwrap(),
            Channel::MijnMitz,
        ),
        (
            Scope::individual(catalogue, ["p1"]).unwrap(),
            Channel::Dossierhoudersknop,
        ),
        (
            Scope::emergency(catalogue, ["p1"], &provider("x1"), "T1").unwrap(),
            Channel::Raadplegersknop,
        ),
    ];
    for (scope, channel) in scopes {
        for answer in [Answer::Yes, Answer::No] {
            for rank in ranks {
                let make = |recorded_at| {
                    let times = Times {
                        decided_at: rank,
                        recorded_at,
                    };
                    Choice::new(
                        ChoiceId::new(id).unwrap(),
                        answer,
                        scope.clone(),
                        channel,
                        times,
                    )
                    .unwrap()
                };
                if channel == Channel::MijnMitz {
                    // The patient is 15: pending, confirmed with that rank, confirmed later than `at`, withdrawn.
                    let confirmed = || make(rank).confirmed(confirmation(rank)).unwrap();
                    kinds.push(make(rank));
                    kinds.push(confirmed());
                    kinds.push(make(rank).confirmed(confirmation(later(at, 1))).unwrap());
                    kinds.push(confirmed().withdrawn(later(rank, 1)).unwrap());
                } else {
                    kinds.push(make(rank));
                    kinds.push(make(rank).withdrawn(later(rank, 1)).unwrap());
                    kinds.push(make(later(at, 2)));
                }
            }
        }
    }
    kinds
}

fn questions() -> Vec<Query> {
    let query = |holder: &str, holder_type: &str, consulter: &str, consulter_type: &str| Query {
        holder: Holder {
            id: provider(holder),
            kind: holder_type.into(),
            connection: Connection::Connected,
        },
        consulter: Consulter {
            id: provider(consulter),
            kind: consulter_type.into(),
        },
        data: vec!["D".into()],
        purpose: Purpose::Treatment,
        treatment_relationship: TreatmentRelationship::Asserted,
        at: instant(AT),
    };
    vec![
        query("p1", "T1", "x1", "T1"),
        query("p1", "T1", "x2", "T1"),
        query("p1", "T1", "x1", "T2"),
        query("p9", "T1", "x1", "T1"),
        query("p2", "T2", "x1", "T1"),
    ]
}

/// Compares both engines on every question; answers how many decisions were compared.
fn compare(engine: &Engine, profile: &Profile, queries: &[Query]) -> u64 {
    let mut decisions = 0;
    let compiled = engine.compile(profile, queries[0].at).unwrap();
    for query in queries {
        let literal = engine.decide(profile, query).unwrap();
        for (decision, data) in literal.iter().zip(&query.data) {
            let verdict = compiled.decide(&engine.prepare(query, data)).unwrap();
            let ours = (
                verdict.reason(),
                compiled.option(verdict).map(|option| option.id()),
                compiled.decided_by(verdict),
                verdict.valid_until(),
            );
            let theirs = (
                decision.reason(),
                decision.option().map(|option| option.id()),
                decision.decided_by().map(|ground| ground.choice()),
                decision.valid_until(),
            );
            assert_eq!(ours, theirs, "{}\n{query:?}", profile.to_json());
            decisions += 1;
        }
    }
    decisions
}

/// The population says of this patient what the compiled profile says.
fn compare_population(engine: &Engine, profile: &Profile, query: &Query, population: &Population) {
    let compiled = engine.compile(profile, query.at).unwrap();
    let patient = profile.patient().id().as_str();
    for data in &query.data {
        let expected = compiled.decide(&engine.prepare(query, data)).unwrap();
        let question = population.prepare(query, data).unwrap();
        assert_eq!(
            population.decide(patient, &question),
            Ok(expected),
            "{}\n{query:?}",
            profile.to_json()
        );
        let mut verdicts = [Err(NotAnswered::Outdated); 3];
        let batch = [
            (patient, question),
            ("999990020", question),
            (patient, question),
        ];
        assert_eq!(population.decide_batch(&batch, &mut verdicts), 3);
        assert_eq!((verdicts[0], verdicts[2]), (Ok(expected), Ok(expected)));
    }
}

proptest! {
    #![proptest_config(Config { cases: Config::default().cases.max(2_000), failure_persistence: None, ..Config::default() })]

    #[test]
    fn the_engines_agree_on_random_worlds(Case { world, query } in case(Under::AnyParameters)) {
        compare(&world.engine, &world.profile(), std::slice::from_ref(&query));
    }

    #[test]
    fn the_compiled_engine_agrees_with_the_answer_line_on_random_worlds(
        Case { world, query } in case(Under::AnyParameters)
    ) {
        let profile = world.profile();
        let line = format!(r#"{{"profile":{},"query":{}}}"#, profile.to_json(), query_json(&query));
        let answers: serde_json::Value = serde_json::from_str(&world.engine.evaluate_json(&line)).unwrap();
        let compiled = world.engine.compile(&profile, query.at).unwrap();
        prop_assert_eq!(answers.as_array().map(Vec::len), Some(query.data.len()), "{}", answers);
        for (answer, data) in answers.as_array().unwrap().iter().zip(&query.data) {
            let verdict = compiled.decide(&world.engine.prepare(&query, data)).unwrap();
            let until = verdict.valid_until().map(|until| until.to_string());
            let ours = [
                Some(verdict.reason().name()),
                compiled.option(verdict).map(|option| option.id()),
                compiled.decided_by(verdict).map(|choice| choice.as_str()),
                until.as_deref(),
            ];
            let said = ["reason", "option", "decided_by", "valid_until"].map(|field| answer[field].as_str());
            prop_assert_eq!(ours, said, "{}", line);
        }
    }

    #[test]
    fn a_compiled_profile_holds_until_it_says(Case { world, query } in case(Under::AnyParameters)) {
        let profile = world.profile();
        let compiled = world.engine.compile(&profile, query.at).unwrap();
        let question = world.engine.prepare(&query, &query.data[0]);
        let now = compiled.decide(&question).unwrap();
        let micros = |at: Instant, by: i64| Instant::from_micros(at.as_micros() + by).unwrap();
        prop_assert_eq!(compiled.decide(&question.at(micros(query.at, -1))), Err(NotAnswered::OtherInstant));
        if let Some(until) = compiled.valid_until() {
            prop_assert_eq!(compiled.decide(&question.at(micros(until, -1))), Ok(now));
            prop_assert_eq!(compiled.decide(&question.at(until)), Err(NotAnswered::OtherInstant));
            prop_assert!(now.valid_until().is_none_or(|other| until <= other));
            let last = Query { at: micros(until, -1), ..query.clone() };
            compare(&world.engine, &profile, &[last]);
        }
    }

    #[test]
    fn a_population_agrees_at_once_after_a_replacement_a_tidying_and_at_another_instant(
        Case { world, query } in case(Under::AnyParameters),
        days in 0..6_i64,
    ) {
        let (engine, profile) = (&world.engine, world.profile());
        let earlier = Instant::from_micros(query.at.as_micros() - days * 86_400_000_000).unwrap();
        let mut population = Population::new(engine, earlier, 0);
        let stranger = Patient::new(PatientId::new("someone-else").unwrap());
        population.add(&stranger, None).unwrap();
        // Choice by choice, as they come in.
        for choice in profile.choices() {
            population.add(profile.patient(), Some(choice.clone())).unwrap();
        }
        population.put(&profile).unwrap();
        prop_assert_eq!(population.profile(profile.patient().id().as_str()), Some(profile.clone()));
        compare_population(engine, &profile, &Query { at: earlier, ..query.clone() }, &population);
        population.go_to(query.at).unwrap();
        compare_population(engine, &profile, &query, &population);
        population.tidy();
        prop_assert_eq!(population.memory().left_behind, 0);
        compare_population(engine, &profile, &query, &population);
        population.go_to(earlier).unwrap();
        compare_population(engine, &profile, &Query { at: earlier, ..query.clone() }, &population);
        prop_assert_eq!(population.len(), 2);
    }
}

#[test]
fn the_engines_agree_on_every_combination_of_the_small_world() {
    let catalogue = Catalogue::from_json(CATALOGUE).unwrap();
    let engine = Engine::new(catalogue.clone(), RuleSet::mitz());
    let ids = ["a", "b", "c", "d"];
    let by_id = ids.map(|id| kinds(&catalogue, id));
    let kinds = by_id[0].len();
    let queries = questions();
    let patient = Patient::new(PatientId::new("999990019").unwrap())
        .born_on("2011-01-01".parse::<Date>().unwrap());

    let work = |first_kinds: Vec<usize>| {
        let mut cases = 0_u64;
        let mut run = |chosen: &[usize]| {
            for reversed in [false, true] {
                let id = |place: usize| {
                    if reversed {
                        chosen.len() - 1 - place
                    } else {
                        place
                    }
                };
                let choices = chosen
                    .iter()
                    .enumerate()
                    .map(|(place, kind)| by_id[id(place)][*kind].clone())
                    .collect();
                let profile = Profile::new(&catalogue, patient.clone(), choices).unwrap();
                cases += compare(&engine, &profile, &queries);
            }
        };
        for one in first_kinds {
            run(&[one]);
            for two in one..kinds {
                run(&[one, two]);
                for three in two..kinds {
                    run(&[one, two, three]);
                    for four in three..kinds {
                        run(&[one, two, three, four]);
                    }
                }
            }
        }
        cases
    };
    let cases: u64 = thread::scope(|scope| {
        let threads: Vec<_> = [0, 1]
            .map(|half| {
                let work = &work;
                scope.spawn(move || work((0..kinds).filter(|kind| kind % 2 == half).collect()))
            })
            .into_iter()
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .sum()
    });
    println!("{kinds} kinds of choices, {cases} decisions compared");
}
