//! Where a visitor is, and what the session remembers there. All of it is forgotten when the session returns to the
//! welcome screen.

use super::budget::Listed;
use super::rules::SuiteHit;
use super::typed::{FIELD_CHARS, Typed, is_plain};
use crate::directory::NameSearch;
use crate::document::{Vehicle, VehicleField};
use crate::parking::matching::{BookingOption, Contact};
use alloc::string::String;
use alloc::vec::Vec;
use chrono::NaiveDate;

/// A page, with what was typed and found on it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Page {
    #[default]
    Welcome,
    NameSearch {
        purpose: Purpose,
        query: Typed,
        found: NameSearch,
        listed: Listed,
    },
    Dial {
        purpose: Purpose,
        code: Typed,
        unknown: bool,
    },
    Resident(Resident),
    Calling(Called),
    Parking,
    SuiteSearch {
        query: Typed,
        hits: Vec<SuiteHit>,
    },
    Plate {
        plate: Typed,
        needed: bool,
    },
    Bookings {
        visit: Visit,
        options: Vec<BookingOption>,
        walk_in: bool,
    },
    SimilarPlate {
        visit: Visit,
        option: BookingOption,
        walk_in: bool,
    },
    Details {
        draft: Draft,
        step: usize,
        value: Typed,
        needed: bool,
    },
    Confirm(Draft),
    CheckedIn {
        through: Option<NaiveDate>,
    },
    Already {
        visit: Visit,
        next: Option<NaiveDate>,
        walk_in: bool,
    },
    NoBooking {
        visit: Visit,
        contact: Contact,
    },
    EntryCode {
        code: Typed,
        wrong: bool,
    },
    Unlocked,
    Locked(Lock),
}

/// What a resident is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    Call,
    Park,
}

/// A resident who was found by name or by code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Resident {
    /// For the rules; never drawn.
    pub(super) id: String,
    pub(super) code: String,
    /// `None` when the console does not show it.
    pub(super) name: Option<String>,
}

/// Who is being called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Called {
    Resident(Resident),
    Management,
}

/// Whom a guest visits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Visit {
    Resident(Resident),
    Suite(SuiteHit),
    /// No one in particular, with the plate as typed.
    Visitor(String),
}

/// A check-in in the making.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Draft {
    pub(super) visit: Visit,
    /// `None` for a walk-in.
    pub(super) booking: Option<BookingOption>,
    /// What the guest has told.
    pub(super) vehicle: Vehicle,
    /// What the guest is asked for.
    pub(super) fields: Vec<VehicleField>,
}

/// What is closed for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lock {
    Search(Purpose),
    EntryCode,
}

impl Page {
    pub(super) fn name_search(purpose: Purpose) -> Self {
        Self::NameSearch {
            purpose,
            query: Typed::default(),
            found: NameSearch::TooShort,
            listed: Listed::default(),
        }
    }

    pub(super) fn dial(purpose: Purpose) -> Self {
        Self::Dial { purpose, code: Typed::default(), unknown: false }
    }

    pub(super) fn plate() -> Self {
        Self::Plate { plate: Typed::default(), needed: false }
    }

    pub(super) fn entry_code() -> Self {
        Self::EntryCode { code: Typed::default(), wrong: false }
    }

    /// The field that is typed into.
    pub(super) fn field(&mut self) -> Option<FieldOf<'_>> {
        let (text, takes, most) = match self {
            Self::NameSearch { query, .. } | Self::SuiteSearch { query, .. } => {
                (query, Input::Text, FIELD_CHARS)
            }
            Self::Plate { plate: text, .. } | Self::Details { value: text, .. } => {
                (text, Input::Text, FIELD_CHARS)
            }
            Self::Dial { code, .. } => (code, Input::Digits, DIRECTORY_CODE_DIGITS),
            Self::EntryCode { code, .. } => (code, Input::Digits, FIELD_CHARS),
            _ => return None,
        };
        Some(FieldOf { text, takes, most })
    }
}

/// Digits of a directory code (SPEC 2.2).
pub(super) const DIRECTORY_CODE_DIGITS: usize = 4;

/// A page's field.
pub(super) struct FieldOf<'p> {
    pub(super) text: &'p mut Typed,
    takes: Input,
    most: usize,
}

/// What a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Input {
    Text,
    Digits,
}

impl FieldOf<'_> {
    /// Types, and says whether that changed anything.
    pub(super) fn push(&mut self, text: &str) -> bool {
        match self.takes {
            Input::Text => self.text.push(text, self.most, is_plain),
            Input::Digits => self.text.push(text, self.most, |character| character.is_ascii_digit()),
        }
    }
}

/// Sets a vehicle's field.
pub(super) fn set_field(vehicle: &mut Vehicle, field: VehicleField, value: String) {
    let place = match field {
        VehicleField::Plate => &mut vehicle.plate,
        VehicleField::Make => &mut vehicle.make,
        VehicleField::Model => &mut vehicle.model,
        VehicleField::Color => &mut vehicle.color,
    };
    *place = Some(value);
}
