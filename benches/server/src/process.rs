//! The programs that are measured: the server, and a PostgreSQL of our own that keeps what it has committed.

use anyhow::{Context as _, Result, bail, ensure};
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// A server in a process of its own, ended with this.
pub(crate) struct Server {
    child: Child,
    /// Where it listens.
    pub(crate) address: String,
}

impl Server {
    /// Starts the program on some data.
    pub(crate) fn start(program: &Path, place: &Place, options: &[&str]) -> Result<Self> {
        let mut command = Command::new(program);
        command.arg("--data").arg(&place.folder).args(["--listen", "127.0.0.1:0"]).args(options);
        if let Some(database) = &place.database {
            command.args(["--database", database]);
        }
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("cannot start the server")?;
        let said = BufReader::new(child.stdout.take().context("the server's output is a pipe")?);
        for line in said.lines() {
            if let Some(rest) = line?.strip_prefix("Listening on ") {
                let address = rest.split(',').next().unwrap_or_default().to_owned();
                return Ok(Self { child, address });
            }
        }
        bail!("the server does not start: {}", child.wait()?)
    }

    /// Its memory, in megabytes.
    pub(crate) fn memory(&self) -> Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kilobytes: f64 = line.context("Linux tells it")?.trim().trim_end_matches(" kB").parse()?;
        Ok(kilobytes / 1e3)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Where a server keeps its data.
pub(crate) struct Place {
    /// The data folder.
    pub(crate) folder: PathBuf,
    /// The address of a database of PostgreSQL.
    pub(crate) database: Option<String>,
}

/// A PostgreSQL of our own; when its input closes, it ends and its folder is removed.
pub(crate) struct Postgres {
    shell: Child,
    /// The address of its database.
    pub(crate) address: String,
}

const USER: &str = "vestibule";

const SCRIPT: &str = r#"
    "$BIN/initdb" -D "$DIR/data" -A trust -U vestibule -E UTF8 --locale=C.UTF-8 >/dev/null || exit 1
    "$BIN/postgres" -D "$DIR/data" -k "$DIR" -p "$PORT" -c listen_addresses=127.0.0.1 -c max_wal_size=8GB \
        -c shared_buffers=512MB >>"$DIR/log" 2>&1 &
    server=$!
    while read -r order; do :; done
    kill -INT $server
    wait $server
    rm -rf "$DIR"
"#;

impl Postgres {
    /// Starts one, by the programs of a folder. PostgreSQL refuses to run as root; Debian's package brings a user.
    pub(crate) async fn start(programs: &Path) -> Result<Self> {
        let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let folder = tempfile::Builder::new().prefix("vestibule-bench-postgres").tempdir()?.keep();
        let is_root = Command::new("id").arg("-u").output()?.stdout == b"0\n";
        let mut shell = if is_root {
            ensure!(
                Command::new("chown").arg("postgres").arg(&folder).status()?.success(),
                "no user postgres"
            );
            let mut command = Command::new("setpriv");
            command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups", "sh", "-c", SCRIPT]);
            command
        } else {
            let mut command = Command::new("sh");
            command.args(["-c", SCRIPT]);
            command
        };
        shell.env("BIN", programs).env("DIR", &folder).env("PORT", port.to_string()).current_dir("/");
        let shell = shell.stdin(Stdio::piped()).spawn().context("cannot start PostgreSQL")?;
        let address = format!("postgres://{USER}@127.0.0.1:{port}/postgres");
        let started = Self { shell, address };
        for _ in 0..300 {
            let mut ready = Command::new(programs.join("pg_isready"));
            ready.args(["-q", "-h", "127.0.0.1", "-p", &port.to_string()]).current_dir("/");
            if ready.status()?.success() {
                return Ok(started);
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        bail!("PostgreSQL does not start")
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        drop(self.shell.stdin.take());
        let _ = self.shell.wait();
    }
}
