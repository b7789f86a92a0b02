//! Handles, dates and the numbers that stand for values.
#![allow(non_camel_case_types, reason = "C's names")]

use crate::slots::Slots;
use crate::status::{Failure, Outcome, VST_BAD_ENUM};
use chrono::{Datelike, NaiveDate};
use vestibule::Instant;
use vestibule::calendar::month_and_day;
use vestibule::chrono;
use vestibule::console::Session;
use vestibule::image::Image;
use vestibule::outbox::Outbox;
use vestibule::parking::check_in::Refusal;

/// An open image. Copy it as you like; it is a number. 0 is no image. Freed by `vst_image_free`.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct vst_image {
    /// What the library knows it by.
    pub id: u32,
}

/// A console's session. Copy it as you like; it is a number. 0 is no session. Freed by `vst_session_free`.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct vst_session {
    /// What the library knows it by.
    pub id: u32,
}

/// A console's outbox. Copy it as you like; it is a number. 0 is no outbox: where a function takes one, that stands for a
/// console that keeps none. Freed by `vst_outbox_free`.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct vst_outbox {
    /// What the library knows it by.
    pub id: u32,
}

/// How many of each may be open at a time.
#[cfg(feature = "std")]
const MOST_OPEN: usize = 1024;
#[cfg(not(feature = "std"))]
const MOST_OPEN: usize = 4;

pub(crate) static IMAGES: Slots<Image<'static>, MOST_OPEN> = Slots::new();
pub(crate) static SESSIONS: Slots<Session, MOST_OPEN> = Slots::new();
pub(crate) static OUTBOXES: Slots<Outbox<'static>, MOST_OPEN> = Slots::new();

/// A date of the building's calendar; all zero for none.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct vst_date {
    /// 1970 to 2199.
    pub year: u16,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

impl From<NaiveDate> for vst_date {
    fn from(date: NaiveDate) -> Self {
        let (month, day) = month_and_day(date);
        let small = |number: u32| u8::try_from(number).unwrap_or(0);
        Self { year: u16::try_from(date.year()).unwrap_or(0), month: small(month), day: small(day) }
    }
}

impl From<Option<NaiveDate>> for vst_date {
    fn from(date: Option<NaiveDate>) -> Self {
        date.map_or(Self::default(), Self::from)
    }
}

/// English.
pub const VST_EN: u32 = 0;
/// French.
pub const VST_FR: u32 = 1;

/// Bit of a set of vehicle fields: the licence plate.
pub const VST_FIELD_PLATE: u32 = 1;
/// Bit of a set of vehicle fields: the maker.
pub const VST_FIELD_MAKE: u32 = 2;
/// Bit of a set of vehicle fields: the model.
pub const VST_FIELD_MODEL: u32 = 4;
/// Bit of a set of vehicle fields: the colour.
pub const VST_FIELD_COLOR: u32 = 8;

/// A host or target that is a resident, by handle.
pub const VST_OF_RESIDENT: u32 = 0;
/// A host or target that is a suite, by handle.
pub const VST_OF_SUITE: u32 = 1;
/// A host that is no one in particular: contractors, couriers. Its handle is not looked at.
pub const VST_OF_NO_ONE: u32 = 2;

/// Not refused.
pub const VST_REFUSAL_NONE: u32 = 0;
/// There is no such booking; it may be gone by now.
pub const VST_REFUSAL_UNKNOWN_BOOKING: u32 = 1;
/// The booking is pending, rejected or cancelled.
pub const VST_REFUSAL_NOT_APPROVED: u32 = 2;
/// The booking has ended.
pub const VST_REFUSAL_ENDED: u32 = 3;
/// The booking's resident does not live in its suite now.
pub const VST_REFUSAL_HOLDER_NOT_LIVING_HERE: u32 = 4;
/// The booking does not count today.
pub const VST_REFUSAL_NOT_TODAY: u32 = 5;
/// A check-in covers today; `at` says when it was.
pub const VST_REFUSAL_ALREADY_CHECKED_IN: u32 = 6;
/// Details of the vehicle are missing; `missing` says which.
pub const VST_REFUSAL_MISSING_FIELD: u32 = 7;
/// The community lets no one in without a booking.
pub const VST_REFUSAL_BOOKING_REQUIRED: u32 = 8;

pub(crate) fn refusal_number(refusal: Refusal) -> u32 {
    match refusal {
        Refusal::UnknownBooking => VST_REFUSAL_UNKNOWN_BOOKING,
        Refusal::NotApproved => VST_REFUSAL_NOT_APPROVED,
        Refusal::Ended => VST_REFUSAL_ENDED,
        Refusal::HolderNotLivingHere => VST_REFUSAL_HOLDER_NOT_LIVING_HERE,
        Refusal::NotToday => VST_REFUSAL_NOT_TODAY,
        Refusal::AlreadyCheckedIn { .. } => VST_REFUSAL_ALREADY_CHECKED_IN,
        Refusal::MissingField { .. } => VST_REFUSAL_MISSING_FIELD,
        Refusal::BookingRequired => VST_REFUSAL_BOOKING_REQUIRED,
    }
}

/// An instant from C, kept within the years that the rules know.
pub(crate) fn instant(at_ms: i64) -> Instant {
    /// The last millisecond of 2199.
    const LAST: i64 = 7_258_118_399_999;
    Instant::from_millis(at_ms.clamp(0, LAST))
}

/// A truth from C: 0 or 1.
pub(crate) fn flag(number: u32) -> Outcome<bool> {
    match number {
        0 => Ok(false),
        1 => Ok(true),
        _ => Err(Failure::of(VST_BAD_ENUM)),
    }
}
