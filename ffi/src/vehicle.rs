//! Vehicles.
#![allow(non_camel_case_types, reason = "C's names")]

use crate::status::Outcome;
use crate::text::{read, vst_text};
use vestibule::parking::vehicle::VehicleRef;

/// A vehicle as far as it is known; `{ NULL, 0 }` for what is not.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct vst_vehicle {
    /// Licence plate, as written.
    pub plate: vst_text,
    /// ISO 3166-2 code of where the plate is from.
    pub region: vst_text,
    /// Maker.
    pub make: vst_text,
    /// Model.
    pub model: vst_text,
    /// Colour.
    pub color: vst_text,
}

impl vst_vehicle {
    pub(crate) const NONE: Self = Self {
        plate: vst_text::NONE,
        region: vst_text::NONE,
        make: vst_text::NONE,
        model: vst_text::NONE,
        color: vst_text::NONE,
    };

    pub(crate) fn lend(vehicle: VehicleRef<'_>) -> Self {
        Self {
            plate: vst_text::lend_some(vehicle.plate),
            region: vst_text::lend_some(vehicle.region),
            make: vst_text::lend_some(vehicle.make),
            model: vst_text::lend_some(vehicle.model),
            color: vst_text::lend_some(vehicle.color),
        }
    }

    /// The vehicle behind a pointer; nothing is known of it when that is null.
    ///
    /// # Safety
    /// Unless null, the pointer must point to a vehicle whose texts are readable for `'v` and do not change.
    pub(crate) unsafe fn read<'v>(vehicle: *const Self) -> Outcome<VehicleRef<'v>> {
        if vehicle.is_null() {
            return Ok(VehicleRef::default());
        }
        // SAFETY: as the caller promises, here and below.
        let vehicle = unsafe { read(vehicle) }?;
        unsafe {
            Ok(VehicleRef {
                plate: vehicle.plate.read()?,
                region: vehicle.region.read()?,
                make: vehicle.make.read()?,
                model: vehicle.model.read()?,
                color: vehicle.color.read()?,
            })
        }
    }
}
