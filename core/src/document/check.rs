//! Checking a document whole: repeated ids, references to nothing, intervals in the wrong order (SPEC 1.1, 1.3, 1.7).

use super::{
    Booking, CheckIn, CheckInSubject, Document, Error, ErrorCode, GuestInvite, Holder, Host, Resident,
};
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
    let ids = Ids::of(document)?;
    check_building(document, &ids)?;
    for (index, resident) in document.residents.iter().enumerate() {
        within("residents", index, check_resident(resident, &ids))?;
    }
    check_amenities(document)?;
    let knows = |reference: Reference<'_>| ids.has(reference);
    for (index, booking) in document.bookings.iter().enumerate() {
        check_booking(booking, index, &knows)?;
    }
    for (index, check_in) in document.check_ins.iter().enumerate() {
        check_check_in(check_in, index, &knows)?;
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

/// The ids of each list.
#[derive(Default)]
struct Ids<'d> {
    suites: HashSet<&'d str>,
    doors: HashSet<&'d str>,
    spaces: HashSet<&'d str>,
    residents: HashSet<&'d str>,
    managers: HashSet<&'d str>,
    amenities: HashSet<&'d str>,
    bookings: HashSet<&'d str>,
    check_ins: HashSet<&'d str>,
    guest_invites: HashSet<&'d str>,
    intercom_contacts: HashSet<&'d str>,
}

impl<'d> Ids<'d> {
    fn of(document: &'d Document) -> Result<Self, Error> {
        let mut ids = Self::default();
        macro_rules! unique {
            ($($list:ident $name:literal),*) => {
                $({
                    let records = document.$list.as_slice();
                    unique($name, records.len(), &|at| records.get(at).map(|record| &record.id), &mut ids.$list)?;
                })*
            };
        }
        unique!(suites "suites", doors "doors", spaces "spaces", residents "residents", managers "managers");
        unique!(amenities "amenities", bookings "bookings", check_ins "checkIns");
        unique!(guest_invites "guestInvites", intercom_contacts "intercomContacts");
        Ok(ids)
    }

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

/// Sees that the ids of a list of so many records are different.
fn unique<'d>(
    list: &str,
    records: usize,
    id_at: &dyn Fn(usize) -> Option<&'d String>,
    seen: &mut HashSet<&'d str>,
) -> Result<(), Error> {
    *seen = HashSet::with_capacity(records);
    for index in 0..records {
        if id_at(index).is_some_and(|id| !seen.insert(id)) {
            let detail = "an earlier record has this id: give every record its own";
            return within(list, index, Err(Error::new(ErrorCode::Duplicate, "id", detail)));
        }
    }
    Ok(())
}

/// What is wrong with an item of a list, seen from outside.
#[inline(never)]
fn within(list: &str, index: usize, item: Result<(), Error>) -> Result<(), Error> {
    item.map_err(|error| error.within(&format!("{list}[{index}]")))
}

fn known(is_known: bool, path: &str) -> Result<(), Error> {
    if is_known { Ok(()) } else { Err(Error::unknown(path)) }
}

fn all_known(ids: &HashSet<&str>, list: &[String], path: &str) -> Result<(), Error> {
    match list.iter().position(|id| !ids.contains(id.as_str())) {
        Some(index) => within(path, index, Err(Error::unknown(""))),
        None => Ok(()),
    }
}

fn check_building(document: &Document, ids: &Ids<'_>) -> Result<(), Error> {
    for (index, suite) in document.suites.iter().enumerate() {
        within("suites", index, all_known(&ids.doors, &suite.doors, "doors"))?;
    }
    for (index, space) in document.spaces.iter().enumerate() {
        let is_known = space.door.as_ref().is_none_or(|door| ids.doors.contains(door.as_str()));
        within("spaces", index, known(is_known, "door"))?;
    }
    for (index, manager) in document.managers.iter().enumerate() {
        let is_known = manager.suite.as_ref().is_none_or(|suite| ids.suites.contains(suite.as_str()));
        within("managers", index, known(is_known, "suite"))?;
    }
    Ok(())
}

fn check_resident(resident: &Resident, ids: &Ids<'_>) -> Result<(), Error> {
    for (index, residency) in resident.residencies.iter().enumerate() {
        within("residencies", index, known(ids.suites.contains(residency.suite.as_str()), "suite"))?;
    }
    all_known(&ids.spaces, &resident.spaces, "spaces")?;
    all_known(&ids.doors, &resident.doors, "doors")
}

fn check_amenities(document: &Document) -> Result<(), Error> {
    for (index, amenity) in document.amenities.iter().enumerate() {
        if let Some(at) = amenity.blackouts.iter().position(|blackout| blackout.to < blackout.from) {
            let order = Error::new(ErrorCode::Order, "to", "must not be before from");
            return within("amenities", index, within("blackouts", at, Err(order)));
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
    knows: &dyn Fn(Reference<'_>) -> bool,
) -> Result<(), Error> {
    let (holder, path) = match &booking.holder {
        Holder::Resident(id) => (Reference::Resident(id), "holder.resident"),
        Holder::Manager(id) => (Reference::Manager(id), "holder.manager"),
    };
    let references = [
        (Reference::Amenity(&booking.amenity), "amenity"),
        (holder, path),
        (Reference::Suite(&booking.suite), "suite"),
    ];
    let unknown = references.into_iter().find(|(reference, _)| !knows(*reference));
    let checked = match unknown {
        Some((_, path)) => Err(Error::unknown(path)),
        None => check_interval(booking.start, booking.end),
    };
    within("bookings", index, checked)
}

/// Checks the check-in at a place of the list by itself.
///
/// # Errors
/// As [`check`] reports it.
pub(crate) fn check_check_in(
    check_in: &CheckIn,
    index: usize,
    knows: &dyn Fn(Reference<'_>) -> bool,
) -> Result<(), Error> {
    let (reference, path) = match &check_in.subject {
        CheckInSubject::Booking(id) => (Reference::Booking(id), "booking"),
        CheckInSubject::WalkIn(Host::Resident(id)) => (Reference::Resident(id), "host.resident"),
        CheckInSubject::WalkIn(Host::Suite(id)) => (Reference::Suite(id), "host.suite"),
        CheckInSubject::WalkIn(Host::Visitor) => return Ok(()),
    };
    within("checkIns", index, known(knows(reference), path))
}

fn check_invites(document: &Document, ids: &Ids<'_>) -> Result<(), Error> {
    for (index, invite) in document.guest_invites.iter().enumerate() {
        within("guestInvites", index, check_invite(invite, ids))?;
    }
    Ok(())
}

fn check_invite(invite: &GuestInvite, ids: &Ids<'_>) -> Result<(), Error> {
    known(ids.residents.contains(invite.resident.as_str()), "resident")?;
    all_known(&ids.doors, &invite.doors, "doors")?;
    if invite.ends_at.is_some_and(|end| end <= invite.starts_at) {
        return Err(Error::new(ErrorCode::Order, "endsAt", "must be after startsAt"));
    }
    Ok(())
}
