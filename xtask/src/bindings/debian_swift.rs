//! A Swift to build with: the one on the path, or else Debian's, in a root of its own.
//!
//! Debian has Swift since release 13, and its packages are not for older releases. So it is installed into a folder with all
//! that it needs, and run there with the machine's kernel. A library of an older release works in a newer one.

use crate::install;
use crate::shell::{CannotRun, read, run, succeeds};
use anyhow::{Context, Result};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const RELEASE: &str = "trixie";
const PACKAGES: &str = "swiftlang,libc6-dev,libstdc++-14-dev,tzdata";
/// Bytes that the root takes, and what is needed while it is made.
const SPACE: u64 = 4_000_000_000;

/// Runs a program in a root where some folders of this machine are at the same place. Mounts end with the program, because
/// this runs in a mount namespace of its own.
const ENTER: &str = r#"
set -e
root=$1 repository=$2 target=$3
shift 3
for folder in /proc /dev "$repository" "$target"; do
    mkdir -p "$root$folder"
    mount --rbind "$folder" "$root$folder"
done
exec chroot "$root" env HOME=/tmp "$@"
"#;
const OWN_MOUNTS: [&str; 4] = ["unshare", "--mount", "--propagation", "private"];

/// A Swift that can be run.
pub(super) struct Swift {
    /// The folder that it is in; nothing when it is on the path.
    root: Option<PathBuf>,
}

impl Swift {
    /// Finds one, or installs it.
    pub(super) fn find() -> Result<Self> {
        if succeeds(Command::new("swift").arg("--version")) {
            return Ok(Self { root: None });
        }
        Ok(Self { root: Some(debian()?) })
    }

    /// The words before those of a program that is to run where Swift is, with two folders at their places.
    pub(super) fn enter(&self, [repository, target]: &[PathBuf; 2]) -> Result<Vec<OsString>> {
        let Some(root) = &self.root else { return Ok(Vec::new()) };
        fs::create_dir_all(target)?;
        let shell = ["sh", "-c", ENTER, "sh"];
        let mut words: Vec<OsString> = OWN_MOUNTS.iter().chain(&shell).map(OsString::from).collect();
        words.extend([root, repository, target].map(OsString::from));
        Ok(words)
    }
}

/// Debian's Swift in a root, which is made once.
fn debian() -> Result<PathBuf> {
    let cache = cache()?;
    let place = cache.join(format!("swift-{RELEASE}"));
    if !install::is_root() {
        return Err(CannotRun("needs Swift; install that first, or run as root on Debian".into()).into());
    }
    if place.exists() {
        return Ok(place);
    }
    install::debian(&["mmdebstrap"])?;
    let mirror = mirror()?;
    fs::create_dir_all(&cache)?;
    let free = free_space(&cache)?;
    if free < SPACE {
        return Err(CannotRun(format!("Swift needs {SPACE} bytes of disk, and {free} are free")).into());
    }
    println!("installing Debian's Swift into a folder of its own; this takes minutes and 2.5 GB");
    // What an interrupted run left; nothing is mounted there, see below.
    let unfinished = cache.join(format!("swift-{RELEASE}.unfinished"));
    run(Command::new("rm").args(["-rf", "--one-file-system"]).arg(&unfinished))?;
    let [program, arguments @ ..] = OWN_MOUNTS;
    let mut make = Command::new(program);
    make.args(arguments).args(["mmdebstrap", "--quiet", "--variant=essential"]);
    make.arg(format!("--include={PACKAGES}")).arg(RELEASE).arg(&unfinished).arg(mirror);
    run(&mut make).map_err(|error| CannotRun(format!("Debian's Swift cannot be installed: {error}")))?;
    fs::rename(&unfinished, &place)?;
    Ok(place)
}

/// Where this machine gets Debian's packages.
fn mirror() -> Result<String> {
    let mut targets = Command::new("apt-get");
    targets.args(["indextargets", "--format", "$(REPO_URI)"]);
    let of_debian = ["Created-By: Packages", "Origin: Debian", "Label: Debian"];
    let found = read(targets.args(of_debian)).unwrap_or_default();
    let mirror = found.lines().next().map(str::to_owned);
    mirror.ok_or_else(|| CannotRun("needs Swift, and this machine knows no mirror of Debian".into()).into())
}

/// A user's folder for what can be made again, outside of the repository: it serves every checkout.
fn cache() -> Result<PathBuf> {
    let set = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let cache = set("XDG_CACHE_HOME").or_else(|| Some(set("HOME")?.join(".cache")));
    Ok(cache.context("neither XDG_CACHE_HOME nor HOME is set")?.join("vestibule"))
}

fn free_space(folder: &Path) -> Result<u64> {
    let printed = read(Command::new("df").args(["--output=avail", "--block-size=1"]).arg(folder))?;
    printed.lines().last().and_then(|line| line.trim().parse().ok()).context("df tells no number")
}
