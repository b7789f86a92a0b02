//! The outbox over its two banks: adding, sending, acknowledging, and moving to the other bank when one is full.

use super::entry::{Entry, Eye, Pen};
use super::log::{
    ACKNOWLEDGED, BankHeader, ENTRY, ERASED, Entries, HEADER, RECORD, RUN, RecordOf, Records, acknowledgement,
};
use crate::checksum::checksum;
use core::ops::Range;

/// Bytes of an acknowledgement: a number and a sequence.
const ACKNOWLEDGEMENT: usize = 16;

/// A console's outbox, in memory that the host lends it. See the [module](super) for the contract.
#[derive(Debug)]
pub struct Outbox<'m> {
    memory: &'m mut [u8],
    /// The bank in use, 0 or 1.
    active: usize,
    generation: u32,
    run: u32,
    next_number: u64,
    /// Where the next record goes in the bank in use.
    end: usize,
    /// Whether everything behind `end` is erased. What a power cut left there cannot be written over.
    clean: bool,
    /// The sequence of an image that is in use: what it knows of may be dropped.
    known: u64,
    /// What is still to be stored, in order.
    writes: [Option<Pending>; 4],
}

/// A write that is still to be carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Pending {
    Erase(Range<usize>),
    Program(Range<usize>),
}

/// A write for the host to carry out on its storage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Write<'w> {
    /// Erase a bank: all its bytes become `0xFF`.
    Erase {
        /// Its place in the storage.
        offset: usize,
        /// Its size.
        length: usize,
    },
    /// Write bytes to an erased place.
    Program {
        /// The place in the storage.
        offset: usize,
        /// The bytes.
        bytes: &'w [u8],
    },
}

/// What an outbox found in its storage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opened {
    /// Nothing: it is a new one.
    New,
    /// What it was when the console was last on.
    Restored,
    /// Bytes that are no outbox. It begins anew; someone should look at the storage.
    Unreadable,
}

/// Why something could not be put into the outbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OutboxError {
    /// The memory is less than [`Outbox::SMALLEST`] bytes.
    #[error("the outbox needs more memory")]
    TooSmall,
    /// It is full of entries that the server has yet to acknowledge.
    #[error("the outbox is full: connect the console to its server")]
    Full,
    /// A text is longer than 1,023 bytes.
    #[error("a text is too long for the outbox")]
    TooLong,
    /// What was changed before is still to be stored.
    #[error("the last change has not been stored yet: carry out the writes first")]
    NotStored,
}

impl<'m> Outbox<'m> {
    /// The fewest bytes that an outbox works with, both banks together.
    pub const SMALLEST: usize = 1024;

    /// Opens the outbox of what was stored: as many bytes as ever, `0xFF` where nothing was. The first writes are then
    /// to be carried out.
    ///
    /// # Errors
    /// [`OutboxError::TooSmall`].
    pub fn open(memory: &'m mut [u8]) -> Result<(Self, Opened), OutboxError> {
        if memory.len() < Self::SMALLEST {
            return Err(OutboxError::TooSmall);
        }
        let half = memory.len() / 2;
        let headers = memory.chunks_exact(half).take(2).map(BankHeader::read);
        let newest = headers.enumerate().filter_map(|(bank, header)| Some((bank, header?)));
        let newest = newest.max_by_key(|(_, header)| header.generation);
        let blank = memory.iter().all(|byte| *byte == ERASED);
        let mut outbox = Self {
            memory,
            active: 1,
            generation: 0,
            run: 0,
            next_number: 1,
            end: HEADER,
            clean: true,
            known: 0,
            writes: [const { None }; 4],
        };
        match newest {
            Some((bank, header)) => {
                outbox.active = bank;
                outbox.restore(header);
                Ok((outbox, Opened::Restored))
            }
            None => {
                outbox.swap(&|_| false, false);
                Ok((outbox, if blank { Opened::New } else { Opened::Unreadable }))
            }
        }
    }

    /// Counts a start of the console and answers with its number, which no other start has: for the ids of check-ins.
    ///
    /// # Errors
    /// [`OutboxError::NotStored`].
    pub fn begin_run(&mut self) -> Result<u32, OutboxError> {
        self.must_be_stored()?;
        self.run = self.run.wrapping_add(1);
        let run = self.run;
        if !self.fits(4) {
            // A new bank has the number in its header, and room for all that this one has.
            self.swap(&|_| false, false);
        } else {
            self.append(RUN, |pen| pen.put(&run.to_le_bytes()));
        }
        Ok(run)
    }

    /// Adds what happened; its number is given to it.
    ///
    /// # Errors
    /// [`OutboxError`]: nothing was added then.
    pub fn add(&mut self, entry: &Entry<'_>) -> Result<(), OutboxError> {
        self.must_be_stored()?;
        if !entry.is_short() {
            return Err(OutboxError::TooLong);
        }
        let entry = Entry { number: self.next_number, ..*entry };
        if !self.append_entry(&entry) {
            self.make_room(&entry)?;
        }
        // Nobody gets there by adding; storage may say so all the same.
        self.next_number = self.next_number.saturating_add(1);
        Ok(())
    }

    /// The first entry that the server has not acknowledged.
    #[must_use]
    pub fn next_to_send(&self) -> Option<Entry<'_>> {
        self.entries().find(|entry| self.acknowledged(entry.number).is_none())
    }

    /// How many entries the server has not acknowledged.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.entries().filter(|entry| self.acknowledged(entry.number).is_none()).count()
    }

    /// Everything that the image in use does not tell, acknowledged or not, in order: a [`Panel`](crate::image::Panel)
    /// decides with it. What became of the others only the server decides (a check-in may have given way to an earlier
    /// one of another console, SPEC 6.7): the image tells it, see [`forget`](Self::forget).
    #[must_use]
    pub fn entries(&self) -> Entries<'_> {
        Entries::of(self.records(), self.known)
    }

    /// Notes that the server has an entry, and from which image on consoles are told of it (that of the sequence
    /// `known_from`, which need not be written yet). Answers whether the entry was there; one that was acknowledged and
    /// dropped before is not, and that is no fault.
    ///
    /// # Errors
    /// [`OutboxError::NotStored`].
    pub fn acknowledge(&mut self, id: &str, known_from: u64) -> Result<bool, OutboxError> {
        let Some(number) = self.number_of(id) else { return self.must_be_stored().map(|()| false) };
        self.acknowledge_number(number, known_from).map(|()| true)
    }

    /// The number of the entry of an id, if it is there.
    #[must_use]
    pub fn number_of(&self, id: &str) -> Option<u64> {
        self.entries().find(|entry| entry.id == id).map(|entry| entry.number)
    }

    /// [`acknowledge`](Self::acknowledge), by the entry's number: for who has its id only as long as nothing changes.
    ///
    /// # Errors
    /// [`OutboxError::NotStored`].
    pub fn acknowledge_number(&mut self, number: u64, known_from: u64) -> Result<(), OutboxError> {
        self.must_be_stored()?;
        let is_there = self.entries().any(|entry| entry.number == number);
        if is_there && self.acknowledged(number).is_none() {
            self.note_acknowledged(number, known_from);
        }
        Ok(())
    }

    /// Says which image is in use: entries that the server has and that the image knows of count no longer, and are
    /// dropped when room is needed.
    pub fn forget(&mut self, sequence: u64) {
        self.known = self.known.max(sequence);
    }

    fn note_acknowledged(&mut self, number: u64, known_from: u64) {
        let fits = |kept: usize, half: usize| HEADER + kept + RECORD + ACKNOWLEDGEMENT <= half;
        if !self.fits(ACKNOWLEDGEMENT) {
            if fits(self.kept_size(false), self.half()) {
                self.swap(&|_| false, false);
            } else if fits(self.kept_size(true), self.half()) {
                self.swap(&|_| false, true);
            } else {
                // Without room to note it, it is dropped with all others that the server has.
                return self.swap(&|other| other == number, true);
            }
        }
        self.append(ACKNOWLEDGED, |pen| {
            pen.put(&number.to_le_bytes())?;
            pen.put(&known_from.to_le_bytes())
        });
    }

    /// The next write to carry out; none when everything is stored.
    #[must_use]
    pub fn next_write(&self) -> Option<Write<'_>> {
        Some(match self.writes.first()?.as_ref()? {
            Pending::Erase(place) => Write::Erase { offset: place.start, length: place.len() },
            Pending::Program(place) => Write::Program {
                offset: place.start,
                bytes: self.memory.get(place.clone()).unwrap_or_default(),
            },
        })
    }

    /// The write that [`next_write`](Self::next_write) named is carried out.
    pub fn written(&mut self) {
        self.writes.iter_mut().rev().fold(None, |carried, place| core::mem::replace(place, carried));
    }

    fn must_be_stored(&self) -> Result<(), OutboxError> {
        match self.next_write() {
            None => Ok(()),
            Some(_) => Err(OutboxError::NotStored),
        }
    }

    /// Takes up the bank in use where it was left.
    fn restore(&mut self, header: BankHeader) {
        let mut records = self.records();
        let (mut run, mut next_number) = (header.run, header.next_number);
        for (kind, payload) in &mut records {
            let mut eye = Eye(payload);
            match kind {
                ENTRY => {
                    let after = eye.entry().map_or(0, |entry| entry.number.saturating_add(1));
                    next_number = next_number.max(after);
                }
                RUN => run = run.max(eye.take().map_or(0, u32::from_le_bytes)),
                _ => {}
            }
        }
        let end = records.at;
        let clean = self.bank().get(end..).is_some_and(|rest| rest.iter().all(|byte| *byte == ERASED));
        (self.generation, self.run, self.next_number) = (header.generation, run, next_number);
        (self.end, self.clean) = (end, clean);
    }

    fn half(&self) -> usize {
        self.memory.len() / 2
    }

    fn place(&self, bank: usize) -> Range<usize> {
        let start = bank * self.half();
        start..start + self.half()
    }

    fn bank(&self) -> &[u8] {
        self.memory.get(self.place(self.active)).unwrap_or_default()
    }

    /// The bank in use and the other one.
    fn banks(&mut self) -> (&mut [u8], &mut [u8]) {
        let half = self.half();
        let (first, rest) = self.memory.split_at_mut(half);
        let second = rest.get_mut(..half).unwrap_or_default();
        if self.active == 0 { (first, second) } else { (second, first) }
    }

    fn records(&self) -> Records<'_> {
        Records::of(self.bank())
    }

    /// The sequence of the first image that knows of an entry which the server has.
    fn acknowledged(&self, number: u64) -> Option<u64> {
        self.records().filter_map(acknowledgement).find(|(of, _)| *of == number).map(|(_, known)| known)
    }

    /// Whether a record with such a payload fits behind the last.
    fn fits(&self, payload: usize) -> bool {
        self.clean && self.end + RECORD + payload <= self.half()
    }

    fn append_entry(&mut self, entry: &Entry<'_>) -> bool {
        self.clean && self.append(ENTRY, |pen| pen.entry(entry))
    }

    /// Writes a record behind the last and says whether it fitted; if not, nothing changed.
    fn append(&mut self, kind: u8, fill: impl FnOnce(&mut Pen<'_>) -> Option<()>) -> bool {
        let bank = self.place(self.active);
        let start = bank.start + self.end;
        let Some(room) = self.memory.get_mut(start..bank.end) else { return false };
        match put_record(room, kind, fill) {
            Some(size) => {
                self.end += size;
                self.push(Pending::Program(start..start + size));
                true
            }
            None => {
                room.fill(ERASED);
                false
            }
        }
    }

    /// Moves to the other bank, dropping as little as makes room for an entry, and adds it.
    fn make_room(&mut self, entry: &Entry<'_>) -> Result<(), OutboxError> {
        // The size of the record, measured where it is going to be.
        let other = self.place(1 - self.active);
        let room = self.memory.get_mut(other).unwrap_or_default();
        let size = put_record(room, ENTRY, |pen| pen.entry(entry)).ok_or(OutboxError::Full)?;
        let fits = |kept: usize, half: usize| HEADER + kept + size <= half;
        if fits(self.kept_size(false), self.half()) {
            self.swap(&|_| false, false);
        } else if fits(self.kept_size(true), self.half()) {
            self.swap(&|_| false, true);
        } else {
            return Err(OutboxError::Full);
        }
        // Stored after the bank's header: without it the bank is whole all the same.
        if self.append_entry(entry) { Ok(()) } else { Err(OutboxError::Full) }
    }

    /// Bytes of the records that a move to the other bank keeps.
    fn kept_size(&self, drop_acknowledged: bool) -> usize {
        let kept = self.records().filter(|record| self.is_kept(*record, &|_| false, drop_acknowledged));
        kept.map(|(_, payload)| RECORD + payload.len()).sum()
    }

    /// Whether a record is kept in another bank: an entry that is still needed, and its acknowledgement with it.
    fn is_kept(&self, record: RecordOf<'_>, drop: &dyn Fn(u64) -> bool, drop_acknowledged: bool) -> bool {
        let number = match record {
            (ENTRY, payload) => Eye(payload).entry().map(|entry| entry.number),
            other => acknowledgement(other).map(|(number, _)| number),
        };
        number.is_some_and(|number| {
            let known = self.acknowledged(number).is_some_and(|from| drop_acknowledged || from <= self.known);
            !known && !drop(number)
        })
    }

    /// Begins the other bank with the records that are kept.
    fn swap(&mut self, drop: &dyn Fn(u64) -> bool, drop_acknowledged: bool) {
        let new = self.place(1 - self.active);
        self.banks().1.fill(ERASED);
        let (mut from, mut end) = (HEADER, HEADER);
        // A bank that never was valid has no records.
        while self.generation > 0
            && let Some((size, kept)) = self.record_at(from, drop, drop_acknowledged)
        {
            if kept {
                let (old, new) = self.banks();
                if let (Some(record), Some(room)) = (old.get(from..from + size), new.get_mut(end..end + size))
                {
                    room.copy_from_slice(record);
                }
                end += size;
            }
            from += size;
        }
        self.generation = self.generation.wrapping_add(1);
        self.active = 1 - self.active;
        self.end = end;
        self.clean = true;
        let header = BankHeader { generation: self.generation, run: self.run, next_number: self.next_number }
            .to_bytes();
        if let Some(place) = self.memory.get_mut(new.start..new.start + HEADER) {
            place.copy_from_slice(&header);
        }
        self.push(Pending::Erase(new.clone()));
        self.push(Pending::Program(new.start + HEADER..new.start + end));
        self.push(Pending::Program(new.start..new.start + HEADER));
    }

    /// The size of the record at a place of the bank in use, and whether it is kept.
    fn record_at(
        &self,
        at: usize,
        drop: &dyn Fn(u64) -> bool,
        drop_acknowledged: bool,
    ) -> Option<(usize, bool)> {
        let record = Records::from(self.bank(), at).next()?;
        Some((RECORD + record.1.len(), self.is_kept(record, drop, drop_acknowledged)))
    }

    fn push(&mut self, write: Pending) {
        if matches!(&write, Pending::Program(place) if place.is_empty()) {
            return;
        }
        if let Some(place) = self.writes.iter_mut().find(|place| place.is_none()) {
            *place = Some(write);
        }
    }
}

/// Writes a record at the beginning of some room and answers with its size; none when it does not fit.
fn put_record(room: &mut [u8], kind: u8, fill: impl FnOnce(&mut Pen<'_>) -> Option<()>) -> Option<usize> {
    let mut pen = Pen::new(room.get_mut(RECORD..)?);
    fill(&mut pen)?;
    let length = pen.used();
    let (head, checked) = room.split_at_mut_checked(RECORD - 1)?;
    *checked.first_mut()? = kind;
    let [l0, l1] = u16::try_from(length).ok()?.to_le_bytes();
    let [s0, s1, s2, s3] = checksum(checked.get(..=length)?).to_le_bytes();
    head.copy_from_slice(&[l0, l1, s0, s1, s2, s3]);
    Some(RECORD + length)
}
