//! Forgetting (SPEC 12.1): which personal data is due for erasure, and erasing it.
//!
//! Days count as calendar days: what happened or ended on a date is kept for so many whole days after it
//! (`settings.retention`), and due from the day after those. They count
//!
//! - for the plate, and for the visit, of a booking: from the end of its stay (SPEC 5.3) and of the grace after it, since
//!   until then the plate of an earlier booking decides about a later one;
//! - for those of a check-in to a booking: from the same moment, or from the check-in when that was later;
//! - for those of a walk-in: from the check-in;
//! - for an invite: from the first of its revocation, its end, and the last date of its resident's residence;
//! - for a resident's profile: from the last date of residence, and never while the directory code is still in
//!   quarantine (SPEC 2.3).
//!
//! What has not ended is never due, and neither is a record without anything left to erase.

use crate::access::invite::status;
use crate::calendar::{Instant, Now, add_days};
use crate::document::{
    Approval, Booking, By, CheckIn, CheckInSubject, Credential, Display, Document, Error, GuestInvite,
    Resident, Vehicle,
};
use crate::parking::stay::{Planned, stays};
use crate::people::residency::{has_moved_out, is_kept};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use chrono::{NaiveDate, NaiveDateTime};
use hashbrown::{HashMap, HashSet};

/// One thing that is due for erasure. Ordered by kind, then id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Due {
    /// What of a record is due.
    pub kind: DueKind,
    /// Id of the record.
    pub id: String,
}

/// What of a record is due for erasure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DueKind {
    /// The plate and its region on a booking.
    BookingPlate,
    /// The plate and its region given at a check-in.
    CheckInPlate,
    /// Whose visit a booking was for: the guest's name, and what else is known of the vehicle.
    BookingVisit,
    /// What else a check-in tells: of the vehicle, and which member of staff made it.
    CheckInVisit,
    /// Whom an invite was for: the guest's name, contact and entry code.
    Invite,
    /// A moved-out resident's profile: everything but the id and the residencies.
    Resident,
}

impl DueKind {
    /// The kind's name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::BookingPlate => "bookingPlate",
            Self::CheckInPlate => "checkInPlate",
            Self::BookingVisit => "bookingVisit",
            Self::CheckInVisit => "checkInVisit",
            Self::Invite => "invite",
            Self::Resident => "resident",
        }
    }
}

/// The personal data that is due for erasure, by kind, then id.
#[must_use]
pub fn due(document: &Document, now: &Now<'_>) -> Vec<Due> {
    let settings = &document.settings;
    let retention = settings.retention;
    let mut due = Vec::new();
    let mut add = |kind, id: &str, is_due: bool| {
        if is_due {
            due.push(Due { kind, id: id.into() });
        }
    };
    let ends = ends_of_stays(&document.bookings, settings.grace_minutes, now);
    let mut end_of_booking = HashMap::new();
    for (booking, end) in document.bookings.iter().zip(ends) {
        end_of_booking.insert(booking.id.as_str(), end);
        let is_over = |days| is_over(now.date_of(end), days, now);
        add(DueKind::BookingPlate, &booking.id, has_plate(&booking.vehicle) && is_over(retention.plate_days));
        add(DueKind::BookingVisit, &booking.id, tells_visit(booking) && is_over(retention.visit_days));
    }
    for check_in in &document.check_ins {
        let end = match &check_in.subject {
            CheckInSubject::Booking(id) => end_of_booking.get(id.as_str()).copied(),
            CheckInSubject::WalkIn(_) => None,
        };
        let end = end.map_or(check_in.at, |end| end.max(check_in.at));
        let is_over = |days| is_over(now.date_of(end), days, now);
        let has_plate = has_plate(&check_in.vehicle);
        add(DueKind::CheckInPlate, &check_in.id, has_plate && is_over(retention.plate_days));
        add(DueKind::CheckInVisit, &check_in.id, tells_check_in(check_in) && is_over(retention.visit_days));
    }
    let residents: HashMap<&str, &Resident> =
        document.residents.iter().map(|resident| (resident.id.as_str(), resident)).collect();
    for invite in &document.guest_invites {
        let resident = residents.get(invite.resident.as_str());
        let ended = resident.and_then(|resident| end_of_invite(invite, resident, now));
        let is_over = ended.is_some_and(|date| is_over(date, retention.invite_days, now));
        add(DueKind::Invite, &invite.id, tells_guest(invite) && is_over);
    }
    let days = retention.resident_days.max(settings.code_quarantine_days);
    for resident in &document.residents {
        add(DueKind::Resident, &resident.id, !is_kept(resident, days, now) && *resident != erased(resident));
    }
    due.sort_unstable();
    due
}

/// A document without what `due` lists; what happened, when, and how often stays in it. Ids stay too, since records
/// refer to them: they must not say who somebody is. Later and earlier bookings of the same holder may form other stays
/// afterwards, where only an erased plate told them apart.
///
/// It erases whatever is listed, so pass what [`due`] has just answered for the same document.
///
/// # Errors
/// `unknown` at `due[i].id` for an id that no such record has; then nothing is erased.
pub fn erase(mut document: Document, due: &[Due]) -> Result<Document, Error> {
    check_ids(&document, due)?;
    let due: HashSet<(DueKind, &str)> = due.iter().map(|one| (one.kind, one.id.as_str())).collect();
    let is_due = |kind, id: &str| due.contains(&(kind, id));
    for booking in &mut document.bookings {
        if is_due(DueKind::BookingPlate, &booking.id) {
            erase_plate(&mut booking.vehicle);
        }
        if is_due(DueKind::BookingVisit, &booking.id) {
            booking.guest_name = None;
            erase_looks(&mut booking.vehicle);
        }
    }
    for check_in in &mut document.check_ins {
        if is_due(DueKind::CheckInPlate, &check_in.id) {
            erase_plate(&mut check_in.vehicle);
        }
        if is_due(DueKind::CheckInVisit, &check_in.id) {
            erase_looks(&mut check_in.vehicle);
            if let By::Staff(name) = &mut check_in.by {
                name.clear();
            }
        }
    }
    for invite in document.guest_invites.iter_mut().filter(|invite| is_due(DueKind::Invite, &invite.id)) {
        invite.guest_name.clear();
        invite.contact = None;
        if let Credential::EntryCode(code) = &mut invite.credential {
            code.clear();
        }
    }
    for resident in document.residents.iter_mut().filter(|resident| is_due(DueKind::Resident, &resident.id)) {
        *resident = erased(resident);
    }
    Ok(document)
}

fn check_ids(document: &Document, due: &[Due]) -> Result<(), Error> {
    let bookings: HashSet<&str> = document.bookings.iter().map(|booking| booking.id.as_str()).collect();
    let check_ins: HashSet<&str> = document.check_ins.iter().map(|check_in| check_in.id.as_str()).collect();
    let invites: HashSet<&str> = document.guest_invites.iter().map(|invite| invite.id.as_str()).collect();
    let residents: HashSet<&str> = document.residents.iter().map(|resident| resident.id.as_str()).collect();
    let is_known = |one: &Due| {
        let ids = match one.kind {
            DueKind::BookingPlate | DueKind::BookingVisit => &bookings,
            DueKind::CheckInPlate | DueKind::CheckInVisit => &check_ins,
            DueKind::Invite => &invites,
            DueKind::Resident => &residents,
        };
        ids.contains(one.id.as_str())
    };
    match due.iter().position(|one| !is_known(one)) {
        Some(index) => Err(Error::unknown(format!("due[{index}].id"))),
        None => Ok(()),
    }
}

/// Whether `days` whole days have passed after `date`.
fn is_over(date: NaiveDate, days: u32, now: &Now<'_>) -> bool {
    now.is_over(add_days(date, days.into()))
}

/// For each booking when its stay is over, the grace after it (SPEC 8.8) included. One that is not approved is in no
/// stay and ends by itself.
fn ends_of_stays(bookings: &[Booking], grace_minutes: u32, now: &Now<'_>) -> Vec<Instant> {
    let approved: Vec<usize> = bookings
        .iter()
        .enumerate()
        .filter_map(|(at, booking)| (booking.approval == Approval::Approved).then_some(at))
        .collect();
    let planned: Vec<_> = approved.iter().filter_map(|at| bookings.get(*at)).map(Planned::of).collect();
    let stay_of: HashMap<usize, usize> = approved.into_iter().zip(stays(&planned).of).collect();
    let mut last_ends: HashMap<usize, NaiveDateTime> = HashMap::new();
    for (at, booking) in bookings.iter().enumerate() {
        if let Some(stay) = stay_of.get(&at) {
            let last = last_ends.entry(*stay).or_insert(booking.end);
            *last = booking.end.max(*last);
        }
    }
    let end_of = |(at, booking): (usize, &Booking)| {
        let end = stay_of.get(&at).and_then(|stay| last_ends.get(stay)).unwrap_or(&booking.end);
        now.zone().end(*end).plus_seconds(i64::from(grace_minutes) * 60)
    };
    bookings.iter().enumerate().map(end_of).collect()
}

/// The date on which an invite ended, for whichever reason came first; `None` while it is live.
fn end_of_invite(invite: &GuestInvite, resident: &Resident, now: &Now<'_>) -> Option<NaiveDate> {
    if status(invite, resident, now).is_live() {
        return None;
    }
    let revoked = invite.revoked_at.filter(|at| *at <= now.instant()).map(|at| now.date_of(at));
    let ended = invite.ends_at.filter(|end| now.has_ended(*end)).map(|end| now.date_of(now.zone().end(end)));
    let last_dates = resident.residencies.iter().filter_map(|stay| stay.move_out);
    let moved_out = last_dates.max().filter(|_| has_moved_out(resident, now));
    [revoked, ended, moved_out].into_iter().flatten().min()
}

fn has_plate(vehicle: &Vehicle) -> bool {
    vehicle.plate.is_some() || vehicle.region.is_some()
}

fn has_looks(vehicle: &Vehicle) -> bool {
    vehicle.make.is_some() || vehicle.model.is_some() || vehicle.color.is_some()
}

fn tells_visit(booking: &Booking) -> bool {
    booking.guest_name.is_some() || has_looks(&booking.vehicle)
}

fn tells_check_in(check_in: &CheckIn) -> bool {
    has_looks(&check_in.vehicle) || matches!(&check_in.by, By::Staff(name) if !name.is_empty())
}

fn tells_guest(invite: &GuestInvite) -> bool {
    let has_code = matches!(&invite.credential, Credential::EntryCode(code) if !code.is_empty());
    has_code || !invite.guest_name.is_empty() || invite.contact.is_some()
}

fn erase_plate(vehicle: &mut Vehicle) {
    vehicle.plate = None;
    vehicle.region = None;
}

fn erase_looks(vehicle: &mut Vehicle) {
    vehicle.make = None;
    vehicle.model = None;
    vehicle.color = None;
}

/// A resident of whom only the id, to which records refer, and the residencies are left.
fn erased(resident: &Resident) -> Resident {
    Resident {
        id: resident.id.clone(),
        residencies: resident.residencies.clone(),
        display: Display { on_entry_system: false, ..Display::default() },
        ..Resident::default()
    }
}

#[cfg(test)]
mod tests;
