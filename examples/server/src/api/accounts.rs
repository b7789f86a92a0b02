//! Accounts of a building: made by those who run it, with a one-time link in place of a password.

use super::endpoint::Endpoint;
use super::extract::{Asked, Call, New};
use super::page::Paging;
use super::schema::Nothing;
use super::{location, schema, show};
use crate::App;
use crate::access::guard::Caller;
use crate::access::role::{MANAGERS, Role};
use crate::deliver::{Letter, text, webhook};
use crate::json;
use crate::problem::Problem;
use crate::store::accounts::{self, Account, LINK_SECONDS};
use crate::store::deliveries::{self, Channel, NewDelivery};
use crate::store::{Key, Reply, Work, audit};
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use vestibule::document::{Onboarding, PreferredCommunication, Resident};
use vestibule::people::phone::to_e164;

pub(super) fn endpoints() -> Vec<Endpoint> {
    const LIST: &str = "/buildings/{building}/accounts";
    vec![
        Endpoint::new(Method::GET, LIST, MANAGERS, "List accounts", list).pages::<schema::Account>(),
        Endpoint::new(
            Method::POST,
            LIST,
            MANAGERS,
            "Create an account for staff; owners also create managers",
            create,
        )
        .takes::<NewAccount>()
        .creates::<WithLink>(),
        Endpoint::new(
            Method::POST,
            "/buildings/{building}/residents/{id}/onboarding",
            MANAGERS,
            "Invite a resident: an account and a link to choose its password, which is also sent where the server has a way",
            onboard,
        )
        .takes::<Nothing>()
        .creates::<WithLink>(),
        Endpoint::new(
            Method::GET,
            "/buildings/{building}/residents/{id}/onboarding",
            MANAGERS,
            "Say how far a resident's onboarding is, and whether the invitation was sent",
            onboarding,
        )
        .answers::<schema::OnboardingState>(200),
        Endpoint::new(
            Method::POST,
            "/buildings/{building}/accounts/{id}/link",
            MANAGERS,
            "Make a new one-time link; earlier ones and the sessions of the account end when it is used",
            new_link,
        )
        .takes::<Nothing>()
        .creates::<WithLink>(),
        Endpoint::new(
            Method::DELETE,
            "/buildings/{building}/accounts/{id}",
            MANAGERS,
            "Close an account and end its sessions",
            close,
        )
        .answers_nothing(),
    ]
}

/// An account for a member of staff.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewAccount {
    email: String,
    /// manager or guard.
    role: Role,
}

/// An account with its link, which is shown this once.
#[derive(Serialize, ToSchema)]
struct WithLink {
    #[schema(value_type = schema::Account)]
    account: Account,
    /// Where a password is chosen, once, within seven days.
    link: String,
}

/// The address at which a one-time link is used. What follows the # stays in the browser.
#[must_use]
pub fn link(app: &App, building: &str, secret: &str) -> String {
    format!("{}/welcome#{building}.{secret}", app.config.public_url)
}

/// Whether the caller may make, renew or close accounts of a role: nobody those of their own rank but owners.
fn check_rank(caller: &Caller, role: Role) -> Result<(), Problem> {
    match (caller.role, role) {
        (_, Role::Owner) => Err(Problem::forbidden().at("role")),
        (Some(Role::Owner), _) | (Some(Role::Manager), Role::Guard | Role::Resident) => Ok(()),
        _ => Err(Problem::forbidden().at("role")),
    }
}

async fn list(call: Call, Asked(paging): Asked<Paging>) -> Result<Response, Problem> {
    call.known().await?;
    let all = accounts::list(call.app.buildings.database().pool(), &call.building).await?;
    show(&paging.by_id(all, |account| &account.id)?)
}

async fn create(call: Call, New { text, key }: New) -> Result<Response, Problem> {
    let NewAccount { email, role } = json::read(&text)?;
    if role == Role::Resident {
        let detail = "residents get accounts by being invited: use residents/{id}/onboarding";
        return Err(Problem::bad_request("malformed", "role", detail));
    }
    check_rank(&call.caller, role)?;
    let email = accounts::folded(&email);
    if !(3..=254).contains(&email.len()) || !email.contains('@') {
        return Err(Problem::bad_request("malformed", "email", "expected an e-mail address"));
    }
    let mut work = call.begin_for(&key).await?;
    if let Some(reply) = work.replay(&key).await? {
        return Ok(reply.into_response());
    }
    let account = Account::new(email, role, None);
    let now = work.now();
    accounts::add(work.connection(), &call.building, &account, now).await?;
    give_link(&call, work, account, "created", &key).await
}

async fn onboard(call: Call, New { text, key }: New) -> Result<Response, Problem> {
    let Nothing {} = json::read(&text)?;
    let mut work = call.begin_for(&key).await?;
    if let Some(reply) = work.replay(&key).await? {
        return Ok(reply.into_response());
    }
    let resident = work.known().find::<Resident>(&call.id)?.clone();
    if resident.onboarding == Onboarding::Active {
        return Err(Problem::refused("alreadyActive"));
    }
    let account = Account::new(accounts::folded(&resident.email), Role::Resident, Some(call.id.clone()));
    let now = work.now();
    accounts::add(work.connection(), &call.building, &account, now).await?;
    work.put(&Resident { onboarding: Onboarding::Invited, ..resident })?;
    give_link(&call, work, account, "created", &key).await
}

/// Whoever has chosen a password has activated the app.
pub(super) fn activate(work: &mut Work<'_>, account: &Account) -> Result<(), Problem> {
    let Some(id) = &account.resident else { return Ok(()) };
    let resident = work.known().find::<Resident>(id)?.clone();
    if resident.onboarding != Onboarding::Active {
        work.put(&Resident { onboarding: Onboarding::Active, ..resident })?;
    }
    Ok(())
}

async fn new_link(call: Call, New { text, key }: New) -> Result<Response, Problem> {
    let Nothing {} = json::read(&text)?;
    let mut work = call.begin_for(&key).await?;
    if let Some(reply) = work.replay(&key).await? {
        return Ok(reply.into_response());
    }
    let account = open_account(&call, &mut work).await?;
    give_link(&call, work, account, "linked", &key).await
}

/// The account in the path, which has to be open and of a lower rank.
async fn open_account(call: &Call, work: &mut Work<'_>) -> Result<Account, Problem> {
    let account = accounts::by_id(work.connection(), &call.building, &call.id).await?;
    let account = account.filter(|account| !account.closed).ok_or_else(Problem::not_found)?;
    check_rank(&call.caller, account.role)?;
    Ok(account)
}

async fn give_link(
    call: &Call,
    mut work: Work<'_>,
    account: Account,
    action: &str,
    key: &Key,
) -> Result<Response, Problem> {
    let now = work.now();
    let secret = accounts::new_link(work.connection(), &call.building, &account.id, now).await?;
    note(&mut work, &account, action).await?;
    let location = location(&work, &format!("/accounts/{}", account.id));
    let link = link(&call.app, &call.building, &secret);
    if let Some(resident) = &account.resident {
        invite(&mut work, resident, &link).await?;
    }
    let body = json::write(&WithLink { account, link })?;
    let reply = Reply { location: Some(location), is_secret: true, ..Reply::new(StatusCode::CREATED, body) };
    Ok(work.commit(reply, Some(key)).await?.into_response())
}

/// On what residents are written.
const WRITTEN: [Channel; 2] = [Channel::Mail, Channel::Sms];

/// Queues the invitation of a resident, by text message for those who prefer that, else by mail; not at all where the
/// server has no such way.
async fn invite(work: &mut Work<'_>, resident: &str, link: &str) -> Result<(), Problem> {
    let channels = work.channels();
    let building = work.building().document();
    let resident = work.known().find::<Resident>(resident)?;
    let phone =
        resident.phone.as_deref().and_then(|phone| to_e164(phone, building.building.region.as_deref()));
    let by_sms =
        phone.filter(|_| channels.sms && resident.preferred_communication == PreferredCommunication::Sms);
    let (name, language) = (&building.building.name, resident.language);
    let (channel, body) = match by_sms {
        Some(to) => {
            let text = text::invitation_sms(language, name, link);
            let message = json!({ "building": building.building.id, "to": to, "text": text });
            (Channel::Sms, webhook::event("sms.send", work.now(), &message)?)
        }
        None if channels.mail => {
            let names =
                [&resident.first_name, &resident.last_name].map(|name| name.as_deref().unwrap_or_default());
            let to = resident.email.clone();
            let (subject, text) = text::invitation(language, name, names.join(" ").trim(), link);
            (Channel::Mail, json::write(&Letter { to, subject, text })?)
        }
        None => return Ok(()),
    };
    let expires_at = Some(work.now().plus_seconds(LINK_SECONDS));
    let delivery = NewDelivery { channel, resident: resident.id.clone(), expires_at, body };
    work.queue(&delivery, &WRITTEN).await
}

/// How far a resident's onboarding is.
#[derive(Serialize)]
struct OnboardingState {
    onboarding: Onboarding,
    #[serde(skip_serializing_if = "Option::is_none")]
    invitation: Option<deliveries::Listed>,
}

async fn onboarding(call: Call) -> Result<Response, Problem> {
    let known = call.known().await?;
    let onboarding = known.find::<Resident>(&call.id)?.onboarding;
    let pool = call.app.buildings.database().pool();
    let invitation = deliveries::newest(pool, &call.building, &call.id, &WRITTEN).await?;
    show(&OnboardingState { onboarding, invitation })
}

async fn close(call: Call) -> Result<Response, Problem> {
    let mut work = call.begin().await?;
    let account = open_account(&call, &mut work).await?;
    let now = work.now();
    accounts::close(work.connection(), &call.building, &call.id, now).await?;
    note(&mut work, &account, "closed").await?;
    let reply = work.commit(Reply::empty(), None).await?;
    call.app.buildings.feed().session_ended();
    Ok(reply.into_response())
}

/// Adds what became of an account to the audit trail.
async fn note(work: &mut Work<'_>, account: &Account, action: &str) -> Result<(), Problem> {
    let after = json::write(account)?;
    let (record, after) = (account.id.as_str(), Some(after.as_str()));
    work.note(&audit::Note { action, kind: "accounts", record, before: None, after }).await
}
