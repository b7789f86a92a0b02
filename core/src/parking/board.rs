//! The board: today, upcoming and past, and the search for permits (SPEC 8.5, 8.7).

use super::enforcement::PermitVehicles;
use super::ledger::Ledger;
use super::permit::{Tab, tab};
use super::request::holds_capacity;
use crate::calendar::{Now, millis_of};
use crate::directory::fold::{folded_letters_and_digits, name_tokens, query_tokens};
use crate::document::{Booking, CheckIn, CheckInSubject, Document, Holder, Vehicle, filled};
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
        let mut begins = [0; 8];
        begins.iter_mut().zip(row.id().bytes()).for_each(|(place, byte)| *place = byte);
        Self { rank, id_begins: u64::from_be_bytes(begins), row }
    }
}

/// The rows of a tab (SPEC 8.5): today and upcoming by start, earliest first, past by end, latest first; then by id.
/// Walk-ins after now have not happened yet.
pub fn board<'d>(bookings: &'d [Booking], check_ins: &'d [CheckIn], tab: Tab, now: &Now<'_>) -> Vec<Row<'d>> {
    let mut placed: Vec<Placed<'d>> = bookings_of(bookings, tab, now).collect();
    placed.extend(walk_ins_of(check_ins, tab, now));
    placed.sort_unstable_by(|a, b| {
        let by_id = || a.row.id().cmp(b.row.id());
        (a.rank, a.id_begins).cmp(&(b.rank, b.id_begins)).then_with(by_id)
    });
    placed.into_iter().map(|placed| placed.row).collect()
}

fn bookings_of<'d>(bookings: &'d [Booking], wanted: Tab, now: &Now<'_>) -> impl Iterator<Item = Placed<'d>> {
    let today = now.today();
    let on_board = bookings.iter().filter(|booking| holds_capacity(booking));
    let on_tab = on_board.filter(move |booking| tab(booking.start, booking.end, today) == wanted);
    on_tab.map(move |booking| Placed::new(Row::Booking(booking), booking.start, booking.end, wanted))
}

fn walk_ins_of<'d>(check_ins: &'d [CheckIn], wanted: Tab, now: &Now<'_>) -> impl Iterator<Item = Placed<'d>> {
    let walk_ins = check_ins.iter().filter(|check_in| {
        matches!(check_in.subject, CheckInSubject::WalkIn(_)) && check_in.at <= now.instant()
    });
    walk_ins.filter_map(move |check_in| {
        let local = now.clock().local(check_in.at);
        let on = if local.date() < now.today() { Tab::Past } else { Tab::Today };
        (on == wanted).then(|| Placed::new(Row::WalkIn(check_in), local, local, on))
    })
}

/// The permits that a query finds, in the board's order: today, upcoming, past (SPEC 8.7).
pub(crate) fn search<'d>(
    query: &str,
    document: &'d Document,
    ledger: &Ledger,
    now: &Now<'_>,
) -> Vec<&'d Booking> {
    let finder = Finder::new(query, document);
    let mut vehicles = PermitVehicles::new(document, ledger, now);
    let tabs = [Tab::Today, Tab::Upcoming, Tab::Past];
    let rows = tabs.into_iter().flat_map(|tab| board(&document.bookings, &[], tab, now));
    let bookings = rows.filter_map(|row| match row {
        Row::Booking(booking) => Some(booking),
        Row::WalkIn(_) => None,
    });
    bookings.filter(|booking| finder.finds(booking, || vehicles.of(booking))).collect()
}

/// A query, with what it finds of residents and suites, each of which is read once however many bookings it has.
struct Finder<'d> {
    /// The query's letters and digits.
    joined: String,
    // INVARIANT: ascending, and none begins another. So at most one begins a given text: the last that is not after it.
    tokens: Vec<String>,
    /// The positions of the tokens that begin some token of a resident's names, ascending.
    residents: HashMap<&'d str, Vec<usize>>,
    /// The same of a suite's number.
    suites: HashMap<&'d str, Vec<usize>>,
}

impl<'d> Finder<'d> {
    fn new(query: &str, document: &'d Document) -> Self {
        let mut tokens = query_tokens(query);
        let joined = tokens.concat();
        tokens.sort_unstable();
        // Whatever begins with the longer one begins with the shorter one too.
        tokens.dedup_by(|next, kept| {
            let begins = next.starts_with(kept.as_str());
            if begins {
                core::mem::swap(next, kept);
            }
            begins
        });
        let mut finder = Self { joined, tokens, residents: HashMap::new(), suites: HashMap::new() };
        for resident in &document.residents {
            let names = [&resident.first_name, &resident.last_name, &resident.display.name];
            let names = names.into_iter().filter_map(|name| filled(name.as_deref()));
            let found = finder.found_in(names.flat_map(name_tokens));
            finder.residents.insert(&resident.id, found);
        }
        for suite in &document.suites {
            let found = finder.found_in(words_and_whole(&suite.number));
            finder.suites.insert(&suite.id, found);
        }
        finder
    }

    fn finds<'b>(&self, booking: &Booking, vehicle: impl FnOnce() -> Option<&'b Vehicle>) -> bool {
        if self.tokens.is_empty() {
            return true;
        }
        let plate = vehicle().and_then(|vehicle| vehicle.plate.as_deref()).unwrap_or_default();
        if folded_letters_and_digits(plate).starts_with(&self.joined) {
            return true;
        }
        let by_holder: &[usize] = match &booking.holder {
            Holder::Resident(id) => self.residents.get(id.as_str()).map_or(&[], Vec::as_slice),
            Holder::Manager(_) => &[],
        };
        let guest = filled(booking.guest_name.as_deref()).map(name_tokens).unwrap_or_default();
        let mut others = self.found_in(words_and_whole(plate).into_iter().chain(guest));
        others.extend(self.suites.get(booking.suite.as_str()).into_iter().flatten());
        others.sort_unstable();
        others.dedup();
        others.retain(|token| by_holder.binary_search(token).is_err());
        by_holder.len() + others.len() == self.tokens.len()
    }

    /// The positions of the tokens that begin one of these texts, ascending.
    fn found_in(&self, texts: impl IntoIterator<Item = String>) -> Vec<usize> {
        let mut found: Vec<usize> = texts.into_iter().filter_map(|text| self.beginning_of(&text)).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    fn beginning_of(&self, text: &str) -> Option<usize> {
        let at = self.tokens.partition_point(|token| token.as_str() <= text).checked_sub(1)?;
        self.tokens.get(at).filter(|token| text.starts_with(token.as_str())).map(|_| at)
    }
}

/// The tokens of a plate or a suite number, and the whole without its separators.
fn words_and_whole(text: &str) -> Vec<String> {
    let mut tokens = name_tokens(text);
    tokens.push(folded_letters_and_digits(text));
    tokens
}
