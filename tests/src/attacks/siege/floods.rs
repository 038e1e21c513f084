//! What the attackers do. Each goes on until its runtime ends.

use std::net::{Ipv4Addr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::sleep;

/// Attacks a service as somebody who knows this username, and perhaps this password.
pub(super) type Flood =
    fn(Arc<Target>, &'static str, &'static str) -> Pin<Box<dyn Future<Output = ()> + Send>>;

/// The service, and how often it has answered.
pub(super) struct Target {
    address: SocketAddr,
    origin: String,
    pub(super) answered: AtomicU64,
    next: AtomicU64,
}

impl Target {
    pub(super) fn new(origin: &str) -> Arc<Self> {
        let address = origin.trim_start_matches("http://").parse().unwrap();
        let (answered, next) = (AtomicU64::new(0), AtomicU64::new(0));
        Arc::new(Self { address, origin: origin.to_owned(), answered, next })
    }

    fn number(&self) -> u64 {
        self.next.fetch_add(1, Ordering::Relaxed)
    }

    /// A connection from a loopback address.
    async fn connect(&self, from: u8) -> std::io::Result<TcpStream> {
        let socket = TcpSocket::new_v4()?;
        socket.bind(SocketAddr::from((Ipv4Addr::new(127, 0, 0, from), 0)))?;
        socket.connect(self.address).await
    }

    fn host(&self) -> &str {
        self.origin.trim_start_matches("http://")
    }

    /// Sends a request and reads the whole answer.
    async fn exchange(&self, stream: &mut TcpStream, request: &str) -> std::io::Result<String> {
        stream.write_all(request.as_bytes()).await?;
        let (mut answer, mut part) = (Vec::new(), vec![0; 16 * 1024]);
        loop {
            let read = stream.read(&mut part).await?;
            if read == 0 {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
            answer.extend_from_slice(&part[..read]);
            let text = String::from_utf8_lossy(&answer);
            if let Some((head, body)) = text.split_once("\r\n\r\n") {
                let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
                let length: usize = length.and_then(|length| length.parse().ok()).unwrap_or(0);
                if body.len() >= length {
                    self.answered.fetch_add(1, Ordering::Relaxed);
                    return Ok(text.into_owned());
                }
            }
        }
    }
}

pub(super) fn nothing(
    _: Arc<Target>,
    _: &'static str,
    _: &'static str,
) -> Pin<Box<dyn Future<Output = ()> + Send>> {
    Box::pin(async {})
}

/// So many of them at a time; one that ends begins again.
async fn many<F>(count: usize, pause: Duration, one: impl Fn(usize) -> F)
where
    F: Future<Output = std::io::Result<()>> + Send + 'static,
{
    let mut running = tokio::task::JoinSet::new();
    for number in 0..count {
        running.spawn(numbered(number, one(number)));
    }
    while let Some(ended) = running.join_next().await {
        let Ok(number) = ended else { return };
        sleep(pause).await;
        running.spawn(numbered(number, one(number)));
    }
}

async fn numbered(number: usize, one: impl Future<Output = std::io::Result<()>>) -> usize {
    let _ = one.await;
    number
}

pub(super) fn slow_readers(
    target: Arc<Target>,
    _: &'static str,
    _: &'static str,
) -> Pin<Box<dyn Future<Output = ()> + Send>> {
    Box::pin(many(1_100, Duration::from_millis(1), move |number| {
        let target = target.clone();
        async move {
            let mut stream = target.connect(from(number)).await?;
            let request = format!("GET /login HTTP/1.1\r\nHost: {}\r\n\r\n", target.host());
            for _ in 0..200 {
                stream.write_all(request.as_bytes()).await?;
            }
            sleep(Duration::from_secs(60)).await;
            Ok(())
        }
    }))
}

pub(super) fn slow_heads(
    target: Arc<Target>,
    _: &'static str,
    _: &'static str,
) -> Pin<Box<dyn Future<Output = ()> + Send>> {
    Box::pin(many(1_100, Duration::from_millis(1), move |number| {
        let target = target.clone();
        async move {
            let mut stream = target.connect(from(number)).await?;
            for byte in format!("GET /login HTTP/1.1\r\nHost: {}\r\nx: ", target.host()).bytes().cycle() {
                stream.write_all(&[byte]).await?;
                sleep(Duration::from_secs(1)).await;
            }
            Ok(())
        }
    }))
}

/// Four other machines.
const fn from(number: usize) -> u8 {
    3 + (number % 5) as u8
}

pub(super) fn passwords(
    target: Arc<Target>,
    username: &'static str,
    _: &'static str,
) -> Pin<Box<dyn Future<Output = ()> + Send>> {
    Box::pin(many(64, Duration::from_millis(1), move |number| {
        let target = target.clone();
        async move {
            let mut visitor = Visitor::new(&target).await?;
            loop {
                let named = if number % 2 == 0 { username.to_owned() } else { format!("user{number}") };
                visitor.post("/login", &format!("&username={named}&password=wrong")).await?;
            }
        }
    }))
}

pub(super) fn calls(
    target: Arc<Target>,
    _: &'static str,
    _: &'static str,
) -> Pin<Box<dyn Future<Output = ()> + Send>> {
    Box::pin(many(32, Duration::from_millis(1), move |number| {
        let target = target.clone();
        async move {
            let mut stream = target.connect(from(number)).await?;
            let part = "eyJhbGciOiJFUzI1NiIsImtpZCI6IkFBQUFBQUFBQUFBQUFBQUFBQUFBQUEiLCJub25jZSI6IkFBQUEifQ";
            let body = format!("{part}.e30.{}", "A".repeat(86));
            let call = format!(
                "POST /device/v1/decide HTTP/1.1\r\nHost: {}\r\nContent-Type: application/jose\r\n\
                 Content-Length: {}\r\n\r\n{body}",
                target.host(),
                body.len()
            );
            let nonce = format!("GET /device/v1/nonce HTTP/1.1\r\nHost: {}\r\n\r\n", target.host());
            loop {
                target.exchange(&mut stream, &nonce).await?;
                target.exchange(&mut stream, &call).await?;
            }
        }
    }))
}

pub(super) fn requests(
    target: Arc<Target>,
    username: &'static str,
    password: &'static str,
) -> Pin<Box<dyn Future<Output = ()> + Send>> {
    Box::pin(many(8, Duration::from_millis(100), move |_| {
        let target = target.clone();
        async move {
            let mut visitor = Visitor::new(&target).await?;
            let password = password.replace(' ', "+");
            for _ in 0..20 {
                visitor.post("/login", &format!("&username={username}&password={password}")).await?;
                visitor.open("/login/confirm").await?;
                visitor.post("/login/cancel", "").await?;
                visitor.open("/login").await?;
            }
            Ok(())
        }
    }))
}

pub(super) fn streams(
    target: Arc<Target>,
    username: &'static str,
    password: &'static str,
) -> Pin<Box<dyn Future<Output = ()> + Send>> {
    Box::pin(many(50, Duration::from_millis(200), move |_| {
        let target = target.clone();
        async move {
            let mut visitor = Visitor::new(&target).await?;
            let password = password.replace(' ', "+");
            visitor.post("/login", &format!("&username={username}&password={password}")).await?;
            let mut open = Vec::new();
            for _ in 0..8 {
                let mut stream = target.connect(2).await?;
                stream.write_all(visitor.request("GET", "/login/events", "").as_bytes()).await?;
                open.push(stream);
            }
            sleep(Duration::from_secs(20)).await;
            Ok(())
        }
    }))
}

/// A browser behind the proxy, each time from another address.
struct Visitor<'a> {
    target: &'a Target,
    stream: TcpStream,
    cookies: Vec<(String, String)>,
    token: String,
}

impl<'a> Visitor<'a> {
    async fn new(target: &'a Target) -> std::io::Result<Self> {
        let stream = target.connect(2).await?;
        let mut visitor = Self { target, stream, cookies: Vec::new(), token: String::new() };
        visitor.open("/login").await?;
        Ok(visitor)
    }

    async fn open(&mut self, path: &str) -> std::io::Result<()> {
        let request = self.request("GET", path, "");
        self.send(&request).await
    }

    async fn post(&mut self, path: &str, fields: &str) -> std::io::Result<()> {
        let request = self.request("POST", path, &format!("token={}{fields}", self.token));
        self.send(&request).await
    }

    async fn send(&mut self, request: &str) -> std::io::Result<()> {
        let answer = self.target.exchange(&mut self.stream, request).await?;
        for line in answer.lines() {
            if let Some((name, value)) = line.strip_prefix("set-cookie: ").and_then(|it| it.split_once('=')) {
                let value = value.split(';').next().unwrap_or_default().to_owned();
                self.cookies.retain(|(known, _)| known != name);
                self.cookies.push((name.to_owned(), value));
            }
        }
        if let Some((_, rest)) = answer.split_once("name=\"token\" value=\"") {
            self.token = rest.split('"').next().unwrap_or_default().to_owned();
        }
        Ok(())
    }

    fn request(&self, method: &str, path: &str, body: &str) -> String {
        let number = self.target.number();
        let address = format!("10.{}.{}.{}", number >> 16 & 255, number >> 8 & 255, number & 255);
        let cookies: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nOrigin: {}\r\nX-Forwarded-For: {address}\r\nCookie: {}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            self.target.host(),
            self.target.origin,
            cookies.join("; "),
            body.len()
        )
    }
}
