//! The portal: building its pages, and testing them as the people who open them would, against a server of their own.

use super::kiosk::Kiosk;
use super::{assemble, demo};
use crate::cross::Cross;
use crate::install;
use crate::server;
use crate::shell::{cargo, hand_over, run, show, target_dir, watch};
use anyhow::{Result, bail};
use std::path::PathBuf;
use std::process::{Command, ExitCode};

/// Builds the pages, and says where they are and how they are served; or makes the pictures of a tour through them.
pub(crate) fn task(arguments: &[String]) -> Result<ExitCode> {
    match arguments {
        [] => {}
        [flag] if flag == "--tour" => return tour(),
        _ => bail!("portal takes --tour or nothing; see cargo xtask help"),
    }
    let pages = Portal::ready(Cross::choose(None)?)?.build()?;
    show(&format!("The pages are in {}; serve them with vestibule-server --pages FOLDER", pages.display()));
    Ok(ExitCode::SUCCESS)
}

fn tour() -> Result<ExitCode> {
    let folder = target_dir("portal")?.join("tour");
    std::fs::create_dir_all(&folder)?;
    run(Portal::ready(Cross::choose(None)?)?.at_server("tests/pictures.js", TESTED)?.arg(&folder))?;
    show(&format!("The tour is in {}", folder.join("README.md").display()));
    Ok(ExitCode::SUCCESS)
}

/// What the pages cost a browser: the largest paint, a board that is searched and scrolled.
pub(crate) fn bench() -> Result<ExitCode> {
    hand_over(&mut Portal::ready(Cross::choose(None)?)?.at_server("tests/bench.js", FAST)?)
}

/// Types, every page in Chromium, the main flows on both databases, and the demo of it all. `count` looks at the lines that
/// are printed.
pub(crate) fn test(cross: Cross, mut count: impl FnMut(&str)) -> Result<()> {
    let (portal, kiosk) = (Portal::ready(cross)?, Kiosk::ready(cross)?);
    portal.npm_run("check")?;
    let mut tests = portal.at_server("tests/all.js", TESTED)?;
    tests.arg(target_dir("portal")?.join("screenshots")).env("VESTIBULE_KIOSK", kiosk.parts());
    let postgres = server::postgres();
    if let Ok(programs) = &postgres {
        tests.env("VESTIBULE_POSTGRES", programs);
    }
    watch(&mut tests, &mut count)?;
    demo::test(&portal, &kiosk, count)?;
    postgres.map(drop)
}

/// A build of the server, by Cargo's arguments, and the folder that it comes to lie in.
struct Build {
    arguments: &'static [&'static str],
    folder: &'static str,
}

/// With its own tests, whose dependencies ask for more of the others, so that these are built once.
const TESTED: Build = Build { arguments: &["test", "--no-run"], folder: "debug" };
const FAST: Build = Build { arguments: &["build", "--release"], folder: "release" };

/// A folder with the portal's parts, and the package installed beside them.
pub(super) struct Portal {
    folder: PathBuf,
}

impl Portal {
    pub(super) fn ready(cross: Cross) -> Result<Self> {
        let folder = Self::folder()?;
        assemble(cross, "examples/web/portal", &["src", "public", "tests"], &folder)?;
        Ok(Self { folder })
    }

    fn folder() -> Result<PathBuf> {
        Ok(target_dir("portal")?.join("web"))
    }

    /// Where the built pages are.
    pub(super) fn pages() -> Result<PathBuf> {
        Ok(Self::folder()?.join("dist"))
    }

    fn npm_run(&self, script: &str) -> Result<()> {
        run(&mut super::npm(&self.folder, &["run", "--silent", script]))
    }

    /// A script with a server and the built pages as its arguments, and a browser.
    fn at_server(&self, script: &str, build: Build) -> Result<Command> {
        let pages = self.build()?;
        install::debian(&["chromium"])?;
        run(cargo(build.arguments)?.args(["--locked", "--package", "vestibule-server"]))?;
        let mut node = self.node(script);
        node.arg(target_dir(build.folder)?.join("vestibule-server")).arg(pages);
        Ok(node)
    }

    pub(super) fn node(&self, script: &str) -> Command {
        let mut node = Command::new("node");
        node.current_dir(&self.folder).arg(script);
        node
    }

    pub(super) fn build(&self) -> Result<PathBuf> {
        self.npm_run("build")?;
        Self::pages()
    }
}
