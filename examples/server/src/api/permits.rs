//! What staff and guards see and do: the board, permits, check-ins, checks of plates (SPEC 5, 6, 8).

use super::endpoint::Endpoint;
use super::extract::{Asked, Call, New};
use super::page::Paging;
use super::{created, location, schema, show};
use crate::access::role::STAFF;
use crate::problem::Problem;
use crate::store::Reply;
use crate::store::events::{self, Event, EventKind};
use crate::{json, secrets};
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use vestibule::Instant;
use vestibule::document::{Booking, By, CheckIn, CheckInSubject, Vehicle};
use vestibule::parking::board::Row;
use vestibule::parking::check_in::{CheckInAnswer, Refusal};
use vestibule::parking::matching::Target;
use vestibule::parking::permit::{Permit, Tab};
use vestibule_records::{self as records, Told};

pub(super) fn endpoints() -> Vec<Endpoint> {
    const CHECK_INS: &str = "/buildings/{building}/check-ins";
    const CHECKS: &str = "/buildings/{building}/enforcement-checks";
    vec![
        Endpoint::new(Method::GET, "/buildings/{building}/board", STAFF, "Read a tab of the permit board", board)
            .query_word("tab", "today when left out", &["today", "upcoming", "past"])
            .pages::<schema::BoardRow>(),
        Endpoint::new(Method::GET, "/buildings/{building}/permits", STAFF, "Find permits", search)
            .query("q", "a plate, resident, guest or suite; all permits when left out")
            .pages::<schema::FoundPermit>(),
        Endpoint::new(
            Method::GET,
            "/buildings/{building}/matches",
            STAFF,
            "Say which bookings a guest who arrives now is offered; one of resident, suite and plate is given",
            matches,
        )
        .query("resident", "id of the resident visited")
        .query("suite", "id of the suite visited")
        .query("plate", "plate of an other visitor")
        .query("region", "ISO 3166-2 code of where the plate is from")
        .answers::<schema::Match>(200),
        Endpoint::new(Method::GET, CHECK_INS, STAFF, "List check-ins", check_ins).pages::<schema::CheckIn>(),
        Endpoint::new(Method::POST, CHECK_INS, STAFF, "Check in a booking as a courtesy", check_in)
            .takes::<Courtesy>()
            .creates::<schema::CheckIn>(),
        Endpoint::new(Method::GET, CHECKS, STAFF, "List checks of plates, newest first", checks)
            .pages::<schema::Event>(),
        Endpoint::new(Method::POST, CHECKS, STAFF, "Check whether a car may stand here", check_plate)
            .takes::<PlateQuestion>()
            .creates::<schema::PlateCheck>(),
    ]
}

/// A permit with its instant as JSON has instants (SPEC 1.2).
pub(super) fn shown(permit: Permit) -> Result<Value, Problem> {
    with_instant(&Told(&permit), "/checkedIn")
}

/// A record of an answer, with a number of milliseconds at a place of it (RFC 6901) made an instant of RFC 3339.
pub(super) fn with_instant(record: &impl Serialize, pointer: &str) -> Result<Value, Problem> {
    let mut value =
        serde_json::to_value(record).map_err(|_| Problem::internal("an answer cannot be written"))?;
    if let Some(place) = value.pointer_mut(pointer)
        && let Some(millis) = place.as_i64()
    {
        *place = Value::String(Instant::from_millis(millis).to_rfc3339_exact());
    }
    Ok(value)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Board {
    tab: Option<records::Tab>,
    limit: Option<usize>,
    after: Option<String>,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
enum ShownRow<'b> {
    Booking { booking: &'b Booking, permit: Option<Value> },
    WalkIn { check_in: &'b CheckIn },
}

async fn board(call: Call, Asked(Board { tab, limit, after }): Asked<Board>) -> Result<Response, Problem> {
    let known = call.known().await?;
    let now = known.building.now(call.app.clock.now());
    let rows = known.building.board(tab.map_or(Tab::Today, Into::into), &now);
    let page = Paging { limit, after }.of(rows, |row| match row {
        Row::Booking(booking) => booking.id.as_str(),
        Row::WalkIn(check_in) => check_in.id.as_str(),
    })?;
    let show_row = |row| -> Result<_, Problem> {
        Ok(match row {
            Row::Booking(booking) => {
                let permit = known.building.permit(&booking.id, &now)?.map(shown).transpose()?;
                ShownRow::Booking { booking, permit }
            }
            Row::WalkIn(check_in) => ShownRow::WalkIn { check_in },
        })
    };
    let items: Result<Vec<_>, Problem> = page.items.into_iter().map(show_row).collect();
    show(&super::page::Page { items: items?, next: page.next })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Search {
    q: Option<String>,
    limit: Option<usize>,
    after: Option<String>,
}

#[derive(Serialize)]
struct FoundPermit<'b> {
    booking: &'b Booking,
    permit: Option<Value>,
}

async fn search(call: Call, Asked(Search { q, limit, after }): Asked<Search>) -> Result<Response, Problem> {
    let known = call.known().await?;
    let now = known.building.now(call.app.clock.now());
    let found = known.building.search_permits(q.as_deref().unwrap_or_default(), &now);
    let page = Paging { limit, after }.of(found, |booking| &booking.id)?;
    let with_permit = |booking: &'_ Booking| known.building.permit(&booking.id, &now)?.map(shown).transpose();
    let mut items = Vec::new();
    for booking in page.items {
        items.push(FoundPermit { booking, permit: with_permit(booking)? });
    }
    show(&super::page::Page { items, next: page.next })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Arrival {
    resident: Option<String>,
    suite: Option<String>,
    plate: Option<String>,
    region: Option<String>,
}

async fn matches(call: Call, Asked(arrival): Asked<Arrival>) -> Result<Response, Problem> {
    let known = call.known().await?;
    let now = known.building.now(call.app.clock.now());
    let answer = match arrival {
        Arrival { resident: Some(id), suite: None, plate: None, region: None } => {
            known.building.match_bookings(&Target::Resident(id), &now)?
        }
        Arrival { resident: None, suite: Some(id), plate: None, region: None } => {
            known.building.match_bookings(&Target::Suite(id), &now)?
        }
        Arrival { resident: None, suite: None, plate: Some(plate), region } => {
            known.building.match_plate(&plate, region.as_deref(), &now)
        }
        _ => {
            let detail = "expected one of resident, suite and plate, and region with plate only";
            return Err(Problem::bad_request("malformed", "query", detail));
        }
    };
    show(&Told(&answer))
}

async fn check_ins(call: Call, Asked(paging): Asked<Paging>) -> Result<Response, Problem> {
    let known = call.known().await?;
    let all: Vec<&CheckIn> = known.building.document().check_ins.iter().collect();
    show(&paging.by_id(all, |check_in| &check_in.id)?)
}

/// A check-in by staff.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Courtesy {
    /// Id of the booking.
    booking: String,
    /// The vehicle as staff see it.
    #[serde(default)]
    #[schema(value_type = schema::Vehicle)]
    vehicle: Vehicle,
}

async fn check_in(call: Call, New { text, key }: New) -> Result<Response, Problem> {
    let Courtesy { booking, vehicle } = json::read(&text)?;
    let mut work = call.begin_for(&key).await?;
    if let Some(reply) = work.replay(&key).await? {
        return Ok(reply.into_response());
    }
    let now = work.building().now(work.now());
    let by = By::Staff(call.caller.id.clone());
    let at = match work.building().check_in(&booking, &vehicle, &by, &now) {
        CheckInAnswer::CheckedIn { at, .. } => at,
        CheckInAnswer::Refused(refusal) => return Err(refused(refusal)?),
    };
    let subject = CheckInSubject::Booking(booking);
    let check_in = CheckIn { id: secrets::ordered_id(), at, by, subject, vehicle };
    let recorded = work.building().recording(&check_in)?;
    work.put_recorded(&check_in, &recorded)?;
    let reply = created(&work, "/check-ins", &check_in)?;
    Ok(work.commit(reply, Some(&key)).await?.into_response())
}

fn refused(refusal: Refusal) -> Result<Problem, Problem> {
    let figures = with_instant(&Told(&refusal), "/at")?;
    Ok(Problem::refused(refusal.as_str()).with("refusal", figures))
}

/// A car that stands here.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PlateQuestion {
    plate: String,
    /// ISO 3166-2 code of where the plate is from.
    #[serde(default)]
    region: Option<String>,
}

async fn check_plate(call: Call, New { text, key }: New) -> Result<Response, Problem> {
    let PlateQuestion { plate, region } = json::read(&text)?;
    let mut work = call.begin_for(&key).await?;
    if let Some(reply) = work.replay(&key).await? {
        return Ok(reply.into_response());
    }
    let now = work.building().now(work.now());
    let check = work.building().check_plate(&plate, region.as_deref(), &now);
    let outcome = check.answer.as_str().to_owned();
    let body = json::write(&Told(&check))?;
    let event = Event {
        kind: EventKind::PlateCheck,
        id: secrets::ordered_id(),
        at: work.now(),
        actor: call.caller.actor(),
        outcome,
        conflict: false,
        body: text,
    };
    events::add(work.connection(), &call.building, &event).await?;
    let reply = Reply {
        location: Some(location(&work, "/enforcement-checks")),
        ..Reply::new(StatusCode::CREATED, body)
    };
    Ok(work.commit(reply, Some(&key)).await?.into_response())
}

async fn checks(call: Call, Asked(paging): Asked<Paging>) -> Result<Response, Problem> {
    call.known().await?;
    show(&events_page(&call, EventKind::PlateCheck, false, &paging).await?)
}

/// A page of events.
pub(super) async fn events_page(
    call: &Call,
    kind: EventKind,
    conflicts_only: bool,
    paging: &Paging,
) -> Result<super::page::Page<events::ListedEvent>, Problem> {
    let limit = i64::try_from(paging.limit()?).unwrap_or(i64::MAX);
    let pool = call.app.buildings.database().pool();
    let after = paging.after.as_deref();
    let found = events::list(pool, &call.building, kind, conflicts_only, after, limit + 1).await?;
    paging.cut(found.into_iter(), |event| event.place.clone())
}
