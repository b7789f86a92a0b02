//! Whether the repository holds only what belongs there: text that a reader can follow without any other place.

use crate::bindings;
use crate::shell::{CannotRun, read, root, succeeds};
use anyhow::{Result, bail};
use std::fs;
use std::process::Command;

/// A source file longer than this is to be split.
const LONGEST_SOURCE: usize = 600;
const SOURCES: [&str; 10] = ["rs", "c", "h", "hpp", "js", "ts", "kt", "swift", "py", "sh"];

/// What a program writes may be as long as it is.
const GENERATED: [&str; 1] = ["ffi/include/vestibule.h"];

/// Where files may be other than text: what a fuzzer begins with. Each is to be small.
const CORPUS: &str = "tests/fuzz/corpus/";
const LARGEST_OF_CORPUS: usize = 16 * 1024;

/// Hosts that a link may lead to.
const HOSTS: [&str; 11] = [
    "www.apache.org",
    "docs.rs",
    "github.com",
    "keepachangelog.com",
    "semver.org",
    "www.rfc-editor.org",
    "html.spec.whatwg.org",
    "www.unicode.org",
    "www.w3.org",
    "example.org",
    "localhost",
];

/// Where lock files say that packages come from.
const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// Folders of one machine or one person, at the beginning of an absolute path.
const PRIVATE_FOLDERS: [&str; 5] = ["home", "root", "work", "Users", "mnt"];

/// Marks of work left for later. They are put together here, so that this file is not found itself.
const MARKS: [&str; 4] = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X"), concat!("HA", "CK")];

/// References to places that are not in the repository.
const ELSEWHERE: [&str; 3] = [concat!("iss", "ue #"), concat!("iss", "ues/"), concat!("../sh", "ared")];

/// Looks at every file that git knows or would add, and lists everything that is wrong.
pub(crate) fn check() -> Result<()> {
    let git = |arguments: &[&str]| -> Result<Command> {
        let mut git = Command::new("git");
        git.args(arguments).current_dir(root()?);
        Ok(git)
    };
    if !succeeds(&mut git(&["rev-parse", "--git-dir"])?) {
        return Err(CannotRun("this is no git checkout".into()).into());
    }
    let files = read(&mut git(&["ls-files", "-z", "--cached", "--others", "--exclude-standard"])?)?;
    let mut faults = Vec::new();
    let mut count = 0;
    for path in files.split_terminator('\0') {
        // A file that git knows may have been deleted since.
        let Ok(bytes) = fs::read(root()?.join(path)) else { continue };
        count += 1;
        faults.extend(faults_in(path, &bytes));
    }
    println!("{count} files");
    if faults.is_empty() {
        return Ok(());
    }
    for fault in &faults {
        println!("{fault}");
    }
    bail!("{} faults", faults.len())
}

/// What is wrong with a file, each as `path:line: what`.
fn faults_in(path: &str, bytes: &[u8]) -> Vec<String> {
    if path.starts_with(CORPUS) {
        let large = bytes.len() > LARGEST_OF_CORPUS;
        return large
            .then(|| format!("{path}: is larger than {LARGEST_OF_CORPUS} bytes"))
            .into_iter()
            .collect();
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) if !text.contains('\0') => text,
        _ => return vec![format!("{path}: is not text")],
    };
    if bindings::is_generated(path) {
        return Vec::new();
    }
    let mut faults = Vec::new();
    let length = text.lines().count();
    if is_source(path) && length > LONGEST_SOURCE {
        faults.push(format!("{path}: has {length} lines, more than {LONGEST_SOURCE}"));
    }
    let look = if path.ends_with("Cargo.lock") { lock_fault } else { line_fault };
    for (number, line) in text.lines().enumerate() {
        faults.extend(look(line).map(|fault| format!("{path}:{}: {fault}", number + 1)));
    }
    faults
}

fn is_source(path: &str) -> bool {
    !GENERATED.contains(&path)
        && path.rsplit_once('.').is_some_and(|(_, extension)| SOURCES.contains(&extension))
}

fn lock_fault(line: &str) -> Option<String> {
    let source = line.strip_prefix("source = ")?.trim_matches('"');
    (source != REGISTRY).then(|| format!("comes from {source}"))
}

fn line_fault(line: &str) -> Option<String> {
    let mark = MARKS.iter().find(|mark| has_word(line, mark)).map(|mark| format!("says {mark}"));
    let elsewhere =
        || ELSEWHERE.iter().find(|text| line.contains(**text)).map(|text| format!("refers to {text}"));
    let path = || private_folder(line).map(|folder| format!("has an absolute path into /{folder}"));
    let host = || foreign_host(line).map(|host| format!("links to {host}"));
    mark.or_else(elsewhere).or_else(path).or_else(host)
}

/// Whether `word` stands in the line with nothing of a word on either side.
fn has_word(line: &str, word: &str) -> bool {
    let of_word = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| {
        let before = line.get(..at).and_then(|text| text.chars().next_back());
        let after = line.get(at + word.len()..).and_then(|text| text.chars().next());
        !before.is_some_and(of_word) && !after.is_some_and(of_word)
    })
}

/// The folder of one machine or person that an absolute path in the line leads into.
fn private_folder(line: &str) -> Option<&'static str> {
    let inside_path = |c: char| c.is_alphanumeric() || "._-/~}*".contains(c);
    PRIVATE_FOLDERS.into_iter().find(|folder| {
        line.match_indices(&format!("/{folder}/")).any(|(at, _)| {
            let before = line.get(..at).and_then(|text| text.chars().next_back());
            !before.is_some_and(inside_path)
        })
    })
}

/// The host of a link in the line, when it is not one of those that links may lead to.
fn foreign_host(line: &str) -> Option<&str> {
    let hosts = line.split("://").skip(1).map(|rest| {
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '.' || c == '-'));
        end.and_then(|end| rest.get(..end)).unwrap_or(rest)
    });
    hosts.into_iter().find(|host| !host.is_empty() && !HOSTS.contains(host))
}

#[cfg(test)]
mod tests {
    use super::{faults_in, line_fault, lock_fault};

    #[test]
    fn finds_what_does_not_belong() {
        assert!(line_fault(concat!("// TO", "DO: later")).is_some());
        assert!(line_fault(concat!("see iss", "ue #12")).is_some());
        assert!(line_fault(concat!("cd /ho", "me/someone")).is_some());
        assert!(line_fault(concat!("https:/", "/registry.invalid/a")).is_some());
        assert!(faults_in("a.bin", &[0, 1]).len() == 1);
        assert!(faults_in("tests/fuzz/corpus/image/0", &[0; 20_000]).len() == 1);
        assert!(faults_in("a.rs", "\n".repeat(601).as_bytes()).len() == 1);
        assert!(lock_fault("source = \"git+https://github.com/a/b\"").is_some());
    }

    #[test]
    fn leaves_the_rest_alone() {
        assert_eq!(line_fault("let mastodons = \"TODOS\";"), None);
        assert_eq!(line_fault("/usr/bin/rustc, examples/work/a, https://docs.rs/serde"), None);
        assert_eq!(line_fault("name = \"a\" # ://"), None);
        assert_eq!(lock_fault("version = \"1.0.0\""), None);
        assert!(faults_in("tests/fuzz/corpus/image/0", &[0, 1]).is_empty());
        assert!(faults_in("residents.csv", "\n".repeat(601).as_bytes()).is_empty());
    }
}
