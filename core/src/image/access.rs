//! Whom "Call management" calls, and what an entry code opens, from an image (SPEC 7, 9).

use super::Image;
use super::format::{Number, Window, day_number, wall_of};
use super::read::wall_or_none;
use crate::calendar::{Now, weekly};
use crate::console::ContactHandle;
use crate::packed::Column;

impl<'a> Image<'a> {
    /// The contact that "Call management" calls now (SPEC 7.3).
    #[must_use]
    pub fn call_management(&self, now: &Now<'_>) -> Option<ContactHandle> {
        let wall = now.local();
        let last = self.contacts.len().saturating_sub(1) as u32;
        let is_open = |handle: &u32| {
            let (contact, next) = (self.contacts.get(*handle)?, self.contacts.get(*handle + 1)?);
            let windows = self.windows.run(contact.windows..next.windows);
            let windows =
                windows.iter().map(|Window { days, open, close }| weekly::Window { days, open, close });
            let closed_days = self.closed_days.run(contact.closed_days..next.closed_days);
            let is_closed = |date| closed_days.iter().any(|Number { value }| value == day_number(date));
            Some(weekly::is_open((contact.always == 0).then_some(windows), is_closed, wall))
        };
        (0..last).find(|handle| is_open(handle) == Some(true)).map(ContactHandle)
    }

    /// Id of a contact.
    #[must_use]
    pub fn contact(&self, contact: ContactHandle) -> Option<&'a str> {
        // The last record only ends the runs of the one before.
        self.contacts.get(contact.0.checked_add(1)?)?;
        Some(self.text(self.contacts.get(contact.0)?.text))
    }

    /// Whether an entry code opens a door now (SPEC 9.2, 9.5); none for a door that the building does not know.
    #[must_use]
    pub fn enter_code(&self, code: &str, door: &str, now: &Now<'_>) -> Option<bool> {
        let door = (0..).zip(self.doors.iter()).find(|(_, place)| self.text(*place) == door)?.0;
        let is_code = !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_digit());
        let last = self.invites.len().saturating_sub(1) as u32;
        let opens = |number: u32| {
            let (invite, next) = (self.invites.get(number)?, self.invites.get(number + 1)?);
            let is_active = || {
                now.instant().millis() < invite.revoked_at
                    && wall_or_none(invite.ends).is_none_or(|end| !now.has_ended(end))
                    && now.has_started(wall_of(invite.starts))
            };
            let admits = || {
                let mut grants = self.grants.run(invite.grants..next.grants).iter();
                grants.any(|grant| grant.door == door && self.includes_now(grant.times, now))
            };
            Some(self.text(invite.text) == code && is_active() && admits())
        };
        Some(is_code && (0..last).any(|number| opens(number) == Some(true)))
    }
}
