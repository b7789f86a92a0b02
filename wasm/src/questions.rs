//! The questions to a building, in the order of the rule book.

use crate::answer::{Refused, Thrown, json};
use crate::asked::{Booked, CheckedIn, Entered, Invited, Matched, WalkedIn, instant};
use crate::store::read;
use serde::Serialize;
use vestibule::document::{from_json, resident_draft};
use vestibule::parking::permit::Tab;
use vestibule::{Building, Error, Now};
use vestibule_records as records;
use wasm_bindgen::prelude::wasm_bindgen;

/// Asks about an instant, and writes the answer.
fn ask<R: Serialize>(
    building: u32,
    at: f64,
    question: impl Fn(&Building, &Now<'_>) -> Result<R, Error>,
) -> Result<String, Thrown> {
    answer(building, at, &|building, now| json(&question(building, now)?))
}

/// What all questions about an instant share, once.
#[inline(never)]
fn answer(
    building: u32,
    at: f64,
    question: &dyn Fn(&Building, &Now<'_>) -> Result<String, Refused>,
) -> Result<String, Thrown> {
    let at = instant(at)?;
    read(building, |building| question(building, &building.now(at)))
}

fn list<R, T: From<R>>(answers: impl IntoIterator<Item = R>) -> Vec<T> {
    answers.into_iter().map(T::from).collect()
}

/// SPEC 2.2; a draft of a profile.
///
/// # Errors
/// See [`Building::validate_resident`].
#[wasm_bindgen]
pub fn validate_resident(building: u32, draft: &str, at: f64) -> Result<String, Thrown> {
    let draft = resident_draft(draft).map_err(|error| error.within("resident"))?;
    ask(building, at, |building, now| {
        Ok(list::<_, records::ProfileViolation>(building.validate_resident(&draft, now)))
    })
}

/// SPEC 2.6; ids of residents.
///
/// # Errors
/// When the building is closed.
#[wasm_bindgen]
pub fn staff_search(building: u32, query: &str, at: f64) -> Result<String, Thrown> {
    answer(building, at, &|building, now| {
        let found = building.staff_search(query, now);
        json(&found.iter().map(|resident| resident.id.as_str()).collect::<Vec<_>>())
    })
}

/// SPEC 3.1 to 3.5.
///
/// # Errors
/// When the building is closed.
#[wasm_bindgen]
pub fn search_names(building: u32, query: &str, at: f64) -> Result<String, Thrown> {
    ask(building, at, |building, now| Ok(records::NameSearch::from(building.search_names(query, now))))
}

/// SPEC 3.6.
///
/// # Errors
/// When the building is closed.
#[wasm_bindgen]
pub fn search_suites(building: u32, query: &str) -> Result<String, Thrown> {
    read(building, |building| json(&list::<_, records::SuiteHit>(building.search_suites(query))))
}

/// SPEC 3.7.
///
/// # Errors
/// When the building is closed.
#[wasm_bindgen]
pub fn dial_code(building: u32, code: &str, at: f64) -> Result<String, Thrown> {
    ask(building, at, |building, now| Ok(records::Dialled::from(building.dial_code(code, now))))
}

/// SPEC 4.3.
///
/// # Errors
/// See [`Building::request_booking`].
#[wasm_bindgen]
pub fn request_booking(building: u32, asked: &str, at: f64) -> Result<String, Thrown> {
    let Booked { request } = from_json(asked)?;
    ask(building, at, |building, now| {
        building.request_booking(&request, now).map(records::RequestAnswer::from)
    })
}

/// SPEC 4.6.
///
/// # Errors
/// See [`Building::approve`].
#[wasm_bindgen]
pub fn approve(building: u32, booking: &str, at: f64) -> Result<String, Thrown> {
    ask(building, at, |building, now| building.approve(booking, now).map(records::ApproveAnswer::from))
}

/// SPEC 5.
///
/// # Errors
/// See [`Building::match_bookings`].
#[wasm_bindgen]
pub fn match_bookings(building: u32, asked: &str, at: f64) -> Result<String, Thrown> {
    let Matched { target } = from_json(asked)?;
    ask(building, at, |building, now| building.match_bookings(&target, now).map(records::Match::from))
}

/// SPEC 5.1.
///
/// # Errors
/// When the building is closed.
#[wasm_bindgen]
pub fn match_plate(building: u32, plate: &str, region: Option<String>, at: f64) -> Result<String, Thrown> {
    ask(building, at, |building, now| {
        Ok(records::Match::from(building.match_plate(plate, region.as_deref(), now)))
    })
}

/// SPEC 6.3, 6.5.
///
/// # Errors
/// When the building is closed.
#[wasm_bindgen]
pub fn check_in(building: u32, asked: &str, at: f64) -> Result<String, Thrown> {
    let CheckedIn { booking, vehicle, by } = from_json(asked)?;
    ask(building, at, |building, now| {
        Ok(records::CheckInAnswer::from(building.check_in(&booking, &vehicle, &by, now)))
    })
}

/// SPEC 6.4.
///
/// # Errors
/// See [`Building::walk_in`].
#[wasm_bindgen]
pub fn walk_in(building: u32, asked: &str, at: f64) -> Result<String, Thrown> {
    let WalkedIn { host, vehicle } = from_json(asked)?;
    ask(building, at, |building, now| building.walk_in(&host, &vehicle, now).map(records::WalkInAnswer::from))
}

/// SPEC 7.3; `null` when "Call management" is not shown.
///
/// # Errors
/// When the building is closed.
#[wasm_bindgen]
pub fn call_management(building: u32, at: f64) -> Result<String, Thrown> {
    ask(building, at, |building, now| Ok(building.call_management(now).map(records::ManagementContact::from)))
}

/// SPEC 7.1.
///
/// # Errors
/// When the building is closed.
#[wasm_bindgen]
pub fn other_visitor_shortcut(building: u32) -> Result<bool, Thrown> {
    read(building, |building| Ok(building.other_visitor_shortcut()))
}

/// SPEC 8.1 to 8.5; `null` when it was rejected or cancelled.
///
/// # Errors
/// See [`Building::permit`].
#[wasm_bindgen]
pub fn permit(building: u32, booking: &str, at: f64) -> Result<String, Thrown> {
    ask(building, at, |building, now| Ok(building.permit(booking, now)?.map(records::Permit::from)))
}

/// SPEC 8.5.
///
/// # Errors
/// When there is no such tab.
#[wasm_bindgen]
pub fn board(building: u32, tab: &str, at: f64) -> Result<String, Thrown> {
    let mut tabs = [Tab::Today, Tab::Upcoming, Tab::Past].into_iter();
    let tab = tabs.find(|other| other.as_str() == tab);
    let tab = tab.ok_or_else(|| Refused::malformed("tab", "expected today, upcoming or past"))?;
    ask(building, at, |building, now| Ok(list::<_, records::BoardRow>(building.board(tab, now))))
}

/// SPEC 8.7; ids of bookings.
///
/// # Errors
/// When the building is closed.
#[wasm_bindgen]
pub fn search_permits(building: u32, query: &str, at: f64) -> Result<String, Thrown> {
    answer(building, at, &|building, now| {
        let found = building.search_permits(query, now);
        json(&found.iter().map(|booking| booking.id.as_str()).collect::<Vec<_>>())
    })
}

/// SPEC 8.8.
///
/// # Errors
/// When the building is closed.
#[wasm_bindgen]
pub fn check_plate(building: u32, plate: &str, region: Option<String>, at: f64) -> Result<String, Thrown> {
    ask(building, at, |building, now| {
        Ok(records::PlateCheck::from(building.check_plate(plate, region.as_deref(), now)))
    })
}

/// SPEC 9.1; ids of doors.
///
/// # Errors
/// See [`Building::doors`].
#[wasm_bindgen]
pub fn doors(building: u32, resident: &str, at: f64) -> Result<String, Thrown> {
    answer(building, at, &|building, now| json(&building.doors(resident, now)?))
}

/// SPEC 9.1, 9.2.
///
/// # Errors
/// See [`Building::enter`].
#[wasm_bindgen]
pub fn enter(building: u32, asked: &str, at: f64) -> Result<String, Thrown> {
    let Entered { who, door } = from_json(asked)?;
    ask(building, at, |building, now| building.enter(&who, &door, now).map(records::Entry::from))
}

/// SPEC 9.2.
///
/// # Errors
/// See [`Building::invite_status`].
#[wasm_bindgen]
pub fn invite_status(building: u32, invite: &str, at: f64) -> Result<String, Thrown> {
    ask(building, at, |building, now| building.invite_status(invite, now).map(records::InviteStatus::from))
}

/// SPEC 9.3.
///
/// # Errors
/// See [`Building::request_invite`].
#[wasm_bindgen]
pub fn request_invite(building: u32, asked: &str) -> Result<String, Thrown> {
    let Invited { resident, by, starts_at } = from_json(asked)?;
    read(building, |building| {
        let answer = building.request_invite(&resident, by, starts_at)?;
        json(&records::InviteAnswer::from(answer))
    })
}

/// SPEC 9.5.
///
/// # Errors
/// See [`Building::enter_code`].
#[wasm_bindgen]
pub fn enter_code(building: u32, code: &str, door: &str, at: f64) -> Result<bool, Thrown> {
    let at = instant(at)?;
    read(building, |building| Ok(building.enter_code(code, door, &building.now(at))?))
}
