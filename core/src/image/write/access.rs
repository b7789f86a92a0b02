//! Whom "Call management" calls, and what entry codes open.

use super::Writer;
use crate::calendar::weekly;
use crate::document::{Credential, GuestInvite, Residency, Resident};
use crate::image::format::{Contact, Grant, Invite, NONE, Number, Section, Window, day_number, wall_number};
use crate::people::residency::times_lived_in;
use alloc::vec::Vec;
use chrono::{NaiveDateTime, NaiveTime};
use core::ops::Range;

/// An invite with an entry code.
pub(super) struct Invited<'b> {
    pub(super) code: &'b str,
    pub(super) invite: &'b GuestInvite,
    /// The doors that it opens, by number, with the times.
    grants: Vec<(u32, Vec<Range<NaiveDateTime>>)>,
}

impl<'b> Writer<'b> {
    /// The contacts that are in use, in listed order: ids and hours, no number.
    pub(super) fn put_contacts(&mut self) {
        let contacts = self.document.intercom_contacts.iter().filter(|contact| contact.enabled);
        for contact in contacts {
            let text = self.text(&contact.id);
            self.put_contact_record(text, contact.hours.is_none());
            for window in contact.hours.iter().flatten() {
                let weekly::Window { days, open, close } = window.into();
                self.put(Section::Windows, Window { days, open, close });
            }
            for date in &contact.closed_on {
                self.put(Section::ClosedDays, Number { value: day_number(*date) });
            }
        }
        self.put_contact_record(NONE, false);
    }

    fn put_contact_record(&mut self, text: u32, always: bool) {
        let windows = self.count(Section::Windows, Window::SIZE);
        let closed_days = self.count(Section::ClosedDays, Number::SIZE);
        self.put(Section::Contacts, Contact { text, windows, closed_days, always: always.into() });
    }

    /// The invites with entry codes that open something on the image's days, by code.
    pub(super) fn choose_invites(&self) -> Vec<Invited<'b>> {
        let midnight = NaiveDateTime::new(self.spec.first_day, NaiveTime::MIN);
        let may_open = |invite: &&GuestInvite| {
            let revoked = invite.revoked_at.is_some_and(|at| at <= self.spec.written_at);
            // With a day to spare for clocks that change.
            let over = invite.ends_at.is_some_and(|end| end + chrono::Days::new(1) < midnight);
            !revoked && !over && invite.starts_at.date() <= self.spec.last_day
        };
        let doors = self.doors();
        let mut chosen = Vec::new();
        for invite in self.document.guest_invites.iter().filter(may_open) {
            let Credential::EntryCode(code) = &invite.credential else { continue };
            let Some(resident) = self.residents.get(invite.resident.as_str()).copied() else { continue };
            let times = (0..).zip(&doors).map(|(door, id)| (door, self.open_times(invite, resident, id)));
            let grants: Vec<_> = times.filter(|(_, times)| !self.clamp(times).is_empty()).collect();
            if !grants.is_empty() {
                chosen.push(Invited { code, invite, grants });
            }
        }
        chosen.sort_by_key(|invited| (invited.code, invited.invite.starts_at, invited.invite.ends_at));
        chosen
    }

    /// Writes the chosen invites and the doors that they open.
    pub(super) fn put_invites(&mut self, chosen: &[Invited<'b>]) {
        for invited in chosen {
            let text = self.text(invited.code);
            self.put_invite_record(text, Some(invited.invite));
            for (door, times) in &invited.grants {
                let times = self.time_set(times);
                self.put(Section::Grants, Grant { door: *door, times });
            }
        }
        self.put_invite_record(NONE, None);
    }

    fn put_invite_record(&mut self, text: u32, invite: Option<&GuestInvite>) {
        let grants = self.count(Section::Grants, Grant::SIZE);
        let record = Invite {
            text,
            starts: invite.map_or(0, |invite| wall_number(invite.starts_at)),
            ends: invite.and_then(|invite| invite.ends_at).map_or(NONE, wall_number),
            revoked_at: invite.and_then(|invite| invite.revoked_at).map_or(i64::MAX, |at| at.millis()),
            grants,
        };
        self.put(Section::Invites, record);
    }

    /// When a resident's guest may pass a door by an invite that is active (SPEC 9.1, 9.2).
    fn open_times(&self, invite: &GuestInvite, resident: &Resident, door: &str) -> Vec<Range<NaiveDateTime>> {
        let (document, settings) = (self.document, &self.document.settings);
        let listed = invite.doors.iter().any(|id| id == door);
        if !listed && !invite.doors.is_empty() {
            return Vec::new();
        }
        let common = document.doors.iter().any(|other| other.common && other.id == door);
        let of_suite = |id: &str| {
            let suite = document.suites.iter().find(|suite| suite.id == id);
            suite.is_some_and(|suite| suite.doors.iter().any(|other| other == door))
        };
        let own = settings.salto_integration && listed && self.is_assigned(resident, door);
        let leads = |residency: &&Residency| common || own || of_suite(&residency.suite);
        times_lived_in(resident.residencies.iter().filter(leads), settings.move_in_opens_at)
    }

    /// Whether a door was picked on a profile, or is that of an assigned space.
    pub(super) fn is_assigned(&self, resident: &Resident, door: &str) -> bool {
        let of_space = |id: &str| {
            let space = self.document.spaces.iter().find(|space| space.id == id);
            space.is_some_and(|space| space.door.as_deref() == Some(door))
        };
        resident.doors.iter().any(|id| id == door) || resident.spaces.iter().any(|space| of_space(space))
    }
}
