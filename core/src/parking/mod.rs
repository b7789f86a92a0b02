//! Guest parking: may I book, what is a guest offered, checking in, permits and the board (SPEC 4 to 8).
//!
//! A guest's question runs through [`ledger`] (bookings prepared once), [`stay`] (runs of consecutive bookings),
//! [`booked`] (what counts and is covered today), [`matching`] and [`check_in`]. Staff and guards ask [`permit`], [`board`] and [`enforcement`];
//! residents ask [`request`], which looks at [`capacity`] and [`quota`].

pub mod board;
pub mod booked;
pub mod capacity;
pub mod check_in;
pub mod enforcement;
pub mod ledger;
pub mod matching;
pub mod permit;
pub mod plate;
pub mod quota;
pub mod request;
pub mod stay;
pub mod vehicle;
