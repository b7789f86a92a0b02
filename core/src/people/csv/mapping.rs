//! Which column of another system's export feeds which field.

use super::field::{Expected, Field};
use crate::calendar::parse_date;
use crate::directory::fold::folded_letters_and_digits;
use alloc::string::String;
use alloc::vec::Vec;
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// How to read a file: what its columns hold, and how it writes dates and statuses. It is data, so that a mapping for a
/// system not thought of here can be kept in a settings file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ColumnMapping {
    /// Headers and what is below them. Headers are compared by their letters and digits, without regard to case. Where
    /// several columns hold the same field, the first one listed here that is not blank counts.
    pub columns: Vec<(String, Field)>,
    /// How [`Field::MoveIn`] and [`Field::MoveOut`] are written. `YYYY-MM-DD` is always understood.
    pub dates: DateFormat,
    /// The words of [`Field::Status`], compared as headers are.
    pub statuses: Vec<(String, Status)>,
    /// What a blank cell says.
    pub blanks: Blanks,
    /// Whether columns that are not listed are passed over; else they are reported.
    pub ignore_other_columns: bool,
}

/// The order in which a date is written, with `/`, `-` or `.` between.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum DateFormat {
    /// `2026-05-14`.
    #[default]
    YearMonthDay,
    /// `05/14/2026`.
    MonthDayYear,
    /// `14/05/2026`.
    DayMonthYear,
}

/// What a row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Status {
    /// Someone who lives there, or will.
    Resident,
    /// Someone who has moved out; the row must say when, unless that is known already.
    Past,
    /// No one who lives there, has or will: the row is passed over.
    Skipped,
}

/// What a blank cell says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Blanks {
    /// That there is no such thing: the field is emptied. Text is taken as it is written.
    #[default]
    Clear,
    /// Nothing: the field is left as it is. Blanks around a text say nothing either.
    Keep,
}

impl ColumnMapping {
    /// The library's own columns, as the export writes them; some may be left out.
    #[must_use]
    pub fn own() -> Self {
        Self {
            columns: Field::OWN.iter().map(|field| (field.name().into(), *field)).collect(),
            dates: DateFormat::YearMonthDay,
            statuses: Vec::new(),
            blanks: Blanks::Clear,
            ignore_other_columns: false,
        }
    }

    /// A resident export in the style of Yardi: one row per tenant code and unit, dates as `MM/DD/YYYY`.
    #[must_use]
    pub fn yardi() -> Self {
        const COLUMNS: [(&str, Field); 39] = [
            ("Tenant Code", Field::ExternalId),
            ("Resident Code", Field::ExternalId),
            ("Unit Code", Field::Unit),
            ("Unit", Field::Unit),
            ("Unit Number", Field::Unit),
            ("First Name", Field::FirstName),
            ("Last Name", Field::LastName),
            ("Name", Field::FullName),
            ("Tenant Name", Field::FullName),
            ("Resident Name", Field::FullName),
            ("Email", Field::Email),
            ("Email Address", Field::Email),
            ("Mobile Phone", Field::Phone),
            ("Cell Phone", Field::Phone),
            ("Phone", Field::Phone),
            ("Phone Number", Field::Phone),
            ("Home Phone", Field::Phone),
            ("Move In", Field::MoveIn),
            ("Move In Date", Field::MoveIn),
            ("Move Out", Field::MoveOut),
            ("Move Out Date", Field::MoveOut),
            ("Status", Field::Status),
            ("Tenant Status", Field::Status),
            ("Language", Field::Language),
            ("Preferred Language", Field::Language),
            ("Resident Type", Field::Designation),
            ("Vehicle Plate", Field::Plate),
            ("License Plate", Field::Plate),
            ("Licence Plate", Field::Plate),
            ("Vehicle Province", Field::PlateRegion),
            ("Vehicle State", Field::PlateRegion),
            ("License State", Field::PlateRegion),
            ("Vehicle Make", Field::Make),
            ("Vehicle Model", Field::Model),
            ("Vehicle Year", Field::Year),
            ("Vehicle Color", Field::Color),
            ("Vehicle Colour", Field::Color),
            ("Car Tag", Field::CarTag),
            ("Parking Tag", Field::CarTag),
        ];
        const STATUSES: [(&str, Status); 13] = [
            ("Current", Status::Resident),
            ("Notice", Status::Resident),
            ("On Notice", Status::Resident),
            ("Future", Status::Resident),
            ("Eviction", Status::Resident),
            ("Past", Status::Past),
            ("Former", Status::Past),
            ("Moved Out", Status::Past),
            ("Applicant", Status::Skipped),
            ("Denied", Status::Skipped),
            ("Canceled", Status::Skipped),
            ("Cancelled", Status::Skipped),
            ("Wait List", Status::Skipped),
        ];
        Self {
            columns: COLUMNS.iter().map(|(header, field)| ((*header).into(), *field)).collect(),
            dates: DateFormat::MonthDayYear,
            statuses: STATUSES.iter().map(|(word, status)| ((*word).into(), *status)).collect(),
            blanks: Blanks::Keep,
            ignore_other_columns: true,
        }
    }

    /// What the file calls a status.
    pub(super) fn status(&self, word: &str) -> Result<Status, Expected> {
        let word = folded_letters_and_digits(word);
        let known = self.statuses.iter().find(|(known, _)| folded_letters_and_digits(known) == word);
        known.map(|(_, status)| *status).ok_or("a status that the mapping lists")
    }
}

impl DateFormat {
    /// Reads a date; years as everywhere (SPEC 1.2).
    pub(super) fn read(self, text: &str) -> Result<NaiveDate, Expected> {
        let expected = match self {
            Self::YearMonthDay => "a date as YYYY-MM-DD",
            Self::MonthDayYear => "a date as MM/DD/YYYY",
            Self::DayMonthYear => "a date as DD/MM/YYYY",
        };
        parse_date(text).or_else(|| self.read_numbers(text)).ok_or(expected)
    }

    fn read_numbers(self, text: &str) -> Option<NaiveDate> {
        let mut numbers = text.split(['/', '-', '.']);
        let (first, second, third) = (numbers.next()?, numbers.next()?, numbers.next()?);
        let (year, month, day) = match self {
            Self::YearMonthDay => (first, second, third),
            Self::MonthDayYear => (third, first, second),
            Self::DayMonthYear => (third, second, first),
        };
        let is_number = |text: &str, digits: core::ops::RangeInclusive<usize>| {
            digits.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
        };
        if numbers.next().is_some()
            || !is_number(year, 4..=4)
            || !is_number(month, 1..=2)
            || !is_number(day, 1..=2)
        {
            return None;
        }
        let date = NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)?;
        crate::calendar::YEARS.contains(&date.year()).then_some(date)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::format_date;

    #[test]
    fn dates_are_read_in_the_order_given() {
        let read = |format: DateFormat, text| format.read(text).map(format_date).ok();
        let date = Some("2026-05-04".into());
        assert_eq!(read(DateFormat::MonthDayYear, "05/04/2026"), date);
        assert_eq!(read(DateFormat::MonthDayYear, "5-4-2026"), date);
        assert_eq!(read(DateFormat::DayMonthYear, "04.05.2026"), date);
        assert_eq!(read(DateFormat::YearMonthDay, "2026/5/4"), date);
        assert_eq!(read(DateFormat::DayMonthYear, "2026-05-04"), date);
        for text in
            ["", "05/04/26", "13/04/2026", "02/30/2026", "05/04/1969", "05/04/2026 0:00", "+5/4/2026", "5/4"]
        {
            assert_eq!(read(DateFormat::MonthDayYear, text), None, "{text}");
        }
    }

    #[test]
    fn statuses_are_read_as_people_write_them() {
        let yardi = ColumnMapping::yardi();
        assert_eq!(yardi.status(" moved-out "), Ok(Status::Past));
        assert_eq!(yardi.status("CURRENT"), Ok(Status::Resident));
        assert!(yardi.status("Parti").is_err());
    }

    #[test]
    fn a_mapping_is_data() {
        for mapping in [ColumnMapping::yardi(), ColumnMapping::own()] {
            let text = serde_json::to_string(&mapping).unwrap();
            assert_eq!(serde_json::from_str::<ColumnMapping>(&text).unwrap(), mapping);
        }
    }
}
