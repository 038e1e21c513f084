use key_protocol::base64url;
use key_protocol::crypto::Signature;
use key_protocol::jws::{self, Header, Message as _};
use key_protocol::key::Thumbprint;
use key_protocol::link::{LinkError, PairingLink, PairingToken};
use key_protocol::origin::Origin;
use key_protocol::receipt::Receipt;
use key_protocol::request::Request;

use super::Scanned;

fn link() -> PairingLink {
    PairingLink {
        origin: Origin::parse("https://login.example").unwrap(),
        service: Thumbprint::from_bytes([1; 32]),
        token: PairingToken::from_bytes([2; 16]),
    }
}

/// A message whose signature nobody has made: what it is, is told by its header.
fn message(header: &Header) -> String {
    let signed: Result<_, ()> = jws::sign_bytes(header, b"{\"v\":1}", |_| Ok(Signature::from_bytes([7; 64])));
    signed.unwrap()
}

#[test]
fn a_pairing_link_is_read() {
    let text = link().to_text().unwrap();
    for text in [text.clone(), format!("  {text}\r\n")] {
        assert_eq!(Scanned::read(&text), Scanned::PairingLink(link()));
    }
}

#[test]
fn one_time_codes_are_told_by_their_scheme() {
    for text in [
        "otpauth://totp/Ledger:mira?secret=GEZDGNBVGY3TQOJQ&issuer=Ledger",
        "otpauth://hotp/mira?secret=GEZDGNBVGY3TQOJQ&counter=1",
        "OTPAUTH://TOTP/A?SECRET=GEZDGNBV",
        " otpauth://\n",
        "otpauth-migration://offline?data=CjEKCkhlbGxvId6tvu8",
    ] {
        assert_eq!(Scanned::read(text), Scanned::OneTimeCodes, "{text}");
    }
    for text in ["otpauth", "otpauth:totp", "xotpauth://totp/a", "https://otpauth://a", "otp://totp/a"] {
        assert_eq!(Scanned::read(text), Scanned::Other(LinkError::NotALink), "{text}");
    }
}

#[test]
fn a_request_is_told_by_its_header() {
    let request = message(&Header::of::<Request>().kid("service"));
    for text in [request.clone(), format!("{request}\n")] {
        assert_eq!(Scanned::read(&text), Scanned::Request);
    }
    let (header, rest) = request.split_once('.').unwrap();
    let none = base64url::encode(format!(r#"{{"alg":"none","typ":"{}"}}"#, Request::TYPE).as_bytes());
    let strange = [
        message(&Header::of::<Receipt>()),
        header.to_owned(),
        format!("{header}."),
        format!("{header}..AA"),
        format!("{none}.{rest}"),
        format!("{header}.{rest}.{rest}"),
        "a".repeat(17 * 1024),
    ];
    for text in strange {
        assert_eq!(Scanned::read(&text), Scanned::Other(LinkError::NotALink), "{text}");
    }
}

#[test]
fn anything_else_says_why_it_is_no_link() {
    let text = link().to_text().unwrap();
    let mut other = vec![2];
    other.extend([0; 48]);
    let other = format!("https://a.example/k#{}", base64url::encode(&other));
    for (text, error) in [
        ("", LinkError::NotALink),
        ("hello", LinkError::NotALink),
        ("https://login.example/", LinkError::NotALink),
        (&text.replace("https", "http"), LinkError::Insecure),
        (&other, LinkError::OtherVersion),
    ] {
        assert_eq!(Scanned::read(text), Scanned::Other(error), "{text}");
    }
}

#[test]
fn no_secret_of_a_text_is_printed() {
    let text = link().to_text().unwrap();
    for text in ["otpauth://totp/a?secret=GEZDGNBVGY3TQOJQ", &text] {
        let printed = format!("{:?}", Scanned::read(text));
        assert!(!printed.contains("GEZDGNBV") && !printed.contains("2, 2"), "{printed}");
    }
}
