//! What of a building's document is a resident's own.

use std::collections::HashSet;
use vestibule::document::{Booking, CheckIn, CheckInSubject, Document, GuestInvite, Holder, Host};

/// Whether a resident holds a booking.
pub(super) fn holds(resident: &str, booking: &Booking) -> bool {
    matches!(&booking.holder, Holder::Resident(id) if id == resident)
}

/// What is a resident's besides the profile, in the order of the document.
pub(super) struct Own<'d> {
    /// Those that they hold.
    pub(super) bookings: Vec<&'d Booking>,
    /// Those of these bookings, and of guests who walked in to them.
    pub(super) check_ins: Vec<&'d CheckIn>,
    /// Those of their guests.
    pub(super) guest_invites: Vec<&'d GuestInvite>,
}

impl<'d> Own<'d> {
    pub(super) fn of(document: &'d Document, resident: &str) -> Self {
        let bookings: Vec<_> = document.bookings.iter().filter(|booking| holds(resident, booking)).collect();
        let booked: HashSet<&str> = bookings.iter().map(|booking| booking.id.as_str()).collect();
        let is_theirs = |check_in: &&CheckIn| match &check_in.subject {
            CheckInSubject::Booking(id) => booked.contains(id.as_str()),
            CheckInSubject::WalkIn(host) => matches!(host, Host::Resident(id) if id == resident),
        };
        let check_ins = document.check_ins.iter().filter(is_theirs).collect();
        let guest_invites =
            document.guest_invites.iter().filter(|invite| invite.resident == resident).collect();
        Self { bookings, check_ins, guest_invites }
    }
}
