//! Permits and the check of a plate (SPEC 8).
#![allow(non_camel_case_types, reason = "C's names")]

use crate::guard;
use crate::parking::{VST_OPTIONS_MAX, ask};
use crate::status::{Failure, VST_UNKNOWN, vst_status};
use crate::text::{Out, check, put, text, vst_text};
use crate::types::{vst_image, vst_outbox};
use core::ffi::c_char;
use vestibule::console::BookingHandle;
use vestibule::parking::enforcement::PlateAnswer;
use vestibule::parking::permit::{Action, Permit, PermitStatus, Tab, Timer};

/// A booking has ended.
pub const VST_PERMIT_EXPIRED: u32 = 0;
/// A booking waits for staff.
pub const VST_PERMIT_PENDING_APPROVAL: u32 = 1;
/// A booking has not started.
pub const VST_PERMIT_UPCOMING: u32 = 2;
/// A booking runs.
pub const VST_PERMIT_ACTIVE: u32 = 3;
/// It is no permit: rejected or cancelled.
pub const VST_PERMIT_NONE: u32 = 4;

/// Seconds until the start.
pub const VST_TIMER_UNTIL: u32 = 0;
/// Seconds that remain.
pub const VST_TIMER_REMAINING: u32 = 1;
/// Seconds since the end.
pub const VST_TIMER_SINCE: u32 = 2;

/// On the board's tab of today.
pub const VST_TAB_TODAY: u32 = 0;
/// On the board's tab of what is to come.
pub const VST_TAB_UPCOMING: u32 = 1;
/// On the board's tab of what is over.
pub const VST_TAB_PAST: u32 = 2;

/// Bit of a set of actions: approve.
pub const VST_ACTION_APPROVE: u32 = 1;
/// Bit of a set of actions: reject.
pub const VST_ACTION_REJECT: u32 = 2;
/// Bit of a set of actions: check in as a courtesy.
pub const VST_ACTION_CHECK_IN: u32 = 4;
/// Bit of a set of actions: cancel.
pub const VST_ACTION_CANCEL: u32 = 8;

/// A booking as parking enforcement sees it (SPEC 8.1 to 8.5).
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct vst_permit {
    /// `VST_PERMIT_…`; with `VST_PERMIT_NONE` the rest says nothing.
    pub status: u32,
    /// `VST_TIMER_…`.
    pub timer: u32,
    /// The timer's seconds.
    pub seconds: i64,
    /// 1 when it was checked in.
    pub checked_in: u32,
    /// 1 when its guest must check in again.
    pub recheck_due: u32,
    /// When it was checked in, in milliseconds since the Unix epoch.
    pub checked_in_at_ms: i64,
    /// `VST_TAB_…`.
    pub tab: u32,
    /// Set of what staff may do: bits `VST_ACTION_…`.
    pub actions: u32,
}

/// A permit of an equal plate is active.
pub const VST_PLATE_PERMITTED: u32 = 0;
/// One has just ended.
pub const VST_PLATE_GRACE: u32 = 1;
/// The car walked in today.
pub const VST_PLATE_WALK_IN: u32 = 2;
/// None of these.
pub const VST_PLATE_NOT_PERMITTED: u32 = 3;

/// Whether a car may stand here (SPEC 8.8).
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct vst_plate_check {
    /// `VST_PLATE_…`.
    pub answer: u32,
    /// How many permits are behind the answer; as many as fit were written.
    pub bookings: usize,
    /// How many active ones have a similar plate, a hint for a misread one; as many as fit were written.
    pub similar: usize,
}

/// A booking as parking enforcement sees it at an instant (SPEC 8.1 to 8.5). `outbox` may be 0. `VST_UNKNOWN` for a
/// booking that is none of the image's.
///
/// Threads as for `vst_match_bookings`.
///
/// # Safety
/// `out` points to room for the answer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn vst_booking_permit(
    image: vst_image,
    outbox: vst_outbox,
    at_ms: i64,
    booking: u32,
    out: *mut vst_permit,
) -> vst_status {
    guard(|| {
        check(out)?;
        let permit = ask(image, outbox, at_ms, |panel, now| {
            panel.permit(BookingHandle(booking), now).ok_or(Failure::of(VST_UNKNOWN))
        })?;
        // SAFETY: as the caller promises.
        unsafe { put(out, permitted(permit)) }
    })
}

/// Whether a car may stand here at an instant (SPEC 8.8). Writes the handles of the permits behind the answer, by start,
/// end and id, and those of similar plates. `region` may be no text; `outbox` may be 0. Every check is a record, which
/// the host keeps.
///
/// Threads as for `vst_match_bookings`.
///
/// # Safety
/// `plate_len` bytes are readable behind `plate` and those of `region`; so many numbers as said are writable behind
/// `bookings` and `similar`, and `out` points to room for the answer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn vst_check_plate(
    image: vst_image,
    outbox: vst_outbox,
    at_ms: i64,
    plate: *const c_char,
    plate_len: usize,
    region: vst_text,
    bookings: *mut u32,
    bookings_capacity: usize,
    similar: *mut u32,
    similar_capacity: usize,
    out: *mut vst_plate_check,
) -> vst_status {
    guard(|| {
        check(out)?;
        // SAFETY: as the caller promises, here and below.
        let (plate, region) = unsafe { (text(plate, plate_len)?, region.read()?) };
        let (bookings, similar) =
            unsafe { (Out::new(bookings, bookings_capacity)?, Out::new(similar, similar_capacity)?) };
        let found = ask(image, outbox, at_ms, |panel, now| {
            let mut handles = [[BookingHandle::default(); VST_OPTIONS_MAX]; 2];
            let [first, second] = &mut handles;
            let first = first.get_mut(..bookings.room().min(VST_OPTIONS_MAX)).unwrap_or_default();
            let second = second.get_mut(..similar.room().min(VST_OPTIONS_MAX)).unwrap_or_default();
            let found = panel.check_plate(plate, region, now, first, second);
            first
                .iter()
                .take(found.bookings)
                .enumerate()
                .for_each(|(at, booking)| bookings.put(at, booking.0));
            second
                .iter()
                .take(found.similar)
                .enumerate()
                .for_each(|(at, booking)| similar.put(at, booking.0));
            Ok(found)
        })?;
        let answer = match found.answer {
            PlateAnswer::Permitted => VST_PLATE_PERMITTED,
            PlateAnswer::Grace => VST_PLATE_GRACE,
            PlateAnswer::WalkIn => VST_PLATE_WALK_IN,
            PlateAnswer::NotPermitted => VST_PLATE_NOT_PERMITTED,
        };
        unsafe { put(out, vst_plate_check { answer, bookings: found.bookings, similar: found.similar }) }
    })
}

fn permitted(permit: Option<Permit>) -> vst_permit {
    let none = vst_permit {
        status: VST_PERMIT_NONE,
        timer: VST_TIMER_UNTIL,
        seconds: 0,
        checked_in: 0,
        recheck_due: 0,
        checked_in_at_ms: 0,
        tab: VST_TAB_TODAY,
        actions: 0,
    };
    let Some(permit) = permit else { return none };
    let action = |action: &Action| match action {
        Action::Approve => VST_ACTION_APPROVE,
        Action::Reject => VST_ACTION_REJECT,
        Action::CheckIn => VST_ACTION_CHECK_IN,
        Action::Cancel => VST_ACTION_CANCEL,
    };
    vst_permit {
        status: match permit.status {
            PermitStatus::Expired => VST_PERMIT_EXPIRED,
            PermitStatus::PendingApproval => VST_PERMIT_PENDING_APPROVAL,
            PermitStatus::Upcoming => VST_PERMIT_UPCOMING,
            PermitStatus::Active => VST_PERMIT_ACTIVE,
        },
        timer: match permit.timer {
            Timer::Until(_) => VST_TIMER_UNTIL,
            Timer::Remaining(_) => VST_TIMER_REMAINING,
            Timer::Since(_) => VST_TIMER_SINCE,
        },
        seconds: permit.timer.seconds(),
        checked_in: permit.checked_in.is_some().into(),
        recheck_due: permit.recheck_due.into(),
        checked_in_at_ms: permit.checked_in.map_or(0, |at| at.millis()),
        tab: match permit.tab {
            Tab::Today => VST_TAB_TODAY,
            Tab::Upcoming => VST_TAB_UPCOMING,
            Tab::Past => VST_TAB_PAST,
        },
        actions: permit.actions.iter().map(action).fold(0, |actions, bit| actions | bit),
    }
}
