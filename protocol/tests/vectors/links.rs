//! Pairing links: valid, invalid, and valid except for their form.

use key_protocol::base64url;
use key_protocol::crypto::Signer as _;
use key_protocol::link::{LinkError, PairingLink, PairingToken};
use key_protocol::origin::Origin;
use serde_json::{Value, json};

use crate::support::{filled, hex, key};

pub(crate) fn vectors() -> Value {
    let longest = format!("https://{}.example", "a".repeat(35));
    let origins = [
        "https://login.example",
        "https://login.example:8443",
        "http://127.0.0.1:8080",
        "http://localhost:8080",
        "http://[::1]:9",
        "https://[2001:db8::7]:8443",
        &longest,
    ];
    let valid = origins.map(|origin| {
        let text = link(origin).to_text().unwrap();
        assert_eq!(PairingLink::parse(&format!(" \n{text}\t\r")).unwrap(), link(origin));
        let PairingLink { service, token, .. } = link(origin);
        let (hash, token) = (hex(&token.hash()), hex(token.as_bytes()));
        json!({ "origin": origin, "service": service, "text": text, "token": token, "token_hash": hash })
    });
    let other = other_forms().map(|(name, text)| (name, text, LinkError::NotALink));
    let refused = bad_links().into_iter().chain(other).map(|(name, text, error)| {
        assert_eq!(PairingLink::parse(&text), Err(error), "{name}");
        json!({ "name": name, "text": text, "error": error_name(error) })
    });
    let refused: Vec<_> = refused.collect();
    json!({ "refused": refused, "valid": valid })
}

fn link(origin: &str) -> PairingLink {
    PairingLink {
        origin: Origin::parse(origin).unwrap(),
        service: key("service").public_key().thumbprint(),
        token: PairingToken::from_bytes(filled("token")),
    }
}

fn bad_links() -> [(&'static str, String, LinkError); 17] {
    let good = link("https://login.example").to_text().unwrap();
    let (front, payload) = good.split_once('#').unwrap();
    let payload = base64url::decode(payload).unwrap();
    let with = |bytes: &[u8]| format!("{front}#{}", base64url::encode(bytes));
    let mut newer = payload.clone();
    newer[0] = 2;
    let replaced = |from, to| good.replace(from, to);
    let not = LinkError::NotALink;
    [
        ("nothing", String::new(), not),
        ("another kind of code", "otpauth://totp/a?secret=JBSWY3DPEHPK3PXP".to_owned(), not),
        ("no payload", front.to_owned(), not),
        ("an empty payload", format!("{front}#"), not),
        ("one byte short", with(&payload[..48]), not),
        ("one byte long", with(&[&payload[..], &[0]].concat()), not),
        ("padding", format!("{good}=="), not),
        ("the alphabet of base64", format!("{front}#{}", "+/".repeat(33)), not),
        ("another path", replaced("/k#", "/x#"), not),
        ("a path below", replaced("/k#", "/k/#"), not),
        ("a query", replaced("/k#", "/k?a=b#"), not),
        ("a username", replaced("//", "//mira@"), not),
        ("another scheme", replaced("https:", "ftp:"), not),
        ("more than 120 characters", replaced("login", &"a".repeat(37)), not),
        ("not protected", replaced("https:", "http:"), LinkError::Insecure),
        (
            "a name that only begins like loopback",
            replaced("https://login", "http://127.0.0.1"),
            LinkError::Insecure,
        ),
        ("version 2", with(&newer), LinkError::OtherVersion),
    ]
}

/// What a lenient reader takes for the same link.
fn other_forms() -> [(&'static str, String); 16] {
    let good = |origin: &str| link(origin).to_text().unwrap();
    let other = |from: &str, to: &str| good("https://login.example").replacen(from, to, 1);
    let here = |from: &str, to: &str| good("http://127.0.0.1:8080").replacen(from, to, 1);
    [
        ("the scheme in capitals", other("https", "HTTPS")),
        ("the host in capitals", other("login", "Login")),
        ("the port that goes without saying", other("/k", ":443/k")),
        ("a port with a zero in front", here(":8080", ":08080")),
        ("an empty port", other("/k", ":/k")),
        ("an empty query", other("/k", "/k?")),
        ("an empty username", other("//", "//@")),
        ("one slash", other("//", "/")),
        ("backslashes", other("//", r"\\")),
        ("an escape in the host", other("login", "%6cogin")),
        ("an escape in the path", other("/k", "/%6b")),
        ("a step back in the path", other("/k", "/a/../k")),
        ("a line feed within", other("login", "lo\ngin")),
        ("a space without a break around", format!("\u{a0}{}", good("https://login.example"))),
        ("an IPv4 address in two parts", here("127.0.0.1", "127.1")),
        ("an IPv6 address in full", good("https://[2001:db8::7]").replacen("::", ":0:0:0:0:0:", 1)),
    ]
}

const fn error_name(error: LinkError) -> &'static str {
    match error {
        LinkError::Insecure => "insecure",
        LinkError::NotALink => "not-a-link",
        LinkError::OtherVersion => "other-version",
        LinkError::TooLong => "too-long",
    }
}
