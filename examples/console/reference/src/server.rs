//! The other end of the line: it has the building's documents, hears of what happens at the console, and sends images.

use anyhow::{Context, Result, bail};
use chrono::{NaiveDate, TimeDelta};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};
use vestibule::document::{CheckIn, Document};
use vestibule::image::{Image, ImageError, ImageSpec, SigningKey, Trust};
use vestibule::{Building, Instant};

/// Days that an image is written for.
const DAYS: u32 = 21;
/// The version number of an image's format is here.
const VERSION_AT: usize = 8;
/// Id of the building that the console is for.
const BUILDING: &str = "maple";
/// Seeds of keys that protect nobody: every byte of a seed is the same.
const TRUSTED: u8 = 7;
const STRANGER: u8 = 8;
/// The day that the documents are about.
const DOCUMENTED_DAY: Option<NaiveDate> = NaiveDate::from_ymd_opt(2026, 5, 14);

/// A server with one console.
pub(crate) struct Server {
    first: String,
    later: String,
    out: PathBuf,
    /// What the console has sent so far.
    received: Vec<CheckIn>,
    sequence: u64,
    sent: u64,
}

impl Server {
    /// A server with the documents of a building, before and after a change of it. What it sends goes to `out`.
    pub(crate) fn new(first: &str, later: &str, out: &Path) -> Result<Self> {
        let read = |path: &str| std::fs::read_to_string(path).with_context(|| format!("cannot read {path}"));
        std::fs::create_dir_all(out)?;
        Ok(Self {
            first: read(first)?,
            later: read(later)?,
            out: out.to_owned(),
            received: Vec::new(),
            sequence: 0,
            sent: 0,
        })
    }

    /// The building by its first document or its later one, with what happened at the console.
    pub(crate) fn building(&self, document: &str, happened: &[CheckIn]) -> Result<Building> {
        let mut building = Building::from_json(match document {
            "first" => &self.first,
            "later" => &self.later,
            other => bail!("there is no document {other:?}; there are: first, later"),
        })?;
        for check_in in happened {
            building.record(check_in.clone())?;
        }
        Ok(building)
    }

    /// Delivers the console: its key and its first image.
    pub(crate) fn deliver(&mut self, at: Instant) -> Result<()> {
        let image = self.image("first", at, key(TRUSTED)?)?;
        std::fs::write(self.out.join("key.bin"), key(TRUSTED)?.verifying_key().0)?;
        Ok(std::fs::write(self.out.join("shipped.img"), image)?)
    }

    /// The sequence that no image written so far reaches: the next one knows of all that was received.
    pub(crate) fn next_sequence(&self) -> u64 {
        self.sent + 2
    }

    /// Hears of a check-in, once or again.
    pub(crate) fn receive(&mut self, check_in: &CheckIn) {
        if !self.received.iter().any(|known| known.id == check_in.id) {
            self.received.push(check_in.clone());
        }
    }

    /// Sends an image of a document, damaged as said, and answers with whether a console with `sequence` takes it.
    pub(crate) fn send(
        &mut self,
        document: &str,
        damage: &str,
        sequence: u64,
        at: Instant,
    ) -> Result<Result<u64, ImageError>> {
        let own = key(TRUSTED)?;
        let mut image = match damage {
            "good" | "cut" | "damaged" | "newer-format" => self.image(document, at, own)?,
            "forged" => self.image(document, at, key(STRANGER)?)?,
            "old" => sign(&self.building(document, &self.received)?, at, sequence, &own)?,
            "elsewhere" => self.elsewhere(document, at)?,
            other => bail!("there is no damage {other:?}"),
        };
        match damage {
            "cut" => image.truncate(image.len() / 2),
            "damaged" => image.get_mut(200).into_iter().for_each(|byte| *byte ^= 0x10),
            "newer-format" => image.get_mut(VERSION_AT).into_iter().for_each(|byte| *byte += 1),
            _ => {}
        }
        std::fs::write(self.out.join(format!("arrival-{}.img", self.sent)), &image)?;
        self.sent += 1;
        let keys = [key(TRUSTED)?.verifying_key()];
        let trust = Trust { keys: &keys, building: BUILDING, newer_than: sequence };
        Ok(Image::open(&image, &trust).map(|image| image.sequence()))
    }

    fn image(&mut self, document: &str, at: Instant, key: SigningKey) -> Result<Vec<u8>> {
        let building = self.building(document, &self.received)?;
        self.sequence += 1;
        sign(&building, at, self.sequence, &key)
    }

    /// An image of the building next door, signed by the same landlord.
    fn elsewhere(&mut self, document: &str, at: Instant) -> Result<Vec<u8>> {
        let building = self.building(document, &[])?;
        let mut document = building.document().clone();
        document.building.id = "oak".into();
        sign(&Building::open(document, building.zone().clone())?, at, self.sequence + 1, &key(TRUSTED)?)
    }
}

fn sign(building: &Building, at: Instant, sequence: u64, key: &SigningKey) -> Result<Vec<u8>> {
    let spec = ImageSpec::starting(building, at, DAYS, sequence);
    Ok(building.console_image(&spec)?.sign(key))
}

fn key(seed: u8) -> Result<SigningKey> {
    SigningKey::from_seed([seed; 32]).context("the seed makes no key")
}

/// Images for somebody who tries the console now: what the documents say of [`DOCUMENTED_DAY`] is today.
pub(crate) fn today(first: &str, later: &str, out: &Path) -> Result<()> {
    let passed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let at = Instant::from_millis(i64::try_from(passed.as_millis())?);
    std::fs::create_dir_all(out)?;
    std::fs::write(out.join("key.bin"), key(TRUSTED)?.verifying_key().0)?;
    let images = [(first, "shipped.img"), (later, "arrival-0.img")];
    for ((document, name), sequence) in images.into_iter().zip(1..) {
        let text = std::fs::read_to_string(document).with_context(|| format!("cannot read {document}"))?;
        let building = Building::from_json(&text)?;
        let moved = moved(&building, building.zone().local(at).date());
        let building = Building::open(moved, building.zone().clone())?;
        std::fs::write(out.join(name), sign(&building, at, sequence, &key(TRUSTED)?)?)?;
    }
    Ok(())
}

/// The building's document with bookings and invites around another day.
fn moved(building: &Building, today: NaiveDate) -> Document {
    let by = DOCUMENTED_DAY.map_or(TimeDelta::zero(), |day| today.signed_duration_since(day));
    let mut document = building.document().clone();
    for booking in &mut document.bookings {
        booking.start += by;
        booking.end += by;
    }
    for invite in &mut document.guest_invites {
        invite.starts_at += by;
        invite.ends_at = invite.ends_at.map(|end| end + by);
    }
    document.check_ins.clear();
    document
}
