//! A resident's bookings for calendar programs: a link that nobody can guess, and that can be taken back.

use super::endpoint::{BASE, Endpoint};
use super::extract::{Call, New};
use super::own::Own;
use super::schema::Nothing;
use super::{location, schema, show};
use crate::access::role::{Access, HOSTS};
use crate::ical::{self, Planned};
use crate::problem::Problem;
use crate::store::{Kind, Reply, audit, calendars};
use crate::{App, json};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use vestibule::document::Resident;

pub(super) fn endpoints() -> Vec<Endpoint> {
    const LINK: &str = "/buildings/{building}/residents/{id}/calendar";
    vec![
        Endpoint::new(
            Method::GET,
            LINK,
            HOSTS,
            "Say whether there is a link for calendar programs, and since when; residents ask about themselves",
            get,
        )
        .answers::<schema::CalendarState>(200),
        Endpoint::new(
            Method::POST,
            LINK,
            HOSTS,
            "Make the link at which calendar programs read a resident's bookings, in place of an earlier one",
            make,
        )
        .takes::<Nothing>()
        .creates::<schema::CalendarLink>(),
        Endpoint::new(Method::DELETE, LINK, HOSTS, "Take the link back", revoke).answers_nothing(),
        Endpoint::new(
            Method::GET,
            "/buildings/{building}/calendars/{id}",
            Access::Public,
            "Read a resident's bookings as a calendar (RFC 5545), by its link",
            read,
        )
        .answers_media(200, "text/calendar"),
    ]
}

/// The resident in the path, who is the caller or whose manager the caller is.
fn check_own(call: &Call) -> Result<(), Problem> {
    if call.caller.as_resident()?.is_some_and(|own| own != call.id) {
        return Err(Problem::not_found());
    }
    Ok(())
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CalendarState {
    active: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    created_at: Option<String>,
}

async fn get(call: Call) -> Result<Response, Problem> {
    check_own(&call)?;
    call.known().await?.find::<Resident>(&call.id)?;
    let pool = call.app.buildings.database().pool();
    let made_at = calendars::made_at(pool, &call.building, &call.id).await?;
    show(&CalendarState { active: made_at.is_some(), created_at: made_at.map(|at| at.to_rfc3339_exact()) })
}

#[derive(Serialize)]
struct CalendarLink {
    link: String,
}

async fn make(call: Call, New { text, key }: New) -> Result<Response, Problem> {
    let Nothing {} = json::read(&text)?;
    check_own(&call)?;
    let mut work = call.begin_for(&key).await?;
    if let Some(reply) = work.replay(&key).await? {
        return Ok(reply.into_response());
    }
    work.known().find::<Resident>(&call.id)?;
    let secret = calendars::make(&mut work, &call.id).await?;
    note(&mut work, &call.id, "created").await?;
    let link =
        format!("{}{BASE}/buildings/{}/calendars/{secret}.ics", call.app.config.public_url, call.building);
    let at = location(&work, &format!("/residents/{}/calendar", call.id));
    let body = json::write(&CalendarLink { link })?;
    let reply = Reply { location: Some(at), is_secret: true, ..Reply::new(StatusCode::CREATED, body) };
    Ok(work.commit(reply, Some(&key)).await?.into_response())
}

async fn revoke(call: Call) -> Result<Response, Problem> {
    check_own(&call)?;
    let mut work = call.begin().await?;
    work.known().find::<Resident>(&call.id)?;
    if calendars::revoke(work.connection(), &call.building, &call.id).await? {
        note(&mut work, &call.id, "removed").await?;
    }
    Ok(work.commit(Reply::empty(), None).await?.into_response())
}

async fn note(work: &mut crate::store::Work<'_>, resident: &str, action: &str) -> Result<(), Problem> {
    let note = audit::Note { action, kind: "calendars", record: resident, before: None, after: None };
    work.note(&note).await
}

async fn read(
    State(app): State<App>,
    Path((building, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let secret = id.strip_suffix(".ics").ok_or_else(Problem::not_found)?;
    let pool = app.buildings.database().pool();
    let resident = calendars::resident_of(pool, &building, secret).await?.ok_or_else(Problem::not_found)?;
    let known = app.buildings.get(&building).await?;
    if let Some(unchanged) = super::extract::unchanged(&headers, known.revision) {
        return Ok(unchanged);
    }
    let own = Own::of(known.building.document(), &resident);
    let planned: Vec<Planned<'_>> = own
        .bookings
        .into_iter()
        .map(|booking| Planned {
            booking,
            revision: known.revision_of(Kind::Bookings, &booking.id).unwrap_or_default(),
        })
        .collect();
    let calendar = ical::write(&known.building, &planned, app.clock.now());
    let headers = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, "inline; filename=\"bookings.ics\"".to_owned()),
        (header::ETAG, crate::store::etag(known.revision)),
    ];
    Ok((headers, calendar).into_response())
}
