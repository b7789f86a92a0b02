//! What is answered about doors, invites and calls to management (SPEC 7, 9).

use crate::words;
use alloc::string::String;
use serde::Serialize;
use vestibule::access::{self, invite};
use vestibule::document;

words! {
    /// What an invite is worth now.
    InviteStatus = invite::InviteStatus { Revoked Stopped Expired Upcoming Active }
}

words! {
    /// Why an invite may not be created.
    InviteDenial = invite::InviteDenial { InvitesDisabled Restricted NotActivated NotLivingHere }
}

/// Whether an invite may be created.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum InviteAnswer {
    /// It may.
    Allowed,
    /// It may not.
    Denied {
        /// Why not.
        denial: InviteDenial,
    },
}

/// Whether someone may pass a door.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Entry {
    /// They may.
    Granted,
    /// They may not.
    Denied {
        /// Why not.
        denial: Denial,
    },
}

/// Why someone may not pass a door.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[allow(missing_docs, reason = "the variants are the core's, and said there")]
pub enum Denial {
    BeforeMoveIn { opens_at: i64 },
    MovedOut,
    Revoked,
    Stopped,
    Expired,
    Upcoming { opens_at: i64 },
    NoGrant,
}

/// The contact that "Call management" calls. Its number is not shown at a door, and is not here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ManagementContact {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
}

impl From<invite::InviteAnswer> for InviteAnswer {
    fn from(answer: invite::InviteAnswer) -> Self {
        match answer {
            invite::InviteAnswer::Allowed => Self::Allowed,
            invite::InviteAnswer::Denied(denial) => Self::Denied { denial: denial.into() },
        }
    }
}

impl From<access::Entry> for Entry {
    fn from(entry: access::Entry) -> Self {
        match entry {
            access::Entry::Granted => Self::Granted,
            access::Entry::Denied(denial) => Self::Denied { denial: denial.into() },
        }
    }
}

impl From<access::Denial> for Denial {
    fn from(denial: access::Denial) -> Self {
        use access::Denial as Core;
        match denial {
            Core::BeforeMoveIn { opens_at } => Self::BeforeMoveIn { opens_at: opens_at.millis() },
            Core::MovedOut => Self::MovedOut,
            Core::Revoked => Self::Revoked,
            Core::Stopped => Self::Stopped,
            Core::Expired => Self::Expired,
            Core::Upcoming { opens_at } => Self::Upcoming { opens_at: opens_at.millis() },
            Core::NoGrant => Self::NoGrant,
        }
    }
}

impl From<&document::IntercomContact> for ManagementContact {
    fn from(contact: &document::IntercomContact) -> Self {
        let document::IntercomContact { id, name, enabled: _, number: _, hours: _, closed_on: _ } = contact;
        Self { id: id.clone(), name: name.clone() }
    }
}
