//! What staff and guards are told about permits (SPEC 8).

use crate::{Instant, words};
use alloc::string::String;
use alloc::vec::Vec;
use vestibule::document::Booking;
use vestibule::parking::{board, enforcement, permit};

words! {
    /// What a permit is worth now.
    #[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
    PermitStatus = permit::PermitStatus {
        /// It has ended.
        Expired
        /// It waits for staff.
        PendingApproval
        /// It has not started.
        Upcoming
        /// It runs.
        Active
    }
}

words! {
    /// What staff may do with it.
    #[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
    PermitAction = permit::Action {
        /// Approve it.
        Approve
        /// Reject it.
        Reject
        /// Check it in as a courtesy.
        CheckIn
        /// Cancel it.
        Cancel
    }
}

words! {
    /// A tab of the board.
    #[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
    Tab = permit::Tab {
        /// Occupies today.
        Today
        /// Its first day is after today.
        Upcoming
        /// Its last day is before today.
        Past
    }
}

words! {
    /// Whether a car may stand here.
    #[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
    PlateAnswer = enforcement::PlateAnswer {
        /// A permit of an equal plate is active.
        Permitted
        /// One has just ended.
        Grace
        /// It walked in today.
        WalkIn
        /// None of these.
        NotPermitted
    }
}

/// A booking as staff see it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Permit {
    /// What it is worth now.
    pub status: PermitStatus,
    /// How long until it starts, ends, or since it ended.
    pub timer: PermitTimer,
    /// When it was checked in; none when no check-in covers today.
    pub checked_in: Option<Instant>,
    /// Whether it has to be checked in again.
    pub recheck_due: bool,
    /// The tab that it is in.
    pub tab: Tab,
    /// What staff may do with it.
    pub actions: Vec<PermitAction>,
}

/// A permit's timer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct PermitTimer {
    /// What it counts.
    pub kind: PermitTimerKind,
    /// Seconds, never negative.
    pub seconds: i64,
}

/// What a timer counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum PermitTimerKind {
    /// Until it starts.
    Until,
    /// Until it ends.
    Remaining,
    /// Since it ended.
    Since,
}

/// A row of the board.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
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
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
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
            checked_in: checked_in.map(Into::into),
            recheck_due,
            tab: tab.into(),
            actions: actions.iter().copied().map(Into::into).collect(),
        }
    }
}

impl From<permit::Timer> for PermitTimer {
    fn from(timer: permit::Timer) -> Self {
        match timer {
            permit::Timer::Until(seconds) => Self { kind: PermitTimerKind::Until, seconds },
            permit::Timer::Remaining(seconds) => Self { kind: PermitTimerKind::Remaining, seconds },
            permit::Timer::Since(seconds) => Self { kind: PermitTimerKind::Since, seconds },
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
