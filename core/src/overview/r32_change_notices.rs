//! R32: change notices: whom to tell of a change, and what.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::sync::Arc;
use alloc::vec::Vec;

use serde::Serialize;
use serde::ser::Serializer;

use super::cells::{self, WorkedOut, columns, within};
use super::email::email;
use super::r31_who_can_see_me::{MatrixColumn, how_many};
use super::subscription::SubscriptionsShape;
use super::{Party, Subscriptions};
use crate::catalogue::{Catalogue, HolderIndex};
use crate::engine::Engine;
use crate::error::{Error, ErrorCode};
use crate::ids::{ActorId, ChoiceId};
use crate::instant::Instant;
use crate::law::Law;
use crate::order;
use crate::profile::{
    Answer, Channel, Choice, ConfirmationAnswer, Patient, Profile, ProfileFields, instant,
    wire_enum,
};
use crate::query::Holder;
use crate::reader::{Context, Flag, Stopped, Text, fields};
use crate::reason::Outcome;
use crate::telling::{self, Lang};

/// Whether a kind of notice is switched on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Switch {
    /// It is.
    On,
    /// It is not.
    Off,
}

/// What the patient has switched on (S1). Default: notices in the app, no e-mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoticeSettings {
    /// Notices in the app.
    pub in_app: Switch,
    /// An e-mail that there is a notice.
    pub email: Switch,
}

impl Default for NoticeSettings {
    fn default() -> Self {
        NoticeSettings {
            in_app: Switch::On,
            email: Switch::Off,
        }
    }
}

/// What is asked: over which holders, as of which instant, and what the patient has switched on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeRequest {
    /// Who holds a record of this patient.
    pub subscriptions: Subscriptions,
    /// The instant at which both profiles are looked at.
    pub at: Instant,
    /// What the patient has switched on.
    pub settings: NoticeSettings,
    /// When the patient last looked: options that the catalogue has since then are news (S1).
    pub last_seen: Option<Instant>,
}

/// For one data category of a holder: who may be given it and who may not, as consulting categories.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Groups {
    /// The data category.
    pub data: Box<str>,
    /// The consulting categories with a permit, in the order of the catalogue.
    pub permit: Vec<Box<str>>,
    /// Those without, of the categories that the catalogue has an option for.
    pub non_permit: Vec<Box<str>>,
}

/// What one subscribed holder is told.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct HolderNotice {
    /// The holder.
    pub holder: Holder,
    /// Whether its groups differ, so that it must be told.
    pub changed: bool,
    /// Its groups after the change, in the order of the data categories of the catalogue.
    pub groups: Vec<Groups>,
}

impl Serialize for HolderNotice {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Document<'d> {
            holder: Party<'d>,
            changed: bool,
            groups: &'d [Groups],
        }
        let document = Document {
            holder: Party {
                id: &self.holder.id,
                kind: &self.holder.kind,
            },
            changed: self.changed,
            groups: &self.groups,
        };
        document.serialize(serializer)
    }
}

wire_enum! {
    /// What happened to a choice.
    Told {
        /// It was recorded.
        Recorded = "recorded",
        /// A guardian approved it.
        Approved = "approved",
        /// A guardian rejected it.
        Rejected = "rejected",
        /// It was withdrawn.
        Withdrawn = "withdrawn",
    }
}

/// A notice to the patient, in the app, of a change that another made.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PatientNotice {
    /// What happened.
    pub told: Told,
    /// The choice.
    pub choice: ChoiceId,
    /// Yes or no.
    pub answer: Answer,
    /// How the choice came in.
    pub channel: Channel,
    /// Who did it, if that is known; nobody knows who withdrew a choice.
    pub by: Option<ActorId>,
    /// When.
    pub at: Instant,
}

impl Serialize for PatientNotice {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Document<'d> {
            told: &'static str,
            choice: &'d ChoiceId,
            answer: &'static str,
            channel: &'static str,
            by: Option<&'d ActorId>,
            at: Instant,
        }
        let document = Document {
            told: self.told.name(),
            choice: &self.choice,
            answer: self.answer.name(),
            channel: self.channel.name(),
            by: self.by.as_ref(),
            at: self.at,
        };
        document.serialize(serializer)
    }
}

/// R32: whom to tell of a change, and what. Serialises to
/// `{"holders": […], "in_app": […], "new_options": […], "email": {"nl", "en"} | null}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeNotices {
    pub(crate) law: Arc<Law>,
    pub(crate) holders: Vec<HolderNotice>,
    pub(crate) in_app: Vec<PatientNotice>,
    pub(crate) new_options: Vec<Box<str>>,
    pub(crate) email: bool,
}

impl ChangeNotices {
    /// Every subscribed holder, in byte order of its id, with whether it must be told.
    ///
    /// ```
    /// # use akkoord::overview::{NoticeRequest, NoticeSettings, Subscription, Subscriptions};
    /// # let engine = akkoord::Engine::mitz();
    /// # let before = engine.read_profile(r#"{"patient": {"id": "999990019"}, "choices": []}"#)?;
    /// # let after = engine.read_profile(
    /// #     r#"{"patient": {"id": "999990019"},
    /// #         "choices": [{"id": "k1", "answer": "yes", "channel": "dossierhoudersknop",
    /// #                      "scope": {"level": "individual", "holders": ["ura:90000017"],
    /// #                                "options": ["1.1", "1.2", "1.3"]},
    /// #                      "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z",
    /// #                      "recorded_by": "ura:90000017"}]}"#,
    /// # )?;
    /// # let query = engine.read_query(
    /// #     r#"{"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #         "consulter": {"id": "ura:90000033", "type": "N6"},
    /// #         "data": "GGC002", "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}"#,
    /// # )?;
    /// # let subscriptions = Subscriptions::new([Subscription { holder: query.holder.clone(), since: None }])?;
    /// # let request = NoticeRequest {
    /// #     subscriptions,
    /// #     at: "2026-02-01T12:00:00Z".parse()?,
    /// #     settings: NoticeSettings::default(),
    /// #     last_seen: None,
    /// # };
    /// // The GP practice recorded a yes with its button.
    /// let notices = engine.change_notices(&before, &after, &request)?;
    /// let told = &notices.holders()[0];
    /// assert!(told.changed);
    /// let permit: Vec<&str> = told.groups[0].permit.iter().map(|code| &**code).collect();
    /// assert_eq!(permit, ["RPZAC001", "RPZAC005", "RPZAC104"]);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn holders(&self) -> &[HolderNotice] {
        &self.holders
    }

    /// The notices to the patient, from early to late, then by id. Empty if notices in the app are switched off.
    ///
    /// ```
    /// # use akkoord::overview::{NoticeRequest, NoticeSettings, Subscription, Subscriptions, Told};
    /// # let engine = akkoord::Engine::mitz();
    /// # let before = engine.read_profile(r#"{"patient": {"id": "999990019"}, "choices": []}"#)?;
    /// # let after = engine.read_profile(
    /// #     r#"{"patient": {"id": "999990019"},
    /// #         "choices": [{"id": "k1", "answer": "yes", "channel": "dossierhoudersknop",
    /// #                      "scope": {"level": "individual", "holders": ["ura:90000017"],
    /// #                                "options": ["1.1", "1.2", "1.3"]},
    /// #                      "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z",
    /// #                      "recorded_by": "ura:90000017"}]}"#,
    /// # )?;
    /// # let query = engine.read_query(
    /// #     r#"{"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #         "consulter": {"id": "ura:90000033", "type": "N6"},
    /// #         "data": "GGC002", "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}"#,
    /// # )?;
    /// # let subscriptions = Subscriptions::new([Subscription { holder: query.holder.clone(), since: None }])?;
    /// # let request = NoticeRequest {
    /// #     subscriptions,
    /// #     at: "2026-02-01T12:00:00Z".parse()?,
    /// #     settings: NoticeSettings::default(),
    /// #     last_seen: None,
    /// # };
    /// // The GP practice recorded a yes with its button.
    /// let notices = engine.change_notices(&before, &after, &request)?;
    /// let told = &notices.in_app()[0];
    /// assert_eq!((told.told, told.choice.as_str()), (Told::Recorded, "k1"));
    /// assert_eq!(told.by.as_ref().map(|by| by.as_str()), Some("ura:90000017"));
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn in_app(&self) -> &[PatientNotice] {
        &self.in_app
    }

    /// The ids of the options that are new since the patient last looked, in the order of the catalogue. Empty if that
    /// is not known, and if notices in the app are switched off.
    ///
    /// ```
    /// # use akkoord::{Catalogue, Engine, RuleSet};
    /// # use akkoord::overview::{NoticeRequest, NoticeSettings, Subscription, Subscriptions};
    /// # let json = Catalogue::mitz().to_json().replace("mitz-3960100", "mitz-example");
    /// # let json = json.replace(r#"{"id":"1.7","#, r#"{"id":"1.7","since":"2026-01-10T00:00:00Z","#);
    /// # let engine = Engine::new(Catalogue::from_json(&json)?, RuleSet::mitz());
    /// # let profile = engine.read_profile(r#"{"patient": {"id": "999990019"}, "choices": []}"#)?;
    /// # let query = engine.read_query(
    /// #     r#"{"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #         "consulter": {"id": "ura:90000033", "type": "N6"},
    /// #         "data": "GGC002", "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}"#,
    /// # )?;
    /// # let subscriptions = Subscriptions::new([Subscription { holder: query.holder.clone(), since: None }])?;
    /// // A catalogue with option 1.7 since 10 January. The patient last looked on 5 January, and made no choice.
    /// let request = NoticeRequest {
    ///     subscriptions,
    ///     at: "2026-02-01T12:00:00Z".parse()?,
    ///     settings: NoticeSettings::default(),
    ///     last_seen: Some("2026-01-05T12:00:00Z".parse()?),
    /// };
    /// let notices = engine.change_notices(&profile, &profile, &request)?;
    /// assert_eq!(notices.new_options().len(), 1);
    /// assert_eq!(&*notices.new_options()[0], "1.7");
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn new_options(&self) -> &[Box<str>] {
        &self.new_options
    }

    /// The text of the e-mail, if one is sent: it says that there is news, and nothing of what it is (S1).
    ///
    /// ```
    /// # use akkoord::Lang;
    /// # use akkoord::overview::{NoticeRequest, NoticeSettings, Subscription, Subscriptions, Switch};
    /// # let engine = akkoord::Engine::mitz();
    /// # let before = engine.read_profile(r#"{"patient": {"id": "999990019"}, "choices": []}"#)?;
    /// # let after = engine.read_profile(
    /// #     r#"{"patient": {"id": "999990019"},
    /// #         "choices": [{"id": "k1", "answer": "yes", "channel": "dossierhoudersknop",
    /// #                      "scope": {"level": "individual", "holders": ["ura:90000017"],
    /// #                                "options": ["1.1", "1.2", "1.3"]},
    /// #                      "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z",
    /// #                      "recorded_by": "ura:90000017"}]}"#,
    /// # )?;
    /// # let query = engine.read_query(
    /// #     r#"{"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #         "consulter": {"id": "ura:90000033", "type": "N6"},
    /// #         "data": "GGC002", "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}"#,
    /// # )?;
    /// # let subscriptions = Subscriptions::new([Subscription { holder: query.holder.clone(), since: None }])?;
    /// # let request = NoticeRequest {
    /// #     subscriptions,
    /// #     at: "2026-02-01T12:00:00Z".parse()?,
    /// #     settings: NoticeSettings { email: Switch::On, ..NoticeSettings::default() },
    /// #     last_seen: None,
    /// # };
    /// // The patient wants an e-mail. The GP practice recorded a yes with its button.
    /// let notices = engine.change_notices(&before, &after, &request)?;
    /// let text = "There is news for you in MijnMitz. Log in at MijnMitz.nl to read it.";
    /// assert_eq!(notices.email(Lang::En), Some(text));
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn email(&self, lang: Lang) -> Option<&'static str> {
        self.email.then(|| email(lang))
    }
}

impl Serialize for ChangeNotices {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Document<'d> {
            holders: &'d [HolderNotice],
            in_app: &'d [PatientNotice],
            new_options: &'d [Box<str>],
            email: Option<Email>,
        }
        #[derive(Serialize)]
        struct Email {
            nl: &'static str,
            en: &'static str,
        }
        let document = Document {
            holders: &self.holders,
            in_app: &self.in_app,
            new_options: &self.new_options,
            email: self.email.then(|| Email {
                nl: email(Lang::Nl),
                en: email(Lang::En),
            }),
        };
        document.serialize(serializer)
    }
}

pub(super) fn notices(
    engine: &Engine,
    before: &Profile,
    after: &Profile,
    request: &NoticeRequest,
) -> Result<ChangeNotices, Error> {
    if before.patient().id() != after.patient().id() {
        return Err(Error::new(ErrorCode::OtherPatient, "after.patient.id"));
    }
    let meter = engine.law().limits.meter();
    let holders: Vec<&Holder> = request.subscriptions.holders_at(request.at).collect();
    let columns = columns(engine, &[], request.at);
    let cells = within(how_many(engine, &holders, &columns))?;
    meter.spend(cells.saturating_mul(2))?;
    let rows = Rows::of(engine.catalogue(), &columns, &holders);
    let was = WorkedOut::of(engine, &meter, before, request.at, holders.iter().copied())?;
    let is = WorkedOut::of(engine, &meter, after, request.at, holders.iter().copied())?;
    let notice = |holder: &Holder| {
        let groups = rows.groups(&is, holder, request.at);
        HolderNotice {
            changed: rows.groups(&was, holder, request.at) != groups,
            holder: holder.clone(),
            groups,
        }
    };
    let in_app = told(before, after);
    let new_options = new_options(engine.catalogue(), request);
    let news = !in_app.is_empty() || !new_options.is_empty();
    let settings = request.settings;
    Ok(ChangeNotices {
        law: engine.law().clone(),
        holders: holders.into_iter().map(notice).collect(),
        email: news && settings.email == Switch::On,
        in_app: match settings.in_app {
            Switch::On => in_app,
            Switch::Off => Vec::new(),
        },
        new_options: match settings.in_app {
            Switch::On => new_options,
            Switch::Off => Vec::new(),
        },
    })
}

/// A data category, and who can ask for it.
type Row<'c> = (&'c str, Vec<&'c MatrixColumn>);

/// What the groups of each holder category are about, worked out once: each of its own data categories, with who can ask.
struct Rows<'c> {
    catalogue: &'c Catalogue,
    /// By holder category; none for one that was not met.
    rows: Vec<Option<Vec<Row<'c>>>>,
}

impl<'c> Rows<'c> {
    fn of(catalogue: &'c Catalogue, columns: &'c [MatrixColumn], holders: &[&Holder]) -> Self {
        let mut rows = Vec::new();
        rows.resize_with(catalogue.holder_categories().len(), || None);
        let kinds = holders.iter().map(|holder| &*holder.kind);
        for category in kinds.filter_map(|kind| category(catalogue, kind)) {
            let Some(row) = rows.get_mut(category.get()) else {
                continue;
            };
            row.get_or_insert_with(|| {
                let own = catalogue.own_data(category);
                own.map(|data| {
                    let can_ask = columns.iter().filter(|column| {
                        has_option(
                            catalogue,
                            category,
                            &column.consulting_category,
                            data.code(),
                        )
                    });
                    (data.code(), can_ask.collect())
                })
                .collect()
            });
        }
        Rows { catalogue, rows }
    }

    /// R32: the permit and non-permit groups of a holder: who may be given its own data, as consulting categories.
    ///
    /// A live emergency yes is for one consulter, so it is in no group: the closed query knows it.
    fn groups(&self, worked_out: &WorkedOut<'_>, holder: &Holder, at: Instant) -> Vec<Groups> {
        let category = category(self.catalogue, &holder.kind);
        let row = category.and_then(|category| self.rows.get(category.get())?.as_deref());
        let of_data = |(data, columns): &Row<'_>| {
            let mut groups = Groups {
                data: (*data).into(),
                permit: Vec::new(),
                non_permit: Vec::new(),
            };
            for column in columns {
                let query = cells::query(holder, column, at);
                let group = match worked_out.verdicts(&query)(data).outcome() {
                    Outcome::Permit => &mut groups.permit,
                    Outcome::Deny | Outcome::NotApplicable | Outcome::Indeterminate => {
                        &mut groups.non_permit
                    }
                };
                group.push(column.consulting_category.clone());
            }
            groups
        };
        row.into_iter().flatten().map(of_data).collect()
    }
}

fn category(catalogue: &Catalogue, kind: &str) -> Option<HolderIndex> {
    Some(catalogue.provider_type(kind)?.holder_index())
}

/// Whether the row of a holder category has an option for these data and this consulting category.
fn has_option(catalogue: &Catalogue, holder: HolderIndex, consulting: &str, data: &str) -> bool {
    let mut row = catalogue.row_of(holder);
    row.any(|option| {
        catalogue.option_row(option).is_some_and(|option| {
            option.data() == data
                && option
                    .consulting_categories()
                    .any(|code| code == consulting)
        })
    })
}

/// R32: each change that another made, from early to late.
fn told(before: &Profile, after: &Profile) -> Vec<PatientNotice> {
    let patient = after.patient();
    let mut notices = Vec::new();
    let mut rows: BTreeMap<&str, usize> = BTreeMap::new();
    for (row, choice) in before.choices().iter().enumerate() {
        rows.insert(choice.id().as_str(), row);
    }
    for choice in after.choices() {
        let row = rows.get(choice.id().as_str());
        let earlier = row.and_then(|row| before.choices().get(*row));
        let notice = |told, by: Option<ActorId>, at| PatientNotice {
            told,
            choice: choice.id().clone(),
            answer: choice.answer(),
            channel: choice.channel(),
            // The id of the patient does not belong in a notice.
            by: by.filter(|by| !by.is(patient.id())),
            at,
        };
        if earlier.is_none() && is_by_another(choice, patient) {
            let by = choice.recorder().cloned();
            notices.push(notice(Told::Recorded, by, choice.recorded_at()));
        }
        let answered = earlier.and_then(Choice::confirmation);
        if let Some(confirmation) = choice.confirmation().filter(|now| answered != Some(*now)) {
            let told = match confirmation.answer {
                ConfirmationAnswer::Approved => Told::Approved,
                ConfirmationAnswer::Rejected => Told::Rejected,
            };
            notices.push(notice(told, Some(confirmation.by.clone()), confirmation.at));
        }
        // A profile does not say who withdrew a choice: rather one notice too many than one too few.
        let ended = earlier.and_then(Choice::withdrawn_at);
        if let Some(at) = choice.withdrawn_at().filter(|now| ended != Some(*now)) {
            notices.push(notice(Told::Withdrawn, None, at));
        }
    }
    order::sort_by(&mut notices, |one, other| {
        (one.at, &one.choice, one.told).cmp(&(other.at, &other.choice, other.told))
    });
    notices
}

/// Whether somebody else than the patient recorded a choice: every channel but MijnMitz, and there a guardian.
pub(crate) fn is_by_another(choice: &Choice, patient: &Patient) -> bool {
    match choice.channel() {
        Channel::MijnMitz => choice.recorder().is_some_and(|by| !by.is(patient.id())),
        Channel::SamenNaarMijnMitz
        | Channel::Dossierhoudersknop
        | Channel::Raadplegersknop
        | Channel::Migration => true,
    }
}

/// R5: the options that were added since the patient last looked.
fn new_options(catalogue: &Catalogue, request: &NoticeRequest) -> Vec<Box<str>> {
    let Some(seen) = request.last_seen else {
        return Vec::new();
    };
    let options = catalogue.options().iter();
    options
        .filter(|option| {
            option
                .since()
                .is_some_and(|since| seen < since && since <= request.at)
        })
        .map(|option| option.id().into())
        .collect()
}

fn switch(on: bool) -> Switch {
    if on { Switch::On } else { Switch::Off }
}

fields! {
    /// The profile after, and what is asked.
    pub(crate) NoticeFields(catalogue: &'c Catalogue) => (Profile, NoticeRequest, Option<Lang>) {
        required "after" after: Profile = ProfileFields::shape(catalogue),
        required "subscriptions" subscriptions: Subscriptions = SubscriptionsShape,
        required "at" at: Instant = Text(instant),
        optional "in_app" in_app: Switch = Flag(switch),
        optional "email" email: Switch = Flag(switch),
        optional "last_seen" last_seen: Instant = Text(instant),
        optional "explain" explain: Lang = Text(telling::lang),
    }
}

impl NoticeFields<'_> {
    fn checked(
        self,
        _: &Context,
    ) -> Result<Option<(Profile, NoticeRequest, Option<Lang>)>, Stopped> {
        let (Some(after), Some(subscriptions), Some(at)) =
            (self.after, self.subscriptions, self.at)
        else {
            return Ok(None);
        };
        let defaults = NoticeSettings::default();
        let request = NoticeRequest {
            subscriptions,
            at,
            settings: NoticeSettings {
                in_app: self.in_app.unwrap_or(defaults.in_app),
                email: self.email.unwrap_or(defaults.email),
            },
            last_seen: self.last_seen,
        };
        Ok(Some((after, request, self.explain)))
    }
}
