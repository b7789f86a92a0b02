//! Those who follow a building: so many connections that each read what they are told, and nothing else.

use crate::seed::Owner;
use anyhow::{Context as _, Result, bail, ensure};
use std::sync::Arc;
use std::time::{Duration, Instant as Timer};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

/// Those who have heard that they will be told everything.
pub(crate) struct Followers {
    told: mpsc::Receiver<Timer>,
    count: usize,
    _tasks: JoinSet<()>,
}

impl Followers {
    /// Begins to follow a building, by as many.
    pub(crate) async fn begin(address: &str, building: &str, owner: &Owner, count: usize) -> Result<Self> {
        let request = format!(
            "GET /api/v1/buildings/{building}/live HTTP/1.1\r\nHost: {address}\r\nCookie: {}\r\n\r\n",
            owner.cookie
        );
        let request: Arc<str> = request.into();
        let (tell, told) = mpsc::channel(count);
        let mut tasks = JoinSet::new();
        for _ in 0..count {
            let mut stream = TcpStream::connect(address).await?;
            stream.write_all(request.as_bytes()).await?;
            wait_for(&mut stream, b"event: ready").await?;
            let tell = tell.clone();
            tasks.spawn(async move {
                while wait_for(&mut stream, b"event: change").await.is_ok() {
                    if tell.send(Timer::now()).await.is_err() {
                        return;
                    }
                }
            });
        }
        Ok(Self { told, count, _tasks: tasks })
    }

    /// How long after an instant the last of them was told.
    pub(crate) async fn all_told(&mut self, since: Timer) -> Result<Duration> {
        let mut last = since;
        for number in 0..self.count {
            let told = tokio::time::timeout(Duration::from_secs(60), self.told.recv()).await;
            last = told
                .with_context(|| format!("only {number} were told"))?
                .context("a stream ended")?
                .max(last);
        }
        Ok(last - since)
    }
}

/// Reads until something is said.
async fn wait_for(stream: &mut TcpStream, what: &[u8]) -> Result<()> {
    let mut heard = Vec::with_capacity(64);
    loop {
        // Small pieces, so that many who listen take little memory here.
        let mut piece = [0; 512];
        let count = stream.read(&mut piece).await?;
        ensure!(count > 0, "a stream ended");
        heard.extend_from_slice(piece.get(..count).unwrap_or_default());
        if heard.windows(what.len()).any(|window| window == what) {
            return Ok(());
        }
        if heard.len() > 16_384 {
            bail!("a stream says something else")
        }
    }
}
