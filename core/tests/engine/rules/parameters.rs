//! Chapter 9: every parameter in both positions.

use akkoord::error::ErrorCode;
use akkoord::explain::Explain;
use akkoord::ruleset::{
    BlanketNo, BlanketYes, DeceasedMeans, EmergencyAgainstObjection, EmergencyYesBinds,
};
use akkoord::{Audience, Engine, Lang};

use crate::common::*;

fn emergency(answer: Draft) -> Draft {
    answer.in_emergency(&GP, &POST).on("2026-01-05")
}

#[test]
fn the_rules_of_mitz_have_the_defaults_of_chapter_9_and_so_has_a_set_that_names_nothing() {
    for rules in [akkoord::RuleSet::mitz(), rules("").unwrap()] {
        assert_eq!(rules.emergency_hours(), 72);
        assert_eq!(
            rules.emergency_against_objection(),
            EmergencyAgainstObjection::ObjectionHolds
        );
        assert_eq!(rules.emergency_yes_binds(), EmergencyYesBinds::Consulter);
        assert_eq!(rules.blanket_yes(), BlanketYes::LeavesIndividualNo);
        assert_eq!(rules.blanket_no(), BlanketNo::SilencesIndividualYes);
        assert_eq!(
            (
                rules.guardian_until_age(),
                rules.guardian_records_until_age()
            ),
            (16, 12)
        );
        assert_eq!(rules.deceased_means(), DeceasedMeans::Deny);
    }
}

#[test]
fn every_decision_names_its_rule_set() {
    let query = ask(&GP, &POST, "2026-02-01");
    assert_eq!(
        World::of([])
            .under(&mitz_with(""))
            .decide(&query)
            .ruleset_name(),
        "trial"
    );
    assert_eq!(World::of([]).decide(&query).ruleset_name(), "mitz-2026-11");
}

#[test]
fn emergency_hours_say_how_long_an_emergency_choice_lives() {
    for (hours, end) in [
        (1, "2026-01-05T13:00:00Z"),
        (96, "2026-01-09T12:00:00Z"),
        (8760, "2027-01-05T12:00:00Z"),
    ] {
        let engine = mitz_with(&format!(r#""emergency_hours": {hours}"#));
        for (answer, says) in [
            (yes("c1"), "emergency_yes by c1"),
            (no("c1"), "emergency_no by c1"),
        ] {
            let world = World::of([emergency(answer)]).under(&engine);
            assert_eq!(world.until(&ask(&GP, &POST, "2026-01-05")), end);
            assert_eq!(world.says(&ask(&GP, &POST, "2026-01-05")), says);
            assert_eq!(world.says(&ask(&GP, &POST, end)), "no_choice");
        }
    }
}

#[test]
fn emergency_overrides_objection_lets_an_emergency_yes_go_before_an_objection() {
    let world = World::of([
        no("c1").for_holder(&GP).on("2026-01-02"),
        emergency(yes("c2")),
    ]);
    let query = ask(&GP, &POST, "2026-01-06");
    let off = world
        .clone()
        .under(&mitz_with(r#""emergency_overrides_objection": false"#));
    assert_eq!(
        (off.says(&query).as_str(), off.outweighed(&query).as_str()),
        ("individual_no by c1", "c2 R19")
    );
    let on = world.under(&mitz_with(r#""emergency_overrides_objection": true"#));
    assert_eq!(
        (on.says(&query).as_str(), on.outweighed(&query).as_str()),
        ("emergency_yes by c2", "c1 R19")
    );
    assert_eq!(on.until(&query), "2026-01-08T12:00:00Z");
}

#[test]
fn emergency_overrides_objection_changes_nothing_where_the_answer_is_yes_or_the_objection_is_later()
{
    let on = mitz_with(r#""emergency_overrides_objection": true"#);
    let query = ask(&GP, &POST, "2026-01-07");
    let agreed = World::of([yes("c1").on("2026-01-02"), emergency(yes("c2"))]).under(&on);
    assert_eq!(agreed.says(&query), "blanket_yes by c1");
    let later = World::of([emergency(yes("c1")), no("c2").on("2026-01-06")]).under(&on);
    assert_eq!(later.says(&query), "blanket_no by c2");
}

#[test]
fn emergency_yes_binds_the_consulter_or_its_consulting_category() {
    let world = World::of([emergency(yes("c1"))]);
    let colleague = ask(&GP, &OTHER_POST, "2026-01-06");
    let hospital = ask(&GP, &HOSPITAL, "2026-01-06");
    let one = world
        .clone()
        .under(&mitz_with(r#""emergency_yes_binds": "consulter""#));
    assert_eq!(one.says(&colleague), "no_choice");
    let all = world.under(&mitz_with(
        r#""emergency_yes_binds": "consulting_category""#,
    ));
    assert_eq!(all.says(&colleague), "emergency_yes by c1");
    assert_eq!(
        all.says(&ask(&GP, &POST, "2026-01-06")),
        "emergency_yes by c1"
    );
    assert_eq!(all.says(&hospital), "no_choice");
}

const LIFTS: &str = r#""blanket_yes_lifts_individual_no": true"#;

#[test]
fn blanket_yes_lifts_individual_no_takes_the_voice_of_an_earlier_individual_no() {
    let world = World::of([
        no("own").for_holder(&GP).on("2026-01-02"),
        yes("all").on("2026-01-05"),
    ]);
    let query = ask(&GP, &POST, "2026-02-01");
    let off = world
        .clone()
        .under(&mitz_with(r#""blanket_yes_lifts_individual_no": false"#));
    assert_eq!(
        (off.says(&query).as_str(), off.outweighed(&query).as_str()),
        ("individual_no by own", "all R18")
    );
    let on = world.under(&mitz_with(LIFTS));
    assert_eq!(
        (on.says(&query).as_str(), on.outweighed(&query).as_str()),
        ("blanket_yes by all", "own R18")
    );
    assert_eq!(
        on.says(&ask(&GP, &POST, "2026-01-04")),
        "individual_no by own"
    );
}

#[test]
fn blanket_yes_lifts_individual_no_but_a_withdrawn_blanket_yes_lifts_nothing() {
    let all = yes("all").on("2026-01-05").withdrawn("2026-01-10");
    let world =
        World::of([no("own").for_holder(&GP).on("2026-01-02"), all]).under(&mitz_with(LIFTS));
    assert_eq!(
        world.says(&ask(&GP, &POST, "2026-01-09")),
        "blanket_yes by all"
    );
    assert_eq!(
        world.until(&ask(&GP, &POST, "2026-01-09")),
        "2026-01-10T12:00:00Z"
    );
    assert_eq!(
        world.says(&ask(&GP, &POST, "2026-01-10")),
        "individual_no by own"
    );
}

#[test]
fn blanket_yes_lifts_individual_no_but_not_one_of_equal_or_higher_rank() {
    for own in ["2026-01-05", "2026-01-08"] {
        let world = World::of([
            no("own").for_holder(&GP).on(own),
            yes("all").on("2026-01-05"),
        ]);
        assert_eq!(
            world
                .under(&mitz_with(LIFTS))
                .says(&ask(&GP, &POST, "2026-02-01")),
            "individual_no by own"
        );
    }
}

#[test]
fn blanket_yes_lifts_individual_no_only_for_its_options_and_only_as_a_headline() {
    let engine = mitz_with(LIFTS);
    let own = no("own").for_holder(&GP).on("2026-01-02");
    let world = World::of([own.clone(), yes("all").only(&["1.1"]).on("2026-01-05")]).under(&engine);
    assert_eq!(
        world.says(&ask(&GP, &POST, "2026-02-01")),
        "blanket_yes by all"
    );
    assert_eq!(
        world.says(&ask(&GP, &HOSPITAL, "2026-02-01")),
        "individual_no by own"
    );
    let group = World::of([
        own,
        yes("group").for_category("huisartsen").on("2026-01-05"),
    ])
    .under(&engine);
    assert_eq!(
        group.says(&ask(&GP, &POST, "2026-02-01")),
        "individual_no by own"
    );
}

#[test]
fn blanket_yes_lifts_individual_no_on_its_own_level_of_data_only() {
    let engine = Engine::new(layered().catalogue().clone(), rules(LIFTS).unwrap());
    let own = no("own").for_holder(&GP).on("2026-01-02");
    let query = ask_for("GGC013", &GP, &POST, "2026-02-01");
    let lifted = |options| {
        let all = yes("all").only(options).on("2026-01-05");
        let decision = World::of([own.clone(), all]).under(&engine).decide(&query);
        (said(&decision), option(&decision).to_owned())
    };
    assert_eq!(
        lifted(&["h.1"]),
        ("individual_no by own".to_owned(), "h.2".to_owned())
    );
    assert_eq!(
        lifted(&["h.2"]),
        ("individual_no by own".to_owned(), "h.1".to_owned())
    );
    assert_eq!(
        lifted(&["h.1", "h.2"]),
        ("blanket_yes by all".to_owned(), "h.2".to_owned())
    );
}

#[test]
fn blanket_yes_lifts_individual_no_and_leaves_its_cell_empty() {
    let world = World::of([
        yes("oldest").for_holder(&GP).on("2026-01-01"),
        no("own").for_holder(&GP).on("2026-01-02"),
        yes("all").on("2026-01-05"),
        no("group").for_category("huisartsen").on("2026-01-08"),
    ]);
    assert_eq!(
        world
            .under(&mitz_with(LIFTS))
            .says(&ask(&GP, &POST, "2026-02-01")),
        "categorical_no by group"
    );
}

#[test]
fn blanket_no_silences_individual_yes_unless_the_parameter_says_otherwise() {
    let world = World::of([
        yes("own").for_holder(&GP).on("2026-01-02"),
        no("none").on("2026-01-05"),
    ]);
    let query = ask(&GP, &POST, "2026-02-01");
    let on = world
        .clone()
        .under(&mitz_with(r#""blanket_no_silences_individual_yes": true"#));
    assert_eq!(
        (on.says(&query).as_str(), on.outweighed(&query).as_str()),
        ("blanket_no by none", "own R18")
    );
    let off = world.under(&mitz_with(r#""blanket_no_silences_individual_yes": false"#));
    assert_eq!(
        (off.says(&query).as_str(), off.outweighed(&query).as_str()),
        ("individual_yes by own", "none R18")
    );
}

#[test]
fn guardian_until_age_says_who_is_a_minor() {
    // Sixteen and a half when the choice was made.
    let world = World::of([yes("c1").on("2026-12-15")]).born("2010-06-15");
    let query = ask(&GP, &POST, "2027-01-01");
    assert_eq!(world.says(&query), "blanket_yes by c1");
    assert_eq!(
        world
            .clone()
            .under(&mitz_with(r#""guardian_until_age": 18"#))
            .says(&query),
        "no_choice"
    );
    let confirmed =
        World::of([yes("c1").on("2026-12-15").approved("2026-12-16")]).born("2010-06-15");
    let decision = confirmed
        .under(&mitz_with(r#""guardian_until_age": 18"#))
        .decide(&query);
    assert!(said(&decision) == "blanket_yes by c1" && decision.rules().contains(20));
    let newborn = World::of([yes("c1").on("2026-12-15")]).born("2026-12-01");
    assert_eq!(
        newborn
            .clone()
            .under(&mitz_with(r#""guardian_until_age": 0"#))
            .says(&query),
        "blanket_yes by c1"
    );
    assert_eq!(newborn.says(&query), "no_choice");
}

#[test]
fn guardian_until_age_after_the_last_instant_makes_a_minor_for_good() {
    let world = World::of([yes("c1").on("9998-01-01")]).born("9990-01-01");
    assert_eq!(world.says(&ask(&GP, &POST, "9999-12-31")), "no_choice");
    let confirmed =
        World::of([yes("c1").on("9998-01-01").approved("9999-01-01")]).born("9990-01-01");
    assert_eq!(
        confirmed.says(&ask(&GP, &POST, "9999-12-31")),
        "blanket_yes by c1"
    );
}

#[test]
fn guardian_records_until_age_says_who_recorded_the_choice() {
    // Thirteen when the choice was made.
    let world = World::of([yes("c1").on("2026-01-02").approved("2026-01-03")]).born("2012-06-15");
    let query = ask(&GP, &POST, "2026-02-01");
    let told = |parameters: &str| {
        let world = world.clone().under(&mitz_with(parameters));
        let explanation = world.decide(&query).explain(Lang::En, Audience::Patient);
        explanation.sentences().next().unwrap().to_owned()
    };
    let child = "On 2 January 2026 you said “yes” for all providers (through MijnMitz). A parent or guardian confirmed it.";
    let guardian = "On 2 January 2026 a parent or guardian said “yes” for all providers (through MijnMitz). \
                    The parent or guardian also confirmed it.";
    assert_eq!(told(r#""guardian_records_until_age": 12"#), child);
    assert_eq!(told(r#""guardian_records_until_age": 13"#), child);
    assert_eq!(told(r#""guardian_records_until_age": 14"#), guardian);
    assert_eq!(told(r#""guardian_records_until_age": 0"#), child);
}

#[test]
fn no_choice_means_deny_and_permit_is_refused_until_there_is_a_law() {
    let query = ask(&GP, &POST, "2026-02-01");
    assert_eq!(
        World::of([])
            .under(&mitz_with(r#""no_choice_means": "deny""#))
            .says(&query),
        "no_choice"
    );
    let error = rules(r#""no_choice_means": "permit""#).unwrap_err();
    assert_eq!(
        fault(&error),
        (
            ErrorCode::UnsupportedValue,
            "parameters.no_choice_means".to_owned()
        )
    );
}

#[test]
fn deceased_means_deny_or_that_the_choices_are_evaluated_as_before() {
    let world = World::of([yes("c1").withdrawn("2026-03-01")]).deceased("2026-02-10");
    let (before, after) = (ask(&GP, &POST, "2026-02-01"), ask(&GP, &POST, "2026-02-15"));
    let deny = world
        .clone()
        .under(&mitz_with(r#""deceased_means": "deny""#));
    assert_eq!(
        (deny.until(&before).as_str(), deny.says(&after).as_str()),
        ("2026-02-10T00:00:00Z", "patient_deceased")
    );
    let evaluate = world.under(&mitz_with(r#""deceased_means": "evaluate""#));
    assert_eq!(evaluate.until(&before), "2026-03-01T12:00:00Z");
    assert_eq!(evaluate.says(&after), "blanket_yes by c1");
}
