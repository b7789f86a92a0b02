//! A server with a building in it, and the people who use it.

use crate::client::Client;
use crate::engine::Engine;
use serde_json::{Value, json};
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use vestibule::Instant;
use vestibule_server::App;
use vestibule_server::clock::Clock;
use vestibule_server::config::{Config, LogFormat};
use vestibule_server::deliver::settings::Settings;
use vestibule_server::drop::Watched;
use vestibule_server::serve::StartError;

pub(crate) const PASSWORD: &str = "correct horse battery";

/// The instant at which every test begins: 11:00 on a Thursday in Vancouver.
pub(crate) const NOW: &str = "2026-05-14T18:00:00Z";

/// A server in this process.
pub(crate) struct Server {
    pub(crate) app: App,
    pub(crate) address: String,
    clock: Arc<AtomicI64>,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<Result<(), StartError>>,
    pub(crate) folder: Arc<TempDir>,
}

impl Server {
    pub(crate) async fn start(engine: Engine) -> Self {
        Self::delivering(engine, Settings::default()).await
    }

    /// A server that sends mail or webhooks.
    pub(crate) async fn delivering(engine: Engine, deliveries: Settings) -> Self {
        Self::on(engine.new_database(), Arc::new(tempfile::tempdir().unwrap()), deliveries).await
    }

    /// A server on a database of PostgreSQL.
    pub(crate) async fn on_database(address: String) -> Self {
        Self::on(Some(address), Arc::new(tempfile::tempdir().unwrap()), Settings::default()).await
    }

    /// Another server on the same data.
    pub(crate) async fn beside(&self) -> Self {
        let Config { database, deliveries, .. } = &*self.app.config;
        Self::on(database.clone(), Arc::clone(&self.folder), deliveries.clone()).await
    }

    pub(crate) async fn on(database: Option<String>, folder: Arc<TempDir>, deliveries: Settings) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        std::fs::create_dir_all(folder.path().join("imports")).unwrap();
        let clock = Arc::new(AtomicI64::new(Instant::parse(NOW).unwrap().millis()));
        let config = Config {
            listen: listener.local_addr().unwrap(),
            public_url: address.clone(),
            data: folder.path().to_owned(),
            database,
            behind_proxy: false,
            connections: 8,
            clients: None,
            open_buildings: NonZeroUsize::new(16).unwrap(),
            timeout: 30,
            pages: None,
            metrics: None,
            imports: Some(Watched {
                folder: folder.path().join("imports"),
                every: Duration::from_millis(100),
            }),
            deliveries,
            log_format: LogFormat::Text,
        };
        let app = App::open(config, Clock::Set(Arc::clone(&clock))).await.unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let stopped = async {
            let _ = stopped.await;
        };
        let serving = tokio::spawn(app.clone().serve(listener, stopped));
        Self { app, address, clock, stop, serving, folder }
    }

    pub(crate) fn stranger(&self) -> Client {
        Client::new(&self.address)
    }

    /// Asks it to end, and waits until it has.
    pub(crate) async fn stop(self) {
        drop(self.stop);
        self.serving.await.unwrap().unwrap();
    }

    /// Lets time pass.
    pub(crate) fn pass(&self, seconds: i64) {
        self.clock.fetch_add(seconds * 1000, Ordering::Relaxed);
    }
}

/// A server with a building.
pub(crate) struct Setting {
    pub(crate) server: Server,
    pub(crate) owner: Client,
    pub(crate) manager: Client,
}

impl Setting {
    pub(crate) async fn new(engine: Engine) -> Self {
        Self::of(Server::start(engine).await).await
    }

    /// A building in a server that has none.
    pub(crate) async fn of(server: Server) -> Self {
        let link = server.app.first_link().await.unwrap().unwrap();
        let owner = server.stranger().welcomed(&link, PASSWORD).await;
        let manager = building(&owner, "maple").await;
        Self { server, owner, manager }
    }
}

/// Runs a test on every engine.
pub(crate) fn on_each(test: impl AsyncFn(Engine)) {
    for engine in Engine::all() {
        println!("on {engine:?}");
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        runtime.block_on(test(engine));
    }
}

/// The same with a building.
pub(crate) fn with_building(test: impl AsyncFn(Setting)) {
    on_each(async |engine| test(Setting::new(engine).await).await);
}

/// Makes a building with suites, a door, an amenity and a resident, and its manager.
pub(crate) async fn building(owner: &Client, id: &str) -> Client {
    let info = json!({ "id": id, "name": "Maple Court", "zone": "America/Vancouver", "kind": "rental", "region": "CA" });
    owner.post("/buildings", &info).await.is(201);
    let at = format!("/buildings/{id}");
    let manager = staff(owner, id, "manager").await;
    let create = async |list: &str, record: Value| {
        manager.post(&format!("{at}/{list}"), &record).await.is(201);
    };
    create("doors", json!({ "id": "lobby", "name": "Lobby", "common": true })).await;
    create("suites", json!({ "id": "a", "number": "1208" })).await;
    create("suites", json!({ "id": "b", "number": "1210" })).await;
    create("suites", json!({ "id": "office", "number": "100", "use": "management" })).await;
    create("managers", json!({ "id": "m", "firstName": "Mo", "suite": "office" })).await;
    create(
        "amenities",
        json!({ "id": "visitor", "name": "Visitor parking", "capacity": 1, "requiredFields": ["plate"] }),
    )
    .await;
    create("residents", resident("lena", "a")).await;
    manager
}

/// A resident of a suite.
pub(crate) fn resident(id: &str, suite: &str) -> Value {
    json!({ "id": id, "firstName": id, "email": format!("{id}@example.org"), "residencies": [{ "suite": suite }] })
}

/// A request to book, for a guest of Lena's, at hours of the day.
pub(crate) fn booking(from: u32, to: u32, plate: &str) -> Value {
    json!({ "amenity": "visitor", "holder": { "resident": "lena" }, "suite": "a",
            "start": format!("2026-05-14T{from:02}:00"), "end": format!("2026-05-14T{to:02}:00"),
            "vehicle": { "plate": plate } })
}

/// A request to book far ahead, without a vehicle.
pub(crate) fn far_ahead() -> Value {
    let mut body = booking(12, 13, "");
    body["start"] = "2199-05-14T12:00".into();
    body["end"] = "2199-05-14T13:00".into();
    body["vehicle"] = json!({});
    body
}

/// Gives a building room for all who book.
pub(crate) async fn make_roomy(manager: &Client) {
    let path = "/buildings/maple/amenities/visitor";
    let amenity = manager.get(path).await.is(200);
    let roomy = json!({ "id": "visitor", "name": "Visitor parking", "capacity": 1_000_000 });
    manager.put(path, amenity.etag(), &roomy).await.is(200);
}

/// A member of staff of a building, signed in.
pub(crate) async fn staff(by: &Client, building: &str, role: &str) -> Client {
    let account = json!({ "email": format!("{role}@{building}.example.org"), "role": role });
    let made = by.post(&format!("/buildings/{building}/accounts"), &account).await.is(201);
    by.welcomed(made.body["link"].as_str().unwrap(), PASSWORD).await
}

/// A resident, invited and signed in.
pub(crate) async fn onboarded(by: &Client, building: &str, id: &str) -> Client {
    let at = format!("/buildings/{building}/residents/{id}/onboarding");
    let made = by.post(&at, &json!({})).await.is(201);
    by.welcomed(made.body["link"].as_str().unwrap(), PASSWORD).await
}

/// A console of a building.
pub(crate) async fn console(by: &Client, building: &str) -> (Client, Value) {
    let made = by.post(&format!("/buildings/{building}/consoles"), &json!({ "name": "Lobby" })).await.is(201);
    let bearer = made.body["key"].as_str().map(str::to_owned);
    (Client { bearer, ..by.stranger() }, made.body)
}
