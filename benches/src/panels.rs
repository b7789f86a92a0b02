//! Signed images of seeded buildings, as a console opens them.

use crate::documents;
use vestibule::image::{ImageSpec, SigningKey, Trust, VerifyingKey};
use vestibule::{Building, Instant};

/// A building, its signed image for two weeks, the key to check it with, and the instant of all questions.
pub struct Written {
    /// The building.
    pub building: Building,
    /// The signed image.
    pub image: Vec<u8>,
    /// Whose signature it has.
    pub key: VerifyingKey,
    /// When questions are asked.
    pub at: Instant,
}

impl Written {
    /// The image of a building with so many residents and bookings, the same for the same seed.
    #[must_use]
    #[expect(clippy::expect_used, reason = "a seeded building fits into an image")]
    pub fn new(seed: u64, residents: usize, bookings: usize) -> Self {
        let building = documents::open(documents::document(seed, residents, bookings));
        let at = documents::now(&building);
        let key = SigningKey::from_seed([7; 32]).expect("not the seed of zeros");
        let spec = ImageSpec::starting(&building, at, 14, 1);
        let image = building.console_image(&spec).expect("a small building").sign(&key);
        Self { building, image, key: key.verifying_key(), at }
    }

    /// Trust in the key that signed it.
    #[must_use]
    pub fn trust(&self) -> Trust<'_> {
        Trust { keys: std::slice::from_ref(&self.key), building: "", newer_than: 0 }
    }
}
