//! The console's session: what goes in, what the host must do, and what to draw (SPEC 10).

use crate::told::{Word, object};
use alloc::string::String;
use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};
use vestibule::console;
use vestibule::document::{CheckIn, FromJson, Language, Place};

/// One input at the console.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// Text was typed.
    Text {
        /// One character or many.
        text: String,
    },
    /// A key of a number pad.
    Digit {
        /// 0 to 9.
        digit: u8,
    },
    /// The last character was taken back.
    Backspace,
    /// The field is complete.
    Submit,
    /// A choice of the screen was chosen.
    Select {
        /// Its position from 0.
        index: u32,
    },
    /// One screen back.
    Back,
    /// Another language was chosen.
    Language {
        /// The language.
        language: Language,
    },
    /// Nothing happened but time.
    Tick,
}

vestibule::asked! {
    struct InputFields {
        kind: String = "kind",
        text: Option<String> = "text" if not_null,
        digit: Option<u8> = "digit" if not_null,
        index: Option<u32> = "index" if not_null,
        language: Option<Language> = "language" if not_null,
    }
}

impl FromJson for Input {
    fn read(place: Place<'_>) -> Self {
        let InputFields { kind, text, digit, index, language } = InputFields::read(place);
        match (kind.as_str(), text, digit, index, language) {
            ("text", Some(text), None, None, None) => Self::Text { text },
            ("digit", None, Some(digit @ 0..=9), None, None) => Self::Digit { digit },
            ("backspace", None, None, None, None) => Self::Backspace,
            ("submit", None, None, None, None) => Self::Submit,
            ("select", None, None, Some(index), None) => Self::Select { index },
            ("back", None, None, None, None) => Self::Back,
            ("language", None, None, None, Some(language)) => Self::Language { language },
            ("tick", None, None, None, None) => Self::Tick,
            _ => {
                place.refuse_whole(
                    "expected the kind text with text, digit with digit, select with index, language with language, \
                     or backspace, submit, back or tick with nothing",
                );
                Self::Tick
            }
        }
    }
}

impl<'i> From<&'i Input> for console::Event<'i> {
    fn from(input: &'i Input) -> Self {
        match input {
            Input::Text { text } => Self::Text(text),
            Input::Digit { digit } => Self::Digit(*digit),
            Input::Backspace => Self::Backspace,
            Input::Submit => Self::Submit,
            Input::Select { index } => Self::Select(usize::try_from(*index).unwrap_or(usize::MAX)),
            Input::Back => Self::Back,
            Input::Language { language } => Self::Language(*language),
            Input::Tick => Self::Tick,
        }
    }
}

/// What the host must do before it feeds the next input: an effect of a session, with the check-in that it may be about as a
/// document has it, so that the host can put it into one.
#[derive(Debug)]
pub struct Effect<'s> {
    effect: console::Effect<'s>,
    check_in: Option<CheckIn>,
}

impl<'s> Effect<'s> {
    /// An effect of a session whose rules are this building.
    ///
    /// # Errors
    /// When a check-in is of another edition of the building.
    pub fn of(effect: console::Effect<'s>, building: &vestibule::Building) -> Result<Self, vestibule::Error> {
        let check_in = match &effect {
            console::Effect::RecordCheckIn { check_in } => Some(building.check_in_of(check_in)?),
            _ => None,
        };
        Ok(Self { effect, check_in })
    }
}

impl Serialize for Effect<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match &self.effect {
            console::Effect::CallResident { resident: _, target } => {
                object!(to { "kind" => Word("callResident"), "target" => target })
            }
            console::Effect::CallManagement { contact: _, id } => {
                object!(to { "kind" => Word("callManagement"), "contact" => id })
            }
            console::Effect::RecordCheckIn { check_in: _ } => {
                object!(to { "kind" => Word("recordCheckIn"), "checkIn" if any => &self.check_in })
            }
            console::Effect::Unlock { door, attempt } => {
                object!(to { "kind" => Word("unlock"), "door" => door, "attempt" => attempt })
            }
            console::Effect::RefuseCode { door, attempt } => {
                object!(to { "kind" => Word("refuseCode"), "door" => door, "attempt" => attempt })
            }
        }
    }
}

/// The word for a kind of screen.
pub(crate) fn screen_kind(kind: console::ScreenKind) -> &'static str {
    match kind {
        console::ScreenKind::Welcome => "welcome",
        console::ScreenKind::NameSearch => "nameSearch",
        console::ScreenKind::DialCode => "dialCode",
        console::ScreenKind::Resident => "resident",
        console::ScreenKind::Calling => "calling",
        console::ScreenKind::GuestParking => "guestParking",
        console::ScreenKind::SuiteSearch => "suiteSearch",
        console::ScreenKind::Plate => "plate",
        console::ScreenKind::BookingChoice => "bookingChoice",
        console::ScreenKind::SimilarPlate => "similarPlate",
        console::ScreenKind::VehicleDetails => "vehicleDetails",
        console::ScreenKind::Confirm => "confirm",
        console::ScreenKind::CheckedIn => "checkedIn",
        console::ScreenKind::AlreadyCheckedIn => "alreadyCheckedIn",
        console::ScreenKind::NoBooking => "noBooking",
        console::ScreenKind::EntryCode => "entryCode",
        console::ScreenKind::DoorUnlocked => "doorUnlocked",
        console::ScreenKind::LockedOut => "lockedOut",
    }
}

/// The word for a kind of choice.
pub(crate) fn choice_kind(kind: console::ChoiceKind) -> &'static str {
    match kind {
        console::ChoiceKind::SearchName => "searchName",
        console::ChoiceKind::DialCode => "dialCode",
        console::ChoiceKind::GuestParking => "guestParking",
        console::ChoiceKind::EntryCode => "entryCode",
        console::ChoiceKind::CallManagement => "callManagement",
        console::ChoiceKind::SearchSuite => "searchSuite",
        console::ChoiceKind::OtherVisitor => "otherVisitor",
        console::ChoiceKind::Resident => "resident",
        console::ChoiceKind::Suite => "suite",
        console::ChoiceKind::Booking => "booking",
        console::ChoiceKind::OtherVehicle => "otherVehicle",
        console::ChoiceKind::CallResident => "callResident",
        console::ChoiceKind::Yes => "yes",
        console::ChoiceKind::No => "no",
        console::ChoiceKind::CheckIn => "checkIn",
        console::ChoiceKind::Done => "done",
    }
}
