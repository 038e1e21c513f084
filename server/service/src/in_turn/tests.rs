use std::future::pending;
use std::net::SocketAddr;

use axum::body::{Body, Bytes};
use axum::http::Request;
use axum::http::header::{CONTENT_TYPE, HOST};
use futures_util::{FutureExt as _, stream};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tower::ServiceExt as _;

use crate::settings::ConnectionLimits;
use crate::testing::World;
use crate::turns::{AT_ONCE, Turn, WAITING};

#[tokio::test]
async fn bodies_that_do_not_come_take_no_turn_from_others_of_their_network() {
    let world = World::new().await;
    let slow = |_| {
        let body = Body::from_stream(stream::pending::<Result<Bytes, std::io::Error>>());
        let request = Request::post("/login").header(HOST, "127.0.0.1:8080");
        let request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded").body(body);
        Box::pin(world.service.router().oneshot(request.unwrap()))
    };
    let mut slow: Vec<_> = (0..2 * (AT_ONCE + WAITING)).map(slow).collect();
    assert!(slow.iter_mut().all(|one| one.now_or_never().is_none()));
    let mut browser = world.browser();
    browser.open("/login").await;
    assert_eq!(browser.status, 200);
}

#[tokio::test]
async fn who_waits_for_a_turn_keeps_no_place_from_who_comes() {
    let limits = ConnectionLimits { all: 20, per_address: 20 };
    let world = World::with(|settings| settings.connections = limits).await;
    let listener = crate::listen(SocketAddr::from(([127, 0, 0, 1], 0))).unwrap();
    let address = listener.local_addr().unwrap();
    let service = world.service.clone();
    tokio::spawn(async move { service.serve(listener, None, pending()).await });
    let mut turns = Vec::new();
    for _ in 0..AT_ONCE {
        turns.push(world.service.app().turns.take(address.ip()).await.unwrap());
    }
    let mut clients = Vec::new();
    for _ in 0..60 {
        let mut client = TcpStream::connect(address).await.unwrap();
        client.write_all(b"GET /health HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n\r\n").await.unwrap();
        clients.push(client);
    }
    assert_eq!(clients[0].read(&mut [0; 1]).await.unwrap_or(0), 0, "it was let go");
    turns.iter().for_each(Turn::end);
    let mut answer = [0; 12];
    clients[59].read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"HTTP/1.1 200");
}
