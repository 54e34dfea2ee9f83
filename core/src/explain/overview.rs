//! Explanations of the other questions (R27-R33) and of recording (R34-R40): what is said, and in which order. The
//! sentences themselves stand in one table per language.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::overview_en::English;
use super::overview_nl::Dutch;
use super::sentences::{Place, Sentences};
use super::telling::{Audience, Lang};
use crate::catalogue::Catalogue;
use crate::engine::Engine;
use crate::error::{Error, ErrorCode};
use crate::overview::{
    AccessRecord, Cause, Change, ChangeNotices, Matrix, MatrixColumn, OpenAnswer, SmallestChange,
    Timeline, WhatIf, WhyEmpty,
};
use crate::query::Holder;
use crate::reason::{Outcome, Reason};
use crate::register::Registered;

fn table(lang: Lang) -> &'static dyn Sentences {
    match lang {
        Lang::Nl => &Dutch,
        Lang::En => &English,
    }
}

/// R32: the text of the e-mail.
pub(crate) fn email(lang: Lang) -> &'static str {
    table(lang).email()
}

fn in_lang<'n>(lang: Lang, nl: &'n str, en: &'n str) -> &'n str {
    match lang {
        Lang::Nl => nl,
        Lang::En => en,
    }
}

/// `huisartsenpraktijk ura:90000017`.
fn provider(catalogue: &Catalogue, lang: Lang, id: &str, kind: &str) -> String {
    match catalogue.provider_type(kind) {
        Some(row) => format!("{} {id}", in_lang(lang, row.nl(), row.en())),
        None => id.into(),
    }
}

fn data<'c>(catalogue: &'c Catalogue, lang: Lang, code: &'c str) -> &'c str {
    let mut rows = catalogue.data_categories().iter();
    rows.find(|row| row.code() == code)
        .map_or(code, |row| in_lang(lang, row.nl(), row.en()))
}

/// Who asks: the name of the category, or one consulter.
fn who(catalogue: &Catalogue, lang: Lang, column: &MatrixColumn) -> String {
    let mut rows = catalogue.consulting_categories().iter();
    let name = rows
        .find(|row| row.code() == &*column.consulting_category)
        .map_or("", |row| in_lang(lang, row.nl(), row.en()));
    match &column.consulter {
        Some(consulter) => format!("{} ({name})", consulter.as_str()),
        None => name.into(),
    }
}

/// The sentences of all the explanations below, joined by spaces.
impl Engine {
    /// R27: an open query in plain language: who may disclose, and until when where that ends. A consulter does not hear
    /// until when (R24).
    #[must_use]
    pub fn explain_open_query(
        &self,
        answer: &OpenAnswer,
        lang: Lang,
        audience: Audience,
    ) -> String {
        let (table, catalogue) = (table(lang), self.catalogue());
        let mut told: Vec<String> = Vec::new();
        if let Some(reason) = answer.reason() {
            told.push(table.not_asked(reason.name()));
        } else if answer.holders().is_empty() {
            told.push(table.nobody());
        }
        told.extend(answer.holders().iter().map(|one| {
            let until = match audience {
                Audience::Patient | Audience::Holder => one.valid_until,
                Audience::Consulter => None,
            };
            let holder = provider(catalogue, lang, one.holder.as_str(), &one.kind);
            table.discloses(&holder, data(catalogue, lang, &one.data), until)
        }));
        told.join(" ")
    }

    /// R28: why a holder gives no data. A consulter hears what is wrong with the question, that the holder is not
    /// connected, that the catalogue has no option for it; else one sentence for whatever there is, so that it does not
    /// learn whether there is a no, no choice or no record, or that the patient is deceased (R24).
    #[must_use]
    pub fn explain_why_empty(
        &self,
        answers: &[WhyEmpty],
        lang: Lang,
        audience: Audience,
    ) -> String {
        let catalogue = self.catalogue();
        let sentence = |answer: &WhyEmpty| {
            let told = match audience {
                Audience::Consulter => self.causes_for_consulter(answer, lang),
                Audience::Patient | Audience::Holder => self.causes(answer, lang, audience),
            };
            format!(
                "{}: {}",
                data(catalogue, lang, answer.data()),
                told.join(" ")
            )
        };
        let told: Vec<String> = answers.iter().map(sentence).collect();
        told.join(" ")
    }

    fn causes(&self, answer: &WhyEmpty, lang: Lang, audience: Audience) -> Vec<String> {
        let table = table(lang);
        let sentence = |cause| match answer.decision(cause) {
            Some(decision) if cause == Cause::Question => {
                self.explain(decision, lang, audience).sentences().join(" ")
            }
            _ => table.cause(cause),
        };
        let mut told: Vec<String> = answer.causes().map(sentence).collect();
        if told.is_empty() {
            told.push(table.no_cause());
        }
        told
    }

    /// R24: the causes that the question alone gives, or the one sentence for all others. Never both: that there is another
    /// cause besides is the patient's own too.
    fn causes_for_consulter(&self, answer: &WhyEmpty, lang: Lang) -> Vec<String> {
        let table = table(lang);
        let of_the_question = |cause| match cause {
            Cause::NoSubscription | Cause::Objection | Cause::NoChoice => None,
            Cause::NotConnected | Cause::OutsideCatalogue => Some((cause, table.cause(cause))),
            Cause::Question => {
                let decision = answer.decision(cause)?;
                if super::told_to_consulter(decision)? == Reason::NotInCatalogue {
                    let cause = Cause::OutsideCatalogue;
                    return Some((cause, table.cause(cause)));
                }
                let told = self.explain(decision, lang, Audience::Consulter);
                Some((cause, told.sentences().join(" ")))
            }
        };
        let mut told: Vec<(Cause, String)> = answer.causes().filter_map(of_the_question).collect();
        if told.is_empty() {
            return alloc::vec![table.cause_for_consulter()];
        }
        told.sort_by_key(|(cause, _)| *cause);
        told.into_iter().map(|(_, sentence)| sentence).collect()
    }

    /// R29: a timeline in plain language: each interval, then why. A consulter hears what is decided where the window
    /// begins, and no intervals: when an answer changes tells of the patient's choices (R24).
    #[must_use]
    pub fn explain_timeline(
        &self,
        timelines: &[Timeline],
        lang: Lang,
        audience: Audience,
    ) -> String {
        let (table, catalogue) = (table(lang), self.catalogue());
        let mut told: Vec<String> = Vec::new();
        for timeline in timelines {
            told.push(format!("{}:", data(catalogue, lang, timeline.data())));
            if audience == Audience::Consulter {
                let first = timeline.spans().first();
                told.extend(
                    first.map(|span| self.explain(&span.decision, lang, audience).to_string()),
                );
                continue;
            }
            for span in timeline.spans() {
                let decision = &span.decision;
                told.push(table.span(span.from, span.until, decision.outcome()));
                let why = self.explain(decision, lang, audience);
                told.extend(why.sentences().first().cloned());
            }
        }
        told.join(" ")
    }

    fn place<T>(
        &self,
        lang: Lang,
        holder: &Holder,
        column: &MatrixColumn,
        code: &str,
        say: impl FnOnce(&Place<'_>) -> T,
    ) -> T {
        let catalogue = self.catalogue();
        say(&Place {
            holder: &provider(catalogue, lang, holder.id.as_str(), &holder.kind),
            who: &who(catalogue, lang, column),
            data: data(catalogue, lang, code),
        })
    }

    /// R30: what would change, in plain language, for the patient.
    #[must_use]
    pub fn explain_what_if(&self, what_if: &WhatIf, lang: Lang) -> String {
        let table = table(lang);
        if what_if.changes().is_empty() {
            return table.nothing_changes();
        }
        let sentence = |one: crate::overview::Changed<'_>| {
            let (before, after) = (one.before.outcome(), one.after.outcome());
            self.place(lang, one.holder, one.column, one.before.data(), |place| {
                table.changes(place, before, after)
            })
        };
        let told: Vec<String> = what_if.changes().iter().map(sentence).collect();
        told.join(" ")
    }

    /// R30: the smallest change, in plain language, for the patient.
    #[must_use]
    pub fn explain_smallest_change(&self, answers: &[SmallestChange], lang: Lang) -> String {
        let (table, catalogue) = (table(lang), self.catalogue());
        let sentence = |answer: &SmallestChange| {
            let opens = answer.opens();
            let told = match answer.change() {
                None if answer.decision().outcome() == Outcome::Permit => table.permitted_already(),
                None => table.no_single_change(),
                Some(Change::Withdraw(id)) => table.withdrawing(id.as_str(), opens),
                Some(Change::Expire(id)) => table.expiring(id.as_str(), opens),
                Some(Change::Add(choice)) => {
                    let ids: Vec<&str> = choice
                        .scope()
                        .options()
                        .into_iter()
                        .flat_map(|set| catalogue.options_in(set))
                        .map(|option| option.id())
                        .collect();
                    table.adding(&ids.join(", "), opens)
                }
            };
            format!(
                "{}: {told}",
                data(catalogue, lang, answer.decision().data())
            )
        };
        let told: Vec<String> = answers.iter().map(sentence).collect();
        told.join(" ")
    }

    /// R31: who can see me, in plain language: the cells that the catalogue has an option for.
    #[must_use]
    pub fn explain_matrix(&self, matrix: &Matrix, lang: Lang) -> String {
        let table = table(lang);
        let asked = matrix.cells().iter();
        let asked = asked.filter(|cell| cell.decision.option().is_some());
        let told: Vec<String> = asked
            .map(|cell| {
                let outcome = cell.decision.outcome();
                self.place(
                    lang,
                    cell.holder,
                    cell.column,
                    cell.decision.data(),
                    |place| table.sees(place, outcome),
                )
            })
            .collect();
        if told.is_empty() {
            return table.no_holders();
        }
        told.join(" ")
    }

    /// R32: the notices in plain language: the holders, then the patient's.
    #[must_use]
    pub fn explain_change_notices(&self, notices: &ChangeNotices, lang: Lang) -> String {
        let (table, catalogue) = (table(lang), self.catalogue());
        let holders = notices.holders().iter().map(|one| {
            let holder = &one.holder;
            let holder = provider(catalogue, lang, holder.id.as_str(), &holder.kind);
            table.holder_is_told(&holder, one.changed)
        });
        let mut told: Vec<String> = holders.collect();
        told.extend(notices.in_app().iter().map(|notice| table.told(notice)));
        if !notices.new_options().is_empty() {
            told.push(table.new_options(notices.new_options().len()));
        }
        told.extend(notices.email(lang).map(String::from));
        told.join(" ")
    }

    /// R33: access records in plain language, for the patient's own log.
    #[must_use]
    pub fn explain_access_records(&self, records: &[AccessRecord], lang: Lang) -> String {
        let (table, catalogue) = (table(lang), self.catalogue());
        let sentence = |record: &AccessRecord| {
            let (holder, consulter) = (record.holder(), record.consulter());
            let holder = provider(catalogue, lang, holder.id.as_str(), &holder.kind);
            let consulter = provider(catalogue, lang, consulter.id.as_str(), &consulter.kind);
            let permitted = record.outcomes().contains(&Outcome::Permit);
            table.record(&consulter, &holder, record.at(), permitted)
        };
        let told: Vec<String> = records.iter().map(sentence).collect();
        told.join(" ")
    }

    /// R34-R40: what was done, in plain language.
    #[must_use]
    pub fn explain_registered(&self, registered: &Registered, lang: Lang) -> String {
        let table = table(lang);
        let effects = registered.effects().iter();
        let told: Vec<String> = effects.map(|effect| table.effect(effect)).collect();
        told.join(" ")
    }

    /// R34-R40: why a command was refused, in plain language; none for an error that is no refusal.
    #[must_use]
    pub fn explain_refusal(&self, refusal: &Error, lang: Lang) -> Option<String> {
        self.explain_refusal_code(refusal.code(), lang)
            .map(String::from)
    }

    /// The same for who has the code alone, as beyond the border of a language.
    #[must_use]
    pub fn explain_refusal_code(&self, code: ErrorCode, lang: Lang) -> Option<&'static str> {
        table(lang).refusal(code)
    }
}
