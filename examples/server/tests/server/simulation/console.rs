//! A console of a simulation: the core's outbox, image and panel, over storage that may lose power at any byte.

use super::world::Stats;
use fastrand::Rng;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::slice::ChunksExactMut;
use std::sync::OnceLock;
use vestibule::Instant;
use vestibule::console::{
    Admission, BookingHandle, ConsoleRules, GuestHost, GuestTarget, MatchFound, SuiteHandle,
};
use vestibule::image::slots::{Slot, choose};
use vestibule::image::{Image, ImageError, Panel, Trust, VerifyingKey};
use vestibule::outbox::{Entry, HostRef, Opened, Outbox, OutboxError, What, Write};
use vestibule::parking::vehicle::VehicleRef;

/// The memory that a start of a console takes.
pub(super) const MEMORY: usize = 3072;

/// Plates of cars that come without a booking.
pub(super) const PLATES: [&str; 5] = ["WLK 001", "WLK 002", "O0B 8I1", "VIS 777", "V1S 777"];

/// What every console of a simulation shares.
pub(super) struct Shared<'p> {
    /// Memory for starts.
    pub(super) memory: ChunksExactMut<'p, u8>,
    /// The bytes of images, by sequence.
    pub(super) images: &'p [OnceLock<Vec<u8>>],
    pub(super) opened: BTreeMap<u64, Image<'p>>,
    pub(super) key: VerifyingKey,
    /// The residents' directory codes.
    pub(super) codes: &'p [String],
}

impl<'p> Shared<'p> {
    fn open<'a>(&self, bytes: &'a [u8], newer_than: u64) -> Result<Image<'a>, ImageError> {
        Image::open(bytes, &Trust { keys: &[self.key], building: "maple", newer_than })
    }

    /// The image of a sequence, of which everybody has the same bytes.
    fn image(&mut self, sequence: u64, bytes: &[u8]) -> Image<'p> {
        let shared = self.images[usize::try_from(sequence).unwrap()].get_or_init(|| bytes.to_vec());
        assert!(bytes.starts_with(shared), "two images have the sequence {sequence}");
        if let Some(image) = self.opened.get(&sequence) {
            return *image;
        }
        let image = self.open(shared, 0).unwrap();
        self.opened.insert(sequence, image);
        image
    }
}

/// Storage like flash.
struct Storage {
    outbox: Vec<u8>,
    slots: [Vec<u8>; 2],
    /// Bytes that can still be written before the power is gone.
    power: Option<usize>,
}

impl Storage {
    fn spend(&mut self, bytes: usize) -> bool {
        let Some(power) = &mut self.power else { return true };
        let lasts = *power >= bytes;
        *power = power.saturating_sub(bytes);
        lasts
    }

    /// Carries out what an outbox wants stored; whether the power lasted.
    fn store(&mut self, outbox: &mut Outbox<'_>) -> bool {
        while let Some(write) = outbox.next_write() {
            let (offset, length) = match write {
                Write::Erase { offset, length } => (offset, length),
                Write::Program { offset, bytes } => (offset, bytes.len()),
            };
            for index in 0..length {
                let is_whole = self.spend(1);
                let place = &mut self.outbox[offset + index];
                match write {
                    Write::Erase { .. } if is_whole => *place = 0xFF,
                    Write::Erase { .. } => return false,
                    Write::Program { bytes, .. } => {
                        assert_eq!(*place, 0xFF, "a byte is written to where it was not erased");
                        // Without power the byte at hand is left half-written.
                        *place = if is_whole { bytes[index] } else { bytes[index] | 0xF0 };
                        if !is_whole {
                            return false;
                        }
                    }
                }
            }
            outbox.written();
        }
        true
    }

    /// Writes an image to a slot; whether the power lasted.
    fn store_image(&mut self, slot: Slot, image: &[u8]) -> bool {
        let written = self.power.map_or(image.len(), |power| power.min(image.len()));
        let mut bytes = image.to_vec();
        bytes[written..].fill(0xFF);
        self.slots[slot as usize] = bytes;
        self.spend(image.len())
    }
}

/// A console that is on.
struct Running<'p> {
    outbox: Outbox<'p>,
    image: Option<(Image<'p>, Slot)>,
    run: u32,
    made: u32,
}

/// Something that a guest did.
pub(super) struct Made {
    pub(super) id: String,
    /// As it is sent.
    pub(super) entry: Value,
    /// Whether it was stored before the guest was told.
    pub(super) stands: bool,
}

/// A console at a door.
pub(super) struct Console<'p> {
    number: usize,
    /// How wrong its clock is, in milliseconds.
    skew: i64,
    storage: Storage,
    running: Option<Running<'p>>,
    was_started: bool,
}

impl<'p> Console<'p> {
    pub(super) fn new(number: usize, rng: &mut Rng) -> Self {
        // A small one is full soon, and moves from bank to bank often.
        let size = if number.is_multiple_of(4) { 1024 } else { MEMORY };
        let storage = Storage { outbox: vec![0xFF; size], slots: [Vec::new(), Vec::new()], power: None };
        Self { number, skew: rng.i64(-120_000..=120_000), storage, running: None, was_started: false }
    }

    pub(super) fn is_on(&self) -> bool {
        self.running.is_some()
    }

    /// The next writes go on for so many bytes.
    pub(super) fn limit_power(&mut self, bytes: Option<usize>) {
        self.storage.power = bytes;
    }

    pub(super) fn cut_power(&mut self) {
        self.running = None;
        self.storage.power = None;
    }

    /// Ends what was done with a change by storing it; whether the power lasted.
    fn settle(&mut self) -> bool {
        let Some(running) = &mut self.running else { return false };
        let lasted = self.storage.store(&mut running.outbox);
        if !lasted {
            self.cut_power();
        }
        lasted
    }

    /// Starts it; whether it is on afterwards.
    pub(super) fn start(&mut self, shared: &mut Shared<'p>) -> bool {
        let memory = shared.memory.next().expect("memory for another start");
        let memory = memory.get_mut(..self.storage.outbox.len()).unwrap();
        memory.copy_from_slice(&self.storage.outbox);
        let (outbox, opened) = Outbox::open(memory).unwrap();
        assert!(opened != Opened::Unreadable || !self.was_started, "an outbox is lost");
        let slots = self.storage.slots.each_ref().map(|slot| shared.open(slot, 0).ok());
        let in_use = choose(slots[0].as_ref(), slots[1].as_ref()).active;
        let image = in_use.and_then(|slot| {
            let sequence = slots[slot as usize].as_ref()?.sequence();
            Some((shared.image(sequence, &self.storage.slots[slot as usize]), slot))
        });
        self.running = Some(Running { outbox, image, run: 0, made: 0 });
        if !self.settle() {
            return false;
        }
        let Some(running) = &mut self.running else { return false };
        running.run = running.outbox.begin_run().unwrap();
        if let Some((image, _)) = &running.image {
            running.outbox.forget(image.sequence());
        }
        self.was_started = self.settle();
        self.was_started
    }

    /// The sequence of its image; 0 without one.
    pub(super) fn sequence(&self) -> u64 {
        let image = self.running.as_ref().and_then(|running| running.image.as_ref());
        image.map_or(0, |(image, _)| image.sequence())
    }

    /// What waits to be sent, the first so many.
    pub(super) fn waiting(&self, most: usize) -> Vec<Value> {
        let Some(running) = &self.running else { return Vec::new() };
        let Some(first) = running.outbox.next_to_send().map(|entry| entry.number) else { return Vec::new() };
        let entries = running.outbox.entries().filter(|entry| entry.number >= first);
        entries.take(most).map(|entry| shown(&entry)).collect()
    }

    /// How many entries count at this console only.
    pub(super) fn own_entries(&self) -> usize {
        self.running.as_ref().map_or(0, |running| running.outbox.entries().count())
    }

    /// The server has these entries.
    pub(super) fn acknowledge(&mut self, ids: &[String], known_from: u64) {
        for id in ids {
            let Some(running) = &mut self.running else { return };
            running.outbox.acknowledge(id, known_from).unwrap();
            self.settle();
        }
    }

    /// A new image has come.
    pub(super) fn update(&mut self, bytes: &[u8], shared: &mut Shared<'p>, stats: &mut Stats) {
        let newest = self.sequence();
        let Some(running) = &mut self.running else { return };
        let sequence = match shared.open(bytes, newest) {
            Ok(image) => image.sequence(),
            Err(error) => {
                assert_eq!(error, ImageError::Older);
                stats.older_images += 1;
                return;
            }
        };
        let slot = running.image.as_ref().map_or(Slot::A, |(_, slot)| slot.other());
        if self.storage.store_image(slot, bytes) {
            running.image = Some((shared.image(sequence, bytes), slot));
            running.outbox.forget(sequence);
            self.settle();
        } else {
            stats.cuts += 1;
            self.cut_power();
        }
    }

    /// Somebody comes by: to a resident's booking, to a suite's, as an other visitor, or with an entry code.
    pub(super) fn guest(
        &mut self,
        now: i64,
        shared: &Shared<'p>,
        rng: &mut Rng,
        stats: &mut Stats,
    ) -> Option<Made> {
        let at = Instant::from_millis(now + self.skew);
        let running = self.running.as_mut()?;
        let (image, _) = running.image?;
        let what = decide(&image, &running.outbox, at, (shared.codes, rng), stats)?;
        running.made += 1;
        let id = format!("c{}-{}-{}", self.number, running.run, running.made);
        let entry = Entry { number: 0, id: &id, at, what };
        let shown = shown(&entry);
        match running.outbox.add(&entry) {
            Ok(()) => {}
            Err(OutboxError::Full) => {
                stats.full += 1;
                return None;
            }
            Err(error) => panic!("{error}"),
        }
        let stands = self.settle();
        stats.cuts += u32::from(!stands);
        Some(Made { id, entry: shown, stands })
    }

    /// What its panel answers to everything that can be asked about parking.
    pub(super) fn answers(&self, codes: &[String], at: Instant) -> Vec<String> {
        let running = self.running.as_ref().unwrap();
        let (image, _) = running.image.as_ref().unwrap();
        super::check::answers(&Panel::new(image, running.outbox.entries()), codes, at)
    }
}

/// What comes of a guest's visit.
fn decide<'p>(
    image: &Image<'p>,
    outbox: &Outbox<'_>,
    at: Instant,
    (codes, rng): (&'p [String], &mut Rng),
    stats: &mut Stats,
) -> Option<What<'p>> {
    let (panel, now) = (Panel::new(image, outbox.entries()), image.now(at));
    let code = codes[rng.usize(..codes.len())].as_str();
    let plate = PLATES[rng.usize(..PLATES.len())];
    let mut options = [BookingHandle(0); 16];
    let (found, host, named) = match rng.u8(..10) {
        0 => {
            return Some(What::CodeAttempt {
                door: "lobby",
                granted: panel.enter_code("123456", "lobby", at),
            });
        }
        1 => (panel.match_plate(plate, None, &now, &mut options), GuestHost::Visitor, HostRef::Visitor),
        2 | 3 => {
            let handle = SuiteHandle(rng.u32(..6));
            let found = panel.match_bookings(GuestTarget::Suite(handle), &now, &mut options)?;
            (found, GuestHost::Suite(handle), HostRef::Suite { id: image.suite(handle)?.id })
        }
        _ => {
            let resident = image.dial(code, &now)?.resident;
            let found = panel.match_bookings(GuestTarget::Resident(resident), &now, &mut options)?;
            (found, GuestHost::Resident(resident), HostRef::Resident { code })
        }
    };
    let walks_in = || {
        let vehicle = VehicleRef { plate: Some(plate), ..VehicleRef::default() };
        let admitted = panel.walk_in(host, vehicle, &now);
        matches!(admitted, Some(Admission::CheckedIn { .. })).then_some(What::WalkIn { host: named, vehicle })
    };
    match found {
        MatchFound::Options { walk_in: true, .. } if rng.u8(..8) == 0 => walks_in(),
        MatchFound::Options { count, .. } => {
            let booking = options[rng.usize(..count)];
            // What the booking tells counts; of what it does not tell the guest tells all.
            let vehicle = VehicleRef { plate: Some("GST 555"), color: Some("bleu"), ..VehicleRef::default() };
            let admitted = panel.check_in(booking, vehicle, &now);
            assert!(
                matches!(admitted, Admission::CheckedIn { .. }),
                "what is offered is refused: {admitted:?}"
            );
            Some(What::CheckIn { booking: image.booking_id(booking)?, vehicle })
        }
        MatchFound::AlreadyCheckedIn { walk_in, .. } => {
            stats.already += 1;
            walk_in.then(walks_in).flatten()
        }
        MatchFound::WalkIn { .. } => walks_in(),
        MatchFound::NoBooking { .. } => None,
    }
}

/// An entry as it is sent.
fn shown(entry: &Entry<'_>) -> Value {
    let vehicle = |vehicle: VehicleRef<'_>| {
        let told = [("plate", vehicle.plate), ("color", vehicle.color)];
        Value::from_iter(told.into_iter().filter_map(|(name, text)| Some((name, text?))))
    };
    let (id, at) = (entry.id, entry.at.to_rfc3339_exact());
    match entry.what {
        What::CheckIn { booking, vehicle: given } => {
            json!({ "id": id, "at": at, "kind": "checkIn", "booking": booking, "vehicle": vehicle(given) })
        }
        What::WalkIn { host, vehicle: given } => {
            let host = match host {
                HostRef::Resident { code } => json!({ "code": code }),
                HostRef::Suite { id } => json!({ "suite": id }),
                HostRef::Visitor => json!({}),
            };
            json!({ "id": id, "at": at, "kind": "walkIn", "host": host, "vehicle": vehicle(given) })
        }
        What::CodeAttempt { door, granted } => {
            json!({ "id": id, "at": at, "kind": "codeAttempt", "door": door, "granted": granted })
        }
    }
}
