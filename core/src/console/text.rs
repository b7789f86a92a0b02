//! Every text of the console, in every language. A text without its translation does not compile.
//!
//! Texts are written piece by piece, and numbers and dates by hand: the machinery of `core::fmt` would take more flash
//! than all texts of a language.

mod en;
mod fr;

use super::screen::ChoiceKind;
use crate::document::{Language, VehicleField};
use chrono::NaiveDate;
use core::fmt::{Result, Write};

/// A text, with what is filled in.
#[derive(Clone, Copy, Debug)]
pub(super) enum Text<'t> {
    /// A name, as it is.
    Name(&'t str),
    /// The building welcomes.
    Welcome(&'t str),
    /// What can be done at the panel.
    HowCanWeHelp,
    /// The label of a choice that always reads the same.
    Choice(ChoiceKind),

    NameSearchTitle,
    NameLabel,
    NameHint,
    TooShort,
    NobodyFound,
    MoreNames,
    DialTitle,
    DialLabel,
    DialHint,
    UnknownCode,
    /// A directory code, in a list or in place of a name.
    DirectoryCode(&'t str),
    Calling,
    CallHint,
    Management,

    ParkingTitle,
    WhomDoYouVisit,
    SuiteSearchTitle,
    SuiteLabel,
    SuiteHint,
    NoSuite,
    Suite(&'t str),
    OtherVisitorTitle,
    PlateHint,
    GuestOf(&'t Text<'t>),
    ChooseBooking,
    NoPlateYet,
    /// The only day of a booking: see [`Text::days`].
    Day(NaiveDate),
    /// The first and the last of its days.
    Days(NaiveDate, NaiveDate),
    SimilarTitle,
    SimilarQuestion,
    DetailsTitle,
    /// The label of a vehicle's field.
    Field(VehicleField),
    /// Which of how many.
    Step(u8, u8),
    FieldNeeded,
    ConfirmTitle,
    Through(NaiveDate),
    WithoutBooking,
    CheckedInTitle,
    Enjoy,
    AlreadyTitle,
    NextCheckIn(NaiveDate),
    NothingMore,
    NoBookingTitle,
    AskResident,
    AskSuite,
    AskManagement,
    ManagementClosed,

    EntryCodeTitle,
    EntryCodeLabel,
    EntryCodeHint,
    WrongCode,
    UnlockedTitle,
    UnlockedHint,

    LockedTitle,
    SearchLocked,
    CodeLocked,
    OpensIn(u64),

    Submit,
    Next,
    Back,
}

/// Where in a language's words something is filled in.
const PLACE: &str = "{}";

impl<'t> Text<'t> {
    /// The days of a booking, both included.
    pub(super) fn days(from: NaiveDate, through: NaiveDate) -> Self {
        if from == through { Self::Day(from) } else { Self::Days(from, through) }
    }

    /// Writes the text in a language.
    pub(super) fn say(&self, language: Language, out: &mut dyn Write) -> Result {
        let mut words = match language {
            Language::En => en::words(self),
            Language::Fr => fr::words(self),
        };
        let mut filled = 0;
        // To look for the brace alone is less code, and no text has one of its own.
        while let Some(place) = words.find('{') {
            let (before, after) = words.split_at_checked(place).unwrap_or_default();
            out.write_str(before)?;
            self.fill(filled, language, out)?;
            filled += 1;
            words = after.get(PLACE.len()..).unwrap_or_default();
        }
        out.write_str(words)
    }

    /// Writes what is filled in at the first place, or at the second.
    fn fill(&self, place: usize, language: Language, out: &mut dyn Write) -> Result {
        match *self {
            Text::Name(text) | Text::Welcome(text) | Text::DirectoryCode(text) | Text::Suite(text) => {
                out.write_str(text)
            }
            Text::GuestOf(host) => host.say(language, out),
            Text::Day(date) | Text::Through(date) | Text::NextCheckIn(date) => {
                write_date(date, language, out)
            }
            Text::Days(from, through) => write_date(if place == 0 { from } else { through }, language, out),
            Text::Step(step, steps) => write_number(if place == 0 { step } else { steps }.into(), out),
            Text::OpensIn(seconds) => write_minutes_and_seconds(seconds, out),
            _ => Ok(()),
        }
    }
}

fn write_date(date: NaiveDate, language: Language, out: &mut dyn Write) -> Result {
    match language {
        Language::En => en::date(date, out),
        Language::Fr => fr::date(date, out),
    }
}

/// Writes pieces one after the other.
fn all(pieces: &[&str], out: &mut dyn Write) -> Result {
    pieces.iter().try_for_each(|piece| out.write_str(piece))
}

/// Writes a whole number.
pub(super) fn write_number(number: u64, out: &mut dyn Write) -> Result {
    let mut digits = [0; 20];
    let mut rest = number;
    let mut length = 0;
    for place in digits.iter_mut().rev() {
        *place = b'0' + u8::try_from(rest % 10).unwrap_or(0);
        rest /= 10;
        length += 1;
        if rest == 0 {
            break;
        }
    }
    let written = digits.get(digits.len() - length..).unwrap_or_default();
    out.write_str(core::str::from_utf8(written).unwrap_or_default())
}

/// `90` as `1:30`.
fn write_minutes_and_seconds(seconds: u64, out: &mut dyn Write) -> Result {
    write_number(seconds / 60, out)?;
    let rest = u8::try_from(seconds % 60).unwrap_or(0);
    let tail = [b':', b'0' + rest / 10, b'0' + rest % 10];
    out.write_str(core::str::from_utf8(&tail).unwrap_or_default())
}

/// Writes a year; those before the year 0 have a minus sign.
fn write_year(year: i32, out: &mut dyn Write) -> Result {
    if year < 0 {
        out.write_str("-")?;
    }
    write_number(year.unsigned_abs().into(), out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::{String, ToString};
    use proptest::prelude::*;

    fn said(text: Text<'_>, language: Language) -> String {
        let mut out = String::new();
        text.say(language, &mut out).unwrap();
        out
    }

    #[test]
    fn dates_and_times_read_well() {
        let first = NaiveDate::from_ymd_opt(2026, 8, 1).unwrap();
        assert_eq!(said(Text::Through(first), Language::En), "Parking through August 1, 2026.");
        assert_eq!(said(Text::Through(first), Language::Fr), "Stationnement jusqu’au 1er août 2026 inclus.");
        assert_eq!(said(Text::OpensIn(605), Language::En), "Open again in 10:05.");
        assert_eq!(said(Text::OpensIn(59), Language::Fr), "Réouverture dans 0:59.");
    }

    #[test]
    fn every_language_has_a_place_for_all_that_is_filled_in() {
        let [first, last] = [1, 4].map(|day| NaiveDate::from_ymd_opt(2026, 5, day).unwrap());
        let filled: [(Text<'_>, &[&str]); 11] = [
            (Text::Name("Zoë"), &["Zoë"]),
            (Text::Welcome("Zoë"), &["Zoë"]),
            (Text::DirectoryCode("0000"), &["0000"]),
            (Text::Suite("12B"), &["12B"]),
            (Text::GuestOf(&Text::Suite("12B")), &["12B"]),
            (Text::days(first, first), &["1", "2026"]),
            (Text::days(first, last), &["1", "2026", "4", "2026"]),
            (Text::Step(2, 3), &["2", "3"]),
            (Text::Through(last), &["4", "2026"]),
            (Text::NextCheckIn(last), &["4", "2026"]),
            (Text::OpensIn(90), &["1:30"]),
        ];
        for (text, parts) in filled {
            for language in [Language::En, Language::Fr] {
                let mut rest = said(text, language);
                assert!(!rest.contains(['{', '}']), "{rest}");
                for part in parts {
                    rest = rest.split_once(part).unwrap().1.to_string();
                }
            }
        }
    }

    proptest! {
        #[test]
        fn numbers_are_written_as_the_language_writes_them(number in any::<u64>(), year in any::<i32>()) {
            let (mut out, mut years) = (String::new(), String::new());
            write_number(number, &mut out).unwrap();
            prop_assert_eq!(out, number.to_string());
            write_year(year, &mut years).unwrap();
            prop_assert_eq!(years, year.to_string());
        }
    }
}
