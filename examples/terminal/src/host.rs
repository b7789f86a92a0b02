//! The host of a session: it feeds inputs, carries out effects, and knows what time it is.

use anyhow::{Context, Result};
use vestibule::console::{ConsoleSetup, Effect, Event, Screen, ScreenKind, Session};
use vestibule::document::{CheckIn, Language};
use vestibule::{Building, Instant};

/// A building with a console at one of its doors.
pub(crate) struct Host {
    building: Building,
    session: Session,
    /// What is drawn after the last input.
    screen: Screen,
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
        // One process, one session: the instant of its start tells it from every other.
        let prefix = format!("terminal-{}", at.millis());
        let setup = ConsoleSetup { door: &door.id, language, check_in_prefix: &prefix };
        let session = Session::new(setup, at, &building)?;
        let screen = session.screen(&building).to_screen();
        Ok(Self { building, session, screen, done: None })
    }

    /// Feeds one input and carries out what comes of it; answers with what was done, if anything.
    pub(crate) fn feed(&mut self, event: Event<'_>, at: Instant) -> Result<Option<String>> {
        let time_only = event == Event::Tick;
        let effect = self.session.handle(event, at, &self.building);
        let done = effect.map(|effect| carry_out(effect, &self.building, at)).transpose()?;
        let (done, check_in) = done.unzip();
        self.screen = self.session.screen(&self.building).to_screen();
        if let Some(check_in) = check_in.flatten() {
            self.building.record(check_in)?;
        }
        // The next visitor must not read what was done for the last one.
        if !time_only || self.screen.kind == ScreenKind::Welcome {
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
        &self.screen
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
}

/// Here a real console would ring, unlock, and store. A number is looked up here and shown nowhere. Answers with what was
/// done, and with the check-in to keep.
fn carry_out(effect: Effect<'_>, building: &Building, at: Instant) -> Result<(String, Option<CheckIn>)> {
    Ok(match effect {
        Effect::CallResident { target, .. } => {
            let resident = building.resident_by_code(target, &building.now(at));
            let number = resident
                .and_then(|resident| resident.display.call_number.as_ref().or(resident.phone.as_ref()));
            let dialled = if number.is_some() { "their number is dialled" } else { "no number on file" };
            (format!("call resident {target} ({dialled})"), None)
        }
        Effect::CallManagement { id, .. } => (format!("call management contact {id}"), None),
        Effect::RecordCheckIn { check_in } => {
            let check_in = building.check_in_of(&check_in)?;
            (format!("record check-in {}", serde_json::to_string(&check_in)?), Some(check_in))
        }
        Effect::Unlock { door, .. } => (format!("unlock door {door}"), None),
        Effect::RefuseCode { door, .. } => (format!("refuse a code at door {door}"), None),
    })
}
