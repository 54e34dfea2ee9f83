//! What holds over time: a value, and until when.

use alloc::vec::Vec;

use crate::instant::Instant;

/// A value at some instant, and the first later instant at which it may be another; none: never.
#[derive(Clone, Copy)]
pub(crate) struct Lasting<T> {
    pub(crate) value: T,
    pub(crate) until: Option<Instant>,
}

impl<T> Lasting<T> {
    pub(crate) fn always(value: T) -> Self {
        let until = None;
        Lasting { value, until }
    }

    pub(crate) fn with<U>(self, value: U) -> Lasting<U> {
        let until = self.until;
        Lasting { value, until }
    }

    /// At most until this instant.
    pub(crate) fn at_most(self, until: Option<Instant>) -> Self {
        Lasting {
            until: earlier(self.until, until),
            ..self
        }
    }
}

/// The earlier of two instants; none is later than any.
pub(crate) fn earlier(one: Option<Instant>, other: Option<Instant>) -> Option<Instant> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

/// A value from the instant of a board on: what holds now, and what replaces it, in the order of time.
#[derive(Clone)]
pub(crate) struct History<T> {
    now: T,
    later: Vec<(Instant, T)>,
}

impl<T: Copy> History<T> {
    pub(crate) fn new(now: T) -> Self {
        let later = Vec::new();
        History { now, later }
    }

    pub(crate) fn now(&self) -> T {
        self.now
    }

    pub(crate) fn set_now(&mut self, now: T) {
        self.now = now;
    }

    /// The value that nothing replaces.
    pub(crate) fn last(&self) -> T {
        self.later.last().map_or(self.now, |(_, value)| *value)
    }

    /// From this instant on another value; instants come in order, and the last word of an instant counts.
    pub(crate) fn then(&mut self, from: Instant, value: T) {
        match self.later.last_mut() {
            Some((last, replaced)) if *last == from => *replaced = value,
            _ => self.later.push((from, value)),
        }
    }

    /// As new, with the memory that it has.
    pub(crate) fn reset(&mut self, now: T) {
        self.now = now;
        self.later.clear();
    }

    /// What replaces the value of now, and when.
    pub(crate) fn later(&self) -> &[(Instant, T)] {
        &self.later
    }

    /// The value at an instant.
    pub(crate) fn at(&self, at: Instant) -> Lasting<T> {
        if self.later.is_empty() {
            return Lasting::always(self.now);
        }
        let (value, to_come) = self.split(at);
        Lasting {
            value: *value,
            until: to_come.first().map(|(from, _)| *from),
        }
    }

    /// The value at an instant, and what comes after it.
    fn split(&self, at: Instant) -> (&T, &[(Instant, T)]) {
        let past = self.later.partition_point(|(from, _)| *from <= at);
        let value = past.checked_sub(1).and_then(|last| self.later.get(last));
        let to_come = self.later.get(past..).unwrap_or_default();
        (value.map_or(&self.now, |(_, value)| value), to_come)
    }

    /// Whether something holds of the value at an instant, where what holds once holds ever after.
    pub(crate) fn holds_for_good(&self, at: Instant, holds: impl Fn(&T) -> bool) -> Lasting<bool> {
        if holds(&self.now) {
            return Lasting::always(true);
        }
        let first = self.later.partition_point(|(_, value)| !holds(value));
        match self.later.get(first) {
            Some((from, _)) if *from <= at => Lasting::always(true),
            first => Lasting::always(false).at_most(first.map(|(from, _)| *from)),
        }
    }

    /// Whether something holds of the value at an instant; what comes from `end` on is not looked at.
    pub(crate) fn holds(
        &self,
        at: Instant,
        end: Option<Instant>,
        holds: impl Fn(&T) -> bool,
    ) -> Lasting<bool> {
        let (value, to_come) = self.split(at);
        let value = holds(value);
        let until = to_come
            .iter()
            .take_while(|(from, _)| end.is_none_or(|end| *from < end))
            .find(|(_, later)| holds(later) != value);
        Lasting::always(value).at_most(until.map(|(from, _)| *from))
    }
}

impl<T> Default for History<T>
where
    T: Copy + Default,
{
    fn default() -> Self {
        History::new(T::default())
    }
}
