//! English.

use super::{Text, minutes_and_seconds};
use crate::console::screen::ChoiceKind;
use crate::document::VehicleField;
use alloc::format;
use alloc::string::String;
use chrono::{Datelike, NaiveDate};

pub(super) fn say(text: Text<'_>) -> String {
    let fixed = match text {
        Text::Welcome(building) => return format!("Welcome to {building}"),
        Text::HowCanWeHelp => "What would you like to do?",
        Text::Choice(kind) => choice(kind),

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
        Text::DirectoryCode(code) => return format!("Code {code}"),
        Text::Calling => "Calling",
        Text::CallHint => "Please wait for an answer.",
        Text::Management => "Management",

        Text::ParkingTitle => "Guest parking",
        Text::WhomDoYouVisit => "Whom are you visiting?",
        Text::SuiteSearchTitle => "Find a suite",
        Text::SuiteLabel => "Suite",
        Text::SuiteHint => "Type the number of the suite you are visiting.",
        Text::NoSuite => "There is no such suite.",
        Text::Suite(number) => return format!("Suite {number}"),
        Text::OtherVisitorTitle => "Other visitors",
        Text::PlateHint => "Type the licence plate of your vehicle.",
        Text::GuestOf(host) => return format!("Visiting: {host}"),
        Text::ChooseBooking => "Which vehicle is yours?",
        Text::NoPlateYet => "Vehicle without a plate so far",
        Text::Days(from, through) if from == through => return date(from),
        Text::Days(from, through) => return format!("{} to {}", date(from), date(through)),
        Text::SimilarTitle => "Is this your vehicle?",
        Text::SimilarQuestion => "A booking with a similar plate was found.",
        Text::DetailsTitle => "Your vehicle",
        Text::Field(VehicleField::Plate) => "Licence plate",
        Text::Field(VehicleField::Make) => "Make",
        Text::Field(VehicleField::Model) => "Model",
        Text::Field(VehicleField::Color) => "Colour",
        Text::Step(step, steps) => return format!("Detail {step} of {steps}"),
        Text::FieldNeeded => "This is needed to check in.",
        Text::ConfirmTitle => "Check in?",
        Text::Through(day) => return format!("Parking through {}.", date(day)),
        Text::WithoutBooking => "Parking without a booking.",
        Text::CheckedInTitle => "You are checked in",
        Text::Enjoy => "Enjoy your visit.",
        Text::AlreadyTitle => "Already checked in",
        Text::NextCheckIn(day) => return format!("Please check in again on {}.", date(day)),
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
        Text::OpensIn(seconds) => return format!("Open again in {}.", minutes_and_seconds(seconds)),

        Text::Submit => "OK",
        Text::Next => "Next",
        Text::Back => "Back",
    };
    fixed.into()
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

fn date(day: NaiveDate) -> String {
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
    let month = MONTHS.get(day.month0() as usize).copied().unwrap_or_default();
    format!("{month} {}, {}", day.day(), day.year())
}
