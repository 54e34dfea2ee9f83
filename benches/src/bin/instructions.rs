//! Does one thing so many times, to be counted under callgrind: `cargo xtask instructions`.
//!
//! `instructions THING TIMES`: everything that the thing needs is made also when `TIMES` is 0, so that the difference between
//! two runs is the thing itself.

use std::error::Error;
use std::hint::black_box;

use akkoord::compiled::{NotAnswered, Verdict};
use akkoord::population::Population;
use akkoord::{Engine, Instant};
use akkoord_benches::country;
use akkoord_benches::facts::{Question, facts, parse};
use akkoord_benches::world::World;
use akkoord_benches::yardsticks::scan;
use akkoord_examples::{Country, Random, patient_id};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let thing = arguments.next().ok_or("which thing?")?;
    let times: usize = arguments.next().ok_or("how many times?")?.parse()?;
    let engine = Engine::mitz();
    if thing == "population" {
        return population(&engine, times);
    }
    let world = World::of_twenty();
    let profile = world.profile(&engine);
    let queries = world.some_questions(256);
    let compiled = engine.compile(&profile, world.at)?;
    let compiled_queries: Vec<_> = queries
        .iter()
        .map(|query| engine.prepare(query, &query.data[0]))
        .collect();
    let questions: Vec<Question> = queries.iter().map(Question::of).collect();
    for turn in (0..256).cycle().take(times) {
        let turn: usize = black_box(turn);
        match thing.as_str() {
            "compiled" => {
                let _ = black_box(compiled.decide(&compiled_queries[turn]));
            }
            "string_query" => {
                let query = &queries[turn];
                let _ = black_box(compiled.decide(&engine.prepare(query, &query.data[0])));
            }
            "literal" => drop(black_box(engine.decide(&profile, &queries[turn])?)),
            "compile" => drop(black_box(engine.compile(&profile, world.at)?)),
            "json" => {
                let profile = engine.read_profile(black_box(&world.json))?;
                drop(black_box(engine.decide(&profile, &queries[turn])?));
            }
            "json_serde_and_scan" => {
                let document = parse(black_box(&world.json));
                black_box(scan(&facts(&document), &questions[turn].by_text()).permits);
            }
            _ => return Err("no such thing".into()),
        }
    }
    Ok(())
}

/// A batch of 4,096 random closed queries to 20,000 patients, counted as so many queries.
fn population(engine: &Engine, times: usize) -> Result<(), Box<dyn Error>> {
    const PATIENTS: u64 = 20_000;
    let at = "2026-11-22T20:00:00Z".parse::<Instant>()?;
    let country = Country::new(engine, 1, at);
    let mut population = Population::new(engine, at, usize::try_from(PATIENTS)?);
    for number in 0..PATIENTS {
        population.put(&country.profile(number)?)?;
    }
    let questions = country::questions(&population, at);
    let mut random = Random::new(11);
    let ids: Vec<String> = (0..4_096)
        .map(|_| patient_id(random.below(PATIENTS)))
        .collect();
    let mut question =
        || questions[usize::try_from(random.below(questions.len() as u64)).unwrap_or(0)];
    let queries: Vec<_> = ids.iter().map(|id| (id.as_str(), question())).collect();
    let mut verdicts: Vec<Result<Verdict, NotAnswered>> = vec![Err(NotAnswered::Outdated); 4_096];
    for _ in 0..times / queries.len() {
        black_box(population.decide_batch(black_box(&queries), &mut verdicts));
    }
    Ok(())
}
