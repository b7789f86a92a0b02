//! What typing, completing a field and choosing lead to, page by page.

use super::page::{Called, Lock, Page, Purpose};
use super::rules::NamesFound;
use super::screen::ChoiceKind;
use super::session::{Act, Asking, Session};
use super::text::write_number;
use super::visit::{DIRECTORY_CODE_DIGITS, Found, Host, MOST_NAMES, Resident};
use core::fmt::Write;
use core::ops::ControlFlow;

impl Session {
    /// The field of the page has changed.
    pub(super) fn edited(&mut self, asking: Asking<'_>) {
        self.visit.marked = false;
        match self.page {
            Page::NameSearch(purpose) => self.search_names(purpose, asking),
            Page::SuiteSearch => self.search_suites(asking),
            Page::Dial(purpose) if self.visit.typed.chars() == DIRECTORY_CODE_DIGITS => {
                self.dial(purpose, asking);
            }
            Page::Details { fields, step } => self.untell(fields, step),
            _ => {}
        }
    }

    /// The field of the page is complete.
    pub(super) fn submit(&mut self, asking: Asking<'_>) -> Option<Act> {
        match self.page {
            Page::Plate => self.submit_plate(asking),
            Page::Details { fields, step } => self.submit_detail(fields, step),
            Page::EntryCode => return self.submit_entry_code(asking),
            _ => {}
        }
        None
    }

    /// A choice was chosen: what the screen showed there decides.
    pub(super) fn choose(&mut self, index: usize, asking: Asking<'_>) -> Option<Act> {
        match self.choice_at(self.page, index)? {
            ChoiceKind::SearchName => self.open_directory(Page::NameSearch),
            ChoiceKind::DialCode => self.open_directory(Page::Dial),
            ChoiceKind::GuestParking => self.open_parking(asking),
            ChoiceKind::EntryCode => self.open_entry_code(asking),
            ChoiceKind::CallManagement => return self.call_management(asking),
            ChoiceKind::SearchSuite => {
                self.visit.open();
                self.go(Page::SuiteSearch);
                self.search_suites(asking);
            }
            ChoiceKind::OtherVisitor => self.open_plate(),
            ChoiceKind::Resident => self.choose_name(index, asking),
            ChoiceKind::Suite => self.choose_suite(index, asking),
            ChoiceKind::Booking => self.choose_booking(index, asking),
            ChoiceKind::OtherVehicle => self.begin_walk_in(asking.settings.walk_in_fields),
            ChoiceKind::CallResident => {
                self.finish(Page::Calling(Called::Resident));
                return Some(Act::CallResident);
            }
            ChoiceKind::Yes => self.choose_booking(0, asking),
            ChoiceKind::No => self.refuse_similar(asking),
            ChoiceKind::CheckIn => return self.check_in(asking),
            ChoiceKind::Done => self.start_over(),
        }
        None
    }

    /// Searches the names as typed so far, when the search budget allows it.
    fn search_names(&mut self, purpose: Purpose, asking: Asking<'_>) {
        let query = &self.visit.typed;
        let names = &mut self.visit.names;
        match asking.rules.search_names(query.text(), asking.at, &mut names.hits) {
            NamesFound::TooShort => (names.count, names.more) = (None, false),
            NamesFound::Found { count, more } => {
                let budget = asking.settings.search_budget;
                if !names.listed.covers(query) && !self.spent.spend(budget, self.clock.millis()) {
                    self.visit.open();
                    self.replace(Page::Locked(Lock::Search(purpose)));
                    return;
                }
                names.listed.note(query);
                (names.count, names.more) = (Some(count.min(MOST_NAMES)), more);
            }
        }
    }

    /// Counts the suites as typed so far; which they are is asked when they are drawn.
    fn search_suites(&mut self, asking: Asking<'_>) {
        let mut suites = 0_usize;
        asking.rules.each_suite(self.visit.typed.text(), &mut |_| {
            suites += 1;
            ControlFlow::Continue(())
        });
        self.visit.suites = suites;
    }

    /// Dials the code as typed. It counts as a search; without budget it reaches the resident, but shows no name.
    fn dial(&mut self, purpose: Purpose, asking: Asking<'_>) {
        let within_budget = self.spent.spend(asking.settings.search_budget, self.clock.millis());
        let mut digits = [0; DIRECTORY_CODE_DIGITS];
        for (digit, typed) in digits.iter_mut().zip(self.visit.typed.text().bytes()) {
            *digit = typed;
        }
        let reached = asking.rules.dial(self.visit.typed.text(), asking.at);
        self.visit.typed.clear();
        match reached {
            Some(reached) => {
                self.visit.resident = Resident::new(reached, Found::Code(digits), asking.at, within_budget);
                self.found_resident(purpose, asking);
            }
            None => self.visit.marked = true,
        }
    }

    fn found_resident(&mut self, purpose: Purpose, asking: Asking<'_>) {
        match purpose {
            Purpose::Call => self.go(Page::Resident),
            Purpose::Park => self.match_host(Host::Resident, asking),
        }
    }

    /// Opens a way to find a resident: from guest parking to park there, from elsewhere to call.
    fn open_directory(&mut self, page: fn(Purpose) -> Page) {
        self.visit.open();
        match self.page {
            Page::Parking => self.go(page(Purpose::Park)),
            _ => self.finish(page(Purpose::Call)),
        }
    }

    fn choose_name(&mut self, index: usize, asking: Asking<'_>) {
        let Page::NameSearch(purpose) = self.page else { return };
        let Some(entry) = self.visit.names.hits.get(index).copied() else { return };
        // The resident may have moved out since the name was listed.
        let reached = asking.rules.shown(entry).and_then(|shown| asking.rules.dial(shown.code, asking.at));
        let Some(reached) = reached else { return };
        self.visit.resident = Resident::new(reached, Found::Name(entry), asking.at, true);
        self.found_resident(purpose, asking);
    }

    fn open_entry_code(&mut self, asking: Asking<'_>) {
        self.visit.open();
        let closed = self.lock_wait(Lock::EntryCode, asking).is_some();
        self.go(if closed { Page::Locked(Lock::EntryCode) } else { Page::EntryCode });
    }

    fn submit_entry_code(&mut self, asking: Asking<'_>) -> Option<Act> {
        if self.visit.typed.chars() == 0 {
            return None;
        }
        let now = self.clock.running();
        let opens = asking.rules.enter_code(self.visit.typed.text(), self.door.as_str(), asking.at);
        self.visit.typed.clear();
        self.number_attempt();
        if opens {
            self.code_lock.right(now);
            self.finish(Page::Unlocked);
            return Some(Act::Unlock);
        }
        self.visit.marked = true;
        self.code_lock.wrong(now);
        if self.code_lock.closed_until(now).is_some() {
            self.replace(Page::Locked(Lock::EntryCode));
        }
        Some(Act::RefuseCode)
    }

    fn call_management(&mut self, asking: Asking<'_>) -> Option<Act> {
        let contact = asking.rules.call_management(asking.at)?;
        asking.rules.contact(contact)?;
        self.finish(Page::Calling(Called::Management));
        Some(Act::CallManagement(contact))
    }

    /// Gives the next check-in its id.
    pub(super) fn count_check_in(&mut self) {
        self.check_ins = self.check_ins.saturating_add(1);
        self.write_id("-", self.check_ins);
    }

    /// Gives the code that was just typed its id, which no check-in has.
    fn number_attempt(&mut self) {
        self.attempts = self.attempts.saturating_add(1);
        self.write_id("-c", self.attempts);
    }

    fn write_id(&mut self, mark: &str, number: u64) {
        self.record_id.clear();
        // It has room for all of this.
        let _ = self.record_id.write_str(self.prefix.as_str());
        let _ = self.record_id.write_str(mark);
        let _ = write_number(number, &mut self.record_id);
    }
}
