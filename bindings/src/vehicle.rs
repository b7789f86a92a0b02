//! A vehicle, as asked for and as answered.

use crate::words;
use alloc::string::String;
use alloc::vec::Vec;
use vestibule::document;
use vestibule::parking::vehicle::FieldSet;

words! {
    /// A detail of a vehicle that can be required.
    #[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
    VehicleField = document::VehicleField {
        /// The plate.
        Plate
        /// Who made it.
        Make
        /// Which one it is.
        Model
        /// Its colour.
        Color
    }
}

/// What is known of a vehicle.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Vehicle {
    /// The plate, as written.
    #[cfg_attr(feature = "uniffi", uniffi(default = None))]
    pub plate: Option<String>,
    /// Where it is registered, as `CA-BC`.
    #[cfg_attr(feature = "uniffi", uniffi(default = None))]
    pub region: Option<String>,
    /// Who made it.
    #[cfg_attr(feature = "uniffi", uniffi(default = None))]
    pub make: Option<String>,
    /// Which one it is.
    #[cfg_attr(feature = "uniffi", uniffi(default = None))]
    pub model: Option<String>,
    /// Its colour.
    #[cfg_attr(feature = "uniffi", uniffi(default = None))]
    pub color: Option<String>,
}

impl From<document::Vehicle> for Vehicle {
    fn from(vehicle: document::Vehicle) -> Self {
        let document::Vehicle { plate, region, make, model, color } = vehicle;
        Self { plate, region, make, model, color }
    }
}

impl From<Vehicle> for document::Vehicle {
    fn from(vehicle: Vehicle) -> Self {
        let Vehicle { plate, region, make, model, color } = vehicle;
        Self { plate, region, make, model, color }
    }
}

pub(crate) fn fields(fields: FieldSet) -> Vec<VehicleField> {
    fields.into_iter().map(Into::into).collect()
}
