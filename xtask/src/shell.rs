//! Running other programs: said before it is done, and a failure is an error that names the program.

use anyhow::{Context, Result, bail};
use std::ffi::OsString;
use std::fmt;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

/// A step that this machine has no means for. It is no failure of the code, and it is never passed silently.
#[derive(Debug)]
pub(crate) struct CannotRun(pub(crate) String);

impl fmt::Display for CannotRun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for CannotRun {}

/// The root of the repository.
pub(crate) fn root() -> Result<PathBuf> {
    let manifest = std::env::var_os("CARGO_MANIFEST_DIR").context("run this as `cargo xtask`")?;
    Ok(Path::new(&manifest).parent().context("xtask lies in the root of the repository")?.to_owned())
}

/// The folder for build results of the workspace, or one beside them for a build of its own.
pub(crate) fn target_dir(own: &str) -> Result<PathBuf> {
    let shared = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    Ok(root()?.join(shared.unwrap_or_else(|| "target".into())).join(own))
}

/// The cargo that runs this, at the root of the repository.
pub(crate) fn cargo(arguments: &[&str]) -> Result<Command> {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).current_dir(root()?);
    Ok(command)
}

/// Runs a program, and fails when it does.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    say(command);
    let status = command.status().with_context(|| cannot_start(command))?;
    if !status.success() {
        bail!("{} failed ({status})", name(command));
    }
    Ok(())
}

/// Runs a program whose exit code is passed on.
pub(crate) fn hand_over(command: &mut Command) -> Result<ExitCode> {
    let status = command.status().with_context(|| cannot_start(command))?;
    Ok(status.code().and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, ExitCode::from))
}

/// Runs a program, passes on what it prints, and looks at every line of it.
pub(crate) fn watch(command: &mut Command, mut look: impl FnMut(&str)) -> Result<()> {
    say(command);
    let mut child = command.stdout(Stdio::piped()).spawn().with_context(|| cannot_start(command))?;
    if let Some(stdout) = child.stdout.take() {
        for line in BufReader::new(stdout).lines() {
            let line =
                line.with_context(|| format!("{} printed something other than text", name(command)))?;
            println!("{line}");
            look(&line);
        }
    }
    let status = child.wait()?;
    if !status.success() {
        bail!("{} failed ({status})", name(command));
    }
    Ok(())
}

/// What a program prints; an error with what it had to say when it fails.
pub(crate) fn read(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| cannot_start(command))?;
    if !output.status.success() {
        bail!("{} failed: {}", name(command), String::from_utf8_lossy(&output.stderr).trim());
    }
    String::from_utf8(output.stdout)
        .with_context(|| format!("{} printed something other than text", name(command)))
}

/// Whether a program can be started and succeeds. Nothing is shown of it.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Shows a line to whoever is still reading: a pipe that was closed early is no fault.
pub(crate) fn show(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}

pub(crate) fn say(command: &Command) {
    let arguments: Vec<_> = command.get_args().map(|argument| argument.to_string_lossy()).collect();
    println!("$ {} {}", name(command), arguments.join(" "));
}

fn name(command: &Command) -> String {
    let program = Path::new(command.get_program());
    program.file_name().map_or_else(OsString::new, OsString::from).to_string_lossy().into_owned()
}

fn cannot_start(command: &Command) -> String {
    format!("cannot start {}", name(command))
}
