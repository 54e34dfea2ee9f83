//! Explanations (R24): every reason and every `Because` has its sentence, in both languages, for each audience that sees
//! it; reached through real profiles.

use std::collections::BTreeSet;

use crate::common::*;
use akkoord::Decision;
use akkoord::decision::Because;
use akkoord::error::ErrorCode;
use akkoord::explain::Explain;
use akkoord::profile::Channel;
use akkoord::query::TreatmentRelationship;
use akkoord::query::{Connection, Purpose};
use akkoord::{Audience, Lang, Outcome, Query, Reason};

const LANGUAGES: [Lang; 2] = [Lang::Nl, Lang::En];
const AUDIENCES: [Audience; 3] = [Audience::Patient, Audience::Holder, Audience::Consulter];

/// At B1 a sentence has at most so many words.
const MOST_WORDS: usize = 30;

fn everyone() -> impl Iterator<Item = (Lang, Audience)> {
    LANGUAGES
        .into_iter()
        .flat_map(|lang| AUDIENCES.map(|audience| (lang, audience)))
}

fn emergency(answer: Draft) -> Draft {
    answer.in_emergency(&GP, &POST).on("2026-01-30")
}

/// Worlds and questions that together reach every reason and every `Because`.
fn scenes() -> Vec<(World, Query)> {
    let query = ask(&GP, &POST, "2026-01-31");
    let gate = |change: fn(&mut Query)| {
        let mut changed = query.clone();
        change(&mut changed);
        changed
    };
    let all = || yes("c1").on("2026-01-02");
    let none = || no("c1").on("2026-01-02");
    let own = |draft: Draft| draft.for_holder(&GP);
    let group = |draft: Draft| draft.for_category("huisartsen");
    let overrides = mitz_with(r#""emergency_overrides_objection": true"#);
    let binds = mitz_with(r#""emergency_yes_binds": "consulting_category""#);
    let lifts = mitz_with(r#""blanket_yes_lifts_individual_no": true"#);
    let nearer =
        World::of([own(yes("c1")).only(&["h.1"]), own(no("c2")).only(&["h.2"])]).under(&layered());
    let asked = |world: World| (world, query.clone());
    let mut scenes = vec![
        (World::of([]), gate(|query| query.holder.kind = "ZZ".into())),
        (
            World::of([]),
            gate(|query| query.consulter.kind = "ZZ".into()),
        ),
        (
            World::of([]),
            gate(|query| query.data = vec!["GGC999".into()]),
        ),
        (
            World::of([]),
            gate(|query| query.purpose = Purpose::from("RESEARCH")),
        ),
        (
            World::of([]),
            gate(|query| query.purpose = Purpose::CoordinationOfCare),
        ),
        (
            World::of([]),
            gate(|query| query.treatment_relationship = TreatmentRelationship::NotAsserted),
        ),
        (
            World::of([]),
            gate(|query| query.treatment_relationship = TreatmentRelationship::Denied),
        ),
        (
            World::of([]),
            gate(|query| query.holder.connection = Connection::NotConnected),
        ),
        (World::of([]).deceased("2026-01-15"), query.clone()),
        (World::of([]).deceased("2026-03-15"), query.clone()),
        (
            World::of([]),
            ask_for("GGC002", &PHARMACY, &POST, "2026-01-31"),
        ),
        (nearer, ask_for("GGC013", &GP, &POST, "2026-01-31")),
        asked(World::of([])),
        asked(World::of([emergency(yes("c1"))])),
        asked(World::of([emergency(yes("c1"))]).under(&binds)),
        asked(World::of([none(), emergency(yes("c2"))]).under(&overrides)),
        asked(World::of([own(no("c1")), yes("c2").on("2026-01-05")]).under(&lifts)),
    ];
    // Each kind of choice, as the ground and as what is outweighed by each kind of later choice.
    let first = [
        all(),
        none(),
        group(all()),
        group(none()),
        own(all()),
        own(none()),
    ];
    let second = [
        yes("c2"),
        no("c2"),
        group(yes("c2")),
        group(no("c2")),
        own(yes("c2")),
        own(no("c2")),
    ];
    for one in &first {
        scenes.push(asked(World::of([one.clone()])));
        scenes.push(asked(World::of([one.clone(), emergency(yes("c2"))])));
        scenes.push(asked(World::of([one.clone(), emergency(no("c2"))])));
        for two in &second {
            scenes.push(asked(World::of([
                one.clone(),
                two.clone().on("2026-01-05"),
            ])));
            let later = two.clone().on("2026-01-30T18:00:00Z");
            scenes.push(asked(World::of([
                emergency(yes("c1")),
                later.clone(),
                emergency(no("c3")),
            ])));
            scenes.push(asked(World::of([emergency(yes("c1")), later])));
        }
    }
    // Each channel, and each part of a guardian (under 12, from 12 to 15).
    for channel in [
        Channel::SamenNaarMijnMitz,
        Channel::Dossierhoudersknop,
        Channel::Raadplegersknop,
        Channel::Migration,
    ] {
        scenes.push(asked(World::of([own(all()).by(channel)])));
        scenes.push(asked(World::of([
            own(all()).by(channel),
            own(no("c2")).by(channel).on("2026-01-05"),
        ])));
    }
    for born in ["2012-05-05", "2018-05-05"] {
        let confirmed = [
            own(all()).approved("2026-01-03"),
            no("c2").on("2026-01-05").approved("2026-01-06"),
        ];
        scenes.push(asked(World::of([confirmed[0].clone()]).born(born)));
        scenes.push(asked(World::of(confirmed).born(born)));
        scenes.push(asked(
            World::of([
                none().approved("2026-01-03"),
                own(yes("c2").on("2026-01-05").approved("2026-01-06")),
            ])
            .born(born),
        ));
    }
    scenes
}

fn decisions() -> Vec<Decision> {
    let scenes = scenes().into_iter();
    scenes.map(|(world, query)| world.decide(&query)).collect()
}

/// The sentences of a text, without the points of `9.30` and `holder.type`.
fn sentences(text: &str) -> Vec<String> {
    let ends = text
        .replace(". ", ".\n")
        .replace("! ", "!\n")
        .replace("? ", "?\n");
    ends.lines().map(str::to_owned).collect()
}

#[test]
fn every_reason_and_every_because_is_reached() {
    let (mut reasons, mut because) = (BTreeSet::new(), BTreeSet::new());
    for decision in decisions() {
        reasons.insert(decision.reason());
        because.extend(decision.outweighed().iter().map(|one| one.because()));
    }
    let expected: BTreeSet<Reason> = Reason::ALL.iter().copied().collect();
    assert_eq!(reasons, expected);
    assert_eq!(because, BTreeSet::from(Because::ALL));
}

#[test]
fn every_part_of_an_explanation_is_a_whole_sentence_for_everyone() {
    for decision in decisions() {
        for (lang, audience) in everyone() {
            let explanation = decision.explain(lang, audience);
            for part in std::iter::once(explanation.headline()).chain(explanation.sentences()) {
                assert!(
                    part.ends_with('.') && part.starts_with(char::is_uppercase),
                    "{part:?}"
                );
                let oddities = [
                    "  ", "()", "{", "}", "..", " .", " ,", "_no", "_yes", "None", "Some",
                ];
                assert!(oddities.iter().all(|odd| !part.contains(odd)), "{part:?}");
            }
        }
    }
}

#[test]
fn patient_and_holder_read_the_ground_then_each_choice_that_was_outweighed_then_until_when() {
    for decision in decisions() {
        let parts = 1 + decision.outweighed().len() + usize::from(decision.valid_until().is_some());
        for (lang, audience) in everyone() {
            let explanation = decision.explain(lang, audience);
            let expected = if audience == Audience::Consulter {
                1
            } else {
                parts
            };
            assert_eq!(explanation.sentences().len(), expected, "{explanation}");
            let texts: Vec<&str> = explanation.parts().map(|part| part.text).collect();
            let joined = texts.join(" ");
            assert_eq!(explanation.to_string(), joined);
        }
    }
}

#[test]
fn each_reason_is_told_in_words_of_its_own() {
    for (lang, audience) in everyone() {
        let mut texts: Vec<(Reason, String)> = Vec::new();
        for decision in decisions()
            .into_iter()
            .filter(|decision| decision.outweighed().is_empty())
        {
            if decision.valid_until().is_none()
                && texts.iter().all(|(reason, _)| *reason != decision.reason())
            {
                texts.push((
                    decision.reason(),
                    decision.explain(lang, audience).to_string(),
                ));
            }
        }
        for (reason, text) in &texts {
            let alike: Vec<&Reason> = texts
                .iter()
                .filter(|(_, other)| other == text)
                .map(|(reason, _)| reason)
                .collect();
            let private = |reason: &Reason| reason.rule() >= 15 && audience == Audience::Consulter;
            assert!(alike.len() == 1 || private(reason), "{alike:?}: {text}");
        }
        assert!(
            texts.len() >= Reason::ALL.len() - 2,
            "the emergencies end, and so have an until"
        );
    }
}

#[test]
fn the_languages_differ_and_have_their_codes() {
    for decision in decisions() {
        for audience in AUDIENCES {
            assert_ne!(
                decision.explain(Lang::Nl, audience),
                decision.explain(Lang::En, audience)
            );
        }
    }
    assert_eq!(
        ["nl", "en", "NL", ""].map(|code| code.parse::<Lang>().ok()),
        [Some(Lang::Nl), Some(Lang::En), None, None]
    );
    assert_eq!(LANGUAGES.map(|lang| lang.to_string()), ["nl", "en"]);
    assert_eq!(
        AUDIENCES.map(|audience| audience.to_string().parse().ok()),
        AUDIENCES.map(Some)
    );
    let unknown = "everyone".parse::<Audience>().unwrap_err();
    assert_eq!(unknown.code(), ErrorCode::UnknownValue);
}

#[test]
fn a_headline_begins_with_yes_or_no_where_there_is_one() {
    for decision in decisions() {
        for (lang, audience) in everyone() {
            let explanation = decision.explain(lang, audience);
            let (yes, no) = if lang == Lang::Nl {
                ("Ja, ", "Nee, ")
            } else {
                ("Yes, ", "No, ")
            };
            let headline = explanation.headline();
            assert_eq!(
                headline.starts_with(yes),
                decision.outcome() == Outcome::Permit,
                "{headline}"
            );
            assert_eq!(
                headline.starts_with(no),
                decision.outcome() == Outcome::Deny,
                "{headline}"
            );
        }
    }
}

#[test]
fn the_pharmacys_own_no_of_3_may_goes_before_the_yes_to_all_of_2_january() {
    let world = World::of([
        yes("c1").on("2026-01-02"),
        no("c2")
            .for_holder(&PHARMACY)
            .by(Channel::Dossierhoudersknop)
            .on("2026-05-03"),
    ]);
    let decision = world.decide(&ask(&PHARMACY, &POST, "2026-06-01"));
    let text = |audience| decision.explain(Lang::Nl, audience).to_string();
    assert_eq!(
        text(Audience::Patient),
        "Nee, deze zorgaanbieder (openbare apotheek) mag uw medicatiegegevens niet delen met de zorgaanbieder die erom \
         vraagt (huisartsenpost). U hebt op 3 mei 2026 ‘nee’ gezegd voor deze zorgaanbieder (vastgelegd door de \
         zorgaanbieder die het dossier heeft). Uw ‘nee’ voor deze zorgaanbieder van 3 mei 2026 gaat voor uw ‘ja’ voor \
         alle zorgaanbieders van 2 januari 2026 (via MijnMitz)."
    );
    assert_eq!(
        text(Audience::Holder),
        "Nee, u (openbare apotheek) mag de medicatiegegevens van deze patiënt niet delen met de zorgaanbieder die erom \
         vraagt (huisartsenpost). De patiënt heeft op 3 mei 2026 ‘nee’ gezegd voor deze zorgaanbieder (vastgelegd door \
         de zorgaanbieder die het dossier heeft). Het ‘nee’ voor deze zorgaanbieder van 3 mei 2026 gaat voor het ‘ja’ \
         voor alle zorgaanbieders van 2 januari 2026 (via MijnMitz)."
    );
    assert_eq!(
        text(Audience::Consulter),
        "Nee, deze zorgaanbieder (openbare apotheek) mag de medicatiegegevens niet met u (huisartsenpost) delen. De \
         reden krijgt u niet te zien. Bespreek met de patiënt welke keuze is vastgelegd, of vraag de gegevens op een \
         andere manier."
    );
    assert_eq!(
        decision.explain(Lang::En, Audience::Patient).to_string(),
        "No, this provider (community pharmacy) may not share your medication data with the provider that asks \
         (out-of-hours GP post). On 3 May 2026 you said “no” for this provider (recorded by the provider that keeps the \
         record). Your “no” for this provider of 3 May 2026 goes before your “yes” for all providers of 2 January 2026 \
         (through MijnMitz)."
    );
}

#[test]
fn an_emergency_yes_tells_how_long_and_for_whom_it_holds() {
    let world = World::of([yes("c1")
        .in_emergency(&GP, &POST)
        .on("2026-01-05T09:05:00Z")]);
    let query = ask(&GP, &POST, "2026-01-06");
    let decision = world.decide(&query);
    assert_eq!(
        decision
            .explain(Lang::Nl, Audience::Patient)
            .sentences()
            .collect::<Vec<_>>(),
        [
            "U hebt op 5 januari 2026 ‘ja’ gezegd bij spoed (vastgelegd door een zorgaanbieder die gegevens nodig had). \
             Zo'n ‘ja’ geldt 72 uur en alleen voor wie er toen om vroeg.",
            "Dit antwoord geldt tot 8 januari 2026, 09.05 uur (UTC).",
        ]
    );
    let day = world.under(&mitz_with(
        r#""emergency_hours": 24, "emergency_yes_binds": "consulting_category""#,
    ));
    let decision = day.decide(&Query {
        at: t("2026-01-06T09:00:00Z"),
        ..query
    });
    assert_eq!(
        decision
            .explain(Lang::En, Audience::Holder)
            .sentences()
            .collect::<Vec<_>>(),
        [
            "On 5 January 2026 the patient said “yes” in an emergency (recorded by a provider that needed data). Such a \
             “yes” holds for 24 hours, and only for this kind of providers.",
            "This answer holds until 6 January 2026, 09:05 (UTC).",
        ]
    );
}

#[test]
fn every_month_has_its_name() {
    let nl =
        "januari februari maart april mei juni juli augustus september oktober november december";
    let en =
        "January February March April May June July August September October November December";
    for (number, (nl, en)) in nl.split(' ').zip(en.split(' ')).enumerate() {
        let day = format!("2025-{:02}-09", number + 1);
        let world = World::of([yes("c1").on(&day)]);
        let decision = world.decide(&ask(&GP, &POST, "2026-02-01"));
        for (lang, month) in [(Lang::Nl, nl), (Lang::En, en)] {
            let text = decision.explain(lang, Audience::Patient).to_string();
            assert!(text.contains(&format!(" 9 {month} 2025 ")), "{text}");
        }
    }
}

#[test]
fn a_categorical_choice_is_told_by_the_name_of_its_group() {
    let engine = mitz();
    for category in engine.catalogue().holder_categories() {
        let kind = engine
            .catalogue()
            .provider_types()
            .iter()
            .find(|kind| kind.holder_category() == category.id())
            .unwrap();
        let option = engine
            .catalogue()
            .options()
            .iter()
            .find(|option| option.holder_category() == category.id())
            .unwrap();
        let id: &'static str = category.id().to_owned().leak();
        let world = World::of([no("c1").for_category(id)]);
        let mut query = ask_for(option.data(), &GP, &POST, "2026-02-01");
        query.holder.kind = kind.code().into();
        let decision = world.decide(&query);
        for (lang, name) in [(Lang::Nl, category.nl()), (Lang::En, category.en())] {
            let text = decision.explain(lang, Audience::Patient).to_string();
            assert!(text.contains(name), "{text}");
        }
    }
}

#[test]
fn no_explanation_contains_an_id_or_a_code() {
    // The rows of the layered catalogue have their codes for names.
    let of_mitz = |(world, _): &(World, Query)| world.engine.catalogue() == mitz().catalogue();
    for (mut world, query) in scenes().into_iter().filter(of_mitz) {
        for choice in &mut world.choices {
            choice.id = format!("keuze-{}", choice.id);
        }
        let decision = world.decide(&query);
        for (lang, audience) in everyone() {
            let text = decision.explain(lang, audience).to_string();
            for secret in [
                "keuze-",
                "ura:",
                "9000",
                PATIENT,
                "guardian-1",
                "ZZ",
                "GGC",
                "RPZAC",
                "RESEARCH",
            ] {
                assert!(!text.contains(secret), "{secret} in {text}");
            }
        }
    }
}

/// R24: the consulter reads the same for every deny by consent, and the same as for death.
#[test]
fn a_consulter_reads_one_text_for_every_deny_that_is_about_the_patient() {
    for lang in LANGUAGES {
        let texts: BTreeSet<String> = decisions()
            .iter()
            .filter(|decision| {
                let about_the_patient =
                    decision.reason().rule() >= 15 && decision.outcome() == Outcome::Deny;
                about_the_patient
                    && decision.data() == "GGC002"
                    && decision.catalogue_id() == mitz().catalogue().id()
            })
            .map(|decision| decision.explain(lang, Audience::Consulter).to_string())
            .collect();
        assert_eq!(texts.len(), 1, "{texts:?}");
    }
}

/// The longest names: a hospital asks a hospital, by the channel with the longest name, with and without a guardian.
fn long_scenes() -> Vec<(World, Query)> {
    let query = ask(&HOSPITAL, &HOSPITAL, "2026-01-31");
    let together = |draft: Draft| draft.by(Channel::SamenNaarMijnMitz);
    let group = |draft: Draft| draft.for_category("ziekenhuizen");
    let own = |draft: Draft| draft.for_holder(&HOSPITAL);
    let emergency = |draft: Draft| draft.in_emergency(&HOSPITAL, &HOSPITAL).on("2026-01-30");
    let kinds: [&dyn Fn(Draft) -> Draft; 3] = [&|draft| draft, &group, &own];
    let mut scenes = Vec::new();
    for engine in [
        mitz(),
        mitz_with(
            r#""blanket_yes_lifts_individual_no": true, "emergency_overrides_objection": true"#,
        ),
    ] {
        for (one, two) in kinds.iter().flat_map(|one| kinds.map(|two| (one, two))) {
            for answers in [[yes, no], [no, yes]] {
                let first = together(one(answers[0]("c1")))
                    .on("2026-01-02")
                    .approved("2026-01-03");
                let second = together(two(answers[1]("c2")))
                    .on("2026-01-05")
                    .approved("2026-01-06");
                for third in [emergency(yes("c3")), emergency(no("c3"))] {
                    let world = World::of([first.clone(), second.clone(), third]).under(&engine);
                    for world in [
                        world.clone().born("2018-05-05"),
                        world.clone().born("2012-05-05"),
                        world,
                    ] {
                        scenes.push((world.clone(), ask(&HOSPITAL, &HOSPITAL, "2026-01-20")));
                        scenes.push((world, query.clone()));
                    }
                }
            }
        }
    }
    scenes
}

/// The headline, the ground and the until. What was outweighed can take more words today: it names a group, a date and a
/// channel inside one sentence.
#[test]
fn a_dutch_headline_ground_or_until_has_at_most_thirty_words_to_a_sentence() {
    for (world, query) in scenes().into_iter().chain(long_scenes()) {
        let decision = world.decide(&query);
        let outweighed = decision.outweighed().len();
        for audience in AUDIENCES {
            let explanation = decision.explain(Lang::Nl, audience);
            let told = explanation.sentences().enumerate();
            let told = told
                .filter(|(part, _)| *part == 0 || *part > outweighed)
                .map(|(_, text)| text);
            for sentence in std::iter::once(explanation.headline())
                .chain(told)
                .flat_map(sentences)
            {
                let words = sentence.split_whitespace().count();
                assert!(words <= MOST_WORDS, "{words}: {sentence}");
            }
        }
    }
}
