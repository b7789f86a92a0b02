//! What a monitoring system is told, by the crate `prometheus-client` of the Prometheus project: numbers by route, status
//! and outcome, and nothing of anybody. It is told at an address of its own, which the configuration names or not.

use crate::App;
use axum::Router;
use axum::extract::State;
use axum::http::{Method, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use prometheus_client::encoding::{EncodeLabelSet, text::encode};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use std::time::Duration;

/// Upper bounds of durations, in seconds.
const BOUNDS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0];

/// The media type of OpenMetrics 1.0.
const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// What is counted.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    requests: Family<Request, Counter>,
    durations: Family<Route, Histogram, fn() -> Histogram>,
    entries: Family<Entry, Counter>,
    followers: Gauge,
    connections: Family<Connections, Gauge>,
    clients: Family<Clients, Gauge>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Request {
    method: &'static str,
    route: String,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    method: &'static str,
    route: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Entry {
    outcome: String,
    conflict: u8,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Connections {
    state: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Clients {
    places: &'static str,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("vestibule");
        let requests = Family::default();
        registry.register("requests", "Requests answered", requests.clone());
        let durations = Family::new_with_constructor((|| Histogram::new(BOUNDS)) as fn() -> Histogram);
        let about = "Time to the head of the answer; what consoles wait for is in it";
        registry.register("request_duration_seconds", about, durations.clone());
        let entries = Family::default();
        registry.register("console_entries", "Entries of consoles by what became of them", entries.clone());
        let followers = Gauge::default();
        let about = "Pages that follow a building, and consoles that wait for an image";
        registry.register("followers", about, followers.clone());
        let connections = Family::default();
        registry.register("database_connections", "Connections to the database", connections.clone());
        let clients = Family::default();
        registry.register("client_connections", "Places for connections of clients", clients.clone());
        Self { registry, requests, durations, entries, followers, connections, clients }
    }
}

impl Metrics {
    /// Counts a request by its method and its route as it is declared.
    pub fn answered(&self, method: &Method, route: &str, status: u16, took: Duration) {
        // Anybody may make up a method.
        let method = match *method {
            Method::GET => "GET",
            Method::HEAD => "HEAD",
            Method::POST => "POST",
            Method::PUT => "PUT",
            Method::DELETE => "DELETE",
            _ => "other",
        };
        let route = route.to_owned();
        self.durations.get_or_create(&Route { method, route: route.clone() }).observe(took.as_secs_f64());
        self.requests.get_or_create(&Request { method, route, status }).inc();
    }

    /// Counts an entry of a console's outbox.
    pub fn took_entry(&self, outcome: &str, conflict: bool) {
        let entry = Entry { outcome: outcome.to_owned(), conflict: conflict.into() };
        self.entries.get_or_create(&entry).inc();
    }
}

/// The one route of the address for the monitoring system.
pub(crate) fn router(app: App) -> Router {
    Router::new().route("/metrics", get(show)).with_state(app)
}

async fn show(State(app): State<App>) -> Response {
    let Metrics { registry, followers, connections, clients, .. } = &*app.metrics;
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    followers.set(count(app.buildings.feed().listeners()));
    let pool = app.buildings.database().pool();
    let (open, idle) = (i64::from(pool.size()), count(pool.num_idle()));
    for (state, number) in [("busy", open - idle), ("idle", idle)] {
        connections.get_or_create(&Connections { state }).set(number.max(0));
    }
    let taken = app.connections.open();
    for (places, number) in [("taken", taken), ("free", app.connections.most() - taken)] {
        clients.get_or_create(&Clients { places }).set(count(number));
    }
    let mut text = String::new();
    match encode(&mut text, registry) {
        Ok(()) => ([(header::CONTENT_TYPE, OPEN_METRICS)], text).into_response(),
        Err(_) => crate::problem::Problem::internal("the metrics cannot be written").into_response(),
    }
}
