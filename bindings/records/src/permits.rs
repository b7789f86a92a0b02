//! What staff and guards are told about permits (SPEC 8).

use crate::words;
use alloc::string::String;
use alloc::vec::Vec;
use serde::Serialize;
use vestibule::document::Booking;
use vestibule::parking::{board, enforcement, permit};

words! {
    /// What a permit is worth now.
    PermitStatus = permit::PermitStatus { Expired PendingApproval Upcoming Active }
}

words! {
    /// What staff may do with it.
    Action = permit::Action { Approve Reject CheckIn Cancel }
}

words! {
    /// A tab of the board.
    Tab = permit::Tab { Today Upcoming Past }
}

words! {
    /// Whether a car may stand here.
    PlateAnswer = enforcement::PlateAnswer { Permitted Grace WalkIn NotPermitted }
}

/// A booking as staff see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Permit {
    /// What it is worth now.
    pub status: PermitStatus,
    /// How long until it starts, ends, or since it ended.
    pub timer: Timer,
    /// When it was checked in; none when no check-in covers today.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub checked_in: Option<i64>,
    /// Whether it has to be checked in again.
    pub recheck_due: bool,
    /// The tab that it is in.
    pub tab: Tab,
    /// What staff may do with it.
    pub actions: Vec<Action>,
}

/// A permit's timer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Timer {
    /// What it counts.
    pub kind: TimerKind,
    /// Seconds, never negative.
    pub seconds: i64,
}

/// What a timer counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum TimerKind {
    /// Until it starts.
    Until,
    /// Until it ends.
    Remaining,
    /// Since it ended.
    Since,
}

/// A row of the board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum BoardRow {
    /// A booking.
    Booking {
        /// Its id.
        id: String,
    },
    /// A walk-in.
    WalkIn {
        /// Id of its check-in.
        id: String,
    },
}

/// The answer to the check of a plate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlateCheck {
    /// Whether the car may stand here.
    pub answer: PlateAnswer,
    /// Ids of the bookings behind the answer.
    pub bookings: Vec<String>,
    /// Ids of bookings with a similar plate, a hint for a misread one.
    pub similar: Vec<String>,
}

impl From<permit::Permit> for Permit {
    fn from(permit: permit::Permit) -> Self {
        let permit::Permit { status, timer, checked_in, recheck_due, tab, actions } = permit;
        Self {
            status: status.into(),
            timer: timer.into(),
            checked_in: checked_in.map(vestibule::Instant::millis),
            recheck_due,
            tab: tab.into(),
            actions: actions.iter().copied().map(Into::into).collect(),
        }
    }
}

impl From<permit::Timer> for Timer {
    fn from(timer: permit::Timer) -> Self {
        match timer {
            permit::Timer::Until(seconds) => Self { kind: TimerKind::Until, seconds },
            permit::Timer::Remaining(seconds) => Self { kind: TimerKind::Remaining, seconds },
            permit::Timer::Since(seconds) => Self { kind: TimerKind::Since, seconds },
        }
    }
}

impl From<board::Row<'_>> for BoardRow {
    fn from(row: board::Row<'_>) -> Self {
        match row {
            board::Row::Booking(booking) => Self::Booking { id: booking.id.clone() },
            board::Row::WalkIn(check_in) => Self::WalkIn { id: check_in.id.clone() },
        }
    }
}

impl From<enforcement::PlateCheck<'_>> for PlateCheck {
    fn from(check: enforcement::PlateCheck<'_>) -> Self {
        let enforcement::PlateCheck { answer, bookings, similar } = check;
        let ids = |bookings: Vec<&Booking>| bookings.iter().map(|booking| booking.id.clone()).collect();
        Self { answer: answer.into(), bookings: ids(bookings), similar: ids(similar) }
    }
}
