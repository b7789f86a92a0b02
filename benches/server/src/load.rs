//! Requests by wrk, chosen because it comes with Debian, keeps a server of this kind busy with little of a core, and tells
//! percentiles; what it sends is in `load.lua`.

use anyhow::{Context as _, Result, bail, ensure};
use std::path::PathBuf;
use tokio::process::Command;

/// Clients at once.
pub(crate) const CLIENTS: usize = 64;

/// What came of it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Load {
    /// Answers in a second.
    pub(crate) rate: f64,
    /// Milliseconds within which half of them came.
    pub(crate) half: f64,
    /// Milliseconds within which 99 of 100 came.
    pub(crate) most: f64,
}

/// The script, in a folder of its own.
pub(crate) struct Loader {
    script: PathBuf,
    _folder: tempfile::TempDir,
}

impl Loader {
    pub(crate) fn new() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let script = folder.path().join("load.lua");
        std::fs::write(&script, include_str!("load.lua"))?;
        Ok(Self { script, _folder: folder })
    }

    /// Keeps a server busy for some seconds with as many clients. Every answer has to be the one that was asked for.
    pub(crate) async fn run(&self, url: &str, seconds: u32, clients: usize, what: &[&str]) -> Result<Load> {
        let mut wrk = Command::new("wrk");
        wrk.args(["--threads", "2", "--timeout", "10s", "--connections", &clients.to_string()]);
        wrk.args(["--duration", &format!("{seconds}s"), "--script"])
            .arg(&self.script)
            .arg(url)
            .arg("--")
            .args(what);
        let output = wrk.output().await.context("cannot start wrk")?;
        let text = String::from_utf8_lossy(&output.stdout);
        let Some(line) = text.lines().find_map(|line| line.strip_prefix("result ")) else {
            bail!("wrk says {text} {}", String::from_utf8_lossy(&output.stderr))
        };
        let numbers: Vec<f64> = line.split(' ').map(str::parse).collect::<Result<_, _>>()?;
        let &[requests, micros, wrong, half, most] = numbers.as_slice() else { bail!("wrk says {line}") };
        let refused = text.lines().find(|line| line.starts_with("refused")).unwrap_or("not answered");
        let job = what.first().unwrap_or(&"");
        ensure!(wrong == 0.0, "{wrong} of {requests} requests to {job} were {refused}");
        Ok(Load { rate: requests / micros * 1e6, half: half / 1e3, most: most / 1e3 })
    }
}
