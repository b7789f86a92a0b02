//! What one row makes of a resident's profile.

use super::field::{Expected, Field, read_year};
use super::import::Reason;
use super::mapping::{Blanks, ColumnMapping, Status};
use super::names::Names;
use super::rows::Row;
use crate::directory::fold::folded_letters_and_digits;
use crate::document::{Residency, Resident, ResidentVehicle, filled};
use crate::people::phone::to_e164;
use crate::people::tags;
use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use chrono::NaiveDate;

/// What merging needs to know of the building and the file.
pub(super) struct Merge<'a> {
    pub(super) names: &'a Names<'a>,
    pub(super) mapping: &'a ColumnMapping,
    pub(super) region: Option<&'a str>,
    pub(super) today: NaiveDate,
}

/// Cells that cannot be read.
type Faults = Vec<(Field, Reason)>;

impl Merge<'_> {
    /// The profile as the row wants it. What the row says as the profile already does stays as it is.
    pub(super) fn apply(&self, row: &Row, base: &Resident) -> Result<Resident, Faults> {
        let mut resident = base.clone();
        let mut faults = Faults::new();
        self.set_full_name(row, &mut resident);
        for (field, cell) in row.cells.iter().filter(|(field, _)| Field::OWN.contains(field)) {
            let blank = filled(Some(cell)).is_none();
            let kept =
                *field == Field::Id || *field == Field::DirectoryCode || self.mapping.blanks == Blanks::Keep;
            if blank && kept || *cell == field.cell(base, self.names) {
                continue;
            }
            field
                .set(&mut resident, cell, self.names)
                .unwrap_or_else(|expected| faults.push(malformed(*field, expected)));
        }
        self.set_residency(row, &mut resident, &mut faults);
        self.set_vehicle(row, &mut resident, &mut faults);
        self.normalize(base, &mut resident);
        if faults.is_empty() { Ok(resident) } else { Err(faults) }
    }

    /// `Last, First`, where the row has no name columns of its own.
    fn set_full_name(&self, row: &Row, resident: &mut Resident) {
        let Some(name) = row.text(Field::FullName) else { return };
        let (last, first) = name.split_once(',').unwrap_or((name, ""));
        resident.last_name = filled(Some(last)).map(ToOwned::to_owned);
        resident.first_name = filled(Some(first)).map(ToOwned::to_owned);
    }

    /// The one residency that a row of another system is about.
    fn set_residency(&self, row: &Row, resident: &mut Resident, faults: &mut Faults) {
        let mut date = |field: Field| {
            let date = self.mapping.dates.read(row.text(field)?);
            date.map_err(|expected| faults.push(malformed(field, expected))).ok()
        };
        let (move_in, move_out) = (date(Field::MoveIn), date(Field::MoveOut));
        let status = row.text(Field::Status).map(|word| self.mapping.status(word)).transpose();
        let past = match status {
            Err(expected) => return faults.push(malformed(Field::Status, expected)),
            Ok(status) => status == Some(Status::Past),
        };
        let suite = match (row.text(Field::Unit), resident.residencies.as_slice()) {
            (Some(unit), _) => self.names.suites.id_or_text(unit),
            (None, [only]) => only.suite.clone(),
            (None, _) if move_in.is_none() && move_out.is_none() => return,
            (None, _) => return faults.push((Field::Unit, Reason::Missing)),
        };
        let place = stay_in(resident, &suite, move_in).unwrap_or_else(|| {
            if !past {
                leave_other_suites(resident, move_in.unwrap_or(self.today));
            }
            resident.residencies.push(Residency { suite, ..Residency::default() });
            resident.residencies.len() - 1
        });
        let Some(residency) = resident.residencies.get_mut(place) else { return };
        residency.move_in = move_in.or(residency.move_in);
        residency.move_out = move_out.or(residency.move_out);
        if past && residency.move_out.is_none() && row.text(Field::MoveOut).is_none() {
            faults.push((Field::MoveOut, Reason::Missing));
        }
    }

    /// The one vehicle that a row of another system is about: added, or completed where it is known already.
    fn set_vehicle(&self, row: &Row, resident: &mut Resident, faults: &mut Faults) {
        let text = |field: Field| row.text(field).map(ToString::to_string);
        let year = row.text(Field::Year).map(read_year).transpose();
        let given = ResidentVehicle {
            plate: text(Field::Plate),
            region: row.text(Field::PlateRegion).map(|region| self.subdivision(region)),
            make: text(Field::Make),
            model: text(Field::Model),
            year: year.unwrap_or_else(|expected| {
                faults.push(malformed(Field::Year, expected));
                None
            }),
            color: text(Field::Color),
            car_tag: text(Field::CarTag),
        };
        if given == ResidentVehicle::default() {
            return;
        }
        match resident.vehicles.iter_mut().find(|known| is_same_vehicle(known, &given)) {
            Some(known) => complete(known, given),
            None => resident.vehicles.push(given),
        }
    }

    /// `QC` as `CA-QC`; what is a whole code already stays.
    fn subdivision(&self, region: &str) -> String {
        let code = region.to_uppercase();
        match self.region {
            Some(country) if !code.contains('-') => format!("{country}-{code}"),
            _ => code,
        }
    }

    /// Brings what the row has changed into the form in which it is kept: phones as E.164 (SPEC 2.2), tags trimmed and each
    /// once (2.5).
    fn normalize(&self, base: &Resident, resident: &mut Resident) {
        let phone = |number: &mut String| {
            if let Some(kept) = to_e164(number, self.region) {
                *number = kept;
            }
        };
        if resident.phone != base.phone {
            resident.phone.iter_mut().for_each(phone);
        }
        if resident.display.call_number != base.display.call_number {
            resident.display.call_number.iter_mut().for_each(phone);
        }
        if resident.emergency_contacts != base.emergency_contacts {
            resident.emergency_contacts.iter_mut().for_each(|contact| phone(&mut contact.phone));
        }
        if resident.tags != base.tags {
            resident.tags = tags::unique(&resident.tags).into_iter().map(ToOwned::to_owned).collect();
        }
    }
}

fn malformed(field: Field, expected: Expected) -> (Field, Reason) {
    (field, Reason::Malformed(expected))
}

/// The residency in a suite that a row with this first date is about: the last listed, unless it had ended before.
fn stay_in(resident: &Resident, suite: &str, move_in: Option<NaiveDate>) -> Option<usize> {
    resident.residencies.iter().rposition(|stay| {
        let ended_before = stay.move_out.zip(move_in).is_some_and(|(last, first)| last < first);
        stay.suite == suite && !ended_before
    })
}

/// Who moves to another suite leaves the ones lived in until then on the day of the move, unless it is known when.
fn leave_other_suites(resident: &mut Resident, moved_on: NaiveDate) {
    for stay in &mut resident.residencies {
        if stay.move_out.is_none() && stay.move_in.is_none_or(|first| first <= moved_on) {
            stay.move_out = Some(moved_on);
        }
    }
}

/// The same plate; without one, nothing that is known otherwise.
fn is_same_vehicle(known: &ResidentVehicle, given: &ResidentVehicle) -> bool {
    let plate = |vehicle: &ResidentVehicle| {
        let plate = vehicle.plate.as_deref().map(folded_letters_and_digits);
        plate.filter(|plate| !plate.is_empty())
    };
    if let Some(given) = plate(given) {
        return plate(known) == Some(given);
    }
    let texts = |vehicle: &ResidentVehicle| {
        let ResidentVehicle { make, model, color, car_tag, .. } = vehicle.clone();
        [make, model, color, car_tag]
    };
    let agree = |(known, given): (Option<String>, Option<String>)| given.is_none() || known == given;
    texts(known).into_iter().zip(texts(given)).all(agree)
}

fn complete(known: &mut ResidentVehicle, given: ResidentVehicle) {
    // A plate written otherwise is the same plate.
    known.region = given.region.or(known.region.take());
    known.make = given.make.or(known.make.take());
    known.model = given.model.or(known.model.take());
    known.year = given.year.or(known.year);
    known.color = given.color.or(known.color.take());
    known.car_tag = given.car_tag.or(known.car_tag.take());
}
