//! Chapter 4: what must hold before consent is looked at (R11-R15).

use akkoord::query::{Connection, Purpose, TreatmentRelationship};
use akkoord::{Outcome, Query};

use crate::common::*;

fn permitted() -> World {
    World::of([yes("c1")])
}

fn question() -> Query {
    ask(&GP, &POST, "2026-02-01")
}

fn unknown_holder(mut query: Query) -> Query {
    query.holder.kind = "ZZ".into();
    query
}

fn unknown_consulter(mut query: Query) -> Query {
    query.consulter.kind = "ZZ".into();
    query
}

fn unknown_data(query: Query) -> Query {
    Query {
        data: vec!["GGC999".into()],
        ..query
    }
}

fn of_purpose(code: &str) -> impl Fn(Query) -> Query {
    move |query| Query {
        purpose: Purpose::from(code),
        ..query
    }
}

fn relationship(treatment_relationship: TreatmentRelationship) -> impl Fn(Query) -> Query {
    move |query| Query {
        treatment_relationship,
        ..query
    }
}

fn not_connected(mut query: Query) -> Query {
    query.holder.connection = Connection::NotConnected;
    query
}

#[test]
fn r11_to_r15_are_checked_in_this_order_and_the_first_that_fails_decides() {
    type Step<'s> = (Box<dyn Fn(Query) -> Query>, &'s str, Outcome, u8);
    let steps: Vec<Step<'_>> = vec![
        (
            Box::new(unknown_holder),
            "unknown_holder_type",
            Outcome::Indeterminate,
            11,
        ),
        (
            Box::new(unknown_consulter),
            "unknown_consulter_type",
            Outcome::Indeterminate,
            11,
        ),
        (
            Box::new(unknown_data),
            "unknown_data_category",
            Outcome::Indeterminate,
            11,
        ),
        (
            Box::new(of_purpose("RESEARCH")),
            "unknown_purpose",
            Outcome::Indeterminate,
            12,
        ),
        (
            Box::new(relationship(TreatmentRelationship::NotAsserted)),
            "treatment_relationship_not_asserted",
            Outcome::Indeterminate,
            13,
        ),
        (
            Box::new(not_connected),
            "holder_not_connected",
            Outcome::Deny,
            14,
        ),
        (
            Box::new(|query| query),
            "patient_deceased",
            Outcome::Deny,
            15,
        ),
    ];
    let dead = permitted().deceased("2026-01-15");
    for first in 0..steps.len() {
        let query = steps[first..]
            .iter()
            .rev()
            .fold(question(), |query, (breaks, ..)| breaks(query));
        let decision = dead.decide(&query);
        let (_, reason, outcome, rule) = &steps[first];
        assert_eq!(
            (said(&decision).as_str(), decision.outcome()),
            (*reason, *outcome)
        );
        assert_eq!(decision.rules().iter().collect::<Vec<_>>(), [*rule]);
        assert!(
            decision.option().is_none()
                && decision.decided_by().is_none()
                && decision.outweighed().is_empty()
        );
        assert_eq!(decision.valid_until(), None);
    }
}

#[test]
fn r11_each_data_code_of_a_list_is_known_or_unknown_by_itself() {
    let query = Query {
        data: vec!["GGC002".into(), "X".into(), "GGC013".into()],
        ..question()
    };
    let said: Vec<String> = permitted().decide_all(&query).iter().map(said).collect();
    assert_eq!(
        said,
        [
            "blanket_yes by c1",
            "unknown_data_category",
            "blanket_yes by c1"
        ]
    );
    assert_eq!(permitted().decide_all(&query)[1].data(), "X");
}

#[test]
fn r12_presumed_consent_is_not_applicable_and_no_choice_is_consulted() {
    for world in [permitted(), World::of([no("c1")]), World::of([])] {
        let decision = world.decide(&of_purpose("COC")(question()));
        assert_eq!(
            (said(&decision).as_str(), decision.outcome()),
            ("presumed_consent", Outcome::NotApplicable)
        );
        assert!(decision.outweighed().is_empty() && decision.valid_until().is_none());
        assert_eq!(decision.rules().iter().collect::<Vec<_>>(), [12]);
    }
}

#[test]
fn r12_presumed_consent_comes_before_the_relationship_the_connection_and_death() {
    let query = not_connected(relationship(TreatmentRelationship::Denied)(of_purpose(
        "COC",
    )(
        question()
    )));
    assert_eq!(
        permitted().deceased("2026-01-15").says(&query),
        "presumed_consent"
    );
    assert_eq!(
        permitted().says(&unknown_data(query)),
        "unknown_data_category"
    );
}

#[test]
fn r12_any_other_purpose_is_indeterminate() {
    for code in ["", "treat", "TREAT ", "ETREAT", "BTG", "coc", "HRESCH"] {
        assert_eq!(
            permitted().says(&of_purpose(code)(question())),
            "unknown_purpose",
            "{code:?}"
        );
    }
    assert_eq!(
        permitted().says(&of_purpose("TREAT")(question())),
        "blanket_yes by c1"
    );
    assert_eq!(Purpose::default(), Purpose::Treatment);
}

#[test]
fn r13_no_treatment_relationship_is_a_deny_and_silence_about_it_is_indeterminate() {
    let denied = permitted().decide(&relationship(TreatmentRelationship::Denied)(question()));
    assert_eq!(
        (said(&denied).as_str(), denied.outcome()),
        ("no_treatment_relationship", Outcome::Deny)
    );
    let silent = permitted().decide(&relationship(TreatmentRelationship::NotAsserted)(question()));
    assert_eq!(silent.outcome(), Outcome::Indeterminate);
    assert_eq!(
        TreatmentRelationship::default(),
        TreatmentRelationship::NotAsserted
    );
}

#[test]
fn r13_comes_before_the_connection_and_death() {
    let query = not_connected(relationship(TreatmentRelationship::Denied)(question()));
    assert_eq!(
        permitted().deceased("2026-01-15").says(&query),
        "no_treatment_relationship"
    );
}

#[test]
fn r14_a_holder_that_is_not_connected_is_denied_and_its_choices_apply_the_moment_it_connects() {
    let world = World::of([yes("c1").for_holder(&GP)]);
    assert_eq!(
        world.says(&not_connected(question())),
        "holder_not_connected"
    );
    assert_eq!(world.says(&question()), "individual_yes by c1");
    assert_eq!(Connection::default(), Connection::Connected);
}

#[test]
fn r15_a_patient_is_deceased_from_midnight_utc_of_the_day_of_death() {
    let world = permitted().deceased("2026-02-01");
    assert_eq!(
        world.says(&ask(&GP, &POST, "2026-01-31T23:59:59.999999Z")),
        "blanket_yes by c1"
    );
    assert_eq!(
        world.says(&ask(&GP, &POST, "2026-02-01T00:00:00Z")),
        "patient_deceased"
    );
    assert_eq!(
        world.says(&ask(&GP, &POST, "2026-02-01T00:59:59+01:00")),
        "blanket_yes by c1",
        "the date in UTC"
    );
    assert_eq!(
        world.says(&ask(&GP, &POST, "2030-01-01")),
        "patient_deceased"
    );
}

#[test]
fn r15_a_decision_before_the_death_holds_until_it() {
    let world = permitted().deceased("2026-02-10");
    assert_eq!(world.until(&question()), "2026-02-10T00:00:00Z");
    assert_eq!(
        World::of([]).deceased("2026-02-10").until(&question()),
        "2026-02-10T00:00:00Z"
    );
    let withdrawn_first =
        World::of([yes("c1").withdrawn("2026-02-09T23:59:59Z")]).deceased("2026-02-10");
    assert_eq!(withdrawn_first.until(&question()), "2026-02-09T23:59:59Z");
    let withdrawn_after = World::of([yes("c1").withdrawn("2026-02-11")]).deceased("2026-02-10");
    assert_eq!(withdrawn_after.until(&question()), "2026-02-10T00:00:00Z");
}

#[test]
fn r15_no_emergency_opens_the_record_of_the_deceased() {
    let world =
        World::of([yes("c1").in_emergency(&GP, &POST).on("2026-02-01")]).deceased("2026-02-01");
    assert_eq!(world.says(&question()), "patient_deceased");
}
