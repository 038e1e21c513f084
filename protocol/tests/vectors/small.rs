//! Single values: keys, digits, texts to show.

use key_protocol::base64url;
use key_protocol::crypto::Signer as _;
use key_protocol::digits::SixDigits;
use key_protocol::key::PublicKey;
use key_protocol::shown::{MAX_CHARS, ShownText};
use serde_json::{Value, json};

use crate::support::{KEYS, hex, key};

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
    let typed = typed.map(|text| {
        let (typed, read) =
            (SixDigits::parse(text).ok(), serde_json::from_value::<SixDigits>(json!(text)).ok());
        assert_eq!(read, typed.clone().filter(|_| !text.contains(' ')), "{text:?}");
        json!({ "digits": typed, "in_messages": read, "text": text })
    });
    json!({ "numbers": numbers, "typed": typed })
}

pub(crate) fn shown() -> Value {
    let (longest, too_long) = ("å".repeat(MAX_CHARS), "å".repeat(MAX_CHARS + 1));
    let wide = "🔑".repeat(MAX_CHARS);
    let taken = [
        "Ledger",
        "Åbo – Käyttäjä №1",
        "O\"Brien \\ Söner & Co",
        "公司 甲",
        "🔑",
        "e\u{301}",
        &longest,
        &wide,
    ];
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
        "a\u{34f}b",
        "a\u{61c}b",
        "a\u{115f}b",
        "a\u{1160}b",
        "a\u{17b4}b",
        "a\u{17b5}b",
        "a\u{180e}b",
        "a\u{200b}b",
        "a\u{200f}b",
        "a\u{2028}b",
        "pay\u{202e}oo1",
        "a\u{2060}b",
        "a\u{2066}b",
        "a\u{206f}b",
        "\u{2800}",
        "\u{3164}",
        "a\u{fe00}b",
        "❤\u{fe0f}",
        "a\u{feff}b",
        "a\u{ffa0}b",
        "a\u{fffa}b",
        "a\u{e0041}b",
        &too_long,
    ];
    taken.iter().for_each(|text| assert!(ShownText::parse(*text).is_ok(), "{text:?}"));
    refused.iter().for_each(|text| assert!(ShownText::parse(*text).is_err(), "{text:?}"));
    json!({ "refused": refused.as_slice(), "taken": taken })
}
