//! An image of any bytes: opened as it is, with its length and checksum repaired, and as if it were signed; then asked
//! everything, and used by a visitor.

use crate::checksum;
use vestibule::Instant;
use vestibule::image::{Image, ImageError, Panel, Trust};
use vestibule::outbox::{Entries, Outbox};
use vestibule_tests::drive::{ask_everything, store, visit};

const MAGIC: &[u8] = b"VSTIMAGE";
const LENGTH_AT: usize = 12;
const CHECKSUM_AT: usize = 16;
const CHECKED_FROM: usize = 20;
const SIGNATURE: usize = 64;
/// Nothing is read beyond an image of this size, so that an execution takes no longer than it must.
const LARGEST: usize = 1 << 14;
/// Written in the images of the corpus: 2026-05-14T18:00:00Z.
const WRITTEN_AT: i64 = 1_778_781_600_000;

/// The image that the bytes begin with, as long as its header says, and what follows it, which a visitor does.
pub(crate) fn split(data: &[u8]) -> (&[u8], &[u8]) {
    let said = data.get(LENGTH_AT..).and_then(<[u8]>::first_chunk);
    let length = said.map_or(0, |said| u32::from_le_bytes(*said) as usize);
    data.split_at(length.min(data.len()).min(LARGEST))
}

/// The same image with a header and a checksum that fit.
fn repaired(image: &[u8]) -> Option<Vec<u8>> {
    let mut image = image.to_vec();
    let length = u32::try_from(image.len()).ok()?.to_le_bytes();
    image.get_mut(..MAGIC.len())?.copy_from_slice(MAGIC);
    image.get_mut(MAGIC.len()..LENGTH_AT)?.copy_from_slice(&1_u32.to_le_bytes());
    image.get_mut(LENGTH_AT..CHECKSUM_AT)?.copy_from_slice(&length);
    let sum = checksum(image.get(CHECKED_FROM..image.len().checked_sub(SIGNATURE)?)?);
    image.get_mut(CHECKSUM_AT..CHECKED_FROM)?.copy_from_slice(&sum);
    Some(image)
}

/// One execution.
pub fn run(data: &[u8]) {
    let trust = Trust { keys: &[], building: "", newer_than: 0 };
    assert!(Image::open(data, &trust).is_err());
    let (image, doings) = split(data);
    let Some(image) = repaired(image) else { return };
    assert_eq!(Image::open(&image, &trust).err(), Some(ImageError::Forged));
    let Some(image) = Image::open_unsigned(&image) else { return };

    let typed: String = doings.utf8_chunks().flat_map(|chunk| chunk.valid().chars()).take(24).collect();
    let words = [typed.as_str(), "mraie", "BUS 1800", "lobby", "1001", "424242", ""];
    let panel = Panel::new(&image, Entries::none());
    let shift = doings.first_chunk().map_or(0, |bytes| i64::from(i32::from_le_bytes(*bytes)));
    for at in [WRITTEN_AT, WRITTEN_AT + shift * 1000, 0, i64::MAX, i64::MIN] {
        ask_everything(panel, Instant::from_millis(at), &words);
    }
    let mut memory = [0xFF; Outbox::SMALLEST];
    let Ok((mut outbox, _)) = Outbox::open(&mut memory) else { return };
    store(&mut outbox);
    visit(&image, &mut outbox, Instant::from_millis(WRITTEN_AT), doings);
}
