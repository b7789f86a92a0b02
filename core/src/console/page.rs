//! Where a visitor is: pages small enough to keep a way back of them in fixed memory. What was typed and found on the
//! way is kept once for all of them, in the [`Visit`](super::visit::Visit).

use crate::parking::matching::Contact;
use crate::parking::vehicle::FieldSet;
use chrono::NaiveDate;

/// A page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Page {
    #[default]
    Welcome,
    NameSearch(Purpose),
    Dial(Purpose),
    Resident,
    Calling(Called),
    Parking,
    SuiteSearch,
    Plate,
    Bookings,
    SimilarPlate,
    Details {
        /// What the guest is asked for.
        fields: FieldSet,
        /// Which of them this page asks for, from 0.
        step: u8,
    },
    Confirm,
    CheckedIn {
        through: Option<NaiveDate>,
    },
    Already {
        next: Option<NaiveDate>,
        walk_in: bool,
    },
    NoBooking(Contact),
    EntryCode,
    Unlocked,
    Locked(Lock),
}

/// What a resident is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    Call,
    Park,
}

/// Who is being called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Called {
    Resident,
    Management,
}

/// What is closed for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lock {
    Search(Purpose),
    EntryCode,
}

/// More pages than any way through the console has; beyond it, the oldest after the welcome screen is forgotten.
pub(super) const LONGEST_TRAIL: usize = 16;

/// The pages behind the one that is shown, the welcome screen first.
#[derive(Clone, Debug)]
pub(super) struct Trail {
    pages: [Page; LONGEST_TRAIL],
    len: u8,
}

impl Trail {
    pub(super) const EMPTY: Self = Self { pages: [Page::Welcome; LONGEST_TRAIL], len: 0 };

    /// Remembers a page.
    pub(super) fn push(&mut self, page: Page) {
        if self.len() >= LONGEST_TRAIL {
            let behind = self.pages.iter_mut().skip(1).rev();
            behind.fold(Page::Welcome, |carried, place| core::mem::replace(place, carried));
            self.len = self.len.saturating_sub(1);
        }
        if let Some(place) = self.pages.get_mut(usize::from(self.len)) {
            *place = page;
            self.len += 1;
        }
    }

    /// Takes the last page away.
    pub(super) fn pop(&mut self) -> Option<Page> {
        self.len = self.len.checked_sub(1)?;
        self.pages.get_mut(usize::from(self.len)).map(core::mem::take)
    }

    /// Forgets every page.
    pub(super) fn clear(&mut self) {
        *self = Self::EMPTY;
    }

    pub(super) fn len(&self) -> usize {
        self.len.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_trail_forgets_its_second_page() {
        let mut trail = Trail::EMPTY;
        trail.push(Page::Welcome);
        trail.push(Page::Parking);
        for step in 0..20 {
            trail.push(Page::Details { fields: FieldSet::EMPTY, step });
        }
        assert_eq!(trail.len(), LONGEST_TRAIL);
        for step in (5..20).rev() {
            assert_eq!(trail.pop(), Some(Page::Details { fields: FieldSet::EMPTY, step }));
        }
        assert_eq!((trail.pop(), trail.pop()), (Some(Page::Welcome), None));
    }
}
