//! Open queries (R27): which of the holders that have a record of the patient may disclose? Nothing is said about the others.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use akkoord::error::ErrorCode;
use akkoord::ids::ProviderId;
use akkoord::overview::{OpenQuery, Subscriptions};
use akkoord::query::{Consulter, Purpose};
use akkoord::{Engine, Instant, Reason};
use arrow_array::builder::{
    ListBuilder, StringBuilder, StringDictionaryBuilder, StructBuilder, TimestampMicrosecondBuilder,
};
use arrow_array::types::{Int8Type, Int64Type, UInt32Type};
use arrow_array::{ArrayRef, PrimitiveArray, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Fields, Schema, SchemaRef};

use crate::BatchError;
use crate::columns::{Columns, Table};
use crate::decide::{Asking, FirstWrong};
use crate::decisions::{Decisions, Reasons, few_texts, instant_type};
use crate::fault::RowCode;
use crate::kinds::{Flags, Instants, ListsOf, MOST_ENTRIES, texts};
use crate::part::Part;
use crate::seed::Seeded;
use crate::texts::Texts;
use crate::worker::{LONGEST, Worker, fault_of_id, relationship};

const NAMES: [&str; 10] = [
    "patient",
    "consulter.id",
    "consulter.type",
    HOLDER_ID,
    HOLDER_TYPE,
    "data",
    HOLDER_CONNECTED,
    "purpose",
    "treatment_relationship",
    "at",
];
const REQUIRED: usize = 5;
const HOLDER_ID: &str = "subscriptions.holder.id";
const HOLDER_TYPE: &str = "subscriptions.holder.type";
const HOLDER_CONNECTED: &str = "subscriptions.holder.connected";

/// Texts, and the column that they came in: it tells which column it is.
struct Whole {
    texts: Texts,
    whole: ArrayRef,
}

impl Whole {
    fn of(column: &ArrayRef, name: &str) -> Result<Self, BatchError> {
        Ok(Whole {
            texts: texts(column, name)?,
            whole: Arc::clone(column),
        })
    }

    /// Some of them, by their rows: no text is copied.
    fn some(&self, rows: &[u32]) -> Texts {
        Texts::Dictionary {
            keys: PrimitiveArray::<UInt32Type>::from_iter_values(rows.iter().copied()),
            values: Box::new(self.texts.clone()),
            whole: Arc::clone(&self.whole),
        }
    }
}

/// The columns; those that may be missing are none if they are.
pub(crate) struct OpenColumns {
    patient: Whole,
    consulter_id: Whole,
    consulter_type: Whole,
    holder_id: ListsOf<Whole>,
    holder_type: ListsOf<Whole>,
    holder_connected: Option<ListsOf<Flags>>,
    data: Option<Whole>,
    purpose: Option<Whole>,
    treatment: Option<Flags>,
    at: Option<Instants>,
}

/// Open queries.
pub(crate) struct Open {
    engine: Engine,
    at: Instant,
    reasons: Reasons,
    holder: Fields,
    schema: SchemaRef,
}

impl Open {
    pub(crate) fn new(engine: &Engine, at: Instant, reasons: Reasons) -> Self {
        let holder = Fields::from(vec![
            Field::new("id", DataType::Utf8, false),
            Field::new("type", DataType::Utf8, false),
            Field::new("data", DataType::Utf8, false),
            Field::new("valid_until", instant_type(), true),
        ]);
        let entry = Field::new("item", DataType::Struct(holder.clone()), true);
        let few = few_texts(reasons);
        let mut fields = vec![Field::new("holders", DataType::List(entry.into()), false)];
        if reasons != Reasons::LeftOut {
            fields.push(Field::new("reason", few.clone(), true));
        }
        fields.push(Field::new("error", few.clone(), true));
        fields.push(Field::new("error_path", few, true));
        Open {
            engine: engine.clone(),
            at,
            reasons,
            holder,
            schema: Arc::new(Schema::new(fields)),
        }
    }

    /// What is wrong with the question itself, and says nothing about the patient (R27).
    fn reason(&self, columns: &OpenColumns, row: usize) -> Option<Reason> {
        let Some(consulter) = columns.consulter_type.texts.get(row) else {
            return Some(Reason::UnknownConsulterType);
        };
        let data = columns.data.as_ref().and_then(|data| data.texts.get(row));
        let query = OpenQuery {
            subscriptions: Subscriptions::default(),
            consulter: Consulter {
                id: ProviderId::new("0").ok()?,
                kind: consulter.into(),
            },
            data: data.map(Box::from).into_iter().collect(),
            purpose: columns.purpose.as_ref().map_or(Purpose::Treatment, |all| {
                let text = all.texts.get(row);
                text.map_or(Purpose::Other(Box::default()), Purpose::from)
            }),
            treatment_relationship: relationship(
                columns
                    .treatment
                    .as_ref()
                    .and_then(|flags| flags.get(row).ok().flatten()),
            ),
            at: self.at,
        };
        query.reason(&self.engine)
    }
}

/// So many closed queries are asked at a time; the last row may have more.
const ENOUGH: usize = 1 << 15;

/// Most bytes of the holders that the answers to one piece of work name.
const MOST_BYTES: usize = 256 << 20;

/// What is wrong with a row, and in which column.
type Fault = (RowCode, &'static str);

fn fault(code: ErrorCode, column: &'static str) -> Fault {
    (RowCode::Format(code), column)
}

fn checked_id<'t>(texts: &'t Texts, row: usize, column: &'static str) -> Result<&'t str, Fault> {
    let id = texts
        .get(row)
        .ok_or_else(|| fault(ErrorCode::MissingField, column))?;
    fault_of_id(id).map_or(Ok(id), |code| Err(fault(code, column)))
}

impl OpenColumns {
    /// The holders of a row in byte order of their ids: where each stands among all ids and among all types.
    fn holders(&self, row: usize) -> Result<Vec<(usize, usize)>, Fault> {
        let missing = |column| fault(ErrorCode::MissingField, column);
        let ids = self.holder_id.lists.range(row);
        let ids = ids.ok_or_else(|| missing(HOLDER_ID))?;
        let kinds = self.holder_type.lists.range(row);
        let kinds = kinds.ok_or_else(|| missing(HOLDER_TYPE))?;
        if ids.len() > MOST_ENTRIES {
            return Err(fault(ErrorCode::ListTooLong, HOLDER_ID));
        }
        if kinds.len() != ids.len() {
            return Err(missing(if kinds.len() < ids.len() {
                HOLDER_TYPE
            } else {
                HOLDER_ID
            }));
        }
        let mut holders = Vec::with_capacity(ids.len());
        for (id, kind) in ids.zip(kinds) {
            let entries = self.holder_id.entries.as_ref();
            let entries = entries.ok_or_else(|| missing(HOLDER_ID))?;
            holders.push((checked_id(&entries.texts, id, HOLDER_ID)?, id, kind));
        }
        holders.sort_unstable();
        let twice = holders
            .windows(2)
            .any(|pair| matches!(pair, [(one, ..), (other, ..)] if one == other));
        if twice {
            return Err(fault(ErrorCode::DuplicateSubscription, HOLDER_ID));
        }
        Ok(holders
            .into_iter()
            .map(|(_, id, kind)| (id, kind))
            .collect())
    }

    /// What must be right before any holder is asked.
    fn whole(&self, row: usize, at: Instant) -> Result<(), Fault> {
        checked_id(&self.patient.texts, row, "patient")?;
        checked_id(&self.consulter_id.texts, row, "consulter.id")?;
        if let Some(instants) = &self.at {
            let there = instants.get(row).map_err(|code| fault(code, "at"))?;
            if there.ok_or_else(|| fault(ErrorCode::MissingField, "at"))? != at {
                return Err((RowCode::OtherInstant, "at"));
            }
        }
        if let Some(flags) = &self.treatment {
            let flag = flags.get(row);
            flag.map_err(|code| fault(code, "treatment_relationship"))?;
        }
        // It is asked of every holder.
        let data = self.data.as_ref().and_then(|data| data.texts.get(row));
        if data.is_some_and(|data| data.len() > LONGEST) {
            return Err(fault(ErrorCode::StringTooLong, "data"));
        }
        Ok(())
    }

    /// Whether the holder at a place of the list of a row is connected: 0, 1, or neither.
    fn connected(&self, row: usize, place: usize) -> Option<i64> {
        let Some(all) = &self.holder_connected else {
            return Some(1);
        };
        let range = all.lists.range(row)?;
        let entry = range
            .start
            .checked_add(place)
            .filter(|at| *at < range.end)?;
        match all.entries.as_ref()?.get(entry) {
            Ok(flag) => flag.map(i64::from),
            Err(_) => Some(2),
        }
    }
}

/// The closed queries that the open queries of some rows stand for.
#[derive(Default)]
struct Closed {
    /// Of each of them: its row, its id among all ids, its type among all types.
    rows: Vec<u32>,
    ids: Vec<u32>,
    kinds: Vec<u32>,
    /// Its data category among `texts`.
    data: Vec<Option<u32>>,
    texts: Vec<Box<str>>,
    connected: Vec<Option<i64>>,
    treatment: Vec<Option<i64>>,
    /// For each row how many there are, or what is wrong with it.
    of_row: Vec<Result<usize, Fault>>,
}

impl Open {
    /// The closed queries of the next rows: of one at least, and of no more once there are enough.
    fn closed(&self, columns: &OpenColumns, rows: &mut Range<usize>) -> Closed {
        let mut closed = Closed::default();
        while closed.rows.len() < ENOUGH
            && let Some(row) = rows.next()
        {
            let before = closed.rows.len();
            let asked = columns.whole(row, self.at).and_then(|()| {
                let holders = columns.holders(row)?;
                self.ask(&mut closed, columns, row, &holders);
                Ok(closed.rows.len().saturating_sub(before))
            });
            closed.of_row.push(asked);
        }
        closed
    }

    fn ask(
        &self,
        closed: &mut Closed,
        columns: &OpenColumns,
        row: usize,
        holders: &[(usize, usize)],
    ) {
        let number = |place: usize| u32::try_from(place).unwrap_or(u32::MAX);
        let asked = columns.data.as_ref().and_then(|data| data.texts.get(row));
        let treatment = columns
            .treatment
            .as_ref()
            .and_then(|flags| flags.get(row).ok().flatten())
            .map(i64::from);
        let begin = columns
            .holder_id
            .lists
            .range(row)
            .map_or(0, |all| all.start);
        let kinds = columns.holder_type.entries.as_ref();
        let one = [asked.map(|asked| closed.text(asked))];
        let catalogue = self.engine.catalogue();
        // Of each provider type among them, the places of its own data.
        let mut own_data: HashMap<&str, Vec<Option<u32>>, Seeded> = HashMap::default();
        for (id, kind) in holders {
            let connected = columns.connected(row, id.saturating_sub(begin));
            let kind_of = kinds.and_then(|kinds| kinds.texts.get(*kind));
            let known = kind_of.filter(|kind| catalogue.provider_type(kind).is_some());
            let data: &[Option<u32>] = match (asked, known) {
                (None, Some(kind)) => own_data.entry(kind).or_insert_with(|| {
                    let own = catalogue.data_of(kind);
                    own.map(|data| Some(closed.text(data.code()))).collect()
                }),
                (None, None) | (Some(_), _) => &one,
            };
            for data in data.iter().copied() {
                closed.rows.push(number(row));
                closed.ids.push(number(*id));
                closed.kinds.push(number(*kind));
                closed.data.push(data);
                closed.connected.push(connected);
                closed.treatment.push(treatment);
            }
        }
    }
}

impl Closed {
    /// The place of a data category that is asked about from now on.
    fn text(&mut self, data: &str) -> u32 {
        let place = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        self.texts.push(data.into());
        place
    }

    fn columns(&self, open: &OpenColumns) -> Columns {
        let entries = |all: &ListsOf<Whole>, rows: &[u32]| {
            let entries = all.entries.as_ref();
            entries.map_or(Texts::Null, |entries| entries.some(rows))
        };
        let texts = StringArray::from_iter_values(self.texts.iter());
        let flags =
            |values: &[Option<i64>]| Flags::Numbers(PrimitiveArray::<Int64Type>::from_iter(values));
        Columns {
            patient: open.patient.some(&self.rows),
            holder_id: entries(&open.holder_id, &self.ids),
            holder_type: entries(&open.holder_type, &self.kinds),
            consulter_id: open.consulter_id.some(&self.rows),
            consulter_type: open.consulter_type.some(&self.rows),
            data: Texts::Dictionary {
                keys: PrimitiveArray::<UInt32Type>::from_iter(self.data.iter().copied()),
                values: Box::new(Texts::Small(texts.clone())),
                whole: Arc::new(texts),
            },
            connected: Some(flags(&self.connected)),
            purpose: open.purpose.as_ref().map(|all| all.some(&self.rows)),
            treatment: open.treatment.as_ref().map(|_| flags(&self.treatment)),
            at: None,
        }
    }
}

impl Asking for Open {
    type Columns = OpenColumns;

    fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    fn read(&self, batch: &RecordBatch) -> Result<OpenColumns, BatchError> {
        let table = Table::of(batch, &NAMES, REQUIRED, "a batch of open queries")?;
        let lists = |column: &ArrayRef, name: &str| ListsOf::of(column, name, Whole::of);
        Ok(OpenColumns {
            patient: table.required("patient", Whole::of)?,
            consulter_id: table.required("consulter.id", Whole::of)?,
            consulter_type: table.required("consulter.type", Whole::of)?,
            holder_id: table.required(HOLDER_ID, lists)?,
            holder_type: table.required(HOLDER_TYPE, lists)?,
            holder_connected: table.optional(HOLDER_CONNECTED, |column, name| {
                ListsOf::of(column, name, Flags::of)
            })?,
            data: table.optional("data", Whole::of)?,
            purpose: table.optional("purpose", Whole::of)?,
            treatment: table.optional("treatment_relationship", Flags::of)?,
            at: table.optional("at", Instants::of)?,
        })
    }

    fn answer(
        &self,
        worker: &mut Worker,
        parts: &[Part<'_>],
        columns: &OpenColumns,
        rows: Range<usize>,
    ) -> Result<(RecordBatch, FirstWrong), BatchError> {
        let mut told = Told::new(self);
        let mut first_wrong = None;
        let (first, mut left) = (rows.start, rows);
        while !left.is_empty() {
            let row = left.start;
            let closed = self.closed(columns, &mut left);
            let place = row.saturating_sub(first);
            let wrong = self.tell(worker, parts, columns, (row, &closed), &mut told)?;
            let wrong = wrong.map(|(at, code, column)| (place.saturating_add(at), code, column));
            first_wrong = first_wrong.or(wrong);
        }
        Ok((told.finish(self)?, first_wrong))
    }
}

impl Open {
    /// Tells the answers to closed queries, those of rows from the first on; and the first of these rows that is wrong.
    fn tell(
        &self,
        worker: &mut Worker,
        parts: &[Part<'_>],
        columns: &OpenColumns,
        (first, closed): (usize, &Closed),
        told: &mut Told,
    ) -> Result<FirstWrong, BatchError> {
        let asked = closed.columns(columns);
        let mut decisions = Decisions::of(closed.rows.len());
        worker.decide(parts, &asked, 0..closed.rows.len(), &mut decisions);
        let mut first_wrong = None;
        let mut begin = 0_usize;
        for (place, of_row) in closed.of_row.iter().enumerate() {
            let row = first.saturating_add(place);
            let queries = begin..begin.saturating_add(of_row.unwrap_or(0));
            begin = queries.end;
            let wrong = match of_row {
                Err(fault) => Some(*fault),
                Ok(_) => queries.clone().find_map(|query| decisions.wrong(query)),
            };
            let wrong = wrong.map(|(code, column)| (code, of_subscription(column)));
            if wrong.is_none() {
                for query in queries.filter(|query| decisions.is_permit(*query)) {
                    told.holder(&asked, &decisions, query)?;
                }
            }
            if let (Some((code, column)), None) = (wrong, first_wrong) {
                first_wrong = Some((place, code, column));
            }
            let reason = match wrong {
                None => self.reason(columns, row),
                Some(_) => None,
            };
            told.row(reason, wrong);
        }
        Ok(first_wrong)
    }
}

/// The column of an open query that a column of a closed one came from.
fn of_subscription(column: &'static str) -> &'static str {
    match column {
        "holder.id" => HOLDER_ID,
        "holder.type" => HOLDER_TYPE,
        "holder.connected" => HOLDER_CONNECTED,
        other => other,
    }
}

/// The columns of the answers as they grow.
struct Told {
    holders: ListBuilder<StructBuilder>,
    reason: StringDictionaryBuilder<Int8Type>,
    error: StringDictionaryBuilder<Int8Type>,
    error_path: StringDictionaryBuilder<Int8Type>,
    /// How long the texts of the holders are.
    bytes: usize,
}

impl Told {
    fn new(open: &Open) -> Self {
        let text = || Box::new(StringBuilder::new());
        let until = TimestampMicrosecondBuilder::new().with_data_type(instant_type());
        let fields = vec![text() as _, text() as _, text() as _, Box::new(until) as _];
        Told {
            holders: ListBuilder::new(StructBuilder::new(open.holder.clone(), fields)),
            reason: StringDictionaryBuilder::new(),
            error: StringDictionaryBuilder::new(),
            error_path: StringDictionaryBuilder::new(),
            bytes: 0,
        }
    }

    fn holder(
        &mut self,
        asked: &Columns,
        decisions: &Decisions,
        query: usize,
    ) -> Result<(), BatchError> {
        let holder = self.holders.values();
        let texts = [&asked.holder_id, &asked.holder_type, &asked.data];
        // An entry takes some bytes besides its texts. One text may be named any number of times by what comes in.
        let length = texts.map(|texts| texts.get(query).map_or(0, str::len));
        self.bytes = length
            .iter()
            .fold(self.bytes.saturating_add(24), |all, one| {
                all.saturating_add(*one)
            });
        if self.bytes > MOST_BYTES {
            return Err(BatchError::new(
                ErrorCode::AnswerTooLarge,
                "holders",
                "the answers to 32,768 rows are more than 256 MiB: ask in smaller batches",
            ));
        }
        for (place, texts) in texts.into_iter().enumerate() {
            if let Some(column) = holder.field_builder::<StringBuilder>(place) {
                column.append_option(texts.get(query));
            }
        }
        if let Some(until) = holder.field_builder::<TimestampMicrosecondBuilder>(3) {
            until.append_option(decisions.valid_until(query));
        }
        holder.append(true);
        Ok(())
    }

    fn row(&mut self, reason: Option<Reason>, wrong: Option<Fault>) {
        self.holders.append(true);
        self.reason.append_option(reason.map(Reason::name));
        self.error.append_option(wrong.map(|(code, _)| code.name()));
        self.error_path
            .append_option(wrong.map(|(_, column)| column));
    }

    fn finish(mut self, open: &Open) -> Result<RecordBatch, BatchError> {
        let told = |mut texts: StringDictionaryBuilder<Int8Type>| -> Option<ArrayRef> {
            let texts = texts.finish();
            if open.reasons != Reasons::Plain {
                return Some(Arc::new(texts));
            }
            let texts = texts.downcast_dict::<StringArray>()?;
            Some(Arc::new(StringArray::from_iter(texts)))
        };
        let mut columns: Vec<Option<ArrayRef>> = vec![Some(Arc::new(self.holders.finish()))];
        if open.reasons != Reasons::LeftOut {
            columns.push(told(self.reason));
        }
        columns.push(told(self.error));
        columns.push(told(self.error_path));
        let columns: Option<Vec<ArrayRef>> = columns.into_iter().collect();
        columns
            .and_then(|columns| RecordBatch::try_new(Arc::clone(&open.schema), columns).ok())
            .ok_or_else(BatchError::not_put_together)
    }
}
