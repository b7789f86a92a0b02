//! From a page to the screen that shows it.

use super::page::{Called, Draft, Input, Lock, Page, Resident, Visit};
use super::rules::SuiteHit;
use super::screen::{Choice, ChoiceKind, Field, Screen, ScreenKind};
use super::text::Text;
use super::typed::Typed;
use crate::directory::{NameHit, NameSearch};
use crate::document::{Language, Vehicle, VehicleField, filled};
use crate::parking::matching::{BookingOption, Contact};
use crate::parking::vehicle::{FIELDS, VehicleRef};
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;
use chrono::NaiveDate;

/// What a screen shows besides its page.
pub(super) struct Around<'r> {
    pub(super) building: &'r str,
    /// Whether management can be called now.
    pub(super) management: bool,
    /// Until a locked page opens.
    pub(super) seconds_left: Option<u64>,
}

/// Draws a page.
pub(super) fn draw(page: &Page, language: Language, around: &Around<'_>) -> Screen {
    let pen = Pen { language, around };
    match page {
        Page::Welcome => pen.welcome(),
        Page::NameSearch { query, found, .. } => pen.name_search(query, found),
        Page::Dial { code, unknown, .. } => pen.dial(code, *unknown),
        Page::Resident(resident) => pen.resident(resident),
        Page::Calling(called) => pen.calling(called),
        Page::Parking => pen.parking(),
        Page::SuiteSearch { query, hits } => pen.suite_search(query, hits),
        Page::Plate { plate, needed } => pen.plate(plate, *needed),
        Page::Bookings { visit, options, walk_in } => pen.bookings(visit, options, *walk_in),
        Page::SimilarPlate { option, .. } => pen.similar_plate(option),
        Page::Details { draft, step, value, needed } => pen.details(draft, *step, value, *needed),
        Page::Confirm(draft) => pen.confirm(draft),
        Page::CheckedIn { through } => pen.checked_in(*through),
        Page::Already { next, walk_in, .. } => pen.already(*next, *walk_in),
        Page::NoBooking { visit, contact } => pen.no_booking(visit, *contact),
        Page::EntryCode { code, wrong } => pen.entry_code(code, *wrong),
        Page::Unlocked => pen.unlocked(),
        Page::Locked(lock) => pen.locked(*lock),
    }
}

impl Screen {
    /// A screen with nothing on it.
    pub(super) fn blank(language: Language) -> Self {
        Self {
            kind: ScreenKind::Welcome,
            language,
            title: String::new(),
            lines: Vec::new(),
            notice: None,
            field: None,
            choices: Vec::new(),
            submit: None,
            back: None,
            seconds_left: None,
        }
    }
}

struct Pen<'r> {
    language: Language,
    around: &'r Around<'r>,
}

impl Pen<'_> {
    fn say(&self, text: Text<'_>) -> String {
        text.say(self.language)
    }

    /// A screen from which Back leads somewhere.
    fn screen(&self, kind: ScreenKind, title: Text<'_>) -> Screen {
        let back = Some(self.say(Text::Back));
        Screen { kind, title: self.say(title), back, ..Screen::blank(self.language) }
    }

    fn choice(&self, kind: ChoiceKind) -> Choice {
        Choice { kind, label: self.say(Text::Choice(kind)), detail: None }
    }

    fn field(&self, label: Text<'_>, typed: &Typed, input: Input) -> Option<Field> {
        let digits_only = input != Input::Text;
        Some(Field { label: self.say(label), text: typed.text().into(), digits_only })
    }

    fn notice(&self, when: bool, text: Text<'_>) -> Option<String> {
        when.then(|| self.say(text))
    }

    fn call_management(&self) -> Option<Choice> {
        self.around.management.then(|| self.choice(ChoiceKind::CallManagement))
    }

    fn welcome(&self) -> Screen {
        let kinds =
            [ChoiceKind::SearchName, ChoiceKind::DialCode, ChoiceKind::GuestParking, ChoiceKind::EntryCode];
        let mut choices: Vec<_> = kinds.into_iter().map(|kind| self.choice(kind)).collect();
        choices.extend(self.call_management());
        let lines = vec![self.say(Text::HowCanWeHelp)];
        let title = Text::Welcome(self.around.building);
        Screen { lines, choices, back: None, ..self.screen(ScreenKind::Welcome, title) }
    }

    fn name_search(&self, query: &Typed, found: &NameSearch) -> Screen {
        let (hits, notice): (&[NameHit], _) = match found {
            NameSearch::TooShort => (&[], self.notice(query.chars() > 0, Text::TooShort)),
            NameSearch::Found { hits, more } if hits.is_empty() => {
                (hits, self.notice(!more, Text::NobodyFound))
            }
            NameSearch::Found { hits, more } => (hits, self.notice(*more, Text::MoreNames)),
        };
        let named = |hit: &NameHit| Choice {
            kind: ChoiceKind::Resident,
            label: hit.name.clone(),
            detail: Some(self.say(Text::DirectoryCode(&hit.code))),
        };
        Screen {
            lines: vec![self.say(Text::NameHint)],
            notice,
            field: self.field(Text::NameLabel, query, Input::Text),
            choices: hits.iter().map(named).collect(),
            ..self.screen(ScreenKind::NameSearch, Text::NameSearchTitle)
        }
    }

    fn dial(&self, code: &Typed, unknown: bool) -> Screen {
        Screen {
            lines: vec![self.say(Text::DialHint)],
            notice: self.notice(unknown, Text::UnknownCode),
            field: self.field(Text::DialLabel, code, Input::Digits),
            ..self.screen(ScreenKind::DialCode, Text::DialTitle)
        }
    }

    fn resident(&self, resident: &Resident) -> Screen {
        let kinds = [ChoiceKind::CallResident, ChoiceKind::GuestParking];
        let code = Text::DirectoryCode(&resident.code);
        Screen {
            title: self.shown(resident),
            lines: resident.name.iter().map(|_| self.say(code)).collect(),
            choices: kinds.into_iter().map(|kind| self.choice(kind)).collect(),
            ..self.screen(ScreenKind::Resident, code)
        }
    }

    /// What the console calls a resident: the shown name, else only the code.
    fn shown(&self, resident: &Resident) -> String {
        resident.name.clone().unwrap_or_else(|| self.say(Text::DirectoryCode(&resident.code)))
    }

    fn calling(&self, called: &Called) -> Screen {
        let who = match called {
            Called::Resident(resident) => self.shown(resident),
            Called::Management => self.say(Text::Management),
        };
        let lines = vec![who, self.say(Text::CallHint)];
        let choices = vec![self.choice(ChoiceKind::Done)];
        Screen { lines, choices, ..self.screen(ScreenKind::Calling, Text::Calling) }
    }

    fn parking(&self) -> Screen {
        let kinds =
            [ChoiceKind::SearchName, ChoiceKind::DialCode, ChoiceKind::SearchSuite, ChoiceKind::OtherVisitor];
        Screen {
            lines: vec![self.say(Text::WhomDoYouVisit)],
            choices: kinds.into_iter().map(|kind| self.choice(kind)).collect(),
            ..self.screen(ScreenKind::GuestParking, Text::ParkingTitle)
        }
    }

    fn suite_search(&self, query: &Typed, hits: &[SuiteHit]) -> Screen {
        let label = |hit: &SuiteHit| self.say(Text::Suite(&hit.number));
        let numbered = |hit| Choice { kind: ChoiceKind::Suite, label: label(hit), detail: None };
        Screen {
            lines: vec![self.say(Text::SuiteHint)],
            notice: self.notice(hits.is_empty(), Text::NoSuite),
            field: self.field(Text::SuiteLabel, query, Input::Text),
            choices: hits.iter().map(numbered).collect(),
            ..self.screen(ScreenKind::SuiteSearch, Text::SuiteSearchTitle)
        }
    }

    fn plate(&self, plate: &Typed, needed: bool) -> Screen {
        Screen {
            lines: vec![self.say(Text::PlateHint)],
            notice: self.notice(needed, Text::FieldNeeded),
            field: self.field(Text::Field(VehicleField::Plate), plate, Input::Text),
            submit: Some(self.say(Text::Next)),
            ..self.screen(ScreenKind::Plate, Text::OtherVisitorTitle)
        }
    }

    fn bookings(&self, visit: &Visit, options: &[BookingOption], walk_in: bool) -> Screen {
        let booked = |option: &BookingOption| Choice {
            kind: ChoiceKind::Booking,
            label: self.vehicle(&option.vehicle, &Vehicle::default()),
            detail: Some(self.say(Text::Days(option.from, option.through))),
        };
        let mut choices: Vec<_> = options.iter().map(booked).collect();
        choices.extend(walk_in.then(|| self.choice(ChoiceKind::OtherVehicle)));
        Screen {
            lines: vec![self.visiting(visit), self.say(Text::ChooseBooking)],
            choices,
            ..self.screen(ScreenKind::BookingChoice, Text::ParkingTitle)
        }
    }

    fn similar_plate(&self, option: &BookingOption) -> Screen {
        Screen {
            lines: vec![
                self.vehicle(&option.vehicle, &Vehicle::default()),
                self.say(Text::Days(option.from, option.through)),
                self.say(Text::SimilarQuestion),
            ],
            choices: vec![self.choice(ChoiceKind::Yes), self.choice(ChoiceKind::No)],
            ..self.screen(ScreenKind::SimilarPlate, Text::SimilarTitle)
        }
    }

    fn details(&self, draft: &Draft, step: usize, value: &Typed, needed: bool) -> Screen {
        let field = draft.fields.get(step).copied().unwrap_or(VehicleField::Plate);
        Screen {
            lines: vec![self.visiting(&draft.visit), self.say(Text::Step(step + 1, draft.fields.len()))],
            notice: self.notice(needed, Text::FieldNeeded),
            field: self.field(Text::Field(field), value, Input::Text),
            submit: Some(self.say(Text::Next)),
            ..self.screen(ScreenKind::VehicleDetails, Text::DetailsTitle)
        }
    }

    fn confirm(&self, draft: &Draft) -> Screen {
        let (booked, days) = match &draft.booking {
            Some(option) => (option.vehicle.clone(), Text::Through(option.through)),
            None => (Vehicle::default(), Text::WithoutBooking),
        };
        Screen {
            lines: vec![self.visiting(&draft.visit), self.vehicle(&booked, &draft.vehicle), self.say(days)],
            choices: vec![self.choice(ChoiceKind::CheckIn)],
            ..self.screen(ScreenKind::Confirm, Text::ConfirmTitle)
        }
    }

    fn checked_in(&self, through: Option<NaiveDate>) -> Screen {
        let days = through.map_or(Text::WithoutBooking, Text::Through);
        Screen {
            lines: vec![self.say(days), self.say(Text::Enjoy)],
            choices: vec![self.choice(ChoiceKind::Done)],
            ..self.screen(ScreenKind::CheckedIn, Text::CheckedInTitle)
        }
    }

    fn already(&self, next: Option<NaiveDate>, walk_in: bool) -> Screen {
        let mut choices = vec![self.choice(ChoiceKind::Done)];
        if walk_in {
            choices.insert(0, self.choice(ChoiceKind::OtherVehicle));
        }
        let lines = vec![self.say(next.map_or(Text::NothingMore, Text::NextCheckIn))];
        Screen { lines, choices, ..self.screen(ScreenKind::AlreadyCheckedIn, Text::AlreadyTitle) }
    }

    fn no_booking(&self, visit: &Visit, contact: Contact) -> Screen {
        let mut lines = vec![self.visiting(visit)];
        let mut choices = Vec::new();
        match (contact, visit) {
            (Contact::Resident, Visit::Resident(_)) => {
                lines.push(self.say(Text::AskResident));
                choices.push(self.choice(ChoiceKind::CallResident));
            }
            // Who lives in the suite is not shown: the guest has to know whom to look for.
            (Contact::Resident, _) => {
                lines.push(self.say(Text::AskSuite));
                choices.push(self.choice(ChoiceKind::SearchName));
                choices.push(self.choice(ChoiceKind::DialCode));
            }
            (Contact::Management, _) => {
                lines.push(self.say(Text::AskManagement));
                choices.extend(self.call_management());
                lines.extend(choices.is_empty().then(|| self.say(Text::ManagementClosed)));
            }
        }
        Screen { lines, choices, ..self.screen(ScreenKind::NoBooking, Text::NoBookingTitle) }
    }

    fn entry_code(&self, code: &Typed, wrong: bool) -> Screen {
        let hidden = Field {
            label: self.say(Text::EntryCodeLabel),
            text: "•".repeat(code.chars()),
            digits_only: true,
        };
        Screen {
            lines: vec![self.say(Text::EntryCodeHint)],
            notice: self.notice(wrong, Text::WrongCode),
            field: Some(hidden),
            submit: Some(self.say(Text::Submit)),
            ..self.screen(ScreenKind::EntryCode, Text::EntryCodeTitle)
        }
    }

    fn unlocked(&self) -> Screen {
        Screen {
            lines: vec![self.say(Text::UnlockedHint)],
            choices: vec![self.choice(ChoiceKind::Done)],
            ..self.screen(ScreenKind::DoorUnlocked, Text::UnlockedTitle)
        }
    }

    fn locked(&self, lock: Lock) -> Screen {
        let why = match lock {
            Lock::Search(_) => Text::SearchLocked,
            Lock::EntryCode => Text::CodeLocked,
        };
        let seconds_left = self.around.seconds_left.unwrap_or(0);
        Screen {
            lines: vec![self.say(why), self.say(Text::OpensIn(seconds_left))],
            seconds_left: Some(seconds_left),
            ..self.screen(ScreenKind::LockedOut, Text::LockedTitle)
        }
    }

    fn visiting(&self, visit: &Visit) -> String {
        let host = match visit {
            Visit::Resident(resident) => self.shown(resident),
            Visit::Suite(suite) => self.say(Text::Suite(&suite.number)),
            Visit::Visitor(plate) => return plate.clone(),
        };
        self.say(Text::GuestOf(&host))
    }

    /// A vehicle in a line: what the booking knows wins over what the guest told (SPEC 6.3).
    fn vehicle(&self, booked: &Vehicle, told: &Vehicle) -> String {
        let known = |field| {
            filled(VehicleRef::from(booked).value_of(field))
                .or(filled(VehicleRef::from(told).value_of(field)))
        };
        let parts: Vec<_> = FIELDS.into_iter().filter_map(known).collect();
        if parts.is_empty() { self.say(Text::NoPlateYet) } else { parts.join(" · ").to_string() }
    }
}
