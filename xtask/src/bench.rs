//! `cargo xtask bench` and `cargo xtask instructions`: how fast the rules decide.

use crate::bindings::{kotlin, python, swift};
use crate::install;
use crate::server;
use crate::shell::{cargo, hand_over, read, target_dir};
use crate::web;
use anyhow::{Result, bail};
use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode};

/// Criterion's benches, the peers beside us, or images beside what they are measured by.
pub(crate) fn run(arguments: &[String]) -> Result<ExitCode> {
    match arguments {
        [flag, rest @ ..] if flag == "--peers" => {
            let mut peers = cargo(&["run", "--release", "--locked"])?;
            peers.args(["--manifest-path", "benches/peers/Cargo.toml", "--"]).args(after_dashes(rest));
            hand_over(peers.env("CARGO_TARGET_DIR", target_dir("peers")?))
        }
        [flag] if flag == "--web" => web::bench(),
        [flag] if flag == "--kiosk" => web::kiosk::bench(),
        [flag] if flag == "--portal" => web::portal::bench(),
        [flag] if flag == "--server" => server::bench(),
        [flag] if flag == "--python" => python::bench(),
        [flag] if flag == "--kotlin" => kotlin::bench(),
        [flag] if flag == "--swift" => swift::bench(),
        [flag] if flag == "--images" => hand_over(&mut cargo(&[
            "run",
            "--release",
            "--locked",
            "--package",
            "vestibule-benches",
            "--bin",
            "images",
        ])?),
        rest => {
            let mut benches = cargo(&["bench", "--package", "vestibule-benches", "--benches", "--"])?;
            hand_over(benches.args(after_dashes(rest)))
        }
    }
}

/// Writes the seeded documents that every language is measured with.
pub(crate) fn write_documents(place: &Path) -> Result<()> {
    Ok(fs::write(place, documents()?)?)
}

/// What those benches measure on, as JSON: documents, and what is asked of them.
pub(crate) fn documents() -> Result<String> {
    let mut made = cargo(&["run", "--quiet", "--release", "--package", "vestibule-benches", "--bin", "web"])?;
    read(&mut made)
}

/// Instruction counts, compared with the committed ones or taken as the new ones.
pub(crate) fn instructions(arguments: &[String]) -> Result<ExitCode> {
    let task = match arguments {
        [] => "--check",
        [flag] if flag == "--bless" => "--bless",
        _ => bail!("instructions takes --bless or nothing"),
    };
    hand_over(&mut counter(task)?)
}

/// The program that counts; `task` is `--check` or `--bless`.
pub(crate) fn counter(task: &str) -> Result<Command> {
    install::program("valgrind", "valgrind")?;
    let package = ["--package", "vestibule-benches", "--bin", "instructions"];
    let mut command = cargo(&["run", "--release"])?;
    command.args(package).args(["--", task]);
    Ok(command)
}

fn after_dashes(arguments: &[String]) -> &[String] {
    arguments.strip_prefix(&["--".to_owned()]).unwrap_or(arguments)
}
