//! The outbox: what happened at a console, kept until the server has it (SPEC 11.3).
//!
//! Check-ins, walk-ins and code attempts go in with an id of their own, come out in order, and stay until the server has
//! acknowledged them and an image that knows of them is in use. The outbox lives in memory that the host lends it, and
//! says which bytes of it to store: it does no I/O, so that the same rules hold for flash, a file and a test.
//!
//! # Storing
//!
//! The memory is two banks of equal size, each a log that only grows. After every change the host carries out
//! [`next_write`](Outbox::next_write) and tells of it by [`written`](Outbox::written), again and again until there is
//! none; only then it acts on the change: shows that a check-in stands, lets the server know that it has an
//! acknowledgement. A power cut before that loses nothing that anybody was told of, whichever byte it came at.
//!
//! ```text
//! at start      read the stored bytes into memory, open, begin_run, store
//! an effect     add, store, then show the screen
//! a connection  while next_to_send: send it; when acknowledged: acknowledge, store
//! a new image   forget what it knows of, store
//! ```
//!
//! A write is a place and bytes, or a bank to be erased to `0xFF`. Bytes are written to erased places only, once, and in
//! ascending order, as flash wants it.

mod entry;
mod log;
mod store;

#[cfg(test)]
mod tests;

pub use entry::{Entry, HostRef, What};
pub use log::Entries;
pub use store::{Opened, Outbox, OutboxError, Write};
