//! What the package makes a browser fetch, compared with what is committed.

use crate::shell::root;
use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::process::Command;

const COMMITTED: &str = "wasm/sizes.json";
/// Bytes, gzipped.
const LIMIT_MODULE: u64 = 120 * 1024;
const LIMIT_GLUE: u64 = 10 * 1024;
/// Percent by which a size may differ from the committed one.
const ROOM: u64 = 2;
/// The scripts that a browser does not load with the module: Node's entry, and the zones of the whole world.
const NOT_GLUE: [&str; 2] = ["node.js", "zones.js"];

/// Measures a package, and compares, or takes its sizes as the new ones. The compiler differs by where the library comes from, and
/// so does the module's size: a route that nobody has measured yet has only the limits.
pub(super) fn check(package: &Path, route: &str, bless: bool) -> Result<()> {
    let module = zipped(package, &["vestibule.wasm".to_owned()])?;
    let sizes = [("module", module, LIMIT_MODULE), ("glue", zipped(package, &glue(package)?)?, LIMIT_GLUE)];
    let path = root()?.join(COMMITTED);
    let mut committed: Value = match fs::read_to_string(&path) {
        Ok(text) => serde_json::from_str(&text).context("the committed sizes are JSON")?,
        Err(_) => json!({}),
    };
    let mut faults = Vec::new();
    for (name, size, limit) in sizes {
        println!("{name}, gzipped: {size} bytes of {limit}");
        if size > limit {
            faults.push(format!("the {name} takes {size} bytes, more than {limit}"));
        }
        match committed.pointer(&format!("/{route}/{name}")).and_then(Value::as_u64) {
            _ if bless => {}
            None => println!("nothing to compare with by way of {route}: `cargo xtask generate web-sizes`"),
            Some(before) if size.abs_diff(before) * 100 > before * ROOM => faults.push(format!(
                "the {name} was {before} bytes, and is {size}: `cargo xtask generate web-sizes` if there is a reason"
            )),
            Some(_) => {}
        }
    }
    if bless {
        let [(_, module, _), (_, glue, _)] = sizes;
        if let Some(routes) = committed.as_object_mut() {
            routes.insert(route.to_owned(), json!({ "module": module, "glue": glue }));
        }
        fs::write(path, format!("{committed:#}\n"))?;
    }
    ensure!(faults.is_empty(), "{}", faults.join("; "));
    Ok(())
}

/// The scripts that a browser loads besides the module.
fn glue(package: &Path) -> Result<Vec<String>> {
    let mut scripts = Vec::new();
    for file in fs::read_dir(package)? {
        let name = file?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".js") && !NOT_GLUE.contains(&name.as_str()) {
            scripts.push(name);
        }
    }
    Ok(scripts)
}

/// Bytes of some files together, gzipped one by one, as they are fetched. `gzip` gives the same everywhere; Node's own
/// library depends on the processor.
fn zipped(package: &Path, files: &[String]) -> Result<u64> {
    let mut bytes = 0;
    for file in files {
        let zipped =
            Command::new("gzip").current_dir(package).args(["-9", "--no-name", "--stdout", file]).output()?;
        ensure!(zipped.status.success(), "gzip does not take {file}");
        bytes += zipped.stdout.len();
    }
    Ok(bytes.try_into()?)
}
