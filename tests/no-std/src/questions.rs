//! One question to every part of the core.

use alloc::string::String;
use core::str;
use vestibule::access::Who;
use vestibule::console::{ConsoleSetup, Event, ScreenKind, Session};
use vestibule::directory::NameSearch;
use vestibule::document::{By, Language, Vehicle};
use vestibule::parking::check_in::CheckInAnswer;
use vestibule::parking::matching::Target;
use vestibule::parking::permit::Tab;
use vestibule::{Building, Document, Instant, ZoneRules};

/// Opens the building and counts the questions that it answers; `None` when it cannot be opened.
pub(crate) fn ask_all(document: &[u8], zone: &[u8], now_ms: i64) -> Option<u32> {
    let document = Document::from_json(str::from_utf8(document).ok()?).ok()?;
    let zone = ZoneRules::from_tzif(&document.building.zone, "proof", zone).ok()?;
    let building = Building::open(document, zone).ok()?;
    let now = building.now(Instant::from_millis(now_ms));

    let [resident, booking, door] = first_ids(building.document());
    let target = Target::Resident(resident.clone());
    let answers = [
        building.document().to_json().is_ok(),
        !building.search_suites("1").is_empty(),
        matches!(building.search_names("la", &now), NameSearch::Found { .. }),
        building.dial_code("5501", &now).is_some(),
        !building.staff_search("", &now).is_empty(),
        building.match_bookings(&target, &now).is_ok(),
        matches!(
            building.check_in(&booking, &Vehicle::default(), &By::Guest, &now),
            CheckInAnswer::CheckedIn { .. }
        ),
        building.permit(&booking, &now).is_ok(),
        !building.board(Tab::Today, &now).is_empty(),
        !building.search_permits("", &now).is_empty(),
        building.enter(&Who::Resident(resident), &door, &now).is_ok(),
        building.call_management(&now).is_some(),
        !building.due_for_erasure(&now).is_empty(),
        console_lists_names(&building, now.instant()),
    ];
    u32::try_from(answers.iter().filter(|answered| **answered).count()).ok()
}

/// Types a name at a console.
fn console_lists_names(building: &Building, at: Instant) -> bool {
    let setup = ConsoleSetup { door: "", language: Language::Fr, check_in_prefix: "proof" };
    let Ok(mut session) = Session::new(setup, at, building) else { return false };
    let effect = session.handle(Event::Text("la"), at, building);
    effect.is_none() && session.screen(building).kind() == ScreenKind::NameSearch
}

/// The first resident, booking and door, by id; empty text where there is none.
fn first_ids(document: &Document) -> [String; 3] {
    let resident = document.residents.first().map(|resident| resident.id.clone());
    let booking = document.bookings.first().map(|booking| booking.id.clone());
    let door = document.doors.first().map(|door| door.id.clone());
    [resident, booking, door].map(Option::unwrap_or_default)
}
