//! Forgetting and telling (SPEC 12): what is due for erasure, erasing it, and all that is held about one person.

use super::endpoint::Endpoint;
use super::extract::{Asked, Call, New};
use super::own::Own;
use super::page::Paging;
use super::schema::Nothing;
use super::{location, schema, show};
use crate::access::role::MANAGERS;
use crate::json;
use crate::problem::Problem;
use crate::store::accounts::{self, Account};
use crate::store::{Kind, Reply, audit, deliveries, erasure};
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use std::collections::BTreeMap;
use vestibule::document::{Booking, CheckIn, GuestInvite, Resident};
use vestibule::privacy::Due;

pub(super) fn endpoints() -> Vec<Endpoint> {
    const DUE: &str = "/buildings/{building}/due-for-erasure";
    vec![
        Endpoint::new(Method::GET, DUE, MANAGERS, "List the personal data that is due for erasure now", due)
            .pages::<schema::Due>(),
        Endpoint::new(
            Method::POST,
            "/buildings/{building}/erasures",
            MANAGERS,
            "Erase all personal data that is due now, from the audit trail and kept answers as well",
            erase,
        )
        .takes::<Nothing>()
        .creates::<schema::Erased>(),
        Endpoint::new(
            Method::GET,
            "/buildings/{building}/residents/{id}/personal-export",
            MANAGERS,
            "Read everything that is held about a resident, to be handed to them",
            export,
        )
        .answers::<schema::PersonalExport>(200),
    ]
}

#[derive(Serialize)]
struct ShownDue {
    kind: &'static str,
    id: String,
    #[serde(skip)]
    cursor: String,
}

impl ShownDue {
    fn new(due: Due) -> Self {
        let kind = due.kind.as_str();
        Self { kind, cursor: format!("{kind}:{}", due.id), id: due.id }
    }
}

async fn due(call: Call, Asked(paging): Asked<Paging>) -> Result<Response, Problem> {
    let known = call.known().await?;
    let due = known.building.due_for_erasure(&known.building.now(call.app.clock.now()));
    show(&paging.by_id(due.into_iter().map(ShownDue::new).collect(), |due| &due.cursor)?)
}

/// How much of which kind was erased.
#[derive(Serialize)]
struct Erased {
    erased: BTreeMap<&'static str, usize>,
}

async fn erase(call: Call, New { text, key }: New) -> Result<Response, Problem> {
    let Nothing {} = json::read(&text)?;
    let mut work = call.begin_for(&key).await?;
    if let Some(reply) = work.replay(&key).await? {
        return Ok(reply.into_response());
    }
    let mut erased = BTreeMap::new();
    for due in erasure::run(&mut work).await? {
        *erased.entry(due.kind.as_str()).or_default() += 1;
    }
    let body = json::write(&Erased { erased })?;
    let note =
        audit::Note { action: "erased", kind: "erasures", record: "", before: None, after: Some(&body) };
    work.note(&note).await?;
    let location = Some(location(&work, "/due-for-erasure"));
    let reply = Reply { location, ..Reply::new(StatusCode::CREATED, body.clone()) };
    let reply = work.commit(reply, Some(&key)).await?;
    // Accounts of those who have been forgotten are closed.
    call.app.buildings.feed().session_ended();
    Ok(reply.into_response())
}

/// Everything that is held about a resident.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Export<'b> {
    made_at: String,
    resident: &'b Resident,
    bookings: Vec<&'b Booking>,
    check_ins: Vec<&'b CheckIn>,
    guest_invites: Vec<&'b GuestInvite>,
    accounts: Vec<Account>,
    deliveries: Vec<deliveries::Listed>,
    audit: Vec<audit::Listed>,
}

async fn export(call: Call) -> Result<Response, Problem> {
    let known = call.known().await?;
    let resident: &Resident = known.find(&call.id)?;
    let Own { bookings, check_ins, guest_invites } = Own::of(known.building.document(), &resident.id);
    let pool = call.app.buildings.database().pool();
    let accounts: Vec<_> = accounts::list(pool, &call.building).await?;
    let accounts: Vec<_> =
        accounts.into_iter().filter(|account| account.resident.as_ref() == Some(&resident.id)).collect();
    let mut records: Vec<(&str, &str)> = vec![(Kind::Residents.as_str(), &resident.id)];
    records.extend(bookings.iter().map(|booking| (Kind::Bookings.as_str(), booking.id.as_str())));
    records.extend(check_ins.iter().map(|check_in| (Kind::CheckIns.as_str(), check_in.id.as_str())));
    records.extend(guest_invites.iter().map(|invite| (Kind::GuestInvites.as_str(), invite.id.as_str())));
    records.extend(accounts.iter().map(|account| ("accounts", account.id.as_str())));
    let trail = audit::of_records(pool, &call.building, &records).await?;
    let about = (None, Some(resident.id.as_str()));
    let deliveries = deliveries::list(pool, &call.building, about, None, i64::MAX).await?;
    let made_at = call.app.clock.now().to_rfc3339_exact();
    show(&Export {
        made_at,
        resident,
        bookings,
        check_ins,
        guest_invites,
        accounts,
        deliveries,
        audit: trail,
    })
}
