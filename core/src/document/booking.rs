//! Guest-parking bookings, requests for them, and the vehicles they are for (SPEC 4.2, 4.3).

use super::record::{record, through_serde, words};
use super::source::Place;
use super::values::FromJson;
use crate::calendar::Instant;
use alloc::string::String;
use chrono::NaiveDateTime;
use serde::{Serialize, Serializer};

record! {
    /// A booking (SPEC 4.2).
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Booking {
        /// Unique among bookings.
        pub id: String = "id",
        /// Id of the amenity.
        pub amenity: String = "amenity",
        /// Who holds it.
        pub holder: Holder = "holder",
        /// Id of the holder's suite.
        pub suite: String = "suite",
        /// First wall minute.
        pub start: NaiveDateTime = "start",
        /// The wall minute after the last.
        pub end: NaiveDateTime = "end",
        /// Whether it was accepted.
        pub approval: Approval = "approval",
        /// The guest's vehicle, as far as it is known.
        pub vehicle: Vehicle = "vehicle" or Vehicle::default(),
        /// The space that it was given.
        pub space: Option<String> = "space" if any,
        /// The guest's name.
        pub guest_name: Option<String> = "guestName" if any,
        /// When it was made.
        pub created_at: Option<Instant> = "createdAt" if any,
    }
}

record! {
    /// A request to book (SPEC 4.3).
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct BookingRequest {
        /// Id of the amenity.
        pub amenity: String = "amenity",
        /// Who will hold it.
        pub holder: Holder = "holder",
        /// Id of the holder's suite.
        pub suite: String = "suite",
        /// First wall minute.
        pub start: NaiveDateTime = "start",
        /// The wall minute after the last.
        pub end: NaiveDateTime = "end",
        /// The guest's vehicle, as far as it is known.
        pub vehicle: Vehicle = "vehicle" or Vehicle::default(),
        /// A space that it is given.
        pub space: Option<String> = "space" if any,
        /// The guest's name.
        pub guest_name: Option<String> = "guestName" if any,
    }
}

/// Who holds a booking.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Holder {
    /// A resident, by id, for their guest.
    Resident(String),
    /// A manager, by id, for an other visitor.
    Manager(String),
}

record! {
    /// A vehicle as far as it is known.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Vehicle {
        /// Licence plate.
        pub plate: Option<String> = "plate" if any,
        /// ISO 3166-2 code of where the plate is from.
        pub region: Option<String> = "region" if any,
        /// Maker.
        pub make: Option<String> = "make" if any,
        /// Model.
        pub model: Option<String> = "model" if any,
        /// Colour.
        pub color: Option<String> = "color" if any,
    }
}

words! {
    /// A detail of a vehicle that can be asked for, in the order in which missing ones are listed.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum VehicleField {
        /// Licence plate.
        Plate = "plate",
        /// Maker.
        Make = "make",
        /// Model.
        Model = "model",
        /// Colour.
        Color = "color",
    }
}

words! {
    /// Whether a booking was accepted.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum Approval {
        /// Waits for staff.
        Pending = "pending",
        /// Accepted.
        Approved = "approved",
        /// Refused by staff.
        Rejected = "rejected",
        /// Taken back.
        Cancelled = "cancelled",
    }
}

/// In JSON, an object with one key.
impl FromJson for Holder {
    fn read(place: Place<'_>) -> Self {
        let mut keys = place.object(&["resident", "manager"]);
        match (keys.given(), keys.given()) {
            (Some(id), None) => Self::Resident(String::read(id)),
            (None, Some(id)) => Self::Manager(String::read(id)),
            _ => {
                keys.refuse("expected one of resident and manager");
                Self::Resident(String::new())
            }
        }
    }
}

impl Serialize for Holder {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map([match self {
            Self::Resident(id) => ("resident", id),
            Self::Manager(id) => ("manager", id),
        }])
    }
}

through_serde!(Holder);
