//! Signing in and out, and choosing a password by a one-time link.

use super::endpoint::Endpoint;
use super::extract::JsonText;
use super::{schema, show};
use crate::App;
use crate::access::guard::{self, Caller};
use crate::access::password;
use crate::access::role::{Access, EVERYONE, Role};
use crate::problem::Problem;
use crate::store::accounts::{self, COMPANY};
use crate::store::audit;
use crate::{json, secrets};
use axum::Extension;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use std::net::{IpAddr, SocketAddr};
use utoipa::ToSchema;

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(Method::POST, "/session", Access::Public, "Sign in", sign_in)
            .takes::<SignIn>()
            .answers::<SignedIn>(200),
        Endpoint::new(Method::GET, "/session", EVERYONE, "Who is signed in", read).answers::<SignedIn>(200),
        Endpoint::new(Method::DELETE, "/session", EVERYONE, "Sign out", sign_out).answers_nothing(),
        Endpoint::new(
            Method::POST,
            "/password",
            Access::Public,
            "Choose a password by a one-time link",
            choose,
        )
        .takes::<Choice>()
        .answers::<schema::Account>(200),
    ]
}

/// What one signs in with.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct SignIn {
    /// Id of the building; left out by owners.
    #[serde(default)]
    building: Option<String>,
    email: String,
    password: String,
}

/// Someone who is signed in.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct SignedIn {
    /// To be sent as X-CSRF-Token with everything that changes something.
    csrf_token: String,
    account: String,
    role: Role,
    /// The building of the account; none for owners.
    #[serde(skip_serializing_if = "Option::is_none")]
    building: Option<String>,
    /// The resident whose account it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    resident: Option<String>,
}

/// A password for the account of a link.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Choice {
    /// Id of the building; left out by owners.
    #[serde(default)]
    building: Option<String>,
    /// What the link says after its #.
    secret: String,
    /// 10 to 256 characters.
    password: String,
}

/// The address that a request comes from.
fn address(app: &App, headers: &HeaderMap, peer: Option<SocketAddr>) -> Option<IpAddr> {
    if !app.config.behind_proxy {
        return peer.map(|peer| peer.ip());
    }
    let last = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
    last.rsplit(',').next()?.trim().parse().ok()
}

async fn sign_in(
    State(app): State<App>,
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
    JsonText(text): JsonText,
) -> Result<Response, Problem> {
    let SignIn { building, email, password } = json::read(&text)?;
    let building = building.unwrap_or_else(|| COMPANY.to_owned());
    let peer = peer.map(|Extension(ConnectInfo(peer))| peer);
    let account = format!("{building} {}", accounts::folded(&email));
    app.limits.sign_in(Some(account), address(&app, &headers, peer))?;
    let pool = app.buildings.database().pool();
    let account = accounts::by_email(pool, &building, &email).await?.filter(|account| !account.closed);
    let hash = account.as_ref().and_then(|account| account.password.clone());
    let is_right = password::verify(password, hash).await?;
    let Some(account) = account.filter(|_| is_right) else {
        let detail = "no account of this building has this address and password";
        return Err(Problem::new(StatusCode::UNAUTHORIZED, "wrongPassword", detail));
    };
    let session = accounts::begin_session(pool, &building, &account.id, app.clock.now()).await?;
    let cookie = guard::cookie(&app, &building, &session, accounts::SESSION_SECONDS);
    let caller = Caller {
        home: building,
        id: account.id,
        role: Some(account.role),
        resident: account.resident,
        session,
        revision: None,
    };
    let body = show(&SignedIn::of(&caller)?)?;
    Ok(([(header::SET_COOKIE, cookie)], body).into_response())
}

impl SignedIn {
    fn of(caller: &Caller) -> Result<Self, Problem> {
        Ok(Self {
            csrf_token: secrets::csrf_token(&caller.session),
            account: caller.id.clone(),
            role: caller.role.ok_or_else(Problem::unauthorized)?,
            building: Some(caller.home.clone()).filter(|home| home != COMPANY),
            resident: caller.resident.clone(),
        })
    }
}

async fn read(Extension(caller): Extension<Caller>) -> Result<Response, Problem> {
    show(&SignedIn::of(&caller)?)
}

async fn sign_out(State(app): State<App>, Extension(caller): Extension<Caller>) -> Result<Response, Problem> {
    accounts::end_session(app.buildings.database().pool(), &caller.home, &caller.session).await?;
    app.buildings.feed().session_ended();
    let cookie = guard::cookie(&app, &caller.home, "", 0);
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie)]).into_response())
}

async fn choose(
    State(app): State<App>,
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
    JsonText(text): JsonText,
) -> Result<Response, Problem> {
    let Choice { building, secret, password } = json::read(&text)?;
    let building = building.unwrap_or_else(|| COMPANY.to_owned());
    let peer = peer.map(|Extension(ConnectInfo(peer))| peer);
    app.limits.sign_in(None, address(&app, &headers, peer))?;
    let hash = password::new(password).await?;
    let now = app.clock.now();
    let gone = || {
        let detail = "this link was used, has expired, or was replaced: ask for a new one";
        Problem::new(StatusCode::GONE, "linkGone", detail)
    };
    if building == COMPANY {
        let mut transaction = app.buildings.database().begin().await?;
        let account = accounts::use_link(&mut transaction, &building, &secret, &hash, now).await?;
        let account = account.ok_or_else(gone)?;
        transaction.commit().await?;
        app.buildings.feed().session_ended();
        return show(&account);
    }
    let mut work =
        crate::store::Work::begin(&app.buildings, &building, "link", now).await.map_err(|_| gone())?;
    let account = accounts::use_link(work.connection(), &building, &secret, &hash, now).await?;
    let account = account.ok_or_else(gone)?;
    super::accounts::activate(&mut work, &account)?;
    let actor = format!("account:{}", account.id);
    let note = audit::Note {
        action: "passwordChosen",
        kind: "accounts",
        record: &account.id,
        before: None,
        after: None,
    };
    audit::add(work.connection(), &building, &actor, now, &note).await?;
    work.commit(crate::store::Reply::empty(), None).await?;
    app.buildings.feed().session_ended();
    show(&account)
}
