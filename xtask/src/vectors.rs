//! `cargo xtask vectors`: conformance vectors through a surface.

use crate::bindings::{kotlin, python, swift};
use crate::c;
use crate::cross::Cross;
use crate::shell::{cargo, hand_over, root};
use crate::web;
use anyhow::{Context, Result, ensure};
use std::process::{Command, ExitCode};

/// Runs files or folders. The runner's last line stays the last one, and its exit code is passed on.
pub(crate) fn run(arguments: &[String]) -> Result<ExitCode> {
    let (mut paths, mut via, mut browser) = (Vec::new(), "rust", false);
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--via" => {
                via = arguments.next().context("--via needs a surface")?;
                let known = ["rust", "image", "c", "wasm", "python", "kotlin", "swift"];
                ensure!(known.contains(&via), "there is no surface {via:?}; there are: {}", known.join(", "));
            }
            "--browser" => browser = true,
            "--" => paths.extend(arguments.by_ref()),
            path => {
                ensure!(!path.starts_with("--"), "vectors does not know {path}");
                paths.push(argument);
            }
        }
    }
    let mut runner = runner()?;
    ensure!(!browser || via == "wasm", "--browser goes with --via wasm");
    match via {
        "c" => runner.args(["--via", "c"]).arg(c::vectors_program()?),
        "python" => runner.args(python::vectors()?),
        "kotlin" => runner.args(kotlin::vectors()?),
        "swift" => runner.args(swift::vectors()?),
        "wasm" => runner.args(web::vectors(Cross::choose(None)?, browser)?),
        via => runner.args(["--via", via]),
    };
    if !paths.is_empty() {
        // Paths that a person types are relative to where that person is.
        runner.current_dir(std::env::current_dir()?).args(paths);
    }
    hand_over(&mut runner)
}

/// The runner over all vectors of the repository.
pub(crate) fn runner() -> Result<Command> {
    let manifest = root()?.join("Cargo.toml");
    let mut command =
        cargo(&["run", "--quiet", "--release", "--package", "vestibule-tests", "--bin", "vectors"])?;
    command.arg("--manifest-path").arg(manifest).arg("--");
    Ok(command)
}
