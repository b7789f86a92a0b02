//! Staff search: residents by any detail of their profile (SPEC 2.6).
//!
//! It reads every profile for every query and keeps nothing between them, so that there is no index to go stale. The work
//! is linear in the text of the profiles, whatever the query is.

use super::phone::searched_digits;
use super::residency::is_lived_in;
use crate::calendar::Now;
use crate::directory::fold::{Word, each_name_token, folded_letters_and_digits, folded_words, query_tokens};
use crate::directory::suites::NaturalKey;
use crate::document::{Document, Resident, Suite, filled};
use crate::table::HashMap;
use alloc::string::String;
use alloc::vec;
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
    let suites: HashMap<&str, &Suite> =
        document.suites.iter().map(|suite| (suite.id.as_str(), suite)).collect();
    let digits = phone_digits(query);
    let mut tokens = TokenSet::new(query);
    let finds_all = tokens.is_empty() && digits.is_none();
    let mut found: Vec<_> = document
        .residents
        .iter()
        .filter(|resident| {
            let has_number =
                |digits: &String| has_phone(resident, digits, document.building.region.as_deref());
            finds_all
                || tokens.all_begin_tokens_of(resident, &suites)
                || digits.as_ref().is_some_and(has_number)
        })
        .map(|resident| (SortKey::new(resident, &suites, document, now), resident))
        .collect();
    found.sort_by(|(a, _), (b, _)| a.cmp(b));
    found.into_iter().map(|(_, resident)| resident).collect()
}

/// The digits of a query that may be part of a phone number: only digits, spaces and `+-().`, with three or more digits.
fn phone_digits(query: &str) -> Option<String> {
    let may_be_phone = query.bytes().all(|byte| byte.is_ascii_digit() || b" +-().".contains(&byte));
    let digits = || query.chars().filter(char::is_ascii_digit).collect();
    may_be_phone.then(digits).filter(|digits: &String| digits.len() >= PHONE_QUERY_DIGITS)
}

/// Whether some phone number of a resident contains these digits in a row.
fn has_phone(resident: &Resident, digits: &str, region: Option<&str>) -> bool {
    let own = [resident.phone.as_deref(), resident.display.call_number.as_deref()];
    let contacts = resident.emergency_contacts.iter().map(|contact| contact.phone.as_str());
    let mut numbers = own.into_iter().flatten().chain(contacts);
    numbers.any(|number| searched_digits(number, region).contains(digits))
}

/// The tokens of a query, prepared so that one look tells which of them begins a given token.
struct TokenSet {
    // INVARIANT: sorted, and none begins another. So at most one begins a given text: the last that is not after it.
    tokens: Vec<String>,
    /// For each token, the round in which it was seen last.
    seen: Vec<usize>,
    round: usize,
    /// How many tokens were seen in this round.
    count: usize,
    word: Word,
}

impl TokenSet {
    fn new(query: &str) -> Self {
        let mut sorted = query_tokens(query);
        sorted.sort_unstable();
        let mut tokens: Vec<String> = Vec::new();
        for token in sorted {
            match tokens.last_mut() {
                // Whatever begins with the longer one begins with the shorter one too.
                Some(shorter) if token.starts_with(shorter.as_str()) => *shorter = token,
                _ => tokens.push(token),
            }
        }
        Self { seen: vec![0; tokens.len()], tokens, round: 0, count: 0, word: Word::default() }
    }

    fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// Whether each token begins some token of the profile.
    fn all_begin_tokens_of(&mut self, resident: &Resident, suites: &HashMap<&str, &Suite>) -> bool {
        if self.is_empty() {
            return false;
        }
        self.round += 1;
        self.count = 0;
        each_text(resident, suites, |text| match text {
            Text::Words(text) => self.look_at_words(text),
            Text::Number(text) => {
                self.look_at_words(text);
                self.look_at(&folded_letters_and_digits(text));
            }
        });
        self.count == self.tokens.len()
    }

    fn look_at_words(&mut self, text: &str) {
        let mut word = core::mem::take(&mut self.word);
        each_name_token(text, &mut word, |token| self.look_at(token));
        self.word = word;
    }

    fn look_at(&mut self, text: &str) {
        let after = self.tokens.partition_point(|token| token.as_str() <= text);
        let Some(at) = after.checked_sub(1) else { return };
        let begins = self.tokens.get(at).is_some_and(|token| text.starts_with(token.as_str()));
        if let Some(seen) = self.seen.get_mut(at).filter(|seen| begins && **seen != self.round) {
            *seen = self.round;
            self.count += 1;
        }
    }
}

/// A text of a profile.
enum Text<'d> {
    /// Found by its words.
    Words(&'d str),
    /// A suite number, plate or car tag: found also as a whole, without its separators.
    Number(&'d str),
}

/// Gives every text that staff can search for.
fn each_text<'d>(resident: &'d Resident, suites: &HashMap<&str, &'d Suite>, mut sink: impl FnMut(Text<'d>)) {
    let names = [&resident.first_name, &resident.last_name, &resident.display.name];
    let remarks = [&resident.notes, &resident.pets];
    names.into_iter().chain(remarks).flatten().for_each(|text| sink(Text::Words(text)));
    sink(Text::Words(&resident.directory_code));
    sink(Text::Words(&resident.email));
    resident.tags.iter().for_each(|tag| sink(Text::Words(tag)));
    resident.emergency_contacts.iter().for_each(|contact| sink(Text::Words(&contact.name)));
    for residency in &resident.residencies {
        suites.get(residency.suite.as_str()).into_iter().for_each(|suite| sink(Text::Number(&suite.number)));
    }
    for vehicle in &resident.vehicles {
        [&vehicle.make, &vehicle.model].into_iter().flatten().for_each(|text| sink(Text::Words(text)));
        [&vehicle.plate, &vehicle.car_tag].into_iter().flatten().for_each(|text| sink(Text::Number(text)));
    }
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
    fn new(
        resident: &'d Resident,
        suites: &HashMap<&str, &'d Suite>,
        document: &Document,
        now: &Now<'_>,
    ) -> Self {
        let opens_at = document.settings.move_in_opens_at;
        let mut residencies = resident.residencies.iter();
        let lived_in = residencies.find(|residency| is_lived_in(residency, opens_at, now));
        let residency = lived_in.or(resident.residencies.first());
        let suite = residency.and_then(|residency| suites.get(residency.suite.as_str()));
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
