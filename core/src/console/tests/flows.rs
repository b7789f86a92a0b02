//! The directory, calls, the entry code, and languages.

use super::{ChoiceKind, Desk, Effect, Event, ScreenKind, text_of};
use crate::document::Language;
use alloc::vec;

#[test]
fn the_welcome_screen_offers_what_can_be_done_now() {
    let mut desk = Desk::new();
    assert_eq!(desk.screen().title, "Welcome to Maple Court");
    assert_eq!(desk.kinds().last(), Some(&ChoiceKind::CallManagement));
    assert_eq!(desk.screen().back, None);
    // 17:00 in Toronto: the office is closed.
    desk.wait(3 * 3600);
    let kinds =
        [ChoiceKind::SearchName, ChoiceKind::DialCode, ChoiceKind::GuestParking, ChoiceKind::EntryCode];
    assert_eq!(desk.kinds(), kinds);
}

#[test]
fn a_name_is_searched_as_it_is_typed_and_called() {
    let mut desk = Desk::new();
    desk.type_text("m");
    assert_eq!(
        (desk.kind(), desk.screen().notice.as_deref()),
        (ScreenKind::NameSearch, Some("Keep typing."))
    );
    desk.type_text("ari");
    assert_eq!(desk.labels(), ["Maria Santos", "Marie Tremblay"]);
    desk.type_text("e t");
    assert_eq!(desk.labels(), ["Marie Tremblay"]);
    assert_eq!(desk.screen().choices[0].detail.as_deref(), Some("Code 1001"));
    desk.choose(ChoiceKind::Resident);
    assert_eq!((desk.kind(), desk.screen().title.as_str()), (ScreenKind::Resident, "Marie Tremblay"));
    assert_eq!(desk.choose(ChoiceKind::CallResident), Some(Effect::CallResident { target: "1001".into() }));
    assert_eq!((desk.kind(), desk.screen().lines[0].as_str()), (ScreenKind::Calling, "Marie Tremblay"));
    desk.feed(Event::Back);
    assert_eq!(desk.kind(), ScreenKind::Welcome);
}

#[test]
fn a_name_that_no_one_shows_finds_nothing() {
    for query in ["Verborgen", "Zyskowska", "Alexandra", "Marius"] {
        let mut desk = Desk::new();
        desk.type_text(query);
        assert_eq!(desk.labels(), [""; 0], "{query}");
        assert_eq!(desk.screen().notice.as_deref(), Some("No one is listed under this name."));
    }
}

#[test]
fn a_hidden_resident_is_reached_by_code_without_a_name() {
    let mut desk = Desk::new();
    desk.follow(&[ChoiceKind::DialCode]).digits("1003");
    assert_eq!((desk.kind(), desk.screen().title.as_str()), (ScreenKind::Resident, "Code 1003"));
    assert_eq!(desk.choose(ChoiceKind::CallResident), Some(Effect::CallResident { target: "1003".into() }));
    assert!(!text_of(desk.screen()).contains("Verborgen"));
}

#[test]
fn a_resident_without_a_number_is_found_all_the_same() {
    let mut desk = Desk::new();
    desk.follow(&[ChoiceKind::DialCode]).digits("1006");
    assert_eq!(desk.screen().title, "Maria Santos");
}

#[test]
fn a_code_that_reaches_no_one_says_so_until_the_next_key() {
    for code in ["1005", "9999"] {
        let mut desk = Desk::new();
        desk.follow(&[ChoiceKind::DialCode]).digits(code);
        assert_eq!(desk.screen().notice.as_deref(), Some("This code reaches no one."));
        assert_eq!(desk.screen().field.as_ref().map(|field| field.text.as_str()), Some(""));
        desk.digits("1");
        assert_eq!(desk.screen().notice, None);
    }
}

#[test]
fn digits_choose_where_nothing_is_typed() {
    let mut desk = Desk::new();
    desk.digits("3");
    assert_eq!(desk.kind(), ScreenKind::GuestParking);
    desk.digits("09");
    assert_eq!(desk.kind(), ScreenKind::GuestParking);
    assert_eq!(desk.feed(Event::Digit(200)), None);
    desk.digits("3");
    assert_eq!(desk.kind(), ScreenKind::SuiteSearch);
    desk.digits("12");
    assert_eq!(desk.labels(), ["Suite 1201"]);
}

#[test]
fn management_is_called_while_it_can_be() {
    let mut desk = Desk::new();
    let index = desk.kinds().iter().position(|kind| *kind == ChoiceKind::CallManagement).unwrap();
    assert_eq!(desk.feed(Event::Select(index)), Some(Effect::CallManagement { contact: "desk".into() }));
    assert_eq!((desk.kind(), desk.screen().lines[0].as_str()), (ScreenKind::Calling, "Management"));
    // The office closes between drawing and choosing: nothing is called.
    let mut late = Desk::new();
    late.at = late.at.plus_seconds(3 * 3600);
    assert_eq!(late.feed(Event::Select(index)), None);
    assert_eq!(late.kind(), ScreenKind::Welcome);
}

#[test]
fn an_entry_code_unlocks_the_door_of_the_console() {
    let mut desk = Desk::new();
    desk.follow(&[ChoiceKind::EntryCode]).digits("424242");
    assert_eq!(desk.screen().field.as_ref().map(|field| field.text.as_str()), Some("••••••"));
    assert_eq!(desk.feed(Event::Submit), Some(Effect::Unlock { door: "lobby".into() }));
    assert_eq!(desk.kind(), ScreenKind::DoorUnlocked);
    assert!(!alloc::format!("{:?}", desk.screen()).contains("424242"));
    desk.follow(&[ChoiceKind::Done]);
    assert_eq!(desk.kind(), ScreenKind::Welcome);
}

#[test]
fn every_code_that_is_typed_is_told_of_with_an_id() {
    let mut desk = Desk::new();
    desk.follow(&[ChoiceKind::EntryCode]).digits("1");
    assert_eq!(desk.feed(Event::Submit), None);
    desk.digits("424242");
    assert!(desk.feed(Event::Submit).is_some());
    assert_eq!(desk.attempts, ["panel-1-c1", "panel-1-c2"]);
}

#[test]
fn back_leads_through_the_pages_with_what_was_typed() {
    let mut desk = Desk::new();
    desk.follow(&[ChoiceKind::GuestParking, ChoiceKind::SearchName]).type_text("marie");
    desk.choose(ChoiceKind::Resident);
    assert_eq!(desk.kind(), ScreenKind::BookingChoice);
    desk.feed(Event::Back);
    assert_eq!(desk.screen().field.as_ref().map(|field| field.text.as_str()), Some("marie"));
    desk.feed(Event::Backspace);
    assert_eq!(desk.labels(), ["Maria Santos", "Marie Tremblay"]);
    desk.feed(Event::Back);
    assert_eq!(desk.kind(), ScreenKind::GuestParking);
    desk.feed(Event::Back);
    desk.feed(Event::Back);
    assert_eq!(desk.kind(), ScreenKind::Welcome);
}

#[test]
fn the_language_changes_every_text_and_nothing_else() {
    let routes: [&[ChoiceKind]; 7] = [
        &[],
        &[ChoiceKind::SearchName],
        &[ChoiceKind::DialCode],
        &[ChoiceKind::GuestParking],
        &[ChoiceKind::EntryCode],
        &[ChoiceKind::GuestParking, ChoiceKind::SearchSuite],
        &[ChoiceKind::GuestParking, ChoiceKind::OtherVisitor],
    ];
    for route in routes {
        let mut desk = Desk::new();
        desk.follow(route);
        let english = desk.screen().clone();
        desk.feed(Event::Language(Language::Fr));
        let french = desk.screen().clone();
        assert_eq!(french.kind, english.kind);
        assert_ne!(french.title, english.title);
        assert!(french.lines.iter().zip(&english.lines).all(|(fr, en)| fr != en));
        desk.feed(Event::Language(Language::En));
        assert_eq!(*desk.screen(), english);
    }
}

#[test]
fn french_dates_and_calls_read_as_in_quebec() {
    let mut desk = Desk::new();
    desk.feed(Event::Language(Language::Fr));
    desk.follow(&[ChoiceKind::GuestParking, ChoiceKind::DialCode]).digits("1001");
    assert_eq!(desk.screen().lines, ["Visite\u{a0}: Marie Tremblay", "Quel véhicule est le vôtre?"]);
    assert_eq!(desk.screen().choices[0].detail.as_deref(), Some("du 14 mai 2026 au 20 mai 2026"));
    let titles = vec![desk.screen().title.as_str()];
    assert_eq!(titles, ["Stationnement des visiteurs"]);
}
