//! Writing an image of a building for its consoles (SPEC 11.1).
//!
//! Only what a console may show or must decide with goes in: see the [module](super). Everything is sorted by what a
//! visitor may know (codes, shown names, numbers, times), so that no place in a table tells the order of anything else.

mod access;
mod document;
mod parking;
mod people;

use super::format::{self, CHECKSUM_AT, FIRST_SECTION, Header, MAGIC, Record, SIGNATURE, Section, Time};
use super::format::{CHECKED_FROM, Number, SECTIONS, VERSION, day_number, flag, put_text, wall_number};
use super::signature::SigningKey;
use crate::Building;
use crate::calendar::{Instant, Span, YEARS, add_days};
use crate::checksum::checksum;
use crate::document::{Document, MatchWindow, Resident};
use crate::parking::vehicle::FieldSet;
use crate::table::HashMap;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use core::ops::Range;

/// What an image is written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImageSpec {
    /// Rises with every image of a building; a console takes none that is not newer than its own.
    pub sequence: u64,
    /// When it is written. What is over by then is left out.
    pub written_at: Instant,
    /// The first day on which a console is asked.
    pub first_day: NaiveDate,
    /// The last day on which it is. Clocks and the entry directory go on after it, new bookings are missing.
    pub last_day: NaiveDate,
}

/// Why no image can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// The last day is before the first.
    #[error("the last day of an image must not be before its first")]
    Days,
    /// The building does not fit in four gigabytes.
    #[error("the image would be larger than four gigabytes: shorten its days")]
    TooLarge,
}

/// An image that is still to be signed.
#[derive(Clone, Debug)]
pub struct UnsignedImage {
    bytes: Vec<u8>,
    residents: Vec<String>,
}

impl UnsignedImage {
    /// The bytes that a signature is made over, where the key is kept elsewhere.
    #[must_use]
    pub fn to_sign(&self) -> &[u8] {
        &self.bytes
    }

    /// The ids of the residents that the image's handles stand for, by handle. They stay with the host; the image has
    /// none of them.
    #[must_use]
    pub fn residents(&self) -> &[String] {
        &self.residents
    }

    /// The image with a signature made elsewhere: Ed25519 over [`to_sign`](Self::to_sign).
    #[must_use]
    pub fn with_signature(mut self, signature: [u8; SIGNATURE]) -> Vec<u8> {
        self.bytes.extend(signature);
        self.bytes
    }

    /// The signed image.
    #[must_use]
    pub fn sign(self, key: &SigningKey) -> Vec<u8> {
        let signature = key.sign(&self.bytes);
        self.with_signature(signature)
    }
}

impl Building {
    /// Writes an image of this building for its consoles (SPEC 11).
    ///
    /// # Errors
    /// [`WriteError`] when the days are in the wrong order, or for an immense building.
    pub fn console_image(&self, spec: &ImageSpec) -> Result<UnsignedImage, WriteError> {
        if spec.last_day < spec.first_day {
            return Err(WriteError::Days);
        }
        let mut writer = Writer::new(self, spec);
        writer.put_spans();
        let booked = writer.choose_bookings();
        let walk_ins = writer.choose_walk_ins();
        let residents = writer.put_people(&booked, &walk_ins);
        writer.put_parking(&booked, &residents);
        writer.put_walk_ins(&walk_ins, &residents);
        writer.put_contacts();
        let invites = writer.choose_invites();
        writer.put_invites(&invites);
        writer.put_settings();
        writer.put_time_sets();
        let bytes = writer.assemble().ok_or(WriteError::TooLarge)?;
        let residents = residents.listed.iter().map(|resident| resident.id.clone()).collect();
        Ok(UnsignedImage { bytes, residents })
    }
}

/// An image in the making.
struct Writer<'b> {
    building: &'b Building,
    document: &'b Document,
    residents: HashMap<&'b str, &'b Resident>,
    spec: &'b ImageSpec,
    pool: Vec<u8>,
    sections: Vec<Vec<u8>>,
    /// The sets of times so far, each once, with their numbers.
    time_sets: BTreeMap<Vec<(u32, u32)>, u32>,
    residential: u32,
    of_managers: u32,
}

impl<'b> Writer<'b> {
    fn new(building: &'b Building, spec: &'b ImageSpec) -> Self {
        let document = building.document();
        Self {
            building,
            document,
            residents: document.residents.iter().map(|resident| (resident.id.as_str(), resident)).collect(),
            spec,
            pool: Vec::new(),
            sections: alloc::vec![Vec::new(); SECTIONS],
            time_sets: BTreeMap::new(),
            residential: 0,
            of_managers: 0,
        }
    }

    fn section(&mut self, section: Section) -> &mut Vec<u8> {
        let at = section as usize;
        // There is one for every section.
        if at >= self.sections.len() {
            self.sections.resize(at + 1, Vec::new());
        }
        self.sections.get_mut(at).unwrap_or(&mut self.pool)
    }

    fn put<const N: usize>(&mut self, section: Section, record: impl Record<N>) {
        record.put(self.section(section));
    }

    /// How many records of `size` a section has so far: the number of the next.
    fn count(&mut self, section: Section, size: usize) -> u32 {
        small(self.section(section).len() / size)
    }

    /// Adds a text to the pool and gives its place.
    fn text(&mut self, text: &str) -> u32 {
        let at = small(self.pool.len());
        put_text(&mut self.pool, text);
        at
    }

    /// The number of a set of times, as they look from within the image's days: what begins before them has always been,
    /// what ends after them never ends.
    fn time_set(&mut self, times: &[Range<NaiveDateTime>]) -> u32 {
        let set = self.clamp(times);
        let next = small(self.time_sets.len());
        *self.time_sets.entry(set).or_insert(next)
    }

    fn clamp(&self, times: &[Range<NaiveDateTime>]) -> Vec<(u32, u32)> {
        let midnight = |date| NaiveDateTime::new(date, NaiveTime::MIN);
        let (first, last) =
            (midnight(add_days(self.spec.first_day, -1)), midnight(add_days(self.spec.last_day, 2)));
        let within = times.iter().filter(|time| first < time.end && time.start < last);
        let clamped = within.map(|time| {
            let from = if time.start <= first { 0 } else { wall_number(time.start) };
            (from, if time.end >= last { u32::MAX } else { wall_number(time.end) })
        });
        clamped.collect()
    }

    fn put_time_sets(&mut self) {
        let mut sets: Vec<_> = core::mem::take(&mut self.time_sets).into_iter().collect();
        sets.sort_unstable_by_key(|(_, number)| *number);
        for (set, _) in sets {
            let start = self.count(Section::Times, Time::SIZE);
            self.put(Section::TimeSets, Number { value: start });
            for (from, to) in set {
                self.put(Section::Times, Time { from, to });
            }
        }
        let end = self.count(Section::Times, Time::SIZE);
        self.put(Section::TimeSets, Number { value: end });
    }

    /// The clock changes from shortly before the image's days until long after them.
    fn put_spans(&mut self) {
        let clock = self.building.zone().clock();
        let from = clock.day_start(add_days(self.spec.first_day, -40)).seconds();
        let until = clock.day_start(add_days(self.spec.last_day, 20 * 366)).seconds();
        let begun = clock.changes().rev().find(|span| span.from <= from);
        let first = begun.map(|span| Span { from: i64::MIN, ..span });
        let later = clock.changes().filter(|span| from < span.from && span.from <= until);
        for span in first.into_iter().chain(later) {
            self.section(Section::Spans).extend(span.to_bytes());
        }
    }

    fn put_settings(&mut self) {
        let (info, settings) = (&self.document.building, &self.document.settings);
        let fields: FieldSet = settings.walk_in_fields.as_slice().into();
        let mut flags = 0;
        for (holds, bit) in [
            (settings.require_booking_for_check_in, flag::BOOKING_REQUIRED),
            (settings.match_window == MatchWindow::OccupyingToday, flag::OCCUPYING_TODAY),
            (settings.full_plates, flag::FULL_PLATES),
        ] {
            flags |= if holds { bit } else { 0 };
        }
        let record = format::Settings {
            building_id: self.text(&info.id),
            building_name: self.text(&info.name),
            zone_name: self.text(&info.zone),
            zone_version: self.text(self.building.zone().version()),
            idle_seconds: settings.idle_seconds,
            budget_searches: settings.search_budget.searches,
            budget_minutes: settings.search_budget.minutes,
            recheck_after_days: settings.recheck_after_days.get(),
            grace_minutes: settings.grace_minutes,
            name_query_min: settings.name_query_min,
            result_limit: settings.result_limit.get(),
            residential: self.residential,
            of_managers: self.of_managers,
            walk_in_fields: fields.bits(),
            flags,
        };
        self.put(Section::Settings, record);
    }

    /// Puts the header and the sections together; none when they are too large.
    fn assemble(mut self) -> Option<Vec<u8>> {
        let pool = core::mem::take(&mut self.pool);
        *self.section(Section::Text) = pool;
        let mut starts = Vec::new();
        let mut start = FIRST_SECTION;
        for section in &self.sections {
            Number { value: u32::try_from(start).ok()? }.put(&mut starts);
            start = start.checked_add(section.len())?;
        }
        let header = Header {
            version: VERSION,
            length: u32::try_from(start.checked_add(SIGNATURE)?).ok()?,
            checksum: 0,
            reserved: 0,
            sequence: self.spec.sequence,
            written_at: self.spec.written_at.millis(),
            first_day: day_number(self.spec.first_day),
            last_day: day_number(self.spec.last_day),
        };
        let mut image = Vec::with_capacity(start + SIGNATURE);
        image.extend(MAGIC);
        header.put(&mut image);
        image.extend(starts);
        self.sections.iter().for_each(|section| image.extend(section));
        let checksum = checksum(image.get(CHECKED_FROM..).unwrap_or_default());
        let place = image.get_mut(CHECKSUM_AT..CHECKED_FROM).unwrap_or_default();
        place.copy_from_slice(&checksum.to_le_bytes());
        Some(image)
    }
}

/// A number of records or bytes in four bytes; an image that needs more is refused when it is put together.
fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Days that no image needs to look beyond.
fn all_days() -> (NaiveDate, NaiveDate) {
    let first = NaiveDate::from_ymd_opt(*YEARS.start(), 1, 1).unwrap_or_default();
    let last = NaiveDate::from_ymd_opt(*YEARS.end(), 12, 31).unwrap_or_default();
    (first, last)
}

impl ImageSpec {
    /// An image for the day of `written_at` in the building's zone and `days` days after it.
    #[must_use]
    pub fn starting(building: &Building, written_at: Instant, days: u32, sequence: u64) -> Self {
        let first_day = building.zone().local(written_at).date();
        Self { sequence, written_at, first_day, last_day: add_days(first_day, days.into()) }
    }

    /// An image for every day that a document can say.
    #[must_use]
    pub fn of_all_days(written_at: Instant, sequence: u64) -> Self {
        let (first_day, last_day) = all_days();
        Self { sequence, written_at, first_day, last_day }
    }
}
