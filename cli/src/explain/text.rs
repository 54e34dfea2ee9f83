//! The readable answer: what was asked, and for each data category the outcome, the levels, and why.

use akkoord::explain::Explain;
use akkoord::{Audience, Decision, Outcome};

use crate::page::{self, FAINT, TITLE, plain, styled, wrap};
use crate::words::{self, either};

use super::Answered;
use super::drawing::drawing;

/// The whole page.
pub(super) fn page(answered: &Answered<'_>, show_patient: bool) -> String {
    let mut page = styled(TITLE, &wrap(&question(answered), page::width(), "", 0));
    page.push('\n');
    if show_patient {
        let id = plain(answered.profile.patient().id().as_str());
        page.push_str(&format!(
            "{}: {id}\n",
            either(answered.lang, "Patiënt", "Patient")
        ));
    }
    for decision in answered.decisions {
        page.push('\n');
        page.push_str(&section(answered, decision));
    }
    page
}

/// Who asks whom, and when.
fn question(answered: &Answered<'_>) -> String {
    let (lang, query) = (answered.lang, answered.query);
    let provider = |id: &str, kind: &str| {
        let name = words::provider(lang, answered.engine.catalogue(), kind);
        let name =
            name.unwrap_or_else(|| either(lang, "onbekend type", "unknown type").to_string());
        format!("{name} {}", plain(id))
    };
    let holder = provider(query.holder.id.as_str(), &query.holder.kind);
    let consulter = provider(query.consulter.id.as_str(), &query.consulter.kind);
    let at = words::instant(query.at);
    either(
        lang,
        format!("Mag {holder} gegevens delen met {consulter}, op {at} (UTC)?"),
        format!("May {holder} share data with {consulter}, at {at} (UTC)?"),
    )
}

/// One data category.
fn section(answered: &Answered<'_>, decision: &Decision) -> String {
    let (lang, width) = (answered.lang, page::width());
    let explanation = decision.explain(lang, answered.audience);
    let name = words::data(lang, answered.engine.catalogue(), decision.data());
    let name = name.unwrap_or_else(|| either(lang, "onbekende gegevens", "unknown data"));
    let mark = styled(
        words::colour(decision.outcome()),
        words::mark(lang, decision.outcome()),
    );
    let mut lines = vec![format!("{} {name}: {mark}", plain(decision.data()))];
    lines.push(wrap(explanation.headline(), width, "  ", 2));
    // R24: what a consulter may not know is not drawn either.
    let grounds_are_seen = match answered.audience {
        Audience::Patient | Audience::Holder => true,
        Audience::Consulter => false,
    };
    if grounds_are_seen && decision.option().is_some() {
        lines.push(String::new());
        lines.extend(drawing(decision, lang, width));
        lines.push(String::new());
    }
    lines.extend(
        explanation
            .sentences()
            .map(|sentence| wrap(sentence, width, "  ", 2)),
    );
    if grounds_are_seen || decision.outcome() == Outcome::Permit {
        lines.push(String::new());
        lines.push(format!("  {}", until(answered, decision)));
    }
    if grounds_are_seen {
        let grounds = wrap(&grounds(answered, decision), width, "  ", 2);
        lines.push(styled(FAINT, &grounds));
    }
    lines.join("\n") + "\n"
}

fn until(answered: &Answered<'_>, decision: &Decision) -> String {
    let lang = answered.lang;
    match decision.valid_until() {
        Some(until) => {
            let until = words::instant(until);
            either(
                lang,
                format!("Geldig tot {until} (UTC)"),
                format!("Valid until {until} (UTC)"),
            )
        }
        None => either(
            lang,
            "Geldig zolang er niets verandert",
            "Valid as long as nothing changes",
        )
        .to_string(),
    }
}

fn grounds(answered: &Answered<'_>, decision: &Decision) -> String {
    let lang = answered.lang;
    let rules: Vec<String> = decision
        .rules()
        .iter()
        .map(|rule| format!("R{rule}"))
        .collect();
    let option = decision
        .option()
        .map(|option| format!("{} {} · ", either(lang, "optie", "option"), option.id()));
    format!(
        "{} {} · {}{} {} · {} {} · {} {}",
        either(lang, "reden", "reason"),
        decision.reason().name(),
        option.unwrap_or_default(),
        either(lang, "regels", "rules"),
        rules.join(" "),
        either(lang, "regelset", "rule set"),
        plain(decision.ruleset_name()),
        either(lang, "catalogus", "catalogue"),
        plain(decision.catalogue_id()),
    )
}
