//! Requests, and their statements in each language; requests that cannot be shown.

use key_protocol::crypto::Signer as _;
use key_protocol::decision::request_hash;
use key_protocol::json as strict;
use key_protocol::jws::{Header, Jws};
use key_protocol::language::Language;
use key_protocol::request::{Place, Request, RequestHead, Subject};
use key_protocol::statement::{Statement, StatementView, WORDING};
use serde_json::{Value, json};

use crate::support::{self, NOW, P256, compact, device, key, message, request_id, shown};

pub(crate) fn vectors() -> Value {
    json!({
        "not_shown": not_shown(), "other_wordings": other_wordings(), "places": places(),
        "requests": requests(), "times": times(),
    })
}

/// A login at a service with companies, from a browser on the same machine that is known.
pub(crate) fn known() -> Request {
    login("known", Some("Company A"), "127.0.0.1", None)
}

/// A login from a new browser, with number matching.
pub(crate) fn new() -> Request {
    let mut request = login("new", None, "2001:db8::7", Some("Huvudkontoret \"Söder\" \\ 2"));
    let place = request.subject.place().clone();
    request.digits = true;
    request.subject = Subject::Login { browser: shown("Safari on macOS"), known: false, place };
    request
}

fn login(id: &str, tenant: Option<&str>, address: &str, name: Option<&str>) -> Request {
    let place = Place { address: address.parse().unwrap(), name: name.map(shown) };
    Request {
        v: 1,
        id: request_id(id),
        device: device(),
        service: shown("Ledger"),
        username: shown("mira.laine"),
        tenant: tenant.map(shown),
        issued: NOW,
        expires: NOW + 120,
        digits: false,
        subject: Subject::Login { browser: shown("Chrome on Windows"), known: true, place },
    }
}

/// A request to add a device, with number matching.
fn adding() -> Request {
    let mut request = login("adding", Some("Company A"), "192.0.2.7", Some("Branch"));
    let place = request.subject.place().clone();
    request.digits = true;
    request.subject = Subject::AddDevice { browser: shown("Chrome on Windows"), place };
    request
}

/// A request for a new list of one-time passwords.
fn renewing() -> Request {
    let mut request = login("renewing", None, "192.0.2.9", None);
    let place = request.subject.place().clone();
    request.digits = true;
    request.subject = Subject::NewList { browser: shown("Safari on macOS"), place };
    request
}

/// A request to remove a device.
fn removing() -> Request {
    let mut request = login("removing", None, "127.0.0.1", None);
    let place = request.subject.place().clone();
    let name = shown("Mira’s phone: old");
    request.subject = Subject::RemoveDevice { browser: shown("Firefox on Linux"), name, place };
    request
}

fn header() -> Header {
    Header::of::<Request>().kid(key("service").public_key().thumbprint())
}

/// The request as the service sends it.
pub(crate) fn signed(request: &Request) -> String {
    support::sign(&header(), request, "service")
}

/// A request by a newer service: the payload is no [`Request`].
fn newer(payload: &str) -> String {
    compact(&support::json(&header()), payload, "service")
}

/// The payload of `jws`, if everything in it is known to the device.
fn read(jws: &str) -> Option<Request> {
    let jws = Jws::parse(jws).unwrap();
    strict::read_known(jws.verified::<Request>(&key("service").public_key(), &P256).unwrap()).ok()
}

/// A request of a kind that is not known yet.
pub(crate) fn payment() -> String {
    let request = support::json(&Request { id: request_id("payment"), ..known() });
    let (front, _) = request.split_once(r#""subject""#).unwrap();
    newer(&format!(r#"{front}"subject":{{"kind":"payment","amount":"12.00","payee":"Åbo Bokhandel"}}}}"#))
}

/// The part of a request that every version can read.
pub(crate) fn head(jws: &str) -> RequestHead {
    Jws::parse(jws).unwrap().verify(&key("service").public_key(), &P256).unwrap()
}

fn not_shown() -> Value {
    let more = |before: &str, field: &str| {
        newer(&support::json(&known()).replacen(before, &format!("{field},{before}"), 1))
    };
    let cases = [
        ("an unknown kind", payment()),
        ("an unknown field", more(r#""digits""#, r#""limit":"EUR 100""#)),
        ("an unknown field of the subject", more(r#""browser""#, r#""app":"Mail""#)),
        ("an unknown field of the place", more(r#""address""#, r#""city":"Åbo""#)),
    ];
    json!(cases.map(|(name, jws)| {
        assert_eq!(read(&jws), None, "{name}");
        let RequestHead { device: meant, id } = head(&jws);
        assert_eq!(meant, device(), "{name}");
        let mut vector = message(&jws);
        (vector["id"], vector["name"], vector["request_hash"]) =
            (json!(id), json!(name), json!(request_hash(&jws)));
        vector
    }))
}

/// How a device shows requests.
pub(crate) const fn view(language: Language, utc_offset: i16) -> StatementView {
    StatementView { language, utc_offset, wording: WORDING }
}

fn requests() -> Value {
    let cases = [
        ("a known browser", known()),
        ("a new browser", new()),
        ("another device", adding()),
        ("a device to remove", removing()),
        ("a new list", renewing()),
    ];
    json!(cases.map(|(name, request)| {
        let jws = signed(&request);
        assert_eq!(read(&jws).as_ref(), Some(&request), "{name}");
        let mut vector = message(&jws);
        (vector["name"], vector["request_hash"]) = (json!(name), json!(request_hash(&jws)));
        vector["statements"] = json!(Language::ALL.map(|language| statement(&request, view(language, 120))));
        vector
    }))
}

fn statement(request: &Request, view: StatementView) -> Value {
    let statement = Statement::render(request, view).unwrap();
    let lines: Vec<_> = statement.lines.iter().map(|line| json!([line.label, line.value])).collect();
    json!({ "lines": lines, "text": statement.text(), "title": statement.title, "view": view })
}

/// Views that nothing is rendered for.
fn other_wordings() -> Value {
    json!([0, WORDING + 1, u16::MAX].map(|wording| {
        let view = StatementView { wording, ..view(Language::English, 120) };
        assert_eq!(Statement::render(&known(), view), None, "{wording}");
        view
    }))
}

fn places() -> Value {
    let cases = [
        ("127.0.0.1", None),
        ("127.8.9.10", None),
        ("::1", None),
        ("127.0.0.1", Some("Head office")),
        ("192.0.2.7", None),
        ("192.0.2.7", Some("Branch")),
        ("2001:db8:0:0:1:0:0:1", None),
        ("2001:db8:0:1:1:1:1:1", None),
        ("::", None),
        ("::ffff:192.0.2.7", None),
        ("::ffff:127.0.0.1", None),
        ("::192.0.2.7", None),
        ("fe80::ABCD", None),
    ];
    let places = cases.into_iter().flat_map(|(address, name)| {
        Language::ALL.map(|language| {
            let request = login("place", None, address, name);
            let text = value(&request, view(language, 0), 3);
            json!({ "address": address, "language": language, "name": name, "text": text })
        })
    });
    json!(places.collect::<Vec<_>>())
}

fn times() -> Value {
    let day = 86_400;
    let months = (0..12).map(|month| (1_768_435_749 + month * 30 * day + month * 3_600, 0));
    let offsets =
        [120, -300, 345, 840, 1_559, 1_560, -1_559, -1_560, -1, i16::MIN].map(|offset| (NOW, offset));
    let odd = [0, -1, 951_782_399, 951_782_400, 4_107_542_400, 253_402_300_799, 253_402_300_800, i64::MAX];
    let early = [-62_135_596_801, -62_167_219_201, -377_705_116_800, -377_705_116_801, i64::MIN];
    let edges = [(253_402_300_799, 60), (253_402_300_740, 1), (-377_705_116_800, -1)];
    let cases = months.chain(offsets).chain(odd.map(|time| (time, 0))).chain(early.map(|time| (time, 0)));
    let times = cases.chain(edges).flat_map(|(time, utc_offset)| {
        Language::ALL.map(|language| {
            let mut request = known();
            (request.issued, request.tenant) = (time, None);
            let view = view(language, utc_offset);
            json!({ "issued": time, "text": value(&request, view, 4), "view": view })
        })
    });
    json!(times.collect::<Vec<_>>())
}

/// The value of one line of the statement of a request without a company.
fn value(request: &Request, view: StatementView, line: usize) -> String {
    Statement::render(request, view).unwrap().lines.swap_remove(line).value
}
