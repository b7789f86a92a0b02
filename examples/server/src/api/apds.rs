//! The parking rights of a building for the systems of others, in the shape of APDS version 4.

use super::endpoint::Endpoint;
use super::extract::{Asked, Call};
use super::show;
use crate::access::role::MANAGERS;
use crate::apds::{View, shape};
use crate::problem::Problem;
use crate::store::events::{self, EventKind};
use crate::store::{Kind, Known, audit};
use axum::http::Method;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use vestibule::Instant;

/// The most that are shown at once.
const MOST: usize = 1000;

/// The kinds of which it says when they were made.
const DATED: [Kind; 3] = [Kind::Building, Kind::Amenities, Kind::Spaces];

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(
            Method::GET,
            "/buildings/{building}/apds/places",
            MANAGERS,
            "List the building, its guest parking and its parking spaces as APDS hierarchy elements",
            places,
        )
        .apds_list::<shape::HierarchyElement>(),
        Endpoint::new(
            Method::GET,
            "/buildings/{building}/apds/right-specifications",
            MANAGERS,
            "List what guest parking grants as APDS right specifications",
            right_specifications,
        )
        .apds_list::<shape::RightSpecification>(),
        Endpoint::new(
            Method::GET,
            "/buildings/{building}/apds/assigned-rights",
            MANAGERS,
            "List the approved bookings as APDS assigned rights",
            assigned_rights,
        )
        .apds_list::<shape::AssignedRight>(),
        Endpoint::new(
            Method::GET,
            "/buildings/{building}/apds/sessions",
            MANAGERS,
            "List the check-ins to bookings as APDS sessions",
            sessions,
        )
        .apds_list::<shape::Session>(),
        Endpoint::new(
            Method::GET,
            "/buildings/{building}/apds/observations",
            MANAGERS,
            "List the checks of plates as APDS observation elements, newest first",
            observations,
        )
        .apds_list::<shape::ObservationElement>(),
    ]
}

async fn view<'k>(call: &Call, known: &'k Known) -> Result<View<'k>, Problem> {
    let pool = call.app.buildings.database().pool();
    let mut times = HashMap::new();
    for kind in DATED {
        times.insert(kind.as_str(), audit::times(pool, &call.building, kind.as_str()).await?);
    }
    Ok(View { known, at: call.app.clock.now(), times })
}

/// Which part of a list is wanted.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Part {
    limit: Option<usize>,
    #[serde(default)]
    offset: usize,
}

#[derive(Serialize)]
struct List<T> {
    meta: shape::PaginatedListMeta,
    data: Vec<T>,
}

impl Part {
    fn limit(&self) -> Result<usize, Problem> {
        match self.limit {
            None => Ok(MOST),
            Some(limit) if (1..=MOST).contains(&limit) => Ok(limit),
            Some(_) => Err(Problem::bad_request("malformed", "limit", "expected a number from 1 to 1000")),
        }
    }

    fn of<T: Serialize>(&self, at: Instant, all: Vec<T>) -> Result<Response, Problem> {
        let total = all.len();
        let data = all.into_iter().skip(self.offset).take(self.limit()?).collect();
        self.show(at, data, total)
    }

    fn show<T: Serialize>(&self, at: Instant, data: Vec<T>, total: usize) -> Result<Response, Problem> {
        let reference_instant = at.millis().div_euclid(1000);
        let meta =
            shape::PaginatedListMeta { reference_instant, page_size: data.len(), offset: self.offset, total };
        show(&List { meta, data })
    }
}

async fn places(call: Call, Asked(part): Asked<Part>) -> Result<Response, Problem> {
    let known = call.known().await?;
    let view = view(&call, &known).await?;
    part.of(view.at, view.places())
}

async fn right_specifications(call: Call, Asked(part): Asked<Part>) -> Result<Response, Problem> {
    let known = call.known().await?;
    let view = view(&call, &known).await?;
    part.of(view.at, view.right_specifications())
}

async fn assigned_rights(call: Call, Asked(part): Asked<Part>) -> Result<Response, Problem> {
    let known = call.known().await?;
    let view = view(&call, &known).await?;
    part.of(view.at, view.assigned_rights())
}

async fn sessions(call: Call, Asked(part): Asked<Part>) -> Result<Response, Problem> {
    let known = call.known().await?;
    let view = view(&call, &known).await?;
    part.of(view.at, view.sessions())
}

async fn observations(call: Call, Asked(part): Asked<Part>) -> Result<Response, Problem> {
    let known = call.known().await?;
    let view = view(&call, &known).await?;
    let pool = call.app.buildings.database().pool();
    let total = events::count(pool, &call.building, EventKind::PlateCheck).await?;
    // Newest first: those before the offset are read as well, and left out.
    let limit = i64::try_from(part.offset.saturating_add(part.limit()?)).unwrap_or(i64::MAX);
    let checks = events::list(pool, &call.building, EventKind::PlateCheck, false, None, limit).await?;
    let data = checks.iter().skip(part.offset).map(|check| view.observation(check)).collect();
    part.show(view.at, data, total)
}
