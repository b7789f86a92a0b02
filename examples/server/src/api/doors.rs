//! Who may open which door now (SPEC 9.1, 9.2), and whom "Call management" calls now (SPEC 7.3).

use super::endpoint::Endpoint;
use super::extract::{Asked, Call};
use super::page::Paging;
use super::permits::with_instant;
use super::{schema, show};
use crate::access::role::{EVERYONE, STAFF};
use crate::problem::Problem;
use axum::http::Method;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use vestibule::access::{Entry, Who, grant};
use vestibule::document::{Door, Resident};
use vestibule::{Building, intercom};
use vestibule_records::Told;

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(
            Method::GET,
            "/buildings/{building}/residents/{id}/doors",
            EVERYONE,
            "List the doors that a resident may open now; residents ask about themselves",
            doors_of,
        )
        .pages::<schema::Door>(),
        Endpoint::new(
            Method::GET,
            "/buildings/{building}/doors/{id}/residents",
            STAFF,
            "List the residents who may open a door now",
            residents_of,
        )
        .pages::<schema::Resident>(),
        Endpoint::new(
            Method::GET,
            "/buildings/{building}/doors/{id}/entry",
            STAFF,
            "Say whether a resident or a guest may open a door now, and why not; one of resident and invite is given",
            entry,
        )
        .query("resident", "id of the resident")
        .query("invite", "id of the guest's invite")
        .answers::<schema::Entry>(200),
        Endpoint::new(
            Method::GET,
            "/buildings/{building}/intercom",
            STAFF,
            "Say whom \"Call management\" calls now, and of each contact whether it can be called and why not",
            intercom_now,
        )
        .answers::<schema::Intercom>(200),
    ]
}

async fn doors_of(call: Call, Asked(paging): Asked<Paging>) -> Result<Response, Problem> {
    if call.caller.as_resident()?.is_some_and(|own| own != call.id) {
        return Err(Problem::not_found());
    }
    let known = call.known().await?;
    known.find::<Resident>(&call.id)?;
    let building = &known.building;
    let open = building.doors(&call.id, &building.now(call.app.clock.now()))?;
    let doors: Vec<&Door> =
        building.document().doors.iter().filter(|door| open.contains(&door.id.as_str())).collect();
    show(&paging.by_id(doors, |door| &door.id)?)
}

async fn residents_of(call: Call, Asked(paging): Asked<Paging>) -> Result<Response, Problem> {
    let known = call.known().await?;
    known.find::<Door>(&call.id)?;
    let document = known.building.document();
    let passage = grant::Passage::through(document, &call.id);
    let now = known.building.now(call.app.clock.now());
    let may = |resident: &&Resident| grant::enter(resident, &passage, &now) == Entry::Granted;
    show(&paging.by_id(document.residents.iter().filter(may).collect(), |resident| &resident.id)?)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Someone {
    resident: Option<String>,
    invite: Option<String>,
}

async fn entry(call: Call, Asked(someone): Asked<Someone>) -> Result<Response, Problem> {
    let known = call.known().await?;
    known.find::<Door>(&call.id)?;
    let who = match (someone.resident, someone.invite) {
        (Some(id), None) => Who::Resident(id),
        (None, Some(id)) => Who::Invite(id),
        _ => return Err(Problem::bad_request("malformed", "query", "expected one of resident and invite")),
    };
    let now = known.building.now(call.app.clock.now());
    let answer = known.building.enter(&who, &call.id, &now)?;
    show(&with_instant(&Told(&answer), "/denial/opensAt")?)
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Intercom<'b> {
    /// Id of the contact; "Call management" is not shown without one.
    calls: Option<&'b str>,
    contacts: Vec<Contact<'b>>,
}

#[derive(Serialize)]
struct Contact<'b> {
    id: &'b str,
    callable: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
}

async fn intercom_now(call: Call) -> Result<Response, Problem> {
    let known = call.known().await?;
    let building: &Building = &known.building;
    let now = building.now(call.app.clock.now());
    let contact = |contact| {
        let callable = intercom::callable(std::slice::from_ref(contact), &now).is_some();
        let reason = if contact.enabled { "closed" } else { "disabled" };
        Contact { id: &contact.id, callable, reason: (!callable).then_some(reason) }
    };
    show(&Intercom {
        calls: building.call_management(&now).map(|contact| contact.id.as_str()),
        contacts: building.document().intercom_contacts.iter().map(contact).collect(),
    })
}
