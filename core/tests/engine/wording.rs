//! Explanations (R24) with what the caller knows: the names of providers and a time zone; and their parts.

use crate::common::*;
use akkoord::explain::{Explain, Explanation, Part, Says, Wording};
use akkoord::ids::ChoiceId;
use akkoord::overview::{
    Change, NoticeRequest, NoticeSettings, OpenQuery, Subscription, Subscriptions, TimelineQuery,
    WhatIfRequest,
};
use akkoord::profile::Channel;
use akkoord::{Audience, Instant, Lang};

const LANGUAGES: [Lang; 2] = [Lang::Nl, Lang::En];

fn name(id: &str) -> Option<String> {
    let names = [
        (GP.id, "De Eik"),
        (POST.id, "Post Noord"),
        ("carer-1", "Noor"),
    ];
    let named = names.iter().find(|(known, _)| *known == id);
    named.map(|(_, name)| (*name).to_owned())
}

/// Dutch time: an hour ahead of UTC, two in summer.
fn amsterdam(at: Instant) -> i32 {
    let summer = t("2026-03-29T01:00:00Z")..t("2026-10-25T01:00:00Z");
    if summer.contains(&at) { 7_200 } else { 3_600 }
}

fn gp() -> Subscriptions {
    let holder = ask(&GP, &POST, "2026-06-01").holder;
    let since = None;
    Subscriptions::new([Subscription { holder, since }]).unwrap()
}

/// Every explanation that names a provider or tells a time, about a yes of half past midnight on 3 May in Amsterdam and an
/// emergency yes that ends at 1 July, 00:00 in Amsterdam.
fn told(wording: &Wording<'_>) -> Vec<(&'static str, Explanation)> {
    let engine = mitz();
    let nothing = World::of([]).profile();
    let own = yes("c1")
        .for_holder(&GP)
        .on("2026-05-02T22:30:00Z")
        .by(Channel::Dossierhoudersknop)
        .recorded_by("carer-1");
    let profile = World::of([own]).profile();
    let press = yes("e1")
        .in_emergency(&GP, &POST)
        .on("2026-06-27T22:00:00Z");
    let pressed = World::of([press]).profile();
    let query = ask(&GP, &POST, "2026-06-28T12:00:00Z");
    let at = query.at;
    let until = t("2026-07-15T00:00:00Z");
    let window = TimelineQuery {
        query: query.clone(),
        until,
    };
    let open = OpenQuery {
        subscriptions: gp(),
        consulter: query.consulter.clone(),
        data: vec!["GGC002".into()],
        purpose: query.purpose.clone(),
        treatment_relationship: query.treatment_relationship,
        at,
    };
    let withdraw = WhatIfRequest {
        subscriptions: gp(),
        change: Change::Withdraw(ChoiceId::new("c1").unwrap()),
        at,
    };
    let notices = NoticeRequest {
        subscriptions: gp(),
        at,
        settings: NoticeSettings::default(),
        last_seen: None,
    };
    let decisions = engine.decide(&profile, &query).unwrap();
    let emergencies = engine.decide(&pressed, &query).unwrap();
    let timelines = engine.timeline(&pressed, &window).unwrap();
    let disclosing = engine.open_query(&pressed, &open).unwrap();
    let matrix = engine.matrix(&pressed, &gp(), at).unwrap();
    let what_if = engine.what_if(&profile, &withdraw).unwrap();
    let changes = engine.change_notices(&nothing, &profile, &notices).unwrap();
    let records = engine.access_records(&profile, &open).unwrap();
    vec![
        ("decision", decisions.explain_in(wording)),
        ("emergency", emergencies.explain_in(wording)),
        ("timeline", timelines.explain_in(wording)),
        ("open query", disclosing.explain_in(wording)),
        ("matrix", matrix.explain_in(wording)),
        ("what if", what_if.explain_in(wording)),
        ("notices", changes.explain_in(wording)),
        ("records", records.explain_in(wording)),
    ]
}

#[test]
fn providers_are_told_by_their_names_everywhere() {
    for lang in LANGUAGES {
        let plain = Wording::new(lang, Audience::Patient);
        for (what, explanation) in told(&plain.with_names(&name)) {
            let text = explanation.text();
            let ids = [GP.id, POST.id, "carer-1"];
            assert!(ids.iter().all(|id| !text.contains(id)), "{what}: {text}");
            // A timeline is about one holder, which it does not name.
            assert!(
                text.contains("De Eik") || what == "timeline",
                "{what}: {text}"
            );
        }
        let unknown = |_: &str| None;
        assert_eq!(told(&plain.with_names(&unknown)), told(&plain));
        let empty = |_: &str| Some(String::new());
        assert_eq!(told(&plain.with_names(&empty)), told(&plain));
    }
}

#[test]
fn dates_and_times_are_those_of_the_time_zone_everywhere() {
    for (lang, utc, local) in [
        (Lang::En, "2 May 2026", "3 May 2026"),
        (Lang::Nl, "2 mei 2026", "3 mei 2026"),
    ] {
        let plain = Wording::new(lang, Audience::Patient);
        let (in_utc, in_amsterdam) = (told(&plain), told(&plain.with_zone(&amsterdam)));
        for ((what, before), (_, after)) in in_utc.iter().zip(&in_amsterdam) {
            let (before, after) = (before.text(), after.text());
            assert!(!after.contains("UTC"), "{what}: {after}");
            assert_eq!(
                before.contains(utc),
                after.contains(local),
                "{what}: {after}"
            );
            assert!(!after.contains(utc), "{what}: {after}");
        }
        let text = |all: &[(&str, Explanation)], row: usize| all[row].1.text().to_owned();
        assert!(text(&in_utc, 0).contains(utc) && text(&in_utc, 6).contains(utc));
        let (until, until_local) = match lang {
            Lang::En => ("30 June 2026, 22:00 (UTC).", "1 July 2026, 00:00."),
            Lang::Nl => ("30 juni 2026, 22.00 uur (UTC).", "1 juli 2026, 00.00 uur."),
        };
        for row in [1, 3] {
            assert!(
                text(&in_utc, row).ends_with(until),
                "{}",
                text(&in_utc, row)
            );
            assert!(text(&in_amsterdam, row).ends_with(until_local));
        }
    }
}

#[test]
fn an_offset_that_no_zone_has_is_none() {
    let plain = Wording::new(Lang::En, Audience::Patient);
    for seconds in [86_401, -86_401, i32::MAX, i32::MIN] {
        let zone = move |_: Instant| seconds;
        assert_eq!(told(&plain.with_zone(&zone)), told(&plain), "{seconds}");
    }
    let behind = |_: Instant| -12 * 3_600;
    let text = told(&plain.with_zone(&behind))[1].1.text().to_owned();
    assert!(text.ends_with("30 June 2026, 10:00."), "{text}");
}

#[test]
fn an_explanation_is_its_parts_with_a_space_between_them() {
    for lang in LANGUAGES {
        for audience in [Audience::Patient, Audience::Holder, Audience::Consulter] {
            for (what, explanation) in told(&Wording::new(lang, audience)) {
                let texts: Vec<&str> = explanation.parts().map(|part| part.text).collect();
                assert_eq!(texts.join(" "), explanation.text(), "{what}");
                assert!(texts.iter().all(|text| !text.is_empty()), "{what}");
                assert_eq!(explanation.headline(), texts[0], "{what}");
            }
        }
    }
}

#[test]
fn a_part_says_what_it_speaks_of() {
    let told = told(&Wording::new(Lang::En, Audience::Patient));
    let parts = |what: &str| -> Vec<Part<'_>> {
        let (_, explanation) = told.iter().find(|(name, _)| *name == what).unwrap();
        explanation.parts().collect()
    };
    let choice = |part: &Part<'_>| part.choice.map(|id| id.as_str().to_owned());
    let holder = |part: &Part<'_>| part.holder.map(|id| id.as_str().to_owned());
    let says = |what: &str| -> Vec<Says> { parts(what).iter().map(|part| part.says).collect() };

    assert_eq!(says("emergency"), [Says::Answer, Says::Why, Says::Until]);
    let emergency = parts("emergency");
    assert_eq!(holder(&emergency[0]).as_deref(), Some(GP.id));
    assert_eq!(emergency[0].data, Some("GGC002"));
    assert_eq!(choice(&emergency[1]).as_deref(), Some("e1"));
    assert_eq!(emergency[2].at, Some(t("2026-06-30T22:00:00Z")));

    let timeline = parts("timeline");
    let expected = [
        Says::Heading,
        Says::Answer,
        Says::Why,
        Says::Answer,
        Says::Why,
    ];
    assert_eq!(says("timeline"), expected);
    assert_eq!(timeline[3].at, Some(t("2026-06-30T22:00:00Z")));
    assert_eq!(
        (choice(&timeline[2]).as_deref(), choice(&timeline[4])),
        (Some("e1"), None)
    );

    for what in ["open query", "matrix", "what if"] {
        for part in parts(what) {
            assert_eq!(holder(&part).as_deref(), Some(GP.id), "{what}");
            assert!(part.data.is_some() && part.says == Says::Answer, "{what}");
        }
    }
    let notices = parts("notices");
    assert_eq!(holder(&notices[0]).as_deref(), Some(GP.id));
    assert_eq!(choice(&notices[1]).as_deref(), Some("c1"));
    assert_eq!(parts("records")[0].at, Some(t("2026-06-28T12:00:00Z")));
}

/// R24: what is for the patient and the holder alone is withheld from a consulter, in one sentence.
#[test]
fn a_consulter_is_told_nothing_of_what_is_not_for_it() {
    for lang in LANGUAGES {
        let wording = Wording::new(lang, Audience::Consulter);
        let mut withheld = 0;
        for (what, explanation) in told(&wording) {
            let parts: Vec<Part<'_>> = explanation.parts().collect();
            match what {
                "matrix" | "what if" | "notices" | "records" => {
                    assert_eq!(parts.len(), 1, "{what}");
                    assert_eq!(parts[0].says, Says::Withheld, "{what}");
                    assert_eq!((parts[0].holder, parts[0].choice), (None, None), "{what}");
                    withheld += 1;
                }
                _ => {
                    let grounds = parts.iter().filter(|part| part.choice.is_some());
                    assert_eq!(grounds.count(), 0, "{what}");
                    assert!(parts.iter().all(|part| part.at.is_none()), "{what}");
                }
            }
        }
        assert_eq!(withheld, 4);
    }
    let profile = World::of([no("c1")]).profile();
    let query = ask(&GP, &POST, "2026-06-01");
    let smallest = mitz().smallest_change(&profile, &query, &gp()).unwrap();
    let says: Vec<Says> = smallest
        .explain(Lang::Nl, Audience::Consulter)
        .parts()
        .map(|part| part.says)
        .collect();
    assert_eq!(says, [Says::Withheld]);
}
