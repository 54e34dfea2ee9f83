//! The other questions (R27-R33) say nothing that closed queries do not say: checked on random worlds.

use std::collections::BTreeSet;

use crate::common::random::{Case, Under, answers, case, case_and};
use crate::common::*;
use akkoord::explain::Explain;
use akkoord::ids::ChoiceId;
use akkoord::overview::{
    Change, Matrix, NoticeRequest, NoticeSettings, OpenQuery, Subscription, Subscriptions, Switch,
    TimelineQuery, WhatIfRequest,
};
use akkoord::{Decision, Engine, Instant, Lang, Outcome, Query};
use proptest::prelude::*;
use proptest::test_runner::Config;

fn cases(cases: u32) -> Config {
    Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    }
}

fn subscriptions() -> Subscriptions {
    let at = |holder: &Provider| Subscription {
        holder: ask(holder, &POST, "2026-01-01").holder,
        since: None,
    };
    Subscriptions::new([&PHARMACY, &GP, &OTHER_GP].map(at)).unwrap()
}

/// What R23 counts as the decision.
fn ground(decision: &Decision) -> (Outcome, String, Option<String>) {
    let option = decision.option().map(|option| option.id().to_owned());
    (decision.outcome(), said(decision), option)
}

fn closed(engine: &Engine, profile: &akkoord::Profile, query: &Query, data: &str) -> Decision {
    let query = Query {
        data: vec![data.into()],
        ..query.clone()
    };
    engine.decide(profile, &query).unwrap().remove(0)
}

fn grounds(matrix: &Matrix) -> Vec<(String, String, Option<String>, String, String)> {
    let cells = matrix.cells().iter();
    cells
        .map(|cell| {
            let consulter = cell.column.consulter.as_ref();
            (
                cell.holder.id.as_str().to_owned(),
                cell.column.consulting_category.to_string(),
                consulter.map(|id| id.as_str().to_owned()),
                cell.decision.data().to_owned(),
                format!("{:?}", ground(&cell.decision)),
            )
        })
        .collect()
}

proptest! {
    #![proptest_config(cases(150))]

    /// R27.
    #[test]
    fn an_open_query_is_the_closed_queries_that_permit(case in case(Under::AnyParameters)) {
        let (engine, profile) = (&case.world.engine, case.world.profile());
        let query = OpenQuery {
            subscriptions: subscriptions(),
            consulter: case.query.consulter.clone(),
            data: vec!["GGC002".into(), "GGC013".into()],
            purpose: case.query.purpose.clone(),
            treatment_relationship: case.query.treatment_relationship,
            at: case.query.at,
        };
        let open = engine.open_query(&profile, &query).unwrap();
        let mut expected = Vec::new();
        for subscription in query.subscriptions.iter() {
            let one = query.closed(engine, &subscription.holder);
            for decision in engine.decide(&profile, &one).unwrap() {
                if decision.outcome() == Outcome::Permit {
                    let holder = subscription.holder.id.as_str().to_owned();
                    expected.push((holder, decision.data().to_owned(), decision.valid_until()));
                }
            }
        }
        let found: Vec<_> = open.holders().iter()
            .map(|one| (one.holder.as_str().to_owned(), one.data.to_string(), one.valid_until))
            .collect();
        prop_assert_eq!(found, expected);
    }

    /// R31.
    #[test]
    fn the_matrix_equals_the_closed_queries(case in case(Under::AnyParameters)) {
        let (engine, profile) = (&case.world.engine, case.world.profile());
        let at = case.query.at;
        let matrix = engine.matrix(&profile, &subscriptions(), at).unwrap();
        for cell in matrix.cells().iter() {
            // Somebody whom no choice names, of every provider type of the category; or the consulter of the column.
            let kinds = engine.catalogue().provider_types().iter()
                .filter(|kind| kind.consulting_category() == &*cell.column.consulting_category);
            for kind in kinds {
                let mut query = Query { treatment_relationship: akkoord::query::TreatmentRelationship::Asserted, ..ask(&GP, &POST, "2026-01-01") };
                query.holder = cell.holder.clone();
                query.consulter.kind = kind.code().into();
                let stranger = akkoord::ids::ProviderId::new("ura:90009999").unwrap();
                query.consulter.id = cell.column.consulter.clone().unwrap_or(stranger);
                query.at = at;
                let decision = closed(engine, &profile, &query, cell.decision.data());
                prop_assert_eq!(ground(&decision), ground(&cell.decision));
                prop_assert_eq!(decision.valid_until(), cell.decision.valid_until());
            }
        }
    }

    /// R31: a permit of the closed query is to be seen in the matrix, whoever asks.
    #[test]
    fn nobody_is_permitted_whom_the_matrix_does_not_show(case in case(Under::Defaults)) {
        let (engine, profile) = (&case.world.engine, case.world.profile());
        let decision = closed(engine, &profile, &case.query, &case.query.data[0]);
        prop_assume!(decision.outcome() == Outcome::Permit);
        let subscribed = Subscription { holder: case.query.holder.clone(), since: None };
        let matrix = engine.matrix(&profile, &Subscriptions::new([subscribed]).unwrap(), case.query.at).unwrap();
        let kind = engine.catalogue().provider_type(&case.query.consulter.kind).unwrap();
        let shown = matrix.cells().iter().any(|cell| {
            &*cell.column.consulting_category == kind.consulting_category()
                && cell.column.consulter.as_ref().is_none_or(|id| *id == case.query.consulter.id)
                && cell.decision.data() == decision.data()
                && ground(&cell.decision) == ground(&decision)
        });
        prop_assert!(shown);
    }

    /// R29: at every grid point the interval says what the closed query says; neighbours differ; no gaps.
    #[test]
    fn the_boundaries_of_a_timeline_are_exactly_where_a_decision_or_its_ground_changes(case in case(Under::AnyParameters)) {
        let (engine, profile) = (&case.world.engine, case.world.profile());
        let (from, until) = (random::half_day(0), random::half_day(40));
        let query = TimelineQuery { query: Query { at: from, ..case.query.clone() }, until };
        let timelines = engine.timeline(&profile, &query).unwrap();
        let spans = timelines[0].spans();
        prop_assert_eq!(spans.first().unwrap().from, from);
        prop_assert_eq!(spans.last().unwrap().until, until);
        for pair in spans.windows(2) {
            prop_assert_eq!(pair[0].until, pair[1].from);
            prop_assert_ne!(ground(&pair[0].decision), ground(&pair[1].decision));
        }
        let mut instants: BTreeSet<Instant> = (0..40).map(random::half_day).collect();
        for span in spans {
            instants.extend([span.from, shifted(span.until, -1)]);
        }
        for at in instants {
            let span = spans.iter().find(|span| span.from <= at && at < span.until).unwrap();
            let decision = closed(engine, &profile, &Query { at, ..case.query.clone() }, &case.query.data[0]);
            prop_assert_eq!(ground(&span.decision), ground(&decision), "at {}", at);
        }
    }

    /// R30.
    #[test]
    fn what_if_of_a_change_equals_deciding_on_the_changed_profile(
        (case, added) in case_and(Under::AnyParameters, answers()),
        which in 0..3_usize,
    ) {
        let (engine, profile) = (&case.world.engine, case.world.profile());
        let at = random::half_day(40);
        let first = case.world.choices.first().map(|draft| ChoiceId::new(&draft.id).unwrap());
        let change = match (which, first) {
            (1, Some(id)) => Change::Withdraw(id),
            (2, Some(id)) if case.world.choices[0].is_emergency() => Change::Expire(id),
            _ => Change::Add(added.build(engine.catalogue()).unwrap()),
        };
        let changed = change.apply(&profile, at).unwrap();
        let request = WhatIfRequest { subscriptions: subscriptions(), change, at };
        let what_if = engine.what_if(&profile, &request).unwrap();
        let (before, after) = (
            grounds(&engine.matrix(&profile, &subscriptions(), at).unwrap()),
            grounds(&engine.matrix(&changed, &subscriptions(), at).unwrap()),
        );
        // Long after every emergency both matrices have the same columns.
        let expected = before.iter().zip(&after).filter(|(before, after)| before.4 != after.4).count();
        prop_assert_eq!(before.len(), after.len());
        prop_assert_eq!(what_if.changes().len(), expected);
        for one in what_if.changes().iter() {
            let place = |row: &&(String, String, Option<String>, String, String)| {
                row.0 == one.holder.id.as_str() && row.1 == *one.column.consulting_category && row.3 == one.before.data()
            };
            prop_assert_eq!(&before.iter().find(place).unwrap().4, &format!("{:?}", ground(&one.before)));
            prop_assert_eq!(&after.iter().find(place).unwrap().4, &format!("{:?}", ground(&one.after)));
        }
    }

    /// R30: the change that is proposed does permit; and where none is, none of a withdrawal does.
    #[test]
    fn the_smallest_change_permits_and_no_withdrawal_was_overlooked(case in case(Under::AnyParameters)) {
        let (engine, profile) = (&case.world.engine, case.world.profile());
        let smallest = engine.smallest_change(&profile, &case.query, &subscriptions()).unwrap().remove(0);
        let data = case.query.data[0].clone();
        let permits = |change: &Change| {
            let changed = change.apply(&profile, case.query.at);
            changed.is_ok_and(|changed| closed(engine, &changed, &case.query, &data).outcome() == Outcome::Permit)
        };
        match smallest.change() {
            Some(change) => prop_assert!(permits(change) && smallest.opens() >= 1),
            None if smallest.decision().outcome() == Outcome::Deny => {
                for choice in profile.choices() {
                    prop_assert!(!permits(&Change::Withdraw(choice.id().clone())), "{}", choice.id().as_str());
                }
            }
            None => {}
        }
    }

    /// R32: who is told of what is what the matrices say; no e-mail tells what happened.
    #[test]
    fn a_holder_is_told_exactly_if_a_group_of_it_changes((case, added) in case_and(Under::Defaults, answers())) {
        let (engine, before) = (&case.world.engine, case.world.profile());
        let after = case.world.clone().and(added).profile();
        let request = NoticeRequest {
            subscriptions: subscriptions(),
            at: case.query.at,
            settings: NoticeSettings { in_app: Switch::On, email: Switch::On },
            last_seen: None,
        };
        let notices = engine.change_notices(&before, &after, &request).unwrap();
        for notice in notices.holders() {
            for groups in &notice.groups {
                for (category, permitted) in groups.permit.iter().map(|code| (code, true)).chain(groups.non_permit.iter().map(|code| (code, false))) {
                    let matrix = engine.matrix(&after, &subscriptions(), case.query.at).unwrap();
                    let cell = matrix.cells().iter().find(|cell| {
                        cell.holder.id == notice.holder.id && cell.column.consulting_category == *category
                            && cell.column.consulter.is_none() && cell.decision.data() == &*groups.data
                    }).unwrap();
                    prop_assert_eq!(cell.decision.outcome() == Outcome::Permit, permitted);
                }
            }
        }
        for lang in [Lang::Nl, Lang::En] {
            if let Some(email) = notices.email(lang) {
                for content in ["ura:", "c45", PATIENT, "ja", "nee", "yes"] {
                    prop_assert!(!email.split([' ', '.']).any(|word| word == content));
                }
            }
        }
    }
}

#[test]
fn the_random_cases_are_not_dull() {
    let case: fn() -> Case = || Case {
        world: World::of([yes("c1")]),
        query: ask(&GP, &POST, "2026-06-01"),
    };
    let (engine, profile) = (case().world.engine, case().world.profile());
    let matrix = engine
        .matrix(&profile, &subscriptions(), case().query.at)
        .unwrap();
    assert_eq!(matrix.cells().len(), 3 * 6 * 3);
}

#[test]
fn r32_options_that_are_new_since_the_patient_last_looked_are_told() {
    let engine = layered();
    let world = World::of([]).under(&engine);
    let request = |seen| NoticeRequest {
        subscriptions: Subscriptions::default(),
        at: t("2026-07-01"),
        settings: NoticeSettings::default(),
        last_seen: Some(t(seen)),
    };
    let profile = world.profile();
    let new = |seen| {
        let notices = engine.change_notices(&profile, &profile, &request(seen));
        notices.unwrap().new_options().to_vec()
    };
    assert_eq!(new("2026-05-01"), ["h.4".into(), "h.5".into()]);
    assert!(new("2026-06-01").is_empty());
}

#[test]
fn r28_a_consulter_does_not_learn_whether_there_is_a_no_no_choice_or_no_record() {
    let engine = mitz();
    let mut texts = BTreeSet::new();
    for (choices, holder) in [
        (vec![], &GP),
        (vec![no("c1")], &GP),
        (vec![yes("c1")], &OTHER_GP),
    ] {
        let profile = World::of(choices).profile();
        let subscribed = Subscription {
            holder: ask(&GP, &POST, "2026-06-01").holder,
            since: None,
        };
        let subscribed = Subscriptions::new([subscribed]).unwrap();
        let query = ask(holder, &POST, "2026-06-01");
        let why = engine.why_empty(&profile, &query, &subscribed).unwrap();
        let audience = akkoord::Audience::Consulter;
        texts.insert(why.explain(Lang::Nl, audience).to_string());
    }
    assert_eq!(texts.len(), 1);
}
