//! `cargo xtask generate`: source that is made by a program and committed.

use crate::cross::Cross;
use crate::shell::{cargo, run as run_program};
use crate::{bindings, c, fuzz, sizes, web};
use anyhow::{Result, bail, ensure};
use std::process::ExitCode;

/// Writes what was asked for anew, or compares it with what is committed.
pub(crate) fn run(arguments: &[String]) -> Result<ExitCode> {
    let Some((what, options)) = arguments.split_first() else {
        bail!(
            "generate takes fold-table, header, abi, corpus, bindings, sizes or web-sizes; see `cargo xtask help`"
        );
    };
    ensure!(options.iter().all(|option| option == "--check"), "generate does not know {}", options.join(" "));
    let check = !options.is_empty();
    match what.as_str() {
        "fold-table" => fold_table(options)?,
        "header" => c::header(check)?,
        "abi" => c::check_abi(&c::library()?, !check)?,
        "web-sizes" => web::bless_sizes(Cross::choose(None)?)?,
        "bindings" => bindings::generate(check).map(drop)?,
        "corpus" => fuzz::corpus(check)?,
        "sizes" => sizes::generate(check)?,
        other => bail!("generate does not make {other}; see `cargo xtask help`"),
    }
    Ok(ExitCode::SUCCESS)
}

/// Whether what is committed is what the programs write.
pub(crate) fn check() -> Result<()> {
    fold_table(&["--check".to_owned()])?;
    c::header(true)?;
    bindings::generate(true).map(drop)
}

fn fold_table(options: &[String]) -> Result<()> {
    let bin = ["run", "--quiet", "--locked", "--package", "vestibule-tests", "--bin", "fold-table", "--"];
    run_program(cargo(&bin)?.args(options))
}
