//! One instant, as the clocks of the building show it.

use super::clock::{Clock, Steady};
use super::days::{seconds_of, wall_of};
use super::{Instant, add_days};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

/// The instant that a question is asked at, prepared for comparison with planned things (SPEC 1.5).
///
/// Converting wall time to an instant never reverses an order, so for one instant there is one wall time up to which
/// everything has started, and one up to which everything has ended. They differ only while a clock change is near.
#[derive(Clone, Copy, Debug)]
pub struct Now<'z> {
    clock: Clock<'z>,
    instant: Instant,
    today: NaiveDate,
    /// The last wall minute that counts as started by now.
    started: NaiveDateTime,
    /// The last wall minute that counts as ended by now.
    ended: NaiveDateTime,
    steady: Steady,
}

/// No clock change moves a clock by more minutes than this.
const LARGEST_CHANGE: i64 = 52 * 60;

impl<'z> Now<'z> {
    /// An instant by a clock, such as that of [`ZoneRules::clock`](super::ZoneRules::clock).
    pub fn new(clock: Clock<'z>, instant: Instant) -> Self {
        let steady = clock.steady(instant);
        let local = steady.local(instant);
        let minute = seconds_of(local).div_euclid(60);
        let (mut started, mut ended) = (minute, minute);
        if !steady.is_around(instant, 4) {
            let (low, high) = (minute - LARGEST_CHANGE, minute + LARGEST_CHANGE);
            let last =
                |choose| last_minute(low, high, &|minute| clock.instant(minute * 60, choose) <= instant);
            (started, ended) = (last(i64::min), last(i64::max));
        }
        // Forged zone rules may have a change at the very end of the calendar.
        let end = if minute < 0 { NaiveDateTime::MIN } else { NaiveDateTime::MAX };
        let wall = |minute| wall_of(minute * 60, 0).unwrap_or(end);
        Self { clock, instant, today: local.date(), started: wall(started), ended: wall(ended), steady }
    }

    /// The instant itself.
    pub fn instant(&self) -> Instant {
        self.instant
    }

    /// The clock that shows it.
    pub fn clock(&self) -> Clock<'z> {
        self.clock
    }

    /// The local date (SPEC 1.4).
    pub fn today(&self) -> NaiveDate {
        self.today
    }

    /// What a clock on the wall shows, with its seconds.
    pub fn local(&self) -> NaiveDateTime {
        self.clock.local(self.instant)
    }

    /// Whether something planned to start at `wall` has started: its instant is at or before now.
    pub fn has_started(&self, wall: NaiveDateTime) -> bool {
        wall <= self.started
    }

    /// Whether something planned to end at `wall` has ended: its instant is at or before now.
    pub fn has_ended(&self, wall: NaiveDateTime) -> bool {
        wall <= self.ended
    }

    /// The instant at which something planned to start at `wall` starts: [`Clock::start`], faster for most times.
    pub fn start(&self, wall: NaiveDateTime) -> Instant {
        self.steady.instant(wall).unwrap_or_else(|| self.clock.start(wall))
    }

    /// The instant at which something planned to end at `wall` ends: [`Clock::end`], faster for most times.
    pub fn end(&self, wall: NaiveDateTime) -> Instant {
        self.steady.instant(wall).unwrap_or_else(|| self.clock.end(wall))
    }

    /// Whether a date is over: the first instant of the next one is at or before now.
    pub fn is_over(&self, date: NaiveDate) -> bool {
        self.has_started(NaiveDateTime::new(add_days(date, 1), NaiveTime::MIN))
    }

    /// The local date of an instant in the same zone.
    pub fn date_of(&self, instant: Instant) -> NaiveDate {
        self.clock.local(instant).date()
    }
}

/// The last minute in `low..=high` of which `holds`; it holds up to some minute and for none after.
fn last_minute(low: i64, high: i64, holds: &dyn Fn(i64) -> bool) -> i64 {
    let (mut yes, mut no) = (low, high + 1);
    while no - yes > 1 {
        let middle = (yes + no) / 2;
        if holds(middle) { yes = middle } else { no = middle }
    }
    yes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::ZoneRules;
    use alloc::vec;
    use chrono::{TimeDelta, Timelike};
    use proptest::prelude::*;

    proptest! {
        /// The two thresholds say what the instants say, around every kind of clock change.
        #[test]
        fn thresholds_agree_with_instants(
            zone in prop::sample::select(vec![
                "America/Toronto", "America/Vancouver", "Australia/Lord_Howe", "Africa/Cairo", "America/Santiago", "Asia/Beirut",
                "Pacific/Apia", "Africa/Casablanca", "Europe/Dublin", "Antarctica/Troll",
            ]),
            second in 0i64..7_200_000_000,
            near in any::<bool>(),
            offset in -4000i64..4000,
        ) {
            let zone = ZoneRules::bundled(zone).unwrap();
            let instant = if near { near_a_change(&zone, second) } else { Instant::from_seconds(second) };
            let now = Now::new(zone.clock(), instant);
            let wall = now.local().with_second(0).unwrap() + TimeDelta::minutes(offset);
            prop_assert_eq!(now.has_started(wall), zone.start(wall) <= instant);
            prop_assert_eq!(now.has_ended(wall), zone.end(wall) <= instant);
            let wall = wall + TimeDelta::minutes(100 * offset);
            prop_assert_eq!((now.start(wall), now.end(wall)), (zone.start(wall), zone.end(wall)));
        }
    }

    /// An instant within two hours of the first clock change after `second`.
    fn near_a_change(zone: &ZoneRules, second: i64) -> Instant {
        let utc = |at: i64| zone.local(Instant::from_seconds(at)).and_utc().timestamp() - at;
        let day = (second..second + 400 * 86_400).step_by(86_400).find(|day| utc(*day) != utc(day + 86_400));
        let day = day.unwrap_or(second);
        let hour = (day..day + 86_400).step_by(900).find(|at| utc(*at) != utc(at + 900)).unwrap_or(day);
        Instant::from_seconds(hour - 7200 + second % 14_400)
    }
}
