//! `cargo xtask growth`: what each question costs on the worst mixes, and how that grows with the number of choices.
//!
//! A row is a question on a mix: time and peak memory at 1,250 choices and at the most, how many times that is, and the exponent
//! (1 is linear, 2 is quadratic). A row beyond the bounds is marked. Nothing is random: the same document each time.

use std::env;
use std::process::ExitCode;
use std::time::Duration;

use akkoord::population::{Population, Row};
use akkoord::{Engine, Instant};
use akkoord_fuzz::cost::{Cost, Counting, measured};
use akkoord_fuzz::mixes::{AT, Kind, Level, Load, PLAIN, Question, Says, When, Withdrawn};

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// The last is one less than a profile takes: some questions add one.
const CHOICES: [usize; 4] = [1_250, 2_500, 5_000, 9_999];

/// No input of up to 32 MiB may take longer, or more.
const MOST: Cost = Cost {
    time: Duration::from_secs(2),
    bytes: 1 << 30,
};

/// A row that grows faster is marked, if it takes long enough to tell.
const STEEPEST: f64 = 1.35;

/// Beyond this the larger documents are left out.
const PATIENCE: Duration = Duration::from_millis(1_500);

/// Errors that a row may end with: a limit (of two profiles with long ids too), a choice that cannot expire, and an emergency yes against a standing objection (R37).
/// Any other means that the document is not what it should be, and the row tells nothing.
const EXPECTED: [&str; 5] = [
    "too_much_work",
    "answer_too_large",
    "does_not_expire",
    "document_too_large",
    "standing_objection",
];

/// What is measured.
#[derive(Clone, Copy)]
enum Asked {
    Answer(Question, bool),
    Compile,
    Population,
}

impl Asked {
    fn all() -> Vec<Self> {
        let questions = Question::ALL.map(|question| Asked::Answer(question, false));
        let mut all = questions.to_vec();
        let explained = [Question::Timeline, Question::Matrix, Question::WhatIfAdd];
        all.extend(explained.map(|question| Asked::Answer(question, true)));
        all.extend([Asked::Compile, Asked::Population]);
        all
    }

    fn name(self) -> String {
        match self {
            Asked::Answer(question, false) => format!("{question:?}"),
            Asked::Answer(question, true) => format!("{question:?} explained"),
            Asked::Compile => "Compile".to_owned(),
            Asked::Population => "Population".to_owned(),
        }
    }
}

/// A mix by its name: how the document is made of a number of choices.
type Mix = (&'static str, fn(usize) -> Load);

fn load(kinds: &[Kind], choices: usize) -> Load {
    Load {
        question: Question::Evaluate,
        kinds: kinds.to_vec(),
        choices,
        subscriptions: 100,
        data: 1,
        id_bytes: 12,
        is_minor: false,
        is_explained: false,
    }
}

const EMERGENCY: Kind = Kind {
    level: Level::Emergency,
    own_holders: false,
    ..PLAIN
};
const BLANKET: Kind = Kind {
    level: Level::Blanket,
    ..PLAIN
};
/// Every choice about the same holder.
const ONE_HOLDER: Kind = Kind {
    own_holders: false,
    ..PLAIN
};

const MIXES: [Mix; 20] = [
    ("plain, own holders", |n| load(&[PLAIN], n)),
    ("plain, one holder", |n| load(&[ONE_HOLDER], n)),
    ("blanket in turn", |n| load(&[BLANKET], n)),
    ("categorical in turn", |n| {
        let level = Level::Categorical;
        load(&[Kind { level, ..PLAIN }, BLANKET], n)
    }),
    ("emergency, own consulters", |n| load(&[EMERGENCY], n)),
    ("emergency yes, own consulters", |n| {
        let says = Says::Yes;
        load(&[Kind { says, ..EMERGENCY }], n)
    }),
    ("emergency no, own consulters", |n| {
        let says = Says::No;
        load(&[Kind { says, ..EMERGENCY }], n)
    }),
    ("emergency, own both", |n| {
        let own_holders = true;
        load(
            &[Kind {
                own_holders,
                ..EMERGENCY
            }],
            n,
        )
    }),
    ("emergency and plain", |n| load(&[EMERGENCY, ONE_HOLDER], n)),
    ("emergency, blanket, individual", |n| {
        load(&[EMERGENCY, BLANKET, PLAIN], n)
    }),
    ("100 holders each, shared", |n| {
        let holders = 100;
        load(
            &[Kind {
                holders,
                ..ONE_HOLDER
            }],
            n,
        )
    }),
    ("10 holders each, own", |n| {
        let holders = 10;
        load(&[Kind { holders, ..PLAIN }], n)
    }),
    ("emergency, 100 holders each", |n| {
        let holders = 100;
        load(
            &[Kind {
                holders,
                ..EMERGENCY
            }],
            n,
        )
    }),
    ("withdrawn at every instant", |n| {
        let withdrawn = Withdrawn::Later;
        load(
            &[
                Kind {
                    withdrawn,
                    ..ONE_HOLDER
                },
                Kind {
                    withdrawn,
                    ..EMERGENCY
                },
                Kind {
                    withdrawn,
                    ..BLANKET
                },
            ],
            n,
        )
    }),
    ("all in the future", |n| {
        let when = When::Later;
        load(
            &[
                Kind { when, ..ONE_HOLDER },
                Kind { when, ..EMERGENCY },
                Kind { when, ..BLANKET },
            ],
            n,
        )
    }),
    ("blanket no, withdrawn at once, individual yes", |n| {
        let silencing = Kind {
            says: Says::No,
            withdrawn: Withdrawn::AtOnce,
            ..BLANKET
        };
        let says = Says::Yes;
        load(&[silencing, Kind { says, ..ONE_HOLDER }], n)
    }),
    ("a minor's, confirmed later", |n| {
        let confirmed = true;
        let kinds = [
            Kind {
                confirmed,
                ..ONE_HOLDER
            },
            Kind {
                confirmed,
                ..BLANKET
            },
        ];
        Load {
            is_minor: true,
            ..load(&kinds, n)
        }
    }),
    ("128 data codes, in turn", |n| Load {
        data: 128,
        ..load(&[ONE_HOLDER, BLANKET, EMERGENCY], n)
    }),
    ("ids of 1,024 bytes", |n| Load {
        id_bytes: 1_024,
        ..load(&[ONE_HOLDER, BLANKET, EMERGENCY], n)
    }),
    ("3,300 subscriptions, in turn", |n| Load {
        subscriptions: 3_300,
        ..load(&[PLAIN, BLANKET, EMERGENCY], n)
    }),
];

/// What came of one document.
struct Outcome {
    cost: Cost,
    input: usize,
    output: usize,
    /// The error that was answered, if any.
    limit: Option<String>,
}

fn answered(engine: &Engine, line: &str) -> Outcome {
    let once = || measured(|| engine.answer_json(line));
    let (answer, mut cost) = once();
    // A short one is measured again: the first met cold memory.
    for _ in 0..if cost.time < Duration::from_millis(200) {
        2
    } else {
        0
    } {
        cost = cost.least(once().1);
    }
    let limit = code(&answer);
    Outcome {
        cost,
        input: line.len(),
        output: answer.len(),
        limit,
    }
}

/// The code of an error, which the row shows: a limit that was met, or a question that this mix cannot be asked.
fn code(answer: &str) -> Option<String> {
    let error = answer.strip_prefix(r#"{"error":"#).or_else(|| {
        // Of a register's refusal the object has more.
        answer.starts_with(r#"{"refused":"#).then_some(answer)
    })?;
    let code = error.split(r#""code":""#).nth(1)?.split('"').next()?;
    Some(code.to_owned())
}

fn outcome(engine: &Engine, asked: Asked, load: &Load) -> Outcome {
    let at = Instant::from_micros(AT).expect("an instant of this century");
    let read = || {
        let text = load.profile();
        let profile = engine.read_profile(&text).expect("a good profile");
        (text.len(), profile)
    };
    match asked {
        Asked::Answer(question, is_explained) => {
            let load = Load {
                question,
                is_explained,
                ..load.clone()
            };
            answered(engine, &load.line())
        }
        Asked::Compile => {
            let (input, profile) = read();
            let (compiled, cost) = measured(|| engine.compile(&profile, at));
            Outcome {
                cost,
                input,
                output: 0,
                limit: compiled.err().map(|error| error.code().name().to_owned()),
            }
        }
        Asked::Population => {
            let (input, profile) = read();
            let rows: Vec<Row> = profile
                .choices()
                .iter()
                .map(|choice| Row {
                    patient: profile.patient().clone(),
                    choice: Some(choice.clone()),
                })
                .collect();
            let mut population = Population::new(engine, at, 1);
            let (loaded, cost) = measured(|| population.load(rows, |_| ()));
            let limit = loaded.errors.first();
            Outcome {
                cost,
                input,
                output: 0,
                limit: limit.map(|(_, error)| error.code().name().to_owned()),
            }
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "numbers to look at")]
fn real(number: usize) -> f64 {
    number as f64
}

fn milliseconds(cost: Cost) -> f64 {
    cost.time.as_secs_f64() * 1_000.0
}

fn megabytes(bytes: usize) -> f64 {
    real(bytes) / 1_000_000.0
}

/// Whether a row is beyond the bounds.
fn row(engine: &Engine, asked: Asked, (name, mix): Mix) -> bool {
    let mut outcomes: Vec<(usize, Outcome)> = Vec::new();
    for choices in CHOICES {
        let one = outcome(engine, asked, &mix(choices));
        let took = one.cost.time;
        let is_limit = one.limit.is_some();
        outcomes.push((choices, one));
        if took > PATIENCE || is_limit {
            break;
        }
    }
    let (first, last) = (&outcomes[0], &outcomes[outcomes.len() - 1]);
    let times = last.1.cost.time.as_secs_f64() / first.1.cost.time.as_secs_f64().max(1e-9);
    let more = real(last.0) / real(first.0);
    let exponent = if outcomes.len() > 1 {
        times.ln() / more.ln()
    } else {
        f64::NAN
    };
    let largest = &last.1;
    let mut marks = Vec::new();
    if largest.cost.time > MOST.time {
        marks.push("SLOW".to_owned());
    }
    if largest.cost.bytes > MOST.bytes {
        marks.push("LARGE".to_owned());
    }
    // A few milliseconds tell nothing of growth; an answer may grow faster than the question.
    let output = real(largest.output) / real(first.1.output).max(1.0);
    let is_steep = exponent > STEEPEST && times > output * 1.5 && largest.limit.is_none();
    if is_steep && largest.cost.time > Duration::from_millis(50) {
        marks.push("STEEP".to_owned());
    }
    if last.0 != CHOICES[CHOICES.len() - 1] && largest.limit.is_none() {
        marks.push("STOPPED".to_owned());
    }
    let is_expected = |code: &String| EXPECTED.contains(&code.as_str());
    if !largest.limit.iter().all(is_expected) {
        marks.push("BROKEN".to_owned());
    }
    let is_bad = !marks.is_empty();
    marks.extend(largest.limit.clone());
    println!(
        "{:<24} {:<46} {:>6} {:>9.2} {:>9.2} {:>7.1} {:>5.2} {:>8.1} {:>8.1} {:>8.1}  {}",
        asked.name(),
        name,
        last.0,
        milliseconds(first.1.cost),
        milliseconds(largest.cost),
        times,
        exponent,
        megabytes(largest.cost.bytes),
        megabytes(largest.input),
        megabytes(largest.output),
        marks.join(" ")
    );
    is_bad
}

fn main() -> ExitCode {
    // What to look at: words that the question or the mix has; none is everything.
    let words: Vec<String> = env::args()
        .skip(1)
        .map(|word| word.to_lowercase())
        .collect();
    let engine = Engine::mitz();
    println!(
        "{:<24} {:<46} {:>6} {:>9} {:>9} {:>7} {:>5} {:>8} {:>8} {:>8}",
        "question", "mix", "n", "ms@1250", "ms@n", "times", "exp", "peak MB", "in MB", "out MB"
    );
    let (mut rows, mut bad) = (0, 0);
    for asked in Asked::all() {
        for mix in MIXES {
            let text = format!("{} {}", asked.name(), mix.0).to_lowercase();
            if words.iter().all(|word| text.contains(word)) {
                rows += 1;
                bad += usize::from(row(&engine, asked, mix));
            }
        }
    }
    println!(
        "\n{rows} rows, {bad} beyond the bounds: SLOW above {} s, LARGE above {} MB, STEEP above n^{STEEPEST} and the answer; STOPPED before the largest, BROKEN by an error",
        MOST.time.as_secs(),
        MOST.bytes / 1_000_000
    );
    if bad == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
