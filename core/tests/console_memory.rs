//! The console session in fixed memory: how large it is, and that its sources do not allocate.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test")]

use std::fs;
use std::path::{Path, PathBuf};
use vestibule::console::{Effect, ScreenView, Session};

/// Bytes that a session may take on a console of 32 bits; the crate does not compile there when it takes more. Here
/// pointers and instants are aligned to more.
const MOST_BYTES: usize = 6 * 1024;

#[test]
fn a_session_is_small() {
    assert!(size_of::<Session>() <= MOST_BYTES, "{}", size_of::<Session>());
    assert!(size_of::<ScreenView<'_>>() <= 64, "{}", size_of::<ScreenView<'_>>());
    assert!(size_of::<Effect<'_>>() <= 192, "{}", size_of::<Effect<'_>>());
    assert!(!std::mem::needs_drop::<Session>(), "it owns memory elsewhere");
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else {
            found.push(path);
        }
    }
}

/// A source without its documentation, and without the tests at its end.
fn code_of(source: &str) -> String {
    let code = source.split("#[cfg(test)]").next().unwrap();
    code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

#[test]
fn nothing_behind_the_session_allocates_or_formats() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/console");
    let mut found = Vec::new();
    sources(&folder, &mut found);
    found.retain(|path| !path.starts_with(folder.join("tests")));
    assert!(found.len() > 12, "{found:?}");
    for path in found {
        let code = code_of(&fs::read_to_string(&path).unwrap());
        let owned = path.ends_with("screen.rs");
        for word in ["alloc::", "String", "Vec<", "Box<", "to_vec", "to_owned", "write!(", "format!("] {
            assert!(owned || !code.contains(word), "{word} in {}", path.display());
        }
    }
}
