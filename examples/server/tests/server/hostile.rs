//! Clients that send too much, too slowly, or come all at once: they are let go, and everybody else is served.

use crate::client::{Client, new_key};
use crate::process::Process;
use crate::receiver::PATIENCE;
use crate::setting::{PASSWORD, building};
use reqwest::Method;
use std::fs;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

/// 50 MB.
const MUCH: usize = 50 * 1024 * 1024;

fn run(test: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap()
        .block_on(test);
}

/// A server of its own process with a building, and its manager.
async fn server(options: &[&str]) -> (Process, Client, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let process = Process::start_with(folder.path(), None, options);
    let owner = Client::new(&process.address).welcomed(process.link.as_ref().unwrap(), PASSWORD).await;
    let manager = building(&owner, "maple").await;
    (process, manager, folder)
}

async fn connect(process: &Process) -> TcpStream {
    TcpStream::connect(process.address.strip_prefix("http://").unwrap()).await.unwrap()
}

/// All that comes until the other side ends the connection.
async fn until_ended(stream: &mut (impl AsyncRead + Unpin)) -> String {
    let mut heard = Vec::new();
    let ended = async {
        let mut piece = [0; 1024];
        while let Ok(count @ 1..) = stream.read(&mut piece).await {
            heard.extend_from_slice(&piece[..count]);
        }
    };
    tokio::time::timeout(PATIENCE, ended).await.expect("the connection ends");
    String::from_utf8(heard).unwrap()
}

/// Sends a byte now and then for as long as they are taken, and answers what came back.
async fn trickle(stream: TcpStream) -> String {
    let (mut from, mut to) = stream.into_split();
    let sending = tokio::spawn(async move {
        while to.write_all(b"a").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    });
    let heard = until_ended(&mut from).await;
    sending.abort();
    heard
}

/// The head of a request to create a suite.
fn head(manager: &Client, length: &str) -> String {
    format!(
        "POST /api/v1/buildings/maple/suites HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n\
         Cookie: {}\r\nX-CSRF-Token: {}\r\nIdempotency-Key: much\r\n{length}\r\n\r\n",
        manager.cookie.as_ref().unwrap(),
        manager.csrf
    )
}

/// The most memory that a process has had, in kilobytes.
fn peak(process: &Process) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", process.child.id())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

/// Sends far too much, and answers what came back.
async fn send_much(mut stream: TcpStream, head: String, chunked: bool) -> String {
    stream.write_all(head.as_bytes()).await.unwrap();
    let (mut from, mut to) = stream.into_split();
    let sending = tokio::spawn(async move {
        let piece = vec![b'1'; 64 * 1024];
        for _ in 0..MUCH / piece.len() {
            if chunked && to.write_all(b"10000\r\n").await.is_err() {
                return;
            }
            if to.write_all(&piece).await.is_err() || (chunked && to.write_all(b"\r\n").await.is_err()) {
                return;
            }
        }
    });
    let mut answer = Vec::new();
    let mut piece = [0; 1024];
    // What was answered is there before the connection breaks.
    while let Ok(Ok(count @ 1..)) = tokio::time::timeout(PATIENCE, from.read(&mut piece)).await {
        answer.extend_from_slice(&piece[..count]);
        if String::from_utf8_lossy(&answer).contains("tooLarge") {
            break;
        }
    }
    sending.abort();
    String::from_utf8(answer).unwrap()
}

#[test]
fn a_body_of_50_megabytes_is_refused_and_never_kept() {
    run(async {
        let (process, manager, _folder) = server(&[]).await;
        let before = peak(&process);
        let mut senders = JoinSet::new();
        for number in 0..16 {
            let chunked = number % 2 == 0;
            let length = if chunked {
                "Transfer-Encoding: chunked".to_owned()
            } else {
                format!("Content-Length: {MUCH}")
            };
            senders.spawn(send_much(connect(&process).await, head(&manager, &length), chunked));
        }
        while let Some(answer) = senders.join_next().await {
            let answer = answer.unwrap();
            assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
            assert!(answer.contains("\"tooLarge\""), "{answer}");
        }
        // A megabyte of each may be there at once, and what it is copied into.
        let grown = peak(&process) - before;
        assert!(grown < 64 * 1024, "{grown} kB more than before");
        println!("{grown} kB for 16 times 50 MB");
        manager.get("/buildings/maple/suites").await.is(200);
        process.kill();
    });
}

#[test]
fn who_sends_too_much_hears_of_it_and_may_go_on() {
    run(async {
        let (process, manager, _folder) = server(&[]).await;
        let large = format!("{{ \"number\": \"{}\" }}", "1".repeat(4 * 1024 * 1024));
        // One after the other on the same connections: the answer is there after all has been sent, and so is the next one.
        for _ in 0..100 {
            let request = manager.request(Method::POST, "/buildings/maple/suites");
            let request =
                request.header("idempotency-key", new_key()).header("content-type", "application/json");
            assert_eq!(manager.send(request.body(large.clone())).await.problem(413), "tooLarge");
            manager.get("/buildings/maple/suites").await.is(200);
        }
        process.kill();
    });
}

#[test]
fn who_sends_a_request_byte_by_byte_is_let_go_and_who_follows_is_not() {
    run(async {
        let (process, manager, _folder) = server(&["--timeout", "1"]).await;
        let mut live = manager.request(Method::GET, "/buildings/maple/live").send().await.unwrap();
        assert!(live.chunk().await.unwrap().unwrap().starts_with(b"retry"));
        let mut slow = JoinSet::new();
        for begun in ["", "GET /healthz HTTP/1.1\r\nX-", "PRI * HT"] {
            let mut stream = connect(&process).await;
            stream.write_all(begun.as_bytes()).await.unwrap();
            slow.spawn(trickle(stream));
        }
        while let Some(heard) = slow.join_next().await {
            let heard = heard.unwrap();
            assert!(!heard.contains("200 OK"), "{heard}");
        }
        // Nothing at all, and nothing more.
        assert_eq!(until_ended(&mut connect(&process).await).await, "");
        let mut stream = connect(&process).await;
        stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
        assert!(until_ended(&mut stream).await.ends_with("ok\n"));
        // A body that does not come.
        let mut stream = connect(&process).await;
        stream.write_all(head(&manager, "Content-Length: 1000").as_bytes()).await.unwrap();
        let refused = trickle(stream).await;
        assert!(refused.starts_with("HTTP/1.1 408 ") && refused.contains("\"tooSlow\""), "{refused}");

        // All the while somebody has followed the building.
        let suite = serde_json::json!({ "id": "late", "number": "9" });
        manager.post("/buildings/maple/suites", &suite).await.is(201);
        let mut told = String::new();
        while !told.contains("\"late\"") {
            told += std::str::from_utf8(&live.chunk().await.unwrap().expect("it goes on")).unwrap();
        }
        process.kill();
    });
}

#[test]
fn both_versions_of_http_are_answered_however_the_first_bytes_come() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        let process = Process::start_with(folder.path(), None, &[]);
        // HTTP/2 begins with its preface and a frame of settings, and is answered with one: the length, and 4 for its kind.
        let http2 = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u{4}\0\0\0\0\0";
        let get = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";
        let post = "POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n";
        for (request, from, expected) in
            [(get, 0, "HTTP/1.1 200"), (post, 0, "HTTP/1.1 405"), (http2, 3, "\u{4}")]
        {
            for first in [request.len(), 1, 6, 20] {
                let mut stream = connect(&process).await;
                let (first, rest) = request.split_at(first);
                stream.write_all(first.as_bytes()).await.unwrap();
                tokio::time::sleep(Duration::from_millis(50)).await;
                stream.write_all(rest.as_bytes()).await.unwrap();
                let mut heard = vec![0; from + expected.len()];
                tokio::time::timeout(PATIENCE, stream.read_exact(&mut heard)).await.unwrap().unwrap();
                assert_eq!(&heard[from..], expected.as_bytes(), "after {first:?}");
            }
        }
        process.kill();
    });
}

/// How many places for connections are taken and free, as the server tells it at one moment.
async fn places(process: &Process) -> [usize; 2] {
    let metrics = reqwest::get(process.metrics.as_ref().unwrap()).await.unwrap().text().await.unwrap();
    ["taken", "free"].map(|which| {
        let name = format!("vestibule_client_connections{{places=\"{which}\"}}");
        let value = metrics.lines().find_map(|line| line.strip_prefix(&name)).expect(which);
        value.trim().parse().unwrap()
    })
}

#[test]
fn ten_thousand_connections_at_once_do_not_stop_the_service() {
    run(async {
        // Theirs and ours are files, of which there are only so many.
        let files = rlimit::increase_nofile_limit(30_000).unwrap();
        let count = usize::try_from(files).unwrap().saturating_sub(500).min(10_000);
        // Some come late, when the queue before the port is full: those who are there wait for them.
        let (process, manager, _folder) = server(&["--timeout", "600", "--metrics", "127.0.0.1:0"]).await;
        let most: usize = places(&process).await.iter().sum();
        let count = count.min(most - 100);
        let mut coming = JoinSet::new();
        for _ in 0..count {
            let address = process.address.strip_prefix("http://").unwrap().to_owned();
            coming.spawn(async move {
                let mut stream = TcpStream::connect(address).await.unwrap();
                stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
                let mut heard = Vec::new();
                while !heard.ends_with(b"ok\n") {
                    assert!(stream.read_buf(&mut heard).await.unwrap() > 0, "it is ended");
                }
                stream
            });
        }
        let held = coming.join_all().await;
        manager.get("/buildings/maple/suites").await.is(200);
        assert!(places(&process).await[0] >= count);
        drop(held);
        manager.get("/buildings/maple/suites").await.is(200);
        println!("{count} connections, {} kB at most", peak(&process));
        process.kill();
    });
}

#[test]
fn when_every_place_is_taken_idle_ones_make_room() {
    run(async {
        let (process, manager, _folder) =
            server(&["--clients", "24", "--timeout", "600", "--metrics", "127.0.0.1:0"]).await;
        let mut held = Vec::new();
        for _ in 0..40 {
            held.push(connect(&process).await);
        }
        for _ in 0..5 {
            let new = Client { http: reqwest::Client::new(), ..manager.clone() };
            new.get("/buildings/maple/suites").await.is(200);
        }
        assert_eq!(places(&process).await.iter().sum::<usize>(), 24);
        process.kill();
    });
}
