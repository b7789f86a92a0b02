//! Connections of clients: how many there may be at once, and how long one may stay without a request.
//!
//! Each is served by hyper, as axum's own loop does it; that loop knows no limit and waits for a request for ever. Here a
//! connection ends that has had nothing to answer for as long as a request may take: before its first request, between
//! two, and while the head of one comes in byte by byte. So does one whose client takes nothing of an answer for a minute,
//! by the crate `tokio-io-timeout`. Bodies that come too slowly are the routes' to refuse.

use crate::App;
use axum::Router;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper::body::{Frame, Incoming, SizeHint};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use std::future::poll_fn;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio_io_timeout::TimeoutStream;
use tower::ServiceExt as _;

/// Files that are kept for the database, the log and deliveries.
const RESERVED: u64 = 64;

/// The fewest and the most connections that a server plans for.
const FEWEST: u64 = 16;
const MOST: u64 = 1_000_000;

/// How many connections may wait to be taken.
const WAITING: u32 = 4096;

/// How long a client may take nothing of an answer.
const TAKES_NOTHING: Duration = Duration::from_secs(60);

/// How long a connection may have nothing to answer when there are few places left.
const CROWDED: Duration = Duration::from_secs(2);

/// How long, and how many bytes, of a body are read on that nobody wants.
const READ_ON: Duration = Duration::from_secs(10);
const MOST_READ_ON: usize = 64 * 1024 * 1024;

/// What a client begins with that speaks HTTP/2 (RFC 9113, 3.4).
const HTTP2_BEGINS: &[u8] = b"PRI * HTTP/2.0";

/// How often a crowd is told of in the log.
const SAID_EVERY: Duration = Duration::from_secs(60);

/// The places for connections.
#[derive(Debug)]
pub struct Connections {
    most: usize,
    free: Arc<Semaphore>,
    patience: Duration,
    said: std::sync::Mutex<Option<Instant>>,
}

impl Connections {
    /// As many places as asked for, or as the system allows for files beside those of the database; a connection may have
    /// nothing to answer for `patience`.
    #[must_use]
    pub fn new(asked: Option<usize>, database: u32, patience: Duration) -> Self {
        // Where it cannot be raised, it is what it was.
        let files = rlimit::increase_nofile_limit(u64::MAX).unwrap_or(MOST);
        let allowed = files.saturating_sub(RESERVED + u64::from(database)).clamp(FEWEST, MOST);
        let allowed = usize::try_from(allowed).unwrap_or(usize::MAX);
        let most = asked.map_or(allowed, |asked| asked.clamp(1, allowed));
        Self { most, free: Arc::new(Semaphore::new(most)), patience, said: Default::default() }
    }

    /// How many there may be at once.
    #[must_use]
    pub fn most(&self) -> usize {
        self.most
    }

    /// How many there are.
    #[must_use]
    pub fn open(&self) -> usize {
        self.most - self.free.available_permits().min(self.most)
    }

    fn is_crowded(&self) -> bool {
        self.free.available_permits() <= self.most / 8
    }

    /// How long a connection may have nothing to answer now.
    fn patience(&self) -> Duration {
        if self.is_crowded() { self.patience.min(CROWDED) } else { self.patience }
    }

    fn say_when_crowded(&self) {
        if !self.is_crowded() {
            return;
        }
        let mut said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        if said.is_none_or(|said| said.elapsed() >= SAID_EVERY) {
            *said = Some(Instant::now());
            let (open, most) = (self.open(), self.most);
            tracing::warn!(open, most, "few places for connections are left: idle ones are ended sooner");
        }
    }

    /// A place, once there is one.
    async fn place(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.free).acquire_owned().await.ok()
    }

    /// Waits until every connection has ended.
    async fn ended(&self) {
        let all = u32::try_from(self.most).unwrap_or(u32::MAX);
        let _ = self.free.acquire_many(all).await;
    }
}

/// Listens on a port, where many may come at once: as many as the system lets wait.
///
/// # Errors
/// When the port cannot be used.
pub fn listen(address: SocketAddr) -> std::io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    // A server that was ended may be started again at once.
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(WAITING)
}

/// Answers on a port until `stop`; then finishes what has begun.
pub(crate) async fn serve(app: &App, listener: TcpListener, router: Router, stop: impl Future<Output = ()>) {
    let connections = &app.connections;
    tracing::info!(most = connections.most(), "places for connections");
    let (end, ending) = watch::channel(());
    let mut stop = pin!(stop);
    loop {
        let next = async {
            let place = connections.place().await;
            (place, accept(&listener).await)
        };
        let (place, (stream, peer)) = tokio::select! {
            next = next => next,
            () = &mut stop => break,
        };
        connections.say_when_crowded();
        let connection = Connection::new(Arc::clone(connections), place);
        tokio::spawn(connection.serve(stream, peer, router.clone(), ending.clone()));
    }
    drop(listener);
    drop(end);
    connections.ended().await;
}

async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(accepted) => return accepted,
            Err(error) => {
                let of_the_client =
                    [ErrorKind::ConnectionRefused, ErrorKind::ConnectionAborted, ErrorKind::ConnectionReset];
                if !of_the_client.contains(&error.kind()) {
                    // No file may be left for it.
                    tracing::error!(%error, "a connection cannot be taken");
                    tokio::time::sleep(Duration::from_secs(1)).await;
                }
            }
        }
    }
}

/// A connection of a client.
struct Connection {
    all: Arc<Connections>,
    use_of: Arc<Use>,
    _place: Option<OwnedSemaphorePermit>,
}

/// What a connection is used for.
struct Use {
    begun: Instant,
    /// Requests that are being answered.
    answering: AtomicUsize,
    /// Since when there are none, in milliseconds after it began.
    idle_since: AtomicU64,
}

impl Use {
    fn millis(&self) -> u64 {
        u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    fn idle_for(&self) -> Duration {
        if self.answering.load(Ordering::Acquire) > 0 {
            return Duration::ZERO;
        }
        Duration::from_millis(self.millis().saturating_sub(self.idle_since.load(Ordering::Acquire)))
    }
}

/// A request that is being answered, for as long as this is there.
struct Answering(Arc<Use>);

impl Answering {
    fn new(use_of: &Arc<Use>) -> Self {
        use_of.answering.fetch_add(1, Ordering::AcqRel);
        Self(Arc::clone(use_of))
    }
}

impl Drop for Answering {
    fn drop(&mut self) {
        self.0.idle_since.store(self.0.millis(), Ordering::Release);
        self.0.answering.fetch_sub(1, Ordering::AcqRel);
    }
}

impl Connection {
    fn new(all: Arc<Connections>, place: Option<OwnedSemaphorePermit>) -> Self {
        let use_of =
            Use { begun: Instant::now(), answering: AtomicUsize::new(0), idle_since: AtomicU64::new(0) };
        Self { all, use_of: Arc::new(use_of), _place: place }
    }

    async fn serve(
        self,
        stream: TcpStream,
        peer: SocketAddr,
        router: Router,
        mut ending: watch::Receiver<()>,
    ) {
        let _ = stream.set_nodelay(true);
        let service = service_fn(|mut request: Request<Incoming>| {
            let answering = Answering::new(&self.use_of);
            request.extensions_mut().insert(ConnectInfo(peer));
            let answer = router.clone().oneshot(request.map(|body| Asked(Some(body))));
            async move {
                let response = answer.await?;
                Ok::<_, std::convert::Infallible>(
                    response.map(|body| Answered { body, _answering: answering }),
                )
            }
        });
        let served = async {
            let builder = tokio::select! {
                builder = builder_for(&stream) => builder,
                _ = ending.changed() => return,
            };
            let mut stream = TimeoutStream::new(stream);
            stream.set_write_timeout(Some(TAKES_NOTHING));
            let mut served = pin!(builder.serve_connection(TokioIo::new(Box::pin(stream)), service));
            tokio::select! {
                // What went wrong is the client's affair.
                _ = served.as_mut() => return,
                _ = ending.changed() => served.as_mut().graceful_shutdown(),
            }
            let _ = served.await;
        };
        let mut served = pin!(served);
        loop {
            let look = (self.all.patience() / 4).min(CROWDED);
            tokio::select! {
                () = served.as_mut() => return,
                () = tokio::time::sleep(look) => {
                    if self.use_of.idle_for() > self.all.patience() {
                        return;
                    }
                }
            }
        }
    }
}

/// How a client is to be served, by what it begins with. Where that can be HTTP/1 alone, hyper is told so: to find out by
/// itself it takes the first bytes out of the stream, and its buffer, which it keeps as long as the connection, becomes
/// twice as large when they come in two pieces.
async fn builder_for(stream: &TcpStream) -> Builder<TokioExecutor> {
    let mut first = [0; HTTP2_BEGINS.len()];
    let count = stream.peek(&mut first).await.unwrap_or_default();
    let builder = Builder::new(TokioExecutor::new());
    let may_be_http2 = first.get(..count).is_none_or(|first| HTTP2_BEGINS.starts_with(first));
    if may_be_http2 { builder } else { builder.http1_only() }
}

/// The body of a request. What is left of it when nobody wants it any more is read on for a while: a connection that ended
/// while its client still sends would be reset, and the client might never hear what it was answered.
struct Asked(Option<Incoming>);

impl HttpBody for Asked {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        match &mut self.0 {
            Some(body) => Pin::new(body).poll_frame(context),
            None => Poll::Ready(None),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.0.as_ref().is_none_or(HttpBody::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.0.as_ref().map_or(SizeHint::with_exact(0), HttpBody::size_hint)
    }
}

impl Drop for Asked {
    fn drop(&mut self) {
        let left = self.0.take().filter(|body| !body.is_end_stream());
        // When the server ends, there is nothing that could read it any more.
        if let (Some(body), Ok(server)) = (left, tokio::runtime::Handle::try_current()) {
            server.spawn(async { tokio::time::timeout(READ_ON, read_on(body)).await });
        }
    }
}

/// Reads a body and throws it away.
async fn read_on(mut body: Incoming) {
    let mut left = MOST_READ_ON;
    while let Some(Ok(frame)) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        let read = frame.data_ref().map_or(0, Bytes::len);
        let Some(rest) = left.checked_sub(read) else { return };
        left = rest;
    }
}

/// The body of an answer, which is being answered until it has gone.
struct Answered {
    body: Body,
    _answering: Answering,
}

impl HttpBody for Answered {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
