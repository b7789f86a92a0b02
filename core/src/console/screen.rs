//! What to draw: a screen as data, with its texts in the session's language (SPEC 10.2). A [`ScreenView`] writes them one
//! by one where there is little memory; a [`Screen`] has them all.

use super::page::Page;
use super::rules::ConsoleRules;
use super::session::Session;
use crate::document::Language;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::ops::ControlFlow;

/// What to draw now, drawn on demand: it writes one text at a time, and keeps none.
///
/// Each of its texts is asked of the session and of the rules when it is written, so that a list of thousands of suites
/// takes no memory. Functions that write answer with `false`, and write nothing, where the screen has no such text; an
/// error is the writer's own.
#[derive(Clone, Copy)]
pub struct ScreenView<'s> {
    pub(super) session: &'s Session,
    pub(super) rules: &'s dyn ConsoleRules,
    pub(super) full_plates: bool,
    pub(super) page: Page,
}

/// One screen with all its texts. A host draws it as it likes; everything on it may be seen by anyone at the door.
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

/// What a field takes, and how it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FieldKind {
    /// Any text.
    Text,
    /// Digits only.
    Digits,
    /// Digits only, shown as dots.
    Hidden,
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

impl ScreenView<'_> {
    /// The screen with all its texts, for hosts that have the memory for it.
    #[must_use]
    pub fn to_screen(&self) -> Screen {
        let text = |write: &dyn Fn(&mut String) -> Result<bool, fmt::Error>| {
            let mut text = String::new();
            // Writing to a `String` cannot fail.
            write(&mut text).unwrap_or(false).then_some(text)
        };
        let field = self.field().map(|kind| Field {
            label: text(&|out| self.write_field_label(out)).unwrap_or_default(),
            text: text(&|out| self.write_field_text(out)).unwrap_or_default(),
            digits_only: kind != FieldKind::Text,
        });
        let lines = (0..self.lines()).map(|line| text(&|out| self.write_line(line, out)).unwrap_or_default());
        let choice = |index| {
            Some(Choice {
                kind: self.choice_kind(index)?,
                label: text(&|out| self.write_choice_label(index, out)).unwrap_or_default(),
                detail: text(&|out| self.write_choice_detail(index, out)),
            })
        };
        let mut choices = Vec::new();
        if self.kind() == ScreenKind::SuiteSearch {
            self.each_suite(&mut |suite| {
                let label = text(&|out| self.suite(Some(suite), out)).unwrap_or_default();
                choices.push(Choice { kind: ChoiceKind::Suite, label, detail: None });
                ControlFlow::Continue(())
            });
        } else {
            choices.extend((0..self.choices()).filter_map(choice));
        }
        Screen {
            kind: self.kind(),
            language: self.language(),
            title: text(&|out| self.write_title(out)).unwrap_or_default(),
            lines: lines.collect(),
            notice: text(&|out| self.write_notice(out)),
            field,
            choices,
            submit: text(&|out| self.write_submit(out)),
            back: text(&|out| self.write_back(out)),
            seconds_left: self.seconds_left(),
        }
    }
}
