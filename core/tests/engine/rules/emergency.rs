//! Chapter 5: the emergency choice (R19). How long it lives stands with R10.

use crate::common::*;

const MEANWHILE: &str = "2026-01-06";

/// An emergency choice for the GP's record, asked for by the out-of-hours post on 5 January.
fn emergency(answer: Draft) -> Draft {
    answer.in_emergency(&GP, &POST).on("2026-01-05")
}

#[test]
fn r19_a_live_emergency_yes_permits_where_the_standing_answer_is_empty() {
    let decision = World::of([emergency(yes("c1"))]).decide(&ask(&GP, &POST, MEANWHILE));
    assert_eq!(
        (said(&decision).as_str(), option(&decision)),
        ("emergency_yes by c1", "1.1")
    );
    assert_eq!(decision.rules().iter().collect::<Vec<_>>(), [16, 19]);
    assert!(decision.outweighed().is_empty());
}

#[test]
fn r19_it_concerns_the_holders_that_it_names() {
    let world = World::of([yes("c1")
        .in_emergency_for(&[PHARMACY.id, GP.id], &POST)
        .on("2026-01-05")]);
    assert_eq!(
        world.says(&ask(&GP, &POST, MEANWHILE)),
        "emergency_yes by c1"
    );
    assert_eq!(
        world.says(&ask(&PHARMACY, &POST, MEANWHILE)),
        "emergency_yes by c1"
    );
    assert_eq!(world.says(&ask(&OTHER_GP, &POST, MEANWHILE)), "no_choice");
}

#[test]
fn r19_a_yes_is_for_its_very_consulter_and_a_no_for_the_whole_consulting_category() {
    let (opens, shuts) = (
        World::of([emergency(yes("c1"))]),
        World::of([emergency(no("c1"))]),
    );
    assert_eq!(opens.says(&ask(&GP, &OTHER_POST, MEANWHILE)), "no_choice");
    assert_eq!(
        shuts.says(&ask(&GP, &OTHER_POST, MEANWHILE)),
        "emergency_no by c1"
    );
    for world in [opens, shuts] {
        assert_eq!(world.says(&ask(&GP, &HOSPITAL, MEANWHILE)), "no_choice");
        // The same id under a type of another category is another consulter.
        let disguised = Provider { kind: "V4", ..POST };
        assert_eq!(world.says(&ask(&GP, &disguised, MEANWHILE)), "no_choice");
        assert_eq!(world.outweighed(&ask(&GP, &disguised, MEANWHILE)), "");
    }
}

#[test]
fn r19_the_consulter_may_ask_under_another_type_of_the_same_category() {
    let practice = Provider { kind: "Z3", ..POST };
    let world = World::of([emergency(yes("c1"))]);
    assert_eq!(
        world.says(&ask(&GP, &practice, MEANWHILE)),
        "emergency_yes by c1"
    );
}

#[test]
fn r19_the_highest_ranked_emergency_choice_is_looked_at() {
    let world = World::of([
        emergency(yes("c1")),
        no("c2").in_emergency(&GP, &POST).on("2026-01-06"),
    ]);
    assert_eq!(
        world.says(&ask(&GP, &POST, "2026-01-05")),
        "emergency_yes by c1"
    );
    assert_eq!(
        world.says(&ask(&GP, &POST, "2026-01-06")),
        "emergency_no by c2"
    );
    assert_eq!(world.outweighed(&ask(&GP, &POST, "2026-01-06")), "c1 R19");
    let reverse = World::of([
        emergency(no("c1")),
        yes("c2").in_emergency(&GP, &POST).on("2026-01-06"),
    ]);
    assert_eq!(
        reverse.says(&ask(&GP, &POST, "2026-01-06")),
        "emergency_yes by c2"
    );
    assert_eq!(reverse.outweighed(&ask(&GP, &POST, "2026-01-06")), "c1 R19");
}

#[test]
fn r19_a_newer_emergency_choice_that_is_withdrawn_brings_no_older_one_back() {
    let newer = no("c2")
        .in_emergency(&GP, &POST)
        .on("2026-01-06")
        .withdrawn("2026-01-07");
    let world = World::of([emergency(yes("c1")), newer]);
    let query = ask(&GP, &POST, "2026-01-07");
    assert_eq!(world.says(&query), "no_choice");
    assert_eq!(world.outweighed(&query), "c1 R19");
}

#[test]
fn r19_a_newer_emergency_choice_counts_from_when_it_was_recorded() {
    let newer = no("c2")
        .in_emergency(&GP, &POST)
        .on("2026-01-06")
        .recorded("2026-01-07");
    let world = World::of([emergency(yes("c1")), newer]);
    assert_eq!(
        world.says(&ask(&GP, &POST, "2026-01-06")),
        "emergency_yes by c1"
    );
    assert_eq!(
        world.says(&ask(&GP, &POST, "2026-01-07")),
        "emergency_no by c2"
    );
}

#[test]
fn r19_a_newer_yes_for_another_consulter_does_not_concern_the_question() {
    let world = World::of([
        emergency(no("c1")),
        yes("c2").in_emergency(&GP, &OTHER_POST).on("2026-01-06"),
    ]);
    assert_eq!(
        world.says(&ask(&GP, &POST, MEANWHILE)),
        "emergency_no by c1"
    );
    assert_eq!(
        world.says(&ask(&GP, &OTHER_POST, MEANWHILE)),
        "emergency_yes by c2"
    );
}

#[test]
fn r19_a_withdrawn_emergency_choice_no_longer_applies() {
    for answer in [yes("c1"), no("c1")] {
        let world = World::of([emergency(answer).withdrawn("2026-01-06")]);
        assert_eq!(world.says(&ask(&GP, &POST, "2026-01-06")), "no_choice");
        assert_eq!(
            world.until(&ask(&GP, &POST, "2026-01-05")),
            "2026-01-06T12:00:00Z"
        );
    }
}

#[test]
fn r19_a_live_emergency_no_denies_over_any_standing_answer() {
    for standing in [
        yes("c1"),
        yes("c1").for_category("huisartsen"),
        yes("c1").for_holder(&GP),
        no("c1"),
    ] {
        let world = World::of([standing.on("2026-01-02"), emergency(no("c2"))]);
        assert_eq!(
            world.says(&ask(&GP, &POST, MEANWHILE)),
            "emergency_no by c2"
        );
        assert_eq!(world.outweighed(&ask(&GP, &POST, MEANWHILE)), "c1 R19");
    }
}

#[test]
fn r19_an_emergency_yes_never_overrides_an_objection() {
    let objections = [
        no("c1"),
        no("c1").for_category("huisartsen"),
        no("c1").for_holder(&GP),
    ];
    for (objection, reason) in
        objections
            .into_iter()
            .zip(["blanket_no", "categorical_no", "individual_no"])
    {
        let world = World::of([objection.on("2026-01-02"), emergency(yes("c2"))]);
        assert_eq!(
            world.says(&ask(&GP, &POST, MEANWHILE)),
            format!("{reason} by c1")
        );
        assert_eq!(world.outweighed(&ask(&GP, &POST, MEANWHILE)), "c2 R19");
    }
}

#[test]
fn r19_where_the_standing_answer_is_already_yes_that_one_is_the_ground() {
    let world = World::of([yes("c1").on("2026-01-02"), emergency(yes("c2"))]);
    assert_eq!(world.says(&ask(&GP, &POST, MEANWHILE)), "blanket_yes by c1");
    assert_eq!(world.outweighed(&ask(&GP, &POST, MEANWHILE)), "c2 R19");
    assert_eq!(world.until(&ask(&GP, &POST, MEANWHILE)), "for ever");
}

#[test]
fn r19_an_emergency_yes_permits_where_a_withdrawal_or_a_silence_left_nothing() {
    let withdrawn = no("c1").on("2026-01-02").withdrawn("2026-01-04");
    assert_eq!(
        World::of([withdrawn.clone(), emergency(yes("c2"))]).says(&ask(&GP, &POST, MEANWHILE)),
        "emergency_yes by c2"
    );
    let world = World::of([yes("c0").for_holder(&GP), withdrawn, emergency(yes("c2"))]);
    assert_eq!(
        world.says(&ask(&GP, &POST, MEANWHILE)),
        "emergency_yes by c2"
    );
    assert_eq!(world.outweighed(&ask(&GP, &POST, MEANWHILE)), "c0 R18");
}

#[test]
fn r19_an_objection_that_is_withdrawn_meanwhile_lets_the_emergency_yes_through() {
    let world = World::of([
        no("c1").on("2026-01-02").withdrawn("2026-01-06"),
        emergency(yes("c2")),
    ]);
    assert_eq!(
        world.says(&ask(&GP, &POST, "2026-01-05")),
        "blanket_no by c1"
    );
    assert_eq!(
        world.until(&ask(&GP, &POST, "2026-01-05")),
        "2026-01-06T12:00:00Z"
    );
    assert_eq!(
        world.says(&ask(&GP, &POST, "2026-01-06")),
        "emergency_yes by c2"
    );
}

#[test]
fn r19_an_emergency_yes_is_ended_by_any_later_standing_choice_also_if_withdrawn_since() {
    for later in [
        yes("c2").for_all(),
        no("c2").for_all(),
        yes("c2").for_category("huisartsen"),
        no("c2").for_category("huisartsen"),
        yes("c2").for_holder(&GP),
        no("c2").for_holder(&GP),
    ] {
        let world = World::of([
            emergency(yes("c1")),
            later.on("2026-01-06").withdrawn("2026-01-07"),
        ]);
        assert!(
            world
                .says(&ask(&GP, &POST, "2026-01-06"))
                .ends_with(" by c2")
        );
        assert_eq!(world.outweighed(&ask(&GP, &POST, "2026-01-06")), "c1 R19");
        assert_eq!(
            world.says(&ask(&GP, &POST, "2026-01-07")),
            "no_choice",
            "nothing comes back"
        );
        assert_eq!(world.outweighed(&ask(&GP, &POST, "2026-01-07")), "c1 R19");
    }
}

#[test]
fn r19_only_a_choice_that_covers_a_matching_option_ends_it() {
    for elsewhere in [
        no("c2").only(&["1.2", "1.3"]),
        no("c2").for_category("apotheken"),
        no("c2").for_holder(&OTHER_GP),
        no("c2").for_holder(&GP).only(&["1.7"]),
    ] {
        let world = World::of([emergency(yes("c1")), elsewhere.on("2026-01-06")]);
        assert_eq!(
            world.says(&ask(&GP, &POST, "2026-01-07")),
            "emergency_yes by c1"
        );
    }
}

#[test]
fn r19_a_choice_on_any_matching_level_of_data_ends_it() {
    let later = no("c2")
        .for_holder(&GP)
        .only(&["h.1"])
        .on("2026-01-06")
        .withdrawn("2026-01-06");
    let world = World::of([emergency(yes("c1")), later]).under(&layered());
    assert_eq!(
        world.says(&ask_for("GGC013", &GP, &POST, "2026-01-05")),
        "emergency_yes by c1"
    );
    assert_eq!(
        world.says(&ask_for("GGC013", &GP, &POST, "2026-01-07")),
        "no_choice"
    );
}

#[test]
fn r19_a_choice_ends_it_from_when_it_takes_part_and_only_if_it_ranks_higher() {
    let late = yes("c2")
        .on("2026-01-06")
        .recorded("2026-01-07")
        .withdrawn("2026-01-07");
    let world = World::of([emergency(yes("c1")), late]);
    assert_eq!(
        world.says(&ask(&GP, &POST, "2026-01-06")),
        "emergency_yes by c1"
    );
    assert_eq!(world.says(&ask(&GP, &POST, "2026-01-07")), "no_choice");
    let older = yes("c2")
        .on("2026-01-04")
        .recorded("2026-01-06")
        .withdrawn("2026-01-06");
    let world = World::of([emergency(yes("c1")), older]);
    assert_eq!(
        world.says(&ask(&GP, &POST, "2026-01-07")),
        "emergency_yes by c1"
    );
}

#[test]
fn r19_an_emergency_no_is_ended_only_by_a_later_yes() {
    let by = |later: Draft| World::of([emergency(no("c1")), later.on("2026-01-06")]);
    assert_eq!(
        by(yes("c2")).says(&ask(&GP, &POST, "2026-01-06")),
        "blanket_yes by c2"
    );
    assert_eq!(
        by(yes("c2")).outweighed(&ask(&GP, &POST, "2026-01-06")),
        "c1 R19"
    );
    assert_eq!(
        by(no("c2")).says(&ask(&GP, &POST, "2026-01-06")),
        "emergency_no by c1"
    );
    assert_eq!(
        by(no("c2")).outweighed(&ask(&GP, &POST, "2026-01-06")),
        "c2 R19"
    );
    let elsewhere = yes("c2").for_holder(&OTHER_GP);
    assert_eq!(
        by(elsewhere).says(&ask(&GP, &POST, "2026-01-06")),
        "emergency_no by c1"
    );
}

#[test]
fn r19_an_emergency_no_holds_again_when_the_yes_that_ended_it_is_withdrawn() {
    let later = yes("c2").on("2026-01-06").withdrawn("2026-01-07");
    let world = World::of([emergency(no("c1")), later]);
    assert_eq!(
        world.says(&ask(&GP, &POST, "2026-01-06")),
        "blanket_yes by c2"
    );
    assert_eq!(
        world.says(&ask(&GP, &POST, "2026-01-07")),
        "emergency_no by c1"
    );
    assert_eq!(
        world.until(&ask(&GP, &POST, "2026-01-06")),
        "2026-01-07T12:00:00Z"
    );
}

#[test]
fn r19_a_later_yes_that_is_silenced_still_ends_an_emergency_no() {
    let world = World::of([
        emergency(no("c1")),
        yes("c2").for_holder(&GP).on("2026-01-06"),
        no("c3").on("2026-01-06T13:00:00Z"),
    ]);
    assert_eq!(
        world.says(&ask(&GP, &POST, "2026-01-07")),
        "blanket_no by c3"
    );
    assert_eq!(
        world.outweighed(&ask(&GP, &POST, "2026-01-07")),
        "c2 R18, c1 R19"
    );
}
