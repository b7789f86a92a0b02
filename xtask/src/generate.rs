//! `cargo xtask generate`: source that is made by a program and committed.

use crate::shell::{cargo, run as run_program};
use anyhow::{Result, bail, ensure};
use std::process::ExitCode;

/// Writes what was asked for anew, or compares it with what is committed.
pub(crate) fn run(arguments: &[String]) -> Result<ExitCode> {
    let Some(("fold-table", options)) = arguments.split_first().map(|(what, rest)| (what.as_str(), rest))
    else {
        bail!("generate takes fold-table; see `cargo xtask help`");
    };
    ensure!(options.iter().all(|option| option == "--check"), "generate does not know {}", options.join(" "));
    fold_table(options)?;
    Ok(ExitCode::SUCCESS)
}

/// Whether what is committed is what the programs write.
pub(crate) fn check() -> Result<()> {
    fold_table(&["--check".to_owned()])
}

fn fold_table(options: &[String]) -> Result<()> {
    let bin = ["run", "--quiet", "--locked", "--package", "vestibule-tests", "--bin", "fold-table", "--"];
    run_program(cargo(&bin)?.args(options))
}
