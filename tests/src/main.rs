//! Runs conformance vectors through the Rust surface: `vectors [FILES OR FOLDERS]`, by default `tests/vectors`.

use std::path::PathBuf;
use std::process::ExitCode;
use vestibule_tests::file::find;
use vestibule_tests::run::{Tally, run_file};

fn main() -> ExitCode {
    let mut paths: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    if paths.is_empty() {
        paths.push("tests/vectors".into());
    }
    match run(&paths) {
        Ok(tally) => {
            println!("{} passed, {} failed, {} skipped", tally.passed, tally.failed, tally.skipped);
            if tally.passed + tally.failed == 0 {
                eprintln!("no case was run: there is none in what was named");
            }
            if tally.failed == 0 && tally.passed > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(paths: &[PathBuf]) -> std::io::Result<Tally> {
    let mut total = Tally::default();
    for path in find(paths)? {
        let (tally, differences) = match run_file(&path) {
            Ok(ran) => ran,
            Err(error) => {
                // One failure, so that the other files are still run and the last line tells.
                println!("{}: {error}", path.display());
                total.failed += 1;
                continue;
            }
        };
        for difference in differences {
            println!("{}: {} ({})", path.display(), difference.name, difference.spec);
            println!("  expected {}", difference.expected);
            println!("  answered {}", difference.answered);
        }
        total = total.plus(tally);
    }
    Ok(total)
}
