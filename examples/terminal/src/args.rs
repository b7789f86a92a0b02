//! The command line.

use anyhow::{Context, Result, bail};
use std::path::PathBuf;
use vestibule::Instant;
use vestibule::document::Language;

pub(crate) const USAGE: &str = "\
The entry console of a building, in a terminal.

vestibule-terminal --import RESIDENTS.csv    a condo building made around a property-management export
vestibule-terminal --document BUILDING.json  a building document

  --now INSTANT      start at this instant (RFC 3339) instead of now
  --door ID          the door that the console stands at; the first common door when left out
  --language en|fr   the language that it returns to
  --console-document FILE
                     no console, but the document that other consoles of the building get: written to the file, good for
                     the 14 days from --now; prints what can be tried

With a terminal it is interactive. With input from a pipe it runs the same session line by line:

  type TEXT      letters and digits into the field     select N       the choice that is printed as N
  digits 0042    keys of the number pad                back           one screen back
  backspace      take one character back               language fr    en or fr
  submit         the field is complete                 wait SECONDS   let time pass; it passes no other way
  screen         print the screen again                # ...          a comment";

/// What was asked for.
pub(crate) struct Args {
    pub(crate) source: Source,
    pub(crate) now: Option<Instant>,
    pub(crate) door: Option<String>,
    pub(crate) language: Language,
    pub(crate) console_document: Option<PathBuf>,
}

/// Where the building comes from.
pub(crate) enum Source {
    Import(PathBuf),
    Document(PathBuf),
}

impl Args {
    /// Reads the arguments; `None` when help was asked for.
    pub(crate) fn read(mut arguments: impl Iterator<Item = String>) -> Result<Option<Self>> {
        let (mut source, mut now, mut door, mut language) = (None, None, None, Language::En);
        let mut console_document = None;
        while let Some(argument) = arguments.next() {
            if argument == "--help" || argument == "-h" {
                return Ok(None);
            }
            let mut value =
                || arguments.next().with_context(|| format!("{argument} needs a value; see --help"));
            match argument.as_str() {
                "--import" | "--document" if source.is_some() => bail!("one building at a time; see --help"),
                "--import" => source = Some(Source::Import(value()?.into())),
                "--document" => source = Some(Source::Document(value()?.into())),
                "--now" => {
                    let instant = Instant::parse(&value()?);
                    now = Some(instant.context("--now needs an instant: 2026-05-14T18:00:00Z")?);
                }
                "--console-document" => console_document = Some(value()?.into()),
                "--door" => door = Some(value()?),
                "--language" => language = read_language(&value()?).context("--language is en or fr")?,
                other => bail!("unknown argument {other}; see --help"),
            }
        }
        let source = source.context("--import or --document is needed; see --help")?;
        Ok(Some(Self { source, now, door, language, console_document }))
    }
}

/// `en` or `fr`.
pub(crate) fn read_language(text: &str) -> Option<Language> {
    match text {
        "en" => Some(Language::En),
        "fr" => Some(Language::Fr),
        _ => None,
    }
}
