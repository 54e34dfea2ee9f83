//! R30: the smallest change is the smallest, proved by trying every single change on small worlds with a deep catalogue.

use std::cmp::Ordering;
use std::sync::OnceLock;

use crate::common::random::{answers, choice, half_day};
use crate::common::*;
use akkoord::ids::ChoiceId;
use akkoord::overview::{Change, Subscription, Subscriptions};
use akkoord::profile::{Choice, Level};
use akkoord::{Catalogue, Decision, Engine, Outcome, Profile, Query, RuleSet};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::Config;
use serde_json::json;

/// Three levels of data, merged options, options that were added on 1 June 2026, two holder categories.
const OPTIONS: [(&str, &str, &str, &[&str], bool); 8] = [
    ("d.1", "huisartsen", "GGC002", &["HA"], false),
    ("d.2", "huisartsen", "GGC013", &["HA", "AP"], false),
    ("d.3", "huisartsen", "GGC113", &["HA"], false),
    ("d.4", "huisartsen", "GGC002", &["AP", "ZH"], false),
    ("d.5", "huisartsen", "GGC113", &["AP"], true),
    ("d.6", "huisartsen", "GGC013", &["ZH"], true),
    ("d.7", "apotheken", "GGC013", &["HA"], false),
    ("d.8", "apotheken", "GGC113", &["HA", "AP"], true),
];
const DATA: [&str; 3] = ["GGC113", "GGC013", "GGC002"];

fn deep() -> Catalogue {
    let mut document = layered_document();
    document["id"] = json!("deep");
    let options = OPTIONS.map(|(id, holder, data, consulting, late)| {
        let mut row = json!({"id": id, "holder_category": holder, "data": data,
            "consulting_categories": consulting, "source": "test"});
        if late {
            row["since"] = json!("2026-06-01T12:00:00Z");
        }
        row
    });
    document["options"] = json!(options);
    Catalogue::from_json(&document.to_string()).unwrap()
}

fn engines() -> &'static [Engine] {
    static ENGINES: OnceLock<Vec<Engine>> = OnceLock::new();
    ENGINES.get_or_init(|| {
        let parameters = [
            "",
            r#""emergency_overrides_objection": true"#,
            r#""emergency_yes_binds": "consulting_category""#,
            r#""blanket_yes_lifts_individual_no": true"#,
            r#""blanket_no_silences_individual_yes": false"#,
        ];
        let catalogue = deep();
        let of = |rules: RuleSet| Engine::new(catalogue.clone(), rules);
        parameters.map(|named| of(rules(named).unwrap())).to_vec()
    })
}

/// A world, a question about it, and who is subscribed.
#[derive(Clone, Debug)]
struct Asked {
    world: World,
    query: Query,
    subscriptions: Subscriptions,
}

fn some_options() -> impl Strategy<Value = Vec<&'static str>> {
    let some = proptest::sample::subsequence(OPTIONS.map(|option| option.0).to_vec(), 1..5);
    prop_oneof![1 => Just(Vec::new()), 3 => some]
}

fn asked() -> impl Strategy<Value = Asked> {
    let limited = (choice(false, answers()), some_options()).prop_map(|(choice, options)| {
        let is_emergency = choice.is_emergency();
        Draft {
            options: if is_emergency { Vec::new() } else { options },
            ..choice
        }
    });
    let choices = proptest::collection::vec(limited, 0..9);
    let born = prop_oneof![4 => Just(None), 1 => Just(Some(date("2010-06-02")))];
    let query = (
        select(vec![GP, GP, GP, PHARMACY]),
        select(DATA.to_vec()),
        select(vec![POST, POST, OTHER_POST, PHARMACY, HOSPITAL]),
        2..20_i64,
    );
    let subscribed = proptest::sample::subsequence(vec![GP.id, OTHER_GP.id, PHARMACY.id], 0..=3);
    let engine = prop_oneof![2 => Just(0), 3 => 0..engines().len()];
    (choices, born, query, subscribed, engine).prop_map(
        |(mut choices, born, (holder, data, consulter, at), subscribed, engine)| {
            for (number, choice) in choices.iter_mut().enumerate() {
                choice.id = format!("c{number}");
            }
            let subscription = |holder: &Provider| Subscription {
                holder: ask(holder, &POST, "2026-01-01").holder,
                since: None,
            };
            let all = [GP, OTHER_GP, PHARMACY];
            let subscribed = all.iter().filter(|one| subscribed.contains(&one.id));
            Asked {
                world: World {
                    engine: engines()[engine].clone(),
                    born,
                    deceased: None,
                    choices,
                },
                query: Query {
                    at: half_day(at),
                    ..ask_for(data, &holder, &consulter, "2026-01-01")
                },
                subscriptions: Subscriptions::new(subscribed.map(subscription)).unwrap(),
            }
        },
    )
}

/// How a change is compared: the cells that it opens; a withdrawal first; then the fewest options, then the nearest.
#[derive(Clone, Debug, PartialEq)]
struct Measured {
    opens: usize,
    places: Vec<usize>,
    change: Change,
}

impl Measured {
    fn order(&self, other: &Self) -> Ordering {
        let key = |one: &Self| (one.opens, one.places.len(), one.places.clone());
        key(self).cmp(&key(other))
    }
}

struct Trial<'a> {
    asked: &'a Asked,
    profile: Profile,
}

impl Trial<'_> {
    fn engine(&self) -> &Engine {
        &self.asked.world.engine
    }

    /// The holder of the query.
    fn holder(&self) -> &'static Provider {
        let is_gp = self.asked.query.holder.id.as_str() == GP.id;
        if is_gp { &GP } else { &PHARMACY }
    }

    /// Of this very instant by its rank (R8): made or confirmed now. It may have been withdrawn before it was confirmed.
    fn has_a_choice_of_now_that_is_withdrawn(&self) -> bool {
        let now = self.asked.query.at;
        self.asked.world.choices.iter().any(|draft| {
            let confirmed = draft.confirmation.map(|(_, at)| at);
            draft.withdrawn.is_some_and(|at| at <= now)
                && (draft.decided == now || confirmed == Some(now))
                && draft.level() == Level::Individual
        })
    }

    fn decision(&self, profile: &Profile) -> Decision {
        let decisions = self.engine().decide(profile, &self.asked.query);
        decisions.unwrap().remove(0)
    }

    fn permits(&self, profile: &Profile) -> bool {
        self.decision(profile).outcome() == Outcome::Permit
    }

    /// The matrix over the subscriptions and the holder of the query.
    fn outcomes(&self, profile: &Profile) -> Vec<bool> {
        let query = &self.asked.query;
        let mut list: Vec<Subscription> = self.asked.subscriptions.iter().cloned().collect();
        if list.iter().all(|one| one.holder.id != query.holder.id) {
            list.push(Subscription {
                holder: query.holder.clone(),
                since: None,
            });
        }
        let all = Subscriptions::new(list).unwrap();
        let matrix = self.engine().matrix(profile, &all, query.at).unwrap();
        let cells = matrix.cells().iter();
        cells
            .map(|cell| cell.decision.outcome() == Outcome::Permit)
            .collect()
    }

    fn opens(&self, changed: &Profile) -> usize {
        let (before, after) = (self.outcomes(&self.profile), self.outcomes(changed));
        assert_eq!(before.len(), after.len());
        before
            .iter()
            .zip(&after)
            .filter(|(before, after)| !**before && **after)
            .count()
    }

    /// How near each option is to the data of the query (R3); those that cannot answer it come last.
    fn place(&self, id: &str) -> usize {
        let query = &self.asked.query;
        let kind = |code: &str| self.engine().catalogue().provider_type(code).unwrap();
        let holder = kind(&query.holder.kind).holder_category();
        let consulting = kind(&query.consulter.kind).consulting_category();
        let from = DATA
            .iter()
            .position(|data| *data == &*query.data[0])
            .unwrap();
        let mut chain = DATA[from..].iter().filter_map(|data| {
            OPTIONS
                .iter()
                .find(|row| row.1 == holder && row.2 == *data && row.3.contains(&consulting))
        });
        chain.position(|row| row.0 == id).unwrap_or(99)
    }

    /// A yes of now by MijnMitz, confirmed where that is needed; `reach` of the draft says for whom.
    fn yes(&self, draft: Draft, options: &[&'static str]) -> Choice {
        let at = self.asked.query.at;
        let mut draft = draft.only(options).at(at);
        if self.asked.world.born.is_some() && at < half_day(9) {
            draft.confirmation = Some((akkoord::profile::ConfirmationAnswer::Approved, at));
        }
        draft.build(self.engine().catalogue()).unwrap()
    }

    fn turns(&self, change: &Change) -> Option<Profile> {
        let changed = change.apply(&self.profile, self.asked.query.at).ok()?;
        self.permits(&changed).then_some(changed)
    }

    /// Every single change that turns the decision, measured.
    fn all(&self) -> Vec<Measured> {
        let mut all = Vec::new();
        for choice in self.profile.choices() {
            let change = Change::Withdraw(choice.id().clone());
            if let Some(changed) = self.turns(&change) {
                let (opens, places) = (self.opens(&changed), Vec::new());
                all.push(Measured {
                    opens,
                    places,
                    change,
                });
            }
        }
        for options in sets() {
            let change = Change::Add(self.yes(yes("new").for_holder(self.holder()), &options));
            if let Some(changed) = self.turns(&change) {
                let opens = self.opens(&changed);
                let mut places: Vec<usize> = options.iter().map(|id| self.place(id)).collect();
                places.sort_unstable();
                all.push(Measured {
                    opens,
                    places,
                    change,
                });
            }
        }
        all
    }
}

/// Every set of options that is not empty.
fn sets() -> impl Iterator<Item = Vec<&'static str>> {
    (1_usize..1 << OPTIONS.len()).map(|bits| {
        let rows = OPTIONS.iter().enumerate();
        rows.filter(|(row, _)| bits & 1 << row != 0)
            .map(|(_, option)| option.0)
            .collect()
    })
}

fn ids(change: &Change, catalogue: &Catalogue) -> Vec<String> {
    match change {
        Change::Add(choice) => {
            let options = choice
                .scope()
                .limited_options(catalogue)
                .into_iter()
                .flatten();
            let holders = choice
                .scope()
                .holders()
                .iter()
                .map(|id| id.as_str().to_owned());
            holders
                .chain(options.map(|option| option.id().to_owned()))
                .collect()
        }
        Change::Withdraw(id) | Change::Expire(id) => vec![ChoiceId::as_str(id).to_owned()],
    }
}

fn check(asked: &Asked) -> Result<Option<usize>, TestCaseError> {
    let trial = Trial {
        asked,
        profile: asked.world.profile(),
    };
    let engine = &asked.world.engine;
    let found = engine
        .smallest_change(&trial.profile, &asked.query, &asked.subscriptions)
        .unwrap()
        .remove(0);
    if trial.decision(&trial.profile).outcome() != Outcome::Deny {
        prop_assert!(found.change().is_none());
        return Ok(None);
    }
    let all = trial.all();
    let Some(smallest) = all.iter().min_by(|one, other| one.order(other)) else {
        prop_assert!(found.change().is_none(), "{:?}", found.change());
        // And no wider yes would turn it either, but where a choice for this holder of this very instant, which is withdrawn,
        // keeps the individual yes from its cell for good (R8, R9).
        if trial.has_a_choice_of_now_that_is_withdrawn() {
            return Ok(Some(0));
        }
        let wider = ["huisartsen", "apotheken"].map(|category| yes("new").for_category(category));
        let wider = wider.into_iter().chain([yes("new").for_all()]);
        for (draft, options) in wider.flat_map(|draft| sets().map(move |set| (draft.clone(), set)))
        {
            let change = Change::Add(trial.yes(draft, &options));
            prop_assert!(trial.turns(&change).is_none(), "{options:?}");
        }
        return Ok(Some(0));
    };
    let change = found.change();
    prop_assert!(change.is_some(), "there is {smallest:?}");
    let catalogue = engine.catalogue();
    prop_assert_eq!(
        found.opens(),
        smallest.opens,
        "{:?} but {:?}",
        change,
        smallest
    );
    prop_assert_eq!(
        change.map(|change| ids(change, catalogue)),
        Some(ids(&smallest.change, catalogue))
    );
    // It is as it says.
    let changed = change.and_then(|change| trial.turns(change));
    prop_assert_eq!(
        changed.map(|changed| trial.opens(&changed)),
        Some(found.opens())
    );
    Ok(Some(smallest.places.len()))
}

proptest! {
    #![proptest_config(Config { cases: 300, failure_persistence: None, ..Config::default() })]

    /// R30.
    #[test]
    fn the_smallest_change_is_the_smallest_of_all_single_changes(asked in asked()) {
        check(&asked)?;
    }
}

fn of(choices: Vec<Draft>, data: &str) -> Asked {
    Asked {
        world: World::of(choices).under(&engines()[0]),
        query: Query {
            at: half_day(10),
            ..ask_for(data, &GP, &POST, "2026-01-01")
        },
        subscriptions: Subscriptions::default(),
    }
}

#[test]
fn r30_a_yes_for_the_nearest_option_opens_less_than_one_for_the_option_that_decided() {
    let no = no("c0").for_category("huisartsen").only(&["d.1"]);
    let asked = of(vec![no], "GGC113");
    assert_eq!(check(&asked).unwrap(), Some(1));
}

#[test]
fn r30_r5_where_the_nearest_option_is_not_there_yet_a_farther_one_is_taken() {
    let mut asked = of(vec![], "GGC113");
    asked.query.consulter = ask(&GP, &PHARMACY, "2026-01-01").consulter;
    // 31 May: before d.5 was added.
    asked.query.at = half_day(6);
    assert_eq!(check(&asked).unwrap(), Some(1));
}

/// R18 and R9 at one instant: the new yes is silenced, but takes the place of the no that stands nearer.
#[test]
fn r30_two_options_where_one_only_clears_the_way() {
    let asked = of(
        vec![
            no("c0").for_holder(&GP).only(&["d.3"]),
            no("c1").for_all().only(&["d.3"]).at(half_day(10)),
        ],
        "GGC113",
    );
    assert_eq!(check(&asked).unwrap(), Some(2));
}

/// R8, R9: a choice for this holder of this very instant that is withdrawn at once stays on top of its cells: no by its
/// answer, yes by its smaller id.
#[test]
fn r30_r8_a_choice_of_this_instant_that_is_withdrawn_at_once_leaves_no_change() {
    for draft in [yes("c0"), no("c0")] {
        let mut gone = draft.for_holder(&GP).at(half_day(10));
        gone.withdrawn = Some(half_day(10));
        assert_eq!(check(&of(vec![gone], "GGC113")).unwrap(), Some(0));
    }
}

/// R8, R9, R20: so does a child's choice that was withdrawn before it was confirmed, if it is confirmed at this instant.
#[test]
fn r30_r20_a_choice_that_is_confirmed_now_and_was_withdrawn_before_leaves_no_change() {
    let mut gone = yes("c0").for_holder(&GP).at(half_day(6));
    gone.withdrawn = Some(half_day(6));
    gone.confirmation = Some((akkoord::profile::ConfirmationAnswer::Approved, half_day(8)));
    let mut asked = of(vec![gone], "GGC113");
    asked.world = asked.world.born("2010-06-02");
    asked.query.at = half_day(8);
    assert_eq!(check(&asked).unwrap(), Some(0));
}
