//! Running the cases of a file and comparing the answers.

use crate::call;
use crate::file::{Case, VectorFile};
use serde_json::{Value, json};
use std::path::Path;
use vestibule::{Building, Error, Instant};

/// How many cases came out how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Answered as expected.
    pub passed: usize,
    /// Answered otherwise.
    pub failed: usize,
    /// Not asked, because the surface does not offer the call.
    pub skipped: usize,
}

impl Tally {
    /// Both together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            passed: self.passed + other.passed,
            failed: self.failed + other.failed,
            skipped: self.skipped + other.skipped,
        }
    }
}

/// A case that was answered otherwise than expected.
#[derive(Debug)]
pub struct Difference {
    /// The case's name.
    pub name: String,
    /// Its section.
    pub spec: String,
    /// What it expects.
    pub expected: Value,
    /// What it got.
    pub answered: Value,
}

/// A surface that answers cases; none for a case that it is not asked.
pub type Surface = fn(&VectorFile, &Case) -> Option<Value>;

/// Runs every case of a file through Rust.
///
/// # Errors
/// When the file cannot be read.
pub fn run_file(path: &Path) -> std::io::Result<(Tally, Vec<Difference>)> {
    run_file_via(path, |file, case| Some(answer(file, case)))
}

/// Runs every case of a file that a surface offers.
///
/// # Errors
/// When the file cannot be read.
pub fn run_file_via(path: &Path, surface: Surface) -> std::io::Result<(Tally, Vec<Difference>)> {
    let file = VectorFile::read(path)?;
    let mut differences = Vec::new();
    let mut skipped = 0;
    for case in &file.cases {
        let Some(answered) = surface(&file, case) else {
            skipped += 1;
            continue;
        };
        if answered != case.expect {
            let (name, spec) = (case.name.clone(), case.spec.clone());
            differences.push(Difference { name, spec, expected: case.expect.clone(), answered });
        }
    }
    let failed = differences.len();
    Ok((Tally { passed: file.cases.len() - failed - skipped, failed, skipped }, differences))
}

/// The answer to a case as JSON; a refused document or call as `{ error, path }`.
pub fn answer(file: &VectorFile, case: &Case) -> Value {
    let text = file.document_of(case).to_string();
    let answer = Building::from_json(&text).and_then(|building| ask(&building, case));
    answer.unwrap_or_else(|error| json!({ "error": error.code.as_str(), "path": error.path }))
}

fn ask(building: &Building, case: &Case) -> Result<Value, Error> {
    let instant = Instant::parse(&case.now)
        .ok_or_else(|| Error::new(vestibule::ErrorCode::Malformed, "now", "expected an RFC 3339 instant"))?;
    call::call(building, &case.call, &building.now(instant))
}
