//! The steps, in their order: what is quick comes first.

use super::Run;
use crate::shell::{cargo, run, target_dir, watch};
use crate::{
    bench, bindings, c, cross, demo, firmware, fuzz, generate, hygiene, install, licences, server, vectors,
    web,
};
use anyhow::{Result, ensure};

/// One check.
pub(super) struct Step {
    pub(super) name: &'static str,
    pub(super) what: &'static str,
    pub(super) run: fn(&mut Run) -> Result<()>,
}

pub(super) const STEPS: &[Step] = &[
    Step {
        name: "hygiene",
        what: "only text that belongs here, in files of a size",
        run: |_| hygiene::check(),
    },
    Step { name: "locks", what: "lock files fit their manifests", run: |_| locks() },
    Step { name: "licences", what: "dependencies may be shipped", run: |_| licences::check() },
    Step { name: "format", what: "rustfmt", run: |_| format() },
    Step { name: "lint", what: "clippy, warnings denied", run: |_| lint() },
    Step { name: "generated", what: "generated source is as generated", run: |_| generate::check() },
    Step { name: "docs", what: "rustdoc, warnings denied", run: |_| docs() },
    Step { name: "tests", what: "unit, integration, property and documentation tests", run: tests },
    Step { name: "vectors", what: "conformance vectors through Rust", run: vectors },
    Step { name: "images", what: "conformance vectors through console images", run: |state| images(state) },
    Step {
        name: "server",
        what: "the reference server, on SQLite and PostgreSQL",
        run: |state| server::test(|line| state.tally.add(line)),
    },
    Step { name: "c", what: "the C library: vectors, misuse, sanitizers, ABI, packages", run: c_library },
    Step { name: "demo", what: "the console on imported residents, by a script", run: |_| demo::smoke() },
    Step { name: "no-std", what: "the core without a standard library, on this machine", run: |_| no_std() },
    Step { name: "thumb", what: "the core for a Cortex-M4, linked", run: |run| cross::thumb(run.cross) },
    Step {
        name: "firmware",
        what: "the C library for a Cortex-M4, linked and measured",
        run: |run| cross::firmware(run.cross),
    },
    Step {
        name: "console",
        what: "the console firmware in C, on Linux and on an emulated Cortex-M4",
        run: |run| firmware::play(run.cross),
    },
    Step { name: "wasm", what: "the core for browsers", run: |run| cross::wasm(run.cross) },
    Step { name: "web", what: "the npm package: vectors, misuse, types, sizes, pages", run: web_package },
    Step { name: "kiosk", what: "the kiosk in a browser: every flow, offline, accessibility", run: kiosk },
    Step {
        name: "portal",
        what: "the portal in a browser: every page, both databases, accessibility",
        run: portal,
    },
    Step {
        name: "python",
        what: "the Python wheel: vectors, types, misuse, memory, size",
        run: python_wheel,
    },
    Step {
        name: "kotlin",
        what: "the Kotlin library: vectors, misuse, memory, size, pages of 16 KB",
        run: kotlin_library,
    },
    Step {
        name: "swift",
        what: "the Swift package: vectors, misuse, memory, tasks, size",
        run: swift_package,
    },
    Step { name: "fuzz", what: "images and outboxes, fuzzed for a short while", run: |_| fuzz::step() },
    Step {
        name: "instructions",
        what: "instruction counts against those committed",
        run: |_| instructions(),
    },
];

/// Workspaces beside the main one, by their manifests.
const OTHER_WORKSPACES: [&str; 3] =
    ["tests/no-std/Cargo.toml", "tests/fuzz/Cargo.toml", "benches/peers/Cargo.toml"];

fn locks() -> Result<()> {
    let mut stale = Vec::new();
    for manifest in ["Cargo.toml"].into_iter().chain(OTHER_WORKSPACES) {
        let update = ["update", "--quiet", "--workspace", "--locked", "--manifest-path", manifest];
        if run(&mut cargo(&update)?).is_err() {
            stale.push(manifest);
        }
    }
    ensure!(stale.is_empty(), "run `cargo update --workspace --manifest-path` for {}", stale.join(", "));
    Ok(())
}

fn format() -> Result<()> {
    install::component("rustfmt", "fmt")?;
    run(&mut cargo(&["fmt", "--all", "--check"])?)?;
    for manifest in OTHER_WORKSPACES {
        run(&mut cargo(&["fmt", "--check", "--manifest-path", manifest])?)?;
    }
    Ok(())
}

fn lint() -> Result<()> {
    install::component("clippy", "clippy")?;
    let deny = ["--", "--deny", "warnings"];
    run(cargo(&["clippy", "--locked", "--workspace", "--all-targets"])?.args(deny))?;
    run(cargo(&["clippy", "--locked", "--package", "vestibule", "--no-default-features"])?.args(deny))?;
    let mut proof = cargo(&["clippy", "--locked", "--manifest-path", "tests/no-std/Cargo.toml"])?;
    run(proof.args(deny).env("CARGO_TARGET_DIR", target_dir("no-std")?))?;
    let mut targets = cargo(&["clippy", "--locked", "--manifest-path", "tests/fuzz/Cargo.toml"])?;
    run(targets.args(deny).env("CARGO_TARGET_DIR", target_dir("fuzz")?))
}

fn docs() -> Result<()> {
    let mut doc = cargo(&["doc", "--locked", "--workspace", "--no-deps"])?;
    run(doc.env("RUSTDOCFLAGS", "--deny warnings"))
}

fn tests(state: &mut Run) -> Result<()> {
    let tally = &mut state.tally;
    let before = tally.passed;
    let mut all = cargo(&["test", "--locked", "--workspace", "--no-fail-fast"])?;
    // The server has a step of its own, with PostgreSQL; what measures it would have it built another time, for no test.
    all.args(["--exclude", "vestibule-server", "--exclude", "vestibule-server-bench"]);
    watch(&mut all, |line| tally.add(line))?;
    ensure!(tally.passed > before, "no test was executed");
    Ok(())
}

fn vectors(state: &mut Run) -> Result<()> {
    watch(vectors::runner()?.arg("tests/vectors"), |line| state.tally.add(line))
}

fn images(state: &mut Run) -> Result<()> {
    watch(vectors::runner()?.args(["--via", "image", "tests/vectors"]), |line| state.tally.add(line))
}

fn c_library(state: &mut Run) -> Result<()> {
    c::test(|line| state.tally.add(line))
}

fn web_package(state: &mut Run) -> Result<()> {
    web::test(state.cross, |line| state.tally.add(line))
}

fn kiosk(state: &mut Run) -> Result<()> {
    web::kiosk::test(state.cross, |line| state.tally.add(line))
}

fn portal(state: &mut Run) -> Result<()> {
    web::portal::test(state.cross, |line| state.tally.add(line))
}

fn python_wheel(state: &mut Run) -> Result<()> {
    bindings::python::test(|line| state.tally.add(line))
}

fn kotlin_library(state: &mut Run) -> Result<()> {
    bindings::kotlin::test(|line| state.tally.add(line))
}

fn swift_package(state: &mut Run) -> Result<()> {
    bindings::swift::test(|line| state.tally.add(line))
}

fn no_std() -> Result<()> {
    let mut proof = cargo(&["build", "--release", "--locked", "--manifest-path", "tests/no-std/Cargo.toml"])?;
    run(proof.env("CARGO_TARGET_DIR", target_dir("no-std")?))
}

fn instructions() -> Result<()> {
    run(&mut bench::counter("--check")?)
}
