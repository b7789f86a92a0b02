//! An outbox of any bytes, with its checksums repaired, that a console goes on with: adding, sending, restarting, losing
//! power. What it said was stored is there after a restart, as long as the storage does what it is told.

use crate::checksum;
use std::collections::BTreeSet;
use vestibule::Instant;
use vestibule::image::{Image, Panel};
use vestibule::outbox::{Entry, HostRef, Outbox, OutboxError, What, Write};
use vestibule::parking::vehicle::VehicleRef;
use vestibule_tests::drive::ask_everything;

/// An image that the outbox belongs to.
const IMAGE: &[u8] = include_bytes!("../corpus/image/0");
const MAGIC: &[u8; 4] = b"VSTO";
const HEADER: usize = 24;
const RECORD: usize = 7;

/// The most bytes that say what is done, two each.
const MOST: usize = 96;

/// Storage, and how many more bytes are written before its power goes.
struct Storage {
    bytes: Vec<u8>,
    power: Option<usize>,
}

/// The power went.
struct Cut;

impl Storage {
    fn store(&mut self, outbox: &mut Outbox<'_>) -> Result<(), Cut> {
        while let Some(write) = outbox.next_write() {
            let (offset, bytes) = match write {
                Write::Erase { offset, length } => (offset, vec![0xFF; length]),
                Write::Program { offset, bytes } => (offset, bytes.to_vec()),
            };
            for (at, byte) in (offset..).zip(bytes) {
                if self.power == Some(0) {
                    return Err(Cut);
                }
                self.power = self.power.map(|left| left - 1);
                assert!(byte == 0xFF || self.bytes[at] == 0xFF, "written to where it was not erased");
                self.bytes[at] = byte;
            }
            outbox.written();
        }
        Ok(())
    }
}

/// Makes the checksums of a bank fit, as far as its records lead on, and its numbers ones that a console can reach.
fn repair(bank: &mut [u8], reachable: bool) {
    bank[..4].copy_from_slice(MAGIC);
    if reachable {
        // The highest bytes of the generation and of the next number.
        (bank[7], bank[19]) = (0, 0);
    }
    let sum = checksum(&bank[..HEADER - 4]);
    bank[HEADER - 4..HEADER].copy_from_slice(&sum);
    let mut at = HEADER;
    while at + RECORD <= bank.len() {
        let length = usize::from(u16::from_le_bytes([bank[at], bank[at + 1]]));
        if length == 0xFFFF || at + RECORD + length > bank.len() {
            return;
        }
        if let Some(highest) = bank[at + RECORD..at + RECORD + length].get_mut(7).filter(|_| reachable) {
            // That of the number of an entry or of an acknowledgement.
            *highest = 0;
        }
        let sum = checksum(&bank[at + 6..at + RECORD + length]);
        bank[at + 2..at + 6].copy_from_slice(&sum);
        at += RECORD + length;
    }
}

/// One execution: how to begin, how large to be, how much happens, what happens, and what was stored.
pub fn run(data: &[u8]) {
    let Some(([how, size, length], rest)) = data.split_first_chunk() else { return };
    // Small, for banks to be full soon.
    let size = Outbox::SMALLEST + usize::from(*size);
    let mut bytes = vec![0xFF; size];
    let (mut doings, stored) = rest.split_at(rest.len().min(usize::from(*length).min(MOST)));
    bytes.iter_mut().zip(stored).for_each(|(byte, stored)| *byte = *stored);
    let half = size / 2;
    // Where numbers end nothing is promised but an answer.
    let reachable = how & 4 == 0;
    for (bank, bit) in bytes.chunks_exact_mut(half).take(2).zip([1, 2]) {
        if how & bit != 0 {
            repair(bank, reachable);
        }
    }
    let mut storage = Storage { bytes, power: None };
    // Takes longer than all the rest.
    if how & 24 == 8
        && let Ok((outbox, _)) = Outbox::open(&mut storage.bytes.clone())
    {
        decide(&outbox);
    }
    let mut must_have = BTreeSet::new();
    // Each restart takes something of what is done, so that they end.
    while !doings.is_empty() {
        storage.power = None;
        let _ = start(&mut storage, &mut doings, &mut must_have);
        if !reachable {
            must_have.clear();
        }
    }
}

/// A start of the console until its power goes or everything is done.
fn start(storage: &mut Storage, doings: &mut &[u8], must_have: &mut BTreeSet<String>) -> Result<(), Cut> {
    let mut memory = storage.bytes.clone();
    let Ok((mut outbox, _)) = Outbox::open(&mut memory) else { return Ok(()) };
    storage.store(&mut outbox)?;
    let held: BTreeSet<String> = outbox.entries().map(|entry| entry.id.to_owned()).collect();
    assert!(must_have.is_subset(&held), "something is lost");
    assert!(outbox.waiting() <= outbox.entries().count());
    while let Some((doing, rest)) = doings.split_first_chunk::<2>() {
        *doings = rest;
        step(*doing, &mut outbox, storage, must_have)?;
    }
    *doings = &[];
    Ok(())
}

/// A panel decides with whatever the outbox has.
fn decide(outbox: &Outbox<'_>) {
    if let Some(image) = Image::open_unsigned(crate::image::split(IMAGE).0) {
        let panel = Panel::new(&image, outbox.entries());
        ask_everything(panel, Instant::from_millis(1_778_781_600_000), &["BUS 1800"]);
    }
}

fn step(
    [doing, number]: [u8; 2],
    outbox: &mut Outbox<'_>,
    storage: &mut Storage,
    must_have: &mut BTreeSet<String>,
) -> Result<(), Cut> {
    match doing % 8 {
        0..=2 => add(doing, number, outbox, storage, must_have)?,
        3 | 4 => {
            let Some(id) = outbox.next_to_send().map(|entry| entry.id.to_owned()) else { return Ok(()) };
            // From here on it may be gone: the server has it.
            must_have.remove(&id);
            let _ = outbox.acknowledge(&id, u64::from(number));
        }
        5 => outbox.forget(u64::from(number)),
        6 => drop(outbox.begin_run()),
        _ => storage.power = Some(usize::from(number) * 4),
    }
    storage.store(outbox)
}

fn add(
    doing: u8,
    number: u8,
    outbox: &mut Outbox<'_>,
    storage: &mut Storage,
    must_have: &mut BTreeSet<String>,
) -> Result<(), Cut> {
    // Its own, whatever was stored before.
    let mut id = format!("{number}-{}", must_have.len());
    while outbox.entries().any(|entry| entry.id == id) {
        id.push('+');
    }
    let plate = "A".repeat(usize::from(number));
    let vehicle = VehicleRef { plate: Some(&plate), ..VehicleRef::default() };
    let what = match doing >> 3 & 3 {
        0 => What::CheckIn { booking: "b-1", vehicle },
        1 => What::WalkIn { host: HostRef::Resident { code: "1001" }, vehicle },
        2 => What::WalkIn { host: HostRef::Suite { id: "s-1" }, vehicle },
        _ => What::CodeAttempt { door: "lobby", granted: number & 1 == 1 },
    };
    let (before, waiting) = (outbox.entries().count(), outbox.waiting());
    match outbox.add(&Entry { number: 0, id: &id, at: Instant::from_millis(i64::from(number)), what }) {
        Ok(()) => {
            storage.store(outbox)?;
            assert!(outbox.entries().last().is_some_and(|entry| entry.id == id && entry.what == what));
            // Stored bytes may say that it was acknowledged before it was there.
            if outbox.waiting() > waiting {
                must_have.insert(id);
            }
        }
        Err(error) => {
            assert_eq!(error, OutboxError::Full);
            assert_eq!(outbox.entries().count(), before);
        }
    }
    Ok(())
}
