//! What the session remembers of one visit, once for all pages. All of it is overwritten when the visit is over.

use super::budget::Listed;
use super::page::Page;
use super::rules::{
    BookingHandle, ConsoleRules, EntryHandle, GuestHost, Reached, ResidentHandle, SuiteHandle,
};
use super::typed::{FIELD_CHARS, Typed, is_plain};
use crate::calendar::Instant;
use crate::document::{VehicleField, filled};
use crate::parking::vehicle::{FieldSet, VehicleRef};

/// The most names that one search lists; where there are more, the visitor types on.
pub(super) const MOST_NAMES: usize = 64;
/// The most bookings that a guest chooses from.
pub(super) const MOST_OPTIONS: usize = 32;
/// Digits of a directory code (SPEC 2.2).
pub(super) const DIRECTORY_CODE_DIGITS: usize = 4;

/// Everything that is known of a visit.
// INVARIANT: of the pages that search and of those that a code is typed on at most one is on a visitor's way, and it was
// opened with `open`; so are the resident, the match and the draft on it at most one each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Visit {
    /// What was typed on the page that searches, or that takes a code.
    pub(super) typed: Typed,
    /// Whether what was typed on the page that is shown is unknown, wrong or not enough.
    pub(super) marked: bool,
    pub(super) names: Names,
    /// How many suites are listed.
    pub(super) suites: usize,
    pub(super) resident: Resident,
    pub(super) host: Host,
    pub(super) matched: Matched,
    pub(super) draft: Draft,
}

/// What a name search has listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Names {
    pub(super) listed: Listed,
    pub(super) hits: [EntryHandle; MOST_NAMES],
    /// How many hits there are; `None` when the query is too short.
    pub(super) count: Option<usize>,
    pub(super) more: bool,
}

/// A resident who was found by name or by code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Resident {
    pub(super) handle: ResidentHandle,
    pub(super) found: Found,
    /// When; the rules know under which name.
    pub(super) at: Option<Instant>,
    /// Whether the name may be shown.
    pub(super) named: bool,
}

/// How a resident was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    Not,
    Name(EntryHandle),
    Code([u8; DIRECTORY_CODE_DIGITS]),
}

/// Whom a guest visits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Host {
    /// No one in particular; the draft has the plate as typed.
    Visitor,
    Resident,
    Suite(SuiteHandle),
}

/// The bookings that a guest may check in to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Matched {
    /// When they were matched, so that what was drawn is what is chosen.
    pub(super) at: Option<Instant>,
    pub(super) options: [BookingHandle; MOST_OPTIONS],
    pub(super) count: usize,
    pub(super) walk_in: bool,
}

/// A check-in in the making.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Draft {
    /// `None` for a walk-in.
    pub(super) booking: Option<BookingHandle>,
    pub(super) plate: Typed,
    make: Typed,
    model: Typed,
    color: Typed,
    /// The fields that were completed; what is still being typed does not count.
    pub(super) told: FieldSet,
}

impl Visit {
    /// Nothing is known.
    pub(super) const EMPTY: Self = Self {
        typed: Typed::EMPTY,
        marked: false,
        names: Names { listed: Listed::EMPTY, hits: [EntryHandle(0); MOST_NAMES], count: None, more: false },
        suites: 0,
        resident: Resident::NOBODY,
        host: Host::Visitor,
        matched: Matched::NOTHING,
        draft: Draft {
            booking: None,
            plate: Typed::EMPTY,
            make: Typed::EMPTY,
            model: Typed::EMPTY,
            color: Typed::EMPTY,
            told: FieldSet::EMPTY,
        },
    };

    /// Overwrites everything.
    pub(super) fn wipe(&mut self) {
        self.open();
        self.resident = Resident::NOBODY;
        self.host = Host::Visitor;
        self.draft.wipe();
        self.draft.plate.clear();
        self.matched = Matched::NOTHING;
    }

    /// Makes room for a page that searches, or that takes a code.
    pub(super) fn open(&mut self) {
        self.typed.clear();
        self.marked = false;
        self.names.hits.fill(EntryHandle(0));
        self.names.listed.clear();
        self.names.count = None;
        self.names.more = false;
        self.suites = 0;
    }

    /// The field that a page is typed into.
    pub(super) fn field(&mut self, page: Page) -> Option<FieldOf<'_>> {
        let text = |text| FieldOf { text, takes: is_plain, most: FIELD_CHARS };
        let digits = |text, most| FieldOf { text, takes: is_digit, most };
        Some(match page {
            Page::NameSearch(_) | Page::SuiteSearch => text(&mut self.typed),
            Page::Plate => text(&mut self.draft.plate),
            Page::Details { fields, step } => text(self.draft.typed_mut(field_at(fields, step)?)),
            Page::Dial(_) => digits(&mut self.typed, DIRECTORY_CODE_DIGITS),
            Page::EntryCode => digits(&mut self.typed, FIELD_CHARS),
            _ => return None,
        })
    }

    /// Whom a walk-in of this visit visits.
    pub(super) fn guest_host(&self) -> GuestHost {
        match self.host {
            Host::Resident => GuestHost::Resident(self.resident.handle),
            Host::Suite(suite) => GuestHost::Suite(suite),
            Host::Visitor => GuestHost::Visitor,
        }
    }
}

/// A page's field.
pub(super) struct FieldOf<'v> {
    pub(super) text: &'v mut Typed,
    takes: fn(char) -> bool,
    most: usize,
}

impl FieldOf<'_> {
    /// Types, and says whether that changed anything.
    pub(super) fn push(&mut self, text: &str) -> bool {
        self.text.push(text, self.most, self.takes)
    }
}

fn is_digit(character: char) -> bool {
    character.is_ascii_digit()
}

/// The field that a step asks for.
pub(super) fn field_at(fields: FieldSet, step: u8) -> Option<VehicleField> {
    fields.iter().nth(step.into())
}

impl Matched {
    const NOTHING: Self =
        Self { at: None, options: [BookingHandle(0); MOST_OPTIONS], count: 0, walk_in: false };
}

impl Resident {
    const NOBODY: Self = Self { handle: ResidentHandle(0), found: Found::Not, at: None, named: false };

    /// Whom a code reached, by a name of the directory or by the code itself.
    pub(super) fn new(reached: Reached<'_>, found: Found, at: Instant, named: bool) -> Self {
        Self { handle: reached.resident, found, at: Some(at), named }
    }

    /// The directory code, as listed or as dialled.
    pub(super) fn code<'s>(&'s self, rules: &'s dyn ConsoleRules) -> &'s str {
        match &self.found {
            Found::Not => "",
            Found::Name(entry) => rules.shown(*entry).map_or("", |shown| shown.code),
            Found::Code(digits) => core::str::from_utf8(digits).unwrap_or_default(),
        }
    }

    /// The shown name; `None` when the console does not show it.
    pub(super) fn name<'s>(&self, rules: &'s dyn ConsoleRules) -> Option<&'s str> {
        let at = self.at.filter(|_| self.named)?;
        let code = self.code(rules);
        rules.dial(code, at).filter(|reached| reached.resident == self.handle)?.name
    }
}

impl Draft {
    /// What a field holds.
    pub(super) fn typed(&self, field: VehicleField) -> &Typed {
        match field {
            VehicleField::Plate => &self.plate,
            VehicleField::Make => &self.make,
            VehicleField::Model => &self.model,
            VehicleField::Color => &self.color,
        }
    }

    fn typed_mut(&mut self, field: VehicleField) -> &mut Typed {
        match field {
            VehicleField::Plate => &mut self.plate,
            VehicleField::Make => &mut self.make,
            VehicleField::Model => &mut self.model,
            VehicleField::Color => &mut self.color,
        }
    }

    /// What the guest has told, trimmed.
    pub(super) fn vehicle(&self) -> VehicleRef<'_> {
        let told = |field| {
            let text = self.told.contains(field).then(|| self.typed(field).text());
            filled(text)
        };
        VehicleRef {
            plate: told(VehicleField::Plate),
            region: None,
            make: told(VehicleField::Make),
            model: told(VehicleField::Model),
            color: told(VehicleField::Color),
        }
    }

    /// Forgets everything but the plate of an other visitor.
    pub(super) fn wipe(&mut self) {
        for field in [VehicleField::Make, VehicleField::Model, VehicleField::Color] {
            self.typed_mut(field).clear();
        }
        self.booking = None;
        self.told = FieldSet::EMPTY;
    }
}
