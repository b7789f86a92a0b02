//! A console's outbox (SPEC 11.3).
#![allow(non_camel_case_types, reason = "C's names")]

use crate::guard;
use crate::status::{Failure, Outcome, VST_BAD_ENUM, VST_NULL, VST_UNKNOWN, vst_status};
use crate::text::{check, put, read, text, vst_text};
use crate::types::{OUTBOXES, VST_OF_NO_ONE, VST_OF_RESIDENT, VST_OF_SUITE, flag, instant, vst_outbox};
use crate::vehicle::vst_vehicle;
use core::ffi::c_char;
use core::{ptr, slice};
use vestibule::outbox::{Entry, HostRef, Opened, Outbox, What, Write};

/// Nothing.
pub const VST_ENTRY_NONE: u32 = 0;
/// A guest checked in to the booking `subject`.
pub const VST_ENTRY_CHECK_IN: u32 = 1;
/// A guest checked in without one, to visit `subject`: a directory code, a suite's id, or no one.
pub const VST_ENTRY_WALK_IN: u32 = 2;
/// An entry code was typed at the door `subject`. The code itself is not kept.
pub const VST_ENTRY_CODE_ATTEMPT: u32 = 3;

/// Something that happened at a console.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct vst_entry {
    /// `VST_ENTRY_…`.
    pub kind: u32,
    /// Of a walk-in, whom it visits: `VST_OF_…`.
    pub host: u32,
    /// Of a code attempt, 1 when it opened the door.
    pub granted: u32,
    /// Its place in the order of all that ever happened at the console; given to it when it is added.
    pub number: u64,
    /// When it happened, in milliseconds since the Unix epoch.
    pub at_ms: i64,
    /// Its id, by which the server knows it again however often it is sent.
    pub id: vst_text,
    /// What the kind says of it.
    pub subject: vst_text,
    /// The vehicle as given then.
    pub vehicle: vst_vehicle,
}

/// It is a new outbox.
pub const VST_OUTBOX_NEW: u32 = 0;
/// It is what it was when the console was last on.
pub const VST_OUTBOX_RESTORED: u32 = 1;
/// The stored bytes were no outbox, so that it begins anew; someone should look at the storage.
pub const VST_OUTBOX_UNREADABLE: u32 = 2;

/// Everything is stored.
pub const VST_WRITE_NONE: u32 = 0;
/// Set `len` bytes from `offset` on to `0xFF`: on flash, erase them.
pub const VST_WRITE_ERASE: u32 = 1;
/// Write the bytes `data` to `offset`, where nothing was written since it was erased.
pub const VST_WRITE_PROGRAM: u32 = 2;

/// A write that the host carries out on its storage.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct vst_write {
    /// `VST_WRITE_…`.
    pub kind: u32,
    /// Its place in the storage.
    pub offset: usize,
    /// How many bytes.
    pub len: usize,
    /// The bytes, lent by the outbox's memory until the next call that changes the outbox.
    pub data: *const u8,
}

/// The fewest bytes that an outbox works with.
pub const VST_OUTBOX_MIN: usize = 1024;

/// Opens the outbox of what was stored: `memory` holds as many bytes as ever, `0xFF` where nothing was. `*opened` becomes
/// `VST_OUTBOX_NEW` and so on. The first writes are then to be carried out (`vst_outbox_next_write`).
///
/// `memory` belongs to the outbox until it is freed. Any thread; one at a time changes an outbox, another gets `VST_BUSY`.
///
/// # Safety
/// `len` bytes are readable and writable behind `memory`, for nobody else, until the outbox is freed; `out` and `opened`
/// point to room for their answers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn vst_outbox_open(
    memory: *mut u8,
    len: usize,
    out: *mut vst_outbox,
    opened: *mut u32,
) -> vst_status {
    guard(|| {
        check(out)?;
        check(opened)?;
        check(memory)?;
        if isize::try_from(len).is_err() {
            return Err(Failure::of(crate::status::VST_TOO_LONG));
        }
        // SAFETY: not null, and as the caller promises ours until the outbox is freed.
        let memory = unsafe { slice::from_raw_parts_mut(memory, len) };
        let (outbox, found) = Outbox::open(memory)?;
        let id = OUTBOXES.insert(outbox)?;
        let found = match found {
            Opened::New => VST_OUTBOX_NEW,
            Opened::Restored => VST_OUTBOX_RESTORED,
            Opened::Unreadable => VST_OUTBOX_UNREADABLE,
        };
        // SAFETY: as the caller promises.
        unsafe {
            put(opened, found)?;
            put(out, vst_outbox { id })
        }
    })
}

/// Lets go of an outbox and sets the handle behind `outbox` to 0, so that doing it twice is harmless. Its memory is the
/// caller's again; what is stored stays.
///
/// Any thread; `VST_BUSY`, and nothing is freed, while another thread is using the outbox.
///
/// # Safety
/// `outbox` points to a handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn vst_outbox_free(outbox: *mut vst_outbox) -> vst_status {
    guard(|| {
        // SAFETY: as the caller promises, here and below.
        let id = unsafe { read(outbox) }?.id;
        if id != 0 {
            OUTBOXES.remove(id)?;
        }
        unsafe { put(outbox, vst_outbox { id: 0 }) }
    })
}

/// Counts a start of the console: `*run` becomes its number, which no other start has. For the prefix of ids
/// (`vst_setup`), once it is stored.
///
/// One thread at a time for each outbox. `VST_OUTBOX_NOT_STORED` while writes are to be carried out.
///
/// # Safety
/// `run` points to room for a number.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn vst_outbox_begin_run(outbox: vst_outbox, run: *mut u32) -> vst_status {
    guard(|| {
        check(run)?;
        let number = OUTBOXES.change(outbox.id, |outbox| Ok(outbox.begin_run()?))?;
        // SAFETY: as the caller promises.
        unsafe { put(run, number) }
    })
}

/// Adds what happened, such as the `entry` of an effect. Carry out the writes, then show the visitor that it stands.
///
/// One thread at a time for each outbox. Nothing is added unless it succeeds.
///
/// # Safety
/// `entry` points to an entry with readable texts.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn vst_outbox_add(outbox: vst_outbox, entry: *const vst_entry) -> vst_status {
    guard(|| {
        // SAFETY: as the caller promises.
        let entry = unsafe { read(entry)?.read() }?;
        OUTBOXES.change(outbox.id, |outbox| Ok(outbox.add(&entry)?))
    })
}

/// Says which write to carry out next: after each change, until there is none.
///
/// One thread at a time for each outbox.
///
/// # Safety
/// `out` points to room for the answer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn vst_outbox_next_write(outbox: vst_outbox, out: *mut vst_write) -> vst_status {
    guard(|| {
        check(out)?;
        let write = OUTBOXES.read(outbox.id, |outbox| {
            Ok(match outbox.next_write() {
                None => vst_write { kind: VST_WRITE_NONE, offset: 0, len: 0, data: ptr::null() },
                Some(Write::Erase { offset, length }) => {
                    vst_write { kind: VST_WRITE_ERASE, offset, len: length, data: ptr::null() }
                }
                Some(Write::Program { offset, bytes }) => {
                    vst_write { kind: VST_WRITE_PROGRAM, offset, len: bytes.len(), data: bytes.as_ptr() }
                }
            })
        })?;
        // SAFETY: as the caller promises.
        unsafe { put(out, write) }
    })
}

/// Says that the write which `vst_outbox_next_write` named is carried out, for good.
///
/// One thread at a time for each outbox.
#[unsafe(no_mangle)]
pub extern "C" fn vst_outbox_written(outbox: vst_outbox) -> vst_status {
    guard(|| {
        OUTBOXES.change(outbox.id, |outbox| {
            outbox.written();
            Ok(())
        })
    })
}

/// Finds the first entry that the server has not acknowledged; of the kind `VST_ENTRY_NONE` when there is none. Its texts
/// are lent until the next call that changes the outbox.
///
/// One thread at a time for each outbox.
///
/// # Safety
/// `out` points to room for the entry.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn vst_outbox_next(outbox: vst_outbox, out: *mut vst_entry) -> vst_status {
    guard(|| {
        check(out)?;
        let entry = OUTBOXES.read(outbox.id, |outbox| {
            Ok(outbox.next_to_send().map_or(vst_entry::NONE, |entry| vst_entry::lend(&entry)))
        })?;
        // SAFETY: as the caller promises.
        unsafe { put(out, entry) }
    })
}

/// Says how many entries the server has not acknowledged.
///
/// One thread at a time for each outbox.
///
/// # Safety
/// `count` points to room for a number.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn vst_outbox_waiting(outbox: vst_outbox, count: *mut usize) -> vst_status {
    guard(|| {
        check(count)?;
        let waiting = OUTBOXES.read(outbox.id, |outbox| Ok(outbox.waiting()))?;
        // SAFETY: as the caller promises.
        unsafe { put(count, waiting) }
    })
}

/// Notes that the server has the entry of an id, and that images know of it from the sequence `known_from` on. `VST_UNKNOWN`
/// when the outbox has no such entry: it was acknowledged and dropped before, which is no fault. The id may be the one that
/// `vst_outbox_next` lent.
///
/// One thread at a time for each outbox. Carry out the writes, then let the server know.
///
/// # Safety
/// `id_len` bytes are readable behind `id`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn vst_outbox_acknowledge(
    outbox: vst_outbox,
    id: *const c_char,
    id_len: usize,
    known_from: u64,
) -> vst_status {
    guard(|| {
        // SAFETY: as the caller promises.
        let id = unsafe { text(id, id_len) }?;
        // The id may be one that the outbox lent, so that it is not looked at any more once the outbox changes.
        let number =
            OUTBOXES.read(outbox.id, |outbox| outbox.number_of(id).ok_or(Failure::of(VST_UNKNOWN)))?;
        OUTBOXES.change(outbox.id, |outbox| Ok(outbox.acknowledge_number(number, known_from)?))
    })
}

/// Says that the image of this sequence is in use: entries that the server has and that the image knows of are dropped
/// when room is needed.
///
/// One thread at a time for each outbox.
#[unsafe(no_mangle)]
pub extern "C" fn vst_outbox_forget(outbox: vst_outbox, sequence: u64) -> vst_status {
    guard(|| {
        OUTBOXES.change(outbox.id, |outbox| {
            outbox.forget(sequence);
            Ok(())
        })
    })
}

impl vst_entry {
    pub(crate) const NONE: Self = Self {
        kind: VST_ENTRY_NONE,
        host: VST_OF_NO_ONE,
        granted: 0,
        number: 0,
        at_ms: 0,
        id: vst_text::NONE,
        subject: vst_text::NONE,
        vehicle: vst_vehicle::NONE,
    };

    pub(crate) fn lend(entry: &Entry<'_>) -> Self {
        let Entry { number, id, at, what } = *entry;
        let about = Self { number, id: vst_text::lend(id), at_ms: at.millis(), ..Self::NONE };
        match what {
            What::CheckIn { booking, vehicle } => Self {
                kind: VST_ENTRY_CHECK_IN,
                subject: vst_text::lend(booking),
                vehicle: vst_vehicle::lend(vehicle),
                ..about
            },
            What::WalkIn { host, vehicle } => {
                let (host, subject) = match host {
                    HostRef::Resident { code } => (VST_OF_RESIDENT, vst_text::lend(code)),
                    HostRef::Suite { id } => (VST_OF_SUITE, vst_text::lend(id)),
                    HostRef::Visitor => (VST_OF_NO_ONE, vst_text::NONE),
                };
                Self { kind: VST_ENTRY_WALK_IN, host, subject, vehicle: vst_vehicle::lend(vehicle), ..about }
            }
            What::CodeAttempt { door, granted } => Self {
                kind: VST_ENTRY_CODE_ATTEMPT,
                granted: granted.into(),
                subject: vst_text::lend(door),
                ..about
            },
        }
    }

    /// # Safety
    /// Its texts are readable for `'t`, and do not change.
    unsafe fn read<'t>(&self) -> Outcome<Entry<'t>> {
        // SAFETY: as the caller promises, here and below.
        let (id, subject) = unsafe { (self.id.read()?, self.subject.read()?) };
        let vehicle = unsafe { vst_vehicle::read(&self.vehicle) }?;
        let needed = || subject.ok_or(Failure::of(VST_NULL));
        let what = match self.kind {
            VST_ENTRY_CHECK_IN => What::CheckIn { booking: needed()?, vehicle },
            VST_ENTRY_WALK_IN => {
                let host = match self.host {
                    VST_OF_RESIDENT => HostRef::Resident { code: needed()? },
                    VST_OF_SUITE => HostRef::Suite { id: needed()? },
                    VST_OF_NO_ONE => HostRef::Visitor,
                    _ => return Err(Failure::of(VST_BAD_ENUM)),
                };
                What::WalkIn { host, vehicle }
            }
            VST_ENTRY_CODE_ATTEMPT => What::CodeAttempt { door: needed()?, granted: flag(self.granted)? },
            _ => return Err(Failure::of(VST_BAD_ENUM)),
        };
        Ok(Entry { number: 0, id: id.ok_or(Failure::of(VST_NULL))?, at: instant(self.at_ms), what })
    }
}
