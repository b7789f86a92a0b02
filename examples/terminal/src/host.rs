//! The host of a session: it feeds inputs, carries out effects, and knows what time it is.

use anyhow::{Context, Result};
use vestibule::console::{ConsoleSetup, Effect, Event, Screen, ScreenKind, Session};
use vestibule::document::Language;
use vestibule::{Building, Instant};

/// A building with a console at one of its doors.
pub(crate) struct Host {
    building: Building,
    session: Session,
    done: Option<String>,
}

impl Host {
    /// Puts a console at a door: the given one, or the first common one.
    pub(crate) fn new(
        building: Building,
        door: Option<String>,
        language: Language,
        at: Instant,
    ) -> Result<Self> {
        let doors = &building.document().doors;
        let door = match door {
            Some(id) => doors.iter().find(|door| door.id == id).context("the building has no such door")?,
            None => doors.iter().find(|door| door.common).context("the building has no common door")?,
        };
        let setup = ConsoleSetup {
            door: door.id.clone(),
            language,
            // One process, one session: the instant of its start tells it from every other.
            check_in_prefix: format!("terminal-{}", at.millis()),
        };
        let session = Session::new(setup, at, &building);
        Ok(Self { building, session, done: None })
    }

    /// Feeds one input and carries out what comes of it; answers with what was done, if anything.
    pub(crate) fn feed(&mut self, event: Event<'_>, at: Instant) -> Result<Option<String>> {
        let time_only = event == Event::Tick;
        let effect = self.session.handle(event, at, &self.building);
        let done = effect.map(|effect| self.carry_out(effect, at)).transpose()?;
        // The next visitor must not read what was done for the last one.
        if !time_only || self.session.screen().kind == ScreenKind::Welcome {
            self.done.clone_from(&done);
        }
        Ok(done)
    }

    /// Lets time pass until `at`: ticks whenever the session wants one.
    pub(crate) fn pass_time(&mut self, at: Instant) -> Result<()> {
        let mut due = self.session.next_deadline();
        while due < at {
            self.feed(Event::Tick, due)?;
            let next = self.session.next_deadline();
            if next <= due {
                break;
            }
            due = next;
        }
        self.feed(Event::Tick, at)?;
        Ok(())
    }

    pub(crate) fn screen(&self) -> &Screen {
        self.session.screen()
    }

    pub(crate) fn session(&self) -> &Session {
        &self.session
    }

    pub(crate) fn building(&self) -> &Building {
        &self.building
    }

    /// What the last input made the host do.
    pub(crate) fn last_done(&self) -> Option<&str> {
        self.done.as_deref()
    }

    /// Here a real console would ring, unlock, and store. A number is looked up here and shown nowhere.
    fn carry_out(&mut self, effect: Effect, at: Instant) -> Result<String> {
        Ok(match effect {
            Effect::CallResident { target } => {
                let resident = self.building.resident_by_code(&target, &self.building.now(at));
                let number = resident
                    .and_then(|resident| resident.display.call_number.as_ref().or(resident.phone.as_ref()));
                let dialled = if number.is_some() { "their number is dialled" } else { "no number on file" };
                format!("call resident {target} ({dialled})")
            }
            Effect::CallManagement { contact } => format!("call management contact {contact}"),
            Effect::RecordCheckIn { check_in } => {
                let written = serde_json::to_string(&check_in)?;
                self.building.record(check_in)?;
                format!("record check-in {written}")
            }
            Effect::Unlock { door } => format!("unlock door {door}"),
        })
    }
}
