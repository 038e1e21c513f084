//! E-mails to mail servers on this machine: a real one, and some that do what none should.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where something is amiss"
)]

mod certificate;
mod faults;
#[path = "../../../../bindings/tests/python/interpreter.rs"]
mod interpreter;
mod server;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use key_domain::clock::Clock;
use key_domain::contacts::EmailAddress;
use key_protocol::shown::ShownText;
use key_service::outbox::{Message, OutboxError, Recipient, SendError, SmtpOutbox};
use key_service::settings::{MailLogin, MailSettings, MailTls};
use key_store::private;

use self::certificate::Certificate;
use self::server::MailServer;

struct TestClock;

impl Clock for TestClock {
    fn now_ms(&self) -> i64 {
        1_795_246_860_000
    }
}

fn settings(port: u16, tls: MailTls) -> MailSettings {
    MailSettings {
        host: "127.0.0.1".to_owned(),
        port,
        tls,
        login: None,
        from: EmailAddress::parse("key@ledger.example").unwrap(),
        name: ShownText::parse("Ledger, Örebro").unwrap(),
        trust: None,
        timeout: Duration::from_secs(20),
    }
}

fn trusting(port: u16, tls: MailTls, certificate: &Certificate) -> MailSettings {
    MailSettings { trust: Some(certificate.chain.clone()), ..settings(port, tls) }
}

fn open(settings: &MailSettings) -> SmtpOutbox {
    SmtpOutbox::open(settings, Arc::new(TestClock)).unwrap()
}

fn send(settings: &MailSettings, to: &str) -> Result<(), SendError> {
    let to = EmailAddress::parse(to).unwrap();
    let message = Message {
        id: 12,
        recipient: Recipient::Email(to.clone()),
        subject: "Key otettiin käyttöön".to_owned(),
        text: "Hei Mira,\n\npuhelin lisättiin.\n.\n— Ledger".to_owned(),
    };
    open(settings).send(&to, &message)
}

/// A file with a password, for its owner alone.
fn password(folder: &tempfile::TempDir, password: &str) -> PathBuf {
    let path = folder.path().join("password");
    private::replace(&path, password.as_bytes()).unwrap();
    path
}

/// Whether it is to be tried again, for a reason that does not name the recipient.
fn is_put_off(sent: Result<(), SendError>, said: &str) {
    let Err(SendError::NotNow(reason)) = sent else { panic!("{sent:?}") };
    assert!(reason.contains(said) && !reason.contains("example.org"), "{reason}");
}

#[test]
fn a_message_arrives_over_tls_from_whoever_has_logged_in() {
    let (certificate, folder) = (Certificate::right(), tempfile::tempdir().unwrap());
    for tls in [MailTls::Implicit, MailTls::StartTls] {
        let mut server = MailServer::start(tls, &certificate, true);
        let login = MailLogin { user: "key".to_owned(), password_file: password(&folder, "geheim\n") };
        let settings = MailSettings { login: Some(login), ..trusting(server.port, tls, &certificate) };
        send(&settings, "mira@example.org").unwrap();
        let taken = server.message();
        assert_eq!((&taken["from"], &taken["user"]), (&"key@ledger.example".into(), &"key".into()));
        assert_eq!(taken["to"], serde_json::json!(["mira@example.org"]));
        assert_eq!(
            taken["text"].as_str().unwrap().trim_end(),
            "Hei Mira,\n\npuhelin lisättiin.\n.\n— Ledger"
        );
        let header = |name: &str| taken["headers"][name].as_str().unwrap().to_owned();
        assert_eq!(header("Subject"), "Key otettiin käyttöön");
        assert_eq!(header("To"), "mira@example.org");
        assert_eq!(header("Date"), "Sat, 21 Nov 2026 07:41:00 +0000");
        assert_eq!(header("Auto-Submitted"), "auto-generated");
        assert!(header("From").contains("Örebro") && header("From").ends_with("<key@ledger.example>"));
        assert_eq!(server.end(), 0);
    }
}

#[test]
fn a_message_that_is_sent_twice_can_be_recognised() {
    let mut server = MailServer::start(MailTls::None, &Certificate::right(), false);
    let mut id = || {
        send(&settings(server.port, MailTls::None), "mira@example.org").unwrap();
        server.message()["headers"]["Message-ID"].as_str().unwrap().to_owned()
    };
    let first = id();
    assert!(first.starts_with("<key-12-") && first.ends_with("@ledger.example>"), "{first}");
    assert_eq!(first, id());
}

#[test]
fn a_server_without_starttls_gets_nothing() {
    let certificate = Certificate::right();
    let server = MailServer::start(MailTls::None, &certificate, false);
    let sent = send(&trusting(server.port, MailTls::StartTls, &certificate), "mira@example.org");
    is_put_off(sent, "STARTTLS");
    assert_eq!(server.end(), 0);
}

#[test]
fn a_server_with_a_wrong_certificate_gets_nothing() {
    let (right, other) = (Certificate::right(), Certificate::of("DNS:mail.example"));
    for tls in [MailTls::Implicit, MailTls::StartTls] {
        let server = MailServer::start(tls, &right, false);
        is_put_off(send(&settings(server.port, tls), "mira@example.org"), "certificate");
        is_put_off(send(&trusting(server.port, tls, &other), "mira@example.org"), "certificate");
        assert_eq!(server.end(), 0);
        let server = MailServer::start(tls, &other, false);
        is_put_off(send(&trusting(server.port, tls, &other), "mira@example.org"), "certificate");
        assert_eq!(server.end(), 0);
    }
}

#[test]
fn what_is_refused_for_good_is_told_from_what_may_succeed_later() {
    let server = MailServer::start(MailTls::None, &Certificate::right(), false);
    let settings = settings(server.port, MailTls::None);
    let gone = send(&settings, "unknown@example.org");
    assert_eq!(gone, Err(SendError::Refused("the mail server answered 550 5.1.1".to_owned())));
    is_put_off(send(&settings, "full@example.org"), "452 4.2.2");
    is_put_off(send(&settings, "relay@example.org"), "530 5.7.0");
    let stranger =
        MailSettings { from: EmailAddress::parse("stranger@ledger.example").unwrap(), ..settings.clone() };
    is_put_off(send(&stranger, "mira@example.org"), "550 5.7.1");
    let to = EmailAddress::parse("mira@example.org").unwrap();
    let recipient = Recipient::Email(to.clone());
    let message = Message { id: 1, recipient, subject: "unwanted".into(), text: "x".into() };
    let refused = open(&settings).send(&to, &message);
    assert_eq!(refused, Err(SendError::Refused("the mail server answered 554 5.7.1".to_owned())));
    assert_eq!(server.end(), 0);
}

#[test]
fn a_wrong_password_loses_no_message() {
    let (certificate, folder) = (Certificate::right(), tempfile::tempdir().unwrap());
    let server = MailServer::start(MailTls::Implicit, &certificate, true);
    let login = MailLogin { user: "key".to_owned(), password_file: password(&folder, "falsch") };
    let settings =
        MailSettings { login: Some(login), ..trusting(server.port, MailTls::Implicit, &certificate) };
    is_put_off(send(&settings, "mira@example.org"), "535");
    let without = MailSettings { login: None, ..settings };
    is_put_off(send(&without, "mira@example.org"), "530");
    assert_eq!(server.end(), 0);
}

#[test]
fn files_that_cannot_be_used_are_named_before_anything_is_sent() {
    let folder = tempfile::tempdir().unwrap();
    let (file, clock) = (folder.path().join("trust.pem"), Arc::new(TestClock));
    let settings = MailSettings { trust: Some(file.clone()), ..settings(465, MailTls::Implicit) };
    let error = || SmtpOutbox::open(&settings, clock.clone()).unwrap_err();
    assert!(matches!(error(), OutboxError::File(..)) && error().to_string().contains("trust.pem"));
    for content in ["", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"] {
        std::fs::write(&file, content).unwrap();
        assert!(matches!(error(), OutboxError::Certificate(_)), "{content}: {}", error());
    }
}
