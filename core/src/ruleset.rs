//! The rule set (chapter 9): what the sources leave open, as named parameters. A rule set is data: it has a name, a
//! version and a date, and every decision names it.

use serde::Serialize;
use smol_str::SmolStr;

use crate::digest::digest;
use crate::error::{Error, ErrorCode};
use crate::ids::checked_id;
use crate::instant::{Date, Instant};
use crate::reader::{self, Context, Flag, Number, Stopped, Text, fields};

/// R19: may a live emergency *yes* override a standing objection?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmergencyAgainstObjection {
    /// The objection holds (the default; S1 questions 8 and 9).
    ObjectionHolds,
    /// The emergency yes permits, also against an objection.
    EmergencyOverrides,
}

/// R19: whom an emergency *yes* opens a record for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmergencyYesBinds {
    /// The very consulter that it names (the default).
    Consulter,
    /// Every consulter of the same consulting category.
    ConsultingCategory,
}

/// R18: what a blanket *yes* does to an earlier individual *no*.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlanketYes {
    /// The individual no stays (the default).
    LeavesIndividualNo,
    /// The individual no of a lower rank is lifted, as long as the blanket yes itself is not withdrawn.
    LiftsIndividualNo,
}

/// R18: what a blanket *no* does to an individual *yes* of the same or a lower rank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlanketNo {
    /// It is silenced for good (the default; "geen enkele").
    SilencesIndividualYes,
    /// The individual yes stays an exception.
    LeavesIndividualYes,
}

/// R21: what the absence of any choice means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Bearing {
    /// No choice is a no: the only value today.
    Deny,
}

/// R15: what the death of the patient means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeceasedMeans {
    /// Deny from 00:00 UTC of the day of death (the default).
    Deny,
    /// Death decides nothing: the recorded choices are evaluated as before.
    Evaluate,
}

/// The parameters of the rules, with the name, version and date of the set.
///
/// ```
/// use akkoord::RuleSet;
/// let rules = RuleSet::mitz();
/// assert_eq!(rules.name(), "mitz-2026-11");
/// assert_eq!(rules.emergency_hours(), 72);
///
/// // A set of one's own names what differs; what it leaves out keeps its default.
/// let longer = RuleSet::from_json(
///     r#"{"name": "trial-96", "version": "1", "date": "2026-11-22", "parameters": {"emergency_hours": 96}}"#,
/// )?;
/// assert_eq!(longer.emergency_hours(), 96);
/// # Ok::<(), akkoord::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleSet {
    name: SmolStr,
    version: SmolStr,
    date: Date,
    parameters: Parameters,
    /// Follows from the others.
    digest: SmolStr,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Parameters {
    emergency_hours: u32,
    emergency_against_objection: EmergencyAgainstObjection,
    emergency_yes_binds: EmergencyYesBinds,
    blanket_yes: BlanketYes,
    blanket_no: BlanketNo,
    guardian_until_age: u32,
    guardian_records_until_age: u32,
    no_choice_means: Bearing,
    deceased_means: DeceasedMeans,
}

/// The defaults of chapter 9.
const DEFAULTS: Parameters = Parameters {
    emergency_hours: 72,
    emergency_against_objection: EmergencyAgainstObjection::ObjectionHolds,
    emergency_yes_binds: EmergencyYesBinds::Consulter,
    blanket_yes: BlanketYes::LeavesIndividualNo,
    blanket_no: BlanketNo::SilencesIndividualYes,
    guardian_until_age: 16,
    guardian_records_until_age: 12,
    no_choice_means: Bearing::Deny,
    deceased_means: DeceasedMeans::Deny,
};

/// The name of the built-in rule set; nothing else may have it.
const MITZ: &str = "mitz-2026-11";

impl RuleSet {
    /// The rule set of Mitz: `mitz-2026-11`, every parameter at its default.
    ///
    /// ```
    /// use akkoord::{Engine, RuleSet};
    /// let rules = RuleSet::mitz();
    /// assert_eq!((rules.name(), rules.version()), ("mitz-2026-11", "1"));
    /// assert_eq!(Engine::mitz().ruleset(), &rules);
    /// ```
    #[must_use]
    pub fn mitz() -> Self {
        // INVARIANT: the date is read in a test.
        let date = Date::read("2026-11-01").unwrap_or(Instant::MIN.date());
        let (name, version) = (SmolStr::new_static(MITZ), SmolStr::new_static("1"));
        Self::of(name, version, date, DEFAULTS)
    }

    fn of(name: SmolStr, version: SmolStr, date: Date, parameters: Parameters) -> Self {
        let mut rules = RuleSet {
            name,
            version,
            date,
            parameters,
            digest: SmolStr::default(),
        };
        // INVARIANT: strings, numbers and flags always serialise.
        rules.digest = digest(&crate::json::written(&rules));
        rules
    }

    /// Reads a rule set: `{"name", "version", "date", "parameters": {…}}`. A parameter that is left out has its default.
    ///
    /// # Errors
    /// As for a profile: unknown fields, duplicate keys, wrong types; `unsupported_value` for `no_choice_means: permit`,
    /// which waits for a law; `out_of_range` for hours outside 1 to 8,760 or an age outside 0 to 150; `ruleset_name_taken`
    /// for the name of a built-in rule set ([`RuleSet::mitz`]) with another version, date or parameter than that one has.
    ///
    /// ```
    /// use akkoord::RuleSet;
    /// use akkoord::error::ErrorCode;
    /// let rules = r#"{"name":"trial","version":"1","date":"2026-11-22","parameters":{"emergency_hours":96}}"#;
    /// assert_eq!(RuleSet::from_json(rules)?.emergency_hours(), 96);
    ///
    /// let error = RuleSet::from_json(&rules.replace("96", "8761")).unwrap_err();
    /// assert_eq!((error.code(), error.path()), (ErrorCode::OutOfRange, "parameters.emergency_hours"));
    /// let error = RuleSet::from_json(&rules.replace("trial", "mitz-2026-11")).unwrap_err();
    /// assert_eq!(error.code(), ErrorCode::RulesetNameTaken);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    pub fn from_json(json: &str) -> Result<Self, Error> {
        reader::read(json, 1, RuleSetFields::shape(()))
    }

    /// The name that every decision carries.
    ///
    /// ```
    /// # let engine = akkoord::Engine::mitz();
    /// # let (profile, query, ..) = engine.read_line(r#"{"profile": {"patient": {"id": "999990019"}, "choices": [
    /// #     {"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
    /// #      "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]},
    /// #     "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #               "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC002",
    /// #               "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}}"#)?;
    /// for decision in engine.decide(&profile, &query)? {
    ///     assert_eq!(decision.ruleset_name(), engine.ruleset().name());
    /// }
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// A short name for the content, which every decision can tell ([`Decision::ruleset_digest`](crate::Decision::ruleset_digest)):
    /// two rule sets of one digest decide alike, whatever they are called.
    ///
    /// The first 16 hexadecimal digits of the SHA-256 of its canonical document: name, version, date and every parameter, in
    /// the order of chapter 9, without white space. A version of the engine that knows more parameters has other digests.
    ///
    /// ```
    /// use akkoord::RuleSet;
    /// assert_eq!(RuleSet::mitz().digest(), "56c2be6d25d8e500");
    /// let trial = |hours: u32| RuleSet::from_json(&format!(
    ///     r#"{{"name": "trial", "version": "1", "date": "2026-11-22", "parameters": {{"emergency_hours": {hours}}}}}"#
    /// ));
    /// assert_ne!(trial(24)?.digest(), trial(96)?.digest());
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// The version of the set.
    ///
    /// ```
    /// assert_eq!(akkoord::RuleSet::mitz().version(), "1");
    /// ```
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The date of the set.
    ///
    /// ```
    /// assert_eq!(akkoord::RuleSet::mitz().date().to_string(), "2026-11-01");
    /// ```
    #[must_use]
    pub fn date(&self) -> Date {
        self.date
    }

    /// R10: how long an emergency choice lives, in hours from its decision: 1 to 8,760.
    ///
    /// ```
    /// use akkoord::{Instant, RuleSet};
    /// let decided_at = "2026-01-02T10:00:00Z".parse::<Instant>()?;
    /// let ends_at = decided_at.plus_hours(RuleSet::mitz().emergency_hours());
    /// assert_eq!(ends_at, Some("2026-01-05T10:00:00Z".parse()?));
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn emergency_hours(&self) -> u32 {
        self.parameters.emergency_hours
    }

    /// R19: whether a live emergency yes overrides an objection.
    ///
    /// ```
    /// use akkoord::RuleSet;
    /// use akkoord::ruleset::EmergencyAgainstObjection;
    /// assert_eq!(RuleSet::mitz().emergency_against_objection(), EmergencyAgainstObjection::ObjectionHolds);
    /// let trial = RuleSet::from_json(
    ///     r#"{"name":"trial","version":"1","date":"2026-11-22",
    ///         "parameters":{"emergency_overrides_objection":true}}"#,
    /// )?;
    /// assert_eq!(trial.emergency_against_objection(), EmergencyAgainstObjection::EmergencyOverrides);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn emergency_against_objection(&self) -> EmergencyAgainstObjection {
        self.parameters.emergency_against_objection
    }

    /// R19: whom an emergency yes is for.
    ///
    /// ```
    /// use akkoord::RuleSet;
    /// use akkoord::ruleset::EmergencyYesBinds;
    /// assert_eq!(RuleSet::mitz().emergency_yes_binds(), EmergencyYesBinds::Consulter);
    /// let trial = RuleSet::from_json(
    ///     r#"{"name":"trial","version":"1","date":"2026-11-22",
    ///         "parameters":{"emergency_yes_binds":"consulting_category"}}"#,
    /// )?;
    /// assert_eq!(trial.emergency_yes_binds(), EmergencyYesBinds::ConsultingCategory);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn emergency_yes_binds(&self) -> EmergencyYesBinds {
        self.parameters.emergency_yes_binds
    }

    /// R18: what a blanket yes does to an earlier individual no.
    ///
    /// ```
    /// use akkoord::RuleSet;
    /// use akkoord::ruleset::BlanketYes;
    /// assert_eq!(RuleSet::mitz().blanket_yes(), BlanketYes::LeavesIndividualNo);
    /// let trial = RuleSet::from_json(
    ///     r#"{"name":"trial","version":"1","date":"2026-11-22",
    ///         "parameters":{"blanket_yes_lifts_individual_no":true}}"#,
    /// )?;
    /// assert_eq!(trial.blanket_yes(), BlanketYes::LiftsIndividualNo);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn blanket_yes(&self) -> BlanketYes {
        self.parameters.blanket_yes
    }

    /// R18: what a blanket no does to an individual yes.
    ///
    /// ```
    /// use akkoord::RuleSet;
    /// use akkoord::ruleset::BlanketNo;
    /// assert_eq!(RuleSet::mitz().blanket_no(), BlanketNo::SilencesIndividualYes);
    /// let trial = RuleSet::from_json(
    ///     r#"{"name":"trial","version":"1","date":"2026-11-22",
    ///         "parameters":{"blanket_no_silences_individual_yes":false}}"#,
    /// )?;
    /// assert_eq!(trial.blanket_no(), BlanketNo::LeavesIndividualYes);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn blanket_no(&self) -> BlanketNo {
        self.parameters.blanket_no
    }

    /// R20: under this age (in years) a guardian confirms.
    ///
    /// ```
    /// use akkoord::RuleSet;
    /// use akkoord::instant::Date;
    /// let born = "2013-05-05".parse::<Date>()?;
    /// let until = born.birthday(RuleSet::mitz().guardian_until_age());
    /// assert_eq!(until, Some("2029-05-05".parse()?));
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn guardian_until_age(&self) -> u32 {
        self.parameters.guardian_until_age
    }

    /// R20, R34: under this age (in years) a guardian records on the child's account.
    ///
    /// ```
    /// use akkoord::RuleSet;
    /// use akkoord::instant::Date;
    /// let born = "2013-05-05".parse::<Date>()?;
    /// let until = born.birthday(RuleSet::mitz().guardian_records_until_age());
    /// assert_eq!(until, Some("2025-05-05".parse()?));
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn guardian_records_until_age(&self) -> u32 {
        self.parameters.guardian_records_until_age
    }

    /// R21: what no choice means.
    ///
    /// ```
    /// use akkoord::RuleSet;
    /// use akkoord::error::ErrorCode;
    /// use akkoord::ruleset::Bearing;
    /// assert_eq!(RuleSet::mitz().no_choice_means(), Bearing::Deny);
    /// let permit = r#"{"name":"trial","version":"1","date":"2026-11-22","parameters":{"no_choice_means":"permit"}}"#;
    /// assert_eq!(RuleSet::from_json(permit).unwrap_err().code(), ErrorCode::UnsupportedValue);
    /// ```
    #[must_use]
    pub fn no_choice_means(&self) -> Bearing {
        self.parameters.no_choice_means
    }

    /// R15: what the death of the patient means.
    ///
    /// ```
    /// use akkoord::RuleSet;
    /// use akkoord::ruleset::DeceasedMeans;
    /// assert_eq!(RuleSet::mitz().deceased_means(), DeceasedMeans::Deny);
    /// let trial = RuleSet::from_json(
    ///     r#"{"name":"trial","version":"1","date":"2026-11-22",
    ///         "parameters":{"deceased_means":"evaluate"}}"#,
    /// )?;
    /// assert_eq!(trial.deceased_means(), DeceasedMeans::Evaluate);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn deceased_means(&self) -> DeceasedMeans {
        self.parameters.deceased_means
    }
}

fields! {
    RuleSetFields(_given: ()) => RuleSet {
        required "name" name: SmolStr = Text(checked_id),
        required "version" version: SmolStr = Text(checked_id),
        required "date" date: Date = Text(|text: &str| Date::read(text).ok_or(ErrorCode::InvalidDate)),
        required "parameters" parameters: Parameters = ParameterFields::shape(()),
    }
}

impl RuleSetFields<'_> {
    /// A decision carries the name, so that it must not stand for other rules than the built-in ones.
    fn checked(self, context: &Context) -> Result<Option<RuleSet>, Stopped> {
        let (Some(name), Some(version), Some(date), Some(parameters)) =
            (self.name, self.version, self.date, self.parameters)
        else {
            return Ok(None);
        };
        let rules = RuleSet::of(name, version, date, parameters);
        if rules.name == MITZ && rules != RuleSet::mitz() {
            context.fault_at(ErrorCode::RulesetNameTaken, "name")?;
            return Ok(None);
        }
        Ok(Some(rules))
    }
}

fn either<T>(yes: T, no: T) -> Flag<impl FnOnce(bool) -> T> {
    Flag(move |value| if value { yes } else { no })
}

fn within(
    range: core::ops::RangeInclusive<u32>,
) -> Number<impl FnOnce(u64) -> Result<u32, ErrorCode>> {
    Number(move |number| {
        u32::try_from(number)
            .ok()
            .filter(|n| range.contains(n))
            .ok_or(ErrorCode::OutOfRange)
    })
}

fields! {
    ParameterFields(_given: ()) => Parameters {
        optional "emergency_hours" hours: u32 = within(1..=8_760),
        optional "emergency_overrides_objection" objection: EmergencyAgainstObjection =
            either(EmergencyAgainstObjection::EmergencyOverrides, EmergencyAgainstObjection::ObjectionHolds),
        optional "emergency_yes_binds" binds: EmergencyYesBinds = Text(|text: &str| match text {
            "consulter" => Ok(EmergencyYesBinds::Consulter),
            "consulting_category" => Ok(EmergencyYesBinds::ConsultingCategory),
            _ => Err(ErrorCode::UnknownValue),
        }),
        optional "blanket_yes_lifts_individual_no" blanket_yes: BlanketYes =
            either(BlanketYes::LiftsIndividualNo, BlanketYes::LeavesIndividualNo),
        optional "blanket_no_silences_individual_yes" blanket_no: BlanketNo =
            either(BlanketNo::SilencesIndividualYes, BlanketNo::LeavesIndividualYes),
        optional "guardian_until_age" until: u32 = within(0..=150),
        optional "guardian_records_until_age" records: u32 = within(0..=150),
        optional "no_choice_means" no_choice: Bearing = Text(|text: &str| match text {
            "deny" => Ok(Bearing::Deny),
            "permit" => Err(ErrorCode::UnsupportedValue),
            _ => Err(ErrorCode::UnknownValue),
        }),
        optional "deceased_means" deceased: DeceasedMeans = Text(|text: &str| match text {
            "deny" => Ok(DeceasedMeans::Deny),
            "evaluate" => Ok(DeceasedMeans::Evaluate),
            _ => Err(ErrorCode::UnknownValue),
        }),
    }
}

impl ParameterFields<'_> {
    fn checked(self, _: &Context) -> Result<Option<Parameters>, Stopped> {
        Ok(Some(Parameters {
            emergency_hours: self.hours.unwrap_or(DEFAULTS.emergency_hours),
            emergency_against_objection: self
                .objection
                .unwrap_or(DEFAULTS.emergency_against_objection),
            emergency_yes_binds: self.binds.unwrap_or(DEFAULTS.emergency_yes_binds),
            blanket_yes: self.blanket_yes.unwrap_or(DEFAULTS.blanket_yes),
            blanket_no: self.blanket_no.unwrap_or(DEFAULTS.blanket_no),
            guardian_until_age: self.until.unwrap_or(DEFAULTS.guardian_until_age),
            guardian_records_until_age: self.records.unwrap_or(DEFAULTS.guardian_records_until_age),
            no_choice_means: self.no_choice.unwrap_or(DEFAULTS.no_choice_means),
            deceased_means: self.deceased.unwrap_or(DEFAULTS.deceased_means),
        }))
    }
}

/// The document of a rule set, every parameter named, in the order of chapter 9.
#[derive(Serialize)]
struct Written<'r> {
    name: &'r str,
    version: &'r str,
    date: Date,
    parameters: WrittenParameters,
}

#[derive(Serialize)]
struct WrittenParameters {
    emergency_hours: u32,
    emergency_overrides_objection: bool,
    emergency_yes_binds: &'static str,
    blanket_yes_lifts_individual_no: bool,
    blanket_no_silences_individual_yes: bool,
    guardian_until_age: u32,
    guardian_records_until_age: u32,
    no_choice_means: &'static str,
    deceased_means: &'static str,
}

impl Serialize for RuleSet {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let p = &self.parameters;
        Written {
            name: &self.name,
            version: &self.version,
            date: self.date,
            parameters: WrittenParameters {
                emergency_hours: p.emergency_hours,
                emergency_overrides_objection: match p.emergency_against_objection {
                    EmergencyAgainstObjection::EmergencyOverrides => true,
                    EmergencyAgainstObjection::ObjectionHolds => false,
                },
                emergency_yes_binds: match p.emergency_yes_binds {
                    EmergencyYesBinds::Consulter => "consulter",
                    EmergencyYesBinds::ConsultingCategory => "consulting_category",
                },
                blanket_yes_lifts_individual_no: match p.blanket_yes {
                    BlanketYes::LiftsIndividualNo => true,
                    BlanketYes::LeavesIndividualNo => false,
                },
                blanket_no_silences_individual_yes: match p.blanket_no {
                    BlanketNo::SilencesIndividualYes => true,
                    BlanketNo::LeavesIndividualYes => false,
                },
                guardian_until_age: p.guardian_until_age,
                guardian_records_until_age: p.guardian_records_until_age,
                no_choice_means: match p.no_choice_means {
                    Bearing::Deny => "deny",
                },
                deceased_means: match p.deceased_means {
                    DeceasedMeans::Deny => "deny",
                    DeceasedMeans::Evaluate => "evaluate",
                },
            },
        }
        .serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_rule_set_has_the_defaults_of_chapter_9_and_writes_back_as_it_was_read() {
        const DOCUMENT: &str = include_str!("../data/ruleset-mitz-2026-11.json");
        let read = RuleSet::from_json(DOCUMENT).unwrap();
        assert_eq!(read.parameters, DEFAULTS);
        assert_eq!(
            (read.name(), read.version(), read.date().day()),
            ("mitz-2026-11", "1", 1)
        );
        let value: serde_json::Value = serde_json::from_str(DOCUMENT).unwrap();
        assert_eq!(serde_json::to_value(&read).unwrap(), value);
        assert_eq!(RuleSet::mitz(), read);
    }

    /// What the built-in rule set would be with one part changed.
    fn built_in_with(part: &str, value: serde_json::Value) -> alloc::string::String {
        let mut document = serde_json::to_value(RuleSet::mitz()).unwrap();
        *document.pointer_mut(part).unwrap() = value;
        serde_json::to_string(&document).unwrap()
    }

    #[test]
    fn the_name_of_the_built_in_rule_set_stands_for_its_content_alone() {
        for (part, value) in [
            ("/version", "2".into()),
            ("/date", "2026-11-02".into()),
            ("/parameters/emergency_hours", 24.into()),
            ("/parameters/emergency_overrides_objection", true.into()),
            (
                "/parameters/emergency_yes_binds",
                "consulting_category".into(),
            ),
            ("/parameters/blanket_yes_lifts_individual_no", true.into()),
            (
                "/parameters/blanket_no_silences_individual_yes",
                false.into(),
            ),
            ("/parameters/guardian_until_age", 12.into()),
            ("/parameters/guardian_records_until_age", 0.into()),
            ("/parameters/deceased_means", "evaluate".into()),
        ] {
            let document = built_in_with(part, value);
            let error = RuleSet::from_json(&document).unwrap_err();
            let told = (error.code(), error.path());
            assert_eq!(told, (ErrorCode::RulesetNameTaken, "name"), "{part}");
            let renamed = document.replace(MITZ, "trial");
            let renamed = RuleSet::from_json(&renamed).unwrap();
            assert_ne!(renamed.digest(), RuleSet::mitz().digest());
        }
        let same = built_in_with("/version", "1".into());
        assert_eq!(RuleSet::from_json(&same).unwrap(), RuleSet::mitz());
        let short = r#"{"name":"mitz-2026-11","version":"1","date":"2026-11-01","parameters":{}}"#;
        assert_eq!(RuleSet::from_json(short).unwrap(), RuleSet::mitz());
    }

    #[test]
    fn each_content_has_its_digest() {
        let name = |name: &str| built_in_with("/name", name.into());
        let digest = |document: &str| RuleSet::from_json(document).unwrap().digest;
        let of = |part: &str, value: serde_json::Value| {
            let document = built_in_with(part, value);
            digest(&document.replace(MITZ, "trial"))
        };
        let digests = [
            digest(&name("one")),
            digest(&name("other")),
            of("/version", "2".into()),
            of("/date", "2026-11-02".into()),
            of("/parameters/emergency_hours", 24.into()),
            of("/parameters/emergency_hours", 96.into()),
            of("/parameters/deceased_means", "evaluate".into()),
        ];
        let different: alloc::collections::BTreeSet<_> = digests.iter().collect();
        assert_eq!(different.len(), digests.len());
        assert!(digests.iter().all(|digest| digest.len() == 16));
    }

    fn code(parameters: &str) -> ErrorCode {
        let json = alloc::format!(
            r#"{{"name":"t","version":"1","date":"2026-01-01","parameters":{{{parameters}}}}}"#
        );
        RuleSet::from_json(&json).unwrap_err().code()
    }

    #[test]
    fn r21_no_choice_can_only_mean_deny_today() {
        assert_eq!(
            code(r#""no_choice_means":"permit""#),
            ErrorCode::UnsupportedValue
        );
        assert_eq!(
            code(r#""no_choice_means":"maybe""#),
            ErrorCode::UnknownValue
        );
    }

    #[test]
    fn a_parameter_outside_its_range_or_unknown_is_an_error() {
        assert_eq!(code(r#""emergency_hours":0"#), ErrorCode::OutOfRange);
        assert_eq!(code(r#""emergency_hours":8761"#), ErrorCode::OutOfRange);
        assert_eq!(code(r#""emergency_hours":-1"#), ErrorCode::WrongType);
        assert_eq!(code(r#""emergency_hours":72.0"#), ErrorCode::WrongType);
        assert_eq!(code(r#""guardian_until_age":151"#), ErrorCode::OutOfRange);
        assert_eq!(
            code(r#""emergency_override_objection":true"#),
            ErrorCode::UnknownField
        );
        assert_eq!(
            code(r#""emergency_yes_binds":"everyone""#),
            ErrorCode::UnknownValue
        );
        assert_eq!(
            code(r#""deceased_means":"permit""#),
            ErrorCode::UnknownValue
        );
    }
}
