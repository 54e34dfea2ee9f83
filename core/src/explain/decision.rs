//! What is told of a decision (R24), and in which order.

use alloc::string::String;

use super::explanation::{About, Says};
use super::facts::Facts;
use super::tell::{Explain, Tell, Teller, text};
use super::wording::Wording;
use crate::decision::{Decision, Ground};
use crate::json;
use crate::reason::Outcome;
use crate::telling::{Audience, Lang};

impl Decision {
    /// The canonical form of the wire format as this audience may know it (R24), with an explanation as its last field if a
    /// language is given: an entry of what [`Engine::evaluate_json`](crate::Engine::evaluate_json) answers.
    ///
    /// ```
    /// # let engine = akkoord::Engine::mitz();
    /// # let (profile, query, ..) = engine.read_line(
    /// #     r#"{"profile": {"patient": {"id": "999990019"}, "choices": []},
    /// #         "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #                   "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC002",
    /// #                   "treatment_relationship": true, "at": "2026-06-01T12:00:00Z"}}"#,
    /// # )?;
    /// use akkoord::{Audience, Lang};
    /// // The patient has made no choice.
    /// let decision = &engine.decide(&profile, &query)?[0];
    /// assert_eq!(decision.to_json_for(Audience::Patient, None), decision.to_json());
    /// let told = decision.to_json_for(Audience::Consulter, Some(Lang::En));
    /// assert!(told.starts_with(r#"{"data":"GGC002","decision":"deny","explanation":"No, this provider "#));
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn to_json_for(&self, audience: Audience, lang: Option<Lang>) -> String {
        let explanation = || lang.map(|lang| text(self, lang, audience));
        match audience {
            Audience::Consulter => json::explained(&self.for_consulter(), explanation),
            Audience::Patient | Audience::Holder => json::explained(self, explanation),
        }
    }
}

impl Explain for Decision {}

impl Tell for Decision {
    fn tell(&self, wording: &Wording<'_>, teller: &mut Teller) {
        let facts = Facts::of(self, wording);
        teller.say(&facts.headline(), || About {
            holder: Some(self.parties.holder.clone()),
            data: Some(self.data.clone()),
            ..Says::Answer.part()
        });
        grounds(&facts, teller);
    }
}

/// What comes after the answer itself: why, what was outweighed, and until when.
fn grounds(facts: &Facts<'_>, teller: &mut Teller) {
    why(facts, teller);
    match facts.audience() {
        Audience::Consulter => {}
        Audience::Patient | Audience::Holder => {
            let decision = facts.decision;
            for outweighed in &decision.outweighed {
                teller.say(&facts.because(outweighed), || {
                    of_choice(Says::Outweighed, &outweighed.ground)
                });
            }
            if let Some(until) = decision.valid_until {
                teller.say(&facts.until(until), || About {
                    at: Some(until),
                    ..Says::Until.part()
                });
            }
        }
    }
}

/// Why it was decided.
fn why(facts: &Facts<'_>, teller: &mut Teller) {
    let decision = facts.decision;
    match facts.audience() {
        Audience::Consulter if facts.reason_is_withheld() => {
            teller.say(facts.to_consulter(), || match decision.outcome() {
                Outcome::Permit => Says::Why.part(),
                Outcome::Deny | Outcome::NotApplicable | Outcome::Indeterminate => {
                    Says::Withheld.part()
                }
            });
        }
        Audience::Consulter => teller.say(&facts.why(), || Says::Why.part()),
        Audience::Patient | Audience::Holder => {
            teller.say(&facts.why(), || match &decision.decided_by {
                Some(ground) => of_choice(Says::Why, ground),
                None => Says::Why.part(),
            });
        }
    }
}

/// Why it was decided, and nothing else.
pub(super) fn tell_why(decision: &Decision, wording: &Wording<'_>, teller: &mut Teller) {
    why(&Facts::of(decision, wording), teller);
}

/// All but the answer itself.
pub(super) fn tell_grounds(decision: &Decision, wording: &Wording<'_>, teller: &mut Teller) {
    grounds(&Facts::of(decision, wording), teller);
}

fn of_choice(says: Says, ground: &Ground) -> About {
    About {
        choice: Some(ground.choice.clone()),
        at: Some(ground.decided_at),
        ..says.part()
    }
}
