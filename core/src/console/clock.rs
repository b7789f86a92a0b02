//! The session's own time: how long it has been running, as the instants that come in tell it.

use crate::calendar::Instant;

/// Milliseconds of running time. A host's clock that is set back adds nothing, so that no wait grows longer by it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Clock {
    latest: Option<Instant>,
    running: u64,
}

impl Clock {
    /// It has not started.
    pub(super) const NEW: Self = Self { latest: None, running: 0 };

    /// Moves on to the instant of an input.
    pub(super) fn advance(&mut self, at: Instant) {
        if let Some(latest) = self.latest {
            let passed = at.millis().saturating_sub(latest.millis());
            self.running = self.running.saturating_add(u64::try_from(passed).unwrap_or(0));
        }
        self.latest = Some(at);
    }

    /// Milliseconds that have passed since the first instant.
    pub(super) fn millis(self) -> u64 {
        self.running
    }

    /// The same as an instant, for rules that want a clock that is never set back.
    pub(super) fn running(self) -> Instant {
        Instant::from_millis(i64::try_from(self.running).unwrap_or(i64::MAX))
    }

    /// The instant at which the running time will be `millis`, if no one sets the clock.
    pub(super) fn instant_of(self, millis: u64) -> Instant {
        let latest = self.latest.unwrap_or(Instant::from_millis(0)).millis();
        let ahead = i64::try_from(millis.saturating_sub(self.running)).unwrap_or(i64::MAX);
        Instant::from_millis(latest.saturating_add(ahead))
    }
}

/// Whole seconds that are still to wait for `millis` milliseconds, begun ones included.
pub(super) fn seconds_left(millis: u64) -> u64 {
    millis.div_ceil(1000)
}
