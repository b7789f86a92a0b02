//! Today's visits: for every answer of guest parking someone who gets it.

use super::import::{LOBBY, OFFICE, open};
use anyhow::{Context, Result};
use chrono::{NaiveDate, NaiveTime, TimeDelta};
use std::collections::BTreeSet;
use vestibule::calendar::add_days;
use vestibule::document::{
    Amenity, Approval, Booking, By, CheckIn, CheckInSubject, CreatedBy, Credential, Document, GuestInvite,
    Holder, IntercomContact, Manager, Resident, Vehicle, VehicleField, Weekday, WeeklyWindow,
};
use vestibule::people::residency::lives_here;
use vestibule::{Building, Instant};

pub(crate) const ENTRY_CODE: &str = "482915";
pub(crate) const OFFICE_OPEN: &str = "08:00";
pub(crate) const OFFICE_CLOSE: &str = "20:00";
pub(crate) const VISITOR_PLATE: &str = "BUS 1800";
pub(crate) const SIMILAR_PLATE: &str = "8US I8OO";

/// Ids of the residents who play a part.
pub(crate) struct Cast {
    /// Has a guest with a vehicle that is fully known, and has invited one with an entry code.
    pub(crate) ready: String,
    /// Has a guest whose vehicle is not known yet.
    pub(crate) details: String,
    /// Has two guests.
    pub(crate) two: String,
    /// Has a guest who checked in yesterday.
    pub(crate) covered: String,
    /// Has a guest who checked in eight days ago and is still here.
    pub(crate) again: String,
    /// Has no guest.
    pub(crate) without: String,
    /// Is not in the directory.
    pub(crate) hidden: String,
    /// Shows another name.
    pub(crate) renamed: String,
}

/// Adds what happens around `start` to a building with residents.
pub(crate) fn arrange(building: Building, start: Instant) -> Result<(Building, Cast)> {
    let mut document = building.document().clone();
    let cast =
        cast(&document, &building, start).context("too few residents live in the building for a demo")?;
    for resident in &mut document.residents {
        if resident.id == cast.hidden {
            resident.display.on_entry_system = false;
        }
        if resident.id == cast.renamed {
            resident.display.name = Some("Studio Boréal".into());
        }
    }
    document.managers.push(Manager {
        id: "manager".into(),
        first_name: Some("Bureau".into()),
        suite: Some(OFFICE.into()),
        ..Manager::default()
    });
    document.amenities.push(Amenity {
        id: "guests".into(),
        name: "Guest parking".into(),
        enabled: true,
        capacity: 12,
        required_fields: vec![VehicleField::Plate, VehicleField::Make],
        ..Amenity::default()
    });
    document.intercom_contacts.push(contact());
    let today = building.now(start).today();
    let mut planner = Planner { document: &mut document, today };
    planner.book(&cast.ready, 0, 1, &vehicle("K24 RMP", "Honda"));
    planner.book(&cast.details, 0, 9, &Vehicle::default());
    planner.book(&cast.two, 0, 0, &vehicle("FLX 4410", "Kia"));
    planner.book(&cast.two, 0, 2, &vehicle("CVZK 318", "Mazda"));
    planner.book(&cast.covered, -1, 9, &vehicle("R07 LUN", "Ford"));
    planner.book(&cast.again, -8, 3, &vehicle("W61 TGA", "Subaru"));
    planner.book_for_visitor(&vehicle(VISITOR_PLATE, "MCI"));
    planner.invite(&cast.ready);
    let covered = planner.booked(&cast.covered);
    let again = planner.booked(&cast.again);
    document.check_ins =
        vec![check_in(covered, start.plus_seconds(-DAY)), check_in(again, start.plus_seconds(-8 * DAY))];
    Ok((open(document)?, cast))
}

const DAY: i64 = 86_400;

/// Picks residents of different suites who live here now, as the export lists them, from its middle on: there the
/// names are less alike.
fn cast(document: &Document, building: &Building, start: Instant) -> Option<Cast> {
    let (now, opens_at) = (building.now(start), document.settings.move_in_opens_at);
    let mut suites = BTreeSet::new();
    let living = document.residents.iter().filter(|resident| lives_here(resident, opens_at, &now));
    let apart = living.filter(|resident| suites.insert(resident.residencies.first().map(|stay| &stay.suite)));
    let both_names = |resident: &&Resident| resident.first_name.is_some() && resident.last_name.is_some();
    let mut ids = apart.filter(both_names).map(|resident| resident.id.clone()).skip(5).step_by(3);
    Some(Cast {
        ready: ids.next()?,
        details: ids.next()?,
        two: ids.next()?,
        covered: ids.next()?,
        again: ids.next()?,
        without: ids.next()?,
        hidden: ids.next()?,
        renamed: ids.next()?,
    })
}

/// Makes bookings and an invite, counted in days from today.
struct Planner<'d> {
    document: &'d mut Document,
    today: NaiveDate,
}

impl Planner<'_> {
    /// Books for a resident's guest, both days included.
    fn book(&mut self, resident: &str, from: i64, through: i64, vehicle: &Vehicle) {
        let lived_in = self.document.residents.iter().find(|other| other.id == resident);
        let Some(stay) = lived_in.and_then(|resident| resident.residencies.first()) else { return };
        let suite = stay.suite.clone();
        self.push(Holder::Resident(resident.into()), suite, from, through, vehicle);
    }

    fn book_for_visitor(&mut self, vehicle: &Vehicle) {
        self.push(Holder::Manager("manager".into()), OFFICE.into(), 0, 0, vehicle);
    }

    fn push(&mut self, holder: Holder, suite: String, from: i64, through: i64, vehicle: &Vehicle) {
        let booking = Booking {
            id: format!("b-{}", self.document.bookings.len() + 1),
            amenity: "guests".into(),
            holder,
            start: midnight(add_days(self.today, from)),
            end: midnight(add_days(self.today, through + 1)),
            approval: Approval::Approved,
            suite,
            vehicle: vehicle.clone(),
            space: None,
            guest_name: None,
            created_at: None,
        };
        self.document.bookings.push(booking);
    }

    /// The id of a resident's last booking.
    fn booked(&self, resident: &str) -> String {
        let of_resident = |booking: &&Booking| booking.holder == Holder::Resident(resident.into());
        let found = self.document.bookings.iter().rev().find(of_resident);
        found.map(|booking| booking.id.clone()).unwrap_or_default()
    }

    fn invite(&mut self, resident: &str) {
        self.document.guest_invites.push(GuestInvite {
            id: "i-1".into(),
            resident: resident.into(),
            guest_name: "Guest".into(),
            contact: None,
            credential: Credential::EntryCode(ENTRY_CODE.into()),
            starts_at: midnight(self.today),
            ends_at: Some(midnight(add_days(self.today, 3))),
            doors: vec![LOBBY.into()],
            created_by: CreatedBy::Resident,
            revoked_at: None,
        });
    }
}

fn midnight(date: NaiveDate) -> chrono::NaiveDateTime {
    date.and_time(NaiveTime::MIN)
}

fn vehicle(plate: &str, make: &str) -> Vehicle {
    Vehicle { plate: Some(plate.into()), make: Some(make.into()), ..Vehicle::default() }
}

fn check_in(booking: String, at: Instant) -> CheckIn {
    CheckIn {
        id: format!("before-{booking}"),
        at,
        by: By::Guest,
        subject: CheckInSubject::Booking(booking),
        vehicle: Vehicle::default(),
    }
}

fn contact() -> IntercomContact {
    use Weekday::{Fri, Mon, Sat, Sun, Thu, Tue, Wed};
    let hour = |hours| NaiveTime::MIN + TimeDelta::hours(hours);
    let hours =
        WeeklyWindow { days: vec![Mon, Tue, Wed, Thu, Fri, Sat, Sun], open: hour(8), close: hour(20) };
    IntercomContact {
        id: "desk".into(),
        name: "Front desk".into(),
        enabled: true,
        number: None,
        hours: Some(vec![hours]),
        closed_on: Vec::new(),
    }
}
