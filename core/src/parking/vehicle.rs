//! What is known of a guest's vehicle, and what is still to be asked (SPEC 4.3, 6.3).

use crate::directory::fold::folded_chars;
use crate::document::{Vehicle, VehicleField, filled};
use core::fmt;

/// Every field, in the order in which missing ones are listed.
pub const FIELDS: [VehicleField; 4] =
    [VehicleField::Plate, VehicleField::Make, VehicleField::Model, VehicleField::Color];

/// Some of the fields of a vehicle, each at most once; they are always listed in the order plate, make, model, colour.
///
/// ```
/// use vestibule::document::VehicleField;
/// use vestibule::parking::vehicle::FieldSet;
/// let fields: FieldSet = [VehicleField::Color, VehicleField::Plate, VehicleField::Color].into_iter().collect();
/// assert!(fields.into_iter().eq([VehicleField::Plate, VehicleField::Color]));
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct FieldSet {
    bits: u8,
}

impl FieldSet {
    /// No field.
    pub const EMPTY: Self = Self { bits: 0 };

    /// The set as bits, as images and other languages have it: 1 plate, 2 make, 4 model, 8 colour.
    #[must_use]
    pub fn bits(self) -> u8 {
        self.bits
    }

    /// The set of some bits; others than those four stand for nothing.
    #[must_use]
    pub fn from_bits(bits: u8) -> Self {
        Self { bits: bits & 0xF }
    }

    /// Whether a field is in the set.
    #[must_use]
    pub fn contains(self, field: VehicleField) -> bool {
        self.bits & bit(field) != 0
    }

    /// Whether no field is.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.bits == 0
    }

    /// How many fields are.
    #[must_use]
    pub fn len(self) -> usize {
        self.iter().count()
    }

    /// Adds a field.
    pub fn insert(&mut self, field: VehicleField) {
        self.bits |= bit(field);
    }

    /// Takes a field away.
    pub fn remove(&mut self, field: VehicleField) {
        self.bits &= !bit(field);
    }

    /// The fields that are in this set and not in the other.
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        Self { bits: self.bits & !other.bits }
    }

    /// The fields, in their order.
    #[must_use]
    pub fn iter(self) -> Fields {
        Fields { left: self }
    }
}

fn bit(field: VehicleField) -> u8 {
    match field {
        VehicleField::Plate => 1,
        VehicleField::Make => 2,
        VehicleField::Model => 4,
        VehicleField::Color => 8,
    }
}

impl FromIterator<VehicleField> for FieldSet {
    fn from_iter<I: IntoIterator<Item = VehicleField>>(fields: I) -> Self {
        let mut set = Self::EMPTY;
        fields.into_iter().for_each(|field| set.insert(field));
        set
    }
}

impl From<&[VehicleField]> for FieldSet {
    fn from(fields: &[VehicleField]) -> Self {
        let mut set = Self::EMPTY;
        for field in fields {
            set.insert(*field);
        }
        set
    }
}

impl IntoIterator for FieldSet {
    type Item = VehicleField;
    type IntoIter = Fields;

    fn into_iter(self) -> Fields {
        self.iter()
    }
}

/// The fields of a set, in their order.
#[derive(Clone, Debug)]
pub struct Fields {
    left: FieldSet,
}

impl Iterator for Fields {
    type Item = VehicleField;

    fn next(&mut self) -> Option<VehicleField> {
        let field = FIELDS.into_iter().find(|field| self.left.contains(*field))?;
        self.left.remove(field);
        Some(field)
    }
}

impl fmt::Debug for FieldSet {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.debug_set().entries(self.iter()).finish()
    }
}

/// A vehicle as far as it is known, lent by whoever keeps its texts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct VehicleRef<'v> {
    /// Licence plate.
    pub plate: Option<&'v str>,
    /// ISO 3166-2 code of where the plate is from.
    pub region: Option<&'v str>,
    /// Maker.
    pub make: Option<&'v str>,
    /// Model.
    pub model: Option<&'v str>,
    /// Colour.
    pub color: Option<&'v str>,
}

impl<'v> VehicleRef<'v> {
    /// The value of a field, as written.
    #[must_use]
    pub fn value_of(&self, field: VehicleField) -> Option<&'v str> {
        match field {
            VehicleField::Plate => self.plate,
            VehicleField::Make => self.make,
            VehicleField::Model => self.model,
            VehicleField::Color => self.color,
        }
    }

    /// Whether it tells a field.
    #[must_use]
    pub fn tells(&self, field: VehicleField) -> bool {
        self.value_of(field).is_some_and(|value| is_told(field, value))
    }

    /// A vehicle with its own texts.
    #[must_use]
    pub fn to_vehicle(&self) -> Vehicle {
        let owned = |text: Option<&str>| text.map(Into::into);
        Vehicle {
            plate: owned(self.plate),
            region: owned(self.region),
            make: owned(self.make),
            model: owned(self.model),
            color: owned(self.color),
        }
    }
}

impl<'v> From<&'v Vehicle> for VehicleRef<'v> {
    fn from(vehicle: &'v Vehicle) -> Self {
        Self {
            plate: vehicle.plate.as_deref(),
            region: vehicle.region.as_deref(),
            make: vehicle.make.as_deref(),
            model: vehicle.model.as_deref(),
            color: vehicle.color.as_deref(),
        }
    }
}

/// Whether a value tells a field: not blank, and of a plate some letter or digit (SPEC 1.9).
pub fn is_told(field: VehicleField, value: &str) -> bool {
    match field {
        VehicleField::Plate => folded_chars(value).next().is_some(),
        VehicleField::Make | VehicleField::Model | VehicleField::Color => filled(Some(value)).is_some(),
    }
}

/// The required fields that none of the sources tells.
#[must_use]
pub fn missing_fields(required: FieldSet, sources: &[VehicleRef<'_>]) -> FieldSet {
    let mut missing = FieldSet::EMPTY;
    for field in required {
        if !sources.iter().any(|vehicle| vehicle.tells(field)) {
            missing.insert(field);
        }
    }
    missing
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_lists_its_fields_in_order_and_once() {
        let mut set: FieldSet = [VehicleField::Color, VehicleField::Plate].into_iter().collect();
        set.insert(VehicleField::Plate);
        assert_eq!((set.len(), set.is_empty()), (2, false));
        assert!(set.iter().eq([VehicleField::Plate, VehicleField::Color]));
        assert!(set.into_iter().eq(set.iter()));
        let plate = FieldSet::from(&[VehicleField::Plate][..]);
        assert!(set.minus(plate).iter().eq([VehicleField::Color]));
        set.remove(VehicleField::Color);
        assert_eq!(set, plate);
        assert!(plate.minus(plate).is_empty() && !plate.contains(VehicleField::Make));
    }

    #[test]
    fn blank_values_tell_nothing() {
        let vehicle = Vehicle {
            plate: Some(" - ".into()),
            make: Some(" ".into()),
            color: Some("é".into()),
            ..Vehicle::default()
        };
        let all: FieldSet = FIELDS.into_iter().collect();
        let missing = missing_fields(all, &[VehicleRef::from(&vehicle)]);
        assert!(missing.iter().eq([VehicleField::Plate, VehicleField::Make, VehicleField::Model]));
        assert_eq!(VehicleRef::from(&vehicle).to_vehicle(), vehicle);
    }
}
