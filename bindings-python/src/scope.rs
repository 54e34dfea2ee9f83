//! `Scope`: whose records a choice is about, and which options of them (R7).

use akkoord::Error;
use akkoord::error::ErrorCode;
use akkoord::profile::Level;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::catalogue::{Catalogue, or_mitz, unless_mitz};
use crate::error::{Fault, raised};
use crate::given::{Text, Texts, given, named};
use crate::html;
use crate::provider::Consulter;
use crate::told::{LEVELS, LevelTold, Reduced, Shown, Tuple, hashed, rebuilt};

given! {
    /// A level by its name.
    LevelName = type_hint_identifier!("akkoord._names", "Level");
}

/// Whose records a choice is about and which options of them (R7), for one catalogue.
///
/// Made by `Scope.blanket`, `Scope.categorical`, `Scope.individual` and `Scope.emergency`; the constructor takes the same
/// as the wire format has it.
///
/// Args:
///     level: `"blanket"`, `"categorical"`, `"individual"` or `"emergency"`.
///     holder_category: The id of a holder category; for `"categorical"`, and only there.
///     holders: Ids of holders; for `"individual"` and `"emergency"`, and only there. Kept in byte order, each once.
///     options: Ids of the options to which it is limited; all options of its holders if left out. Not for `"emergency"`.
///     consulter: The one consulter that an emergency choice is for; for `"emergency"`, and only there.
///     catalogue: Where the codes come from; the Mitz catalogue if it is left out.
///
/// Raises:
///     FormatError: A field that this level does not have, or lacks; an empty list; an empty id.
///     ProfileError: A code that the catalogue does not have.
///
/// >>> import akkoord
/// >>> akkoord.Scope.categorical("apotheken", options=["2.1"])
/// Scope(level='categorical', holder_category='apotheken', options=('2.1',))
#[pyclass(frozen, module = "akkoord")]
pub(crate) struct Scope {
    pub(crate) core: akkoord::profile::Scope,
    pub(crate) catalogue: Py<Catalogue>,
}

/// A field that must be there at this level.
fn needed<T>(value: Option<T>, path: &str) -> PyResult<T> {
    value.ok_or_else(|| Fault::new(ErrorCode::MissingField, path).into())
}

/// A field that this level does not have.
fn absent<T>(value: &Option<T>, path: &str) -> PyResult<()> {
    match value {
        None => Ok(()),
        Some(_) => Err(Fault::new(ErrorCode::UnknownField, path).into()),
    }
}

fn strs(texts: &[String]) -> impl Iterator<Item = &str> {
    texts.iter().map(String::as_str)
}

fn made(result: Result<akkoord::profile::Scope, Error>) -> PyResult<akkoord::profile::Scope> {
    // Core names its paths below `scope` already.
    result.map_err(|error| raised(&error))
}

impl Scope {
    /// What a notebook shows.
    pub(crate) fn rows(&self) -> Vec<(&'static str, String)> {
        let options = self.options().map(|options| options.0.join(", "));
        let mut rows = vec![("level", self.core.level().name().to_owned())];
        if let Some(category) = self.holder_category() {
            rows.push(("holder category", category.to_owned()));
        }
        if !self.core.holders().is_empty() {
            rows.push(("holders", self.holders().0.join(", ")));
        }
        rows.push(("options", options.unwrap_or_else(|| "all".to_owned())));
        if let Some(consulter) = self.consulter() {
            let consulter = consulter.0;
            rows.push((
                "consulter",
                format!("{} ({})", consulter.id.as_str(), consulter.kind),
            ));
        }
        rows
    }

    fn known(&self) -> &akkoord::Catalogue {
        &self.catalogue.get().0
    }
}

#[pymethods]
impl Scope {
    #[new]
    #[pyo3(signature = (level, *, holder_category = None, holders = None, options = None, consulter = None, catalogue = None))]
    fn new(
        py: Python<'_>,
        level: LevelName<'_>,
        holder_category: Option<Text<'_>>,
        holders: Option<Texts<'_>>,
        options: Option<Texts<'_>>,
        consulter: Option<Consulter>,
        catalogue: Option<Bound<'_, Catalogue>>,
    ) -> PyResult<Self> {
        let level = named(&level.0, "scope.level", &LEVELS, Level::name)?;
        let catalogue = or_mitz(py, catalogue)?;
        let known = &catalogue.get().0;
        match level {
            Level::Blanket | Level::Individual | Level::Emergency => {
                absent(&holder_category, "scope.holder_category")?;
            }
            Level::Categorical => {}
        }
        match level {
            Level::Blanket | Level::Categorical => absent(&holders, "scope.holders")?,
            Level::Individual | Level::Emergency => {}
        }
        match level {
            Level::Blanket | Level::Categorical | Level::Individual => {
                absent(&consulter, "scope.consulter")?;
            }
            Level::Emergency => absent(&options, "scope.options")?,
        }
        let holders = holders
            .map(|holders| holders.read("scope.holders"))
            .transpose()?;
        let options = options
            .map(|options| options.read("scope.options"))
            .transpose()?;
        let core = match level {
            Level::Blanket => akkoord::profile::Scope::blanket(known),
            Level::Categorical => {
                let category = needed(holder_category, "scope.holder_category")?;
                made(akkoord::profile::Scope::categorical(
                    known,
                    category.read("scope.holder_category")?,
                ))?
            }
            Level::Individual => {
                let holders = needed(holders, "scope.holders")?;
                made(akkoord::profile::Scope::individual(known, strs(&holders)))?
            }
            Level::Emergency => {
                let holders = needed(holders, "scope.holders")?;
                let Consulter(consulter) = needed(consulter, "scope.consulter")?;
                let (id, kind) = (&consulter.id, &consulter.kind);
                made(akkoord::profile::Scope::emergency(
                    known,
                    strs(&holders),
                    id,
                    kind,
                ))?
            }
        };
        let core = match &options {
            Some(options) => made(core.limited_to(known, strs(options)))?,
            None => core,
        };
        Ok(Scope { core, catalogue })
    }

    /// Every option of every holder ("al jouw zorgaanbieders", "geen enkele zorgaanbieder").
    #[staticmethod]
    #[pyo3(signature = (*, options = None, catalogue = None))]
    fn blanket(
        py: Python<'_>,
        options: Option<Texts<'_>>,
        catalogue: Option<Bound<'_, Catalogue>>,
    ) -> PyResult<Self> {
        let level = level_name(py, Level::Blanket);
        Self::new(py, level, None, None, options, None, catalogue)
    }

    /// Every option of the holders of one category, such as `"apotheken"`.
    #[staticmethod]
    #[pyo3(signature = (holder_category, *, options = None, catalogue = None))]
    fn categorical(
        py: Python<'_>,
        holder_category: Text<'_>,
        options: Option<Texts<'_>>,
        catalogue: Option<Bound<'_, Catalogue>>,
    ) -> PyResult<Self> {
        let level = level_name(py, Level::Categorical);
        Self::new(
            py,
            level,
            Some(holder_category),
            None,
            options,
            None,
            catalogue,
        )
    }

    /// Every option of the holders with these ids.
    #[staticmethod]
    #[pyo3(signature = (holders, *, options = None, catalogue = None))]
    fn individual(
        py: Python<'_>,
        holders: Texts<'_>,
        options: Option<Texts<'_>>,
        catalogue: Option<Bound<'_, Catalogue>>,
    ) -> PyResult<Self> {
        let level = level_name(py, Level::Individual);
        Self::new(py, level, None, Some(holders), options, None, catalogue)
    }

    /// The holders with these ids, for one consulter, for as long as an emergency choice lives (R10: 72 hours).
    #[staticmethod]
    #[pyo3(signature = (holders, *, consulter, catalogue = None))]
    fn emergency(
        py: Python<'_>,
        holders: Texts<'_>,
        consulter: Consulter,
        catalogue: Option<Bound<'_, Catalogue>>,
    ) -> PyResult<Self> {
        let level = level_name(py, Level::Emergency);
        Self::new(
            py,
            level,
            None,
            Some(holders),
            None,
            Some(consulter),
            catalogue,
        )
    }

    /// How wide it is.
    #[getter]
    fn level(&self) -> LevelTold {
        LevelTold(self.core.level().name())
    }

    /// The id of the holder category of a categorical scope.
    #[getter]
    fn holder_category(&self) -> Option<&str> {
        let category = self.core.holder_category(self.known());
        category.map(akkoord::catalogue::HolderCategory::id)
    }

    /// The ids of the named holders, in byte order; empty for blanket and categorical.
    #[getter]
    fn holders(&self) -> Tuple<&str> {
        Tuple(self.core.holders().iter().map(|id| id.as_str()).collect())
    }

    /// The ids of the options to which it is limited, in the order of the catalogue; `None`: all of its holders.
    #[getter]
    fn options(&self) -> Option<Tuple<&str>> {
        let options = self.core.limited_options(self.known());
        options.map(|options| {
            Tuple(
                options
                    .map(akkoord::catalogue::CatalogueOption::id)
                    .collect(),
            )
        })
    }

    /// The one consulter that an emergency scope is for.
    #[getter]
    fn consulter(&self) -> Option<Consulter> {
        let consulter = self.core.consulter(self.known());
        consulter.map(|(id, kind)| {
            Consulter(akkoord::query::Consulter {
                id: id.clone(),
                kind: kind.code().into(),
            })
        })
    }

    /// The catalogue that the codes come from.
    #[getter]
    fn catalogue<'py>(&self, py: Python<'py>) -> Bound<'py, Catalogue> {
        self.catalogue.bind(py).clone()
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        let other = other.cast::<Scope>();
        other.is_ok_and(|other| other.get().core == self.core)
    }

    fn __hash__(&self) -> u64 {
        let holders: Vec<&str> = self.core.holders().iter().map(|id| id.as_str()).collect();
        hashed((self.core.level(), holders))
    }

    fn _repr_html_(&self) -> String {
        html::fields("Scope", &self.rows())
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let shown = Shown::new(py, "Scope").field("level", self.level())?;
        let shown = shown.maybe("holder_category", self.holder_category())?;
        let holders = self.holders();
        let shown = shown.maybe("holders", (!holders.0.is_empty()).then_some(holders))?;
        let shown = shown.maybe("options", self.options())?;
        Ok(shown.maybe("consulter", self.consulter())?.end())
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Reduced<'py>> {
        let keywords = PyDict::new(py);
        let set = |name, value: Bound<'py, PyAny>| match value.is_none() {
            true => Ok(()),
            false => keywords.set_item(name, value),
        };
        set("level", self.level().into_pyobject(py)?.into_any())?;
        set("holder_category", self.holder_category().into_pyobject(py)?)?;
        if !self.core.holders().is_empty() {
            keywords.set_item("holders", self.holders())?;
        }
        set("options", self.options().into_pyobject(py)?)?;
        set("consulter", self.consulter().into_pyobject(py)?)?;
        set(
            "catalogue",
            unless_mitz(py, &self.catalogue)?.into_pyobject(py)?,
        )?;
        rebuilt::<Self>(py, &keywords)
    }
}

fn level_name(py: Python<'_>, level: Level) -> LevelName<'_> {
    LevelName(pyo3::types::PyString::intern(py, level.name()).into_any())
}
