//! The questions that are asked of the synthetic country of `examples/rust`.

use akkoord::ids::ProviderId;
use akkoord::population::{Population, PreparedQuery};
use akkoord::query::{Connection, Consulter, Holder, Purpose, TreatmentRelationship};
use akkoord::{Instant, Query};
use akkoord_examples::{HOLDERS, Random, holder_id, post_id};

/// What a GP post asks 64 holders of each of three categories: 192 questions.
///
/// # Panics
/// For an instant that is not that of the population.
#[must_use]
pub fn questions(population: &Population, at: Instant) -> Vec<PreparedQuery> {
    let mut random = Random::new(7);
    let mut questions = Vec::new();
    for (category, data) in [(0_usize, "GGC002"), (1, "GGC013"), (2, "GGC002")] {
        for _ in 0..64 {
            let holder = holder_id(category, random.below(HOLDERS[category].2));
            let query = Query {
                holder: Holder {
                    id: ProviderId::new(&holder).expect("a good id"),
                    kind: HOLDERS[category].1.into(),
                    connection: Connection::Connected,
                },
                consulter: Consulter {
                    id: ProviderId::new(&post_id(random.below(120))).expect("a good id"),
                    kind: "N6".into(),
                },
                data: vec![data.into()],
                purpose: Purpose::Treatment,
                treatment_relationship: TreatmentRelationship::Asserted,
                at,
            };
            questions.push(population.prepare(&query, data).expect("its instant"));
        }
    }
    questions
}
