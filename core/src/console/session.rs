//! The state machine: one input in, at most one effect out, and a screen to draw.

use super::budget::Spent;
use super::clock::{Clock, seconds_left};
use super::draw::{Around, draw};
use super::event::{Effect, Event};
use super::page::{Lock, Page, Purpose};
use super::rules::ConsoleRules;
use super::screen::Screen;
use crate::access::entry_code::CodeEntryLock;
use crate::calendar::Instant;
use crate::document::Language;
use alloc::string::String;
use alloc::vec::Vec;

/// What a console is set up with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsoleSetup {
    /// Id of the door that it stands at.
    pub door: String,
    /// The language that it returns to.
    pub language: Language,
    /// Begins the id of every check-in that this session makes; a number follows. Nothing here is random, so that the
    /// host must give each session of each console another prefix: the console's serial number and a count of its starts.
    pub check_in_prefix: String,
}

/// One console's session. See the [module](super) for the contract.
#[derive(Clone, Debug)]
pub struct Session {
    pub(super) setup: ConsoleSetup,
    pub(super) language: Language,
    pub(super) page: Page,
    /// The pages behind this one, the welcome screen first.
    pub(super) trail: Vec<Page>,
    pub(super) clock: Clock,
    /// Running time of the last input; `None` when there is nothing to forget.
    touched: Option<u64>,
    idle_millis: u64,
    pub(super) spent: Spent,
    pub(super) code_lock: CodeEntryLock,
    pub(super) check_ins: u64,
    pub(super) screen: Screen,
}

/// What an input is decided with.
#[derive(Clone, Copy)]
pub(super) struct Asking<'r> {
    pub(super) rules: &'r dyn ConsoleRules,
    pub(super) at: Instant,
}

/// The first and the last instant that the rules are asked about (SPEC 1.2).
const FIRST: Instant = Instant::from_millis(0);
const LAST: Instant = Instant::from_millis(7_258_118_399_999);
const MINUTE: i64 = 60_000;
/// More pages than any way through the console has; beyond it, the oldest after the welcome screen is forgotten.
const LONGEST_TRAIL: usize = 16;

impl Session {
    /// A session at its welcome screen.
    pub fn new(setup: ConsoleSetup, at: Instant, rules: &dyn ConsoleRules) -> Self {
        let language = setup.language;
        let mut session = Self {
            setup,
            language,
            page: Page::Welcome,
            trail: Vec::new(),
            clock: Clock::default(),
            touched: None,
            idle_millis: 0,
            spent: Spent::default(),
            code_lock: CodeEntryLock::default(),
            check_ins: 0,
            screen: Screen::blank(language),
        };
        let _ = session.handle(Event::Tick, at, rules);
        session
    }

    /// Takes one input and the instant at which it came. What comes back must be done before the next input is fed.
    ///
    /// An input that comes when the session is already due to forget only makes it forget: it was meant for a screen that
    /// is gone. An instant before the last one counts as no time at all; one outside the years 1970 to 2199 as their end.
    #[must_use = "an effect has to be carried out"]
    pub fn handle(&mut self, event: Event<'_>, at: Instant, rules: &dyn ConsoleRules) -> Option<Effect> {
        let asking = Asking { rules, at: at.clamp(FIRST, LAST) };
        self.clock.advance(asking.at);
        self.idle_millis = u64::from(rules.idle_seconds().max(1)) * 1000;
        let effect = if self.is_idle() {
            self.forget();
            None
        } else {
            self.take(event, asking)
        };
        self.redraw(asking);
        effect
    }

    /// What to draw now.
    pub fn screen(&self) -> &Screen {
        &self.screen
    }

    /// When the session wants a [`Event::Tick`] if no other input comes before.
    pub fn next_deadline(&self) -> Instant {
        let now = self.clock.instant_of(self.clock.millis());
        // What can be called changes on a full minute at the earliest; a locked screen counts down by the second.
        let minute = now.millis().saturating_sub(now.millis().rem_euclid(MINUTE)).saturating_add(MINUTE);
        let drawn = match self.screen.seconds_left {
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

    /// Returns to the welcome screen and forgets the visitor. What slows harvesters and guessers stays.
    fn forget(&mut self) {
        self.page = Page::Welcome;
        self.trail = Vec::new();
        self.language = self.setup.language;
        self.touched = None;
    }

    fn take(&mut self, event: Event<'_>, asking: Asking<'_>) -> Option<Effect> {
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

    /// Goes on to a page, from which Back returns to this one.
    pub(super) fn go(&mut self, page: Page) {
        if self.trail.len() >= LONGEST_TRAIL {
            self.trail.remove(1);
        }
        self.trail.push(core::mem::replace(&mut self.page, page));
    }

    /// Goes on to a page that ends what the visitor was doing: Back leads to the welcome screen.
    pub(super) fn finish(&mut self, page: Page) {
        self.trail = alloc::vec![Page::Welcome];
        self.page = page;
    }

    fn back(&mut self) {
        self.page = self.trail.pop().unwrap_or_default();
    }

    /// Reopens what was closed when its time is over.
    fn reopen(&mut self, asking: Asking<'_>) {
        if let Page::Locked(lock) = self.page
            && self.lock_wait(lock, asking).is_none()
        {
            self.page = match lock {
                Lock::Search(purpose) => Page::name_search(purpose),
                Lock::EntryCode => Page::entry_code(),
            };
        }
    }

    /// Milliseconds for which something stays closed.
    pub(super) fn lock_wait(&self, lock: Lock, asking: Asking<'_>) -> Option<u64> {
        match lock {
            Lock::Search(_) => self.spent.wait(asking.rules.search_budget(), self.clock.millis()),
            Lock::EntryCode => {
                let now = self.clock.running();
                let until = self.code_lock.closed_until(now)?;
                u64::try_from(until.millis().saturating_sub(now.millis())).ok()
            }
        }
    }

    fn type_text(&mut self, text: &str, asking: Asking<'_>) {
        if self.page == Page::Welcome && text.chars().any(char::is_alphabetic) {
            self.go(Page::name_search(Purpose::Call));
        }
        if self.page.field().is_some_and(|mut field| field.push(text)) {
            self.edited(asking);
        }
    }

    fn press(&mut self, digit: u8, asking: Asking<'_>) -> Option<Effect> {
        let key = char::from_digit(digit.into(), 10)?;
        if self.page.field().is_some() {
            self.type_text(key.encode_utf8(&mut [0; 4]), asking);
            return None;
        }
        self.choose(usize::from(digit).checked_sub(1)?, asking)
    }

    fn erase(&mut self, asking: Asking<'_>) {
        if self.page.field().is_some_and(|field| field.text.pop()) {
            self.edited(asking);
        }
    }

    fn redraw(&mut self, asking: Asking<'_>) {
        let lock_wait = match self.page {
            Page::Locked(lock) => Some(self.lock_wait(lock, asking).unwrap_or(0)),
            _ => None,
        };
        let around = Around {
            building: asking.rules.building_name(),
            management: asking.rules.call_management(asking.at).is_some(),
            seconds_left: lock_wait.map(seconds_left),
        };
        self.screen = draw(&self.page, self.language, &around);
    }
}
