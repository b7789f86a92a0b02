//! The board: today, upcoming and past, and the search for permits (SPEC 8.5, 8.7).

use super::enforcement::permit_vehicle;
use super::ledger::Ledger;
use super::permit::{Tab, tab};
use super::request::holds_capacity;
use crate::calendar::Now;
use crate::directory::fold::{folded_letters_and_digits, name_tokens, query_tokens};
use crate::document::{Booking, CheckIn, CheckInSubject, Document, Holder, Resident, filled};
use alloc::string::String;
use alloc::vec::Vec;
use chrono::NaiveDateTime;
use core::cmp::Reverse;
use hashbrown::HashMap;

/// A row of the board.
#[derive(Clone, Copy, Debug)]
pub enum Row<'d> {
    /// A booking, pending or approved.
    Booking(&'d Booking),
    /// A walk-in.
    WalkIn(&'d CheckIn),
}

impl Row<'_> {
    fn id(&self) -> &str {
        match self {
            Self::Booking(booking) => &booking.id,
            Self::WalkIn(check_in) => &check_in.id,
        }
    }
}

/// A row with the wall times that it is ordered by; a walk-in's local time stands for both.
struct Placed<'d> {
    row: Row<'d>,
    start: NaiveDateTime,
    end: NaiveDateTime,
}

/// The rows of a tab (SPEC 8.5): today and upcoming by start, earliest first, past by end, latest first; then by id.
/// Walk-ins after now have not happened yet.
pub fn board<'d>(bookings: &'d [Booking], check_ins: &'d [CheckIn], tab: Tab, now: &Now<'_>) -> Vec<Row<'d>> {
    let mut placed: Vec<Placed<'d>> = bookings_of(bookings, tab, now).collect();
    placed.extend(walk_ins_of(check_ins, tab, now));
    match tab {
        Tab::Today | Tab::Upcoming => {
            placed.sort_unstable_by(|a, b| (a.start, a.row.id()).cmp(&(b.start, b.row.id())));
        }
        Tab::Past => {
            placed.sort_unstable_by(|a, b| (Reverse(a.end), a.row.id()).cmp(&(Reverse(b.end), b.row.id())));
        }
    }
    placed.into_iter().map(|placed| placed.row).collect()
}

fn bookings_of<'d>(bookings: &'d [Booking], wanted: Tab, now: &Now<'_>) -> impl Iterator<Item = Placed<'d>> {
    let today = now.today();
    let on_board = bookings.iter().filter(|booking| holds_capacity(booking));
    let on_tab = on_board.filter(move |booking| tab(booking.start, booking.end, today) == wanted);
    on_tab.map(|booking| Placed { row: Row::Booking(booking), start: booking.start, end: booking.end })
}

fn walk_ins_of<'d>(check_ins: &'d [CheckIn], wanted: Tab, now: &Now<'_>) -> impl Iterator<Item = Placed<'d>> {
    let walk_ins = check_ins.iter().filter(|check_in| {
        matches!(check_in.subject, CheckInSubject::WalkIn(_)) && check_in.at <= now.instant()
    });
    walk_ins.filter_map(move |check_in| {
        let local = now.zone().local(check_in.at);
        let on = if local.date() < now.today() { Tab::Past } else { Tab::Today };
        (on == wanted).then_some(Placed { row: Row::WalkIn(check_in), start: local, end: local })
    })
}

/// The permits that a query finds, in the board's order: today, upcoming, past (SPEC 8.7).
pub(crate) fn search<'d>(
    query: &str,
    document: &'d Document,
    ledger: &Ledger,
    now: &Now<'_>,
) -> Vec<&'d Booking> {
    let tokens = query_tokens(query);
    let joined = tokens.concat();
    let residents: HashMap<&str, &Resident> =
        document.residents.iter().map(|resident| (resident.id.as_str(), resident)).collect();
    let suites: HashMap<&str, &str> =
        document.suites.iter().map(|suite| (suite.id.as_str(), suite.number.as_str())).collect();
    let finds = |booking: &Booking| {
        if tokens.is_empty() {
            return true;
        }
        let vehicle = permit_vehicle(booking, document, ledger, now);
        let plate = vehicle.and_then(|vehicle| vehicle.plate.as_deref()).unwrap_or_default();
        let plate_joined = folded_letters_and_digits(plate);
        if plate_joined.starts_with(&joined) {
            return true;
        }
        let holder = match &booking.holder {
            Holder::Resident(id) => residents.get(id.as_str()).copied(),
            Holder::Manager(_) => None,
        };
        let suite = suites.get(booking.suite.as_str()).copied().unwrap_or_default();
        let mut known: Vec<String> = [plate_joined, folded_letters_and_digits(suite)].into();
        let names = holder.into_iter().flat_map(|resident| {
            [resident.first_name.as_deref(), resident.last_name.as_deref(), resident.display.name.as_deref()]
        });
        let texts = names.chain([booking.guest_name.as_deref(), Some(suite), Some(plate)]);
        known.extend(texts.filter_map(filled).flat_map(name_tokens));
        tokens.iter().all(|token| known.iter().any(|one| one.starts_with(token.as_str())))
    };
    let tabs = [Tab::Today, Tab::Upcoming, Tab::Past];
    let rows = tabs.into_iter().flat_map(|tab| board(&document.bookings, &[], tab, now));
    let bookings = rows.filter_map(|row| match row {
        Row::Booking(booking) => Some(booking),
        Row::WalkIn(_) => None,
    });
    bookings.filter(|booking| finds(booking)).collect()
}
