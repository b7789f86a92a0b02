//! The checksum of images and outboxes: it tells damage from forgery, and costs less than a signature.

use crc::{CRC_32_ISO_HDLC, Crc, Table};

/// CRC-32 as Ethernet has it, by a table of one kilobyte (crate `crc`).
const CRC: Crc<u32, Table<1>> = Crc::<u32, Table<1>>::new(&CRC_32_ISO_HDLC);

/// The checksum of some bytes.
pub(crate) fn checksum(bytes: &[u8]) -> u32 {
    CRC.checksum(bytes)
}
