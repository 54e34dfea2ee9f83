//! R24: what a consulter may know of a decision.

use alloc::string::String;

use serde::ser::{Serialize, SerializeStruct, Serializer};
use smol_str::SmolStr;

use crate::reason::Outcome;

/// A decision as the consulter may know it (R24): the data category and the outcome, and nothing else.
///
/// It does not tell a *no* from *no choice*, from no record or from a death: each is `deny`. What is left of a reason
/// is told by the outcome: `not_applicable` and `indeterminate` are about the question alone (R11-R13), never about the
/// patient. Serialises to `{"data": "GGC002", "decision": "deny"}`.
///
/// ```
/// use akkoord::{Engine, Outcome};
/// let engine = Engine::mitz();
/// let profile = engine.read_profile(r#"{"patient": {"id": "999990019"}, "choices": []}"#)?;
/// let query = engine.read_query(
///     r#"{"holder": {"id": "ura:90000017", "type": "Z3"}, "consulter": {"id": "ura:90000033", "type": "N6"},
///         "data": "GGC002", "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}"#,
/// )?;
/// for decision in engine.decide(&profile, &query)? {
///     let answer = decision.for_consulter();
///     assert_eq!((answer.data(), answer.outcome()), ("GGC002", Outcome::Deny));
///     assert_eq!(answer.to_json(), r#"{"data":"GGC002","decision":"deny"}"#);
/// }
/// # Ok::<(), akkoord::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsulterDecision {
    data: SmolStr,
    outcome: Outcome,
}

impl ConsulterDecision {
    pub(crate) fn new(data: &str, outcome: Outcome) -> Self {
        let data = SmolStr::new(data);
        ConsulterDecision { data, outcome }
    }

    /// The data category, as it was asked.
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
    /// assert_eq!(decision.for_consulter().data(), "GGC002");
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
    /// use akkoord::Outcome;
    /// // The patient has made no choice.
    /// let decision = &engine.decide(&profile, &query)?[0];
    /// assert_eq!(decision.for_consulter().outcome(), Outcome::Deny);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        self.outcome
    }

    /// The canonical form of the wire format: an object without white space.
    ///
    /// ```
    /// # let engine = akkoord::Engine::mitz();
    /// # let (profile, query, ..) = engine.read_line(
    /// #     r#"{"profile": {"patient": {"id": "999990019"}, "choices": [
    /// #         {"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
    /// #          "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]},
    /// #         "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #                   "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC002",
    /// #                   "treatment_relationship": true, "at": "2026-06-01T12:00:00Z"}}"#,
    /// # )?;
    /// // The patient said yes for all providers (c1).
    /// let decision = &engine.decide(&profile, &query)?[0];
    /// assert_eq!(decision.for_consulter().to_json(), r#"{"data":"GGC002","decision":"permit"}"#);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn to_json(&self) -> String {
        crate::json::written(self)
    }
}

impl Serialize for ConsulterDecision {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("ConsulterDecision", 2)?;
        fields.serialize_field("data", self.data())?;
        fields.serialize_field("decision", self.outcome().name())?;
        fields.end()
    }
}
