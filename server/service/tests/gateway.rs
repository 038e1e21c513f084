//! Text messages to gateways on this machine that take them, refuse them, or do what none should.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where something is amiss"
)]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use key_domain::contacts::PhoneNumber;
use key_service::outbox::{Message, OutboxError, Recipient, SendError, SmsOutbox};
use key_service::settings::SmsSettings;
use key_store::private;
use serde_json::{Value, json};
use url::Url;

const TOKEN: &str = "geheim";

/// A request as a gateway gets it.
#[derive(Debug, PartialEq)]
struct Request {
    /// The request line and the headers, in lower case.
    head: Vec<String>,
    body: Value,
}

impl Request {
    fn read(stream: &TcpStream) -> Self {
        let mut lines = BufReader::new(stream);
        let mut head = Vec::new();
        loop {
            let mut line = String::new();
            lines.read_line(&mut line).unwrap();
            if line.trim_end().is_empty() {
                break;
            }
            head.push(line.trim_end().to_lowercase());
        }
        let request = Self { head, body: Value::Null };
        let mut body = vec![0; request.header("content-length").parse().unwrap()];
        lines.read_exact(&mut body).unwrap();
        Self { body: serde_json::from_slice(&body).unwrap(), ..request }
    }

    fn header(&self, name: &str) -> &str {
        let mut values = self.head.iter().filter_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
        values.next().unwrap_or_else(|| panic!("no {name} in {self:?}"))
    }
}

/// A gateway that takes this many requests, and answers each as `answer` does.
struct Gateway {
    port: u16,
    requests: JoinHandle<Vec<Request>>,
}

impl Gateway {
    fn start(count: usize, answer: impl Fn(TcpStream) + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let requests = thread::spawn(move || {
            let take = |_| {
                let (stream, _) = listener.accept().unwrap();
                let request = Request::read(&stream);
                answer(stream);
                request
            };
            (0..count).map(take).collect()
        });
        Self { port, requests }
    }

    /// A gateway that answers one request with a status and a header.
    fn answering(status: u16, header: &str) -> Self {
        let answer =
            format!("HTTP/1.1 {status} x\r\n{header}content-length: 2\r\nconnection: close\r\n\r\nhi");
        Self::start(1, move |mut stream| stream.write_all(answer.as_bytes()).unwrap())
    }

    fn requests(self) -> Vec<Request> {
        self.requests.join().unwrap()
    }
}

fn open(port: u16, timeout: Duration) -> SmsOutbox {
    let folder = tempfile::tempdir().unwrap();
    let token_file = folder.path().join("token");
    private::replace(&token_file, TOKEN.as_bytes()).unwrap();
    let url = Url::parse(&format!("http://127.0.0.1:{port}/messages")).unwrap();
    SmsOutbox::open(&SmsSettings { url, token_file, timeout }).unwrap()
}

fn send_with(outbox: &SmsOutbox) -> Result<(), SendError> {
    let to = PhoneNumber::parse("+358 40 123 4567").unwrap();
    let recipient = Recipient::Sms(to.clone());
    let text = "Hei Mira, “puhelin” lisättiin.\nLedger".to_owned();
    outbox.send(&to, &Message { id: 12, recipient, subject: "Key".to_owned(), text })
}

fn send(port: u16) -> Result<(), SendError> {
    send_with(&open(port, Duration::from_secs(20)))
}

fn send_impatiently(port: u16) -> Result<(), SendError> {
    send_with(&open(port, Duration::from_millis(500)))
}

/// Whether it is to be tried again, for a reason that names neither the recipient nor the token.
fn is_put_off(sent: Result<(), SendError>, said: &str) {
    let Err(SendError::NotNow(reason)) = sent else { panic!("{sent:?}") };
    let is_discreet = !reason.contains("4567") && !reason.contains(TOKEN);
    assert!(reason.contains(said) && is_discreet, "{reason}");
}

/// Reads until the other side ends the connection.
fn wait(mut stream: TcpStream) {
    let _ = std::io::copy(&mut stream, &mut std::io::sink());
}

#[test]
fn a_message_reaches_the_gateway_as_the_contract_says() {
    let gateway = Gateway::answering(202, "");
    assert_eq!(send(gateway.port), Ok(()));
    let requests = gateway.requests();
    let [request] = &requests[..] else { panic!("{requests:?}") };
    assert_eq!(request.head[0], "post /messages http/1.1");
    assert_eq!(request.header("authorization"), "bearer geheim");
    assert_eq!(request.header("content-type"), "application/json");
    let id = request.body["id"].as_str().unwrap();
    assert_eq!(request.header("idempotency-key"), id.to_lowercase());
    assert!(id.starts_with("key-12-"), "{id}");
    let expected =
        json!({ "id": id, "to": "+358401234567", "text": "Hei Mira, “puhelin” lisättiin.\nLedger" });
    assert_eq!(request.body, expected);
}

#[test]
fn the_same_message_sent_twice_is_the_same_request() {
    let answer = b"HTTP/1.1 204 x\r\nconnection: close\r\n\r\n";
    let gateway = Gateway::start(2, |mut stream| stream.write_all(answer).unwrap());
    let outbox = open(gateway.port, Duration::from_secs(20));
    assert_eq!([send_with(&outbox), send_with(&outbox)], [Ok(()), Ok(())]);
    let requests = gateway.requests();
    assert_eq!(requests[0], requests[1]);
}

#[test]
fn a_refusal_is_told_from_a_gateway_that_cannot_now() {
    for status in [400, 422] {
        let gateway = Gateway::answering(status, "");
        let refused = SendError::Refused(format!("the gateway answered {status}"));
        assert_eq!(send(gateway.port), Err(refused));
    }
    for status in [429, 500, 503] {
        let gateway = Gateway::answering(status, "retry-after: 60\r\n");
        is_put_off(send(gateway.port), &format!("the gateway answered {status}"));
    }
    let gateway = Gateway::answering(401, "");
    is_put_off(send(gateway.port), "token_file");
}

#[test]
fn a_redirect_is_not_followed() {
    let elsewhere = TcpListener::bind("127.0.0.1:0").unwrap();
    elsewhere.set_nonblocking(true).unwrap();
    for status in [301, 302, 303, 307, 308] {
        let location = format!("location: http://{}/\r\n", elsewhere.local_addr().unwrap());
        let gateway = Gateway::answering(status, &location);
        is_put_off(send(gateway.port), &format!("answered {status}"));
    }
    assert!(elsewhere.accept().is_err(), "somebody came");
}

#[test]
fn a_gateway_that_never_answers_is_left() {
    let gateway = Gateway::start(1, wait);
    is_put_off(send_impatiently(gateway.port), "timeout");
    gateway.requests();
}

#[test]
fn a_gateway_that_always_says_a_little_more_is_left() {
    let gateway = Gateway::start(1, |mut stream| {
        stream.write_all(b"HTTP/1.1 200 x\r\n").unwrap();
        while stream.write_all(b"x: y\r\n").is_ok() {
            thread::sleep(Duration::from_millis(20));
        }
    });
    is_put_off(send_impatiently(gateway.port), "timeout");
    gateway.requests();
}

#[test]
fn of_an_endless_answer_only_the_status_counts() {
    for (status, is_taken) in [(200, true), (500, false)] {
        let gateway = Gateway::start(1, move |mut stream| {
            let head = format!("HTTP/1.1 {status} x\r\ncontent-length: 99999999999\r\n\r\n");
            stream.write_all(head.as_bytes()).unwrap();
            while stream.write_all(&[b'x'; 4096]).is_ok() {}
        });
        assert_eq!(send(gateway.port).is_ok(), is_taken, "{status}");
        gateway.requests();
    }
}

#[test]
fn an_answer_that_stops_in_its_body_has_been_given() {
    let gateway = Gateway::start(1, |mut stream| {
        stream.write_all(b"HTTP/1.1 200 x\r\ncontent-length: 100\r\n\r\nand then").unwrap();
        wait(stream);
    });
    assert_eq!(send_impatiently(gateway.port), Ok(()));
    gateway.requests();
}

#[test]
fn what_is_no_http_and_nobody_at_all_are_tried_again() {
    let gateway = Gateway::start(1, |mut stream| stream.write_all(b"220 mail.example\r\n\r\n").unwrap());
    is_put_off(send(gateway.port), "the gateway cannot be reached");
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    is_put_off(send(port), "the gateway cannot be reached");
}

#[cfg(unix)]
#[test]
fn a_token_that_others_can_read_is_not_used() {
    let folder = tempfile::tempdir().unwrap();
    let token_file = folder.path().join("token");
    private::replace(&token_file, TOKEN.as_bytes()).unwrap();
    std::fs::set_permissions(&token_file, std::os::unix::fs::PermissionsExt::from_mode(0o644)).unwrap();
    let url = Url::parse("http://127.0.0.1:1/").unwrap();
    let error =
        SmsOutbox::open(&SmsSettings { url, token_file, timeout: Duration::from_secs(1) }).unwrap_err();
    assert!(matches!(error, OutboxError::Open(_)) && error.to_string().contains("chmod 600"), "{error}");
}
