//! What the fuzz targets do with their bytes. Nothing is asserted of answers; that there is one, without a panic, an
//! overflow or a look beyond the bytes, is the property, and an outbox must keep what it took.

pub mod image;
pub mod outbox;

use crc::{CRC_32_ISO_HDLC, Crc};

static CRC: Crc<u32> = Crc::<u32>::new(&CRC_32_ISO_HDLC);

fn checksum(bytes: &[u8]) -> [u8; 4] {
    CRC.checksum(bytes).to_le_bytes()
}
