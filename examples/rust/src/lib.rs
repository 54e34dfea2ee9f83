//! What the examples share: a synthetic country, made from a seed.
//!
//! # The mix
//!
//! Of every 1,000 patients (invented; their ids begin with `9999`):
//!
//! | patients | what they chose |
//! |---|---|
//! | 400 | nothing |
//! | 320 | yes for all providers |
//! | 70 | no for all providers |
//! | 160 | a mix of one to four groups of providers, yes or no, two fifths of them limited to two options |
//! | 49 | as one of the above, and one to three exceptions for single providers |
//! | 1 | an emergency choice that is live |
//!
//! Decisions were made in the four years before the instant that is asked about.

use akkoord::ids::{ChoiceId, PatientId, ProviderId};
use akkoord::profile::{Answer, Channel, Choice, Patient, Scope, Times};
use akkoord::{Engine, Error, Instant, Profile};

/// A small generator of pseudo-random numbers (SplitMix64): the same seed, the same country.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// From a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Random(seed)
    }

    /// The next number.
    pub fn next_number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.next_number() % end.max(1)
    }
}

/// Holder categories, the provider type of their holders here, and how many of them there are.
pub const HOLDERS: [(&str, &str, u64); 7] = [
    ("huisartsen", "Z3", 5_000),
    ("apotheken", "J8", 2_000),
    ("ziekenhuizen", "V4", 110),
    ("verpleging_verzorging", "R5", 2_500),
    ("laboratoria", "L1", 60),
    ("ggz", "G5", 1_500),
    ("overige", "G3", 3_000),
];

/// The id of a holder: its category and its number.
#[must_use]
pub fn holder_id(category: usize, number: u64) -> String {
    format!("ura:9{category}{number:06}")
}

/// The id of a patient.
#[must_use]
pub fn patient_id(number: u64) -> String {
    format!("9999{number:010}")
}

/// A country in which every patient can be made on its own.
pub struct Country<'e> {
    engine: &'e Engine,
    seed: u64,
    at: Instant,
}

const HOUR: i64 = 3_600_000_000;

impl<'e> Country<'e> {
    /// A country as it is at an instant.
    #[must_use]
    pub fn new(engine: &'e Engine, seed: u64, at: Instant) -> Self {
        Country { engine, seed, at }
    }

    /// The profile of a patient.
    ///
    /// # Errors
    /// None in practice: every profile that is made is a legal one.
    pub fn profile(&self, number: u64) -> Result<Profile, Error> {
        let mut random = Random::new(self.seed ^ number.wrapping_mul(0x2545_f491_4f6c_dd1d));
        let patient = Patient::new(PatientId::new(&patient_id(number))?);
        let mut choices = Vec::new();
        let lot = random.below(1_000);
        let general = if lot < 950 { lot } else { random.below(950) };
        match general {
            0..400 => {}
            400..720 => choices.push(self.blanket(&mut random, Answer::Yes)?),
            720..790 => choices.push(self.blanket(&mut random, Answer::No)?),
            _ => {
                for _ in 0..=random.below(4) {
                    choices.push(self.categorical(&mut random, choices.len())?);
                }
            }
        }
        match lot {
            0..950 => {}
            950..999 => {
                for _ in 0..=random.below(3) {
                    choices.push(self.individual(&mut random, choices.len())?);
                }
            }
            _ => choices.push(self.emergency(&mut random, choices.len())?),
        }
        Profile::new(self.engine.catalogue(), patient, choices)
    }

    fn choice(
        &self,
        place: usize,
        answer: Answer,
        scope: Scope,
        channel: Channel,
        hours: i64,
    ) -> Result<Choice, Error> {
        let micros = self.at.as_micros() - hours * HOUR;
        let decided_at = Instant::from_micros(micros).unwrap_or(self.at);
        let id = ChoiceId::new(&format!("c{}", place + 1))?;
        Choice::new(
            id,
            answer,
            scope,
            channel,
            Times {
                decided_at,
                recorded_at: decided_at,
            },
        )
    }

    /// Some hour in the four years before.
    fn hours_ago(random: &mut Random) -> i64 {
        i64::try_from(random.below(35_000)).unwrap_or(0) + 100
    }

    fn blanket(&self, random: &mut Random, answer: Answer) -> Result<Choice, Error> {
        let scope = Scope::blanket(self.engine.catalogue());
        self.choice(0, answer, scope, Channel::MijnMitz, Self::hours_ago(random))
    }

    fn categorical(&self, random: &mut Random, place: usize) -> Result<Choice, Error> {
        let catalogue = self.engine.catalogue();
        let category = usize::try_from(random.below(7)).unwrap_or(0);
        let mut scope = Scope::categorical(catalogue, HOLDERS[category].0)?;
        if random.below(5) < 2 {
            let row = category + 1;
            scope = scope.limited_to(
                catalogue,
                [format!("{row}.1").as_str(), format!("{row}.2").as_str()],
            )?;
        }
        let answer = if random.below(4) == 0 {
            Answer::No
        } else {
            Answer::Yes
        };
        self.choice(
            place,
            answer,
            scope,
            Channel::MijnMitz,
            Self::hours_ago(random),
        )
    }

    fn some_holder(random: &mut Random) -> String {
        let category = usize::try_from(random.below(7)).unwrap_or(0);
        holder_id(category, random.below(HOLDERS[category].2))
    }

    fn individual(&self, random: &mut Random, place: usize) -> Result<Choice, Error> {
        let holder = Self::some_holder(random);
        let scope = Scope::individual(self.engine.catalogue(), [holder.as_str()])?;
        let answer = if random.below(2) == 0 {
            Answer::No
        } else {
            Answer::Yes
        };
        self.choice(
            place,
            answer,
            scope,
            Channel::Dossierhoudersknop,
            Self::hours_ago(random),
        )
    }

    fn emergency(&self, random: &mut Random, place: usize) -> Result<Choice, Error> {
        let holders = [
            holder_id(0, random.below(HOLDERS[0].2)),
            holder_id(1, random.below(HOLDERS[1].2)),
        ];
        let consulter = ProviderId::new(&post_id(random.below(120)))?;
        let holders = holders.iter().map(String::as_str);
        let scope = Scope::emergency(self.engine.catalogue(), holders, &consulter, "N6")?;
        let hours = i64::try_from(random.below(71)).unwrap_or(0);
        self.choice(place, Answer::Yes, scope, Channel::Raadplegersknop, hours)
    }
}

/// The id of an out-of-hours GP post.
#[must_use]
pub fn post_id(number: u64) -> String {
    format!("ura:98{number:06}")
}

/// The memory of this process that is in use, in bytes, where the system tells.
#[must_use]
pub fn resident_bytes() -> Option<u64> {
    kilobytes("/proc/self/status", "VmRSS:")
}

/// How much of it lies in huge pages, where the system tells.
#[must_use]
pub fn huge_page_bytes() -> Option<u64> {
    kilobytes("/proc/self/smaps_rollup", "AnonHugePages:")
}

fn kilobytes(file: &str, name: &str) -> Option<u64> {
    let text = std::fs::read_to_string(file).ok()?;
    let line = text.lines().find(|line| line.starts_with(name))?;
    let kilobytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes * 1024)
}
