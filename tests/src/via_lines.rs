//! Conformance vectors through a program in any language that offers every call: it reads a case on each line, as
//! `{ document, now, call }`, and writes the answer on each line, as the conformance format has it.

use crate::file::{Case, VectorFile};
use crate::run::{Difference, Tally};
use serde_json::{Value, json};
use std::ffi::OsString;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// Runs every case of some files, in one process.
///
/// # Errors
/// When a file cannot be read, or the program fails.
pub fn run_files(command: &[OsString], paths: &[PathBuf]) -> std::io::Result<(Tally, Vec<Difference>)> {
    let (mut asked, mut lines) = (Vec::new(), String::new());
    for path in paths {
        let file = VectorFile::read(path)?;
        for case in &file.cases {
            let line = json!({ "document": file.document_of(case), "now": case.now, "call": case.call });
            lines.push_str(&line.to_string());
            lines.push('\n');
            asked.push(Asked::of(case));
        }
    }
    ask(command, lines, asked)
}

/// A case that a program is asked.
pub(crate) struct Asked {
    name: String,
    spec: String,
    expected: Value,
}

impl Asked {
    pub(crate) fn of(case: &Case) -> Self {
        Self { name: case.name.clone(), spec: case.spec.clone(), expected: case.expect.clone() }
    }
}

/// Gives some lines to a program, and compares what it prints, a line for each case.
pub(crate) fn ask(
    command: &[OsString],
    lines: String,
    asked: Vec<Asked>,
) -> std::io::Result<(Tally, Vec<Difference>)> {
    let answers = answers_of(command, lines)?;
    let mut answers = answers.lines();
    let (mut tally, mut differences) = (Tally::default(), Vec::new());
    for Asked { name, spec, expected } in asked {
        let line = answers.next().unwrap_or("null");
        let answered = serde_json::from_str(line).unwrap_or_else(|_| Value::from(line));
        if answered == expected {
            tally.passed += 1;
        } else {
            tally.failed += 1;
            differences.push(Difference { name, spec, expected, answered });
        }
    }
    Ok((tally, differences))
}

/// What a program prints, given some lines.
fn answers_of(command: &[OsString], lines: String) -> std::io::Result<String> {
    let (program, arguments) = command.split_first().ok_or_else(|| std::io::Error::other("no program"))?;
    let mut child =
        Command::new(program).args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    let mut input = child.stdin.take().ok_or_else(|| std::io::Error::other("the program takes no input"))?;
    let writer = std::thread::spawn(move || input.write_all(lines.as_bytes()));
    let output = child.wait_with_output()?;
    writer.join().map_err(|_| std::io::Error::other("the cases could not be written"))??;
    if !output.status.success() {
        return Err(std::io::Error::other(format!("the program failed ({})", output.status)));
    }
    String::from_utf8(output.stdout).map_err(std::io::Error::other)
}
