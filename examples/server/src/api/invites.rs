//! Guest invites, and the residents who may make none (SPEC 9.2 to 9.5).

use super::endpoint::Endpoint;
use super::extract::{Asked, Call, New};
use super::page::{Page, Paging};
use super::{created, schema, show};
use crate::access::role::{HOSTS, MANAGERS};
use crate::problem::Problem;
use crate::store::{Known, Reply, Work};
use crate::{json, secrets};
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vestibule::access::entry_code::CodesExhausted;
use vestibule::access::invite::{self, InviteAnswer};
use vestibule::chrono::NaiveDateTime;
use vestibule::document::{CreatedBy, Credential, GuestInvite, Resident};
use vestibule::{Building, Now};

pub(super) fn endpoints() -> Vec<Endpoint> {
    const LIST: &str = "/buildings/{building}/guest-invites";
    const RESTRICTED: &str = "/buildings/{building}/restricted-residents";
    const RESTRICTED_ONE: &str = "/buildings/{building}/restricted-residents/{id}";
    vec![
        Endpoint::new(
            Method::GET,
            LIST,
            HOSTS,
            "List guest invites with what they are worth now; residents see their own",
            list,
        )
        .pages::<schema::InviteWithStatus>(),
        Endpoint::new(
            Method::POST,
            LIST,
            HOSTS,
            "Invite a guest; staff do so on behalf of a resident, and an entry code is given by the server",
            create,
        )
        .takes::<NewInviteBody>()
        .creates::<schema::InviteWithStatus>(),
        Endpoint::new(
            Method::GET,
            "/buildings/{building}/guest-invites/{id}",
            HOSTS,
            "Read a guest invite with what it is worth now",
            get,
        )
        .answers::<schema::InviteWithStatus>(200),
        Endpoint::new(
            Method::POST,
            "/buildings/{building}/guest-invites/{id}/revoke",
            HOSTS,
            "Take an invite back; residents take back their own",
            revoke,
        )
        .answers::<schema::InviteWithStatus>(200),
        Endpoint::new(
            Method::POST,
            "/buildings/{building}/guest-invites/{id}/revoke-and-restrict",
            MANAGERS,
            "Take an invite back, and let its resident make no more",
            revoke_and_restrict,
        )
        .answers::<schema::InviteWithStatus>(200),
        Endpoint::new(
            Method::GET,
            RESTRICTED,
            MANAGERS,
            "List the residents who may make no invites",
            restricted,
        )
        .pages::<schema::Resident>(),
        Endpoint::new(Method::PUT, RESTRICTED_ONE, MANAGERS, "Let a resident make no more invites", restrict)
            .answers::<schema::Resident>(200),
        Endpoint::new(Method::DELETE, RESTRICTED_ONE, MANAGERS, "Let a resident make invites again", lift)
            .answers::<schema::Resident>(200),
    ]
}

vestibule::asked! {
    /// What somebody asks for; who made it, its id and its code are the server's to say.
    struct NewInvite {
        resident: Option<String> = "resident" if any,
        guest_name: String = "guestName",
        contact: Option<String> = "contact" if any,
        credential: String = "credential" or "app".into(),
        starts_at: NaiveDateTime = "startsAt",
        ends_at: Option<NaiveDateTime> = "endsAt" if any,
        doors: Vec<String> = "doors" if any,
    }
}

/// The same for the OpenAPI document.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = NewInvite)]
#[allow(dead_code, reason = "the core's reader reads it")]
struct NewInviteBody {
    /// Id of the resident; left out by residents, who invite their own guests.
    #[schema(nullable = false)]
    resident: Option<String>,
    guest_name: String,
    /// How the guest is reached.
    #[schema(nullable = false)]
    contact: Option<String>,
    /// `app`, which it is when left out, or `entryCode`.
    #[schema(nullable = false)]
    credential: Option<String>,
    starts_at: String,
    /// Open-ended when left out.
    #[schema(nullable = false)]
    ends_at: Option<String>,
    /// Ids of doors; the resident's common and suite doors when left out.
    #[schema(nullable = false)]
    doors: Option<Vec<String>>,
}

/// An invite with what it is worth now.
#[derive(Serialize)]
struct Shown<'i> {
    invite: &'i GuestInvite,
    status: &'static str,
}

impl<'i> Shown<'i> {
    /// An invite of the building, or one as it is about to be kept.
    fn new(known: &Known, invite: &'i GuestInvite, now: &Now<'_>) -> Result<Self, Problem> {
        let resident: &Resident = known.find(&invite.resident)?;
        Ok(Self { invite, status: invite::status(invite, resident, now).as_str() })
    }
}

/// The invite in the path, when the caller may know of it.
fn theirs<'b>(call: &Call, building: &'b Building) -> Result<&'b GuestInvite, Problem> {
    let own = call.caller.as_resident()?;
    let mut invites = building.document().guest_invites.iter();
    let invite = invites.find(|invite| invite.id == call.id && own.is_none_or(|own| invite.resident == own));
    invite.ok_or_else(Problem::not_found)
}

async fn list(call: Call, Asked(paging): Asked<Paging>) -> Result<Response, Problem> {
    let known = call.known().await?;
    let own = call.caller.as_resident()?;
    let invites = known.building.document().guest_invites.iter();
    let theirs = invites.filter(|invite| own.is_none_or(|own| invite.resident == own));
    let Page { items, next } = paging.by_id(theirs.collect(), |invite| &invite.id)?;
    let now = known.building.now(call.app.clock.now());
    let items: Result<Vec<_>, _> = items.into_iter().map(|invite| Shown::new(&known, invite, &now)).collect();
    show(&Page { items: items?, next })
}

async fn get(call: Call) -> Result<Response, Problem> {
    let known = call.known().await?;
    let invite = theirs(&call, &known.building)?;
    show(&Shown::new(&known, invite, &known.building.now(call.app.clock.now()))?)
}

async fn create(call: Call, New { text, key }: New) -> Result<Response, Problem> {
    let asked: NewInvite = json::read_record(&text)?;
    let own = call.caller.as_resident()?;
    if own.is_some() && asked.resident.as_deref().is_some_and(|resident| Some(resident) != own) {
        return Err(Problem::forbidden().at("resident"));
    }
    let resident = own.map(str::to_owned).or_else(|| asked.resident.clone()).ok_or_else(|| {
        Problem::bad_request("required", "resident", "expected the id of the resident whose guest it is")
    })?;
    let mut work = call.begin_for(&key).await?;
    if let Some(reply) = work.replay(&key).await? {
        return Ok(reply.into_response());
    }
    let created_by = if own.is_some() { CreatedBy::Resident } else { CreatedBy::Staff };
    match work.building().request_invite(&resident, created_by, asked.starts_at)? {
        InviteAnswer::Allowed => {}
        InviteAnswer::Denied(denial) => return Err(Problem::refused(denial.as_str())),
    }
    let credential = credential(&work, &asked.credential)?;
    let NewInvite { guest_name, contact, starts_at, ends_at, doors, .. } = asked;
    let id = secrets::ordered_id();
    let invite = GuestInvite {
        id,
        resident,
        guest_name,
        contact,
        credential,
        starts_at,
        ends_at,
        doors,
        created_by,
        revoked_at: None,
    };
    work.put(&invite)?;
    let shown = shown_after(&work, &invite)?;
    let reply = created(&work, &format!("/guest-invites/{}", invite.id), &shown)?;
    Ok(work.commit(reply, Some(&key)).await?.into_response())
}

/// What the guest opens doors with: the app, or a code that no live invite has.
fn credential(work: &Work<'_>, asked: &str) -> Result<Credential, Problem> {
    match asked {
        "app" => Ok(Credential::App),
        "entryCode" => {
            let building = work.building();
            let code = building.new_entry_code(secrets::entropy()?, &building.now(work.now()));
            code.map(Credential::EntryCode).map_err(|CodesExhausted| {
                let detail = "every entry code is in use: revoke invites that are no longer needed";
                Problem::new(StatusCode::CONFLICT, "codesExhausted", detail)
            })
        }
        _ => Err(Problem::bad_request("malformed", "credential", "expected app or entryCode")),
    }
}

/// An invite as it is after this work, which is not committed yet.
fn shown_after<'i>(work: &Work<'_>, invite: &'i GuestInvite) -> Result<Shown<'i>, Problem> {
    Shown::new(work.known(), invite, &work.building().now(work.now()))
}

async fn revoke(call: Call) -> Result<Response, Problem> {
    let work = call.begin().await?;
    theirs(&call, work.building())?;
    let invite = work.building().revoke_invite(&call.id, &work.building().now(work.now()))?;
    take_back(work, &invite).await
}

async fn revoke_and_restrict(call: Call) -> Result<Response, Problem> {
    let mut work = call.begin().await?;
    theirs(&call, work.building())?;
    let now = work.building().now(work.now());
    let (invite, resident) = work.building().revoke_invite_and_restrict(&call.id, &now)?;
    work.put(&resident)?;
    take_back(work, &invite).await
}

async fn take_back(mut work: Work<'_>, invite: &GuestInvite) -> Result<Response, Problem> {
    work.put(invite)?;
    let reply = Reply::new(StatusCode::OK, json::write(&shown_after(&work, invite)?)?);
    Ok(work.commit(reply, None).await?.into_response())
}

async fn restricted(call: Call, Asked(paging): Asked<Paging>) -> Result<Response, Problem> {
    let known = call.known().await?;
    show(&paging.by_id(known.building.restricted_residents(), |resident| &resident.id)?)
}

async fn restrict(call: Call) -> Result<Response, Problem> {
    set_restricted(call, true).await
}

async fn lift(call: Call) -> Result<Response, Problem> {
    set_restricted(call, false).await
}

async fn set_restricted(call: Call, guest_invites_restricted: bool) -> Result<Response, Problem> {
    let mut work = call.begin().await?;
    let resident = work.known().find::<Resident>(&call.id)?.clone();
    let resident = Resident { guest_invites_restricted, ..resident };
    work.put(&resident)?;
    let reply = super::changed(&work, StatusCode::OK, &resident)?;
    Ok(work.commit(reply, None).await?.into_response())
}
