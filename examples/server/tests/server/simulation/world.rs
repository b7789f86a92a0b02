//! The course of a simulation: events by the virtual time at which they happen, and a network that is not to be trusted.

use super::check;
use super::console::{Console, MEMORY, Made, Shared};
use super::server::{CONSOLES, Server, Template};
use super::staff::Staff;
use crate::setting::NOW;
use fastrand::Rng;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::ops::AddAssign;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, OnceLock};
use vestibule::Instant;

const SECOND: i64 = 1000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
/// For how long things happen before everything is let arrive.
const COURSE: i64 = 72 * HOUR;

/// Starts of consoles that a seed has memory for.
const STARTS: usize = 12 * CONSOLES;
/// Images that a seed has room for.
const IMAGES: usize = 4096;
/// Entries of a batch.
const BATCH: usize = 8;

/// How much happened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Stats {
    pub(super) kept: u32,
    pub(super) added: u32,
    pub(super) left: u32,
    pub(super) replaced: u32,
    pub(super) conflicts: u32,
    pub(super) already: u32,
    pub(super) full: u32,
    pub(super) cuts: u32,
    pub(super) older_images: u32,
    pub(super) lost: u32,
    pub(super) repeated: u32,
    pub(super) restarts: u32,
    pub(super) by_staff: u32,
}

impl AddAssign<&Self> for Stats {
    fn add_assign(&mut self, other: &Self) {
        let each = [
            (&mut self.kept, other.kept),
            (&mut self.added, other.added),
            (&mut self.left, other.left),
            (&mut self.replaced, other.replaced),
            (&mut self.conflicts, other.conflicts),
            (&mut self.already, other.already),
            (&mut self.full, other.full),
            (&mut self.cuts, other.cuts),
            (&mut self.older_images, other.older_images),
            (&mut self.lost, other.lost),
            (&mut self.repeated, other.repeated),
            (&mut self.restarts, other.restarts),
            (&mut self.by_staff, other.by_staff),
        ];
        each.into_iter().for_each(|(sum, more)| *sum += more);
    }
}

impl Stats {
    /// A simulation in which something never happens shows nothing about it.
    pub(super) fn has_seen_everything(&self) {
        let Self { kept, added, left, replaced, conflicts, already, full, cuts, .. } = self;
        let Self { older_images, lost, repeated, restarts, by_staff, .. } = self;
        let seen = [kept, added, left, replaced, conflicts, already, full, cuts];
        let seen = seen.into_iter().chain([older_images, lost, repeated, restarts, by_staff]);
        assert!(seen.min() > Some(&0), "something never happened: {self:?}");
    }
}

/// Something that happens.
enum Event {
    /// Somebody comes to a console.
    Guest(usize),
    /// A console sends what waits, and asks for a newer image.
    Connect(usize),
    /// A request reaches the server.
    Request(usize, Asked),
    /// An answer reaches a console.
    Answer(usize, Told),
    PowerCut(usize),
    PowerOn(usize),
    /// A console's network is gone, or there again.
    Link(usize, bool),
    ServerDown,
    ServerUp,
    Staff,
}

#[derive(Clone)]
enum Asked {
    Outbox(Vec<Value>),
    Image(u64),
}

#[derive(Clone)]
enum Told {
    Acknowledged(Vec<String>, u64),
    Image(Vec<u8>),
}

/// A seed on its way.
pub(super) struct World<'p, 't> {
    rng: Rng,
    now: i64,
    clock: Arc<AtomicI64>,
    events: BTreeMap<(i64, u64), Event>,
    counter: u64,
    is_calm: bool,
    linked: Vec<bool>,
    server: Server<'t>,
    staff: Staff,
    consoles: Vec<Console<'p>>,
    shared: Shared<'p>,
    made: Vec<Made>,
    stats: Stats,
}

impl World<'_, '_> {
    /// Runs a seed, and checks what has come of it.
    pub(super) async fn run(template: &Template, seed: u64) -> Stats {
        let mut memory = vec![0; MEMORY * STARTS];
        let images: Vec<OnceLock<Vec<u8>>> = (0..IMAGES).map(|_| OnceLock::new()).collect();
        let shared = Shared {
            memory: memory.chunks_exact_mut(MEMORY),
            images: &images,
            opened: BTreeMap::new(),
            key: template.key,
            codes: &template.codes,
        };
        let mut rng = Rng::with_seed(seed);
        let now = Instant::parse(NOW).unwrap().millis();
        let clock = Arc::new(AtomicI64::new(now));
        let mut world = World {
            consoles: (0..CONSOLES).map(|number| Console::new(number, &mut rng)).collect(),
            linked: vec![true; CONSOLES],
            server: Server::start(template, Arc::clone(&clock)).await,
            staff: Staff::default(),
            events: BTreeMap::new(),
            counter: 0,
            is_calm: false,
            made: Vec::new(),
            stats: Stats::default(),
            rng,
            now,
            clock,
            shared,
        };
        world.plan();
        world.pass(now + COURSE).await;
        world.settle().await;
        world.check(&template.codes).await;
        world.next_morning().await;
        world.check(&template.codes).await;
        world.stats
    }

    fn at(&mut self, after: i64, event: Event) {
        self.counter += 1;
        self.events.insert((self.now + after, self.counter), event);
    }

    /// What is going to happen, as far as it does not follow from something else.
    fn plan(&mut self) {
        for _ in 0..30 {
            // Before anyone comes.
            self.at(0, Event::Staff);
        }
        for _ in 0..45 {
            let after = self.rng.i64(0..COURSE);
            self.at(after, Event::Staff);
        }
        for _ in 0..4 {
            let after = self.rng.i64(0..COURSE);
            self.at(after, Event::ServerDown);
        }
        for console in 0..CONSOLES {
            self.at(MINUTE, Event::PowerOn(console));
            // Where many come and the network is gone for long, there is no room for all of them.
            let is_busy = console % 8 == 0;
            for _ in 0..if is_busy { 20 } else { 4 } {
                let after = self.rng.i64(HOUR..COURSE);
                self.at(after, Event::Guest(console));
            }
            if self.rng.bool() {
                let after = self.rng.i64(0..COURSE);
                self.at(after, Event::PowerCut(console));
            }
            let longest = if is_busy { COURSE } else { 20 * HOUR };
            let (after, length) = (self.rng.i64(0..COURSE), self.rng.i64(HOUR..longest));
            self.at(after, Event::Link(console, false));
            self.at((after + length).min(COURSE), Event::Link(console, true));
        }
    }

    /// Lets happen what happens until an instant.
    async fn pass(&mut self, until: i64) {
        while let Some(entry) = self.events.first_entry().filter(|entry| entry.key().0 <= until) {
            let ((at, _), event) = entry.remove_entry();
            self.now = at;
            self.clock.store(at, Ordering::Relaxed);
            self.happen(event).await;
        }
        self.now = until;
        self.clock.store(until, Ordering::Relaxed);
    }

    async fn happen(&mut self, event: Event) {
        match event {
            Event::Guest(console) => self.guest(console),
            Event::Connect(console) => self.connect(console),
            Event::Request(console, asked) => self.request(console, asked).await,
            Event::Answer(console, told) => self.answer(console, told),
            Event::PowerCut(console) => {
                self.consoles[console].cut_power();
                self.back_after_cut(console);
            }
            Event::PowerOn(console) if self.consoles[console].is_on() => {}
            Event::PowerOn(console) => {
                self.limit_power(console);
                if self.consoles[console].start(&mut self.shared) {
                    self.at(SECOND, Event::Connect(console));
                }
                self.back_after_cut(console);
            }
            Event::Link(console, there) => self.linked[console] = there || self.is_calm,
            Event::ServerDown => {
                let in_order = self.rng.bool();
                self.server.down(in_order).await;
                self.stats.restarts += 1;
                let after = self.rng.i64(SECOND..3 * HOUR);
                self.at(after, Event::ServerUp);
            }
            Event::ServerUp if self.server.is_up() => {}
            Event::ServerUp => self.server.up().await,
            Event::Staff => {
                self.stats.by_staff += u32::from(self.staff.act(&self.server, self.now, &mut self.rng).await);
            }
        }
    }

    /// Now and then the power goes while something is written.
    fn limit_power(&mut self, console: usize) {
        let is_cut = !self.is_calm && self.rng.u8(..100) < 6;
        // What starts of consoles take of memory is bounded.
        let is_cut = is_cut && self.shared.memory.len() > 2 * CONSOLES;
        let bytes = is_cut.then(|| self.rng.usize(..400));
        self.consoles[console].limit_power(bytes);
    }

    /// A console that is off is on again some time later.
    fn back_after_cut(&mut self, console: usize) {
        self.consoles[console].limit_power(None);
        if !self.consoles[console].is_on() {
            let after = if self.is_calm { SECOND } else { self.rng.i64(MINUTE..8 * HOUR) };
            self.at(after, Event::PowerOn(console));
        }
    }

    fn guest(&mut self, console: usize) {
        self.limit_power(console);
        let made = self.consoles[console].guest(self.now, &self.shared, &mut self.rng, &mut self.stats);
        if let Some(made) = made {
            self.stats.kept += u32::from(made.stands);
            self.made.push(made);
            self.at(SECOND, Event::Connect(console));
        }
        self.back_after_cut(console);
    }

    fn connect(&mut self, console: usize) {
        if !self.consoles[console].is_on() {
            return;
        }
        let waiting = self.consoles[console].waiting(BATCH);
        if !waiting.is_empty() {
            self.send(console, |asked| Event::Request(console, asked), Asked::Outbox(waiting));
        }
        let known = self.consoles[console].sequence();
        self.send(console, |asked| Event::Request(console, asked), Asked::Image(known));
        if !self.is_calm {
            let after = self.rng.i64(20 * MINUTE..12 * HOUR);
            self.at(after, Event::Connect(console));
        }
    }

    /// Puts a message on its way, on which it may be lost, repeated, or overtaken by others.
    fn send<M: Clone>(&mut self, console: usize, arrive: impl Fn(M) -> Event, message: M) {
        if !self.linked[console] || (!self.is_calm && self.rng.u8(..100) < 15) {
            self.stats.lost += 1;
            return;
        }
        let copies = if !self.is_calm && self.rng.u8(..100) < 15 { 2 } else { 1 };
        self.stats.repeated += copies - 1;
        for _ in 0..copies {
            let is_slow = !self.is_calm && self.rng.u8(..100) < 20;
            let after = if is_slow { self.rng.i64(SECOND..2 * HOUR) } else { self.rng.i64(5..2 * SECOND) };
            self.at(after, arrive(message.clone()));
        }
    }

    async fn request(&mut self, console: usize, asked: Asked) {
        let told = match asked {
            Asked::Outbox(entries) => {
                let batch = json!({ "entries": entries });
                let answer = self.server.console(console, "POST", "/console/outbox", None, &batch).await;
                let Some(answer) = answer else { return };
                assert_eq!(answer.status, 200);
                let body = answer.json();
                let ids = body["acknowledged"].as_array().unwrap().iter().map(|one| one["id"].as_str());
                let ids = ids.map(|id| id.unwrap().to_owned()).collect();
                Told::Acknowledged(ids, body["knownFrom"].as_u64().unwrap())
            }
            Asked::Image(known) => {
                let nothing = Value::Null;
                let answer =
                    self.server.console(console, "GET", "/console/image", Some(known), &nothing).await;
                let Some(answer) = answer.filter(|answer| answer.status == 200) else { return };
                Told::Image(answer.bytes.to_vec())
            }
        };
        self.send(console, |told| Event::Answer(console, told), told);
    }

    fn answer(&mut self, console: usize, told: Told) {
        self.limit_power(console);
        let at = &mut self.consoles[console];
        match told {
            Told::Acknowledged(ids, known_from) => {
                at.acknowledge(&ids, known_from);
                self.at(MINUTE, Event::Connect(console));
            }
            Told::Image(bytes) => at.update(&bytes, &mut self.shared, &mut self.stats),
        }
        self.back_after_cut(console);
    }

    /// Lets everything arrive: all is on, connected, and nothing goes wrong any more.
    async fn settle(&mut self) {
        self.is_calm = true;
        if !self.server.is_up() {
            self.server.up().await;
        }
        self.linked.fill(true);
        for _ in 0..40 {
            for console in 0..CONSOLES {
                self.at(0, Event::PowerOn(console));
                self.at(MINUTE, Event::Connect(console));
            }
            // What is still on its way arrives within hours.
            self.pass(self.now + HOUR).await;
            if self.events.is_empty() && self.unsettled().is_empty() {
                return;
            }
        }
        panic!("it does not come to rest: {} to come, {:?}", self.events.len(), self.unsettled());
    }

    /// The consoles that are off, have something to send, or another image than the newest.
    fn unsettled(&self) -> Vec<String> {
        let newest = self.consoles.iter().map(Console::sequence).max();
        let consoles = self.consoles.iter().enumerate().filter_map(|(number, console)| {
            let (is_on, sequence, waiting) = (console.is_on(), console.sequence(), console.waiting(BATCH));
            let rests = is_on && Some(sequence) == newest && waiting.is_empty();
            (!rests).then(|| format!("console {number}: on {is_on}, image {sequence}, waiting {waiting:?}"))
        });
        consoles.collect()
    }

    /// Goes on to the next day, for which there is another image.
    async fn next_morning(&mut self) {
        self.pass(self.now + 24 * HOUR).await;
        self.settle().await;
        assert!(self.consoles.iter().all(|console| console.own_entries() == 0), "an image tells everything");
    }

    async fn check(&mut self, codes: &[String]) {
        let told = check::Told::by(&self.server).await;
        told.has_every_entry_once(&self.made, &mut self.stats);
        told.keeps_the_first_of_each_visit();
        for days in [0, 1, 4] {
            let at = Instant::from_millis(self.now + days * 24 * HOUR);
            let answers = told.answers(codes, at);
            for console in &self.consoles {
                assert_eq!(
                    console.answers(codes, at),
                    answers,
                    "a console answers otherwise than the server"
                );
            }
        }
    }
}
