//! What a console asks, answered from its image and its outbox.

use super::{Image, format};
use crate::calendar::Instant;
use crate::console::{
    Admission, BookingHandle, ConsoleRules, ConsoleSettings, ContactHandle, EntryHandle, GuestHost,
    GuestTarget, MatchFound, NamesFound, Offer, Reached, Shown, SuiteHandle, SuiteShown,
};
use crate::document::SearchBudget;
use crate::outbox::Entries;
use crate::parking::vehicle::{FieldSet, VehicleRef};
use core::ops::ControlFlow;

/// The rules of a console that works from an image (SPEC 11.3): what its guests have done since the image was written is
/// in its outbox, and counts as if it were in the image.
#[derive(Clone, Copy, Debug)]
pub struct Panel<'p> {
    pub(super) image: &'p Image<'p>,
    pub(super) entries: Entries<'p>,
}

impl<'p> Panel<'p> {
    /// A console with an image and the entries of its outbox.
    #[must_use]
    pub fn new(image: &'p Image<'p>, entries: Entries<'p>) -> Self {
        Self { image, entries }
    }

    /// The image.
    #[must_use]
    pub fn image(&self) -> &'p Image<'p> {
        self.image
    }
}

impl ConsoleRules for Panel<'_> {
    fn edition(&self) -> u64 {
        self.image.sequence
    }

    fn building_name(&self) -> &str {
        self.image.building_name()
    }

    fn settings(&self) -> ConsoleSettings {
        let settings = &self.image.settings;
        ConsoleSettings {
            idle_seconds: settings.idle_seconds,
            search_budget: SearchBudget {
                searches: settings.budget_searches,
                minutes: settings.budget_minutes,
            },
            walk_in_fields: FieldSet::from_bits(settings.walk_in_fields),
            full_plates: settings.flags & format::flag::FULL_PLATES != 0,
        }
    }

    fn search_names(&self, query: &str, at: Instant, hits: &mut [EntryHandle]) -> NamesFound {
        self.image.search_names(query, &self.image.now(at), hits)
    }

    fn shown(&self, entry: EntryHandle) -> Option<Shown<'_>> {
        self.image.shown(entry)
    }

    fn each_suite(&self, query: &str, sink: &mut dyn FnMut(SuiteHandle) -> ControlFlow<()>) {
        self.image.each_suite(query, sink);
    }

    fn suite(&self, suite: SuiteHandle) -> Option<SuiteShown<'_>> {
        self.image.suite(suite)
    }

    fn dial(&self, code: &str, at: Instant) -> Option<Reached<'_>> {
        self.image.dial(code, &self.image.now(at))
    }

    fn match_bookings(
        &self,
        target: GuestTarget,
        at: Instant,
        options: &mut [BookingHandle],
    ) -> Option<MatchFound> {
        Self::match_bookings(self, target, &self.image.now(at), options)
    }

    fn match_plate(
        &self,
        plate: &str,
        region: Option<&str>,
        at: Instant,
        options: &mut [BookingHandle],
    ) -> MatchFound {
        Self::match_plate(self, plate, region, &self.image.now(at), options)
    }

    fn offer(&self, booking: BookingHandle, at: Instant) -> Option<Offer<'_>> {
        Self::offer(self, booking, &self.image.now(at))
    }

    fn check_in(&self, booking: BookingHandle, vehicle: VehicleRef<'_>, at: Instant) -> Admission {
        Self::check_in(self, booking, vehicle, &self.image.now(at))
    }

    fn walk_in(&self, host: GuestHost, vehicle: VehicleRef<'_>, at: Instant) -> Option<Admission> {
        Self::walk_in(self, host, vehicle, &self.image.now(at))
    }

    fn call_management(&self, at: Instant) -> Option<ContactHandle> {
        self.image.call_management(&self.image.now(at))
    }

    fn contact(&self, contact: ContactHandle) -> Option<&str> {
        self.image.contact(contact)
    }

    fn enter_code(&self, code: &str, door: &str, at: Instant) -> bool {
        self.image.enter_code(code, door, &self.image.now(at)).unwrap_or(false)
    }
}
