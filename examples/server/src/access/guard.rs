//! The one door that every request passes: who it is, and whether the route is theirs.

use super::role::{Access, Role};
use crate::App;
use crate::problem::Problem;
use crate::secrets;
use crate::store::SignedIn;
use crate::store::accounts::{self, COMPANY};
use axum::extract::rejection::RawPathParamsRejection;
use axum::extract::{RawPathParams, Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::Response;

/// The name of the cookie over plain HTTP, for trying things out.
const COOKIE: &str = "vestibule";
/// The name over HTTPS, which browsers take from this very host only.
const SECURE_COOKIE: &str = "__Host-vestibule";
/// The header that a form on another site cannot send.
pub const CSRF_HEADER: &str = "x-csrf-token";

/// Who makes a request.
#[derive(Clone, Debug)]
pub struct Caller {
    /// The building of the account or console; [`COMPANY`] for owners.
    pub home: String,
    /// The account or the console.
    pub id: String,
    /// What they may do; none for a console.
    pub role: Option<Role>,
    /// The resident whose account it is.
    pub resident: Option<String>,
    /// The secret of the session.
    pub session: String,
    /// The revision that the building in the path had when the caller was let in, where that was asked.
    pub revision: Option<i64>,
}

impl Caller {
    /// The caller as the audit trail names them.
    #[must_use]
    pub fn actor(&self) -> String {
        let kind = if self.role.is_some() { "account" } else { "console" };
        format!("{kind}:{}", self.id)
    }

    /// The resident that the caller is; none for staff.
    ///
    /// # Errors
    /// Forbidden for a resident's account without a resident.
    pub fn as_resident(&self) -> Result<Option<&str>, Problem> {
        match self.role {
            Some(Role::Resident) => self.resident.as_deref().map(Some).ok_or_else(Problem::forbidden),
            _ => Ok(None),
        }
    }
}

/// The cookie of a session.
#[must_use]
pub fn cookie(app: &App, building: &str, secret: &str, seconds: i64) -> String {
    let (name, secure) = if app.config.is_https() { (SECURE_COOKIE, "; Secure") } else { (COOKIE, "") };
    format!("{name}={building}.{secret}; Path=/; HttpOnly; SameSite=Strict; Max-Age={seconds}{secure}")
}

/// Lets a request pass, with its [`Caller`], or refuses it.
///
/// # Errors
/// Not signed in, not theirs, or not found: a building that is not theirs is as one that does not exist.
pub async fn pass(
    State((app, access)): State<(App, Access)>,
    params: Result<RawPathParams, RawPathParamsRejection>,
    mut request: Request,
    next: Next,
) -> Result<Response, Problem> {
    let params = params.map_err(|_| Problem::not_found())?;
    let building = params.iter().find(|(name, _)| *name == "building").map(|(_, id)| id.to_owned());
    let caller = match access {
        Access::Public => return Ok(next.run(request).await),
        Access::Console => console(&app, building.as_deref(), request.headers()).await?,
        Access::Roles(roles) => {
            let caller = signed_in(&app, building.as_deref(), request.headers()).await?;
            let is_theirs = building.as_ref().is_none_or(|id| *id == caller.home || caller.home == COMPANY);
            if !is_theirs {
                return Err(Problem::not_found());
            }
            if !caller.role.is_some_and(|role| roles.contains(&role)) {
                return Err(Problem::forbidden());
            }
            if !matches!(*request.method(), Method::GET | Method::HEAD) {
                check_csrf(&caller, request.headers())?;
            }
            caller
        }
    };
    request.extensions_mut().insert(caller);
    Ok(next.run(request).await)
}

/// The console whose key a request has.
///
/// # Errors
/// Not signed in, or the database does not answer.
pub async fn console(app: &App, building: Option<&str>, headers: &HeaderMap) -> Result<Caller, Problem> {
    let building = building.ok_or_else(Problem::not_found)?;
    let key = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let key = key.and_then(|value| value.strip_prefix("Bearer ")).ok_or_else(Problem::unauthorized)?;
    let id = accounts::console_of(app.buildings.database().pool(), building, key).await?;
    let id = id.ok_or_else(Problem::unauthorized)?;
    let (home, session) = (building.to_owned(), String::new());
    Ok(Caller { home, id, role: None, resident: None, session, revision: None })
}

async fn signed_in(app: &App, building: Option<&str>, headers: &HeaderMap) -> Result<Caller, Problem> {
    let (home, secret) = session_of(app, headers).ok_or_else(Problem::unauthorized)?;
    let signed_in = app.buildings.signed_in(home, secret, building, app.clock.now()).await?;
    let SignedIn { account, role, resident, revision, .. } = signed_in.ok_or_else(Problem::unauthorized)?;
    let (home, session) = (home.to_owned(), secret.to_owned());
    Ok(Caller { home, id: account, role: Some(role), resident, session, revision })
}

/// The building and the secret in the cookie.
fn session_of<'h>(app: &App, headers: &'h HeaderMap) -> Option<(&'h str, &'h str)> {
    let name = if app.config.is_https() { SECURE_COOKIE } else { COOKIE };
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut cookies =
        lines.flat_map(|line| line.split(';')).filter_map(|cookie| cookie.trim().split_once('='));
    cookies.find(|(other, _)| *other == name)?.1.rsplit_once('.')
}

fn check_csrf(caller: &Caller, headers: &HeaderMap) -> Result<(), Problem> {
    let given = headers.get(CSRF_HEADER).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if secrets::equal(given, &secrets::csrf_token(&caller.session)) {
        return Ok(());
    }
    let detail = "send the csrfToken of the session in the header X-CSRF-Token";
    Err(Problem::new(axum::http::StatusCode::FORBIDDEN, "csrf", detail))
}
