//! Which level said what: the three levels from strong to weak, with the choices that count on each.

use akkoord::decision::{Ground, Outweighed};
use akkoord::profile::{Answer, Level};
use akkoord::{Decision, Lang};

use crate::page::{BAD, FAINT, GOOD, plain, styled, wrap};
use crate::words::{self, either};

/// Where the level's name ends and the choices begin.
const NAME_WIDTH: usize = 13;

/// A level of the drawing: categorical and blanket choices stand on one (R17).
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Emergency,
    Individual,
    General,
}

impl Step {
    const ALL: [Step; 3] = [Step::Emergency, Step::Individual, Step::General];

    fn of(level: Level) -> Self {
        match level {
            Level::Emergency => Step::Emergency,
            Level::Individual => Step::Individual,
            Level::Categorical | Level::Blanket => Step::General,
        }
    }

    fn name(self, lang: Lang) -> &'static str {
        match self {
            Step::Emergency => either(lang, "spoed", "emergency"),
            Step::Individual => either(lang, "individueel", "individual"),
            Step::General => either(lang, "algemeen", "general"),
        }
    }
}

/// The lines of the drawing.
pub(super) fn drawing(decision: &Decision, lang: Lang, width: usize) -> Vec<String> {
    Step::ALL
        .iter()
        .flat_map(|step| level(*step, decision, lang, width))
        .collect()
}

fn level(step: Step, decision: &Decision, lang: Lang, width: usize) -> Vec<String> {
    let is_here = |ground: &Ground| Step::of(ground.level()) == step;
    let decided = decision.decided_by().filter(|ground| is_here(ground));
    let outweighed = decision
        .outweighed()
        .iter()
        .filter(|outweighed| is_here(outweighed.ground()));
    let mut lines: Vec<String> = decided
        .map(|ground| deciding(ground, lang))
        .into_iter()
        .collect();
    lines.extend(outweighed.flat_map(|outweighed| not_deciding(outweighed, lang, width)));
    if lines.is_empty() {
        lines.push(styled(FAINT, "–"));
    }
    let mut name = step.name(lang);
    lines
        .iter()
        .map(|line| format!("  {:NAME_WIDTH$}{line}", std::mem::take(&mut name)))
        .collect()
}

fn deciding(ground: &Ground, lang: Lang) -> String {
    let colour = match ground.answer() {
        Answer::Yes => GOOD,
        Answer::No => BAD,
    };
    let decides = either(lang, "◀ dit beslist", "◀ this decides");
    format!("● {} {decides}", styled(colour, &choice(ground, lang)))
}

fn not_deciding(outweighed: &Outweighed, lang: Lang, width: usize) -> [String; 2] {
    let why = format!(
        "R{}: {}",
        outweighed.rule(),
        words::because(lang, outweighed.because())
    );
    let indent = " ".repeat(2 + NAME_WIDTH + 4);
    let wrapped = wrap(&why, width.saturating_sub(indent.len()), "", 0);
    let why: Vec<String> = wrapped.lines().map(|line| styled(FAINT, line)).collect();
    [
        format!("○ {}", choice(outweighed.ground(), lang)),
        format!("  ↳ {}", why.join(&format!("\n{indent}"))),
    ]
}

fn choice(ground: &Ground, lang: Lang) -> String {
    format!(
        "{} · {} · {} · {} · {}",
        words::answer(lang, ground.answer()),
        words::scope(lang, ground.level()),
        ground.decided_at().date(),
        words::channel(lang, ground.channel()),
        plain(ground.choice().as_str()),
    )
}
