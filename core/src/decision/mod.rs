//! The decision (R22-R26): outcome, reason, grounds, `valid_until`.

mod brief;
mod consulter;
mod decide;
mod outweighed;
mod rules;
mod valid_until;

use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use serde::ser::{Serialize, SerializeStruct, Serializer};
use smol_str::SmolStr;

pub(crate) use brief::{ground, unanswered};
pub use consulter::ConsulterDecision;
pub(crate) use decide::decide;
pub use rules::RuleNumbers;
pub(crate) use valid_until::valid_until;

use crate::catalogue::{CatalogueOption, DataIndex, HolderIndex, OptionIndex, TypeIndex};
use crate::ids::{ChoiceId, ProviderId};
use crate::instant::Instant;
use crate::law::Law;
use crate::profile::{Answer, Channel, Level};
use crate::reason::{Outcome, Reason};

/// The answer to a query for one data category, with its grounds (R22, R23).
///
/// Serialises to the canonical form of the wire format: `{"data": …, "decision": …, …}`.
#[derive(Clone, Debug)]
pub struct Decision {
    pub(crate) law: Arc<Law>,
    pub(crate) data: SmolStr,
    pub(crate) parties: Parties,
    pub(crate) about: About,
    pub(crate) reason: Reason,
    pub(crate) option: Option<OptionIndex>,
    pub(crate) decided_by: Option<Ground>,
    pub(crate) outweighed: Vec<Outweighed>,
    pub(crate) valid_until: Option<Instant>,
    pub(crate) rules: RuleNumbers,
}

/// Between whom the data would be shared, for whoever knows the names that belong to the ids.
#[derive(Clone, Debug)]
pub(crate) struct Parties {
    pub(crate) holder: ProviderId,
    /// The id of nobody where any provider of a category asks.
    pub(crate) consulter: ProviderId,
}

/// Whom and what a decision is about, as far as the catalogue knows.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct About {
    pub(crate) holder: Option<TypeIndex>,
    pub(crate) consulter: Option<TypeIndex>,
    pub(crate) data: Option<DataIndex>,
}

/// A choice as the ground of a decision: what a person needs to recognise it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ground {
    pub(crate) choice: ChoiceId,
    pub(crate) answer: Answer,
    pub(crate) level: Level,
    pub(crate) channel: Channel,
    pub(crate) decided_at: Instant,
    pub(crate) holder_category: Option<HolderIndex>,
    pub(crate) guardian: Guardian,
}

/// R20: the part of a guardian in a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Guardian {
    /// None: the patient chose.
    NotNeeded,
    /// The child (12 to 15) chose, the guardian confirmed.
    Confirmed,
    /// The guardian chose on the account of the child (under 12), and confirmed.
    Recorded,
}

impl Ground {
    /// The id of the choice.
    ///
    /// ```
    /// # let engine = akkoord::Engine::mitz();
    /// # let (profile, query, ..) = engine.read_line(
    /// #     r#"{"profile": {"patient": {"id": "999990019"}, "choices": [
    /// #         {"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
    /// #          "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"},
    /// #         {"id": "c2", "answer": "no", "scope": {"level": "individual", "holders": ["ura:90000017"]},
    /// #          "channel": "dossierhoudersknop",
    /// #          "decided_at": "2026-05-03T09:00:00Z", "recorded_at": "2026-05-03T09:00:00Z"}]},
    /// #         "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #                   "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC002",
    /// #                   "treatment_relationship": true, "at": "2026-06-01T12:00:00Z"}}"#,
    /// # )?;
    /// // The patient said yes for all providers (c1), and later no for this holder (c2).
    /// let decision = &engine.decide(&profile, &query)?[0];
    /// let ground = decision.decided_by().expect("a choice decided");
    /// assert_eq!(ground.choice().as_str(), "c2");
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn choice(&self) -> &ChoiceId {
        &self.choice
    }

    /// Yes or no.
    ///
    /// ```
    /// # let engine = akkoord::Engine::mitz();
    /// # let (profile, query, ..) = engine.read_line(
    /// #     r#"{"profile": {"patient": {"id": "999990019"}, "choices": [
    /// #         {"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
    /// #          "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"},
    /// #         {"id": "c2", "answer": "no", "scope": {"level": "individual", "holders": ["ura:90000017"]},
    /// #          "channel": "dossierhoudersknop",
    /// #          "decided_at": "2026-05-03T09:00:00Z", "recorded_at": "2026-05-03T09:00:00Z"}]},
    /// #         "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #                   "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC002",
    /// #                   "treatment_relationship": true, "at": "2026-06-01T12:00:00Z"}}"#,
    /// # )?;
    /// use akkoord::profile::Answer;
    /// // The patient said yes for all providers (c1), and later no for this holder (c2).
    /// let decision = &engine.decide(&profile, &query)?[0];
    /// let ground = decision.decided_by().expect("a choice decided");
    /// assert_eq!(ground.answer(), Answer::No);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn answer(&self) -> Answer {
        self.answer
    }

    /// How wide the choice is.
    ///
    /// ```
    /// # let engine = akkoord::Engine::mitz();
    /// # let (profile, query, ..) = engine.read_line(
    /// #     r#"{"profile": {"patient": {"id": "999990019"}, "choices": [
    /// #         {"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
    /// #          "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"},
    /// #         {"id": "c2", "answer": "no", "scope": {"level": "individual", "holders": ["ura:90000017"]},
    /// #          "channel": "dossierhoudersknop",
    /// #          "decided_at": "2026-05-03T09:00:00Z", "recorded_at": "2026-05-03T09:00:00Z"}]},
    /// #         "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #                   "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC002",
    /// #                   "treatment_relationship": true, "at": "2026-06-01T12:00:00Z"}}"#,
    /// # )?;
    /// use akkoord::profile::Level;
    /// // The patient said yes for all providers (c1), and later no for this holder (c2).
    /// let decision = &engine.decide(&profile, &query)?[0];
    /// let ground = decision.decided_by().expect("a choice decided");
    /// assert_eq!(ground.level(), Level::Individual);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn level(&self) -> Level {
        self.level
    }

    /// How it came in.
    ///
    /// ```
    /// # let engine = akkoord::Engine::mitz();
    /// # let (profile, query, ..) = engine.read_line(
    /// #     r#"{"profile": {"patient": {"id": "999990019"}, "choices": [
    /// #         {"id": "e1", "answer": "yes", "scope": {"level": "emergency", "holders": ["ura:90000017"],
    /// #           "consulter": {"id": "ura:90000033", "type": "N6"}}, "channel": "raadplegersknop",
    /// #          "decided_at": "2026-03-07T09:00:00Z", "recorded_at": "2026-03-07T09:00:00Z"}]},
    /// #         "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #                   "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC002",
    /// #                   "treatment_relationship": true, "at": "2026-03-08T12:00:00Z"}}"#,
    /// # )?;
    /// use akkoord::profile::Channel;
    /// // An emergency yes, decided on 7 March at 09:00.
    /// let decision = &engine.decide(&profile, &query)?[0];
    /// let ground = decision.decided_by().expect("a choice decided");
    /// assert_eq!(ground.channel(), Channel::Raadplegersknop); // the button of the provider that asked
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn channel(&self) -> Channel {
        self.channel
    }

    /// When the patient decided. The choice may have been recorded later.
    ///
    /// ```
    /// # let engine = akkoord::Engine::mitz();
    /// # let (profile, query, ..) = engine.read_line(
    /// #     r#"{"profile": {"patient": {"id": "999990019"}, "choices": [
    /// #         {"id": "c2", "answer": "no", "scope": {"level": "individual", "holders": ["ura:90000017"]},
    /// #          "channel": "dossierhoudersknop",
    /// #          "decided_at": "2026-05-03T09:00:00Z", "recorded_at": "2026-05-04T08:00:00Z"}]},
    /// #         "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #                   "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC002",
    /// #                   "treatment_relationship": true, "at": "2026-06-01T12:00:00Z"}}"#,
    /// # )?;
    /// // A no of 3 May, which reached the register on 4 May.
    /// let decision = &engine.decide(&profile, &query)?[0];
    /// let ground = decision.decided_by().expect("a choice decided");
    /// assert_eq!(ground.decided_at().to_string(), "2026-05-03T09:00:00Z");
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn decided_at(&self) -> Instant {
        self.decided_at
    }
}

/// A choice that took part and did not decide, and why not (R23).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outweighed {
    pub(crate) ground: Ground,
    pub(crate) because: Because,
}

impl Outweighed {
    /// The choice.
    ///
    /// ```
    /// # let engine = akkoord::Engine::mitz();
    /// # let (profile, query, ..) = engine.read_line(
    /// #     r#"{"profile": {"patient": {"id": "999990019"}, "choices": [
    /// #         {"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
    /// #          "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"},
    /// #         {"id": "c2", "answer": "no", "scope": {"level": "individual", "holders": ["ura:90000017"]},
    /// #          "channel": "dossierhoudersknop",
    /// #          "decided_at": "2026-05-03T09:00:00Z", "recorded_at": "2026-05-03T09:00:00Z"}]},
    /// #         "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #                   "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC002",
    /// #                   "treatment_relationship": true, "at": "2026-06-01T12:00:00Z"}}"#,
    /// # )?;
    /// // The patient said yes for all providers (c1), and later no for this holder (c2).
    /// let decision = &engine.decide(&profile, &query)?[0];
    /// let ids: Vec<&str> = decision.outweighed().iter().map(|other| other.ground().choice().as_str()).collect();
    /// assert_eq!(ids, ["c1"]);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn ground(&self) -> &Ground {
        &self.ground
    }

    /// Why it did not decide.
    ///
    /// ```
    /// # let engine = akkoord::Engine::mitz();
    /// # let (profile, query, ..) = engine.read_line(
    /// #     r#"{"profile": {"patient": {"id": "999990019"}, "choices": [
    /// #         {"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
    /// #          "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"},
    /// #         {"id": "c2", "answer": "no", "scope": {"level": "individual", "holders": ["ura:90000017"]},
    /// #          "channel": "dossierhoudersknop",
    /// #          "decided_at": "2026-05-03T09:00:00Z", "recorded_at": "2026-05-03T09:00:00Z"}]},
    /// #         "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #                   "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC002",
    /// #                   "treatment_relationship": true, "at": "2026-06-01T12:00:00Z"}}"#,
    /// # )?;
    /// use akkoord::decision::Because;
    /// // The patient said yes for all providers (c1), and later no for this holder (c2).
    /// let decision = &engine.decide(&profile, &query)?[0];
    /// assert_eq!(decision.outweighed()[0].because(), Because::IndividualFirst);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn because(&self) -> Because {
        self.because
    }

    /// The number of the rule by which it was outweighed: 18 for R18.
    ///
    /// ```
    /// # let engine = akkoord::Engine::mitz();
    /// # let (profile, query, ..) = engine.read_line(
    /// #     r#"{"profile": {"patient": {"id": "999990019"}, "choices": [
    /// #         {"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
    /// #          "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"},
    /// #         {"id": "c2", "answer": "no", "scope": {"level": "individual", "holders": ["ura:90000017"]},
    /// #          "channel": "dossierhoudersknop",
    /// #          "decided_at": "2026-05-03T09:00:00Z", "recorded_at": "2026-05-03T09:00:00Z"}]},
    /// #         "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #                   "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC002",
    /// #                   "treatment_relationship": true, "at": "2026-06-01T12:00:00Z"}}"#,
    /// # )?;
    /// // The patient said yes for all providers (c1), and later no for this holder (c2).
    /// let decision = &engine.decide(&profile, &query)?[0];
    /// assert_eq!(decision.outweighed()[0].rule(), 18);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn rule(&self) -> u8 {
        self.because.rule()
    }
}

/// Why a choice did not decide. Each stands for one sentence of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Because {
    /// R3: on the same level a choice for data nearer to what was asked decided.
    NearerData,
    /// R9: a newer choice of the same kind was made since.
    Overwritten,
    /// R17: on the general level a newer headline choice or a newer categorical choice took its place.
    OverwrittenAcrossKinds,
    /// R18: the choice for this very holder goes first.
    IndividualFirst,
    /// R18: a blanket no silenced this individual yes.
    Silenced,
    /// R18: a blanket yes lifted this individual no (parameter `blanket_yes_lifts_individual_no`).
    Lifted,
    /// R19: an emergency yes never overrides an objection.
    EmergencyMetObjection,
    /// R19: there was a yes already, so the emergency yes is not the ground.
    EmergencyNotNeeded,
    /// R19: what the patient decided later ended the emergency choice.
    EmergencyEnded,
    /// R19: a newer emergency choice is looked at.
    EmergencyOlder,
    /// R19: a live emergency no goes before the standing answer.
    EmergencyNoFirst,
    /// R19: a live emergency yes goes before the objection (parameter `emergency_overrides_objection`).
    EmergencyYesFirst,
}

impl Because {
    /// Every value.
    pub const ALL: [Because; 12] = [
        Because::NearerData,
        Because::Overwritten,
        Because::OverwrittenAcrossKinds,
        Because::IndividualFirst,
        Because::Silenced,
        Because::Lifted,
        Because::EmergencyMetObjection,
        Because::EmergencyNotNeeded,
        Because::EmergencyEnded,
        Because::EmergencyOlder,
        Because::EmergencyNoFirst,
        Because::EmergencyYesFirst,
    ];

    /// The number of the rule: 18 for R18.
    ///
    /// ```
    /// use akkoord::decision::Because;
    /// assert_eq!(Because::Overwritten.rule(), 9);
    /// assert_eq!(Because::EmergencyMetObjection.rule(), 19);
    /// ```
    #[must_use]
    pub const fn rule(self) -> u8 {
        match self {
            Because::NearerData => 3,
            Because::Overwritten => 9,
            Because::OverwrittenAcrossKinds => 17,
            Because::IndividualFirst | Because::Silenced | Because::Lifted => 18,
            Because::EmergencyMetObjection
            | Because::EmergencyNotNeeded
            | Because::EmergencyEnded
            | Because::EmergencyOlder
            | Because::EmergencyNoFirst
            | Because::EmergencyYesFirst => 19,
        }
    }
}

impl Decision {
    /// The data category, as it was asked.
    ///
    /// ```
    /// # let engine = akkoord::Engine::mitz();
    /// # let (profile, query, ..) = engine.read_line(
    /// #     r#"{"profile": {"patient": {"id": "999990019"}, "choices": []},
    /// #         "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #                   "consulter": {"id": "ura:90000033", "type": "N6"}, "data": ["GGC013", "GGC002"],
    /// #                   "treatment_relationship": true, "at": "2026-06-01T12:00:00Z"}}"#,
    /// # )?;
    /// let decisions = engine.decide(&profile, &query)?;
    /// let asked: Vec<&str> = decisions.iter().map(|decision| decision.data()).collect();
    /// assert_eq!(asked, ["GGC013", "GGC002"]); // in the order of the query
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn data(&self) -> &str {
        &self.data
    }

    /// Permit, deny, not applicable or indeterminate. Whoever enforces treats all but permit as no (R22).
    ///
    /// ```
    /// # let engine = akkoord::Engine::mitz();
    /// # let (profile, query, ..) = engine.read_line(
    /// #     r#"{"profile": {"patient": {"id": "999990019"}, "choices": []},
    /// #         "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #                   "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC002",
    /// #                   "treatment_relationship": true, "at": "2026-06-01T12:00:00Z"}}"#,
    /// # )?;
    /// // The patient has made no choice.
    /// let decision = &engine.decide(&profile, &query)?[0];
    /// let may_disclose = decision.outcome() == akkoord::Outcome::Permit;
    /// assert!(!may_disclose);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        self.reason.outcome()
    }

    /// The reason code.
    ///
    /// ```
    /// # let engine = akkoord::Engine::mitz();
    /// # let (profile, query, ..) = engine.read_line(
    /// #     r#"{"profile": {"patient": {"id": "999990019"}, "choices": [
    /// #         {"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
    /// #          "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"},
    /// #         {"id": "c2", "answer": "no", "scope": {"level": "individual", "holders": ["ura:90000017"]},
    /// #          "channel": "dossierhoudersknop",
    /// #          "decided_at": "2026-05-03T09:00:00Z", "recorded_at": "2026-05-03T09:00:00Z"}]},
    /// #         "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #                   "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC002",
    /// #                   "treatment_relationship": true, "at": "2026-06-01T12:00:00Z"}}"#,
    /// # )?;
    /// // The patient said yes for all providers (c1), and later no for this holder (c2).
    /// let decision = &engine.decide(&profile, &query)?[0];
    /// assert_eq!(decision.reason(), akkoord::Reason::IndividualNo);
    /// assert_eq!((decision.reason().name(), decision.reason().rule()), ("individual_no", 16));
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn reason(&self) -> Reason {
        self.reason
    }

    /// The option of the deciding cell; the nearest that matches for `no_choice` and an emergency; none if the question
    /// was answered before an option was found (R4, R11-R15).
    ///
    /// ```
    /// # let engine = akkoord::Engine::mitz();
    /// # let (profile, query, ..) = engine.read_line(
    /// #     r#"{"profile": {"patient": {"id": "999990019"}, "choices": [
    /// #         {"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
    /// #          "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]},
    /// #         "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #                   "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC013",
    /// #                   "treatment_relationship": true, "at": "2026-06-01T12:00:00Z"}}"#,
    /// # )?;
    /// // The query asks a GP practice for `GGC013`.
    /// let decision = &engine.decide(&profile, &query)?[0];
    /// // None of its options is for `GGC013` alone: one for `GGC002`, which includes it, answers (R3).
    /// let option = decision.option().map(|option| (option.id(), option.data()));
    /// assert_eq!(option, Some(("1.1", "GGC002")));
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn option(&self) -> Option<&CatalogueOption> {
        self.law.catalogue.option_row(self.option?)
    }

    /// The choice that decided, if a choice did.
    ///
    /// ```
    /// # let engine = akkoord::Engine::mitz();
    /// # let (profile, query, ..) = engine.read_line(
    /// #     r#"{"profile": {"patient": {"id": "999990019"}, "choices": [
    /// #         {"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
    /// #          "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"},
    /// #         {"id": "c2", "answer": "no", "scope": {"level": "individual", "holders": ["ura:90000017"]},
    /// #          "channel": "dossierhoudersknop",
    /// #          "decided_at": "2026-05-03T09:00:00Z", "recorded_at": "2026-05-03T09:00:00Z"}]},
    /// #         "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #                   "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC002",
    /// #                   "treatment_relationship": true, "at": "2026-06-01T12:00:00Z"}}"#,
    /// # )?;
    /// // The patient said yes for all providers (c1), and later no for this holder (c2).
    /// let decision = &engine.decide(&profile, &query)?[0];
    /// let id = decision.decided_by().map(|ground| ground.choice().as_str());
    /// assert_eq!(id, Some("c2"));
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn decided_by(&self) -> Option<&Ground> {
        self.decided_by.as_ref()
    }

    /// The choices about this question that have taken part, are not withdrawn, and did not decide; from the highest
    /// rank to the lowest (R8). An emergency choice that has expired is not among them (R10).
    ///
    /// ```
    /// # let engine = akkoord::Engine::mitz();
    /// # let (profile, query, ..) = engine.read_line(
    /// #     r#"{"profile": {"patient": {"id": "999990019"}, "choices": [
    /// #         {"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
    /// #          "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"},
    /// #         {"id": "c2", "answer": "no", "scope": {"level": "individual", "holders": ["ura:90000017"]},
    /// #          "channel": "dossierhoudersknop",
    /// #          "decided_at": "2026-05-03T09:00:00Z", "recorded_at": "2026-05-03T09:00:00Z"}]},
    /// #         "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #                   "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC002",
    /// #                   "treatment_relationship": true, "at": "2026-06-01T12:00:00Z"}}"#,
    /// # )?;
    /// // The patient said yes for all providers (c1), and later no for this holder (c2).
    /// let decision = &engine.decide(&profile, &query)?[0];
    /// let told: Vec<_> =
    ///     decision.outweighed().iter().map(|other| (other.ground().choice().as_str(), other.rule())).collect();
    /// assert_eq!(told, [("c1", 18)]);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn outweighed(&self) -> &[Outweighed] {
        &self.outweighed
    }

    /// The first instant after `at` at which the same query against the same profile has another decision: another
    /// outcome, reason, option or deciding choice. None if it never does.
    ///
    /// ```
    /// # let engine = akkoord::Engine::mitz();
    /// # let (profile, query, ..) = engine.read_line(
    /// #     r#"{"profile": {"patient": {"id": "999990019"}, "choices": [
    /// #         {"id": "e1", "answer": "yes", "scope": {"level": "emergency", "holders": ["ura:90000017"],
    /// #           "consulter": {"id": "ura:90000033", "type": "N6"}}, "channel": "raadplegersknop",
    /// #          "decided_at": "2026-03-07T09:00:00Z", "recorded_at": "2026-03-07T09:00:00Z"}]},
    /// #         "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #                   "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC002",
    /// #                   "treatment_relationship": true, "at": "2026-03-08T12:00:00Z"}}"#,
    /// # )?;
    /// // An emergency yes, decided on 7 March at 09:00.
    /// let decision = &engine.decide(&profile, &query)?[0];
    /// let until = decision.valid_until().map(|until| until.to_string());
    /// assert_eq!(until.as_deref(), Some("2026-03-10T09:00:00Z")); // 72 hours later
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn valid_until(&self) -> Option<Instant> {
        self.valid_until
    }

    /// The rules that were applied.
    ///
    /// ```
    /// # let engine = akkoord::Engine::mitz();
    /// # let (profile, query, ..) = engine.read_line(
    /// #     r#"{"profile": {"patient": {"id": "999990019"}, "choices": [
    /// #         {"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
    /// #          "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"},
    /// #         {"id": "c2", "answer": "no", "scope": {"level": "individual", "holders": ["ura:90000017"]},
    /// #          "channel": "dossierhoudersknop",
    /// #          "decided_at": "2026-05-03T09:00:00Z", "recorded_at": "2026-05-03T09:00:00Z"}]},
    /// #         "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #                   "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC002",
    /// #                   "treatment_relationship": true, "at": "2026-06-01T12:00:00Z"}}"#,
    /// # )?;
    /// // The patient said yes for all providers (c1), and later no for this holder (c2).
    /// let decision = &engine.decide(&profile, &query)?[0];
    /// assert_eq!(decision.rules().iter().collect::<Vec<u8>>(), [16, 18]);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn rules(&self) -> RuleNumbers {
        self.rules
    }

    /// The name of the rule set.
    ///
    /// ```
    /// # let engine = akkoord::Engine::mitz();
    /// # let (profile, query, ..) = engine.read_line(
    /// #     r#"{"profile": {"patient": {"id": "999990019"}, "choices": []},
    /// #         "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #                   "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC002",
    /// #                   "treatment_relationship": true, "at": "2026-06-01T12:00:00Z"}}"#,
    /// # )?;
    /// let decision = &engine.decide(&profile, &query)?[0];
    /// assert_eq!(decision.ruleset_name(), "mitz-2026-11");
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn ruleset_name(&self) -> &str {
        self.law.rules.name()
    }

    /// The digest of the rule set's content ([`RuleSet::digest`](crate::RuleSet::digest)). It is not part of the wire
    /// format.
    ///
    /// ```
    /// # let engine = akkoord::Engine::mitz();
    /// # let (profile, query, ..) = engine.read_line(
    /// #     r#"{"profile": {"patient": {"id": "999990019"}, "choices": []},
    /// #         "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #                   "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC002",
    /// #                   "treatment_relationship": true, "at": "2026-06-01T12:00:00Z"}}"#,
    /// # )?;
    /// let decision = &engine.decide(&profile, &query)?[0];
    /// assert_eq!(decision.ruleset_digest(), engine.ruleset().digest());
    /// assert!(!decision.to_json().contains(decision.ruleset_digest()));
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn ruleset_digest(&self) -> &str {
        self.law.rules.digest()
    }

    /// The id of the catalogue.
    ///
    /// ```
    /// # let engine = akkoord::Engine::mitz();
    /// # let (profile, query, ..) = engine.read_line(
    /// #     r#"{"profile": {"patient": {"id": "999990019"}, "choices": []},
    /// #         "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #                   "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC002",
    /// #                   "treatment_relationship": true, "at": "2026-06-01T12:00:00Z"}}"#,
    /// # )?;
    /// let decision = &engine.decide(&profile, &query)?[0];
    /// assert_eq!(decision.catalogue_id(), "mitz-3960100");
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn catalogue_id(&self) -> &str {
        self.law.catalogue.id()
    }

    /// R24: what the consulter may know of it: the data category and the outcome.
    ///
    /// ```
    /// # let engine = akkoord::Engine::mitz();
    /// # let (profile, query, ..) = engine.read_line(
    /// #     r#"{"profile": {"patient": {"id": "999990019"}, "choices": [
    /// #         {"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
    /// #          "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"},
    /// #         {"id": "c2", "answer": "no", "scope": {"level": "individual", "holders": ["ura:90000017"]},
    /// #          "channel": "dossierhoudersknop",
    /// #          "decided_at": "2026-05-03T09:00:00Z", "recorded_at": "2026-05-03T09:00:00Z"}]},
    /// #         "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #                   "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC002",
    /// #                   "treatment_relationship": true, "at": "2026-06-01T12:00:00Z"}}"#,
    /// # )?;
    /// // The patient said yes for all providers (c1), and later no for this holder (c2).
    /// let decision = &engine.decide(&profile, &query)?[0];
    /// assert_eq!(decision.for_consulter().to_json(), r#"{"data":"GGC002","decision":"deny"}"#);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn for_consulter(&self) -> ConsulterDecision {
        ConsulterDecision::new(&self.data, self.outcome())
    }

    /// The canonical form of the wire format: an object without white space.
    ///
    /// ```
    /// # let engine = akkoord::Engine::mitz();
    /// # let (profile, query, ..) = engine.read_line(
    /// #     r#"{"profile": {"patient": {"id": "999990019"}, "choices": []},
    /// #         "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #                   "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC002",
    /// #                   "treatment_relationship": true, "at": "2026-06-01T12:00:00Z"}}"#,
    /// # )?;
    /// // The patient has made no choice.
    /// let decision = &engine.decide(&profile, &query)?[0];
    /// assert_eq!(
    ///     decision.to_json(),
    ///     concat!(
    ///         r#"{"data":"GGC002","decision":"deny","reason":"no_choice","option":"1.1","decided_by":null,"#,
    ///         r#""outweighed":[],"valid_until":null,"rules":["R16","R21"],"ruleset":"mitz-2026-11","#,
    ///         r#""catalogue":"mitz-3960100"}"#,
    ///     ),
    /// );
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn to_json(&self) -> String {
        crate::json::written(self)
    }
}

/// The field order of the wire format.
impl Serialize for Decision {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Decision", 10)?;
        fields.serialize_field("data", self.data())?;
        fields.serialize_field("decision", self.outcome().name())?;
        fields.serialize_field("reason", self.reason().name())?;
        fields.serialize_field("option", &self.option().map(CatalogueOption::id))?;
        let decided_by = self.decided_by().map(|ground| ground.choice.as_str());
        fields.serialize_field("decided_by", &decided_by)?;
        fields.serialize_field("outweighed", self.outweighed())?;
        fields.serialize_field("valid_until", &self.valid_until())?;
        fields.serialize_field("rules", &self.rules())?;
        fields.serialize_field("ruleset", self.ruleset_name())?;
        fields.serialize_field("catalogue", self.catalogue_id())?;
        fields.end()
    }
}

impl Serialize for Outweighed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Outweighed", 2)?;
        fields.serialize_field("choice", self.ground.choice.as_str())?;
        fields.serialize_field("rule", &rules::Numbered(self.rule()))?;
        fields.end()
    }
}
