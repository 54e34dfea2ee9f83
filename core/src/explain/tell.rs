//! How an answer is told: part after part.

use alloc::string::String;

use super::explanation::{About, Explanation, Piece};
use super::wording::Wording;

/// What can be told in plain language. Nobody outside of this crate can add to it.
pub trait Tell {
    /// Tells it, part by part.
    fn tell(&self, wording: &Wording<'_>, teller: &mut Teller);
}

/// Puts an explanation together.
#[derive(Debug)]
pub struct Teller {
    explanation: Explanation,
    is_empty: bool,
    keeps_parts: bool,
}

impl Teller {
    /// With its parts.
    pub(super) fn of_parts() -> Self {
        Teller {
            explanation: Explanation::default(),
            is_empty: true,
            keeps_parts: true,
        }
    }

    /// The text alone: an answer of many entries has as many parts.
    pub(super) fn of_text() -> Self {
        Teller {
            keeps_parts: false,
            ..Self::of_parts()
        }
    }

    /// Adds a part. `about` is asked where parts are kept.
    pub(super) fn say(&mut self, text: &str, about: impl FnOnce() -> About) {
        let Explanation {
            text: whole,
            pieces,
        } = &mut self.explanation;
        if !self.is_empty {
            whole.push(' ');
        }
        self.is_empty = false;
        whole.push_str(text);
        if self.keeps_parts {
            pieces.push(Piece {
                end: whole.len(),
                about: about(),
            });
        }
    }

    pub(super) fn finish(self) -> Explanation {
        self.explanation
    }

    pub(super) fn into_text(self) -> String {
        self.explanation.text
    }
}
