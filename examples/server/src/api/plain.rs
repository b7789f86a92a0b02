//! The plain resources: lists of the document that are read and written as they are. What refers to nothing, or is
//! referred to by something, the core finds when it checks the document whole.

use super::endpoint::Endpoint;
use super::extract::{Asked, Ids, JsonText, New, check_match};
use super::page::Paging;
use super::{changed, created, show, show_record};
use crate::App;
use crate::access::guard::Caller;
use crate::access::role::Access;
use crate::json;
use crate::problem::Problem;
use crate::store::{Listed, Record, Reply, Work};
use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use utoipa::ToSchema;

/// The names and places of a resource.
pub struct Names {
    many: &'static str,
    one: &'static str,
    list: &'static str,
    item: &'static str,
}

macro_rules! names {
    ($($constant:ident: $path:literal, $one:literal, $many:literal;)*) => {
        $(
            #[doc = concat!("The resource of ", $many, ".")]
            pub const $constant: Names = Names {
                many: $many,
                one: $one,
                list: concat!("/buildings/{building}/", $path),
                item: concat!("/buildings/{building}/", $path, "/{id}"),
            };
        )*
    };
}

names! {
    SUITES: "suites", "a suite", "suites";
    DOORS: "doors", "a door", "doors";
    SPACES: "spaces", "an assigned space", "assigned spaces";
    MANAGERS_OF: "managers", "a manager", "managers";
    AMENITIES: "amenities", "a guest-parking amenity", "guest-parking amenities";
    CONTACTS: "intercom-contacts", "an intercom contact", "intercom contacts";
}

/// The routes of a resource.
pub fn endpoints<R: Listed, S: ToSchema>(names: &Names, read: Access, write: Access) -> Vec<Endpoint> {
    let Names { many, one, list: at, item } = names;
    vec![
        Endpoint::new(Method::GET, at, read, format!("List {many}"), list::<R>).pages::<S>(),
        Endpoint::new(Method::POST, at, write, format!("Create {one}"), create::<R>)
            .takes::<S>()
            .creates::<S>(),
        Endpoint::new(Method::GET, item, read, format!("Read {one}"), get::<R>).answers::<S>(200),
        Endpoint::new(Method::PUT, item, write, format!("Replace {one}"), replace::<R>)
            .takes::<S>()
            .matches()
            .answers::<S>(200),
        Endpoint::new(Method::DELETE, item, write, format!("Remove {one}"), remove::<R>)
            .matches()
            .answers_nothing(),
    ]
}

async fn list<R: Listed>(
    State(app): State<App>,
    Ids(building): Ids<String>,
    Asked(paging): Asked<Paging>,
) -> Result<Response, Problem> {
    let known = app.buildings.get(&building).await?;
    let all: Vec<&R> = R::list(known.building.document()).iter().collect();
    show(&paging.by_id(all, |record| record.id())?)
}

async fn get<R: Listed>(
    State(app): State<App>,
    Ids((building, id)): Ids<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let known = app.buildings.get(&building).await?;
    let revision = known.revision_of(R::KIND, &id).ok_or_else(Problem::not_found)?;
    show_record(&headers, known.find::<R>(&id)?, revision)
}

async fn create<R: Listed>(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    Ids(building): Ids<String>,
    axum::extract::OriginalUri(uri): axum::extract::OriginalUri,
    New { text, key }: New,
) -> Result<Response, Problem> {
    let mut work = app.begin(&building, &caller).await?;
    if let Some(reply) = work.replay(&key).await? {
        return Ok(reply.into_response());
    }
    let record: R = json::read_new(&text)?;
    if work.known().revision_of(R::KIND, record.id()).is_some() {
        return Err(Problem::duplicate("id"));
    }
    work.put(&record)?;
    let path = uri.path().strip_prefix(super::BASE).unwrap_or_default();
    let reply = created(&work, format!("{path}/{}", record.id()), &record)?;
    Ok(work.commit(reply, Some(&key)).await?.into_response())
}

async fn replace<R: Listed>(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    Ids((building, id)): Ids<(String, String)>,
    headers: HeaderMap,
    JsonText(text): JsonText,
) -> Result<Response, Problem> {
    let record: R = json::read_record(&text)?;
    let mut work = app.begin(&building, &caller).await?;
    check_replaces(&work, &headers, &record, &id)?;
    work.put(&record)?;
    let reply = changed(&work, StatusCode::OK, &record)?;
    Ok(work.commit(reply, None).await?.into_response())
}

/// Whether a record may take the place of the one with an id, which has to be as the caller saw it.
///
/// # Errors
/// Not found, another id, or changed since.
pub fn check_replaces<R: Record>(
    work: &Work<'_>,
    headers: &HeaderMap,
    record: &R,
    id: &str,
) -> Result<(), Problem> {
    let revision = work.known().revision_of(R::KIND, id).ok_or_else(Problem::not_found)?;
    if record.id() != id {
        return Err(Problem::bad_request(
            "malformed",
            "id",
            "expected the id in the address: ids do not change",
        ));
    }
    check_match(headers, revision)
}

async fn remove<R: Listed>(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    Ids((building, id)): Ids<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let mut work = app.begin(&building, &caller).await?;
    let revision = work.known().revision_of(R::KIND, &id).ok_or_else(Problem::not_found)?;
    check_match(&headers, revision)?;
    work.remove(R::KIND, &id);
    Ok(work.commit(Reply::empty(), None).await?.into_response())
}
