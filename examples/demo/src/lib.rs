//! A building to try the examples on: the residents of a property-management export, and around them everything that a
//! visitor may come by today.
//!
//! - `import` brings the residents in; `visits` makes bookings, check-ins and an invite around the day of the start.
//! - `card` says what to try. It asks the building for names and codes, so that it is right for any export.

mod card;
mod import;
mod visits;

use anyhow::Result;
use vestibule::{Building, Instant};

/// A condo building around the residents of `csv` as it is at `start`, and a card of things to try.
pub fn build(csv: &[u8], start: Instant) -> Result<(Building, Vec<String>)> {
    let residents = import::import(csv, start)?;
    let (building, cast) = visits::arrange(residents, start)?;
    let card = card::card(&building, &cast, start)?;
    Ok((building, card))
}
