//! Doors: what residents may enter, guest invites and entry codes (SPEC 9).
//!
//! [`grant`] says which doors a resident may open, [`invite`] what an invite is worth and who may create one,
//! [`entry_code`] what happens when a guest types a code, and how guessing is slowed down.

pub mod entry_code;
pub mod grant;
pub mod invite;

use crate::calendar::Instant;
use crate::document::{FromJson, Place};
use alloc::string::String;

/// Who wants to pass a door.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// A resident, by id.
    Resident(String),
    /// The guest of an invite, by the invite's id.
    Invite(String),
}

/// In JSON, an object with one key.
impl FromJson for Who {
    fn read(place: Place<'_>) -> Self {
        let mut keys = place.object(&["resident", "invite"]);
        match (keys.not_null(), keys.not_null()) {
            (Some(id), None) => Self::Resident(String::read(id)),
            (None, Some(id)) => Self::Invite(String::read(id)),
            _ => {
                keys.refuse("expected one of resident and invite");
                Self::Resident(String::new())
            }
        }
    }
}

/// Whether someone may pass a door now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// The door may be opened.
    Granted,
    /// It stays shut.
    Denied(Denial),
}

impl Entry {
    /// Whether the door may be opened.
    #[must_use]
    pub fn is_granted(self) -> bool {
        self == Self::Granted
    }
}

/// Why a door stays shut (SPEC 9.1, 9.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denial {
    /// The resident is still to move in, and lives in no suite yet.
    BeforeMoveIn {
        /// The next move-in opening.
        opens_at: Instant,
    },
    /// Every residency of the resident has ended.
    MovedOut,
    /// The invite was revoked.
    Revoked,
    /// The resident behind the invite has moved out.
    Stopped,
    /// The invite's end has passed.
    Expired,
    /// The invite is yet to begin.
    Upcoming {
        /// When it does.
        opens_at: Instant,
    },
    /// This door was not granted.
    NoGrant,
}

impl Denial {
    /// The reason's name in the conformance format.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::BeforeMoveIn { .. } => "beforeMoveIn",
            Self::MovedOut => "movedOut",
            Self::Revoked => "revoked",
            Self::Stopped => "stopped",
            Self::Expired => "expired",
            Self::Upcoming { .. } => "upcoming",
            Self::NoGrant => "noGrant",
        }
    }

    /// From when on trying again makes sense, where the calendar says so.
    #[must_use]
    pub fn opens_at(self) -> Option<Instant> {
        match self {
            Self::BeforeMoveIn { opens_at } | Self::Upcoming { opens_at } => Some(opens_at),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
