//! Those outside: a receiver of webhooks that checks signatures, and a mail server.

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use serde_json::Value;
use standardwebhooks::Webhook;
use std::io::{BufRead, BufReader, Lines};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::mpsc;

/// How long something is waited for that has to come.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// What a receiver does with the next request.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Reaction {
    Answer(u16),
    /// It keeps the line open and says nothing.
    Silence,
}

/// A request that came with the right signature.
#[derive(Clone, Debug)]
pub(crate) struct Post {
    pub(crate) id: String,
    pub(crate) seconds: i64,
    pub(crate) body: Value,
}

#[derive(Clone)]
struct Shared {
    posts: mpsc::UnboundedSender<Post>,
    reactions: Arc<Mutex<Vec<Reaction>>>,
}

/// Takes webhooks; answers 204 unless told otherwise.
pub(crate) struct Receiver {
    pub(crate) url: String,
    posts: mpsc::UnboundedReceiver<Post>,
    reactions: Arc<Mutex<Vec<Reaction>>>,
}

impl Receiver {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let (sender, posts) = mpsc::unbounded_channel();
        let reactions = Arc::new(Mutex::new(Vec::new()));
        let shared = Shared { posts: sender, reactions: Arc::clone(&reactions) };
        let router = Router::new().route("/hook", axum::routing::post(take)).with_state(shared);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, posts, reactions }
    }

    /// What it does with the next requests, in order.
    pub(crate) fn reacts(&self, reactions: &[Reaction]) {
        self.reactions.lock().unwrap().extend(reactions);
    }

    /// The next request.
    pub(crate) async fn next(&mut self) -> Post {
        tokio::time::timeout(PATIENCE, self.posts.recv()).await.expect("a request").unwrap()
    }

    /// Whether a request has come.
    pub(crate) fn has_more(&mut self) -> bool {
        !self.posts.is_empty()
    }
}

async fn take(State(shared): State<Shared>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let header = |name: &str| headers[name].to_str().unwrap().to_owned();
    let (id, seconds) = (header("webhook-id"), header("webhook-timestamp").parse().unwrap());
    // By a library of the scheme's own authors; what it verifies has to be of now, and the time here is the test's.
    let signature = Webhook::new(SECRET).unwrap().sign(&id, seconds, &body).unwrap();
    assert_eq!(header("webhook-signature"), signature);
    let reaction = {
        let mut reactions = shared.reactions.lock().unwrap();
        if reactions.is_empty() { Reaction::Answer(204) } else { reactions.remove(0) }
    };
    shared.posts.send(Post { id, seconds, body: serde_json::from_slice(&body).unwrap() }).unwrap();
    match reaction {
        Reaction::Answer(status) => StatusCode::from_u16(status).unwrap(),
        Reaction::Silence => std::future::pending().await,
    }
}

/// A mail server of its own process.
pub(crate) struct MailServer {
    pub(crate) port: u16,
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl MailServer {
    /// Starts it by the Python that has it; none when there is none.
    pub(crate) fn start() -> Option<Self> {
        let python = std::env::var_os("VESTIBULE_TOOLS_PYTHON")?;
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/server/smtp.py");
        let mut command = Command::new(python);
        let mut child = command.arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let port = lines.next().expect("a port").unwrap().parse().unwrap();
        Some(Self { port, child, lines })
    }

    /// The next letter.
    pub(crate) fn next(&mut self) -> Value {
        tokio::task::block_in_place(|| {
            serde_json::from_str(&self.lines.next().expect("a letter").unwrap()).unwrap()
        })
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        self.child.wait().unwrap();
    }
}
