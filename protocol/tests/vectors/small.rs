//! What needs no message: keys, digits, texts, links, comparison codes, offline codes.

use key_protocol::base64url;
use key_protocol::comparison;
use key_protocol::crypto::Signer as _;
use key_protocol::digits::SixDigits;
use key_protocol::enrolment::Factor;
use key_protocol::key::PublicKey;
use key_protocol::link::{LinkError, PairingLink, PairingToken};
use key_protocol::offline::{self, OfflineSecret};
use key_protocol::origin::Origin;
use key_protocol::shown::ShownText;
use serde_json::{Value, json};

use crate::support::{KEYS, device, filled, hex, key};

pub(crate) fn keys() -> Value {
    let keys: serde_json::Map<_, _> = KEYS.into_iter().map(|name| (name.to_owned(), one_key(name))).collect();
    json!({ "keys": keys, "refused": refused_jwks() })
}

fn one_key(name: &str) -> Value {
    let public = key(name).public_key();
    json!({
        "jwk": public,
        "private": hex(&key(name).private_bytes()),
        "sec1": hex(&public.to_sec1()),
        "thumbprint": public.thumbprint(),
    })
}

fn refused_jwks() -> Value {
    let good = serde_json::to_value(key("device").public_key()).unwrap();
    let with = |field: &str, value: Value| {
        let mut jwk = good.clone();
        jwk[field] = value;
        jwk
    };
    let mut lacking = good.clone();
    lacking.as_object_mut().unwrap().remove("y");
    let padded = json!(format!("{}=", good["x"].as_str().unwrap()));
    let short = json!(base64url::encode(&[7; 31]));
    let cases = [
        ("another curve", with("crv", json!("P-384"))),
        ("another kind", with("kty", json!("OKP"))),
        ("a padded coordinate", with("x", padded)),
        ("a short coordinate", with("x", short)),
        ("a coordinate lacking", lacking),
    ];
    let refused = cases.map(|(name, jwk)| {
        assert!(serde_json::from_value::<PublicKey>(jwk.clone()).is_err(), "{name}");
        json!({ "name": name, "jwk": jwk })
    });
    json!(refused)
}

pub(crate) fn digits() -> Value {
    let numbers = [0, 17, 999_999, 1_000_000, 9_416_207, u64::MAX].map(|number| {
        let digits = SixDigits::from_number(number);
        json!({ "number": number.to_string(), "digits": digits.as_str(), "grouped": digits.grouped() })
    });
    let typed = [
        "416207",
        "416 207",
        " 4 1 6 2 0 7 ",
        "000000",
        "",
        "12345",
        "1234567",
        "12345x",
        "１２３４５６",
        "416-207",
    ];
    let typed = typed.map(|text| json!({ "text": text, "digits": SixDigits::parse(text).ok() }));
    json!({ "numbers": numbers, "typed": typed })
}

pub(crate) fn shown() -> Value {
    let (longest, too_long) = ("å".repeat(80), "å".repeat(81));
    let taken = ["Ledger", "Åbo – Käyttäjä №1", "O\"Brien \\ Söner & Co", "公司 甲", "🔑", &longest];
    let refused = [
        "",
        " ",
        " x",
        "x ",
        "x\u{a0}",
        "\u{3000}x",
        "a\nb",
        "a\rb",
        "a\tb",
        "a\u{0}b",
        "a\u{7f}b",
        "a\u{85}b",
        "a\u{ad}b",
        "a\u{61c}b",
        "a\u{180e}b",
        "a\u{200b}b",
        "a\u{200f}b",
        "a\u{2028}b",
        "pay\u{202e}oo1",
        "a\u{2060}b",
        "a\u{2066}b",
        "a\u{206f}b",
        "a\u{feff}b",
        "a\u{fffa}b",
        "a\u{e0041}b",
        &too_long,
    ];
    taken.iter().for_each(|text| assert!(ShownText::parse(*text).is_ok(), "{text:?}"));
    refused.iter().for_each(|text| assert!(ShownText::parse(*text).is_err(), "{text:?}"));
    json!({ "refused": refused, "taken": taken })
}

fn link(origin: &str) -> PairingLink {
    PairingLink {
        origin: Origin::parse(origin).unwrap(),
        service: key("service").public_key().thumbprint(),
        token: PairingToken::from_bytes(filled("token")),
    }
}

pub(crate) fn links() -> Value {
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
        assert_eq!(PairingLink::parse(&format!(" \n{text}\t")).unwrap(), link(origin));
        let PairingLink { service, token, .. } = link(origin);
        let (hash, token) = (hex(&token.hash()), hex(token.as_bytes()));
        json!({ "origin": origin, "service": service, "text": text, "token": token, "token_hash": hash })
    });
    let refused = bad_links().map(|(name, text, error)| {
        assert_eq!(PairingLink::parse(&text), Err(error), "{name}");
        json!({ "name": name, "text": text, "error": error_name(error) })
    });
    json!({ "refused": refused, "valid": valid })
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

const fn error_name(error: LinkError) -> &'static str {
    match error {
        LinkError::Insecure => "insecure",
        LinkError::NotALink => "not-a-link",
        LinkError::OtherVersion => "other-version",
        LinkError::TooLong => "too-long",
    }
}

pub(crate) fn comparisons() -> Value {
    let service = key("service").public_key().thumbprint();
    let codes = ["device", "stranger"].into_iter().flat_map(|name| {
        ["token", "another token"].map(|token| {
            let device = key(name).public_key().thumbprint();
            let token = PairingToken::from_bytes(filled(token));
            let code = comparison::code(&service, &token, &device);
            json!({ "code": code, "device": device, "service": service, "token": hex(token.as_bytes()) })
        })
    });
    json!(codes.collect::<Vec<_>>())
}

pub(crate) fn offline() -> Value {
    let (ours, theirs) = (key("pin agreement"), key("service agreement"));
    let shared = ours.agree(&theirs);
    assert_eq!(shared, theirs.agree(&ours));
    let service = key("service").public_key().thumbprint();
    let secrets = [Factor::Pin, Factor::Biometric].map(|factor| {
        let secret = OfflineSecret::derive(&shared, &service, &device(), factor);
        let times = [-1, 0, 29, 30, 59, 1_111_111_109, 1_795_246_860, 20_000_000_000_i64];
        let codes = times.map(|time| {
            let step = offline::step(time);
            json!({ "code": secret.code(step), "step": step, "time": time })
        });
        json!({ "codes": codes, "factor": factor, "secret": hex(secret.as_bytes()) })
    });
    json!({ "device": device(), "secrets": secrets, "service": service, "shared": hex(&shared) })
}
