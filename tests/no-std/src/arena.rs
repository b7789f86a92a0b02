//! The smallest allocator that can carry a building: a fixed arena, handed out from the front and never taken back.

use core::alloc::{GlobalAlloc, Layout};
use core::cell::UnsafeCell;
use core::ptr;
use core::sync::atomic::{AtomicUsize, Ordering};

const SIZE: usize = 128 * 1024;

/// Memory, and how much of it is given out.
struct Arena {
    bytes: UnsafeCell<[u8; SIZE]>,
    used: AtomicUsize,
}

#[global_allocator]
static ARENA: Arena = Arena { bytes: UnsafeCell::new([0; SIZE]), used: AtomicUsize::new(0) };

// SAFETY: every byte is given out at most once, because `used` only rises and rises atomically.
unsafe impl Sync for Arena {}

// SAFETY: a block lies within the arena, is aligned as asked, and overlaps no other block.
unsafe impl GlobalAlloc for Arena {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let base = self.bytes.get().cast::<u8>();
        let place = |used: usize| {
            let padding = (base as usize).wrapping_add(used).wrapping_neg() & (layout.align() - 1);
            let start = used.checked_add(padding)?;
            let end = start.checked_add(layout.size())?;
            (end <= SIZE).then_some((start, end))
        };
        let taken = self
            .used
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |used| place(used).map(|(_, end)| end));
        match taken.ok().and_then(place) {
            // SAFETY: `start` is within the arena.
            Some((start, _)) => unsafe { base.add(start) },
            None => ptr::null_mut(),
        }
    }

    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}
}
