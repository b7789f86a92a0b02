//! Writing the texts of a screen, one by one.

use super::draw::Line;
use super::rules::{BookingHandle, SuiteHandle};
use super::screen::{ChoiceKind, FieldKind, ScreenKind, ScreenView};
use super::text::Text;
use super::visit::Host;
use crate::document::{Language, VehicleField, filled, trimmed};
use crate::parking::plate::write_masked;
use crate::parking::vehicle::{FIELDS, VehicleRef, is_told};
use core::fmt::{self, Write};
use core::ops::ControlFlow;

/// Whether there was something to write.
type Written = Result<bool, fmt::Error>;

impl ScreenView<'_> {
    /// Which screen it is.
    #[must_use]
    pub fn kind(&self) -> ScreenKind {
        self.kind_of_page()
    }

    /// The language of its texts.
    #[must_use]
    pub fn language(&self) -> Language {
        self.session.language
    }

    /// On a locked screen, seconds until it opens.
    #[must_use]
    pub fn seconds_left(&self) -> Option<u64> {
        self.session.seconds_left.filter(|_| self.kind() == ScreenKind::LockedOut)
    }

    /// How many lines it has, at most three.
    #[must_use]
    pub fn lines(&self) -> usize {
        self.line_texts().iter().flatten().count()
    }

    /// How many choices it has; as many as the building has suites.
    #[must_use]
    pub fn choices(&self) -> usize {
        self.session.choice_count(self.page)
    }

    /// What a choice does; `None` beyond the last.
    #[must_use]
    pub fn choice_kind(&self, index: usize) -> Option<ChoiceKind> {
        self.session.choice_at(self.page, index)
    }

    /// What the screen's field takes; `None` when nothing is typed here.
    #[must_use]
    pub fn field(&self) -> Option<FieldKind> {
        self.field_text().map(|(_, kind)| kind)
    }

    /// Whether it has a notice.
    #[must_use]
    pub fn has_notice(&self) -> bool {
        self.notice_text().is_some()
    }

    /// Whether [`Event::Submit`](super::Event::Submit) does something.
    #[must_use]
    pub fn has_submit(&self) -> bool {
        self.submit_text().is_some()
    }

    /// Whether [`Event::Back`](super::Event::Back) leads somewhere.
    #[must_use]
    pub fn has_back(&self) -> bool {
        self.kind() != ScreenKind::Welcome
    }

    /// Writes what the screen is about.
    ///
    /// # Errors
    /// That of `out`.
    pub fn write_title(&self, out: &mut dyn Write) -> Written {
        self.say(self.title_text(), out)
    }

    /// Writes a line.
    ///
    /// # Errors
    /// That of `out`.
    pub fn write_line(&self, index: usize, out: &mut dyn Write) -> Written {
        match self.line_texts().into_iter().flatten().nth(index) {
            Some(line) => self.line(line, out),
            None => Ok(false),
        }
    }

    /// Writes what has to be looked at.
    ///
    /// # Errors
    /// That of `out`.
    pub fn write_notice(&self, out: &mut dyn Write) -> Written {
        self.say_some(self.notice_text(), out)
    }

    /// Writes what the field is for.
    ///
    /// # Errors
    /// That of `out`.
    pub fn write_field_label(&self, out: &mut dyn Write) -> Written {
        self.say_some(self.field_text().map(|(label, _)| label), out)
    }

    /// Writes what was typed so far, dots in place of an entry code.
    ///
    /// # Errors
    /// That of `out`.
    pub fn write_field_text(&self, out: &mut dyn Write) -> Written {
        match self.field() {
            None => return Ok(false),
            Some(FieldKind::Hidden) => (0..self.typed().chars()).try_for_each(|_| out.write_str("•"))?,
            Some(FieldKind::Text | FieldKind::Digits) => out.write_str(self.typed().text())?,
        }
        Ok(true)
    }

    /// Writes what a choice says.
    ///
    /// # Errors
    /// That of `out`.
    pub fn write_choice_label(&self, index: usize, out: &mut dyn Write) -> Written {
        match self.choice_kind(index) {
            None => Ok(false),
            Some(ChoiceKind::Resident) => self.say_some(self.name_at(index).map(|(name, _)| name), out),
            Some(ChoiceKind::Suite) => self.suite(self.session.suite_at(index, self.rules), out),
            Some(ChoiceKind::Booking) => match self.booking_at(index) {
                Some(booking) => self.booked(booking, out),
                None => Ok(false),
            },
            Some(kind) => self.say(Text::Choice(kind), out),
        }
    }

    /// Writes more about a choice: a directory code, the days of a booking.
    ///
    /// # Errors
    /// That of `out`.
    pub fn write_choice_detail(&self, index: usize, out: &mut dyn Write) -> Written {
        match self.choice_kind(index) {
            Some(ChoiceKind::Resident) => self.say_some(self.name_at(index).map(|(_, code)| code), out),
            Some(ChoiceKind::Booking) => match self.booking_at(index) {
                Some(booking) => self.line(Line::Days(booking), out),
                None => Ok(false),
            },
            _ => Ok(false),
        }
    }

    /// Writes what [`Event::Submit`](super::Event::Submit) does.
    ///
    /// # Errors
    /// That of `out`.
    pub fn write_submit(&self, out: &mut dyn Write) -> Written {
        self.say_some(self.submit_text(), out)
    }

    /// Writes where [`Event::Back`](super::Event::Back) leads.
    ///
    /// # Errors
    /// That of `out`.
    pub fn write_back(&self, out: &mut dyn Write) -> Written {
        self.say_some(self.has_back().then_some(Text::Back), out)
    }

    /// Names the suites that are listed, one after the other: quicker than asking for each by its position.
    pub(super) fn each_suite(&self, sink: &mut dyn FnMut(SuiteHandle) -> ControlFlow<()>) {
        self.rules.each_suite(self.session.visit.typed.text(), sink);
    }

    /// Writes the number of a suite, as a choice says it.
    pub(super) fn suite(&self, suite: Option<SuiteHandle>, out: &mut dyn Write) -> Written {
        let shown = suite.and_then(|suite| self.rules.suite(suite));
        self.say_some(shown.map(|shown| Text::Suite(shown.number)), out)
    }

    fn say(&self, text: Text<'_>, out: &mut dyn Write) -> Written {
        text.say(self.session.language, out)?;
        Ok(true)
    }

    fn say_some(&self, text: Option<Text<'_>>, out: &mut dyn Write) -> Written {
        match text {
            Some(text) => self.say(text, out),
            None => Ok(false),
        }
    }

    /// A listed name, and its code.
    fn name_at(&self, index: usize) -> Option<(Text<'_>, Text<'_>)> {
        let shown = self.rules.shown(*self.session.visit.names.hits.get(index)?)?;
        Some((Text::Name(shown.name), Text::DirectoryCode(shown.code)))
    }

    fn booking_at(&self, index: usize) -> Option<BookingHandle> {
        self.session.visit.matched.options.get(index).copied()
    }

    fn line(&self, line: Line<'_>, out: &mut dyn Write) -> Written {
        let draft = &self.session.visit.draft;
        let text = match line {
            Line::Say(text) => Some(text),
            Line::Visiting => return self.visiting(out),
            Line::Booked(booking) => return self.booked(booking, out),
            Line::Vehicle => {
                let booked = draft.booking.and_then(|booking| self.offer(booking));
                return self.vehicle(booked.map(|offer| offer.vehicle), draft.vehicle(), out);
            }
            Line::Days(booking) => self.offer(booking).map(|offer| Text::days(offer.from, offer.through)),
            Line::Through(booking) => self.offer(booking).map(|offer| Text::Through(offer.through)),
        };
        self.say_some(text, out)
    }

    fn visiting(&self, out: &mut dyn Write) -> Written {
        let visit = &self.session.visit;
        let host = match visit.host {
            Host::Resident => self.shown(),
            Host::Suite(suite) => match self.rules.suite(suite) {
                Some(shown) => Text::Suite(shown.number),
                None => return Ok(false),
            },
            Host::Visitor => return self.say(Text::Name(trimmed(visit.draft.plate.text())), out),
        };
        self.say(Text::GuestOf(&host), out)
    }

    fn booked(&self, booking: BookingHandle, out: &mut dyn Write) -> Written {
        let booked = self.offer(booking).map(|offer| offer.vehicle);
        self.vehicle(booked, VehicleRef::default(), out)
    }

    /// A vehicle in a line: what the booking knows wins over what the guest told (SPEC 6.3). A booked plate is masked
    /// unless `settings.fullPlates` (SPEC 5.6).
    fn vehicle(&self, booked: Option<VehicleRef<'_>>, told: VehicleRef<'_>, out: &mut dyn Write) -> Written {
        let booked = booked.unwrap_or_default();
        let mut between = "";
        for field in FIELDS {
            let known = booked.value_of(field).filter(|value| is_told(field, value));
            let Some(value) = known.or(told.value_of(field)).and_then(|value| filled(Some(value))) else {
                continue;
            };
            out.write_str(between)?;
            between = " · ";
            if field == VehicleField::Plate && known.is_some() && !self.full_plates {
                write_masked(value, out)?;
            } else {
                out.write_str(value)?;
            }
        }
        if between.is_empty() { self.say(Text::NoPlateYet, out) } else { Ok(true) }
    }
}
