//! What to draw: a screen as data, with its texts in the session's language (SPEC 10.2).

use crate::document::Language;
use alloc::string::String;
use alloc::vec::Vec;

/// One screen. A host draws it as it likes; everything on it may be seen by anyone at the door.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Screen {
    /// Which screen it is.
    pub kind: ScreenKind,
    /// The language of its texts.
    pub language: Language,
    /// What it is about, in a few words.
    pub title: String,
    /// What it says, a line each.
    pub lines: Vec<String>,
    /// What has to be looked at: why nothing was found, what was wrong.
    pub notice: Option<String>,
    /// Where something is typed.
    pub field: Option<Field>,
    /// What can be chosen, for [`Event::Select`](super::Event::Select).
    pub choices: Vec<Choice>,
    /// What [`Event::Submit`](super::Event::Submit) does, where it does something.
    pub submit: Option<String>,
    /// Where [`Event::Back`](super::Event::Back) leads, where it leads somewhere.
    pub back: Option<String>,
    /// On a locked screen, seconds until it opens.
    pub seconds_left: Option<u64>,
}

/// Which screen it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ScreenKind {
    /// Nothing has begun: directory, guest parking, entry code.
    Welcome,
    /// A name is typed, names are listed.
    NameSearch,
    /// A directory code is typed.
    DialCode,
    /// A resident was found.
    Resident,
    /// A call was asked for.
    Calling,
    /// Whom the guest visits.
    GuestParking,
    /// A suite number is typed, suites are listed.
    SuiteSearch,
    /// An other visitor types a plate.
    Plate,
    /// The bookings to choose from.
    BookingChoice,
    /// Whether a similar plate is the visitor's (SPEC 5.1).
    SimilarPlate,
    /// A missing detail of the vehicle is typed.
    VehicleDetails,
    /// Everything is known: check in?
    Confirm,
    /// Checked in.
    CheckedIn,
    /// Was checked in before.
    AlreadyCheckedIn,
    /// No booking: whom to ask.
    NoBooking,
    /// An entry code is typed.
    EntryCode,
    /// The door was unlocked.
    DoorUnlocked,
    /// Searching or entering codes is closed for a while.
    LockedOut,
}

/// A field that is typed into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// What it is for.
    pub label: String,
    /// What was typed so far; dots in place of an entry code.
    pub text: String,
    /// Whether only digits can be typed.
    pub digits_only: bool,
}

/// Something that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What it does.
    pub kind: ChoiceKind,
    /// What it says.
    pub label: String,
    /// More about it: a directory code, the days of a booking.
    pub detail: Option<String>,
}

/// What a choice does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChoiceKind {
    /// Opens the name search.
    SearchName,
    /// Opens dialling.
    DialCode,
    /// Opens guest parking.
    GuestParking,
    /// Opens the entry code.
    EntryCode,
    /// Calls management.
    CallManagement,
    /// Opens the suite search.
    SearchSuite,
    /// Opens the plate of an other visitor.
    OtherVisitor,
    /// A resident.
    Resident,
    /// A suite.
    Suite,
    /// A booking.
    Booking,
    /// A vehicle without a booking.
    OtherVehicle,
    /// Calls the resident.
    CallResident,
    /// Yes.
    Yes,
    /// No.
    No,
    /// Checks in.
    CheckIn,
    /// Back to the welcome screen.
    Done,
}
