//! What typing, completing a field and choosing lead to, page by page.

use super::event::Effect;
use super::page::{Called, DIRECTORY_CODE_DIGITS, Draft, Lock, Page, Purpose, Resident, Visit};
use super::rules::Reached;
use super::screen::ChoiceKind;
use super::session::{Asking, Session};
use super::typed::Typed;
use crate::directory::NameSearch;
use alloc::string::{String, ToString};

impl Session {
    /// The field of the page has changed.
    pub(super) fn edited(&mut self, asking: Asking<'_>) {
        match &mut self.page {
            Page::NameSearch { .. } => self.search_names(asking),
            Page::SuiteSearch { query, hits } => *hits = asking.rules.search_suites(query.text()),
            Page::Dial { unknown, code, .. } => {
                *unknown = false;
                if code.chars() == DIRECTORY_CODE_DIGITS {
                    self.dial(asking);
                }
            }
            Page::Plate { needed: mark, .. }
            | Page::Details { needed: mark, .. }
            | Page::EntryCode { wrong: mark, .. } => *mark = false,
            _ => {}
        }
    }

    /// The field of the page is complete.
    pub(super) fn submit(&mut self, asking: Asking<'_>) -> Option<Effect> {
        match &self.page {
            Page::Plate { .. } => self.submit_plate(asking),
            Page::Details { .. } => self.submit_detail(),
            Page::EntryCode { .. } => return self.submit_entry_code(asking),
            _ => {}
        }
        None
    }

    /// A choice was chosen: what the screen showed there decides.
    pub(super) fn choose(&mut self, index: usize, asking: Asking<'_>) -> Option<Effect> {
        let kind = self.screen.choices.get(index)?.kind;
        match kind {
            ChoiceKind::SearchName => self.open_directory(Page::name_search),
            ChoiceKind::DialCode => self.open_directory(Page::dial),
            ChoiceKind::GuestParking => self.open_parking(asking),
            ChoiceKind::EntryCode => self.open_entry_code(asking),
            ChoiceKind::CallManagement => return self.call_management(asking),
            ChoiceKind::SearchSuite => {
                let hits = asking.rules.search_suites("");
                self.go(Page::SuiteSearch { query: Typed::default(), hits });
            }
            ChoiceKind::OtherVisitor => self.go(Page::plate()),
            ChoiceKind::Resident => self.choose_name(index, asking),
            ChoiceKind::Suite => self.choose_suite(index, asking),
            ChoiceKind::Booking => self.choose_booking(index),
            ChoiceKind::OtherVehicle => self.choose_other_vehicle(asking),
            ChoiceKind::CallResident => return self.call_resident(),
            ChoiceKind::Yes => self.answer_similar(true, asking),
            ChoiceKind::No => self.answer_similar(false, asking),
            ChoiceKind::CheckIn => return self.check_in(asking),
            ChoiceKind::Done => {
                self.page = Page::Welcome;
                self.trail.clear();
            }
        }
        None
    }

    /// Searches the names as typed so far, when the search budget allows it.
    fn search_names(&mut self, asking: Asking<'_>) {
        let Page::NameSearch { purpose, query, found, listed } = &mut self.page else { return };
        let answer = asking.rules.search_names(query.text(), asking.at);
        if answer != NameSearch::TooShort {
            let budget = asking.rules.search_budget();
            if !listed.covers(query.text()) && !self.spent.spend(budget, self.clock.millis()) {
                self.page = Page::Locked(Lock::Search(*purpose));
                return;
            }
            listed.note(query.text());
        }
        *found = answer;
    }

    /// Dials the code as typed. It counts as a search; without budget it reaches the resident, but shows no name.
    fn dial(&mut self, asking: Asking<'_>) {
        let Page::Dial { purpose, code, unknown } = &mut self.page else { return };
        let within_budget = self.spent.spend(asking.rules.search_budget(), self.clock.millis());
        let typed = code.text().to_string();
        code.clear();
        match asking.rules.dial_code(&typed, asking.at) {
            Some(Reached { resident, name }) => {
                let name = name.filter(|_| within_budget);
                let purpose = *purpose;
                self.found_resident(Resident { id: resident, code: typed, name }, purpose, asking);
            }
            None => *unknown = true,
        }
    }

    fn found_resident(&mut self, resident: Resident, purpose: Purpose, asking: Asking<'_>) {
        match purpose {
            Purpose::Call => self.go(Page::Resident(resident)),
            Purpose::Park => self.match_visit(Visit::Resident(resident), asking),
        }
    }

    /// Opens a way to find a resident: from guest parking to park there, from elsewhere to call.
    fn open_directory(&mut self, page: impl Fn(Purpose) -> Page) {
        match self.page {
            Page::Parking => self.go(page(Purpose::Park)),
            _ => self.finish(page(Purpose::Call)),
        }
    }

    fn choose_name(&mut self, index: usize, asking: Asking<'_>) {
        let Page::NameSearch { purpose, found: NameSearch::Found { hits, .. }, .. } = &self.page else {
            return;
        };
        let Some(hit) = hits.get(index) else { return };
        // The resident may have moved out since the name was listed.
        let Some(reached) = asking.rules.dial_code(&hit.code, asking.at) else { return };
        let resident = Resident { id: reached.resident, code: hit.code.clone(), name: reached.name };
        self.found_resident(resident, *purpose, asking);
    }

    fn open_entry_code(&mut self, asking: Asking<'_>) {
        let closed = self.lock_wait(Lock::EntryCode, asking).is_some();
        self.go(if closed { Page::Locked(Lock::EntryCode) } else { Page::entry_code() });
    }

    fn submit_entry_code(&mut self, asking: Asking<'_>) -> Option<Effect> {
        let Page::EntryCode { code, wrong } = &mut self.page else { return None };
        if code.chars() == 0 {
            return None;
        }
        let now = self.clock.running();
        if asking.rules.enter_code(code.text(), &self.setup.door, asking.at) {
            self.code_lock.right(now);
            self.finish(Page::Unlocked);
            return Some(Effect::Unlock { door: self.setup.door.clone() });
        }
        code.clear();
        *wrong = true;
        self.code_lock.wrong(now);
        if self.code_lock.closed_until(now).is_some() {
            self.page = Page::Locked(Lock::EntryCode);
        }
        None
    }

    fn call_resident(&mut self) -> Option<Effect> {
        let (Page::Resident(resident) | Page::NoBooking { visit: Visit::Resident(resident), .. }) =
            &self.page
        else {
            return None;
        };
        let resident = resident.clone();
        let target = resident.code.clone();
        self.finish(Page::Calling(Called::Resident(resident)));
        Some(Effect::CallResident { target })
    }

    fn call_management(&mut self, asking: Asking<'_>) -> Option<Effect> {
        let contact = asking.rules.call_management(asking.at)?;
        self.finish(Page::Calling(Called::Management));
        Some(Effect::CallManagement { contact })
    }

    /// The id of the next check-in.
    pub(super) fn next_check_in_id(&mut self) -> String {
        self.check_ins = self.check_ins.saturating_add(1);
        alloc::format!("{}-{}", self.setup.check_in_prefix, self.check_ins)
    }

    /// Asks for the details of a vehicle that are not known yet, then for the word to check in.
    pub(super) fn begin_check_in(&mut self, draft: Draft) {
        let page = match draft.fields.is_empty() {
            true => Page::Confirm(draft),
            false => Page::Details { draft, step: 0, value: Typed::default(), needed: false },
        };
        self.go(page);
    }
}
