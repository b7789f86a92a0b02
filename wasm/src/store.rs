//! What is open, by number. Numbers are never used twice, so that a stale one finds nothing.

use crate::answer::{Answered, Refused};
use crate::console::Console;
use std::cell::{RefCell, RefMut};
use vestibule::Building;

/// Everything that is open.
#[derive(Default)]
pub(crate) struct Store {
    last: u32,
    buildings: Vec<(u32, Box<Building>)>,
    consoles: Vec<(u32, Box<Console>)>,
}

thread_local! {
    // For as long as the instance lives, so that what is borrowed need not be asked within a closure.
    static STORE: &'static RefCell<Store> = Box::leak(Box::default());
}

fn store() -> RefMut<'static, Store> {
    STORE.with(|store| *store).borrow_mut()
}

/// A kind of thing that is kept.
pub(crate) trait Kept: Sized + 'static {
    fn all(store: &mut Store) -> &mut Vec<(u32, Box<Self>)>;
}

impl Kept for Building {
    fn all(store: &mut Store) -> &mut Vec<(u32, Box<Self>)> {
        &mut store.buildings
    }
}

impl Kept for Console {
    fn all(store: &mut Store) -> &mut Vec<(u32, Box<Self>)> {
        &mut store.consoles
    }
}

/// Keeps what is made for a new number, and answers with that number.
pub(crate) fn add<T: Kept>(make: impl FnOnce(u32) -> Result<Box<T>, Refused>) -> Result<u32, Refused> {
    let number = store().last.checked_add(1).ok_or_else(Refused::freed)?;
    let made = make(number)?;
    let mut store = store();
    store.last = number;
    T::all(&mut store).push((number, made));
    Ok(number)
}

/// Lets go of something; nothing happens when it is gone already.
pub(crate) fn remove<T: Kept>(number: u32) {
    let mut store = store();
    let all = T::all(&mut store);
    if let Some(at) = all.iter().position(|(other, _)| *other == number) {
        all.swap_remove(at);
    }
}

/// Something that is kept.
pub(crate) fn kept<T: Kept>(number: u32) -> Result<RefMut<'static, T>, Refused> {
    RefMut::filter_map(store(), |store| find(T::all(store), number)).map_err(|_| Refused::freed())
}

/// Asks something of a building.
#[inline(never)]
pub(crate) fn read(number: u32, ask: &mut dyn FnMut(&Building) -> Answered) -> Answered {
    ask(&*kept(number)?)
}

/// Feeds or asks a console, with its building at hand.
#[inline(never)]
pub(crate) fn at_console(number: u32, ask: &mut dyn FnMut(&mut Console, &Building) -> Answered) -> Answered {
    let mut store = store();
    let Store { buildings, consoles, .. } = &mut *store;
    let console = find(consoles, number).ok_or_else(Refused::freed)?;
    let building = find(buildings, console.building).ok_or_else(Refused::freed)?;
    ask(console, building)
}

fn find<T>(all: &mut [(u32, Box<T>)], number: u32) -> Option<&mut T> {
    all.iter_mut().find(|(other, _)| *other == number).map(|(_, kept)| &mut **kept)
}
