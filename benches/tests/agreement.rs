//! Every contender gives our answer, on more worlds than the one that is timed.

use akkoord::Engine;
use akkoord_benches::check::{assert_agrees, ours};
use akkoord_benches::facts::{Numbers, Question, facts, parse};
use akkoord_benches::peers::Resolved;
use akkoord_benches::peers::casbin::Casbin;
use akkoord_benches::peers::cedar::Cedar;
use akkoord_benches::peers::rego::{Interpreted, Raw, Rego};
use akkoord_benches::world::World;
use akkoord_benches::yardsticks::{Map, scan};

#[test]
fn the_profile_of_the_budgets_has_twenty_choices_in_four_kilobytes() {
    let world = World::of_twenty();
    let profile = world.profile(&Engine::mitz());
    assert_eq!(profile.choices().len(), 20);
    assert!(
        (4_000..=4_300).contains(&world.json.len()),
        "{} bytes",
        world.json.len()
    );
}

#[test]
fn the_scan_gives_our_answer_and_our_ground() {
    let engine = Engine::mitz();
    for seed in 0..200 {
        let world = World::with(20 + seed as usize % 60, seed);
        let profile = world.profile(&engine);
        let document = parse(&world.json);
        let facts = facts(&document);
        let mut numbers = Numbers::default();
        let numbered = numbers.facts(&facts);
        for query in world.questions() {
            let question = Question::of(&query);
            for answer in [
                scan(&facts, &question.by_text()),
                scan(&numbered, &numbers.question(&question)),
            ] {
                assert_eq!(
                    (answer.permits, answer.decided_by),
                    ours(&engine, &profile, &query),
                    "{}
{query:?}",
                    world.json
                );
            }
        }
    }
}

#[test]
fn the_map_and_the_peers_give_our_answer() {
    let engine = Engine::mitz();
    let (cedar, mut casbin) = (Cedar::default(), Casbin::default());
    let (mut rego, mut raw) = (Rego::default(), Raw::default());
    let mut worlds = vec![World::of_twenty()];
    worlds.extend(
        (0..100)
            .map(|seed| World::with(20, seed))
            .filter(World::has_one_emergency_per_holder)
            .take(20),
    );
    assert_eq!(worlds.len(), 21);
    for world in worlds {
        let profile = world.profile(&engine);
        let document = parse(&world.json);
        let facts = facts(&document);
        let at = world.at.as_micros();
        let resolved = Resolved::of(&facts, at);
        let queries = world.questions();
        let questions: Vec<Question> = queries.iter().map(Question::of).collect();
        let mut numbers = Numbers::default();
        let numbered = numbers.facts(&facts);
        let map = Map::of(&numbered, at);
        let entities = cedar.entities(&resolved);
        rego.load(&resolved);
        let mut interpreted = Interpreted::with(&resolved);
        casbin.load(&resolved);
        let agrees = |name: &str, permits: &mut dyn FnMut(usize) -> bool| {
            assert_agrees(name, &engine, &profile, &queries, permits);
        };
        agrees("map", &mut |turn| {
            map.ask(&numbers.question(&questions[turn])).permits
        });
        agrees("cedar", &mut |turn| {
            cedar.permits(&cedar.request(&questions[turn]), &entities)
        });
        agrees("regorus", &mut |turn| {
            rego.permits(&Rego::input(&questions[turn]))
        });
        agrees("interpreted", &mut |turn| {
            interpreted.permits(&Rego::input(&questions[turn]))
        });
        agrees("casbin", &mut |turn| {
            casbin.permits(&Casbin::request(&questions[turn]))
        });
        agrees("raw", &mut |turn| {
            raw.permits(&world.json, &Raw::input(&queries[turn]))
        });
    }
}
