//! The server of a simulation: its own router in this process, on a copy of a database that was made once.

use crate::client::Client;
use crate::engine::Engine;
use crate::setting::{Setting, console, resident};
use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::{Request, StatusCode};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use tempfile::TempDir;
use tower::ServiceExt as _;
use vestibule::image::VerifyingKey;
use vestibule_server::App;
use vestibule_server::clock::Clock;
use vestibule_server::config::Config;

pub(super) const CONSOLES: usize = 50;
pub(super) const RESIDENTS: usize = 12;
const SUITES: usize = 6;

/// A building with consoles, residents and guest parking, as every seed begins with it.
pub(super) struct Template {
    folder: Arc<TempDir>,
    config: Config,
    cookie: String,
    csrf: String,
    /// The consoles' keys.
    pub(super) consoles: Vec<String>,
    /// What their images are checked with.
    pub(super) key: VerifyingKey,
    /// The residents' directory codes.
    pub(super) codes: Vec<String>,
}

pub(super) fn resident_id(number: usize) -> String {
    format!("r{number}")
}

pub(super) fn suite_of(resident: usize) -> String {
    format!("s{}", resident % SUITES)
}

impl Template {
    pub(super) fn make() -> Self {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        runtime.block_on(async {
            let setting = Setting::new(Engine::Sqlite).await;
            let manager = &setting.manager;
            let mut codes = Vec::new();
            for suite in 0..SUITES {
                let suite = json!({ "id": format!("s{suite}"), "number": format!("{suite}01") });
                create(manager, "suites", &suite).await;
            }
            for number in 0..RESIDENTS {
                let record = resident(&resident_id(number), &suite_of(number));
                let made = create(manager, "residents", &record).await;
                codes.push(made["directoryCode"].as_str().unwrap().to_owned());
            }
            for (id, approval) in [("day", "automatic"), ("night", "manual")] {
                let amenity = json!({ "id": id, "name": id, "capacity": 500, "approval": approval,
                                      "requiredFields": ["plate", "color"] });
                create(manager, "amenities", &amenity).await;
            }
            let (mut consoles, mut key) = (Vec::new(), None);
            for _ in 0..CONSOLES {
                let (console, enrolled) = console(manager, "maple").await;
                consoles.push(console.bearer.unwrap());
                key = Some(crate::consoles::verifying_key(&enrolled));
            }
            let (cookie, csrf) = (manager.cookie.clone().unwrap(), manager.csrf.clone());
            // Days pass, and nobody signs in again.
            let pool = setting.server.app.buildings.database().pool();
            let sql = "UPDATE sessions SET expires_at = $1";
            sqlx::query(sql).bind(i64::MAX).execute(pool).await.unwrap();
            let (folder, config) = (Arc::clone(&setting.server.folder), (*setting.server.app.config).clone());
            setting.server.stop().await;
            Self { folder, config, cookie, csrf, consoles, key: key.unwrap(), codes }
        })
    }
}

async fn create(manager: &Client, list: &str, record: &Value) -> Value {
    manager.post(&format!("/buildings/maple/{list}"), record).await.is(201).body
}

/// An answer.
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) etag: String,
    pub(super) bytes: Bytes,
}

impl Answer {
    pub(super) fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap()
    }
}

/// The server, while it is up.
pub(super) struct Server<'t> {
    template: &'t Template,
    config: Config,
    clock: Arc<AtomicI64>,
    open: Option<(App, Router)>,
    // Last, so that the folder outlives what is open in it.
    _folder: TempDir,
}

impl<'t> Server<'t> {
    pub(super) async fn start(template: &'t Template, clock: Arc<AtomicI64>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for file in ["vestibule.sqlite", "image.key"] {
            copy(template.folder.path(), folder.path(), file);
        }
        let config = Config { data: folder.path().to_owned(), ..template.config.clone() };
        let mut server = Self { template, config, clock, open: None, _folder: folder };
        server.up().await;
        server
    }

    pub(super) fn is_up(&self) -> bool {
        self.open.is_some()
    }

    pub(super) async fn up(&mut self) {
        let app = App::open(self.config.clone(), Clock::Set(Arc::clone(&self.clock))).await.unwrap();
        let router = app.router();
        self.open = Some((app, router));
    }

    /// Ends it: in order, or as it is, with nothing written that is not written yet.
    pub(super) async fn down(&mut self, in_order: bool) {
        if let Some((app, _)) = self.open.take()
            && in_order
        {
            app.buildings.database().close().await;
        }
    }

    /// What a console asks; none while the server is down.
    pub(super) async fn console(
        &self,
        console: usize,
        method: &str,
        path: &str,
        known: Option<u64>,
        body: &Value,
    ) -> Option<Answer> {
        let key = self.template.consoles.get(console).unwrap();
        let request = Request::builder().header("authorization", format!("Bearer {key}"));
        let request = match known {
            Some(sequence) => request.header("if-none-match", format!("\"{sequence}\"")),
            None => request,
        };
        self.call(request, method, path, body).await
    }

    /// What staff ask; none while the server is down.
    pub(super) async fn staff(
        &self,
        method: &str,
        path: &str,
        (header, value): (&str, &str),
        body: &Value,
    ) -> Option<Answer> {
        let Template { cookie, csrf, .. } = self.template;
        let request = Request::builder().header("cookie", cookie).header("x-csrf-token", csrf);
        self.call(request.header(header, value), method, path, body).await
    }

    async fn call(
        &self,
        request: axum::http::request::Builder,
        method: &str,
        path: &str,
        body: &Value,
    ) -> Option<Answer> {
        let (_, router) = self.open.as_ref()?;
        let request = request.method(method).uri(format!("/api/v1/buildings/maple{path}"));
        let body = Body::from(body.to_string());
        let request = request.header("content-type", "application/json").body(body).unwrap();
        let response = router.clone().oneshot(request).await.unwrap();
        let (head, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        let said = String::from_utf8_lossy(&bytes);
        let is_clear = !head.status.is_server_error() && head.status != 401;
        assert!(is_clear, "{method} {path}: {} {said}", head.status);
        let etag = head.headers.get("etag").map_or("", |etag| etag.to_str().unwrap()).to_owned();
        Some(Answer { status: head.status, etag, bytes })
    }

    /// Every record of a list that comes in pages.
    pub(super) async fn all(&self, list: &str) -> Vec<Value> {
        let (mut records, mut after) = (Vec::new(), String::new());
        loop {
            let path = format!("{list}?limit=200{after}");
            let page = self.staff("GET", &path, ("accept", "*/*"), &Value::Null).await.unwrap().json();
            records.extend(page["items"].as_array().unwrap().iter().cloned());
            match page["next"].as_str() {
                Some(next) => after = format!("&after={next}"),
                None => return records,
            }
        }
    }
}

fn copy(from: &Path, to: &Path, file: &str) {
    std::fs::copy(from.join(file), to.join(file)).unwrap();
}
