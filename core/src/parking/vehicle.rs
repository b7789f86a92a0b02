//! What is known of a guest's vehicle, and what is still to be asked (SPEC 4.3, 6.3).

use super::plate::Plate;
use crate::document::{Vehicle, VehicleField, filled};
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
