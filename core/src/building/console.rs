//! What a console asks of a building (SPEC 10).

use super::Building;
use crate::calendar::Instant;
use crate::console::{ConsoleRules, Reached, SuiteHit};
use crate::directory::NameSearch;
use crate::document::{By, Error, Host, SearchBudget, Vehicle, VehicleField};
use crate::parking::check_in::{CheckInAnswer, WalkInAnswer};
use crate::parking::matching::{Match, Target};
use alloc::string::String;
use alloc::vec::Vec;

impl ConsoleRules for Building {
    fn building_name(&self) -> &str {
        &self.document.building.name
    }

    fn idle_seconds(&self) -> u32 {
        self.document.settings.idle_seconds
    }

    fn search_budget(&self) -> SearchBudget {
        self.document.settings.search_budget
    }

    fn walk_in_fields(&self) -> Vec<VehicleField> {
        self.document.settings.walk_in_fields.clone()
    }

    fn search_names(&self, query: &str, at: Instant) -> NameSearch {
        Self::search_names(self, query, &self.now(at))
    }

    fn search_suites(&self, query: &str) -> Vec<SuiteHit> {
        let found = Self::search_suites(self, query).into_iter();
        found.map(|suite| SuiteHit { id: suite.id.clone(), number: suite.number.clone() }).collect()
    }

    fn dial_code(&self, code: &str, at: Instant) -> Option<Reached> {
        let now = self.now(at);
        let resident = self.resident_by_code(code, &now)?.id.clone();
        Some(Reached { resident, name: Self::dial_code(self, code, &now)?.name })
    }

    fn match_bookings(&self, target: &Target, at: Instant) -> Result<Match, Error> {
        Self::match_bookings(self, target, &self.now(at))
    }

    fn match_plate(&self, plate: &str, at: Instant) -> Match {
        Self::match_plate(self, plate, None, &self.now(at))
    }

    fn check_in(&self, booking: &str, vehicle: &Vehicle, at: Instant) -> CheckInAnswer {
        Self::check_in(self, booking, vehicle, &By::Guest, &self.now(at))
    }

    fn walk_in(&self, host: &Host, vehicle: &Vehicle, at: Instant) -> Result<WalkInAnswer, Error> {
        Self::walk_in(self, host, vehicle, &self.now(at))
    }

    fn call_management(&self, at: Instant) -> Option<String> {
        Self::call_management(self, &self.now(at)).map(|contact| contact.id.clone())
    }

    fn enter_code(&self, code: &str, door: &str, at: Instant) -> bool {
        Self::enter_code(self, code, door, &self.now(at)).unwrap_or(false)
    }
}
