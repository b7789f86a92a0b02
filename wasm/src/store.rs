//! What is open, by number. Numbers are never used twice, so that a stale one finds nothing.

use crate::answer::{Refused, Thrown};
use crate::console::Console;
use std::cell::RefCell;
use vestibule::Building;

/// Everything that is open.
#[derive(Default)]
pub(crate) struct Store {
    last: u32,
    buildings: Vec<(u32, Building)>,
    consoles: Vec<(u32, Console)>,
}

thread_local! {
    static STORE: RefCell<Store> = RefCell::new(Store::default());
}

/// A kind of thing that is kept.
pub(crate) trait Kept: Sized {
    fn all(store: &mut Store) -> &mut Vec<(u32, Self)>;
}

impl Kept for Building {
    fn all(store: &mut Store) -> &mut Vec<(u32, Self)> {
        &mut store.buildings
    }
}

impl Kept for Console {
    fn all(store: &mut Store) -> &mut Vec<(u32, Self)> {
        &mut store.consoles
    }
}

/// Keeps what is made for a new number, and answers with that number.
pub(crate) fn add<T: Kept>(make: impl FnOnce(u32) -> Result<T, Refused>) -> Result<u32, Refused> {
    let number = STORE.with_borrow(|store| store.last.checked_add(1)).ok_or_else(Refused::freed)?;
    let made = make(number)?;
    STORE.with_borrow_mut(|store| {
        store.last = number;
        T::all(store).push((number, made));
    });
    Ok(number)
}

/// Lets go of something; nothing happens when it is gone already.
pub(crate) fn remove<T: Kept>(number: u32) {
    STORE.with_borrow_mut(|store| T::all(store).retain(|(other, _)| *other != number));
}

/// Asks something of a building.
pub(crate) fn read<R>(number: u32, ask: impl FnOnce(&Building) -> Result<R, Refused>) -> Result<R, Thrown> {
    change(number, |building: &mut Building| ask(building))
}

/// Changes something that is kept.
pub(crate) fn change<T: Kept, R>(
    number: u32,
    change: impl FnOnce(&mut T) -> Result<R, Refused>,
) -> Result<R, Thrown> {
    STORE.with_borrow_mut(|store| {
        let (_, kept) =
            T::all(store).iter_mut().find(|(other, _)| *other == number).ok_or_else(Refused::freed)?;
        Ok(change(kept)?)
    })
}

/// Feeds or asks a console, with its building at hand.
pub(crate) fn at_console<R>(
    number: u32,
    ask: impl FnOnce(&mut Console, &Building) -> Result<R, Refused>,
) -> Result<R, Thrown> {
    STORE.with_borrow_mut(|store| {
        let Store { buildings, consoles, .. } = store;
        let (_, console) =
            consoles.iter_mut().find(|(other, _)| *other == number).ok_or_else(Refused::freed)?;
        let (_, building) =
            buildings.iter().find(|(other, _)| *other == console.building).ok_or_else(Refused::freed)?;
        Ok(ask(console, building)?)
    })
}
