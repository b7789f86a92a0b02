//! What the console asks the rules, so that a document and a console image can both answer.
//!
//! Nothing here allocates: handles go in, and handles, texts that the rules hold and small records come out.

use crate::calendar::Instant;
use crate::document::SearchBudget;
use crate::parking::check_in::Refusal;
use crate::parking::matching::Contact;
use crate::parking::vehicle::{FieldSet, VehicleRef};
use chrono::NaiveDate;
use core::ops::ControlFlow;

/// A shown name of the entry directory, for as long as the rules' [edition](ConsoleRules::edition) stays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntryHandle(pub u32);

/// A resident, for as long as the rules' [edition](ConsoleRules::edition) stays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ResidentHandle(pub u32);

/// A suite, for as long as the rules' [edition](ConsoleRules::edition) stays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SuiteHandle(pub u32);

/// A booking, for as long as the rules' [edition](ConsoleRules::edition) stays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BookingHandle(pub u32);

/// An intercom contact, for as long as the rules' [edition](ConsoleRules::edition) stays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ContactHandle(pub u32);

/// What the community has chosen for its consoles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConsoleSettings {
    /// `settings.idleSeconds` (SPEC 10.3).
    pub idle_seconds: u32,
    /// `settings.searchBudget` (SPEC 10.3).
    pub search_budget: SearchBudget,
    /// `settings.walkInFields` (SPEC 6.2).
    pub walk_in_fields: FieldSet,
    /// `settings.fullPlates` (SPEC 5.6).
    pub full_plates: bool,
}

/// Whose bookings a guest looks for (SPEC 5.1); other visitors give a plate instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GuestTarget {
    /// A resident's own.
    Resident(ResidentHandle),
    /// Those of a suite that its residents hold.
    Suite(SuiteHandle),
}

/// Whom a walk-in visits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GuestHost {
    /// A resident.
    Resident(ResidentHandle),
    /// A suite.
    Suite(SuiteHandle),
    /// No one in particular.
    Visitor,
}

/// The answer to a name search; the hits themselves are in the caller's buffer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NamesFound {
    /// The query is too short, or has no letter or digit: nothing was searched for (SPEC 3.3).
    TooShort,
    /// What was found.
    Found {
        /// Hits written to the buffer, best first (SPEC 3.5).
        count: usize,
        /// Whether others match too: beyond `settings.resultLimit`, or beyond the buffer.
        more: bool,
    },
}

/// A shown name with its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown<'r> {
    /// Whose it is.
    pub resident: ResidentHandle,
    /// The shown name (SPEC 3.1).
    pub name: &'r str,
    /// The directory code.
    pub code: &'r str,
}

/// Whom a directory code reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reached<'r> {
    /// The resident.
    pub resident: ResidentHandle,
    /// The shown name; `None` for one who is not in the directory (SPEC 3.7).
    pub name: Option<&'r str>,
    /// The directory code.
    pub code: &'r str,
}

/// A suite as the console shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SuiteShown<'r> {
    /// Its number.
    pub number: &'r str,
    /// Its id, for the record of a walk-in; never drawn.
    pub id: &'r str,
}

/// What a guest is answered (SPEC 5.6, 6.1, 6.2); the options themselves are in the caller's buffer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MatchFound {
    /// One or more stays need a check-in.
    Options {
        /// Options written to the buffer, in the order of SPEC 5.6; those that do not fit are left out.
        count: usize,
        /// Whether a vehicle that is not listed may walk in.
        walk_in: bool,
        /// Whether the one option was found by a similar plate only, so that the visitor is asked to confirm it (SPEC 5.1).
        similar: bool,
    },
    /// All stays that match are covered today.
    AlreadyCheckedIn {
        /// The earliest date on which one must check in again.
        next_check_in: Option<NaiveDate>,
        /// Whether another vehicle may walk in.
        walk_in: bool,
    },
    /// Nothing matched and a booking is required.
    NoBooking {
        /// Whom to ask.
        contact: Contact,
    },
    /// Nothing matched, and no booking is required.
    WalkIn {
        /// What a walk-in must tell.
        fields: FieldSet,
    },
}

/// A booking as a guest is offered it (SPEC 5.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offer<'r> {
    /// Its id, for the record of a check-in; never drawn.
    pub id: &'r str,
    /// The day on which it is asked for.
    pub from: NaiveDate,
    /// The last day that a check-in then would cover.
    pub through: NaiveDate,
    /// The vehicle as booked: its plate is still to be masked unless [`ConsoleSettings::full_plates`].
    pub vehicle: VehicleRef<'r>,
    /// Required fields that the booking does not tell.
    pub missing: FieldSet,
}

/// What the rules say to a check-in or a walk-in (SPEC 6.3, 6.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// It stands.
    CheckedIn {
        /// The last day that it covers; `None` for a walk-in.
        through: Option<NaiveDate>,
    },
    /// It does not.
    Refused(Refusal),
}

/// The rules behind a console. Each answer is a pure function of the building and the instant (SPEC 1.1).
pub trait ConsoleRules {
    /// Changes whenever a handle may mean something else than before. A session that meets another edition than the one
    /// that it showed returns to its welcome screen.
    fn edition(&self) -> u64;

    /// The building's name, for the welcome.
    fn building_name(&self) -> &str;

    /// What the community has chosen.
    fn settings(&self) -> ConsoleSettings;

    /// Finds shown names (SPEC 3.3 to 3.5). At most `hits.len()` of them are written to `hits`, and no more than
    /// `settings.resultLimit`.
    fn search_names(&self, query: &str, at: Instant, hits: &mut [EntryHandle]) -> NamesFound;

    /// A shown name; `None` for an unknown one.
    fn shown(&self, entry: EntryHandle) -> Option<Shown<'_>>;

    /// Names the suites whose number begins like the query, in their order, until told to stop (SPEC 3.6).
    fn each_suite(&self, query: &str, sink: &mut dyn FnMut(SuiteHandle) -> ControlFlow<()>);

    /// A suite; `None` for an unknown one.
    fn suite(&self, suite: SuiteHandle) -> Option<SuiteShown<'_>>;

    /// Finds whom a directory code reaches (SPEC 3.7).
    fn dial(&self, code: &str, at: Instant) -> Option<Reached<'_>>;

    /// The bookings that a guest of a resident or of a suite may check in to (SPEC 5); `None` for an unknown target.
    fn match_bookings(
        &self,
        target: GuestTarget,
        at: Instant,
        options: &mut [BookingHandle],
    ) -> Option<MatchFound>;

    /// The bookings that an other visitor may check in to (SPEC 5.1).
    fn match_plate(
        &self,
        plate: &str,
        region: Option<&str>,
        at: Instant,
        options: &mut [BookingHandle],
    ) -> MatchFound;

    /// What a booking is offered as at an instant; `None` for an unknown one.
    fn offer(&self, booking: BookingHandle, at: Instant) -> Option<Offer<'_>>;

    /// Decides a guest's check-in to a booking (SPEC 6.3).
    fn check_in(&self, booking: BookingHandle, vehicle: VehicleRef<'_>, at: Instant) -> Admission;

    /// Decides a check-in without a booking (SPEC 6.4); `None` for an unknown host.
    fn walk_in(&self, host: GuestHost, vehicle: VehicleRef<'_>, at: Instant) -> Option<Admission>;

    /// The contact that "Call management" calls now (SPEC 7.3).
    fn call_management(&self, at: Instant) -> Option<ContactHandle>;

    /// A contact's id; `None` for an unknown one.
    fn contact(&self, contact: ContactHandle) -> Option<&str>;

    /// Whether an entry code opens a door now (SPEC 9.2, 9.5); it opens no door that the building does not know.
    fn enter_code(&self, code: &str, door: &str, at: Instant) -> bool;
}
