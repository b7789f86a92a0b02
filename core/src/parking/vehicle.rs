//! What is known of a guest's vehicle, and what is still to be asked (SPEC 4.3, 6.3).

use super::plate::Plate;
use crate::document::{Vehicle, VehicleField, filled};
use alloc::string::String;
use alloc::vec::Vec;

/// Every field, in the order in which missing ones are listed.
pub const FIELDS: [VehicleField; 4] =
    [VehicleField::Plate, VehicleField::Make, VehicleField::Model, VehicleField::Color];

/// The value of a vehicle's field, as written.
pub fn value_of(vehicle: &Vehicle, field: VehicleField) -> Option<&str> {
    let value = match field {
        VehicleField::Plate => &vehicle.plate,
        VehicleField::Make => &vehicle.make,
        VehicleField::Model => &vehicle.model,
        VehicleField::Color => &vehicle.color,
    };
    value.as_deref()
}

/// Whether a value tells a field: not blank, and of a plate some letter or digit (SPEC 1.9).
pub fn is_told(field: VehicleField, value: &str) -> bool {
    match field {
        VehicleField::Plate => Plate::new(value, None).is_some(),
        VehicleField::Make | VehicleField::Model | VehicleField::Color => filled(Some(value)).is_some(),
    }
}

/// Whether a vehicle tells a field.
pub fn tells(vehicle: &Vehicle, field: VehicleField) -> bool {
    value_of(vehicle, field).is_some_and(|value| is_told(field, value))
}

/// The required fields that none of the sources tells, in the order plate, make, model, colour.
pub fn missing_fields(required: &[VehicleField], sources: &[&Vehicle]) -> Vec<VehicleField> {
    let missing = |field: &VehicleField| {
        required.contains(field) && !sources.iter().any(|vehicle| tells(vehicle, *field))
    };
    FIELDS.into_iter().filter(missing).collect()
}

/// The vehicle that a check-in records: the booking's own details win over the guest's (SPEC 6.3).
pub fn merged(booked: &Vehicle, given: &Vehicle) -> Vehicle {
    let text = |ours: &Option<String>, theirs: &Option<String>| {
        let kept = |text: &&String| filled(Some(text)).is_some();
        ours.as_ref().filter(kept).or(theirs.as_ref().filter(kept)).cloned()
    };
    let with_plate = if tells(booked, VehicleField::Plate) { booked } else { given };
    Vehicle {
        plate: with_plate.plate.clone(),
        region: text(&with_plate.region, &given.region),
        make: text(&booked.make, &given.make),
        model: text(&booked.model, &given.model),
        color: text(&booked.color, &given.color),
    }
}
