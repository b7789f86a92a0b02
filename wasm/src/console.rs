//! The console's session (SPEC 10). Each function answers with the place of its answer.

use crate::answer::{Refused, told};
use crate::asked::{Setup, any_instant};
use crate::store;
use vestibule::Building;
use vestibule::console::{ConsoleSetup, Event, Session};
use vestibule::document::from_json;
use vestibule_records::{Effect, Input};
use wasm_bindgen::prelude::wasm_bindgen;

/// A session, and the number of the building whose rules it asks.
pub(crate) struct Console {
    session: Session,
    pub(crate) building: u32,
}

/// Starts a session at its welcome screen; its number.
#[wasm_bindgen]
pub fn start(building: u32, setup: &str, at: f64) -> u32 {
    told(&|answer| {
        let setup: Setup = from_json(setup).map_err(|error| error.within("setup"))?;
        let at = any_instant(at)?;
        let setup = ConsoleSetup {
            door: &setup.door,
            language: setup.language,
            check_in_prefix: &setup.check_in_prefix,
        };
        let mut console = Box::new(Console { session: Session::blank(), building });
        store::read(building, &mut |rules| {
            if !rules.document().doors.iter().any(|door| door.id == setup.door) {
                return Err(vestibule::Error::unknown("setup.door").into());
            }
            let started = console.session.start(setup, at, rules);
            started.map_err(|error| Refused::malformed("setup", &error.to_string()))
        })?;
        answer.with(&store::add(|_| Ok(console))?)
    })
}

/// Ends a session.
#[wasm_bindgen]
pub fn end(console: u32) -> u32 {
    told(&|answer| {
        store::remove::<Console>(console);
        answer.with(&())
    })
}

/// Takes one input; the list of what the host must do.
#[wasm_bindgen]
pub fn handle(console: u32, input: &str, at: f64) -> u32 {
    told(&|answer| {
        let input: Input = from_json(input).map_err(|error| error.within("input"))?;
        let at = any_instant(at)?;
        store::at_console(console, &mut |console, building| {
            let effect = console.session.handle(Event::from(&input), at, building);
            let effect = effect.map(|effect| Effect::of(effect, building)).transpose()?;
            answer.with(effect.as_slice())
        })
    })
}

/// What to draw now.
#[wasm_bindgen]
pub fn screen(console: u32) -> u32 {
    told(&|answer| {
        store::at_console(console, &mut |console, building| {
            answer.tell(&console.session.screen(building).to_screen())
        })
    })
}

/// When the session wants a tick if no other input comes before.
#[wasm_bindgen]
pub fn next_deadline(console: u32) -> u32 {
    told(&|answer| {
        store::at_console(console, &mut |console, _| answer.with(&console.session.next_deadline().millis()))
    })
}

/// Whether the building may be replaced without anyone at the door noticing.
#[wasm_bindgen]
pub fn may_update(console: u32) -> u32 {
    told(&|answer| store::at_console(console, &mut |console, _| answer.with(&console.session.may_update())))
}

/// Lets the session ask another building's rules from now on.
#[wasm_bindgen]
pub fn update(console: u32, building: u32) -> u32 {
    told(&|answer| {
        store::kept::<Building>(building)?;
        store::kept::<Console>(console)?.building = building;
        answer.with(&())
    })
}
