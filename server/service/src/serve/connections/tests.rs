//! Idle connections, and too many of them.

use std::future::pending;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::time::Duration;

use axum::body::Body;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::http::header::{CONNECTION, UPGRADE};
use axum::routing::{any, get, post};
use axum::{Extension, Router};
use axum_server::accept::Accept;
use futures_util::stream;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::mpsc;

use super::super::places::{ActiveRequest, REFUSED_AT_ONCE};
use super::super::{serve, serve_beside};
use super::{Callers, Gate, Seated};
use crate::settings::ConnectionLimits;

/// Reports when it is dropped.
struct Gone(mpsc::Sender<()>);

impl Drop for Gone {
    fn drop(&mut self) {
        let _ = self.0.try_send(());
    }
}

/// A page without an end.
fn endless(gone: Gone) -> Body {
    let part = vec![b'x'; 1 << 16];
    Body::from_stream(stream::unfold(gone, move |gone| {
        let part = part.clone();
        async move { Some((Ok::<_, io::Error>(part), gone)) }
    }))
}

async fn start(connections: ConnectionLimits) -> (SocketAddr, mpsc::Receiver<()>) {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let callers = Callers::new(connections, &[]);
    let (gone, told) = mpsc::channel(1);
    let router = Router::new()
        .route("/", get(async || "here"))
        .route("/slow", post(async |body: String| body))
        .route(
            "/held",
            any({
                let begun = gone.clone();
                async move |Extension(asking): Extension<ActiveRequest>, _: String| {
                    asking.is_worked_on();
                    begun.send(()).await.unwrap();
                    pending::<&str>().await
                }
            }),
        )
        .route("/endless", get(move || async move { endless(Gone(gone)) }));
    tokio::spawn(async move { serve(router, listener, None, &callers, pending()).await });
    (address, told)
}

async fn ask(client: &mut TcpStream, path: &str) {
    client.write_all(format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n").as_bytes()).await.unwrap();
}

async fn answer(address: SocketAddr) -> String {
    let mut client = TcpStream::connect(address).await.unwrap();
    ask(&mut client, "/").await;
    let mut answer = vec![0; 400];
    let read = client.read(&mut answer).await.unwrap_or(0);
    String::from_utf8_lossy(&answer[..read]).into_owned()
}

#[tokio::test(start_paused = true)]
async fn who_asks_and_never_reads_is_let_go() {
    let (address, mut told) = start(ConnectionLimits::default()).await;
    let mut client = TcpStream::connect(address).await.unwrap();
    ask(&mut client, "/endless").await;
    assert_eq!(told.recv().await, Some(()), "the page is dropped");
}

/// Sends a request that is held open, and does not wait for the response.
async fn occupy(address: SocketAddr) -> TcpStream {
    let mut client = TcpStream::connect(address).await.unwrap();
    ask(&mut client, "/held").await;
    client
}

#[tokio::test]
async fn too_many_are_told_so_and_then_let_go_and_there_is_room_again() {
    let (address, mut told) = start(ConnectionLimits { all: 1000, per_address: 3 }).await;
    let mut taken = Vec::new();
    for _ in 0..3 {
        taken.push(occupy(address).await);
        told.recv().await.unwrap();
    }
    let refused = answer(address).await;
    assert!(refused.starts_with("HTTP/1.1 503") && refused.contains("retry-after: 5"), "{refused}");
    let mut waiting = Vec::new();
    for _ in 0..REFUSED_AT_ONCE + 8 {
        waiting.push(TcpStream::connect(address).await.unwrap());
    }
    let mut closed = 0;
    for client in waiting.iter_mut().skip(REFUSED_AT_ONCE) {
        closed += usize::from(client.read(&mut [0; 1]).await.unwrap_or(0) == 0);
    }
    assert_eq!(closed, 8);
    drop((taken, waiting));
    while !answer(address).await.starts_with("HTTP/1.1 200") {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn there_is_a_limit_in_all() {
    let (address, mut told) = start(ConnectionLimits { all: 1, per_address: 10 }).await;
    let _taken = occupy(address).await;
    told.recv().await.unwrap();
    assert!(answer(address).await.starts_with("HTTP/1.1 503"));
}

#[tokio::test]
async fn who_asks_for_nothing_makes_room_and_who_is_answered_does_not() {
    let (address, mut told) = start(ConnectionLimits { all: 3, per_address: 3 }).await;
    let mut busy = occupy(address).await;
    told.recv().await.unwrap();
    let mut silent = Vec::new();
    for _ in 0..20 {
        silent.push(TcpStream::connect(address).await.unwrap());
        assert!(answer(address).await.starts_with("HTTP/1.1 200"));
    }
    let first = silent[0].read(&mut [0; 1]).await.unwrap_or(0);
    assert_eq!(first, 0, "it was let go");
    let still = tokio::time::timeout(Duration::from_millis(50), busy.read(&mut [0; 1])).await;
    assert!(still.is_err(), "it still waits for its answer");
}

/// Behaves as TLS does: nothing is served before the client has sent something.
#[derive(Clone)]
struct Handshake;

impl<S: Send + 'static> Accept<Seated<TcpStream>, S> for Handshake {
    type Stream = Seated<TcpStream>;
    type Service = S;
    type Future = Pin<Box<dyn Future<Output = io::Result<(Self::Stream, S)>> + Send>>;

    fn accept(&self, mut stream: Seated<TcpStream>, service: S) -> Self::Future {
        Box::pin(async move {
            stream.read_exact(&mut [0; 1]).await?;
            Ok((stream, service))
        })
    }
}

#[tokio::test]
async fn who_is_in_the_middle_of_a_handshake_makes_room_too() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let gate = Gate::new(Handshake, &Callers::new(ConnectionLimits { all: 3, per_address: 3 }, &[]));
    let (mut clients, mut handshakes) = (Vec::new(), tokio::task::JoinSet::new());
    for _ in 0..20 {
        clients.push(TcpStream::connect(address).await.unwrap());
        let accepted = gate.accept(listener.accept().await.unwrap().0, ());
        handshakes.spawn(async move { accepted.await.map(|_| ()) });
    }
    for _ in 0..17 {
        let ended = handshakes.join_next().await.unwrap().unwrap();
        assert_eq!(ended.unwrap_err().kind(), io::ErrorKind::ConnectionAborted);
    }
    assert_eq!(handshakes.len(), 3);
    clients[19].write_all(b"x").await.unwrap();
    handshakes.join_next().await.unwrap().unwrap().unwrap();
}

#[tokio::test(start_paused = true)]
async fn who_says_nothing_after_the_handshake_is_let_go() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let gate = Gate::new(Handshake, &Callers::new(ConnectionLimits { all: 3, per_address: 3 }, &[]));
    for said in ["x", "xPRI * HTTP/2.0"] {
        let mut client = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        client.write_all(said.as_bytes()).await.unwrap();
        let (mut stream, _) = gate.accept(listener.accept().await.unwrap().0, ()).await.unwrap();
        let ended = stream.read_to_end(&mut Vec::new()).await;
        assert_eq!(ended.unwrap_err().kind(), io::ErrorKind::TimedOut);
    }
}

#[tokio::test]
async fn a_body_that_does_not_come_keeps_no_place() {
    let (address, _told) = start(ConnectionLimits { all: 3, per_address: 3 }).await;
    let mut slow = Vec::new();
    for _ in 0..6 {
        let mut client = TcpStream::connect(address).await.unwrap();
        let head = "POST /slow HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 4\r\n\r\na";
        client.write_all(head.as_bytes()).await.unwrap();
        slow.push(client);
        assert!(answer(address).await.starts_with("HTTP/1.1 200"));
    }
    assert_eq!(slow[0].read(&mut [0; 1]).await.unwrap_or(0), 0, "it was let go");
}

#[tokio::test]
async fn a_form_that_is_worked_on_keeps_its_place_until_it_is_answered() {
    let (address, mut told) = start(ConnectionLimits { all: 1, per_address: 1 }).await;
    let mut client = TcpStream::connect(address).await.unwrap();
    let form = "POST /held HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 4\r\n\r\nabcd";
    client.write_all(form.as_bytes()).await.unwrap();
    told.recv().await.unwrap();
    assert!(answer(address).await.starts_with("HTTP/1.1 503"));
}

#[tokio::test(start_paused = true)]
async fn what_a_connection_was_upgraded_to_keeps_its_place_from_those_who_come() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let upgrade = async |request: Request| {
        tokio::spawn(async move {
            let _held = request;
            pending::<()>().await;
        });
        (StatusCode::SWITCHING_PROTOCOLS, [(CONNECTION, "upgrade"), (UPGRADE, "test")])
    };
    let router = Router::new().route("/", get(async || "here")).route("/upgrade", get(upgrade));
    tokio::spawn(serve_beside(router, listener, ConnectionLimits { all: 1, per_address: 1 }));
    let mut upgraded = TcpStream::connect(address).await.unwrap();
    let head = "GET /upgrade HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: upgrade\r\nUpgrade: test\r\n\r\n";
    upgraded.write_all(head.as_bytes()).await.unwrap();
    let mut answer = vec![0; 400];
    let read = upgraded.read(&mut answer).await.unwrap();
    assert!(answer[..read].starts_with(b"HTTP/1.1 101"));
    tokio::time::advance(Duration::from_secs(10)).await;
    assert!(self::answer(address).await.starts_with("HTTP/1.1 503"));
    drop(upgraded);
}
