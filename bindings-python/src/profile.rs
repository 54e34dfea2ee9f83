//! `Patient` and `Profile`: all choices of one patient (R6-R10).

use akkoord::ids::PatientId;
use pyo3::prelude::*;
use pyo3::types::{PyDate, PyDict};

use crate::catalogue::{Catalogue, or_mitz, unless_mitz};
use crate::choice::Choice;
use crate::document::{self, Document, DocumentTold};
use crate::error::wrong_type;
use crate::given::{Json, Text, checked, given};
use crate::html;
use crate::instant::{Day, told_day};
use crate::told::{Reduced, Shown, Tuple, hashed, rebuilt};

given! {
    /// Choices: any iterable of them.
    Choices = type_hint_subscript!(
        type_hint_identifier!("collections.abc", "Iterable"),
        <Choice as pyo3::PyTypeInfo>::TYPE_HINT
    );
}

/// The person whose data it is. `repr` shows neither the id nor a date, and no error tells them.
///
/// Args:
///     id: The id, a BSN in practice.
///     born: The date of birth; a patient without one counts as an adult (R20).
///     deceased: The date of death, if the patient is known to be deceased (R15).
///
/// >>> import akkoord
/// >>> akkoord.Patient("999990019")
/// Patient(id=<hidden>)
#[pyclass(frozen, eq, module = "akkoord", from_py_object)]
#[derive(Clone, PartialEq)]
pub(crate) struct Patient(pub(crate) akkoord::profile::Patient);

#[pymethods]
impl Patient {
    #[new]
    #[pyo3(signature = (id, *, born = None, deceased = None))]
    fn new(id: Text<'_>, born: Option<Day<'_>>, deceased: Option<Day<'_>>) -> PyResult<Self> {
        let mut patient = akkoord::profile::Patient::new(id.id("patient.id", PatientId::new)?);
        if let Some(born) = born {
            patient = patient.born_on(born.read("patient.born")?);
        }
        if let Some(deceased) = deceased {
            patient = patient.deceased_on(deceased.read("patient.deceased")?);
        }
        Ok(Patient(patient))
    }

    /// The id; `repr` hides it.
    #[getter]
    fn id(&self) -> &str {
        self.0.id().as_str()
    }

    /// The date of birth, if known.
    #[getter]
    fn born<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDate>>> {
        self.0.born().map(|day| told_day(py, day)).transpose()
    }

    /// The date of death, if the patient is known to be deceased.
    #[getter]
    fn deceased<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDate>>> {
        self.0.deceased().map(|day| told_day(py, day)).transpose()
    }

    fn __hash__(&self) -> u64 {
        hashed((self.0.id(), self.0.born(), self.0.deceased()))
    }

    fn __repr__(&self, py: Python<'_>) -> String {
        // Dates tell who it is, and whether a date of death is there tells of a death.
        Shown::new(py, "Patient").hidden("id").end()
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Reduced<'py>> {
        let keywords = PyDict::new(py);
        keywords.set_item("id", self.id())?;
        keywords.set_item("born", self.born(py)?)?;
        keywords.set_item("deceased", self.deceased(py)?)?;
        rebuilt::<Self>(py, &keywords)
    }
}

/// All choices of one patient, bound to the catalogue that their options come from.
///
/// Made here, or read by `Profile.from_json` and `Engine.read_profile`; a profile that breaks a rule of the wire format cannot be made.
///
/// Args:
///     patient: The patient.
///     choices: The choices, at most 10,000, each with its own id. Their order is kept and means nothing.
///     catalogue: Where the codes come from; the Mitz catalogue if it is left out.
///
/// Raises:
///     ProfileError: Two choices with one id, too many choices, or a scope of another catalogue.
///
/// >>> import akkoord
/// >>> profile = akkoord.Profile(patient=akkoord.Patient("999990019"), choices=[])
/// >>> profile
/// Profile(patient=Patient(id=<hidden>), choices=0, catalogue='mitz-3960100')
/// >>> akkoord.Engine().read_profile(profile.to_json()) == profile
/// True
#[pyclass(frozen, module = "akkoord")]
pub(crate) struct Profile {
    pub(crate) core: akkoord::Profile,
    pub(crate) catalogue: Py<Catalogue>,
}

/// What reads a profile with this catalogue.
fn reader(catalogue: &Py<Catalogue>) -> akkoord::Engine {
    akkoord::Engine::new(catalogue.get().0.clone(), akkoord::RuleSet::mitz())
}

#[pymethods]
impl Profile {
    #[new]
    #[pyo3(signature = (*, patient, choices, catalogue = None))]
    fn new(
        py: Python<'_>,
        patient: Patient,
        choices: Choices<'_>,
        catalogue: Option<Bound<'_, Catalogue>>,
    ) -> PyResult<Self> {
        let catalogue = or_mitz(py, catalogue)?;
        let mut list = Vec::new();
        for (row, choice) in choices.0.try_iter()?.enumerate() {
            let choice = choice?;
            let choice = choice
                .cast::<Choice>()
                .map_err(|_| wrong_type(&format!("choices[{row}]"), "a Choice", &choice))?;
            list.push(choice.get().core.clone());
        }
        let core = akkoord::Profile::new(&catalogue.get().0, patient.0, list);
        Ok(Profile {
            core: checked(core, "")?,
            catalogue,
        })
    }

    /// The patient.
    #[getter]
    fn patient(&self) -> Patient {
        Patient(self.core.patient().clone())
    }

    /// The choices, in the order in which they were given.
    #[getter]
    fn choices(&self, py: Python<'_>) -> Tuple<Choice> {
        let choice = |choice: &akkoord::profile::Choice| Choice {
            core: choice.clone(),
            catalogue: self.catalogue.clone_ref(py),
        };
        Tuple(self.core.choices().iter().map(choice).collect())
    }

    /// The catalogue that the codes come from.
    #[getter]
    fn catalogue<'py>(&self, py: Python<'py>) -> Bound<'py, Catalogue> {
        self.catalogue.bind(py).clone()
    }

    /// Reads a profile, strictly (R6-R10, wire format).
    ///
    /// Args:
    ///     json: The document.
    ///     catalogue: Where the codes come from; `None`: the Mitz catalogue.
    ///
    /// Raises:
    ///     FormatError, ProfileError: The first fault, with a code, a path and a line; nothing is half-read.
    ///
    /// >>> import akkoord
    /// >>> akkoord.Profile.from_json('{"patient": {"id": "999990019"}, "choices": []}')
    /// Profile(patient=Patient(id=<hidden>), choices=0, catalogue='mitz-3960100')
    #[staticmethod]
    #[pyo3(signature = (json, *, catalogue = None))]
    fn from_json(
        py: Python<'_>,
        json: Json<'_>,
        catalogue: Option<Bound<'_, Catalogue>>,
    ) -> PyResult<Self> {
        let (json, catalogue) = (json.read("")?, or_mitz(py, catalogue)?);
        let reader = reader(&catalogue);
        let core = checked(py.detach(|| reader.read_profile(json)), "")?;
        Ok(Profile { core, catalogue })
    }

    /// Reads a profile of dicts and lists, as `from_json` reads text; an instant may be an aware `datetime`.
    #[staticmethod]
    #[pyo3(signature = (document, *, catalogue = None))]
    fn from_dict(
        py: Python<'_>,
        document: Document<'_>,
        catalogue: Option<Bound<'_, Catalogue>>,
    ) -> PyResult<Self> {
        let (json, catalogue) = (document.written("profile")?, or_mitz(py, catalogue)?);
        let reader = reader(&catalogue);
        let core = document::read(py.detach(|| reader.read_profile(&json)), "")?;
        Ok(Profile { core, catalogue })
    }

    /// The profile in the canonical form of the wire format; it names the patient.
    fn to_json(&self, py: Python<'_>) -> String {
        py.detach(|| self.core.to_json())
    }

    /// The profile as the wire format has it, of dicts and lists; instants are text. It names the patient.
    ///
    /// >>> import akkoord
    /// >>> akkoord.Profile(patient=akkoord.Patient("999990019"), choices=[]).to_dict()["choices"]
    /// []
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<DocumentTold<'py>> {
        DocumentTold::of(py, &self.to_json(py))
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        let other = other.cast::<Profile>();
        other.is_ok_and(|other| other.get().core == self.core)
    }

    fn __hash__(&self) -> u64 {
        let choices = self.core.choices();
        let ids: Vec<&akkoord::ids::ChoiceId> =
            choices.iter().map(akkoord::profile::Choice::id).collect();
        hashed((self.core.patient().id(), ids))
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let shown = Shown::new(py, "Profile").raw("patient", &self.patient().__repr__(py));
        let shown = shown.field("choices", self.core.choices().len())?;
        let catalogue = self.core.catalogue().id();
        Ok(shown.field("catalogue", catalogue)?.end())
    }

    fn _repr_html_(&self) -> String {
        let catalogue = self.core.catalogue();
        let rows: Vec<Vec<String>> = self
            .core
            .choices()
            .iter()
            .map(|choice| {
                let scope = choice.scope();
                let category = scope.holder_category(catalogue).map(|row| row.id());
                let holders = scope.holders().iter().map(|id| id.as_str());
                let whose: Vec<&str> = category.into_iter().chain(holders).collect();
                let options = scope.limited_options(catalogue);
                let options = options.map(|options| {
                    let ids: Vec<&str> = options.map(|option| option.id()).collect();
                    ids.join(", ")
                });
                vec![
                    choice.id().as_str().to_owned(),
                    choice.answer().name().to_owned(),
                    scope.level().name().to_owned(),
                    whose.join(", "),
                    options.unwrap_or_else(|| "all".to_owned()),
                    choice.channel().name().to_owned(),
                    choice.decided_at().to_string(),
                    choice
                        .withdrawn_at()
                        .map(|at| at.to_string())
                        .unwrap_or_default(),
                ]
            })
            .collect();
        let headers = [
            "choice",
            "answer",
            "level",
            "holders",
            "options",
            "channel",
            "decided",
            "withdrawn",
        ];
        html::table("Profile (patient hidden)", &headers, &rows)
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Reduced<'py>> {
        let keywords = PyDict::new(py);
        keywords.set_item("patient", self.patient())?;
        keywords.set_item("choices", self.choices(py))?;
        keywords.set_item("catalogue", unless_mitz(py, &self.catalogue)?)?;
        rebuilt::<Self>(py, &keywords)
    }
}
