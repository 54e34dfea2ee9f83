//! A sentence as data: the same words in each language, with slots for what is known only of an answer.

use alloc::string::String;

use crate::telling::Lang;

/// A sentence, or a part of one, in both languages. A slot is a name in braces: `{holder}`; with a capital, `{Holder}`, what
/// stands there begins with one.
pub(super) struct Said {
    nl: &'static str,
    en: &'static str,
}

/// A [`Said`]; a slot that is not in the list does not compile.
macro_rules! said {
    (nl: $nl:literal, en: $en:literal $(,)?) => {
        const { &$crate::explain::template::Said::new($nl, $en) }
    };
}
pub(super) use said;

macro_rules! slots {
    ($( $(#[doc = $doc:literal])+ $slot:ident $name:literal )+) => {
        /// What can stand in a slot.
        #[derive(Clone, Copy, PartialEq, Eq)]
        pub(super) enum Slot { $( $(#[doc = $doc])+ $slot ),+ }

        impl Slot {
            const NAMES: &[&str] = &[$( $name ),+];

            const fn name(self) -> &'static str {
                match self { $( Slot::$slot => $name ),+ }
            }
        }
    };
}

slots! {
    /// Whom or what a choice is for.
    About "about"
    /// The outcome after a change, or the outcome that there is.
    After "after"
    /// “yes” or “no”.
    Answer "answer"
    /// The outcome before a change.
    Before "before"
    /// Who did something.
    By "by"
    /// A choice, by answer, kind, date and channel, or by its id.
    Choice "choice"
    /// The provider that asks.
    Consulter "consulter"
    /// How many.
    Count "count"
    /// The data category.
    Data "data"
    /// A day, month and year.
    Date "date"
    /// A day of the month.
    Day "day"
    /// From when.
    From "from"
    /// A group of holders.
    Group "group"
    /// That a parent or guardian did something too.
    Guardian "guardian"
    /// The provider that keeps the record.
    Holder "holder"
    /// An hour of the day.
    Hour "hour"
    /// How many hours.
    Hours "hours"
    /// Through which channel.
    How "how"
    /// The type of a provider, in brackets.
    Kind "kind"
    /// A minute of the hour.
    Minute "minute"
    /// An instant.
    Moment "moment"
    /// A name.
    Name "name"
    /// The ids of options.
    Options "options"
    /// The name of a reason.
    Reason "reason"
    /// A whole sentence.
    Sentence "sentence"
    /// How often a “no” becomes a “yes”, as a sentence.
    Times "times"
    /// Until when.
    Until "until"
    /// That a time is in UTC.
    Utc "utc"
    /// Who, or for whom.
    Who "who"
    /// Whose choice.
    Whose "whose"
    /// A year.
    Year "year"
}

impl Said {
    pub(super) const fn new(nl: &'static str, en: &'static str) -> Self {
        assert!(
            slots_exist(nl) && slots_exist(en),
            "a slot that is not in the list"
        );
        Said { nl, en }
    }

    pub(super) const fn in_lang(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Nl => self.nl,
            Lang::En => self.en,
        }
    }

    /// The sentence with its slots filled. A slot that nothing is given for stays empty.
    pub(super) fn fill(&self, lang: Lang, slots: &[(Slot, &str)]) -> String {
        let mut text = String::new();
        for piece in self.in_lang(lang).split('{') {
            // What stands before the first slot has none.
            let (name, after) = piece.split_once('}').unwrap_or(("", piece));
            let given = slots
                .iter()
                .find(|(slot, _)| name.eq_ignore_ascii_case(slot.name()));
            let words = given.map_or("", |(_, words)| words);
            if name.starts_with(|letter: char| letter.is_ascii_uppercase()) {
                push_with_capital(&mut text, words);
            } else {
                text.push_str(words);
            }
            text.push_str(after);
        }
        text
    }
}

fn push_with_capital(text: &mut String, words: &str) {
    let mut letters = words.chars();
    text.extend(letters.next().into_iter().flat_map(char::to_uppercase));
    text.push_str(letters.as_str());
}

/// Whether each slot of a sentence is in the list.
const fn slots_exist(sentence: &str) -> bool {
    let mut rest = sentence.as_bytes();
    while let Some((letter, after)) = rest.split_first() {
        rest = after;
        if *letter == b'}' {
            return false;
        }
        if *letter == b'{' {
            let mut names = Slot::NAMES;
            rest = loop {
                let Some((name, others)) = names.split_first() else {
                    return false;
                };
                if let Some(after) = after_slot(rest, name.as_bytes()) {
                    break after;
                }
                names = others;
            };
        }
    }
    true
}

/// What stands after `name}`.
const fn after_slot<'t>(mut text: &'t [u8], mut name: &[u8]) -> Option<&'t [u8]> {
    while let Some((expected, others)) = name.split_first() {
        match text.split_first() {
            Some((letter, after)) if letter.eq_ignore_ascii_case(expected) => text = after,
            _ => return None,
        }
        name = others;
    }
    match text.split_first() {
        Some((b'}', after)) => Some(after),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Said, Slot, slots_exist};
    use crate::explain::Lang;

    #[test]
    fn slots_are_filled_and_a_slot_with_a_capital_gives_one() {
        const SAID: &Said =
            said!(nl: "{Holder}: {data}, {data}.", en: "{data} of {holder}{guardian}");
        let slots = [(Slot::Data, "{holder}"), (Slot::Holder, "éénmanspraktijk")];
        // What is filled in is not read again; what nothing is given for stays empty.
        assert_eq!(
            SAID.fill(Lang::Nl, &slots),
            "Éénmanspraktijk: {holder}, {holder}."
        );
        assert_eq!(SAID.fill(Lang::En, &slots), "{holder} of éénmanspraktijk");
    }

    #[test]
    fn a_slot_that_is_not_in_the_list_is_seen() {
        assert!(slots_exist("no slot") && slots_exist("{Hour}:{minute} and {hours}"));
        for wrong in ["{holdr}", "{holder", "{hol", "holder}", "{}", "{{holder}}"] {
            assert!(!slots_exist(wrong), "{wrong}");
        }
    }
}
