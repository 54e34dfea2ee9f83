//! `Catalogue` and `RuleSet`: what an engine is made of.

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDate, PyDict};

use crate::document::{self, Document, DocumentTold};
use crate::given::{Json, checked};
use crate::html;
use crate::instant;
use crate::told::{Reduced, Shown, Tuple, hashed, python_classes, read_again, rebuilt};

python_classes! {
    CatalogueOptionTold = "akkoord._answers" "CatalogueOption";
    CategoryTold = "akkoord._answers" "Category";
    ProviderTypeTold = "akkoord._answers" "ProviderType";
}

/// The options that can be answered, versioned and dated (R1). Immutable.
///
/// ``Catalogue()`` is that of Mitz; `Catalogue.from_json` reads another.
///
/// >>> import akkoord
/// >>> catalogue = akkoord.Catalogue()
/// >>> catalogue.id, len(catalogue.options)
/// ('mitz-3960100', 34)
#[pyclass(frozen, eq, module = "akkoord")]
#[derive(PartialEq)]
pub(crate) struct Catalogue(pub(crate) akkoord::Catalogue);

/// The embedded catalogue, read once.
pub(crate) fn mitz(py: Python<'_>) -> PyResult<&Bound<'_, Catalogue>> {
    static MITZ: PyOnceLock<Py<Catalogue>> = PyOnceLock::new();
    let mitz = MITZ.get_or_try_init(py, || Py::new(py, Catalogue(akkoord::Catalogue::mitz())))?;
    Ok(mitz.bind(py))
}

/// This catalogue, or that of Mitz.
pub(crate) fn or_mitz(
    py: Python<'_>,
    catalogue: Option<Bound<'_, Catalogue>>,
) -> PyResult<Py<Catalogue>> {
    match catalogue {
        Some(catalogue) => Ok(catalogue.unbind()),
        None => Ok(mitz(py)?.clone().unbind()),
    }
}

/// For a pickle: none for the embedded one, which is there wherever akkoord is.
pub(crate) fn unless_mitz<'py>(
    py: Python<'py>,
    catalogue: &Py<Catalogue>,
) -> PyResult<Option<Bound<'py, Catalogue>>> {
    let is_mitz = *catalogue.get() == *mitz(py)?.get();
    Ok((!is_mitz).then(|| catalogue.bind(py).clone()))
}

fn category<'py>(
    py: Python<'py>,
    code: &str,
    nl: &str,
    en: &str,
    parent: Option<&str>,
) -> PyResult<CategoryTold<'py>> {
    let fields = PyDict::new(py);
    fields.set_item("code", code)?;
    fields.set_item("nl", nl)?;
    fields.set_item("en", en)?;
    fields.set_item("parent", parent)?;
    CategoryTold::make(py, &fields)
}

impl Catalogue {
    pub(crate) fn read(json: &Json<'_>) -> PyResult<Self> {
        let catalogue = akkoord::Catalogue::from_json(json.read("catalogue")?);
        checked(catalogue, "catalogue").map(Catalogue)
    }
}

#[pymethods]
impl Catalogue {
    #[new]
    fn new(py: Python<'_>) -> PyResult<Self> {
        Ok(Catalogue(mitz(py)?.get().0.clone()))
    }

    /// Reads a catalogue, strictly.
    ///
    /// Raises:
    ///     CatalogueError: The rows do not fit together; the path names the row.
    ///     FormatError: The document is not one of a catalogue.
    ///
    /// >>> import akkoord
    /// >>> text = akkoord.Catalogue().to_json()
    /// >>> akkoord.Catalogue.from_json(text) == akkoord.Catalogue()
    /// True
    #[staticmethod]
    fn from_json(json: Json<'_>) -> PyResult<Self> {
        Self::read(&json)
    }

    /// Reads a catalogue of dicts and lists, as `from_json` reads text.
    #[staticmethod]
    fn from_dict(document: Document<'_>) -> PyResult<Self> {
        let json = document.written("catalogue")?;
        document::read(akkoord::Catalogue::from_json(&json), "catalogue").map(Catalogue)
    }

    /// The id that profiles name and every decision carries.
    #[getter]
    fn id(&self) -> &str {
        self.0.id()
    }

    /// Its name.
    #[getter]
    fn name(&self) -> &str {
        self.0.name()
    }

    /// Its version.
    #[getter]
    fn version(&self) -> &str {
        self.0.version()
    }

    /// Its date.
    #[getter]
    fn dated<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDate>> {
        instant::told_day(py, self.0.date())
    }

    /// The options, in the order of the document; at most 128.
    #[getter]
    fn options<'py>(&self, py: Python<'py>) -> PyResult<Tuple<CatalogueOptionTold<'py>>> {
        let told = |option: &akkoord::catalogue::CatalogueOption| {
            let fields = PyDict::new(py);
            let consulting: Vec<&str> = option.consulting_categories().collect();
            fields.set_item("id", option.id())?;
            fields.set_item("holder_category", option.holder_category())?;
            fields.set_item("data", option.data())?;
            fields.set_item("consulting_categories", Tuple(consulting))?;
            fields.set_item("since", instant::told_maybe(py, option.since())?)?;
            CatalogueOptionTold::make(py, &fields)
        };
        let options = self.0.options().iter().map(told);
        Ok(Tuple(options.collect::<PyResult<_>>()?))
    }

    /// The data categories, in the order of the document; `parent` is the wider one that covers it (R3).
    #[getter]
    fn data_categories<'py>(&self, py: Python<'py>) -> PyResult<Tuple<CategoryTold<'py>>> {
        let rows = self.0.data_categories().iter();
        let rows = rows.map(|row| category(py, row.code(), row.nl(), row.en(), row.parent()));
        Ok(Tuple(rows.collect::<PyResult<_>>()?))
    }

    /// The holder categories, in the order of the document.
    #[getter]
    fn holder_categories<'py>(&self, py: Python<'py>) -> PyResult<Tuple<CategoryTold<'py>>> {
        let rows = self.0.holder_categories().iter();
        let rows = rows.map(|row| category(py, row.id(), row.nl(), row.en(), None));
        Ok(Tuple(rows.collect::<PyResult<_>>()?))
    }

    /// The consulting categories, in the order of the document.
    #[getter]
    fn consulting_categories<'py>(&self, py: Python<'py>) -> PyResult<Tuple<CategoryTold<'py>>> {
        let rows = self.0.consulting_categories().iter();
        let rows = rows.map(|row| category(py, row.code(), row.nl(), row.en(), None));
        Ok(Tuple(rows.collect::<PyResult<_>>()?))
    }

    /// The provider types, in the order of the document (R2).
    #[getter]
    fn provider_types<'py>(&self, py: Python<'py>) -> PyResult<Tuple<ProviderTypeTold<'py>>> {
        let told = |row: &akkoord::catalogue::ProviderType| {
            let fields = PyDict::new(py);
            fields.set_item("code", row.code())?;
            fields.set_item("nl", row.nl())?;
            fields.set_item("en", row.en())?;
            fields.set_item("holder_category", row.holder_category())?;
            fields.set_item("consulting_category", row.consulting_category())?;
            ProviderTypeTold::make(py, &fields)
        };
        let rows = self.0.provider_types().iter().map(told);
        Ok(Tuple(rows.collect::<PyResult<_>>()?))
    }

    /// The catalogue as a document.
    fn to_json(&self) -> String {
        self.0.to_json()
    }

    /// The catalogue as a document of dicts and lists.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<DocumentTold<'py>> {
        DocumentTold::of(py, &self.0.to_json())
    }

    fn __hash__(&self) -> u64 {
        hashed((self.0.id(), self.0.options().len()))
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let shown = Shown::new(py, "Catalogue").field("id", self.0.id())?;
        Ok(shown.field("options", self.0.options().len())?.end())
    }

    fn _repr_html_(&self) -> String {
        let rows: Vec<Vec<String>> = self
            .0
            .options()
            .iter()
            .map(|option| {
                let consulting: Vec<&str> = option.consulting_categories().collect();
                let since = option.since().map(|since| since.to_string());
                vec![
                    option.id().to_owned(),
                    option.holder_category().to_owned(),
                    option.data().to_owned(),
                    consulting.join(", "),
                    since.unwrap_or_default(),
                ]
            })
            .collect();
        let headers = ["option", "holders", "data", "consulters", "since"];
        html::table(self.0.id(), &headers, &rows)
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Reduced<'py>> {
        if *self == *mitz(py)?.get() {
            return rebuilt::<Self>(py, &PyDict::new(py));
        }
        read_again::<Self>(py, &self.0.to_json())
    }
}

/// The parameters of the rules, with the name, version and date of the set (chapter 9 of the rulebook). Immutable.
///
/// ``RuleSet()`` is that of Mitz; `RuleSet.from_json` reads another.
///
/// >>> import akkoord
/// >>> akkoord.RuleSet().parameters["emergency_hours"]
/// 72
#[pyclass(frozen, eq, module = "akkoord")]
#[derive(PartialEq)]
pub(crate) struct RuleSet(pub(crate) akkoord::RuleSet);

impl RuleSet {
    pub(crate) fn read(json: &Json<'_>) -> PyResult<Self> {
        let rules = akkoord::RuleSet::from_json(json.read("rule_set")?);
        checked(rules, "rule_set").map(RuleSet)
    }

    fn json(&self) -> PyResult<String> {
        serde_json::to_string(&self.0)
            .map_err(|error| pyo3::exceptions::PyRuntimeError::new_err(error.to_string()))
    }
}

#[pymethods]
impl RuleSet {
    #[new]
    fn new() -> Self {
        RuleSet(akkoord::RuleSet::mitz())
    }

    /// Reads a rule set, strictly: `{"name", "version", "date", "parameters"}`, where a parameter that is left out has its default.
    ///
    /// Raises:
    ///     RuleSetError: A parameter outside its range, or a value that this version does not support.
    ///     FormatError: The document is not one of a rule set.
    #[staticmethod]
    fn from_json(json: Json<'_>) -> PyResult<Self> {
        Self::read(&json)
    }

    /// Reads a rule set of dicts, as `from_json` reads text.
    ///
    /// >>> import akkoord
    /// >>> document = akkoord.RuleSet().to_dict() | {"name": "trial", "parameters": {"emergency_hours": 96}}
    /// >>> akkoord.RuleSet.from_dict(document).parameters["emergency_hours"]
    /// 96
    #[staticmethod]
    fn from_dict(document: Document<'_>) -> PyResult<Self> {
        let json = document.written("rule_set")?;
        document::read(akkoord::RuleSet::from_json(&json), "rule_set").map(RuleSet)
    }

    /// The name that every decision carries.
    #[getter]
    fn name(&self) -> &str {
        self.0.name()
    }

    /// The version of the set.
    #[getter]
    fn version(&self) -> &str {
        self.0.version()
    }

    /// A short digest of the content: rule sets with the same digest have the same content.
    ///
    /// >>> import akkoord
    /// >>> akkoord.RuleSet().digest == akkoord.Engine().rule_set.digest
    /// True
    #[getter]
    fn digest(&self) -> &str {
        self.0.digest()
    }

    /// The date of the set.
    #[getter]
    fn dated<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDate>> {
        instant::told_day(py, self.0.date())
    }

    /// Every parameter by its name in the rulebook, in the order of chapter 9; hours and years are whole numbers.
    #[getter]
    fn parameters<'py>(&self, py: Python<'py>) -> PyResult<ParametersTold<'py>> {
        let document = py.import("json")?.call_method1("loads", (self.json()?,))?;
        document.get_item("parameters").map(ParametersTold)
    }

    /// The rule set as a document.
    fn to_json(&self) -> PyResult<String> {
        self.json()
    }

    /// The rule set as a document of dicts.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<DocumentTold<'py>> {
        DocumentTold::of(py, &self.json()?)
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        let parameters = self.parameters(py)?;
        let rows = parameters.0.call_method0("items")?.try_iter()?;
        let rows = rows.map(|row| {
            let (name, value): (String, Bound<'_, PyAny>) = row?.extract()?;
            Ok(vec![name, value.str()?.to_str()?.to_owned()])
        });
        let caption = format!("Rule set {}, version {}", self.0.name(), self.0.version());
        let headers = ["parameter", "value"];
        Ok(html::table(
            &caption,
            &headers,
            &rows.collect::<PyResult<Vec<_>>>()?,
        ))
    }

    fn __hash__(&self) -> u64 {
        hashed((self.0.name(), self.0.version()))
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let shown = Shown::new(py, "RuleSet").field("name", self.0.name())?;
        Ok(shown.field("version", self.0.version())?.end())
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Reduced<'py>> {
        read_again::<Self>(py, &self.json()?)
    }
}

/// The parameters: `dict[str, int | bool | str]`.
pub(crate) struct ParametersTold<'py>(Bound<'py, PyAny>);

impl<'py> IntoPyObject<'py> for ParametersTold<'py> {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = std::convert::Infallible;

    #[cfg(feature = "stubs")]
    const OUTPUT_TYPE: pyo3::inspect::PyStaticExpr = {
        use pyo3::{type_hint_identifier, type_hint_subscript, type_hint_union};
        type_hint_subscript!(
            type_hint_identifier!("builtins", "dict"),
            type_hint_identifier!("builtins", "str"),
            type_hint_union!(
                type_hint_identifier!("builtins", "int"),
                type_hint_identifier!("builtins", "bool"),
                type_hint_identifier!("builtins", "str")
            )
        )
    };

    fn into_pyobject(self, _: Python<'py>) -> Result<Self::Output, Self::Error> {
        Ok(self.0)
    }
}
