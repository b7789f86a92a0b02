//! Every text of the console, in every language. A text without its translation does not compile.

mod en;
mod fr;

use super::screen::ChoiceKind;
use crate::document::{Language, VehicleField};
use alloc::string::String;
use chrono::NaiveDate;

/// A text, with what is filled in.
#[derive(Clone, Copy, Debug)]
pub(super) enum Text<'t> {
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
    GuestOf(&'t str),
    ChooseBooking,
    NoPlateYet,
    /// The days of a booking, both included.
    Days(NaiveDate, NaiveDate),
    SimilarTitle,
    SimilarQuestion,
    DetailsTitle,
    /// The label of a vehicle's field.
    Field(VehicleField),
    /// Which of how many.
    Step(usize, usize),
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

impl Text<'_> {
    /// The text in a language.
    pub(super) fn say(self, language: Language) -> String {
        match language {
            Language::En => en::say(self),
            Language::Fr => fr::say(self),
        }
    }
}

/// `90` as `1:30`.
fn minutes_and_seconds(seconds: u64) -> String {
    alloc::format!("{}:{:02}", seconds / 60, seconds % 60)
}
