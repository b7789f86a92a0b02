//! `cargo xtask fuzz`: images and outboxes from bytes that a fuzzer makes up, with AddressSanitizer, beginning with the
//! committed corpus.

use crate::shell::{CannotRun, cargo, read, root, run, succeeds, target_dir};
use anyhow::{Context, Result, bail, ensure};
use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode};

const MANIFEST: &str = "tests/fuzz/Cargo.toml";
const CORPUS: &str = "tests/fuzz/corpus";
const TARGETS: [&str; 2] = ["image", "outbox"];
/// How long each target runs as a step of the tests.
const SECONDS: u32 = 20;

/// What tells the fuzzer where an execution came by, as cargo-fuzz passes it.
const INSTRUMENTED: [&str; 8] = [
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "-Zsanitizer=address",
    "-Ccodegen-units=1",
    "--cfg=fuzzing",
];

/// Fuzzes for as long as was asked for.
pub(crate) fn task(arguments: &[String]) -> Result<ExitCode> {
    let seconds = match arguments {
        [] => SECONDS,
        [flag, seconds] if flag == "--seconds" => seconds.parse().context("--seconds takes a number")?,
        _ => bail!("fuzz takes --seconds N or nothing"),
    };
    fuzz(seconds)?;
    Ok(ExitCode::SUCCESS)
}

/// Fuzzes each target for a short while.
pub(crate) fn step() -> Result<()> {
    fuzz(SECONDS)
}

/// Writes the corpus anew, or compares it with what is committed.
pub(crate) fn corpus(check: bool) -> Result<()> {
    let committed = root()?.join(CORPUS);
    let fresh = target_dir("fuzz-corpus")?;
    let mut make =
        cargo(&["run", "--quiet", "--locked", "--manifest-path", MANIFEST, "--bin", "corpus", "--"])?;
    make.arg(if check { &fresh } else { &committed }).env("CARGO_TARGET_DIR", target_dir("fuzz")?);
    run(&mut make)?;
    if !check {
        return Ok(());
    }
    for target in TARGETS {
        let (made, known) = (files(&fresh.join(target))?, files(&committed.join(target))?);
        ensure!(made == known, "{CORPUS}/{target} is not as generated: `cargo xtask generate corpus`");
    }
    Ok(())
}

/// The files of a folder, by name.
fn files(folder: &Path) -> Result<Vec<(std::ffi::OsString, Vec<u8>)>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let entry = entry?;
        files.push((entry.file_name(), fs::read(entry.path())?));
    }
    files.sort();
    Ok(files)
}

fn fuzz(seconds: u32) -> Result<()> {
    let toolchain = nightly()?;
    let host = host_of(&toolchain)?;
    let target_dir = target_dir("fuzz")?;
    let mut build = Command::new("rustup");
    build.args(["run", &toolchain, "cargo", "build", "--release", "--locked", "--features", "fuzzer"]);
    // With a target, build scripts and macros are left without instrumentation.
    build.args(["--target", &host, "--manifest-path", MANIFEST]).current_dir(root()?);
    // This task's own cargo and flags are not those of the other toolchain.
    ["CARGO", "RUSTC", "RUSTDOC", "CARGO_ENCODED_RUSTFLAGS"].iter().for_each(|name| {
        build.env_remove(name);
    });
    run(build.env("RUSTFLAGS", INSTRUMENTED.join(" ")).env("CARGO_TARGET_DIR", &target_dir))?;
    for target in TARGETS {
        let found = target_dir.join("found").join(target);
        // Always from the same beginning.
        if found.is_dir() {
            fs::remove_dir_all(&found)?;
        }
        fs::create_dir_all(&found)?;
        let mut fuzzer = Command::new(target_dir.join(&host).join("release").join(target));
        fuzzer.args(["-seed=1", "-max_len=8192", "-timeout=10", "-print_final_stats=1", "-verbosity=0"]);
        fuzzer.arg(format!("-max_total_time={seconds}"));
        fuzzer.arg(format!("-artifact_prefix={}/", target_dir.display()));
        fuzzer.arg(&found).arg(root()?.join(CORPUS).join(target));
        run(&mut fuzzer)?;
    }
    Ok(())
}

/// A nightly toolchain: the instrumentation and AddressSanitizer are not in stable ones. Any will do, for nothing that is
/// shipped is built with it.
fn nightly() -> Result<String> {
    let installed = || read(Command::new("rustup").args(["toolchain", "list"])).unwrap_or_default();
    let find = |list: &str| {
        let names = list.lines().filter_map(|line| line.split_whitespace().next());
        names.filter(|name| name.starts_with("nightly")).max().map(str::to_owned)
    };
    if let Some(name) = find(&installed()) {
        return Ok(name);
    }
    println!("installing a nightly toolchain with rustup");
    succeeds(Command::new("rustup").args(["toolchain", "install", "nightly", "--profile", "minimal"]));
    let missing = "fuzzing needs a nightly toolchain of Rust, and rustup has none and cannot get one";
    find(&installed()).ok_or_else(|| CannotRun(missing.into()).into())
}

/// The platform of a toolchain, such as `x86_64-unknown-linux-gnu`.
fn host_of(toolchain: &str) -> Result<String> {
    let version = read(Command::new("rustup").args(["run", toolchain, "rustc", "-vV"]))?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).context("rustc does not say what it runs on")
}
