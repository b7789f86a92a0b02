//! Staff search: residents by any detail of their profile (SPEC 2.6).
//!
//! It reads every profile for every query and keeps nothing between them, so that there is no index to go stale. The work
//! is linear in the text of the profiles, whatever the query is.

use super::phone::SoughtDigits;
use super::residency::is_lived_in;
use super::tokens::TokenSet;
use crate::calendar::Now;
use crate::directory::fold::{folded_words, query_tokens};
use crate::directory::sort::ordered;
use crate::directory::suites::NaturalKey;
use crate::document::{Document, Resident, Suite, filled};
use crate::table::HashMap;
use alloc::string::String;
use alloc::vec::Vec;

/// How many digits a query needs to be looked for in phone numbers.
const PHONE_QUERY_DIGITS: usize = 3;

/// The residents that a query finds: those of whom each query token begins some token of names, suite number, directory
/// code, e-mail, tags, vehicles, notes, pets or emergency contacts' names, and, for a query of digits, those with a phone
/// number that contains it. A query without tokens finds all.
///
/// Ordered by suite (the first listed one lived in now, else the first listed), last name, first name, id.
#[must_use]
pub fn search<'d>(document: &'d Document, query: &str, now: &Now<'_>) -> Vec<&'d Resident> {
    let suites = Suites::new(document);
    let digits = phone_digits(query);
    let mut tokens = TokenSet::new(query_tokens(query));
    let finds_all = tokens.is_empty() && digits.is_none();
    let region = document.building.region.as_deref();
    let mut found: Vec<(SortKey<'d>, &'d Resident)> = Vec::new();
    for resident in &document.residents {
        if finds_all
            || all_begin_tokens_of(&mut tokens, resident, &suites)
            || digits.as_ref().is_some_and(|digits| has_phone(resident, digits, region))
        {
            found.push((SortKey::new(resident, &suites, document, now), resident));
        }
    }
    let key_of = |at: usize| found.get(at).map(|(key, _)| key);
    let order = ordered(found.len(), &|one, other| key_of(one).cmp(&key_of(other)));
    order.into_iter().filter_map(|at| found.get(at).map(|(_, resident)| *resident)).collect()
}

/// The suites of a building by id.
struct Suites<'d> {
    suites: &'d [Suite],
    positions: HashMap<&'d str, usize>,
}

impl<'d> Suites<'d> {
    fn new(document: &'d Document) -> Self {
        let mut positions = HashMap::new();
        for (position, suite) in document.suites.iter().enumerate() {
            positions.insert(suite.id.as_str(), position);
        }
        Self { suites: &document.suites, positions }
    }

    fn get(&self, id: &str) -> Option<&'d Suite> {
        self.suites.get(*self.positions.get(id)?)
    }
}

/// The digits of a query that may be part of a phone number: only digits, spaces and `+-().`, with three or more digits.
fn phone_digits(query: &str) -> Option<SoughtDigits> {
    let mut digits = Vec::new();
    for byte in query.bytes() {
        match byte {
            b'0'..=b'9' => digits.push(byte),
            b' ' | b'+' | b'-' | b'(' | b')' | b'.' => {}
            _ => return None,
        }
    }
    (digits.len() >= PHONE_QUERY_DIGITS).then(|| SoughtDigits::new(digits))
}

/// Whether some phone number of a resident contains these digits in a row.
fn has_phone(resident: &Resident, digits: &SoughtDigits, region: Option<&str>) -> bool {
    let is_in = |number: &Option<String>| number.as_ref().is_some_and(|number| digits.are_in(number, region));
    is_in(&resident.phone)
        || is_in(&resident.display.call_number)
        || resident.emergency_contacts.iter().any(|contact| digits.are_in(&contact.phone, region))
}

/// Whether each token begins some token of the profile.
fn all_begin_tokens_of(tokens: &mut TokenSet, resident: &Resident, suites: &Suites<'_>) -> bool {
    if tokens.is_empty() {
        return false;
    }
    tokens.begin();
    let Resident { first_name, last_name, display, notes, pets, .. } = resident;
    for text in [first_name, last_name, &display.name, notes, pets] {
        tokens.look_at_words(text.as_deref().unwrap_or_default());
    }
    tokens.look_at_words(&resident.directory_code);
    tokens.look_at_words(&resident.email);
    for tag in &resident.tags {
        tokens.look_at_words(tag);
    }
    for contact in &resident.emergency_contacts {
        tokens.look_at_words(&contact.name);
    }
    for residency in &resident.residencies {
        if let Some(suite) = suites.get(&residency.suite) {
            tokens.look_at_number(&suite.number);
        }
    }
    for vehicle in &resident.vehicles {
        for text in [&vehicle.make, &vehicle.model] {
            tokens.look_at_words(text.as_deref().unwrap_or_default());
        }
        for text in [&vehicle.plate, &vehicle.car_tag] {
            tokens.look_at_number(text.as_deref().unwrap_or_default());
        }
    }
    tokens.are_all_seen()
}

/// What staff see residents sorted by; the order of the fields is the order of the comparison.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct SortKey<'d> {
    suite: Option<(NaturalKey, &'d str)>,
    last_name: Option<String>,
    first_name: Option<String>,
    id: &'d str,
}

impl<'d> SortKey<'d> {
    fn new(resident: &'d Resident, suites: &Suites<'d>, document: &Document, now: &Now<'_>) -> Self {
        let opens_at = document.settings.move_in_opens_at;
        let mut residencies = resident.residencies.iter();
        let lived_in = residencies.find(|residency| is_lived_in(residency, opens_at, now));
        let residency = lived_in.or(resident.residencies.first());
        let suite = residency.and_then(|residency| suites.get(&residency.suite));
        let name = |name: &Option<String>| filled(name.as_deref()).map(folded_words);
        Self {
            suite: suite.map(|suite| (NaturalKey::new(&suite.number), suite.id.as_str())),
            last_name: name(&resident.last_name),
            first_name: name(&resident.first_name),
            id: &resident.id,
        }
    }
}

#[cfg(test)]
#[cfg(feature = "tzdb")]
mod tests;
