//! Calls to management, and entry codes (SPEC 7, 9).
#![allow(non_camel_case_types, reason = "C's names")]

use crate::guard;
use crate::status::{Failure, VST_UNKNOWN, vst_status};
use crate::text::{check, put, text, vst_text};
use crate::types::{IMAGES, instant, vst_image};
use core::ffi::c_char;

/// Finds the contact that "Call management" calls at an instant (SPEC 7.3): `*contact` becomes its id, lent until the
/// image is freed, or no text when the button is not shown.
///
/// `at_ms` is in milliseconds since the Unix epoch. Any thread, at the same time as other questions.
///
/// # Safety
/// `contact` points to room for a text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn vst_call_management(
    image: vst_image,
    at_ms: i64,
    contact: *mut vst_text,
) -> vst_status {
    guard(|| {
        check(contact)?;
        let id = IMAGES.read(image.id, |image| {
            let called = image.call_management(&image.now(instant(at_ms)));
            Ok(vst_text::lend_some(called.and_then(|called| image.contact(called))))
        })?;
        // SAFETY: as the caller promises.
        unsafe { put(contact, id) }
    })
}

/// Whether an entry code opens a door at an instant (SPEC 9.5): `*granted` becomes 1 or 0. It never says why not. The
/// session slows down guessing; who asks here directly has to do that too.
///
/// `at_ms` is in milliseconds since the Unix epoch. `VST_UNKNOWN` for a door that the building does not have. Any thread,
/// at the same time as other questions.
///
/// # Safety
/// `code_len` bytes are readable behind `code`, `door_len` behind `door`, and `granted` points to room for a number.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn vst_enter_code(
    image: vst_image,
    at_ms: i64,
    code: *const c_char,
    code_len: usize,
    door: *const c_char,
    door_len: usize,
    granted: *mut u32,
) -> vst_status {
    guard(|| {
        check(granted)?;
        // SAFETY: as the caller promises, here and below.
        let (code, door) = unsafe { (text(code, code_len)?, text(door, door_len)?) };
        let opens = IMAGES.read(image.id, |image| {
            image.enter_code(code, door, &image.now(instant(at_ms))).ok_or(Failure::of(VST_UNKNOWN))
        })?;
        unsafe { put(granted, opens.into()) }
    })
}
