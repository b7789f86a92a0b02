//! The API under `/api/v1`: REST and JSON, one function for each route, one list of routes.

pub mod accounts;
mod apds;
pub mod bookings;
pub mod buildings;
mod calendars;
pub mod consoles;
mod deliveries;
mod document;
mod doors;
pub mod endpoint;
mod extract;
pub mod image;
pub mod imports;
mod invites;
mod live;
mod outbox;
mod own;
mod page;
pub mod permits;
pub mod plain;
mod privacy;
pub mod residents;
pub mod schema;
pub mod session;
mod site;

use crate::App;
use crate::access::role::{EVERYONE, MANAGERS, STAFF};
use crate::problem::Problem;
use crate::store::{Reply, Work};
use axum::Router;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use endpoint::{BASE, Endpoint};
use serde::Serialize;
use vestibule::document::{Amenity, Door, IntercomContact, Manager, Space, Suite};

/// Every route.
pub fn endpoints() -> Vec<Endpoint> {
    let mut all = session::endpoints();
    all.extend(buildings::endpoints());
    all.extend(document::endpoints());
    all.extend(plain::endpoints::<Suite, schema::Suite>(&plain::SUITES, EVERYONE, MANAGERS));
    all.extend(plain::endpoints::<Door, schema::Door>(&plain::DOORS, STAFF, MANAGERS));
    all.extend(plain::endpoints::<Space, schema::Space>(&plain::SPACES, STAFF, MANAGERS));
    all.extend(plain::endpoints::<Manager, schema::Manager>(&plain::MANAGERS_OF, STAFF, MANAGERS));
    all.extend(plain::endpoints::<Amenity, schema::Amenity>(&plain::AMENITIES, EVERYONE, MANAGERS));
    all.extend(plain::endpoints::<IntercomContact, schema::IntercomContact>(
        &plain::CONTACTS,
        STAFF,
        MANAGERS,
    ));
    all.extend(residents::endpoints());
    all.extend(imports::endpoints());
    all.extend(bookings::endpoints());
    all.extend(permits::endpoints());
    all.extend(invites::endpoints());
    all.extend(doors::endpoints());
    all.extend(privacy::endpoints());
    all.extend(live::endpoints());
    all.extend(accounts::endpoints());
    all.extend(deliveries::endpoints());
    all.extend(apds::endpoints());
    all.extend(calendars::endpoints());
    all.extend(consoles::endpoints());
    all
}

/// Everything that is served.
pub fn router(app: &App) -> Router<App> {
    Router::new().nest(BASE, endpoint::router(endpoints(), app)).merge(site::router(app))
}

/// An answer in JSON.
fn show(value: &impl Serialize) -> Result<Response, Problem> {
    Ok(Reply::new(StatusCode::OK, crate::json::write(value)?).into_response())
}

/// What is answered when a record was created in, or changed by, this work.
fn changed(work: &Work<'_>, status: StatusCode, record: &impl Serialize) -> Result<Reply, Problem> {
    let reply = Reply::new(status, crate::json::write(record)?);
    Ok(Reply { revision: Some(work.next_revision()), ..reply })
}

/// What is answered when a record was created at a place below the building's.
fn created(work: &Work<'_>, at: &str, record: &impl Serialize) -> Result<Reply, Problem> {
    let reply = changed(work, StatusCode::CREATED, record)?;
    Ok(Reply { location: Some(location(work, at)), ..reply })
}

/// The address of a place below a building's.
fn location(work: &Work<'_>, at: &str) -> String {
    format!("{BASE}/buildings/{}{at}", work.building_id())
}
