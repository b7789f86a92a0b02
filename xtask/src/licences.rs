//! Whether everything that the workspace depends on may be shipped under its own licence.

use crate::shell::{cargo, read};
use anyhow::{Context, Result, bail};
use serde_json::Value;

const ALLOWED: [&str; 9] =
    ["0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "Unicode-3.0", "Unlicense", "Zlib"];

/// Packages under a licence that asks only that changes of their own files are published.
const UNIFFI: (&str, &str) = ("uniffi", "MPL-2.0");

/// Looks at every package that any member of the workspace depends on, for any platform.
pub(crate) fn check() -> Result<()> {
    let metadata = read(&mut cargo(&["metadata", "--format-version", "1", "--locked"])?)?;
    let metadata: Value = serde_json::from_str(&metadata).context("cargo metadata answers with JSON")?;
    let packages =
        metadata.get("packages").and_then(Value::as_array).context("cargo metadata lists packages")?;
    let text = |package: &Value, key: &str| package.get(key).and_then(Value::as_str).map(str::to_owned);
    let mut refused = Vec::new();
    for package in packages {
        let licence = text(package, "license").unwrap_or_else(|| "none".to_owned());
        let name = text(package, "name").unwrap_or_default();
        let is_uniffi = name.starts_with(UNIFFI.0) && licence == UNIFFI.1;
        if !is_uniffi && !is_allowed(&licence) {
            refused.push(format!("{name}: {licence}"));
        }
    }
    println!("{} packages", packages.len());
    if refused.is_empty() { Ok(()) } else { bail!("licences to look at: {}", refused.join(", ")) }
}

/// Whether an SPDX expression leaves a way that is allowed. Of every part joined by `AND` one choice of its `OR` must
/// be; that reads the expressions that are in use, and is at most too strict for others.
fn is_allowed(expression: &str) -> bool {
    let expression = expression.replace('/', " OR ");
    expression.split(" AND ").all(|part| {
        let mut choices = part.split(" OR ").map(|choice| choice.trim_matches(['(', ')', ' ']));
        choices.any(|choice| ALLOWED.contains(&choice))
    })
}

#[cfg(test)]
mod tests {
    use super::is_allowed;

    #[test]
    fn one_allowed_choice_is_enough() {
        assert!(is_allowed("MIT"));
        assert!(is_allowed("MIT/Apache-2.0"));
        assert!(is_allowed("Apache-2.0 / MIT"));
        assert!(is_allowed("MIT OR Apache-2.0 OR LGPL-2.1-or-later"));
        assert!(is_allowed("Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT"));
    }

    #[test]
    fn all_that_is_joined_by_and_is_needed() {
        assert!(is_allowed("(MIT OR Apache-2.0) AND Unicode-3.0"));
        assert!(!is_allowed("(MIT OR Apache-2.0) AND GPL-3.0-only"));
    }

    #[test]
    fn others_are_refused() {
        assert!(!is_allowed("GPL-3.0-or-later"));
        assert!(!is_allowed("none"));
        assert!(!is_allowed("Apache-2.0 WITH LLVM-exception"));
    }
}
