//! Residents and managers (SPEC 2.1).

use super::record::{record, words};
use alloc::string::String;
use alloc::vec::Vec;
use chrono::NaiveDate;

record! {
    /// A resident's profile (SPEC 2.1). As a draft, a required field that is still to come is empty.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Resident {
        /// Unique among residents.
        pub id: String = "id",
        /// The id in the property-management system.
        pub external_id: Option<String> = "externalId" if any,
        /// Given name; one of the two names is enough.
        pub first_name: Option<String> = "firstName" if any,
        /// Family name.
        pub last_name: Option<String> = "lastName" if any,
        /// E-mail address.
        pub email: String = "email",
        /// Phone number.
        pub phone: Option<String> = "phone" if any,
        /// How the building writes to them.
        pub preferred_communication: PreferredCommunication = "preferredCommunication" or PreferredCommunication::default(),
        /// The language in which it does.
        pub language: Language = "language" or Language::default(),
        /// Where and when they live; two overlap while someone moves within the building.
        pub residencies: Vec<Residency> = "residencies",
        /// Four digits that ring them from the entry console (SPEC 3.7).
        pub directory_code: String = "directoryCode",
        /// For staff only.
        pub notes: Option<String> = "notes" if any,
        /// For staff only.
        pub pets: Option<String> = "pets" if any,
        /// How far they have come with the app.
        pub onboarding: Onboarding = "onboarding" or Onboarding::default(),
        /// How the entry directory shows them.
        pub display: Display = "display" or Display::default(),
        /// Free text, unique per resident without regard to case (SPEC 2.5).
        pub tags: Vec<String> = "tags" if any,
        /// In condo buildings only.
        pub designation: Option<Designation> = "designation" if any,
        /// Whom staff call when something happens.
        pub emergency_contacts: Vec<EmergencyContact> = "emergencyContacts" if any,
        /// Ids of assigned spaces.
        pub spaces: Vec<String> = "spaces" if any,
        /// Ids of doors picked on the profile (SPEC 9.1).
        pub doors: Vec<String> = "doors" if any,
        /// Their own vehicles.
        pub vehicles: Vec<ResidentVehicle> = "vehicles" if any,
        /// Whether they may create no guest invites (SPEC 9.4).
        pub guest_invites_restricted: bool = "guestInvitesRestricted" or false,
    }
}

words! {
    /// How the building writes to a resident.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub enum PreferredCommunication {
        /// In the app.
        #[default]
        App = "app",
        /// By e-mail.
        Email = "email",
        /// By text message; needs a phone number (SPEC 2.2).
        Sms = "sms",
    }
}

words! {
    /// A language that the product speaks.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
    pub enum Language {
        /// English.
        #[default]
        En = "en",
        /// French.
        Fr = "fr",
    }
}

record! {
    /// A time of living in a suite (SPEC 2.4).
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Residency {
        /// Id of the suite.
        pub suite: String = "suite",
        /// First date; since ever when left out.
        pub move_in: Option<NaiveDate> = "moveIn" if any,
        /// Last date of residence; open-ended when left out.
        pub move_out: Option<NaiveDate> = "moveOut" if any,
    }
}

words! {
    /// How far a resident has come with the app.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub enum Onboarding {
        /// Saved, not invited.
        #[default]
        Draft = "draft",
        /// Invited, not yet in the app.
        Invited = "invited",
        /// Has activated the app.
        Active = "active",
    }
}

record! {
    /// How the entry directory shows a resident (SPEC 3.1).
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Display {
        /// Whether it shows them at all.
        pub on_entry_system: bool = "onEntrySystem" or true,
        /// Shown instead of the legal name.
        pub name: Option<String> = "name" if any,
        /// Called instead of the phone.
        pub call_number: Option<String> = "callNumber" if any,
    }
}

impl Default for Display {
    fn default() -> Self {
        Self { on_entry_system: true, name: None, call_number: None }
    }
}

words! {
    /// How a resident of a condo building holds the suite.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Designation {
        /// Rents it.
        Renter = "renter",
        /// Owns it and lives there.
        Owner = "owner",
        /// Owns it and lives elsewhere.
        NonResidentOwner = "nonResidentOwner",
    }
}

record! {
    /// Whom staff call when something happens.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct EmergencyContact {
        /// Their name.
        pub name: String = "name",
        /// Their phone number.
        pub phone: String = "phone",
        /// Who they are to the resident.
        pub relation: Option<String> = "relation" if any,
    }
}

record! {
    /// A resident's own vehicle.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct ResidentVehicle {
        /// Licence plate.
        pub plate: Option<String> = "plate" if any,
        /// ISO 3166-2 code of where the plate is from.
        pub region: Option<String> = "region" if any,
        /// Maker.
        pub make: Option<String> = "make" if any,
        /// Model.
        pub model: Option<String> = "model" if any,
        /// Model year.
        pub year: Option<u32> = "year" if any,
        /// Colour.
        pub color: Option<String> = "color" if any,
        /// The tag that opens the garage; on one resident's profile only (SPEC 2.2).
        pub car_tag: Option<String> = "carTag" if any,
    }
}

record! {
    /// A member of staff.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Manager {
        /// Unique among managers.
        pub id: String = "id",
        /// Given name.
        pub first_name: Option<String> = "firstName" if any,
        /// Family name.
        pub last_name: Option<String> = "lastName" if any,
        /// Id of the suite that they are assigned to.
        pub suite: Option<String> = "suite" if any,
    }
}
