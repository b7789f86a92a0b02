//! Entry codes: what a typed one opens, making a new one, and closing code entry to guessers (SPEC 9.5).

use super::Entry;
use super::grant::Passage;
use super::invite::{Inviter, status};
use crate::calendar::{Instant, Now, digits_value};
use crate::document::{Credential, GuestInvite, Resident};
use crate::table::HashMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// Digits of a code that [`generate`] makes. A directory code has four, so that the two are never taken for each other.
pub const DIGITS: usize = 6;
const CODES: u32 = 1_000_000;

/// Whether a typed code opens a door now: some active invite has it and opens that door. A wrong, expired or revoked
/// code, one that is yet to begin and one for other doors all get the same `false`.
///
/// Codes are compared as written, and only codes of ASCII digits are codes: a blank one opens nothing. Should two live
/// invites share a code, which no document should have, either of them opens what it opens.
#[must_use]
pub fn opens<'d>(
    code: &str,
    invites: impl IntoIterator<Item = (&'d GuestInvite, &'d Resident)>,
    passage: &Passage<'_>,
    now: &Now<'_>,
) -> bool {
    if !is_code(code) {
        return false;
    }
    // Each resident is looked at once, even if a million invites were to share the code.
    let mut inviters = Vec::new();
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    for (invite, resident) in invites {
        if code_of(invite) != Some(code) {
            continue;
        }
        let next = inviters.len();
        let number = numbers.get_or_insert_with(&resident.id, || next);
        if number == next {
            inviters.push(Inviter::new(resident, passage, now));
        }
        if inviters.get(number).is_some_and(|inviter| inviter.admits(invite, now) == Entry::Granted) {
            return true;
        }
    }
    false
}

/// The codes of live invites, active and upcoming ones: what a new code must differ from.
pub fn in_use<'d>(
    invites: impl IntoIterator<Item = (&'d GuestInvite, &'d Resident)>,
    now: &Now<'_>,
) -> impl Iterator<Item = &'d str> {
    invites.into_iter().filter_map(|(invite, resident)| {
        if status(invite, resident, now).is_live() { code_of(invite) } else { None }
    })
}

/// Every code is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("every entry code is in use: revoke invites that are no longer needed")]
pub struct CodesExhausted;

/// A code of six digits that is not `taken`, which is what is [`in_use`]. It succeeds as long as one is free.
///
/// `entropy` must be 64 bits that nobody can foresee, from the host's secure source; equal entropy gives an equal code,
/// and each free code comes equally often over all values of it.
///
/// # Errors
/// [`CodesExhausted`] when no code is free.
pub fn generate<'a>(
    taken: impl IntoIterator<Item = &'a str>,
    entropy: u64,
) -> Result<String, CodesExhausted> {
    let mut numbers = Vec::new();
    for code in taken {
        if code.len() == DIGITS {
            numbers.extend(digits_value(code.as_bytes()));
        }
    }
    draw(numbers, entropy)
}

fn draw(mut taken: Vec<u32>, entropy: u64) -> Result<String, CodesExhausted> {
    taken.sort_unstable();
    taken.dedup();
    let free = u64::from(CODES).saturating_sub(taken.len() as u64);
    let chosen = (u128::from(entropy) * u128::from(free)) >> 64;
    let mut code = u32::try_from(chosen).unwrap_or(0);
    // Each taken code up to the chosen one moves it up by one.
    for taken in taken {
        if taken > code {
            break;
        }
        code += 1;
    }
    if free == 0 { Err(CodesExhausted) } else { Ok(format!("{code:0DIGITS$}")) }
}

fn code_of(invite: &GuestInvite) -> Option<&str> {
    match &invite.credential {
        Credential::EntryCode(code) if is_code(code) => Some(code),
        Credential::EntryCode(_) | Credential::App => None,
    }
}

fn is_code(code: &str) -> bool {
    !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_digit())
}

/// Slows down guessing: five wrong codes in a row close code entry for 60 seconds, five more for twice as long, and so
/// on up to an hour. A right one, and nothing else, starts over.
///
/// It is plain data, for a host to keep across restarts. Ask [`closed_until`](Self::closed_until) before looking at a
/// code, then tell it what the code was. Instants must come from a clock that is not set back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct CodeEntryLock {
    /// Wrong codes in a row since it was last closed.
    wrong: u32,
    /// How often it was closed in a row.
    closings: u32,
    /// When it opens again, in milliseconds since the Unix epoch.
    closed_until: Option<i64>,
}

impl CodeEntryLock {
    /// Wrong codes in a row that close code entry.
    pub const ATTEMPTS: u32 = 5;
    /// Seconds for which it is closed at first.
    pub const FIRST_SECONDS: i64 = 60;
    /// Seconds for which it is closed at most.
    pub const LONGEST_SECONDS: i64 = 3600;

    /// Code entry as it is at first: open, and no wrong code typed.
    #[must_use]
    pub const fn new() -> Self {
        Self { wrong: 0, closings: 0, closed_until: None }
    }

    /// When code entry opens again; `None` while it is open.
    #[must_use]
    pub fn closed_until(&self, now: Instant) -> Option<Instant> {
        self.closed_until.map(Instant::from_millis).filter(|until| now < *until)
    }

    /// A wrong code was typed. While code entry is closed codes are not looked at, and none counts.
    pub fn wrong(&mut self, now: Instant) {
        if self.closed_until(now).is_some() {
            return;
        }
        self.wrong = self.wrong.saturating_add(1);
        if self.wrong >= Self::ATTEMPTS {
            let doubled = Self::FIRST_SECONDS.checked_shl(self.closings.min(6)).unwrap_or(i64::MAX);
            let until = now.plus_seconds(doubled.min(Self::LONGEST_SECONDS));
            *self = Self {
                wrong: 0,
                closings: self.closings.saturating_add(1),
                closed_until: Some(until.millis()),
            };
        }
    }

    /// A right code was typed. While code entry is closed codes are not looked at, and it stays closed.
    pub fn right(&mut self, now: Instant) {
        if self.closed_until(now).is_none() {
            *self = Self::default();
        }
    }
}
