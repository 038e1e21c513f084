//! Single values: keys and digits.

use key_protocol::base64url;
use key_protocol::crypto::Signer as _;
use key_protocol::digits::SixDigits;
use key_protocol::key::PublicKey;
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
