//! The path of one question: gate, precedence, grounds.

use alloc::sync::Arc;
use alloc::vec::Vec;
use core::convert::Infallible;

use super::brief::{ground, of_ground, unanswered};
use super::outweighed::outweighed;
use super::valid_until::valid_until;
use super::{About, Decision, Outweighed, RuleNumbers};
use crate::law::Law;
use crate::precedence::{self, Adulthood, Asked, Question, Resolved, Written};
use crate::profile::Profile;
use crate::query::{self, Query};

/// Decides for one data category of a query (R25).
pub(crate) fn decide(law: &Arc<Law>, profile: &Profile, query: &Query, data: &str) -> Decision {
    let Law {
        catalogue, rules, ..
    } = &**law;
    let (holder, consulter) = (&query.holder, &query.consulter);
    let decision = unanswered(
        law,
        (&holder.id, &holder.kind),
        (&consulter.id, &consulter.kind),
        data,
    );
    let alive = |class| {
        let shuts_at = query::patient_is_alive(rules, profile.patient(), query.at)?;
        Ok((class, shuts_at))
    };
    let (class, shuts_at) = match query::admit(catalogue, &query.view(), data).and_then(alive) {
        Ok(admitted) => admitted,
        Err(reason) => {
            let rules = RuleNumbers::default().with(reason.rule());
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
    let holder = Asked::Id(&query.holder.id);
    let consulter = Some(&query.consulter.id);
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

/// R23: the rules applied: those of the ground, and the rule of each choice outweighed.
fn applied(
    law: &Law,
    verdict: &Resolved<'_>,
    about: About,
    outweighed: &[Outweighed],
) -> RuleNumbers {
    let confirmed = verdict.decided_by.is_some_and(|ranked| ranked.confirmed);
    let of_ground = of_ground(law, about, verdict.reason, verdict.option, confirmed);
    outweighed
        .iter()
        .fold(of_ground, |rules, outweighed| rules.with(outweighed.rule()))
}
