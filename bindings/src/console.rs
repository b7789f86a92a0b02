//! The console's session: what goes in, what the host must do, and what to draw (SPEC 10).

use crate::requests::{CheckIn, Language};
use crate::words;
use alloc::string::String;
use alloc::vec::Vec;
use serde::Serialize;
use vestibule::console;
use vestibule::document::{FromJson, Place};

words! {
    /// Which screen it is.
    ScreenKind = console::ScreenKind {
        Welcome NameSearch DialCode Resident Calling GuestParking SuiteSearch Plate BookingChoice SimilarPlate
        VehicleDetails Confirm CheckedIn AlreadyCheckedIn NoBooking EntryCode DoorUnlocked LockedOut
    }
}

words! {
    /// What a choice does.
    ChoiceKind = console::ChoiceKind {
        SearchName DialCode GuestParking EntryCode CallManagement SearchSuite OtherVisitor Resident Suite Booking
        OtherVehicle CallResident Yes No CheckIn Done
    }
}

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
        language: Option<vestibule::document::Language> = "language" if not_null,
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
            ("language", None, None, None, Some(language)) => Self::Language { language: language.into() },
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
            Input::Language { language } => Self::Language((*language).into()),
            Input::Tick => Self::Tick,
        }
    }
}

/// What the host must do before it feeds the next input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Effect {
    /// Call a resident. The host finds the number; it must not show it.
    CallResident {
        /// The opaque call target: the resident's directory code.
        target: String,
    },
    /// Call management.
    CallManagement {
        /// Id of the intercom contact.
        contact: String,
    },
    /// Keep a check-in, and record it, so that further questions are answered with it.
    RecordCheckIn {
        /// The whole record, as a document has it.
        check_in: CheckIn,
    },
    /// Unlock a door, and keep that.
    Unlock {
        /// Id of the door.
        door: String,
        /// Id of the attempt.
        attempt: String,
    },
    /// Keep that a code was typed that does not open the door.
    RefuseCode {
        /// Id of the door.
        door: String,
        /// Id of the attempt.
        attempt: String,
    },
}

impl Effect {
    /// The record of an effect of a session whose rules are this building.
    ///
    /// # Errors
    /// When a check-in is of another edition of the building.
    pub fn of(effect: console::Effect<'_>, building: &vestibule::Building) -> Result<Self, vestibule::Error> {
        Ok(match effect {
            console::Effect::CallResident { resident: _, target } => {
                Self::CallResident { target: target.into() }
            }
            console::Effect::CallManagement { contact: _, id } => Self::CallManagement { contact: id.into() },
            console::Effect::RecordCheckIn { check_in } => {
                Self::RecordCheckIn { check_in: building.check_in_of(&check_in)?.into() }
            }
            console::Effect::Unlock { door, attempt } => {
                Self::Unlock { door: door.into(), attempt: attempt.into() }
            }
            console::Effect::RefuseCode { door, attempt } => {
                Self::RefuseCode { door: door.into(), attempt: attempt.into() }
            }
        })
    }
}

/// One screen with all its texts; everything on it may be seen by anyone at the door.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Screen {
    /// Which screen it is.
    pub kind: ScreenKind,
    /// The language of its texts.
    pub language: Language,
    /// What it is about, in a few words.
    pub title: String,
    /// What it says, a line each.
    pub lines: Vec<String>,
    /// What has to be looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notice: Option<String>,
    /// Where something is typed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<Field>,
    /// What can be chosen.
    pub choices: Vec<Choice>,
    /// What `submit` does, where it does something.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub submit: Option<String>,
    /// Where `back` leads, where it leads somewhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub back: Option<String>,
    /// On a locked screen, seconds until it opens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seconds_left: Option<u64>,
}

/// A field that is typed into.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Field {
    /// What it is for.
    pub label: String,
    /// What was typed so far; dots in place of an entry code.
    pub text: String,
    /// Whether only digits can be typed.
    pub digits_only: bool,
}

/// Something that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// What it does.
    pub kind: ChoiceKind,
    /// What it says.
    pub label: String,
    /// More about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

impl From<console::Screen> for Screen {
    fn from(screen: console::Screen) -> Self {
        let console::Screen {
            kind,
            language,
            title,
            lines,
            notice,
            field,
            choices,
            submit,
            back,
            seconds_left,
        } = screen;
        Self {
            kind: kind.into(),
            language: language.into(),
            title,
            lines,
            notice,
            field: field.map(Into::into),
            choices: choices.into_iter().map(Into::into).collect(),
            submit,
            back,
            seconds_left,
        }
    }
}

impl From<console::Field> for Field {
    fn from(field: console::Field) -> Self {
        let console::Field { label, text, digits_only } = field;
        Self { label, text, digits_only }
    }
}

impl From<console::Choice> for Choice {
    fn from(choice: console::Choice) -> Self {
        let console::Choice { kind, label, detail } = choice;
        Self { kind: kind.into(), label, detail }
    }
}
