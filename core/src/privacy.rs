//! Forgetting (SPEC 12.1): which personal data is due for erasure, and erasing it.
//!
//! Days count as calendar days: what happened or ended on a date is kept for so many whole days after it
//! (`settings.retention`), and due from the day after those. They count
//!
//! - for the plate, and for the visit, of a booking: from its end;
//! - for those of a check-in: from the check-in, or from the end of the booking that it names when that is later;
//! - for an invite: from the first of its revocation, its end, and the last date of its resident's residence;
//! - for a resident's profile: from the last date of residence.
//!
//! Nothing live is due, however few the days: nothing of a booking and its check-ins while its stay (SPEC 5.3) or the
//! grace after it (SPEC 8.8) goes on, and no profile while its directory code is in quarantine (SPEC 2.3). Nor is a record
//! without anything left to erase.

use crate::calendar::{Instant, Now, add_days};
use crate::document::{
    Approval, Booking, By, CheckIn, CheckInSubject, Credential, Display, Document, Error, GuestInvite,
    Resident, Vehicle,
};
use crate::parking::plate::Plate;
use crate::parking::stay::{Planned, StayKey, stays};
use crate::people::residency::{has_moved_out, is_kept};
use crate::table::{HashMap, HashSet};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use chrono::NaiveDate;

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
    let mut due = Vec::new();
    let mut add = |kind, id: &str| due.push(Due { kind, id: id.into() });
    visits_due(document, now, &mut add);
    invites_due(document, now, &mut add);
    residents_due(document, now, &mut add);
    due.sort_unstable();
    due
}

fn visits_due(document: &Document, now: &Now<'_>, add: &mut impl FnMut(DueKind, &str)) {
    let retention = document.settings.retention;
    let needed = needed(document, now);
    let mut ends: HashMap<&str, Instant> = HashMap::new();
    for (booking, needed) in document.bookings.iter().zip(needed) {
        if needed {
            continue;
        }
        let end = now.clock().end(booking.end);
        ends.insert(&booking.id, end);
        let date = now.date_of(end);
        if tells_plate(&booking.vehicle) && is_over(date, retention.plate_days, now) {
            add(DueKind::BookingPlate, &booking.id);
        }
        if tells_visit(booking) && is_over(date, retention.visit_days, now) {
            add(DueKind::BookingVisit, &booking.id);
        }
    }
    for check_in in &document.check_ins {
        let end = match &check_in.subject {
            CheckInSubject::WalkIn(_) => Some(check_in.at),
            CheckInSubject::Booking(id) => ends.get(id.as_str()).map(|end| check_in.at.max(*end)),
        };
        let Some(date) = end.map(|end| now.date_of(end)) else { continue };
        if tells_plate(&check_in.vehicle) && is_over(date, retention.plate_days, now) {
            add(DueKind::CheckInPlate, &check_in.id);
        }
        if tells_check_in(check_in) && is_over(date, retention.visit_days, now) {
            add(DueKind::CheckInVisit, &check_in.id);
        }
    }
}

fn invites_due(document: &Document, now: &Now<'_>, add: &mut impl FnMut(DueKind, &str)) {
    let days = document.settings.retention.invite_days;
    let residents: HashMap<&str, &Resident> =
        document.residents.iter().map(|resident| (resident.id.as_str(), resident)).collect();
    // A resident is looked at once, however many invites there are.
    let mut move_outs: HashMap<&str, Option<NaiveDate>> = HashMap::new();
    for invite in document.guest_invites.iter().filter(|invite| tells_guest(invite)) {
        let Some(resident) = residents.get(invite.resident.as_str()) else { continue };
        let moved_out = move_outs.get_or_insert_with(&invite.resident, || moved_out_on(resident, now));
        if end_of_invite(invite, moved_out, now).is_some_and(|date| is_over(date, days, now)) {
            add(DueKind::Invite, &invite.id);
        }
    }
}

fn residents_due(document: &Document, now: &Now<'_>, add: &mut impl FnMut(DueKind, &str)) {
    let settings = &document.settings;
    let days = settings.retention.resident_days.max(settings.code_quarantine_days);
    for resident in &document.residents {
        if !is_kept(resident, days, now) && *resident != erased(resident) {
            add(DueKind::Resident, &resident.id);
        }
    }
}

/// A document without what `due` lists; what happened, when, and how often stays in it. Ids stay too, since records
/// refer to them: they must not say who somebody is. Past bookings of one holder may form other stays afterwards,
/// where only an erased plate told them apart.
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

/// For each booking whether it is live, or a live one depends on it: one of its stay, or one without a plate next to it
/// in time. Those form lanes (SPEC 5.3), which an erased plate would let it join.
fn needed(document: &Document, now: &Now<'_>) -> Vec<bool> {
    let bookings = &document.bookings;
    let grace = i64::from(document.settings.grace_minutes) * 60;
    let is_live = |booking: &Booking| now.instant() < now.clock().end(booking.end).plus_seconds(grace);
    let mut needed: Vec<bool> = bookings.iter().map(is_live).collect();

    let approved = || bookings.iter().filter(|booking| booking.approval == Approval::Approved);
    let stay_of = stays(&approved().map(Planned::of).collect::<Vec<_>>()).of;
    let run_of = stays(&approved().map(of_any_vehicle).collect::<Vec<_>>()).of;
    let live = || approved().zip(stay_of.iter().zip(&run_of)).filter(|(booking, _)| is_live(booking));
    let live_stays: HashSet<usize> = live().map(|(_, (stay, _))| *stay).collect();
    let without_plate = live().filter(|(booking, _)| Plate::of(&booking.vehicle).is_none());
    let live_runs: HashSet<usize> = without_plate.map(|(_, (_, run))| *run).collect();

    let of_approved = needed.iter_mut().zip(bookings).filter(|(_, one)| one.approval == Approval::Approved);
    for ((needed, _), (stay, run)) in of_approved.zip(stay_of.iter().zip(&run_of)) {
        *needed |= live_stays.contains(stay) || live_runs.contains(run);
    }
    needed
}

/// A booking as part of a run of consecutive ones of its amenity, holder and suite, whatever their vehicles.
fn of_any_vehicle(booking: &Booking) -> Planned<'_> {
    const NONE: &Vehicle = &Vehicle { plate: None, region: None, make: None, model: None, color: None };
    let key = StayKey::new(&booking.amenity, &booking.holder, &booking.suite, NONE, Some("any"));
    Planned { key, ..Planned::of(booking) }
}

/// The date on which an invite ended, for whichever reason came first; `None` while it is live (SPEC 9.2).
fn end_of_invite(
    invite: &GuestInvite,
    resident_moved_out: Option<NaiveDate>,
    now: &Now<'_>,
) -> Option<NaiveDate> {
    let revoked = invite.revoked_at.filter(|at| *at <= now.instant()).map(|at| now.date_of(at));
    let ended = invite.ends_at.filter(|end| now.has_ended(*end)).map(|end| now.date_of(now.clock().end(end)));
    [revoked, ended, resident_moved_out].into_iter().flatten().min()
}

/// The last date of residence of a resident who has moved out.
fn moved_out_on(resident: &Resident, now: &Now<'_>) -> Option<NaiveDate> {
    let last_dates = resident.residencies.iter().filter_map(|stay| stay.move_out);
    last_dates.max().filter(|_| has_moved_out(resident, now))
}

fn tells_plate(vehicle: &Vehicle) -> bool {
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
