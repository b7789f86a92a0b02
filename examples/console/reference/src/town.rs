//! A large directory, and what somebody types to find people in it.

use anyhow::{Context, Result};
use std::path::Path;
use vestibule::calendar::ZoneRules;
use vestibule::document::Document;
use vestibule::image::{ImageSpec, SigningKey};
use vestibule::{Building, Instant};
use vestibule_benches::{buildings, documents};

/// Keystrokes that are counted.
const KEYSTROKES: usize = 400;
const BOOKINGS: usize = 2_000;
const SEED: u64 = 11;

/// Writes `shipped.img`, `key.bin` and `keystrokes.txt` to a folder: in each line what stands in the field after a keystroke,
/// typing errors included.
pub(crate) fn write(residents: usize, out: &Path) -> Result<()> {
    std::fs::create_dir_all(out)?;
    let at = Instant::parse("2026-05-14T18:00:00Z").context("an instant")?;
    let people = buildings::residents(SEED, residents);
    let zone = ZoneRules::bundled("America/Vancouver")?;
    let typed = buildings::keystrokes(SEED, &people, KEYSTROKES);
    let building = Building::open(everyone_shown(documents::document(SEED, residents, BOOKINGS)), zone)?;
    let key = SigningKey::from_seed([7; 32]).context("a key")?;
    let spec = ImageSpec::starting(&building, at, 14, 1);
    std::fs::write(out.join("shipped.img"), building.console_image(&spec)?.sign(&key))?;
    std::fs::write(out.join("key.bin"), key.verifying_key().0)?;
    Ok(std::fs::write(out.join("keystrokes.txt"), typed.join("\n") + "\n")?)
}

/// The document with everybody in the directory: no one hidden, no one moved out.
fn everyone_shown(mut document: Document) -> Document {
    for resident in &mut document.residents {
        resident.display.on_entry_system = true;
        resident.residencies.iter_mut().for_each(|residency| residency.move_out = None);
    }
    document
}
