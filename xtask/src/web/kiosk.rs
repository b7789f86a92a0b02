//! The kiosk in a browser: putting it together, serving it, and testing it as a visitor would.

use super::assemble;
use crate::cross::Cross;
use crate::demo;
use crate::install;
use crate::shell::{hand_over, read, root, run, target_dir, watch};
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// The instant that the tests' building is made around.
const TESTS_AT: &str = "2026-05-14T18:00:00Z";
/// Another than that of the server: what a browser has kept of one is not to answer for the other.
const PORT: &str = "8082";

/// Serves the kiosk of the imported building on this machine, without a server, until it is stopped.
pub(crate) fn demo(arguments: &[String]) -> Result<ExitCode> {
    let port = match arguments {
        [] => PORT,
        [flag, port] if flag == "--port" && port.parse::<u16>().is_ok() => port,
        _ => bail!("demo --kiosk takes --port N or nothing; see cargo xtask help"),
    };
    let kiosk = Kiosk::ready(Cross::choose(None)?)?;
    let document = kiosk.folder.join("document.json");
    let mut console = demo::imported()?;
    let card = read(console.arg("--console-document").arg(&document))?;
    let (key, bundle, site) =
        (kiosk.folder.join("key.pem"), kiosk.folder.join("bundle"), kiosk.folder.join("site"));
    run(kiosk.node("tools/sign.js").args([&key, &document, &bundle]))?;
    run(kiosk.node("tools/assemble.js").args([&site, &key, &document]))?;
    println!("\n{card}");
    hand_over(kiosk.node("serve.js").args([&site, &bundle, &kiosk.folder]).args(["--port", port]))
}

/// Every flow of a visit in Chromium; `count` looks at the lines that are printed.
pub(crate) fn test(cross: Cross, count: impl FnMut(&str)) -> Result<()> {
    let kiosk = Kiosk::ready(cross)?;
    install::debian(&["chromium"])?;
    let building = root()?.join("examples/web/tests/building.json");
    let document = kiosk.console_document(&building, TESTS_AT)?;
    watch(kiosk.node("tests/all.js").arg(document).arg(kiosk.folder.join("screenshots")), count)
}

/// How soon the first screen can be used, and how soon a key's results are drawn.
pub(crate) fn bench() -> Result<ExitCode> {
    let kiosk = Kiosk::ready(Cross::choose(None)?)?;
    install::debian(&["chromium"])?;
    let building = kiosk.folder.join("large.json");
    let documents: Value = serde_json::from_str(&crate::bench::documents()?)?;
    let large = documents.get("large").context("there is a document of a large building")?;
    fs::write(&building, large.to_string())?;
    let document = kiosk.console_document(&building, TESTS_AT)?;
    hand_over(kiosk.node("tests/bench.js").arg(document))
}

/// A folder with the kiosk's parts, and the package installed beside them.
pub(super) struct Kiosk {
    folder: PathBuf,
}

impl Kiosk {
    pub(super) fn ready(cross: Cross) -> Result<Self> {
        let kiosk = Self::place()?;
        assemble(cross, "examples/web", &["kiosk", "tools", "tests"], &kiosk.folder.join("web"))?;
        Ok(kiosk)
    }

    /// Where it is, or will be once it is put together.
    pub(super) fn place() -> Result<Self> {
        Ok(Self { folder: target_dir("kiosk")? })
    }

    /// The folder of its own side: `join.js` and what that needs.
    pub(super) fn parts(&self) -> PathBuf {
        self.folder.join("web")
    }

    pub(super) fn node(&self, script: &str) -> Command {
        let mut node = Command::new("node");
        node.current_dir(self.parts()).arg(script);
        node
    }

    /// The document that consoles of a building get.
    fn console_document(&self, building: &Path, at: &str) -> Result<PathBuf> {
        let name = building.file_name().context("a building is in a file")?;
        let document = self.folder.join(name).with_extension("console.json");
        let mut console = demo::console()?;
        console.arg("--document").arg(building).args(["--now", at]);
        run(console.arg("--console-document").arg(&document))?;
        Ok(document)
    }
}
