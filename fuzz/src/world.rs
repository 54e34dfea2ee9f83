//! Worlds and questions that collide a lot: few instants, few holders, few options. Every run of bytes is a good one.

use akkoord::ids::{ActorId, ChoiceId, PatientId, ProviderId};
use akkoord::instant::Date;
use akkoord::profile::{
    Answer, Channel, Choice, Confirmation, ConfirmationAnswer, Patient, Scope, Times,
};
use akkoord::query::{Connection, Consulter, Holder, Purpose, TreatmentRelationship};
use akkoord::{Catalogue, Engine, Instant, Profile, Query};
use arbitrary::{Arbitrary, Unstructured};

use crate::ENGINES;

/// Most choices of a world.
const MOST: usize = 12;
/// 28 May 2026, noon (UTC); instants lie on a grid of half days from then on.
const FIRST: i64 = 1_779_969_600_000_000;
const HALF_DAY: i64 = 12 * 3_600 * 1_000_000;

/// Holders and consulters: id and type. The last two types are not in the layered catalogue; nobody knows `?`.
const PROVIDERS: [(&str, &str); 8] = [
    ("ura:90000017", "Z3"),
    ("ura:90000018", "Z3"),
    ("ura:90000025", "J8"),
    ("ura:90000033", "N6"),
    ("ura:90000034", "N6"),
    ("ura:90000041", "V4"),
    ("ura:90000058", "L1"),
    ("ura:90000066", "?"),
];
const DATA: [&str; 5] = ["GGC002", "GGC013", "GGC012", "GGC113", "GGC999"];

/// A world and a question about it.
#[derive(Arbitrary, Debug)]
pub struct Case {
    engine: u8,
    born: Option<bool>,
    deceased: Option<u8>,
    #[arbitrary(with = few)]
    choices: Vec<Draft>,
    question: Question,
}

fn few(bytes: &mut Unstructured<'_>) -> arbitrary::Result<Vec<Draft>> {
    let count = bytes.int_in_range(0..=MOST)?;
    (0..count).map(|_| Draft::arbitrary(bytes)).collect()
}

#[derive(Arbitrary, Debug)]
struct Draft {
    yes: bool,
    reach: Reach,
    channel: u8,
    options: u8,
    decided: u8,
    recorded_after: u8,
    withdrawn_after: Option<u8>,
    confirmation: Option<(bool, u8)>,
}

#[derive(Arbitrary, Debug)]
enum Reach {
    All,
    Category(u8),
    Holders(u8),
    Emergency { holders: u8, consulter: u8 },
}

#[derive(Arbitrary, Debug)]
struct Question {
    holder: u8,
    consulter: u8,
    data: u8,
    more_data: Option<u8>,
    gate: u8,
    at: u8,
}

fn half_day(number: u8) -> Instant {
    Instant::from_micros(FIRST + i64::from(number) * HALF_DAY).expect("an instant of this century")
}

fn nth<T>(list: &[T], number: u8) -> &T {
    &list[usize::from(number) % list.len()]
}

/// The holders that a byte names, at least one.
fn named(holders: u8) -> Vec<&'static str> {
    let some: Vec<&str> = (0..3)
        .filter(|place| holders & (1 << place) != 0)
        .map(|place| PROVIDERS[place].0)
        .collect();
    if some.is_empty() {
        vec![PROVIDERS[0].0]
    } else {
        some
    }
}

fn provider(id: &str) -> ProviderId {
    ProviderId::new(id).expect("a good id")
}

impl Case {
    /// The engine, the profile and the question that the bytes stand for.
    pub fn build(&self) -> (Engine, Profile, Query) {
        let engine = nth(&ENGINES, self.engine).clone();
        let catalogue = engine.catalogue();
        let mut patient = Patient::new(PatientId::new("999990019").expect("a good id"));
        if let Some(later) = self.born {
            // Turns 16 or 18 on a day of the grid.
            let day = if later { "2010-06-02" } else { "2008-06-02" };
            patient = patient.born_on(day.parse::<Date>().expect("a day"));
        }
        if let Some(day) = self.deceased {
            patient = patient.deceased_on(half_day(day % 32).date());
        }
        let choices = self
            .choices
            .iter()
            .enumerate()
            .map(|(number, draft)| draft.build(catalogue, number))
            .collect();
        let profile = Profile::new(catalogue, patient, choices).expect("a good profile");
        (engine, profile, self.question.build())
    }
}

impl Draft {
    fn build(&self, catalogue: &Catalogue, number: usize) -> Choice {
        let scope = match self.reach {
            Reach::All => Scope::blanket(catalogue),
            Reach::Category(category) => {
                let id = nth(catalogue.holder_categories(), category).id();
                Scope::categorical(catalogue, id).expect("a known category")
            }
            Reach::Holders(holders) => {
                Scope::individual(catalogue, named(holders)).expect("good ids")
            }
            Reach::Emergency { holders, consulter } => {
                let (id, kind) = *nth(&PROVIDERS[2..6], consulter);
                Scope::emergency(catalogue, named(holders), &provider(id), kind)
                    .expect("a known type")
            }
        };
        let by_patient = [Channel::MijnMitz, Channel::SamenNaarMijnMitz];
        let by_anyone = [
            Channel::MijnMitz,
            Channel::SamenNaarMijnMitz,
            Channel::Dossierhoudersknop,
            Channel::Raadplegersknop,
            Channel::Migration,
        ];
        let (channel, is_emergency) = match self.reach {
            Reach::All | Reach::Category(_) => (*nth(&by_patient, self.channel), false),
            Reach::Holders(_) => (*nth(&by_anyone, self.channel), false),
            Reach::Emergency { .. } => (Channel::Raadplegersknop, true),
        };
        // Two of three choices are about every option.
        let scope = if is_emergency || !self.options.is_multiple_of(3) {
            scope
        } else {
            let rows = catalogue.options();
            let limited: Vec<&str> = rows
                .iter()
                .skip(usize::from(self.options / 3) % rows.len())
                .step_by(2)
                .map(|row| row.id())
                .collect();
            scope.limited_to(catalogue, limited).expect("known options")
        };
        let decided = self.decided % 20;
        let recorded = decided + self.recorded_after % 5;
        let id = ChoiceId::new(&format!("c{number}")).expect("a good id");
        let answer = if self.yes { Answer::Yes } else { Answer::No };
        let times = Times {
            decided_at: half_day(decided),
            recorded_at: half_day(recorded),
        };
        let mut choice =
            Choice::new(id, answer, scope, channel, times).expect("a channel that may write it");
        if let Some((approved, after)) = self.confirmation {
            let confirmation = Confirmation {
                answer: if approved {
                    ConfirmationAnswer::Approved
                } else {
                    ConfirmationAnswer::Rejected
                },
                at: half_day(recorded + after % 5),
                by: ActorId::new("guardian-1").expect("a good id"),
            };
            choice = choice
                .confirmed(confirmation)
                .expect("confirmed after it was recorded");
        }
        if let Some(after) = self.withdrawn_after {
            choice = choice
                .withdrawn(half_day(recorded + after % 7))
                .expect("withdrawn after it was recorded");
        }
        choice
    }
}

impl Question {
    fn build(&self) -> Query {
        let (holder, consulter) = (
            *nth(&PROVIDERS, self.holder),
            *nth(&PROVIDERS, self.consulter),
        );
        let data = [Some(self.data), self.more_data];
        // Most questions come through the gate.
        let (connection, purpose, treatment_relationship) = match self.gate {
            0 => (
                Connection::NotConnected,
                Purpose::Treatment,
                TreatmentRelationship::Asserted,
            ),
            1 => (
                Connection::Connected,
                Purpose::CoordinationOfCare,
                TreatmentRelationship::Asserted,
            ),
            2 => (
                Connection::Connected,
                Purpose::from("?"),
                TreatmentRelationship::Asserted,
            ),
            3 => (
                Connection::Connected,
                Purpose::Treatment,
                TreatmentRelationship::Denied,
            ),
            4 => (
                Connection::Connected,
                Purpose::Treatment,
                TreatmentRelationship::NotAsserted,
            ),
            _ => (
                Connection::Connected,
                Purpose::Treatment,
                TreatmentRelationship::Asserted,
            ),
        };
        Query {
            holder: Holder {
                id: provider(holder.0),
                kind: holder.1.into(),
                connection,
            },
            consulter: Consulter {
                id: provider(consulter.0),
                kind: consulter.1.into(),
            },
            data: data
                .into_iter()
                .flatten()
                .map(|number| (*nth(&DATA, number)).into())
                .collect(),
            purpose,
            treatment_relationship,
            at: half_day(self.at % 34),
        }
    }
}
