//! Pointers and lengths as Rust values, and back. Every pointer that comes from C is looked at here.

use crate::status::{
    Failure, Outcome, VST_BUFFER_TOO_SMALL, VST_MISALIGNED, VST_NOT_UTF8, VST_NULL, VST_TOO_LONG,
};
use core::ffi::c_char;
use core::{fmt, ptr, slice};

/// A text: UTF-8 by pointer and length, without a NUL at its end. As an argument, a null pointer stands for no text at
/// all; as an answer, it is lent by whatever the function names, and never freed by the caller.
#[allow(non_camel_case_types, reason = "C's names")]
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct vst_text {
    /// The first byte; null for no text.
    pub data: *const c_char,
    /// How many bytes.
    pub len: usize,
}

/// The longest text that a function takes, in bytes.
pub const VST_TEXT_MAX: usize = 65_536;

impl vst_text {
    /// No text at all.
    pub(crate) const NONE: Self = Self { data: ptr::null(), len: 0 };

    /// A text that something else keeps.
    pub(crate) fn lend(text: &str) -> Self {
        Self { data: text.as_ptr().cast(), len: text.len() }
    }

    pub(crate) fn lend_some(text: Option<&str>) -> Self {
        text.map_or(Self::NONE, Self::lend)
    }

    /// The text; none for a null pointer.
    ///
    /// # Safety
    /// Unless the pointer is null, so many bytes must be readable behind it for `'t`, and not change.
    pub(crate) unsafe fn read<'t>(self) -> Outcome<Option<&'t str>> {
        if self.data.is_null() {
            return if self.len == 0 { Ok(None) } else { Err(Failure::of(VST_NULL)) };
        }
        // SAFETY: as the caller promises.
        unsafe { text(self.data, self.len) }.map(Some)
    }
}

/// A text that must be there. A null pointer with length 0 is the empty text.
///
/// # Safety
/// So many bytes must be readable behind `data` for `'t`, and not change.
pub(crate) unsafe fn text<'t>(data: *const c_char, len: usize) -> Outcome<&'t str> {
    if len > VST_TEXT_MAX {
        return Err(Failure::of(VST_TOO_LONG));
    }
    // SAFETY: as the caller promises.
    let bytes = unsafe { bytes(data.cast(), len) }?;
    // Most texts are ASCII, which is found out in a third of the time.
    if bytes.is_ascii() {
        // SAFETY: ASCII is UTF-8.
        return Ok(unsafe { core::str::from_utf8_unchecked(bytes) });
    }
    core::str::from_utf8(bytes).map_err(|_| Failure::of(VST_NOT_UTF8))
}

/// Bytes that must be there. A null pointer with length 0 is none of them.
///
/// # Safety
/// So many bytes must be readable behind `data` for `'t`, and not change.
pub(crate) unsafe fn bytes<'t>(data: *const u8, len: usize) -> Outcome<&'t [u8]> {
    if len == 0 {
        return Ok(&[]);
    }
    if data.is_null() {
        return Err(Failure::of(VST_NULL));
    }
    if isize::try_from(len).is_err() {
        return Err(Failure::of(VST_TOO_LONG));
    }
    // SAFETY: not null, within what a slice may be, and readable as the caller promises.
    Ok(unsafe { slice::from_raw_parts(data, len) })
}

/// What a pointer points to.
///
/// # Safety
/// Unless it is null or misaligned, it must point to a `T` that is readable for `'t`, and does not change.
pub(crate) unsafe fn read<'t, T>(pointer: *const T) -> Outcome<&'t T> {
    check(pointer)?;
    // SAFETY: neither null nor misaligned, and readable as the caller promises.
    Ok(unsafe { &*pointer })
}

/// Whether an answer can be written to a pointer: neither null nor misaligned.
pub(crate) fn check<T>(pointer: *const T) -> Outcome {
    if pointer.is_null() {
        Err(Failure::of(VST_NULL))
    } else if !pointer.is_aligned() {
        Err(Failure::of(VST_MISALIGNED))
    } else {
        Ok(())
    }
}

/// Writes an answer.
///
/// # Safety
/// Unless it is null or misaligned, `out` must point to room for a `T`.
pub(crate) unsafe fn put<T>(out: *mut T, value: T) -> Outcome {
    check(out)?;
    // SAFETY: neither null nor misaligned, and writable as the caller promises. What was there is no Rust value.
    unsafe { out.write(value) };
    Ok(())
}

/// The most records that a caller's array is taken for; what is beyond stays as it is.
const MOST: usize = 65_536;

/// A caller's array for answers, written record by record.
pub(crate) struct Out<T> {
    first: *mut T,
    room: usize,
}

impl<T> Out<T> {
    /// # Safety
    /// So many records must be writable behind `first` while this is in use. Null with no room is an array of none.
    pub(crate) unsafe fn new(first: *mut T, room: usize) -> Outcome<Self> {
        if room > 0 {
            check(first)?;
        }
        Ok(Self { first, room: room.min(MOST) })
    }

    pub(crate) fn room(&self) -> usize {
        self.room
    }

    /// Writes a record; nothing beyond the array's end.
    pub(crate) fn put(&self, at: usize, value: T) {
        if at < self.room {
            // SAFETY: within the array that `new` was promised.
            unsafe { self.first.add(at).write(value) };
        }
    }
}

/// A caller's buffer that a text is written to, as far as it fits.
pub(crate) struct Buffer {
    first: *mut u8,
    room: usize,
    wanted: usize,
}

impl Buffer {
    /// # Safety
    /// So many bytes must be writable behind `first` while this is in use. Null with no room asks only for the length.
    pub(crate) unsafe fn new(first: *mut c_char, room: usize) -> Outcome<Self> {
        if room > 0 {
            check(first)?;
        }
        Ok(Self { first: first.cast(), room, wanted: 0 })
    }

    /// Writes the length of the text, and says whether the text was too long for the buffer. Then the buffer holds
    /// nothing of use.
    ///
    /// # Safety
    /// As for [`put`].
    pub(crate) unsafe fn finish(self, len: *mut usize) -> Outcome {
        // SAFETY: as the caller promises.
        unsafe { put(len, self.wanted) }?;
        if self.wanted > self.room { Err(Failure::of(VST_BUFFER_TOO_SMALL)) } else { Ok(()) }
    }
}

impl fmt::Write for Buffer {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let end = self.wanted.saturating_add(text.len());
        if end <= self.room {
            // SAFETY: the bytes from `wanted` to `end` are within the buffer that `new` was promised, and no text of
            // ours lies in it.
            unsafe { ptr::copy_nonoverlapping(text.as_ptr(), self.first.add(self.wanted), text.len()) };
        }
        self.wanted = end;
        Ok(())
    }

    /// Texts come in pieces, never as formats: without this, every buffer would bring the machinery of `core::fmt` along.
    fn write_fmt(&mut self, format: fmt::Arguments<'_>) -> fmt::Result {
        format.as_str().map_or(Err(fmt::Error), |text| self.write_str(text))
    }
}
