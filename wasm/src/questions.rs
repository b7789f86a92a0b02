//! The questions to a building, in the order of the rule book. Each answers with the place of its answer.

use crate::answer::{Answered, Refused, told};
use crate::asked::{CheckedIn, Entered, Invited, WalkedIn, instant};
use crate::nodes::Nodes;
use crate::store::read;
use serde::Serialize;
use vestibule::console::{ConsoleRules, EntryHandle};
use vestibule::directory::search::IndexSearch;
use vestibule::document::{BookingRequest, from_json, resident_draft};
use vestibule::parking::matching::Target;
use vestibule::parking::permit::Tab;
use vestibule::{Building, Error, Now};
use vestibule_records::{Told, Word};
use wasm_bindgen::prelude::wasm_bindgen;

/// Asks a building about an instant.
#[inline(never)]
pub(crate) fn ask(
    building: u32,
    at: f64,
    question: &mut dyn FnMut(&Building, &Now<'_>) -> Answered,
) -> Answered {
    let at = instant(at)?;
    read(building, &mut |building| question(building, &building.now(at)))
}

/// The answer to a question about an instant that comes with nothing that has to be read first.
#[inline(never)]
pub(crate) fn told_at(
    building: u32,
    at: f64,
    question: &dyn Fn(&Building, &Now<'_>, &mut Nodes) -> Answered,
) -> u32 {
    told(&|answer| ask(building, at, &mut |building, now| question(building, now, answer)))
}

/// The answer to a question that does not depend on the time.
#[inline(never)]
pub(crate) fn told_of(building: u32, question: &dyn Fn(&Building, &mut Nodes) -> Answered) -> u32 {
    told(&|answer| read(building, &mut |building| question(building, answer)))
}

/// SPEC 2.2; a draft of a profile.
#[wasm_bindgen]
pub fn validate_resident(building: u32, draft: &str, at: f64) -> u32 {
    told(&|answer| {
        let draft = resident_draft(draft).map_err(|error| error.within("resident"))?;
        ask(building, at, &mut |building, now| {
            answer.tell(building.validate_resident(&draft, now).as_slice())
        })
    })
}

/// SPEC 2.6; ids of residents.
#[wasm_bindgen]
pub fn staff_search(building: u32, query: &str, at: f64) -> u32 {
    told_at(building, at, &|building, now, answer| {
        answer.list(building.staff_search(query, now).iter().map(|resident| resident.id.as_str()))
    })
}

/// The answer to a name search. Hits are numbers: the package asks once what an [`entry`] shows, and not at every keystroke.
#[derive(Serialize)]
#[serde(untagged)]
enum NameSearch {
    TooShort { kind: Word },
    Found { kind: Word, hits: Vec<u32>, more: bool },
}

/// SPEC 3.1 to 3.5.
#[wasm_bindgen]
pub fn search_names(building: u32, query: &str, at: f64) -> u32 {
    told_at(building, at, &|building, now, answer| {
        answer.with(&match building.search_entries(query, now) {
            IndexSearch::TooShort => NameSearch::TooShort { kind: Word("tooShort") },
            IndexSearch::Found { hits, more } => NameSearch::Found { kind: Word("found"), hits, more },
        })
    })
}

#[derive(Serialize)]
struct NameHit<'r> {
    name: &'r str,
    code: &'r str,
}

/// What a name search shows of an entry.
#[wasm_bindgen]
pub fn entry(building: u32, number: u32) -> u32 {
    told_of(building, &|building, answer| {
        let shown = building.shown(EntryHandle(number)).ok_or_else(|| Error::unknown("entry"))?;
        answer.with(&NameHit { name: shown.name, code: shown.code })
    })
}

/// SPEC 3.6.
#[wasm_bindgen]
pub fn search_suites(building: u32, query: &str) -> u32 {
    told_of(building, &|building, answer| answer.tell(building.search_suites(query).as_slice()))
}

/// SPEC 3.7.
#[wasm_bindgen]
pub fn dial_code(building: u32, code: &str, at: f64) -> u32 {
    told_at(building, at, &|building, now, answer| answer.tell(&building.dial_code(code, now)))
}

/// SPEC 4.3.
#[wasm_bindgen]
pub fn request_booking(building: u32, request: &str, at: f64) -> u32 {
    told(&|answer| {
        let request: BookingRequest = from_json(request).map_err(|error| error.within("request"))?;
        ask(building, at, &mut |building, now| answer.tell(&building.request_booking(&request, now)?))
    })
}

/// SPEC 4.6.
#[wasm_bindgen]
pub fn approve(building: u32, booking: &str, at: f64) -> u32 {
    told_at(building, at, &|building, now, answer| {
        answer.with(&Word(building.approve(booking, now)?.as_str()))
    })
}

/// SPEC 5.
#[wasm_bindgen]
pub fn match_bookings(building: u32, target: &str, at: f64) -> u32 {
    told(&|answer| {
        let target: Target = from_json(target).map_err(|error| error.within("target"))?;
        ask(building, at, &mut |building, now| answer.tell(&building.match_bookings(&target, now)?))
    })
}

/// SPEC 5.1.
#[wasm_bindgen]
pub fn match_plate(building: u32, plate: &str, region: Option<String>, at: f64) -> u32 {
    told_at(building, at, &|building, now, answer| {
        answer.tell(&building.match_plate(plate, region.as_deref(), now))
    })
}

/// SPEC 6.3, 6.5.
#[wasm_bindgen]
pub fn check_in(building: u32, asked: &str, at: f64) -> u32 {
    told(&|answer| {
        let CheckedIn { booking, vehicle, by } = from_json(asked)?;
        ask(building, at, &mut |building, now| answer.tell(&building.check_in(&booking, &vehicle, &by, now)))
    })
}

/// SPEC 6.4.
#[wasm_bindgen]
pub fn walk_in(building: u32, asked: &str, at: f64) -> u32 {
    told(&|answer| {
        let WalkedIn { host, vehicle } = from_json(asked)?;
        ask(building, at, &mut |building, now| answer.tell(&building.walk_in(&host, &vehicle, now)?))
    })
}

/// SPEC 7.3; `null` when "Call management" is not shown.
#[wasm_bindgen]
pub fn call_management(building: u32, at: f64) -> u32 {
    told_at(building, at, &|building, now, answer| {
        answer.with(&building.call_management(now).as_ref().map(Told))
    })
}

/// SPEC 7.1.
#[wasm_bindgen]
pub fn other_visitor_shortcut(building: u32) -> u32 {
    told_of(building, &|building, answer| answer.with(&building.other_visitor_shortcut()))
}

/// SPEC 8.1 to 8.5; `null` when it was rejected or cancelled.
#[wasm_bindgen]
pub fn permit(building: u32, booking: &str, at: f64) -> u32 {
    told_at(building, at, &|building, now, answer| {
        answer.with(&building.permit(booking, now)?.as_ref().map(Told))
    })
}

/// SPEC 8.5.
#[wasm_bindgen]
pub fn board(building: u32, tab: &str, at: f64) -> u32 {
    told(&|answer| {
        let mut tabs = [Tab::Today, Tab::Upcoming, Tab::Past].into_iter();
        let tab = tabs.find(|other| other.as_str() == tab);
        let tab = tab.ok_or_else(|| Refused::malformed("tab", "expected today, upcoming or past"))?;
        ask(building, at, &mut |building, now| answer.tell(building.board(tab, now).as_slice()))
    })
}

/// SPEC 8.7; ids of bookings.
#[wasm_bindgen]
pub fn search_permits(building: u32, query: &str, at: f64) -> u32 {
    told_at(building, at, &|building, now, answer| {
        answer.list(building.search_permits(query, now).iter().map(|booking| booking.id.as_str()))
    })
}

/// SPEC 8.8.
#[wasm_bindgen]
pub fn check_plate(building: u32, plate: &str, region: Option<String>, at: f64) -> u32 {
    told_at(building, at, &|building, now, answer| {
        answer.tell(&building.check_plate(plate, region.as_deref(), now))
    })
}

/// SPEC 9.1; ids of doors.
#[wasm_bindgen]
pub fn doors(building: u32, resident: &str, at: f64) -> u32 {
    told_at(building, at, &|building, now, answer| answer.list(building.doors(resident, now)?))
}

/// SPEC 9.1, 9.2.
#[wasm_bindgen]
pub fn enter(building: u32, asked: &str, at: f64) -> u32 {
    told(&|answer| {
        let Entered { who, door } = from_json(asked)?;
        ask(building, at, &mut |building, now| answer.tell(&building.enter(&who, &door, now)?))
    })
}

/// SPEC 9.2.
#[wasm_bindgen]
pub fn invite_status(building: u32, invite: &str, at: f64) -> u32 {
    told_at(building, at, &|building, now, answer| {
        answer.with(&Word(building.invite_status(invite, now)?.as_str()))
    })
}

/// SPEC 9.3.
#[wasm_bindgen]
pub fn request_invite(building: u32, asked: &str) -> u32 {
    told(&|answer| {
        let Invited { resident, by, starts_at } = from_json(asked)?;
        read(building, &mut |building| answer.tell(&building.request_invite(&resident, by, starts_at)?))
    })
}

/// SPEC 9.5.
#[wasm_bindgen]
pub fn enter_code(building: u32, code: &str, door: &str, at: f64) -> u32 {
    told_at(building, at, &|building, now, answer| answer.with(&building.enter_code(code, door, now)?))
}
