//! Vestibule for C and C++: the rules of an entry console over a signed image (SPEC 10, 11).
//!
//! The header `include/vestibule.h` is made of this crate by cbindgen; what a C programmer has to know stands there. This
//! page is for who changes it.
//!
//! - `status` has every outcome of a call; `text` turns pointers and lengths into checked Rust values and back.
//! - `slots` keeps what handles stand for. A handle is a number with a generation, so that one that was freed is told
//!   from a live one without looking at freed memory; readers share, changes are exclusive, and a second thread gets
//!   `VST_BUSY` instead of a data race.
//! - `guard` stops panics at the boundary: the handle at work is poisoned and the call answers `VST_PANIC`.
//! - `image`, `directory`, `parking`, `access`, `session` and `outbox` are the functions, by object.
//! - `freestanding` has the panic handler and the allocator for firmware without an operating system.
//!
//! Every function checks its arguments first, writes its outputs last, and only when it succeeds.
#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod access;
mod directory;
#[cfg(feature = "freestanding")]
mod freestanding;
mod guard;
mod image;
mod outbox;
mod parking;
mod permits;
mod session;
mod slots;
mod status;
mod text;
mod types;
mod vehicle;

pub use access::*;
pub use directory::*;
pub use image::*;
pub use outbox::*;
pub use parking::*;
pub use permits::*;
pub use session::*;
pub use status::*;
pub use text::{VST_TEXT_MAX, vst_text};
pub use types::*;
pub use vehicle::*;

use guard::guard;

/// The version of this ABI. It rises when something in it changes its meaning or its layout; new functions, constants and
/// statuses may come without.
pub const VST_ABI_VERSION: u32 = 1;

/// The ABI version of the library at hand: compare it with `VST_ABI_VERSION` of the header before anything else.
///
/// May be called from any thread at any time; never fails.
#[unsafe(no_mangle)]
pub extern "C" fn vst_abi_version() -> u32 {
    VST_ABI_VERSION
}

/// The version of the library, such as `0.1.0`, as UTF-8 that lasts as long as the program.
///
/// May be called from any thread at any time; never fails.
#[unsafe(no_mangle)]
pub extern "C" fn vst_version() -> vst_text {
    vst_text::lend(env!("CARGO_PKG_VERSION"))
}

/// What a status means, in English, as UTF-8 that lasts as long as the program; for developers, not for visitors. Blank
/// for a number that is no status.
///
/// May be called from any thread at any time; never fails.
#[unsafe(no_mangle)]
pub extern "C" fn vst_status_text(status: vst_status) -> vst_text {
    vst_text::lend(status::describe(status))
}
