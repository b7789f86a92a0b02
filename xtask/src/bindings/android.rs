//! The shared library for Android, and whether phones with pages of 16 KB can load it.

use super::{PACKAGE, check_size};
use crate::install;
use crate::shell::{CannotRun, cargo, read, run, target_dir};
use anyhow::{Context, Result, ensure};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Bytes of a page on newer phones, which every part of the library that is loaded has to be aligned to.
const PAGE: u64 = 16 * 1024;
/// The oldest Android that has `java.time`; `minSdk` of the Gradle build.
const API: u32 = 26;
/// Folders of an AAR, with the targets of Rust and of the NDK's compiler.
const ABIS: [(&str, &str, &str); 4] = [
    ("arm64-v8a", "aarch64-linux-android", "aarch64-linux-android"),
    ("armeabi-v7a", "armv7-linux-androideabi", "armv7a-linux-androideabi"),
    ("x86", "i686-linux-android", "i686-linux-android"),
    ("x86_64", "x86_64-linux-android", "x86_64-linux-android"),
];

/// Builds the library for every kind of phone, checks it, and puts it where the AAR is packed from.
pub(super) fn libraries(kotlin: &Path) -> Result<()> {
    let tools = tools()?;
    for (abi, target, compiler) in ABIS {
        if !install::has_rust_target(target) && !install::rust_target(target) {
            return Err(CannotRun(format!("the target {target} is missing and rustup cannot add it")).into());
        }
        let linker = format!("CARGO_TARGET_{}_LINKER", target.to_uppercase().replace('-', "_"));
        let mut build =
            cargo(&["rustc", "--locked", "--profile", "bindings", "--features", "shipped", "--lib"])?;
        build.args(PACKAGE).args(["--crate-type", "cdylib", "--target", target]);
        run(build.env(linker, tools.join(format!("{compiler}{API}-clang"))))?;
        let built = target_dir(target)?.join("bindings/libvestibule_bindings.so");
        let folder = kotlin.join("android/src/main/jniLibs").join(abi);
        fs::create_dir_all(&folder)?;
        let stripped = folder.join("libvestibule_bindings.so");
        run(Command::new(tools.join("llvm-strip"))
            .args(["--strip-unneeded", "-o"])
            .arg(&stripped)
            .arg(built))?;
        check_size(&stripped)?;
        check_pages(tools.join("llvm-readelf"), &stripped)?;
    }
    Ok(())
}

/// Fails when a part of a library that is loaded is aligned to less than a page of 16 KB.
pub(super) fn check_pages(readelf: impl AsRef<Path>, library: &Path) -> Result<()> {
    let listed = read(Command::new(readelf.as_ref()).args(["--program-headers", "--wide"]).arg(library))?;
    let alignments = alignments(&listed)?;
    ensure!(!alignments.is_empty(), "no part of the shared library is loaded");
    let small = alignments.iter().find(|alignment| **alignment < PAGE);
    ensure!(
        small.is_none(),
        "the shared library is aligned to {small:?} bytes: pages of {PAGE} cannot hold it"
    );
    println!("shared library, aligned for pages of {PAGE} bytes: {} parts", alignments.len());
    Ok(())
}

/// What each part that is loaded is aligned to: the last column of `readelf`.
fn alignments(listed: &str) -> Result<Vec<u64>> {
    let parts = listed.lines().map(str::trim).filter(|line| line.starts_with("LOAD "));
    let alignment = |line: &str| {
        let last = line.rsplit(' ').next()?.strip_prefix("0x")?;
        u64::from_str_radix(last, 16).ok()
    };
    parts.map(|line| alignment(line).with_context(|| format!("readelf says something new: {line}"))).collect()
}

/// The NDK's folder of programs.
fn tools() -> Result<PathBuf> {
    let missing = || CannotRun("needs the Android NDK; set ANDROID_NDK_HOME to its folder".into());
    let ndk = std::env::var_os("ANDROID_NDK_HOME").map(PathBuf::from).ok_or_else(missing)?;
    let mut hosts = fs::read_dir(ndk.join("toolchains/llvm/prebuilt")).map_err(|_| missing())?;
    Ok(hosts.next().ok_or_else(missing)??.path().join("bin"))
}

#[cfg(test)]
mod tests {
    use super::alignments;

    #[test]
    fn reads_what_parts_are_aligned_to() {
        let listed = "  Type  Offset  Align\n  LOAD  0x0 0x1 R   0x4000\n  LOAD  0x5 0x6 R E 0x1000\n  NOTE  0x2 R 0x4\n";
        assert_eq!(alignments(listed).unwrap(), [0x4000, 0x1000]);
        assert!(alignments("  LOAD  0x0 R  page\n").is_err());
    }
}
