//! The entry console in a terminal: how a host embeds the session. There is no rule in it.
//!
//! - [`host`] opens a building and carries out effects; this is the part that any console needs.
//! - [`tui`] draws on a terminal; [`script`] runs the same session line by line when input is piped.
//! - [`vestibule_demo`] builds a building around an imported list of residents, so that there is something to try.

mod args;
mod host;
mod script;
mod tui;
mod view;

use crate::args::{Args, Source};
use crate::host::Host;
use anyhow::{Context, Result};
use std::io::IsTerminal;
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};
use vestibule::image::ImageSpec;
use vestibule::{Building, Instant};

/// For so many days after the first a console can go without another document.
const CONSOLE_DAYS: u32 = 14;

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
    let Some(args) = Args::read(std::env::args().skip(1))? else {
        println!("{}", args::USAGE);
        return Ok(());
    };
    let start = args.now.unwrap_or_else(wall_clock);
    let (building, card) = match &args.source {
        Source::Import(path) => {
            let csv = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
            vestibule_demo::build(&csv, start)?
        }
        Source::Document(path) => {
            let json =
                std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
            (Building::from_json(&json)?, Vec::new())
        }
    };
    if let Some(file) = &args.console_document {
        let spec = ImageSpec::starting(&building, start, CONSOLE_DAYS, 0);
        std::fs::write(file, building.console_document(&spec)?.to_json()?)
            .with_context(|| format!("cannot write {}", file.display()))?;
        card.iter().for_each(|line| println!("{line}"));
        return Ok(());
    }
    let host = Host::new(building, args.door, args.language, start)?;
    if std::io::stdin().is_terminal() && std::io::stdout().is_terminal() {
        tui::run(host, &card, start)
    } else {
        let input = std::io::stdin().lock();
        script::run(host, &card, start, input, &mut std::io::stdout().lock())
    }
}

/// The system's clock. A host reads it; the rules never do.
fn wall_clock() -> Instant {
    let passed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Instant::from_millis(i64::try_from(passed.as_millis()).unwrap_or(i64::MAX))
}
