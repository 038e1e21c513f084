//! The floods of the attackers.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};
use tokio::sync::Mutex;
use tokio::task::JoinSet;
use tokio::time::sleep;

use crate::world::{PASSWORD, USERNAME};

/// A kind of flood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flood {
    Nothing,
    SlowReaders,
    SlowHeads,
    SlowBodies,
    Pages,
    Passwords,
    Calls,
    Requests,
    Streams,
    WokenStreams,
}

impl Flood {
    /// All floods, each with a name for the table.
    pub(super) const ALL: [(&str, Self); 10] = [
        ("nothing", Self::Nothing),
        ("1,100 connections that ask and never read", Self::SlowReaders),
        ("1,100 heads that come byte by byte", Self::SlowHeads),
        ("1,100 bodies that never end", Self::SlowBodies),
        ("pages and log-outs, 500 at once from five addresses", Self::Pages),
        ("passwords from a thousand addresses", Self::Passwords),
        ("made-up calls and nonces", Self::Calls),
        ("requests to the phone, by somebody with the password", Self::Requests),
        ("400 streams of events", Self::Streams),
        ("400 streams of an account that changes all the time", Self::WokenStreams),
    ];

    /// How many attackers there are at the same time, and how long each pauses before it begins again.
    const fn attackers(self) -> (usize, Duration) {
        match self {
            Self::Nothing => (0, Duration::ZERO),
            Self::SlowReaders | Self::SlowHeads | Self::SlowBodies => (1_100, Duration::from_millis(1)),
            Self::Pages => (500, Duration::from_millis(1)),
            Self::Passwords => (64, Duration::from_millis(1)),
            Self::Calls => (32, Duration::from_millis(1)),
            Self::Requests => (8, Duration::from_millis(100)),
            Self::Streams | Self::WokenStreams => (50, Duration::from_millis(200)),
        }
    }

    /// Runs the flood for ever: an attacker that ends begins again.
    pub(super) async fn run(self, target: Arc<Target>) {
        let (count, rest) = self.attackers();
        let mut attackers = JoinSet::new();
        for number in 0..count {
            attackers.spawn(self.attack(target.clone(), number));
        }
        while let Some(Ok(number)) = attackers.join_next().await {
            sleep(rest).await;
            attackers.spawn(self.attack(target.clone(), number));
        }
    }

    /// Runs one attacker until the service stops it.
    async fn attack(self, target: Arc<Target>, number: usize) -> usize {
        let _ = match self {
            Self::Nothing => Ok(()),
            Self::SlowReaders => slow_reader(&target, number).await,
            Self::SlowHeads => slow_head(&target, number).await,
            Self::SlowBodies => slow_body(&target, number).await,
            Self::Pages => pages(&target, number).await,
            Self::Passwords => passwords(&target, number).await,
            Self::Calls => calls(&target, number).await,
            Self::Requests => requests(&target).await,
            Self::Streams => streams(&target).await,
            Self::WokenStreams => woken_streams(&target, number).await,
        };
        number
    }
}

async fn slow_reader(target: &Target, number: usize) -> io::Result<()> {
    let mut stream = target.connect(from(number)).await?;
    let request = format!("GET /login HTTP/1.1\r\nHost: {}\r\n\r\n", target.host());
    for _ in 0..200 {
        stream.write_all(request.as_bytes()).await?;
    }
    sleep(Duration::from_secs(60)).await;
    Ok(())
}

async fn slow_head(target: &Target, number: usize) -> io::Result<()> {
    let mut stream = target.connect(from(number)).await?;
    for byte in format!("GET /login HTTP/1.1\r\nHost: {}\r\nx: ", target.host()).bytes().cycle() {
        stream.write_all(&[byte]).await?;
        sleep(Duration::from_secs(1)).await;
    }
    Ok(())
}

async fn slow_body(target: &Target, number: usize) -> io::Result<()> {
    let mut stream = target.connect(from(number)).await?;
    let (path, host) = ("/device/v1/wait", target.host());
    let head = format!("POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 1000\r\n\r\n");
    stream.write_all(head.as_bytes()).await?;
    for _ in 0..60 {
        stream.write_all(b"x").await?;
        sleep(Duration::from_secs(1)).await;
    }
    Ok(())
}

async fn pages(target: &Target, number: usize) -> io::Result<()> {
    let mut visitor = Visitor::at(target, from(number)).await?;
    loop {
        visitor.open("/login").await?;
        visitor.post("/logout", "").await?;
    }
}

async fn passwords(target: &Target, number: usize) -> io::Result<()> {
    let mut visitor = Visitor::new(target).await?;
    loop {
        let made_up = format!("user{number}");
        let username = if number.is_multiple_of(2) { USERNAME } else { &made_up };
        visitor.log_in(username, "wrong").await?;
    }
}

async fn calls(target: &Target, number: usize) -> io::Result<()> {
    let mut stream = target.connect(from(number)).await?;
    let part = "eyJhbGciOiJFUzI1NiIsImtpZCI6IkFBQUFBQUFBQUFBQUFBQUFBQUFBQUEiLCJub25jZSI6IkFBQUEifQ";
    let body = format!("{part}.e30.{}", "A".repeat(86));
    let (host, length) = (target.host(), body.len());
    let nonce = format!("GET /device/v1/nonce HTTP/1.1\r\nHost: {host}\r\n\r\n");
    let call = format!(
        "POST /device/v1/decide HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/jose\r\n\
         Content-Length: {length}\r\n\r\n{body}"
    );
    loop {
        target.exchange(&mut stream, &nonce).await?;
        target.exchange(&mut stream, &call).await?;
    }
}

async fn requests(target: &Target) -> io::Result<()> {
    let mut visitor = Visitor::new(target).await?;
    for _ in 0..20 {
        visitor.log_in(USERNAME, PASSWORD).await?;
        visitor.open("/login/confirm").await?;
        visitor.post("/login/cancel", "").await?;
        visitor.open("/login").await?;
    }
    Ok(())
}

async fn streams(target: &Target) -> io::Result<()> {
    let mut visitor = Visitor::new(target).await?;
    visitor.log_in(USERNAME, PASSWORD).await?;
    let mut open = Vec::new();
    for _ in 0..8 {
        let mut stream = target.connect(2).await?;
        stream.write_all(visitor.request("GET", "/login/events", "").as_bytes()).await?;
        open.push(stream);
    }
    sleep(Duration::from_secs(20)).await;
    Ok(())
}

/// Opens streams of sessions that each create a new link now and then, which wakes all of them.
async fn woken_streams(target: &Target, number: usize) -> io::Result<()> {
    let mut visitor = Visitor::new(target).await?;
    {
        let mut list = target.list.lock().await;
        visitor.log_in(OTHER, PASSWORD).await?;
        visitor.open("/login/set-up").await?;
        let (number, password) = list.next().unwrap_or_default();
        visitor.post("/login/set-up", &format!("&number={number}&password={password}")).await?;
    }
    visitor.open("/pair").await?;
    loop {
        let mut open = Vec::new();
        for _ in 0..8 {
            let mut stream = target.connect(from(number)).await?;
            let request = visitor.request("GET", "/pair/events?seen=expired", "");
            stream.write_all(request.as_bytes()).await?;
            open.push(stream);
        }
        for _ in 0..4 {
            visitor.post("/pair/new", "").await?;
            sleep(Duration::from_secs(1)).await;
        }
    }
}

/// The last byte of an attacker's address: five other machines.
const fn from(number: usize) -> u8 {
    3 + (number % 5) as u8
}

/// The service, and the number of its answers.
pub(super) struct Target {
    address: SocketAddr,
    origin: String,
    pub(super) answered: AtomicU64,
    next: AtomicU64,
    /// One-time passwords of [`OTHER`], with their numbers.
    list: Mutex<Box<dyn Iterator<Item = (usize, String)> + Send>>,
}

/// An attacker who is also a user.
pub(super) const OTHER: &str = "omar.haddad";

impl Target {
    pub(super) fn new(origin: &str, list: Vec<String>) -> Arc<Self> {
        let address = origin.trim_start_matches("http://").parse().unwrap();
        let (answered, next) = (AtomicU64::new(0), AtomicU64::new(0));
        let list = Mutex::new(Box::new((1_usize..).zip(list)) as _);
        Arc::new(Self { address, origin: origin.to_owned(), answered, next, list })
    }

    fn number(&self) -> u64 {
        self.next.fetch_add(1, Ordering::Relaxed)
    }

    /// Opens a connection from a loopback address.
    async fn connect(&self, from: u8) -> io::Result<TcpStream> {
        let socket = TcpSocket::new_v4()?;
        socket.bind(SocketAddr::from((Ipv4Addr::new(127, 0, 0, from), 0)))?;
        socket.connect(self.address).await
    }

    fn host(&self) -> &str {
        self.origin.trim_start_matches("http://")
    }

    /// Sends a request and reads the whole answer.
    async fn exchange(&self, stream: &mut TcpStream, request: &str) -> io::Result<String> {
        stream.write_all(request.as_bytes()).await?;
        let (mut answer, mut part) = (Vec::new(), vec![0; 16 * 1024]);
        loop {
            let read = stream.read(&mut part).await?;
            if read == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
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

/// A browser, usually behind the proxy and with a new address each time.
struct Visitor<'a> {
    target: &'a Target,
    stream: TcpStream,
    cookies: Vec<(String, String)>,
    token: String,
}

impl<'a> Visitor<'a> {
    async fn new(target: &'a Target) -> io::Result<Self> {
        Self::at(target, 2).await
    }

    async fn at(target: &'a Target, from: u8) -> io::Result<Self> {
        let stream = target.connect(from).await?;
        let mut visitor = Self { target, stream, cookies: Vec::new(), token: String::new() };
        visitor.open("/login").await?;
        Ok(visitor)
    }

    async fn open(&mut self, path: &str) -> io::Result<()> {
        let request = self.request("GET", path, "");
        self.send(&request).await
    }

    async fn log_in(&mut self, username: &str, password: &str) -> io::Result<()> {
        let password = password.replace(' ', "+");
        self.post("/login", &format!("&username={username}&password={password}")).await
    }

    async fn post(&mut self, path: &str, fields: &str) -> io::Result<()> {
        let request = self.request("POST", path, &format!("token={}{fields}", self.token));
        self.send(&request).await
    }

    async fn send(&mut self, request: &str) -> io::Result<()> {
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
