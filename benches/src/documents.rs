//! Whole building documents made from a seed: suites, residents, bookings in stays, check-ins and walk-ins.
//!
//! Everything lies around [`today`]: bookings begin from thirty days before it to thirty days after.

use std::hint::black_box;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use vestibule::Building;
use vestibule::calendar::{Instant, Now, ZoneRules, add_days};
use vestibule::document::{
    Amenity, Approval, Booking, BuildingInfo, By, CheckIn, CheckInSubject, Display, Document, Door,
    EmergencyContact, Holder, Host, Manager, Onboarding, Quota, QuotaPer, QuotaPeriod, QuotaUnit, Residency,
    Resident, ResidentVehicle, Suite, SuiteUse, Vehicle, VehicleField,
};
use vestibule::parking::board::Row;
use vestibule::parking::permit::Tab;

use crate::buildings::{self, Rng};

/// Days before and after [`today`] on which bookings begin.
const REACH: usize = 30;
const ZONE: &str = "America/Vancouver";
const OFFICE: &str = "office";
const AMENITIES: [&str; 2] = ["visitor-parking", "visitor-charging"];
const MANAGERS: usize = 3;

/// The day around which everything lies: 14 May 2026.
#[must_use]
pub fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 5, 14).unwrap_or_default()
}

/// When questions are asked: six in the evening of that day.
#[must_use]
pub fn now(building: &Building) -> Instant {
    building.zone().start(at(today(), 18, 0))
}

/// A document with so many residents and bookings, the same for the same seed.
#[must_use]
pub fn document(seed: u64, residents: usize, bookings: usize) -> Document {
    let mut rng = Rng::new(seed ^ 0x5EED);
    let mut document = empty();
    add_residents(&mut document, &mut rng, seed, residents);
    add_bookings(&mut document, &mut rng, bookings);
    add_check_ins(&mut document, &mut rng);
    document
}

/// A small document around one resident, `r0`, with the five bookings of a busy week: a stay of two bookings that was
/// checked in on its first day, so that today is covered; a car that comes today; one that comes today and tomorrow,
/// which are a stay as well; and nothing else.
#[must_use]
pub fn five_bookings() -> Document {
    let mut document = empty();
    document.suites.push(Suite { id: "s0".into(), number: "101".into(), ..Suite::default() });
    document.residents.push(Resident {
        id: "r0".into(),
        first_name: Some("Maria".into()),
        email: "r0@example.org".into(),
        residencies: vec![Residency { suite: "s0".into(), ..Residency::default() }],
        directory_code: "0000".into(),
        ..Resident::default()
    });
    let plans =
        [("RT5 80K", -2, 0), ("RT5 80K", 0, 2), ("BB2 11C", 0, 1), ("XY3 77D", 0, 1), ("XY3 77D", 1, 2)];
    for (number, (plate, from, to)) in plans.into_iter().enumerate() {
        document.bookings.push(Booking {
            id: format!("b{number}"),
            amenity: AMENITIES[0].into(),
            holder: Holder::Resident("r0".into()),
            suite: "s0".into(),
            start: at(add_days(today(), from), 17, 0),
            end: at(add_days(today(), to), 11, 0),
            approval: Approval::Approved,
            vehicle: Vehicle { plate: Some(plate.into()), ..Vehicle::default() },
            space: None,
            guest_name: None,
            created_at: None,
        });
    }
    let zone = zone();
    document.check_ins.push(CheckIn {
        id: "c0".into(),
        at: zone.start(at(add_days(today(), -2), 17, 30)),
        by: By::Guest,
        subject: CheckInSubject::Booking("b0".into()),
        vehicle: Vehicle::default(),
    });
    document
}

/// The tabs of the board.
pub const TABS: [Tab; 3] = [Tab::Today, Tab::Upcoming, Tab::Past];

/// Asks for all tabs of the board, and with each booking for everything that staff see of it; how many rows there are.
#[must_use]
pub fn board_with_permits(building: &Building, now: &Now<'_>) -> usize {
    let mut rows = 0;
    for row in TABS.into_iter().flat_map(|tab| building.board(tab, now)) {
        if let Row::Booking(booking) = row {
            let _ = black_box(building.permit(&booking.id, now));
        }
        rows += 1;
    }
    rows
}

/// Opens a document with the bundled rules of its zone.
#[must_use]
#[expect(clippy::expect_used, reason = "what cannot be opened cannot be measured")]
pub fn open(document: Document) -> Building {
    Building::open(document, zone()).expect("a seeded document is sound")
}

#[expect(clippy::expect_used, reason = "what cannot be opened cannot be measured")]
fn zone() -> ZoneRules {
    ZoneRules::bundled(ZONE).expect("the bundled database has this zone")
}

fn at(date: NaiveDate, hour: u32, minute: u32) -> NaiveDateTime {
    NaiveDateTime::new(date, NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default())
}

/// The building without residents and bookings.
fn empty() -> Document {
    let amenity = |id: &str| Amenity {
        id: id.into(),
        name: id.replace('-', " "),
        enabled: true,
        capacity: 2_000,
        required_fields: vec![VehicleField::Plate, VehicleField::Make],
        max_advance_days: Some(90),
        max_consecutive_days: Some(14),
        quota: Some(Quota {
            per: QuotaPer::Suite,
            limit: 10,
            unit: QuotaUnit::Days,
            period: QuotaPeriod::Rolling { days: 30 },
        }),
        ..Amenity::default()
    };
    let manager = |number: usize| Manager {
        id: format!("m{number}"),
        first_name: Some("Manager".into()),
        last_name: Some(format!("Number {number}")),
        suite: Some(OFFICE.into()),
    };
    Document {
        building: BuildingInfo {
            id: "seeded".into(),
            name: "Seeded Towers".into(),
            zone: ZONE.into(),
            region: Some("CA".into()),
            ..BuildingInfo::default()
        },
        suites: vec![Suite {
            id: OFFICE.into(),
            number: "Office".into(),
            used_for: SuiteUse::Management,
            doors: vec![],
        }],
        doors: vec![Door { id: "entrance".into(), name: "Entrance".into(), common: true }],
        managers: (0..MANAGERS).map(manager).collect(),
        amenities: AMENITIES.map(amenity).into(),
        ..Document::default()
    }
}

/// Two residents to a suite, about; of those who are not shown one in three is hidden, the others have moved out.
fn add_residents(document: &mut Document, rng: &mut Rng, seed: u64, count: usize) {
    let suites = count / 2 + 1;
    document.suites.extend((0..suites).map(|number| Suite {
        id: format!("s{number}"),
        number: format!("{}{:02}", number / 40 + 1, number % 40 + 1),
        ..Suite::default()
    }));
    for (number, person) in buildings::residents(seed, count).into_iter().enumerate() {
        let hidden = !person.shown && rng.chance(33);
        let moved_out = !person.shown && !hidden;
        let some = |text: String| (!text.is_empty()).then_some(text);
        let legal_name = format!("{} {}", person.first, person.last);
        let shown_name = (person.shown_name != legal_name.trim()).then_some(person.shown_name);
        document.residents.push(Resident {
            id: format!("r{number}"),
            external_id: Some(format!("t{:07}", number * 13)),
            first_name: some(person.first),
            last_name: some(person.last),
            email: format!("resident.{number}@example.org"),
            phone: rng.chance(80).then(|| phone(rng)),
            residencies: vec![Residency {
                suite: format!("s{}", rng.below(suites)),
                move_in: Some(add_days(today(), -1 - days(rng, 2_000))),
                move_out: moved_out.then(|| add_days(today(), -1 - days(rng, 60))),
            }],
            directory_code: person.code,
            notes: rng.chance(10).then(|| "Prefers a call before a visit".into()),
            pets: rng.chance(20).then(|| rng.pick(&["cat", "dog", "two cats", "budgerigar"]).into()),
            onboarding: if rng.chance(70) { Onboarding::Active } else { Onboarding::Invited },
            display: Display { on_entry_system: !hidden, name: shown_name, call_number: None },
            tags: if rng.chance(15) { vec!["accessible parking".into()] } else { vec![] },
            emergency_contacts: if rng.chance(40) { vec![contact(rng)] } else { vec![] },
            vehicles: if rng.chance(50) { vec![own_vehicle(rng, number)] } else { vec![] },
            ..Resident::default()
        });
    }
}

fn contact(rng: &mut Rng) -> EmergencyContact {
    let name = rng.pick(&["Alex", "Sam", "Noor", "Kim", "Ines"]).into();
    EmergencyContact { name, phone: phone(rng), relation: Some("family".into()) }
}

fn own_vehicle(rng: &mut Rng, number: usize) -> ResidentVehicle {
    let Vehicle { plate, region, make, model, color } = vehicle(rng);
    let car_tag = Some(format!("T-{number:05}"));
    ResidentVehicle { plate, region, make, model, year: Some(2_000 + number as u32 % 26), color, car_tag }
}

fn phone(rng: &mut Rng) -> String {
    format!("+1604555{:04}", rng.below(10_000))
}

fn plate(rng: &mut Rng) -> String {
    let letter = |rng: &mut Rng| char::from(b'A' + rng.below(26) as u8);
    format!("{}{}{} {:03}", letter(rng), letter(rng), rng.below(10), rng.below(1_000))
}

fn vehicle(rng: &mut Rng) -> Vehicle {
    Vehicle {
        plate: rng.chance(92).then(|| plate(rng)),
        region: rng.chance(50).then(|| "CA-BC".into()),
        make: rng.chance(60).then(|| rng.pick(&["Toyota", "Honda", "Ford", "Tesla", "Mazda"]).into()),
        model: rng.chance(40).then(|| rng.pick(&["Corolla", "Civic", "F-150", "3", "CX-5"]).into()),
        color: rng.chance(60).then(|| rng.pick(&["white", "black", "grey", "blue", "red"]).into()),
    }
}

/// A number of days below `bound`.
fn days(rng: &mut Rng, bound: usize) -> i64 {
    rng.below(bound) as i64
}

/// A guest comes for one to three bookings in a row, each of up to four nights, with the same car.
fn add_bookings(document: &mut Document, rng: &mut Rng, count: usize) {
    while document.bookings.len() < count {
        let (holder, suite) = holder(document, rng);
        let vehicle = vehicle(rng);
        let amenity = rng.pick(&AMENITIES).to_owned();
        let mut day = add_days(today(), days(rng, 2 * REACH + 1) - REACH as i64);
        let in_a_row = 1 + rng.below(3);
        for _ in 0..in_a_row.min(count - document.bookings.len()) {
            let nights = days(rng, 5);
            let (start, end) = match nights {
                0 => (at(day, 8 + rng.below(6) as u32, 30), at(day, 20, 0)),
                _ => (at(day, 17, 0), at(add_days(day, nights), 11, 0)),
            };
            let approval = match rng.below(100) {
                0..5 => Approval::Pending,
                5..8 => Approval::Cancelled,
                8..10 => Approval::Rejected,
                _ => Approval::Approved,
            };
            document.bookings.push(Booking {
                id: format!("b{}", document.bookings.len()),
                amenity: amenity.clone(),
                holder: holder.clone(),
                suite: suite.clone(),
                start,
                end,
                approval,
                vehicle: vehicle.clone(),
                space: None,
                guest_name: rng.chance(30).then(|| rng.pick(&["Jordan", "Chidi", "Élise", "Wei"]).into()),
                created_at: None,
            });
            day = add_days(day, nights.max(1));
        }
    }
}

/// A resident with the suite of the first residency, or, three times in a hundred, a manager.
fn holder(document: &Document, rng: &mut Rng) -> (Holder, String) {
    let manager = rng.chance(3);
    match document.residents.get(rng.below(document.residents.len())) {
        Some(Resident { id, residencies, .. }) if !manager => {
            let suite = residencies.first().map(|residency| residency.suite.clone());
            (Holder::Resident(id.clone()), suite.unwrap_or_default())
        }
        _ => (Holder::Manager(format!("m{}", rng.below(MANAGERS))), OFFICE.into()),
    }
}

/// Most bookings that have begun were checked in; and one walk-in for twenty bookings.
fn add_check_ins(document: &mut Document, rng: &mut Rng) {
    let zone = zone();
    let Document { bookings, check_ins, residents, .. } = document;
    for booking in bookings.iter() {
        let has_begun = booking.start < at(today(), 18, 0);
        if booking.approval == Approval::Approved && has_begun && rng.chance(60) {
            let arrived = booking.start + TimeDelta::minutes(days(rng, 60));
            let by = if rng.chance(10) { By::Staff("m0".into()) } else { By::Guest };
            let subject = CheckInSubject::Booking(booking.id.clone());
            check_ins.push(visit(check_ins.len(), zone.start(arrived), by, subject, booking.vehicle.clone()));
        }
    }
    for _ in 0..bookings.len() / 20 {
        let Some(host) = residents.get(rng.below(residents.len())) else { break };
        let day = add_days(today(), -days(rng, REACH));
        let arrived = zone.start(at(day, 9 + rng.below(9) as u32, 15));
        let subject = CheckInSubject::WalkIn(Host::Resident(host.id.clone()));
        check_ins.push(visit(check_ins.len(), arrived, By::Guest, subject, vehicle(rng)));
    }
}

fn visit(number: usize, at: Instant, by: By, subject: CheckInSubject, vehicle: Vehicle) -> CheckIn {
    CheckIn { id: format!("c{number}"), at, by, subject, vehicle }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vestibule::parking::matching::{Match, Target};

    #[test]
    fn a_seed_makes_the_same_document_again() {
        assert_eq!(document(7, 100, 500), document(7, 100, 500));
        assert_ne!(document(7, 100, 500), document(8, 100, 500));
    }

    #[test]
    fn documents_are_sound_and_busy() {
        let building = open(document(7, 300, 2_000));
        let document = building.document();
        assert_eq!((document.residents.len(), document.bookings.len()), (300, 2_000));
        let now = building.now(now(&building));
        let answers = document
            .residents
            .iter()
            .map(|resident| building.match_bookings(&Target::Resident(resident.id.clone()), &now).unwrap());
        let (mut options, mut covered, mut none) = (0, 0, 0);
        for answer in answers {
            match answer {
                Match::Options { .. } => options += 1,
                Match::AlreadyCheckedIn { .. } => covered += 1,
                Match::NoBooking { .. } | Match::WalkIn { .. } => none += 1,
            }
        }
        assert!(options > 5 && covered > 5 && none > 5, "{options} {covered} {none}");
    }

    #[test]
    fn a_document_reads_as_it_was_written() {
        let document = document(7, 100, 500);
        assert_eq!(Document::from_json(&document.to_json().unwrap()).unwrap(), document);
    }

    #[test]
    fn five_bookings_give_two_options() {
        let building = open(five_bookings());
        let now = building.now(now(&building));
        let answer = building.match_bookings(&Target::Resident("r0".into()), &now).unwrap();
        let Match::Options { options, .. } = answer else { panic!("{answer:?}") };
        let booked: Vec<&str> = options.iter().map(|option| option.booking.as_str()).collect();
        assert_eq!(booked, ["b2", "b3"]);
    }
}
