//! Power that is cut while a new image is written (SPEC 11.2, 11.3): a valid image is always there, none older than before,
//! and what the outbox holds is neither lost nor sent twice as new.

use super::config;
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::sync::LazyLock;
use vestibule::document::Document;
use vestibule::image::slots::{Slot, choose};
use vestibule::image::{Image, ImageSpec, Trust, VerifyingKey};
use vestibule::outbox::{Entry, HostRef, Opened, Outbox, What, Write};
use vestibule::parking::vehicle::VehicleRef;
use vestibule::{Building, Instant, ZoneRules};
use vestibule_tests::image::{signed, signing_key, trust};

const BLOCK: usize = 1024;
const PAGE: usize = 256;
const OUTBOX: usize = 2 * BLOCK;
const SLOT: usize = 8 * BLOCK;
/// Where each of the two slots begins, behind the outbox.
const SLOTS: [usize; 2] = [OUTBOX, OUTBOX + SLOT];
/// How many images there are, the sequence of each its place and one.
const IMAGES: u64 = 6;

static KEYS: LazyLock<[VerifyingKey; 1]> = LazyLock::new(|| [signing_key().unwrap().verifying_key()]);

/// Images of one building, one newer than the other, of different sizes.
static WRITTEN: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let mut document =
        Document::from_json(include_str!("../../../core/src/console/tests/building.json")).unwrap();
    let at = Instant::parse("2026-05-14T18:00:00Z").unwrap();
    let image = |sequence| {
        let zone = ZoneRules::bundled(&document.building.zone).unwrap();
        let building = Building::open(document.clone(), zone).unwrap();
        let bytes = signed(building.console_image(&ImageSpec::of_all_days(at, sequence)).unwrap());
        document.building.name.push_str(", with a longer name");
        bytes
    };
    (1..=IMAGES).map(image).collect()
});

/// Flash: a block is erased to 0xFF, a page is programmed once after that, and power goes after any byte.
struct Flash {
    bytes: Vec<u8>,
    /// Bytes that are still changed before the power is gone.
    power: Option<usize>,
}

/// The power is gone.
#[derive(Debug)]
struct Cut;

impl Flash {
    fn new() -> Self {
        Self { bytes: vec![0xFF; OUTBOX + 2 * SLOT], power: None }
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

    fn erase(&mut self, from: usize, length: usize) -> Result<(), Cut> {
        for at in from..from + length {
            if !self.spend() {
                // An erasure that is cut short leaves bits anyhow.
                self.bytes[at] |= 0x5A;
                return Err(Cut);
            }
            self.bytes[at] = 0xFF;
        }
        Ok(())
    }

    fn program(&mut self, at: usize, bytes: &[u8]) -> Result<(), Cut> {
        for (at, byte) in (at..).zip(bytes) {
            if !self.spend() {
                self.bytes[at] &= byte | 0xF0;
                return Err(Cut);
            }
            assert_eq!(self.bytes[at], 0xFF, "byte {at} is written to where it was not erased");
            self.bytes[at] = *byte;
        }
        Ok(())
    }

    fn slot(&self, slot: Slot) -> &[u8] {
        let start = SLOTS[usize::from(slot == Slot::B)];
        &self.bytes[start..start + SLOT]
    }

    /// The image in use after a start, and the slot to write the next one to.
    fn in_use(&self) -> (Option<Image<'_>>, Slot) {
        let open = |slot| Image::open(self.slot(slot), &trust(&*KEYS)).ok();
        let (a, b) = (open(Slot::A), open(Slot::B));
        let slots = choose(a.as_ref(), b.as_ref());
        assert_ne!(slots.active, Some(slots.spare));
        let active = slots.active.and_then(|slot| if slot == Slot::A { a } else { b });
        (active, slots.spare)
    }

    fn sequence(&self) -> u64 {
        self.in_use().0.map_or(0, |image| image.sequence())
    }

    /// Takes a new image: checks it, erases the spare slot block by block and writes it page by page.
    fn update(&mut self, image: &[u8]) -> Result<(), Cut> {
        let (before, spare) = self.in_use();
        let newer_than = before.map_or(0, |image| image.sequence());
        if Image::open(image, &Trust { keys: &*KEYS, building: "maple", newer_than }).is_err() {
            return Ok(());
        }
        let start = SLOTS[usize::from(spare == Slot::B)];
        for block in (start..start + SLOT).step_by(BLOCK) {
            self.erase(block, BLOCK)?;
        }
        for (page, at) in image.chunks(PAGE).zip((start..).step_by(PAGE)) {
            self.program(at, page)?;
        }
        Ok(())
    }

    fn store(&mut self, outbox: &mut Outbox<'_>) -> Result<(), Cut> {
        while let Some(write) = outbox.next_write() {
            match write {
                Write::Erase { offset, length } => self.erase(offset, length)?,
                Write::Program { offset, bytes } => self.program(offset, bytes)?,
            }
            outbox.written();
        }
        Ok(())
    }
}

/// An update from an older image to a newer one, cut after so many bytes: what is in use afterwards.
fn cut_update(flash: &Flash, newer: u64, power: usize) -> (Flash, bool) {
    let mut flash = Flash { bytes: flash.bytes.clone(), power: Some(power) };
    let whole = flash.update(&WRITTEN[newer as usize - 1]).is_ok();
    flash.power = None;
    (flash, whole)
}

/// Before and after every write of an update, erasing included, and at many bytes within: the old image or the new one is in
/// use, whole, and a second try succeeds.
#[test]
fn a_cut_at_any_write_of_an_update_leaves_a_whole_image() {
    let mut flash = Flash::new();
    flash.update(&WRITTEN[0]).unwrap();
    flash.update(&WRITTEN[1]).unwrap();
    let steps = SLOT + WRITTEN[2].len();
    let (mut old, mut new) = (0, 0);
    let near_a_write = |power: &usize| matches!(power % PAGE, 0 | 1 | 255) || steps - power <= 1;
    for power in (0..=steps).filter(|power| near_a_write(power) || power % 11 == 0) {
        let (after, whole) = cut_update(&flash, 3, power);
        let (image, _) = after.in_use();
        let image = image.unwrap_or_else(|| panic!("no image after {power} bytes"));
        assert_eq!((whole, image.sequence() == 3), (power == steps, whole), "after {power} bytes");
        assert!(image.building_name().starts_with("Maple Court"));
        if whole {
            new += 1
        } else {
            old += 1
        }
        if power % PAGE == 0 || power + 3 > steps {
            let (again, whole) = cut_update(&after, 3, usize::MAX);
            assert_eq!((again.sequence(), whole), (3, true), "a second try after {power} bytes");
        }
    }
    assert!(old > steps / 12 && new == 1, "{old} and {new}");
}

/// Before every write of an update, a restart in the middle of it, and another cut in the second try: still the old image.
#[test]
fn cuts_upon_cuts_leave_a_whole_image() {
    let mut flash = Flash::new();
    flash.update(&WRITTEN[3]).unwrap();
    let writes: Vec<usize> =
        (0..SLOT).step_by(BLOCK).chain((SLOT..SLOT + WRITTEN[4].len()).step_by(PAGE)).collect();
    for first in &writes {
        let (after_one, _) = cut_update(&flash, 5, *first);
        for second in &writes {
            let (after_two, whole) = cut_update(&after_one, 5, *second);
            assert_eq!((after_two.sequence(), whole), (4, false), "after {first} and {second} bytes");
            // An image that is not newer than the one in use is not even written.
            assert_eq!(cut_update(&after_two, 4, usize::MAX).0.bytes, after_two.bytes);
        }
    }
}

/// What happens to a console.
#[derive(Clone, Debug)]
enum Step {
    /// A visitor is let in.
    Visit,
    /// The first waiting entry is sent; the acknowledgement may get lost.
    Send { lost: bool },
    /// The server writes a new image, which knows of all that it has, and the console takes it.
    Update,
    /// A transfer of some older or damaged image.
    Nonsense { image: usize, damage: Option<usize> },
    /// The power goes after so many bytes of the next writes.
    Cut(usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let damage = prop::option::of(0..2_000usize);
    let step = prop_oneof![
        5 => Just(Step::Visit),
        4 => prop::bool::weighted(0.3).prop_map(|lost| Step::Send { lost }),
        2 => Just(Step::Update),
        1 => (0..IMAGES as usize, damage).prop_map(|(image, damage)| Step::Nonsense { image, damage }),
        4 => prop_oneof![0..700usize, 0..14_000usize].prop_map(Step::Cut),
    ];
    vec(step, 1..90)
}

/// What is known outside of the console.
#[derive(Default)]
struct Outside {
    /// Ids of those who were let in.
    told: Vec<String>,
    /// What the server has, in the order in which it first came.
    server: Vec<String>,
    /// Ids whose acknowledgement the console has stored.
    settled: BTreeSet<String>,
    visits: u32,
    /// The image that the console was last seen with.
    sequence: u64,
    updates: u64,
}

impl Outside {
    /// One start of a console, until the steps are done or the power goes; how many steps it took.
    fn run(&mut self, flash: &mut Flash, steps: &[Step], done: &mut usize) -> Result<(), Cut> {
        let sequence = flash.sequence();
        assert!(sequence >= self.sequence, "{sequence} is in use after {}", self.sequence);
        self.sequence = sequence;
        let mut memory = flash.bytes[..OUTBOX].to_vec();
        let (mut outbox, opened) = Outbox::open(&mut memory).unwrap();
        assert!(opened != Opened::Unreadable || self.told.is_empty());
        flash.store(&mut outbox)?;
        self.nothing_is_lost(&outbox);
        outbox.forget(sequence);
        let run = outbox.begin_run().unwrap();
        flash.store(&mut outbox)?;
        for step in steps {
            *done += 1;
            match step {
                Step::Cut(bytes) => flash.power = Some(*bytes),
                Step::Visit => self.visit(&mut outbox, flash, run)?,
                Step::Send { lost } => self.send(&mut outbox, flash, *lost)?,
                Step::Update => self.update(&mut outbox, flash)?,
                Step::Nonsense { image, damage } => {
                    let mut bytes = WRITTEN[*image].clone();
                    match damage {
                        Some(at) => *bytes.get_mut(*at).unwrap() ^= 1,
                        None if (*image as u64) < self.sequence => {}
                        None => continue,
                    }
                    flash.update(&bytes)?;
                    assert_eq!(flash.sequence(), self.sequence);
                }
            }
        }
        Ok(())
    }

    fn visit(&mut self, outbox: &mut Outbox<'_>, flash: &mut Flash, run: u32) -> Result<(), Cut> {
        self.visits += 1;
        let id = format!("{run}-{}", self.visits);
        let vehicle = VehicleRef { plate: Some("RT5 80K"), ..VehicleRef::default() };
        let what = What::WalkIn { host: HostRef::Visitor, vehicle };
        let at = Instant::from_millis(self.visits.into());
        if outbox.add(&Entry { number: 0, id: &id, at, what }).is_ok() {
            flash.store(outbox)?;
            self.told.push(id);
        }
        Ok(())
    }

    fn send(&mut self, outbox: &mut Outbox<'_>, flash: &mut Flash, lost: bool) -> Result<(), Cut> {
        let Some(id) = outbox.next_to_send().map(|entry| entry.id.to_owned()) else { return Ok(()) };
        assert!(!self.settled.contains(&id), "{id} was settled and is sent again");
        if !self.server.contains(&id) {
            self.server.push(id.clone());
        }
        if !lost {
            outbox.acknowledge(&id, self.updates + 1).unwrap();
            flash.store(outbox)?;
            self.settled.insert(id);
        }
        Ok(())
    }

    fn update(&mut self, outbox: &mut Outbox<'_>, flash: &mut Flash) -> Result<(), Cut> {
        // A server that wrote an image which never arrived writes a newer one, as long as there are some.
        self.updates = (self.updates + 1).min(IMAGES);
        let before = flash.sequence();
        let outcome = flash.update(&WRITTEN[self.updates as usize - 1]);
        let after = flash.sequence();
        assert!(after == before || after == self.updates, "{after} is neither {before} nor {}", self.updates);
        outcome?;
        assert_eq!(after, self.updates);
        self.sequence = after;
        outbox.forget(after);
        Ok(())
    }

    /// After a start nobody who was let in is forgotten, and entries are in their order.
    fn nothing_is_lost(&self, outbox: &Outbox<'_>) {
        let held: Vec<&str> = outbox.entries().map(|entry| entry.id).collect();
        for id in &self.told {
            assert!(self.server.contains(id) || held.contains(&id.as_str()), "{id} is lost");
        }
        let numbers: Vec<u64> = outbox.entries().map(|entry| entry.number).collect();
        assert!(numbers.is_sorted_by(|one, next| one < next), "out of order: {numbers:?}");
    }
}

proptest! {
    #![proptest_config(config(600))]

    #[test]
    fn updates_visits_and_cuts_lose_nothing(steps in steps()) {
        let (mut flash, mut outside, mut done) = (Flash::new(), Outside::default(), 0);
        while done < steps.len() {
            let _ = outside.run(&mut flash, &steps[done..], &mut done);
            flash.power = None;
        }
        // In the end, with power, everything arrives, in order and each once.
        outside.run(&mut flash, &[], &mut 0).unwrap();
        let send = vec![Step::Send { lost: false }; outside.visits as usize + 1];
        outside.run(&mut flash, &send, &mut 0).unwrap();
        prop_assert!(outside.told.iter().all(|id| outside.server.contains(id)));
        let visit = |id: &String| id.split_once('-').unwrap().1.parse::<u32>().unwrap();
        prop_assert!(outside.server.is_sorted_by_key(visit), "{:?}", outside.server);
        prop_assert_eq!(outside.server.iter().collect::<BTreeSet<_>>().len(), outside.server.len());
    }
}
