//! Which resident a row is about (SPEC 2.7).

use super::field::Field;
use super::import::Reason;
use super::rows::Row;
use crate::document::{Resident, filled};
use crate::table::HashMap;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

/// The place of the resident that a row is about, `None` for a new one; or the field that does not settle it.
pub(super) type Matched = Result<Option<usize>, (Field, Reason)>;

/// Finds the resident of each row: by id, else by external id, else by e-mail. No resident is taken by two rows, and those
/// that a row names by an id are not found by e-mail: couples share an address. The order of the rows does not matter.
pub(super) fn match_rows(rows: &[Row], residents: &[Resident]) -> Vec<Matched> {
    let mut claims = Claims { matched: vec![None; rows.len()], by_resident: HashMap::new() };
    for field in [Field::Id, Field::ExternalId] {
        let places = places(residents, field);
        for (at, row) in rows.iter().enumerate() {
            let candidates = row.text(field).and_then(|text| places.get(text));
            claims.claim(at, row.line, field, candidates.map_or(&[], Vec::as_slice));
        }
    }
    let named = claims.by_resident.clone();
    let places = places(residents, Field::Email);
    for (at, row) in rows.iter().enumerate() {
        let may_be = |place: &&usize| {
            let known = residents.get(**place).and_then(|resident| filled(resident.external_id.as_deref()));
            let differs = known.zip(row.text(Field::ExternalId)).is_some_and(|(known, given)| known != given);
            !differs && !named.contains_key(*place)
        };
        let email = row.text(Field::Email).map(str::to_lowercase);
        let candidates = email.and_then(|email| places.get(&email)).into_iter().flatten();
        let candidates: Vec<usize> = candidates.filter(may_be).take(2).copied().collect();
        claims.claim(at, row.line, Field::Email, &candidates);
    }
    let mut matched: Vec<Matched> =
        claims.matched.into_iter().map(|matched| matched.unwrap_or(Ok(None))).collect();
    refuse_repeated_newcomers(rows, &mut matched);
    matched
}

/// Where each value of a field stands.
fn places(residents: &[Resident], field: Field) -> HashMap<String, Vec<usize>> {
    let mut places: HashMap<String, Vec<usize>> = HashMap::new();
    for (place, resident) in residents.iter().enumerate() {
        let key = match field {
            Field::Id => filled(Some(&resident.id)).map(String::from),
            Field::ExternalId => filled(resident.external_id.as_deref()).map(String::from),
            _ => filled(Some(&resident.email)).map(str::to_lowercase),
        };
        if let Some(key) = key {
            places.change_or_insert(key, |places| places.push(place), || vec![place]);
        }
    }
    places
}

/// Which rows have found their resident, and which line each resident is on.
struct Claims {
    matched: Vec<Option<Matched>>,
    by_resident: HashMap<usize, usize>,
}

impl Claims {
    fn claim(&mut self, at: usize, line: usize, field: Field, candidates: &[usize]) {
        let Some(matched @ None) = self.matched.get_mut(at) else { return };
        *matched = match candidates {
            [] => None,
            [place] => Some(match self.by_resident.get_or_insert_with(*place, || line) {
                first if first == line => Ok(Some(*place)),
                first => Err((field, Reason::RepeatedResident { line: first })),
            }),
            _ => Some(Err((field, Reason::SeveralResidents))),
        };
    }
}

/// Two rows for a new resident: the same id or external id, or the same e-mail where neither has those.
fn refuse_repeated_newcomers(rows: &[Row], matched: &mut [Matched]) {
    let mut lines: HashMap<(Field, String), usize> = HashMap::new();
    for (row, matched) in rows.iter().zip(matched).filter(|(_, matched)| **matched == Ok(None)) {
        let named = [Field::Id, Field::ExternalId];
        let mut keys: Vec<_> =
            named.into_iter().filter_map(|field| Some((field, row.text(field)?.into()))).collect();
        if keys.is_empty() {
            keys.extend(row.text(Field::Email).map(|email| (Field::Email, email.to_lowercase())));
        }
        for key in keys {
            let field = key.0;
            let line = lines.get_or_insert_with(key, || row.line);
            if line != row.line {
                *matched = Err((field, Reason::RepeatedResident { line }));
            }
        }
    }
}
