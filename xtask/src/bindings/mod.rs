//! The library for Swift, Kotlin and Python, and what UniFFI writes in those languages.

mod android;
mod debian_swift;
pub(crate) mod kotlin;
pub(crate) mod python;
pub(crate) mod swift;

use crate::shell::{cargo, read, root, run, target_dir};
use anyhow::{Context, Result, ensure};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const PACKAGE: [&str; 2] = ["--package", "vestibule-bindings"];
/// Bytes of the stripped shared library.
const LIMIT: u64 = 1_200_000;

const PYTHON: &str = "vestibule.py";
/// Types for Python, which we write.
const STUB: &str = "vestibule.pyi";

const KOTLIN: &str = "vestibule/vestibule.kt";

const SWIFT: &str = "Vestibule.swift";

/// What is written for each language: its name at the program that writes it, and where it is kept.
const GENERATED: [(&str, &str); 6] = [
    (PYTHON, "bindings/python/src/vestibule/_bindings.py"),
    (STUB, "bindings/python/src/vestibule/_bindings.pyi"),
    (KOTLIN, "bindings/kotlin/src/main/kotlin/vestibule/Bindings.kt"),
    (SWIFT, "bindings/swift/Sources/Vestibule/Bindings.swift"),
    ("VestibuleFFI.h", "bindings/swift/Sources/VestibuleFFI/VestibuleFFI.h"),
    ("VestibuleFFI.modulemap", "bindings/swift/Sources/VestibuleFFI/module.modulemap"),
];

/// Whether a file of the repository is written by UniFFI.
pub(crate) fn is_generated(path: &str) -> bool {
    GENERATED.iter().any(|(_, place)| *place == path)
}

/// Builds the library, and answers with the folder that it is in. `kind` is `cdylib` or `staticlib`.
pub(crate) fn library(kind: &str) -> Result<PathBuf> {
    let mut build = cargo(&["rustc", "--locked", "--profile", "bindings", "--lib"])?;
    run(build.args(PACKAGE).args(["--crate-type", kind]))?;
    target_dir("bindings")
}

/// The shared library in a folder, by its name on this system.
pub(crate) fn shared_library(folder: &Path) -> PathBuf {
    let (before, after) = (std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX);
    folder.join(format!("{before}vestibule_bindings{after}"))
}

/// Copies the shared library without what only UniFFI reads, as it is shipped, and checks its size.
pub(crate) fn strip(built: &Path, stripped: &Path) -> Result<()> {
    run(Command::new("strip").args(["--strip-unneeded", "-o"]).arg(stripped).arg(built))?;
    check_size(stripped)
}

/// Fails when a stripped shared library is too large.
fn check_size(stripped: &Path) -> Result<()> {
    let size = fs::metadata(stripped)?.len();
    println!("shared library, stripped: {size} bytes of {LIMIT}");
    ensure!(size <= LIMIT, "the shared library takes {size} bytes, more than {LIMIT}");
    Ok(())
}

/// Builds the library and writes the other languages' sides of it, or compares them with those committed. The library is
/// the one that they fit: its folder is the answer.
pub(crate) fn generate(check: bool) -> Result<PathBuf> {
    let folder = library("cdylib")?;
    // In a call of its own: built together, the library would carry the program's dependencies.
    let mut build = cargo(&["build", "--locked", "--features", "cli", "--bin", "uniffi-bindgen"])?;
    run(build.args(PACKAGE))?;
    let made = target_dir("bindings")?.join("generated");
    let mut bindgen = Command::new(target_dir("debug")?.join("uniffi-bindgen"));
    bindgen.current_dir(root()?).args(["generate", "--no-format", "--metadata-no-deps"]);
    for language in ["swift", "kotlin", "python"] {
        bindgen.args(["--language", language]);
    }
    read(bindgen.arg("--out-dir").arg(&made).arg(shared_library(&folder)))?;
    let mut stale = Vec::new();
    for (name, place) in GENERATED {
        let text = match name {
            PYTHON => python::source(&made)?,
            STUB => python::stub(&made)?,
            KOTLIN => kotlin::source(&fs::read_to_string(made.join(name))?)?,
            SWIFT => swift::source(&fs::read_to_string(made.join(name))?)?,
            _ => fs::read_to_string(made.join(name))?,
        };
        let committed = root()?.join(place);
        if fs::read_to_string(&committed).is_ok_and(|committed| committed == text) {
            continue;
        }
        if check {
            stale.push(place);
            continue;
        }
        fs::create_dir_all(committed.parent().context("it is in a folder")?)?;
        fs::write(committed, text)?;
    }
    ensure!(stale.is_empty(), "not as generated: {}; cargo xtask generate bindings", stale.join(", "));
    Ok(folder)
}
