//! A console session allocates nothing, whatever is typed, with rules that allocate nothing either.
#![allow(unsafe_code, reason = "counting allocations takes an allocator, and that is an unsafe trait")]

use chrono::NaiveDate;
use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::collections::BTreeSet;
use std::fmt::{self, Write};
use std::ops::ControlFlow;
use vestibule::Instant;
use vestibule::console::{
    Admission, BookingHandle, ConsoleRules, ConsoleSettings, ConsoleSetup, ContactHandle, Effect,
    EntryHandle, Event, GuestHost, GuestTarget, MatchFound, NamesFound, Offer, Reached, ResidentHandle,
    ScreenKind, ScreenView, Session, Shown, SuiteHandle, SuiteShown,
};
use vestibule::document::{Language, SearchBudget, VehicleField};
use vestibule::parking::check_in::Refusal;
use vestibule::parking::matching::Contact;
use vestibule::parking::vehicle::{FieldSet, VehicleRef, missing_fields};

/// The system's allocator, counting how often each thread asks.
struct Counting;

thread_local! {
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: every call goes to the system's allocator with the arguments that came; counting does not allocate.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // A thread that is ending may have lost its counter; nobody reads it then.
        let _ = ALLOCATIONS.try_with(|count| count.set(count.get() + 1));
        // SAFETY: the caller keeps the contract of `alloc`.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller keeps the contract of `dealloc`.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// A building in tables, as an image has it: 100 residents, 10,000 suites, 50 bookings of every resident and suite.
struct Tables {
    walk_ins: bool,
}

const RESIDENTS: u32 = 100;
const SUITES: u32 = 10_000;
const BOOKINGS: u32 = 50;
const CODES: [&str; 4] = ["1001", "1002", "1003", "1004"];

fn day(number: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 5, number).unwrap_or_default()
}

fn fields() -> FieldSet {
    [VehicleField::Plate, VehicleField::Make, VehicleField::Color].into_iter().collect()
}

fn fill(options: &mut [BookingHandle], count: u32) -> usize {
    options.iter_mut().zip(0..count).map(|(place, number)| *place = BookingHandle(number)).count()
}

impl ConsoleRules for Tables {
    fn edition(&self) -> u64 {
        7
    }

    fn building_name(&self) -> &str {
        "Maple Court"
    }

    fn settings(&self) -> ConsoleSettings {
        ConsoleSettings {
            idle_seconds: 45,
            search_budget: SearchBudget { searches: 1_000, minutes: 5 },
            walk_in_fields: fields(),
            full_plates: false,
        }
    }

    fn search_names(&self, query: &str, _: Instant, hits: &mut [EntryHandle]) -> NamesFound {
        if query.len() < 2 {
            return NamesFound::TooShort;
        }
        let count = hits.iter_mut().zip(0..RESIDENTS).map(|(hit, number)| *hit = EntryHandle(number)).count();
        NamesFound::Found { count, more: true }
    }

    fn shown(&self, entry: EntryHandle) -> Option<Shown<'_>> {
        let code = CODES.get(entry.0 as usize % CODES.len())?;
        (entry.0 < RESIDENTS)
            .then_some(Shown { resident: ResidentHandle(entry.0), name: "Zoë St-Cyr", code })
    }

    fn each_suite(&self, query: &str, sink: &mut dyn FnMut(SuiteHandle) -> ControlFlow<()>) {
        let many = if query.is_empty() { SUITES } else { 3 };
        let _ = (0..many).map(SuiteHandle).try_for_each(sink);
    }

    fn suite(&self, suite: SuiteHandle) -> Option<SuiteShown<'_>> {
        (suite.0 < SUITES).then_some(SuiteShown { number: "PH-7", id: "s-7" })
    }

    fn dial(&self, code: &str, _: Instant) -> Option<Reached<'_>> {
        let at = CODES.iter().position(|known| *known == code)?;
        let name = (at > 0).then_some("Zoë St-Cyr");
        Some(Reached { resident: ResidentHandle(u32::try_from(at).ok()?), name, code: CODES.get(at)? })
    }

    fn match_bookings(
        &self,
        target: GuestTarget,
        at: Instant,
        options: &mut [BookingHandle],
    ) -> Option<MatchFound> {
        let walk_in = self.walk_ins;
        Some(match (target, at.millis() % 4) {
            (GuestTarget::Resident(_), 0) => {
                MatchFound::AlreadyCheckedIn { next_check_in: Some(day(20)), walk_in }
            }
            (_, 1) if walk_in => MatchFound::WalkIn { fields: fields() },
            (_, 1) => MatchFound::NoBooking { contact: Contact::Resident },
            _ => MatchFound::Options { count: fill(options, BOOKINGS), walk_in, similar: false },
        })
    }

    fn match_plate(
        &self,
        plate: &str,
        _: Option<&str>,
        _: Instant,
        options: &mut [BookingHandle],
    ) -> MatchFound {
        match plate.len() % 3 {
            0 => MatchFound::Options { count: fill(options, 1), walk_in: self.walk_ins, similar: true },
            1 if self.walk_ins => MatchFound::WalkIn { fields: fields() },
            _ => MatchFound::NoBooking { contact: Contact::Management },
        }
    }

    fn offer(&self, booking: BookingHandle, _: Instant) -> Option<Offer<'_>> {
        let vehicle = VehicleRef { plate: Some("abcd 123"), color: Some("red"), ..VehicleRef::default() };
        let missing = missing_fields(fields(), &[vehicle]);
        (booking.0 < BOOKINGS).then_some(Offer {
            id: "b-1",
            from: day(14),
            through: day(20),
            vehicle,
            missing,
        })
    }

    fn check_in(&self, _: BookingHandle, vehicle: VehicleRef<'_>, at: Instant) -> Admission {
        match at.millis() % 3 {
            0 => Admission::Refused(Refusal::MissingField { missing: missing_fields(fields(), &[vehicle]) }),
            1 => Admission::Refused(Refusal::Ended),
            _ => Admission::CheckedIn { through: Some(day(20)) },
        }
    }

    fn walk_in(&self, _: GuestHost, _: VehicleRef<'_>, at: Instant) -> Option<Admission> {
        (at.millis() % 2 == 0).then_some(Admission::CheckedIn { through: None })
    }

    fn call_management(&self, at: Instant) -> Option<ContactHandle> {
        (at.millis() % 3 > 0).then_some(ContactHandle(0))
    }

    fn contact(&self, _: ContactHandle) -> Option<&str> {
        Some("desk")
    }

    fn enter_code(&self, code: &str, door: &str, _: Instant) -> bool {
        (code, door) == ("424242", "lobby")
    }
}

/// Counts what is written.
#[derive(Default)]
struct Length(usize);

impl Write for Length {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0 += text.len();
        Ok(())
    }
}

/// Draws what a small display draws: everything but the tail of a list.
fn draw(view: &ScreenView<'_>) -> Result<usize, fmt::Error> {
    let mut out = Length::default();
    view.write_title(&mut out)?;
    for line in 0..view.lines() {
        view.write_line(line, &mut out)?;
    }
    view.write_notice(&mut out)?;
    view.write_field_label(&mut out)?;
    view.write_field_text(&mut out)?;
    for choice in 0..view.choices().min(8) {
        view.write_choice_label(choice, &mut out)?;
        view.write_choice_detail(choice, &mut out)?;
    }
    view.write_submit(&mut out)?;
    view.write_back(&mut out)?;
    Ok(out.0)
}

/// Numbers that look like chance.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % end
    }
}

fn event<'t>(numbers: &mut Numbers, texts: &'t [String]) -> Event<'t> {
    match numbers.below(12) {
        0..=1 => Event::Text(texts.get(numbers.below(texts.len())).map_or("", String::as_str)),
        2..=3 => Event::Digit(u8::try_from(numbers.below(11)).unwrap_or(0)),
        4 => Event::Backspace,
        5 => Event::Submit,
        6..=8 => Event::Select(numbers.below(6)),
        9 => Event::Back,
        10 => Event::Language(if numbers.below(2) == 0 { Language::En } else { Language::Fr }),
        _ => Event::Tick,
    }
}

#[test]
fn a_session_and_its_screens_allocate_nothing() {
    let short = ["ma", "marie", "ABCD 123", "x", "1001", "1003", "424242", " - ", "Honda", "\u{10348}"];
    let mut texts: Vec<String> = short.into_iter().map(String::from).collect();
    texts.extend(["q".repeat(100_000), "\u{FDFA}".repeat(10_000), "\u{202e}\0".repeat(10_000)]);
    let setup = ConsoleSetup { door: "lobby", language: Language::En, check_in_prefix: "panel-1" };
    let (mut screens, mut effects, mut drawn) = (BTreeSet::new(), [0_usize; 5], 0);
    for seed in 0..60 {
        let rules = Tables { walk_ins: seed % 2 == 0 };
        let mut numbers = Numbers(seed);
        let mut at = Instant::from_seconds(1_778_781_600);
        let mut session = Session::new(setup, at, &rules).unwrap_or_else(|error| panic!("{error}"));
        for _ in 0..1_000 {
            let waited = if numbers.below(400) == 0 { 60_000 } else { numbers.below(500) };
            at = Instant::from_millis(at.millis() + i64::try_from(waited).unwrap_or(0));
            let event = event(&mut numbers, &texts);
            let before = ALLOCATIONS.with(Cell::get);
            match session.handle(event, at, &rules) {
                Some(Effect::CallResident { .. }) => effects[0] += 1,
                Some(Effect::CallManagement { .. }) => effects[1] += 1,
                Some(Effect::RecordCheckIn { .. }) => effects[2] += 1,
                Some(Effect::RefuseCode { .. }) => effects[3] += 1,
                Some(Effect::Unlock { .. }) => effects[4] += 1,
                None => {}
            }
            let written = draw(&session.screen(&rules));
            let allocated = ALLOCATIONS.with(Cell::get) - before;
            assert_eq!(allocated, 0, "{event:?}");
            drawn += written.unwrap_or(0);
            screens.insert(format!("{:?}", session.screen(&rules).kind()));
        }
    }
    // The sequences are worth something: they come by every screen but the unlocked door, and do almost everything.
    assert!(screens.contains(&format!("{:?}", ScreenKind::CheckedIn)) && screens.len() >= 16, "{screens:?}");
    assert!(effects.iter().take(4).all(|count| *count > 0) && drawn > 1_000_000, "{effects:?} {drawn}");
}
