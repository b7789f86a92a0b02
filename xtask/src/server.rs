//! The reference server: its tests on both engines, and trying it.

use crate::install::debian;
use crate::shell::{cargo, hand_over, root, watch};
use anyhow::Result;
use std::path::Path;
use std::process::{Command, ExitCode};

/// Where Debian's package puts the programs of PostgreSQL, and the package.
const POSTGRES: (&str, &str) = ("/usr/lib/postgresql/15/bin", "postgresql-15");

/// Its tests, on SQLite and on a PostgreSQL that they start themselves. Without PostgreSQL they run on SQLite, and the
/// step cannot run.
pub(crate) fn test(look: impl FnMut(&str)) -> Result<()> {
    let mut tests = cargo(&["test", "--locked", "--package", "vestibule-server"])?;
    let postgres = postgres();
    if let Ok(programs) = &postgres {
        tests.env("VESTIBULE_POSTGRES", programs);
    }
    watch(&mut tests, look)?;
    postgres.map(drop)
}

/// The folder of PostgreSQL's programs, installed when they are not there.
pub(crate) fn postgres() -> Result<&'static str> {
    let (programs, package) = POSTGRES;
    if !Path::new(programs).join("postgres").exists() {
        debian(&[package])?;
    }
    Ok(programs)
}

/// Opens it on the building of the imported residents; prints where it listens and how to sign in.
pub(crate) fn open(arguments: &[String]) -> Result<ExitCode> {
    let mut server: Command = cargo(&["run", "--release", "--package", "vestibule-server", "--", "demo"])?;
    let data = crate::shell::target_dir("server-demo")?;
    server.arg("--import").arg(root()?.join(crate::demo::RESIDENTS));
    hand_over(server.arg("--data").arg(data).args(arguments))
}
