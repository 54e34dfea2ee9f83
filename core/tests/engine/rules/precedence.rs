//! Chapter 5: the standing answer (R16-R18) and its absence (R21).

use akkoord::Outcome;

use crate::common::*;

const LATER: &str = "2026-02-01";

#[test]
fn r16_the_individual_level_is_asked_first_and_then_the_general_level() {
    let world = World::of([
        no("general").on("2026-01-02"),
        yes("own").for_holder(&GP).on("2026-01-05"),
    ]);
    assert_eq!(world.says(&ask(&GP, &POST, LATER)), "individual_yes by own");
    assert_eq!(
        world.says(&ask(&OTHER_GP, &POST, LATER)),
        "blanket_no by general"
    );
}

#[test]
fn r16_an_individual_level_without_an_answer_leaves_it_to_the_general_level() {
    let own = no("own")
        .for_holder(&GP)
        .on("2026-01-05")
        .withdrawn("2026-01-10");
    let world = World::of([yes("general").on("2026-01-02"), own]);
    assert_eq!(
        world.says(&ask(&GP, &POST, "2026-01-09")),
        "individual_no by own"
    );
    assert_eq!(
        world.says(&ask(&GP, &POST, "2026-01-10")),
        "blanket_yes by general"
    );
    let other_option = yes("general").on("2026-01-02");
    let world = World::of([other_option, no("own").for_holder(&GP).only(&["1.3"])]);
    assert_eq!(
        world.says(&ask(&GP, &POST, LATER)),
        "blanket_yes by general"
    );
}

#[test]
fn r16_a_farther_answer_of_the_individual_level_goes_before_a_nearer_one_of_the_general_level() {
    let far = yes("far").for_holder(&GP).only(&["h.1"]).on("2026-01-02");
    let near = no("near")
        .for_category("huisartsen")
        .only(&["h.2"])
        .on("2026-01-05");
    let world = World::of([far, near]).under(&layered());
    let query = ask_for("GGC013", &GP, &POST, LATER);
    let decision = world.decide(&query);
    assert_eq!(
        (said(&decision).as_str(), option(&decision)),
        ("individual_yes by far", "h.1")
    );
    assert_eq!(world.outweighed(&query), "near R18");
    assert_eq!(decision.rules().iter().collect::<Vec<_>>(), [3, 16, 18]);
}

#[test]
fn r17_a_headline_choice_overwrites_all_earlier_categorical_ones() {
    let world = World::of([
        yes("c1").for_category("huisartsen").on("2026-01-02"),
        no("c2").for_category("apotheken").on("2026-01-03"),
        no("c3").on("2026-01-05"),
    ]);
    assert_eq!(world.says(&ask(&GP, &POST, LATER)), "blanket_no by c3");
    assert_eq!(world.outweighed(&ask(&GP, &POST, LATER)), "c1 R17");
    assert_eq!(
        world.says(&ask(&PHARMACY, &POST, LATER)),
        "blanket_no by c3"
    );
    assert_eq!(world.outweighed(&ask(&PHARMACY, &POST, LATER)), "c2 R17");
}

#[test]
fn r17_a_later_categorical_choice_is_an_exception_to_the_headline() {
    let world = World::of([
        yes("c1").on("2026-01-02"),
        no("c2").for_category("apotheken").on("2026-01-05"),
    ]);
    assert_eq!(
        world.says(&ask(&PHARMACY, &POST, LATER)),
        "categorical_no by c2"
    );
    assert_eq!(world.outweighed(&ask(&PHARMACY, &POST, LATER)), "c1 R17");
    assert_eq!(world.says(&ask(&GP, &POST, LATER)), "blanket_yes by c1");
}

#[test]
fn r17_an_exception_that_is_withdrawn_does_not_give_the_headline_its_cell_back() {
    let exception = no("c2")
        .for_category("apotheken")
        .on("2026-01-05")
        .withdrawn("2026-01-10");
    let world = World::of([yes("c1").on("2026-01-02"), exception]);
    assert_eq!(world.says(&ask(&PHARMACY, &POST, LATER)), "no_choice");
    assert_eq!(world.outweighed(&ask(&PHARMACY, &POST, LATER)), "c1 R17");
    assert_eq!(world.says(&ask(&GP, &POST, LATER)), "blanket_yes by c1");
}

#[test]
fn r17_a_limited_headline_overwrites_the_options_that_it_names() {
    let world = World::of([
        yes("c1").for_category("huisartsen").on("2026-01-02"),
        no("c2").only(&["1.3", "2.1"]).on("2026-01-05"),
    ]);
    assert_eq!(world.says(&ask(&GP, &HOSPITAL, LATER)), "blanket_no by c2");
    assert_eq!(world.says(&ask(&GP, &POST, LATER)), "categorical_yes by c1");
    assert_eq!(
        world.says(&ask(&PHARMACY, &POST, LATER)),
        "blanket_no by c2"
    );
}

#[test]
fn r18_an_individual_yes_goes_before_a_general_no_whichever_is_newer() {
    for (own, general) in [("2026-01-02", "2026-01-05"), ("2026-01-05", "2026-01-02")] {
        let world = World::of([
            yes("own").for_holder(&GP).on(own),
            no("general").for_category("huisartsen").on(general),
        ]);
        assert_eq!(world.says(&ask(&GP, &POST, LATER)), "individual_yes by own");
        assert_eq!(world.outweighed(&ask(&GP, &POST, LATER)), "general R18");
    }
}

#[test]
fn r18_an_individual_no_goes_before_a_general_yes_whichever_is_newer() {
    for general in [yes("general"), yes("general").for_category("huisartsen")] {
        for (own_day, general_day) in [("2026-01-02", "2026-01-05"), ("2026-01-05", "2026-01-02")] {
            let world = World::of([
                no("own").for_holder(&GP).on(own_day),
                general.clone().on(general_day),
            ]);
            assert_eq!(world.says(&ask(&GP, &POST, LATER)), "individual_no by own");
            assert_eq!(world.outweighed(&ask(&GP, &POST, LATER)), "general R18");
        }
    }
}

#[test]
fn r18_a_blanket_no_silences_an_earlier_individual_yes() {
    let world = World::of([
        yes("own").for_holder(&GP).on("2026-01-02"),
        no("none").on("2026-01-05"),
    ]);
    assert_eq!(
        world.says(&ask(&GP, &POST, "2026-01-05T11:59:59Z")),
        "individual_yes by own"
    );
    assert_eq!(
        world.says(&ask(&GP, &POST, "2026-01-05")),
        "blanket_no by none"
    );
    assert_eq!(world.outweighed(&ask(&GP, &POST, LATER)), "own R18");
}

#[test]
fn r18_a_blanket_no_silences_an_individual_yes_of_the_same_rank() {
    for (own, none) in [("a", "b"), ("b", "a")] {
        let world = World::of([yes(own).for_holder(&GP), no(none).withdrawn("2026-01-10")]);
        assert_eq!(
            world.says(&ask(&GP, &POST, "2026-01-05")),
            format!("blanket_no by {none}")
        );
        assert_eq!(world.says(&ask(&GP, &POST, LATER)), "no_choice");
    }
}

#[test]
fn r18_an_individual_yes_after_a_blanket_no_is_an_exception_again() {
    let world = World::of([
        yes("old").for_holder(&GP).on("2026-01-02"),
        no("none").on("2026-01-05"),
        yes("new").for_holder(&GP).on("2026-01-05T12:00:00.000001Z"),
    ]);
    assert_eq!(world.says(&ask(&GP, &POST, LATER)), "individual_yes by new");
    assert_eq!(
        world.outweighed(&ask(&GP, &POST, LATER)),
        "none R18, old R9"
    );
}

#[test]
fn r18_the_silence_is_for_good_also_when_the_blanket_no_is_withdrawn() {
    let none = no("none").on("2026-01-05").withdrawn("2026-01-10");
    let world = World::of([yes("own").for_holder(&GP).on("2026-01-02"), none]);
    assert_eq!(world.says(&ask(&GP, &POST, "2026-01-10")), "no_choice");
    assert_eq!(world.outweighed(&ask(&GP, &POST, "2026-01-10")), "own R18");
}

#[test]
fn r18_the_silence_is_for_good_also_when_the_blanket_no_is_overwritten() {
    let world = World::of([
        yes("own").for_holder(&GP).on("2026-01-02"),
        no("none").on("2026-01-05"),
        no("exception")
            .for_category("huisartsen")
            .on("2026-01-08")
            .withdrawn("2026-01-10"),
    ]);
    assert_eq!(
        world.says(&ask(&GP, &POST, "2026-01-09")),
        "categorical_no by exception"
    );
    assert_eq!(world.says(&ask(&GP, &POST, LATER)), "no_choice");
    let reopened = world.and(yes("all").on("2026-01-20"));
    assert_eq!(reopened.says(&ask(&GP, &POST, LATER)), "blanket_yes by all");
    assert_eq!(
        reopened.outweighed(&ask(&GP, &POST, LATER)),
        "none R9, own R18"
    );
}

#[test]
fn r18_a_silenced_answer_leaves_its_cell_empty_and_an_older_no_does_not_come_back() {
    let world = World::of([
        no("oldest").for_holder(&GP).on("2026-01-01"),
        yes("own").for_holder(&GP).on("2026-01-02"),
        no("none").on("2026-01-05"),
        yes("all").on("2026-01-08"),
    ]);
    assert_eq!(world.says(&ask(&GP, &POST, LATER)), "blanket_yes by all");
}

#[test]
fn r18_a_blanket_no_silences_only_for_the_options_it_covers() {
    let world = World::of([
        yes("own").for_holder(&GP).on("2026-01-02"),
        no("none").only(&["1.3"]).on("2026-01-05"),
    ]);
    assert_eq!(
        world.says(&ask(&GP, &HOSPITAL, LATER)),
        "blanket_no by none"
    );
    assert_eq!(world.says(&ask(&GP, &POST, LATER)), "individual_yes by own");
}

#[test]
fn r18_a_blanket_no_silences_from_when_it_takes_part_and_by_its_rank() {
    let late = no("none").on("2026-01-05").recorded("2026-01-20");
    let before = World::of([yes("own").for_holder(&GP).on("2026-01-02"), late.clone()]);
    assert_eq!(
        before.says(&ask(&GP, &POST, "2026-01-19")),
        "individual_yes by own"
    );
    assert_eq!(
        before.says(&ask(&GP, &POST, "2026-01-20")),
        "blanket_no by none"
    );
    let between = World::of([yes("own").for_holder(&GP).on("2026-01-08"), late]);
    assert_eq!(
        between.says(&ask(&GP, &POST, LATER)),
        "individual_yes by own",
        "decided after the blanket no"
    );
}

#[test]
fn r18_the_highest_blanket_no_that_ever_took_part_is_what_silences() {
    let world = World::of([
        no("first").on("2026-01-02"),
        yes("own").for_holder(&GP).on("2026-01-05"),
        no("second").on("2026-01-08").withdrawn("2026-01-08"),
        no("third").on("2026-01-03").recorded("2026-01-10"),
    ]);
    assert_eq!(
        world.says(&ask(&GP, &POST, "2026-01-07")),
        "individual_yes by own"
    );
    assert_eq!(
        world.says(&ask(&GP, &POST, LATER)),
        "no_choice",
        "withdrawn at once, and silencing for good"
    );
}

#[test]
fn r18_a_categorical_no_and_a_blanket_yes_silence_nothing() {
    let world = World::of([
        yes("own").for_holder(&GP).on("2026-01-02"),
        no("group").for_category("huisartsen").on("2026-01-05"),
    ]);
    assert_eq!(world.says(&ask(&GP, &POST, LATER)), "individual_yes by own");
    let world = World::of([
        yes("own").for_holder(&GP).on("2026-01-02"),
        yes("all").on("2026-01-05"),
    ]);
    assert_eq!(world.says(&ask(&GP, &POST, LATER)), "individual_yes by own");
}

#[test]
fn r18_a_blanket_no_takes_no_voice_from_an_individual_no() {
    let none = no("none").on("2026-01-05").withdrawn("2026-01-10");
    let world = World::of([no("own").for_holder(&GP).on("2026-01-02"), none]);
    assert_eq!(
        world.says(&ask(&GP, &POST, "2026-01-06")),
        "individual_no by own"
    );
    assert_eq!(world.says(&ask(&GP, &POST, LATER)), "individual_no by own");
}

#[test]
fn r18_a_blanket_yes_does_not_lift_an_earlier_individual_no() {
    let world = World::of([
        no("own").for_holder(&GP).on("2026-01-02"),
        yes("all").on("2026-01-05"),
    ]);
    assert_eq!(world.says(&ask(&GP, &POST, LATER)), "individual_no by own");
    assert_eq!(
        world.says(&ask(&OTHER_GP, &POST, LATER)),
        "blanket_yes by all"
    );
}

#[test]
fn r18_on_two_levels_of_data_the_silence_covers_its_own_option() {
    let query = ask_for("GGC013", &GP, &POST, LATER);
    let world = World::of([
        yes("own").for_holder(&GP).on("2026-01-02"),
        no("none")
            .only(&["h.2"])
            .on("2026-01-05")
            .withdrawn("2026-01-10"),
    ]);
    let decision = world.under(&layered()).decide(&query);
    assert_eq!(
        (said(&decision).as_str(), option(&decision)),
        ("individual_yes by own", "h.1")
    );
}

#[test]
fn r21_no_choice_is_a_no() {
    let decision = World::of([]).decide(&ask(&GP, &POST, LATER));
    assert_eq!(
        (said(&decision).as_str(), decision.outcome()),
        ("no_choice", Outcome::Deny)
    );
    assert_eq!((option(&decision), decision.valid_until()), ("1.1", None));
    assert_eq!(decision.rules().iter().collect::<Vec<_>>(), [16, 21]);
}

#[test]
fn r21_choices_about_others_are_no_choice_either() {
    let world = World::of([
        yes("c1").for_holder(&OTHER_GP),
        yes("c2").for_category("apotheken"),
        yes("c3").only(&["1.2"]),
        yes("c4").in_emergency(&GP, &HOSPITAL),
    ]);
    assert_eq!(world.says(&ask(&GP, &POST, "2026-01-02")), "no_choice");
    assert_eq!(world.outweighed(&ask(&GP, &POST, "2026-01-02")), "");
}
