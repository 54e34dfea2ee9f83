//! `Population`: many patients, ready to be asked by the million.

use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, PoisonError};

use akkoord::Instant;
use akkoord_arrow::{Answers, Loaded, OnError, Reasons, RowCode, Shards, TableError, Unattributed};
use arrow_array::{ArrayRef, RecordBatch, StringArray, UInt64Array};
use arrow_schema::{DataType, Field, Schema};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyDateTime;

use super::source::Batches;
use super::stream::DecisionStream;
use super::table::{Decisions, Table};
use super::watch::Watch;
use super::{Progress, Source, cores, fault, on_error_named, reasons_named, unattributed_named};
use crate::catalogue::{self, Catalogue};
use crate::engine::Engine;
use crate::error::raised;
use crate::given::Text;
use crate::html::{self, grouped};
use crate::instant::{Moment, told};
use crate::profile::Profile;
use crate::told::{Counted, Reduced};

/// Many patients at an instant: what data teams ask by the million.
///
/// Every patient's answers are worked out when the population is loaded, so that a decision is looking up. It is loaded from a
/// table of choices, in parts, one for each thread; any number of threads may ask it at once, and the interpreter lock is not held
/// while it works. Nothing in it reads a clock: `at` is an argument.
///
/// Make one with `Population.from_arrow`, or empty with `Population(at=…)`.
///
/// Args:
///     at: The instant that is asked about.
///     engine: The catalogue and the rules; `None`: those of Mitz.
///     threads: How many parts, and how many threads load and ask; `None`: as many as there are cores.
///
/// >>> import akkoord, datetime, pyarrow
/// >>> day = lambda month: datetime.datetime(2026, month, 1, tzinfo=datetime.timezone.utc)
/// >>> choices = pyarrow.table({
/// ...     "patient": ["999990019", "999990020"], "id": ["c1", "c1"], "answer": ["yes", "no"],
/// ...     "scope.level": ["blanket", "blanket"], "channel": ["mijn_mitz", "mijn_mitz"],
/// ...     "decided_at": [day(1), day(2)], "recorded_at": [day(1), day(2)],
/// ... })
/// >>> people = akkoord.Population.from_arrow(choices, at=day(6))
/// >>> people
/// Population(2 patients at 2026-06-01T00:00:00Z)
/// >>> queries = pyarrow.table({
/// ...     "patient": ["999990019", "999990020", "999990032"],
/// ...     "holder.id": ["ura:90000017"] * 3, "holder.type": ["Z3"] * 3,
/// ...     "consulter.id": ["ura:90000033"] * 3, "consulter.type": ["N6"] * 3,
/// ...     "data": ["GGC002"] * 3, "treatment_relationship": [True] * 3,
/// ... })
/// >>> decisions = people.decide(queries)
/// >>> decisions
/// Decisions(3 rows: permit 1, deny 2)
/// >>> decisions.to_pyarrow()["reason"].to_pylist()
/// ['blanket_yes', 'blanket_no', 'no_choice']
#[pyclass(frozen, module = "akkoord")]
pub(crate) struct Population {
    state: Mutex<State>,
    catalogue: Py<Catalogue>,
    errors: Py<Table>,
    threads: usize,
}

struct State {
    /// Shared with whoever asks: what changes it copies it first, if somebody still asks.
    shards: Arc<Shards>,
    /// An earlier change failed half-way.
    is_broken: bool,
}

impl Population {
    fn of(
        py: Python<'_>,
        shards: Shards,
        catalogue: Py<Catalogue>,
        loaded: &Loaded,
        threads: usize,
    ) -> PyResult<Self> {
        Ok(Population {
            state: Mutex::new(State {
                shards: Arc::new(shards),
                is_broken: false,
            }),
            catalogue,
            errors: Py::new(py, errors_of(loaded)?)?,
            threads,
        })
    }

    /// Never called with the interpreter lock: somebody may be waiting for that, here.
    fn with<T: Send>(
        &self,
        py: Python<'_>,
        work: impl FnOnce(&mut State) -> T + Send,
    ) -> PyResult<T> {
        py.detach(|| {
            let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            if state.is_broken {
                return Err(fault::broken());
            }
            Ok(work(&mut state))
        })
    }

    fn shards(&self, py: Python<'_>) -> PyResult<Arc<Shards>> {
        self.with(py, |state| Arc::clone(&state.shards))
    }

    /// The population as it is, or a copy of it at another instant.
    fn shards_at(&self, py: Python<'_>, at: Option<Instant>) -> PyResult<Arc<Shards>> {
        let shards = self.shards(py)?;
        match at {
            Some(at) if at != shards.at() => py.detach(|| {
                let mut other = Shards::clone(&shards);
                other.go_to(at).map_err(|error| raised(&error))?;
                Ok(Arc::new(other))
            }),
            _ => Ok(shards),
        }
    }
}

/// The rows that were not loaded, as a table.
fn errors_of(loaded: &Loaded) -> PyResult<Table> {
    let errors = &loaded.errors;
    let schema = Arc::new(Schema::new(vec![
        Field::new("row", DataType::UInt64, false),
        Field::new("column", DataType::Utf8, false),
        Field::new("code", DataType::Utf8, false),
        Field::new("message", DataType::Utf8, false),
    ]));
    let text = |texts: Vec<&str>| Arc::new(StringArray::from(texts)) as ArrayRef;
    let columns = vec![
        Arc::new(UInt64Array::from_iter_values(
            errors.iter().map(|error| error.row),
        )) as ArrayRef,
        text(errors.iter().map(|error| &*error.column).collect()),
        text(errors.iter().map(|error| error.code.name()).collect()),
        text(errors.iter().map(|error| error.code.advice()).collect()),
    ];
    let batch = RecordBatch::try_new(Arc::clone(&schema), columns);
    let batch = batch.map_err(|error| fault::source_failed("errors", &error.to_string()))?;
    Ok(Table::new(schema, vec![batch]))
}

/// All answers of a table at once, at most so many bytes of them.
fn answered(
    py: Python<'_>,
    answers: Answers<Batches>,
    mut watch: Watch,
    max_bytes: usize,
) -> PyResult<(arrow_schema::SchemaRef, Vec<RecordBatch>)> {
    let schema = answers.schema();
    let done = py.detach(|| {
        let mut batches = Vec::new();
        let mut rows = 0_u64;
        let mut bytes = 0_usize;
        for batch in answers {
            let batch = batch.map_err(|error| fault::raised_at("queries", error))?;
            rows += batch.num_rows() as u64;
            bytes = bytes.saturating_add(batch.get_array_memory_size());
            if bytes > max_bytes {
                return Err(fault::too_large());
            }
            batches.push(batch);
            if !watch.tell(rows) {
                break;
            }
        }
        Ok(batches)
    });
    Ok((schema, watch.end(py, done)?))
}

#[pymethods]
impl Population {
    #[new]
    #[pyo3(signature = (*, at, engine = None, threads = None))]
    fn new(
        py: Python<'_>,
        at: Moment<'_>,
        engine: Option<Bound<'_, Engine>>,
        threads: Option<usize>,
    ) -> PyResult<Self> {
        let at = at.read("at")?;
        let engine = engine_or_mitz(py, engine)?;
        let threads = super::threads(threads, cores())?;
        let shards = Shards::new(engine.get().core(), at, threads);
        let catalogue = engine.get().catalogue_of(py);
        Self::of(py, shards, catalogue, &Loaded::default(), threads)
    }

    /// Loads a population from a table of choices.
    ///
    /// One row for each choice, in any order; columns are named as in the wire format, and those that are not needed may be left
    /// out: ``patient``, ``born``, ``deceased`` (dates), ``id``, ``answer``, ``scope.level``, ``scope.holder_category``,
    /// ``scope.holders`` and ``scope.options`` (lists of text), ``scope.consulter.id``, ``scope.consulter.type``, ``channel``,
    /// ``decided_at``, ``recorded_at`` (instants), ``recorded_by``, ``confirmation.answer``, ``confirmation.at``,
    /// ``confirmation.by``, ``withdrawn_at``. A row whose ``id`` is null is a patient without a choice. Text may be of any Arrow
    /// kind; instants are timestamps of any unit with a time zone, or RFC 3339 text; nothing is rounded.
    ///
    /// Args:
    ///     choices: The table, or a stream of batches; it is read once, and not kept.
    ///     at: The instant that is asked about.
    ///     engine: The catalogue and the rules; `None`: those of Mitz.
    ///     on_error: ``"raise"``: the first row that is wrong is raised, and nothing is loaded. ``"collect"``: the rest loads, and
    ///         `errors` has the rows that did not. What is asked about *their* patients is indeterminate, with the error
    ///         ``incomplete_profile``: a row that could not be read may have been a no. `put` the whole profile to mend it.
    ///     unattributed: ``"raise"``: a row that names no patient (null, empty, or longer than 1,024 bytes) is raised, also with
    ///         ``on_error="collect"`` (``unattributed_row``): it may be anybody's no. ``"ignore"``: you answer for it that it is
    ///         nobody's no; such rows are left out, listed in `errors`, and counted in `unattributed` and in the ``repr``.
    ///     progress: ``True`` for a bar, or a function that is called with the rows done and how many there are (or ``None``). What
    ///         it raises stops the work, as Ctrl-C does.
    ///     threads: How many parts, and how many threads load and ask; `None`: as many as there are cores.
    ///
    /// Raises:
    ///     FormatError, ProfileError, TableError: The first column or row that is wrong; the path says which, such as
    ///         ``choices[7].scope.holders[0]``, with rows counted from 0. ``source_failed`` if the source does.
    ///     PopulationError: More than 4 GiB of records in one part: give more threads.
    ///     TypeError: Not a table.
    #[staticmethod]
    #[pyo3(signature = (choices, *, at, engine = None, on_error: "OnLoadError" = "raise", unattributed: "Unattributed" = "raise", progress = None, threads = None))]
    #[expect(clippy::too_many_arguments, reason = "they have names")]
    fn from_arrow(
        py: Python<'_>,
        choices: Source<'_>,
        at: Moment<'_>,
        engine: Option<Bound<'_, Engine>>,
        #[pyo3(from_py_with = super::on_load_error)] on_error: &'static str,
        #[pyo3(from_py_with = super::unattributed)] unattributed: &'static str,
        progress: Option<Progress<'_>>,
        threads: Option<usize>,
    ) -> PyResult<Self> {
        let at = at.read("at")?;
        let engine = engine_or_mitz(py, engine)?;
        let (on_error, unattributed): (OnError, Unattributed) =
            (on_error_named(on_error), unattributed_named(unattributed));
        let threads = super::threads(threads, cores())?;
        let mut watch = Watch::new(progress.as_ref(), &choices)?;
        let batches = choices.read("choices")?;
        let mut shards = Shards::new(engine.get().core(), at, threads);
        let loaded = py.detach(|| {
            let told = |rows| match watch.tell(rows) {
                true => ControlFlow::Continue(()),
                false => ControlFlow::Break(()),
            };
            shards.load(batches, on_error, unattributed, told)
        });
        let loaded = loaded.map_err(|error: TableError| fault::raised_at("choices", error));
        let loaded = watch.end(py, loaded)?;
        let catalogue = engine.get().catalogue_of(py);
        Self::of(py, shards, catalogue, &loaded, threads)
    }

    /// The rows that were not loaded, with ``on_error="collect"``: ``row`` (from 0), ``column``, ``code``, ``message``.
    #[getter]
    fn errors<'py>(&self, py: Python<'py>) -> Bound<'py, Table> {
        self.errors.bind(py).clone()
    }

    /// The instant that is asked about.
    #[getter]
    fn at<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDateTime>> {
        told(py, self.shards(py)?.at())
    }

    /// How many patients there are.
    fn __len__(&self, py: Python<'_>) -> PyResult<usize> {
        Ok(self.shards(py)?.len())
    }

    /// How many patients have a row that could not be loaded: what is asked about them is indeterminate.
    #[getter]
    fn incomplete(&self, py: Python<'_>) -> PyResult<usize> {
        Ok(self.shards(py)?.incomplete())
    }

    /// How many rows of choices that name no patient were left out, with ``unattributed="ignore"``.
    #[getter]
    fn unattributed(&self, py: Python<'_>) -> PyResult<u64> {
        Ok(self.shards(py)?.unattributed())
    }

    /// How much memory it takes, in bytes: ``people``, ``records`` (of which ``left_behind`` can be freed), ``tables``, ``names``,
    /// and their ``total``.
    fn memory(&self, py: Python<'_>) -> PyResult<Counted> {
        let memory = self.shards(py)?.memory();
        let parts = [
            ("people", memory.people),
            ("records", memory.records),
            ("left_behind", memory.left_behind),
            ("tables", memory.tables),
            ("names", memory.names),
            ("total", memory.total()),
        ];
        let bytes = |part: usize| u64::try_from(part).unwrap_or(u64::MAX);
        let parts = parts.map(|(name, part)| (name, bytes(part)));
        Ok(Counted(parts.to_vec()))
    }

    /// Decides a table of closed queries: a row of decisions for each, in their order.
    ///
    /// Columns: ``patient``, ``holder.id``, ``holder.type``, ``consulter.id``, ``consulter.type``, ``data`` (one category; all text);
    /// if you like ``purpose`` (text; ``TREAT`` without the column), ``treatment_relationship`` (boolean; without the column not
    /// asserted, which is indeterminate, R13), ``holder.connected`` (boolean; true without the column), ``at`` (an instant; it must
    /// be that of the population). A null is never silent: a null code is indeterminate with a reason, a null id is an error.
    ///
    /// Args:
    ///     queries: The table, or a stream of batches; it is read once, and not kept.
    ///     at: Another instant than the population's: a copy of the population is taken there first. For many calls, `go_to`.
    ///     reasons: ``"dictionary"`` (small, fast), ``"plain"`` text, or ``None`` for no reasons at all.
    ///     on_error: ``"raise"`` the first row that is wrong, or ``"indeterminate"``: it is, with what is wrong in ``error``, and
    ///         the rest goes on.
    ///     progress: ``True`` for a bar, or a function that is called with the rows done and how many there are (or ``None``). What
    ///         it raises stops the work, as Ctrl-C does; the population stays as it was.
    ///     threads: How many threads; `None`: those of the population.
    ///     max_bytes: Most bytes of decisions that are kept (1 GiB is about 50 million rows); beyond, the call
    ///         raises. `decide_stream` keeps nothing.
    ///
    /// Returns:
    ///     `Decisions`, which any Arrow library reads. All but ``"permit"`` are no (R22).
    ///
    /// Raises:
    ///     FormatError, NotAnsweredError, TableError: The first column or row that is wrong; the path says which, such as
    ///         ``queries[7].at``, with rows counted from 0. ``source_failed`` if the source does.
    ///     QuestionError: More than `max_bytes` of decisions (``answer_too_large``).
    ///     TypeError: Not a table.
    #[pyo3(signature = (queries, *, at = None, reasons: "Reasons" = "dictionary", on_error: "OnError" = "raise", progress = None, threads = None, max_bytes = 1_073_741_824))]
    #[expect(clippy::too_many_arguments, reason = "they have names")]
    fn decide(
        &self,
        py: Python<'_>,
        queries: Source<'_>,
        at: Option<Moment<'_>>,
        #[pyo3(from_py_with = super::reasons)] reasons: Option<&'static str>,
        #[pyo3(from_py_with = super::on_error)] on_error: &'static str,
        progress: Option<Progress<'_>>,
        threads: Option<usize>,
        max_bytes: usize,
    ) -> PyResult<Py<Decisions>> {
        let ask = self.ask(py, at.as_ref(), threads, reasons, on_error)?;
        let watch = Watch::new(progress.as_ref(), &queries)?;
        let batches = queries.read("queries")?;
        let answers = ask.decide(batches);
        let (schema, batches) = answered(py, answers, watch, max_bytes)?;
        Py::new(py, Decisions::new(schema, batches))
    }

    /// Decides a stream of closed queries in constant memory: nothing is read before decisions are asked for, and nothing is kept.
    ///
    /// Columns, arguments and errors are those of `decide`; errors are raised where the stream is read. What reads it through Arrow
    /// gets them as text of its own exception.
    ///
    /// >>> import akkoord, datetime, pyarrow
    /// >>> people = akkoord.Population(at=datetime.datetime(2026, 6, 1, tzinfo=datetime.timezone.utc))
    /// >>> query = {"patient": "999990019", "holder.id": "ura:90000017", "holder.type": "Z3",
    /// ...          "consulter.id": "ura:90000033", "consulter.type": "N6", "data": "GGC002", "treatment_relationship": True}
    /// >>> stream = people.decide_stream(pyarrow.Table.from_pylist([query]))
    /// >>> [decisions.counts["deny"] for decisions in stream]
    /// [1]
    #[pyo3(signature = (queries, *, at = None, reasons: "Reasons" = "dictionary", on_error: "OnError" = "raise", threads = None))]
    fn decide_stream(
        &self,
        py: Python<'_>,
        queries: Source<'_>,
        at: Option<Moment<'_>>,
        #[pyo3(from_py_with = super::reasons)] reasons: Option<&'static str>,
        #[pyo3(from_py_with = super::on_error)] on_error: &'static str,
        threads: Option<usize>,
    ) -> PyResult<DecisionStream> {
        let ask = self.ask(py, at.as_ref(), threads, reasons, on_error)?;
        let batches = queries.read("queries")?;
        let answers = ask.decide(batches);
        Ok(DecisionStream::new(answers))
    }

    /// Answers a table of open queries (R27): of the holders that have a record of the patient, which may disclose, and what? Nothing
    /// is said about the others.
    ///
    /// Columns: ``patient``, ``consulter.id``, ``consulter.type`` (text), ``subscriptions.holder.id``,
    /// ``subscriptions.holder.type`` (lists of text, of one length: who has a record of this patient at that instant); if you like
    /// ``subscriptions.holder.connected`` (lists of boolean), ``data`` (one category; without it, of each holder those that its own
    /// options are about), ``purpose``, ``treatment_relationship``, ``at`` (as `decide` has them).
    ///
    /// Returns:
    ///     A `Table` with a row for each query, in their order: ``holders`` (a list of ``id``, ``type``, ``data``, ``valid_until``, in
    ///     byte order of the ids), ``reason`` (what is wrong with the question itself, R11-R13), ``error``, ``error_path``.
    ///
    /// Raises:
    ///     As `decide`.
    ///
    /// >>> import akkoord, datetime, pyarrow
    /// >>> day = datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc)
    /// >>> people = akkoord.Population.from_arrow(pyarrow.table({
    /// ...     "patient": ["999990019"], "id": ["c1"], "answer": ["yes"], "scope.level": ["individual"],
    /// ...     "scope.holders": [["ura:90000017"]], "channel": ["mijn_mitz"], "decided_at": [day], "recorded_at": [day],
    /// ... }), at=day)
    /// >>> answers = people.open_query(pyarrow.table({
    /// ...     "patient": ["999990019"], "consulter.id": ["ura:90000033"], "consulter.type": ["N6"], "data": ["GGC002"],
    /// ...     "subscriptions.holder.id": [["ura:90000018", "ura:90000017"]], "subscriptions.holder.type": [["Z3", "Z3"]],
    /// ...     "treatment_relationship": [True],
    /// ... }))
    /// >>> [holder["id"] for holder in answers.to_pyarrow()["holders"][0].as_py()]
    /// ['ura:90000017']
    #[pyo3(signature = (queries, *, at = None, reasons: "Reasons" = "dictionary", on_error: "OnError" = "raise", progress = None, threads = None, max_bytes = 1_073_741_824))]
    #[expect(clippy::too_many_arguments, reason = "they have names")]
    fn open_query(
        &self,
        py: Python<'_>,
        queries: Source<'_>,
        at: Option<Moment<'_>>,
        #[pyo3(from_py_with = super::reasons)] reasons: Option<&'static str>,
        #[pyo3(from_py_with = super::on_error)] on_error: &'static str,
        progress: Option<Progress<'_>>,
        threads: Option<usize>,
        max_bytes: usize,
    ) -> PyResult<Table> {
        let ask = self.ask(py, at.as_ref(), threads, reasons, on_error)?;
        let watch = Watch::new(progress.as_ref(), &queries)?;
        let batches = queries.read("queries")?;
        let answers = ask.open_query(batches);
        let (schema, batches) = answered(py, answers, watch, max_bytes)?;
        Ok(Table::new(schema, batches))
    }

    /// The profile of a patient with its whole history; ``None`` for one who is not there.
    ///
    /// Ask `Engine.decide` of it for the grounds of a decision, or for another instant.
    ///
    /// Raises:
    ///     TableError: A row of this patient could not be loaded (``incomplete_profile``).
    fn profile(&self, py: Python<'_>, patient: Text<'_>) -> PyResult<Option<Profile>> {
        let patient = patient.read("patient")?;
        let profile = self.shards(py)?.profile(patient);
        let profile = profile.map_err(|code: RowCode| fault::of_code(code, "patient"))?;
        Ok(profile.map(|core| Profile {
            core,
            catalogue: self.catalogue.clone_ref(py),
        }))
    }

    /// Puts a patient in, or replaces the profile: valid at once, for whoever asks from then on. A stream that is being read still
    /// asks the population as it was; then the population is copied first.
    ///
    /// Raises:
    ///     ProfileError: The profile is of another catalogue.
    ///     PopulationError: There is no room: more than 4 GiB of records in one part.
    fn put(&self, py: Python<'_>, profile: Bound<'_, Profile>) -> PyResult<()> {
        let profile = &profile.get().core;
        let put = self.with(py, |state| Arc::make_mut(&mut state.shards).put(profile))?;
        put.map_err(|error| raised(&error))
    }

    /// Goes to another instant: works out anew what differs there. Later costs only the patients with something to come; earlier
    /// costs everybody.
    ///
    /// Raises:
    ///     PopulationError: There is no room half-way. From then on the population refuses to answer: load it anew.
    fn go_to(&self, py: Python<'_>, at: Moment<'_>) -> PyResult<()> {
        let at = at.read("at")?;
        let gone = self.with(py, |state| {
            let gone = Arc::make_mut(&mut state.shards).go_to(at);
            state.is_broken = gone.is_err();
            gone
        })?;
        gone.map_err(|error| raised(&error))
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let shards = self.shards(py)?;
        let incomplete = match shards.incomplete() {
            0 => String::new(),
            some => format!(", {} of them incomplete", grouped(some)),
        };
        let unattributed = match shards.unattributed() {
            0 => String::new(),
            some => format!(", {} rows of nobody ignored", grouped(some)),
        };
        let patients = grouped(shards.len());
        Ok(format!(
            "Population({patients} patients{incomplete}{unattributed} at {})",
            shards.at()
        ))
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        let shards = self.shards(py)?;
        let rows = [
            ("at", shards.at().to_string()),
            ("patients", grouped(shards.len())),
            ("of them incomplete", grouped(shards.incomplete())),
            ("rows of nobody ignored", grouped(shards.unattributed())),
            (
                "memory",
                format!("{} bytes", grouped(shards.memory().total())),
            ),
        ];
        Ok(html::fields("Population", &rows))
    }

    fn __reduce__<'py>(&self, _py: Python<'py>) -> PyResult<Reduced<'py>> {
        Err(PyTypeError::new_err(
            "a Population is not pickled, since it is large: load it in every process from its table of choices (Population.from_arrow), and pickle the queries or the Decisions",
        ))
    }
}

/// Who is asked, by how many threads, and how the answers are told.
struct Ask {
    shards: Arc<Shards>,
    threads: usize,
    reasons: Reasons,
    on_error: OnError,
}

impl Ask {
    fn decide(&self, batches: Batches) -> Answers<Batches> {
        self.shards
            .decide(batches, self.reasons, self.on_error, self.threads)
    }

    fn open_query(&self, batches: Batches) -> Answers<Batches> {
        self.shards
            .open_query(batches, self.reasons, self.on_error, self.threads)
    }
}

impl Population {
    fn ask(
        &self,
        py: Python<'_>,
        at: Option<&Moment<'_>>,
        threads: Option<usize>,
        reasons: Option<&str>,
        on_error: &str,
    ) -> PyResult<Ask> {
        let at = at.map(|at| at.read("at")).transpose()?;
        let threads = super::threads(threads, self.threads)?;
        let shards = self.shards_at(py, at)?;
        Ok(Ask {
            shards,
            threads,
            reasons: reasons_named(reasons),
            on_error: on_error_named(on_error),
        })
    }
}

fn engine_or_mitz<'py>(
    py: Python<'py>,
    engine: Option<Bound<'py, Engine>>,
) -> PyResult<Bound<'py, Engine>> {
    match engine {
        Some(engine) => Ok(engine),
        None => {
            let catalogue = catalogue::mitz(py)?.clone().unbind();
            Bound::new(
                py,
                Engine::of(py, catalogue, akkoord::RuleSet::mitz(), None)?,
            )
        }
    }
}
