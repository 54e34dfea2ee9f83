//! A small language for the tests: drafts of choices, worlds, questions, and what the engine says.
//!
//! ```text
//! let world = World::of([yes("c1").for_all().on("2026-01-02"), no("c2").for_holder(&PHARMACY).on("2026-05-03")]);
//! assert_eq!(world.says(&ask(&PHARMACY, &POST, "2026-06-01")), "individual_no by c2");
//! ```
pub(crate) mod random;

use std::sync::OnceLock;

use akkoord::error::ErrorCode;
use akkoord::ids::{ActorId, ChoiceId, PatientId, ProviderId};
use akkoord::instant::Date;
use akkoord::profile::{
    Answer, Channel, Choice, Confirmation, ConfirmationAnswer, Level, Patient, Scope, Times,
};
use akkoord::query::{Connection, Consulter, Holder, Purpose, TreatmentRelationship};
use akkoord::{Catalogue, Decision, Engine, Error, Instant, Profile, Query, RuleSet};
use serde_json::{Value, json};

/// Everybody in these tests is this patient: an invented number that passes the 11-test.
pub(crate) const PATIENT: &str = "999990019";

/// A provider: its id, its type, and the data that its records are about.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Provider {
    pub(crate) id: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) data: &'static str,
}

pub(crate) const GP: Provider = Provider {
    id: "ura:90000017",
    kind: "Z3",
    data: "GGC002",
};
pub(crate) const OTHER_GP: Provider = Provider {
    id: "ura:90000018",
    kind: "Z3",
    data: "GGC002",
};
pub(crate) const PHARMACY: Provider = Provider {
    id: "ura:90000025",
    kind: "J8",
    data: "GGC013",
};
pub(crate) const HOSPITAL: Provider = Provider {
    id: "ura:90000041",
    kind: "V4",
    data: "GGC002",
};
pub(crate) const LAB: Provider = Provider {
    id: "ura:90000058",
    kind: "L1",
    data: "GGC012",
};
pub(crate) const NURSING: Provider = Provider {
    id: "ura:90000066",
    kind: "R5",
    data: "GGC002",
};
pub(crate) const POST: Provider = Provider {
    id: "ura:90000033",
    kind: "N6",
    data: "GGC002",
};
/// Of the same consulting category as [`POST`].
pub(crate) const OTHER_POST: Provider = Provider {
    id: "ura:90000034",
    kind: "N6",
    data: "GGC002",
};

/// An instant: `2026-01-02` is noon on that day (UTC); anything longer is RFC 3339.
pub(crate) fn t(text: &str) -> Instant {
    let text = if text.len() == 10 {
        format!("{text}T12:00:00Z")
    } else {
        text.to_owned()
    };
    text.parse::<Instant>().unwrap()
}

pub(crate) fn date(text: &str) -> Date {
    text.parse::<Date>().unwrap()
}

/// The instant so many microseconds later (or earlier).
pub(crate) fn shifted(instant: Instant, micros: i64) -> Instant {
    Instant::from_micros(instant.as_micros() + micros).unwrap()
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Reach {
    All,
    Category(&'static str),
    Holders(Vec<&'static str>),
    Emergency(Vec<&'static str>, &'static str, &'static str),
}

/// A choice before it is bound to a catalogue.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Draft {
    pub(crate) id: String,
    pub(crate) answer: Answer,
    pub(crate) reach: Reach,
    pub(crate) options: Vec<&'static str>,
    pub(crate) channel: Channel,
    pub(crate) decided: Instant,
    pub(crate) recorded: Instant,
    pub(crate) recorded_by: Option<String>,
    pub(crate) confirmation: Option<(ConfirmationAnswer, Instant)>,
    pub(crate) withdrawn: Option<Instant>,
}

/// A yes for all, made on MijnMitz on 1 January 2026, until the draft says otherwise.
pub(crate) fn yes(id: &str) -> Draft {
    draft(id, Answer::Yes)
}

/// A no for all, made on MijnMitz on 1 January 2026, until the draft says otherwise.
pub(crate) fn no(id: &str) -> Draft {
    draft(id, Answer::No)
}

pub(crate) fn draft(id: &str, answer: Answer) -> Draft {
    Draft {
        id: id.to_owned(),
        answer,
        reach: Reach::All,
        options: Vec::new(),
        channel: Channel::MijnMitz,
        decided: t("2026-01-01"),
        recorded: t("2026-01-01"),
        recorded_by: None,
        confirmation: None,
        withdrawn: None,
    }
}

impl Draft {
    pub(crate) fn for_all(self) -> Self {
        Draft {
            reach: Reach::All,
            ..self
        }
    }

    pub(crate) fn for_category(self, category: &'static str) -> Self {
        Draft {
            reach: Reach::Category(category),
            ..self
        }
    }

    pub(crate) fn for_holder(self, holder: &Provider) -> Self {
        self.for_holders(&[holder.id])
    }

    pub(crate) fn for_holders(self, holders: &[&'static str]) -> Self {
        Draft {
            reach: Reach::Holders(holders.to_vec()),
            ..self
        }
    }

    /// An emergency choice, so by the raadplegersknop.
    pub(crate) fn in_emergency(self, holder: &Provider, consulter: &Provider) -> Self {
        self.in_emergency_for(&[holder.id], consulter)
    }

    pub(crate) fn in_emergency_for(self, holders: &[&'static str], consulter: &Provider) -> Self {
        let reach = Reach::Emergency(holders.to_vec(), consulter.id, consulter.kind);
        Draft {
            reach,
            channel: Channel::Raadplegersknop,
            ..self
        }
    }

    pub(crate) fn only(self, options: &[&'static str]) -> Self {
        Draft {
            options: options.to_vec(),
            ..self
        }
    }

    pub(crate) fn by(self, channel: Channel) -> Self {
        Draft { channel, ..self }
    }

    pub(crate) fn recorded_by(self, who: &str) -> Self {
        Draft {
            recorded_by: Some(who.to_owned()),
            ..self
        }
    }

    /// Decided, and recorded at once.
    pub(crate) fn on(self, instant: &str) -> Self {
        self.at(t(instant))
    }

    pub(crate) fn at(self, instant: Instant) -> Self {
        Draft {
            decided: instant,
            recorded: instant,
            ..self
        }
    }

    /// Recorded only later.
    pub(crate) fn recorded(self, instant: &str) -> Self {
        Draft {
            recorded: t(instant),
            ..self
        }
    }

    pub(crate) fn approved(self, instant: &str) -> Self {
        Draft {
            confirmation: Some((ConfirmationAnswer::Approved, t(instant))),
            ..self
        }
    }

    pub(crate) fn rejected(self, instant: &str) -> Self {
        Draft {
            confirmation: Some((ConfirmationAnswer::Rejected, t(instant))),
            ..self
        }
    }

    pub(crate) fn withdrawn(self, instant: &str) -> Self {
        Draft {
            withdrawn: Some(t(instant)),
            ..self
        }
    }

    pub(crate) fn is_emergency(&self) -> bool {
        matches!(self.reach, Reach::Emergency(..))
    }

    pub(crate) fn level(&self) -> Level {
        match self.reach {
            Reach::All => Level::Blanket,
            Reach::Category(_) => Level::Categorical,
            Reach::Holders(_) => Level::Individual,
            Reach::Emergency(..) => Level::Emergency,
        }
    }

    /// The same choice about other holders, if it is one about named holders.
    pub(crate) fn naming(mut self, names: &[&'static str]) -> Self {
        match &mut self.reach {
            Reach::All | Reach::Category(_) => {}
            Reach::Holders(holders) | Reach::Emergency(holders, ..) => *holders = names.to_vec(),
        }
        self
    }

    pub(crate) fn build(&self, catalogue: &Catalogue) -> Result<Choice, Error> {
        let scope = match &self.reach {
            Reach::All => Scope::blanket(catalogue),
            Reach::Category(category) => Scope::categorical(catalogue, category)?,
            Reach::Holders(holders) => Scope::individual(catalogue, holders.iter().copied())?,
            Reach::Emergency(holders, consulter, kind) => Scope::emergency(
                catalogue,
                holders.iter().copied(),
                &ProviderId::new(consulter)?,
                kind,
            )?,
        };
        let limited = !self.options.is_empty();
        let scope = if limited {
            scope.limited_to(catalogue, self.options.iter().copied())?
        } else {
            scope
        };
        let times = Times {
            decided_at: self.decided,
            recorded_at: self.recorded,
        };
        let mut choice = Choice::new(
            ChoiceId::new(&self.id)?,
            self.answer,
            scope,
            self.channel,
            times,
        )?;
        if let Some(who) = &self.recorded_by {
            choice = choice.recorded_by(ActorId::new(who)?);
        }
        if let Some((answer, at)) = self.confirmation {
            choice = choice.confirmed(Confirmation {
                answer,
                at,
                by: ActorId::new("guardian-1")?,
            })?;
        }
        if let Some(at) = self.withdrawn {
            choice = choice.withdrawn(at)?;
        }
        Ok(choice)
    }
}

/// A patient with choices, and the engine that is asked about them.
#[derive(Clone, Debug)]
pub(crate) struct World {
    pub(crate) engine: Engine,
    pub(crate) born: Option<Date>,
    pub(crate) deceased: Option<Date>,
    pub(crate) choices: Vec<Draft>,
}

impl World {
    /// Choices of an adult who lives, under the rules of Mitz.
    pub(crate) fn of(choices: impl IntoIterator<Item = Draft>) -> Self {
        World {
            engine: mitz(),
            born: None,
            deceased: None,
            choices: choices.into_iter().collect(),
        }
    }

    pub(crate) fn under(self, engine: &Engine) -> Self {
        World {
            engine: engine.clone(),
            ..self
        }
    }

    pub(crate) fn born(self, day: &str) -> Self {
        World {
            born: Some(date(day)),
            ..self
        }
    }

    pub(crate) fn deceased(self, day: &str) -> Self {
        World {
            deceased: Some(date(day)),
            ..self
        }
    }

    pub(crate) fn and(mut self, choice: Draft) -> Self {
        self.choices.push(choice);
        self
    }

    pub(crate) fn profile(&self) -> Profile {
        let mut patient = Patient::new(PatientId::new(PATIENT).unwrap());
        if let Some(day) = self.born {
            patient = patient.born_on(day);
        }
        if let Some(day) = self.deceased {
            patient = patient.deceased_on(day);
        }
        let catalogue = self.engine.catalogue();
        let choices = self
            .choices
            .iter()
            .map(|draft| draft.build(catalogue).unwrap())
            .collect();
        Profile::new(catalogue, patient, choices).unwrap()
    }

    /// One decision per data code of the question.
    pub(crate) fn decide_all(&self, query: &Query) -> Vec<Decision> {
        self.engine.decide(&self.profile(), query).unwrap()
    }

    /// The decision of a question about one kind of data.
    pub(crate) fn decide(&self, query: &Query) -> Decision {
        let mut decisions = self.decide_all(query);
        assert_eq!(decisions.len(), 1);
        decisions.remove(0)
    }

    /// The decision in short: `blanket_yes by c1`, or `no_choice`.
    pub(crate) fn says(&self, query: &Query) -> String {
        said(&self.decide(query))
    }

    /// The choices that were outweighed, in order: `c2 R18, c1 R9`.
    pub(crate) fn outweighed(&self, query: &Query) -> String {
        let decision = self.decide(query);
        let each = decision.outweighed().iter();
        each.map(|one| format!("{} R{}", one.ground().choice().as_str(), one.rule()))
            .collect::<Vec<_>>()
            .join(", ")
    }

    /// Until when the decision holds: an instant of the wire format, or `for ever`.
    pub(crate) fn until(&self, query: &Query) -> String {
        self.decide(query)
            .valid_until()
            .map_or("for ever".to_owned(), |instant| instant.to_string())
    }

    /// The line of the batch format with this profile and this question.
    pub(crate) fn line(&self, query: &Query) -> String {
        format!(
            r#"{{"profile":{},"query":{}}}"#,
            self.profile().to_json(),
            query_json(query)
        )
    }
}

pub(crate) fn said(decision: &Decision) -> String {
    let reason = decision.reason().name();
    decision.decided_by().map_or(reason.to_owned(), |ground| {
        format!("{reason} by {}", ground.choice().as_str())
    })
}

/// The option of a decision, or `none`.
pub(crate) fn option(decision: &Decision) -> &str {
    decision.option().map_or("none", |option| option.id())
}

/// May this holder disclose the data of its records to this consulter, who treats the patient?
pub(crate) fn ask(holder: &Provider, consulter: &Provider, at: &str) -> Query {
    ask_for(holder.data, holder, consulter, at)
}

pub(crate) fn ask_for(data: &str, holder: &Provider, consulter: &Provider, at: &str) -> Query {
    Query {
        holder: Holder {
            id: ProviderId::new(holder.id).unwrap(),
            kind: holder.kind.into(),
            connection: Connection::Connected,
        },
        consulter: Consulter {
            id: ProviderId::new(consulter.id).unwrap(),
            kind: consulter.kind.into(),
        },
        data: vec![data.into()],
        purpose: Purpose::Treatment,
        treatment_relationship: TreatmentRelationship::Asserted,
        at: t(at),
    }
}

/// A question as the wire format writes it, every field named.
pub(crate) fn query_json(query: &Query) -> String {
    let purpose = match &query.purpose {
        Purpose::Treatment => "TREAT",
        Purpose::CoordinationOfCare => "COC",
        Purpose::Other(code) => code,
    };
    let mut document = json!({
        "holder": {
            "id": query.holder.id.as_str(),
            "type": query.holder.kind,
            "connected": query.holder.connection == Connection::Connected,
        },
        "consulter": {"id": query.consulter.id.as_str(), "type": query.consulter.kind},
        "data": query.data,
        "purpose": purpose,
        "at": query.at.to_string(),
    });
    let asserted = match query.treatment_relationship {
        TreatmentRelationship::Asserted => Some(true),
        TreatmentRelationship::Denied => Some(false),
        TreatmentRelationship::NotAsserted => None,
    };
    if let Some(asserted) = asserted {
        document["treatment_relationship"] = Value::Bool(asserted);
    }
    document.to_string()
}

/// The engine of Mitz.
pub(crate) fn mitz() -> Engine {
    static MITZ: OnceLock<Engine> = OnceLock::new();
    MITZ.get_or_init(Engine::mitz).clone()
}

/// The engine of Mitz with other parameters: the inside of `"parameters": {…}`.
pub(crate) fn mitz_with(parameters: &str) -> Engine {
    Engine::new(mitz().catalogue().clone(), rules(parameters).unwrap())
}

pub(crate) fn rules(parameters: &str) -> Result<RuleSet, Error> {
    RuleSet::from_json(&format!(
        r#"{{"name": "trial", "version": "1", "date": "2026-11-22", "parameters": {{{parameters}}}}}"#
    ))
}

/// The rules of Mitz over a catalogue with what that of Mitz does not have: one holder category with options on two levels
/// of data (R3), and options that were added on 1 June 2026 (R5).
///
/// | option | data | consulter | since |
/// |---|---|---|---|
/// | h.1 | GGC002 | GPs | |
/// | h.2 | GGC013 | GPs | |
/// | h.3 | GGC002 | pharmacies | |
/// | h.4 | GGC013 | pharmacies | 2026-06-01T12:00:00Z |
/// | h.5 | GGC002 | hospitals | 2026-06-01T12:00:00Z |
///
/// GGC113 is a part of GGC013, and no option is about it alone.
pub(crate) fn layered() -> Engine {
    static LAYERED: OnceLock<Engine> = OnceLock::new();
    let read = || {
        Engine::new(
            Catalogue::from_json(&layered_document().to_string()).unwrap(),
            RuleSet::mitz(),
        )
    };
    LAYERED.get_or_init(read).clone()
}

pub(crate) fn layered_document() -> Value {
    let named = |key: &str, id: &str| json!({key: id, "nl": format!("nl {id}"), "en": format!("en {id}"), "source": "test"});
    let with = |mut row: Value, more: Value| {
        row.as_object_mut()
            .unwrap()
            .append(&mut more.as_object().unwrap().clone());
        row
    };
    let kind = |code: &str, holder: &str, consulting: &str| {
        with(
            named("code", code),
            json!({"holder_category": holder, "consulting_category": consulting}),
        )
    };
    let row = |id: &str, data: &str, consulting: &str| json!({"id": id, "holder_category": "huisartsen", "data": data, "consulting_categories": [consulting], "source": "test"});
    let since = json!({"since": "2026-06-01T12:00:00Z"});
    json!({
        "id": "layered", "name": "Two levels", "version": "1", "date": "2026-11-22", "source": "test",
        "data_categories": [
            with(named("code", "GGC113"), json!({"parent": "GGC013"})),
            with(named("code", "GGC013"), json!({"parent": "GGC002"})),
            named("code", "GGC002"),
        ],
        "holder_categories": [named("id", "huisartsen"), named("id", "apotheken")],
        "consulting_categories": [named("code", "HA"), named("code", "AP"), named("code", "ZH")],
        "provider_types": [
            kind("Z3", "huisartsen", "HA"), kind("N6", "huisartsen", "HA"), kind("J8", "apotheken", "AP"),
            kind("V4", "apotheken", "ZH"),
        ],
        "options": [
            row("h.1", "GGC002", "HA"), row("h.2", "GGC013", "HA"), row("h.3", "GGC002", "AP"),
            with(row("h.4", "GGC013", "AP"), since.clone()), with(row("h.5", "GGC002", "ZH"), since),
        ],
    })
}

/// The code and the path of an error.
pub(crate) fn fault(error: &Error) -> (ErrorCode, String) {
    (error.code(), error.path().to_owned())
}
