//! What goes into a session, and what comes out of it besides the screen.

use super::rules::{BookingHandle, ContactHandle, ResidentHandle, SuiteHandle};
use crate::calendar::Instant;
use crate::document::Language;
use crate::outbox::{Entry, HostRef, What};
use crate::parking::vehicle::VehicleRef;

/// One input at the console.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event<'t> {
    /// Text was typed, one character or many. On the welcome screen it starts a name search.
    Text(&'t str),
    /// A key of a number pad, 0 to 9. On a screen without a field it chooses, 1 the first choice.
    Digit(u8),
    /// The last character was taken back.
    Backspace,
    /// The field is complete.
    Submit,
    /// A choice of the screen was chosen, by its position from 0.
    Select(usize),
    /// One screen back.
    Back,
    /// Another language was chosen.
    Language(Language),
    /// Nothing happened but time.
    Tick,
}

/// What the host must do. Its texts are lent by the session and by the rules, until the next input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect<'s> {
    /// Call a resident. The host finds the number; it must not show it (SPEC 3.7).
    CallResident {
        /// The resident.
        resident: ResidentHandle,
        /// The opaque call target: the resident's directory code.
        target: &'s str,
    },
    /// Call management (SPEC 7.3).
    CallManagement {
        /// The intercom contact.
        contact: ContactHandle,
        /// Its id.
        id: &'s str,
    },
    /// Keep a check-in, and answer further questions with it.
    RecordCheckIn {
        /// The whole record.
        check_in: CheckInRecord<'s>,
    },
    /// Unlock a door, whose entry code was typed, and keep that.
    Unlock {
        /// Id of the door.
        door: &'s str,
        /// Id of the attempt, unique as a check-in's is.
        attempt: &'s str,
    },
    /// Keep that a code was typed that does not open the door (SPEC 9.5).
    RefuseCode {
        /// Id of the door.
        door: &'s str,
        /// Id of the attempt, unique as a check-in's is.
        attempt: &'s str,
    },
}

impl<'s> Effect<'s> {
    /// What an outbox keeps of it (SPEC 11.3): a check-in, or that a code was typed at `at`, the instant of the input. The
    /// outbox gives it its number.
    #[must_use]
    pub fn entry(&self, at: Instant) -> Option<Entry<'s>> {
        let attempt =
            |door, id, granted| Entry { number: 0, id, at, what: What::CodeAttempt { door, granted } };
        match *self {
            Self::CallResident { .. } | Self::CallManagement { .. } => None,
            Self::RecordCheckIn { check_in } => Some(check_in.entry()),
            Self::Unlock { door, attempt: id } => Some(attempt(door, id, true)),
            Self::RefuseCode { door, attempt: id } => Some(attempt(door, id, false)),
        }
    }
}

/// A check-in that a guest has made at a console (SPEC 6.3, 6.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CheckInRecord<'s> {
    /// Unique among check-ins: the set-up prefix, a hyphen and a number.
    pub id: &'s str,
    /// When it happened.
    pub at: Instant,
    /// What for.
    pub subject: RecordSubject<'s>,
    /// The vehicle as the guest told it, trimmed.
    pub vehicle: VehicleRef<'s>,
}

impl<'s> CheckInRecord<'s> {
    /// The check-in as an outbox keeps it, in words that outlast the rules' edition.
    #[must_use]
    pub fn entry(&self) -> Entry<'s> {
        let vehicle = self.vehicle;
        let what = match self.subject {
            RecordSubject::Booking { id, .. } => What::CheckIn { booking: id, vehicle },
            RecordSubject::WalkIn(host) => {
                let host = match host {
                    RecordHost::Resident { code, .. } => HostRef::Resident { code },
                    RecordHost::Suite { id, .. } => HostRef::Suite { id },
                    RecordHost::Visitor => HostRef::Visitor,
                };
                What::WalkIn { host, vehicle }
            }
        };
        Entry { number: 0, id: self.id, at: self.at, what }
    }
}

/// What a check-in is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordSubject<'s> {
    /// A booking.
    Booking {
        /// The booking.
        handle: BookingHandle,
        /// Its id.
        id: &'s str,
    },
    /// A visit without one.
    WalkIn(RecordHost<'s>),
}

/// Whom a walk-in visits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordHost<'s> {
    /// A resident.
    Resident {
        /// The resident.
        handle: ResidentHandle,
        /// The directory code by which they were found.
        code: &'s str,
    },
    /// A suite.
    Suite {
        /// The suite.
        handle: SuiteHandle,
        /// Its id.
        id: &'s str,
    },
    /// No one in particular.
    Visitor,
}
