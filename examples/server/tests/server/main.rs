//! The server as its users meet it, over HTTP, on each engine: SQLite always, and PostgreSQL when
//! `VESTIBULE_POSTGRES` names the folder of its programs. `cargo xtask test --only server` sets that.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod apds;
mod backup;
mod bad_input;
mod bookings;
mod calendars;
mod client;
mod conform;
mod consoles;
mod crash;
mod deliveries;
mod demo;
mod documents;
mod drop;
mod engine;
mod hostile;
mod invites;
mod live;
mod observed;
mod outage;
mod privacy;
mod process;
mod race;
mod receiver;
mod residents;
mod roles;
mod schema;
mod setting;
mod simulation;
mod time;
