//! The path of one question: gate, precedence, grounds.

use alloc::sync::Arc;
use alloc::vec::Vec;
use core::convert::Infallible;

use smol_str::SmolStr;

use super::outweighed::outweighed;
use super::valid_until::valid_until;
use super::{About, Decision, Ground, Guardian, Outweighed, Reason, Rules};
use crate::catalogue::OptionIndex;
use crate::engine::Law;
use crate::precedence::{self, Adulthood, Question, Ranked, Verdict, Written};
use crate::profile::{Patient, Profile, ScopeKind};
use crate::query::{self, Query};

/// Decides for one data category of a query (R25).
pub(crate) fn decide(law: &Arc<Law>, profile: &Profile, query: &Query, data: &str) -> Decision {
    let Law {
        catalogue, rules, ..
    } = &**law;
    let data_index = catalogue.data_index(data.as_bytes());
    let known_data = data_index
        .and_then(|index| catalogue.data_row(index))
        .map(|row| row.shared_code().clone());
    let decision = Decision {
        law: law.clone(),
        data: known_data.unwrap_or_else(|| SmolStr::new(data)),
        about: About {
            holder: catalogue.type_index(query.holder.kind.as_bytes()),
            consulter: catalogue.type_index(query.consulter.kind.as_bytes()),
            data: data_index,
        },
        reason: Reason::NotInCatalogue,
        option: None,
        decided_by: None,
        outweighed: Vec::new(),
        valid_until: None,
        rules: Rules::default().with(Reason::NotInCatalogue.rule()),
    };
    let alive = |class| {
        let shuts_at = query::patient_is_alive(rules, profile.patient(), query.at)?;
        Ok((class, shuts_at))
    };
    let (class, shuts_at) = match query::admit(catalogue, &query.view(), data).and_then(alive) {
        Ok(admitted) => admitted,
        Err(reason) => {
            let rules = Rules::default().with(reason.rule());
            return Decision {
                reason,
                rules,
                ..decision
            };
        }
    };
    // R4: no option matches.
    let Some(class) = class.and_then(|index| catalogue.class_row(index)) else {
        return Decision {
            valid_until: shuts_at,
            ..decision
        };
    };
    let (holder, consulter) = (Some(&query.holder.id), Some(&query.consulter.id));
    let question = Question {
        catalogue,
        rules,
        class,
        holder,
        consulter,
    };
    let adulthood = Adulthood::of(profile.patient(), rules);
    let concerning = precedence::what_concerns(&question, adulthood, profile.choices());
    let written = Written::of(&question, &concerning, query.at);
    let board = written.board(question);
    let lasting = precedence::resolve(&board, query.at);
    let Ok(valid_until) = valid_until(&board, &lasting, shuts_at, || Ok::<(), Infallible>(()));
    let verdict = lasting.value;
    let outweighed: Vec<Outweighed> = outweighed(&board, &concerning, &verdict, query.at)
        .into_iter()
        .map(|(ranked, because)| Outweighed {
            ground: ground(law, profile.patient(), &ranked),
            because,
        })
        .collect();
    Decision {
        reason: verdict.reason,
        option: Some(verdict.option),
        decided_by: verdict
            .decided_by
            .map(|ranked| ground(law, profile.patient(), &ranked)),
        rules: applied(law, &verdict, decision.about, &outweighed),
        outweighed,
        valid_until,
        ..decision
    }
}

/// R23: the rules applied: R16 always; R17 where the general level answered, R19 an emergency, R21 nothing; R20 where a
/// guardian's confirmation was needed; R3 where an option of wider data answered; and the rule of each choice outweighed.
fn applied(law: &Law, verdict: &Verdict<'_>, about: About, outweighed: &[Outweighed]) -> Rules {
    let mut rules = Rules::default().with(16).with(verdict.reason.rule());
    if verdict.decided_by.is_some_and(|ranked| ranked.confirmed) {
        rules = rules.with(20);
    }
    let answers_for = |option: OptionIndex| {
        law.catalogue
            .option_row(option)
            .map(|option| option.data_index())
    };
    if answers_for(verdict.option) != about.data {
        rules = rules.with(3);
    }
    outweighed
        .iter()
        .fold(rules, |rules, outweighed| rules.with(outweighed.rule()))
}

fn ground(law: &Law, patient: &Patient, ranked: &Ranked<'_>) -> Ground {
    let choice = ranked.choice;
    let records_until = Adulthood::at_age(patient, law.rules.guardian_records_until_age());
    let guardian = match ranked.confirmed {
        false => Guardian::NotNeeded,
        true if records_until.is_reached(choice.decided_at()) => Guardian::Confirmed,
        true => Guardian::Recorded,
    };
    Ground {
        choice: choice.id().clone(),
        answer: choice.answer(),
        level: choice.scope().level(),
        channel: choice.channel(),
        decided_at: choice.decided_at(),
        holder_category: match choice.scope().kind() {
            ScopeKind::Categorical(category) => Some(*category),
            ScopeKind::Blanket | ScopeKind::Individual(_) | ScopeKind::Emergency(_) => None,
        },
        guardian,
    }
}
