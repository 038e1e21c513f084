//! Mail servers that are silent, slow or dying, and somebody between service and server.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use key_service::outbox::SendError;
use key_service::settings::{MailSettings, MailTls};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, Stream};

use crate::certificate::Certificate;
use crate::{is_put_off, send, settings, trusting};

/// A server that takes one connection, and its port.
fn serve<T: Send + 'static>(serve: impl FnOnce(TcpStream) -> T + Send + 'static) -> (u16, JoinHandle<T>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    (port, thread::spawn(move || serve(listener.accept().unwrap().0)))
}

/// Answers commands until one begins with `last`. Returns whether it came.
fn answer_until(stream: &mut (impl std::io::Read + std::io::Write), last: &str) -> bool {
    let mut line = Vec::new();
    let mut byte = [0];
    while stream.read(&mut byte).is_ok_and(|read| read == 1) {
        line.push(byte[0]);
        if byte[0] != b'\n' {
            continue;
        }
        if line.starts_with(last.as_bytes()) {
            return true;
        }
        let answer: &[u8] = if line.starts_with(b"DATA") { b"354 go on\r\n" } else { b"250 OK\r\n" };
        if stream.write_all(answer).is_err() {
            return false;
        }
        line.clear();
    }
    false
}

fn impatient(port: u16, tls: MailTls) -> MailSettings {
    MailSettings { timeout: Duration::from_millis(500), ..settings(port, tls) }
}

/// Reads until the other side ends the connection.
fn wait(mut stream: TcpStream) {
    let _ = std::io::copy(&mut stream, &mut std::io::sink());
}

#[test]
fn a_server_that_accepts_and_never_answers_is_left() {
    for tls in [MailTls::Implicit, MailTls::StartTls, MailTls::None] {
        let (port, server) = serve(wait);
        is_put_off(send(&impatient(port, tls), "mira@example.org"), "longer than 500ms");
        server.join().unwrap();
    }
}

#[test]
fn a_server_that_always_says_a_little_more_is_left() {
    let (port, server) = serve(|mut stream| {
        while stream.write_all(b"220-").and_then(|()| stream.write_all(b"wait\r\n")).is_ok() {
            thread::sleep(Duration::from_millis(20));
        }
    });
    is_put_off(send(&impatient(port, MailTls::None), "mira@example.org"), "longer than 500ms");
    server.join().unwrap();
}

#[test]
fn a_server_that_floods_is_left() {
    let (port, server) = serve(|mut stream| while stream.write_all(&[b'2'; 4096]).is_ok() {});
    is_put_off(send(&settings(port, MailTls::None), "mira@example.org"), "says too much");
    server.join().unwrap();
}

#[test]
fn a_server_that_dies_within_data_has_taken_nothing() {
    let (port, server) = serve(|mut stream| {
        stream.write_all(b"220 mail.example\r\n").unwrap();
        assert!(answer_until(&mut stream, "DATA"));
        stream.write_all(b"354 go on\r\n").unwrap();
        stream.read_exact(&mut [0; 20]).unwrap();
    });
    is_put_off(send(&settings(port, MailTls::None), "mira@example.org"), "the mail server");
    server.join().unwrap();
}

#[test]
fn a_server_that_does_not_say_whether_it_has_taken_the_message_gets_it_again() {
    let (port, server) = serve(|mut stream| {
        stream.write_all(b"220 mail.example\r\n").unwrap();
        assert!(answer_until(&mut stream, "DATA"));
        stream.write_all(b"354 go on\r\n").unwrap();
        wait(stream);
    });
    is_put_off(send(&impatient(port, MailTls::None), "mira@example.org"), "longer than 500ms");
    server.join().unwrap();
}

#[test]
fn a_server_that_has_taken_the_message_need_not_say_good_bye() {
    let (port, server) = serve(|mut stream| {
        stream.write_all(b"220 mail.example\r\n").unwrap();
        assert!(answer_until(&mut stream, "DATA"));
        stream.write_all(b"354 go on\r\n").unwrap();
        let mut lines = BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
        assert!(lines.any(|line| line == "."));
        stream.write_all(b"250 OK\r\n").unwrap();
        wait(stream);
    });
    assert_eq!(send(&settings(port, MailTls::None), "mira@example.org"), Ok(()));
    server.join().unwrap();
}

#[test]
fn a_server_that_is_not_there_is_tried_again() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    for tls in [MailTls::Implicit, MailTls::StartTls, MailTls::None] {
        is_put_off(send(&settings(port, tls), "mira@example.org"), "the mail server cannot be");
    }
}

/// Serves STARTTLS with `injected` behind the answer, and returns whether a sender has been named afterwards.
fn starttls(certificate: &Certificate, injected: &'static str) -> (Result<(), SendError>, bool) {
    let chain = CertificateDer::pem_file_iter(&certificate.chain).unwrap().map(Result::unwrap).collect();
    let key = PrivateKeyDer::from_pem_file(&certificate.key).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = Arc::new(config.with_no_client_auth().with_single_cert(chain, key).unwrap());
    let (port, server) = serve(move |mut stream| {
        stream.write_all(b"220 mail.example\r\n").unwrap();
        assert!(answer_until(&mut stream, "EHLO"));
        stream.write_all(b"250-mail.example\r\n250 STARTTLS\r\n").unwrap();
        assert!(answer_until(&mut stream, "STARTTLS"));
        stream.write_all(format!("220 go on\r\n{injected}").as_bytes()).unwrap();
        let mut tls = ServerConnection::new(config).unwrap();
        let mut stream = Stream::new(&mut tls, &mut stream);
        answer_until(&mut stream, "MAIL")
    });
    let sent = send(&trusting(port, MailTls::StartTls, certificate), "mira@example.org");
    (sent, server.join().unwrap())
}

#[test]
fn answers_that_somebody_slips_in_before_tls_count_for_nothing() {
    let certificate = Certificate::right();
    let (_, is_reached) = starttls(&certificate, "");
    assert!(is_reached, "this test shows nothing if nobody gets that far");
    let (sent, is_reached) = starttls(&certificate, "250 mail.example\r\n250 OK\r\n");
    is_put_off(sent, "the mail server");
    assert!(!is_reached);
}
