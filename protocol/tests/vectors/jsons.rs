//! JSON that the strict reader accepts or refuses. JSON marked `known` is also accepted by the reader of known fields.

use key_protocol::crypto::Signer as _;
use key_protocol::decision::Decision;
use key_protocol::enrolment::{Enrolment, Factor, FactorCheck};
use key_protocol::json::{self as strict, MAX_DEPTH};
use key_protocol::jws::Message;
use key_protocol::request::Request;
use key_protocol::successor::Successor;
use serde_json::{Value, json};

use crate::support::{self, device, hex, key, opened};
use crate::{decisions, statements, successors};

pub(crate) fn vectors() -> Value {
    let refused = [forms(), names(), numbers(), texts(), bytes(), values()].concat();
    json!({ "refused": refused, "taken": taken() })
}

fn taken() -> Vec<Value> {
    let known = |name, text: String| takes::<FactorCheck>(name, &text, true);
    let more = |name, field: &str| takes::<FactorCheck>(name, &and(field), false);
    let login = |name, from, to, is_known| takes::<Request>(name, &request(from, to), is_known);
    vec![
        known("as it is written", check("", "")),
        known("another order of fields", format!(r#"{{"seq":7,"v":1,"device":"{}"}}"#, device())),
        known("white space of all four kinds", format!("\n{}\t", check(":", "\r :\n\t"))),
        known("a name with an escape", check(r#""v""#, r#""\u0076""#)),
        known("the greatest number", check(":7", ":18446744073709551615")),
        login("a text with escapes", "Ledger", r"\u004ced\/ger", true),
        login("a pair of surrogates as escapes", "Ledger", r"\ud83d\uDD11", true),
        login("no value for an optional field", r#""Company A""#, "null", false),
        login("an optional field lacking", r#""tenant":"Company A","#, "", true),
        login("a known field in another object", r#""digits""#, r#""place":1,"digits""#, false),
        login("an unknown field of an inner object", r#""address""#, r#""city":"Åbo","address""#, false),
        takes::<Decision>("an unknown field of a decision", &decision("{", r#"{"limit":100,"#), false),
        more("an unknown field", r#""x":true"#),
        more("an unknown field with an empty name", r#""":[]"#),
        more("the ends of the range of numbers", r#""x":[18446744073709551615,-9223372036854775808]"#),
        more("an unknown name with a pair of surrogates", r#""\ud83d\udd11":1"#),
        more("characters that need no escape", "\"x\":\"\u{7f}\u{2028}\u{fffe}/\""),
        more("the character zero as an escape", r#""x":"\u0000""#),
        more("one name in two objects", r#""x":{"x":1,"v":2}"#),
        more("as many levels as may be", &lists(MAX_DEPTH)),
        more("as many levels of objects as may be", &objects(MAX_DEPTH)),
    ]
}

/// The text of a whole value.
fn forms() -> Vec<Value> {
    let case = |name, text: String| refuses::<FactorCheck>(name, &text);
    let good = check("", "");
    vec![
        case("nothing", String::new()),
        case("white space only", " \n".to_owned()),
        case("no value at all", "null".to_owned()),
        case("a text", r#""v""#.to_owned()),
        case("a number", "7".to_owned()),
        case("a list for the object", format!(r#"[1,"{}",7]"#, device())),
        case("the object in a list", format!("[{good}]")),
        case("a byte order mark", format!("\u{feff}{good}")),
        case("two values", format!("{good}{good}")),
        case("two values in two lines", format!("{good}\n{good}\n")),
        case("a comma at the end", format!("{good},")),
        case("the character zero at the end", format!("{good}\0")),
        case("a form feed", format!("{good}\u{c}")),
        case("a space without a break", format!("\u{a0}{good}")),
        case("cut off", good[..good.len() - 1].to_owned()),
        case("a comma after the last field", check("}", ",}")),
        case("a comma after the last of a list", and(r#""x":[1,]"#)),
        case("no comma between", check(",", " ")),
        case("a comment", check("{", "{/* */")),
        case("a comment to the end of the line", format!("{good} // done")),
        case("single quotes", good.replace('"', "'")),
        case("a name without quotes", check(r#""v""#, "v")),
        case("too many levels", and(&lists(MAX_DEPTH + 1))),
        case("too many levels of objects", and(&objects(MAX_DEPTH + 1))),
        case("far too many levels", and(&lists(200))),
        refuses::<Request>(
            "a list for an inner object",
            &request(r#"{"address":"127.0.0.1"}"#, r#"["127.0.0.1"]"#),
        ),
        refuses::<Request>("a list for the subject", &listed_subject()),
        refuses::<Successor>("a list for a key", &successors::listed(&successor("https://id.example"))),
    ]
}

fn names() -> Vec<Value> {
    let case = |name, field: &str| refuses::<FactorCheck>(name, &and(field));
    vec![
        case("a name twice", r#""seq":8"#),
        case("a name twice with the same value", r#""seq":7"#),
        case("a name twice, once with an escape", r#""s\u0065q":7"#),
        case("an unknown name twice", r#""x":1,"x":1"#),
        case("a name twice within an unknown field", r#""x":{"y":1,"y":1}"#),
        case("a name twice in a list within an unknown field", r#""x":[[{"y":1,"y":2}]]"#),
        refuses::<Request>(
            "a name twice in an inner object",
            &request(r#""address""#, r#""address":"::1","address""#),
        ),
        refuses::<Request>(
            "an optional name twice, once without a value",
            &request("{", r#"{"tenant":null,"#),
        ),
        refuses::<Request>("the kind twice", &request(r#""kind""#, r#""kind":"login","kind""#)),
    ]
}

fn numbers() -> Vec<Value> {
    let wrong = [
        ("a fraction", "7.0"),
        ("an exponent", "7e0"),
        ("an exponent that makes an integer", "0.7E+1"),
        ("a negative zero", "-0"),
        ("a negative zero with a fraction", "-0.0"),
        ("a number beyond all numbers", "1e400"),
        ("a number beyond 64 bits", "18446744073709551616"),
        ("a number below 64 bits", "-9223372036854775809"),
        ("a leading zero", "07"),
        ("a plus", "+7"),
        ("a point at the end", "7."),
        ("a point in front", ".7"),
        ("a hexadecimal number", "0x7"),
        ("not a number", "NaN"),
        ("infinity", "Infinity"),
    ];
    let known = wrong.map(|(name, number)| refuses::<FactorCheck>(name, &check(":7", &format!(":{number}"))));
    let unknown = wrong.map(|(name, number)| {
        let name = format!("{name} in an unknown field");
        refuses::<FactorCheck>(&name, &and(&format!(r#""x":[{number}]"#)))
    });
    let others = [
        ("a negative number", ":7", ":-7"),
        ("a number as a text", ":7", r#":"7""#),
        ("a number as a list", ":7", ":[7]"),
        ("yes for a number", ":7", ":true"),
        ("a number beyond its field", ":1,", ":256,"),
    ];
    let others = others.map(|(name, from, to)| refuses::<FactorCheck>(name, &check(from, to)));
    known.into_iter().chain(unknown).chain(others).collect()
}

fn texts() -> Vec<Value> {
    let wrong = [
        ("the first half of a pair", r"\ud83d"),
        ("the second half of a pair", r"\udd11"),
        ("the halves of a pair exchanged", r"\udd11\ud83d"),
        ("the first half twice", r"\ud83d\ud83d"),
        ("the first half before another character", r"\ud83dx"),
        ("an unknown escape", r"\x41"),
        ("an escape cut off", r"\u12"),
        ("an escape of other digits", r"\u12g4"),
        ("a tab", "\t"),
        ("a line feed", "\n"),
        ("the character zero", "\0"),
    ];
    let cases = wrong.into_iter().flat_map(|(name, text)| {
        [
            refuses::<Request>(name, &request("Ledger", &format!("Led{text}ger"))),
            refuses::<Request>(
                &format!("{name} in an unknown field"),
                &request("{", &format!(r#"{{"x":"{text}","#)),
            ),
            refuses::<Request>(
                &format!("{name} in an unknown name"),
                &request("{", &format!(r#"{{"{text}":1,"#)),
            ),
        ]
    });
    cases.collect()
}

/// What is no UTF-8 stands as `hex`.
fn bytes() -> Vec<Value> {
    let (good, login) = (check("", ""), request("", ""));
    let (front, back) = login.split_once("Ledger").unwrap();
    let within = |bytes: &[u8]| [front.as_bytes(), bytes, back.as_bytes()].concat();
    let wide: Vec<_> = good.encode_utf16().flat_map(u16::to_le_bytes).collect();
    vec![
        refuses_bytes::<Request>("a byte that begins nothing", &within(&[0x80])),
        refuses_bytes::<Request>("a character in too many bytes", &within(&[0xc1, 0x81])),
        refuses_bytes::<Request>("a surrogate in UTF-8", &within(&[0xed, 0xa0, 0xbd])),
        refuses_bytes::<Request>("a character beyond Unicode", &within(&[0xf4, 0x90, 0x80, 0x80])),
        refuses_bytes::<Request>("a character cut off", &within(&[0xc3])),
        refuses_bytes::<FactorCheck>("UTF-16", &wide),
    ]
}

/// Values that are read into something else than they would be written as, or into nothing.
fn values() -> Vec<Value> {
    let padded = format!("{}==", device());
    let stray = format!("{}B", &device().to_string()[..21]);
    let address = |name, text: &str| refuses::<Request>(name, &request("127.0.0.1", text));
    vec![
        refuses::<FactorCheck>("a field lacking", &check(r#","seq":7"#, "")),
        refuses::<FactorCheck>("no value for a field", &check(":7", ":null")),
        refuses::<FactorCheck>("a name in capitals", &check(r#""seq""#, r#""SEQ""#)),
        refuses::<FactorCheck>("bytes with padding", &check(&device().to_string(), &padded)),
        refuses::<FactorCheck>("bytes with stray bits", &check(&device().to_string(), &stray)),
        refuses::<Request>("an unknown kind", &request(r#":"login""#, r#":"payment""#)),
        refuses::<Request>("no kind", &request(r#""kind":"login","#, "")),
        refuses::<Request>("a text for yes", &request(r#""known":true"#, r#""known":"true""#)),
        refuses::<Request>("a text with a space at its end", &request("Ledger", "Ledger ")),
        refuses::<Enrolment>("an unknown factor", &enrolment(r#""pin""#, r#""face""#)),
        refuses::<Enrolment>("a factor in capitals", &enrolment(r#""pin""#, r#""PIN""#)),
        refuses::<Enrolment>("a factor as an object", &enrolment(r#""pin""#, r#"{"pin":null}"#)),
        refuses::<Decision>("an unknown answer", &decision(r#""confirm""#, r#""maybe""#)),
        refuses::<Decision>("a language in capitals", &decision(r#""sv""#, r#""SV""#)),
        refuses::<Decision>("digits with a space", &decision("416207", "416 207")),
        refuses::<Decision>("digits as a number", &decision(r#""416207""#, "416207")),
        address("an IPv4 address with zeros in front", "127.000.000.001"),
        address("an IPv4 address in three parts", "127.0.1"),
        address("an IPv6 address in capitals", "2001:DB8::7"),
        address("an IPv6 address in full", "2001:db8:0:0:0:0:0:7"),
        address("an IPv6 address with zeros in front", "2001:0db8::7"),
        address("an IPv6 address shortened at the wrong place", "2001:0:0:1::2:3"),
        address("an IPv4 address mapped in hexadecimal", "::ffff:c000:207"),
        address("an IPv6 address with a zone", "fe80::1%1"),
        address("an IPv6 address in brackets", "[2001:db8::7]"),
        refuses::<Successor>("an address in capitals", &successor("https://ID.example:8443")),
        refuses::<Successor>("an address with a slash at its end", &successor("https://id.example:8443/")),
        refuses::<Successor>(
            "an address with the port that goes without saying",
            &successor("https://id.example:443"),
        ),
    ]
}

fn takes<M: Message>(name: &str, text: &str, known: bool) -> Value {
    let written = strict::read::<M>(text.as_bytes()).ok().map(|read| support::json(&read));
    assert!(written.is_some(), "{name}");
    let read_known = strict::read_known::<M>(text.as_bytes()).ok().map(|read| support::json(&read));
    assert_eq!(read_known, written.clone().filter(|_| known), "{name}");
    json!({ "known": known, "name": name, "text": text, "typ": M::TYPE, "written": written })
}

fn refuses<M: Message>(name: &str, text: &str) -> Value {
    refused::<M>(name, text.as_bytes());
    json!({ "name": name, "text": text, "typ": M::TYPE })
}

fn refuses_bytes<M: Message>(name: &str, bytes: &[u8]) -> Value {
    assert!(std::str::from_utf8(bytes).is_err() || bytes.contains(&0), "{name}");
    refused::<M>(name, bytes);
    json!({ "hex": hex(bytes), "name": name, "typ": M::TYPE })
}

fn refused<M: Message>(name: &str, bytes: &[u8]) {
    assert!(strict::read::<M>(bytes).is_err(), "{name}");
    assert!(strict::read_known::<M>(bytes).is_err(), "{name}");
}

/// A factor check, changed in one place.
fn check(from: &str, to: &str) -> String {
    changed(&FactorCheck { v: 1, device: device(), seq: 7 }, from, to)
}

/// The check with one more field, the first.
fn and(field: &str) -> String {
    check("{", &format!("{{{field},"))
}

fn request(from: &str, to: &str) -> String {
    changed(&statements::known(), from, to)
}

/// The request with its subject as a list.
fn listed_subject() -> String {
    let request = request("", "");
    let (front, _) = request.split_once(r#"{"kind""#).unwrap();
    format!(r#"{front}["login","Chrome on Windows",true,{{"address":"127.0.0.1"}}]}}"#)
}

fn decision(from: &str, to: &str) -> String {
    changed(&decisions::with_digits(), from, to)
}

fn enrolment(from: &str, to: &str) -> String {
    let service = key("service").public_key().thumbprint();
    let enrolment = Enrolment { v: 1, agreement: None, device: device(), factor: Factor::Pin, service };
    changed(&enrolment, from, to)
}

fn successor(origin: &str) -> String {
    let (_, payload) = opened(&successors::signed());
    payload.replace("https://id.example:8443", origin)
}

fn changed(value: &impl serde::Serialize, from: &str, to: &str) -> String {
    let text = support::json(value);
    assert!(text.contains(from), "{from}");
    text.replacen(from, to, 1)
}

/// An unknown field of lists that makes so many levels with the object around.
fn lists(levels: usize) -> String {
    format!(r#""x":{}{}"#, "[".repeat(levels - 1), "]".repeat(levels - 1))
}

fn objects(levels: usize) -> String {
    format!(r#""x":{}{{}}{}"#, r#"{"x":"#.repeat(levels - 2), "}".repeat(levels - 2))
}
