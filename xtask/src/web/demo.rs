//! Server, portal and kiosk together, on this machine alone: what is done at the kiosk shows in the portal at once.

use super::kiosk::Kiosk;
use super::portal::Portal;
use crate::cross::Cross;
use crate::shell::{cargo, root, run, target_dir};
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::thread::sleep;
use std::time::{Duration, SystemTime};

const PORT: u16 = 8080;

/// What the pages and the kiosk are made of: while nothing of it is newer than what was made, it is not made again.
const MADE_OF: [&str; 6] = ["core", "bindings/src", "wasm/src", "wasm/npm", "examples/web", "Cargo.lock"];

/// How often to look whether one of the programs has ended.
const LOOK_EVERY: Duration = Duration::from_millis(300);

/// Runs until it is stopped, or one of its programs ends.
pub(crate) fn run_all(arguments: &[String]) -> Result<ExitCode> {
    let port = match arguments {
        [] => PORT,
        [flag, port] if flag == "--port" => port.parse().context("--port takes a number")?,
        _ => {
            bail!(
                "demo takes --port N, --kiosk, --server, --terminal, --console or nothing; see cargo xtask help"
            )
        }
    };
    let (pages, kiosk) = made()?;
    run(&mut cargo(&["build", "--release", "--locked", "--package", "vestibule-server"])?)?;
    let (mut server, card) = Card::of(&mut server(&pages, port)?)?;
    let console = kiosk_of(&kiosk, &card, if port == 0 { 0 } else { port + 1 })
        .and_then(|mut kiosk| kiosk.spawn().context("cannot start node"));
    let ended = console.and_then(|mut console| {
        card.print();
        let ended = first_to_end(&mut server, &mut console);
        stop(&mut console);
        ended
    });
    stop(&mut server);
    ended
}

/// The folder of the pages and the kiosk, made unless they are there and nothing has changed since.
fn made() -> Result<(PathBuf, Kiosk)> {
    let mark = target_dir("demo")?.join("made");
    let (pages, kiosk) = (Portal::pages()?, Kiosk::place()?);
    let since = fs::metadata(&mark).and_then(|mark| mark.modified());
    let fresh = match since {
        Ok(since) if pages.exists() => !changed_since(MADE_OF, since)?,
        _ => false,
    };
    if !fresh {
        let begun = SystemTime::now();
        let cross = Cross::choose(None)?;
        Portal::ready(cross)?.build()?;
        Kiosk::ready(cross)?;
        fs::create_dir_all(mark.parent().context("the mark is in a folder")?)?;
        // What is changed while this is made is newer than the mark.
        fs::File::create(&mark)?.set_modified(begun)?;
    }
    Ok((pages, kiosk))
}

/// Whether any file below these places was changed after an instant.
fn changed_since(places: [&str; 6], since: SystemTime) -> Result<bool> {
    let root = root()?;
    let mut waiting: Vec<PathBuf> = places.iter().map(|place| root.join(place)).collect();
    while let Some(place) = waiting.pop() {
        let about = fs::metadata(&place)?;
        if about.is_dir() {
            if !place.ends_with("node_modules") {
                for entry in fs::read_dir(&place)? {
                    waiting.push(entry?.path());
                }
            }
        } else if about.modified()? > since {
            return Ok(true);
        }
    }
    Ok(false)
}

fn server(pages: &Path, port: u16) -> Result<Command> {
    let mut server = Command::new(target_dir("release")?.join("vestibule-server"));
    server.arg("demo").arg("--import").arg(root()?.join(crate::demo::RESIDENTS));
    server.arg("--data").arg(target_dir("server-demo")?).arg("--pages").arg(pages);
    let listen = format!("127.0.0.1:{port}");
    server.args(["--listen", &listen]).env("RUST_LOG", "warn");
    Ok(server)
}

/// The kiosk at the server, as one of its consoles.
fn kiosk_of(kiosk: &Kiosk, card: &Card, port: u16) -> Result<Command> {
    let state = target_dir("demo")?.join("kiosk");
    fs::create_dir_all(&state)?;
    let mut node = kiosk.node("join.js");
    node.arg(format!("http://{}", card.address)).arg(&card.building).arg(state);
    node.args(["--port", &port.to_string()]).env("VESTIBULE_CONSOLE_KEY", &card.console);
    Ok(node)
}

/// What the server says at its start.
#[derive(Default)]
struct Card {
    building: String,
    address: String,
    console: String,
    accounts: Vec<Value>,
}

impl Card {
    /// Starts the server, and reads until it listens.
    fn of(server: &mut Command) -> Result<(Child, Self)> {
        let mut child = server.stdout(Stdio::piped()).spawn().context("cannot start the server")?;
        let lines = BufReader::new(child.stdout.take().context("the server prints")?).lines();
        let mut card = Self::default();
        for line in lines {
            let line = line?;
            if let Some(rest) = line.strip_prefix("Building ") {
                card.building = rest.split(':').next().unwrap_or_default().to_owned();
            } else if let Some(account) = line.strip_prefix("Sign in as ") {
                card.accounts.push(serde_json::from_str(account)?);
            } else if let Some(key) = line.strip_prefix("A console's key: ") {
                card.console = key.to_owned();
            } else if let Some(rest) = line.strip_prefix("Listening on ") {
                card.address = rest.split(',').next().unwrap_or_default().to_owned();
                return Ok((child, card));
            }
        }
        bail!("the server did not start ({}); is the port taken? choose another with --port N", child.wait()?)
    }

    fn print(&self) {
        let port = self.address.rsplit(':').next().unwrap_or_default();
        println!("\nThe portal is at http://localhost:{port}/     sign in as one of these:");
        println!("  {:<14} {:<10} password", "building", "e-mail");
        for account in &self.accounts {
            let text = |key: &str| account.get(key).and_then(Value::as_str).unwrap_or_default();
            println!("  {:<14} {:<10} {}", text("building"), text("email"), text("password"));
        }
        println!("The server's API is at http://localhost:{port}/docs");
    }
}

/// Waits for the first of two programs to end, and passes its code on.
fn first_to_end(one: &mut Child, other: &mut Child) -> Result<ExitCode> {
    loop {
        for child in [&mut *one, &mut *other] {
            if let Some(status) = child.try_wait()? {
                let code = status.code().and_then(|code| u8::try_from(code).ok());
                return Ok(code.map_or(ExitCode::FAILURE, ExitCode::from));
            }
        }
        sleep(LOOK_EVERY);
    }
}

/// Ends a program, unless it has ended.
fn stop(child: &mut Child) {
    let _ = child.kill();
    let _ = child.wait();
}
