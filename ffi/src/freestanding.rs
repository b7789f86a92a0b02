//! What firmware without an operating system provides: memory, and what happens when the library fails inside.

use core::alloc::{GlobalAlloc, Layout};
use core::panic::PanicInfo;

unsafe extern "C" {
    /// Gives `size` bytes at an address that is a multiple of `align`, a power of two of at most 16; null when there are
    /// none left. The firmware defines it; it is called only from within calls of this library.
    fn vst_hook_alloc(size: usize, align: usize) -> *mut u8;
    /// Takes memory back that `vst_hook_alloc` gave. The firmware defines it.
    fn vst_hook_free(memory: *mut u8, size: usize, align: usize);
    /// The library failed inside, which is a fault of the library: stop or restart. Must not return. The firmware defines
    /// it.
    fn vst_hook_panic() -> !;
}

struct Hooks;

#[global_allocator]
static HOOKS: Hooks = Hooks;

// SAFETY: the firmware's hooks keep the contract of an allocator, as the header asks of them.
unsafe impl GlobalAlloc for Hooks {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: any size and alignment may be asked for.
        unsafe { vst_hook_alloc(layout.size(), layout.align()) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: the memory came from the hook above, for this layout.
        unsafe { vst_hook_free(memory, layout.size(), layout.align()) }
    }
}

#[panic_handler]
fn fail(_: &PanicInfo<'_>) -> ! {
    // SAFETY: the hook takes nothing and does not return.
    unsafe { vst_hook_panic() }
}
