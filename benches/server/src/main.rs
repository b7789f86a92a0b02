//! Prints how the reference server does beside its floors, each measured in the same run: with SQLite, then with PostgreSQL.
//!
//!     cargo xtask bench --server
//!
//! The load, the server and the database share the machine.

mod floor;
mod live;
mod load;
mod process;
mod seed;
mod table;

use anyhow::{Context as _, Result, ensure};
use load::{CLIENTS, Load, Loader};
use process::{Place, Postgres, Server};
use reqwest::Method;
use seed::{BUILDINGS, Owner, RESIDENTS, name};
use serde_json::json;
use std::path::Path;
use std::time::{Duration, Instant as Timer};
use table::{Goal, head, millis, row};
use vestibule::Building;
use vestibule::image::{ImageSpec, SigningKey};
use vestibule_server::clock::Clock;

/// How long each load lasts.
const SECONDS: u32 = 8;

/// How many follow one building.
const FOLLOWERS: usize = 5_000;

#[tokio::main]
async fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let program = arguments.next().context("name the server's program, then the folder of PostgreSQL's")?;
    let programs = arguments.next().context("name the folder of PostgreSQL's programs")?;
    let bench = Bench { program: program.into(), loader: Loader::new()? };
    println!("{}. {BUILDINGS} buildings of {RESIDENTS} residents; {CLIENTS} clients.", table::machine()?);
    let folder = tempfile::tempdir()?;
    bench.on(&Place { folder: folder.path().to_owned(), database: None }).await?;
    drop(folder);
    let (folder, postgres) = (tempfile::tempdir()?, Postgres::start(Path::new(&programs)).await?);
    bench.on(&Place { folder: folder.path().to_owned(), database: Some(postgres.address.clone()) }).await
}

/// What is measured.
struct Bench {
    program: std::path::PathBuf,
    loader: Loader,
}

impl Bench {
    async fn on(&self, place: &Place) -> Result<()> {
        head(if place.database.is_some() { "PostgreSQL" } else { "SQLite" });
        let begun = Timer::now();
        let owner = seed::fill(place).await?;
        eprintln!("filled in {:.0} s", begun.elapsed().as_secs_f64());
        let buildings = BUILDINGS.to_string();
        let server = Server::start(&self.program, place, &["--open-buildings", &buildings])?;
        self.looking(place, &server, &owner).await?;
        self.changing(place, &server, &owner).await?;
        if place.database.is_some() {
            self.beside(place, &server, &owner).await?;
        } else {
            self.images(&server, &owner).await?;
        }
        drop(server);
        self.following(place, &owner).await?;
        if place.database.is_none() { self.starting().await } else { Ok(()) }
    }

    async fn load(
        &self,
        server: &Server,
        seconds: u32,
        clients: usize,
        what: &[&str],
        path: &str,
    ) -> Result<Load> {
        self.loader.run(&format!("http://{}{path}", server.address), seconds, clients, what).await
    }

    async fn look(&self, server: &Server, owner: &Owner, clients: usize) -> Result<Load> {
        let (buildings, residents) = (BUILDINGS.to_string(), RESIDENTS.to_string());
        let what = ["look", &owner.cookie, &owner.token, &buildings, &residents];
        self.load(server, SECONDS, clients, &what, "/").await
    }

    /// Which bookings a guest is offered, beside an answer that is always the same.
    async fn looking(&self, place: &Place, server: &Server, owner: &Owner) -> Result<()> {
        let before = server.memory()?;
        let begun = Timer::now();
        let client = reqwest::Client::new();
        for number in 0..BUILDINGS {
            let path = format!("/buildings/{}/matches?resident=r1", name(number));
            call(&client, server, owner, Method::GET, &path, None).await?;
        }
        let opened = begun.elapsed() / u32::try_from(BUILDINGS)?;
        row("a building's first question, ms", millis(opened), "ms", None, Goal::None);
        let memory = (server.memory()? - before) / BUILDINGS as f64;
        row("memory of an open building", memory, "MB", None, Goal::None);
        let constant = if place.database.is_some() { "/readyz" } else { "/healthz" };
        let floor = self.load(server, SECONDS, CLIENTS, &["get"], constant).await?;
        let load = self.look(server, owner, CLIENTS).await?;
        let what = format!("guest look-ups, beside `{constant}`");
        row(&what, load.rate, "/s", Some(floor.rate), Goal::OfFloor(0.5));
        row("half of them within", load.half, "ms", Some(floor.half), Goal::None);
        row("99 of 100 within", load.most, "ms", Some(floor.most), Goal::AtMost(10.0));
        Ok(())
    }

    /// What is kept in a second, beside the bare engine.
    async fn changing(&self, place: &Place, server: &Server, owner: &Owner) -> Result<()> {
        let floor = floor::commits(place, SECONDS.into()).await?;
        let buildings = BUILDINGS.to_string();
        for (what, job) in [("bookings made", "book"), ("check-ins", "arrive")] {
            let what = [format!("{what}, beside the bare engine"), "  99 of 100 within".into()];
            let job = [job, &owner.cookie, &owner.token, &buildings, job];
            let load = self.load(server, SECONDS, CLIENTS, &job, "/").await?;
            let [rate, most] = &what;
            row(rate, load.rate, "/s", Some(floor), Goal::OfFloor(0.5));
            row(most, load.most, "ms", None, Goal::None);
        }
        Ok(())
    }

    /// Two servers on a database, beside one.
    async fn beside(&self, place: &Place, one: &Server, owner: &Owner) -> Result<()> {
        let buildings = BUILDINGS.to_string();
        let two = Server::start(&self.program, place, &["--open-buildings", &buildings])?;
        self.look(&two, owner, CLIENTS).await?;
        let alone = self.look(one, owner, CLIENTS).await?;
        let (here, there) =
            tokio::join!(self.look(one, owner, CLIENTS / 2), self.look(&two, owner, CLIENTS / 2));
        let both = here?.rate + there?.rate;
        row("look-ups of two servers, beside one", both, "/s", Some(alone.rate), Goal::OfFloor(1.6));
        let cores = std::thread::available_parallelism()?;
        eprintln!("{cores} cores are shared by the load, the servers and PostgreSQL");
        Ok(())
    }

    async fn images(&self, server: &Server, owner: &Owner) -> Result<()> {
        let building =
            Building::open(seed::document(0)?, vestibule::ZoneRules::bundled("America/Vancouver")?)?;
        let key = SigningKey::from_seed([7; 32]).context("a key")?;
        let mut fastest = Duration::MAX;
        for _ in 0..20 {
            let begun = Timer::now();
            let spec = ImageSpec::starting(&building, Clock::System.now(), 7, 1);
            let image = building.console_image(&spec)?.sign(&key);
            fastest = fastest.min(begun.elapsed());
            ensure!(!image.is_empty(), "an image is empty");
        }
        row("an image written and signed", millis(fastest), "ms", None, Goal::AtMost(10.0));
        let client = reqwest::Client::new();
        let at = format!("/buildings/{}", name(0));
        let path = format!("{at}/consoles");
        let made =
            call(&client, server, owner, Method::POST, &path, Some(json!({ "name": "Lobby" }))).await?;
        let made: serde_json::Value = made.json().await?;
        let key = made.get("key").and_then(serde_json::Value::as_str).context("a console has a key")?;
        let image = format!("http://{}/api/v1{at}/console/image", server.address);
        let (first, tag) = fetch(&client, &image, key).await?;
        row("the first image, over HTTP", millis(first), "ms", None, Goal::None);
        let (again, same) = fetch(&client, &image, key).await?;
        ensure!(tag == same, "an image was written again");
        row("the same again, nothing changed", millis(again), "ms", None, Goal::None);
        let far = json!({ "amenity": "arrivals", "holder": { "resident": "r1" }, "suite": "s1",
                          "start": "2199-05-14T12:00", "end": "2199-05-14T13:00" });
        call(&client, server, owner, Method::POST, &format!("{at}/bookings"), Some(far)).await?;
        let (unseen, same) = fetch(&client, &image, key).await?;
        ensure!(tag == same, "an image was written for a change that it does not show");
        row("after a change that it does not show: the same image", millis(unseen), "ms", None, Goal::None);
        Ok(())
    }

    /// Many who follow a building.
    async fn following(&self, place: &Place, owner: &Owner) -> Result<()> {
        let server = Server::start(&self.program, place, &[])?;
        let client = reqwest::Client::new();
        let path = format!("/buildings/{}/bookings?limit=1", name(0));
        call(&client, &server, owner, Method::GET, &path, None).await?;
        let before = server.memory()?;
        let mut followers = live::Followers::begin(&server.address, &name(0), owner, FOLLOWERS).await?;
        let booking = json!({ "amenity": "arrivals", "holder": { "resident": "r1" }, "suite": "s1",
                              "start": "2198-05-14T12:00", "end": "2198-05-14T13:00" });
        let path = format!("/buildings/{}/bookings", name(0));
        let begun = Timer::now();
        call(&client, &server, owner, Method::POST, &path, Some(booking)).await?;
        let told = followers.all_told(begun).await?;
        let what = format!("{FOLLOWERS} who follow a building: the server's memory");
        row(&what, server.memory()?, "MB", Some(before), Goal::AtMost(200.0));
        row("  until all are told of a change", millis(told), "ms", None, Goal::None);
        Ok(())
    }

    /// From nothing to the first answer.
    async fn starting(&self) -> Result<()> {
        let folder = tempfile::tempdir()?;
        let place = Place { folder: folder.path().to_owned(), database: None };
        let begun = Timer::now();
        let server = Server::start(&self.program, &place, &[])?;
        let answer = reqwest::get(format!("http://{}/readyz", server.address)).await?;
        ensure!(answer.status().is_success(), "a new server is not ready");
        row("an empty folder to the first answer", millis(begun.elapsed()), "ms", None, Goal::AtMost(1000.0));
        Ok(())
    }
}

/// A request of the owner's.
async fn call(
    client: &reqwest::Client,
    server: &Server,
    owner: &Owner,
    method: Method,
    path: &str,
    body: Option<serde_json::Value>,
) -> Result<reqwest::Response> {
    let mut request = client.request(method, format!("http://{}/api/v1{path}", server.address));
    request = request.header("Cookie", &owner.cookie).header("X-CSRF-Token", &owner.token);
    if let Some(body) = body {
        request = request.header("Idempotency-Key", vestibule_server::secrets::ordered_id()).json(&body);
    }
    Ok(request.send().await?.error_for_status()?)
}

/// How long an image takes, and its entity tag.
async fn fetch(client: &reqwest::Client, url: &str, key: &str) -> Result<(Duration, String)> {
    let begun = Timer::now();
    let answer = client.get(url).bearer_auth(key).send().await?.error_for_status()?;
    let tag = answer.headers().get("ETag").context("an image has a tag")?.to_str()?.to_owned();
    answer.bytes().await?;
    Ok((begun.elapsed(), tag))
}
