//! The reference server of Vestibule: the system of record of apartment buildings.
//!
//! It keeps a building's document as rows, asks the core's rules about it, and keeps what they decide. Nothing that the
//! core decides is decided here; what is here is who may ask, and that nothing is lost.
//!
//! | module | what it does |
//! |---|---|
//! | [`store`] | rows, one code path for SQLite and PostgreSQL, changes one after the other for each building |
//! | [`access`] | roles, passwords, sessions, limits |
//! | [`api`] | the routes, each said once for router, guard and OpenAPI document |
//! | [`backup`] | everything in one file, and back |
//! | [`metrics`] | what a monitoring system is told |
//! | [`connections`] | how many clients there may be, and how long one may stay without a request |
//! | [`deliver`] | mail and webhooks: sending what was queued with a change |
//! | [`mod@drop`] | the folder of property-management exports |
//! | `ical` | bookings as a calendar |
//! | `apds` | parking rights in the shape of the Alliance for Parking Data Standards |
//! | `pages` | the folder of pages that people open |
//! | [`config`], [`clock`], [`problem`], [`json`], [`secrets`] | what these share |

pub mod access;
mod apds;
pub mod api;
pub mod backup;
pub mod clock;
pub mod config;
pub mod connections;
pub mod deliver;
pub mod demo;
pub mod drop;
mod ical;
pub mod json;
pub mod metrics;
mod pages;
pub mod problem;
pub mod secrets;
pub mod serve;
pub mod store;

use access::limits::Limits;
use api::image::Images;
use clock::Clock;
use config::Config;
use connections::Connections;
use deliver::Deliveries;
use metrics::Metrics;
use std::sync::Arc;
use store::Buildings;

/// What every request has at hand.
#[derive(Clone, Debug)]
pub struct App {
    /// What the server was told.
    pub config: Arc<Config>,
    /// What time it is.
    pub clock: Clock,
    /// The buildings and their database.
    pub buildings: Arc<Buildings>,
    /// The ways out for mail and webhooks.
    pub deliveries: Arc<Deliveries>,
    /// The images of consoles.
    pub images: Arc<Images>,
    /// How often somebody may try.
    pub limits: Arc<Limits>,
    /// The places for connections.
    pub connections: Arc<Connections>,
    /// What is counted.
    pub metrics: Arc<Metrics>,
}
