//! `Decision`, `Ground`, `Outweighed` and `Explanation`: the answer with its grounds (R22-R24).
//!
//! A decision keeps core's own, which alone can be explained. One that was pickled carries its explanations along instead.

use akkoord::explain::Explain;
use akkoord::profile::{Answer, Channel, Level};
use akkoord::{Audience, Instant, Lang, Outcome, Reason};
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::{PyDateTime, PyDict};
use serde::{Deserialize, Serialize};

use crate::document::{DocumentTold, NOT_TRAVELLED};
use crate::error::{bad_pickle, no_truth_value};
use crate::given::{AudienceName, LangName, Text, Texts, named};
use crate::html;
use crate::instant::{told, told_maybe};
use crate::told::{
    ANSWERS, AUDIENCES, AnswerTold, AudienceTold, CHANNELS, ChannelTold, LANGS, LEVELS, LangTold,
    LevelTold, MatchExplanation, MatchGround, MatchOutcome, MatchOutweighed, OutcomeTold,
    ReasonTold, Reduced, Shown, Tuple, hashed, python_classes, reason_of, rebuilt, restored,
};
use crate::wording::{self, Names, Zone};

/// A choice as the ground of a decision: what a person needs to recognise it.
#[pyclass(frozen, eq, module = "akkoord")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Ground {
    choice: String,
    answer: Answer,
    level: Level,
    channel: Channel,
    decided_at: Instant,
}

impl From<&akkoord::decision::Ground> for Ground {
    fn from(ground: &akkoord::decision::Ground) -> Self {
        Ground {
            choice: ground.choice().as_str().to_owned(),
            answer: ground.answer(),
            level: ground.level(),
            channel: ground.channel(),
            decided_at: ground.decided_at(),
        }
    }
}

impl Ground {
    /// What a notebook shows.
    fn rows(&self) -> Vec<(&'static str, String)> {
        vec![
            ("choice", self.choice.clone()),
            ("answer", self.answer.name().to_owned()),
            ("level", self.level.name().to_owned()),
            ("channel", self.channel.name().to_owned()),
            ("decided", self.decided_at.to_string()),
        ]
    }
}

#[pymethods]
impl Ground {
    #[classattr]
    fn __match_args__() -> MatchGround {
        MatchGround
    }

    /// The id of the choice.
    #[getter]
    fn choice(&self) -> &str {
        &self.choice
    }

    /// `"yes"` or `"no"`.
    #[getter]
    fn answer(&self) -> AnswerTold {
        AnswerTold(self.answer.name())
    }

    /// How wide the choice is.
    #[getter]
    fn level(&self) -> LevelTold {
        LevelTold(self.level.name())
    }

    /// How it came in.
    #[getter]
    fn channel(&self) -> ChannelTold {
        ChannelTold(self.channel.name())
    }

    /// When the patient decided (UTC).
    #[getter]
    fn decided_at<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDateTime>> {
        told(py, self.decided_at)
    }

    fn __hash__(&self) -> u64 {
        hashed(self)
    }

    fn _repr_html_(&self) -> String {
        html::fields("Ground", &self.rows())
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let shown = Shown::new(py, "Ground").field("choice", &self.choice)?;
        let shown = shown.field("answer", self.answer())?;
        let shown = shown.field("level", self.level())?;
        let shown = shown.field("channel", self.channel())?;
        let decided_at = self.decided_at.to_string();
        Ok(shown.raw("decided_at", &decided_at).end())
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Reduced<'py>> {
        restored(py, "_restore_ground", state(&Travelling::of(self))?)
    }
}

/// A choice that took part and did not decide, and the rule by which it was outweighed (R23).
#[pyclass(frozen, eq, module = "akkoord")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Outweighed {
    ground: Ground,
    rule: u8,
}

#[pymethods]
impl Outweighed {
    #[classattr]
    fn __match_args__() -> MatchOutweighed {
        MatchOutweighed
    }

    /// The choice.
    #[getter]
    fn ground(&self) -> Ground {
        self.ground.clone()
    }

    /// The id of the choice.
    #[getter]
    fn choice(&self) -> &str {
        &self.ground.choice
    }

    /// The rule, such as `"R18"`.
    #[getter]
    fn rule(&self) -> String {
        format!("R{}", self.rule)
    }

    fn __hash__(&self) -> u64 {
        hashed(self)
    }

    fn _repr_html_(&self) -> String {
        let mut rows = self.ground.rows();
        rows.push(("outweighed by", self.rule()));
        html::fields("Outweighed choice", &rows)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let shown = Shown::new(py, "Outweighed").field("ground", self.ground.clone())?;
        Ok(shown.field("rule", self.rule())?.end())
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Reduced<'py>> {
        let travelling = (Travelling::of(&self.ground), self.rule);
        restored(py, "_restore_outweighed", state(&travelling)?)
    }
}

/// A decision in plain language (R24). `str()` gives it as one line of text.
#[pyclass(frozen, eq, module = "akkoord")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Explanation {
    headline: String,
    sentences: Vec<String>,
    lang: Lang,
    audience: Audience,
}

impl Explanation {
    /// What core told.
    pub(crate) fn of(told: &akkoord::explain::Explanation, lang: Lang, audience: Audience) -> Self {
        Explanation {
            headline: told.headline().to_owned(),
            sentences: told.sentences().map(str::to_owned).collect(),
            lang,
            audience,
        }
    }
}

#[pymethods]
impl Explanation {
    #[classattr]
    fn __match_args__() -> MatchExplanation {
        MatchExplanation
    }

    #[new]
    #[pyo3(signature = (*, headline, sentences, lang, audience))]
    fn new(
        headline: Text<'_>,
        sentences: Texts<'_>,
        lang: LangName<'_>,
        audience: AudienceName<'_>,
    ) -> PyResult<Self> {
        Ok(Explanation {
            headline: headline.read("headline")?.to_owned(),
            sentences: sentences.read("sentences")?,
            lang: lang_of(&lang)?,
            audience: audience_of(&audience)?,
        })
    }

    /// The answer itself, in one sentence.
    #[getter]
    fn headline(&self) -> &str {
        &self.headline
    }

    /// Why: the ground, then each choice that was outweighed (in the order of the decision), then until when.
    #[getter]
    fn sentences(&self) -> Tuple<&str> {
        Tuple(self.sentences.iter().map(String::as_str).collect())
    }

    /// The language: `"nl"` (B1 level) or `"en"`.
    #[getter]
    fn lang(&self) -> LangTold {
        LangTold(self.lang.code())
    }

    /// Who reads it.
    #[getter]
    fn audience(&self) -> AudienceTold {
        AudienceTold(self.audience.name())
    }

    fn __str__(&self) -> String {
        let sentences = self.sentences.iter().map(String::as_str);
        let all: Vec<&str> = std::iter::once(&*self.headline).chain(sentences).collect();
        all.join(" ")
    }

    fn __hash__(&self) -> u64 {
        hashed(self)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let shown = Shown::new(py, "Explanation").field("headline", &self.headline)?;
        let shown = shown.field("sentences", self.sentences())?;
        let shown = shown.field("lang", self.lang())?;
        Ok(shown.field("audience", self.audience())?.end())
    }

    fn _repr_html_(&self) -> String {
        let sentences: String = self
            .sentences
            .iter()
            .map(|sentence| format!("<li>{}</li>", html::escaped(sentence)))
            .collect();
        format!(
            "<div lang=\"{}\"><p><strong>{}</strong></p><ul>{sentences}</ul></div>",
            self.lang.code(),
            html::escaped(&self.headline)
        )
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Reduced<'py>> {
        let keywords = PyDict::new(py);
        keywords.set_item("headline", &self.headline)?;
        keywords.set_item("sentences", self.sentences())?;
        keywords.set_item("lang", self.lang())?;
        keywords.set_item("audience", self.audience())?;
        rebuilt::<Self>(py, &keywords)
    }
}

python_classes! {
    ConsulterDecisionTold = "akkoord._answers" "ConsulterDecision";
}

impl<'py> ConsulterDecisionTold<'py> {
    pub(crate) fn of(py: Python<'py>, data: &str, outcome: Outcome) -> PyResult<Self> {
        let fields = PyDict::new(py);
        fields.set_item("data", data)?;
        fields.set_item("outcome", OutcomeTold(outcome.name()))?;
        Self::make(py, &fields)
    }
}

/// The language that was asked for.
pub(crate) fn lang_of(given: &LangName<'_>) -> PyResult<Lang> {
    named(&given.0, "lang", &LANGS, Lang::code)
}

pub(crate) fn audience_of(given: &AudienceName<'_>) -> PyResult<Audience> {
    named(&given.0, "audience", &AUDIENCES, Audience::name)
}

/// The answer to a query for one data category, with its grounds (R22, R23).
///
/// Whoever enforces treats every outcome but `"permit"` as no: ask `is_permit`. A decision has no truth value, since a deny
/// would count as true.
#[pyclass(frozen, module = "akkoord")]
pub(crate) struct Decision {
    facts: Facts,
    source: Source,
}

/// What a decision tells.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Facts {
    data: String,
    reason: Reason,
    option: Option<String>,
    decided_by: Option<Ground>,
    outweighed: Vec<Outweighed>,
    valid_until: Option<Instant>,
    rules: Vec<String>,
    ruleset: String,
    catalogue: String,
}

/// Where its line of JSON and its explanations come from.
enum Source {
    /// An engine decided it.
    Engine(Box<akkoord::Decision>),
    /// It was pickled: they came along.
    Pickle {
        json: String,
        explanations: Vec<Explanation>,
    },
}

impl Decision {
    /// What an engine decided.
    pub(crate) fn of(decision: akkoord::Decision) -> Self {
        let outweighed = decision.outweighed().iter().map(|one| Outweighed {
            ground: one.ground().into(),
            rule: one.rule(),
        });
        let rules = decision.rules().iter().map(|rule| format!("R{rule}"));
        let facts = Facts {
            data: decision.data().to_owned(),
            reason: decision.reason(),
            option: decision.option().map(|option| option.id().to_owned()),
            decided_by: decision.decided_by().map(Ground::from),
            outweighed: outweighed.collect(),
            valid_until: decision.valid_until(),
            rules: rules.collect(),
            ruleset: decision.ruleset_name().to_owned(),
            catalogue: decision.catalogue_id().to_owned(),
        };
        Decision {
            facts,
            source: Source::Engine(Box::new(decision)),
        }
    }

    /// R24: explained by the engine that decided, or as it was explained when it was pickled.
    fn explained(&self, lang: Lang, audience: Audience) -> Explanation {
        match &self.source {
            Source::Engine(decision) => {
                Explanation::of(&decision.explain(lang, audience), lang, audience)
            }
            Source::Pickle { explanations, .. } => {
                let mut explanations = explanations.iter();
                let asked = |one: &&Explanation| one.lang == lang && one.audience == audience;
                // INVARIANT: a pickle holds every one of them.
                let found = explanations.find(asked).cloned();
                found.unwrap_or(Explanation {
                    headline: String::new(),
                    sentences: Vec::new(),
                    lang,
                    audience,
                })
            }
        }
    }

    fn outcome_told(&self) -> Outcome {
        self.facts.reason.outcome()
    }
}

#[pymethods]
impl Decision {
    #[classattr]
    fn __match_args__() -> MatchOutcome {
        MatchOutcome
    }

    /// Explains it in plain language (R24).
    ///
    /// Args:
    ///     lang: `"nl"` (B1 level) or `"en"`.
    ///     audience: Who reads it. `"patient"` and `"holder"` see the whole ground; a `"consulter"` does not learn whether a
    ///         deny is a "no" or "no choice", nor anything about other holders.
    ///     names: Names of providers: a mapping from their ids, or a function that gives the name of an id, or `None` where it
    ///         is not known. Without a name a provider is told by its type or id.
    ///     time_zone: By whose clock dates and times are told, such as ``ZoneInfo("Europe/Amsterdam")``; `None`: in UTC, and a
    ///         time says so.
    ///
    /// Raises:
    ///     RuntimeError: The decision was pickled, and names or a time zone are asked for.
    ///
    /// >>> from datetime import datetime, timezone
    /// >>> import akkoord
    /// >>> query = akkoord.Query(holder=akkoord.Holder("ura:90000017", "Z3"), consulter=akkoord.Consulter("ura:90000033", "N6"),
    /// ...                       data="GGC002", at=datetime(2026, 1, 5, 12, tzinfo=timezone.utc), treatment_relationship=True)
    /// >>> nobody = akkoord.Profile(patient=akkoord.Patient("999990019"), choices=[])
    /// >>> [decision] = akkoord.Engine().decide(nobody, query)
    /// >>> decision.explain(lang="en", audience="patient").headline
    /// 'No, this provider (GP practice) may not share your treatment data with the provider that asks (out-of-hours GP post).'
    /// >>> decision.explain(lang="en", audience="patient", names={"ura:90000017": "De Eik"}).headline
    /// 'No, De Eik (GP practice) may not share your treatment data with the provider that asks (out-of-hours GP post).'
    #[pyo3(signature = (*, lang, audience, names = None, time_zone = None))]
    fn explain(
        &self,
        lang: LangName<'_>,
        audience: AudienceName<'_>,
        names: Option<Names<'_>>,
        time_zone: Option<Zone<'_>>,
    ) -> PyResult<Explanation> {
        let (lang, audience) = (lang_of(&lang)?, audience_of(&audience)?);
        match &self.source {
            Source::Engine(decision) => wording::explained(
                lang,
                audience,
                names.as_ref(),
                time_zone.as_ref(),
                |wording| decision.explain_in(wording),
            ),
            Source::Pickle { .. } if names.is_some() || time_zone.is_some() => {
                Err(PyRuntimeError::new_err(NOT_TRAVELLED))
            }
            Source::Pickle { .. } => Ok(self.explained(lang, audience)),
        }
    }

    /// The data category, as it was asked.
    #[getter]
    fn data(&self) -> &str {
        &self.facts.data
    }

    /// `"permit"`, `"deny"`, `"not_applicable"` or `"indeterminate"`. Whoever enforces treats all but permit as no (R22).
    #[getter]
    fn outcome(&self) -> OutcomeTold {
        OutcomeTold(self.outcome_told().name())
    }

    /// Whether the holder may disclose: `True` for a permit alone.
    #[getter]
    fn is_permit(&self) -> bool {
        self.outcome_told() == Outcome::Permit
    }

    /// The reason code.
    #[getter]
    fn reason(&self) -> ReasonTold {
        ReasonTold(self.facts.reason.name())
    }

    /// The id of the option of the deciding cell; the nearest that matches for `no_choice` and an emergency; none before R4.
    #[getter]
    fn option(&self) -> Option<&str> {
        self.facts.option.as_deref()
    }

    /// The choice that decided, if a choice did.
    #[getter]
    fn decided_by(&self) -> Option<Ground> {
        self.facts.decided_by.clone()
    }

    /// The choices that have taken part, are not withdrawn, and did not decide; from the highest rank to the lowest (R8).
    #[getter]
    fn outweighed(&self) -> Tuple<Outweighed> {
        Tuple(self.facts.outweighed.clone())
    }

    /// The first instant (UTC) after `at` at which the same query against the same profile has another decision; `None`:
    /// never.
    #[getter]
    fn valid_until<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDateTime>>> {
        told_maybe(py, self.facts.valid_until)
    }

    /// The rules that were applied, such as `("R16", "R18")`.
    #[getter]
    fn rules(&self) -> Tuple<&str> {
        Tuple(self.facts.rules.iter().map(String::as_str).collect())
    }

    /// The name of the rule set.
    #[getter]
    fn ruleset(&self) -> &str {
        &self.facts.ruleset
    }

    /// The id of the catalogue.
    #[getter]
    fn catalogue(&self) -> &str {
        &self.facts.catalogue
    }

    /// What a consulter may know of it (R24): the data category and the outcome, and nothing else.
    ///
    /// It does not tell a *no* from *no choice*, from no record or from a death: each is ``"deny"``. Hand this to a consulter, and
    /// never the decision itself.
    ///
    /// >>> from datetime import datetime, timezone
    /// >>> import akkoord
    /// >>> query = akkoord.Query(holder=akkoord.Holder("ura:90000017", "Z3"), consulter=akkoord.Consulter("ura:90000033", "N6"),
    /// ...                       data="GGC002", at=datetime(2026, 1, 5, 12, tzinfo=timezone.utc), treatment_relationship=True)
    /// >>> nobody = akkoord.Profile(patient=akkoord.Patient("999990019"), choices=[])
    /// >>> [decision] = akkoord.Engine().decide(nobody, query)
    /// >>> decision.for_consulter()
    /// ConsulterDecision(data='GGC002', outcome='deny')
    /// >>> decision.for_consulter().to_json()
    /// '{"data":"GGC002","decision":"deny"}'
    fn for_consulter<'py>(&self, py: Python<'py>) -> PyResult<ConsulterDecisionTold<'py>> {
        ConsulterDecisionTold::of(py, &self.facts.data, self.outcome_told())
    }

    /// The canonical form of the wire format: an object without white space.
    fn to_json(&self) -> String {
        match &self.source {
            Source::Engine(decision) => decision.to_json(),
            Source::Pickle { json, .. } => json.clone(),
        }
    }

    /// The same as a dict; instants are text.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<DocumentTold<'py>> {
        DocumentTold::of(py, &self.to_json())
    }

    fn __bool__(&self) -> PyResult<bool> {
        Err(no_truth_value("a decision"))
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        let other = other.cast::<Decision>();
        other.is_ok_and(|other| other.get().facts == self.facts)
    }

    fn __hash__(&self) -> u64 {
        hashed(&self.facts)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let facts = &self.facts;
        let shown = Shown::new(py, "Decision").field("data", &facts.data)?;
        let shown = shown.field("outcome", self.outcome())?;
        let shown = shown.field("reason", self.reason())?;
        let shown = shown.field("option", self.option())?;
        let decided_by = facts.decided_by.as_ref().map(|ground| &*ground.choice);
        let shown = shown.field("decided_by", decided_by)?;
        let until = facts.valid_until.map(|until| until.to_string());
        let until = until.unwrap_or_else(|| "None".to_owned());
        Ok(shown.raw("valid_until", &until).end())
    }

    fn _repr_html_(&self) -> String {
        let facts = &self.facts;
        let outweighed: Vec<String> = facts
            .outweighed
            .iter()
            .map(|one| format!("{} ({})", one.ground.choice, one.rule()))
            .collect();
        let rows = [
            ("data", facts.data.clone()),
            ("decision", self.outcome_told().name().to_owned()),
            ("reason", facts.reason.name().to_owned()),
            ("option", html::or_none(facts.option.as_deref())),
            (
                "decided by",
                html::or_none(facts.decided_by.as_ref().map(|one| &*one.choice)),
            ),
            ("outweighed", outweighed.join(", ")),
            ("valid until", html::or_none(facts.valid_until)),
            ("rules", facts.rules.join(", ")),
        ];
        html::fields("Decision", &rows)
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Reduced<'py>> {
        let facts = &self.facts;
        let explanations = LANGS.into_iter().flat_map(|lang| {
            AUDIENCES.into_iter().map(move |audience| {
                let Explanation {
                    headline,
                    sentences,
                    ..
                } = self.explained(lang, audience);
                (headline, sentences)
            })
        });
        let travelling = TravellingDecision {
            data: facts.data.clone(),
            reason: facts.reason.name().to_owned(),
            option: facts.option.clone(),
            decided_by: facts.decided_by.as_ref().map(Travelling::of),
            outweighed: facts
                .outweighed
                .iter()
                .map(|one| (Travelling::of(&one.ground), one.rule))
                .collect(),
            valid_until: facts.valid_until.map(Instant::as_micros),
            rules: facts.rules.clone(),
            ruleset: facts.ruleset.clone(),
            catalogue: facts.catalogue.clone(),
            json: self.to_json(),
            explanations: explanations.collect(),
        };
        restored(py, "_restore_decision", state(&travelling)?)
    }
}

/// A ground in a pickle.
#[derive(Serialize, Deserialize)]
struct Travelling {
    choice: String,
    answer: String,
    level: String,
    channel: String,
    decided_at: i64,
}

/// A decision in a pickle. The explanations are in the order of the languages, then of the audiences.
#[derive(Serialize, Deserialize)]
struct TravellingDecision {
    data: String,
    reason: String,
    option: Option<String>,
    decided_by: Option<Travelling>,
    outweighed: Vec<(Travelling, u8)>,
    valid_until: Option<i64>,
    rules: Vec<String>,
    ruleset: String,
    catalogue: String,
    json: String,
    explanations: Vec<(String, Vec<String>)>,
}

impl Travelling {
    fn of(ground: &Ground) -> Self {
        Travelling {
            choice: ground.choice.clone(),
            answer: ground.answer.name().to_owned(),
            level: ground.level.name().to_owned(),
            channel: ground.channel.name().to_owned(),
            decided_at: ground.decided_at.as_micros(),
        }
    }

    fn ground(self) -> Option<Ground> {
        let answer = ANSWERS.into_iter().find(|one| one.name() == self.answer)?;
        let level = LEVELS.into_iter().find(|one| one.name() == self.level)?;
        let mut channels = CHANNELS.into_iter();
        Some(Ground {
            choice: self.choice,
            answer,
            level,
            channel: channels.find(|one| one.name() == self.channel)?,
            decided_at: Instant::from_micros(self.decided_at)?,
        })
    }
}

impl TravellingDecision {
    fn decision(self) -> Option<Decision> {
        let outweighed = self.outweighed.into_iter().map(|(ground, rule)| {
            Some(Outweighed {
                ground: ground.ground()?,
                rule,
            })
        });
        let asked = LANGS
            .into_iter()
            .flat_map(|lang| AUDIENCES.into_iter().map(move |audience| (lang, audience)));
        let explanations: Vec<Explanation> = asked
            .zip(self.explanations)
            .map(|((lang, audience), (headline, sentences))| Explanation {
                headline,
                sentences,
                lang,
                audience,
            })
            .collect();
        if explanations.len() != LANGS.len() * AUDIENCES.len() {
            return None;
        }
        let decided_by = match self.decided_by {
            None => None,
            Some(ground) => Some(ground.ground()?),
        };
        let valid_until = match self.valid_until {
            None => None,
            Some(micros) => Some(Instant::from_micros(micros)?),
        };
        Some(Decision {
            facts: Facts {
                data: self.data,
                reason: reason_of(&self.reason)?,
                option: self.option,
                decided_by,
                outweighed: outweighed.collect::<Option<_>>()?,
                valid_until,
                rules: self.rules,
                ruleset: self.ruleset,
                catalogue: self.catalogue,
            },
            source: Source::Pickle {
                json: self.json,
                explanations,
            },
        })
    }
}

/// The state of a pickle as text.
pub(crate) fn state(value: &impl Serialize) -> PyResult<String> {
    serde_json::to_string(value)
        .map_err(|error| pyo3::exceptions::PyRuntimeError::new_err(error.to_string()))
}

/// A decision from its pickle.
#[pyfunction]
pub(crate) fn _restore_decision(state: &str) -> PyResult<Decision> {
    let travelling = serde_json::from_str(state).ok();
    let decision = travelling.and_then(TravellingDecision::decision);
    decision.ok_or_else(|| bad_pickle("Decision"))
}

/// A ground from its pickle.
#[pyfunction]
pub(crate) fn _restore_ground(state: &str) -> PyResult<Ground> {
    let travelling = serde_json::from_str(state).ok();
    let ground = travelling.and_then(Travelling::ground);
    ground.ok_or_else(|| bad_pickle("Ground"))
}

/// An outweighed choice from its pickle.
#[pyfunction]
pub(crate) fn _restore_outweighed(state: &str) -> PyResult<Outweighed> {
    let travelling: Option<(Travelling, u8)> = serde_json::from_str(state).ok();
    let outweighed = travelling.and_then(|(ground, rule)| {
        Some(Outweighed {
            ground: ground.ground()?,
            rule,
        })
    });
    outweighed.ok_or_else(|| bad_pickle("Outweighed"))
}
