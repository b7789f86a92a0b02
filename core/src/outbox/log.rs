//! A bank as a log: a header, then records, each with its length and a checksum, and erased bytes behind the last.

use super::entry::{Entry, Eye};
use crate::checksum::checksum;

/// Every bank begins so.
pub(super) const MAGIC: [u8; 4] = *b"VSTO";
/// Bytes of a bank's header: the magic, its generation, its run, the next number, and the checksum of these.
pub(super) const HEADER: usize = 4 + 4 + 4 + 8 + 4;
/// Bytes in front of a record's payload: its length, its kind, and the checksum of kind and payload.
pub(super) const RECORD: usize = 2 + 1 + 4;
/// What erased bytes are.
pub(super) const ERASED: u8 = 0xFF;

/// Something that happened.
pub(super) const ENTRY: u8 = 1;
/// The server has an entry: its number, and the sequence of the first image that knows of it.
pub(super) const ACKNOWLEDGED: u8 = 2;
/// The console started: the number of this run.
pub(super) const RUN: u8 = 3;

/// What a bank's header says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct BankHeader {
    /// Rises whenever the banks are swapped; the valid bank with the higher one is in use.
    pub(super) generation: u32,
    /// How often the console had been started when the bank was begun.
    pub(super) run: u32,
    /// The number of the first entry after those that the bank was begun with.
    pub(super) next_number: u64,
}

impl BankHeader {
    pub(super) fn to_bytes(self) -> [u8; HEADER] {
        let mut bytes = [0; HEADER];
        let fields = MAGIC
            .into_iter()
            .chain(self.generation.to_le_bytes())
            .chain(self.run.to_le_bytes())
            .chain(self.next_number.to_le_bytes());
        bytes.iter_mut().zip(fields).for_each(|(place, byte)| *place = byte);
        let (fields, place) = bytes.split_at_mut(HEADER - 4);
        place.copy_from_slice(&checksum(fields).to_le_bytes());
        bytes
    }

    /// The header of a bank that was begun whole.
    pub(super) fn read(bank: &[u8]) -> Option<Self> {
        let (header, _) = bank.split_first_chunk::<HEADER>()?;
        let (fields, sum) = header.split_last_chunk::<4>()?;
        if checksum(fields) != u32::from_le_bytes(*sum) || !fields.starts_with(&MAGIC) {
            return None;
        }
        let mut eye = Eye(fields.get(MAGIC.len()..)?);
        let header = Self {
            generation: u32::from_le_bytes(eye.take()?),
            run: u32::from_le_bytes(eye.take()?),
            next_number: u64::from_le_bytes(eye.take()?),
        };
        // No bank is begun with 0: that is an outbox without one.
        (header.generation > 0).then_some(header)
    }
}

/// A record: its kind and its payload.
pub(super) type RecordOf<'o> = (u8, &'o [u8]);

/// The whole records of a bank, in order. What a power cut left of the last one is not among them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Records<'o> {
    rest: &'o [u8],
    /// Where `rest` begins in the bank.
    pub(super) at: usize,
}

impl<'o> Records<'o> {
    pub(super) fn of(bank: &'o [u8]) -> Self {
        Self::from(bank, HEADER)
    }

    /// Those from a place on at which one begins.
    pub(super) fn from(bank: &'o [u8], at: usize) -> Self {
        Self { rest: bank.get(at..).unwrap_or_default(), at }
    }
}

impl<'o> Iterator for Records<'o> {
    type Item = RecordOf<'o>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut eye = Eye(self.rest);
        let length = usize::from(u16::from_le_bytes(eye.take()?));
        let sum = u32::from_le_bytes(eye.take()?);
        let record = eye.0.get(..=length)?;
        if checksum(record) != sum {
            return None;
        }
        let (kind, payload) = record.split_first()?;
        let size = RECORD + length;
        self.rest = self.rest.get(size..)?;
        self.at += size;
        Some((*kind, payload))
    }
}

/// What happened at a console, in order, as far as the image in use does not tell it.
#[derive(Clone, Copy, Debug)]
pub struct Entries<'o> {
    records: Records<'o>,
    /// The sequence of the image in use.
    known: u64,
}

impl<'o> Entries<'o> {
    /// Of a console that keeps no outbox.
    #[must_use]
    pub fn none() -> Self {
        Self { records: Records { rest: &[], at: 0 }, known: 0 }
    }

    pub(super) fn of(records: Records<'o>, known: u64) -> Self {
        Self { records, known }
    }

    /// Whether the server has an entry and the image in use tells what became of it. Its acknowledgement is behind it.
    fn is_known(&self, number: u64) -> bool {
        let mut acknowledgements = self.records.filter_map(acknowledgement);
        acknowledgements.any(|(of, known_from)| of == number && known_from <= self.known)
    }
}

impl<'o> Iterator for Entries<'o> {
    type Item = Entry<'o>;

    fn next(&mut self) -> Option<Entry<'o>> {
        while let Some((kind, payload)) = self.records.next() {
            let entry = if kind == ENTRY { Eye(payload).entry() } else { None };
            if let Some(entry) = entry
                && !self.is_known(entry.number)
            {
                return Some(entry);
            }
        }
        None
    }
}

/// The number of an entry that an acknowledgement is for, and the sequence of the first image that knows of it.
pub(super) fn acknowledgement((kind, payload): RecordOf<'_>) -> Option<(u64, u64)> {
    let mut eye = Eye(payload);
    let mut acknowledged = || Some((u64::from_le_bytes(eye.take()?), u64::from_le_bytes(eye.take()?)));
    if kind == ACKNOWLEDGED { acknowledged() } else { None }
}
