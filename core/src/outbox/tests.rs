//! The outbox under power cuts: a seeded console, storage that loses power at any byte, and a server that must miss
//! nothing and be told nothing twice as new.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

use super::*;
use crate::calendar::Instant;
use crate::parking::vehicle::VehicleRef;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;
use proptest::prelude::*;

const SIZE: usize = 2048;

/// Storage like flash: writes go to erased bytes only, and power may be cut after any byte.
struct Storage {
    bytes: Vec<u8>,
    /// Bytes that can still be changed before the power is gone.
    power: Option<usize>,
}

impl Storage {
    fn new() -> Self {
        Self { bytes: vec![0xFF; SIZE], power: None }
    }

    /// Carries out all writes; whether the power lasted.
    fn store(&mut self, outbox: &mut Outbox<'_>) -> bool {
        while let Some(write) = outbox.next_write() {
            match write {
                Write::Erase { offset, length } => {
                    for at in offset..offset + length {
                        if !self.spend() {
                            return false;
                        }
                        self.bytes[at] = 0xFF;
                    }
                }
                Write::Program { offset, bytes } => {
                    for (at, byte) in (offset..).zip(bytes) {
                        if !self.spend() {
                            // The byte at hand is left half-written.
                            self.bytes[at] &= byte | 0xF0;
                            return false;
                        }
                        assert_eq!(self.bytes[at], 0xFF, "a byte is written to where it was not erased");
                        self.bytes[at] = *byte;
                    }
                }
            }
            outbox.written();
        }
        true
    }

    fn spend(&mut self) -> bool {
        match &mut self.power {
            Some(0) => false,
            Some(left) => {
                *left -= 1;
                true
            }
            None => true,
        }
    }
}

fn check_in<'e>(id: &'e str, booking: &'e str, at: i64) -> Entry<'e> {
    let vehicle = VehicleRef { plate: Some("RT5 80K"), color: Some("bleu"), ..VehicleRef::default() };
    Entry { number: 0, id, at: Instant::from_millis(at), what: What::CheckIn { booking, vehicle } }
}

#[test]
fn every_kind_comes_back_as_it_was() {
    let mut storage = Storage::new();
    let mut memory = storage.bytes.clone();
    let (mut outbox, opened) = Outbox::open(&mut memory).unwrap();
    assert_eq!(opened, Opened::New);
    assert!(storage.store(&mut outbox));
    let vehicle =
        VehicleRef { plate: Some("é"), region: Some("CA-QC"), make: Some(""), ..VehicleRef::default() };
    let whats = [
        What::CheckIn { booking: "b-1", vehicle },
        What::WalkIn { host: HostRef::Resident { code: "0042" }, vehicle },
        What::WalkIn { host: HostRef::Suite { id: "s" }, vehicle: VehicleRef::default() },
        What::WalkIn { host: HostRef::Visitor, vehicle },
        What::CodeAttempt { door: "lobby", granted: false },
        What::CodeAttempt { door: "lobby", granted: true },
    ];
    for (what, number) in whats.into_iter().zip(1..) {
        outbox.add(&Entry { number: 0, id: "id", at: Instant::from_millis(-7), what }).unwrap();
        assert!(storage.store(&mut outbox));
        let last = outbox.entries().last().unwrap();
        assert_eq!(last, Entry { number, id: "id", at: Instant::from_millis(-7), what });
    }
    let mut again = storage.bytes.clone();
    let (outbox, opened) = Outbox::open(&mut again).unwrap();
    assert_eq!((opened, outbox.next_write()), (Opened::Restored, None));
    assert!(outbox.entries().map(|entry| entry.what).eq(whats));
}

#[test]
fn it_is_sent_in_order_and_acknowledged_by_id() {
    let mut memory = vec![0xFF; SIZE];
    let (mut outbox, _) = Outbox::open(&mut memory).unwrap();
    let store = |outbox: &mut Outbox<'_>| {
        while outbox.next_write().is_some() {
            outbox.written()
        }
    };
    store(&mut outbox);
    for id in ["p-1", "p-2", "p-3"] {
        outbox.add(&check_in(id, "b", 0)).unwrap();
        assert_eq!(outbox.add(&check_in("early", "b", 0)), Err(OutboxError::NotStored));
        store(&mut outbox);
    }
    assert_eq!((outbox.waiting(), outbox.next_to_send().unwrap().id), (3, "p-1"));
    assert_eq!(outbox.acknowledge("p-2", 5), Ok(true));
    store(&mut outbox);
    assert_eq!(outbox.acknowledge("p-1", 5), Ok(true));
    store(&mut outbox);
    assert_eq!((outbox.acknowledge("p-1", 6), outbox.next_write()), (Ok(true), None), "once is enough");
    assert_eq!(outbox.acknowledge("unknown", 5), Ok(false));
    assert_eq!((outbox.waiting(), outbox.next_to_send().unwrap().id), (1, "p-3"));
    assert_eq!(outbox.entries().count(), 3, "decisions still count those that no image knows of yet");
    outbox.forget(4);
    assert_eq!(outbox.entries().count(), 3, "the image in use is older than what became of them");
    outbox.forget(5);
    assert!(outbox.entries().map(|entry| entry.id).eq(["p-3"]), "the image tells of the others, SPEC 6.7");
    assert_eq!((outbox.waiting(), outbox.next_to_send().unwrap().id), (1, "p-3"));
}

#[test]
fn a_full_outbox_refuses_and_loses_nothing() {
    let mut memory = vec![0xFF; SIZE];
    let (mut outbox, _) = Outbox::open(&mut memory).unwrap();
    let store = |outbox: &mut Outbox<'_>| {
        while outbox.next_write().is_some() {
            outbox.written()
        }
    };
    store(&mut outbox);
    let mut ids = Vec::new();
    loop {
        let id = format!("p-{}", ids.len());
        match outbox.add(&check_in(&id, "b", 0)) {
            Ok(()) => ids.push(id),
            Err(error) => break assert_eq!(error, OutboxError::Full),
        }
        store(&mut outbox);
    }
    assert!(ids.len() > 10 && outbox.entries().map(|entry| entry.id).eq(ids.iter()));
    assert!(outbox.begin_run().is_ok());
    store(&mut outbox);
    // An acknowledgement always goes in, and makes room.
    assert_eq!(outbox.acknowledge(&ids[0], 9), Ok(true));
    store(&mut outbox);
    assert!(outbox.add(&check_in("new", "b", 0)).is_ok());
    store(&mut outbox);
    assert_eq!(outbox.next_to_send().unwrap().id, ids[1]);
    assert_eq!(outbox.waiting(), ids.len());
    let long = "x".repeat(1024);
    assert_eq!(outbox.add(&check_in(&long, "b", 0)), Err(OutboxError::TooLong));
}

#[test]
fn too_little_memory_and_strange_bytes_are_said() {
    assert_eq!(Outbox::open(&mut [0xFF; 1023]).unwrap_err(), OutboxError::TooSmall);
    let mut strange = vec![0x55; SIZE];
    let (outbox, opened) = Outbox::open(&mut strange).unwrap();
    assert_eq!((opened, outbox.entries().count()), (Opened::Unreadable, 0));
}

#[test]
fn numbers_at_the_end_of_all_numbers_are_taken() {
    for next_number in [u64::MAX - 1, u64::MAX] {
        let mut memory = vec![0xFF; SIZE];
        let header = log::BankHeader { generation: 1, run: u32::MAX, next_number }.to_bytes();
        memory[..header.len()].copy_from_slice(&header);
        let mut ids = Vec::new();
        // With a restart after each, which reads the numbers again.
        for id in ["a", "b", "c"] {
            let (mut outbox, opened) = Outbox::open(&mut memory).unwrap();
            assert_eq!((opened, outbox.begin_run().is_ok()), (Opened::Restored, true));
            while outbox.next_write().is_some() {
                outbox.written();
            }
            outbox.add(&check_in(id, "b", 0)).unwrap();
            ids.push(id);
            assert!(outbox.entries().map(|entry| entry.id).eq(ids.iter().copied()));
        }
    }
}

/// No console writes it, and a move to the other bank takes it for a bank that never was.
#[test]
fn a_bank_of_generation_zero_is_none() {
    let mut memory = vec![0xFF; SIZE];
    let header = log::BankHeader { generation: 0, run: 1, next_number: 1 }.to_bytes();
    memory[..header.len()].copy_from_slice(&header);
    let (_, opened) = Outbox::open(&mut memory).unwrap();
    assert_eq!(opened, Opened::Unreadable);
}

/// A guest who checked in must not be asked to do so again because the power went while something else was stored.
#[test]
fn a_start_after_a_torn_write_keeps_what_no_image_knows_of() {
    let mut storage = Storage::new();
    let mut memory = storage.bytes.clone();
    let (mut outbox, _) = Outbox::open(&mut memory).unwrap();
    assert!(storage.store(&mut outbox));
    outbox.add(&check_in("a", "b", 1)).unwrap();
    assert!(storage.store(&mut outbox));
    outbox.acknowledge("a", 5).unwrap();
    assert!(storage.store(&mut outbox));
    storage.power = Some(9);
    outbox.add(&check_in("torn", "c", 2)).unwrap();
    assert!(!storage.store(&mut outbox));
    storage.power = None;
    for known in [0, 5] {
        let mut again = storage.bytes.clone();
        let (mut outbox, _) = Outbox::open(&mut again).unwrap();
        outbox.forget(known);
        outbox.begin_run().unwrap();
        let held: Vec<&str> = outbox.entries().map(|entry| entry.id).collect();
        assert_eq!(held, if known == 0 { vec!["a"] } else { vec![] }, "with image {known}");
    }
}

#[test]
fn an_acknowledgement_without_room_drops_what_is_known_first() {
    let mut memory = vec![0xFF; SIZE];
    let (mut outbox, _) = Outbox::open(&mut memory).unwrap();
    let store = |outbox: &mut Outbox<'_>| {
        while outbox.next_write().is_some() {
            outbox.written();
        }
    };
    store(&mut outbox);
    let mut ids = Vec::new();
    while outbox.add(&check_in(&format!("id-{}", ids.len()), "b", 1)).is_ok() {
        ids.push(format!("id-{}", ids.len()));
        store(&mut outbox);
    }
    outbox.acknowledge(&ids[0], 3).unwrap();
    store(&mut outbox);
    outbox.forget(3);
    outbox.acknowledge(&ids[1], 9).unwrap();
    store(&mut outbox);
    let held: Vec<&str> = outbox.entries().map(|entry| entry.id).collect();
    assert!(!held.contains(&ids[0].as_str()) && held.contains(&ids[1].as_str()), "{held:?}");
    assert_eq!(outbox.next_to_send().map(|entry| entry.id), Some(ids[2].as_str()));
}

/// What a console does, one step of it.
#[derive(Clone, Debug)]
enum Step {
    Add,
    /// Sends the first entry; the server takes it; the acknowledgement may get lost on the way.
    Send {
        lost: bool,
    },
    /// An image comes that knows of all that the server has.
    Image,
    /// The power is cut after so many bytes of the next writes.
    Cut(usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        5 => Just(Step::Add),
        4 => prop::bool::weighted(0.3).prop_map(|lost| Step::Send { lost }),
        1 => Just(Step::Image),
        4 => (0usize..1300).prop_map(Step::Cut),
    ];
    prop::collection::vec(step, 1..120)
}

/// What the world outside knows.
#[derive(Default)]
struct World {
    /// Ids that a visitor was told of as checked in.
    told: Vec<String>,
    /// What the server has, by id, with how often it arrived.
    server: BTreeMap<String, u32>,
    /// Ids whose acknowledgement the console has stored.
    settled: BTreeSet<String>,
    runs: BTreeSet<u32>,
    added: u32,
}

impl World {
    /// One start of the console, until the steps or the power are over; how many steps it took.
    fn run(&mut self, storage: &mut Storage, steps: &[Step]) -> usize {
        let mut memory = storage.bytes.clone();
        let (mut outbox, _) = Outbox::open(&mut memory).unwrap();
        if !storage.store(&mut outbox) {
            return 0;
        }
        self.check(&outbox);
        let run = outbox.begin_run().unwrap();
        if !storage.store(&mut outbox) {
            return 0;
        }
        assert!(self.runs.insert(run), "two starts have the number {run}");
        for (step, done) in steps.iter().zip(1..) {
            let goes_on = match step {
                Step::Cut(bytes) => {
                    storage.power = Some(*bytes);
                    true
                }
                Step::Add => self.add(&mut outbox, storage, run),
                Step::Send { lost } => self.send(&mut outbox, storage, *lost),
                Step::Image => {
                    outbox.forget(self.added.into());
                    true
                }
            };
            if !goes_on {
                return done;
            }
        }
        steps.len()
    }

    fn add(&mut self, outbox: &mut Outbox<'_>, storage: &mut Storage, run: u32) -> bool {
        self.added += 1;
        let id = format!("{run}-{}", self.added);
        if outbox.add(&check_in(&id, "b", self.added.into())).is_err() {
            return true;
        }
        let stored = storage.store(outbox);
        if stored {
            self.told.push(id);
        }
        stored
    }

    fn send(&mut self, outbox: &mut Outbox<'_>, storage: &mut Storage, lost: bool) -> bool {
        let Some(id) = outbox.next_to_send().map(|entry| entry.id.to_string()) else { return true };
        assert!(!self.settled.contains(&id), "{id} was settled and is sent again");
        *self.server.entry(id.clone()).or_default() += 1;
        if lost {
            return true;
        }
        assert_eq!(outbox.acknowledge(&id, self.added.into()), Ok(true));
        let stored = storage.store(outbox);
        if stored {
            self.settled.insert(id);
        }
        stored
    }

    /// After a start nothing is lost, and nothing settled is waiting again.
    fn check(&self, outbox: &Outbox<'_>) {
        let held: Vec<&str> = outbox.entries().map(|entry| entry.id).collect();
        for id in &self.told {
            assert!(self.server.contains_key(id) || held.contains(&id.as_str()), "{id} is lost");
        }
        let mut numbers = outbox.entries().map(|entry| entry.number);
        let mut last = 0;
        assert!(numbers.all(|number| core::mem::replace(&mut last, number) < number), "out of order");
    }
}

fn play(steps: &[Step]) {
    let (mut storage, mut world, mut done) = (Storage::new(), World::default(), 0);
    while done < steps.len() {
        // A start itself may be cut short; then the next one has power.
        done += world.run(&mut storage, &steps[done..]);
        storage.power = None;
    }
    // In the end, with power, everything arrives.
    let mut memory = storage.bytes.clone();
    let (mut outbox, _) = Outbox::open(&mut memory).unwrap();
    assert!(storage.store(&mut outbox));
    world.check(&outbox);
    while outbox.next_to_send().is_some() {
        world.send(&mut outbox, &mut storage, false);
    }
    assert!(world.told.iter().all(|id| world.server.contains_key(id)));
}

proptest! {
    #[test]
    fn power_cuts_lose_and_double_nothing(steps in steps()) {
        play(&steps);
    }

    #[test]
    fn any_bytes_are_an_outbox_or_none(mut bytes in prop::collection::vec(any::<u8>(), 1024..1400)) {
        let (outbox, opened) = Outbox::open(&mut bytes).unwrap();
        prop_assert_eq!((opened, outbox.entries().count()), (Opened::Unreadable, 0));
    }

    #[test]
    fn a_damaged_outbox_keeps_what_can_be_read(at in 0usize..SIZE, bit in 0u8..8) {
        let mut storage = Storage::new();
        let mut memory = storage.bytes.clone();
        let (mut outbox, _) = Outbox::open(&mut memory).unwrap();
        storage.store(&mut outbox);
        for id in ["a", "b", "c"] {
            outbox.add(&check_in(id, "b", 0)).unwrap();
            storage.store(&mut outbox);
        }
        storage.bytes[at] ^= 1 << bit;
        let mut damaged = storage.bytes.clone();
        let (outbox, _) = Outbox::open(&mut damaged).unwrap();
        let held: Vec<&str> = outbox.entries().map(|entry| entry.id).collect();
        prop_assert!(["a", "b", "c"].starts_with(&held));
    }
}

/// Every single place at which the power can be cut while a bank is full and swapped.
#[test]
fn a_cut_at_every_byte_of_a_swap() {
    let mut fill = vec![Step::Add; 25];
    fill.extend((0..25).map(|_| Step::Send { lost: false }));
    fill.push(Step::Image);
    for bytes in 0..2100 {
        let mut steps = fill.clone();
        steps.extend([Step::Cut(bytes), Step::Add, Step::Add, Step::Add, Step::Add, Step::Add, Step::Add]);
        play(&steps);
    }
}
