//! The portal: building its pages, and testing them as the people who open them would, against a server of their own.

use super::assemble;
use crate::cross::Cross;
use crate::install;
use crate::server;
use crate::shell::{cargo, run, show, target_dir, watch};
use anyhow::{Result, bail};
use std::path::PathBuf;
use std::process::{Command, ExitCode};

/// Builds the pages, and says where they are and how they are served.
pub(crate) fn task(arguments: &[String]) -> Result<ExitCode> {
    if !arguments.is_empty() {
        bail!("portal takes no arguments; see cargo xtask help");
    }
    let pages = Portal::ready(Cross::choose(None)?)?.build()?;
    show(&format!("The pages are in {}; serve them with vestibule-server --pages FOLDER", pages.display()));
    Ok(ExitCode::SUCCESS)
}

/// Types, and every page in Chromium; the main flows on both databases. `count` looks at the lines that are printed.
pub(crate) fn test(cross: Cross, count: impl FnMut(&str)) -> Result<()> {
    let portal = Portal::ready(cross)?;
    portal.npm_run("check")?;
    let pages = portal.build()?;
    install::debian(&["chromium"])?;
    // As the server's own tests build it, so that it is built once.
    run(&mut cargo(&["build", "--locked", "--profile", "test", "--package", "vestibule-server"])?)?;
    let mut tests = Command::new("node");
    tests.current_dir(&portal.folder).arg("tests/all.js");
    tests.arg(target_dir("debug")?.join("vestibule-server")).arg(pages);
    tests.arg(target_dir("portal")?.join("screenshots"));
    let postgres = server::postgres();
    if let Ok(programs) = &postgres {
        tests.env("VESTIBULE_POSTGRES", programs);
    }
    watch(&mut tests, count)?;
    postgres.map(drop)
}

/// A folder with the portal's parts, and the package installed beside them.
struct Portal {
    folder: PathBuf,
}

impl Portal {
    fn ready(cross: Cross) -> Result<Self> {
        let folder = target_dir("portal")?.join("web");
        assemble(cross, "examples/web/portal", &["src", "public", "tests"], &folder)?;
        Ok(Self { folder })
    }

    fn npm_run(&self, script: &str) -> Result<()> {
        run(&mut super::npm(&self.folder, &["run", "--silent", script]))
    }

    fn build(&self) -> Result<PathBuf> {
        self.npm_run("build")?;
        Ok(self.folder.join("dist"))
    }
}
