//! English.

use super::{Text, all, write_number, write_year};
use crate::calendar::month_and_day;
use crate::console::screen::ChoiceKind;
use crate::document::VehicleField;
use chrono::{Datelike, NaiveDate};
use core::fmt::{Result, Write};

pub(super) fn words(text: &Text<'_>) -> &'static str {
    match text {
        Text::Name(_) => "{}",
        Text::Welcome(_) => "Welcome to {}",
        Text::HowCanWeHelp => "What would you like to do?",
        Text::Choice(kind) => choice(*kind),

        Text::NameSearchTitle => "Find a resident",
        Text::NameLabel => "Name",
        Text::NameHint => "Type the name of the person you are visiting.",
        Text::TooShort => "Keep typing.",
        Text::NobodyFound => "No one is listed under this name.",
        Text::MoreNames => "More names match. Keep typing.",
        Text::DialTitle => "Dial a directory code",
        Text::DialLabel => "Code",
        Text::DialHint => "Type the four digits that your host gave you.",
        Text::UnknownCode => "This code reaches no one.",
        Text::DirectoryCode(_) => "Code {}",
        Text::Calling => "Calling",
        Text::CallHint => "Please wait for an answer.",
        Text::Management => "Management",

        Text::ParkingTitle => "Guest parking",
        Text::WhomDoYouVisit => "Whom are you visiting?",
        Text::SuiteSearchTitle => "Find a suite",
        Text::SuiteLabel => "Suite",
        Text::SuiteHint => "Type the number of the suite you are visiting.",
        Text::NoSuite => "There is no such suite.",
        Text::Suite(_) => "Suite {}",
        Text::OtherVisitorTitle => "Other visitors",
        Text::PlateHint => "Type the licence plate of your vehicle.",
        Text::GuestOf(_) => "Visiting: {}",
        Text::ChooseBooking => "Which vehicle is yours?",
        Text::NoPlateYet => "Vehicle without a plate so far",
        Text::Day(_) => "{}",
        Text::Days(..) => "{} to {}",
        Text::SimilarTitle => "Is this your vehicle?",
        Text::SimilarQuestion => "A booking with a similar plate was found.",
        Text::DetailsTitle => "Your vehicle",
        Text::Field(VehicleField::Plate) => "Licence plate",
        Text::Field(VehicleField::Make) => "Make",
        Text::Field(VehicleField::Model) => "Model",
        Text::Field(VehicleField::Color) => "Colour",
        Text::Step(..) => "Detail {} of {}",
        Text::FieldNeeded => "This is needed to check in.",
        Text::ConfirmTitle => "Check in?",
        Text::Through(_) => "Parking through {}.",
        Text::WithoutBooking => "Parking without a booking.",
        Text::CheckedInTitle => "You are checked in",
        Text::Enjoy => "Enjoy your visit.",
        Text::AlreadyTitle => "Already checked in",
        Text::NextCheckIn(_) => "Please check in again on {}.",
        Text::NothingMore => "There is nothing more to do.",
        Text::NoBookingTitle => "No booking was found",
        Text::AskResident => "Please ask your host to book guest parking for you.",
        Text::AskSuite => "Please ask the resident of the suite to book guest parking for you.",
        Text::AskManagement => "Please ask management to book parking for you.",
        Text::ManagementClosed => "Management cannot be called right now.",

        Text::EntryCodeTitle => "Enter with a code",
        Text::EntryCodeLabel => "Entry code",
        Text::EntryCodeHint => "Type the entry code from your invitation.",
        Text::WrongCode => "This code does not open the door now.",
        Text::UnlockedTitle => "Welcome",
        Text::UnlockedHint => "The door is open.",

        Text::LockedTitle => "Please wait",
        Text::SearchLocked => "There were many searches. The directory opens again soon.",
        Text::CodeLocked => "There were too many wrong codes.",
        Text::OpensIn(_) => "Open again in {}.",

        Text::Submit => "OK",
        Text::Next => "Next",
        Text::Back => "Back",
    }
}

fn choice(kind: ChoiceKind) -> &'static str {
    match kind {
        ChoiceKind::SearchName => "Find a resident by name",
        ChoiceKind::DialCode => "Dial a directory code",
        ChoiceKind::GuestParking => "Guest parking",
        ChoiceKind::EntryCode => "Enter with a code",
        ChoiceKind::CallManagement => "Call management",
        ChoiceKind::SearchSuite => "Find a suite",
        ChoiceKind::OtherVisitor => "Other visitor: contractor, courier",
        ChoiceKind::Resident => "Resident",
        ChoiceKind::Suite => "Suite",
        ChoiceKind::Booking => "Booking",
        ChoiceKind::OtherVehicle => "Another vehicle, without a booking",
        ChoiceKind::CallResident => "Call",
        ChoiceKind::Yes => "Yes",
        ChoiceKind::No => "No",
        ChoiceKind::CheckIn => "Check in",
        ChoiceKind::Done => "Done",
    }
}

pub(super) fn date(date: NaiveDate, out: &mut dyn Write) -> Result {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let (month, day) = month_and_day(date);
    let month = MONTHS.get(month as usize - 1).copied().unwrap_or_default();
    all(&[month, " "], out)?;
    write_number(day.into(), out)?;
    out.write_str(", ")?;
    write_year(date.year(), out)
}
