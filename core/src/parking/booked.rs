//! A booking as the rules about visits and permits ask for it (SPEC 5, 6, 8): the same rules decide over a document and
//! over a console image, which keep bookings in ways of their own.

use super::stay::{StayDays, covered_until, covers};
use crate::calendar::{Instant, Now, add_days};
use crate::document::{Approval, Booking, MatchWindow, Settings};
use chrono::{NaiveDate, NaiveDateTime};
use core::cmp::Ordering;

/// A booking within its stay.
pub trait InStay {
    /// The days that it occupies (SPEC 1.6).
    fn days(&self) -> StayDays;
    /// The wall minute after its last.
    fn end(&self) -> NaiveDateTime;
    /// The days of its stay (SPEC 5.3).
    fn stay_days(&self) -> StayDays;
    /// Whether its holder lives in its suite now; a manager need not (SPEC 5.2).
    fn holder_lives_there(&self, now: &Now<'_>) -> bool;
    /// The latest of its stay's check-ins that have happened by now and that are accepted.
    fn latest_visit(&self, now: &Now<'_>, accept: impl Fn(Visited) -> bool) -> Option<Visited>;
}

/// A booking with what was decided on it.
pub trait Booked: InStay {
    /// Whether it was accepted.
    fn approval(&self) -> Approval;
    /// Its first wall minute.
    fn start(&self) -> NaiveDateTime;
}

/// A check-in as a booking of its stay sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Visited {
    /// When it happened.
    pub at: Instant,
    /// The local date of that.
    pub date: NaiveDate,
    /// Whether it names this booking, not another one of the stay.
    pub names_it: bool,
}

/// What a community has chosen about visits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VisitRules {
    /// How many days a check-in covers (SPEC 5.5).
    pub recheck_after_days: u32,
    /// Which running bookings count today (SPEC 5.2).
    pub match_window: MatchWindow,
}

impl From<&Settings> for VisitRules {
    fn from(settings: &Settings) -> Self {
        Self { recheck_after_days: settings.recheck_after_days.get(), match_window: settings.match_window }
    }
}

/// Whether an approved booking counts for a guest who arrives now (SPEC 5.2).
#[inline]
pub fn counts(booking: &impl InStay, rules: VisitRules, now: &Now<'_>) -> bool {
    is_todays(booking, rules, now) && !now.has_ended(booking.end()) && booking.holder_lives_there(now)
}

/// Whether a booking is one of today's: it starts today, or it began earlier, occupies today, and its stay was checked in
/// or the community matches whatever occupies today (SPEC 5.2).
#[inline]
pub fn is_todays(booking: &impl InStay, rules: VisitRules, now: &Now<'_>) -> bool {
    let StayDays { first, last } = booking.days();
    let runs_on =
        || rules.match_window == MatchWindow::OccupyingToday || booking.latest_visit(now, |_| true).is_some();
    first == now.today() || (first < now.today() && now.today() <= last && runs_on())
}

/// The latest check-in of a booking's stay that covers today (SPEC 5.5).
pub fn covering_today(booking: &impl InStay, rules: VisitRules, now: &Now<'_>) -> Option<Visited> {
    let (recheck, today) = (rules.recheck_after_days, now.today());
    booking.latest_visit(now, |visit| covers(visit.date, recheck, today))
}

/// The last day of a booking's stay that a check-in covers when made now (SPEC 5.4).
pub fn through(booking: &impl InStay, rules: VisitRules, now: &Now<'_>) -> NaiveDate {
    booking.stay_days().last.min(covered_until(now.today(), rules.recheck_after_days))
}

/// The first day of a booking's stay, after today, that no check-in made so far covers (SPEC 5.6).
pub fn next_check_in(booking: &impl InStay, rules: VisitRules, now: &Now<'_>) -> Option<NaiveDate> {
    // A later check-in covers later days.
    let latest = booking.latest_visit(now, |_| true)?;
    let next = add_days(covered_until(latest.date, rules.recheck_after_days), 1);
    (next <= booking.stay_days().last).then_some(next)
}

/// The order of bookings: by (start, end, id).
pub(super) fn by_time(a: &Booking, b: &Booking) -> Ordering {
    a.start.cmp(&b.start).then(a.end.cmp(&b.end)).then_with(|| a.id.cmp(&b.id))
}
