//! Permits: a booking as parking enforcement sees it (SPEC 8.1 to 8.5).

use super::booked::{Booked, InStay, VisitRules, covering_today};
use super::check_in::staff_refusal;
use super::stay::covers;
use crate::calendar::{Instant, Now, occupied_days};
use crate::document::Approval;
use chrono::{NaiveDate, NaiveDateTime};

/// The status of a booking (SPEC 8.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PermitStatus {
    /// It has ended.
    Expired,
    /// It waits for staff.
    PendingApproval,
    /// It has not started.
    Upcoming,
    /// It runs.
    Active,
}

impl PermitStatus {
    /// The status's name in the conformance format.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Expired => "expired",
            Self::PendingApproval => "pendingApproval",
            Self::Upcoming => "upcoming",
            Self::Active => "active",
        }
    }
}

/// Elapsed time, not wall time, in whole seconds cut off (SPEC 8.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Timer {
    /// Seconds until the start.
    Until(i64),
    /// Seconds that remain.
    Remaining(i64),
    /// Seconds since the end.
    Since(i64),
}

impl Timer {
    /// The timer's kind in the conformance format.
    pub fn kind(self) -> &'static str {
        match self {
            Self::Until(_) => "until",
            Self::Remaining(_) => "remaining",
            Self::Since(_) => "since",
        }
    }

    /// Its seconds.
    pub fn seconds(self) -> i64 {
        match self {
            Self::Until(seconds) | Self::Remaining(seconds) | Self::Since(seconds) => seconds,
        }
    }
}

/// What staff may do with a booking (SPEC 8.4), in the order in which actions are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// Approve it.
    Approve,
    /// Reject it.
    Reject,
    /// Check it in as a courtesy.
    CheckIn,
    /// Cancel it.
    Cancel,
}

impl Action {
    /// The action's name in the conformance format.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Reject => "reject",
            Self::CheckIn => "checkIn",
            Self::Cancel => "cancel",
        }
    }
}

/// A tab of the board (SPEC 8.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tab {
    /// Occupies today.
    Today,
    /// Its first day is after today.
    Upcoming,
    /// Its last day is before today.
    Past,
}

impl Tab {
    /// The tab's name in the conformance format.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Today => "today",
            Self::Upcoming => "upcoming",
            Self::Past => "past",
        }
    }
}

/// A booking as staff see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permit {
    /// Its status.
    pub status: PermitStatus,
    /// Its timer.
    pub timer: Timer,
    /// When its stay was checked in for it, if it was (SPEC 8.3).
    pub checked_in: Option<Instant>,
    /// Whether its guest must check in again.
    pub recheck_due: bool,
    /// Where on the board it is.
    pub tab: Tab,
    /// What staff may do with it.
    pub actions: &'static [Action],
}

/// The status and timer of a booking by the instants of its start and end; none when it is no permit (SPEC 8.1, 8.2).
pub fn status(
    start: Instant,
    end: Instant,
    approval: Approval,
    now: Instant,
) -> Option<(PermitStatus, Timer)> {
    if matches!(approval, Approval::Rejected | Approval::Cancelled) {
        return None;
    }
    let (status, timer) = if end <= now {
        (PermitStatus::Expired, Timer::Since(now.seconds_since(end)))
    } else if now < start {
        (PermitStatus::Upcoming, Timer::Until(start.seconds_since(now)))
    } else {
        (PermitStatus::Active, Timer::Remaining(end.seconds_since(now)))
    };
    let waits = approval == Approval::Pending && status != PermitStatus::Expired;
    Some((if waits { PermitStatus::PendingApproval } else { status }, timer))
}

/// Everything that staff see of a booking; none when it is no permit.
pub fn permit(booking: &impl Booked, rules: VisitRules, now: &Now<'_>) -> Option<Permit> {
    let (start, end) = (now.start(booking.start()), now.end(booking.end()));
    let (status, timer) = status(start, end, booking.approval(), now.instant())?;
    let checked_in = checked_in(booking, rules, now);
    let tab = tab(booking.start(), booking.end(), now.today());
    let is_due = || !now.has_ended(booking.end()) && covering_today(booking, rules, now).is_none();
    Some(Permit {
        status,
        timer,
        checked_in,
        recheck_due: checked_in.is_some() && tab == Tab::Today && is_due(),
        tab,
        actions: actions(booking, rules, now),
    })
}

/// When a booking was checked in: the latest check-in of its stay that covers the booking's first day or names the
/// booking (SPEC 8.3).
pub fn checked_in(booking: &impl InStay, rules: VisitRules, now: &Now<'_>) -> Option<Instant> {
    let first = booking.days().first;
    let visit = booking
        .latest_visit(now, |visit| visit.names_it || covers(visit.date, rules.recheck_after_days, first));
    visit.map(|visit| visit.at)
}

/// Which tab a booking is on (SPEC 8.5).
pub fn tab(start: NaiveDateTime, end: NaiveDateTime, today: NaiveDate) -> Tab {
    let (first, last) = occupied_days(start, end);
    if last < today {
        Tab::Past
    } else if first > today {
        Tab::Upcoming
    } else {
        Tab::Today
    }
}

/// What staff may do with a booking (SPEC 8.4).
pub fn actions(booking: &impl Booked, rules: VisitRules, now: &Now<'_>) -> &'static [Action] {
    if now.has_ended(booking.end()) {
        return &[];
    }
    match booking.approval() {
        Approval::Pending => &[Action::Approve, Action::Reject],
        Approval::Approved if staff_refusal(booking, rules, now).is_none() => {
            &[Action::CheckIn, Action::Cancel]
        }
        Approval::Approved => &[Action::Cancel],
        Approval::Rejected | Approval::Cancelled => &[],
    }
}
