//! The console's session (SPEC 10).

use crate::answer::{Refused, Thrown, json};
use crate::asked::{Fed, Setup, any_instant};
use crate::store;
use vestibule::console::{ConsoleSetup, Event, Session};
use vestibule::document::from_json;
use vestibule::{Building, Instant};
use vestibule_records::{Effect, Screen};
use wasm_bindgen::prelude::wasm_bindgen;

/// A session, and the number of the building whose rules it asks.
pub(crate) struct Console {
    session: Box<Session>,
    pub(crate) building: u32,
}

/// Starts a session at its welcome screen.
///
/// # Errors
/// For a set-up that cannot be taken.
#[wasm_bindgen]
pub fn start(building: u32, setup: &str, at: f64) -> Result<u32, Thrown> {
    let setup: Setup = from_json(setup).map_err(|error| error.within("setup"))?;
    let at = any_instant(at)?;
    let setup =
        ConsoleSetup { door: &setup.door, language: setup.language, check_in_prefix: &setup.check_in_prefix };
    let session = store::read(building, |rules| {
        if !rules.document().doors.iter().any(|door| door.id == setup.door) {
            return Err(vestibule::Error::unknown("setup.door").into());
        }
        let mut session = Box::new(Session::blank());
        session.start(setup, at, rules).map_err(|error| Refused::malformed("setup", &error.to_string()))?;
        Ok(session)
    })?;
    Ok(store::add(|_| Ok(Console { session, building }))?)
}

/// Ends a session.
#[wasm_bindgen]
pub fn end(console: u32) {
    store::remove::<Console>(console);
}

/// Takes one input; answers with the list of what the host must do.
///
/// # Errors
/// When the input cannot be taken, or the session or its building is gone.
#[wasm_bindgen]
pub fn handle(console: u32, input: &str, at: f64) -> Result<String, Thrown> {
    let Fed { input } = from_json(input)?;
    let at = any_instant(at)?;
    store::at_console(console, |console, building| {
        let effect = console.session.handle(Event::from(&input), at, building);
        let effect = effect.map(|effect| Effect::of(effect, building)).transpose()?;
        json(&effect.as_slice())
    })
}

/// What to draw now.
///
/// # Errors
/// When the session or its building is gone.
#[wasm_bindgen]
pub fn screen(console: u32) -> Result<String, Thrown> {
    store::at_console(console, |console, building| {
        json(&Screen::from(console.session.screen(building).to_screen()))
    })
}

/// When the session wants a tick if no other input comes before.
///
/// # Errors
/// When the session or its building is gone.
#[wasm_bindgen]
pub fn next_deadline(console: u32) -> Result<f64, Thrown> {
    store::at_console(console, |console, _| Ok(millis(console.session.next_deadline())))
}

/// Whether the building may be replaced without anyone at the door noticing.
///
/// # Errors
/// When the session or its building is gone.
#[wasm_bindgen]
pub fn may_update(console: u32) -> Result<bool, Thrown> {
    store::at_console(console, |console, _| Ok(console.session.may_update()))
}

/// Lets the session ask another building's rules from now on.
///
/// # Errors
/// When the session or the building is gone.
#[wasm_bindgen]
pub fn update(console: u32, building: u32) -> Result<(), Thrown> {
    store::read(building, |_: &Building| Ok(()))?;
    store::change(console, |console: &mut Console| {
        console.building = building;
        Ok(())
    })
}

/// Milliseconds of an instant near the years of the rules, which a float holds exactly.
#[allow(clippy::cast_precision_loss, reason = "it is within 53 bits")]
fn millis(at: Instant) -> f64 {
    at.millis() as f64
}
