//! What the console asks the rules, so that a document and a console image can both answer.

use crate::calendar::Instant;
use crate::directory::NameSearch;
use crate::document::{Error, Host, SearchBudget, Vehicle, VehicleField};
use crate::parking::check_in::{CheckInAnswer, WalkInAnswer};
use crate::parking::matching::{Match, Target};
use alloc::string::String;
use alloc::vec::Vec;

/// The rules behind a console. Each answer is a pure function of the building and the instant (SPEC 1.1).
pub trait ConsoleRules {
    /// The building's name, for the welcome.
    fn building_name(&self) -> &str;

    /// `settings.idleSeconds` (SPEC 10.3).
    fn idle_seconds(&self) -> u32;

    /// `settings.searchBudget` (SPEC 10.3).
    fn search_budget(&self) -> SearchBudget;

    /// `settings.walkInFields` (SPEC 6.2).
    fn walk_in_fields(&self) -> Vec<VehicleField>;

    /// Finds shown names (SPEC 3.3 to 3.5).
    fn search_names(&self, query: &str, at: Instant) -> NameSearch;

    /// Finds suites, in their order (SPEC 3.6).
    fn search_suites(&self, query: &str) -> Vec<SuiteHit>;

    /// Finds who a directory code reaches (SPEC 3.7).
    fn dial_code(&self, code: &str, at: Instant) -> Option<Reached>;

    /// The bookings that a guest of a resident or of a suite may check in to (SPEC 5).
    ///
    /// # Errors
    /// [`Error`] for an id that the building does not know, or no longer.
    fn match_bookings(&self, target: &Target, at: Instant) -> Result<Match, Error>;

    /// The bookings that an other visitor may check in to (SPEC 5.1).
    fn match_plate(&self, plate: &str, at: Instant) -> Match;

    /// Decides a guest's check-in to a booking (SPEC 6.3).
    fn check_in(&self, booking: &str, vehicle: &Vehicle, at: Instant) -> CheckInAnswer;

    /// Decides a check-in without a booking (SPEC 6.4).
    ///
    /// # Errors
    /// [`Error`] for an id that the building does not know, or no longer.
    fn walk_in(&self, host: &Host, vehicle: &Vehicle, at: Instant) -> Result<WalkInAnswer, Error>;

    /// The id of the contact that "Call management" calls now (SPEC 7.3).
    fn call_management(&self, at: Instant) -> Option<String>;

    /// Whether an entry code opens a door now (SPEC 9.2, 9.5); it opens no door that the building does not know.
    fn enter_code(&self, code: &str, door: &str, at: Instant) -> bool;
}

/// A suite that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuiteHit {
    /// Its id; never drawn.
    pub id: String,
    /// Its number.
    pub number: String,
}

/// A resident whom a directory code reaches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reached {
    /// The resident's id; never drawn.
    pub resident: String,
    /// The shown name; `None` for one who is not in the directory (SPEC 3.7).
    pub name: Option<String>,
}
