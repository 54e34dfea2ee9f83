//! Documents that are made to cost time and memory: a mix of choices, a question, and how much there is of each.

use std::fmt::Write as _;

use akkoord::Instant;
use arbitrary::Arbitrary;

/// The instant of every question: a Monday at noon in 2026.
pub const AT: i64 = 1_782_734_400_000_000;
const SECOND: i64 = 1_000_000;
const YEAR: i64 = 31_536_000 * SECOND;

/// What is asked.
#[derive(Arbitrary, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// A closed query.
    Evaluate,
    /// R27.
    OpenQuery,
    /// R28.
    WhyEmpty,
    /// R29, over ten years.
    Timeline,
    /// R30: a choice that is added.
    WhatIfAdd,
    /// R30: the first choice is withdrawn.
    WhatIfWithdraw,
    /// R30: time goes on.
    WhatIfExpire,
    /// R30.
    SmallestChange,
    /// R31.
    Matrix,
    /// R32: before, and the same with a blanket no.
    Notices,
    /// R33.
    Record,
    /// R34: a blanket answer of the patient.
    Register,
    /// R37: an emergency yes through the consulter's button.
    RegisterEmergency,
}

impl Question {
    /// All of them.
    pub const ALL: [Question; 13] = [
        Question::Evaluate,
        Question::OpenQuery,
        Question::WhyEmpty,
        Question::Timeline,
        Question::WhatIfAdd,
        Question::WhatIfWithdraw,
        Question::WhatIfExpire,
        Question::SmallestChange,
        Question::Matrix,
        Question::Notices,
        Question::Record,
        Question::Register,
        Question::RegisterEmergency,
    ];
}

/// How far a choice reaches.
#[derive(Arbitrary, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Every holder.
    Blanket,
    /// Holders of one category.
    Categorical,
    /// Holders by their ids.
    Individual,
    /// Holders by their ids, for one consulter.
    Emergency,
}

/// What the choices of a kind answer.
#[derive(Arbitrary, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Says {
    /// Yes.
    Yes,
    /// No.
    No,
    /// Yes and no in turn.
    InTurn,
}

/// When the choices of a kind are decided.
#[derive(Arbitrary, Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// All at the same instant, a day before the question.
    Together,
    /// A second after another, the last one a second before the question: an emergency choice lives.
    Lately,
    /// A second after another, from the question on.
    Later,
}

/// When they are withdrawn.
#[derive(Arbitrary, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Withdrawn {
    /// Never.
    Never,
    /// Each a second after it was decided.
    AtOnce,
    /// Each at an instant of its own after the question.
    Later,
}

/// A kind of choice, of which there are many.
#[derive(Arbitrary, Clone, Copy, Debug)]
pub struct Kind {
    /// How far they reach.
    pub level: Level,
    /// What they answer.
    pub says: Says,
    /// When they are decided.
    pub when: When,
    /// When they are withdrawn.
    pub withdrawn: Withdrawn,
    /// How many holders each names; none is one.
    pub holders: u8,
    /// Whether each names holders of its own.
    pub own_holders: bool,
    /// Whether each names a consulter of its own.
    pub own_consulter: bool,
    /// Whether it is limited to some options.
    pub limited: bool,
    /// Whether a guardian confirms it, each at an instant of its own after the question.
    pub confirmed: bool,
}

/// The plainest kind: individual answers in turn, each about a holder of its own.
pub const PLAIN: Kind = Kind {
    level: Level::Individual,
    says: Says::InTurn,
    when: When::Lately,
    withdrawn: Withdrawn::Never,
    holders: 1,
    own_holders: true,
    own_consulter: true,
    limited: false,
    confirmed: false,
};

/// A document to be: what it asks, and of how much.
#[derive(Clone, Debug)]
pub struct Load {
    /// What is asked.
    pub question: Question,
    /// The kinds that the choices take in turn; none is the plain one.
    pub kinds: Vec<Kind>,
    /// How many choices.
    pub choices: usize,
    /// How many subscriptions, where the question takes them.
    pub subscriptions: usize,
    /// How many data codes, where the question takes them: 1 to 128.
    pub data: usize,
    /// How many bytes an id has: as few as it can, up to 1,024.
    pub id_bytes: usize,
    /// Whether the patient is 14 years old.
    pub is_minor: bool,
    /// Whether the answer is explained.
    pub is_explained: bool,
}

/// A few types of holders, of several categories.
const TYPES: [&str; 6] = ["Z3", "J8", "V4", "X3", "G5", "L1"];
const CATEGORIES: [&str; 4] = ["huisartsen", "apotheken", "ziekenhuizen", "ggz"];
const DATA: [&str; 3] = ["GGC002", "GGC013", "GGC012"];

fn instant(micros: i64) -> String {
    Instant::from_micros(micros)
        .expect("an instant of this century")
        .to_string()
}

fn number(count: usize) -> i64 {
    i64::try_from(count).expect("a small number")
}

impl Load {
    /// The id of a thing: its letter, its number, and as much more as the ids have.
    fn id(&self, letter: char, number: usize) -> String {
        let mut id = format!("{letter}{number}");
        let more = self.id_bytes.min(1_024).saturating_sub(id.len());
        id.extend(std::iter::repeat_n('x', more));
        id
    }

    fn holder(&self, place: usize) -> String {
        self.id('h', place)
    }

    /// A provider as a question names it; a holder is of the type of its place.
    fn provider(&self, letter: char, place: usize, kind: &str) -> String {
        format!(r#"{{"id":"{}","type":"{kind}"}}"#, self.id(letter, place))
    }

    fn kind(&self, place: usize) -> Kind {
        match self.kinds.len() {
            0 => PLAIN,
            kinds => self.kinds[place % kinds],
        }
    }

    /// The scope of one choice.
    fn scope(&self, place: usize, kind: Kind) -> String {
        let mut scope = String::new();
        let count = usize::from(kind.holders.max(1));
        let first = if kind.own_holders { place * count } else { 0 };
        let holders = || {
            let ids = (first..first + count).map(|place| format!("\"{}\"", self.holder(place)));
            ids.collect::<Vec<_>>().join(",")
        };
        // Writing to a text cannot fail.
        let _ = match kind.level {
            Level::Blanket => write!(scope, r#"{{"level":"blanket""#),
            Level::Categorical => {
                let category = CATEGORIES[place % CATEGORIES.len()];
                write!(
                    scope,
                    r#"{{"level":"categorical","holder_category":"{category}""#
                )
            }
            Level::Individual => {
                write!(scope, r#"{{"level":"individual","holders":[{}]"#, holders())
            }
            Level::Emergency => {
                let consulter = if kind.own_consulter { place } else { 0 };
                write!(
                    scope,
                    r#"{{"level":"emergency","holders":[{}],"consulter":{}"#,
                    holders(),
                    self.provider('k', consulter, "N6")
                )
            }
        };
        if kind.limited && kind.level == Level::Individual {
            scope.push_str(r#","options":["1.1","1.2","2.1","3.1"]"#);
        }
        scope.push('}');
        scope
    }

    fn choice(&self, place: usize) -> String {
        let kind = self.kind(place);
        let turn = number(place) * SECOND;
        let decided = match kind.when {
            When::Together => AT - 86_400 * SECOND,
            When::Lately => AT - number(self.choices) * SECOND + turn,
            When::Later => AT + turn,
        };
        let is_yes = match kind.says {
            Says::Yes => true,
            Says::No => false,
            // The kinds themselves come in turn.
            Says::InTurn => (place / self.kinds.len().max(1)).is_multiple_of(2),
        };
        let channel = match kind.level {
            Level::Emergency => "raadplegersknop",
            Level::Blanket | Level::Categorical | Level::Individual => "mijn_mitz",
        };
        let mut choice = format!(
            r#"{{"id":"{}","answer":"{}","scope":{},"channel":"{channel}","decided_at":"{at}","recorded_at":"{at}""#,
            self.id('c', place),
            if is_yes { "yes" } else { "no" },
            self.scope(place, kind),
            at = instant(decided),
        );
        if kind.confirmed {
            // Every third is rejected.
            let answer = if place % 3 == 2 {
                "rejected"
            } else {
                "approved"
            };
            let at = instant(decided.max(AT) + turn + SECOND);
            let _ = write!(
                choice,
                r#","confirmation":{{"answer":"{answer}","at":"{at}","by":"guardian-1"}}"#
            );
        }
        let withdrawn = match kind.withdrawn {
            Withdrawn::Never => None,
            Withdrawn::AtOnce => Some(decided + SECOND),
            Withdrawn::Later => Some(decided.max(AT) + turn + 2 * SECOND),
        };
        if let Some(at) = withdrawn {
            let _ = write!(choice, r#","withdrawn_at":"{}""#, instant(at));
        }
        choice.push('}');
        choice
    }

    /// The profile; `more` is one choice more.
    fn profile_with(&self, more: Option<&str>) -> String {
        let born = if self.is_minor {
            r#","born":"2012-03-04""#
        } else {
            ""
        };
        let mut profile = format!(r#"{{"patient":{{"id":"999990019"{born}}},"choices":["#);
        for place in 0..self.choices {
            if place > 0 {
                profile.push(',');
            }
            profile.push_str(&self.choice(place));
        }
        if let Some(more) = more {
            if self.choices > 0 {
                profile.push(',');
            }
            profile.push_str(more);
        }
        profile.push_str("]}");
        profile
    }

    /// The profile alone.
    #[must_use]
    pub fn profile(&self) -> String {
        self.profile_with(None)
    }

    fn subscriptions(&self) -> String {
        let entries = (0..self.subscriptions).map(|place| {
            let kind = TYPES[place % TYPES.len()];
            format!(r#"{{"holder":{}}}"#, self.provider('h', place, kind))
        });
        format!("[{}]", entries.collect::<Vec<_>>().join(","))
    }

    fn data(&self) -> String {
        let codes = (0..self.data.clamp(1, 128)).map(|place| DATA[place % DATA.len()]);
        let codes: Vec<String> = codes.map(|code| format!("\"{code}\"")).collect();
        format!("[{}]", codes.join(","))
    }

    /// The question, as it stands beside the profile.
    fn asked(&self) -> String {
        let at = instant(AT);
        let subscriptions = self.subscriptions();
        let explained = if self.is_explained {
            r#","explain":"nl""#
        } else {
            ""
        };
        let holder = self.provider('h', 0, TYPES[0]);
        let consulter = self.provider('k', 0, "N6");
        let asks = format!(
            r#""holder":{holder},"consulter":{consulter},"data":{},"treatment_relationship":true"#,
            self.data()
        );
        let added = format!(
            r#"{{"id":"added","answer":"no","scope":{{"level":"blanket"}},"channel":"mijn_mitz","decided_at":"{at}","recorded_at":"{at}"}}"#
        );
        let what_if = |change: &str| {
            format!(
                r#""what_if":{{"subscriptions":{subscriptions},"change":{change},"at":"{at}"{explained}}}"#
            )
        };
        let first = self.id('c', 0);
        match self.question {
            Question::Evaluate => format!(r#""query":{{{asks},"at":"{at}"{explained}}}"#),
            Question::OpenQuery => format!(
                r#""open_query":{{"subscriptions":{subscriptions},"consulter":{consulter},"treatment_relationship":true,"at":"{at}"{explained}}}"#
            ),
            Question::WhyEmpty => format!(
                r#""why_empty":{{"subscriptions":{subscriptions},{asks},"at":"{at}"{explained}}}"#
            ),
            Question::Timeline => format!(
                r#""timeline":{{{asks},"from":"{}","until":"{}"{explained}}}"#,
                instant(AT - 5 * YEAR),
                instant(AT + 5 * YEAR)
            ),
            Question::WhatIfAdd => what_if(&format!(r#"{{"add":{added}}}"#)),
            Question::WhatIfWithdraw => what_if(&format!(r#"{{"withdraw":"{first}"}}"#)),
            Question::WhatIfExpire => what_if(&format!(r#"{{"expire":"{first}"}}"#)),
            Question::SmallestChange => format!(
                r#""smallest_change":{{"subscriptions":{subscriptions},{asks},"at":"{at}"{explained}}}"#
            ),
            Question::Matrix => {
                format!(r#""matrix":{{"subscriptions":{subscriptions},"at":"{at}"{explained}}}"#)
            }
            Question::Notices => format!(
                r#""notices":{{"after":{},"subscriptions":{subscriptions},"at":"{at}"{explained}}}"#,
                self.profile_with(Some(&added))
            ),
            Question::Record => {
                format!(r#""record":{{"query":{{{asks},"at":"{at}"}}{explained}}}"#)
            }
            Question::Register => format!(
                r#""register":{{"command":{{"mijn_mitz":{{"choice":{{"id":"added","answer":"no","decided_at":"{at}"}},"scope":{{"level":"blanket"}}}}}},"now":"{at}"{explained}}}"#
            ),
            Question::RegisterEmergency => format!(
                r#""register":{{"command":{{"raadplegersknop":{{"choice":{{"id":"added","answer":"yes","decided_at":"{at}"}},"consulter":{consulter},"holders":[{}],"emergency":true,"enrolled":true,"identity":"in_person"}}}},"now":"{at}"{explained}}}"#,
                self.provider('h', self.choices * 300, TYPES[0])
            ),
        }
    }

    /// The line to answer.
    #[must_use]
    pub fn line(&self) -> String {
        self.line_of(&self.profile())
    }

    /// The line to answer, of this profile.
    #[must_use]
    pub fn line_of(&self, profile: &str) -> String {
        format!(r#"{{"profile":{profile},{}}}"#, self.asked())
    }
}
