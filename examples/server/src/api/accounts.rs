//! Accounts of a building: made by those who run it, with a one-time link in place of a password.

use super::endpoint::Endpoint;
use super::extract::{Asked, Ids, New};
use super::page::Paging;
use super::{schema, show};
use crate::App;
use crate::access::guard::Caller;
use crate::access::role::{MANAGERS, Role};
use crate::problem::Problem;
use crate::store::accounts::{self, Account};
use crate::store::{Key, Reply, Work, audit};
use crate::{json, secrets};
use axum::Extension;
use axum::extract::State;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vestibule::document::{Onboarding, Resident};

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
            "Invite a resident: an account and a link to choose its password",
            onboard,
        )
        .takes::<Nothing>()
        .creates::<WithLink>(),
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

/// An object without fields.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Nothing {}

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

async fn list(
    State(app): State<App>,
    Ids(building): Ids<String>,
    Asked(paging): Asked<Paging>,
) -> Result<Response, Problem> {
    app.buildings.get(&building).await?;
    let all = accounts::list(app.buildings.database().pool(), &building).await?;
    show(&paging.by_id(all, |account| &account.id)?)
}

async fn create(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    Ids(building): Ids<String>,
    New { text, key }: New,
) -> Result<Response, Problem> {
    let NewAccount { email, role } = json::read(&text)?;
    if role == Role::Resident {
        let detail = "residents get accounts by being invited: use residents/{id}/onboarding";
        return Err(Problem::bad_request("malformed", "role", detail));
    }
    check_rank(&caller, role)?;
    let email = accounts::folded(&email);
    if !(3..=254).contains(&email.len()) || !email.contains('@') {
        return Err(Problem::bad_request("malformed", "email", "expected an e-mail address"));
    }
    let mut work = app.begin(&building, &caller).await?;
    if let Some(reply) = work.replay(&key).await? {
        return Ok(reply.into_response());
    }
    let account = new_account(email, role, None);
    let now = work.now();
    accounts::add(work.connection(), &building, &account, now).await?;
    give_link(&app, &caller, &building, work, account, "created", &key).await
}

fn new_account(email: String, role: Role, resident: Option<String>) -> Account {
    let id = secrets::ordered_id();
    Account { id, email, role, resident, active: false, closed: false, password: None }
}

async fn onboard(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    Ids((building, id)): Ids<(String, String)>,
    New { text, key }: New,
) -> Result<Response, Problem> {
    let Nothing {} = json::read(&text)?;
    let mut work = app.begin(&building, &caller).await?;
    if let Some(reply) = work.replay(&key).await? {
        return Ok(reply.into_response());
    }
    let resident = work.known().find::<Resident>(&id)?.clone();
    if resident.onboarding == Onboarding::Active {
        return Err(Problem::refused("alreadyActive"));
    }
    let account = new_account(accounts::folded(&resident.email), Role::Resident, Some(id));
    let now = work.now();
    accounts::add(work.connection(), &building, &account, now).await?;
    work.put(&Resident { onboarding: Onboarding::Invited, ..resident })?;
    give_link(&app, &caller, &building, work, account, "created", &key).await
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

async fn new_link(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    Ids((building, id)): Ids<(String, String)>,
    New { text, key }: New,
) -> Result<Response, Problem> {
    let Nothing {} = json::read(&text)?;
    let mut work = app.begin(&building, &caller).await?;
    if let Some(reply) = work.replay(&key).await? {
        return Ok(reply.into_response());
    }
    let account = open_account(&mut work, &caller, &building, &id).await?;
    give_link(&app, &caller, &building, work, account, "linked", &key).await
}

async fn open_account(
    work: &mut Work<'_>,
    caller: &Caller,
    building: &str,
    id: &str,
) -> Result<Account, Problem> {
    let account = accounts::by_id(work.connection(), building, id).await?;
    let account = account.filter(|account| !account.closed).ok_or_else(Problem::not_found)?;
    check_rank(caller, account.role)?;
    Ok(account)
}

async fn give_link(
    app: &App,
    caller: &Caller,
    building: &str,
    mut work: Work<'_>,
    account: Account,
    action: &str,
    key: &Key,
) -> Result<Response, Problem> {
    let now = work.now();
    let secret = accounts::new_link(work.connection(), building, &account.id, now).await?;
    note(&mut work, caller, building, &account, action).await?;
    let location = format!("{}/buildings/{building}/accounts/{}", super::endpoint::BASE, account.id);
    let body = json::write(&WithLink { account, link: link(app, building, &secret) })?;
    let reply = Reply { location: Some(location), is_secret: true, ..Reply::new(StatusCode::CREATED, body) };
    Ok(work.commit(reply, Some(key)).await?.into_response())
}

async fn close(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    Ids((building, id)): Ids<(String, String)>,
) -> Result<Response, Problem> {
    let mut work = app.begin(&building, &caller).await?;
    let account = open_account(&mut work, &caller, &building, &id).await?;
    let now = work.now();
    accounts::close(work.connection(), &building, &id, now).await?;
    note(&mut work, &caller, &building, &account, "closed").await?;
    let reply = work.commit(Reply::empty(), None).await?;
    app.buildings.feed().session_ended();
    Ok(reply.into_response())
}

/// Adds what became of an account to the audit trail.
async fn note(
    work: &mut Work<'_>,
    caller: &Caller,
    building: &str,
    account: &Account,
    action: &str,
) -> Result<(), Problem> {
    let (actor, now, after) = (caller.actor(), work.now(), json::write(account)?);
    let entry = audit::Entry {
        actor: &actor,
        action,
        kind: "accounts",
        record: &account.id,
        before: None,
        after: Some(&after),
    };
    audit::add(work.connection(), building, now, &entry).await
}
