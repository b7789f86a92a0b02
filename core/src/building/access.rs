//! Questions about doors, invites, entry codes, calls to management and erasure (SPEC 7, 9, 12.1).

use super::Building;
use crate::access::grant::{self, Passage};
use crate::access::invite::{self, InviteAnswer, InviteStatus};
use crate::access::{Entry, Who, entry_code};
use crate::calendar::Now;
use crate::document::{CreatedBy, Error, GuestInvite, IntercomContact, Resident};
use crate::intercom;
use crate::privacy::{self, Due};
use alloc::string::String;
use alloc::vec::Vec;
use chrono::NaiveDateTime;

impl Building {
    /// The contact that "Call management" calls now; `None` when it is not shown (SPEC 7.3).
    #[must_use]
    pub fn call_management(&self, now: &Now<'_>) -> Option<&IntercomContact> {
        intercom::callable(&self.document.intercom_contacts, now)
    }

    /// Whether staff can book parking for other visitors (SPEC 7.1).
    #[must_use]
    pub fn other_visitor_shortcut(&self) -> bool {
        intercom::other_visitor_shortcut(&self.document)
    }

    /// The ids of the doors that a resident may open now, ascending (SPEC 9.1).
    ///
    /// # Errors
    /// `unknown` at `resident`.
    pub fn doors(&self, resident: &str, now: &Now<'_>) -> Result<Vec<&str>, Error> {
        Ok(grant::doors(&self.document, self.resident(resident, "resident")?, now))
    }

    /// Whether a resident or the guest of an invite may pass a door now (SPEC 9.1, 9.2).
    ///
    /// # Errors
    /// `unknown` at `who.resident`, `who.invite` or `door`.
    pub fn enter(&self, who: &Who, door: &str, now: &Now<'_>) -> Result<Entry, Error> {
        let (invite, resident) = match who {
            Who::Resident(id) => (None, self.resident(id, "who.resident")?),
            Who::Invite(id) => {
                let (invite, resident) = self.invite(id, "who.invite")?;
                (Some(invite), resident)
            }
        };
        let passage = self.passage(door)?;
        Ok(match invite {
            Some(invite) => invite::enter(invite, resident, &passage, now),
            None => grant::enter(resident, &passage, now),
        })
    }

    /// Whether a typed entry code opens a door now (SPEC 9.5); it never says why not.
    ///
    /// # Errors
    /// `unknown` at `door`.
    pub fn enter_code(&self, code: &str, door: &str, now: &Now<'_>) -> Result<bool, Error> {
        Ok(entry_code::opens(code, self.invites(), &self.passage(door)?, now))
    }

    /// A new entry code that no live invite has, from 64 bits that nobody can foresee (SPEC 9.5).
    ///
    /// # Errors
    /// [`entry_code::CodesExhausted`] when no code is free.
    pub fn new_entry_code(&self, entropy: u64, now: &Now<'_>) -> Result<String, entry_code::CodesExhausted> {
        entry_code::generate(entry_code::in_use(self.invites(), now), entropy)
    }

    /// What an invite is worth now (SPEC 9.2).
    ///
    /// # Errors
    /// `unknown` at `invite`.
    pub fn invite_status(&self, invite: &str, now: &Now<'_>) -> Result<InviteStatus, Error> {
        let (invite, resident) = self.invite(invite, "invite")?;
        Ok(invite::status(invite, resident, now))
    }

    /// Whether an invite that starts at `starts_at` may be created (SPEC 9.3).
    ///
    /// # Errors
    /// `unknown` at `resident`.
    pub fn request_invite(
        &self,
        resident: &str,
        by: CreatedBy,
        starts_at: NaiveDateTime,
    ) -> Result<InviteAnswer, Error> {
        let resident = self.resident(resident, "resident")?;
        Ok(invite::request(resident, by, starts_at, &self.document.settings))
    }

    /// An invite as it is once staff have revoked it now (SPEC 9.4).
    ///
    /// # Errors
    /// `unknown` at `invite`.
    pub fn revoke_invite(&self, invite: &str, now: &Now<'_>) -> Result<GuestInvite, Error> {
        Ok(invite::revoke(self.invite(invite, "invite")?.0, now))
    }

    /// An invite revoked and its resident restricted, in one step: both records as they are then (SPEC 9.4).
    ///
    /// # Errors
    /// `unknown` at `invite`.
    pub fn revoke_invite_and_restrict(
        &self,
        invite: &str,
        now: &Now<'_>,
    ) -> Result<(GuestInvite, Resident), Error> {
        let (invite, resident) = self.invite(invite, "invite")?;
        Ok(invite::revoke_and_restrict(invite, resident, now))
    }

    /// The residents who may create no invites, by id (SPEC 9.4).
    #[must_use]
    pub fn restricted_residents(&self) -> Vec<&Resident> {
        invite::restricted(&self.document.residents)
    }

    /// The personal data that is due for erasure, in order (SPEC 12.1).
    #[must_use]
    pub fn due_for_erasure(&self, now: &Now<'_>) -> Vec<Due> {
        privacy::due(&self.document, now)
    }

    fn passage<'b>(&'b self, door: &'b str) -> Result<Passage<'b>, Error> {
        if !self.doors.contains_key(door) {
            return Err(Error::unknown("door"));
        }
        Ok(Passage::through(&self.document, door))
    }

    /// An invite by id, with its resident.
    fn invite(&self, id: &str, path: &str) -> Result<(&GuestInvite, &Resident), Error> {
        let position = self.invites.get(id).and_then(|at| self.document.guest_invites.get(*at));
        let invite = position.ok_or_else(|| Error::unknown(path))?;
        Ok((invite, self.resident(&invite.resident, path)?))
    }

    /// All invites with their residents.
    fn invites(&self) -> impl Iterator<Item = (&GuestInvite, &Resident)> {
        let invites = self.document.guest_invites.iter();
        invites.filter_map(|invite| Some((invite, self.resident(&invite.resident, "").ok()?)))
    }
}
