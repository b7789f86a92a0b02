//! The board: today, upcoming and past, and the search for permits (SPEC 8.5, 8.7).

use super::enforcement::PermitVehicles;
use super::ledger::Ledger;
use super::permit::{self, Tab};
use super::request::holds_capacity;
use crate::calendar::{Now, millis_of};
use crate::directory::fold::{folded_letters_and_digits, query_tokens};
use crate::document::{Booking, CheckIn, CheckInSubject, Document, Holder, Vehicle};
use crate::people::tokens::TokenSet;
use crate::table::HashMap;
use alloc::string::String;
use alloc::vec::Vec;
use chrono::NaiveDateTime;

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

/// A row with what it is ordered by.
struct Placed<'d> {
    /// Milliseconds of the wall time that counts on the tab, so that the earlier ones come first; past, the later ones.
    rank: i64,
    /// How its id begins: rows of one hour are mostly told apart without a look at the ids themselves.
    id_begins: u64,
    row: Row<'d>,
}

impl<'d> Placed<'d> {
    /// A walk-in's local time stands for both its start and its end.
    fn new(row: Row<'d>, start: NaiveDateTime, end: NaiveDateTime, on: Tab) -> Self {
        let rank = match on {
            Tab::Today | Tab::Upcoming => millis_of(start),
            Tab::Past => -millis_of(end),
        };
        let id = row.id().as_bytes();
        let mut id_begins = 0;
        for at in 0..8 {
            id_begins = id_begins << 8 | id.get(at).map_or(0, |byte| u64::from(*byte));
        }
        Self { rank, id_begins, row }
    }
}

/// The rows of a tab (SPEC 8.5): today and upcoming by start, earliest first, past by end, latest first; then by id.
/// Walk-ins after now have not happened yet.
pub fn board<'d>(bookings: &'d [Booking], check_ins: &'d [CheckIn], tab: Tab, now: &Now<'_>) -> Vec<Row<'d>> {
    let mut placed: Vec<Placed<'d>> = Vec::new();
    for booking in bookings {
        let (start, end) = (booking.start, booking.end);
        if holds_capacity(booking) && permit::tab(start, end, now.today()) == tab {
            placed.push(Placed::new(Row::Booking(booking), start, end, tab));
        }
    }
    for check_in in check_ins {
        if matches!(check_in.subject, CheckInSubject::WalkIn(_)) && check_in.at <= now.instant() {
            let local = now.clock().local(check_in.at);
            let on = if local.date() < now.today() { Tab::Past } else { Tab::Today };
            if on == tab {
                placed.push(Placed::new(Row::WalkIn(check_in), local, local, tab));
            }
        }
    }
    placed.sort_unstable_by(|a, b| {
        let by_id = || a.row.id().cmp(b.row.id());
        (a.rank, a.id_begins).cmp(&(b.rank, b.id_begins)).then_with(by_id)
    });
    placed.into_iter().map(|placed| placed.row).collect()
}

/// The permits that a query finds, in the board's order: today, upcoming, past (SPEC 8.7).
pub(crate) fn search<'d>(
    query: &str,
    document: &'d Document,
    ledger: &Ledger,
    now: &Now<'_>,
) -> Vec<&'d Booking> {
    let mut finder = Finder::new(query, document);
    let mut vehicles = PermitVehicles::new(document, ledger, now);
    let mut found = Vec::new();
    for tab in [Tab::Today, Tab::Upcoming, Tab::Past] {
        for row in board(&document.bookings, &[], tab, now) {
            if let Row::Booking(booking) = row
                && (finder.tokens.is_empty() || finder.finds(booking, vehicles.of(booking)))
            {
                found.push(booking);
            }
        }
    }
    found
}

/// A query, with what it finds of residents and suites, each of which is read once however many bookings it has.
struct Finder<'d> {
    /// The query's letters and digits.
    joined: String,
    tokens: TokenSet,
    /// Which of `seen` is a resident's, for their names.
    residents: HashMap<&'d str, usize>,
    /// Which of `seen` is a suite's, for its number.
    suites: HashMap<&'d str, usize>,
    /// The positions of the tokens that begin some token of a record.
    seen: Vec<Vec<usize>>,
}

impl<'d> Finder<'d> {
    fn new(query: &str, document: &'d Document) -> Self {
        let tokens = query_tokens(query);
        let mut joined = String::new();
        for token in &tokens {
            joined.push_str(token);
        }
        let mut tokens = TokenSet::new(tokens);
        let (mut residents, mut suites, mut seen) = (HashMap::new(), HashMap::new(), Vec::new());
        for resident in &document.residents {
            tokens.begin();
            for name in [&resident.first_name, &resident.last_name, &resident.display.name] {
                tokens.look_at_words(name.as_deref().unwrap_or_default());
            }
            residents.insert(resident.id.as_str(), seen.len());
            seen.push(tokens.seen().to_vec());
        }
        for suite in &document.suites {
            tokens.begin();
            tokens.look_at_number(&suite.number);
            suites.insert(suite.id.as_str(), seen.len());
            seen.push(tokens.seen().to_vec());
        }
        Self { joined, tokens, residents, suites, seen }
    }

    fn finds(&mut self, booking: &Booking, vehicle: Option<&Vehicle>) -> bool {
        let plate = vehicle.and_then(|vehicle| vehicle.plate.as_deref()).unwrap_or_default();
        if folded_letters_and_digits(plate).starts_with(&self.joined) {
            return true;
        }
        let Self { tokens, residents, suites, seen, .. } = self;
        tokens.begin();
        tokens.look_at_number(plate);
        tokens.look_at_words(booking.guest_name.as_deref().unwrap_or_default());
        let of_holder = match &booking.holder {
            Holder::Resident(id) => residents.get(id.as_str()),
            Holder::Manager(_) => None,
        };
        let of_suite = suites.get(booking.suite.as_str());
        let records = [of_holder, of_suite].map(|record| record.and_then(|at| seen.get(*at)));
        let most: usize = records.iter().flatten().map(|seen| seen.len()).sum();
        if tokens.are_more_than(most) {
            return false;
        }
        for at in records.into_iter().flatten().flatten() {
            tokens.see(*at);
        }
        tokens.are_all_seen()
    }
}
