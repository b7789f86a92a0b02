//! What is answered about doors, invites and calls to management (SPEC 7, 9).

use crate::{Instant, words};
use alloc::string::String;
use vestibule::access::{self, invite};
use vestibule::document;

words! {
    /// What an invite is worth now.
    #[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
    InviteStatus = invite::InviteStatus {
        /// Staff took it back.
        Revoked
        /// Its resident has moved out.
        Stopped
        /// Its end has passed.
        Expired
        /// It is yet to begin.
        Upcoming
        /// It opens doors.
        Active
    }
}

words! {
    /// Why an invite may not be created.
    #[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
    InviteDenial = invite::InviteDenial {
        /// The community does not let residents invite.
        InvitesDisabled
        /// This resident may create none.
        Restricted
        /// The resident has not activated the app.
        NotActivated
        /// The resident does not live here when the invite starts.
        NotLivingHere
    }
}

/// Whether an invite may be created.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Denial {
    /// The resident is still to move in, and lives in no suite yet.
    BeforeMoveIn {
        /// When the next move-in opens.
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

/// The contact that "Call management" calls. Its number is not shown at a door, and is not here.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
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
            Core::BeforeMoveIn { opens_at } => Self::BeforeMoveIn { opens_at: opens_at.into() },
            Core::MovedOut => Self::MovedOut,
            Core::Revoked => Self::Revoked,
            Core::Stopped => Self::Stopped,
            Core::Expired => Self::Expired,
            Core::Upcoming { opens_at } => Self::Upcoming { opens_at: opens_at.into() },
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
