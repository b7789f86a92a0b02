//! Residents: finding, creating, editing and moving them, and their directory codes (SPEC 2).

use super::endpoint::Endpoint;
use super::extract::{Asked, Call, JsonText, New};
use super::page::Paging;
use super::plain::check_replaces;
use super::{changed, created, schema, show};
use crate::access::role::{EVERYONE, HOSTS, MANAGERS, STAFF};
use crate::problem::Problem;
use crate::store::{Kind, Work};
use crate::{json, secrets};
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use utoipa::ToSchema;
use vestibule::calendar::parse_date;
use vestibule::document::{Display, Residency, Resident, resident_draft};
use vestibule::people::code::CodeExhausted;
use vestibule_records::Told;

const LIST: &str = "/buildings/{building}/residents";
const ITEM: &str = "/buildings/{building}/residents/{id}";

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(Method::GET, LIST, STAFF, "Find residents, by suite and name", list)
            .query("q", "any detail of a profile; all residents when left out")
            .pages::<schema::Resident>(),
        Endpoint::new(
            Method::POST,
            LIST,
            MANAGERS,
            "Create a resident; an id and a directory code that are left out are given",
            create,
        )
        .takes_new::<schema::Resident>(&["id", "directoryCode"])
        .creates::<schema::Resident>(),
        Endpoint::new(Method::GET, ITEM, EVERYONE, "Read a resident; residents read themselves", get)
            .answers::<schema::Resident>(200),
        Endpoint::new(Method::PUT, ITEM, MANAGERS, "Replace a resident", replace)
            .takes::<schema::Resident>()
            .matches()
            .answers::<schema::Resident>(200),
        Endpoint::new(
            Method::POST,
            "/buildings/{building}/residents/{id}/move",
            MANAGERS,
            "Move a resident to another suite: what they live in ends, the other begins",
            move_to,
        )
        .takes::<Move>()
        .matches()
        .answers::<schema::Resident>(200),
        Endpoint::new(
            Method::PUT,
            "/buildings/{building}/residents/{id}/display",
            HOSTS,
            "Change how a resident is shown at the entry console; residents change it for themselves",
            replace_display,
        )
        .takes::<schema::Display>()
        .matches()
        .answers::<schema::Resident>(200),
        Endpoint::new(
            Method::POST,
            "/buildings/{building}/residents/{id}/code",
            MANAGERS,
            "Give a resident another directory code",
            new_code,
        )
        .matches()
        .answers::<schema::Resident>(200),
        Endpoint::new(
            Method::GET,
            "/buildings/{building}/tags",
            STAFF,
            "List the tags that residents have",
            tags,
        )
        .answers::<Vec<String>>(200),
    ]
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Search {
    q: Option<String>,
    limit: Option<usize>,
    after: Option<String>,
}

/// To another suite.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Move {
    /// Id of the suite.
    suite: String,
    /// First date there.
    move_in: String,
    /// Last date where they live until then; the date of moving in when left out.
    #[serde(default)]
    move_out: Option<String>,
}

async fn list(call: Call, Asked(Search { q, limit, after }): Asked<Search>) -> Result<Response, Problem> {
    let known = call.known().await?;
    let now = known.building.now(call.app.clock.now());
    let found = known.building.staff_search(q.as_deref().unwrap_or_default(), &now);
    show(&Paging { limit, after }.of(found, |resident| &resident.id)?)
}

async fn get(call: Call) -> Result<Response, Problem> {
    let own = call.caller.as_resident()?;
    if own.is_some_and(|own| own != call.id) {
        return Err(Problem::not_found());
    }
    let known = call.known().await?;
    let resident: &Resident = known.find(&call.id)?;
    if own.is_some() {
        return call.show_record(Kind::Residents, &known, &as_shown_to_themselves(resident));
    }
    call.show_record(Kind::Residents, &known, resident)
}

/// A profile as its resident reads it: notes and pets are for staff only (SPEC 2.1).
pub(super) fn as_shown_to_themselves(resident: &Resident) -> Resident {
    Resident { notes: None, pets: None, ..resident.clone() }
}

async fn create(call: Call, New { text, key }: New) -> Result<Response, Problem> {
    let mut work = call.begin_for(&key).await?;
    if let Some(reply) = work.replay(&key).await? {
        return Ok(reply.into_response());
    }
    let mut resident = resident_draft(&json::with_id(&text)?)?;
    if work.known().revision_of(Kind::Residents, &resident.id).is_some() {
        return Err(Problem::duplicate("id"));
    }
    if resident.directory_code.is_empty() {
        resident.directory_code = free_code(&work)?;
    }
    check(&work, &resident)?;
    work.put(&resident)?;
    let reply = created(&work, &format!("/residents/{}", resident.id), &resident)?;
    Ok(work.commit(reply, Some(&key)).await?.into_response())
}

async fn replace(call: Call, JsonText(text): JsonText) -> Result<Response, Problem> {
    let resident = resident_draft(&text)?;
    let mut work = call.begin().await?;
    check_replaces(&call, &work, &resident)?;
    keep(work_with(&mut work, resident)?, work).await
}

async fn move_to(call: Call, JsonText(text): JsonText) -> Result<Response, Problem> {
    let Move { suite, move_in, move_out } = json::read(&text)?;
    let date = |text: &str, path: &str| {
        parse_date(text)
            .ok_or_else(|| Problem::bad_request("malformed", path, "expected a date as YYYY-MM-DD"))
    };
    let move_in = date(&move_in, "moveIn")?;
    let move_out = move_out.map_or(Ok(move_in), |text| date(&text, "moveOut"))?;
    let mut work = call.begin().await?;
    let mut resident = seen(&call, &work)?;
    for residency in &mut resident.residencies {
        if residency.move_out.is_none_or(|last| last > move_out) {
            residency.move_out = Some(move_out);
        }
    }
    resident.residencies.push(Residency { suite, move_in: Some(move_in), move_out: None });
    keep(work_with(&mut work, resident)?, work).await
}

async fn replace_display(call: Call, JsonText(text): JsonText) -> Result<Response, Problem> {
    let own = call.caller.as_resident()?;
    if own.is_some_and(|own| own != call.id) {
        return Err(Problem::not_found());
    }
    let display: Display = json::read_record(&text)?;
    let mut work = call.begin().await?;
    let resident = Resident { display, ..seen(&call, &work)? };
    let resident = work_with(&mut work, resident)?;
    let shown = if own.is_some() { as_shown_to_themselves(&resident) } else { resident };
    keep(shown, work).await
}

async fn new_code(call: Call) -> Result<Response, Problem> {
    let mut work = call.begin().await?;
    let mut resident = seen(&call, &work)?;
    resident.directory_code = free_code(&work)?;
    keep(work_with(&mut work, resident)?, work).await
}

/// A resident as the caller saw them.
fn seen(call: &Call, work: &Work<'_>) -> Result<Resident, Problem> {
    call.check_match(Kind::Residents, work.known())?;
    work.known().find(&call.id).cloned()
}

/// Checks a resident and puts them in their place.
fn work_with(work: &mut Work<'_>, resident: Resident) -> Result<Resident, Problem> {
    check(work, &resident)?;
    work.put(&resident)?;
    Ok(resident)
}

async fn keep(resident: Resident, work: Work<'_>) -> Result<Response, Problem> {
    let reply = changed(&work, StatusCode::OK, &resident)?;
    Ok(work.commit(reply, None).await?.into_response())
}

/// Refuses a profile with everything that is wrong with it (SPEC 2.2).
fn check(work: &Work<'_>, resident: &Resident) -> Result<(), Problem> {
    let building = work.building();
    let violations = building.validate_resident(resident, &building.now(work.now()));
    if violations.is_empty() {
        return Ok(());
    }
    let detail = "the profile is not in order: violations says what and where";
    let problem = Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "violations", detail);
    Err(problem.with("violations", Told(violations.as_slice())))
}

fn free_code(work: &Work<'_>) -> Result<String, Problem> {
    let building = work.building();
    building.free_code(secrets::entropy()?, &building.now(work.now())).map_err(|CodeExhausted| {
        Problem::new(
            StatusCode::CONFLICT,
            "codesExhausted",
            "every directory code is in use or reserved: free some",
        )
    })
}

async fn tags(call: Call) -> Result<Response, Problem> {
    let known = call.known().await?;
    show(&known.building.tags())
}
