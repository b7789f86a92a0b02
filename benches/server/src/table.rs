//! The table that is printed: each figure beside its floor, with the ratio and the goal.

use anyhow::{Context as _, Result};
use std::fmt::Write as _;
use std::time::Duration;

/// What a figure should be.
#[derive(Clone, Copy)]
pub(crate) enum Goal {
    /// At least this part of the floor.
    OfFloor(f64),
    /// At most this.
    AtMost(f64),
    /// Nothing: it is there to be compared with.
    None,
}

/// A row of the table.
pub(crate) fn row(what: &str, value: f64, unit: &str, floor: Option<f64>, goal: Goal) {
    let shown = |value: f64| if value < 100.0 { format!("{value:.1}") } else { format!("{value:.0}") };
    let ratio = floor.map(|floor| value / floor);
    let (goal, verdict) = match goal {
        Goal::OfFloor(least) => {
            (format!("{least} of it"), ratio.is_some_and(|ratio| ratio >= least).then_some("met"))
        }
        Goal::AtMost(most) => (format!("at most {most}"), (value <= most).then_some("met")),
        Goal::None => (String::new(), Some("")),
    };
    let mut line = format!("| {what} | {} {unit} | ", shown(value));
    let _ = write!(line, "{} | ", floor.map_or_else(String::new, shown));
    let _ = write!(line, "{} | ", ratio.map_or_else(String::new, |ratio| format!("{ratio:.2}")));
    println!("{line}{goal} | {} |", verdict.unwrap_or("missed"));
}

/// The head of a table.
pub(crate) fn head(title: &str) {
    println!("\n| {title} | figure | floor | ratio | goal | |\n|---|---|---|---|---|---|");
}

/// Milliseconds.
pub(crate) fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// The machine, as Linux tells it.
pub(crate) fn machine() -> Result<String> {
    let (cpu, memory) =
        (std::fs::read_to_string("/proc/cpuinfo")?, std::fs::read_to_string("/proc/meminfo")?);
    let field = |text: &str, name: &str| {
        let line = text.lines().find(|line| line.starts_with(name))?;
        Some(line.split_once(':')?.1.trim().to_owned())
    };
    let model = field(&cpu, "model name").unwrap_or_else(|| "a processor without a name".into());
    let kilobytes = field(&memory, "MemTotal").context("/proc/meminfo tells how much memory there is")?;
    let kilobytes: f64 = kilobytes.trim_end_matches(" kB").parse()?;
    let cores = std::thread::available_parallelism()?;
    Ok(format!("{model}, {cores} cores, {:.0} GB", kilobytes / 1e6))
}
