//! Chapter 6: the decision (R22-R26).

use akkoord::error::ErrorCode;
use akkoord::explain::Explain;
use akkoord::{Audience, Lang, Outcome, Query, Reason};

use crate::common::*;

#[test]
fn r22_every_reason_has_the_outcome_that_the_wire_format_lists() {
    let listed = [
        (
            Outcome::Permit,
            "individual_yes categorical_yes blanket_yes emergency_yes",
        ),
        (
            Outcome::Deny,
            "individual_no categorical_no blanket_no emergency_no no_choice not_in_catalogue \
             no_treatment_relationship holder_not_connected patient_deceased",
        ),
        (Outcome::NotApplicable, "presumed_consent"),
        (
            Outcome::Indeterminate,
            "unknown_holder_type unknown_consulter_type unknown_data_category unknown_purpose \
             treatment_relationship_not_asserted",
        ),
    ];
    let expected: Vec<(Outcome, &str)> = listed
        .iter()
        .flat_map(|(outcome, names)| names.split_whitespace().map(move |name| (*outcome, name)))
        .collect();
    let actual: Vec<(Outcome, &str)> = Reason::ALL
        .iter()
        .map(|reason| (reason.outcome(), reason.name()))
        .collect();
    assert_eq!(actual, expected);
    let names = [
        Outcome::Permit,
        Outcome::Deny,
        Outcome::NotApplicable,
        Outcome::Indeterminate,
    ]
    .map(Outcome::name);
    assert_eq!(names, ["permit", "deny", "not_applicable", "indeterminate"]);
}

#[test]
fn r23_a_decision_carries_its_reason_option_ground_what_it_outweighed_and_until_when() {
    let world = World::of([
        yes("general").on("2026-01-02"),
        no("own")
            .for_holder(&PHARMACY)
            .only(&["2.1"])
            .on("2026-01-05")
            .withdrawn("2026-03-01"),
    ]);
    let decision = world.decide(&ask(&PHARMACY, &POST, "2026-02-01"));
    assert_eq!(decision.outcome(), Outcome::Deny);
    assert_eq!(decision.reason(), Reason::IndividualNo);
    assert_eq!(option(&decision), "2.1");
    let ground = decision.decided_by().unwrap();
    assert_eq!(
        (ground.choice().as_str(), ground.decided_at()),
        ("own", t("2026-01-05"))
    );
    assert_eq!(decision.outweighed().len(), 1);
    assert_eq!(decision.valid_until(), Some(t("2026-03-01")));
    assert_eq!(decision.rules().iter().collect::<Vec<_>>(), [16, 18]);
    assert_eq!(
        (decision.ruleset_name(), decision.catalogue_id()),
        ("mitz-2026-11", "mitz-3960100")
    );
}

#[test]
fn r23_what_was_outweighed_is_listed_from_the_highest_rank_to_the_lowest() {
    let world = World::of([
        yes("c4").for_category("huisartsen").on("2026-01-02"),
        no("c3").on("2026-01-03"),
        yes("c2").on("2026-01-03"),
        yes("c6").on("2026-01-03"),
        no("c5").for_holder(&GP).on("2026-01-01"),
        yes("c1").for_holder(&GP).on("2026-01-04"),
        no("future").on("2026-06-01"),
        no("gone").on("2026-01-02").withdrawn("2026-01-03"),
    ]);
    assert_eq!(
        world.outweighed(&ask(&GP, &POST, "2026-02-01")),
        "c3 R18, c2 R9, c6 R9, c4 R17, c5 R9"
    );
}

#[test]
fn r23_every_choice_that_is_outweighed_names_its_rule_among_the_rules_applied() {
    let world = World::of([
        yes("c1").for_category("huisartsen").on("2026-01-02"),
        no("c2").on("2026-01-03"),
        yes("c3").for_holder(&GP).on("2026-01-04"),
        no("c4").for_holder(&GP).on("2026-01-05"),
        yes("c5").in_emergency(&GP, &POST).on("2026-01-06"),
    ]);
    let decision = world.decide(&ask(&GP, &POST, "2026-01-07"));
    assert_eq!(said(&decision), "individual_no by c4");
    assert_eq!(
        decision.rules().iter().collect::<Vec<_>>(),
        [9, 16, 17, 18, 19]
    );
    assert!(!decision.rules().contains(200));
}

#[test]
fn r23_valid_until_is_the_first_instant_with_another_decision() {
    let world = World::of([
        yes("c1").on("2026-01-02"),
        yes("c2").for_holder(&OTHER_GP).on("2026-01-05"),
        no("c3").only(&["1.2"]).on("2026-01-08"),
        no("c4")
            .for_category("huisartsen")
            .on("2026-01-20")
            .withdrawn("2026-01-25"),
    ]);
    for (at, until) in [
        ("2026-01-01", "2026-01-02T12:00:00Z"),
        ("2026-01-02", "2026-01-20T12:00:00Z"),
        ("2026-01-20T11:59:59.999999Z", "2026-01-20T12:00:00Z"),
        ("2026-01-20", "2026-01-25T12:00:00Z"),
        ("2026-01-25", "for ever"),
    ] {
        assert_eq!(world.until(&ask(&GP, &POST, at)), until, "{at}");
    }
}

#[test]
fn r24_a_consulter_does_not_learn_whether_a_deny_is_a_no_or_no_choice() {
    let query = ask(&GP, &POST, "2026-01-06");
    let texts: Vec<String> = [
        World::of([]),
        World::of([no("c1")]),
        World::of([yes("c1").withdrawn("2026-01-05")]),
    ]
    .iter()
    .map(|world| {
        world
            .decide(&query)
            .explain(Lang::Nl, Audience::Consulter)
            .to_string()
    })
    .collect();
    assert!(texts.iter().all(|text| *text == texts[0]), "{texts:?}");
    let told = |audience| {
        let explain = |world: World| world.decide(&query).explain(Lang::Nl, audience);
        (explain(World::of([])), explain(World::of([no("c1")])))
    };
    for audience in [Audience::Patient, Audience::Holder] {
        let (nothing, objection) = told(audience);
        assert_ne!(nothing, objection);
    }
}

#[test]
fn r25_a_query_may_name_several_data_categories_and_each_has_its_decision_in_the_order_asked() {
    let world = World::of([
        yes("c1").for_holder(&GP).only(&["h.2"]),
        no("c2").only(&["h.1"]),
    ])
    .under(&layered());
    let data = ["GGC013", "GGC002", "GGC113", "GGC013"];
    let query = Query {
        data: data.map(Into::into).to_vec(),
        ..ask(&GP, &POST, "2026-02-01")
    };
    let decisions = world.decide_all(&query);
    let said: Vec<String> = decisions.iter().map(said).collect();
    assert_eq!(
        said,
        [
            "individual_yes by c1",
            "blanket_no by c2",
            "individual_yes by c1",
            "individual_yes by c1"
        ]
    );
    let asked: Vec<&str> = decisions.iter().map(|decision| decision.data()).collect();
    assert_eq!(asked, data);
    assert!(
        world
            .decide_all(&Query {
                data: Vec::new(),
                ..query
            })
            .is_empty()
    );
}

#[test]
fn r26_the_answer_is_the_same_to_the_byte_in_the_order_of_the_wire_format() {
    let world = World::of([
        no("general").on("2026-01-02"),
        yes("own \"1\"")
            .for_holder(&GP)
            .on("2026-01-05T10:00:00.250+01:00")
            .withdrawn("2026-03-01T00:00:00.5Z"),
    ]);
    let expected = r#"{"data":"GGC002","decision":"permit","reason":"individual_yes","option":"1.1","decided_by":"own \"1\"","outweighed":[{"choice":"general","rule":"R18"}],"valid_until":"2026-03-01T00:00:00.5Z","rules":["R16","R18"],"ruleset":"mitz-2026-11","catalogue":"mitz-3960100"}"#;
    let query = ask(&GP, &POST, "2026-02-01");
    assert_eq!(world.decide(&query).to_json(), expected);
    assert_eq!(
        world.engine.evaluate_json(&world.line(&query)),
        format!("[{expected}]")
    );
    assert_eq!(
        serde_json::to_string(&world.decide(&query)).unwrap(),
        expected
    );
}

#[test]
fn r26_an_empty_decision_writes_its_nulls() {
    let expected = r#"{"data":"GGC999","decision":"indeterminate","reason":"unknown_data_category","option":null,"decided_by":null,"outweighed":[],"valid_until":null,"rules":["R11"],"ruleset":"mitz-2026-11","catalogue":"mitz-3960100"}"#;
    assert_eq!(
        World::of([])
            .decide(&ask_for("GGC999", &GP, &POST, "2026-02-01"))
            .to_json(),
        expected
    );
}

#[test]
fn r26_an_explanation_is_added_only_where_one_is_asked_for() {
    let world = World::of([yes("c1")]);
    let query = ask(&GP, &POST, "2026-02-01");
    let line = world.line(&query);
    let asked = line.replacen(r#""at":"#, r#""explain":"nl","at":"#, 1);
    let plain = world.engine.evaluate_json(&line);
    let explained = world.engine.evaluate_json(&asked);
    let text = world
        .decide(&query)
        .explain(Lang::Nl, Audience::Holder)
        .to_string();
    let text = serde_json::to_string(&text).unwrap();
    assert_eq!(
        explained,
        plain.replacen("}]", &format!(r#","explanation":{text}}}]"#), 1)
    );
    assert!(!plain.contains("explanation"));
}

#[test]
fn r26_engines_that_were_made_apart_answer_alike() {
    let query = ask(&GP, &POST, "2026-02-01");
    let world = World::of([yes("c1"), no("c2").for_category("huisartsen")]);
    let apart = akkoord::Engine::mitz();
    assert_eq!(
        world.clone().under(&apart).decide(&query).to_json(),
        world.decide(&query).to_json()
    );
    // A profile of the one can be asked of the other: it is the same catalogue.
    assert!(apart.decide(&world.profile(), &query).is_ok());
}

#[test]
fn a_profile_of_another_catalogue_is_refused() {
    let world = World::of([]);
    let error = layered()
        .decide(&world.profile(), &ask(&GP, &POST, "2026-02-01"))
        .unwrap_err();
    assert_eq!(error.code(), ErrorCode::CatalogueMismatch);
    assert_eq!(error.line(), 0);
    let choice = yes("c1").build(mitz().catalogue()).unwrap();
    let error = akkoord::Profile::new(
        layered().catalogue(),
        world.profile().patient().clone(),
        vec![choice],
    );
    assert_eq!(
        fault(&error.unwrap_err()),
        (ErrorCode::CatalogueMismatch, "choices[0].scope".to_owned())
    );
}
