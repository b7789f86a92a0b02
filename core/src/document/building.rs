//! The building itself: what was chosen, suites, doors, spaces.

use super::booking::VehicleField;
use super::record::{choices, record, words};
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use chrono::NaiveTime;
use core::num::NonZeroU32;

record! {
    /// The building: where it is decides its clock, its kind which designations exist, its region how phones are read.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct BuildingInfo {
        /// Unique among a company's buildings.
        pub id: String = "id",
        /// As shown at the door.
        pub name: String = "name",
        /// IANA zone name (SPEC 1.4).
        pub zone: String = "zone",
        /// Rental or condo.
        pub kind: BuildingKind = "kind",
        /// ISO 3166-1 code of the country, for phone numbers (SPEC 2.2).
        pub region: Option<String> = "region" if any,
    }
}

words! {
    /// What kind of building it is.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub enum BuildingKind {
        /// Suites are rented out.
        #[default]
        Rental = "rental",
        /// Suites are owned, so residents have designations (SPEC 2.2).
        Condo = "condo",
    }
}

choices! {
    /// What the community has chosen; each has the default that the SPEC names.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Settings {
        /// Whether a guest without a booking is turned away (SPEC 6.1).
        pub require_booking_for_check_in: bool = "requireBookingForCheckIn" or true,
        /// Which running bookings count today (SPEC 5.2).
        pub match_window: MatchWindow = "matchWindow" or MatchWindow::StartingToday,
        /// How many days a check-in covers (SPEC 5.5).
        pub recheck_after_days: NonZeroU32 = "recheckAfterDays" or const { NonZeroU32::new(7).expect("seven is not zero") },
        /// What a walk-in must tell (SPEC 6.2).
        pub walk_in_fields: Vec<VehicleField> = "walkInFields" or vec![VehicleField::Plate],
        /// Whether plates are shown whole (SPEC 5.6).
        pub full_plates: bool = "fullPlates" or false,
        /// Minutes of grace after a permit's end (SPEC 8.8).
        pub grace_minutes: u32 = "graceMinutes" or 15,
        /// Folded characters that a name query needs (SPEC 3.3).
        pub name_query_min: u32 = "nameQueryMin" or 2,
        /// Names that a search answers with at most (SPEC 3.5).
        pub result_limit: NonZeroU32 = "resultLimit" or const { NonZeroU32::new(10).expect("ten is not zero") },
        /// The time at which a residency opens on its first day (SPEC 2.4).
        pub move_in_opens_at: NaiveTime = "moveInOpensAt" or const { NaiveTime::from_hms_opt(6, 0, 0).expect("06:00 is a time") },
        /// Whether residents may invite guests (SPEC 9.3).
        pub guest_invites_enabled: bool = "guestInvitesEnabled" or true,
        /// Whether doors of spaces and picked doors are granted (SPEC 9.1).
        pub salto_integration: bool = "saltoIntegration" or false,
        /// Directory codes that no resident gets (SPEC 2.3).
        pub reserved_codes: Vec<String> = "reservedCodes" or Vec::new(),
        /// Days for which a code rests after its resident has moved out (SPEC 2.3).
        pub code_quarantine_days: u32 = "codeQuarantineDays" or 30,
        /// Seconds without input until the console forgets (SPEC 10.3).
        pub idle_seconds: u32 = "idleSeconds" or 45,
        /// How many name searches a console allows (SPEC 10.3).
        pub search_budget: SearchBudget = "searchBudget" or SearchBudget::default(),
        /// When personal data is due for erasure (SPEC 12.1).
        pub retention: Retention = "retention" or Retention::default(),
    }
}

words! {
    /// Which bookings count for a guest who arrives (SPEC 5.2).
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub enum MatchWindow {
        /// Those that start today, and later days of a stay that was checked in.
        #[default]
        StartingToday = "startingToday",
        /// All that occupy today.
        OccupyingToday = "occupyingToday",
    }
}

choices! {
    /// How many name searches a console allows in how many minutes (SPEC 10.3).
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct SearchBudget {
        /// Searches allowed in the window.
        pub searches: u32 = "searches" or 30,
        /// Length of the window in minutes.
        pub minutes: u32 = "minutes" or 5,
    }
}

choices! {
    /// Days after which personal data is due for erasure (SPEC 12.1).
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct Retention {
        /// Days for which a plate is kept.
        pub plate_days: u32 = "plateDays" or 30,
        /// Days for which a visit is kept.
        pub visit_days: u32 = "visitDays" or 90,
        /// Days for which an ended invite is kept.
        pub invite_days: u32 = "inviteDays" or 30,
        /// Days for which a moved-out resident's profile is kept.
        pub resident_days: u32 = "residentDays" or 730,
    }
}

record! {
    /// A suite.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Suite {
        /// Unique among suites.
        pub id: String = "id",
        /// As on its door: `1208`, `TH-4`.
        pub number: String = "number",
        /// Who it is for.
        pub used_for: SuiteUse = "use" or SuiteUse::default(),
        /// Its own doors.
        pub doors: Vec<String> = "doors" if any,
    }
}

words! {
    /// Who a suite is for.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub enum SuiteUse {
        /// Residents live there.
        #[default]
        Residential = "residential",
        /// Staff; bookings for other visitors are held for it (SPEC 7.1).
        Management = "management",
    }
}

record! {
    /// A door with a lock.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Door {
        /// Unique among doors.
        pub id: String = "id",
        /// For people.
        pub name: String = "name",
        /// Whether everyone who lives here may pass.
        pub common: bool = "common" or false,
    }
}

record! {
    /// A storage or parking space that can be assigned to residents.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Space {
        /// Unique among spaces.
        pub id: String = "id",
        /// What is kept there.
        pub kind: SpaceKind = "kind",
        /// For people: `P2-31`.
        pub name: String = "name",
        /// The door that leads to it.
        pub door: Option<String> = "door" if any,
    }
}

words! {
    /// What is kept in a space.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum SpaceKind {
        /// A car.
        Parking = "parking",
        /// Belongings.
        Storage = "storage",
    }
}
