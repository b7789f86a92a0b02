//! Conformance vectors through C: images and commands go to a program that makes the calls of the C library, and its
//! answers are compared.

use crate::call::{read_check_in, read_target, read_walk_in};
use crate::file::{Case, VectorFile};
use crate::image::{OFFERED, signed, signing_key};
use crate::run::{Difference, Tally};
use crate::via_lines::{self, Asked};
use serde_json::{Map, Value};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use vestibule::document::{By, Host, Vehicle};
use vestibule::image::ImageSpec;
use vestibule::parking::matching::Target;
use vestibule::{Building, Instant};

/// Runs every case of some files that the C library offers, in one process.
///
/// # Errors
/// When a file cannot be read, or the program fails.
pub fn run_files(program: &Path, paths: &[PathBuf]) -> std::io::Result<(Tally, Vec<Difference>)> {
    let folder = std::env::temp_dir().join(format!("vestibule-vectors-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let outcome = run_in(&folder, program, paths);
    std::fs::remove_dir_all(&folder)?;
    outcome
}

fn run_in(folder: &Path, program: &Path, paths: &[PathBuf]) -> std::io::Result<(Tally, Vec<Difference>)> {
    let (mut asked, mut commands, mut skipped) = (Vec::new(), String::new(), 0);
    for path in paths {
        let file = VectorFile::read(path)?;
        for case in file.cases.iter() {
            match command(&file, case, folder, asked.len()) {
                Some(command) => {
                    commands.push_str(&command);
                    asked.push(Asked::of(case));
                }
                None => skipped += 1,
            }
        }
    }
    let (tally, differences) = via_lines::ask(&[program.into()], commands, asked)?;
    Ok((Tally { skipped, ..tally }, differences))
}

/// The commands for a case: open its image, make its call. None for a call that C does not offer, for a document that is
/// refused, and for a resident's id that is unknown, which the host finds out before it asks.
fn command(file: &VectorFile, case: &Case, folder: &Path, number: usize) -> Option<String> {
    let op = case.call.get("op").and_then(Value::as_str)?;
    if !OFFERED.contains(&op) {
        return None;
    }
    let building = Building::from_json(&file.document_of(case).to_string()).ok()?;
    let at = Instant::parse(&case.now)?;
    let unsigned = building.console_image(&ImageSpec::of_all_days(at, 1)).ok()?;
    let call = call_of(op, &case.call, unsigned.residents())?;
    let path = folder.join(number.to_string());
    std::fs::write(&path, signed(unsigned)).ok()?;
    let key = hex_bytes(&signing_key()?.verifying_key().0);
    Some(format!("image {key} {} {}\n{call}\n", at.millis(), path.display()))
}

fn call_of(op: &str, call: &Map<String, Value>, residents: &[String]) -> Option<String> {
    let text = |key: &str| hex(call.get(key).and_then(Value::as_str));
    let resident = |id: &str| residents.iter().position(|other| other == id);
    Some(match op {
        "searchNames" | "searchSuites" => format!("{op} {}", text("query")),
        "dialCode" => format!("{op} {}", text("code")),
        "matchBookings" => match read_target(call).ok()? {
            Target::Resident(id) => format!("matchResident {}", resident(&id)?),
            Target::Suite(id) => format!("matchSuite {}", hex(Some(&id))),
        },
        "matchPlate" | "checkPlate" => format!("{op} {} {}", text("plate"), text("region")),
        "checkIn" => {
            let (booking, vehicle, by) = read_check_in(call).ok()?;
            let by_staff = u32::from(by != By::Guest);
            format!("{op} {} {by_staff} {}", hex(Some(&booking)), vehicle_words(&vehicle))
        }
        "walkIn" => {
            let (host, vehicle) = read_walk_in(call).ok()?;
            let host = match host {
                Host::Resident(id) => format!("resident {}", resident(&id)?),
                Host::Suite(id) => format!("suite {}", hex(Some(&id))),
                Host::Visitor => "visitor".into(),
            };
            format!("{op} {host} {}", vehicle_words(&vehicle))
        }
        "permit" => format!("{op} {}", text("booking")),
        "enterCode" => format!("{op} {} {}", text("code"), text("door")),
        _ => op.into(),
    })
}

fn vehicle_words(vehicle: &Vehicle) -> String {
    let Vehicle { plate, region, make, model, color } = vehicle;
    [plate, region, make, model, color].map(|text| hex(text.as_deref())).join(" ")
}

/// A text as a word: hexadecimal digits, `-` for none.
fn hex(text: Option<&str>) -> String {
    text.map_or_else(|| "-".into(), |text| hex_bytes(text.as_bytes()))
}

fn hex_bytes(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut word, byte| {
        // Writing to a `String` cannot fail.
        let _ = write!(word, "{byte:02x}");
        word
    })
}
