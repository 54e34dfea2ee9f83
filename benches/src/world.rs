//! A realistic profile of any size, from a seed, and the questions about it.
//!
//! Who lives in it: one headline choice, categorical choices for some categories (some of them limited to options), most of
//! the rest individual choices for one or two holders (of which some have been withdrawn), and an emergency choice now and
//! then. All ids are invented: patients `9999…`, providers `ura:9000…`.

use crate::facts::parse;
use akkoord::ids::ProviderId;
use akkoord::query::{Connection, Consulter, Holder, Purpose, TreatmentRelationship};
use akkoord::{Engine, Instant, Profile, Query};

/// splitmix64: enough chance for a bench, and the same on every machine.
#[derive(Clone, Debug)]
pub struct Chance(u64);

impl Chance {
    /// Chance from a seed.
    #[must_use]
    pub fn from_seed(seed: u64) -> Self {
        Chance(seed)
    }

    /// The next number.
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        (self.draw() % end as u64) as usize
    }

    /// True so many times in a hundred.
    pub fn percent(&mut self, chance: usize) -> bool {
        self.below(100) < chance
    }
}

/// Holder categories, with a provider type of each and the data of its records.
const HOLDERS: [(&str, &str, &str); 7] = [
    ("huisartsen", "Z3", "GGC002"),
    ("apotheken", "J8", "GGC013"),
    ("ziekenhuizen", "V4", "GGC002"),
    ("verpleging_verzorging", "R5", "GGC002"),
    ("laboratoria", "L1", "GGC012"),
    ("ggz", "G5", "GGC002"),
    ("overige", "JGZ", "GGC002"),
];

/// Who asks: a GP post, a pharmacy, a hospital, home care, a mental health institution, a physiotherapist.
const CONSULTERS: [(&str, &str); 6] = [
    ("ura:90000901", "N6"),
    ("ura:90000902", "J8"),
    ("ura:90000903", "V4"),
    ("ura:90000904", "R5"),
    ("ura:90000905", "G5"),
    ("ura:90000906", "JGZ"),
];

/// 1 January 2026, 09:00 (UTC), in microseconds.
const START: i64 = 1_767_258_000_000_000;
const MINUTE: i64 = 60_000_000;
const HOUR: i64 = 60 * MINUTE;

/// A profile and the instant at which it is asked about.
#[derive(Clone, Debug)]
pub struct World {
    /// The profile as the wire format writes it.
    pub json: String,
    /// The instant of every question: some emergencies are live.
    pub at: Instant,
    /// The holders that choices name (id, type, data) and one of each category that none names.
    holders: Vec<(String, &'static str, &'static str)>,
}

impl World {
    /// The profile of the budgets: twenty choices, 4 kB of JSON.
    #[must_use]
    pub fn of_twenty() -> Self {
        Self::with(20, 30)
    }

    /// A profile with so many choices.
    #[must_use]
    pub fn with(choices: usize, seed: u64) -> Self {
        let mut chance = Chance::from_seed(seed);
        // Each named holder meets two choices or so.
        let named = (choices / 3).max(2);
        let named: Vec<(String, usize)> = (0..named)
            .map(|number| {
                (
                    format!("ura:{}", 90_001_000 + number),
                    number % HOLDERS.len(),
                )
            })
            .collect();
        // Distinct instants, ten hours apart: an emergency among the last seven choices is live at `at`.
        let decided = |number: usize| START + number as i64 * 10 * HOUR;
        let at = decided(choices);
        let mut rows = Vec::with_capacity(choices);
        for number in 0..choices {
            rows.push(row(&mut chance, number, decided(number), &named));
        }
        let json = format!(
            r#"{{"catalogue":"mitz-3960100","patient":{{"id":"999990019","born":"1961-04-17"}},"choices":[{}]}}"#,
            rows.join(",")
        );
        let mut holders: Vec<_> = named
            .into_iter()
            .map(|(id, category)| (id, HOLDERS[category].1, HOLDERS[category].2))
            .collect();
        let others = HOLDERS.iter().enumerate().map(|(number, (_, kind, data))| {
            (format!("ura:{}", 90_000_101 + number), *kind, *data)
        });
        holders.extend(others);
        World {
            json,
            at: Instant::from_micros(at).expect("an instant of this century"),
            holders,
        }
    }

    /// The profile, read.
    #[must_use]
    pub fn profile(&self, engine: &Engine) -> Profile {
        engine.read_profile(&self.json).expect("a good profile")
    }

    /// Whether the peers can be given it: they have room for one emergency per holder.
    #[must_use]
    pub fn has_one_emergency_per_holder(&self) -> bool {
        let document = parse(&self.json);
        let emergencies = document
            .choices
            .iter()
            .filter(|choice| choice.scope.level == "emergency");
        let mut holders: Vec<&str> = emergencies
            .flat_map(|choice| choice.scope.holders.iter().copied())
            .collect();
        let all = holders.len();
        holders.sort_unstable();
        holders.dedup();
        holders.len() == all
    }

    /// Every question: each holder by each consulter, and by one more GP post that no choice names.
    #[must_use]
    pub fn questions(&self) -> Vec<Query> {
        let stranger = ("ura:90000909", "N6");
        let ask = |holder: &(String, &'static str, &'static str), consulter: (&str, &str)| Query {
            holder: Holder {
                id: provider(&holder.0),
                kind: holder.1.into(),
                connection: Connection::Connected,
            },
            consulter: Consulter {
                id: provider(consulter.0),
                kind: consulter.1.into(),
            },
            data: vec![holder.2.into()],
            purpose: Purpose::Treatment,
            treatment_relationship: TreatmentRelationship::Asserted,
            at: self.at,
        };
        let consulters = CONSULTERS.iter().copied().chain([stranger]);
        self.holders
            .iter()
            .flat_map(|holder| {
                consulters
                    .clone()
                    .map(move |consulter| ask(holder, consulter))
            })
            .collect()
    }

    /// So many of the questions, drawn at random; the same ones every time.
    #[must_use]
    pub fn some_questions(&self, count: usize) -> Vec<Query> {
        let all = self.questions();
        let mut chance = Chance::from_seed(7);
        (0..count)
            .map(|_| all[chance.below(all.len())].clone())
            .collect()
    }
}

/// A question as the wire format writes it.
#[must_use]
pub fn query_json(query: &Query) -> String {
    format!(
        r#"{{"holder":{{"id":"{}","type":"{}"}},"consulter":{{"id":"{}","type":"{}"}},"data":"{}","treatment_relationship":true,"at":"{}"}}"#,
        query.holder.id.as_str(),
        query.holder.kind,
        query.consulter.id.as_str(),
        query.consulter.kind,
        query.data[0],
        query.at
    )
}

fn provider(id: &str) -> ProviderId {
    ProviderId::new(id).expect("a good id")
}

/// One choice as the wire format writes it.
fn row(chance: &mut Chance, number: usize, decided: i64, named: &[(String, usize)]) -> String {
    let answer = if chance.percent(60) { "yes" } else { "no" };
    let (holder, category) = &named[chance.below(named.len())];
    let category_row = category + 1;
    let limited = |chance: &mut Chance, row: usize| {
        if chance.percent(50) {
            format!(r#","options":["{row}.2","{row}.7"]"#)
        } else {
            String::new()
        }
    };
    let (scope, channel, by) = match number {
        0 => (
            r#"{"level":"blanket"}"#.to_owned(),
            "mijn_mitz",
            String::new(),
        ),
        _ if number % 10 == 9 => {
            let (consulter, kind) = CONSULTERS[chance.below(CONSULTERS.len())];
            let scope = format!(
                r#"{{"level":"emergency","holders":["{holder}"],"consulter":{{"id":"{consulter}","type":"{kind}"}}}}"#
            );
            (
                scope,
                "raadplegersknop",
                format!(r#","recorded_by":"{consulter}""#),
            )
        }
        _ if number % 4 == 1 => {
            let row = chance.below(HOLDERS.len());
            let options = limited(chance, row + 1);
            let scope = format!(
                r#"{{"level":"categorical","holder_category":"{}"{options}}}"#,
                HOLDERS[row].0
            );
            (scope, "mijn_mitz", String::new())
        }
        _ => {
            let other = &named[chance.below(named.len())].0;
            let holders = if chance.percent(25) && other != holder {
                format!(r#""{holder}","{other}""#)
            } else {
                format!(r#""{holder}""#)
            };
            let options = limited(chance, category_row);
            let scope = format!(r#"{{"level":"individual","holders":[{holders}]{options}}}"#);
            (scope, "dossierhoudersknop", String::new())
        }
    };
    let instant = |micros: i64| {
        Instant::from_micros(micros)
            .expect("an instant of this century")
            .to_string()
    };
    let withdrawn = if number % 11 == 7 {
        format!(r#","withdrawn_at":"{}""#, instant(decided + 20 * MINUTE))
    } else {
        String::new()
    };
    format!(
        r#"{{"id":"c{number}","answer":"{answer}","scope":{scope},"channel":"{channel}","decided_at":"{}","recorded_at":"{}"{by}{withdrawn}}}"#,
        instant(decided),
        instant(decided + 5 * MINUTE),
    )
}
