//! A script played at the Rust console: its session over the building's document, and its outbox.

use crate::server::Server;
use anyhow::{Context, Result, bail, ensure};
use chrono::Timelike;
use std::io::Write;
use vestibule::calendar::format_wall;
use vestibule::console::{ConsoleSetup, Effect, Event, Session};
use vestibule::document::{CheckIn, Language};
use vestibule::image::ImageError;
use vestibule::outbox::{Entry, HostRef, Opened, Outbox, What, Write as Stored};
use vestibule::parking::vehicle::VehicleRef;
use vestibule::{Building, Instant};
use vestibule_terminal::plain;

const OUTBOX: usize = 4 * 1024;
const SERIAL: &str = "maple-lobby";
const DOOR: &str = "lobby";

/// What outlasts a power cut, at the console and at its server.
struct World<'s> {
    server: Server,
    lines: std::str::Lines<'s>,
    at: Instant,
    online: bool,
    /// The bytes of the outbox.
    stored: Vec<u8>,
    /// The image in use: by which document and with which sequence.
    image: (String, u64),
    /// The image that is stored for the next welcome screen.
    next: Option<(String, u64)>,
    /// All check-ins at this console, which it knows of itself.
    made: Vec<CheckIn>,
}

/// Plays a script from beginning to end.
pub(crate) fn run(script: &str, server: Server, out: &mut impl Write) -> Result<()> {
    let image = ("first".to_owned(), 1);
    let mut world = World {
        server,
        lines: script.lines(),
        at: Instant::from_millis(0),
        online: true,
        stored: vec![0xFF; OUTBOX],
        image,
        next: None,
        made: Vec::new(),
    };
    let (command, rest) = world.command().context("the script is empty")?;
    ensure!(command == "clock", "a script begins with: clock MILLISECONDS");
    world.at = Instant::from_millis(rest.parse().context("clock needs milliseconds")?);
    world.server.deliver(world.at)?;
    loop {
        // Both slots hold valid images by now; the newer one is used.
        if let Some(next) = world.next.take() {
            world.image = next;
        }
        let mut memory = world.stored.clone();
        let (outbox, opened) = Outbox::open(&mut memory)?;
        let mut console = Console::start(&mut world, outbox)?;
        if console.play(opened, out)? {
            return Ok(());
        }
    }
}

impl<'s> World<'s> {
    /// The next command of the script, with what comes after it.
    fn command(&mut self) -> Option<(&'s str, &'s str)> {
        let line = self.lines.find(|line| !line.is_empty() && !line.starts_with('#'))?;
        Some(line.split_once(' ').unwrap_or((line, "")))
    }

    /// The building as the console knows it.
    fn building(&self) -> Result<Building> {
        let (document, sequence) = &self.image;
        Ok(self.server.building(document, &self.made)?.with_edition(*sequence))
    }
}

/// The console between two power cuts.
struct Console<'w, 's, 'm> {
    world: &'w mut World<'s>,
    building: Building,
    outbox: Outbox<'m>,
    session: Session,
    run: u32,
}

impl<'w, 's, 'm> Console<'w, 's, 'm> {
    fn start(world: &'w mut World<'s>, mut outbox: Outbox<'m>) -> Result<Self> {
        store(&mut outbox, &mut world.stored);
        outbox.forget(world.image.1);
        let run = outbox.begin_run()?;
        store(&mut outbox, &mut world.stored);
        let building = world.building()?;
        let prefix = format!("{SERIAL}-{run}-{}", base_36(world.at.millis()));
        let setup = ConsoleSetup { door: DOOR, language: Language::En, check_in_prefix: &prefix };
        let session = Session::new(setup, world.at, &building)?;
        Ok(Self { world, building, outbox, session, run })
    }

    /// Plays until the script ends, which is answered with true, or the power is cut.
    fn play(&mut self, opened: Opened, out: &mut impl Write) -> Result<bool> {
        let opened = match opened {
            Opened::New => "new",
            Opened::Restored => "restored",
            Opened::Unreadable => "unreadable",
        };
        let (run, image, waiting) = (self.run, self.world.image.1, self.outbox.waiting());
        writeln!(out, "* start {run}: image {image}, outbox {opened}, {waiting} waiting")?;
        self.drain(out)?;
        self.print(out)?;
        while let Some((command, rest)) = self.world.command() {
            writeln!(out, "\n> {command}{}{rest}", if rest.is_empty() { "" } else { " " })?;
            if command == "restart" {
                let seconds: i64 = rest.parse().context("restart needs whole seconds")?;
                self.world.at = self.world.at.plus_seconds(seconds);
                return Ok(false);
            }
            self.step(command, rest, out).with_context(|| format!("{command} {rest}"))?;
            self.drain(out)?;
            self.print(out)?;
        }
        Ok(true)
    }

    fn print(&self, out: &mut impl Write) -> Result<()> {
        let screen = self.session.screen(&self.building).to_screen();
        Ok(plain::print(&screen, self.building.zone().local(self.world.at), out)?)
    }

    fn step(&mut self, command: &str, rest: &str, out: &mut impl Write) -> Result<()> {
        match command {
            "type" => self.feed(Event::Text(rest), out),
            "digits" => rest.chars().try_for_each(|digit| {
                let digit = digit.to_digit(10).and_then(|digit| u8::try_from(digit).ok());
                self.feed(Event::Digit(digit.context("digits are 0 to 9")?), out)
            }),
            "backspace" => self.feed(Event::Backspace, out),
            "submit" => self.feed(Event::Submit, out),
            "back" => self.feed(Event::Back, out),
            "select" => {
                let choice = rest.parse::<usize>().ok().and_then(|choice| choice.checked_sub(1));
                self.feed(Event::Select(choice.context("select needs a number, from 1")?), out)
            }
            "language" => {
                let language = if rest == "fr" { Language::Fr } else { Language::En };
                self.feed(Event::Language(language), out)
            }
            "wait" => self.pass_time(rest.parse().context("wait needs whole seconds")?, out),
            "update" => self.update(rest, out),
            "online" | "offline" => {
                self.world.online = command == "online";
                Ok(())
            }
            "screen" => Ok(()),
            other => bail!("unknown command {other:?}"),
        }
    }

    fn feed(&mut self, event: Event<'_>, out: &mut impl Write) -> Result<()> {
        let at = self.world.at;
        let mut made = None;
        if let Some(effect) = self.session.handle(event, at, &self.building) {
            if let Some(line) = line_of(&effect) {
                writeln!(out, "* {line}")?;
            }
            if let Some(entry) = effect.entry(at) {
                self.outbox.add(&entry)?;
                store(&mut self.outbox, &mut self.world.stored);
                writeln!(out, "* keep {}", describe(&entry, &self.building))?;
            }
            if let Effect::RecordCheckIn { check_in } = effect {
                made = Some(self.building.check_in_of(&check_in)?);
            }
        }
        if let Some(check_in) = made {
            self.building.record(check_in.clone())?;
            self.world.made.push(check_in);
        }
        self.adopt(out)
    }

    fn pass_time(&mut self, seconds: i64, out: &mut impl Write) -> Result<()> {
        let until = self.world.at.plus_seconds(seconds);
        let mut last = None;
        loop {
            let due = self.session.next_deadline();
            if due >= until || last.is_some_and(|last| due <= last) {
                break;
            }
            self.world.at = due;
            last = Some(due);
            self.feed(Event::Tick, out)?;
        }
        self.world.at = until;
        self.feed(Event::Tick, out)
    }

    /// Sends what waits, in order.
    fn drain(&mut self, out: &mut impl Write) -> Result<()> {
        while self.world.online {
            let Some(entry) = self.outbox.next_to_send() else { break };
            writeln!(out, "* send {}", describe(&entry, &self.building))?;
            let id = entry.id.to_owned();
            let check_in = self.world.made.iter().find(|check_in| check_in.id == id);
            check_in.into_iter().for_each(|check_in| self.world.server.receive(check_in));
            ensure!(self.outbox.acknowledge(&id, self.world.server.next_sequence())?, "the entry is gone");
            store(&mut self.outbox, &mut self.world.stored);
        }
        Ok(())
    }

    fn update(&mut self, rest: &str, out: &mut impl Write) -> Result<()> {
        let (document, damage) = rest.split_once(' ').unwrap_or((rest, "good"));
        // An image that waits already is not given up for one that is no better.
        let newest = self.world.next.as_ref().map_or(self.world.image.1, |(_, sequence)| *sequence);
        match self.world.server.send(document, damage, newest, self.world.at)? {
            Ok(sequence) => {
                self.world.next = Some((document.to_owned(), sequence));
                writeln!(out, "* image stored, for the next welcome screen")?;
                self.adopt(out)
            }
            Err(error) => Ok(writeln!(out, "* image refused: {}", refusal_of(error))?),
        }
    }

    fn adopt(&mut self, out: &mut impl Write) -> Result<()> {
        if !self.session.may_update() {
            return Ok(());
        }
        let Some(next) = self.world.next.take() else { return Ok(()) };
        self.world.image = next;
        self.building = self.world.building()?;
        self.outbox.forget(self.world.image.1);
        store(&mut self.outbox, &mut self.world.stored);
        ensure!(
            self.session.handle(Event::Tick, self.world.at, &self.building).is_none(),
            "a tick did something"
        );
        Ok(writeln!(out, "* image {} is in use", self.world.image.1)?)
    }
}

/// The instant of a start, as short as in ids.
fn base_36(number: i64) -> String {
    let mut rest = number.max(0);
    let mut digits = Vec::new();
    loop {
        digits.extend(u32::try_from(rest % 36).ok().and_then(|digit| char::from_digit(digit, 36)));
        rest /= 36;
        if rest == 0 {
            return digits.iter().rev().collect();
        }
    }
}

/// Carries out what the outbox wants stored.
fn store(outbox: &mut Outbox<'_>, stored: &mut [u8]) {
    while let Some(write) = outbox.next_write() {
        let (offset, bytes) = match write {
            Stored::Erase { offset, length } => (offset, vec![0xFF; length]),
            Stored::Program { offset, bytes } => (offset, bytes.to_vec()),
        };
        stored.iter_mut().skip(offset).zip(bytes).for_each(|(place, byte)| *place = byte);
        outbox.written();
    }
}

fn line_of(effect: &Effect<'_>) -> Option<String> {
    Some(match effect {
        Effect::CallResident { target, .. } => format!("call resident {target}"),
        Effect::CallManagement { id, .. } => format!("call management contact {id}"),
        Effect::RecordCheckIn { .. } => return None,
        Effect::Unlock { door, .. } => format!("unlock door {door}"),
        Effect::RefuseCode { door, .. } => format!("refuse a code at door {door}"),
    })
}

/// An entry in words.
fn describe(entry: &Entry<'_>, building: &Building) -> String {
    let wall = building.zone().local(entry.at);
    let at = format!("{}:{:02}", format_wall(wall).replace('T', " "), wall.second());
    let id = entry.id;
    match entry.what {
        What::CheckIn { booking, vehicle } => {
            format!("check-in {id} at {at}, booking {booking}{}", fields(vehicle))
        }
        What::WalkIn { host, vehicle } => {
            let host = match host {
                HostRef::Resident { code } => format!("resident {code}"),
                HostRef::Suite { id } => format!("suite {id}"),
                HostRef::Visitor => "no one".to_owned(),
            };
            format!("walk-in {id} at {at}, visits {host}{}", fields(vehicle))
        }
        What::CodeAttempt { door, granted } => {
            format!("code attempt {id} at {at}, door {door}, {}", if granted { "granted" } else { "refused" })
        }
    }
}

fn fields(vehicle: VehicleRef<'_>) -> String {
    let VehicleRef { plate, region, make, model, color } = vehicle;
    let named = [("plate", plate), ("region", region), ("make", make), ("model", model), ("color", color)];
    named.into_iter().filter_map(|(name, text)| Some(format!(", {name} {}", text?))).collect()
}

fn refusal_of(error: ImageError) -> &'static str {
    match error {
        ImageError::Truncated => "cut short",
        ImageError::NotAnImage => "not an image",
        ImageError::FutureVersion => "newer format",
        ImageError::Corrupt => "damaged",
        ImageError::Forged => "forged",
        ImageError::WrongBuilding => "another building",
        ImageError::Older => "not newer",
        _ => "inconsistent",
    }
}
