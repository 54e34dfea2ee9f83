//! Recording (R34-R40): a command as the wire format writes it, the new profile and its effects, or a refusal.

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyDict;

use crate::catalogue::Catalogue;
use crate::document::{AnswerDocument, read};
use crate::error::Fault;
use crate::given::given;
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

/// One command, read and applied by core: what is not read here is refused there.
pub(crate) fn register<'py>(
    engine: &akkoord::Engine,
    catalogue: &Py<Catalogue>,
    profile: &Profile,
    (command, now): (&CommandGiven<'py>, &Moment<'py>),
) -> PyResult<RegisteredTold<'py>> {
    static WRITTEN: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let py = command.0.py();
    let written = WRITTEN.import(py, "akkoord.register", "written")?;
    let command: String = written.call1((&command.0,))?.extract()?;
    let now = now.read("now")?;
    let command = read(engine.read_command(&command), "register.command")?;
    let done = py.detach(|| engine.register(&profile.core, &command, now));
    let done = done.map_err(|error| Fault::of(&error, "register").without_line())?;
    let after = Profile {
        core: done.profile().clone(),
        catalogue: catalogue.clone_ref(py),
    };
    let effects = done.effects().iter().map(|one| {
        let fields = fields!(py, "effect": one.name(), "choice": one.choice().as_str());
        EffectTold::make(py, &fields)
    });
    let fields = fields!(py, "profile": after,
        "effects": Tuple(effects.collect::<PyResult<_>>()?));
    fields.set_item("_document", AnswerDocument::of(done))?;
    RegisteredTold::make(py, &fields)
}
