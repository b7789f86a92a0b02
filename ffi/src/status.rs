//! Every outcome of a call.

use vestibule::image::ImageError;
use vestibule::outbox::OutboxError;

/// The outcome of a call: one of the constants `VST_…` below. 0 is success. Numbers are never given another meaning; later
/// versions may have more of them.
#[allow(non_camel_case_types, reason = "C's names")]
pub type vst_status = u32;

macro_rules! statuses {
    ($($(#[$doc:meta])* $name:ident = $number:literal, $text:literal;)*) => {
        $($(#[$doc])* pub const $name: vst_status = $number;)*

        /// What a status means; blank for what is none.
        pub(crate) fn describe(status: vst_status) -> &'static str {
            match status {
                $($name => $text,)*
                _ => "",
            }
        }
    };
}

statuses! {
    /// The call succeeded; its outputs are written.
    VST_OK = 0, "success";
    /// A pointer that must not be null is null, or a handle is zero.
    VST_NULL = 1, "a pointer or a handle is null";
    /// A pointer is not aligned for what it points to.
    VST_MISALIGNED = 2, "a pointer is not aligned for its type";
    /// The handle was freed, or never was one.
    VST_STALE = 3, "the handle was freed, or never was one";
    /// Another thread is at work with the handle, in a way that excludes this call.
    VST_BUSY = 4, "another thread is using the handle";
    /// A call with this handle failed inside before: it can only be freed.
    VST_POISONED = 5, "an earlier call with the handle failed inside: free it";
    /// There is no memory left.
    VST_NO_MEMORY = 6, "out of memory";
    /// So many handles are open that there is no room for another.
    VST_TOO_MANY = 7, "too many handles are open";
    /// A text is not UTF-8.
    VST_NOT_UTF8 = 8, "a text is not UTF-8";
    /// A text or a buffer is longer than the function takes.
    VST_TOO_LONG = 9, "a text or a length is larger than the function takes";
    /// A number stands for none of the values that it may have.
    VST_BAD_ENUM = 10, "a number stands for none of the values it may have";
    /// The buffer is too small; the length that it needs is written where the function says so.
    VST_BUFFER_TOO_SMALL = 11, "the buffer is too small";
    /// There is no such suite, booking, resident, door, entry or text.
    VST_UNKNOWN = 12, "there is no such thing in the image or on the screen";
    /// The library failed inside. The handle at work is poisoned.
    VST_PANIC = 13, "the library failed inside";
    /// The image ends too early.
    VST_IMAGE_TRUNCATED = 20, "the image is cut short: transfer it again";
    /// The bytes do not begin as an image does.
    VST_IMAGE_UNKNOWN = 21, "these bytes are no console image";
    /// The image has a format that this library does not read yet.
    VST_IMAGE_FUTURE = 22, "the image has a newer format: update the firmware";
    /// The image's checksum does not fit.
    VST_IMAGE_CORRUPT = 23, "the image was damaged: transfer it again";
    /// No trusted key signed the image.
    VST_IMAGE_FORGED = 24, "the image was not signed by a trusted key";
    /// The image is of another building.
    VST_IMAGE_WRONG_BUILDING = 25, "the image is of another building";
    /// The image is not newer than the one in use.
    VST_IMAGE_OLDER = 26, "the image is not newer than the one in use";
    /// The image is signed, and yet not consistent in itself.
    VST_IMAGE_INCONSISTENT = 27, "the image is inconsistent: whoever wrote it is at fault";
    /// The memory lent to the outbox is too small.
    VST_OUTBOX_TOO_SMALL = 40, "the outbox needs more memory";
    /// The outbox is full of entries that the server has yet to acknowledge.
    VST_OUTBOX_FULL = 41, "the outbox is full: connect the console to its server";
    /// The last change of the outbox is still to be stored.
    VST_OUTBOX_NOT_STORED = 42, "the last change of the outbox has not been stored yet";
}

/// Why a call does not succeed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Failure(pub(crate) vst_status);

/// What a call comes to.
pub(crate) type Outcome<T = ()> = Result<T, Failure>;

impl From<ImageError> for Failure {
    fn from(error: ImageError) -> Self {
        Self(match error {
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
        Self(match error {
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
