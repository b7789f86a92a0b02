//! The session line by line: a script in, the expected transcript out.
//!
//! `UPDATE_TRANSCRIPT=1 cargo test -p vestibule-terminal` writes the transcript anew; look at what changed.
#![allow(clippy::unwrap_used, reason = "a test")]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn place(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn run(arguments: &[&str], script: &str) -> Output {
    let export = place("../data/residents-yardi.csv");
    let mut child = Command::new(env!("CARGO_BIN_EXE_vestibule-terminal"))
        .arg("--import")
        .arg(export)
        .args(["--now", "2026-05-14T18:00:00Z"])
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

#[test]
fn a_visit_by_every_way_in() {
    let script = std::fs::read_to_string(place("tests/visit.script")).unwrap();
    let output = run(&[], &script);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let transcript = String::from_utf8(output.stdout).unwrap();
    let expected = place("tests/visit.transcript");
    if std::env::var_os("UPDATE_TRANSCRIPT").is_some() {
        std::fs::write(&expected, &transcript).unwrap();
    }
    let expected = std::fs::read_to_string(expected).unwrap();
    let differs = transcript.lines().zip(expected.lines()).position(|(now, then)| now != then);
    assert_eq!(differs, None, "line {:?} of the transcript differs", differs.map(|line| line + 1));
    assert_eq!(transcript.len(), expected.len());
}

#[test]
fn a_faulty_line_is_named() {
    for (script, fault) in [
        ("type a\nfly\n", "line 2: unknown command \"fly\""),
        ("select 0\n", "line 1: choices are counted from 1"),
        ("wait -1\n", "line 1: wait takes 0"),
        ("digits 12x\n", "line 1: digits are 0 to 9"),
    ] {
        let output = run(&[], script);
        assert!(!output.status.success());
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains(fault), "{said}");
    }
}

#[test]
fn the_console_starts_in_its_language() {
    let output = run(&["--language", "fr"], "type zzzz\n");
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("Personne n’est inscrit sous ce nom."), "{said}");
}
