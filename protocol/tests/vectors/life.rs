//! The calls and answers in the life of a device: in order, numbered without gaps.

use key_protocol::UnixSeconds;
use key_protocol::answer::{Answer, CallResult, Refusal, call_hash};
use key_protocol::base64url;
use key_protocol::call::{Body, Call, CallId, ContentHash, Endpoint, Lane, LeftCall, RunSecret};
use key_protocol::crypto::Signer as _;
use key_protocol::jws::{Header, Jws};
use key_protocol::origin::Origin;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::support::{self, P256, device, filled, key, message};

pub(crate) struct Life {
    pub(crate) calls: Vec<Value>,
    /// The service's clock.
    pub(crate) at: UnixSeconds,
    /// The number of the next call of the act lane. The claim has 0.
    pub(crate) act: u64,
    /// The number of the resume that has opened the wait lane.
    pub(crate) run: u64,
    wait: u64,
    origin: Origin,
    service: &'static str,
}

impl Life {
    pub(crate) fn new(at: UnixSeconds) -> Self {
        let origin = Origin::parse("https://login.example").unwrap();
        Self { calls: vec![], at, act: 0, run: 0, wait: 1, origin, service: "service" }
    }

    /// The secret of the next run.
    pub(crate) fn new_secret(&self) -> RunSecret {
        RunSecret::from_bytes(filled(&format!("secret of run {}", self.act)))
    }

    /// The secret of this run.
    pub(crate) fn secret(&self) -> RunSecret {
        RunSecret::from_bytes(filled(&format!("secret of run {}", self.run)))
    }

    /// The service has another address from now on.
    pub(crate) fn moved(&mut self, origin: Origin) {
        self.origin = origin;
    }

    /// The device has said that it knows the service by another key, which answers from now on.
    pub(crate) const fn answered_by(&mut self, service: &'static str) {
        self.service = service;
    }

    pub(crate) fn answered<B: Body>(&mut self, name: &str, body: B, ok: B::Ok) {
        self.exchange(name, body, Some(CallResult::Ok(ok)));
    }

    pub(crate) fn refused<B: Body>(&mut self, name: &str, body: B, refusal: Refusal) {
        self.exchange(name, body, Some(CallResult::Refused(refusal)));
    }

    /// The call does not arrive.
    pub(crate) fn lost<B: Body>(&mut self, name: &str, body: B) {
        self.exchange(name, body, None);
    }

    /// The call before the next, whose answer never came to the device.
    pub(crate) fn left(&self) -> LeftCall {
        let last = self.calls.iter().rfind(|call| !call["content_hash"].is_null()).unwrap();
        let name = last["name"].as_str().unwrap();
        LeftCall { id_hash: call_id(name).hash(), seq: self.act - 1 }
    }

    fn exchange<B: Body>(&mut self, name: &str, body: B, result: Option<CallResult<B::Ok>>) {
        let is_claim = B::ENDPOINT == Endpoint::Claim;
        let seq = self.number(B::ENDPOINT);
        let jws = self.call(name, Call { v: 1, body, id: call_id(name), seq });
        let call = message(&jws);
        let payload = call["payload"].as_str().unwrap();
        let counted = B::ENDPOINT.lane() == Lane::Act && !is_claim;
        let hash = counted.then(|| ContentHash::of(B::ENDPOINT, payload.as_bytes()));
        let answer = result.map(|result| answer(self.service, is_claim, &jws, self.at, result));
        self.calls.push(json!({
            "answer": answer, "call": call, "content_hash": hash, "name": name, "path": B::ENDPOINT.path(),
        }));
    }

    fn number(&mut self, endpoint: Endpoint) -> u64 {
        let next = match endpoint.lane() {
            Lane::Act => &mut self.act,
            Lane::Wait => &mut self.wait,
        };
        let seq = *next;
        *next += 1;
        if endpoint == Endpoint::Resume {
            (self.run, self.wait) = (seq, 1);
        }
        seq
    }

    fn call<B: Body>(&self, name: &str, call: Call<B>) -> String {
        let header = match B::ENDPOINT {
            Endpoint::Claim => Header::of::<Call<B>>().jwk(key("device").public_key()),
            _ => Header::of::<Call<B>>().kid(device()),
        };
        let (nonce, url) = (Some(nonce(name)), Some(B::ENDPOINT.url(&self.origin)));
        let jws = support::sign(&Header { nonce, url, ..header }, &call, "device");
        let read: Call<B> = Jws::parse(&jws).unwrap().verify(&key("device").public_key(), &P256).unwrap();
        assert_eq!(support::json(&read), support::json(&call), "{name}");
        jws
    }
}

fn call_id(name: &str) -> CallId {
    CallId::from_bytes(filled(&format!("id of {name}")))
}

/// A nonce of the form that our service makes; to a device it is opaque.
fn nonce(name: &str) -> String {
    base64url::encode(&filled::<32>(&format!("nonce of {name}")))
}

/// The answer to `call` by the service key of that name, which goes along `with_key`.
pub(crate) fn answer<T: Serialize + DeserializeOwned>(
    service: &str,
    with_key: bool,
    call: &str,
    at: UnixSeconds,
    result: CallResult<T>,
) -> Value {
    let public = key(service).public_key();
    let header = Header::of::<Answer<T>>().kid(public.thumbprint());
    let header = if with_key { header.jwk(public) } else { header };
    let answer = Answer { v: 1, call: call_hash(call.as_bytes()), now: at * 1_000 + 417, result };
    let jws = support::sign(&header, &answer, service);
    let read: Answer<T> = Jws::parse_answer(&jws).unwrap().verify(&public, &P256).unwrap();
    assert_eq!(support::json(&read), support::json(&answer));
    message(&jws)
}
