//! Guest parking: asking for a booking, deciding on it, taking it back (SPEC 4).

use super::endpoint::Endpoint;
use super::extract::{Asked, Call, New};
use super::own::holds;
use super::page::Paging;
use super::{changed, created, schema, show};
use crate::access::guard::Caller;
use crate::access::role::{EVERYONE, HOSTS, STAFF};
use crate::problem::Problem;
use crate::store::Kind;
use crate::{json, secrets};
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use vestibule::document::{Approval, Booking, BookingRequest, Holder};
use vestibule::parking::permit::Action;
use vestibule::parking::request::{ApproveAnswer, RequestAnswer};
use vestibule::{Building, Now};
use vestibule_records::Told;

const LIST: &str = "/buildings/{building}/bookings";
const ITEM: &str = "/buildings/{building}/bookings/{id}";

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(Method::GET, LIST, EVERYONE, "List bookings; residents see their own", list)
            .pages::<schema::Booking>(),
        Endpoint::new(
            Method::POST,
            LIST,
            HOSTS,
            "Ask for a booking; residents ask for their own guests",
            request,
        )
        .takes::<schema::BookingRequest>()
        .creates::<schema::Booking>(),
        Endpoint::new(Method::GET, ITEM, EVERYONE, "Read a booking", get).answers::<schema::Booking>(200),
        Endpoint::new(
            Method::GET,
            "/buildings/{building}/bookings/{id}/permit",
            STAFF,
            "Read a booking as a permit; null when it was rejected or cancelled",
            permit,
        )
        .answers::<Option<schema::Permit>>(200),
        Endpoint::new(
            Method::POST,
            "/buildings/{building}/bookings/{id}/approve",
            STAFF,
            "Approve a pending booking",
            approve,
        )
        .answers::<schema::Booking>(200),
        Endpoint::new(
            Method::POST,
            "/buildings/{building}/bookings/{id}/reject",
            STAFF,
            "Reject a pending booking",
            reject,
        )
        .answers::<schema::Booking>(200),
        Endpoint::new(
            Method::POST,
            "/buildings/{building}/bookings/{id}/cancel",
            HOSTS,
            "Cancel an approved booking; residents also take back a pending one",
            cancel,
        )
        .answers::<schema::Booking>(200),
    ]
}

/// A booking that the caller may know of.
fn theirs<'b>(caller: &Caller, building: &'b Building, id: &str) -> Result<&'b Booking, Problem> {
    let booking = building.ledger().position(id).and_then(|at| building.document().bookings.get(at));
    let own = caller.as_resident()?;
    let booking = booking.filter(|booking| own.is_none_or(|own| holds(own, booking)));
    booking.ok_or_else(Problem::not_found)
}

async fn list(call: Call, Asked(paging): Asked<Paging>) -> Result<Response, Problem> {
    let known = call.known().await?;
    let own = call.caller.as_resident()?;
    let bookings = known.building.document().bookings.iter();
    let theirs = bookings.filter(|booking| own.is_none_or(|own| holds(own, booking)));
    show(&paging.by_id(theirs.collect(), |booking| &booking.id)?)
}

async fn get(call: Call) -> Result<Response, Problem> {
    let known = call.known().await?;
    let booking = theirs(&call.caller, &known.building, &call.id)?;
    call.show_record(Kind::Bookings, &known, booking)
}

async fn permit(call: Call) -> Result<Response, Problem> {
    let known = call.known().await?;
    let now = known.building.now(call.app.clock.now());
    let permit = known.building.permit(&call.id, &now).map_err(|_| Problem::not_found())?;
    show(&permit.map(super::permits::shown).transpose()?)
}

async fn request(call: Call, New { text, key }: New) -> Result<Response, Problem> {
    let request: BookingRequest = json::read_record(&text)?;
    if let Some(own) = call.caller.as_resident()?
        && request.holder != Holder::Resident(own.to_owned())
    {
        return Err(Problem::forbidden().at("holder"));
    }
    let mut work = call.begin_for(&key).await?;
    if let Some(reply) = work.replay(&key).await? {
        return Ok(reply.into_response());
    }
    let now = work.building().now(work.now());
    let answer = work.building().request_booking(&request, &now).map_err(of_the_request)?;
    let approval = match answer {
        RequestAnswer::Approved => Approval::Approved,
        RequestAnswer::Pending => Approval::Pending,
        RequestAnswer::Violations(violations) => {
            let detail = "the booking is against the rules of the amenity: violations says which";
            let problem = Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "violations", detail);
            return Err(problem.with("violations", Told(violations.as_slice())));
        }
    };
    let BookingRequest { amenity, holder, suite, start, end, vehicle, space, guest_name } = request;
    let booking = Booking {
        id: secrets::ordered_id(),
        amenity,
        holder,
        suite,
        start,
        end,
        approval,
        vehicle,
        space,
        guest_name,
        created_at: Some(work.now()),
    };
    work.put(&booking)?;
    let reply = created(&work, &format!("/bookings/{}", booking.id), &booking)?;
    Ok(work.commit(reply, Some(&key)).await?.into_response())
}

/// The core's error with its path as the body has it.
fn of_the_request(mut error: vestibule::Error) -> Problem {
    if let Some(path) = error.path.strip_prefix("request.") {
        error.path = path.to_owned();
    }
    error.into()
}

async fn approve(call: Call) -> Result<Response, Problem> {
    decide(&call, Approval::Approved, |building, _, now| match building.approve(&call.id, now)? {
        ApproveAnswer::Approved => Ok(()),
        answer => Err(Problem::refused(answer.as_str())),
    })
    .await
}

async fn reject(call: Call) -> Result<Response, Problem> {
    decide(&call, Approval::Rejected, |building, booking, now| {
        offered(building, booking, now, &[Action::Reject])
    })
    .await
}

async fn cancel(call: Call) -> Result<Response, Problem> {
    let is_resident = call.caller.as_resident()?.is_some();
    decide(&call, Approval::Cancelled, move |building, booking, now| {
        // What staff would reject, its holder takes back.
        let actions: &[Action] =
            if is_resident { &[Action::Cancel, Action::Reject] } else { &[Action::Cancel] };
        offered(building, booking, now, actions)
    })
    .await
}

/// Whether one of these actions is offered for a booking (SPEC 8.4); else it is refused by what the booking is.
fn offered(building: &Building, booking: &Booking, now: &Now<'_>, actions: &[Action]) -> Result<(), Problem> {
    let permit = building.permit(&booking.id, now)?;
    if permit.is_some_and(|permit| permit.actions.iter().any(|action| actions.contains(action))) {
        return Ok(());
    }
    Err(Problem::refused(match booking.approval {
        Approval::Rejected => "rejected",
        Approval::Cancelled => "cancelled",
        _ if now.has_ended(booking.end) => "expired",
        Approval::Approved => "alreadyApproved",
        Approval::Pending => "pending",
    }))
}

async fn decide(
    call: &Call,
    approval: Approval,
    may: impl FnOnce(&Building, &Booking, &Now<'_>) -> Result<(), Problem> + Send,
) -> Result<Response, Problem> {
    let mut work = call.begin().await?;
    let booking = theirs(&call.caller, work.building(), &call.id)?;
    may(work.building(), booking, &work.building().now(work.now()))?;
    let booking = Booking { approval, ..booking.clone() };
    work.put(&booking)?;
    let reply = changed(&work, StatusCode::OK, &booking)?;
    Ok(work.commit(reply, None).await?.into_response())
}
