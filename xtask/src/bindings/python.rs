//! The Python wheel: building it, installing it as a user does, and testing it there.

use super::{generate, library, shared_library, strip};
use crate::install;
use crate::shell::{hand_over, read, root, run, target_dir, watch};
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

const SOURCE: &str = "bindings/python";
/// What belongs into the package besides its own folder.
const LICENCES: [&str; 2] = ["LICENSE-MIT", "LICENSE-APACHE"];

/// What UniFFI has written into a folder, with quicker parts.
pub(super) fn source(made: &Path) -> Result<String> {
    rewritten(made, "quick.py")
}

/// The types of what UniFFI has written into a folder.
pub(super) fn stub(made: &Path) -> Result<String> {
    rewritten(made, "stubs.py")
}

fn rewritten(made: &Path, script: &str) -> Result<String> {
    install::program("python3", "python3")?;
    let script = root()?.join(SOURCE).join(script);
    read(Command::new("python3").arg(script).arg(made.join(super::PYTHON)))
}

/// An environment with nothing but the wheel, and the tools beside it.
struct Installed {
    /// The environment's Python.
    python: PathBuf,
    /// The environment with pytest and mypy.
    tools: PathBuf,
}

/// Everything that is tested of the wheel; `count` looks at the lines that programs print.
pub(crate) fn test(mut count: impl FnMut(&str)) -> Result<()> {
    generate(true)?;
    let installed = installed()?;
    let mut runner = crate::vectors::runner()?;
    watch(runner.args(installed.vectors()?).arg("tests/vectors"), &mut count)?;
    installed.borrow_tools()?;
    let tests = root()?.join(SOURCE);
    let mut mypy = Command::new(installed.tools.join("bin/mypy"));
    mypy.current_dir(&tests).args(["--no-error-summary", "--python-executable"]).arg(&installed.python);
    let cache = target_dir("python")?.join("mypy");
    run(mypy.arg("--cache-dir").arg(cache).args([
        "tests",
        "stubs.py",
        "quick.py",
        "src/vestibule/__init__.py",
    ]))?;
    let mut pytest = Command::new(&installed.python);
    pytest.current_dir(&tests).env("PYTHONDONTWRITEBYTECODE", "1");
    watch(pytest.args(["-m", "pytest", "tests"]), &mut count)
}

/// The words that make the vectors' runner ask the package.
pub(crate) fn vectors() -> Result<Vec<String>> {
    installed()?.vectors()
}

/// Calls and opening, beside a call that decides nothing.
pub(crate) fn bench() -> Result<ExitCode> {
    let installed = installed()?;
    let folder = target_dir("python")?;
    let documents = folder.join("documents.json");
    crate::bench::write_documents(&documents)?;
    let mut bench = Command::new(&installed.python);
    hand_over(bench.arg(root()?.join("benches/python/bench.py")).arg(documents))
}

impl Installed {
    fn vectors(&self) -> Result<Vec<String>> {
        let program = root()?.join(SOURCE).join("tests/vectors.py");
        let text = |path: &Path| path.to_str().map(str::to_owned).context("the path is text");
        let words = ["--via", "lines"].map(str::to_owned).into_iter();
        Ok(words.chain([text(&self.python)?, text(&program)?, "--".to_owned()]).collect())
    }

    /// Lets the environment find the tools' modules too, from here on.
    fn borrow_tools(&self) -> Result<()> {
        let theirs = modules(&self.tools.join("bin/python"))?;
        Ok(fs::write(Path::new(&modules(&self.python)?).join("tools.pth"), theirs)?)
    }
}

/// Where an environment's modules are.
fn modules(python: &Path) -> Result<String> {
    let script = "import sysconfig; print(sysconfig.get_path('purelib'))";
    Ok(read(Command::new(python).args(["-c", script]))?.trim().to_owned())
}

/// Builds the wheel and installs it into an environment of its own, as a user does.
fn installed() -> Result<Installed> {
    let tools = tools()?;
    let wheel = wheel(&tools)?;
    let fresh = target_dir("python")?.join("fresh");
    run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&fresh))?;
    let python = fresh.join("bin/python");
    run(Command::new(&python).args(["-m", "pip", "install", "--quiet", "--no-index"]).arg(wheel))?;
    Ok(Installed { python, tools })
}

/// The wheel with the library in it.
fn wheel(tools: &Path) -> Result<PathBuf> {
    let folder = target_dir("python")?;
    let (source, wheels) = (folder.join("source"), folder.join("wheels"));
    for old in [&source, &wheels] {
        if old.exists() {
            fs::remove_dir_all(old)?;
        }
    }
    let package = source.join("src/vestibule");
    fs::create_dir_all(&package)?;
    for file in ["pyproject.toml", "setup.py", "README.md"] {
        fs::copy(root()?.join(SOURCE).join(file), source.join(file))?;
    }
    for licence in LICENCES {
        fs::copy(root()?.join(licence), source.join(licence))?;
    }
    for entry in fs::read_dir(root()?.join(SOURCE).join("src/vestibule"))? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            fs::copy(entry.path(), package.join(entry.file_name()))?;
        }
    }
    let built = shared_library(&library("cdylib")?);
    strip(&built, &package.join(built.file_name().context("the library is a file")?))?;
    let mut pip = Command::new(tools.join("bin/python"));
    pip.args([
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--no-index",
        "--wheel-dir",
    ]);
    run(pip.arg(&wheels).arg(&source))?;
    let mut made = fs::read_dir(&wheels)?;
    Ok(made.next().context("pip has made a wheel")??.path())
}

/// An environment with the pinned tools.
fn tools() -> Result<PathBuf> {
    install::python(&root()?.join(SOURCE).join("requirements.txt"), "python")
}
