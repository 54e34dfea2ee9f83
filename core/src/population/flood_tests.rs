//! Ids that somebody made to collide, and ids that cluster by themselves: the work stays in step with their number.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::*;
use crate::ids::ChoiceId;
use crate::lookup::{known_to_an_attacker, looks_of, made_to_collide};
use crate::profile::{Answer, Channel, Scope, Times};

const AT: &str = "2026-06-01T12:00:00Z";
const MANY: usize = 3_000;

fn at() -> Instant {
    Instant::read(AT).unwrap()
}

fn no_to(engine: &Engine, id: &str, holder: &str) -> Choice {
    let at = Instant::read("2026-01-02T10:00:00Z").unwrap();
    Choice::new(
        ChoiceId::new(id).unwrap(),
        Answer::No,
        Scope::individual(engine.catalogue(), [holder]).unwrap(),
        Channel::MijnMitz,
        Times {
            decided_at: at,
            recorded_at: at,
        },
    )
    .unwrap()
}

fn yes_to_all(engine: &Engine) -> Choice {
    let at = Instant::read("2026-01-01T10:00:00Z").unwrap();
    let times = Times {
        decided_at: at,
        recorded_at: at,
    };
    let scope = Scope::blanket(engine.catalogue());
    let id = ChoiceId::new("all").unwrap();
    Choice::new(id, Answer::Yes, scope, Channel::MijnMitz, times).unwrap()
}

fn query(engine: &Engine, holder: &str) -> Query {
    let json = format!(
        r#"{{"holder": {{"id": "{holder}", "type": "Z3"}}, "consulter": {{"id": "ura:90000033", "type": "N6"}},
            "data": "GGC002", "treatment_relationship": true, "at": "{AT}"}}"#
    );
    engine.read_query(&json).unwrap()
}

/// A population in which each patient says no to one provider of their own, each asked about; entries looked at, permits.
fn load_and_decide(engine: &Engine) -> (u64, usize) {
    let mut permits = 0;
    let looks = looks_of(|| {
        let mut population = Population::new(engine, at(), MANY);
        for number in 0..MANY {
            let patient = Patient::new(PatientId::new(&format!("p-{number}")).unwrap());
            let choices = [
                yes_to_all(engine),
                no_to(engine, "c1", &made_to_collide(number)),
            ];
            let profile = Profile::new(engine.catalogue(), patient, choices.into()).unwrap();
            population.put(&profile).unwrap();
        }
        for number in 0..MANY {
            let query = query(engine, &made_to_collide(number));
            let question = population.prepare(&query, "GGC002").unwrap();
            for other in [number, number ^ 1] {
                let verdict = population.decide(&format!("p-{other}"), &question).unwrap();
                permits += usize::from(verdict.outcome() == Outcome::Permit);
            }
        }
    });
    (looks, permits)
}

/// One profile that says no to all of these providers but the last, each asked about.
fn compile_and_decide(engine: &Engine) -> (u64, usize) {
    let mut permits = 0;
    let looks = looks_of(|| {
        let mut choices: Vec<Choice> = (1..MANY)
            .map(|number| no_to(engine, &format!("c{number}"), &made_to_collide(number - 1)))
            .collect();
        choices.push(yes_to_all(engine));
        let patient = Patient::new(PatientId::new("999990019").unwrap());
        let profile = Profile::new(engine.catalogue(), patient, choices).unwrap();
        let compiled = engine.compile(&profile, at()).unwrap();
        for number in 0..MANY {
            let query = query(engine, &made_to_collide(number));
            let verdict = compiled.decide(&engine.prepare(&query, "GGC002"));
            permits += usize::from(verdict.unwrap().outcome() == Outcome::Permit);
        }
    });
    (looks, permits)
}

#[test]
fn ids_that_collide_for_who_knows_the_seed_cost_linear_work_under_every_other_seed() {
    let engine = Engine::mitz();
    let many = u64::try_from(MANY).unwrap();
    let known = engine.with_seed(known_to_an_attacker());
    let flooded = load_and_decide(&known);
    assert!(
        flooded.0 > many * many / 4,
        "the ids do collide: {flooded:?}"
    );
    assert_eq!(flooded.1, MANY);
    let flooded = compile_and_decide(&known);
    assert!(
        flooded.0 > many * many / 4,
        "the ids do collide: {flooded:?}"
    );
    assert_eq!(flooded.1, 1);
    for engine in [
        engine.clone(),
        engine.with_seed(1),
        engine.with_seed(u64::MAX),
    ] {
        let (looks, permits) = load_and_decide(&engine);
        assert!(looks < many * 40, "{looks}");
        assert_eq!(permits, MANY);
        let (looks, permits) = compile_and_decide(&engine);
        assert!(looks < many * 40, "{looks}");
        assert_eq!(permits, 1);
    }
}

#[test]
fn patient_ids_of_17_digits_at_any_distance_are_spread() {
    let engine = Engine::mitz();
    // Fibonacci numbers are what a product with the golden ratio spreads worst.
    for distance in [1, 10, 1 << 20, 1_000_000_007, 102_334_155, 591_286_729_879] {
        let ids: Vec<String> = (0..20_000_u64)
            .map(|number| format!("{}", 10_000_000_000_000_000 + number * distance))
            .collect();
        assert!(ids.iter().all(|id| id.len() == 17));
        let looks = looks_of(|| {
            let mut population = Population::new(&engine, at(), ids.len());
            for id in &ids {
                let patient = Patient::new(PatientId::new(id).unwrap());
                let profile = Profile::new(engine.catalogue(), patient, Vec::new()).unwrap();
                population.put(&profile).unwrap();
            }
            let question = population.prepare(&query(&engine, "ura:90000017"), "GGC002");
            let question = question.unwrap();
            for id in &ids {
                assert!(population.decide(id, &question).is_ok());
            }
        });
        assert!(looks < 20_000 * 16, "{distance}: {looks}");
    }
}

/// A question that was hashed with another seed would find nobody, and the answer for whoever is not named is a permit here.
#[test]
fn a_question_of_another_seed_is_an_error_and_never_an_answer() {
    let engine = Engine::mitz();
    let other = engine.with_seed(2);
    let patient = Patient::new(PatientId::new("999990019").unwrap());
    let choices = [yes_to_all(&engine), no_to(&engine, "c1", "ura:90000017")];
    let profile = Profile::new(engine.catalogue(), patient, choices.into()).unwrap();
    let query = query(&engine, "ura:90000017");
    for (one, two) in [(&engine, &other), (&other, &engine)] {
        let compiled = one.compile(&profile, at()).unwrap();
        let own = compiled.decide(&one.prepare(&query, "GGC002"));
        assert_eq!(own.unwrap().outcome(), Outcome::Deny);
        for question in [
            two.prepare(&query, "GGC002"),
            two.prepare_view(&query.view(), "GGC002"),
        ] {
            assert_eq!(compiled.decide(&question), Err(NotAnswered::OtherCatalogue));
        }
        let of = |engine: &Engine| {
            let mut population = Population::new(engine, at(), 1);
            population.put(&profile).unwrap();
            population
        };
        let (mine, theirs) = (of(one), of(two));
        let question = theirs.prepare(&query, "GGC002").unwrap();
        let error = Err(NotAnswered::OtherCatalogue);
        assert_eq!(mine.decide("999990019", &question), error);
        let mut verdicts = [Ok(Verdict::settled(Reason::NoChoice, None))];
        mine.decide_batch(&[("999990019", question)], &mut verdicts);
        assert_eq!(verdicts[0], error);
        assert_eq!(mine.open("999990019", &[question]).count(), 0);
        let question = mine.prepare(&query, "GGC002").unwrap();
        let verdict = mine.decide("999990019", &question).unwrap();
        assert_eq!(verdict.outcome(), Outcome::Deny);
    }
    // The same seed, and other limits: one engine as far as a question goes.
    let same = engine
        .with_seed(2)
        .with_limits(crate::limits::Limits::default());
    let compiled = other.compile(&profile, at()).unwrap();
    assert!(compiled.decide(&same.prepare(&query, "GGC002")).is_ok());
}

/// Ids of patients whose search begins in one place for who knows the seed.
#[test]
fn patient_ids_that_collide_for_who_knows_the_seed_are_spread_by_every_other() {
    const FEW: usize = 1_000;
    let few = u64::try_from(FEW).unwrap();
    let engine = Engine::mitz();
    let known = engine.with_seed(7);
    let people = People::with_capacity(FEW, &known.law().seed);
    let begins_first = |id: &String| people.first_group(people.key(id).unwrap()) == 0;
    let numbers = (100_000_000_u64..).map(|number| format!("{number}"));
    let ids: Vec<String> = numbers.filter(begins_first).take(FEW).collect();
    let looks = |engine: &Engine| {
        looks_of(|| {
            let mut population = Population::new(engine, at(), FEW);
            for id in &ids {
                let patient = Patient::new(PatientId::new(id).unwrap());
                let profile = Profile::new(engine.catalogue(), patient, Vec::new()).unwrap();
                population.put(&profile).unwrap();
            }
        })
    };
    let flooded = looks(&known);
    assert!(flooded > few * few / 16, "the ids do collide: {flooded}");
    for other in [
        engine.clone(),
        engine.with_seed(1),
        engine.with_seed(u64::MAX),
    ] {
        let looks = looks(&other);
        assert!(looks < few * 16, "{looks}");
    }
}
