//! Forgetting, the search budget, the entry-code lock, time that jumps, and input without end.

use super::{ChoiceKind, Desk, Effect, Event, ScreenKind, setup};
use crate::console::Session;
use crate::document::{Language, SearchBudget};
use crate::{Building, Instant};

#[test]
fn after_45_seconds_everything_typed_is_forgotten() {
    let mut desk = Desk::new();
    let fresh = desk.screen().clone();
    desk.feed(Event::Language(Language::Fr));
    desk.type_text("marie");
    assert_eq!(desk.session.idle_deadline(), Some(desk.at.plus_seconds(45)));
    desk.wait(44);
    assert_eq!(desk.kind(), ScreenKind::NameSearch);
    desk.wait(1);
    assert_eq!(*desk.screen(), fresh);
    assert_eq!(desk.session.idle_deadline(), None);
    desk.feed(Event::Back);
    assert_eq!(*desk.screen(), fresh);
}

#[test]
fn an_input_that_comes_too_late_acts_on_nothing() {
    let mut desk = Desk::new();
    desk.follow(&[ChoiceKind::GuestParking, ChoiceKind::DialCode])
        .digits("1001")
        .follow(&[ChoiceKind::Booking]);
    desk.at = desk.at.plus_seconds(46);
    assert_eq!(desk.feed(Event::Select(0)), None);
    assert_eq!(desk.kind(), ScreenKind::Welcome);
}

#[test]
fn any_input_keeps_the_session_awake() {
    let mut desk = Desk::new();
    desk.type_text("marie t");
    for _ in 0..5 {
        desk.at = desk.at.plus_seconds(40);
        desk.feed(Event::Submit);
    }
    assert_eq!(desk.labels(), ["Marie Tremblay"]);
}

/// Starts one search and leaves it.
fn search(desk: &mut Desk, name: &str) -> ScreenKind {
    desk.type_text(name);
    let kind = desk.kind();
    if kind == ScreenKind::NameSearch {
        desk.feed(Event::Back);
    }
    kind
}

#[test]
fn the_search_budget_slows_harvesting_and_comes_back_with_time() {
    let mut desk = Desk::new();
    for _ in 0..30 {
        assert_eq!(search(&mut desk, "ma"), ScreenKind::NameSearch);
    }
    assert_eq!(search(&mut desk, "jean"), ScreenKind::LockedOut);
    assert_eq!(desk.screen().seconds_left, Some(300));
    assert_eq!(desk.screen().lines[1], "Open again in 5:00.");
    assert_eq!(desk.session.next_deadline(), desk.at.plus_seconds(1));
    desk.wait(46);
    assert_eq!(desk.kind(), ScreenKind::Welcome);
    assert_eq!(search(&mut desk, "jean"), ScreenKind::LockedOut);
    assert_eq!(desk.screen().seconds_left, Some(254));
    for _ in 0..7 {
        desk.wait(40);
        desk.feed(Event::Text("x"));
    }
    assert_eq!(desk.kind(), ScreenKind::NameSearch);
}

#[test]
fn one_name_is_one_search_however_it_is_typed() {
    let mut desk =
        Desk::with(|document| document.settings.search_budget = SearchBudget { searches: 1, minutes: 5 });
    for letter in ["M", "a", "r", "i", "e", " ", "T", "r", "e", "m"] {
        desk.type_text(letter);
    }
    for _ in 0..6 {
        desk.feed(Event::Backspace);
    }
    desk.type_text("a");
    assert_eq!(desk.kind(), ScreenKind::LockedOut, "another branch is another search");
    let mut desk =
        Desk::with(|document| document.settings.search_budget = SearchBudget { searches: 1, minutes: 5 });
    desk.type_text("marie");
    desk.feed(Event::Backspace);
    desk.type_text("e t");
    assert_eq!(desk.labels(), ["Marie Tremblay"]);
}

#[test]
fn a_dialled_code_counts_and_reaches_its_resident_without_budget() {
    let mut desk =
        Desk::with(|document| document.settings.search_budget = SearchBudget { searches: 1, minutes: 5 });
    desk.follow(&[ChoiceKind::DialCode]).digits("1001");
    assert_eq!(desk.screen().title, "Marie Tremblay");
    desk.feed(Event::Back);
    desk.digits("1001");
    assert_eq!((desk.kind(), desk.screen().title.as_str()), (ScreenKind::Resident, "Code 1001"));
    assert_eq!(desk.choose(ChoiceKind::CallResident), Some(Effect::CallResident { target: "1001".into() }));
}

#[test]
fn five_wrong_codes_close_code_entry_for_a_while() {
    let mut desk = Desk::new();
    desk.follow(&[ChoiceKind::EntryCode]);
    for attempt in 1..=5 {
        desk.digits("000000");
        assert_eq!(desk.feed(Event::Submit), None);
        let closed = attempt == 5;
        assert_eq!(desk.kind(), if closed { ScreenKind::LockedOut } else { ScreenKind::EntryCode });
    }
    assert_eq!(desk.screen().seconds_left, Some(60));
    desk.digits("424242");
    assert_eq!(desk.feed(Event::Submit), None);
    // Forgetting the visitor does not reopen it.
    desk.wait(46);
    assert_eq!(desk.kind(), ScreenKind::Welcome);
    desk.follow(&[ChoiceKind::EntryCode]);
    assert_eq!((desk.kind(), desk.screen().seconds_left), (ScreenKind::LockedOut, Some(14)));
    desk.wait(14);
    assert_eq!(desk.kind(), ScreenKind::EntryCode);
    desk.digits("424242");
    assert_eq!(desk.feed(Event::Submit), Some(Effect::Unlock { door: "lobby".into() }));
}

#[test]
fn an_empty_entry_code_is_no_attempt() {
    let mut desk = Desk::new();
    desk.follow(&[ChoiceKind::EntryCode]);
    for _ in 0..20 {
        desk.feed(Event::Submit);
    }
    assert_eq!((desk.kind(), desk.screen().notice.as_deref()), (ScreenKind::EntryCode, None));
}

#[test]
fn a_clock_that_is_set_back_makes_nothing_longer() {
    let mut desk = Desk::new();
    desk.type_text("marie");
    desk.wait(30);
    desk.wait(-86_400);
    assert_eq!(desk.session.idle_deadline(), Some(desk.at.plus_seconds(15)));
    desk.wait(15);
    assert_eq!(desk.kind(), ScreenKind::Welcome);
}

#[test]
fn a_clock_beyond_the_calendar_is_read_as_its_end() {
    for millis in [i64::MIN, -1, i64::MAX] {
        let mut desk = Desk::new();
        desk.at = Instant::from_millis(millis);
        desk.feed(Event::Tick);
        desk.type_text("ma");
        assert_eq!(desk.kind(), ScreenKind::NameSearch);
        let _ = desk.session.next_deadline();
    }
}

#[test]
fn the_session_asks_to_be_woken() {
    let mut desk = Desk::new();
    desk.wait(12);
    assert_eq!(desk.session.next_deadline(), desk.at.plus_seconds(48), "the office may close on the minute");
    desk.type_text("ma");
    assert_eq!(desk.session.next_deadline(), desk.at.plus_seconds(45));
}

#[test]
fn input_without_end_leaves_little() {
    let mut desk = Desk::new();
    desk.type_text(&"ma\0\u{202e}".repeat(1_000_000));
    let typed = desk.screen().field.as_ref().map(|field| field.text.as_str()).unwrap();
    assert_eq!(typed, "ma".repeat(32));
    for _ in 0..1000 {
        desk.feed(Event::Select(usize::MAX));
        desk.feed(Event::Backspace);
    }
    assert_eq!(desk.screen().field.as_ref().map(|field| field.text.as_str()), Some(""));
}

#[test]
fn an_idle_time_of_nothing_is_one_second() {
    let mut desk = Desk::with(|document| document.settings.idle_seconds = 0);
    desk.type_text("marie");
    assert_eq!(desk.kind(), ScreenKind::NameSearch);
    desk.wait(1);
    assert_eq!(desk.kind(), ScreenKind::Welcome);
}

#[test]
fn an_empty_building_has_a_console_too() {
    let json = r#"{"format":"vestibule/1","building":{"id":"b","name":"B","zone":"America/Toronto","kind":"rental"},
        "suites":[],"doors":[],"spaces":[],"residents":[],"managers":[],"amenities":[],"bookings":[],"checkIns":[],
        "guestInvites":[],"intercomContacts":[]}"#;
    let building = Building::from_json(json).unwrap();
    let mut session = Session::new(setup(), Instant::from_seconds(0), &building).unwrap();
    assert_eq!(session.handle(Event::Text("anyone"), Instant::from_seconds(1), &building), None);
    let screen = session.screen(&building).to_screen();
    assert_eq!(screen.notice.as_deref(), Some("No one is listed under this name."));
}
