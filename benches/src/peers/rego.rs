//! Rego by regorus: its register machine (RVM) with the policy compiled, the data loaded, and the inputs prepared.

use std::collections::BTreeMap;
use std::sync::Arc;

use regorus::languages::rego::compiler::Compiler;
use regorus::rvm::program::Program;
use regorus::rvm::vm::RegoVM;
use regorus::{Engine, Rc, Value};

use super::{Emergency, Resolved, Standing, ids};
use crate::facts::Question;
use crate::yardsticks::EMERGENCY;

/// Over the resolved profile: four look-ups.
const RESOLVED: &str = r#"
package consent

import rego.v1

default permit := false

# R16, R18: individual beats general.
standing := data.individual[input.holder][input.option]

standing := data.general[input.option] if {
	not data.individual[input.holder][input.option]
}

emergency := data.emergency[input.holder]

# R10, R19: live, about this category, and not ended.
live if {
	emergency.category == input.category
	input.at < emergency.until
	emergency.applies[input.option]
}

refused if {
	emergency.answer == "no"
	live
}

permit if {
	standing == "yes"
	not refused
}

permit if {
	emergency.answer == "yes"
	emergency.consulter == input.consulter
	live
	not standing
}
"#;

/// Over the choices as the wire format writes them. Instants of one form compare as strings; the host gives the instant 72
/// hours ago.
const RAW: &str = r#"
package consent

import rego.v1

default permit := false

taken := [c | some c in data.choices; c.recorded_at <= input.at]

covers(c) if {
	not c.scope.options
	about(c)
}

covers(c) if {
	input.option in c.scope.options
	about(c)
}

about(c) if c.scope.level == "blanket"

about(c) if c.scope.holder_category == input.holder_category

about(c) if {
	c.scope.level == "individual"
	input.holder in c.scope.holders
}

entry(c) := [c.decided_at, c.answer, object.get(c, "withdrawn_at", "9999")]

# R9, R17
covering := [c | some c in taken; covers(c)]

general := max([entry(c) | some c in covering; c.scope.level != "individual"])

individual := max([entry(c) | some c in covering; c.scope.level == "individual"])

# R18
silence := max([c.decided_at | some c in covering; c.scope.level == "blanket"; c.answer == "no"])

silenced if {
	individual[1] == "yes"
	individual[0] <= silence
}

own := individual[1] if {
	individual[2] > input.at
	not silenced
}

# R16
standing := own

standing := general[1] if {
	not own
	general[2] > input.at
}

# R19
concerns(c) if c.answer == "no"

concerns(c) if c.scope.consulter.id == input.consulter

emergency := max([entry(c) |
	some c in taken
	c.scope.level == "emergency"
	input.holder in c.scope.holders
	c.scope.consulter.type in input.consulting_types
	concerns(c)
])

ended if {
	emergency[1] == "yes"
	some c in covering
	c.decided_at > emergency[0]
}

ended if {
	emergency[1] == "no"
	some c in covering
	c.decided_at > emergency[0]
	c.answer == "yes"
	object.get(c, "withdrawn_at", "9999") > input.at
}

live if {
	emergency[0] > input.since
	emergency[2] > input.at
	not ended
}

refused if {
	emergency[1] == "no"
	live
}

permit if {
	standing == "yes"
	not refused
}

permit if {
	emergency[1] == "yes"
	live
	not standing
}
"#;

const RULE: &str = "data.consent.permit";

fn program(policy: &str) -> Arc<Program> {
    let mut engine = Engine::new();
    engine
        .add_policy("consent.rego".to_owned(), policy.to_owned())
        .expect("a good policy");
    let rule = Rc::from(RULE);
    let compiled = engine.compile_with_entrypoint(&rule).expect("a good rule");
    Compiler::compile_from_policy(&compiled, &[RULE]).expect("a policy that compiles")
}

fn permits(machine: &mut RegoVM, input: &Value) -> bool {
    machine.set_input(input.clone());
    machine.execute().expect("an answer") == Value::from(true)
}

fn value(json: &str) -> Value {
    Value::from_json_str(json).expect("good JSON")
}

/// Rego over the resolved profile.
pub struct Rego(RegoVM);

impl Default for Rego {
    fn default() -> Self {
        let mut machine = RegoVM::new();
        machine.load_program(program(RESOLVED));
        Rego(machine)
    }
}

impl Rego {
    /// Takes this profile in the place of the one before.
    ///
    /// # Panics
    /// If the machine refuses the data.
    pub fn load(&mut self, resolved: &Resolved<'_>) {
        self.0.set_data(data(resolved)).expect("good data");
    }

    /// A question as input.
    #[must_use]
    pub fn input(question: &Question) -> Value {
        value(&format!(
            r#"{{"holder":"{}","consulter":"{}","category":{},"option":"{}","at":{}}}"#,
            question.holder,
            question.consulter,
            question.category,
            question.option_id(),
            question.at
        ))
    }

    /// Decides.
    pub fn permits(&mut self, input: &Value) -> bool {
        permits(&mut self.0, input)
    }
}

/// The same policy in the interpreter of regorus.
pub struct Interpreted(Engine);

impl Interpreted {
    /// Reads the policy and loads the profile.
    #[must_use]
    pub fn with(resolved: &Resolved<'_>) -> Self {
        let mut engine = Engine::new();
        engine
            .add_policy("consent.rego".to_owned(), RESOLVED.to_owned())
            .expect("a good policy");
        engine.add_data(data(resolved)).expect("good data");
        Interpreted(engine)
    }

    /// Decides.
    pub fn permits(&mut self, input: &Value) -> bool {
        self.0.set_input(input.clone());
        self.0.eval_rule(RULE.to_owned()).expect("an answer") == Value::from(true)
    }
}

fn object<'k>(entries: impl IntoIterator<Item = (&'k str, Value)>) -> Value {
    let entries = entries
        .into_iter()
        .map(|(key, value)| (Value::from(key), value));
    Value::from(entries.collect::<BTreeMap<_, _>>())
}

fn data(resolved: &Resolved<'_>) -> Value {
    let cells = |standing: &Standing| {
        let yes = ids(standing.yes).map(|id| (id, Value::from("yes")));
        object(yes.chain(ids(standing.no).map(|id| (id, Value::from("no")))))
    };
    let emergency = |emergency: &Emergency<'_>| {
        object([
            (
                "answer",
                Value::from(if emergency.yes { "yes" } else { "no" }),
            ),
            ("consulter", Value::from(emergency.consulter)),
            ("category", Value::from(u64::from(emergency.category))),
            ("until", Value::from(emergency.until)),
            (
                "applies",
                object(ids(emergency.applies).map(|id| (id, Value::from(true)))),
            ),
        ])
    };
    object([
        ("general", cells(&resolved.general)),
        (
            "individual",
            object(
                resolved
                    .individual
                    .iter()
                    .map(|(holder, standing)| (*holder, cells(standing))),
            ),
        ),
        (
            "emergency",
            object(
                resolved
                    .emergencies
                    .iter()
                    .map(|(holder, one)| (*holder, emergency(one))),
            ),
        ),
    ])
}

/// Rego over the choices themselves: from the JSON of the profile to the decision.
pub struct Raw(RegoVM);

impl Default for Raw {
    fn default() -> Self {
        let mut machine = RegoVM::new();
        machine.load_program(program(RAW));
        Raw(machine)
    }
}

impl Raw {
    /// A question as input.
    #[must_use]
    pub fn input(query: &akkoord::Query) -> Value {
        let question = Question::of(query);
        let catalogue = akkoord::Catalogue::mitz();
        let kind = |code: &str| catalogue.provider_type(code).expect("a known type").clone();
        let consulting = kind(&query.consulter.kind);
        let same = catalogue
            .provider_types()
            .iter()
            .filter(|row| row.consulting_category() == consulting.consulting_category());
        let types: Vec<String> = same.map(|row| format!(r#""{}""#, row.code())).collect();
        let since = akkoord::Instant::from_micros(question.at - EMERGENCY)
            .expect("an instant of this century");
        value(&format!(
            r#"{{"holder":"{}","holder_category":"{}","consulter":"{}","consulting_types":[{}],"option":"{}","at":"{}","since":"{since}"}}"#,
            question.holder,
            kind(&query.holder.kind).holder_category(),
            question.consulter,
            types.join(","),
            question.option_id(),
            query.at
        ))
    }

    /// Reads the profile and decides.
    pub fn permits(&mut self, profile: &str, input: &Value) -> bool {
        self.0.set_data(value(profile)).expect("good data");
        permits(&mut self.0, input)
    }
}
