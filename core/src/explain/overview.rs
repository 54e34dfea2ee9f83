//! Explanations of the other questions (R27-R33) and of recording (R34-R40): what is said, and in which order. The
//! sentences themselves stand in `overview_sentences`.

use alloc::string::String;
use alloc::vec::Vec;

use smol_str::SmolStr;

use super::decision::{tell_grounds, tell_why};
use super::explanation::{About, Says};
use super::facts::told_to_consulter;
use super::overview_sentences as sentences;
use super::tell::{Explain, Tell, Teller};
use super::template::{Said, Slot};
use super::wording::{Wording, number};
use crate::catalogue::Catalogue;
use crate::decision::Decision;
use crate::error::ErrorCode;
use crate::ids::ProviderId;
use crate::order;
use crate::overview::{
    AccessRecord, Cause, Change, ChangeNotices, Matrix, MatrixColumn, OpenAnswer, SmallestChange,
    Timeline, WhatIf, WhyEmpty,
};
use crate::query::Holder;
use crate::reason::{Outcome, Reason};
use crate::register::Registered;
use crate::telling::{Audience, Lang};

impl ErrorCode {
    /// Why a command was refused (R34-R40), in plain language; none for a code that is no refusal.
    ///
    /// ```
    /// use akkoord::Lang;
    /// use akkoord::error::ErrorCode;
    /// assert_eq!(ErrorCode::NotEnrolled.explain(Lang::En), Some("Enrol the patient first."));
    /// assert_eq!(ErrorCode::InvalidJson.explain(Lang::En), None);
    /// ```
    #[must_use]
    pub fn explain(self, lang: Lang) -> Option<&'static str> {
        sentences::refusal(self).map(|said| said.in_lang(lang))
    }
}

impl Explain for OpenAnswer {}
impl Explain for WhyEmpty {}
impl Explain for Timeline {}
impl Explain for WhatIf {}
impl Explain for SmallestChange {}
impl Explain for Matrix {}
impl Explain for ChangeNotices {}
impl Explain for AccessRecord {}
impl Explain for Registered {}

/// What the sentences need of a wording and a catalogue.
struct Words<'w> {
    wording: &'w Wording<'w>,
    catalogue: &'w Catalogue,
}

impl<'w> Words<'w> {
    fn of(wording: &'w Wording<'w>, catalogue: &'w Catalogue) -> Self {
        Words { wording, catalogue }
    }

    /// `huisartsenpraktijk ura:90000017`, or the name in place of the id.
    fn provider(&self, id: &ProviderId, kind: &str) -> String {
        let name = self.wording.name_or_id(id);
        match self.catalogue.provider_type(kind) {
            Some(row) => self.fill(
                sentences::provider(),
                &[
                    (Slot::Kind, self.wording.of(row.nl(), row.en())),
                    (Slot::Name, &name),
                ],
            ),
            None => name,
        }
    }

    fn data<'c>(&'c self, code: &'c str) -> &'c str {
        let mut rows = self.catalogue.data_categories().iter();
        rows.find(|row| row.code() == code)
            .map_or(code, |row| self.wording.of(row.nl(), row.en()))
    }

    /// Who asks: the name of the category, or one consulter.
    fn who(&self, column: &MatrixColumn) -> String {
        let mut rows = self.catalogue.consulting_categories().iter();
        let name = rows
            .find(|row| row.code() == &*column.consulting_category)
            .map_or("", |row| self.wording.of(row.nl(), row.en()));
        match &column.consulter {
            Some(consulter) => self.fill(
                sentences::name_and_kind(),
                &[
                    (Slot::Name, &self.wording.name_or_id(consulter)),
                    (Slot::Kind, name),
                ],
            ),
            None => name.into(),
        }
    }

    /// A sentence about the decision at a place, with what else it speaks of.
    fn place(
        &self,
        said: &Said,
        (holder, column, code): (&Holder, &MatrixColumn, &str),
        (before, after): (Outcome, Outcome),
    ) -> String {
        self.fill(
            said,
            &[
                (Slot::Holder, &self.provider(&holder.id, &holder.kind)),
                (Slot::Who, &self.who(column)),
                (Slot::Data, self.data(code)),
                (Slot::Before, self.say(sentences::may(before))),
                (Slot::After, self.say(sentences::may(after))),
            ],
        )
    }

    /// A sentence that says how many.
    fn count(&self, said: &Said, count: usize) -> String {
        // INVARIANT: what is counted is in memory, so that it fits.
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        self.fill(said, &[(Slot::Count, &number(count))])
    }

    fn say(&self, said: &'static Said) -> &'static str {
        self.wording.say(said)
    }

    fn fill(&self, said: &Said, slots: &[(Slot, &str)]) -> String {
        self.wording.fill(said, slots)
    }

    /// The data category that the parts after it are about.
    fn heading(&self, code: &str, teller: &mut Teller) {
        let told = self.fill(sentences::heading(), &[(Slot::Data, self.data(code))]);
        teller.say(&told, || About {
            data: Some(SmolStr::new(code)),
            ..Says::Heading.part()
        });
    }
}

/// An answer about one holder and one data category.
fn entry(holder: &ProviderId, data: &str) -> About {
    About {
        holder: Some(holder.clone()),
        data: Some(SmolStr::new(data)),
        ..Says::Answer.part()
    }
}

/// R24: tells an answer that is for the patient and the holder alone; a consulter hears that it is not shown.
fn for_patient_and_holder(
    wording: &Wording<'_>,
    teller: &mut Teller,
    tell: impl FnOnce(&mut Teller),
) {
    match wording.audience() {
        Audience::Patient | Audience::Holder => tell(teller),
        Audience::Consulter => {
            teller.say(wording.say(sentences::withheld()), || Says::Withheld.part())
        }
    }
}

/// R27: who may disclose, and until when where that ends. A consulter does not hear until when (R24).
impl Tell for OpenAnswer {
    fn tell(&self, wording: &Wording<'_>, teller: &mut Teller) {
        let words = Words::of(wording, &self.law.catalogue);
        if let Some(reason) = self.reason() {
            let told = words.fill(sentences::not_asked(), &[(Slot::Reason, reason.name())]);
            teller.say(&told, || Says::Answer.part());
        } else if self.holders().is_empty() {
            teller.say(words.say(sentences::nobody()), || Says::Answer.part());
        }
        for one in self.holders() {
            let until = match wording.audience() {
                Audience::Patient | Audience::Holder => one.valid_until,
                Audience::Consulter => None,
            };
            let holder = words.provider(&one.holder, &one.kind);
            let moment = until.map(|until| wording.moment(until));
            let told = words.fill(
                sentences::discloses(moment.is_some()),
                &[
                    (Slot::Holder, &holder),
                    (Slot::Data, words.data(&one.data)),
                    (Slot::Until, moment.as_deref().unwrap_or_default()),
                ],
            );
            teller.say(&told, || About {
                at: until,
                ..entry(&one.holder, &one.data)
            });
        }
    }
}

/// R28: why a holder gives no data. A consulter hears what is wrong with the question, that the holder is not connected, that
/// the catalogue has no option for it; else one sentence for whatever there is, so that it does not learn whether there is a no,
/// no choice or no record, or that the patient is deceased (R24).
impl Tell for WhyEmpty {
    fn tell(&self, wording: &Wording<'_>, teller: &mut Teller) {
        let words = Words::of(wording, &self.law.catalogue);
        words.heading(self.data(), teller);
        match wording.audience() {
            Audience::Consulter => causes_for_consulter(self, &words, teller),
            Audience::Patient | Audience::Holder => causes(self, &words, teller),
        }
    }
}

fn causes(answer: &WhyEmpty, words: &Words<'_>, teller: &mut Teller) {
    for cause in answer.causes() {
        match answer.decision(cause) {
            Some(decision) if cause == Cause::Question => {
                tell_grounds(decision, words.wording, teller);
            }
            decision => {
                let ground = decision.and_then(Decision::decided_by);
                teller.say(words.say(sentences::cause(cause)), || About {
                    choice: ground.map(|ground| ground.choice().clone()),
                    ..Says::Why.part()
                });
            }
        }
    }
    if answer.causes().next().is_none() {
        teller.say(words.say(sentences::no_cause()), || Says::Why.part());
    }
}

/// R24: the causes that the question alone gives, or the one sentence for all others. Never both: that there is another cause
/// besides is the patient's own too.
fn causes_for_consulter(answer: &WhyEmpty, words: &Words<'_>, teller: &mut Teller) {
    // Each with the decision that tells why, if it is not the cause itself.
    let of_the_question = |cause| match cause {
        Cause::NoSubscription | Cause::Objection | Cause::NoChoice => None,
        Cause::NotConnected | Cause::OutsideCatalogue => Some((cause, None)),
        Cause::Question => {
            let decision = answer.decision(cause)?;
            let is_outside = told_to_consulter(decision)? == Reason::NotInCatalogue;
            Some(match is_outside {
                true => (Cause::OutsideCatalogue, None),
                false => (cause, Some(decision)),
            })
        }
    };
    let mut told: Vec<(Cause, Option<&Decision>)> =
        answer.causes().filter_map(of_the_question).collect();
    order::sort_by_key(&mut told, |(cause, _)| *cause);
    for (cause, decision) in &told {
        match decision {
            Some(decision) => tell_why(decision, words.wording, teller),
            None => teller.say(words.say(sentences::cause(*cause)), || Says::Why.part()),
        }
    }
    if told.is_empty() {
        teller.say(words.say(sentences::cause_for_consulter()), || {
            Says::Withheld.part()
        });
    }
}

/// R29: each interval, then why. A consulter hears what is decided where the window begins, and no intervals: when an answer
/// changes tells of the patient's choices (R24).
impl Tell for Timeline {
    fn tell(&self, wording: &Wording<'_>, teller: &mut Teller) {
        let words = Words::of(wording, &self.law.catalogue);
        words.heading(self.data(), teller);
        match wording.audience() {
            Audience::Consulter => {
                if let Some(span) = self.spans().first() {
                    span.decision.tell(wording, teller);
                }
            }
            Audience::Patient | Audience::Holder => {
                for span in self.spans() {
                    let told = words.fill(
                        sentences::span(),
                        &[
                            (Slot::From, &wording.moment(span.from)),
                            (Slot::Until, &wording.moment(span.until)),
                            (
                                Slot::After,
                                words.say(sentences::may(span.decision.outcome())),
                            ),
                        ],
                    );
                    teller.say(&told, || About {
                        data: Some(SmolStr::new(self.data())),
                        at: Some(span.from),
                        ..Says::Answer.part()
                    });
                    tell_why(&span.decision, wording, teller);
                }
            }
        }
    }
}

/// R30: what would change.
impl Tell for WhatIf {
    fn tell(&self, wording: &Wording<'_>, teller: &mut Teller) {
        for_patient_and_holder(wording, teller, |teller| {
            let words = Words::of(wording, self.catalogue());
            if self.changes().is_empty() {
                teller.say(words.say(sentences::nothing_changes()), || {
                    Says::Answer.part()
                });
            }
            for one in self.changes().iter() {
                let (before, after) = (one.before.outcome(), one.after.outcome());
                let data = one.before.data();
                let changes = (before == Outcome::Permit) != (after == Outcome::Permit);
                let told = words.place(
                    sentences::changes(changes),
                    (one.holder, one.column, data),
                    (before, after),
                );
                teller.say(&told, || entry(&one.holder.id, data));
            }
        });
    }
}

/// R30: the smallest change.
impl Tell for SmallestChange {
    fn tell(&self, wording: &Wording<'_>, teller: &mut Teller) {
        for_patient_and_holder(wording, teller, |teller| {
            let decision = self.decision();
            let words = Words::of(wording, &decision.law.catalogue);
            words.heading(decision.data(), teller);
            let (said, choice, options) = match self.change() {
                None if decision.outcome() == Outcome::Permit => {
                    (sentences::permitted_already(), "", String::new())
                }
                None => (sentences::no_single_change(), "", String::new()),
                Some(Change::Withdraw(id)) => {
                    (sentences::withdrawing(), id.as_str(), String::new())
                }
                Some(Change::Expire(id)) => (sentences::expiring(), id.as_str(), String::new()),
                Some(Change::Add(choice)) => {
                    let options = choice.scope().options();
                    let options = options
                        .into_iter()
                        .flat_map(|set| words.catalogue.options_in(set));
                    let ids: Vec<&str> = options.map(|option| option.id()).collect();
                    (sentences::adding(), "", ids.join(", "))
                }
            };
            let times = words.count(sentences::times(self.opens()), self.opens());
            let told = words.fill(
                said,
                &[
                    (Slot::Choice, choice),
                    (Slot::Options, &options),
                    (Slot::Times, &times),
                ],
            );
            teller.say(&told, || About {
                choice: self.change().and_then(|change| match change {
                    Change::Withdraw(id) | Change::Expire(id) => Some(id.clone()),
                    Change::Add(_) => None,
                }),
                ..entry(&decision.parties.holder, decision.data())
            });
        });
    }
}

/// R31: who can see me: the cells that the catalogue has an option for.
impl Tell for Matrix {
    fn tell(&self, wording: &Wording<'_>, teller: &mut Teller) {
        for_patient_and_holder(wording, teller, |teller| {
            let words = Words::of(wording, self.catalogue());
            let mut is_empty = true;
            let cells = self.cells().iter();
            for cell in cells.filter(|cell| cell.decision.option().is_some()) {
                is_empty = false;
                let (outcome, data) = (cell.decision.outcome(), cell.decision.data());
                let place = (cell.holder, cell.column, data);
                let told = words.place(sentences::sees(), place, (outcome, outcome));
                teller.say(&told, || entry(&cell.holder.id, data));
            }
            if is_empty {
                teller.say(words.say(sentences::no_holders()), || Says::Answer.part());
            }
        });
    }
}

/// R32: the notices: the holders, then the patient's.
impl Tell for ChangeNotices {
    fn tell(&self, wording: &Wording<'_>, teller: &mut Teller) {
        for_patient_and_holder(wording, teller, |teller| {
            let words = Words::of(wording, &self.law.catalogue);
            for one in self.holders() {
                let holder = words.provider(&one.holder.id, &one.holder.kind);
                let said = sentences::holder_is_told(one.changed);
                let told = words.fill(said, &[(Slot::Holder, &holder)]);
                teller.say(&told, || About {
                    holder: Some(one.holder.id.clone()),
                    ..Says::Answer.part()
                });
            }
            for notice in self.in_app() {
                let by = notice.by.as_ref().map(|by| by.as_str());
                let name = by.and_then(|by| wording.name(by));
                let by = name.as_deref().or(by);
                let told = words.fill(
                    sentences::told(notice.told),
                    &[
                        (
                            Slot::By,
                            by.unwrap_or_else(|| words.say(sentences::somebody())),
                        ),
                        (
                            Slot::Answer,
                            words.say(super::sentences::answer(notice.answer)),
                        ),
                        (Slot::How, words.say(sentences::told_how(notice.channel))),
                        (Slot::Moment, &wording.moment(notice.at)),
                    ],
                );
                teller.say(&told, || About {
                    choice: Some(notice.choice.clone()),
                    at: Some(notice.at),
                    ..Says::Answer.part()
                });
            }
            let new_options = self.new_options().len();
            if new_options > 0 {
                let told = words.count(sentences::new_options(new_options), new_options);
                teller.say(&told, || Says::Answer.part());
            }
            if let Some(email) = self.email(wording.lang()) {
                teller.say(email, || Says::Answer.part());
            }
        });
    }
}

/// R33: an access record, for the patient's own log.
impl Tell for AccessRecord {
    fn tell(&self, wording: &Wording<'_>, teller: &mut Teller) {
        for_patient_and_holder(wording, teller, |teller| {
            let words = Words::of(wording, &self.law.catalogue);
            let (holder, consulter) = (self.holder(), self.consulter());
            let permitted = self.outcomes().contains(&Outcome::Permit);
            let told = words.fill(
                sentences::record(permitted),
                &[
                    (
                        Slot::Consulter,
                        &words.provider(&consulter.id, &consulter.kind),
                    ),
                    (Slot::Holder, &words.provider(&holder.id, &holder.kind)),
                    (Slot::Moment, &wording.moment(self.at())),
                ],
            );
            teller.say(&told, || About {
                holder: Some(holder.id.clone()),
                at: Some(self.at()),
                ..Says::Answer.part()
            });
        });
    }
}

/// R34-R40: what was done.
impl Tell for Registered {
    fn tell(&self, wording: &Wording<'_>, teller: &mut Teller) {
        for effect in self.effects() {
            teller.say(wording.say(sentences::effect(effect)), || About {
                choice: Some(effect.choice().clone()),
                ..Says::Answer.part()
            });
        }
    }
}
