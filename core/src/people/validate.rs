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
use alloc::vec::Vec;
use core::fmt;

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
    suites: HashSet<&'d str>,
    spaces: HashSet<&'d str>,
    doors: HashSet<&'d str>,
    reserved: HashSet<&'d str>,
    codes: HashMap<&'d str, Owners<'d>>,
    car_tags: HashMap<String, Owners<'d>>,
    households: Households<'d>,
}

impl<'d> Validator<'d> {
    /// Prepares a document at an instant.
    #[must_use]
    pub fn new(document: &'d Document, now: &Now<'d>) -> Self {
        let mut validator = Self {
            document,
            now: *now,
            suites: document.suites.iter().map(|suite| suite.id.as_str()).collect(),
            spaces: document.spaces.iter().map(|space| space.id.as_str()).collect(),
            doors: document.doors.iter().map(|door| door.id.as_str()).collect(),
            reserved: document.settings.reserved_codes.iter().map(String::as_str).collect(),
            codes: HashMap::new(),
            car_tags: HashMap::new(),
            households: Households::default(),
        };
        document.residents.iter().for_each(|resident| validator.add(resident));
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
                found.add(format!("doors[{index}]"), ViolationCode::Unknown);
            }
        }
        self.check_car_tags(resident, &mut found);
        found.0
    }

    fn check_identity(&self, resident: &Resident, found: &mut Found) {
        if filled(Some(&resident.id)).is_none() {
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
            if filled(Some(&residency.suite)).is_none() {
                found.add(format!("residencies[{index}].suite"), ViolationCode::Required);
            } else if !self.suites.contains(residency.suite.as_str()) {
                found.add(format!("residencies[{index}].suite"), ViolationCode::Unknown);
            }
            if residency.move_in.zip(residency.move_out).is_some_and(|(first, last)| last < first) {
                found.add(format!("residencies[{index}].moveOut"), ViolationCode::Order);
            }
        }
    }

    fn check_directory_code(&self, resident: &Resident, found: &mut Found) {
        let directory_code = resident.directory_code.as_str();
        if filled(Some(directory_code)).is_none() {
            found.add("directoryCode", ViolationCode::Required);
        } else if !code::is_well_formed(directory_code) {
            found.add("directoryCode", ViolationCode::Malformed);
        } else {
            if self.codes.get(directory_code).is_some_and(|owners| owners.include_others(&resident.id)) {
                found.add("directoryCode", ViolationCode::Duplicate);
            }
            if self.reserved.contains(directory_code) {
                found.add("directoryCode", ViolationCode::Reserved);
            }
        }
    }

    fn check_emergency_contacts(&self, resident: &Resident, found: &mut Found) {
        for (index, contact) in resident.emergency_contacts.iter().enumerate() {
            if filled(Some(&contact.name)).is_none() {
                found.add(format!("emergencyContacts[{index}].name"), ViolationCode::Required);
            }
            let phone = Some(contact.phone.as_str());
            if filled(phone).is_none() {
                found.add(format!("emergencyContacts[{index}].phone"), ViolationCode::Required);
            } else if !self.is_phone_or_blank(phone) {
                found.add(format!("emergencyContacts[{index}].phone"), ViolationCode::Malformed);
            }
        }
    }

    fn check_spaces(&self, resident: &Resident, found: &mut Found) {
        let strangers = self.households.strangers_to(resident, &self.now);
        // A space may stand on the profile many times, and have many holders.
        let mut held: HashMap<&str, bool> = HashMap::new();
        for (index, space) in resident.spaces.iter().enumerate() {
            if !self.spaces.contains(space.as_str()) {
                found.add(format!("spaces[{index}]"), ViolationCode::Unknown);
            } else if held.get_or_insert_with(space, || strangers.hold(space)) {
                found.add(format!("spaces[{index}]"), ViolationCode::Duplicate);
            }
        }
    }

    fn check_car_tags(&self, resident: &Resident, found: &mut Found) {
        for (index, vehicle) in resident.vehicles.iter().enumerate() {
            let owners =
                vehicle.car_tag.as_deref().and_then(tags::key).and_then(|tag| self.car_tags.get(&tag));
            if owners.is_some_and(|owners| owners.include_others(&resident.id)) {
                found.add(format!("vehicles[{index}].carTag"), ViolationCode::Duplicate);
            }
        }
    }

    fn is_phone_or_blank(&self, text: Option<&str>) -> bool {
        let region = self.document.building.region.as_deref();
        filled(text).is_none() || text.is_some_and(|text| to_e164(text, region).is_some())
    }

    fn add(&mut self, resident: &'d Resident) {
        if is_kept(resident, self.document.settings.code_quarantine_days, &self.now) {
            Owners::add(&mut self.codes, resident.directory_code.as_str(), &resident.id);
        }
        for tag in resident.vehicles.iter().filter_map(|vehicle| vehicle.car_tag.as_deref()) {
            if let Some(tag) = tags::key(tag) {
                Owners::add(&mut self.car_tags, tag, &resident.id);
            }
        }
        self.households.add(resident, &self.now);
    }
}

/// What has been found so far.
#[derive(Default)]
struct Found(Vec<Violation>);

impl Found {
    fn add(&mut self, path: impl Into<String>, code: ViolationCode) {
        self.0.push(Violation { path: path.into(), code });
    }
}

/// Who has something; just enough to say whether anyone but one given resident does.
#[derive(Clone, Copy, Debug)]
struct Owners<'d> {
    first: &'d str,
    several: bool,
}

impl<'d> Owners<'d> {
    fn add<K: Eq + core::hash::Hash>(all: &mut HashMap<K, Self>, owned: K, owner: &'d str) {
        let add = |owners: &mut Self| owners.several |= owners.first != owner;
        all.change_or_insert(owned, add, || Self { first: owner, several: false });
    }

    fn include_others(&self, id: &str) -> bool {
        self.several || self.first != id
    }
}

/// Who holds which spaces, by the suites that they live in or will. Residents without such a suite hold none: what was
/// theirs can be given to others (SPEC 2.2).
#[derive(Debug, Default)]
struct Households<'d> {
    /// Each set of suites once, so that a thousand holders of one suite are compared once.
    sets: HashMap<Vec<&'d str>, usize>,
    /// By space, then by the number of the set.
    holders: HashMap<&'d str, HashMap<usize, Owners<'d>>>,
}

impl<'d> Households<'d> {
    fn add(&mut self, resident: &'d Resident, now: &Now<'_>) {
        if resident.spaces.is_empty() {
            return;
        }
        let mut suites: Vec<_> = current_suites(resident, now).collect();
        suites.sort_unstable();
        suites.dedup();
        if suites.is_empty() {
            return;
        }
        let next = self.sets.len();
        let set = self.sets.get_or_insert_with(suites, || next);
        for space in &resident.spaces {
            if !self.holders.contains_key(space.as_str()) {
                self.holders.insert(space, HashMap::new());
            }
            if let Some(holders) = self.holders.get_mut(space.as_str()) {
                Owners::add(holders, set, &resident.id);
            }
        }
    }

    fn strangers_to<'h>(&'h self, resident: &'h Resident, now: &Now<'_>) -> Strangers<'h, 'd> {
        let own: HashSet<&str> = current_suites(resident, now).collect();
        let apart = |suites: &Vec<&str>| !own.is_empty() && !suites.iter().any(|suite| own.contains(suite));
        let sets = if resident.spaces.is_empty() { None } else { Some(&self.sets) };
        let sets = sets
            .into_iter()
            .flat_map(HashMap::iter)
            .filter(|(suites, _)| apart(suites))
            .map(|(_, set)| *set)
            .collect();
        Strangers { id: &resident.id, sets, holders: &self.holders }
    }
}

/// The residents who share no suite with a given one.
struct Strangers<'h, 'd> {
    id: &'h str,
    /// The sets of suites that have none of that resident's.
    sets: HashSet<usize>,
    holders: &'h HashMap<&'d str, HashMap<usize, Owners<'d>>>,
}

impl Strangers<'_, '_> {
    fn hold(&self, space: &str) -> bool {
        let mut holders = self.holders.get(space).into_iter().flat_map(HashMap::iter);
        holders.any(|(set, owners)| self.sets.contains(set) && owners.include_others(self.id))
    }
}

/// The suites of residencies that have not ended.
fn current_suites<'r>(resident: &'r Resident, now: &Now<'_>) -> impl Iterator<Item = &'r str> {
    let current = resident.residencies.iter().filter(|residency| !has_ended(residency, now));
    current.map(|residency| residency.suite.as_str())
}

#[cfg(test)]
#[cfg(feature = "tzdb")]
mod tests;
