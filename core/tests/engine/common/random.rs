//! Random worlds and questions that collide a lot: few instants, few holders, few options.
//!
//! Instants are on a grid of half days from 28 May 2026 on, so that 72 hours, the birthday, the death and the instant from
//! which an option of the layered catalogue exists all fall on it.

use std::sync::OnceLock;

use akkoord::profile::{Answer, Channel, ConfirmationAnswer};
use akkoord::{Engine, Instant, Query};
use proptest::prelude::*;
use proptest::sample::select;

use super::*;

/// A world and a question about it.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) world: World,
    pub(crate) query: Query,
}

/// Which rule sets a law is about.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Under {
    Defaults,
    AnyParameters,
}

const HALF_DAY: i64 = 12 * 3_600 * 1_000_000;

/// The instant so many half days after 28 May 2026, noon.
pub(crate) fn half_day(number: i64) -> Instant {
    shifted(t("2026-05-28"), number * HALF_DAY)
}

/// Both catalogues under a rule set: the engines that a world can be asked of.
struct Engines {
    mitz: Vec<Engine>,
    layered: Vec<Engine>,
}

/// The default parameters first; then each parameter changed by itself, and some together.
fn engines() -> &'static Engines {
    static ENGINES: OnceLock<Engines> = OnceLock::new();
    ENGINES.get_or_init(|| {
        let parameters = [
            "",
            r#""emergency_overrides_objection": true"#,
            r#""emergency_yes_binds": "consulting_category""#,
            r#""blanket_yes_lifts_individual_no": true"#,
            r#""blanket_no_silences_individual_yes": false"#,
            r#""deceased_means": "evaluate", "emergency_hours": 36"#,
            r#""guardian_until_age": 17, "guardian_records_until_age": 17"#,
            r#""blanket_yes_lifts_individual_no": true, "blanket_no_silences_individual_yes": false,
               "emergency_overrides_objection": true, "emergency_yes_binds": "consulting_category""#,
        ];
        let of = |engine: Engine| {
            parameters.map(|named| Engine::new(engine.catalogue().clone(), rules(named).unwrap())).to_vec()
        };
        Engines { mitz: of(mitz()), layered: of(layered()) }
    })
}

fn engine(under: Under) -> impl Strategy<Value = (Engine, bool)> {
    let rule_set = match under {
        Under::Defaults => Just(0_usize).boxed(),
        Under::AnyParameters => prop_oneof![1 => Just(0), 2 => 0..engines().mitz.len()].boxed(),
    };
    (rule_set, any::<bool>()).prop_map(|(number, is_mitz)| {
        let engines = engines();
        let of_catalogue = if is_mitz {
            &engines.mitz
        } else {
            &engines.layered
        };
        (of_catalogue[number].clone(), is_mitz)
    })
}

fn options(is_mitz: bool) -> impl Strategy<Value = &'static [&'static str]> {
    let of_mitz: [&[&str]; 4] = [
        &["1.1"],
        &["1.1", "2.1", "2.2"],
        &["1.2", "1.3"],
        &["2.1", "2.3"],
    ];
    let of_layered: [&[&str]; 4] = [&["h.1"], &["h.2"], &["h.1", "h.4"], &["h.3", "h.5"]];
    let some = select(if is_mitz { of_mitz } else { of_layered }.to_vec());
    let all: &[&str] = &[];
    prop_oneof![3 => Just(all), 1 => some]
}

fn holders() -> impl Strategy<Value = Vec<&'static str>> {
    select(vec![
        vec![GP.id],
        vec![GP.id],
        vec![GP.id, PHARMACY.id],
        vec![OTHER_GP.id],
        vec![PHARMACY.id],
    ])
}

/// A choice that fits the catalogue; its id is still to be given.
pub(crate) fn choice(
    is_mitz: bool,
    answer: impl Strategy<Value = Answer>,
) -> impl Strategy<Value = Draft> {
    let by_patient = || select(vec![Channel::MijnMitz, Channel::SamenNaarMijnMitz]);
    let by_anyone = select(vec![
        Channel::MijnMitz,
        Channel::SamenNaarMijnMitz,
        Channel::Dossierhoudersknop,
        Channel::Raadplegersknop,
        Channel::Migration,
    ]);
    let reach = prop_oneof![
        3 => by_patient().prop_map(|channel| yes("").by(channel).for_all()),
        3 => (by_patient(), select(vec!["huisartsen", "huisartsen", "apotheken"]))
            .prop_map(|(channel, category)| yes("").by(channel).for_category(category)),
        3 => (by_anyone, holders()).prop_map(|(channel, holders)| yes("").by(channel).for_holders(&holders)),
        4 => (holders(), select(vec![true, true, false])).prop_map(|(holders, own)| {
            yes("").in_emergency_for(&holders, if own { &POST } else { &OTHER_POST })
        }),
    ];
    let late = prop_oneof![4 => Just(0), 1 => 1..5_i64];
    let withdrawn = prop_oneof![2 => Just(None), 1 => (0..6_i64).prop_map(Some)];
    let confirmation = prop_oneof![
        1 => Just(None),
        3 => (Just(ConfirmationAnswer::Approved), 0..4_i64).prop_map(Some),
        1 => (Just(ConfirmationAnswer::Rejected), 0..4_i64).prop_map(Some),
    ];
    (
        reach,
        answer,
        options(is_mitz),
        0..9_i64,
        late,
        withdrawn,
        confirmation,
    )
        .prop_map(
            |(reach, answer, options, decided, late, withdrawn, confirmation)| {
                // Decided at noon: few instants to meet at.
                let (decided, recorded) = (2 * decided, 2 * decided + late);
                Draft {
                    answer,
                    options: if reach.is_emergency() {
                        Vec::new()
                    } else {
                        options.to_vec()
                    },
                    decided: half_day(decided),
                    recorded: half_day(recorded),
                    withdrawn: withdrawn.map(|after| half_day(recorded + after)),
                    confirmation: confirmation
                        .map(|(answer, after)| (answer, half_day(recorded + after))),
                    ..reach
                }
            },
        )
}

pub(crate) fn answers() -> impl Strategy<Value = Answer> + Clone {
    select(vec![Answer::Yes, Answer::No])
}

pub(crate) fn data_code() -> impl Strategy<Value = &'static str> {
    select(vec!["GGC002", "GGC013", "GGC012", "GGC113", "GGC999"])
}

fn query(is_mitz: bool) -> impl Strategy<Value = Query> {
    // Pharmacies have no options in the layered catalogue; nobody knows GGC999.
    let lower = if is_mitz { "GGC012" } else { "GGC113" };
    let of_gp = select(vec!["GGC002", "GGC002", "GGC013", "GGC013", lower]);
    let asked = prop_oneof![
        12 => (Just(GP), of_gp),
        2 => (Just(OTHER_GP), Just("GGC002")),
        if is_mitz { 4 } else { 1 } => (Just(PHARMACY), Just("GGC013")),
        1 => (Just(GP), Just("GGC999")),
    ];
    let consulter = prop_oneof![6 => Just(POST), 1 => Just(OTHER_POST), 1 => Just(PHARMACY), 1 => Just(HOSPITAL)];
    (asked, consulter, 4..22_i64).prop_map(|((holder, data), consulter, at)| Query {
        at: half_day(at),
        ..ask_for(data, &holder, &consulter, "2026-01-01")
    })
}

/// A world of up to thirteen choices and a question, with choices that could be added to it.
pub(crate) fn case_and(
    under: Under,
    added: impl Strategy<Value = Answer> + Clone + 'static,
) -> impl Strategy<Value = (Case, Draft)> {
    engine(under).prop_flat_map(move |(engine, is_mitz)| {
        let choices = proptest::collection::vec(choice(is_mitz, answers()), 0..14);
        // Turns 16 on 2 June; dies on 6 June.
        let born = prop_oneof![3 => Just(None), 1 => Just(Some(date("2010-06-02")))];
        let deceased = prop_oneof![5 => Just(None), 1 => Just(Some(date("2026-06-06")))];
        let added = choice(is_mitz, added.clone());
        let shifts = (query(is_mitz), Just(engine));
        (choices, born, deceased, shifts, added).prop_map(
            |(mut choices, born, deceased, (query, engine), mut added)| {
                for (number, choice) in choices.iter_mut().enumerate() {
                    choice.id = format!("c{number}");
                }
                added.id = "c45".to_owned();
                (
                    Case {
                        world: World {
                            engine,
                            born,
                            deceased,
                            choices,
                        },
                        query,
                    },
                    added,
                )
            },
        )
    })
}

pub(crate) fn case(under: Under) -> impl Strategy<Value = Case> {
    case_and(under, answers()).prop_map(|(case, _)| case)
}
