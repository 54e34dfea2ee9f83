//! Limits on the work and the output of one call.

use alloc::sync::Arc;
use core::cell::Cell;
use core::sync::atomic::{AtomicBool, Ordering};

use crate::error::{Error, ErrorCode};

/// What one call may cost, at most. A call that would cost more ends with an error, never with a partial answer.
///
/// ```
/// use akkoord::Engine;
/// use akkoord::error::ErrorCode;
/// use akkoord::limits::Limits;
///
/// let engine = Engine::mitz().with_limits(Limits::default().steps(1));
/// let answer = engine.evaluate_json(
///     r#"{"profile": {"patient": {"id": "999990019"},
///                     "choices": [{"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
///                                  "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]},
///         "query": {"holder": {"id": "ura:90000017", "type": "Z3"}, "consulter": {"id": "ura:90000033", "type": "N6"},
///                   "data": "GGC002", "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}}"#,
/// );
/// assert!(answer.contains(ErrorCode::TooMuchWork.name()));
/// ```
#[derive(Clone, Debug)]
pub struct Limits {
    steps: u64,
    pub(crate) answer_bytes: usize,
    cancel: Option<Cancel>,
}

impl Limits {
    /// Most steps of one call unless a caller says otherwise. A step is one look at one choice, holder or cell: some
    /// nanoseconds.
    pub const STEPS: u64 = 100_000_000;

    /// Most bytes of one answer as JSON unless a caller says otherwise: 64 MiB.
    pub const ANSWER_BYTES: usize = 64 * 1024 * 1024;

    /// Most cells of a matrix, spans of a timeline or changes of a what-if in one answer.
    pub const ENTRIES: usize = 1_000_000;

    /// With at most so many steps for one call; beyond: `too_much_work`.
    ///
    /// ```
    /// # let engine = akkoord::Engine::mitz();
    /// # let (profile, query, ..) = engine.read_line(
    /// #     r#"{"profile": {"patient": {"id": "999990019"}, "choices": [
    /// #         {"id": "c1", "answer": "yes", "scope": {"level": "blanket"}, "channel": "mijn_mitz",
    /// #          "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z"}]},
    /// #         "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #                   "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC002",
    /// #                   "treatment_relationship": true, "at": "2026-06-01T12:00:00Z"}}"#,
    /// # )?;
    /// use akkoord::{error::ErrorCode, limits::Limits};
    /// // The patient said yes for all providers (c1).
    /// let one_step = engine.with_limits(Limits::default().steps(1));
    /// let code = one_step.decide(&profile, &query).map_err(|error| error.code()).err();
    /// assert_eq!(code, Some(ErrorCode::TooMuchWork));
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn steps(self, steps: u64) -> Self {
        Limits { steps, ..self }
    }

    /// With at most so many bytes for one answer as JSON; beyond: `answer_too_large`.
    ///
    /// ```
    /// use akkoord::{Engine, limits::Limits};
    /// let engine = Engine::mitz().with_limits(Limits::default().answer_bytes(100));
    /// # let line = r#"{"profile": {"patient": {"id": "999990019"}, "choices": []},
    /// #     "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #               "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC002",
    /// #               "treatment_relationship": true, "at": "2026-01-05T12:00:00Z"}}"#;
    /// let answer = engine.evaluate_json(line); // a decision has about 200 bytes
    /// assert!(answer.starts_with(r#"{"error":{"line":1,"code":"answer_too_large","#));
    /// ```
    #[must_use]
    pub fn answer_bytes(self, answer_bytes: usize) -> Self {
        Limits {
            answer_bytes,
            ..self
        }
    }

    /// With a switch that stops running calls; they end with `cancelled`.
    ///
    /// ```
    /// # let engine = akkoord::Engine::mitz();
    /// # let (profile, query, ..) = engine.read_line(
    /// #     r#"{"profile": {"patient": {"id": "999990019"}, "choices": []},
    /// #         "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #                   "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC002",
    /// #                   "treatment_relationship": true, "at": "2026-06-01T12:00:00Z"}}"#,
    /// # )?;
    /// use akkoord::{error::ErrorCode, limits::{Cancel, Limits}};
    /// let cancel = Cancel::default();
    /// let engine = engine.with_limits(Limits::default().cancelled_by(&cancel));
    /// cancel.set(true); // from any thread
    /// assert_eq!(engine.decide(&profile, &query).unwrap_err().code(), ErrorCode::Cancelled);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn cancelled_by(self, cancel: &Cancel) -> Self {
        Limits {
            cancel: Some(cancel.clone()),
            ..self
        }
    }

    /// A meter for one call.
    pub(crate) fn meter(&self) -> Meter<'_> {
        Meter {
            left: Cell::new(self.steps),
            // The first step looks at the switch.
            unchecked: Cell::new(u64::MAX),
            limits: self,
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            steps: Self::STEPS,
            answer_bytes: Self::ANSWER_BYTES,
            cancel: None,
        }
    }
}

/// A switch that stops the running calls of every engine whose limits name it, from any thread.
///
/// ```
/// use akkoord::Engine;
/// use akkoord::limits::{Cancel, Limits};
///
/// let cancel = Cancel::default();
/// let engine = Engine::mitz().with_limits(Limits::default().cancelled_by(&cancel));
/// cancel.set(true);
/// assert!(cancel.is_set());
/// # let _ = engine;
/// ```
#[derive(Clone, Debug, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Stops calls while it is set; unset, it lets new calls run.
    ///
    /// ```
    /// # let engine = akkoord::Engine::mitz();
    /// # let (profile, query, ..) = engine.read_line(
    /// #     r#"{"profile": {"patient": {"id": "999990019"}, "choices": []},
    /// #         "query": {"holder": {"id": "ura:90000017", "type": "Z3"},
    /// #                   "consulter": {"id": "ura:90000033", "type": "N6"}, "data": "GGC002",
    /// #                   "treatment_relationship": true, "at": "2026-06-01T12:00:00Z"}}"#,
    /// # )?;
    /// use akkoord::limits::{Cancel, Limits};
    /// let cancel = Cancel::default();
    /// let engine = engine.with_limits(Limits::default().cancelled_by(&cancel));
    /// cancel.set(true);
    /// assert!(engine.decide(&profile, &query).is_err());
    /// cancel.set(false);
    /// assert!(engine.decide(&profile, &query).is_ok());
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    pub fn set(&self, cancelled: bool) {
        self.0.store(cancelled, Ordering::Relaxed);
    }

    /// Whether it is set.
    ///
    /// ```
    /// use akkoord::limits::Cancel;
    /// let cancel = Cancel::default();
    /// let other = cancel.clone(); // the same switch
    /// cancel.set(true);
    /// assert!(other.is_set());
    /// ```
    #[must_use]
    pub fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Counts the steps of one call.
#[derive(Debug)]
pub(crate) struct Meter<'l> {
    left: Cell<u64>,
    unchecked: Cell<u64>,
    limits: &'l Limits,
}

impl Meter<'_> {
    /// Spends steps, before they are taken.
    ///
    /// # Errors
    /// `too_much_work`; `cancelled`.
    pub(crate) fn spend(&self, steps: usize) -> Result<(), Error> {
        /// How often the switch is looked at: every so many steps.
        const LOOK: u64 = 4_096;
        let steps = u64::try_from(steps).unwrap_or(u64::MAX);
        match self.left.get().checked_sub(steps) {
            Some(left) => self.left.set(left),
            None => return Err(Error::new(ErrorCode::TooMuchWork, "")),
        }
        let unchecked = self.unchecked.get().saturating_add(steps);
        if unchecked < LOOK {
            self.unchecked.set(unchecked);
            return Ok(());
        }
        self.unchecked.set(0);
        match &self.limits.cancel {
            Some(cancel) if cancel.is_set() => Err(Error::new(ErrorCode::Cancelled, "")),
            Some(_) | None => Ok(()),
        }
    }
}
