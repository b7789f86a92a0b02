//! Guest invites: what one is worth now, who may create one, and taking it back (SPEC 9.2 to 9.4).

use super::grant::Passage;
use super::{Denial, Entry};
use crate::calendar::Now;
use crate::document::{CreatedBy, GuestInvite, Onboarding, Resident, Settings};
use crate::people::residency::{has_moved_out, is_lived_in_at};
use alloc::vec::Vec;
use chrono::NaiveDateTime;

/// What an invite is worth at an instant; exactly one of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum InviteStatus {
    /// Staff took it back.
    Revoked,
    /// Its resident has moved out.
    Stopped,
    /// Its end has passed.
    Expired,
    /// It is yet to begin.
    Upcoming,
    /// It opens doors.
    Active,
}

impl InviteStatus {
    /// The status's name in the conformance format.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Revoked => "revoked",
            Self::Stopped => "stopped",
            Self::Expired => "expired",
            Self::Upcoming => "upcoming",
            Self::Active => "active",
        }
    }

    /// Whether it opens doors, or may yet do so: neither taken back nor over.
    #[must_use]
    pub fn is_live(self) -> bool {
        matches!(self, Self::Upcoming | Self::Active)
    }
}

/// The status of an invite of `resident`, first that applies (SPEC 9.2). A revocation after `now` has not happened
/// yet (SPEC 1.1).
#[must_use]
pub fn status(invite: &GuestInvite, resident: &Resident, now: &Now<'_>) -> InviteStatus {
    status_of(invite, has_moved_out(resident, now), now)
}

fn status_of(invite: &GuestInvite, resident_moved_out: bool, now: &Now<'_>) -> InviteStatus {
    if invite.revoked_at.is_some_and(|at| at <= now.instant()) {
        InviteStatus::Revoked
    } else if resident_moved_out {
        InviteStatus::Stopped
    } else if invite.ends_at.is_some_and(|end| now.has_ended(end)) {
        InviteStatus::Expired
    } else if !now.has_started(invite.starts_at) {
        InviteStatus::Upcoming
    } else {
        InviteStatus::Active
    }
}

/// Whether an invite of `resident` opens a door now, and why not.
#[must_use]
pub fn enter(invite: &GuestInvite, resident: &Resident, passage: &Passage<'_>, now: &Now<'_>) -> Entry {
    Inviter::new(resident, passage, now).admits(invite, now)
}

/// A resident as their invites see them at one door, asked once however many invites there are.
pub(super) struct Inviter<'p> {
    door: &'p str,
    moved_out: bool,
    /// Whether the door is a common one, or one of a suite lived in.
    leads_home: bool,
    /// Whether the resident may open it, for whichever reason.
    opens: bool,
}

impl<'p> Inviter<'p> {
    pub(super) fn new(resident: &Resident, passage: &Passage<'p>, now: &Now<'_>) -> Self {
        Self {
            door: passage.door(),
            moved_out: has_moved_out(resident, now),
            leads_home: passage.leads_home(resident, now),
            opens: passage.opens_to(resident, now),
        }
    }

    /// Whether an invite of this resident opens the door (SPEC 9.2).
    pub(super) fn admits(&self, invite: &GuestInvite, now: &Now<'_>) -> Entry {
        let denial = match status_of(invite, self.moved_out, now) {
            InviteStatus::Revoked => Denial::Revoked,
            InviteStatus::Stopped => Denial::Stopped,
            InviteStatus::Expired => Denial::Expired,
            InviteStatus::Upcoming => Denial::Upcoming { opens_at: now.clock().start(invite.starts_at) },
            InviteStatus::Active if self.is_for_this_door(invite) => return Entry::Granted,
            InviteStatus::Active => Denial::NoGrant,
        };
        Entry::Denied(denial)
    }

    /// None listed stands for the common doors and those of the suites lived in: not for the spaces and picked doors
    /// that are the resident's own.
    fn is_for_this_door(&self, invite: &GuestInvite) -> bool {
        if invite.doors.is_empty() {
            self.leads_home
        } else {
            self.opens && invite.doors.iter().any(|door| door == self.door)
        }
    }
}

/// Whether an invite may be created.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InviteAnswer {
    /// It may.
    Allowed,
    /// It may not.
    Denied(InviteDenial),
}

/// Why an invite may not be created (SPEC 9.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InviteDenial {
    /// The community does not let residents invite (`settings.guestInvitesEnabled`).
    InvitesDisabled,
    /// This resident may create none.
    Restricted,
    /// The resident has not activated the app.
    NotActivated,
    /// The resident does not live here when the invite starts.
    NotLivingHere,
}

impl InviteDenial {
    /// The reason's name in the conformance format.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InvitesDisabled => "invitesDisabled",
            Self::Restricted => "restricted",
            Self::NotActivated => "notActivated",
            Self::NotLivingHere => "notLivingHere",
        }
    }
}

/// Whether an invite of `resident` that starts at `starts_at` may be created, and the first reason why not (SPEC 9.3).
///
/// What the community and the app allow concerns residents only. Staff may create one for any resident who will live
/// here then: also while residents' own invites are off, for a restricted resident, and for one without the app.
/// The time is planned, so it is compared with the residencies as written (SPEC 1.5) and `now` plays no part.
#[must_use]
pub fn request(
    resident: &Resident,
    by: CreatedBy,
    starts_at: NaiveDateTime,
    settings: &Settings,
) -> InviteAnswer {
    let by_resident = by == CreatedBy::Resident;
    let lives_here = || {
        let mut residencies = resident.residencies.iter();
        residencies.any(|stay| is_lived_in_at(stay, settings.move_in_opens_at, starts_at))
    };
    let denial = if by_resident && !settings.guest_invites_enabled {
        InviteDenial::InvitesDisabled
    } else if by_resident && resident.guest_invites_restricted {
        InviteDenial::Restricted
    } else if by_resident && resident.onboarding != Onboarding::Active {
        InviteDenial::NotActivated
    } else if !lives_here() {
        InviteDenial::NotLivingHere
    } else {
        return InviteAnswer::Allowed;
    };
    InviteAnswer::Denied(denial)
}

/// The invite as it is once staff have revoked it now (SPEC 9.4). One that was revoked before keeps that instant; a
/// revocation that was still to come happens now instead.
#[must_use]
pub fn revoke(invite: &GuestInvite, now: &Now<'_>) -> GuestInvite {
    let at = invite.revoked_at.map_or(now.instant(), |at| at.min(now.instant()));
    GuestInvite { revoked_at: Some(at), ..invite.clone() }
}

/// The invite revoked and its resident restricted, in one step (SPEC 9.4): both records as they are then. The
/// resident's other invites go on; only future ones are stopped.
#[must_use]
pub fn revoke_and_restrict(
    invite: &GuestInvite,
    resident: &Resident,
    now: &Now<'_>,
) -> (GuestInvite, Resident) {
    (revoke(invite, now), Resident { guest_invites_restricted: true, ..resident.clone() })
}

/// The residents who may create no invites (SPEC 9.4), by id.
#[must_use]
pub fn restricted(residents: &[Resident]) -> Vec<&Resident> {
    let mut restricted = Vec::new();
    for resident in residents {
        if resident.guest_invites_restricted {
            restricted.push(resident);
        }
    }
    restricted.sort_unstable_by(|a: &&Resident, b| a.id.cmp(&b.id));
    restricted
}
