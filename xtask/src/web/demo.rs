//! Server, portal and kiosk together, on this machine alone: what is done at the kiosk shows in the portal at once.

use super::kiosk::Kiosk;
use super::portal::Portal;
use crate::cross::Cross;
use crate::shell::{cargo, root, run, show, target_dir, watch};
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, ExitCode, Stdio};
use std::thread::{sleep, spawn};
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
    let place = Place {
        server: target_dir("release")?.join("vestibule-server"),
        pages,
        data: target_dir("server-demo")?,
        state: target_dir("demo")?.join("kiosk"),
        port,
    };
    let mut demo = Running::start(&place, &kiosk)?;
    demo.card.print();
    demo.first_to_end()
}

/// Opens it as somebody does who has never seen it, and again as on the next morning; `count` looks at the lines that are
/// printed. The server and the pages are those of the portal's tests.
pub(super) fn test(portal: &Portal, kiosk: &Kiosk, mut count: impl FnMut(&str)) -> Result<()> {
    let folder = target_dir("demo")?.join("test");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    let place = Place {
        server: target_dir("debug")?.join("vestibule-server"),
        pages: Portal::pages()?,
        data: folder.join("data"),
        state: folder.join("kiosk"),
        port: 0,
    };
    for script in ["first", "again"] {
        let demo = Running::start(&place, kiosk)?;
        watch(portal.node("tests/demo.js").arg(script).arg(demo.card.json()), &mut count)?;
    }
    Ok(())
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
        show(
            "Builds the pages, the kiosk and the server: that takes some minutes, and no time when nothing has changed.",
        );
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

/// Where everything of a demo is.
struct Place {
    server: PathBuf,
    pages: PathBuf,
    /// The server's.
    data: PathBuf,
    /// The kiosk's.
    state: PathBuf,
    /// The portal's; the kiosk has the one after it. With 0 both are any that are free.
    port: u16,
}

impl Place {
    fn server(&self) -> Result<Command> {
        let mut server = Command::new(&self.server);
        server.arg("demo").arg("--import").arg(root()?.join(crate::demo::RESIDENTS));
        server.arg("--data").arg(&self.data).arg("--pages").arg(&self.pages);
        let listen = format!("127.0.0.1:{}", self.port);
        server.args(["--listen", &listen]).env("RUST_LOG", "warn");
        Ok(server)
    }

    /// The kiosk at the server, as one of its consoles.
    fn console(&self, kiosk: &Kiosk, card: &Card) -> Result<Command> {
        fs::create_dir_all(&self.state)?;
        let port = if self.port == 0 { 0 } else { self.port + 1 };
        let mut node = kiosk.node("join.js");
        node.arg(format!("http://{}", card.address)).arg(&card.building).arg(&self.state);
        node.args(["--port", &port.to_string()]).env("VESTIBULE_CONSOLE_KEY", &card.console);
        Ok(node)
    }
}

/// Server and kiosk; they end when this is dropped.
struct Running {
    server: Program,
    console: Program,
    card: Card,
}

impl Running {
    fn start(place: &Place, kiosk: &Kiosk) -> Result<Self> {
        let mut card = Card::default();
        let server = Program::start(&mut place.server()?, |line| card.take(line))
            .context("the server did not start; is the port taken? choose another with --port N")?;
        let console = Program::start(&mut place.console(kiosk, &card)?, |line| {
            let address = line.strip_prefix("The kiosk is at ").and_then(|rest| rest.split(' ').next());
            address.map(|address| address.clone_into(&mut card.kiosk)).is_some()
        })
        .context("the kiosk did not start; is the port after that of the portal taken? choose another with --port N")?;
        Ok(Self { server, console, card })
    }

    /// Waits for the first of the two to end, and passes its code on.
    fn first_to_end(&mut self) -> Result<ExitCode> {
        loop {
            for Program(child) in [&mut self.server, &mut self.console] {
                if let Some(status) = child.try_wait()? {
                    let code = status.code().and_then(|code| u8::try_from(code).ok());
                    return Ok(code.map_or(ExitCode::FAILURE, ExitCode::from));
                }
            }
            sleep(LOOK_EVERY);
        }
    }
}

/// A program that ends when this is dropped, unless it has ended.
struct Program(Child);

impl Program {
    /// Starts it, and reads what it prints until `is_ready` has seen that it is; from then on that is passed on.
    fn start(command: &mut Command, mut is_ready: impl FnMut(&str) -> bool) -> Result<Self> {
        let mut program = Self(command.stdout(Stdio::piped()).spawn().context("it cannot be run")?);
        let mut lines = BufReader::new(program.0.stdout.take().context("it prints")?).lines();
        loop {
            let Some(line) = lines.next().transpose()? else { bail!("it ended ({})", program.0.wait()?) };
            if is_ready(&line) {
                break;
            }
        }
        spawn(move || lines.map_while(Result::ok).for_each(|line| show(&line)));
        Ok(program)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// What server and kiosk say at their start.
#[derive(Default)]
struct Card {
    building: String,
    address: String,
    kiosk: String,
    console: String,
    accounts: Vec<Value>,
    /// Lines of what to do at the kiosk.
    to_try: Vec<String>,
}

impl Card {
    /// Takes a line of the server's; answers whether it listens.
    fn take(&mut self, line: &str) -> bool {
        if let Some(rest) = line.strip_prefix("Building ") {
            rest.split(':').next().unwrap_or_default().clone_into(&mut self.building);
        } else if let Some(account) = line.strip_prefix("Sign in as ") {
            self.accounts.extend(serde_json::from_str(account).ok());
        } else if let Some(key) = line.strip_prefix("A console's key: ") {
            key.clone_into(&mut self.console);
        } else if let Some(rest) = line.strip_prefix("Listening on ") {
            rest.split(',').next().unwrap_or_default().clone_into(&mut self.address);
            return true;
        } else {
            self.to_try.push(line.to_owned());
        }
        false
    }

    fn portal(&self) -> String {
        format!("http://localhost:{}/", self.address.rsplit(':').next().unwrap_or_default())
    }

    fn print(&self) {
        show(&format!("\nThe portal is at {}     sign in as one of these:", self.portal()));
        show(&format!("  {:<14} {:<10} password", "building", "e-mail"));
        for account in &self.accounts {
            let text = |key: &str| account.get(key).and_then(Value::as_str).unwrap_or_default();
            show(&format!("  {:<14} {:<10} {}", text("building"), text("email"), text("password")));
        }
        show(&format!("The kiosk is at {}      what is done there shows in the portal at once", self.kiosk));
        self.to_try.iter().for_each(|line| show(&format!("  {line}")));
        show(&format!("The server's API is at {}docs", self.portal()));
        show("Ctrl-C stops it; what was done is kept for the next time.");
    }

    /// For the script that opens it.
    fn json(&self) -> String {
        let Self { kiosk, accounts, to_try, .. } = self;
        json!({ "portal": self.portal(), "kiosk": kiosk, "accounts": accounts, "toTry": to_try }).to_string()
    }
}
