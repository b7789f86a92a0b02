//! What a console's firmware is compared with, and the images that it is delivered with.
//!
//! - [`play`] plays the visitor of a script at the Rust console: the same session, over the building's document instead of
//!   an image, with the outbox beside it.
//! - [`server`] is the other end of the line: it signs the images that come, good and bad ones.
//! - [`town`] is a large directory, and what somebody types to find people in it.

mod play;
mod server;
mod town;

use anyhow::{Context, Result, bail};
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

const USAGE: &str = "\
vestibule-console-reference visit SCRIPT FIRST.json LATER.json OUT  images for the script into OUT, its transcript printed
vestibule-console-reference today FIRST.json LATER.json OUT         images for a person who tries the console now
vestibule-console-reference town RESIDENTS OUT                      the image of a town, and keystrokes to find people";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["visit", script, first, later, out] => {
            let script = std::fs::read_to_string(script).with_context(|| format!("cannot read {script}"))?;
            let server = server::Server::new(first, later, Path::new(out))?;
            let mut transcript = Vec::new();
            let played = play::run(&script, server, &mut transcript);
            std::io::stdout().write_all(&transcript)?;
            played
        }
        ["today", first, later, out] => server::today(first, later, Path::new(out)),
        ["town", residents, out] => {
            let residents = residents.parse().context("RESIDENTS is a number")?;
            town::write(residents, Path::new(out))
        }
        _ => bail!("{USAGE}"),
    }
}
