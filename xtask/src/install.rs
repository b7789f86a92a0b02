//! Installing what a step needs and this machine lacks. Says what it installs; costs nothing when nothing is missing.

use crate::shell::{CannotRun, cargo, read, root, run, succeeds, target_dir};
use anyhow::Result;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// A component of the pinned toolchain, such as `clippy`; `probe` is the cargo subcommand that it brings.
pub(crate) fn component(name: &str, probe: &str) -> Result<()> {
    if succeeds(cargo(&[probe, "--version"])?.env_remove("RUSTC_BOOTSTRAP")) {
        return Ok(());
    }
    println!("installing the toolchain component {name}");
    if succeeds(Command::new("rustup").args(["component", "add", name])) {
        return Ok(());
    }
    Err(CannotRun(format!("{name} is missing and rustup cannot add it")).into())
}

/// A target of the pinned toolchain, when rustup has or can get it.
pub(crate) fn rust_target(target: &str) -> bool {
    println!("adding the target {target} with rustup");
    succeeds(Command::new("rustup").args(["target", "add", target]))
}

/// Whether a target's library is there for the pinned toolchain.
pub(crate) fn has_rust_target(target: &str) -> bool {
    let mut rustc = Command::new("rustc");
    rustc.args(["--print", "target-libdir", "--target", target]);
    let Ok(folder) = read(&mut rustc) else { return false };
    std::fs::read_dir(folder.trim()).is_ok_and(|mut files| files.next().is_some())
}

/// The source of the pinned toolchain's library, to build it along with ours.
pub(crate) fn rust_source() -> Result<()> {
    let folder = read(Command::new("rustc").args(["--print", "sysroot"]))?;
    if Path::new(folder.trim()).join("lib/rustlib/src/rust/library").exists() {
        return Ok(());
    }
    println!("installing the toolchain component rust-src");
    if succeeds(Command::new("rustup").args(["component", "add", "rust-src"])) {
        return Ok(());
    }
    Err(CannotRun("rust-src is missing and rustup cannot add it".into()).into())
}

/// A program, by the Debian package that brings it.
pub(crate) fn program(name: &str, package: &str) -> Result<()> {
    if succeeds(Command::new(name).arg("--version")) {
        return Ok(());
    }
    debian(&[package])
}

/// A program of a published crate, of exactly one version, built once and kept. Without optimization: that takes longer than
/// all that our programs have to do.
pub(crate) fn rust_program(package: &str, program: &str, version: &str) -> Result<PathBuf> {
    let place = root()?.join(".cache").join(format!("{program}-{version}"));
    let built = place.join("bin").join(program);
    if succeeds(Command::new(&built).arg("--version")) {
        return Ok(built);
    }
    println!("installing {program} {version}");
    let mut install = cargo(&["install", "--quiet", "--debug", "--locked", package])?;
    install.args(["--version", &format!("={version}"), "--root"]).arg(place);
    run(install.env("CARGO_TARGET_DIR", target_dir("programs")?))?;
    Ok(built)
}

/// A Python environment with the packages of a list, each pinned, made once for each version of the list and kept under a
/// name.
pub(crate) fn python(list: &Path, name: &str) -> Result<PathBuf> {
    program("python3", "python3")?;
    let place = root()?.join(".cache").join(name);
    let (wanted, mark) = (fs::read(list)?, place.join(".of-requirements"));
    if fs::read(&mark).is_ok_and(|of| of == wanted) {
        return Ok(place);
    }
    if !succeeds(Command::new("python3").args(["-m", "ensurepip", "--version"])) {
        debian(&["python3-venv"])?;
    }
    println!("installing the Python packages of {}", list.display());
    run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&place))?;
    let mut pip = Command::new(place.join("bin/python"));
    pip.args(["-m", "pip", "install", "--quiet", "--no-deps", "--requirement"]).arg(list);
    run(&mut pip).map_err(|error| CannotRun(format!("Python packages cannot be installed: {error}")))?;
    fs::write(mark, wanted)?;
    Ok(place)
}

/// Debian packages, on a machine where they can be installed.
pub(crate) fn debian(packages: &[&str]) -> Result<()> {
    let missing: Vec<&str> = packages.iter().copied().filter(|package| !is_installed(package)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let list = missing.join(" ");
    if !is_root() || !succeeds(Command::new("apt-get").arg("--version")) {
        return Err(CannotRun(format!("needs {list}; install that first, or run as root on Debian")).into());
    }
    println!("installing the Debian packages {list}");
    update_once()?;
    let mut install = Command::new("apt-get");
    install.args(["install", "--yes", "--quiet", "--no-install-recommends"]).args(&missing);
    run(install.env("DEBIAN_FRONTEND", "noninteractive"))
        .map_err(|error| CannotRun(format!("{list} cannot be installed: {error}")).into())
}

fn is_installed(package: &str) -> bool {
    let mut query = Command::new("dpkg-query");
    query.args(["--show", "--showformat=${db:Status-Status}", package]);
    read(&mut query).is_ok_and(|status| status == "installed")
}

/// The lists of packages may be missing or old; they are fetched at most once.
fn update_once() -> Result<()> {
    static UPDATED: OnceLock<bool> = OnceLock::new();
    let updated =
        *UPDATED.get_or_init(|| run(Command::new("apt-get").args(["update", "--quiet", "--quiet"])).is_ok());
    if updated {
        Ok(())
    } else {
        Err(CannotRun("the lists of Debian packages cannot be fetched".into()).into())
    }
}

pub(crate) fn is_root() -> bool {
    read(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}
