//! Runs conformance vectors through Rust: `vectors [--via rust|image] [FILES OR FOLDERS]`, by default `tests/vectors`.

use std::path::PathBuf;
use std::process::ExitCode;
use vestibule_tests::file::find;
use vestibule_tests::image;
use vestibule_tests::run::{Surface, Tally, answer, run_file_via};

fn main() -> ExitCode {
    let mut paths: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let mut surface: Surface = |file, case| Some(answer(file, case));
    if paths.first().is_some_and(|first| first.as_os_str() == "--via") {
        let named: Vec<PathBuf> = paths.drain(..2.min(paths.len())).collect();
        match named.get(1).and_then(|name| name.to_str()) {
            Some("rust") => {}
            Some("image") => surface = image::answer,
            _ => {
                eprintln!("--via needs a surface: rust or image");
                return ExitCode::FAILURE;
            }
        }
    }
    if paths.is_empty() {
        paths.push("tests/vectors".into());
    }
    match run(&paths, surface) {
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

fn run(paths: &[PathBuf], surface: Surface) -> std::io::Result<Tally> {
    let mut total = Tally::default();
    for path in find(paths)? {
        let (tally, differences) = match run_file_via(&path, surface) {
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
