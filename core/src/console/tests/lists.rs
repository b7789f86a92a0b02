//! Lists longer than a session keeps, and going back and forth over details.

use super::{ChoiceKind, Desk, Effect, Event, ScreenKind};
use crate::Document;
use crate::document::{Booking, Resident, Suite};
use alloc::format;

fn crowd(document: &mut Document, count: usize) {
    document.settings.result_limit = u32::MAX.try_into().unwrap();
    document.settings.search_budget.searches = 1000;
    let named = |number: usize| Resident {
        id: format!("r-{number}"),
        first_name: Some(format!("Ann{number:03}")),
        email: format!("ann{number}@mail.example"),
        directory_code: format!("{}", 2000 + number),
        ..document.residents[0].clone()
    };
    let named: alloc::vec::Vec<_> = (0..count).map(named).collect();
    document.residents.extend(named);
}

#[test]
fn a_name_search_lists_64_names_and_says_that_there_are_more() {
    let mut desk = Desk::with(|document| crowd(document, 65));
    desk.type_text("ann");
    assert_eq!(desk.labels().len(), 64);
    assert_eq!(desk.screen().notice.as_deref(), Some("More names match. Keep typing."));
    assert_eq!(desk.feed(Event::Select(64)), None);
    assert_eq!(desk.kind(), ScreenKind::NameSearch);
    desk.feed(Event::Select(63));
    assert_eq!(desk.screen().title, "Ann063 Tremblay");
    let mut desk = Desk::with(|document| crowd(document, 64));
    desk.type_text("ann");
    assert_eq!((desk.labels().len(), desk.screen().notice.as_deref()), (64, None));
}

#[test]
fn a_guest_chooses_from_32_bookings() {
    let mut desk = Desk::with(|document| {
        document.settings.require_booking_for_check_in = false;
        let booking = document.bookings[0].clone();
        let more = (0..40).map(|number| Booking {
            id: format!("more-{number:02}"),
            vehicle: crate::document::Vehicle {
                plate: Some(format!("P{number:02}")),
                ..booking.vehicle.clone()
            },
            ..booking.clone()
        });
        let more: alloc::vec::Vec<_> = more.collect();
        document.bookings.extend(more);
    });
    desk.follow(&[ChoiceKind::GuestParking, ChoiceKind::DialCode]).digits("1001");
    let bookings = desk.kinds().iter().filter(|kind| **kind == ChoiceKind::Booking).count();
    assert_eq!((bookings, desk.kinds().len()), (32, 33));
    desk.feed(Event::Select(31));
    assert_eq!(desk.kind(), ScreenKind::Confirm);
    assert!(matches!(desk.choose(ChoiceKind::CheckIn), Some(Effect::RecordCheckIn { .. })));
}

#[test]
fn a_building_of_10_000_suites_is_listed_and_chosen_from() {
    let mut desk = Desk::with(|document| {
        let suite = document.suites[0].clone();
        document.suites.extend((0..10_000).map(|number| Suite {
            id: format!("more-{number}"),
            number: format!("{}", 20_000 + number),
            ..suite.clone()
        }));
    });
    desk.follow(&[ChoiceKind::GuestParking, ChoiceKind::SearchSuite]);
    assert_eq!(desk.labels().len(), 10_000 + 5);
    assert_eq!(desk.labels().iter().filter(|label| label.starts_with("Suite 2")).count(), 10_000);
    let view = desk.session.screen(&desk.building);
    let (mut label, mut beyond) = (alloc::string::String::new(), alloc::string::String::new());
    assert_eq!(view.write_choice_label(10_000, &mut label), Ok(true));
    assert_eq!(view.write_choice_label(10_005, &mut beyond), Ok(false));
    assert_eq!((label.as_str(), beyond.as_str()), (desk.labels()[10_000], ""));
    desk.type_text("29999");
    assert_eq!(desk.labels(), ["Suite 29999"]);
    desk.feed(Event::Select(0));
    assert_eq!(
        (desk.kind(), desk.screen().lines[0].as_str()),
        (ScreenKind::NoBooking, "Visiting: Suite 29999")
    );
}

#[test]
fn a_detail_keeps_what_was_typed_and_counts_once_it_is_completed() {
    let mut desk = Desk::new();
    desk.follow(&[ChoiceKind::GuestParking, ChoiceKind::DialCode])
        .digits("1002")
        .follow(&[ChoiceKind::Booking]);
    desk.type_text("QC 55");
    desk.feed(Event::Submit);
    desk.type_text("Toyota");
    desk.feed(Event::Back);
    desk.type_text("5");
    desk.feed(Event::Submit);
    assert_eq!(desk.screen().field.as_ref().map(|field| field.text.as_str()), Some("Toyota"));
    desk.feed(Event::Submit);
    assert_eq!(desk.screen().lines[1], "QC 555 · Toyota");
    // Another booking is another vehicle.
    for _ in 0..3 {
        desk.feed(Event::Back);
    }
    assert_eq!(desk.kind(), ScreenKind::BookingChoice);
    desk.follow(&[ChoiceKind::Booking]);
    assert_eq!(desk.screen().field.as_ref().map(|field| field.text.as_str()), Some(""));
}

#[test]
fn the_next_visitor_finds_nothing_of_the_last() {
    let mut desk = Desk::with(|document| document.settings.require_booking_for_check_in = false);
    let fresh = desk.screen().clone();
    desk.follow(&[ChoiceKind::GuestParking, ChoiceKind::OtherVisitor]).type_text("SECRET 1");
    desk.feed(Event::Submit);
    for _ in 0..3 {
        desk.feed(Event::Back);
    }
    assert_eq!(*desk.screen(), fresh);
    assert_eq!(desk.session.visit, super::super::visit::Visit::EMPTY);
    desk.follow(&[ChoiceKind::GuestParking, ChoiceKind::OtherVisitor]);
    assert_eq!(desk.screen().field.as_ref().map(|field| field.text.as_str()), Some(""));
    // A plate that was typed and left is not told for a resident's guest.
    desk.type_text("SECRET 1");
    desk.feed(Event::Back);
    desk.follow(&[ChoiceKind::DialCode]).digits("1006");
    assert_eq!((desk.kind(), desk.screen().lines[1].as_str()), (ScreenKind::VehicleDetails, "Detail 1 of 1"));
    assert_eq!(desk.screen().field.as_ref().map(|field| field.text.as_str()), Some(""));
}
