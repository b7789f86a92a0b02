//! The session without a terminal: one command a line in, the screen as plain text out. See `--help` for the commands.

use crate::args::read_language;
use crate::host::Host;
use anyhow::{Context, Result, bail, ensure};
use std::io::{BufRead, Write};
use vestibule::Instant;
use vestibule::console::Event;
use vestibule_terminal::plain;

/// The longest time that one `wait` can let pass, in seconds.
const LONGEST_WAIT: i64 = 7 * 86_400;

/// Runs every line of `input` as a command.
pub(crate) fn run(
    mut host: Host,
    card: &[String],
    start: Instant,
    input: impl BufRead,
    out: &mut impl Write,
) -> Result<()> {
    for line in card {
        writeln!(out, "{line}")?;
    }
    let mut at = start;
    print(&host, at, out)?;
    for (number, line) in input.lines().enumerate() {
        let line = line.with_context(|| format!("line {}", number + 1))?;
        let line = line.trim_start().trim_end_matches('\r');
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        writeln!(out, "\n> {line}")?;
        at = step(&mut host, line, at, out).with_context(|| format!("line {}", number + 1))?;
        print(&host, at, out)?;
    }
    Ok(())
}

/// Runs one command and answers with the instant after it.
fn step(host: &mut Host, line: &str, at: Instant, out: &mut impl Write) -> Result<Instant> {
    let (command, rest) = line.split_once(' ').unwrap_or((line, ""));
    let mut feed = |event: Event<'_>| -> Result<()> {
        if let Some(done) = host.feed(event, at)? {
            writeln!(out, "* {done}")?;
        }
        Ok(())
    };
    match command {
        "type" => feed(Event::Text(rest))?,
        "digit" | "digits" => {
            for key in rest.trim().chars() {
                let digit = key.to_digit(10).and_then(|digit| u8::try_from(digit).ok());
                feed(Event::Digit(digit.context("digits are 0 to 9")?))?;
            }
        }
        "backspace" => feed(Event::Backspace)?,
        "submit" => feed(Event::Submit)?,
        "select" => {
            let number = rest.trim().parse::<usize>().ok().and_then(|number| number.checked_sub(1));
            feed(Event::Select(number.context("select needs the number of a choice, from 1")?))?;
        }
        "back" => feed(Event::Back)?,
        "language" => feed(Event::Language(read_language(rest.trim()).context("language is en or fr")?))?,
        "wait" => {
            let seconds: i64 = rest.trim().parse().ok().context("wait needs whole seconds")?;
            ensure!((0..=LONGEST_WAIT).contains(&seconds), "wait takes 0 to {LONGEST_WAIT} seconds");
            host.pass_time(at.plus_seconds(seconds))?;
            return Ok(at.plus_seconds(seconds));
        }
        "screen" => {}
        other => bail!("unknown command {other:?}; see --help"),
    }
    Ok(at)
}

fn print(host: &Host, at: Instant, out: &mut impl Write) -> Result<()> {
    Ok(plain::print(host.screen(), host.building().zone().local(at), out)?)
}
