//! Guest parking (SPEC 4 to 6, 8): questions to an image, together with what the outbox has of today.
#![allow(non_camel_case_types, reason = "C's names")]

use crate::guard;
use crate::status::{Failure, Outcome, VST_BAD_ENUM, VST_UNKNOWN, vst_status};
use crate::text::{Buffer, Out, check, put, text, vst_text};
use crate::types::{
    IMAGES, OUTBOXES, VST_OF_NO_ONE, VST_OF_RESIDENT, VST_OF_SUITE, VST_REFUSAL_NONE, flag, instant,
    refusal_number, vst_date, vst_image, vst_outbox,
};
use crate::vehicle::vst_vehicle;
use core::ffi::c_char;
use vestibule::Now;
use vestibule::console::{
    Admission, BookingHandle, ConsoleRules, GuestHost, GuestTarget, MatchFound, ResidentHandle, SuiteHandle,
};
use vestibule::image::Panel;
use vestibule::outbox::Entries;
use vestibule::parking::check_in::Refusal;
use vestibule::parking::matching::Contact;
use vestibule::parking::plate::write_masked;

/// The most options of one match, and the most permits of one check of a plate.
pub const VST_OPTIONS_MAX: usize = 128;

/// One or more stays need a check-in.
pub const VST_MATCH_OPTIONS: u32 = 0;
/// All stays that match are covered today.
pub const VST_MATCH_ALREADY_CHECKED_IN: u32 = 1;
/// Nothing matched, and a booking is required.
pub const VST_MATCH_NO_BOOKING: u32 = 2;
/// Nothing matched, and no booking is required.
pub const VST_MATCH_WALK_IN: u32 = 3;

/// A guest without a booking asks the resident.
pub const VST_CONTACT_RESIDENT: u32 = 0;
/// A guest without a booking asks management.
pub const VST_CONTACT_MANAGEMENT: u32 = 1;

/// A booking that a guest is offered. Its texts are lent by the image.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct vst_option {
    /// Its handle, good for this image.
    pub booking: u32,
    /// Set of the required fields that it does not tell: bits `VST_FIELD_…`.
    pub missing: u32,
    /// Today.
    pub from: vst_date,
    /// The last day that a check-in now would cover.
    pub through: vst_date,
    /// Its id; never shown to visitors.
    pub id: vst_text,
    /// The vehicle as booked, without its plate, which `vst_booking_plate` gives as a guest may see it.
    pub vehicle: vst_vehicle,
}

/// What a guest is answered (SPEC 5.6, 6.1, 6.2).
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct vst_match {
    /// `VST_MATCH_…`.
    pub answer: u32,
    /// How many options were written.
    pub count: usize,
    /// 1 when a vehicle that is not listed may walk in.
    pub walk_in: u32,
    /// 1 when it was found by a similar plate only, so that the visitor is asked to confirm it.
    pub similar: u32,
    /// When already checked in: the earliest date on which one must check in again, if any.
    pub next_check_in: vst_date,
    /// Without a booking: whom to ask, `VST_CONTACT_…`.
    pub contact: u32,
    /// For a walk-in: the set of fields that are asked for, bits `VST_FIELD_…`.
    pub fields: u32,
}

/// Whether a check-in or a walk-in stands.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct vst_admission {
    /// `VST_REFUSAL_NONE` when it stands, else why not.
    pub refusal: u32,
    /// Set of the fields that are missing, bits `VST_FIELD_…`.
    pub missing: u32,
    /// When it was checked in before, in milliseconds since the Unix epoch.
    pub at_ms: i64,
    /// When it stands: the last day that it covers; none for a walk-in.
    pub through: vst_date,
}

/// The handle of a booking by its id; `VST_UNKNOWN` when the image has none of that id.
///
/// Any thread, at the same time as other questions.
///
/// # Safety
/// `id_len` bytes are readable behind `id`, and `booking` points to room for a number.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn vst_booking_find(
    image: vst_image,
    id: *const c_char,
    id_len: usize,
    booking: *mut u32,
) -> vst_status {
    guard(|| {
        check(booking)?;
        // SAFETY: as the caller promises, here and below.
        let id = unsafe { text(id, id_len) }?;
        let BookingHandle(handle) =
            IMAGES.read(image.id, |image| image.booking_by_id(id).ok_or(Failure::of(VST_UNKNOWN)))?;
        unsafe { put(booking, handle) }
    })
}

/// The id of a booking, lent until the image is freed; `VST_UNKNOWN` for a handle that is none of the image's.
///
/// Any thread, at the same time as other questions.
///
/// # Safety
/// `id` points to room for a text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn vst_booking_id(image: vst_image, booking: u32, id: *mut vst_text) -> vst_status {
    guard(|| {
        check(id)?;
        let found = IMAGES.read(image.id, |image| {
            image.booking_id(BookingHandle(booking)).map(vst_text::lend).ok_or(Failure::of(VST_UNKNOWN))
        })?;
        // SAFETY: as the caller promises.
        unsafe { put(id, found) }
    })
}

/// Writes the plate of a booking as a guest may see it (SPEC 5.6): masked, unless the community shows plates whole. Blank
/// when it has none. `*len` becomes its length, also with `VST_BUFFER_TOO_SMALL`; a null `buffer` with `capacity` 0 asks
/// for it.
///
/// Any thread, at the same time as other questions.
///
/// # Safety
/// `capacity` bytes are writable behind `buffer`, and `len` points to room for a number.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn vst_booking_plate(
    image: vst_image,
    booking: u32,
    buffer: *mut c_char,
    capacity: usize,
    len: *mut usize,
) -> vst_status {
    guard(|| {
        check(len)?;
        // SAFETY: as the caller promises, here and below.
        let mut buffer = unsafe { Buffer::new(buffer, capacity) }?;
        IMAGES.read(image.id, |image| {
            let panel = Panel::new(image, Entries::none());
            let now = image.now(image.written_at());
            let offer = panel.offer(BookingHandle(booking), &now).ok_or(Failure::of(VST_UNKNOWN))?;
            let Some(plate) = offer.vehicle.plate else { return Ok(()) };
            // A buffer takes any text: what does not fit is counted.
            let _ = if panel.settings().full_plates {
                core::fmt::Write::write_str(&mut buffer, plate)
            } else {
                write_masked(plate, &mut buffer).map(|_| ())
            };
            Ok(())
        })?;
        unsafe { buffer.finish(len) }
    })
}

/// What a guest of a resident or of a suite is offered at an instant (SPEC 5). `kind` is `VST_OF_RESIDENT` or
/// `VST_OF_SUITE`, `handle` which one. Writes at most `capacity` options; 128 are the most of one match. `outbox` may be 0.
///
/// `at_ms` is in milliseconds since the Unix epoch. Texts are lent until the image is freed. `VST_UNKNOWN` for a handle
/// that is none of the image's. Any thread, at the same time as other questions; `VST_BUSY` while the outbox is being
/// changed.
///
/// # Safety
/// `capacity` options are writable behind `options`, and `out` points to room for the answer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn vst_match_bookings(
    image: vst_image,
    outbox: vst_outbox,
    at_ms: i64,
    kind: u32,
    handle: u32,
    options: *mut vst_option,
    capacity: usize,
    out: *mut vst_match,
) -> vst_status {
    guard(|| {
        check(out)?;
        let target = match kind {
            VST_OF_RESIDENT => GuestTarget::Resident(ResidentHandle(handle)),
            VST_OF_SUITE => GuestTarget::Suite(SuiteHandle(handle)),
            _ => return Err(Failure::of(VST_BAD_ENUM)),
        };
        // SAFETY: as the caller promises, here and below.
        let options = unsafe { Out::new(options, capacity) }?;
        let found = ask(image, outbox, at_ms, |panel, now| {
            let mut handles = [BookingHandle::default(); VST_OPTIONS_MAX];
            let room = handles.get_mut(..options.room().min(VST_OPTIONS_MAX)).unwrap_or_default();
            let found = panel.match_bookings(target, now, room).ok_or(Failure::of(VST_UNKNOWN))?;
            put_options(panel, now, found, room, &options)
        })?;
        unsafe { put(out, found) }
    })
}

/// What an other visitor with this plate is offered at an instant (SPEC 5.1). `region` may be no text. Else as
/// `vst_match_bookings`.
///
/// # Safety
/// `plate_len` bytes are readable behind `plate` and those of `region`, `capacity` options writable behind `options`, and
/// `out` points to room for the answer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn vst_match_plate(
    image: vst_image,
    outbox: vst_outbox,
    at_ms: i64,
    plate: *const c_char,
    plate_len: usize,
    region: vst_text,
    options: *mut vst_option,
    capacity: usize,
    out: *mut vst_match,
) -> vst_status {
    guard(|| {
        check(out)?;
        // SAFETY: as the caller promises, here and below.
        let (plate, region) = unsafe { (text(plate, plate_len)?, region.read()?) };
        let options = unsafe { Out::new(options, capacity) }?;
        let found = ask(image, outbox, at_ms, |panel, now| {
            let mut handles = [BookingHandle::default(); VST_OPTIONS_MAX];
            let room = handles.get_mut(..options.room().min(VST_OPTIONS_MAX)).unwrap_or_default();
            let found = panel.match_plate(plate, region, now, room);
            put_options(panel, now, found, room, &options)
        })?;
        unsafe { put(out, found) }
    })
}

/// Whether a check-in to a booking stands at an instant (SPEC 6.3, 6.5). `given` is what the guest tells of the vehicle,
/// or null; `by_staff` is 1 for a courtesy check-in by staff, which needs no details, else 0. `outbox` may be 0.
///
/// A booking that the image does not have is refused, which is no error. The host records what stands
/// (`vst_outbox_add`). Threads as for `vst_match_bookings`.
///
/// # Safety
/// `given` points to a vehicle, or is null, and `out` to room for the answer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn vst_check_in(
    image: vst_image,
    outbox: vst_outbox,
    at_ms: i64,
    booking: u32,
    given: *const vst_vehicle,
    by_staff: u32,
    out: *mut vst_admission,
) -> vst_status {
    guard(|| {
        check(out)?;
        let by_staff = flag(by_staff)?;
        // SAFETY: as the caller promises, here and below.
        let given = unsafe { vst_vehicle::read(given) }?;
        let admission = ask(image, outbox, at_ms, |panel, now| {
            Ok(match by_staff {
                true => panel.staff_check_in(BookingHandle(booking), now),
                false => panel.check_in(BookingHandle(booking), given, now),
            })
        })?;
        unsafe { put(out, admitted(admission)) }
    })
}

/// Whether a check-in without a booking stands at an instant (SPEC 6.4). `host_kind` is `VST_OF_…`, `host` the handle of
/// the resident or the suite. `outbox` may be 0. `VST_UNKNOWN` for a host that is none of the image's.
///
/// Threads as for `vst_match_bookings`.
///
/// # Safety
/// `vehicle` points to a vehicle, or is null, and `out` to room for the answer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn vst_walk_in(
    image: vst_image,
    outbox: vst_outbox,
    at_ms: i64,
    host_kind: u32,
    host: u32,
    vehicle: *const vst_vehicle,
    out: *mut vst_admission,
) -> vst_status {
    guard(|| {
        check(out)?;
        let host = match host_kind {
            VST_OF_RESIDENT => GuestHost::Resident(ResidentHandle(host)),
            VST_OF_SUITE => GuestHost::Suite(SuiteHandle(host)),
            VST_OF_NO_ONE => GuestHost::Visitor,
            _ => return Err(Failure::of(VST_BAD_ENUM)),
        };
        // SAFETY: as the caller promises, here and below.
        let vehicle = unsafe { vst_vehicle::read(vehicle) }?;
        let admission = ask(image, outbox, at_ms, |panel, now| {
            panel.walk_in(host, vehicle, now).ok_or(Failure::of(VST_UNKNOWN))
        })?;
        unsafe { put(out, admitted(admission)) }
    })
}

/// Asks an image together with an outbox, or with none.
pub(crate) fn ask<R>(
    image: vst_image,
    outbox: vst_outbox,
    at_ms: i64,
    question: impl FnOnce(&Panel<'_>, &Now<'_>) -> Outcome<R>,
) -> Outcome<R> {
    let (mut question, mut answer) = (Some(question), None);
    with_panel(image, outbox, at_ms, &mut |panel, now| {
        answer = question.take().map(|question| question(panel, now));
    })?;
    answer.unwrap_or(Err(Failure::of(VST_UNKNOWN)))
}

/// Runs a question once; one function for all questions, since flash is scarce.
#[inline(never)]
fn with_panel(
    image: vst_image,
    outbox: vst_outbox,
    at_ms: i64,
    question: &mut dyn FnMut(&Panel<'_>, &Now<'_>),
) -> Outcome {
    IMAGES.read(image.id, |image| {
        let now = image.now(instant(at_ms));
        if outbox.id == 0 {
            question(&Panel::new(image, Entries::none()), &now);
            return Ok(());
        }
        OUTBOXES.read(outbox.id, |outbox| {
            question(&Panel::new(image, outbox.entries()), &now);
            Ok(())
        })
    })
}

fn put_options(
    panel: &Panel<'_>,
    now: &Now<'_>,
    found: MatchFound,
    handles: &[BookingHandle],
    options: &Out<vst_option>,
) -> Outcome<vst_match> {
    let nothing = vst_match {
        answer: VST_MATCH_OPTIONS,
        count: 0,
        walk_in: 0,
        similar: 0,
        next_check_in: vst_date::default(),
        contact: VST_CONTACT_RESIDENT,
        fields: 0,
    };
    Ok(match found {
        MatchFound::Options { count, walk_in, similar } => {
            for (at, handle) in handles.iter().take(count).enumerate() {
                let offer = panel.offer(*handle, now).ok_or(Failure::of(VST_UNKNOWN))?;
                let vehicle = vst_vehicle { plate: vst_text::NONE, ..vst_vehicle::lend(offer.vehicle) };
                options.put(
                    at,
                    vst_option {
                        booking: handle.0,
                        missing: offer.missing.bits().into(),
                        from: offer.from.into(),
                        through: offer.through.into(),
                        id: vst_text::lend(offer.id),
                        vehicle,
                    },
                );
            }
            vst_match { count, walk_in: walk_in.into(), similar: similar.into(), ..nothing }
        }
        MatchFound::AlreadyCheckedIn { next_check_in, walk_in } => vst_match {
            answer: VST_MATCH_ALREADY_CHECKED_IN,
            next_check_in: next_check_in.into(),
            walk_in: walk_in.into(),
            ..nothing
        },
        MatchFound::NoBooking { contact } => {
            let contact =
                if contact == Contact::Management { VST_CONTACT_MANAGEMENT } else { VST_CONTACT_RESIDENT };
            vst_match { answer: VST_MATCH_NO_BOOKING, contact, ..nothing }
        }
        MatchFound::WalkIn { fields } => {
            vst_match { answer: VST_MATCH_WALK_IN, fields: fields.bits().into(), ..nothing }
        }
    })
}

fn admitted(admission: Admission) -> vst_admission {
    let stands =
        vst_admission { refusal: VST_REFUSAL_NONE, missing: 0, at_ms: 0, through: vst_date::default() };
    match admission {
        Admission::CheckedIn { through } => vst_admission { through: through.into(), ..stands },
        Admission::Refused(refusal) => {
            let refused = vst_admission { refusal: refusal_number(refusal), ..stands };
            match refusal {
                Refusal::AlreadyCheckedIn { at } => vst_admission { at_ms: at.millis(), ..refused },
                Refusal::MissingField { missing } => {
                    vst_admission { missing: missing.bits().into(), ..refused }
                }
                _ => refused,
            }
        }
    }
}
