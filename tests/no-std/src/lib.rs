//! Proof that the rules need no operating system and no standard library.
//!
//! This is what firmware does: it brings its own panic handler and its own allocator, hands over a document, zone rules
//! and the time, and asks. When any dependency of the core pulls in `std`, there are two panic handlers and the build
//! fails. `cargo xtask test --only no-std` builds it for the host and for a Cortex-M4, and links it without a C library.
#![no_std]
#![warn(missing_docs, clippy::all)]

extern crate alloc;

mod arena;
mod questions;

use core::panic::PanicInfo;
use core::slice;

/// Opens a building and asks it one question of each kind. Answers with the number of questions that had an answer, so
/// that nothing of the core can be left out when linking.
///
/// # Safety
/// `document` and `zone` point to that many readable bytes, which nobody writes to during the call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn vestibule_proof(
    document: *const u8,
    document_len: usize,
    zone: *const u8,
    zone_len: usize,
    now_ms: i64,
) -> u32 {
    // SAFETY: the caller promises that both are readable for their lengths and stay as they are.
    let (document, zone) =
        unsafe { (slice::from_raw_parts(document, document_len), slice::from_raw_parts(zone, zone_len)) };
    questions::ask_all(document, zone, now_ms).unwrap_or(0)
}

#[panic_handler]
fn halt(_: &PanicInfo<'_>) -> ! {
    loop {
        core::hint::spin_loop();
    }
}
