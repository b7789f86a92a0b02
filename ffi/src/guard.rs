//! Stopping panics at the boundary.

use crate::status::{Outcome, VST_OK, vst_status};

/// Runs a call and answers with its status. A panic inside becomes `VST_PANIC`; the handles that were at work are
/// poisoned by then.
#[cfg(feature = "std")]
pub(crate) fn guard(call: impl FnOnce() -> Outcome) -> vst_status {
    match std::panic::catch_unwind(std::panic::AssertUnwindSafe(call)) {
        Ok(outcome) => status(outcome),
        Err(_) => crate::status::VST_PANIC,
    }
}

/// Runs a call and answers with its status. Without an operating system nothing unwinds: a panic ends in the firmware's
/// hook.
#[cfg(not(feature = "std"))]
pub(crate) fn guard(call: impl FnOnce() -> Outcome) -> vst_status {
    status(call())
}

fn status(outcome: Outcome) -> vst_status {
    match outcome {
        Ok(()) => VST_OK,
        Err(failure) => failure.status(),
    }
}
