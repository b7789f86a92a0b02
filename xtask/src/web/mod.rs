//! The npm package: building it, packing it, and testing it as a user gets it.

pub(crate) mod demo;
pub(crate) mod kiosk;
mod order;
pub(crate) mod portal;
mod sizes;

use crate::cross::{self, Cross};
use crate::install;
use crate::shell::{CannotRun, cargo, hand_over, read, root, run, succeeds, target_dir, watch};
use anyhow::{Context, Result};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// Exactly the version of the crate: the program writes what belongs to the module.
const BINDGEN: &str = "0.2.129";
/// The oldest Node that runs the package and its tests.
const NODE: u32 = 20;
/// What `npm pack` is to find, beside what is made here.
const LICENCES: [&str; 2] = ["LICENSE-MIT", "LICENSE-APACHE"];

/// A place where the package was installed from its tarball, beside the tests.
struct Installed {
    /// The folder with the tests.
    fresh: PathBuf,
}

/// Everything that is tested of the package; `count` looks at the lines that programs print.
pub(crate) fn test(cross: Cross, mut count: impl FnMut(&str)) -> Result<()> {
    let installed = installed(cross, &mut |place, route| sizes::check(place, route, false))?;
    for browser in [false, true] {
        let mut runner = crate::vectors::runner()?;
        watch(runner.args(installed.vectors(browser)?).arg("tests/vectors"), &mut count)?;
    }
    let fresh = |script: &str| {
        let mut node = Command::new("node");
        node.current_dir(&installed.fresh).args(["--expose-gc", script]);
        node
    };
    for script in ["package.js", "wrong.js", "memory.js", "pages.js"] {
        watch(&mut fresh(script), &mut count)?;
    }
    run(fresh("typed.js").arg(root()?.join("tests/vectors")))?;
    let mut tsc = Command::new("../node_modules/.bin/tsc");
    run(tsc.current_dir(&installed.fresh).args(["--noEmit", "--project", "."]))
}

/// Takes today's sizes as the ones to compare with.
pub(crate) fn bless_sizes(cross: Cross) -> Result<()> {
    installed(cross, &mut |place, route| sizes::check(place, route, true)).map(drop)
}

/// The words that make the vectors' runner ask the package.
pub(crate) fn vectors(cross: Cross, browser: bool) -> Result<Vec<String>> {
    installed(cross, &mut |_, _| Ok(()))?.vectors(browser)
}

/// The search beside other libraries, decisions and opening, as tables: in Node, and in Chromium.
pub(crate) fn bench() -> Result<ExitCode> {
    install::debian(&["chromium"])?;
    let root = root()?;
    // Below the tools, which bundle it and open the browser.
    let folder = packed(Cross::choose(None)?, &mut |_, _| Ok(()))?.join("bench");
    copy_folder(&root.join("benches/web"), &folder)?;
    fs::copy(root.join("wasm/tests/browser.js"), folder.join("browser.js"))?;
    npm_ci(&folder)?;
    install_package(&folder)?;
    crate::bench::write_documents(&folder.join("building.json"))?;
    hand_over(Command::new("node").current_dir(folder).arg("main.js"))
}

impl Installed {
    fn vectors(&self, browser: bool) -> Result<Vec<String>> {
        let script = self.fresh.join("vectors.js");
        let script = script.to_str().context("the path to the tests is text")?;
        let mut words = ["--via", "lines", "node", script].map(str::to_owned).to_vec();
        if browser {
            install::debian(&["chromium"])?;
            words.push("--browser".to_owned());
        }
        words.push("--".to_owned());
        Ok(words)
    }
}

/// Builds and packs the package; answers with the folder of the tools. `look` sees the package's folder.
fn packed(cross: Cross, look: &mut dyn FnMut(&Path, &str) -> Result<()>) -> Result<PathBuf> {
    node()?;
    let tools = target_dir("web")?.join("tools");
    fs::create_dir_all(&tools)?;
    for file in ["package.json", "package-lock.json"] {
        fs::copy(root()?.join("wasm/tests").join(file), tools.join(file))?;
    }
    npm_ci(&tools)?;
    let (package, route) = build(cross, &tools)?;
    look(&package, route)?;
    Ok(tools)
}

/// Builds the package and installs it, beside the tests and what they need. `look` sees the package's folder before.
fn installed(cross: Cross, look: &mut dyn FnMut(&Path, &str) -> Result<()>) -> Result<Installed> {
    let tools = packed(cross, look)?;
    let fresh = tools.join("fresh");
    if fresh.exists() {
        fs::remove_dir_all(&fresh)?;
    }
    copy_folder(&root()?.join("wasm/tests"), &fresh)?;
    // The tools are those of the folder above; here is what a user of the package has.
    fs::write(fresh.join("package.json"), "{ \"private\": true, \"type\": \"module\" }\n")?;
    fs::remove_file(fresh.join("package-lock.json"))?;
    install_package(&fresh)?;
    Ok(Installed { fresh })
}

/// Puts an example for browsers into a folder: its files and these parts, with the package beside them as a user has it.
fn assemble(cross: Cross, example: &str, parts: &[&str], folder: &Path) -> Result<()> {
    node()?;
    packed(cross, &mut |_, _| Ok(()))?;
    let (root, example) = (root()?, root()?.join(example));
    for part in parts {
        let place = folder.join(part);
        if place.exists() {
            fs::remove_dir_all(&place)?;
        }
        copy_folder(&example.join(part), &place)?;
    }
    for entry in fs::read_dir(&example)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            fs::copy(entry.path(), folder.join(entry.file_name()))?;
        }
    }
    // One runner of tests is enough, and one way to Chromium.
    for shared in ["wasm/tests/check.js", "examples/web/tests/chromium.js", "examples/web/tests/panel.js"] {
        let from = root.join(shared);
        fs::copy(&from, folder.join("tests").join(from.file_name().context("it is a file")?))?;
    }
    npm_ci(folder)?;
    install_package(folder)
}

/// Makes the package's folder and packs it; answers with the folder, and with where the library came from.
fn build(cross: Cross, tools: &Path) -> Result<(PathBuf, &'static str)> {
    let (module, route) = cross::web(cross)?;
    let web = target_dir("web")?;
    let (made, package) = (web.join("bindgen"), web.join("package"));
    let mut bindgen = Command::new(install::rust_program("wasm-bindgen-cli", "wasm-bindgen", BINDGEN)?);
    bindgen.args([
        "--target",
        "web",
        "--out-name",
        "bindgen",
        "--no-typescript",
        "--omit-default-module-path",
    ]);
    // The names stay for a moment: by them functions call each other in the module's text.
    bindgen.args(["--experimental-reset-state-function", "--remove-producers-section"]);
    run(bindgen.arg("--out-dir").arg(&made).arg(module))?;
    if package.exists() {
        fs::remove_dir_all(&package)?;
    }
    copy_folder(&root()?.join("wasm/npm"), &package)?;
    for licence in LICENCES {
        fs::copy(root()?.join(licence), package.join(licence))?;
    }
    optimize(tools, &made, &package.join("vestibule.wasm"))?;
    let glue = fs::read_to_string(made.join("bindgen.js"))?;
    fs::write(package.join("bindgen.js"), without_comments(&glue))?;
    write_zones(&package)?;
    run(npm(&package, &["pack", "--silent", "--pack-destination"]).arg(&web))?;
    Ok((package, route))
}

/// Makes the module smaller to fetch. Inlining and packing make the file smaller, and what is fetched, the gzipped file,
/// larger; hints of alignment are of no use to any engine.
fn optimize(tools: &Path, made: &Path, module: &Path) -> Result<()> {
    let opt = || Command::new(tools.join("node_modules/.bin/wasm-opt"));
    let (before, text) = (made.join("bindgen_bg.wasm"), made.join("module.wat"));
    let passes =
        ["-O4", "--converge", "--skip-pass=inlining-optimizing", "--skip-pass=memory-packing", "--dealign"];
    // What is alike in like measure stands by name.
    let text_by_name = ["--reorder-functions-by-name", "--debuginfo", "--emit-text"];
    run(opt().args(passes).args(text_by_name).arg(before).arg("--output").arg(&text))?;
    let optimized = fs::read_to_string(&text)?;
    fs::write(&text, order::by_likeness(&optimized)?)?;
    let mut write = opt();
    write.args(order::features(&optimized)?).arg("--strip-target-features").arg(text);
    run(write.arg("--output").arg(module))
}

/// The glue as the program wrote it, without what it says to people.
fn without_comments(glue: &str) -> String {
    let code = |line: &&str| !line.starts_with("/**") && !line.starts_with(" *");
    glue.lines().filter(code).flat_map(|line| [line, "\n"]).collect()
}

fn write_zones(package: &Path) -> Result<()> {
    let mut tool =
        cargo(&["run", "--quiet", "--locked", "--package", "vestibule-tests", "--bin", "zone-rules"])?;
    let zones: Value = serde_json::from_str(&read(&mut tool)?)?;
    let part =
        |key: &str| zones.get(key).map(Value::to_string).context("the zone rules have a version and sets");
    let template = package.join("zones.js.in");
    let text = fs::read_to_string(&template)?;
    fs::write(
        package.join("zones.js"),
        text.replace("@VERSION@", &part("version")?).replace("@SETS@", &part("sets")?),
    )?;
    Ok(fs::remove_file(template)?)
}

/// Installs the tarball, as a user does.
fn install_package(folder: &Path) -> Result<()> {
    let tarball = target_dir("web")?.join(format!("vestibule-rules-{}.tgz", env!("CARGO_PKG_VERSION")));
    run(npm(folder, &["install", "--no-save", "--no-package-lock", "--silent"]).arg(tarball))
}

/// Installs what a lock file says, once for each version of it.
fn npm_ci(folder: &Path) -> Result<()> {
    let lock = fs::read(folder.join("package-lock.json"))?;
    let mark = folder.join("node_modules/.of-lock");
    if fs::read(&mark).is_ok_and(|of| of == lock) {
        return Ok(());
    }
    run(&mut npm(folder, &["ci", "--silent"]))
        .map_err(|error| CannotRun(format!("npm packages cannot be installed: {error}")))?;
    Ok(fs::write(mark, lock)?)
}

pub(crate) fn npm(folder: &Path, arguments: &[&str]) -> Command {
    let mut npm = Command::new("npm");
    npm.current_dir(folder).args(["--ignore-scripts", "--no-audit", "--no-fund"]).args(arguments);
    npm
}

/// Node and npm, new enough.
pub(crate) fn node() -> Result<()> {
    if !succeeds(Command::new("node").arg("--version")) || !succeeds(Command::new("npm").arg("--version")) {
        install::debian(&["nodejs", "npm"])?;
    }
    let version = read(Command::new("node").arg("--version"))?;
    let major = version.trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
    if major.is_some_and(|major| major >= NODE) {
        return Ok(());
    }
    Err(CannotRun(format!("needs Node {NODE} or later, and this machine has {}", version.trim())).into())
}

/// Copies a folder and what is in it, but for what was installed there.
fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_name() == "node_modules" {
            continue;
        }
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
