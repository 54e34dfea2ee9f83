//! Chapter 2: the catalogue (R1-R5).

use akkoord::error::ErrorCode;
use akkoord::profile::Channel;
use akkoord::{Catalogue, Engine, RuleSet};

use crate::common::*;

/// The table of the rulebook: option, holder category, data, consulting categories.
const OPTIONS: &str = "
    1.1 huisartsen GGC002 RPZAC001
    1.2 huisartsen GGC002 RPZAC005
    1.3 huisartsen GGC002 RPZAC104
    1.4 huisartsen GGC002 RPZAC004
    1.6 huisartsen GGC002 RPZAC003
    1.7 huisartsen GGC002 RPZAC103
    2.1 apotheken GGC013 RPZAC001
    2.2 apotheken GGC013 RPZAC005
    2.3 apotheken GGC013 RPZAC104
    2.4 apotheken GGC013 RPZAC004
    2.6 apotheken GGC013 RPZAC003
    2.7 apotheken GGC013 RPZAC103
    3.1 ziekenhuizen GGC002 RPZAC001
    3.2 ziekenhuizen GGC002 RPZAC005
    3.3 ziekenhuizen GGC002 RPZAC104
    3.4 ziekenhuizen GGC002 RPZAC004
    3.6 ziekenhuizen GGC002 RPZAC003
    3.7 ziekenhuizen GGC002 RPZAC103
    4.1 verpleging_verzorging GGC002 RPZAC001 RPZAC003 RPZAC004 RPZAC104
    4.2 verpleging_verzorging GGC002 RPZAC005
    4.7 verpleging_verzorging GGC002 RPZAC103
    5.1 laboratoria GGC012 RPZAC001 RPZAC003 RPZAC104
    5.2 laboratoria GGC012 RPZAC005
    5.4 laboratoria GGC012 RPZAC004
    5.7 laboratoria GGC012 RPZAC103
    6.1 ggz GGC002 RPZAC001
    6.2 ggz GGC002 RPZAC005
    6.3 ggz GGC002 RPZAC104
    6.4 ggz GGC002 RPZAC004
    6.6 ggz GGC002 RPZAC003
    6.7 ggz GGC002 RPZAC103
    7.1 overige GGC002 RPZAC001 RPZAC003 RPZAC004 RPZAC104
    7.2 overige GGC002 RPZAC005
    7.7 overige GGC002 RPZAC103";

/// The mapping of the rulebook: holder category, consulting category, provider types.
const TYPES: [(&str, &str, &str); 7] = [
    ("huisartsen", "RPZAC001", "H1 Z3 K3 N6"),
    ("apotheken", "RPZAC005", "A1 J8 K9"),
    ("ziekenhuizen", "RPZAC104", "V4 V5 V6 BRA Z4 P4 R8 DIA"),
    ("laboratoria", "RPZAC104", "L1 Z5 B1 B2"),
    ("verpleging_verzorging", "RPZAC004", "X3 R5 M1 T2 H2"),
    ("ggz", "RPZAC003", "G5"),
    ("overige", "RPZAC103", "JGZ P6 G3 GC K4 G6"),
];

#[test]
fn r01_the_mitz_catalogue_has_the_34_options_of_the_rulebook() {
    let catalogue = Catalogue::mitz();
    let written: Vec<String> = catalogue
        .options()
        .iter()
        .map(|option| {
            let mut consulting: Vec<&str> = option.consulting_categories().collect();
            consulting.sort_unstable();
            format!(
                "{} {} {} {}",
                option.id(),
                option.holder_category(),
                option.data(),
                consulting.join(" ")
            )
        })
        .collect();
    let expected: Vec<&str> = OPTIONS.trim().lines().map(str::trim).collect();
    assert_eq!(written.len(), 34);
    assert_eq!(written, expected);
}

#[test]
fn r01_a_catalogue_is_data_versioned_and_dated() {
    let mitz = Catalogue::mitz();
    assert_eq!(
        (mitz.id(), mitz.version(), mitz.date().to_string().as_str()),
        ("mitz-3960100", "3960100", "2026-11-01")
    );
    assert_eq!(Catalogue::from_json(&mitz.to_json()).unwrap(), mitz);
    let decision = World::of([yes("c1").only(&["h.1"])])
        .under(&layered())
        .decide(&ask(&GP, &POST, "2026-02-01"));
    assert_eq!(
        (said(&decision).as_str(), decision.catalogue_id()),
        ("blanket_yes by c1", "layered")
    );
}

#[test]
fn r01_a_catalogue_of_128_options_works_and_one_more_is_an_error() {
    let of = |count: usize| {
        let mut document = layered_document();
        let numbers = 0..count;
        document["holder_categories"] = numbers
            .clone()
            .map(|n| serde_json::json!({"id": format!("g{n}"), "nl": "g", "en": "g", "source": "test"}))
            .take(128)
            .collect();
        document["provider_types"] = numbers
            .clone()
            .map(|n| {
                serde_json::json!({"code": format!("T{n}"), "nl": "t", "en": "t", "source": "test",
                    "holder_category": format!("g{}", n.min(127)), "consulting_category": "HA"})
            })
            .collect();
        document["options"] = numbers
            .map(|n| {
                serde_json::json!({"id": format!("o{n}"), "holder_category": format!("g{}", n.min(127)),
                    "data": if n < 128 { "GGC002" } else { "GGC013" }, "consulting_categories": ["HA"], "source": "test"})
            })
            .collect();
        Catalogue::from_json(&document.to_string())
    };
    let full = Engine::new(of(128).unwrap(), RuleSet::mitz());
    let last = Provider {
        id: "ura:90000017",
        kind: "T127",
        data: "GGC002",
    };
    let first = Provider { kind: "T0", ..last };
    let world = World::of([yes("c1").only(&["o127"])]).under(&full);
    assert_eq!(
        world.says(&ask(&last, &first, "2026-02-01")),
        "blanket_yes by c1"
    );
    assert_eq!(world.says(&ask(&first, &last, "2026-02-01")), "no_choice");
    assert_eq!(of(129).unwrap_err().code(), ErrorCode::TooManyOptions);
}

#[test]
fn r02_every_provider_type_maps_as_in_the_rulebook() {
    let catalogue = Catalogue::mitz();
    let mut mapped = 0;
    for (holder, consulting, types) in TYPES {
        for code in types.split(' ') {
            let kind = catalogue
                .provider_type(code)
                .unwrap_or_else(|| panic!("{code}"));
            assert_eq!(
                (kind.holder_category(), kind.consulting_category()),
                (holder, consulting),
                "{code}"
            );
            mapped += 1;
        }
    }
    assert_eq!(catalogue.provider_types().len(), mapped);
}

#[test]
fn r02_every_pair_of_types_is_answered_by_the_option_of_its_categories() {
    for (holder_category, _, holders) in TYPES {
        for (_, consulting, consulters) in TYPES {
            let row = OPTIONS.lines().map(str::trim).find(|row| {
                let words: Vec<&str> = row.split(' ').collect();
                words.get(1) == Some(&holder_category)
                    && words.iter().skip(3).any(|code| *code == consulting)
            });
            let expected: Vec<&str> = row.unwrap().split(' ').collect();
            let pairs = holders.split(' ').flat_map(|holder| {
                consulters
                    .split(' ')
                    .map(move |consulter| (holder, consulter))
            });
            for (holder, consulter) in pairs {
                let holder = Provider {
                    id: "ura:90000017",
                    kind: holder,
                    data: "",
                };
                let consulter = Provider {
                    id: "ura:90000033",
                    kind: consulter,
                    data: "",
                };
                let decision = World::of([yes("c1")]).decide(&ask_for(
                    expected[2],
                    &holder,
                    &consulter,
                    "2026-02-01",
                ));
                assert_eq!(
                    (said(&decision).as_str(), option(&decision)),
                    ("blanket_yes by c1", expected[0])
                );
            }
        }
    }
}

#[test]
fn r02_z3_is_a_gp_practice_and_v4_a_hospital() {
    let world = World::of([
        yes("c1").for_category("huisartsen"),
        no("c2").for_category("ziekenhuizen"),
    ]);
    assert_eq!(
        world.says(&ask(&GP, &POST, "2026-02-01")),
        "categorical_yes by c1"
    );
    assert_eq!(
        world.says(&ask(&HOSPITAL, &POST, "2026-02-01")),
        "categorical_no by c2"
    );
}

#[test]
fn r02_an_unknown_type_or_code_is_indeterminate_and_never_other() {
    let world = World::of([yes("c1")]);
    for kind in ["", "z3", "Z3 ", "ZZ", "overige", "RPZAC103", "Ｚ3"] {
        let unknown = Provider {
            id: "ura:90000017",
            kind,
            data: "GGC002",
        };
        assert_eq!(
            world.says(&ask(&unknown, &POST, "2026-02-01")),
            "unknown_holder_type",
            "{kind:?}"
        );
        assert_eq!(
            world.says(&ask(&GP, &unknown, "2026-02-01")),
            "unknown_consulter_type",
            "{kind:?}"
        );
    }
    for data in ["", "ggc002", "GGC002 ", "GGC999"] {
        assert_eq!(
            world.says(&ask_for(data, &GP, &POST, "2026-02-01")),
            "unknown_data_category",
            "{data:?}"
        );
    }
}

#[test]
fn r03_a_yes_to_treatment_data_answers_for_medication_data_and_results() {
    let world = World::of([yes("c1").for_holder(&GP).only(&["1.1"])]);
    for data in ["GGC013", "GGC012"] {
        let decision = world.decide(&ask_for(data, &GP, &POST, "2026-02-01"));
        assert_eq!(
            (said(&decision).as_str(), option(&decision)),
            ("individual_yes by c1", "1.1")
        );
        assert!(decision.rules().contains(3), "{data}");
    }
    assert!(
        !world
            .decide(&ask(&GP, &POST, "2026-02-01"))
            .rules()
            .contains(3)
    );
}

#[test]
fn r03_an_option_of_lower_data_never_answers_for_higher_or_other_data() {
    let world = World::of([yes("c1")]);
    assert_eq!(
        world.says(&ask_for("GGC002", &PHARMACY, &POST, "2026-02-01")),
        "not_in_catalogue"
    );
    assert_eq!(
        world.says(&ask_for("GGC012", &PHARMACY, &POST, "2026-02-01")),
        "not_in_catalogue"
    );
    assert_eq!(
        world.says(&ask_for("GGC013", &LAB, &POST, "2026-02-01")),
        "not_in_catalogue"
    );
}

#[test]
fn r03_a_yes_to_the_higher_data_covers_the_lower_unless_there_is_a_no_to_the_lower() {
    let engine = layered();
    let wide = yes("wide")
        .for_category("huisartsen")
        .only(&["h.1"])
        .on("2026-01-05");
    let narrow = no("narrow")
        .for_category("huisartsen")
        .only(&["h.2"])
        .on("2026-01-02");
    let query = ask_for("GGC013", &GP, &POST, "2026-02-01");

    let decision = World::of([wide.clone()]).under(&engine).decide(&query);
    assert_eq!(
        (said(&decision).as_str(), option(&decision)),
        ("categorical_yes by wide", "h.1")
    );

    // The nearest decides, though it is the older one.
    let world = World::of([wide, narrow]).under(&engine);
    let decision = world.decide(&query);
    assert_eq!(
        (said(&decision).as_str(), option(&decision)),
        ("categorical_no by narrow", "h.2")
    );
    assert_eq!(world.outweighed(&query), "wide R3");
    assert_eq!(
        world.says(&ask_for("GGC002", &GP, &POST, "2026-02-01")),
        "categorical_yes by wide"
    );
}

#[test]
fn r03_a_yes_to_the_lower_data_says_nothing_about_the_higher() {
    let world = World::of([yes("c1").for_holder(&GP).only(&["h.2"])]).under(&layered());
    assert_eq!(
        world.says(&ask_for("GGC013", &GP, &POST, "2026-02-01")),
        "individual_yes by c1"
    );
    assert_eq!(
        world.says(&ask_for("GGC002", &GP, &POST, "2026-02-01")),
        "no_choice"
    );
}

#[test]
fn r03_the_walk_goes_up_as_far_as_the_hierarchy_does() {
    let lowest = ask_for("GGC113", &GP, &POST, "2026-02-01");
    let on = |options| World::of([yes("c1").only(options)]).under(&layered());
    assert_eq!(option(&on(&["h.2"]).decide(&lowest)), "h.2");
    assert_eq!(option(&on(&["h.1"]).decide(&lowest)), "h.1");
    assert_eq!(option(&on(&["h.1", "h.2"]).decide(&lowest)), "h.2");
    assert_eq!(
        option(&World::of([]).under(&layered()).decide(&lowest)),
        "h.2",
        "the nearest that matches"
    );
}

#[test]
fn r03_a_nearer_option_whose_answer_was_withdrawn_leaves_the_question_to_the_farther() {
    let near = no("near")
        .for_holder(&GP)
        .only(&["h.2"])
        .on("2026-01-05")
        .withdrawn("2026-01-10");
    let world = World::of([yes("far").for_holder(&GP).only(&["h.1"]), near]).under(&layered());
    assert_eq!(
        world.says(&ask_for("GGC013", &GP, &POST, "2026-01-09")),
        "individual_no by near"
    );
    assert_eq!(
        world.says(&ask_for("GGC013", &GP, &POST, "2026-01-10")),
        "individual_yes by far"
    );
}

#[test]
fn r04_what_no_option_matches_is_denied_whatever_was_chosen() {
    let emergency = yes("c2").in_emergency(&PHARMACY, &POST).on("2026-01-30");
    let world = World::of([yes("c1"), emergency, yes("c3").for_holder(&PHARMACY)]);
    let decision = world.decide(&ask_for("GGC002", &PHARMACY, &POST, "2026-01-31"));
    assert_eq!(
        (said(&decision).as_str(), option(&decision)),
        ("not_in_catalogue", "none")
    );
    assert!(decision.outweighed().is_empty() && decision.valid_until().is_none());
    assert_eq!(decision.rules().iter().collect::<Vec<_>>(), [4]);
}

#[test]
fn r04_comes_before_the_choices_and_after_the_gate() {
    let outside = ask_for("GGC002", &PHARMACY, &POST, "2026-02-01");
    let dying = World::of([]).deceased("2026-03-01");
    assert_eq!(dying.says(&outside), "not_in_catalogue");
    assert_eq!(dying.until(&outside), "2026-03-01T00:00:00Z");
    assert_eq!(
        World::of([]).deceased("2026-02-01").says(&outside),
        "patient_deceased"
    );
}

#[test]
fn r05_a_yes_covers_no_option_that_was_added_after_it() {
    let on = |instant| World::of([yes("c1").on(instant)]).under(&layered());
    let query = ask(&GP, &HOSPITAL, "2026-07-01");
    assert_eq!(on("2026-06-01T11:59:59.999999Z").says(&query), "no_choice");
    assert_eq!(on("2026-06-01T12:00:00Z").says(&query), "blanket_yes by c1");
    assert_eq!(on("2026-06-01T12:00:00Z").outweighed(&query), "");
    assert_eq!(
        on("2026-05-01").outweighed(&query),
        "",
        "it does not concern the question"
    );
}

#[test]
fn r05_a_no_covers_options_that_were_added_later() {
    let world = World::of([
        no("c1").on("2026-05-01"),
        yes("c2").for_holder(&GP).on("2026-05-31"),
    ])
    .under(&layered());
    assert_eq!(
        world.says(&ask(&GP, &HOSPITAL, "2026-07-01")),
        "blanket_no by c1"
    );
}

#[test]
fn r05_an_emergency_yes_covers_no_option_that_was_added_after_it() {
    let query = ask(&GP, &HOSPITAL, "2026-06-02");
    let on =
        |instant| World::of([yes("c1").in_emergency(&GP, &HOSPITAL).on(instant)]).under(&layered());
    assert_eq!(on("2026-06-01T11:59:59Z").says(&query), "no_choice");
    assert_eq!(
        on("2026-06-01T12:00:00Z").says(&query),
        "emergency_yes by c1"
    );
    let objection = no("c1")
        .in_emergency(&GP, &HOSPITAL)
        .on("2026-06-01T11:59:59Z");
    assert_eq!(
        World::of([objection]).under(&layered()).says(&query),
        "emergency_no by c1"
    );
}

#[test]
fn r05_an_emergency_yes_still_answers_by_an_older_option_of_wider_data() {
    // h.4 (medication data) came later, h.3 (treatment data) was there.
    let world =
        World::of([yes("c1").in_emergency(&GP, &PHARMACY).on("2026-06-01")]).under(&layered());
    let before =
        World::of([yes("c1").in_emergency(&GP, &PHARMACY).on("2026-05-31")]).under(&layered());
    for world in [world, before] {
        let decision = world.decide(&ask_for("GGC013", &GP, &PHARMACY, "2026-06-02"));
        assert_eq!(
            (said(&decision).as_str(), option(&decision)),
            ("emergency_yes by c1", "h.4")
        );
    }
}

#[test]
fn r05_what_counts_is_when_the_patient_decided_not_when_it_was_recorded_or_confirmed() {
    let query = ask(&GP, &HOSPITAL, "2026-07-01");
    let migrated = yes("c1")
        .for_holder(&GP)
        .by(Channel::Migration)
        .on("2026-05-01")
        .recorded("2026-06-15");
    assert_eq!(
        World::of([migrated]).under(&layered()).says(&query),
        "no_choice"
    );
    let confirmed = yes("c1").on("2026-05-31").approved("2026-06-02");
    assert_eq!(
        World::of([confirmed])
            .under(&layered())
            .born("2014-01-01")
            .says(&query),
        "no_choice"
    );
}

#[test]
fn r05_no_option_of_mitz_was_added_later_so_consents_of_years_before_hold() {
    assert!(
        Catalogue::mitz()
            .options()
            .iter()
            .all(|option| option.since().is_none())
    );
    let paper = yes("c1")
        .for_holder(&GP)
        .by(Channel::Migration)
        .on("2009-03-01")
        .recorded("2025-03-01");
    assert_eq!(
        World::of([paper]).says(&ask(&GP, &POST, "2026-02-01")),
        "individual_yes by c1"
    );
}
