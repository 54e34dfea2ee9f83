//! `akkoord demo`: the example cases, told as stories, with every answer worked out on the spot.

mod cases;

use akkoord::explain::Explain;
use akkoord::{Audience, Decision, Engine, Lang, Query};
use serde_json::{Map, Value};

use crate::args::DemoArgs;
use crate::failure::Failure;
use crate::page::{self, BAD, FAINT, TITLE, styled, wrap};
use crate::status::Status;
use crate::words::{self, either};

use cases::{Also, Case, Step};

/// Runs the command.
pub(crate) fn run(args: &DemoArgs) -> Result<Status, Failure> {
    let cases = cases::all()?;
    let lang = args.lang.into();
    if args.list {
        page::print(&list(&cases, lang))?;
        return Ok(Status::Well);
    }
    let known = || {
        cases
            .iter()
            .map(|(_, case)| case.id.as_str())
            .collect::<Vec<_>>()
            .join(", ")
    };
    let mut teller = Teller::new(lang, page::width());
    let mut told = 0;
    for (name, case) in &cases {
        if args.case.as_ref().is_none_or(|wanted| *wanted == case.id) {
            teller.tell(name, case)?;
            told += 1;
        }
    }
    if let (0, Some(given)) = (told, &args.case) {
        return Err(Failure::UnknownCase {
            given: given.clone(),
            known: known(),
        });
    }
    teller.end();
    page::print(&teller.page)?;
    Ok(if teller.differences == 0 {
        Status::Well
    } else {
        Status::Fault
    })
}

fn list(cases: &[(&str, Case)], lang: Lang) -> String {
    let widest = cases
        .iter()
        .map(|(_, case)| case.id.chars().count())
        .max()
        .unwrap_or(0);
    let line = |(_, case): &(&str, Case)| {
        let (title, steps) = (case.title.in_lang(lang), case.steps.len());
        let questions = either(lang, "vragen", "questions");
        format!("{:widest$}  {title} ({steps} {questions})\n", case.id)
    };
    cases.iter().map(line).collect()
}

fn introduction(lang: Lang, width: usize) -> String {
    let lines = either(
        lang,
        [
            "Mag deze zorgaanbieder uw gegevens delen met die zorgaanbieder, nu, en waarom (niet)?",
            "De mensen zijn verzonnen, de antwoorden niet: die worden nu berekend. Alle tijden zijn UTC.",
        ],
        [
            "May this provider share your data with that provider, now, and why (not)?",
            "The people are made up, the answers are not: they are worked out now. All times are UTC.",
        ],
    );
    lines.map(|line| wrap(line, width, "", 0) + "\n").concat()
}

/// Tells cases, and counts the answers that differ from the rulebook's.
struct Teller {
    engine: Engine,
    lang: Lang,
    width: usize,
    page: String,
    differences: usize,
}

impl Teller {
    fn new(lang: Lang, width: usize) -> Self {
        Teller {
            engine: Engine::mitz(),
            lang,
            width,
            page: introduction(lang, width),
            differences: 0,
        }
    }

    fn line(&mut self, line: &str) {
        self.page.push_str(line);
        self.page.push('\n');
    }

    fn tell(&mut self, name: &'static str, case: &Case) -> Result<(), Failure> {
        let broken = |error: akkoord::Error| Failure::BrokenCase {
            name,
            cause: error.to_string(),
        };
        let profile = self
            .engine
            .read_profile(&case.profile.to_string())
            .map_err(broken)?;
        let title = styled(TITLE, case.title.in_lang(self.lang));
        self.line(&format!(
            "\n{title}  {}",
            styled(FAINT, &format!("[{}]", case.id))
        ));
        self.line(&wrap(case.story.in_lang(self.lang), self.width, "", 0));
        for (number, step) in (1..).zip(&case.steps) {
            let query = self
                .engine
                .read_query(&step.query.to_string())
                .map_err(broken)?;
            let decisions = self.engine.decide(&profile, &query).map_err(broken)?;
            self.tell_step(number, step, &query, &decisions);
            for also in &step.also {
                self.tell_also(case, also);
            }
        }
        Ok(())
    }

    fn tell_step(&mut self, number: usize, step: &Step, query: &Query, decisions: &[Decision]) {
        self.line("");
        let first = format!("{number:2}. ");
        let title = wrap(step.title.in_lang(self.lang), self.width, &first, 4);
        self.line(&styled(TITLE, &title));
        let asked = wrap(&self.asked(query), self.width, "    ", 4);
        self.line(&styled(FAINT, &asked));
        for decision in decisions {
            let answer = self.answer(decision, decisions.len() > 1);
            self.line(&answer);
        }
        if !is_as_expected(&step.expected, decisions) {
            self.differences += 1;
            self.tell_difference(step, decisions);
        }
    }

    /// Another question: what was done, or who is told.
    fn tell_also(&mut self, case: &Case, also: &Also) {
        let mut asked = also.asked.clone();
        asked["explain"] = self.lang.code().into();
        if also.question == "notices" {
            asked["after"] = case.profile.clone();
        }
        let question = also.question.as_str();
        let document = serde_json::json!({"profile": also.profile, question: asked});
        let line = self.engine.answer_json(&document.to_string());
        let answer: Value = serde_json::from_str(&line).unwrap_or_default();
        let told = answer[question]["explanation"].as_str().unwrap_or_default();
        let told = wrap(&page::plain(told), self.width, "    → ", 6);
        self.line(&told);
        let is_expected =
            |(field, value): (&String, &Value)| answer[question].get(field) == Some(value);
        if !also.expected.iter().all(is_expected) {
            self.differences += 1;
            let difference = either(self.lang, "!!! ANDERS DAN VERWACHT", "!!! NOT AS EXPECTED");
            self.line(&styled(BAD, &format!("    {difference}")));
        }
    }

    /// When, and who asks whom for what.
    fn asked(&self, query: &Query) -> String {
        let (lang, catalogue) = (self.lang, self.engine.catalogue());
        let name =
            |kind: &str| words::provider(lang, catalogue, kind).unwrap_or_else(|| kind.to_string());
        let data: Vec<&str> = query
            .data
            .iter()
            .map(|code| words::data(lang, catalogue, code).unwrap_or(code))
            .collect();
        let (at, data) = (words::instant(query.at), data.join(", "));
        let (holder, consulter) = (name(&query.holder.kind), name(&query.consulter.kind));
        either(
            lang,
            format!("{at} · {consulter} vraagt {holder} om {data}"),
            format!("{at} · {consulter} asks {holder} for {data}"),
        )
    }

    /// The mark and why; the data category too if there is more than one.
    fn answer(&self, decision: &Decision, name_data: bool) -> String {
        let (lang, outcome) = (self.lang, decision.outcome());
        let mark = words::mark(lang, outcome);
        let explanation = decision.explain(lang, Audience::Patient);
        let sentences: Vec<&str> = explanation.sentences().collect();
        let sentences = sentences.join(" ");
        let data =
            words::data(lang, self.engine.catalogue(), decision.data()).filter(|_| name_data);
        let why = data.map_or_else(|| sentences.clone(), |data| format!("{data}: {sentences}"));
        // The mark is coloured after wrapping: colours have no width.
        let wrapped = wrap(&why, self.width, &format!("    {mark}  "), 6);
        wrapped.replacen(mark, &styled(words::colour(outcome), mark), 1)
    }

    fn tell_difference(&mut self, step: &Step, decisions: &[Decision]) {
        let expected = Value::from_iter(step.expected.iter().cloned().map(Value::Object));
        let got: Vec<String> = decisions.iter().map(Decision::to_json).collect();
        let difference = either(self.lang, "!!! ANDERS DAN VERWACHT", "!!! NOT AS EXPECTED");
        self.line(&styled(BAD, &format!("    {difference}")));
        self.line(&format!("    expected: {expected}"));
        self.line(&format!("    got:      [{}]", got.join(",")));
    }

    fn end(&mut self) {
        let (lang, count) = (self.lang, self.differences);
        if count > 0 {
            let line = either(
                lang,
                format!("!!! {count} antwoord(en) ANDERS DAN VERWACHT: dit is een fout, meld die."),
                format!("!!! {count} answer(s) NOT AS EXPECTED: this is a bug, please report it."),
            );
            self.line(&format!("\n{}", styled(BAD, &line)));
        }
        let next = either(
            lang,
            "En nu: `akkoord catalogue` toont waarvoor u kunt kiezen; `akkoord explain --help` vertelt hoe u zelf iets vraagt.",
            "What next: `akkoord catalogue` shows what can be chosen; `akkoord explain --help` tells how to ask yourself.",
        );
        self.line(&format!("\n{}", wrap(next, self.width, "", 0)));
    }
}

/// Whether each decision has the fields that are expected of it.
fn is_as_expected(expected: &[Map<String, Value>], decisions: &[Decision]) -> bool {
    let has = |decision: &Decision, expected: &Map<String, Value>| {
        let decision = serde_json::to_value(decision).unwrap_or_default();
        expected
            .iter()
            .all(|(field, value)| decision.get(field) == Some(value))
    };
    expected.len() == decisions.len()
        && decisions
            .iter()
            .zip(expected)
            .all(|(decision, expected)| has(decision, expected))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(case: &Case) -> Teller {
        let mut teller = Teller::new(Lang::En, 80);
        teller.tell("a test", case).unwrap();
        teller.end();
        teller
    }

    #[test]
    fn an_answer_that_differs_from_the_rulebook_is_told_loudly() {
        let (_, mut case) = cases::all().unwrap().swap_remove(0);
        assert_eq!(told(&case).differences, 0);
        case.steps[0].expected[0].insert("reason".to_string(), Value::from("blanket_yes"));
        case.steps[1].expected.clear();
        let teller = told(&case);
        assert_eq!(teller.differences, 2);
        assert_eq!(teller.page.matches("!!! NOT AS EXPECTED").count(), 2);
        assert!(teller.page.contains("!!! 2 answer(s) NOT AS EXPECTED"));
    }
}
