//! The program itself, as its own process.

use crate::engine::make_room;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

/// The program.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_vestibule-server");

/// A server in a process of its own.
pub(crate) struct Process {
    pub(crate) child: Child,
    pub(crate) address: String,
    pub(crate) link: Option<String>,
    /// Where it tells what it counts.
    pub(crate) metrics: Option<String>,
}

impl Process {
    pub(crate) fn start(folder: &Path, database: Option<&str>) -> Self {
        Self::start_with(folder, database, &[])
    }

    /// The same with more options.
    pub(crate) fn start_with(folder: &Path, database: Option<&str>, options: &[&str]) -> Self {
        let mut command = Command::new(PROGRAM);
        command.args(options);
        Self::run(command, folder, database)
    }

    fn run(mut command: Command, folder: &Path, database: Option<&str>) -> Self {
        command.env("RUST_LOG", "error");
        Self::of(command, folder, database)
    }

    /// A server of a command that names the program, and options of its own.
    pub(crate) fn of(mut command: Command, folder: &Path, database: Option<&str>) -> Self {
        command.arg("--data").arg(folder).args(["--listen", "127.0.0.1:0"]);
        if let Some(database) = database {
            command.args(["--database", database]);
        }
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let (mut link, mut metrics) = (None, None);
        for line in BufReader::new(child.stdout.take().unwrap()).lines() {
            let line = line.unwrap();
            if let Some((_, first)) = line.split_once("password: ") {
                link = Some(first.to_owned());
            }
            if let Some(address) = line.strip_prefix("Metrics at ") {
                metrics = Some(address.to_owned());
            }
            if let Some(rest) = line.strip_prefix("Listening on ") {
                let address = format!("http://{}", rest.split(',').next().unwrap());
                return Self { child, address, link, metrics };
            }
        }
        panic!("the server does not start: {}", child.wait().unwrap());
    }

    /// `kill -9`.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// A disk of 3 MB that only one server sees, a third of which is taken.
pub(crate) struct SmallDisk {
    folder: TempDir,
    as_root: bool,
}

const MOUNT: &str = "mount -t tmpfs -o size=3m tmpfs \"$0\" && head -c 1m /dev/zero >\"$0/taken\"";

impl SmallDisk {
    /// None where nobody may mount one.
    pub(crate) fn new() -> Option<Self> {
        let disk = |as_root| Self { folder: tempfile::tempdir().unwrap(), as_root };
        [true, false].map(disk).into_iter().find(|disk| {
            let mut trial = disk.command("true");
            trial.stderr(Stdio::null()).status().is_ok_and(|status| status.success())
        })
    }

    /// Runs a program with its arguments where the disk is mounted, in a mount namespace that ends with it.
    fn command(&self, program: &str) -> Command {
        let mut command = Command::new("unshare");
        command.args(if self.as_root { &["--mount"][..] } else { &["--mount", "--user", "--map-root-user"] });
        command.args(["sh", "-c", &format!("{MOUNT} && exec {program} \"$@\"")]).arg(self.folder.path());
        command
    }

    pub(crate) fn serve(&self) -> Process {
        Process::run(self.command(PROGRAM), &self.data(), None)
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Gives back what is taken, as the server sees the disk.
    pub(crate) fn make_room(&self, server: &Process) {
        make_room(server.child.id(), self.folder.path());
    }
}
