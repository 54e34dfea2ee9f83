//! Chapter 5: minors (R20).

use akkoord::profile::Channel;

use crate::common::*;

/// Turns 16 on 2026-06-15.
const BORN: &str = "2010-06-15";

fn minor(choices: impl IntoIterator<Item = Draft>) -> World {
    World::of(choices).born(BORN)
}

#[test]
fn r20_a_choice_of_a_minor_takes_part_only_from_a_guardians_confirmation() {
    for channel in [Channel::MijnMitz, Channel::SamenNaarMijnMitz] {
        let proposal = yes("c1").by(channel).on("2026-01-02");
        assert_eq!(
            minor([proposal.clone()]).says(&ask(&GP, &POST, "2026-02-01")),
            "no_choice"
        );
        let world = minor([proposal.approved("2026-01-10")]);
        assert_eq!(
            world.says(&ask(&GP, &POST, "2026-01-10T11:59:59.999999Z")),
            "no_choice"
        );
        assert_eq!(
            world.says(&ask(&GP, &POST, "2026-01-10")),
            "blanket_yes by c1"
        );
        assert!(
            world
                .decide(&ask(&GP, &POST, "2026-01-10"))
                .rules()
                .contains(20)
        );
        assert_eq!(
            world.until(&ask(&GP, &POST, "2026-01-05")),
            "2026-01-10T12:00:00Z"
        );
    }
}

#[test]
fn r20_pending_or_rejected_it_has_no_effect_and_the_earlier_profile_stays() {
    let earlier = yes("c1").on("2026-01-02").approved("2026-01-03");
    for later in [
        no("c2").on("2026-01-05"),
        no("c2").on("2026-01-05").rejected("2026-01-06"),
    ] {
        let world = minor([earlier.clone(), later]);
        assert_eq!(
            world.says(&ask(&GP, &POST, "2026-02-01")),
            "blanket_yes by c1"
        );
        assert_eq!(world.outweighed(&ask(&GP, &POST, "2026-02-01")), "");
    }
}

#[test]
fn r20_the_buttons_and_migration_need_no_confirmation() {
    for channel in [
        Channel::Dossierhoudersknop,
        Channel::Raadplegersknop,
        Channel::Migration,
    ] {
        let world = minor([yes("c1").for_holder(&GP).by(channel).on("2026-01-02")]);
        let decision = world.decide(&ask(&GP, &POST, "2026-02-01"));
        assert_eq!(said(&decision), "individual_yes by c1");
        assert!(!decision.rules().contains(20));
    }
    let world = minor([yes("c1").in_emergency(&GP, &POST).on("2026-01-05")]);
    assert_eq!(
        world.says(&ask(&GP, &POST, "2026-01-06")),
        "emergency_yes by c1"
    );
}

#[test]
fn r20_a_confirmation_that_is_not_needed_is_ignored() {
    let query = ask(&GP, &POST, "2026-01-05");
    for unneeded in [
        yes("c1").approved("2026-01-10"),
        yes("c1").rejected("2026-01-10"),
    ] {
        assert_eq!(
            World::of([unneeded.clone()]).says(&query),
            "blanket_yes by c1",
            "an adult"
        );
        assert!(
            !World::of([unneeded.clone()])
                .decide(&query)
                .rules()
                .contains(20)
        );
        let button = unneeded.for_holder(&GP).by(Channel::Dossierhoudersknop);
        assert_eq!(
            minor([button]).says(&query),
            "individual_yes by c1",
            "a button"
        );
    }
}

#[test]
fn r20_without_a_birth_date_the_patient_counts_as_an_adult() {
    assert_eq!(
        World::of([yes("c1")]).says(&ask(&GP, &POST, "2026-02-01")),
        "blanket_yes by c1"
    );
}

#[test]
fn r20_what_counts_is_the_age_when_the_choice_was_made() {
    let query = ask(&GP, &POST, "2026-07-01");
    let on = |instant| minor([yes("c1").on(instant)]).says(&query);
    assert_eq!(on("2026-06-14T23:59:59.999999Z"), "no_choice");
    assert_eq!(on("2026-06-15T00:00:00Z"), "blanket_yes by c1");
    assert_eq!(
        on("2026-06-15T01:59:59+02:00"),
        "no_choice",
        "the date in UTC"
    );
    let recorded_later = minor([yes("c1").on("2026-06-14").recorded("2026-06-16")]);
    assert_eq!(recorded_later.says(&query), "no_choice");
}

#[test]
fn r20_a_confirmation_on_or_after_the_16th_birthday_has_no_effect() {
    let query = ask(&GP, &POST, "2026-07-01");
    let approved = |instant| minor([yes("c1").on("2026-06-01").approved(instant)]).says(&query);
    assert_eq!(approved("2026-06-14T23:59:59.999999Z"), "blanket_yes by c1");
    assert_eq!(approved("2026-06-15T00:00:00Z"), "no_choice");
    assert_eq!(approved("2026-06-30"), "no_choice");
}

#[test]
fn r20_at_16_confirmed_choices_stay_valid_and_pending_ones_lapse() {
    let query = ask(&GP, &POST, "2027-01-01");
    assert_eq!(
        minor([yes("c1").on("2026-01-02").approved("2026-01-03")]).says(&query),
        "blanket_yes by c1"
    );
    assert_eq!(
        minor([yes("c1").on("2026-01-02")]).says(&query),
        "no_choice"
    );
    assert_eq!(
        minor([yes("c1").on("2026-01-02")]).until(&ask(&GP, &POST, "2026-02-01")),
        "for ever"
    );
}

#[test]
fn r20_a_child_under_12_is_confirmed_by_the_same_rule() {
    let world = World::of([yes("c1").on("2026-01-02").approved("2026-01-02")]).born("2020-05-05");
    assert_eq!(
        world.says(&ask(&GP, &POST, "2026-01-02")),
        "blanket_yes by c1"
    );
    assert_eq!(
        World::of([yes("c1")])
            .born("2020-05-05")
            .says(&ask(&GP, &POST, "2026-02-01")),
        "no_choice"
    );
}

#[test]
fn r20_r08_the_rank_of_a_confirmed_choice_is_its_confirmation() {
    let proposal = no("c1")
        .for_holder(&GP)
        .on("2026-01-02")
        .approved("2026-01-10");
    let button = yes("c2")
        .for_holder(&GP)
        .by(Channel::Dossierhoudersknop)
        .on("2026-01-05");
    let world = minor([proposal, button]);
    assert_eq!(
        world.says(&ask(&GP, &POST, "2026-01-09")),
        "individual_yes by c2"
    );
    assert_eq!(
        world.says(&ask(&GP, &POST, "2026-01-10")),
        "individual_no by c1"
    );
    assert_eq!(world.outweighed(&ask(&GP, &POST, "2026-01-10")), "c2 R9");
}

#[test]
fn r20_r18_a_blanket_no_silences_by_the_rank_of_its_confirmation() {
    let button = yes("c2")
        .for_holder(&GP)
        .by(Channel::Dossierhoudersknop)
        .on("2026-01-05");
    let world = minor([
        no("c1")
            .on("2026-01-02")
            .approved("2026-01-10")
            .withdrawn("2026-01-12"),
        button,
    ]);
    assert_eq!(
        world.says(&ask(&GP, &POST, "2026-01-09")),
        "individual_yes by c2"
    );
    assert_eq!(
        world.says(&ask(&GP, &POST, "2026-01-10")),
        "blanket_no by c1"
    );
    assert_eq!(world.says(&ask(&GP, &POST, "2026-01-12")), "no_choice");
}

#[test]
fn r20_r19_a_pending_choice_does_not_end_an_emergency_choice() {
    let emergency = yes("c1").in_emergency(&GP, &POST).on("2026-01-05");
    let proposal = no("c2").on("2026-01-06").approved("2026-01-07");
    let world = minor([emergency, proposal]);
    assert_eq!(
        world.says(&ask(&GP, &POST, "2026-01-06")),
        "emergency_yes by c1"
    );
    assert_eq!(
        world.says(&ask(&GP, &POST, "2026-01-07")),
        "blanket_no by c2"
    );
}
