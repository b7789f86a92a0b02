//! What is not the API itself: health, the OpenAPI document with a page to read it, and where passwords are chosen.
//!
//! The page is written here rather than with a viewer of JavaScript: those load themselves from elsewhere or are larger
//! than this server, and none works under a policy without scripts.

use super::endpoint::{BASE, document};
use super::endpoints;
use crate::App;
use crate::problem::Problem;
use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::get;
use serde_json::Value;
use std::fmt::Write as _;
use std::time::Duration;

const WELCOME: &str = include_str!("welcome.html");
const WELCOME_SCRIPT: &str = include_str!("welcome.js");

/// How long the database has to say that it is there.
const LONGEST_READY: Duration = Duration::from_secs(3);

pub(super) fn router(app: &App) -> Router<App> {
    let openapi = format!("{BASE}/openapi.json");
    let front = match app.config.pages {
        Some(_) => Router::new(),
        None => Router::new().route("/", get(|| async { Redirect::to("/docs") })),
    };
    front
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .route(&openapi, get(|| async { ([(header::CONTENT_TYPE, "application/json")], json()) }))
        .route("/docs", get(|| async { Html(page()) }))
        .route("/welcome", get(|| async { Html(WELCOME) }))
        .route("/welcome.js", get(script))
}

async fn ready(State(app): State<App>) -> Result<Response, Problem> {
    let ready = tokio::time::timeout(LONGEST_READY, app.buildings.database().ready()).await;
    ready.map_err(|_| Problem::unavailable())??;
    Ok("ready\n".into_response())
}

async fn script() -> Response {
    (StatusCode::OK, [(header::CONTENT_TYPE, "text/javascript; charset=utf-8")], WELCOME_SCRIPT)
        .into_response()
}

/// The OpenAPI document.
fn json() -> String {
    document(endpoints()).to_json().unwrap_or_default()
}

/// The document as a page.
fn page() -> String {
    let document: Value = serde_json::from_str(&json()).unwrap_or_default();
    let mut html = String::from(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Vestibule server</title>\
         <meta name=\"viewport\" content=\"width=device-width\"><h1>Vestibule server</h1>",
    );
    // Writing to a `String` cannot fail.
    let _ = write!(
        html,
        "<p>{}<p><a href=\"{BASE}/openapi.json\">OpenAPI 3.1</a>",
        text(at(&document, "/info/description"))
    );
    for (path, item) in at(&document, "/paths").as_object().into_iter().flatten() {
        for (method, operation) in item.as_object().into_iter().flatten() {
            push_operation(&mut html, path, method, operation);
        }
    }
    html.push_str("<h2>Records</h2>");
    for (name, schema) in at(&document, "/components/schemas").as_object().into_iter().flatten() {
        let schema = serde_json::to_string_pretty(schema).unwrap_or_default();
        let _ = write!(
            html,
            "<details id=\"{0}\"><summary>{0}</summary><pre>{1}</pre></details>",
            escaped(name),
            escaped(&schema)
        );
    }
    html
}

fn push_operation(html: &mut String, path: &str, method: &str, operation: &Value) {
    let _ = write!(
        html,
        "<h3><code>{} {}</code></h3><p>{}. {}<ul>",
        method.to_uppercase(),
        escaped(path),
        text(at(operation, "/summary")),
        text(at(operation, "/description"))
    );
    for parameter in
        at(operation, "/parameters").as_array().into_iter().flatten().filter(|one| at(one, "/in") != "path")
    {
        let (name, place) = (text(at(parameter, "/name")), text(at(parameter, "/in")));
        let _ = write!(html, "<li><code>{name}</code> ({place}): {}", text(at(parameter, "/description")));
    }
    let _ = write!(html, "{}</ul>", body("takes", at(operation, "/requestBody")));
    for (status, response) in at(operation, "/responses").as_object().into_iter().flatten() {
        if status != "default" {
            let _ = write!(html, "<p>{}", body(&format!("answers {status}"), response));
        }
    }
}

/// What is taken or answered, with a link to its schema.
fn body(what: &str, of: &Value) -> String {
    let mut line = String::new();
    for (media, content) in at(of, "/content").as_object().into_iter().flatten() {
        let schema = &content["schema"];
        let items = at(schema, "/properties/items/items");
        let name = [schema, items].into_iter().find_map(|schema| at(schema, "/$ref").as_str());
        let name = name.and_then(|path| path.rsplit('/').next()).unwrap_or_default();
        let _ = write!(line, "<li>{what} <code>{}</code> <a href=\"#{name}\">{name}</a>", escaped(media));
    }
    line
}

/// What is at a place of a value; null when nothing is.
fn at<'v>(value: &'v Value, path: &str) -> &'v Value {
    value.pointer(path).unwrap_or(&Value::Null)
}

fn text(value: &Value) -> String {
    escaped(value.as_str().unwrap_or_default())
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
