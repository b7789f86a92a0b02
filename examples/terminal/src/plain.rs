//! A screen as plain text, for transcripts.

use chrono::NaiveDateTime;
use std::io::{Result, Write};
use vestibule::calendar::format_wall;
use vestibule::console::Screen;

/// Prints a screen under its title, which is followed by its kind and by what the clock on the building's wall shows.
///
/// # Errors
/// Those of `out`.
pub fn print(screen: &Screen, clock: NaiveDateTime, out: &mut impl Write) -> Result<()> {
    let Screen { kind, title, lines, notice, field, choices, submit, back, .. } = screen;
    writeln!(out, "== {title}  [{kind:?}, {}]", format_wall(clock).replace('T', " "))?;
    for line in lines {
        writeln!(out, "   {line}")?;
    }
    if let Some(field) = field {
        writeln!(out, "   {}: {}_", field.label, field.text)?;
    }
    if let Some(notice) = notice {
        writeln!(out, "   ! {notice}")?;
    }
    for (index, choice) in choices.iter().enumerate() {
        let detail = choice.detail.as_ref().map(|detail| format!("  ({detail})")).unwrap_or_default();
        writeln!(out, "   {}. {}{detail}", index + 1, choice.label)?;
    }
    let keys: Vec<_> = submit.iter().map(|label| format!("[submit: {label}]")).collect();
    let back = back.iter().map(|label| format!("[back: {label}]"));
    let keys: Vec<_> = keys.into_iter().chain(back).collect();
    if !keys.is_empty() {
        writeln!(out, "   {}", keys.join(" "))?;
    }
    Ok(())
}
