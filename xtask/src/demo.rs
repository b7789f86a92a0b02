//! `cargo xtask demo`: the examples on real input, and a smoke test of the main job.

use crate::shell::{cargo, hand_over, root};
use anyhow::{Context, Result, ensure};
use std::io::Write;
use std::process::{Command, ExitCode, Stdio};

pub(crate) const RESIDENTS: &str = "examples/data/residents-yardi.csv";

/// With one of these there is nothing to import: another building, or no console at all.
const OTHER: [&str; 4] = ["--import", "--document", "--help", "-h"];

/// Typed by the smoke test: a name search, another language, and a visitor who walks away.
const SCRIPT: &str = "select 1\ntype ma\nselect 1\nlanguage fr\nwait 600\n";

/// Opens server, portal and kiosk of the building of the imported residents, or one of them alone.
pub(crate) fn run(arguments: &[String]) -> Result<ExitCode> {
    match arguments {
        [flag] if flag == "--console" => crate::firmware::open(),
        [flag, rest @ ..] if flag == "--terminal" => terminal(rest),
        [flag, rest @ ..] if flag == "--server" => crate::server::open(rest),
        [flag, rest @ ..] if flag == "--kiosk" => crate::web::kiosk::demo(rest),
        rest => crate::web::demo::run_all(rest),
    }
}

fn terminal(arguments: &[String]) -> Result<ExitCode> {
    let rest = arguments.strip_prefix(&["--".to_owned()]).unwrap_or(arguments);
    let mut console = console()?;
    // Paths that a person types are relative to where that person is.
    console.current_dir(std::env::current_dir()?);
    if !rest.iter().any(|argument| OTHER.contains(&argument.as_str())) {
        eprintln!(
            "Imports the residents of {RESIDENTS}, gives them bookings around today, and opens their entry console."
        );
        console.arg("--import").arg(root()?.join(RESIDENTS));
    }
    hand_over(console.args(rest))
}

/// Runs a script through the console as a pipe would, and looks for the screens that it must come by.
pub(crate) fn smoke() -> Result<()> {
    println!("$ cargo xtask demo --terminal, with a script of {} lines from a pipe", SCRIPT.lines().count());
    let mut child = imported()?
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot start the console")?;
    child.stdin.take().context("the console takes input")?.write_all(SCRIPT.as_bytes())?;
    let output = child.wait_with_output()?;
    let text = String::from_utf8(output.stdout).context("the console printed something other than text")?;
    println!("{text}");
    ensure!(output.status.success(), "the console failed ({})", output.status);
    let screens: Vec<&str> = text.lines().filter(|line| line.starts_with("== ")).collect();
    ensure!(screens.len() > SCRIPT.lines().count(), "a line of the script was answered without a screen");
    let welcomes = |line: Option<&&str>| line.is_some_and(|line| line.contains("[Welcome"));
    ensure!(welcomes(screens.first()), "the console does not begin with its welcome screen");
    ensure!(screens.iter().any(|line| !line.contains("[Welcome")), "no choice led anywhere");
    ensure!(welcomes(screens.last()), "a visitor who walked away was not forgotten");
    Ok(())
}

/// The console of the imported building.
pub(crate) fn imported() -> Result<Command> {
    let mut console = console()?;
    console.arg("--import").arg(root()?.join(RESIDENTS));
    Ok(console)
}

/// The console in a terminal, for a building that is still to be named.
pub(crate) fn console() -> Result<Command> {
    let mut command = cargo(&["run", "--release", "--package", "vestibule-terminal"])?;
    command.arg("--manifest-path").arg(root()?.join("Cargo.toml")).arg("--");
    Ok(command)
}
