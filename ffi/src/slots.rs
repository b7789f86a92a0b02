//! What handles stand for.
//!
//! A handle is the number of a slot and the generation of what was put there. A slot is never given back, so that a
//! handle that was freed can be looked at without touching freed memory. Of each slot one word says everything: its
//! generation, whether something is there, whether it is poisoned, and who is at work with it.
//!
//! Counting a reader in and out of that word takes two locked operations, which is most of what a short question costs. So
//! beside it there is a seat for one: taken by one locked operation, and left by a plain store, for nobody else may write
//! to it then. Whoever finds the seat taken is counted. Who works alone holds both, the word and the seat.

use crate::status::{
    Failure, Outcome, VST_BUSY, VST_NO_MEMORY, VST_NULL, VST_POISONED, VST_STALE, VST_TOO_MANY,
};
use alloc::boxed::Box;
use core::alloc::Layout;
use core::cell::UnsafeCell;
use core::sync::atomic::{AtomicBool, AtomicU32, Ordering};

/// Something is there.
const LIVE: u32 = 0x8000;
/// A call failed inside while it was at work.
const POISONED: u32 = 0x4000;
/// How many are at work, or [`EXCLUSIVE`].
const AT_WORK: u32 = 0x3FFF;
const EXCLUSIVE: u32 = AT_WORK;
const GENERATION: u32 = 16;

/// The slots of one kind of object. What does not depend on the kind is done with the words alone, so that there is one
/// function of it for all.
pub(crate) struct Slots<T, const N: usize> {
    slots: [Slot; N],
    values: [UnsafeCell<Option<Box<T>>>; N],
}

/// Who is at work with one value.
struct Slot {
    word: AtomicU32,
    /// Whether the seat is taken.
    seat: AtomicBool,
}

// SAFETY: a value is reached only through its slot: by one at a time that may change it, or by several that only read it.
// So a value that may be sent and shared may be kept here.
unsafe impl<T: Send + Sync, const N: usize> Sync for Slots<T, N> {}

impl<T, const N: usize> Slots<T, N> {
    pub(crate) const fn new() -> Self {
        Self { slots: [const { Slot::new() }; N], values: [const { UnsafeCell::new(None) }; N] }
    }

    /// Keeps a value and answers with its handle.
    pub(crate) fn insert(&self, value: T) -> Outcome<u32> {
        let value = try_box(value).ok_or(Failure::of(VST_NO_MEMORY))?;
        let (word, at) = claim_free(&self.slots).ok_or(Failure::of(VST_TOO_MANY))?;
        if let Some(place) = self.values.get(at) {
            // SAFETY: the slot was claimed, and nothing is there that another could be at work with.
            unsafe { *place.get() = Some(value) };
        }
        let generation = (word.load(Ordering::Relaxed) >> GENERATION).wrapping_add(1) & 0xFFFF;
        word.store(generation << GENERATION | LIVE, Ordering::Release);
        let number = u32::try_from(at + 1).unwrap_or(0);
        Ok(generation << GENERATION | number)
    }

    /// Works with a value that others may be reading, too.
    pub(crate) fn read<R>(&self, handle: u32, work: impl FnOnce(&T) -> Outcome<R>) -> Outcome<R> {
        let at_work = share(&self.slots, handle)?;
        // SAFETY: counted as a reader; who changes the value waits for there to be none.
        let value = self.values.get(at_work.at).and_then(|value| unsafe { &*value.get() }.as_deref());
        let result = value.ok_or(Failure::of(VST_STALE)).and_then(work);
        at_work.end();
        result
    }

    /// Works with a value alone.
    pub(crate) fn change<R>(&self, handle: u32, work: impl FnOnce(&mut T) -> Outcome<R>) -> Outcome<R> {
        let at_work = claim(&self.slots, handle, false)?;
        // SAFETY: claimed, so that nobody else is at work with it.
        let value = self.values.get(at_work.at).and_then(|value| unsafe { &mut *value.get() }.as_deref_mut());
        let result = value.ok_or(Failure::of(VST_STALE)).and_then(work);
        at_work.end();
        result
    }

    /// Lets go of a value, poisoned or not.
    pub(crate) fn remove(&self, handle: u32) -> Outcome {
        let at_work = claim(&self.slots, handle, true)?;
        // SAFETY: claimed, so that nobody else is at work with it.
        let value = self.values.get(at_work.at).and_then(|value| unsafe { &mut *value.get() }.take());
        at_work.slot.word.store(handle & !0xFFFF | EXCLUSIVE, Ordering::Relaxed);
        at_work.end();
        drop(value);
        Ok(())
    }
}

/// The slot of a handle, and its place.
fn find(slots: &[Slot], handle: u32) -> Outcome<(&Slot, usize)> {
    if handle == 0 {
        return Err(Failure::of(VST_NULL));
    }
    let at = usize::try_from(handle & 0xFFFF).unwrap_or(0).wrapping_sub(1);
    slots.get(at).map(|slot| (slot, at)).ok_or(Failure::of(VST_STALE))
}

/// Claims a slot with nothing in it. A stale handle's reader may sit down meanwhile; it finds nothing, and leaves.
fn claim_free(slots: &[Slot]) -> Option<(&AtomicU32, usize)> {
    slots.iter().map(|slot| &slot.word).zip(0..).find(|(word, _)| {
        let now = word.load(Ordering::Relaxed);
        let claim = || word.compare_exchange(now, now | EXCLUSIVE, Ordering::Acquire, Ordering::Relaxed);
        now & (LIVE | AT_WORK) == 0 && claim().is_ok()
    })
}

/// Whether what a handle stands for is still there, and fit for work.
fn may_work(word: u32, handle: u32, poisoned_too: bool) -> Outcome {
    if word & LIVE == 0 || word >> GENERATION != handle >> GENERATION {
        Err(Failure::of(VST_STALE))
    } else if word & POISONED != 0 && !poisoned_too {
        Err(Failure::of(VST_POISONED))
    } else {
        Ok(())
    }
}

/// Lets one more reader in: to the seat, or counted.
#[cfg_attr(not(feature = "std"), inline(never))]
fn share(slots: &[Slot], handle: u32) -> Outcome<Work<'_>> {
    let (slot, at) = find(slots, handle)?;
    if slot.sit_down() {
        let word = slot.word.load(Ordering::Acquire);
        let alone = if word & AT_WORK == EXCLUSIVE { Err(Failure::of(VST_BUSY)) } else { Ok(()) };
        let may = may_work(word, handle, false).and(alone);
        return may.map(|()| Work { slot, at, share: Share::Seat }).inspect_err(|_| slot.stand_up());
    }
    let mut now = slot.word.load(Ordering::Relaxed);
    loop {
        may_work(now, handle, false)?;
        if now & AT_WORK >= EXCLUSIVE - 1 {
            return Err(Failure::of(VST_BUSY));
        }
        match slot.word.compare_exchange_weak(now, now + 1, Ordering::Acquire, Ordering::Relaxed) {
            Ok(_) => return Ok(Work { slot, at, share: Share::Counted }),
            Err(other) => now = other,
        }
    }
}

/// Claims a slot for work that nobody else may be at.
#[cfg_attr(not(feature = "std"), inline(never))]
fn claim(slots: &[Slot], handle: u32, poisoned_too: bool) -> Outcome<Work<'_>> {
    let (slot, at) = find(slots, handle)?;
    let now = slot.word.load(Ordering::Relaxed);
    may_work(now, handle, poisoned_too)?;
    let idle = now & AT_WORK == 0;
    let claim = || slot.word.compare_exchange(now, now | EXCLUSIVE, Ordering::Acquire, Ordering::Relaxed);
    if !idle || claim().is_err() {
        return Err(Failure::of(VST_BUSY));
    }
    if !slot.sit_down() {
        slot.word.fetch_sub(EXCLUSIVE, Ordering::Release);
        return Err(Failure::of(VST_BUSY));
    }
    Ok(Work { slot, at, share: Share::Alone })
}

impl Slot {
    const fn new() -> Self {
        Self { word: AtomicU32::new(0), seat: AtomicBool::new(false) }
    }

    /// Takes the seat if it is free.
    fn sit_down(&self) -> bool {
        !self.seat.swap(true, Ordering::Acquire)
    }

    /// Leaves the seat; only for who has it.
    fn stand_up(&self) {
        self.seat.store(false, Ordering::Release);
    }
}

/// What of a slot is held.
enum Share {
    Seat,
    Counted,
    Alone,
}

/// Work with a value: it must be ended. When it is dropped instead, by a panic, the value is poisoned.
struct Work<'s> {
    slot: &'s Slot,
    at: usize,
    share: Share,
}

impl Work<'_> {
    fn end(self) {
        self.leave();
        core::mem::forget(self);
    }

    #[cfg_attr(not(feature = "std"), inline(never))]
    fn leave(&self) {
        match self.share {
            Share::Seat => self.slot.stand_up(),
            Share::Counted => _ = self.slot.word.fetch_sub(1, Ordering::Release),
            Share::Alone => {
                // The word first: who finds the seat free finds it as it is to stay.
                self.slot.word.fetch_sub(EXCLUSIVE, Ordering::Release);
                self.slot.stand_up();
            }
        }
    }
}

impl Drop for Work<'_> {
    fn drop(&mut self) {
        self.slot.word.fetch_or(POISONED, Ordering::Relaxed);
        self.leave();
    }
}

/// A value on the heap; none when there is no memory, where `Box::new` would end the program.
fn try_box<T>(value: T) -> Option<Box<T>> {
    let layout = Layout::new::<T>();
    if layout.size() == 0 {
        return Some(Box::new(value));
    }
    // SAFETY: the layout is not empty.
    let room = unsafe { alloc::alloc::alloc(layout) }.cast::<T>();
    if room.is_null() {
        return None;
    }
    // SAFETY: the room is new and as large and aligned as a `T`; it comes from the allocator that a `Box` gives it back to.
    unsafe {
        room.write(value);
        Some(Box::from_raw(room))
    }
}

#[cfg(all(test, feature = "std"))]
#[allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::*;
    use crate::status::VST_OK;

    fn status<R>(outcome: Outcome<R>) -> u32 {
        outcome.map_or_else(Failure::status, |_| VST_OK)
    }

    #[test]
    fn a_freed_handle_is_stale_and_its_slot_serves_again() {
        let slots: Slots<u8, 2> = Slots::new();
        let (a, b) = (slots.insert(1).unwrap(), slots.insert(2).unwrap());
        assert_eq!(slots.insert(3), Err(Failure::of(VST_TOO_MANY)));
        assert_eq!(slots.read(a, |value| Ok(*value)), Ok(1));
        assert_eq!(slots.remove(a), Ok(()));
        assert_eq!((status(slots.remove(a)), status(slots.read(a, |_| Ok(())))), (VST_STALE, VST_STALE));
        let c = slots.insert(4).unwrap();
        assert_ne!(a, c);
        assert_eq!((slots.read(b, |value| Ok(*value)), slots.read(c, |value| Ok(*value))), (Ok(2), Ok(4)));
        for made_up in [7, 0xFFFF, u32::MAX, a ^ 0x0001_0000] {
            assert_eq!(status(slots.read(made_up, |_| Ok(()))), VST_STALE, "{made_up:x}");
        }
        assert_eq!(status(slots.read(0, |_| Ok(()))), VST_NULL);
    }

    #[test]
    fn readers_share_and_changes_are_alone() {
        let slots: Slots<u8, 1> = Slots::new();
        let handle = slots.insert(1).unwrap();
        let inner = slots.read(handle, |_| {
            assert_eq!(slots.read(handle, |value| Ok(*value)), Ok(1));
            assert_eq!(
                (status(slots.change(handle, |_| Ok(()))), status(slots.remove(handle))),
                (VST_BUSY, VST_BUSY)
            );
            Ok(())
        });
        assert_eq!(inner, Ok(()));
        let inner = slots.change(handle, |_| Ok(status(slots.read(handle, |_| Ok(())))));
        assert_eq!(inner, Ok(VST_BUSY));
        assert!(slots.slots[0].sit_down());
        let inner = slots.read(handle, |_| {
            slots.slots[0].stand_up();
            Ok((status(slots.change(handle, |_| Ok(()))), status(slots.remove(handle))))
        });
        assert_eq!(inner, Ok((VST_BUSY, VST_BUSY)), "a reader beside the seat counts as well");
        assert_eq!(slots.remove(handle), Ok(()));
    }

    #[test]
    fn a_panic_poisons_what_it_was_at_work_with() {
        let slots: Slots<u8, 1> = Slots::new();
        let handle = slots.insert(1).unwrap();
        let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            slots.change(handle, |_| -> Outcome { panic!("inside") })
        }));
        assert!(caught.is_err());
        assert_eq!(status(slots.read(handle, |_| Ok(()))), VST_POISONED);
        assert_eq!(slots.remove(handle), Ok(()));
        assert!(slots.insert(2).is_ok());
    }

    #[test]
    fn threads_never_see_a_value_half_changed() {
        static SLOTS: Slots<[u64; 8], 1> = Slots::new();
        let handle = SLOTS.insert([0; 8]).unwrap();
        let work = |number: u64| {
            move || {
                for round in 0..2000 {
                    let _ = SLOTS.change(handle, |value| {
                        value.fill(number * 10_000 + round);
                        Ok(())
                    });
                    let same = SLOTS.read(handle, |value| Ok(value.iter().all(|one| *one == value[0])));
                    assert!(same.unwrap_or(true));
                }
            }
        };
        let threads: Vec<_> = (1..=4).map(|number| std::thread::spawn(work(number))).collect();
        threads.into_iter().for_each(|thread| thread.join().unwrap());
    }
}
