//! Records that come and change all day, taken in by an open building: what opening the changed document would give, without
//! checking and preparing all of it again.

use super::Building;
use crate::document::{Booking, CheckIn, Error, Reference, check_booking, check_check_in};
use core::mem::replace;

/// A record to be put into the document: in place of the one with its id, or as a new one at the end of its list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Put {
    /// A booking.
    Booking(Booking),
    /// A check-in or a walk-in, whatever else was recorded: [`Building::recording`] decides on one that has just been made.
    CheckIn(CheckIn),
}

impl Building {
    /// Puts a record into the document. The building is then as if it had been opened with it, of the same
    /// [edition](Self::with_edition).
    ///
    /// # Errors
    /// As [`check_put`](Self::check_put); the building is as before then.
    pub fn put(&mut self, put: Put) -> Result<(), Error> {
        self.check_put(&put)?;
        match put {
            Put::Booking(booking) => self.put_booking(booking),
            Put::CheckIn(check_in) => self.put_check_in(check_in),
        }
        Ok(())
    }

    /// Whether a record may be put into the document.
    ///
    /// # Errors
    /// The [`Error`] that opening the document with it would report.
    pub fn check_put(&self, put: &Put) -> Result<(), Error> {
        match put {
            Put::Booking(booking) => {
                let end = self.document.bookings.len();
                let position = self.ledger.position(&booking.id).unwrap_or(end);
                check_booking(booking, position, &|reference| self.knows(reference))
            }
            Put::CheckIn(check_in) => {
                let end = self.document.check_ins.len();
                let position = self.check_in_position(&check_in.id).unwrap_or(end);
                check_check_in(check_in, position, &|reference| self.knows(reference))
            }
        }
    }

    fn knows(&self, reference: Reference<'_>) -> bool {
        match reference {
            Reference::Suite(id) => self.suites.contains_key(id),
            Reference::Resident(id) => self.residents.contains_key(id),
            Reference::Manager(id) => self.document.managers.iter().any(|manager| manager.id == id),
            Reference::Amenity(id) => self.amenities.contains_key(id),
            Reference::Booking(id) => self.ledger.position(id).is_some(),
        }
    }

    pub(super) fn check_in_position(&self, id: &str) -> Option<usize> {
        self.document.check_ins.iter().position(|check_in| check_in.id == id)
    }

    fn put_booking(&mut self, booking: Booking) {
        let bookings = &mut self.document.bookings;
        let position = self.ledger.position(&booking.id).unwrap_or(bookings.len());
        let before = match bookings.get_mut(position) {
            Some(known) => Some(replace(known, booking)),
            None => {
                bookings.push(booking);
                None
            }
        };
        self.ledger.put_booking(&self.document, position, before.as_ref());
    }

    pub(super) fn put_check_in(&mut self, check_in: CheckIn) {
        let position = self.check_in_position(&check_in.id).unwrap_or(self.document.check_ins.len());
        let before = match self.document.check_ins.get_mut(position) {
            Some(known) => Some(replace(known, check_in)),
            None => {
                self.document.check_ins.push(check_in);
                None
            }
        };
        self.ledger.put_check_in(&self.document, position, before.as_ref(), &self.zone);
    }
}
