//! What goes into a session, and what comes out of it besides the screen.

use crate::document::{CheckIn, Language};
use alloc::string::String;

/// One input at the console.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event<'t> {
    /// Text was typed, one character or many. On the welcome screen it starts a name search.
    Text(&'t str),
    /// A key of a number pad, 0 to 9. On a screen without a field it chooses, 1 the first choice.
    Digit(u8),
    /// The last character was taken back.
    Backspace,
    /// The field is complete.
    Submit,
    /// A choice of the screen was chosen, by its position from 0.
    Select(usize),
    /// One screen back.
    Back,
    /// Another language was chosen.
    Language(Language),
    /// Nothing happened but time.
    Tick,
}

/// What the host must do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Call a resident. The host finds the number; it must not show it (SPEC 3.7).
    CallResident {
        /// The opaque call target: the resident's directory code.
        target: String,
    },
    /// Call management (SPEC 7.3).
    CallManagement {
        /// Id of the intercom contact.
        contact: String,
    },
    /// Keep a check-in, and answer further questions with it.
    RecordCheckIn {
        /// The whole record.
        check_in: CheckIn,
    },
    /// Unlock a door.
    Unlock {
        /// Id of the door.
        door: String,
    },
}
