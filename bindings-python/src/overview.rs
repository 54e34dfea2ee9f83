//! The other questions (R27-R33): asked with Python's values, answered as the frozen classes of `akkoord/_answers.py`.

use akkoord::Error;
use akkoord::error::ErrorCode;
use akkoord::ids::{ChoiceId, PatientId};
use akkoord::overview::{
    Change, MatrixColumn, NoticeRequest, NoticeSettings, OpenQuery, Subscriptions, Switch,
    TimelineQuery, WhatIfRequest,
};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyDict;

use crate::catalogue::Catalogue;
use crate::choice::Choice;
use crate::decision::{ConsulterDecisionTold, Decision};
use crate::document::AnswerDocument;
use crate::error::{Fault, wrong_type};
use crate::given::{Flag, TextOrTexts, checked, given, text};
use crate::instant::{Moment, told, told_maybe};
use crate::profile::Profile;
use crate::provider::{Consulter, Holder};
use crate::query::{self, Query, data_codes};
use crate::told::{OutcomeTold, Tuple, python_classes};
use akkoord::query::Purpose;

given! {
    /// Who holds a record: any iterable of subscriptions, or of holders that have always been subscribed.
    SubscriptionsGiven = type_hint_subscript!(
        type_hint_identifier!("collections.abc", "Iterable"),
        type_hint_union!(
            type_hint_identifier!("akkoord._answers", "Subscription"),
            <Holder as pyo3::PyTypeInfo>::TYPE_HINT
        )
    );
    /// A change of a profile.
    ChangeGiven = type_hint_identifier!("akkoord._answers", "Change");
}

python_classes! {
    AccessRecordTold = "akkoord._answers" "AccessRecord";
    AddTold = "akkoord._answers" "Add";
    ChangeNoticesTold = "akkoord._answers" "ChangeNotices";
    ChangedTold = "akkoord._answers" "Changed";
    DisclosingTold = "akkoord._answers" "Disclosing";
    ExpireTold = "akkoord._answers" "Expire";
    GroupsTold = "akkoord._answers" "Groups";
    HolderNoticeTold = "akkoord._answers" "HolderNotice";
    MatrixCellTold = "akkoord._answers" "MatrixCell";
    MatrixTold = "akkoord._answers" "Matrix";
    OpenAnswerTold = "akkoord._answers" "OpenAnswer";
    PatientNoticeTold = "akkoord._answers" "PatientNotice";
    SmallestChangeTold = "akkoord._answers" "SmallestChange";
    SpanTold = "akkoord._answers" "Span";
    TimelineTold = "akkoord._answers" "Timeline";
    WhatIfTold = "akkoord._answers" "WhatIf";
    WhyCauseTold = "akkoord._answers" "WhyCause";
    WhyEmptyTold = "akkoord._answers" "WhyEmpty";
    WithdrawTold = "akkoord._answers" "Withdraw";
}

/// A dict of fields.
macro_rules! fields {
    ($py:expr, $( $name:literal: $value:expr ),* $(,)?) => {{
        let fields = PyDict::new($py);
        $( fields.set_item($name, $value)?; )*
        fields
    }};
}
pub(crate) use fields;

/// The class `akkoord._answers.NAME`.
fn class<'py>(
    py: Python<'py>,
    cell: &'static PyOnceLock<Py<PyAny>>,
    name: &str,
) -> PyResult<Bound<'py, PyAny>> {
    cell.import(py, "akkoord._answers", name).cloned()
}

impl SubscriptionsGiven<'_> {
    fn read(&self) -> PyResult<Subscriptions> {
        static SUBSCRIPTION: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
        let class = class(self.0.py(), &SUBSCRIPTION, "Subscription")?;
        let mut list = Vec::new();
        for (row, one) in self.0.try_iter()?.enumerate() {
            let (one, path) = (one?, format!("subscriptions[{row}]"));
            list.push(if let Ok(holder) = one.cast::<Holder>() {
                akkoord::overview::Subscription {
                    holder: holder.get().0.clone(),
                    since: None,
                }
            } else if one.is_instance(&class)? {
                let holder = one.getattr("holder")?;
                let path = format!("{path}.holder");
                let holder = holder
                    .cast::<Holder>()
                    .map_err(|_| wrong_type(&path, "a Holder", &holder))?;
                let since = one.getattr("since")?;
                let since = (!since.is_none()).then_some(Moment(since));
                let since = since.map(|since| since.read("subscriptions.since"));
                akkoord::overview::Subscription {
                    holder: holder.get().0.clone(),
                    since: since.transpose()?,
                }
            } else {
                return Err(wrong_type(&path, "a Subscription or a Holder", &one));
            });
        }
        checked(Subscriptions::new(list), "")
    }
}

impl ChangeGiven<'_> {
    fn read(&self) -> PyResult<Change> {
        static ADD: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
        static WITHDRAW: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
        static EXPIRE: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
        let (py, given) = (self.0.py(), &self.0);
        let id = |path: &str| -> PyResult<ChoiceId> {
            let choice = given.getattr("choice")?;
            ChoiceId::new(text(&choice, path)?)
                .map_err(|error| Fault::new(error.code(), path).into())
        };
        if given.is_instance(&class(py, &ADD, "Add")?)? {
            let choice = given.getattr("choice")?;
            let choice = choice
                .cast::<Choice>()
                .map_err(|_| wrong_type("change.add", "a Choice", &choice))?;
            Ok(Change::Add(choice.get().core.clone()))
        } else if given.is_instance(&class(py, &WITHDRAW, "Withdraw")?)? {
            id("change.withdraw").map(Change::Withdraw)
        } else if given.is_instance(&class(py, &EXPIRE, "Expire")?)? {
            id("change.expire").map(Change::Expire)
        } else {
            Err(wrong_type("change", "Add, Withdraw or Expire", given))
        }
    }
}

/// An engine that is asked, and its catalogue as Python has it.
pub(crate) struct Asked<'e> {
    core: &'e akkoord::Engine,
    catalogue: &'e Py<Catalogue>,
}

impl<'e> Asked<'e> {
    pub(crate) fn of(core: &'e akkoord::Engine, catalogue: &'e Py<Catalogue>) -> Self {
        Asked { core, catalogue }
    }

    pub(crate) fn open_query<'py>(
        &self,
        py: Python<'py>,
        profile: &Profile,
        query: &OpenQuery,
    ) -> PyResult<OpenAnswerTold<'py>> {
        let found = py.detach(|| self.core.open_query(&profile.core, query));
        let found = checked(found, "")?;
        let holders = found.holders().iter().map(|one| {
            let holder = akkoord::query::Holder {
                id: one.holder.clone(),
                kind: one.kind.clone(),
                connection: akkoord::query::Connection::Connected,
            };
            let fields = fields!(py, "holder": Holder(holder), "data": &*one.data,
                "valid_until": told_maybe(py, one.valid_until)?);
            DisclosingTold::make(py, &fields)
        });
        let fields = fields!(py,
            "holders": Tuple(holders.collect::<PyResult<_>>()?),
            "reason": found.reason().map(akkoord::Reason::name));
        fields.set_item("_document", AnswerDocument::of(found))?;
        OpenAnswerTold::make(py, &fields)
    }

    pub(crate) fn why_empty<'py>(
        &self,
        py: Python<'py>,
        profile: &Profile,
        query: &Query,
        subscriptions: &SubscriptionsGiven<'py>,
    ) -> PyResult<Vec<WhyEmptyTold<'py>>> {
        let subscriptions = subscriptions.read()?;
        let found = self.core.why_empty(&profile.core, &query.0, &subscriptions);
        let told = |one: &akkoord::overview::WhyEmpty| {
            let causes = one.causes().map(|cause| {
                let decision = one
                    .decision(cause)
                    .map(|decision| Decision::of(decision.clone()));
                let fields = fields!(py, "cause": cause.name(), "decision": decision);
                WhyCauseTold::make(py, &fields)
            });
            let consulter = one.for_consulter();
            let consulter = ConsulterDecisionTold::of(py, consulter.data(), consulter.outcome())?;
            let fields = fields!(py, "data": one.data(), "_consulter": consulter,
                "_document": AnswerDocument::of(one.clone()),
                "causes": Tuple(causes.collect::<PyResult<_>>()?));
            WhyEmptyTold::make(py, &fields)
        };
        checked(found, "")?.iter().map(told).collect()
    }

    pub(crate) fn timeline<'py>(
        &self,
        py: Python<'py>,
        profile: &Profile,
        query: &Query,
        until: &Moment<'py>,
    ) -> PyResult<Vec<TimelineTold<'py>>> {
        let timeline = TimelineQuery {
            query: query.0.clone(),
            until: until.read("until")?,
        };
        if timeline.until <= timeline.query.at {
            return Err(Fault::new(ErrorCode::EmptyWindow, "until").into());
        }
        let found = py.detach(|| self.core.timeline(&profile.core, &timeline));
        let told_one = |one: &akkoord::overview::Timeline| {
            let spans = one.spans().iter().map(|span| {
                let fields = fields!(py, "start": told(py, span.from)?, "until": told(py, span.until)?,
                    "decision": Decision::of(span.decision.clone()));
                SpanTold::make(py, &fields)
            });
            let consulter = one
                .for_consulter()
                .map(|one| ConsulterDecisionTold::of(py, one.data(), one.outcome()))
                .transpose()?;
            let fields = fields!(py, "data": one.data(), "_consulter": consulter,
                "_document": AnswerDocument::of(one.clone()),
                "spans": Tuple(spans.collect::<PyResult<_>>()?));
            TimelineTold::make(py, &fields)
        };
        checked(found, "")?.iter().map(told_one).collect()
    }

    pub(crate) fn what_if<'py>(
        &self,
        py: Python<'py>,
        profile: &Profile,
        change: &ChangeGiven<'py>,
        subscriptions: &SubscriptionsGiven<'py>,
        at: &Moment<'py>,
    ) -> PyResult<WhatIfTold<'py>> {
        let request = WhatIfRequest {
            subscriptions: subscriptions.read()?,
            change: change.read()?,
            at: at.read("at")?,
        };
        let found = py.detach(|| self.core.what_if(&profile.core, &request));
        let found = checked(found, "")?;
        let changes = found.changes().iter().map(|one| {
            let fields = fields!(py, "holder": Holder(one.holder.clone()),
                "before": Decision::of(one.before.clone()), "after": Decision::of(one.after.clone()));
            column(&fields, one.column)?;
            ChangedTold::make(py, &fields)
        });
        let fields = fields!(py, "at": told(py, request.at)?,
            "changes": Tuple(changes.collect::<PyResult<_>>()?));
        fields.set_item("_document", AnswerDocument::of(found))?;
        WhatIfTold::make(py, &fields)
    }

    pub(crate) fn smallest_change<'py>(
        &self,
        py: Python<'py>,
        profile: &Profile,
        query: &Query,
        subscriptions: &SubscriptionsGiven<'py>,
    ) -> PyResult<Vec<SmallestChangeTold<'py>>> {
        let subscriptions = subscriptions.read()?;
        let found = py.detach(|| {
            self.core
                .smallest_change(&profile.core, &query.0, &subscriptions)
        });
        let told = |one: &akkoord::overview::SmallestChange| {
            let change = one.change().map(|change| self.change(py, change));
            let fields = fields!(py, "decision": Decision::of(one.decision().clone()),
                "_document": AnswerDocument::of(one.clone()),
                "change": change.transpose()?, "opens": one.opens());
            SmallestChangeTold::make(py, &fields)
        };
        checked(found, "")?.iter().map(told).collect()
    }

    fn change<'py>(&self, py: Python<'py>, change: &Change) -> PyResult<Bound<'py, PyAny>> {
        Ok(match change {
            Change::Add(choice) => {
                let choice = Choice {
                    core: choice.clone(),
                    catalogue: self.catalogue.clone_ref(py),
                };
                AddTold::make(py, &fields!(py, "choice": choice))?.0
            }
            Change::Withdraw(id) => WithdrawTold::make(py, &fields!(py, "choice": id.as_str()))?.0,
            Change::Expire(id) => ExpireTold::make(py, &fields!(py, "choice": id.as_str()))?.0,
        })
    }

    pub(crate) fn matrix<'py>(
        &self,
        py: Python<'py>,
        profile: &Profile,
        subscriptions: &SubscriptionsGiven<'py>,
        at: &Moment<'py>,
    ) -> PyResult<MatrixTold<'py>> {
        let (subscriptions, at) = (subscriptions.read()?, at.read("at")?);
        let found = py.detach(|| self.core.matrix(&profile.core, &subscriptions, at));
        let found = checked(found, "")?;
        let cells = found.cells().iter().map(|cell| {
            let fields = fields!(py, "holder": Holder(cell.holder.clone()),
                "decision": Decision::of(cell.decision.clone()));
            column(&fields, cell.column)?;
            MatrixCellTold::make(py, &fields)
        });
        let fields = fields!(py, "at": told(py, at)?,
            "cells": Tuple(cells.collect::<PyResult<_>>()?));
        fields.set_item("_document", AnswerDocument::of(found))?;
        MatrixTold::make(py, &fields)
    }

    pub(crate) fn change_notices<'py>(
        &self,
        py: Python<'py>,
        (before, after): (&Profile, &Profile),
        request: &NoticeRequest,
    ) -> PyResult<ChangeNoticesTold<'py>> {
        let found = py.detach(|| self.core.change_notices(&before.core, &after.core, request));
        let found = checked(found, "")?;
        let holders = found.holders().iter().map(|one| {
            let groups = one.groups.iter().map(|groups| {
                let texts =
                    |codes: &[Box<str>]| Tuple(codes.iter().map(|code| code.to_string()).collect());
                let fields = fields!(py, "data": &*groups.data, "permit": texts(&groups.permit),
                    "non_permit": texts(&groups.non_permit));
                GroupsTold::make(py, &fields)
            });
            let fields = fields!(py, "holder": Holder(one.holder.clone()), "changed": one.changed,
                "groups": Tuple(groups.collect::<PyResult<_>>()?));
            HolderNoticeTold::make(py, &fields)
        });
        let in_app = found.in_app().iter().map(|one| {
            let fields = fields!(py, "told": one.told.name(), "choice": one.choice.as_str(),
                "answer": one.answer.name(), "channel": one.channel.name(),
                "by": one.by.as_ref().map(|by| by.as_str()), "at": told(py, one.at)?);
            PatientNoticeTold::make(py, &fields)
        });
        let new_options = found.new_options().iter().map(|id| id.to_string());
        let fields = fields!(py,
            "holders": Tuple(holders.collect::<PyResult<_>>()?),
            "in_app": Tuple(in_app.collect::<PyResult<_>>()?),
            "new_options": Tuple(new_options.collect()),
            "email_nl": found.email(akkoord::Lang::Nl),
            "email_en": found.email(akkoord::Lang::En));
        fields.set_item("_document", AnswerDocument::of(found))?;
        ChangeNoticesTold::make(py, &fields)
    }
}

/// Who asks, as the fields of a cell.
fn column(fields: &Bound<'_, PyDict>, column: &MatrixColumn) -> PyResult<()> {
    fields.set_item("consulting_category", &*column.consulting_category)?;
    let consulter = column.consulter.as_ref().map(|id| id.as_str());
    fields.set_item("consulter", consulter)
}

/// R33: one access record.
pub(crate) fn access_record<'py>(
    py: Python<'py>,
    record: Result<akkoord::overview::AccessRecord, Error>,
) -> PyResult<AccessRecordTold<'py>> {
    record_told(py, &checked(record, "")?)
}

/// R33: several.
pub(crate) fn access_records<'py>(
    py: Python<'py>,
    records: Result<Vec<akkoord::overview::AccessRecord>, Error>,
) -> PyResult<Vec<AccessRecordTold<'py>>> {
    let records = checked(records, "")?;
    records.iter().map(|one| record_told(py, one)).collect()
}

fn record_told<'py>(
    py: Python<'py>,
    record: &akkoord::overview::AccessRecord,
) -> PyResult<AccessRecordTold<'py>> {
    let outcomes = record.outcomes().iter();
    let fields = fields!(py,
        "_document": AnswerDocument::of(record.clone()),
        "patient": PatientId::as_str(record.patient()),
        "at": told(py, record.at())?,
        "consulter": Consulter(record.consulter().clone()),
        "holder": Holder(record.holder().clone()),
        "outcomes": Tuple(outcomes.map(|outcome| OutcomeTold(outcome.name())).collect()));
    AccessRecordTold::make(py, &fields)
}

/// An open query of Python's values (R27), with why it is asked (R12, R13). Of several faults the first is told, in the order: why, data,
/// subscriptions, instant.
pub(crate) fn open_query(
    subscriptions: &SubscriptionsGiven<'_>,
    consulter: Consulter,
    at: &Moment<'_>,
    data: Option<TextOrTexts<'_>>,
    (purpose, treatment_relationship): (&str, Option<Flag<'_>>),
) -> PyResult<OpenQuery> {
    let treatment_relationship =
        query::relationship(treatment_relationship, "treatment_relationship")?;
    let data = data.map(|data| data_codes(&data, "data")).transpose()?;
    Ok(OpenQuery {
        subscriptions: subscriptions.read()?,
        consulter: consulter.0,
        data: data.unwrap_or_default(),
        purpose: Purpose::from(purpose),
        treatment_relationship,
        at: at.read("at")?,
    })
}

/// A request for notices of Python's values (R32).
pub(crate) fn notice_request(
    subscriptions: &SubscriptionsGiven<'_>,
    at: &Moment<'_>,
    (in_app, email): (bool, bool),
    last_seen: Option<&Moment<'_>>,
) -> PyResult<NoticeRequest> {
    let switch = |on| if on { Switch::On } else { Switch::Off };
    Ok(NoticeRequest {
        subscriptions: subscriptions.read()?,
        at: at.read("at")?,
        settings: NoticeSettings {
            in_app: switch(in_app),
            email: switch(email),
        },
        last_seen: last_seen.map(|seen| seen.read("last_seen")).transpose()?,
    })
}
