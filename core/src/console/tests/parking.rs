//! Guest parking, from whom a guest visits to the recorded check-in.

use super::{ChoiceKind, Desk, Effect, Event, ScreenKind, text_of};
use crate::document::{Approval, By, CheckIn, CheckInSubject, Host, VehicleField};
use alloc::string::String;
use alloc::vec::Vec;

const BY_CODE: [ChoiceKind; 2] = [ChoiceKind::GuestParking, ChoiceKind::DialCode];
const BY_SUITE: [ChoiceKind; 2] = [ChoiceKind::GuestParking, ChoiceKind::SearchSuite];
const BY_PLATE: [ChoiceKind; 2] = [ChoiceKind::GuestParking, ChoiceKind::OtherVisitor];

fn recorded(effect: Option<Effect>) -> CheckIn {
    match effect {
        Some(Effect::RecordCheckIn { check_in }) => check_in,
        other => panic!("no check-in but {other:?}"),
    }
}

#[test]
fn a_guest_of_a_resident_checks_in_and_is_known_afterwards() {
    let mut desk = Desk::new();
    desk.follow(&BY_CODE).digits("1001");
    assert_eq!(desk.kind(), ScreenKind::BookingChoice);
    assert_eq!(desk.labels(), ["••••123 · Honda"]);
    desk.follow(&[ChoiceKind::Booking]);
    assert_eq!(desk.kind(), ScreenKind::Confirm);
    assert_eq!(desk.screen().lines[2], "Parking through May 20, 2026.");
    let check_in = recorded(desk.choose(ChoiceKind::CheckIn));
    assert_eq!((check_in.id.as_str(), check_in.at, &check_in.by), ("panel-1-1", desk.at, &By::Guest));
    assert_eq!(check_in.subject, CheckInSubject::Booking("b-marie".into()));
    assert_eq!(desk.kind(), ScreenKind::CheckedIn);
    desk.follow(&[ChoiceKind::Done]).follow(&BY_CODE).digits("1001");
    assert_eq!(desk.kind(), ScreenKind::AlreadyCheckedIn);
    assert_eq!(desk.screen().lines, ["Please check in again on May 21, 2026."]);
}

#[test]
fn only_missing_details_are_asked_for() {
    let mut desk = Desk::new();
    desk.follow(&BY_CODE).digits("1002").follow(&[ChoiceKind::Booking]);
    assert_eq!(desk.kind(), ScreenKind::VehicleDetails);
    assert_eq!(desk.screen().lines[1], "Detail 1 of 2");
    desk.type_text(" - ");
    desk.feed(Event::Submit);
    assert_eq!(desk.screen().notice.as_deref(), Some("This is needed to check in."));
    desk.type_text("QC 55 ");
    assert_eq!(desk.screen().notice, None);
    desk.feed(Event::Submit);
    assert_eq!(desk.screen().field.as_ref().map(|field| field.label.as_str()), Some("Make"));
    desk.feed(Event::Back);
    assert_eq!(desk.screen().field.as_ref().map(|field| field.text.as_str()), Some(" - QC 55 "));
    desk.feed(Event::Submit);
    desk.type_text("Toyota");
    desk.feed(Event::Submit);
    assert_eq!(desk.screen().lines[1], "- QC 55 · Toyota");
    let check_in = recorded(desk.choose(ChoiceKind::CheckIn));
    assert_eq!(check_in.vehicle.plate.as_deref(), Some("- QC 55"));
    assert_eq!(check_in.vehicle.make.as_deref(), Some("Toyota"));
}

#[test]
fn a_suite_shows_vehicles_and_never_a_name() {
    let mut desk = Desk::new();
    desk.follow(&BY_SUITE);
    assert_eq!(desk.labels(), ["Suite 101", "Suite 102", "Suite 1201", "Suite TH-2", "Suite TH-12"]);
    desk.type_text("101").follow(&[ChoiceKind::Suite]);
    assert_eq!(desk.labels(), ["••••123 · Honda", "Vehicle without a plate so far"]);
    let shown = text_of(desk.screen());
    assert!(!["Marie", "Tremblay", "Luc", "1001", "Ines"].iter().any(|name| shown.contains(name)), "{shown}");
}

#[test]
fn a_suite_without_a_booking_sends_the_guest_to_the_directory() {
    let mut desk = Desk::new();
    desk.follow(&BY_SUITE).type_text("1201").follow(&[ChoiceKind::Suite]);
    assert_eq!(desk.kind(), ScreenKind::NoBooking);
    assert_eq!(desk.kinds(), [ChoiceKind::SearchName, ChoiceKind::DialCode]);
    desk.follow(&[ChoiceKind::DialCode]).digits("1006");
    assert_eq!(desk.choose(ChoiceKind::CallResident), Some(Effect::CallResident { target: "1006".into() }));
}

#[test]
fn a_resident_without_a_booking_can_be_called() {
    let mut desk = Desk::new();
    desk.type_text("maria").follow(&[ChoiceKind::Resident, ChoiceKind::GuestParking]);
    assert_eq!((desk.kind(), desk.kinds()), (ScreenKind::NoBooking, [ChoiceKind::CallResident].into()));
    assert_eq!(desk.choose(ChoiceKind::CallResident), Some(Effect::CallResident { target: "1006".into() }));
}

#[test]
fn an_other_visitor_is_found_by_plate() {
    let mut desk = Desk::new();
    desk.follow(&BY_PLATE);
    desk.feed(Event::Submit);
    assert_eq!(desk.screen().notice.as_deref(), Some("This is needed to check in."));
    desk.type_text("bus-1800");
    desk.feed(Event::Submit);
    assert_eq!(desk.kind(), ScreenKind::BookingChoice);
    // The manager's booking needs only a plate; the visitor is asked for the rest (SPEC 4.4).
    desk.follow(&[ChoiceKind::Booking]).type_text("MCI");
    desk.feed(Event::Submit);
    let check_in = recorded(desk.choose(ChoiceKind::CheckIn));
    assert_eq!(check_in.subject, CheckInSubject::Booking("b-visitor".into()));
    assert_eq!(check_in.vehicle.plate.as_deref(), Some("bus-1800"));
}

#[test]
fn a_similar_plate_is_a_question() {
    let mut desk = Desk::new();
    desk.follow(&BY_PLATE).type_text("8US I8OO");
    desk.feed(Event::Submit);
    assert_eq!((desk.kind(), desk.screen().lines[0].as_str()), (ScreenKind::SimilarPlate, "••••800"));
    desk.follow(&[ChoiceKind::Yes]);
    assert_eq!(desk.kind(), ScreenKind::VehicleDetails);
    desk.feed(Event::Back);
    desk.follow(&[ChoiceKind::No]);
    assert_eq!((desk.kind(), desk.kinds()), (ScreenKind::NoBooking, [ChoiceKind::CallManagement].into()));
    // Nothing to call at night.
    let mut desk = Desk::new();
    desk.wait(4 * 3600).follow(&BY_PLATE).type_text("NONE 1");
    desk.feed(Event::Submit);
    assert_eq!((desk.kind(), desk.kinds()), (ScreenKind::NoBooking, [].into()));
    assert_eq!(
        desk.screen().lines.last().map(String::as_str),
        Some("Management cannot be called right now.")
    );
}

#[test]
fn a_walk_in_tells_what_the_community_asks() {
    let walk_ins = |document: &mut crate::Document| {
        document.settings.require_booking_for_check_in = false;
        document.settings.walk_in_fields = [VehicleField::Plate, VehicleField::Color].into();
    };
    // A resident without a booking.
    let mut desk = Desk::with(walk_ins);
    desk.follow(&BY_CODE).digits("1006");
    assert_eq!(desk.screen().lines[1], "Detail 1 of 2");
    desk.type_text("NEW 1");
    desk.feed(Event::Submit);
    desk.type_text("red");
    desk.feed(Event::Submit);
    assert_eq!(desk.screen().lines[1..], ["NEW 1 · red", "Parking without a booking."]);
    let check_in = recorded(desk.choose(ChoiceKind::CheckIn));
    assert_eq!(check_in.subject, CheckInSubject::WalkIn(Host::Resident("r-maria".into())));
    // The same car again.
    desk.follow(&[ChoiceKind::Done]).follow(&BY_CODE).digits("1006").type_text("new-1");
    desk.feed(Event::Submit);
    desk.type_text("red");
    desk.feed(Event::Submit);
    desk.follow(&[ChoiceKind::CheckIn]);
    assert_eq!(desk.kind(), ScreenKind::AlreadyCheckedIn);
    // Beside a booking, for another vehicle.
    let mut desk = Desk::with(walk_ins);
    desk.follow(&BY_CODE).digits("1001");
    assert_eq!(desk.kinds(), [ChoiceKind::Booking, ChoiceKind::OtherVehicle]);
    desk.follow(&[ChoiceKind::OtherVehicle]);
    assert_eq!(desk.kind(), ScreenKind::VehicleDetails);
    // A suite is the host of whoever visits it.
    let mut desk = Desk::with(walk_ins);
    desk.follow(&BY_SUITE).type_text("TH2").follow(&[ChoiceKind::Suite]).type_text("NEW 2");
    desk.feed(Event::Submit);
    desk.type_text("blue");
    desk.feed(Event::Submit);
    let check_in = recorded(desk.choose(ChoiceKind::CheckIn));
    assert_eq!(check_in.subject, CheckInSubject::WalkIn(Host::Suite("s-2".into())));
    // An other visitor has told the plate before.
    let mut desk = Desk::with(walk_ins);
    desk.follow(&BY_PLATE).type_text("COURIER 7");
    desk.feed(Event::Submit);
    assert_eq!(desk.screen().field.as_ref().map(|field| field.label.as_str()), Some("Colour"));
    desk.type_text("white");
    desk.feed(Event::Submit);
    let check_in = recorded(desk.choose(ChoiceKind::CheckIn));
    assert_eq!(check_in.subject, CheckInSubject::WalkIn(Host::Visitor));
    assert_eq!(check_in.vehicle.plate.as_deref(), Some("COURIER 7"));
}

#[test]
fn what_changed_before_the_guest_confirmed_counts() {
    let mut desk = Desk::new();
    desk.follow(&BY_CODE).digits("1001").follow(&[ChoiceKind::Booking]);
    let mut document = desk.building.document().clone();
    document.bookings[0].approval = Approval::Cancelled;
    desk.building = crate::Building::open(document, desk.building.zone().clone()).unwrap();
    desk.follow(&[ChoiceKind::CheckIn]);
    assert_eq!(desk.kind(), ScreenKind::NoBooking);
    // The resident is gone altogether.
    let mut desk = Desk::new();
    desk.type_text("maria").follow(&[ChoiceKind::Resident]);
    let mut document = desk.building.document().clone();
    document.residents.retain(|resident| resident.id != "r-maria");
    desk.building = crate::Building::open(document, desk.building.zone().clone()).unwrap();
    desk.follow(&[ChoiceKind::GuestParking]);
    assert_eq!(desk.kind(), ScreenKind::NoBooking);
}

#[test]
fn every_check_in_has_its_own_id() {
    let mut desk = Desk::new();
    let ids: Vec<_> = ["1001", "1003"]
        .into_iter()
        .map(|code| {
            desk.follow(&BY_CODE).digits(code).follow(&[ChoiceKind::Booking]);
            let check_in = recorded(desk.choose(ChoiceKind::CheckIn));
            desk.follow(&[ChoiceKind::Done]);
            check_in.id
        })
        .collect();
    assert_eq!(ids, ["panel-1-1", "panel-1-2"]);
}
