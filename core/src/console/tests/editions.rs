//! Rules that are replaced while a console runs, and set-ups.

use super::super::visit::Visit;
use super::{ChoiceKind, Desk, Event, ScreenKind, setup};
use crate::console::{ConsoleSetup, Effect, RecordHost, Session, SetupError};
use crate::document::Language;
use crate::{Building, Instant};

impl Desk {
    /// Opens the document again, without the first resident, as the next edition.
    fn update(&mut self) {
        let mut document = self.building.document().clone();
        document.residents.remove(0);
        document.guest_invites.clear();
        document.bookings.retain(|booking| booking.id != "b-marie");
        let building = Building::open(document, self.building.zone().clone()).unwrap();
        self.building = building.with_edition(1);
    }
}

#[test]
fn a_visitor_in_the_middle_of_something_starts_over_with_a_newer_building() {
    let routes: [(&[ChoiceKind], &str); 3] = [
        (&[ChoiceKind::DialCode], "1001"),
        (&[ChoiceKind::GuestParking, ChoiceKind::DialCode], "1001"),
        (&[ChoiceKind::GuestParking, ChoiceKind::SearchSuite], "101"),
    ];
    for (route, digits) in routes {
        let mut desk = Desk::new();
        desk.feed(Event::Language(Language::Fr));
        desk.follow(route).digits(digits);
        assert!(!desk.session.may_update());
        desk.update();
        // What was reached is of the old building: it is not drawn with the new one.
        let drawn = desk.session.screen(&desk.building).to_screen();
        assert_eq!((drawn.kind, drawn.choices.len()), (ScreenKind::Welcome, 5));
        assert_eq!(desk.feed(Event::Select(0)), None);
        assert_eq!((desk.kind(), desk.screen().language), (ScreenKind::Welcome, Language::En));
        assert_eq!((&desk.session.visit, desk.session.idle_deadline()), (&Visit::EMPTY, None));
        assert!(desk.session.may_update());
        desk.follow(&[ChoiceKind::DialCode]).digits("1001");
        assert_eq!(desk.screen().notice.as_deref(), Some("This code reaches no one."));
    }
}

#[test]
fn a_newer_building_at_the_welcome_screen_goes_unnoticed() {
    let mut desk = Desk::new();
    assert!(desk.session.may_update());
    desk.update();
    desk.type_text("mari");
    assert_eq!(desk.labels(), ["Maria Santos"]);
    assert!(!desk.session.may_update());
    desk.feed(Event::Tick);
    assert_eq!(desk.labels(), ["Maria Santos"]);
}

#[test]
fn searches_and_wrong_codes_outlive_an_update() {
    let mut desk = Desk::new();
    desk.follow(&[ChoiceKind::EntryCode]);
    for _ in 0..5 {
        desk.digits("000000");
        desk.feed(Event::Submit);
    }
    desk.update();
    desk.feed(Event::Tick);
    desk.follow(&[ChoiceKind::EntryCode]);
    assert_eq!((desk.kind(), desk.screen().seconds_left), (ScreenKind::LockedOut, Some(60)));
}

#[test]
fn a_record_of_another_edition_is_refused() {
    let mut desk = Desk::with(|document| document.settings.require_booking_for_check_in = false);
    desk.follow(&[ChoiceKind::GuestParking, ChoiceKind::DialCode]).digits("1006").type_text("NEW 1");
    desk.feed(Event::Submit);
    let effect = desk.session.handle(Event::Select(0), desk.at, &desk.building);
    let Some(Effect::RecordCheckIn { check_in }) = effect else { panic!("{effect:?}") };
    assert!(desk.building.check_in_of(&check_in).is_ok());
    let mut other = Desk::new();
    other.update();
    assert_eq!(other.building.check_in_of(&check_in).unwrap_err().path, "host.resident");
    let visitor = crate::console::RecordSubject::WalkIn(RecordHost::Visitor);
    let anyone = crate::console::CheckInRecord { subject: visitor, ..check_in };
    assert!(other.building.check_in_of(&anyone).is_ok());
}

#[test]
fn a_set_up_that_does_not_fit_is_refused() {
    let desk = Desk::new();
    let long = "x".repeat(65);
    let make = |setup: ConsoleSetup<'_>| Session::new(setup, Instant::from_seconds(0), &desk.building).err();
    assert_eq!(make(ConsoleSetup { door: &long, ..setup() }), Some(SetupError::DoorTooLong));
    assert_eq!(make(ConsoleSetup { door: &long[..64], ..setup() }), None);
    assert_eq!(
        make(ConsoleSetup { check_in_prefix: &long[..41], ..setup() }),
        Some(SetupError::PrefixTooLong)
    );
    assert_eq!(make(ConsoleSetup { check_in_prefix: &long[..40], ..setup() }), None);
}

#[test]
fn an_id_has_room_for_any_prefix_and_number() {
    let desk = Desk::new();
    let prefix = "é".repeat(20);
    let setup = ConsoleSetup { check_in_prefix: &prefix, ..setup() };
    let mut session = Session::new(setup, desk.at, &desk.building).unwrap();
    session.check_ins = u64::MAX - 1;
    session.count_check_in();
    assert_eq!(session.record_id.as_str(), alloc::format!("{prefix}-18446744073709551615"));
}

#[test]
fn a_session_that_is_started_again_is_as_new() {
    let mut desk = Desk::new();
    desk.follow(&[ChoiceKind::EntryCode]);
    for _ in 0..5 {
        desk.digits("000000");
        desk.feed(Event::Submit);
    }
    let long = "x".repeat(65);
    let refused = desk.session.start(ConsoleSetup { door: &long, ..setup() }, desk.at, &desk.building);
    assert_eq!(refused, Err(SetupError::DoorTooLong));
    assert_eq!(desk.session.screen(&desk.building).kind(), ScreenKind::LockedOut);
    assert_eq!(desk.session.start(setup(), desk.at, &desk.building), Ok(()));
    let fresh = Session::new(setup(), desk.at, &desk.building).unwrap();
    assert_eq!(alloc::format!("{:?}", desk.session), alloc::format!("{fresh:?}"));
    assert_eq!(desk.session.visit, Visit::EMPTY);
}

#[test]
fn a_session_that_was_never_started_opens_nothing() {
    let mut desk = Desk::new();
    desk.session = Session::blank();
    assert_eq!(desk.session.screen(&desk.building).kind(), ScreenKind::Welcome);
    desk.feed(Event::Tick);
    desk.follow(&[ChoiceKind::EntryCode]).digits("424242");
    assert_eq!(desk.feed(Event::Submit), None);
    assert_eq!(desk.kind(), ScreenKind::EntryCode);
}
