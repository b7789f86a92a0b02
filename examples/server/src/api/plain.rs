//! The plain resources: lists of the document that are read and written as they are. What refers to nothing, or is
//! referred to by something, the core finds when it checks the document whole.

use super::endpoint::Endpoint;
use super::extract::{Asked, Call, JsonText, New};
use super::page::Paging;
use super::{changed, created, show};
use crate::access::role::Access;
use crate::json;
use crate::problem::Problem;
use crate::store::{Listed, Record, Reply, Work};
use axum::extract::OriginalUri;
use axum::http::{Method, StatusCode};
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
            .takes_new::<S>(&["id"])
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

async fn list<R: Listed>(call: Call, Asked(paging): Asked<Paging>) -> Result<Response, Problem> {
    let known = call.known().await?;
    let all: Vec<&R> = R::list(known.building.document()).iter().collect();
    show(&paging.by_id(all, |record| record.id())?)
}

async fn get<R: Listed>(call: Call) -> Result<Response, Problem> {
    let known = call.known().await?;
    call.show_record(R::KIND, &known, known.find::<R>(&call.id)?)
}

async fn create<R: Listed>(
    call: Call,
    OriginalUri(uri): OriginalUri,
    New { text, key }: New,
) -> Result<Response, Problem> {
    let mut work = call.begin_for(&key).await?;
    if let Some(reply) = work.replay(&key).await? {
        return Ok(reply.into_response());
    }
    let record: R = json::read_new(&text)?;
    if work.known().revision_of(R::KIND, record.id()).is_some() {
        return Err(Problem::duplicate("id"));
    }
    work.put(&record)?;
    let list = uri.path().rsplit('/').next().unwrap_or_default();
    let reply = created(&work, &format!("/{list}/{}", record.id()), &record)?;
    Ok(work.commit(reply, Some(&key)).await?.into_response())
}

async fn replace<R: Listed>(call: Call, JsonText(text): JsonText) -> Result<Response, Problem> {
    let record: R = json::read_record(&text)?;
    let mut work = call.begin().await?;
    check_replaces(&call, &work, &record)?;
    work.put(&record)?;
    let reply = changed(&work, StatusCode::OK, &record)?;
    Ok(work.commit(reply, None).await?.into_response())
}

/// Whether a record may take the place of the one in the path, which has to be as the caller saw it.
///
/// # Errors
/// Not found, another id, or changed since.
pub(super) fn check_replaces<R: Record>(call: &Call, work: &Work<'_>, record: &R) -> Result<(), Problem> {
    let known = work.known();
    if known.revision_of(R::KIND, &call.id).is_some() && record.id() != call.id {
        return Err(Problem::bad_request(
            "malformed",
            "id",
            "expected the id in the address: ids do not change",
        ));
    }
    call.check_match(R::KIND, known)
}

async fn remove<R: Listed>(call: Call) -> Result<Response, Problem> {
    let mut work = call.begin().await?;
    call.check_match(R::KIND, work.known())?;
    work.remove(R::KIND, &call.id);
    Ok(work.commit(Reply::empty(), None).await?.into_response())
}
