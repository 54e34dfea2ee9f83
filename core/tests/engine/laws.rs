//! Laws that hold in every world, checked on random ones that collide a lot (see `common::random`).

use std::collections::{BTreeMap, BTreeSet};

use crate::common::random::{Case, Under, answers, case, case_and, data_code};
use crate::common::*;
use akkoord::decision::Because;
use akkoord::explain::Explain;
use akkoord::ids::PatientId;
use akkoord::line::Line;
use akkoord::profile::{Answer, Level};
use akkoord::{Audience, Decision, Engine, Instant, Lang, Outcome, Profile, Query, Reason};
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};
use serde_json::Value;

const LANGUAGES: [Lang; 2] = [Lang::Nl, Lang::En];
const AUDIENCES: [Audience; 3] = [Audience::Patient, Audience::Holder, Audience::Consulter];

/// So many cases, or more if `PROPTEST_CASES` says so.
fn cases(at_least: u32) -> Config {
    let config = Config::default();
    Config {
        cases: config.cases.max(at_least),
        failure_persistence: None,
        max_global_rejects: 10_000_000,
        ..config
    }
}

/// What R23 calls the decision: outcome and ground.
fn ground(decision: &Decision) -> (Outcome, Reason, Option<String>, Option<String>) {
    let option = decision.option().map(|option| option.id().to_owned());
    let decided_by = decision
        .decided_by()
        .map(|ground| ground.choice().as_str().to_owned());
    (decision.outcome(), decision.reason(), option, decided_by)
}

/// What a choice says, apart from its id.
fn content(world: &World, decision: &Decision) -> Option<Draft> {
    let id = decision.decided_by()?.choice().as_str();
    let draft = world.choices.iter().find(|draft| draft.id == id)?;
    Some(Draft {
        id: String::new(),
        ..draft.clone()
    })
}

fn decide(case: &Case) -> Decision {
    case.world.decide(&case.query)
}

/// Whether the catalogue has options on several levels of data for one holder (R3), and options with a `since` (R5).
fn has_levels(case: &Case) -> bool {
    case.world.engine.catalogue().id() == layered().catalogue().id()
}

fn answer_line(case: &Case) -> String {
    case.world
        .engine
        .evaluate_json(&case.world.line(&case.query))
}

/// The laws would prove little if the worlds were dull: every reason of consent and every `Because` comes up, often.
#[test]
fn the_random_worlds_reach_every_reason_of_consent_and_every_because() {
    let mut runner = TestRunner::deterministic();
    let strategy = case(Under::AnyParameters);
    let (mut reasons, mut because) = (BTreeMap::new(), BTreeMap::new());
    let (mut minors, mut bounded) = (0, 0);
    for _ in 0..3_000 {
        let decision = decide(&strategy.new_tree(&mut runner).unwrap().current());
        *reasons.entry(decision.reason()).or_insert(0) += 1;
        for one in decision.outweighed() {
            *because.entry(one.because()).or_insert(0) += 1;
        }
        minors += usize::from(decision.rules().contains(20));
        bounded += usize::from(decision.valid_until().is_some());
    }
    let of_consent = Reason::ALL
        .iter()
        .filter(|reason| [16, 17, 19, 21].contains(&reason.rule()));
    for reason in of_consent.chain(&[Reason::NotInCatalogue, Reason::PatientDeceased]) {
        assert!(
            reasons.get(reason).is_some_and(|count| *count >= 30),
            "{reason:?} of {reasons:?}"
        );
    }
    for one in Because::ALL {
        assert!(
            because.get(&one).is_some_and(|count| *count >= 5),
            "{one:?} of {because:?}"
        );
    }
    assert!(
        minors >= 100 && bounded >= 500,
        "{minors} by a guardian, {bounded} that end"
    );
}

proptest! {
    #![proptest_config(cases(1_000))]

    #[test]
    fn the_order_of_the_choices_does_not_matter_to_the_byte(
        (case, shuffled) in case(Under::AnyParameters).prop_flat_map(|case| {
            let choices = Just(case.world.choices.clone()).prop_shuffle();
            (Just(case), choices)
        }),
    ) {
        let world = World { choices: shuffled, ..case.world.clone() };
        prop_assert_eq!(answer_line(&case), answer_line(&Case { world, query: case.query }));
    }

    /// The copy has a larger id than any other, so that the smaller id of the original wins the tie (R8).
    #[test]
    fn a_duplicate_with_a_larger_id_changes_no_ground(case in case(Under::AnyParameters), which in any::<Index>()) {
        prop_assume!(!case.world.choices.is_empty());
        let copy = Draft { id: "x".to_owned(), ..which.get(&case.world.choices).clone() };
        let doubled = Case { world: case.world.clone().and(copy), query: case.query.clone() };
        let (before, after) = (decide(&case), decide(&doubled));
        prop_assert_eq!(ground(&before), ground(&after));
        prop_assert_eq!(before.valid_until(), after.valid_until());
    }

    /// With a smaller id the copy takes the place of the deciding choice, and the same content decides. (On several levels
    /// of data perhaps by a nearer option: the copy may win a tie there from a choice that was withdrawn.)
    #[test]
    fn a_duplicate_of_the_deciding_choice_with_a_smaller_id_changes_only_the_id(case in case(Under::AnyParameters)) {
        let before = decide(&case);
        let Some(content) = content(&case.world, &before) else { return Ok(()) };
        let copy = Draft { id: "a".to_owned(), ..content };
        let after = decide(&Case { world: case.world.clone().and(copy), query: case.query.clone() });
        prop_assert_eq!(before.reason(), after.reason());
        prop_assert_eq!(after.decided_by().map(|ground| ground.choice().as_str()), Some("a"));
        if !has_levels(&case) {
            prop_assert_eq!(option(&before), option(&after));
        }
    }

    #[test]
    fn no_permit_without_a_named_yes(case in case(Under::AnyParameters)) {
        let decision = decide(&case);
        if decision.outcome() == Outcome::Permit {
            let decided_by = decision.decided_by().unwrap();
            prop_assert_eq!(decided_by.answer(), Answer::Yes);
            let draft = case.world.choices.iter().find(|draft| draft.id == decided_by.choice().as_str()).unwrap();
            prop_assert!(draft.recorded <= case.query.at && draft.withdrawn.is_none_or(|at| case.query.at < at));
        }
    }

    /// R9, R18 and R19 only ever take a voice away, they never lend one. So a decision stands on its ground alone: neither
    /// the choices that it outweighed nor the silent ones (withdrawn, pending, of later) are needed to come to it again,
    /// and where nobody decided, nobody is needed. Only the option may be a nearer one, on several levels of data: the
    /// deciding choice may cover a nearer option too, from which a withdrawn choice had pushed it.
    #[test]
    fn the_deciding_choice_alone_gives_the_same_decision(case in case(Under::AnyParameters)) {
        let decision = decide(&case);
        let id = decision.decided_by().map(|ground| ground.choice().as_str());
        let needed = case.world.choices.iter().filter(|draft| Some(draft.id.as_str()) == id).cloned().collect();
        let alone = decide(&Case { world: World { choices: needed, ..case.world.clone() }, query: case.query.clone() });
        let (before, after) = (ground(&decision), ground(&alone));
        prop_assert_eq!((before.0, before.1, before.3), (after.0, after.1, after.3));
        if !has_levels(&case) {
            prop_assert_eq!(before.2, after.2);
        }
        prop_assert!(alone.outweighed().is_empty());
    }

    /// What lies after `at` can change until when a decision holds, and nothing else.
    #[test]
    fn the_future_does_not_matter_but_for_valid_until(case in case(Under::AnyParameters)) {
        let at = case.query.at;
        let past = case.world.choices.iter().filter(|draft| draft.recorded <= at).map(|draft| Draft {
            withdrawn: draft.withdrawn.filter(|withdrawn| *withdrawn <= at),
            confirmation: draft.confirmation.filter(|(_, confirmed)| *confirmed <= at),
            ..draft.clone()
        });
        let world = World { choices: past.collect(), ..case.world.clone() };
        let without_end = |case: &Case| {
            let mut decision: Value = serde_json::from_str(&decide(case).to_json()).unwrap();
            decision["valid_until"] = Value::Null;
            decision
        };
        let past = Case { world, query: case.query.clone() };
        prop_assert_eq!(without_end(&case), without_end(&past));
    }

    /// R23: asked at every instant at which something happens, the first other decision is at `valid_until`.
    #[test]
    fn valid_until_is_what_asking_at_every_boundary_gives(case in case(Under::AnyParameters)) {
        let hours = case.world.engine.ruleset().emergency_hours();
        let mut boundaries: BTreeSet<Instant> = BTreeSet::new();
        for draft in &case.world.choices {
            boundaries.insert(draft.recorded);
            boundaries.extend(draft.confirmation.map(|(_, at)| at));
            boundaries.extend(draft.withdrawn);
            boundaries.extend(draft.decided.plus_hours(hours));
        }
        boundaries.extend(case.world.deceased.map(|day| day.start()));
        let at_instant = |at: Instant| {
            decide(&Case { world: case.world.clone(), query: Query { at, ..case.query.clone() } })
        };
        let decision = decide(&case);
        let other = boundaries.into_iter().filter(|at| *at > case.query.at).find(|at| {
            ground(&at_instant(*at)) != ground(&decision)
        });
        prop_assert_eq!(decision.valid_until(), other);
        if let Some(until) = decision.valid_until() {
            let just_before = at_instant(shifted(until, -1));
            prop_assert_eq!(ground(&just_before), ground(&decision));
            prop_assert!(just_before.valid_until() == Some(until) || shifted(until, -1) < case.query.at);
        }
    }

    /// R24: whatever a consent deny rests on, the consulter reads what stands there for no choice at all.
    #[test]
    fn a_consulter_reads_the_same_for_every_deny_that_consent_gives(case in case(Under::AnyParameters)) {
        let decision = decide(&case);
        let by_consent = [16, 17, 19, 21].contains(&decision.reason().rule());
        prop_assume!(by_consent && decision.outcome() == Outcome::Deny);
        let nothing = World { choices: Vec::new(), deceased: None, ..case.world.clone() };
        let no_choice = nothing.decide(&case.query);
        prop_assert_eq!(no_choice.reason(), Reason::NoChoice);
        for lang in LANGUAGES {
            let explain = |decision: &Decision| decision.explain(lang, Audience::Consulter);
            prop_assert_eq!(explain(&decision), explain(&no_choice));
        }
    }

    /// Nor does a permit tell a consulter on which choice it rests, or until when.
    #[test]
    fn a_consulter_reads_the_same_for_every_permit(case in case(Under::AnyParameters)) {
        let decision = decide(&case);
        prop_assume!(decision.outcome() == Outcome::Permit);
        let plain = World { choices: vec![yes("c1").on("2026-06-01")], deceased: None, born: None, ..case.world.clone() };
        let plain = plain.decide(&Query { at: t("2026-06-02"), ..case.query.clone() });
        for lang in LANGUAGES {
            let explain = |decision: &Decision| decision.explain(lang, Audience::Consulter);
            prop_assert_eq!(explain(&decision), explain(&plain));
        }
    }

    /// R24: an explanation is about kinds, dates and channels; it names nobody.
    #[test]
    fn no_explanation_contains_an_id(mut case in case(Under::AnyParameters)) {
        for draft in &mut case.world.choices {
            draft.id = format!("keuze-{}", draft.id);
        }
        let decision = decide(&case);
        for (lang, audience) in LANGUAGES.into_iter().flat_map(|lang| AUDIENCES.map(|audience| (lang, audience))) {
            let text = decision.explain(lang, audience).to_string();
            for secret in ["keuze-", "ura:", "90000", PATIENT, "guardian-1"] {
                prop_assert!(!text.contains(secret), "{}", text);
            }
        }
    }

    #[test]
    fn a_profile_that_was_written_is_read_back_and_writes_the_same_bytes(
        mut case in case(Under::Defaults),
        prefix in "\\PC{0,8}",
        patient in "\\PC{1,8}",
        recorder in proptest::option::of("\\PC{1,8}"),
    ) {
        for draft in &mut case.world.choices {
            draft.id = format!("{prefix}{}", draft.id);
            if let Some(recorder) = &recorder {
                *draft = draft.clone().recorded_by(recorder);
            }
        }
        let built = case.world.profile();
        let patient = akkoord::profile::Patient::new(PatientId::new(&patient).unwrap());
        let profile = Profile::new(built.catalogue(), patient, built.choices().to_vec()).unwrap();
        let json = profile.to_json();
        let back = case.world.engine.read_profile(&json).unwrap();
        prop_assert_eq!(&back, &profile);
        prop_assert_eq!(back.to_json(), json);
    }

    /// R25, R26: k data codes give the k answers of the single questions, one after the other, and the line of the batch
    /// format says what the types of Rust say.
    #[test]
    fn a_question_about_several_data_is_the_single_questions_one_after_the_other(
        case in case(Under::AnyParameters),
        data in proptest::collection::vec(data_code(), 1..5),
    ) {
        let of = |data: &[&str]| Case {
            world: case.world.clone(),
            query: Query { data: data.iter().map(|code| Box::from(*code)).collect(), ..case.query.clone() },
        };
        let singles: Vec<String> = data.iter().map(|code| decide(&of(&[code])).to_json()).collect();
        prop_assert_eq!(answer_line(&of(&data)), format!("[{}]", singles.join(",")));
    }

    /// Only distances in time matter: everything some days later gives the same decision, some days later. (Without dates
    /// of birth and death, and without options that exist from an instant on.)
    #[test]
    fn only_distances_in_time_matter(case in case(Under::AnyParameters), days in -40_000_i64..200_000) {
        prop_assume!(!has_levels(&case));
        let later = |instant| shifted(instant, days * 24 * 3_600 * 1_000_000);
        let choices = case.world.choices.iter().map(|draft| Draft {
            decided: later(draft.decided),
            recorded: later(draft.recorded),
            withdrawn: draft.withdrawn.map(later),
            confirmation: draft.confirmation.map(|(answer, at)| (answer, later(at))),
            ..draft.clone()
        });
        let here = World { born: None, deceased: None, ..case.world.clone() };
        let there = World { choices: choices.collect(), ..here.clone() };
        let now = here.decide(&case.query);
        let then = there.decide(&Query { at: later(case.query.at), ..case.query.clone() });
        prop_assert_eq!(ground(&now), ground(&then));
        prop_assert_eq!(now.valid_until().map(later), then.valid_until());
        let outweighed = |decision: &Decision| -> Vec<(String, Because)> {
            decision.outweighed().iter().map(|one| (one.ground().choice().as_str().to_owned(), one.because())).collect()
        };
        prop_assert_eq!(outweighed(&now), outweighed(&then));
    }
}

proptest! {
    #![proptest_config(cases(1_000))]

    /// A no can only shut. (Under the default parameters.)
    #[test]
    fn adding_a_no_that_is_not_withdrawn_never_turns_a_deny_into_a_permit(
        (case, added) in case_and(Under::Defaults, Just(Answer::No)),
    ) {
        let before = decide(&case);
        let added = Draft { withdrawn: None, ..added };
        let after = decide(&Case { world: case.world.clone().and(added), query: case.query.clone() });
        prop_assert!(before.outcome() == Outcome::Permit || after.outcome() != Outcome::Permit);
    }

    /// A yes can only open; one that lacks a confirmation does nothing at all. (Under the default parameters.)
    #[test]
    fn adding_a_yes_that_is_not_withdrawn_never_turns_a_permit_into_a_deny(
        (case, added) in case_and(Under::Defaults, Just(Answer::Yes)),
    ) {
        let before = decide(&case);
        let added = Draft { withdrawn: None, ..added };
        let after = decide(&Case { world: case.world.clone().and(added), query: case.query.clone() });
        prop_assert!(before.outcome() != Outcome::Permit || after.outcome() == Outcome::Permit);
    }

    /// A choice for others, or of another consulter's emergency, has no say here.
    #[test]
    fn adding_a_choice_for_another_holder_changes_nothing(
        (case, added) in case_and(Under::AnyParameters, answers()),
    ) {
        prop_assume!(matches!(added.level(), Level::Individual | Level::Emergency));
        let added = added.naming(&["ura:90000099"]);
        let after = Case { world: case.world.clone().and(added), query: case.query.clone() };
        prop_assert_eq!(answer_line(&case), answer_line(&after));
    }
}

/// One line of JSON: a list of decisions, or one error.
fn is_an_answer_line(answer: &str) -> bool {
    let has =
        |object: &Value, fields: &[&str]| fields.iter().all(|field| object.get(field).is_some());
    !answer.contains(['\n', '\r'])
        && match serde_json::from_str::<Value>(answer) {
            Ok(Value::Array(decisions)) => {
                !decisions.is_empty()
                    && decisions
                        .iter()
                        .all(|one| has(one, &["data", "decision", "reason", "valid_until"]))
            }
            Ok(error) => {
                error.as_object().is_some_and(|object| object.len() == 1)
                    && has(&error["error"], &["line", "code", "message", "path"])
            }
            Err(_) => false,
        }
}

/// A small damage to a line: what it does, where, and with what.
fn damage() -> impl Strategy<Value = (u8, Index, Index, char)> {
    let letters: Vec<char> =
        "{}[]\":,\\ \t0123456789-+.eEtruefalsnyoZT\u{0}\u{7f}é\u{1f600}\u{feff}"
            .chars()
            .collect();
    (
        0..6_u8,
        any::<Index>(),
        any::<Index>(),
        proptest::sample::select(letters),
    )
}

fn damaged(line: &str, damages: &[(u8, Index, Index, char)]) -> String {
    let mut letters: Vec<char> = line.chars().collect();
    for (what, one, other, letter) in damages {
        if letters.is_empty() {
            break;
        }
        let (one, other) = (one.index(letters.len()), other.index(letters.len()));
        let (from, to) = (one.min(other), one.max(other));
        match what {
            0 => letters[one] = *letter,
            1 => letters.insert(one, *letter),
            2 => drop(letters.remove(one)),
            3 => letters.swap(one, other),
            4 => letters.truncate(to.max(1)),
            _ => {
                let piece: Vec<char> = letters[from..to.min(from + 40)].to_vec();
                letters.splice(to..to, piece);
            }
        }
    }
    letters.into_iter().collect()
}

proptest! {
    #![proptest_config(cases(1_000))]

    #[test]
    fn any_text_gives_one_line_of_json(text in any::<String>(), number in any::<u64>()) {
        prop_assert!(is_an_answer_line(&mitz().evaluate_json(&text)));
        prop_assert!(is_an_answer_line(&mitz().evaluate_json(Line::from(&text).number(number))));
    }

    #[test]
    fn any_bytes_give_one_line_of_json(bytes in any::<Vec<u8>>()) {
        prop_assert!(is_an_answer_line(&mitz().evaluate_json(Line::from(&bytes).number(1))));
        prop_assert!(is_an_answer_line(&mitz().answer_json(Line::from(&bytes).number(1))));
    }

    #[test]
    fn any_text_can_be_checked(text in "[\\[\\]{}\":, a-e0-9ntfu\\\\]{0,60}") {
        let engine = mitz();
        prop_assert_eq!(engine.check_profile(&text).is_empty(), engine.read_profile(&text).is_ok());
        prop_assert_eq!(engine.check_profile(&text).first().cloned(), engine.read_profile(&text).err());
    }

    #[test]
    fn a_damaged_line_gives_one_line_of_json(
        case in case(Under::Defaults),
        damages in proptest::collection::vec(damage(), 1..4),
    ) {
        let line = damaged(&case.world.line(&case.query), &damages);
        prop_assert!(is_an_answer_line(&case.world.engine.evaluate_json(&line)), "{}", line);
    }

    /// A check lists the fault that reading stops at first; and a profile without faults can be read.
    #[test]
    fn a_check_and_a_reading_of_a_damaged_profile_agree(
        case in case(Under::Defaults),
        damages in proptest::collection::vec(damage(), 1..4),
    ) {
        let engine: &Engine = &case.world.engine;
        let json = damaged(&case.world.profile().to_json(), &damages);
        prop_assert_eq!(engine.check_profile(&json).first().cloned(), engine.read_profile(&json).err());
    }
}
