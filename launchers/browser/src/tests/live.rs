//! The live connection, with a real handshake.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{Ipv4Addr, TcpStream};

use key_core::screen::Action;
use key_protocol::language::Language;
use key_protocol::origin::Origin;
use tokio::net::TcpListener;

use super::Bench;

const HANDSHAKE: [(&str, &str); 4] = [
    ("connection", "upgrade"),
    ("sec-websocket-key", "AAAAAAAAAAAAAAAAAAAAAA=="),
    ("sec-websocket-version", "13"),
    ("upgrade", "websocket"),
];

/// A listening phone.
struct Listening {
    bench: Bench,
    port: u16,
}

impl Listening {
    async fn new() -> Self {
        let bench = Bench::new();
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let router = bench.phone.router(port).unwrap();
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { bench, port }
    }

    fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The head of the answer.
    async fn get(&self, path: &str, headers: &[(&str, &str)]) -> String {
        let port = self.port;
        let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let request = format!("GET {path} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\n{headers}\r\n");
        let asked = tokio::task::spawn_blocking(move || {
            let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap();
            stream.write_all(request.as_bytes()).unwrap();
            let lines = BufReader::new(stream).lines().map(Result::unwrap);
            lines.take_while(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
        });
        asked.await.unwrap()
    }

    async fn cookie(&self) -> String {
        let address = self.bench.phone.address(&Origin::parse(&self.origin()).unwrap());
        let head = self.get(address.strip_prefix(&self.origin()).unwrap(), &[]).await;
        head.split("set-cookie: ").nth(1).unwrap().split(';').next().unwrap().to_owned()
    }

    /// The status of a handshake.
    async fn connect(&self, headers: &[(&str, &str)]) -> String {
        let head = self.get("/ws", &[&HANDSHAKE, headers].concat()).await;
        head.split(' ').nth(1).unwrap_or_default().to_owned()
    }

    /// The languages of the screens, and the language that is set.
    fn languages(&self) -> (Language, Option<Language>) {
        let view = self.bench.phone.0.host.presenter().view();
        (view.language, view.language_setting)
    }
}

#[tokio::test]
async fn only_the_phones_own_page_gets_a_live_connection() {
    let phone = Listening::new().await;
    let (own, cookie) = (phone.origin(), phone.cookie().await);
    let wrong = format!("key-phone-{}=AAAA", phone.port);
    let other = Listening::new().await;
    let others = other.cookie().await;
    let renamed = others.replace(&other.port.to_string(), &phone.port.to_string());
    for kept_out in ["", &wrong, &others, &renamed] {
        assert_eq!(phone.connect(&[("origin", &own), ("cookie", kept_out)]).await, "403", "{kept_out}");
    }
    for foreign in ["null", "http://evil.example", "http://127.0.0.1:8080", &other.origin()] {
        assert_eq!(phone.connect(&[("origin", foreign), ("cookie", &cookie)]).await, "403", "{foreign}");
    }
    assert_eq!(phone.connect(&[("cookie", &cookie)]).await, "403");
    assert_eq!(phone.connect(&[("origin", &own), ("cookie", &cookie)]).await, "101");
}

#[tokio::test]
async fn pk15_the_first_browser_gives_the_phone_its_language_and_no_request_changes_it() {
    let phone = Listening::new().await;
    let (own, cookie) = (phone.origin(), phone.cookie().await);
    let by = |language| [("accept-language", language), ("cookie", &*cookie), ("origin", &*own)];
    for language in ["sv", "da"] {
        let page = phone.get("/", &by(language)).await;
        assert!(page.contains(" 200 OK"), "{page}");
        phone.connect(&by(language)[..2]).await;
        assert_eq!(phone.languages(), (Language::English, None), "a page alone says nothing");
    }
    assert_eq!(phone.connect(&by("fi-FI,fi;q=0.9,en;q=0.8")).await, "101");
    assert_eq!(phone.languages(), (Language::Finnish, None));
    for path in ["/", "/ws", "/health", "/app/live.js", "/?language=da"] {
        phone.get(path, &[&HANDSHAKE[..], &by("da")].concat()).await;
        assert_eq!(phone.languages(), (Language::Finnish, None), "{path}");
    }
    phone.bench.act(Action::Language(Some(Language::Swedish)));
    assert_eq!(phone.connect(&by("da")).await, "101");
    assert_eq!(phone.languages(), (Language::Swedish, Some(Language::Swedish)));
    phone.bench.act(Action::Language(None));
    assert_eq!(phone.languages(), (Language::Finnish, None));
}
