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
        ("select 0\n", "line 1: select needs the number of a choice, from 1"),
        ("wait -1\n", "line 1: wait takes 0"),
        ("digits 12x\n", "line 1: digits are 0 to 9"),
        ("  # indented\n  back now\n  fly\n", "line 3: unknown command \"fly\""),
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

#[test]
fn a_faulty_argument_is_named() {
    for (arguments, fault) in [
        (&["--fly"][..], "unknown argument --fly"),
        (&["elsewhere"], "unknown argument elsewhere"),
        (&["--door"], "--door needs a value"),
        (&["--door", "roof"], "the building has no such door"),
        (&["--document", "b.json"], "one building at a time"),
    ] {
        let output = run(arguments, "");
        assert!(!output.status.success());
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains(fault), "{said}");
    }
}

/// With line and column, and without what is in the cell.
#[test]
fn a_faulty_export_is_refused() {
    let folder = std::env::temp_dir().join(format!("vestibule-terminal-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let export = folder.join("export.csv");
    let header = "Unit Code,Tenant Code,First Name,Email\n";
    for (rows, fault) in [
        (&b"201,t1,Lena,not an address\n"[..], "line 2, column Email: email is not well formed"),
        (b"201,t1,Lena,lena@example.org\n202,t2,Max,max@example.org,more\n", "line 3: the row has 5 cells"),
        (b"201,t1,L\xe9na,lena@example.org\n", "line 2, column First Name: the cell is not UTF-8"),
    ] {
        std::fs::write(&export, [header.as_bytes(), rows].concat()).unwrap();
        let program = Command::new(env!("CARGO_BIN_EXE_vestibule-terminal"))
            .arg("--import")
            .arg(&export)
            .stdin(Stdio::null())
            .output()
            .unwrap();
        assert!(!program.status.success());
        let said = String::from_utf8(program.stderr).unwrap();
        assert!(said.contains(fault), "{said}");
        assert!(!said.contains("address") && !said.contains("max@"), "{said}");
    }
    std::fs::remove_dir_all(&folder).unwrap();
}
