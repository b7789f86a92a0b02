//! From a page to what its screen shows: which texts there are, and what can be chosen.

use super::page::{Called, Lock, Page};
use super::rules::{BookingHandle, Offer};
use super::screen::{ChoiceKind, FieldKind, ScreenKind, ScreenView};
use super::session::Session;
use super::text::Text;
use super::visit::{Host, field_at};
use crate::document::VehicleField;
use crate::parking::matching::Contact;

/// What a line says, to be asked for when it is written.
#[derive(Clone, Copy)]
pub(super) enum Line<'s> {
    Say(Text<'s>),
    /// Whom the guest visits.
    Visiting,
    /// The vehicle of a booking.
    Booked(BookingHandle),
    /// The vehicle that is about to be checked in.
    Vehicle,
    /// The days of a booking.
    Days(BookingHandle),
    /// The last day of a booking.
    Through(BookingHandle),
}

const WELCOME: [ChoiceKind; 5] = [
    ChoiceKind::SearchName,
    ChoiceKind::DialCode,
    ChoiceKind::GuestParking,
    ChoiceKind::EntryCode,
    ChoiceKind::CallManagement,
];
const PARKING: [ChoiceKind; 4] =
    [ChoiceKind::SearchName, ChoiceKind::DialCode, ChoiceKind::SearchSuite, ChoiceKind::OtherVisitor];
const ALREADY: [ChoiceKind; 2] = [ChoiceKind::OtherVehicle, ChoiceKind::Done];
const BY_DIRECTORY: [ChoiceKind; 2] = [ChoiceKind::SearchName, ChoiceKind::DialCode];

impl Session {
    /// The choices of a page: how many of a list with what they do, then the others.
    fn choices(&self, page: Page) -> (usize, ChoiceKind, &'static [ChoiceKind]) {
        let listed = |count, kind| (count, kind, &[][..]);
        let others = |kinds: &'static [ChoiceKind]| (0, ChoiceKind::Done, kinds);
        let first = |kinds: &'static [ChoiceKind], when: bool| {
            let without_last = kinds.split_last().map_or(kinds, |(_, rest)| rest);
            others(if when { kinds } else { without_last })
        };
        match page {
            Page::Welcome => first(&WELCOME, self.management),
            Page::NameSearch(_) => listed(self.visit.names.count.unwrap_or(0), ChoiceKind::Resident),
            Page::SuiteSearch => listed(self.visit.suites, ChoiceKind::Suite),
            Page::Bookings => {
                let (.., other) = first(&[ChoiceKind::OtherVehicle], self.visit.matched.walk_in);
                (self.visit.matched.count, ChoiceKind::Booking, other)
            }
            Page::Resident => others(&[ChoiceKind::CallResident, ChoiceKind::GuestParking]),
            Page::Parking => others(&PARKING),
            Page::SimilarPlate => others(&[ChoiceKind::Yes, ChoiceKind::No]),
            Page::Confirm => others(&[ChoiceKind::CheckIn]),
            Page::Already { walk_in: true, .. } => others(&ALREADY),
            Page::NoBooking(Contact::Resident) if self.visit.host == Host::Resident => {
                others(&[ChoiceKind::CallResident])
            }
            // Who lives in the suite is not shown: the guest has to know whom to look for.
            Page::NoBooking(Contact::Resident) => others(&BY_DIRECTORY),
            Page::NoBooking(Contact::Management) => first(&[ChoiceKind::CallManagement], self.management),
            Page::Calling(_) | Page::CheckedIn { .. } | Page::Already { .. } | Page::Unlocked => {
                others(&[ChoiceKind::Done])
            }
            Page::Dial(_) | Page::Plate | Page::Details { .. } | Page::EntryCode | Page::Locked(_) => {
                others(&[])
            }
        }
    }

    pub(super) fn choice_count(&self, page: Page) -> usize {
        let (listed, _, others) = self.choices(page);
        listed.saturating_add(others.len())
    }

    /// What a choice of a page does.
    pub(super) fn choice_at(&self, page: Page, index: usize) -> Option<ChoiceKind> {
        let (listed, kind, others) = self.choices(page);
        match index.checked_sub(listed) {
            None => Some(kind),
            Some(other) => others.get(other).copied(),
        }
    }

    /// The booking that a check-in is being made to.
    fn booking(&self) -> Option<BookingHandle> {
        self.visit.draft.booking
    }
}

impl<'s> ScreenView<'s> {
    pub(super) fn kind_of_page(&self) -> ScreenKind {
        match self.page {
            Page::Welcome => ScreenKind::Welcome,
            Page::NameSearch(_) => ScreenKind::NameSearch,
            Page::Dial(_) => ScreenKind::DialCode,
            Page::Resident => ScreenKind::Resident,
            Page::Calling(_) => ScreenKind::Calling,
            Page::Parking => ScreenKind::GuestParking,
            Page::SuiteSearch => ScreenKind::SuiteSearch,
            Page::Plate => ScreenKind::Plate,
            Page::Bookings => ScreenKind::BookingChoice,
            Page::SimilarPlate => ScreenKind::SimilarPlate,
            Page::Details { .. } => ScreenKind::VehicleDetails,
            Page::Confirm => ScreenKind::Confirm,
            Page::CheckedIn { .. } => ScreenKind::CheckedIn,
            Page::Already { .. } => ScreenKind::AlreadyCheckedIn,
            Page::NoBooking(_) => ScreenKind::NoBooking,
            Page::EntryCode => ScreenKind::EntryCode,
            Page::Unlocked => ScreenKind::DoorUnlocked,
            Page::Locked(_) => ScreenKind::LockedOut,
        }
    }

    pub(super) fn title_text(&self) -> Text<'s> {
        match self.page {
            Page::Welcome => Text::Welcome(self.rules.building_name()),
            Page::NameSearch(_) => Text::NameSearchTitle,
            Page::Dial(_) => Text::DialTitle,
            Page::Resident => self.shown(),
            Page::Calling(_) => Text::Calling,
            Page::Parking | Page::Bookings => Text::ParkingTitle,
            Page::SuiteSearch => Text::SuiteSearchTitle,
            Page::Plate => Text::OtherVisitorTitle,
            Page::SimilarPlate => Text::SimilarTitle,
            Page::Details { .. } => Text::DetailsTitle,
            Page::Confirm => Text::ConfirmTitle,
            Page::CheckedIn { .. } => Text::CheckedInTitle,
            Page::Already { .. } => Text::AlreadyTitle,
            Page::NoBooking(_) => Text::NoBookingTitle,
            Page::EntryCode => Text::EntryCodeTitle,
            Page::Unlocked => Text::UnlockedTitle,
            Page::Locked(_) => Text::LockedTitle,
        }
    }

    /// The lines of the screen, the first missing one after the last.
    pub(super) fn line_texts(&self) -> [Option<Line<'s>>; 3] {
        let say = |text| Some(Line::Say(text));
        let visit = &self.session.visit;
        let one = |text| [say(text), None, None];
        match self.page {
            Page::Welcome => one(Text::HowCanWeHelp),
            Page::NameSearch(_) => one(Text::NameHint),
            Page::Dial(_) => one(Text::DialHint),
            Page::Resident => {
                let code = Text::DirectoryCode(visit.resident.code(self.rules));
                [visit.resident.name(self.rules).and(say(code)), None, None]
            }
            Page::Calling(called) => {
                let who = match called {
                    Called::Resident => self.shown(),
                    Called::Management => Text::Management,
                };
                [say(who), say(Text::CallHint), None]
            }
            Page::Parking => one(Text::WhomDoYouVisit),
            Page::SuiteSearch => one(Text::SuiteHint),
            Page::Plate => one(Text::PlateHint),
            Page::Bookings => [Some(Line::Visiting), say(Text::ChooseBooking), None],
            Page::SimilarPlate => {
                let booking = visit.matched.options.first().copied();
                [booking.map(Line::Booked), booking.map(Line::Days), say(Text::SimilarQuestion)]
            }
            Page::Details { fields, step } => {
                let steps = u8::try_from(fields.len()).unwrap_or(u8::MAX);
                [Some(Line::Visiting), say(Text::Step(step.saturating_add(1), steps)), None]
            }
            Page::Confirm => {
                let days = self.session.booking().map_or(Line::Say(Text::WithoutBooking), Line::Through);
                [Some(Line::Visiting), Some(Line::Vehicle), Some(days)]
            }
            Page::CheckedIn { through } => {
                [say(through.map_or(Text::WithoutBooking, Text::Through)), say(Text::Enjoy), None]
            }
            Page::Already { next, .. } => one(next.map_or(Text::NothingMore, Text::NextCheckIn)),
            Page::NoBooking(contact) => self.no_booking(contact),
            Page::EntryCode => one(Text::EntryCodeHint),
            Page::Unlocked => one(Text::UnlockedHint),
            Page::Locked(lock) => {
                let why = match lock {
                    Lock::Search(_) => Text::SearchLocked,
                    Lock::EntryCode => Text::CodeLocked,
                };
                [say(why), say(Text::OpensIn(self.session.seconds_left.unwrap_or(0))), None]
            }
        }
    }

    fn no_booking(&self, contact: Contact) -> [Option<Line<'s>>; 3] {
        let ask = match contact {
            Contact::Resident if self.session.visit.host == Host::Resident => Text::AskResident,
            Contact::Resident => Text::AskSuite,
            Contact::Management => Text::AskManagement,
        };
        let closed = contact == Contact::Management && !self.session.management;
        [Some(Line::Visiting), Some(Line::Say(ask)), closed.then_some(Line::Say(Text::ManagementClosed))]
    }

    pub(super) fn notice_text(&self) -> Option<Text<'s>> {
        let visit = &self.session.visit;
        let marked = |text| visit.marked.then_some(text);
        match self.page {
            Page::NameSearch(_) => match (visit.names.count, visit.names.more) {
                (None, _) => (visit.typed.chars() > 0).then_some(Text::TooShort),
                (Some(0), more) => (!more).then_some(Text::NobodyFound),
                (Some(_), more) => more.then_some(Text::MoreNames),
            },
            Page::SuiteSearch => (visit.suites == 0).then_some(Text::NoSuite),
            Page::Dial(_) => marked(Text::UnknownCode),
            Page::Plate | Page::Details { .. } => marked(Text::FieldNeeded),
            Page::EntryCode => marked(Text::WrongCode),
            _ => None,
        }
    }

    /// What the screen's field is called and takes.
    pub(super) fn field_text(&self) -> Option<(Text<'s>, FieldKind)> {
        Some(match self.page {
            Page::NameSearch(_) => (Text::NameLabel, FieldKind::Text),
            Page::SuiteSearch => (Text::SuiteLabel, FieldKind::Text),
            Page::Dial(_) => (Text::DialLabel, FieldKind::Digits),
            Page::Plate => (Text::Field(VehicleField::Plate), FieldKind::Text),
            Page::Details { fields, step } => (Text::Field(field_at(fields, step)?), FieldKind::Text),
            Page::EntryCode => (Text::EntryCodeLabel, FieldKind::Hidden),
            _ => return None,
        })
    }

    /// What was typed into the screen's field.
    pub(super) fn typed(&self) -> &'s super::typed::Typed {
        let visit = &self.session.visit;
        match self.page {
            Page::Plate => &visit.draft.plate,
            Page::Details { fields, step } => {
                visit.draft.typed(field_at(fields, step).unwrap_or(VehicleField::Plate))
            }
            _ => &visit.typed,
        }
    }

    pub(super) fn submit_text(&self) -> Option<Text<'s>> {
        match self.page {
            Page::Plate | Page::Details { .. } => Some(Text::Next),
            Page::EntryCode => Some(Text::Submit),
            _ => None,
        }
    }

    /// What the console calls a resident: the shown name, else only the code.
    pub(super) fn shown(&self) -> Text<'s> {
        let resident = &self.session.visit.resident;
        let name = resident.name(self.rules).map(Text::Name);
        name.unwrap_or_else(|| Text::DirectoryCode(resident.code(self.rules)))
    }

    /// A booking as it was offered when it was matched.
    pub(super) fn offer(&self, booking: BookingHandle) -> Option<Offer<'s>> {
        self.rules.offer(booking, self.session.visit.matched.at?)
    }
}
