//! Every task that a person or CI runs, as `cargo xtask TASK`. `cargo xtask help` lists them.

mod bench;
mod bindings;
mod c;
mod cross;
mod demo;
mod firmware;
mod fuzz;
mod generate;
mod hygiene;
mod install;
mod licences;
mod server;
mod shell;
mod sizes;
mod test;
mod vectors;
mod web;

use anyhow::{Result, bail};
use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask TASK

  demo                server, portal and kiosk of an imported building, on this machine, with an account for each role
      --port N            at another port than 8080, the kiosk at the one after it; 0 for any that are free
      --kiosk [--port N]  the kiosk alone, from files, without a server
      --terminal [-- ARGS]  in this terminal instead; input from a pipe is a script (cargo xtask demo --terminal -- --help)
      --console           the console firmware in C instead, in this terminal
      --server [ARGS]     the reference server instead, with an account for each role
  test                everything that CI checks, step by step, with a table at the end
      --only STEP         this step alone (may be repeated)
      --skip STEP         all but this step (may be repeated)
      --strict            a step that cannot run on this machine is a failure
      --list              the steps
      --cross ROUTE       where other targets' libraries come from: auto, rustup or debian (also VESTIBULE_CROSS)
  vectors [PATHS]     conformance vectors, files or folders; tests/vectors when left out
      --via SURFACE       what answers them: rust, image, c, wasm, python, kotlin or swift
      --browser           with wasm: in headless Chromium instead of Node
  portal              the pages of managers, guards and residents, for vestibule-server --pages FOLDER
      --tour              pictures of them instead, with a page that shows them
  firmware            the console firmware in C, on Linux and on an emulated Cortex-M4: the same transcript, flash and RAM
  install --prefix DIR  the C library with its headers, for pkg-config and CMake
  kotlin              what the Gradle build of the Kotlin library packs: this machine's shared library
      --android           those of phones instead; needs the Android NDK
  bench [-- ARGS]     how fast the rules decide, with criterion
      --peers             the name search and the guest's decision beside other libraries, as a table
      --images            opening and searching a console image, and calls through C, beside what they are measured by
      --web               the npm package beside JavaScript's search libraries, as a table
      --kiosk             how soon the kiosk's first screen can be used, and a key's results are drawn
      --portal            the portal's largest paint, and a board that is searched and scrolled, in Chromium
      --server            the server's requests, commits, followers, images and start beside their floors, on 1,000 buildings,
                          with SQLite and PostgreSQL; takes about ten minutes and 8 GB of disk
      --python            calls through the Python package, beside one that decides nothing, and opening
      --kotlin            calls through the Kotlin library, beside one that decides nothing, and opening
      --swift             the same through the Swift package
  instructions        instruction counts under valgrind, compared with benches/instructions.json
      --bless             take today's counts as the ones to compare with
  simulate            consoles and their server over days, with power cuts, restarts and a network that loses, repeats and
                      reorders: 1,000 seeds, each of which has to end in agreement; and 200 clients who race for the
                      last space, 50 times on each engine
      --seeds N           so many seeds
      --from N            beginning with this one
      --races N           so many races
  fuzz                images and outboxes from bytes that a fuzzer makes up, 20 seconds each; needs a nightly toolchain
      --seconds N         for so long each
  generate WHAT       what is made by a program and committed: fold-table (how names are folded, from Unicode's data),
                      header (ffi/include/vestibule.h), abi (the functions and layouts of ffi/abi.txt), corpus (what
                      fuzzing begins with), bindings (the library for Swift, Kotlin and Python, and their sides of it),
                      sizes (what the C library takes, ffi/sizes.json) or web-sizes (what the npm package takes,
                      wasm/sizes.json)
      --check             fail when the committed one differs
  help                this text";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let task = arguments.next().unwrap_or_else(|| "help".to_owned());
    match run(&task, &arguments.collect::<Vec<_>>()) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: &str, arguments: &[String]) -> Result<ExitCode> {
    match task {
        "demo" => demo::run(arguments),
        "test" => test::run(arguments),
        "portal" => web::portal::task(arguments),
        "vectors" => vectors::run(arguments),
        "firmware" => firmware::task(arguments),
        "kotlin" => bindings::kotlin::task(arguments),
        "install" => c::install_library(arguments),
        "bench" => bench::run(arguments),
        "simulate" => server::simulate(arguments),
        "fuzz" => fuzz::task(arguments),
        "instructions" => bench::instructions(arguments),
        "generate" => generate::run(arguments),
        "help" | "--help" | "-h" => {
            shell::show(USAGE);
            Ok(ExitCode::SUCCESS)
        }
        other => bail!("there is no task {other:?}; `cargo xtask help` lists them"),
    }
}
