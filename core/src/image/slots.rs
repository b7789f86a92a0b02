//! Two places for images, so that one valid image is always there (SPEC 11.2).
//!
//! A console keeps its image in one of two slots. A new one is written to the other; it counts once it is there whole, so
//! that a power cut while it is written leaves the old one in use. Nothing but the image itself says which slot is in
//! use: there is no mark that could be lost.
//!
//! ```text
//! at start     open both slots; use the one that `choose` says
//! an update    open the new image's bytes, trusting only what is newer than the image in use; write them to `spare`;
//!              open the slot; at the next welcome screen use it
//! ```

use super::Image;

/// One of the two slots.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// The first.
    A,
    /// The second.
    B,
}

impl Slot {
    /// The other one.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::A => Self::B,
            Self::B => Self::A,
        }
    }
}

/// Which slot to use and which to write the next image to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slots {
    /// The one whose image is in use; none when neither holds a valid image.
    pub active: Option<Slot>,
    /// The one that may be written to: never the one in use.
    pub spare: Slot,
}

/// Chooses between what the two slots hold, each opened with a [`Trust`](super::Trust) that takes any sequence, or none
/// for one that was refused: the newer image is used.
#[must_use]
pub fn choose(a: Option<&Image<'_>>, b: Option<&Image<'_>>) -> Slots {
    let sequence = |image: Option<&Image<'_>>| image.map(Image::sequence);
    let active = match (sequence(a), sequence(b)) {
        (None, None) => None,
        // An absent one is less than any.
        (a, b) => Some(if a >= b { Slot::A } else { Slot::B }),
    };
    Slots { active, spare: active.map_or(Slot::A, Slot::other) }
}
