//! Everything that is wrong with a resident's profile (SPEC 2.2).
//!
//! [`validate`] checks one draft. [`Validator`] prepares a document once for many.

use super::phone::to_e164;
use super::residency::{has_ended, is_kept};
use super::{code, email, tags};
use crate::calendar::Now;
use crate::document::{BuildingKind, Document, PreferredCommunication, Resident, filled};
use crate::table::{HashMap, HashSet};
use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::fmt;
use core::hash::Hash;

/// One thing that is wrong: where, and what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The field within the resident: keys joined by dots, and `[index]` from 0.
    pub path: String,
    /// What is wrong with it.
    pub code: ViolationCode,
}

/// What is wrong with a field. The order of the variants is the order in which those of one field are reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ViolationCode {
    /// It is missing, or blank.
    Required,
    /// It has not the form that it must have; nothing else is reported for it.
    Malformed,
    /// It refers to nothing.
    Unknown,
    /// Another resident has it.
    Duplicate,
    /// A building of this kind does not have it.
    NotAllowed,
    /// It is kept back for other uses.
    Reserved,
    /// It is before what it must follow.
    Order,
}

impl ViolationCode {
    /// The code's name in the conformance format.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Malformed => "malformed",
            Self::Unknown => "unknown",
            Self::Duplicate => "duplicate",
            Self::NotAllowed => "notAllowed",
            Self::Reserved => "reserved",
            Self::Order => "order",
        }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} {}", self.path, self.code)
    }
}

/// What is wrong in English, to follow the field: "is missing".
impl fmt::Display for ViolationCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Required => "is missing",
            Self::Malformed => "is not well formed",
            Self::Unknown => "refers to nothing in this building",
            Self::Duplicate => "is another resident's",
            Self::NotAllowed => "does not exist in a building of this kind",
            Self::Reserved => "is reserved",
            Self::Order => "is before what it must follow",
        })
    }
}

/// Checks a draft of a resident against a document (SPEC 2.2). It stands for the record with its id, if there is one: a
/// resident is never a duplicate of itself. Required fields that are still to come are empty.
///
/// All violations are reported, in the order of the fields in SPEC 2.1, then by index, then in the order of the codes.
#[must_use]
pub fn validate(resident: &Resident, document: &Document, now: &Now<'_>) -> Vec<Violation> {
    Validator::new(document, now).check(resident)
}

/// A document prepared for checking residents against it.
#[derive(Debug)]
pub struct Validator<'d> {
    document: &'d Document,
    now: Now<'d>,
    /// The residents' numbers, by id.
    residents: HashMap<&'d str, usize>,
    suites: HashSet<&'d str>,
    doors: HashSet<&'d str>,
    reserved: HashSet<&'d str>,
    codes: HashMap<&'d str, Owner>,
    car_tags: HashMap<String, Owner>,
    /// The spaces' numbers, by id.
    spaces: HashMap<&'d str, usize>,
    /// For each space who holds it.
    holders: Vec<Vec<Holder>>,
    /// The sets of suites that holders of spaces live in or will, each with its number.
    homes: HashMap<Vec<&'d str>, usize>,
}

/// Who has something: the number of a resident, or that several have it. Just enough to say whether anyone but one given
/// resident does.
type Owner = usize;

const SEVERAL: Owner = usize::MAX;

/// A resident who holds a space, or several of the same home. Residents who live in no suite and will in none hold no
/// spaces: what was theirs can be given to others (SPEC 2.2).
#[derive(Clone, Copy, Debug)]
struct Holder {
    home: usize,
    owner: Owner,
}

impl<'d> Validator<'d> {
    /// Prepares a document at an instant.
    #[must_use]
    pub fn new(document: &'d Document, now: &Now<'d>) -> Self {
        let mut validator = Self {
            document,
            now: *now,
            residents: HashMap::new(),
            suites: HashSet::new(),
            doors: HashSet::new(),
            reserved: HashSet::new(),
            codes: HashMap::new(),
            car_tags: HashMap::new(),
            spaces: HashMap::new(),
            holders: Vec::new(),
            homes: HashMap::new(),
        };
        for suite in &document.suites {
            validator.suites.insert(&suite.id);
        }
        for door in &document.doors {
            validator.doors.insert(&door.id);
        }
        for code in &document.settings.reserved_codes {
            validator.reserved.insert(code);
        }
        for space in &document.spaces {
            validator.spaces.insert(&space.id, validator.holders.len());
            validator.holders.push(Vec::new());
        }
        for resident in &document.residents {
            validator.add(resident);
        }
        validator
    }

    /// Checks a draft, as [`validate`] does.
    #[must_use]
    pub fn check(&self, resident: &Resident) -> Vec<Violation> {
        let mut found = Found::default();
        self.check_identity(resident, &mut found);
        self.check_residencies(resident, &mut found);
        self.check_directory_code(resident, &mut found);
        if !self.is_phone_or_blank(resident.display.call_number.as_deref()) {
            found.add("display.callNumber", ViolationCode::Malformed);
        }
        if resident.designation.is_some() && self.document.building.kind != BuildingKind::Condo {
            found.add("designation", ViolationCode::NotAllowed);
        }
        self.check_emergency_contacts(resident, &mut found);
        self.check_spaces(resident, &mut found);
        for (index, door) in resident.doors.iter().enumerate() {
            if !self.doors.contains(door.as_str()) {
                found.add_at("doors", index, "", ViolationCode::Unknown);
            }
        }
        self.check_car_tags(resident, &mut found);
        found.0
    }

    fn check_identity(&self, resident: &Resident, found: &mut Found) {
        if is_blank(&resident.id) {
            found.add("id", ViolationCode::Required);
        }
        let has_name = |name: &Option<String>| filled(name.as_deref()).is_some();
        if !has_name(&resident.first_name) && !has_name(&resident.last_name) {
            found.add("firstName", ViolationCode::Required);
        }
        match filled(Some(&resident.email)) {
            None => found.add("email", ViolationCode::Required),
            Some(address) if !email::is_well_formed(address) => found.add("email", ViolationCode::Malformed),
            Some(_) => {}
        }
        match resident.phone.as_deref() {
            phone if !self.is_phone_or_blank(phone) => found.add("phone", ViolationCode::Malformed),
            phone
                if filled(phone).is_none()
                    && resident.preferred_communication == PreferredCommunication::Sms =>
            {
                found.add("phone", ViolationCode::Required);
            }
            _ => {}
        }
    }

    fn check_residencies(&self, resident: &Resident, found: &mut Found) {
        if resident.residencies.is_empty() {
            found.add("residencies", ViolationCode::Required);
        }
        for (index, residency) in resident.residencies.iter().enumerate() {
            if is_blank(&residency.suite) {
                found.add_at("residencies", index, ".suite", ViolationCode::Required);
            } else if !self.suites.contains(residency.suite.as_str()) {
                found.add_at("residencies", index, ".suite", ViolationCode::Unknown);
            }
            if residency.move_in.zip(residency.move_out).is_some_and(|(first, last)| last < first) {
                found.add_at("residencies", index, ".moveOut", ViolationCode::Order);
            }
        }
    }

    fn check_directory_code(&self, resident: &Resident, found: &mut Found) {
        let directory_code = resident.directory_code.as_str();
        if is_blank(directory_code) {
            found.add("directoryCode", ViolationCode::Required);
        } else if !code::is_well_formed(directory_code) {
            found.add("directoryCode", ViolationCode::Malformed);
        } else {
            if self.is_anothers(self.codes.get(directory_code), resident) {
                found.add("directoryCode", ViolationCode::Duplicate);
            }
            if self.reserved.contains(directory_code) {
                found.add("directoryCode", ViolationCode::Reserved);
            }
        }
    }

    fn check_emergency_contacts(&self, resident: &Resident, found: &mut Found) {
        for (index, contact) in resident.emergency_contacts.iter().enumerate() {
            if is_blank(&contact.name) {
                found.add_at("emergencyContacts", index, ".name", ViolationCode::Required);
            }
            if is_blank(&contact.phone) {
                found.add_at("emergencyContacts", index, ".phone", ViolationCode::Required);
            } else if !self.is_phone_or_blank(Some(&contact.phone)) {
                found.add_at("emergencyContacts", index, ".phone", ViolationCode::Malformed);
            }
        }
    }

    fn check_spaces(&self, resident: &Resident, found: &mut Found) {
        if resident.spaces.is_empty() {
            return;
        }
        let mut own = HashSet::new();
        for suite in current_suites(resident, &self.now) {
            own.insert(suite);
        }
        // For each home whether it is a stranger's: of one who shares no suite with this resident.
        let mut strangers = Vec::with_capacity(self.homes.len());
        for (suites, _) in self.homes.iter() {
            strangers.push(!own.is_empty() && !suites.iter().any(|suite| own.contains(suite)));
        }
        let is_by_stranger = |holder: &Holder| {
            strangers.get(holder.home) == Some(&true) && self.is_anothers(Some(&holder.owner), resident)
        };
        // A space may stand on the profile many times, and have many holders.
        let mut held = vec![None; self.holders.len()];
        for (index, space) in resident.spaces.iter().enumerate() {
            let Some(number) = self.spaces.get(space.as_str()) else {
                found.add_at("spaces", index, "", ViolationCode::Unknown);
                continue;
            };
            let (Some(held), Some(holders)) = (held.get_mut(*number), self.holders.get(*number)) else {
                continue;
            };
            if *held.get_or_insert_with(|| holders.iter().any(is_by_stranger)) {
                found.add_at("spaces", index, "", ViolationCode::Duplicate);
            }
        }
    }

    fn check_car_tags(&self, resident: &Resident, found: &mut Found) {
        for (index, vehicle) in resident.vehicles.iter().enumerate() {
            if let Some(tag) = vehicle.car_tag.as_deref().and_then(tags::key)
                && self.is_anothers(self.car_tags.get(&tag), resident)
            {
                found.add_at("vehicles", index, ".carTag", ViolationCode::Duplicate);
            }
        }
    }

    /// Whether something that has an owner is another resident's.
    fn is_anothers(&self, owner: Option<&Owner>, resident: &Resident) -> bool {
        owner.is_some() && owner != self.residents.get(resident.id.as_str())
    }

    fn is_phone_or_blank(&self, text: Option<&str>) -> bool {
        let region = self.document.building.region.as_deref();
        filled(text).is_none() || text.is_some_and(|text| to_e164(text, region).is_some())
    }

    fn add(&mut self, resident: &'d Resident) {
        let next = self.residents.len();
        let owner = self.residents.get_or_insert_with(&resident.id, || next);
        if is_kept(resident, self.document.settings.code_quarantine_days, &self.now) {
            add_owner(&mut self.codes, &resident.directory_code, owner);
        }
        for vehicle in &resident.vehicles {
            if let Some(tag) = vehicle.car_tag.as_deref().and_then(tags::key) {
                add_owner(&mut self.car_tags, tag, owner);
            }
        }
        if !resident.spaces.is_empty() {
            self.add_holder(resident, owner);
        }
    }

    fn add_holder(&mut self, resident: &'d Resident, owner: Owner) {
        let suites = current_suites(resident, &self.now);
        if suites.is_empty() {
            return;
        }
        let next = self.homes.len();
        let home = self.homes.get_or_insert_with(suites, || next);
        for space in &resident.spaces {
            let number = self.spaces.get(space.as_str());
            let Some(holders) = number.and_then(|number| self.holders.get_mut(*number)) else { continue };
            match holders.last_mut() {
                // So those of one home, who often come together, are looked at once.
                Some(last) if last.home == home => last.owner = joint(last.owner, owner),
                _ => holders.push(Holder { home, owner }),
            }
        }
    }
}

fn add_owner<K: Eq + Hash>(all: &mut HashMap<K, Owner>, owned: K, owner: Owner) {
    all.change_or_insert(owned, |known| *known = joint(*known, owner), || owner);
}

fn joint(one: Owner, other: Owner) -> Owner {
    if one == other { one } else { SEVERAL }
}

/// What has been found so far.
#[derive(Default)]
struct Found(Vec<Violation>);

impl Found {
    fn add(&mut self, path: &str, code: ViolationCode) {
        self.0.push(Violation { path: path.into(), code });
    }

    /// Something about an item of a list, or about a field of it, such as `.suite`.
    fn add_at(&mut self, list: &str, index: usize, field: &str, code: ViolationCode) {
        self.add(&format!("{list}[{index}]{field}"), code);
    }
}

fn is_blank(text: &str) -> bool {
    filled(Some(text)).is_none()
}

/// The suites of residencies that have not ended, ascending, each once.
fn current_suites<'r>(resident: &'r Resident, now: &Now<'_>) -> Vec<&'r str> {
    let mut suites = Vec::new();
    for residency in &resident.residencies {
        if !has_ended(residency, now) {
            suites.push(residency.suite.as_str());
        }
    }
    suites.sort_unstable();
    suites.dedup();
    suites
}

#[cfg(test)]
#[cfg(feature = "tzdb")]
mod tests;
