//! From a configuration to a server that answers, and to its orderly end.

use crate::access::limits::Limits;
use crate::access::role::Role;
use crate::api::{self, image::Images};
use crate::clock::Clock;
use crate::config::Config;
use crate::connections::{self, Connections};
use crate::deliver::Deliveries;
use crate::problem::Problem;
use crate::store::accounts::{self, Account, COMPANY};
use crate::store::{Buildings, Database};
use crate::{App, drop, metrics, pages};
use axum::Router;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::net::TcpListener;

/// The largest body, but for imports.
const LARGEST_BODY: usize = 1024 * 1024;

/// How often what has expired is forgotten.
const TIDY_EVERY: Duration = Duration::from_secs(600);

/// Why the server cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The data folder, the key or the port.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// The database.
    #[error("the database cannot be opened: {0}")]
    Database(#[from] sqlx::Error),
    /// The first account.
    #[error("the first account cannot be made: {}", .0.code())]
    Account(Problem),
}

impl From<Problem> for StartError {
    fn from(problem: Problem) -> Self {
        Self::Account(problem)
    }
}

impl App {
    /// Opens the data folder and the database, both made when they are not there.
    ///
    /// # Errors
    /// [`StartError`] with what cannot be opened.
    pub async fn open(config: Config, clock: Clock) -> Result<Self, StartError> {
        std::fs::create_dir_all(&config.data)?;
        let database = Database::open(config.database.as_deref(), &config.data, config.connections).await?;
        let deliveries = Arc::new(Deliveries::new(&config.deliveries)?);
        let patience = Duration::from_secs(config.timeout);
        Ok(Self {
            connections: Arc::new(Connections::new(config.clients, config.connections, patience)),
            images: Arc::new(Images::open(&config.data, config.open_buildings)?),
            buildings: Arc::new(Buildings::new(database, config.open_buildings, deliveries.channels())),
            deliveries,
            limits: Arc::new(Limits::default()),
            metrics: Arc::default(),
            config: Arc::new(config),
            clock,
        })
    }

    /// Everything that is served, with what applies to all of it.
    pub fn router(&self) -> Router {
        let none = || async { Problem::not_found() };
        let router = match &self.config.pages {
            Some(folder) => api::router(self).fallback_service(pages::service(folder, none)),
            None => api::router(self).fallback(none),
        };
        router
            .method_not_allowed_fallback(|| async {
                let detail = "the resource does not take this method: see /docs";
                Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method", detail)
            })
            .layer(DefaultBodyLimit::max(LARGEST_BODY))
            .layer(from_fn_with_state(self.clone(), with_headers))
            .layer(from_fn_with_state(self.clone(), logged))
            .with_state(self.clone())
    }

    /// The one-time link of the first owner; none when there is one with a password.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn first_link(&self) -> Result<Option<String>, Problem> {
        let database = self.buildings.database();
        if !accounts::no_owner(database.pool()).await? {
            return Ok(None);
        }
        let now = self.clock.now();
        let mut transaction = database.begin().await?;
        let owners = accounts::list(&mut *transaction, COMPANY).await?;
        let id = match owners.into_iter().next() {
            Some(owner) => owner.id,
            None => {
                let account = Account::new("owner", Role::Owner, None);
                accounts::add(&mut transaction, COMPANY, &account, now).await?;
                account.id
            }
        };
        let secret = accounts::new_link(&mut transaction, COMPANY, &id, now).await?;
        transaction.commit().await?;
        Ok(Some(api::accounts::link(self, COMPANY, &secret)))
    }

    /// Tells a monitoring system what is counted, for as long as it is polled.
    ///
    /// # Errors
    /// When the port cannot be used any more.
    pub async fn serve_metrics(self, listener: TcpListener) -> std::io::Result<()> {
        axum::serve(listener, metrics::router(self)).await
    }

    /// Answers requests and sends what is queued until `stop`, finishes what has begun, ends those that wait for news, and
    /// closes the database.
    ///
    /// # Errors
    /// When the port cannot be used any more.
    pub async fn serve(
        self,
        listener: TcpListener,
        stop: impl Future<Output = ()> + Send + 'static,
    ) -> Result<(), StartError> {
        let tidy = tokio::spawn(tidy(self.clone()));
        let app = self.clone();
        let news = tokio::spawn(async move { app.buildings.feed().run(&app.clock).await });
        let imports =
            self.config.imports.clone().map(|watched| tokio::spawn(drop::watch(self.clone(), watched)));
        let deliveries = tokio::spawn(Arc::clone(&self.deliveries).run(self.clone()));
        let app = self.clone();
        let stop = async move {
            stop.await;
            app.buildings.feed().end();
            app.deliveries.end(&app.buildings);
        };
        let router = self.router();
        connections::serve(&self, listener, router, stop).await;
        tidy.abort();
        news.abort();
        if let Some(imports) = imports {
            imports.abort();
        }
        let _ = deliveries.await;
        self.buildings.database().close().await;
        Ok(())
    }
}

async fn tidy(app: App) {
    let mut every = tokio::time::interval(TIDY_EVERY);
    loop {
        every.tick().await;
        app.limits.tidy();
        if app.buildings.database().tidy(app.clock.now()).await.is_err() {
            tracing::warn!("what has expired could not be forgotten");
        }
    }
}

/// Headers that every answer has.
async fn with_headers(State(app): State<App>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let policy = "default-src 'none'; script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; \
                  frame-ancestors 'none'";
    let unless_said = [(header::CONTENT_SECURITY_POLICY, policy), (header::CACHE_CONTROL, "no-store")];
    for (name, value) in unless_said {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    let always = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ];
    for (name, value) in always {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if app.config.is_https() {
        let year = HeaderValue::from_static("max-age=31536000; includeSubDomains");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, year);
    }
    response
}

/// One line for each request: the route as it is declared, never what stands in its place, a query or a body.
async fn logged(State(app): State<App>, request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let route = route.as_deref().unwrap_or("none");
    let begun = Instant::now();
    let response = next.run(request).await.into_response();
    let (status, took) = (response.status().as_u16(), begun.elapsed());
    app.metrics.answered(&method, route, status, took);
    tracing::info!(method = method.as_str(), route, status, micros = took.as_micros(), "request");
    response
}

/// Resolves when the process is asked to end.
pub async fn asked_to_end() {
    let interrupted = async {
        let _ = tokio::signal::ctrl_c().await;
    };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! {
                () = interrupted => {}
                _ = terminated.recv() => {}
            }
            return;
        }
    }
    interrupted.await;
}
