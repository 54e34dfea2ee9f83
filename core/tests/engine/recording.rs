//! Recording (R34-R40): histories of commands.

use crate::common::random::half_day;
use crate::common::*;
use akkoord::ids::{ActorId, ChoiceId, PatientId, ProviderId};
use akkoord::profile::{Answer, ConfirmationAnswer, Patient, Scope};
use akkoord::register::{Command, Enrolment, Identity, NewChoice, Provider, Recorder, Urgency};
use akkoord::{Instant, Profile};
use proptest::prelude::*;
use proptest::test_runner::Config;

/// A command, its instant, and what it is about: the choice, and whether it looks at what was recorded before (R37).
#[derive(Clone, Debug)]
struct Step {
    command: Command,
    now: Instant,
    about: String,
    looks_back: bool,
}

fn provider(provider: &crate::common::Provider) -> Provider {
    Provider {
        id: ProviderId::new(provider.id).unwrap(),
        kind: provider.kind.into(),
    }
}

fn empty(born: Option<&str>) -> Profile {
    let patient = Patient::new(PatientId::new(PATIENT).unwrap());
    let patient = match born {
        Some(day) => patient.born_on(date(day)),
        None => patient,
    };
    Profile::new(mitz().catalogue(), patient, Vec::new()).unwrap()
}

fn step(number: usize, (kind, answer, at, target): (u8, bool, i64, usize)) -> Step {
    let catalogue = mitz().catalogue().clone();
    let now = half_day(at);
    let id = format!("c{number}");
    let choice = NewChoice {
        id: ChoiceId::new(&id).unwrap(),
        answer: if answer { Answer::Yes } else { Answer::No },
        decided_at: now,
    };
    let target = format!("c{target}");
    let about = ChoiceId::new(&target).unwrap();
    let press = |urgency| Command::Raadplegersknop {
        choice: choice.clone(),
        consulter: provider(&POST),
        holders: vec![provider(&GP)],
        urgency,
        enrolment: Enrolment::Enrolled,
        identity: Some(Identity::InPerson),
    };
    let (command, about, looks_back) = match kind {
        0 => (
            Command::MijnMitz {
                choice,
                scope: Scope::blanket(&catalogue),
                by: Recorder::Patient,
            },
            id,
            false,
        ),
        1 => (
            Command::MijnMitz {
                choice,
                scope: Scope::individual(&catalogue, [GP.id]).unwrap(),
                by: Recorder::Patient,
            },
            id,
            false,
        ),
        2 => (
            Command::Dossierhoudersknop {
                choice,
                holder: provider(&GP),
            },
            id,
            false,
        ),
        3 => (press(Urgency::Ordinary), id, false),
        4 => (press(Urgency::Emergency), id, true),
        5 => (
            Command::Withdraw {
                choice: about,
                by: Recorder::Patient,
            },
            target,
            false,
        ),
        _ => {
            let said = if answer {
                ConfirmationAnswer::Approved
            } else {
                ConfirmationAnswer::Rejected
            };
            (
                Command::Confirm {
                    choice: about,
                    answer: said,
                    by: ActorId::new("guardian-1").unwrap(),
                },
                target,
                false,
            )
        }
    };
    Step {
        command,
        now,
        about,
        looks_back,
    }
}

/// Applies the steps in this order; refusals are left out. What was accepted, and the profile at the end.
fn play(start: &Profile, steps: &[Step]) -> (Profile, Vec<Step>) {
    let engine = mitz();
    let mut profile = start.clone();
    let mut accepted = Vec::new();
    for step in steps {
        let before = profile.to_json();
        match engine.register(&profile, &step.command, step.now) {
            Ok(registered) => {
                profile = registered.profile().clone();
                accepted.push(step.clone());
            }
            Err(_) => assert_eq!(profile.to_json(), before, "a refusal changes nothing"),
        }
    }
    (profile, accepted)
}

/// Another order of the accepted steps that respects causality: steps about one choice keep their order, and one that looks
/// back comes after all that was recorded before it.
fn reordered(steps: &[Step], keys: &[u32]) -> Vec<Step> {
    let mut left: Vec<(usize, &Step)> = steps.iter().enumerate().collect();
    let mut order = Vec::new();
    while !left.is_empty() {
        let free = |(place, step): &(usize, &Step)| {
            left.iter()
                .take_while(|(other, _)| other < place)
                .all(|(_, other)| {
                    other.about != step.about
                        && !(step.looks_back && other.now <= step.now)
                        && !(other.looks_back && other.now == step.now)
                })
        };
        let next = left
            .iter()
            .enumerate()
            .filter(|(_, one)| free(one))
            .min_by_key(|(_, (place, _))| keys[*place]);
        let (index, _) = next.unwrap();
        order.push(left.remove(index).1.clone());
    }
    order
}

proptest! {
    #![proptest_config(Config { cases: 300, failure_persistence: None, ..Config::default() })]

    #[test]
    fn a_history_replays_to_the_same_profile_in_any_order_that_respects_causality(
        raw in proptest::collection::vec((0..7_u8, any::<bool>(), 0..20_i64, 0..12_usize), 1..16),
        keys in proptest::collection::vec(any::<u32>(), 16),
        minor in any::<bool>(),
    ) {
        let start = empty(minor.then_some("2012-06-01"));
        let mut steps: Vec<Step> = raw.into_iter().enumerate().map(|(number, raw)| step(number, raw)).collect();
        steps.sort_by_key(|step| step.now);
        let (profile, accepted) = play(&start, &steps);
        let order = reordered(&accepted, &keys);
        prop_assert_eq!(order.len(), accepted.len());
        let (again, all) = play(&start, &order);
        prop_assert_eq!(all.len(), accepted.len(), "every step is accepted again");
        prop_assert_eq!(again.to_json(), profile.to_json());
    }

    #[test]
    fn the_same_history_twice_changes_nothing(
        raw in proptest::collection::vec((0..7_u8, any::<bool>(), 0..20_i64, 0..12_usize), 1..16),
    ) {
        let start = empty(None);
        let mut steps: Vec<Step> = raw.into_iter().enumerate().map(|(number, raw)| step(number, raw)).collect();
        steps.sort_by_key(|step| step.now);
        let (profile, accepted) = play(&start, &steps);
        let (again, _) = play(&profile, &accepted);
        prop_assert_eq!(again.to_json(), profile.to_json());
    }
}

/// R38, R8: what is carried over never outranks a later choice, however late it is recorded.
#[test]
fn r38_a_migration_never_outranks_a_later_choice() {
    let engine = mitz();
    let no_now = Command::MijnMitz {
        choice: NewChoice {
            id: ChoiceId::new("c1").unwrap(),
            answer: Answer::No,
            decided_at: t("2026-01-01"),
        },
        scope: Scope::individual(engine.catalogue(), [GP.id]).unwrap(),
        by: Recorder::Patient,
    };
    let carried_over = Command::Migration {
        choice: NewChoice {
            id: ChoiceId::new("m1").unwrap(),
            answer: Answer::Yes,
            decided_at: t("2019-01-01"),
        },
        holder: provider(&GP),
        options: None,
    };
    let after = engine
        .register(&empty(None), &no_now, t("2026-01-01"))
        .unwrap();
    let after = engine
        .register(after.profile(), &carried_over, t("2026-02-01"))
        .unwrap();
    let decision = engine
        .decide(after.profile(), &ask(&GP, &POST, "2026-03-01"))
        .unwrap()
        .remove(0);
    assert_eq!(said(&decision), "individual_no by c1");
}

/// Reading: R37 refuses an emergency yes against an objection also where a parameter would let it override.
#[test]
fn r37_a_standing_objection_refuses_also_where_the_emergency_would_override_it() {
    let engine = mitz_with(r#""emergency_overrides_objection": true"#);
    let profile = World::of([no("c1")]).under(&engine).profile();
    let press = step(2, (4, true, 10, 0));
    let refusal = engine
        .register(&profile, &press.command, press.now)
        .unwrap_err();
    assert_eq!(refusal.code(), akkoord::error::ErrorCode::StandingObjection);
}

/// Every refusal has a sentence in both languages, and no other error has.
#[test]
fn every_refusal_is_explained_in_both_languages() {
    let engine = mitz();
    let press = step(2, (4, true, 10, 0));
    let profile = World::of([no("c1")]).profile();
    let refusal = engine
        .register(&profile, &press.command, press.now)
        .unwrap_err();
    for (lang, word) in [(akkoord::Lang::Nl, "nee"), (akkoord::Lang::En, "no")] {
        let told = refusal.code().explain(lang).unwrap();
        assert!(told.contains(word));
    }
    let fault = engine.read_profile("{").unwrap_err();
    assert_eq!(fault.code().explain(akkoord::Lang::Nl), None);
}

/// R34, R40: a child and a guardian of one name would let the child confirm its own yes.
#[test]
fn r40_no_patient_is_ever_their_own_guardian_and_who_is_told_knows_who_did_it() {
    let engine = mitz();
    let now = t("2026-06-01");
    let command = |by: Recorder| Command::MijnMitz {
        choice: NewChoice {
            id: ChoiceId::new("c1").unwrap(),
            answer: Answer::Yes,
            decided_at: now,
        },
        scope: Scope::blanket(engine.catalogue()),
        by,
    };
    for (born, age) in [
        (Some("2018-05-05"), 8),
        (Some("2012-05-05"), 14),
        (None, 99),
    ] {
        for own in [ActorId::patient(), ActorId::new(PATIENT).unwrap()] {
            let by = Recorder::Guardian(own.clone());
            let refused = engine
                .register(&empty(born), &command(by), now)
                .unwrap_err();
            let expected = "command.mijn_mitz.guardian".to_owned();
            assert_eq!(
                fault(&refused),
                (akkoord::error::ErrorCode::GuardianIsPatient, expected)
            );
            let proposed = engine.register(&empty(born), &command(Recorder::Patient), now);
            let confirm = Command::Confirm {
                choice: ChoiceId::new("c1").unwrap(),
                answer: ConfirmationAnswer::Approved,
                by: own,
            };
            if let Ok(proposed) = proposed {
                let refused = engine
                    .register(proposed.profile(), &confirm, now)
                    .unwrap_err();
                assert_eq!(refused.code(), akkoord::error::ErrorCode::GuardianIsPatient);
            } else {
                assert_eq!(age, 8, "under 12 the child does not record at all");
            }
        }
    }
    let guardian = Recorder::Guardian(ActorId::new("guardian-1").unwrap());
    let proposed = engine
        .register(&empty(Some("2018-05-05")), &command(guardian), now)
        .unwrap();
    let effects: Vec<&str> = proposed
        .effects()
        .iter()
        .map(|effect| effect.name())
        .collect();
    assert_eq!(effects, ["proposed", "patient_is_told"]);
}

/// R15: what was known at death stays, also where the rules go on evaluating it.
#[test]
fn r15_nothing_is_recorded_for_the_deceased_whatever_death_means_for_deciding() {
    for engine in [mitz(), mitz_with(r#""deceased_means": "evaluate""#)] {
        let patient = World::of([])
            .deceased("2026-05-31")
            .profile()
            .patient()
            .clone();
        let profile = Profile::new(engine.catalogue(), patient, Vec::new()).unwrap();
        for kind in 0..6 {
            let mut step = step(1, (kind, true, 0, 1));
            step.now = t("2026-06-01");
            let refused = engine
                .register(&profile, &step.command, step.now)
                .unwrap_err();
            assert_eq!(
                fault(&refused),
                (
                    akkoord::error::ErrorCode::PatientDeceased,
                    "command".to_owned()
                )
            );
        }
    }
}
