use alloc::format;
use alloc::string::String;
use alloc::vec;

use super::*;
use crate::ids::ChoiceId;
use crate::profile::{Answer, Channel, Scope, Times};

const AT: &str = "2026-06-01T12:00:00Z";

fn at() -> Instant {
    Instant::read(AT).unwrap()
}

fn patient(id: &str) -> Patient {
    Patient::new(PatientId::new(id).unwrap())
}

fn choice(engine: &Engine, id: &str, answer: Answer, holder: Option<&str>) -> Choice {
    let scope = match holder {
        None => Scope::blanket(engine.catalogue()),
        Some(holder) => Scope::individual(engine.catalogue(), [holder]).unwrap(),
    };
    let decided_at = Instant::read("2026-01-02T10:00:00Z").unwrap();
    let times = Times {
        decided_at,
        recorded_at: decided_at,
    };
    Choice::new(
        ChoiceId::new(id).unwrap(),
        answer,
        scope,
        Channel::MijnMitz,
        times,
    )
    .unwrap()
}

fn query(engine: &Engine, holder: &str) -> Query {
    let json = format!(
        r#"{{"holder": {{"id": "{holder}", "type": "Z3"}}, "consulter": {{"id": "ura:90000033", "type": "N6"}},
            "data": "GGC002", "treatment_relationship": true, "at": "{AT}"}}"#
    );
    engine.read_query(&json).unwrap()
}

fn says(population: &Population, engine: &Engine, who: &str, holder: &str) -> &'static str {
    let question = population
        .prepare(&query(engine, holder), "GGC002")
        .unwrap();
    population.decide(who, &question).unwrap().reason().name()
}

#[test]
fn rows_in_any_order_load_and_a_row_that_fails_is_told_by_its_number() {
    let engine = Engine::mitz();
    let mut population = Population::new(&engine, at(), 0);
    let row = |who: &str, choice| Row {
        patient: patient(who),
        choice: Some(choice),
    };
    let rows = vec![
        row("999990019", choice(&engine, "c1", Answer::Yes, None)),
        row("p-2", choice(&engine, "c1", Answer::No, None)),
        row(
            "999990019",
            choice(&engine, "c2", Answer::No, Some("ura:1")),
        ),
        row(
            "999990019",
            choice(&engine, "c1", Answer::No, Some("ura:2")),
        ), // an id that is taken
        row("p-2", choice(&engine, "c1", Answer::Yes, None)), // and this one
        Row {
            patient: patient("999990032"),
            choice: None,
        },
        row("p-2", choice(&engine, "c9", Answer::Yes, Some("ura:1"))),
    ];
    let mut told = Vec::new();
    let loaded = population.load(rows, |rows| told.push(rows));
    let errors: Vec<(u64, ErrorCode)> = loaded
        .errors
        .iter()
        .map(|(row, error)| (*row, error.code()))
        .collect();
    assert_eq!(
        errors,
        [(3, ErrorCode::DuplicateId), (4, ErrorCode::DuplicateId)]
    );
    assert_eq!((loaded.rows, population.len(), told), (5, 3, vec![7]));
    assert_eq!(
        says(&population, &engine, "999990019", "ura:1"),
        "individual_no"
    );
    assert_eq!(
        says(&population, &engine, "999990019", "ura:2"),
        "blanket_yes"
    );
    assert_eq!(says(&population, &engine, "p-2", "ura:1"), "blanket_no");
    assert_eq!(
        says(&population, &engine, "999990032", "ura:1"),
        "no_choice"
    );
    assert_eq!(
        says(&population, &engine, "999990045", "ura:1"),
        "no_choice"
    );
}

#[test]
fn a_new_choice_is_valid_at_once_and_a_refused_one_changes_nothing() {
    let engine = Engine::mitz();
    let mut population = Population::new(&engine, at(), 1);
    let who = patient("999990019");
    population
        .add(&who, Some(choice(&engine, "c1", Answer::Yes, None)))
        .unwrap();
    assert_eq!(
        says(&population, &engine, "999990019", "ura:1"),
        "blanket_yes"
    );
    let refused = population
        .add(&who, Some(choice(&engine, "c1", Answer::No, None)))
        .unwrap_err();
    assert_eq!(refused.code(), ErrorCode::DuplicateId);
    assert_eq!(
        says(&population, &engine, "999990019", "ura:1"),
        "blanket_yes"
    );
    population
        .add(&who, Some(choice(&engine, "c2", Answer::No, Some("ura:1"))))
        .unwrap();
    assert_eq!(
        says(&population, &engine, "999990019", "ura:1"),
        "individual_no"
    );
}

#[test]
fn a_question_between_other_providers_is_the_question_about_them() {
    let engine = Engine::mitz();
    let mut population = Population::new(&engine, at(), 1);
    let who = patient("999990019");
    population
        .add(&who, Some(choice(&engine, "c1", Answer::Yes, None)))
        .unwrap();
    let of = |population: &Population, id| population.provider(id);
    let (early, consulter) = (of(&population, "ura:1"), of(&population, "ura:90000033"));
    population
        .add(&who, Some(choice(&engine, "c2", Answer::No, Some("ura:1"))))
        .unwrap();
    let question = population
        .prepare(&query(&engine, "ura:2"), "GGC002")
        .unwrap();
    let decide = |holder, consulter| {
        population
            .decide("999990019", &question.between(holder, consulter))
            .map(|verdict| verdict.reason().name())
    };
    let consulter_now = of(&population, "ura:90000033");
    assert_eq!(
        decide(of(&population, "ura:1"), consulter_now),
        Ok("individual_no")
    );
    assert_eq!(
        decide(of(&population, "ura:2"), consulter_now),
        Ok("blanket_yes")
    );
    // A number from before "ura:1" was known would lose its no.
    assert_eq!(decide(early, consulter_now), Err(NotAnswered::Outdated));
    assert_eq!(
        decide(of(&population, "ura:2"), consulter),
        Err(NotAnswered::Outdated)
    );
}

#[test]
fn a_question_prepared_before_the_population_knew_the_holder_is_refused_not_answered_wrongly() {
    let engine = Engine::mitz();
    let mut population = Population::new(&engine, at(), 1);
    let who = patient("999990019");
    population
        .add(&who, Some(choice(&engine, "c1", Answer::Yes, None)))
        .unwrap();
    let before = population
        .prepare(&query(&engine, "ura:1"), "GGC002")
        .unwrap();
    assert_eq!(
        population.decide("999990019", &before).unwrap().reason(),
        Reason::BlanketYes
    );
    population
        .add(&who, Some(choice(&engine, "c2", Answer::No, Some("ura:1"))))
        .unwrap();
    assert_eq!(
        population.decide("999990019", &before),
        Err(NotAnswered::Outdated)
    );
    population
        .go_to(Instant::read("2026-06-02T12:00:00Z").unwrap())
        .unwrap();
    assert_eq!(
        population.decide("999990019", &before),
        Err(NotAnswered::OtherInstant)
    );
    assert!(
        population
            .prepare(&query(&engine, "ura:1"), "GGC002")
            .is_err()
    );
}

#[test]
fn patients_with_equal_answers_share_one_table() {
    let engine = Engine::mitz();
    let mut population = Population::new(&engine, at(), 1_000);
    for number in 0..1_000 {
        let profile = Profile::new(
            engine.catalogue(),
            patient(&format!("9999{number:05}")),
            vec![choice(
                &engine,
                &format!("c{number}"),
                if number % 2 == 0 {
                    Answer::Yes
                } else {
                    Answer::No
                },
                None,
            )],
        );
        population.put(&profile.unwrap()).unwrap();
    }
    // Yes to all, no to all, and nobody's.
    assert_eq!((population.len(), population.tables()), (1_000, 3));
    assert!(
        population.memory().total() < 100_000,
        "{:?}",
        population.memory()
    );
}

#[test]
fn a_profile_too_large_for_the_tables_is_asked_literally() {
    let engine = Engine::mitz();
    let choices: Vec<Choice> = (0..2_000)
        .map(|number| choice(&engine, &format!("x{number:04}"), Answer::No, Some("ura:1")))
        .collect();
    let profile = Profile::new(engine.catalogue(), patient("999990019"), choices).unwrap();
    let mut population = Population::new(&engine, at(), 1);
    population.put(&profile).unwrap();
    assert_eq!(population.profile("999990019").unwrap(), profile);
    let deciding = |id: &str| {
        let question = population.prepare(&query(&engine, id), "GGC002").unwrap();
        let row = population
            .decide("999990019", &question)
            .unwrap()
            .decided_by_row();
        row.map(|row| String::from(profile.choices()[row].id().as_str()))
    };
    assert_eq!(deciding("ura:1").as_deref(), Some("x0000"));
    assert_eq!(deciding("ura:2"), None);
}

#[test]
fn an_open_query_names_the_places_of_the_holders_that_permit() {
    let engine = Engine::mitz();
    let mut population = Population::new(&engine, at(), 1);
    let who = patient("999990019");
    population
        .add(&who, Some(choice(&engine, "c1", Answer::Yes, None)))
        .unwrap();
    population
        .add(&who, Some(choice(&engine, "c2", Answer::No, Some("ura:2"))))
        .unwrap();
    let questions: Vec<PreparedQuery> = ["ura:1", "ura:2", "ura:3"]
        .iter()
        .map(|id| population.prepare(&query(&engine, id), "GGC002").unwrap())
        .collect();
    assert_eq!(
        population.open("999990019", &questions).collect::<Vec<_>>(),
        [0, 2]
    );
    assert_eq!(population.open("999990032", &questions).count(), 0);
}

#[test]
fn replaced_records_are_tidied_away_and_shards_cover_everybody() {
    let engine = Engine::mitz();
    let mut population = Population::new(&engine, at(), 1);
    let long = "x".repeat(1_000);
    for number in 0..2_000 {
        let answer = if number % 2 == 0 {
            Answer::Yes
        } else {
            Answer::No
        };
        let choices = vec![choice(&engine, &format!("{long}{number}"), answer, None)];
        population
            .put(&Profile::new(engine.catalogue(), patient("999990019"), choices).unwrap())
            .unwrap();
    }
    assert!(
        population.memory().left_behind < 2 << 20,
        "{:?}",
        population.memory()
    );
    assert_eq!(
        says(&population, &engine, "999990019", "ura:1"),
        "blanket_no"
    );
    let mut counts = [0_u32; 3];
    (0..3_000).for_each(|number| counts[Population::shard(&format!("{number}"), 3)] += 1);
    assert!(counts.iter().all(|count| *count > 800), "{counts:?}");
    assert_eq!(Population::shard("x", 0), 0);
}

#[test]
fn a_journey_that_is_stopped_leaves_no_answer_of_the_instant_before() {
    let cancel = crate::limits::Cancel::default();
    let engine = Engine::mitz().with_limits(Limits::default().cancelled_by(&cancel));
    let earlier = Instant::read("2026-05-01T12:00:00Z").unwrap();
    let mut population = Population::new(&engine, earlier, 0);
    let withdrawn_at = Instant::read("2026-05-02T12:00:00Z").unwrap();
    for who in ["999990019", "999990020"] {
        let yes = choice(&engine, "c1", Answer::Yes, None);
        let yes = yes.withdrawn(withdrawn_at).unwrap();
        population.add(&patient(who), Some(yes)).unwrap();
    }
    let before = Query {
        at: earlier,
        ..query(&engine, "ura:1")
    };
    let before = population.prepare(&before, "GGC002").unwrap();
    let permitted = population.decide("999990019", &before).unwrap();
    assert_eq!(permitted.outcome(), Outcome::Permit);
    cancel.set(true);
    let stopped = population.go_to(at()).unwrap_err();
    assert_eq!(stopped.code(), ErrorCode::Cancelled);
    for who in ["999990019", "999990020"] {
        assert_eq!(says(&population, &engine, who, "ura:1"), "no_choice");
    }
}
