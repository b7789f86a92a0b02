//! What the parts of the C library take of a console's flash, and how that compares with `ffi/sizes.json`, which is
//! committed so that a change of it is seen where it was made.

use crate::cross::{self, Cross, Linked};
use crate::shell::{read, root};
use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The parts, and what the names of their functions and constants begin with; the first that fits counts.
const PARTS: [(&str, &[&str]); 9] = [
    ("C surface", &["vestibule_ffi::", "vst_"]),
    ("signature", &["vestibule::image::signature", "ed25519_compact::"]),
    ("parking", &["vestibule::parking", "vestibule::image::panel", "vestibule::image::found"]),
    ("image", &["vestibule::image", "vestibule::packed", "vestibule::document", "vestibule::checksum"]),
    ("languages", &["vestibule::console::text"]),
    ("console session", &["vestibule::console"]),
    ("directory and folding", &["vestibule::directory"]),
    ("calendar", &["vestibule::calendar", "chrono::"]),
    ("outbox", &["vestibule::outbox"]),
];
/// What none of them has, also code that the compiler shares between them.
const STANDARD: &str = "core, alloc, libc";
/// Constants without a name: texts, and tables of numbers.
const NAMELESS: &str = "constants";
/// So many hundredths may a size differ from the committed one.
const TOLERANCE: u64 = 2;

/// Bytes of flash by part.
pub(crate) struct Flash(BTreeMap<&'static str, u64>);

impl Flash {
    /// Measures a linked library.
    pub(crate) fn of(elf: &Path) -> Result<Self> {
        let size = read(Command::new("arm-none-eabi-size").arg(elf))?;
        let text = size.lines().nth(1).and_then(|line| line.split_whitespace().next());
        let text: u64 = text.context("size prints numbers")?.parse()?;
        let symbols = read(Command::new("arm-none-eabi-nm").args(["--print-size", "--demangle"]).arg(elf))?;
        let mut parts = BTreeMap::new();
        for line in symbols.lines() {
            // Its place, size and kind, then its name; what has no size is no function and no constant.
            let mut columns = line.splitn(4, ' ').skip(1);
            let (Some(size), Some(kind), Some(name)) = (columns.next(), columns.next(), columns.next())
            else {
                continue;
            };
            if !matches!(kind, "b" | "B") {
                *parts.entry(part_of(name)).or_default() += u64::from_str_radix(size, 16)?;
            }
        }
        let named: u64 = parts.values().sum();
        parts.insert(NAMELESS, text.saturating_sub(named));
        Ok(Self(parts))
    }

    pub(crate) fn total(&self) -> u64 {
        self.0.values().sum()
    }

    /// Shows what each part takes, beside what is committed, and fails when the sum is another than that.
    pub(crate) fn compare(&self, compiler: &str) -> Result<()> {
        let committed = committed()?;
        let before = |part: &str| committed.pointer(&format!("/flash/{part}")).and_then(Value::as_u64);
        println!("{:24}{:>8}{:>12}", "part", "flash", "committed");
        for (part, size) in &self.0 {
            println!("{part:24}{size:>8}{:>12}", before(part).unwrap_or(0));
        }
        let sum = self.0.keys().filter_map(|part| before(part)).sum();
        println!("{:24}{:>8}{sum:>12}", "all", self.total());
        if committed.get("compiler").and_then(Value::as_str) != Some(compiler) {
            println!("the committed sizes are another compiler's, so they are only shown");
            return Ok(());
        }
        ensure!(
            is_near(self.total(), sum),
            "the library takes {} bytes of flash where {sum} are committed; if that is meant to be: \
             cargo xtask generate sizes",
            self.total()
        );
        Ok(())
    }
}

/// Fails when the stripped shared library has another size than the committed one.
pub(crate) fn compare_library(size: u64) -> Result<()> {
    let before = committed()?.get("library").and_then(Value::as_u64).unwrap_or(0);
    ensure!(
        is_near(size, before),
        "libvestibule.so takes {size} bytes where {before} are committed; if that is meant to be: \
         cargo xtask generate sizes"
    );
    Ok(())
}

/// Measures everything and commits it to `ffi/sizes.json`, or compares it with that.
pub(crate) fn generate(check: bool) -> Result<()> {
    let Linked { elf, compiler } = cross::link_all(Cross::choose(None)?)?;
    let (flash, library) = (Flash::of(&elf)?, crate::c::stripped_size()?);
    if check {
        compare_library(library)?;
        return flash.compare(&compiler);
    }
    let sizes = json!({ "compiler": compiler, "flash": flash.0, "library": library });
    std::fs::write(place()?, format!("{sizes:#}\n"))?;
    Ok(())
}

fn is_near(size: u64, committed: u64) -> bool {
    size.abs_diff(committed) * 100 <= committed * TOLERANCE
}

fn committed() -> Result<Value> {
    let text = std::fs::read_to_string(place()?).context("cannot read ffi/sizes.json")?;
    serde_json::from_str(&text).context("ffi/sizes.json is no JSON")
}

fn place() -> Result<PathBuf> {
    Ok(root()?.join("ffi/sizes.json"))
}

/// The part of a name: that of the first of our paths in it, so that a function of the standard library which was made
/// for one of our types counts where the type does.
fn part_of(name: &str) -> &'static str {
    let is_path = |c: char| c.is_alphanumeric() || matches!(c, '_' | ':');
    let part = |path: &str| {
        let fits = |(_, starts): &&(&str, &[&str])| starts.iter().any(|start| path.starts_with(start));
        PARTS.iter().find(fits).map(|(part, _)| *part)
    };
    name.split(|c| !is_path(c)).find_map(part).unwrap_or(STANDARD)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_belong_to_the_part_they_are_about() {
        for (name, part) in [
            ("vst_image_open", "C surface"),
            ("vestibule_ffi::parking::ask::<vestibule::image::parking::PlateFound>", "C surface"),
            ("<vestibule::image::signature::VerifyingKey>::verifies", "signature"),
            ("<vestibule::image::panel::Panel>::walk_in", "parking"),
            ("<vestibule::image::read::Image>::lay_out", "image"),
            ("vestibule::console::text::fr::say", "languages"),
            ("core::ptr::drop_in_place::<alloc::boxed::Box<vestibule::outbox::store::Outbox>>", "outbox"),
            ("OUTLINED_FUNCTION_7", STANDARD),
        ] {
            assert_eq!(part_of(name), part, "{name}");
        }
    }

    #[test]
    fn two_hundredths_are_near() {
        assert!(is_near(98, 100) && is_near(102, 100) && is_near(100, 100));
        assert!(!is_near(97, 100) && !is_near(103, 100) && !is_near(1, 0));
    }
}
