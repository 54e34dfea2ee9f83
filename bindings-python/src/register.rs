//! Recording (R34-R40): a command as the wire format writes it, the new profile and its effects, or a refusal.

use akkoord::error::ErrorCode;
use akkoord::json::canonical_json;
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyDict;
use serde::Serialize;
use serde_json::Value;

use crate::catalogue::Catalogue;
use crate::document::AnswerDocument;
use crate::error::{Fault, raised};
use crate::given::{LangName, given};
use crate::instant::Moment;
use crate::overview::fields;
use crate::profile::Profile;
use crate::told::{Tuple, python_classes};

given! {
    /// A command: one of the classes of `akkoord.register`, or a mapping as the wire format has it.
    CommandGiven = type_hint_identifier!("akkoord.register", "Command");
}

python_classes! {
    EffectTold = "akkoord._answers" "Effect";
    RegisteredTold = "akkoord._answers" "Registered";
}

/// What came of a command, as the wire format writes it.
#[derive(Serialize)]
struct Effect<'a> {
    effect: &'a str,
    choice: &'a str,
}

/// One command, applied by core's own line: what is not read there is refused there.
pub(crate) fn register<'py>(
    engine: &akkoord::Engine,
    catalogue: &Py<Catalogue>,
    profile: &Profile,
    (command, now): (&CommandGiven<'py>, &Moment<'py>),
    explain: Option<&LangName<'py>>,
) -> PyResult<RegisteredTold<'py>> {
    static WRITTEN: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let py = command.0.py();
    let written = WRITTEN.import(py, "akkoord.register", "written")?;
    let command: String = written.call1((&command.0,))?.extract()?;
    let now = now.read("now")?;
    let explain = explain.map(crate::decision::lang_of).transpose()?;
    let explain = explain.map(|lang| format!(r#","explain":"{}""#, lang.code()));
    let line = format!(
        r#"{{"profile":{},"register":{{"command":{command},"now":"{now}"{}}}}}"#,
        profile.core.to_json(),
        explain.unwrap_or_default()
    );
    let answer = py.detach(|| engine.answer_json(&line));
    let broken = |_| PyRuntimeError::new_err("the engine's answer is not JSON");
    let answer: Value = serde_json::from_str(&answer).map_err(broken)?;
    if let Some(error) = answer.get("error") {
        let name = error["code"].as_str().unwrap_or_default();
        let mut codes = ErrorCode::ALL.iter().copied();
        let code = codes.find(|code| code.name() == name);
        // INVARIANT: an error line names a code of the list.
        let code = code.unwrap_or(ErrorCode::InvalidJson);
        let path = error["path"].as_str().unwrap_or_default();
        let message = error["message"].as_str().unwrap_or_default();
        return Err(Fault::told(code, path, message.to_owned()).into());
    }
    let answer = &answer["register"];
    let after = engine.read_profile(&answer["profile"].to_string());
    let after = Profile {
        core: after.map_err(|error| raised(&error))?,
        catalogue: catalogue.clone_ref(py),
    };
    let effects = answer["effects"].as_array().into_iter().flatten();
    let effects: Vec<Effect<'_>> = effects
        .map(|one| Effect {
            effect: one["effect"].as_str().unwrap_or_default(),
            choice: one["choice"].as_str().unwrap_or_default(),
        })
        .collect();
    let document = format!(
        r#"{{"effects":{},"profile":{}}}"#,
        canonical_json(&effects),
        after.core.to_json()
    );
    let effects = effects.iter().map(|one| {
        let fields = fields!(py, "effect": one.effect, "choice": one.choice);
        EffectTold::make(py, &fields)
    });
    let fields = fields!(py, "profile": after,
        "_document": AnswerDocument::of_text(document),
        "effects": Tuple(effects.collect::<PyResult<_>>()?),
        "explanation": answer["explanation"].as_str());
    RegisteredTold::make(py, &fields)
}
