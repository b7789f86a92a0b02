//! Every outcome of a call.

use core::num::NonZero;
use vestibule::image::ImageError;
use vestibule::outbox::OutboxError;

/// The outcome of a call: one of the constants `VST_…` below. 0 is success. Numbers are never given another meaning; later
/// versions may have more of them.
#[allow(non_camel_case_types, reason = "C's names")]
pub type vst_status = u32;

/// The call succeeded; its outputs are written.
pub const VST_OK: vst_status = 0;
/// A pointer that must not be null is null, or a handle is zero.
pub const VST_NULL: vst_status = 1;
/// A pointer is not aligned for what it points to.
pub const VST_MISALIGNED: vst_status = 2;
/// The handle was freed, or never was one.
pub const VST_STALE: vst_status = 3;
/// Another thread is at work with the handle, in a way that excludes this call.
pub const VST_BUSY: vst_status = 4;
/// A call with this handle failed inside before: it can only be freed.
pub const VST_POISONED: vst_status = 5;
/// There is no memory left.
pub const VST_NO_MEMORY: vst_status = 6;
/// So many handles are open that there is no room for another.
pub const VST_TOO_MANY: vst_status = 7;
/// A text is not UTF-8.
pub const VST_NOT_UTF8: vst_status = 8;
/// A text or a buffer is longer than the function takes.
pub const VST_TOO_LONG: vst_status = 9;
/// A number stands for none of the values that it may have.
pub const VST_BAD_ENUM: vst_status = 10;
/// The buffer is too small; the length that it needs is written where the function says so.
pub const VST_BUFFER_TOO_SMALL: vst_status = 11;
/// There is no such suite, booking, resident, door, entry or text.
pub const VST_UNKNOWN: vst_status = 12;
/// The library failed inside. The handle at work is poisoned.
pub const VST_PANIC: vst_status = 13;
/// The image ends too early.
pub const VST_IMAGE_TRUNCATED: vst_status = 20;
/// The bytes do not begin as an image does.
pub const VST_IMAGE_UNKNOWN: vst_status = 21;
/// The image has a format that this library does not read yet.
pub const VST_IMAGE_FUTURE: vst_status = 22;
/// The image's checksum does not fit.
pub const VST_IMAGE_CORRUPT: vst_status = 23;
/// No trusted key signed the image.
pub const VST_IMAGE_FORGED: vst_status = 24;
/// The image is of another building.
pub const VST_IMAGE_WRONG_BUILDING: vst_status = 25;
/// The image is not newer than the one in use.
pub const VST_IMAGE_OLDER: vst_status = 26;
/// The image is signed, and yet not consistent in itself.
pub const VST_IMAGE_INCONSISTENT: vst_status = 27;
/// The memory lent to the outbox is too small.
pub const VST_OUTBOX_TOO_SMALL: vst_status = 40;
/// The outbox is full of entries that the server has yet to acknowledge.
pub const VST_OUTBOX_FULL: vst_status = 41;
/// The last change of the outbox is still to be stored.
pub const VST_OUTBOX_NOT_STORED: vst_status = 42;

/// What a status means; blank for what is none.
pub(crate) fn describe(status: vst_status) -> &'static str {
    match status {
        VST_OK => "success",
        VST_NULL => "a pointer or a handle is null",
        VST_MISALIGNED => "a pointer is not aligned for its type",
        VST_STALE => "the handle was freed, or never was one",
        VST_BUSY => "another thread is using the handle",
        VST_POISONED => "an earlier call with the handle failed inside: free it",
        VST_NO_MEMORY => "out of memory",
        VST_TOO_MANY => "too many handles are open",
        VST_NOT_UTF8 => "a text is not UTF-8",
        VST_TOO_LONG => "a text or a length is larger than the function takes",
        VST_BAD_ENUM => "a number stands for none of the values it may have",
        VST_BUFFER_TOO_SMALL => "the buffer is too small",
        VST_UNKNOWN => "there is no such thing in the image or on the screen",
        VST_PANIC => "the library failed inside",
        VST_IMAGE_TRUNCATED => "the image is cut short: transfer it again",
        VST_IMAGE_UNKNOWN => "these bytes are no console image",
        VST_IMAGE_FUTURE => "the image has a newer format: update the firmware",
        VST_IMAGE_CORRUPT => "the image was damaged: transfer it again",
        VST_IMAGE_FORGED => "the image was not signed by a trusted key",
        VST_IMAGE_WRONG_BUILDING => "the image is of another building",
        VST_IMAGE_OLDER => "the image is not newer than the one in use",
        VST_IMAGE_INCONSISTENT => "the image is inconsistent: whoever wrote it is at fault",
        VST_OUTBOX_TOO_SMALL => "the outbox needs more memory",
        VST_OUTBOX_FULL => "the outbox is full: connect the console to its server",
        VST_OUTBOX_NOT_STORED => "the last change of the outbox has not been stored yet",
        _ => "",
    }
}

/// Why a call does not succeed: any status but success, so that an outcome without a value is as large as a status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Failure(NonZero<vst_status>);

impl Failure {
    /// The failure of this status, which is not [`VST_OK`].
    pub(crate) const fn of(status: vst_status) -> Self {
        match NonZero::new(status) {
            Some(status) => Self(status),
            None => Self::of(VST_PANIC),
        }
    }

    pub(crate) const fn status(self) -> vst_status {
        self.0.get()
    }
}

/// What a call comes to.
pub(crate) type Outcome<T = ()> = Result<T, Failure>;

impl From<ImageError> for Failure {
    fn from(error: ImageError) -> Self {
        Self::of(match error {
            ImageError::Truncated => VST_IMAGE_TRUNCATED,
            ImageError::NotAnImage => VST_IMAGE_UNKNOWN,
            ImageError::FutureVersion => VST_IMAGE_FUTURE,
            ImageError::Corrupt => VST_IMAGE_CORRUPT,
            ImageError::Forged => VST_IMAGE_FORGED,
            ImageError::WrongBuilding => VST_IMAGE_WRONG_BUILDING,
            ImageError::Older => VST_IMAGE_OLDER,
            _ => VST_IMAGE_INCONSISTENT,
        })
    }
}

impl From<OutboxError> for Failure {
    fn from(error: OutboxError) -> Self {
        Self::of(match error {
            OutboxError::TooSmall => VST_OUTBOX_TOO_SMALL,
            OutboxError::Full => VST_OUTBOX_FULL,
            OutboxError::NotStored => VST_OUTBOX_NOT_STORED,
            _ => VST_TOO_LONG,
        })
    }
}

#[cfg(all(test, feature = "std"))]
mod tests {
    use super::*;

    #[test]
    fn every_status_is_described_and_others_are_not() {
        for status in [VST_OK, VST_NULL, VST_PANIC, VST_IMAGE_FORGED, VST_OUTBOX_NOT_STORED] {
            assert!(!describe(status).is_empty());
        }
        assert_eq!((describe(14), describe(u32::MAX)), ("", ""));
    }
}
