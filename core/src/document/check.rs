//! Checking a document whole: repeated ids, references to nothing, intervals in the wrong order (SPEC 1.1, 1.3, 1.7).

use super::{Booking, CheckIn, CheckInSubject, Document, Error, ErrorCode, Holder, Host, Resident};
use crate::calendar::wall_minutes;
use crate::table::HashSet;
use alloc::format;
use alloc::string::String;
use chrono::NaiveDateTime;

/// The longest booking, in minutes of wall time (SPEC 1.3).
const MAX_BOOKING_MINUTES: i64 = 366 * 24 * 60;

/// Checks what only shows between the records of a document.
///
/// # Errors
/// [`Error`] for the first place found: `duplicate`, `unknown`, `order`, or `malformed` for a booking of more
/// than 366 days.
pub fn check(document: &Document) -> Result<(), Error> {
    let ids = Ids {
        suites: unique("suites", &mut document.suites.iter().map(|suite| &suite.id))?,
        doors: unique("doors", &mut document.doors.iter().map(|door| &door.id))?,
        spaces: unique("spaces", &mut document.spaces.iter().map(|space| &space.id))?,
        residents: unique("residents", &mut document.residents.iter().map(|resident| &resident.id))?,
        managers: unique("managers", &mut document.managers.iter().map(|manager| &manager.id))?,
        amenities: unique("amenities", &mut document.amenities.iter().map(|amenity| &amenity.id))?,
        bookings: unique("bookings", &mut document.bookings.iter().map(|booking| &booking.id))?,
    };
    unique("checkIns", &mut document.check_ins.iter().map(|check_in| &check_in.id))?;
    unique("guestInvites", &mut document.guest_invites.iter().map(|invite| &invite.id))?;
    unique("intercomContacts", &mut document.intercom_contacts.iter().map(|contact| &contact.id))?;
    check_building(document, &ids)?;
    for (index, resident) in document.residents.iter().enumerate() {
        check_resident(resident, &ids).map_err(|error| error.within(&format!("residents[{index}]")))?;
    }
    check_amenities(document)?;
    let knows = |reference: Reference<'_>| ids.has(reference);
    for (index, booking) in document.bookings.iter().enumerate() {
        check_booking(booking, index, knows)?;
    }
    for (index, check_in) in document.check_ins.iter().enumerate() {
        check_check_in(check_in, index, knows)?;
    }
    check_invites(document, &ids)
}

/// Checks the interval of a booking or of a request: it ends after it begins, and within 366 days (SPEC 1.3).
///
/// # Errors
/// [`Error`] at `end`.
pub fn check_interval(start: NaiveDateTime, end: NaiveDateTime) -> Result<(), Error> {
    if end <= start {
        return Err(Error::new(ErrorCode::Order, "end", "must be after start"));
    }
    if wall_minutes(start, end) > MAX_BOOKING_MINUTES {
        return Err(Error::new(ErrorCode::Malformed, "end", "must be at most 366 days after start"));
    }
    Ok(())
}

/// What a booking or a check-in refers to.
#[derive(Clone, Copy)]
pub(crate) enum Reference<'r> {
    Suite(&'r str),
    Resident(&'r str),
    Manager(&'r str),
    Amenity(&'r str),
    Booking(&'r str),
}

/// The ids that others refer to.
struct Ids<'d> {
    suites: HashSet<&'d str>,
    doors: HashSet<&'d str>,
    spaces: HashSet<&'d str>,
    residents: HashSet<&'d str>,
    managers: HashSet<&'d str>,
    amenities: HashSet<&'d str>,
    bookings: HashSet<&'d str>,
}

impl Ids<'_> {
    fn has(&self, reference: Reference<'_>) -> bool {
        match reference {
            Reference::Suite(id) => self.suites.contains(id),
            Reference::Resident(id) => self.residents.contains(id),
            Reference::Manager(id) => self.managers.contains(id),
            Reference::Amenity(id) => self.amenities.contains(id),
            Reference::Booking(id) => self.bookings.contains(id),
        }
    }
}

/// The ids of a list. Takes any iterator as one, because there are ten.
fn unique<'d>(list: &str, ids: &mut dyn Iterator<Item = &'d String>) -> Result<HashSet<&'d str>, Error> {
    let mut seen = HashSet::with_capacity(ids.size_hint().0);
    for (index, id) in ids.enumerate() {
        if !seen.insert(id.as_str()) {
            let path = format!("{list}[{index}].id");
            let detail = "an earlier record has this id: give every record its own";
            return Err(Error::new(ErrorCode::Duplicate, path, detail));
        }
    }
    Ok(seen)
}

fn known(ids: &HashSet<&str>, id: &str, path: &str) -> Result<(), Error> {
    if ids.contains(id) { Ok(()) } else { Err(Error::unknown(path)) }
}

fn all_known(ids: &HashSet<&str>, list: &[String], path: &str) -> Result<(), Error> {
    match list.iter().position(|id| !ids.contains(id.as_str())) {
        Some(index) => Err(Error::unknown(format!("{path}[{index}]"))),
        None => Ok(()),
    }
}

fn check_building(document: &Document, ids: &Ids<'_>) -> Result<(), Error> {
    for (index, suite) in document.suites.iter().enumerate() {
        all_known(&ids.doors, &suite.doors, &format!("suites[{index}].doors"))?;
    }
    for (index, space) in document.spaces.iter().enumerate() {
        if let Some(door) = &space.door {
            known(&ids.doors, door, &format!("spaces[{index}].door"))?;
        }
    }
    for (index, manager) in document.managers.iter().enumerate() {
        if let Some(suite) = &manager.suite {
            known(&ids.suites, suite, &format!("managers[{index}].suite"))?;
        }
    }
    Ok(())
}

fn check_resident(resident: &Resident, ids: &Ids<'_>) -> Result<(), Error> {
    for (index, residency) in resident.residencies.iter().enumerate() {
        if !ids.suites.contains(residency.suite.as_str()) {
            return Err(Error::unknown(format!("residencies[{index}].suite")));
        }
    }
    all_known(&ids.spaces, &resident.spaces, "spaces")?;
    all_known(&ids.doors, &resident.doors, "doors")
}

fn check_amenities(document: &Document) -> Result<(), Error> {
    for (index, amenity) in document.amenities.iter().enumerate() {
        if let Some(at) = amenity.blackouts.iter().position(|blackout| blackout.to < blackout.from) {
            let path = format!("amenities[{index}].blackouts[{at}].to");
            return Err(Error::new(ErrorCode::Order, path, "must not be before from"));
        }
    }
    Ok(())
}

/// Checks the booking at a place of the list by itself.
///
/// # Errors
/// As [`check`] reports it.
pub(crate) fn check_booking(
    booking: &Booking,
    index: usize,
    knows: impl Fn(Reference<'_>) -> bool,
) -> Result<(), Error> {
    let known = |id, path| if knows(id) { Ok(()) } else { Err(Error::unknown(path)) };
    let holder = match &booking.holder {
        Holder::Resident(id) => (Reference::Resident(id), "holder.resident"),
        Holder::Manager(id) => (Reference::Manager(id), "holder.manager"),
    };
    known(Reference::Amenity(&booking.amenity), "amenity")
        .and_then(|()| known(holder.0, holder.1))
        .and_then(|()| known(Reference::Suite(&booking.suite), "suite"))
        .and_then(|()| check_interval(booking.start, booking.end))
        .map_err(|error| error.within(&format!("bookings[{index}]")))
}

/// Checks the check-in at a place of the list by itself.
///
/// # Errors
/// As [`check`] reports it.
pub(crate) fn check_check_in(
    check_in: &CheckIn,
    index: usize,
    knows: impl Fn(Reference<'_>) -> bool,
) -> Result<(), Error> {
    let (reference, path) = match &check_in.subject {
        CheckInSubject::Booking(id) => (Reference::Booking(id), "booking"),
        CheckInSubject::WalkIn(Host::Resident(id)) => (Reference::Resident(id), "host.resident"),
        CheckInSubject::WalkIn(Host::Suite(id)) => (Reference::Suite(id), "host.suite"),
        CheckInSubject::WalkIn(Host::Visitor) => return Ok(()),
    };
    if knows(reference) { Ok(()) } else { Err(Error::unknown(format!("checkIns[{index}].{path}"))) }
}

fn check_invites(document: &Document, ids: &Ids<'_>) -> Result<(), Error> {
    for (index, invite) in document.guest_invites.iter().enumerate() {
        let place = |field: &str| format!("guestInvites[{index}].{field}");
        known(&ids.residents, &invite.resident, &place("resident"))?;
        all_known(&ids.doors, &invite.doors, &place("doors"))?;
        if invite.ends_at.is_some_and(|end| end <= invite.starts_at) {
            return Err(Error::new(ErrorCode::Order, place("endsAt"), "must be after startsAt"));
        }
    }
    Ok(())
}
