//! The reference server: its tests on both engines, and trying it.

use crate::install::{self, debian};
use crate::shell::{cargo, hand_over, root, run, target_dir, watch};
use anyhow::{Context, Result, bail};
use std::path::Path;
use std::process::{Command, ExitCode};

/// Where Debian's package puts the programs of PostgreSQL, and the package.
const POSTGRES: (&str, &str) = ("/usr/lib/postgresql/15/bin", "postgresql-15");

/// Its tests, on SQLite and on a PostgreSQL that they start themselves, with a mail server beside them. What is not to be had
/// is left out of them, and the step cannot run.
pub(crate) fn test(look: impl FnMut(&str)) -> Result<()> {
    let mut tests = cargo(&["test", "--locked", "--package", "vestibule-server"])?;
    let postgres = postgres();
    if let Ok(programs) = &postgres {
        tests.env("VESTIBULE_POSTGRES", programs);
    }
    let tools = install::python(&root()?.join("examples/server/tests/requirements.txt"), "server");
    if let Ok(tools) = &tools {
        tests.env("VESTIBULE_TOOLS_PYTHON", tools.join("bin/python"));
    }
    watch(&mut tests, look)?;
    tools?;
    postgres.map(drop)
}

/// Prints how it does beside its floors, on both engines.
pub(crate) fn bench() -> Result<ExitCode> {
    install::debian(&["wrk"])?;
    let packages = ["--package", "vestibule-server", "--package", "vestibule-server-bench"];
    run(cargo(&["build", "--release", "--locked"])?.args(packages))?;
    let folder = target_dir("release")?;
    let mut bench = Command::new(folder.join("vestibule-server-bench"));
    hand_over(bench.arg(folder.join("vestibule-server")).arg(postgres()?))
}

/// Runs simulations of consoles and their server, one for each seed, and races of 200 clients for the last space.
pub(crate) fn simulate(arguments: &[String]) -> Result<ExitCode> {
    let (mut first, mut seeds, mut races) = (1, 1000, 50);
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        let mut number = || -> Result<u64> {
            let value = arguments.next().with_context(|| format!("{argument} needs a number"))?;
            value.parse().with_context(|| format!("{argument} needs a number, {value} is none"))
        };
        match argument.as_str() {
            "--from" => first = number()?,
            "--seeds" => seeds = number()?,
            "--races" => races = number()?,
            other => bail!("simulate does not know {other}; see `cargo xtask help`"),
        }
    }
    let mut tests = cargo(&[
        "test",
        "--locked",
        "--package",
        "vestibule-server",
        "--test",
        "server",
        "--",
        "--nocapture",
    ])?;
    tests.arg("--exact");
    if seeds > 0 {
        tests.arg("simulation::server_and_consoles_agree_once_everything_has_arrived");
    }
    if races > 0 {
        tests.arg("race::the_last_space_goes_to_one");
    }
    tests.env("VESTIBULE_FIRST_SEED", first.to_string()).env("VESTIBULE_SEEDS", seeds.to_string());
    tests.env("VESTIBULE_RACES", races.to_string()).env("VESTIBULE_POSTGRES", postgres()?);
    hand_over(&mut tests)
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
    let data = target_dir("server-demo")?;
    server.arg("--import").arg(root()?.join(crate::demo::RESIDENTS));
    hand_over(server.arg("--data").arg(data).args(arguments))
}
