//! Chapter 3: choices (R6-R10).

use akkoord::error::ErrorCode;
use akkoord::profile::{Answer, Channel, Level, Scope};

use crate::common::*;

#[test]
fn r06_a_register_cannot_learn_of_a_choice_before_it_was_made() {
    let early = yes("c1").on("2026-01-02").recorded("2026-01-01");
    let error = early.build(mitz().catalogue()).unwrap_err();
    assert_eq!(
        fault(&error),
        (ErrorCode::RecordedBeforeDecided, "recorded_at".to_owned())
    );
    assert!(yes("c1").on("2026-01-02").build(mitz().catalogue()).is_ok());
}

#[test]
fn r06_the_engine_reads_no_clock_so_that_any_instant_can_be_asked_about() {
    let world = World::of([yes("c1").on("1900-01-01"), no("c2").on("9999-12-31")]);
    assert_eq!(
        world.says(&ask(&GP, &POST, "1900-01-01T11:59:59Z")),
        "no_choice"
    );
    assert_eq!(
        world.says(&ask(&GP, &POST, "1900-01-01")),
        "blanket_yes by c1"
    );
    assert_eq!(
        world.says(&ask(&GP, &POST, "9999-12-31T23:59:59.999999Z")),
        "blanket_no by c2"
    );
}

#[test]
fn r06_who_recorded_a_choice_decides_nothing() {
    let query = ask(&GP, &POST, "2026-02-01");
    let one = World::of([yes("c1").recorded_by("patient")]);
    let other = World::of([yes("c1").recorded_by("ura:90000099")]);
    assert_eq!(
        one.decide(&query).to_json(),
        World::of([yes("c1")]).decide(&query).to_json()
    );
    assert_eq!(one.decide(&query).to_json(), other.decide(&query).to_json());
}

#[test]
fn r07_a_blanket_choice_covers_every_option_of_every_holder() {
    for answer in [yes("c1"), no("c1")] {
        let expected = if answer.answer == Answer::Yes {
            "blanket_yes by c1"
        } else {
            "blanket_no by c1"
        };
        let world = World::of([answer]);
        for holder in [&GP, &PHARMACY, &HOSPITAL, &LAB, &NURSING] {
            for consulter in [&POST, &PHARMACY, &HOSPITAL, &LAB, &NURSING] {
                assert_eq!(
                    world.says(&ask(holder, consulter, "2026-02-01")),
                    expected,
                    "{holder:?} {consulter:?}"
                );
            }
        }
    }
}

#[test]
fn r07_a_categorical_choice_covers_one_holder_category() {
    let world = World::of([yes("c1").for_category("huisartsen")]);
    assert_eq!(
        world.says(&ask(&GP, &POST, "2026-02-01")),
        "categorical_yes by c1"
    );
    assert_eq!(
        world.says(&ask(&OTHER_GP, &NURSING, "2026-02-01")),
        "categorical_yes by c1"
    );
    assert_eq!(
        world.says(&ask(&PHARMACY, &POST, "2026-02-01")),
        "no_choice"
    );
    let consulting = World::of([yes("c1").for_category("apotheken")]);
    assert_eq!(
        consulting.says(&ask(&GP, &PHARMACY, "2026-02-01")),
        "no_choice",
        "the holder side counts"
    );
}

#[test]
fn r07_an_individual_choice_covers_the_holders_that_it_names_and_no_other() {
    let world = World::of([yes("c1").for_holders(&[PHARMACY.id, GP.id])]);
    assert_eq!(
        world.says(&ask(&GP, &POST, "2026-02-01")),
        "individual_yes by c1"
    );
    assert_eq!(
        world.says(&ask(&PHARMACY, &POST, "2026-02-01")),
        "individual_yes by c1"
    );
    assert_eq!(
        world.says(&ask(&OTHER_GP, &POST, "2026-02-01")),
        "no_choice"
    );
    // Being named as a holder opens nothing as a consulter.
    assert_eq!(world.says(&ask(&OTHER_GP, &GP, "2026-02-01")), "no_choice");
}

#[test]
fn r07_provider_ids_are_compared_byte_for_byte() {
    let world = World::of([yes("c1").for_holders(&[
        "ura:90000017 ",
        "URA:90000017",
        "ura:9000001",
        "90000017",
    ])]);
    assert_eq!(world.says(&ask(&GP, &POST, "2026-02-01")), "no_choice");
}

#[test]
fn r07_every_named_holder_is_found_in_a_long_list() {
    let ids: Vec<String> = (0..200)
        .map(|n| format!("ura:9{:07}", n * 7919 % 1000))
        .collect();
    let leaked: Vec<&'static str> = ids.iter().map(|id| &*id.clone().leak()).collect();
    let world = World::of([yes("c1").for_holders(&leaked)]);
    for id in leaked {
        let holder = Provider {
            id,
            kind: "Z3",
            data: "GGC002",
        };
        assert_eq!(
            world.says(&ask(&holder, &POST, "2026-02-01")),
            "individual_yes by c1",
            "{id}"
        );
    }
}

#[test]
fn r07_a_list_of_options_limits_any_scope_but_emergency() {
    for limited in [
        yes("c1"),
        yes("c1").for_category("huisartsen"),
        yes("c1").for_holder(&GP),
    ] {
        let world = World::of([limited.only(&["1.1", "1.4"])]);
        assert_ne!(world.says(&ask(&GP, &POST, "2026-02-01")), "no_choice");
        assert_ne!(world.says(&ask(&GP, &NURSING, "2026-02-01")), "no_choice");
        assert_eq!(world.says(&ask(&GP, &HOSPITAL, "2026-02-01")), "no_choice");
    }
    let error = yes("c1")
        .in_emergency(&GP, &POST)
        .only(&["1.1"])
        .build(mitz().catalogue())
        .unwrap_err();
    assert_eq!(
        fault(&error),
        (ErrorCode::UnknownField, "scope.options".to_owned())
    );
}

#[test]
fn r07_options_of_another_category_cover_nothing_and_are_no_error() {
    for scope in [
        yes("c1").for_category("huisartsen"),
        yes("c1").for_holder(&GP),
    ] {
        let world = World::of([scope.only(&["2.1", "3.1"])]);
        assert_eq!(world.says(&ask(&GP, &POST, "2026-02-01")), "no_choice");
        assert_eq!(
            world.says(&ask(&PHARMACY, &POST, "2026-02-01")),
            "no_choice"
        );
        assert_eq!(world.outweighed(&ask(&GP, &POST, "2026-02-01")), "");
    }
}

#[test]
fn r07_levels_run_from_wide_to_narrow() {
    assert!(Level::Blanket < Level::Categorical && Level::Categorical < Level::Individual);
    assert!(Level::Individual < Level::Emergency);
    let catalogue = mitz().catalogue().clone();
    assert_eq!(Scope::blanket(&catalogue).level(), Level::Blanket);
    assert_eq!(
        Scope::categorical(&catalogue, "ggz").unwrap().level(),
        Level::Categorical
    );
}

#[test]
fn r08_a_choice_takes_part_from_when_it_was_recorded() {
    let world = World::of([yes("c1").on("2026-01-02").recorded("2026-01-10")]);
    assert_eq!(
        world.says(&ask(&GP, &POST, "2026-01-10T11:59:59.999999Z")),
        "no_choice"
    );
    assert_eq!(
        world.says(&ask(&GP, &POST, "2026-01-10")),
        "blanket_yes by c1"
    );
    assert_eq!(
        world.until(&ask(&GP, &POST, "2026-01-05")),
        "2026-01-10T12:00:00Z"
    );
}

#[test]
fn r08_the_rank_is_when_the_patient_decided_not_when_it_was_recorded() {
    let late = no("late").on("2026-01-02").recorded("2026-01-10");
    let world = World::of([late, yes("prompt").on("2026-01-05")]);
    assert_eq!(
        world.says(&ask(&GP, &POST, "2026-02-01")),
        "blanket_yes by prompt"
    );
    assert_eq!(world.outweighed(&ask(&GP, &POST, "2026-02-01")), "late R9");
    assert_eq!(world.until(&ask(&GP, &POST, "2026-01-06")), "for ever");
}

#[test]
fn r08_at_equal_rank_a_no_beats_a_yes_whatever_its_width_or_id() {
    let query = ask(&GP, &POST, "2026-02-01");
    for (one, other) in [("a", "b"), ("b", "a")] {
        let wide_no = World::of([no(one), yes(other).for_category("huisartsen")]);
        assert_eq!(wide_no.says(&query), format!("blanket_no by {one}"));
        let narrow_no = World::of([yes(other), no(one).for_category("huisartsen")]);
        assert_eq!(narrow_no.says(&query), format!("categorical_no by {one}"));
        let alike = World::of([yes(other).for_holder(&GP), no(one).for_holder(&GP)]);
        assert_eq!(alike.says(&query), format!("individual_no by {one}"));
    }
}

#[test]
fn r08_at_equal_rank_and_answer_the_narrower_scope_comes_first() {
    let query = ask(&GP, &POST, "2026-02-01");
    for (one, other) in [("a", "b"), ("b", "a")] {
        let world = World::of([yes(one), yes(other).for_category("huisartsen")]);
        assert_eq!(world.says(&query), format!("categorical_yes by {other}"));
        assert_eq!(world.outweighed(&query), format!("{one} R17"));
    }
}

#[test]
fn r08_between_equals_the_smaller_id_in_byte_order_comes_first() {
    let query = ask(&GP, &POST, "2026-02-01");
    for (first, second) in [
        ("a", "b"),
        ("c10", "c9"),
        ("B", "a"),
        ("c", "c1"),
        ("z", "é"),
    ] {
        for ids in [[first, second], [second, first]] {
            let world = World::of(ids.map(yes));
            assert_eq!(world.says(&query), format!("blanket_yes by {first}"));
        }
    }
}

#[test]
fn r09_the_last_write_of_a_cell_wins() {
    let query = ask(&GP, &POST, "2026-02-01");
    let world = World::of([
        no("c2").on("2026-01-05"),
        yes("c1").on("2026-01-02"),
        yes("c3").on("2026-01-09"),
    ]);
    assert_eq!(world.says(&query), "blanket_yes by c3");
    assert_eq!(world.outweighed(&query), "c2 R9, c1 R9");
    assert_eq!(
        world.says(&ask(&GP, &POST, "2026-01-08")),
        "blanket_no by c2"
    );
    assert_eq!(
        world.says(&ask(&GP, &POST, "2026-01-03")),
        "blanket_yes by c1"
    );
}

#[test]
fn r09_a_withdrawn_answer_leaves_its_cell_empty_and_nothing_older_comes_back() {
    for level in [Draft::for_all as fn(Draft) -> Draft, |draft| {
        draft.for_holder(&GP)
    }] {
        let withdrawn = level(no("c2")).on("2026-01-05").withdrawn("2026-01-10");
        let world = World::of([level(yes("c1")).on("2026-01-02"), withdrawn]);
        let (before, after) = (
            ask(&GP, &POST, "2026-01-10T11:59:59.999999Z"),
            ask(&GP, &POST, "2026-01-10"),
        );
        assert!(world.says(&before).ends_with("_no by c2"));
        assert_eq!(world.says(&after), "no_choice");
        assert_eq!(world.outweighed(&after), "c1 R9");
        assert_eq!(world.until(&before), "2026-01-10T12:00:00Z");
    }
}

#[test]
fn r09_withdrawing_what_was_overwritten_already_changes_nothing() {
    let old = no("c1").on("2026-01-02").withdrawn("2026-01-20");
    let world = World::of([old, yes("c2").on("2026-01-05")]);
    assert_eq!(
        world.says(&ask(&GP, &POST, "2026-02-01")),
        "blanket_yes by c2"
    );
    assert_eq!(
        world.outweighed(&ask(&GP, &POST, "2026-02-01")),
        "",
        "a withdrawn choice outweighs nothing"
    );
    assert_eq!(world.until(&ask(&GP, &POST, "2026-01-10")), "for ever");
}

#[test]
fn r09_a_new_choice_fills_a_cell_that_was_emptied() {
    let world = World::of([
        yes("c1").on("2026-01-02").withdrawn("2026-01-05"),
        no("c2").on("2026-01-08"),
    ]);
    assert_eq!(world.says(&ask(&GP, &POST, "2026-01-06")), "no_choice");
    assert_eq!(
        world.says(&ask(&GP, &POST, "2026-01-08")),
        "blanket_no by c2"
    );
}

#[test]
fn r09_a_cell_is_one_option_so_a_limited_choice_overwrites_its_own_options_only() {
    let limited = no("c2")
        .for_holder(&PHARMACY)
        .only(&["2.1"])
        .on("2026-01-05");
    let world = World::of([yes("c1").for_holder(&PHARMACY).on("2026-01-02"), limited]);
    assert_eq!(
        world.says(&ask(&PHARMACY, &POST, "2026-02-01")),
        "individual_no by c2"
    );
    assert_eq!(
        world.says(&ask(&PHARMACY, &HOSPITAL, "2026-02-01")),
        "individual_yes by c1"
    );
}

#[test]
fn r09_a_cell_is_one_holder_so_choices_for_different_holders_do_not_meet() {
    let world = World::of([
        yes("c1").for_holder(&GP).on("2026-01-02"),
        no("c2").for_holder(&OTHER_GP).on("2026-01-05"),
    ]);
    assert_eq!(
        world.says(&ask(&GP, &POST, "2026-02-01")),
        "individual_yes by c1"
    );
    assert_eq!(world.outweighed(&ask(&GP, &POST, "2026-02-01")), "");
    assert_eq!(
        world.says(&ask(&OTHER_GP, &POST, "2026-02-01")),
        "individual_no by c2"
    );
}

#[test]
fn r09_an_older_choice_that_is_recorded_later_does_not_come_back_after_a_withdrawal() {
    let migrated = yes("old")
        .for_holder(&GP)
        .by(Channel::Migration)
        .on("2020-01-01")
        .recorded("2026-01-20");
    let withdrawn = no("new")
        .for_holder(&GP)
        .on("2026-01-05")
        .withdrawn("2026-01-10");
    let world = World::of([migrated, withdrawn]);
    assert_eq!(world.says(&ask(&GP, &POST, "2026-02-01")), "no_choice");
}

#[test]
fn r10_an_emergency_choice_lives_72_hours_half_open() {
    for (answer, says) in [
        (yes("c1"), "emergency_yes by c1"),
        (no("c1"), "emergency_no by c1"),
    ] {
        let world = World::of([answer.in_emergency(&GP, &POST).on("2026-01-05")]);
        assert_eq!(
            world.says(&ask(&GP, &POST, "2026-01-05T11:59:59.999999Z")),
            "no_choice"
        );
        assert_eq!(world.says(&ask(&GP, &POST, "2026-01-05")), says);
        assert_eq!(
            world.says(&ask(&GP, &POST, "2026-01-08T11:59:59.999999Z")),
            says
        );
        assert_eq!(world.says(&ask(&GP, &POST, "2026-01-08")), "no_choice");
        assert_eq!(
            world.until(&ask(&GP, &POST, "2026-01-06")),
            "2026-01-08T12:00:00Z"
        );
    }
}

#[test]
fn r10_the_72_hours_count_from_the_decision_also_if_it_was_recorded_later() {
    let world = World::of([yes("c1")
        .in_emergency(&GP, &POST)
        .on("2026-01-05")
        .recorded("2026-01-07")]);
    assert_eq!(world.says(&ask(&GP, &POST, "2026-01-06")), "no_choice");
    assert_eq!(
        world.says(&ask(&GP, &POST, "2026-01-07")),
        "emergency_yes by c1"
    );
    assert_eq!(world.says(&ask(&GP, &POST, "2026-01-08")), "no_choice");
    let too_late = World::of([yes("c1")
        .in_emergency(&GP, &POST)
        .on("2026-01-05")
        .recorded("2026-01-09")]);
    assert_eq!(too_late.says(&ask(&GP, &POST, "2026-01-09")), "no_choice");
    assert_eq!(too_late.until(&ask(&GP, &POST, "2026-01-06")), "for ever");
}

#[test]
fn r10_afterwards_the_original_situation_applies_again_but_no_snapshot_is_restored() {
    let world = World::of([
        yes("c1").on("2026-01-02"),
        no("c2").in_emergency(&GP, &POST).on("2026-01-05"),
        no("c3").on("2026-01-06"),
    ]);
    assert_eq!(
        world.says(&ask(&GP, &POST, "2026-01-04")),
        "blanket_yes by c1"
    );
    assert_eq!(
        world.says(&ask(&GP, &POST, "2026-01-07")),
        "emergency_no by c2"
    );
    assert_eq!(
        world.says(&ask(&GP, &POST, "2026-01-09")),
        "blanket_no by c3",
        "not the situation of 5 January"
    );
}

#[test]
fn r10_an_expired_emergency_choice_is_not_listed_as_outweighed() {
    let world = World::of([
        no("c1").on("2026-01-02"),
        yes("c2").in_emergency(&GP, &POST).on("2026-01-05"),
    ]);
    assert_eq!(world.outweighed(&ask(&GP, &POST, "2026-01-06")), "c2 R19");
    assert_eq!(world.outweighed(&ask(&GP, &POST, "2026-01-08")), "");
}
