//! What the explanation of a decision speaks of, put into the slots of its sentences.

use alloc::string::String;

use super::template::{Said, Slot};
use super::wording::{Wording, number};
use super::{overview_sentences, sentences};
use crate::catalogue::TypeIndex;
use crate::decision::{Decision, Ground, Outweighed};
use crate::ids::ProviderId;
use crate::instant::Instant;
use crate::profile::Level;
use crate::reason::Reason;
use crate::telling::Audience;

/// What the sentences speak of.
pub(super) struct Facts<'d> {
    pub(super) decision: &'d Decision,
    wording: &'d Wording<'d>,
    /// R24: what is told to a consulter as the reason.
    to_consulter: Option<Reason>,
}

impl<'d> Facts<'d> {
    pub(super) fn of(decision: &'d Decision, wording: &'d Wording<'d>) -> Self {
        Facts {
            decision,
            wording,
            to_consulter: told_to_consulter(decision),
        }
    }

    pub(super) fn audience(&self) -> Audience {
        self.wording.audience()
    }

    /// R24: whether a consulter hears no reason.
    pub(super) fn reason_is_withheld(&self) -> bool {
        self.to_consulter.is_none()
    }

    /// What is told as the reason.
    fn reason(&self) -> Reason {
        match self.audience() {
            Audience::Consulter => self.to_consulter.unwrap_or(self.decision.reason),
            Audience::Patient | Audience::Holder => self.decision.reason,
        }
    }

    fn fill(&self, said: &Said, slots: &[(Slot, &str)]) -> String {
        self.wording.fill(said, slots)
    }

    fn say(&self, said: &'static Said) -> &'static str {
        self.wording.say(said)
    }

    /// A provider by its name, or by what stands for it; then its type, where that is known.
    fn provider(
        &self,
        id: &ProviderId,
        kind: Option<TypeIndex>,
        nameless: &'static Said,
    ) -> String {
        let name = self.wording.name(id.as_str());
        let name = name.unwrap_or_else(|| self.say(nameless).into());
        self.with_kind(name, kind)
    }

    fn with_kind(&self, name: String, kind: Option<TypeIndex>) -> String {
        match kind.and_then(|kind| self.decision.law.catalogue.type_row(kind)) {
            Some(row) => self.fill(
                overview_sentences::name_and_kind(),
                &[
                    (Slot::Name, &name),
                    (Slot::Kind, self.wording.of(row.nl(), row.en())),
                ],
            ),
            None => name,
        }
    }

    /// The answer itself.
    pub(super) fn headline(&self) -> String {
        let audience = self.audience();
        let (parties, about) = (&self.decision.parties, &self.decision.about);
        let data = match self.data() {
            Some(name) => self.fill(sentences::data(audience), &[(Slot::Name, name)]),
            None => self.say(sentences::these_data()).into(),
        };
        let you = |kind| self.with_kind(self.say(sentences::you()).into(), kind);
        let holder = match audience {
            Audience::Holder => you(about.holder),
            Audience::Patient | Audience::Consulter => {
                self.provider(&parties.holder, about.holder, sentences::this_provider())
            }
        };
        let consulter = match audience {
            Audience::Consulter => you(about.consulter),
            Audience::Patient | Audience::Holder => self.provider(
                &parties.consulter,
                about.consulter,
                sentences::provider_that_asks(),
            ),
        };
        self.fill(
            sentences::headline(self.decision.outcome(), audience),
            &[
                (Slot::Holder, &holder),
                (Slot::Consulter, &consulter),
                (Slot::Data, &data),
            ],
        )
    }

    /// Why: for a choice that decided, the choice by kind, date and channel.
    pub(super) fn why(&self) -> String {
        let choice = self.decision.decided_by.as_ref();
        let choice = choice
            .map(|ground| self.choice_that_decided(ground))
            .unwrap_or_default();
        let rules = &self.decision.law.rules;
        self.fill(
            sentences::reason(self.reason(), self.audience()),
            &[
                (Slot::Sentence, &choice),
                (Slot::Hours, &number(rules.emergency_hours().into())),
                (
                    Slot::Who,
                    self.say(sentences::binds(rules.emergency_yes_binds())),
                ),
            ],
        )
    }

    /// Why another choice did not decide.
    pub(super) fn because(&self, outweighed: &Outweighed) -> String {
        let Outweighed { ground, because } = outweighed;
        let decided_by = self.decision.decided_by.as_ref();
        let individual = decided_by.filter(|ground| ground.level == Level::Individual);
        let sentence = sentences::because(*because, ground.level, individual.is_some());
        let choice = self.choice(ground);
        // What `IndividualFirst` tells of the choice that decided.
        let first = individual.unwrap_or(ground);
        self.fill(
            sentence,
            &[
                (Slot::Choice, &choice),
                (
                    Slot::Whose,
                    self.say(sentences::whose(self.audience(), first.guardian)),
                ),
                (Slot::Answer, self.say(sentences::answer(first.answer))),
                (Slot::Date, &self.wording.day(first.decided_at)),
            ],
        )
    }

    /// Until when the answer holds.
    pub(super) fn until(&self, until: Instant) -> String {
        let until = self.wording.moment(until);
        self.fill(sentences::until(), &[(Slot::Moment, &until)])
    }

    /// R24: all that a consulter hears besides the headline where consent decided.
    pub(super) fn to_consulter(&self) -> &'static str {
        self.say(sentences::to_consulter(self.decision.outcome()))
    }

    /// The choice that decided, as a sentence.
    fn choice_that_decided(&self, ground: &Ground) -> String {
        let guardian = sentences::guardian(ground.guardian);
        self.choice_as(sentences::choice_that_decided(), ground, guardian)
    }

    /// A choice inside a sentence.
    fn choice(&self, ground: &Ground) -> String {
        let guardian = sentences::by_guardian(ground.guardian);
        self.choice_as(sentences::choice(), ground, guardian)
    }

    fn choice_as(&self, said: &Said, ground: &Ground, guardian: &'static Said) -> String {
        let audience = self.audience();
        let about = match (ground.level, self.group(ground)) {
            (Level::Categorical, None) => sentences::about_a_group(),
            (level, _) => sentences::about(level),
        };
        let group = self.group(ground).unwrap_or_default();
        let about = self.fill(about, &[(Slot::Group, group)]);
        self.fill(
            said,
            &[
                (
                    Slot::Who,
                    self.say(sentences::who(audience, ground.guardian)),
                ),
                (
                    Slot::Whose,
                    self.say(sentences::whose(audience, ground.guardian)),
                ),
                (Slot::Answer, self.say(sentences::answer(ground.answer))),
                (Slot::About, &about),
                (Slot::Date, &self.wording.day(ground.decided_at)),
                (Slot::How, self.say(sentences::how(ground.channel))),
                (Slot::Guardian, self.say(guardian)),
            ],
        )
    }

    /// The name of the data category.
    fn data(&self) -> Option<&'d str> {
        let row = self
            .decision
            .law
            .catalogue
            .data_row(self.decision.about.data?)?;
        Some(self.wording.of(row.nl(), row.en()))
    }

    /// The group of holders that a categorical choice is about.
    fn group(&self, ground: &Ground) -> Option<&'d str> {
        let row = self
            .decision
            .law
            .catalogue
            .holder_row(ground.holder_category?)?;
        Some(self.wording.of(row.nl(), row.en()))
    }
}

/// R24: the reason as far as the question alone gives it, which is all that a consulter hears. None where it is about the
/// patient: then a consulter hears only the outcome.
///
/// R15 comes before R4, so that the death of the patient would show in a question outside the catalogue: also of the
/// deceased a consulter hears that the catalogue has no option for it.
pub(super) fn told_to_consulter(decision: &Decision) -> Option<Reason> {
    match decision.reason {
        Reason::PatientDeceased => {
            let (about, catalogue) = (decision.about, &decision.law.catalogue);
            let holder = catalogue.type_row(about.holder?)?.holder_index();
            let consulting = catalogue.type_row(about.consulter?)?.consulting_index();
            let class = catalogue.class(holder, about.data?, consulting);
            class.is_none().then_some(Reason::NotInCatalogue)
        }
        Reason::IndividualYes
        | Reason::CategoricalYes
        | Reason::BlanketYes
        | Reason::EmergencyYes
        | Reason::IndividualNo
        | Reason::CategoricalNo
        | Reason::BlanketNo
        | Reason::EmergencyNo
        | Reason::NoChoice => None,
        Reason::NotInCatalogue
        | Reason::NoTreatmentRelationship
        | Reason::HolderNotConnected
        | Reason::PresumedConsent
        | Reason::UnknownHolderType
        | Reason::UnknownConsulterType
        | Reason::UnknownDataCategory
        | Reason::UnknownPurpose
        | Reason::TreatmentRelationshipNotAsserted => Some(decision.reason),
    }
}
