//! Runs conformance vectors: `vectors [--via rust|image | --via c PROGRAM | --via lines PROGRAM ARGUMENTS --]
//! [FILES OR FOLDERS]`, by default `tests/vectors` through Rust. PROGRAM is what `tests/c/vectors.c` was compiled to, or
//! one that takes a case on each line and writes an answer on each line.

use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;
use vestibule_tests::file::find;
use vestibule_tests::run::{Difference, Surface, Tally, answer, run_file_via};
use vestibule_tests::{image, via_c, via_lines};

/// What answers.
enum Via {
    Rust(Surface),
    C(PathBuf),
    Lines(Vec<OsString>),
}

fn main() -> ExitCode {
    let outcome = read_arguments().and_then(|(via, paths)| run(&via, &paths));
    match outcome {
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

fn read_arguments() -> io::Result<(Via, Vec<PathBuf>)> {
    let mut arguments = std::env::args_os().skip(1).peekable();
    let mut via = Via::Rust(|file, case| Some(answer(file, case)));
    if arguments.next_if(|first| first == "--via").is_some() {
        let name = arguments.next().unwrap_or_default();
        via = match name.to_str() {
            Some("rust") => via,
            Some("image") => Via::Rust(image::answer),
            Some("c") => Via::C(arguments.next().unwrap_or_default().into()),
            Some("lines") => Via::Lines(arguments.by_ref().take_while(|word| word != "--").collect()),
            _ => return Err(io::Error::other("--via needs a surface: rust, image, c or lines")),
        };
    }
    let mut paths: Vec<PathBuf> = arguments.map(PathBuf::from).collect();
    if paths.is_empty() {
        paths.push("tests/vectors".into());
    }
    Ok((via, paths))
}

fn run(via: &Via, paths: &[PathBuf]) -> io::Result<Tally> {
    let files = find(paths)?;
    let mut total = Tally::default();
    match via {
        Via::C(program) => {
            let (tally, differences) = via_c::run_files(program, &files)?;
            differences.iter().for_each(|difference| show("C", difference));
            total = total.plus(tally);
        }
        Via::Lines(command) => {
            let (tally, differences) = via_lines::run_files(command, &files)?;
            differences.iter().for_each(|difference| show("lines", difference));
            total = total.plus(tally);
        }
        Via::Rust(surface) => {
            for path in files {
                let (tally, differences) = match run_file_via(&path, *surface) {
                    Ok(ran) => ran,
                    Err(error) => {
                        // One failure, so that the other files are still run and the last line tells.
                        println!("{}: {error}", path.display());
                        total.failed += 1;
                        continue;
                    }
                };
                differences.iter().for_each(|difference| show(&path.display().to_string(), difference));
                total = total.plus(tally);
            }
        }
    }
    Ok(total)
}

fn show(place: &str, difference: &Difference) {
    println!("{place}: {} ({})", difference.name, difference.spec);
    println!("  expected {}", difference.expected);
    println!("  answered {}", difference.answered);
}
