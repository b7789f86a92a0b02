//! The state machine: one input in, at most one effect out, and a screen to draw.

use super::budget::Spent;
use super::clock::{Clock, seconds_left};
use super::event::{CheckInRecord, Effect, Event, RecordHost, RecordSubject};
use super::page::{Lock, Page, Purpose, Trail};
use super::rules::{BookingHandle, ConsoleRules, ConsoleSettings, ContactHandle, SuiteHandle};
use super::screen::ScreenView;
use super::typed::{Inline, begins_name};
use super::visit::{Host, Visit};
use crate::access::entry_code::CodeEntryLock;
use crate::calendar::Instant;
use crate::document::Language;

/// What a console is set up with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConsoleSetup<'s> {
    /// Id of the door that it stands at, of at most 64 bytes.
    pub door: &'s str,
    /// The language that it returns to.
    pub language: Language,
    /// Begins the id of every check-in and code attempt that this session makes, in at most 40 bytes; a number follows. Nothing here is
    /// random, so that the host must give each session of each console another prefix: the console's serial number and a
    /// count of its starts.
    pub check_in_prefix: &'s str,
}

/// Why a session cannot be set up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SetupError {
    /// The door's id does not fit.
    #[error("the id of the console's door is longer than 64 bytes: give the door a shorter id")]
    DoorTooLong,
    /// The prefix does not fit.
    #[error("the prefix of check-in ids is longer than 40 bytes: choose a shorter one")]
    PrefixTooLong,
}

const DOOR_BYTES: usize = 64;
const PREFIX_BYTES: usize = 40;
/// The prefix, a hyphen, a letter, and the digits of any number.
const ID_BYTES: usize = PREFIX_BYTES + 2 + 20;

/// One console's session. See the [module](super) for the contract.
#[derive(Clone, Debug)]
pub struct Session {
    pub(super) door: Inline<DOOR_BYTES>,
    pub(super) prefix: Inline<PREFIX_BYTES>,
    home: Language,
    pub(super) language: Language,
    pub(super) page: Page,
    pub(super) trail: Trail,
    pub(super) visit: Visit,
    pub(super) clock: Clock,
    /// Running time of the last input; `None` when there is nothing to forget.
    touched: Option<u64>,
    idle_millis: u64,
    /// Of the rules that handles are from.
    pub(super) edition: u64,
    pub(super) spent: Spent,
    pub(super) code_lock: CodeEntryLock,
    pub(super) check_ins: u64,
    /// Entry codes that were typed to the end.
    pub(super) attempts: u64,
    /// Id of the last check-in or code attempt.
    pub(super) record_id: Inline<ID_BYTES>,
    /// Whether management could be called when the last input was handled.
    pub(super) management: bool,
    /// On a locked page, seconds until it opens, as of the last input.
    pub(super) seconds_left: Option<u64>,
}

/// Room for a session is what a small console has least of.
#[cfg(target_pointer_width = "32")]
const _: () = assert!(size_of::<Session>() <= 4096);

/// What an input is decided with.
#[derive(Clone, Copy)]
pub(super) struct Asking<'r> {
    pub(super) rules: &'r dyn ConsoleRules,
    pub(super) settings: ConsoleSettings,
    pub(super) at: Instant,
}

/// What an input has led to, before it is put into words.
#[derive(Clone, Copy)]
pub(super) enum Act {
    CallResident,
    CallManagement(ContactHandle),
    RecordBooking(BookingHandle),
    RecordWalkIn,
    Unlock,
    RefuseCode,
}

/// The first and the last instant that the rules are asked about (SPEC 1.2).
const FIRST: Instant = Instant::from_millis(0);
const LAST: Instant = Instant::from_millis(7_258_118_399_999);
const MINUTE: i64 = 60_000;

impl Session {
    /// A session that is not set up yet, for a place in memory that is there before the rules are: it welcomes, opens no
    /// door, and must be [started](Self::start) before it is fed. It is meant to be all zeros in memory, so that a static one takes no flash.
    #[must_use]
    pub const fn blank() -> Self {
        Self {
            door: Inline::EMPTY,
            prefix: Inline::EMPTY,
            home: Language::En,
            language: Language::En,
            page: Page::Welcome,
            trail: Trail::EMPTY,
            visit: Visit::EMPTY,
            clock: Clock::NEW,
            touched: None,
            idle_millis: 0,
            edition: 0,
            spent: Spent::EMPTY,
            code_lock: CodeEntryLock::new(),
            check_ins: 0,
            attempts: 0,
            record_id: Inline::EMPTY,
            management: false,
            seconds_left: None,
        }
    }

    /// A session at its welcome screen. Where the stack is short, [start](Self::start) a [blank](Self::blank) one in its
    /// place instead.
    ///
    /// # Errors
    /// [`SetupError`] for a set-up that does not fit into the session.
    pub fn new(setup: ConsoleSetup<'_>, at: Instant, rules: &dyn ConsoleRules) -> Result<Self, SetupError> {
        let mut session = Self::blank();
        session.start(setup, at, rules)?;
        Ok(session)
    }

    /// Sets the session up, in its place, as a new one at its welcome screen. Of what it was before nothing is left, not
    /// even the searches, the wrong codes and the number of the next check-in: another start takes another prefix.
    ///
    /// # Errors
    /// [`SetupError`] for a set-up that does not fit into the session, which is then as it was.
    pub fn start(
        &mut self,
        setup: ConsoleSetup<'_>,
        at: Instant,
        rules: &dyn ConsoleRules,
    ) -> Result<(), SetupError> {
        if setup.door.len() > DOOR_BYTES {
            return Err(SetupError::DoorTooLong);
        }
        if setup.check_in_prefix.len() > PREFIX_BYTES {
            return Err(SetupError::PrefixTooLong);
        }
        self.door.set(setup.door);
        self.prefix.set(setup.check_in_prefix);
        self.home = setup.language;
        self.forget();
        self.clock = Clock::NEW;
        self.edition = rules.edition();
        self.spent.clear();
        self.code_lock = CodeEntryLock::new();
        self.check_ins = 0;
        self.attempts = 0;
        self.record_id.clear();
        let _ = self.handle(Event::Tick, at, rules);
        Ok(())
    }

    /// Takes one input and the instant at which it came. What comes back must be done before the next input is fed.
    ///
    /// An input that comes when the session is already due to forget only makes it forget: it was meant for a screen that
    /// is gone. So is one that comes with rules of another [edition](ConsoleRules::edition), unless the welcome screen is
    /// shown. An instant before the last one counts as no time at all; one outside the years 1970 to 2199 as their end.
    #[must_use = "an effect has to be carried out"]
    pub fn handle<'s>(
        &'s mut self,
        event: Event<'_>,
        at: Instant,
        rules: &'s dyn ConsoleRules,
    ) -> Option<Effect<'s>> {
        let asking = Asking { rules, settings: rules.settings(), at: at.clamp(FIRST, LAST) };
        self.clock.advance(asking.at);
        self.idle_millis = u64::from(asking.settings.idle_seconds.max(1)) * 1000;
        let act = if self.is_idle() || !self.knows(rules) {
            self.forget();
            None
        } else {
            self.take(event, asking)
        };
        self.edition = rules.edition();
        self.look_ahead(asking);
        self.effect(act?, asking)
    }

    /// What to draw now. The rules are those of the last input; with those of another edition, it is the welcome screen.
    #[must_use]
    pub fn screen<'s>(&'s self, rules: &'s dyn ConsoleRules) -> ScreenView<'s> {
        let page = if self.knows(rules) { self.page } else { Page::Welcome };
        ScreenView { session: self, rules, full_plates: rules.settings().full_plates, page }
    }

    /// Whether the rules may be replaced by others without anyone at the door noticing: the welcome screen is shown, on
    /// which nothing is typed.
    #[must_use]
    pub fn may_update(&self) -> bool {
        self.page == Page::Welcome
    }

    /// When the session wants a [`Event::Tick`] if no other input comes before.
    pub fn next_deadline(&self) -> Instant {
        let now = self.clock.instant_of(self.clock.millis());
        // What can be called changes on a full minute at the earliest; a locked screen counts down by the second.
        let minute = now.millis().saturating_sub(now.millis().rem_euclid(MINUTE)).saturating_add(MINUTE);
        let drawn = match self.seconds_left {
            Some(_) => now.plus_seconds(1),
            None => Instant::from_millis(minute),
        };
        self.idle_deadline().map_or(drawn, |idle| idle.min(drawn))
    }

    /// When the session forgets if no input comes before; `None` when there is nothing to forget.
    pub fn idle_deadline(&self) -> Option<Instant> {
        let due = self.touched?.saturating_add(self.idle_millis);
        Some(self.clock.instant_of(due))
    }

    fn is_idle(&self) -> bool {
        self.touched.is_some_and(|touched| self.clock.millis().saturating_sub(touched) >= self.idle_millis)
    }

    /// Whether the session's handles are of these rules.
    fn knows(&self, rules: &dyn ConsoleRules) -> bool {
        self.page == Page::Welcome || self.edition == rules.edition()
    }

    /// Returns to the welcome screen and forgets the visitor. What slows harvesters and guessers stays.
    fn forget(&mut self) {
        self.start_over();
        self.language = self.home;
        self.touched = None;
    }

    /// Returns to the welcome screen: nothing of this visit is left for the next one.
    pub(super) fn start_over(&mut self) {
        self.page = Page::Welcome;
        self.trail.clear();
        self.visit.wipe();
    }

    fn take(&mut self, event: Event<'_>, asking: Asking<'_>) -> Option<Act> {
        if event != Event::Tick {
            self.touched = Some(self.clock.millis());
        }
        match event {
            Event::Tick => self.reopen(asking),
            Event::Text(text) => self.type_text(text, asking),
            Event::Digit(digit) => return self.press(digit, asking),
            Event::Backspace => self.erase(asking),
            Event::Submit => return self.submit(asking),
            Event::Select(index) => return self.choose(index, asking),
            Event::Back => self.back(),
            Event::Language(language) => self.language = language,
        }
        None
    }

    /// Shows another page in place of this one.
    pub(super) fn replace(&mut self, page: Page) {
        self.page = page;
        self.visit.marked = false;
    }

    /// Goes on to a page, from which Back returns to this one.
    pub(super) fn go(&mut self, page: Page) {
        self.trail.push(self.page);
        self.replace(page);
    }

    /// Goes on to a page that ends what the visitor was doing: Back leads to the welcome screen.
    pub(super) fn finish(&mut self, page: Page) {
        self.trail.clear();
        self.trail.push(Page::Welcome);
        self.replace(page);
    }

    fn back(&mut self) {
        match self.trail.pop() {
            None | Some(Page::Welcome) => self.start_over(),
            Some(page) => self.replace(page),
        }
    }

    /// Reopens what was closed when its time is over.
    fn reopen(&mut self, asking: Asking<'_>) {
        if let Page::Locked(lock) = self.page
            && self.lock_wait(lock, asking).is_none()
        {
            self.visit.open();
            self.replace(match lock {
                Lock::Search(purpose) => Page::NameSearch(purpose),
                Lock::EntryCode => Page::EntryCode,
            });
        }
    }

    /// Milliseconds for which something stays closed.
    pub(super) fn lock_wait(&self, lock: Lock, asking: Asking<'_>) -> Option<u64> {
        match lock {
            Lock::Search(_) => self.spent.wait(asking.settings.search_budget, self.clock.millis()),
            Lock::EntryCode => {
                let now = self.clock.running();
                let until = self.code_lock.closed_until(now)?;
                u64::try_from(until.millis().saturating_sub(now.millis())).ok()
            }
        }
    }

    fn type_text(&mut self, text: &str, asking: Asking<'_>) {
        if self.page == Page::Welcome && begins_name(text) {
            self.visit.open();
            self.go(Page::NameSearch(Purpose::Call));
        }
        if self.visit.field(self.page).is_some_and(|mut field| field.push(text)) {
            self.edited(asking);
        }
    }

    fn press(&mut self, digit: u8, asking: Asking<'_>) -> Option<Act> {
        let key = char::from_digit(digit.into(), 10)?;
        if self.visit.field(self.page).is_some() {
            self.type_text(key.encode_utf8(&mut [0; 4]), asking);
            return None;
        }
        self.choose(usize::from(digit).checked_sub(1)?, asking)
    }

    fn erase(&mut self, asking: Asking<'_>) {
        if self.visit.field(self.page).is_some_and(|field| field.text.pop()) {
            self.edited(asking);
        }
    }

    /// Fixes what a screen shows that depends on the time.
    fn look_ahead(&mut self, asking: Asking<'_>) {
        self.seconds_left = match self.page {
            Page::Locked(lock) => Some(seconds_left(self.lock_wait(lock, asking).unwrap_or(0))),
            _ => None,
        };
        self.management = asking.rules.call_management(asking.at).is_some();
    }

    /// Puts into words what the host must do.
    fn effect<'s>(&'s self, act: Act, asking: Asking<'s>) -> Option<Effect<'s>> {
        let rules = asking.rules;
        let resident = &self.visit.resident;
        let subject = match act {
            Act::CallResident => {
                return Some(Effect::CallResident {
                    resident: resident.handle,
                    target: resident.code(rules),
                });
            }
            Act::CallManagement(contact) => {
                return Some(Effect::CallManagement { contact, id: rules.contact(contact)? });
            }
            Act::Unlock => {
                return Some(Effect::Unlock { door: self.door.as_str(), attempt: self.record_id.as_str() });
            }
            Act::RefuseCode => {
                return Some(Effect::RefuseCode {
                    door: self.door.as_str(),
                    attempt: self.record_id.as_str(),
                });
            }
            Act::RecordBooking(handle) => {
                RecordSubject::Booking { handle, id: self.booking_id(handle, rules)? }
            }
            Act::RecordWalkIn => RecordSubject::WalkIn(match self.visit.host {
                Host::Resident => {
                    RecordHost::Resident { handle: resident.handle, code: resident.code(rules) }
                }
                Host::Suite(handle) => RecordHost::Suite { handle, id: suite_id(handle, rules)? },
                Host::Visitor => RecordHost::Visitor,
            }),
        };
        let (id, vehicle) = (self.record_id.as_str(), self.visit.draft.vehicle());
        Some(Effect::RecordCheckIn { check_in: CheckInRecord { id, at: asking.at, subject, vehicle } })
    }

    /// The id of a booking that was offered.
    pub(super) fn booking_id<'r>(
        &self,
        booking: BookingHandle,
        rules: &'r dyn ConsoleRules,
    ) -> Option<&'r str> {
        rules.offer(booking, self.visit.matched.at?).map(|offer| offer.id)
    }
}

/// The id of a suite.
pub(super) fn suite_id(suite: SuiteHandle, rules: &dyn ConsoleRules) -> Option<&str> {
    rules.suite(suite).map(|suite| suite.id)
}
