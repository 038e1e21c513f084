//! A service that replies as the test has scripted.
//!
//! It checks every call as docs/protocol.md, 7.6 requires: address, nonce, key and signature. A wrong call fails the
//! test, and so does an unexpected call, or an expected call that does not come.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use key_protocol::VERSION;
use key_protocol::answer::{Answer, CallResult, Refusal, call_hash};
use key_protocol::call::{Body, Call, Endpoint, NONCE_PATH};
use key_protocol::crypto::Signer as _;
use key_protocol::id::DeviceId;
use key_protocol::json;
use key_protocol::jws::{self, Header, Jws, Message};
use key_protocol::key::PublicKey;
use key_protocol::origin::Origin;
use serde_json::Value;

use crate::crypto::{SoftwareKey, SoftwareVerifier};
use crate::platform::{HttpRequest, HttpResponse, Transport, TransportError};

/// The time of the clocks at the start of a test: milliseconds since 1970.
pub(crate) const NOW_MS: i64 = 1_795_246_860_000;

/// The result of a request.
pub(crate) type Sent = Result<HttpResponse, TransportError>;

/// The reply to a request for a nonce.
#[derive(Clone, Copy)]
pub(crate) enum NonceReply {
    Given,
    Lost,
    /// A response without a nonce.
    None,
}

type Reply = Box<dyn FnOnce(&FakeService, &Received) -> Sent + Send>;

/// A service that the test controls.
#[derive(Default)]
pub(crate) struct FakeService {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    devices: HashMap<DeviceId, PublicKey>,
    /// Unused nonces, each with the service that gave it.
    given: HashMap<String, Origin>,
    nonces: u32,
    nonce_requests: Vec<HttpRequest>,
    nonce_script: Vec<Box<dyn FnOnce() -> NonceReply + Send>>,
    received: Vec<Received>,
    script: Vec<(Endpoint, Reply)>,
    signers: HashMap<Origin, u8>,
}

/// A received call whose signature was correct.
#[derive(Clone)]
pub(crate) struct Received {
    pub(crate) endpoint: Endpoint,
    pub(crate) header: Header,
    pub(crate) jws: String,
    pub(crate) origin: Origin,
    pub(crate) payload: Vec<u8>,
    pub(crate) timeout_seconds: u32,
}

/// Returns one of the keys that services sign with.
pub(crate) fn service_key(number: u8) -> SoftwareKey {
    SoftwareKey::from_bytes(&[0x40 + number; 32]).unwrap()
}

/// Signs a message with one of the services' keys.
pub(crate) fn signed<M: Message>(by: u8, message: &M) -> String {
    let key = service_key(by);
    let header = Header::of::<M>().kid(key.public_key().thumbprint());
    jws::sign(&header, message, |bytes| key.sign(bytes)).unwrap()
}

impl Received {
    /// Reads the call. A call that cannot be read fails the test.
    pub(crate) fn call<B: Body>(&self) -> Call<B> {
        assert_eq!(self.endpoint, B::ENDPOINT);
        json::read(&self.payload).unwrap()
    }

    pub(crate) fn body<B: Body>(&self) -> B {
        self.call::<B>().body
    }

    pub(crate) fn seq(&self) -> u64 {
        json::read::<Call<Value>>(&self.payload).unwrap().seq
    }
}

impl FakeService {
    /// Requires that calls of `device` are signed by `key` from now on.
    pub(crate) fn knows(&self, device: DeviceId, key: PublicKey) {
        self.state().devices.insert(device, key);
    }

    /// Makes the service at `origin` sign with key `number` from now on. Before that it signs with key 1.
    pub(crate) fn sign_with(&self, origin: &Origin, number: u8) {
        self.state().signers.insert(origin.clone(), number);
    }

    /// Answers the next call of this kind with `ok`.
    pub(crate) fn answer<B: Body>(&self, ok: B::Ok)
    where
        B::Ok: Send + 'static,
    {
        self.on::<B>(move |service, call| service.result(call, CallResult::Ok(ok)));
    }

    /// Refuses the next call of this kind.
    pub(crate) fn refuse<B: Body>(&self, refusal: Refusal) {
        self.on::<B>(move |service, call| service.result(call, CallResult::<Value>::Refused(refusal)));
    }

    /// Receives the next call of this kind each time that a device sends it, and loses the answers.
    pub(crate) fn lose<B: Body>(&self) {
        (0..3).for_each(|_| self.lose_once::<B>());
    }

    /// Receives the next call of this kind once, and loses the answer.
    pub(crate) fn lose_once<B: Body>(&self) {
        self.on::<B>(|_, _| Err(TransportError));
    }

    /// Sets the reply to the next call of this kind.
    pub(crate) fn on<B: Body>(&self, reply: impl FnOnce(&Self, &Received) -> Sent + Send + 'static) {
        self.state().script.push((B::ENDPOINT, Box::new(reply)));
    }

    /// Sets the reply to the next request for a nonce. By default the service gives a nonce.
    pub(crate) fn on_nonce(&self, reply: impl FnOnce() -> NonceReply + Send + 'static) {
        self.state().nonce_script.push(Box::new(reply));
    }

    /// An answer, signed with the service's current key.
    pub(crate) fn result<T>(&self, call: &Received, result: CallResult<T>) -> Sent
    where
        Answer<T>: Message,
    {
        let answer = Answer { v: VERSION, call: call_hash(call.jws.as_bytes()), now: NOW_MS, result };
        self.say(call, &answer)
    }

    /// Any message as an answer to `call`, signed by the service at its address.
    pub(crate) fn say<M: Message>(&self, call: &Received, message: &M) -> Sent {
        let number = self.state().signers.get(&call.origin).copied().unwrap_or(1);
        let key = service_key(number);
        let mut header = Header::of::<M>().kid(key.public_key().thumbprint());
        header.jwk = (call.endpoint == Endpoint::Claim).then(|| key.public_key());
        self.respond(&call.origin, jws::sign(&header, message, |bytes| key.sign(bytes)).unwrap())
    }

    /// A response with a new nonce.
    pub(crate) fn respond(&self, origin: &Origin, body: String) -> Sent {
        let mut state = self.state();
        state.nonces += 1;
        let nonce = format!("nonce-{}", state.nonces);
        state.given.insert(nonce.clone(), origin.clone());
        Ok(HttpResponse { body, nonce: Some(nonce), status: 200 })
    }

    /// The received calls, in order.
    pub(crate) fn calls(&self) -> Vec<Received> {
        self.state().received.clone()
    }

    /// The latest call.
    pub(crate) fn last(&self) -> Received {
        self.calls().pop().unwrap()
    }

    /// The latest call of this kind.
    pub(crate) fn last_of<B: Body>(&self) -> B {
        self.calls().iter().rfind(|call| call.endpoint == B::ENDPOINT).unwrap().body()
    }

    /// Takes the log of received calls, such as `resume 1`, and clears it.
    pub(crate) fn log(&self) -> Vec<String> {
        let received = std::mem::take(&mut self.state().received);
        received.iter().map(|call| format!("{} {}", call.endpoint.name(), call.seq())).collect()
    }

    /// The requests for a nonce.
    pub(crate) fn nonce_requests(&self) -> Vec<HttpRequest> {
        self.state().nonce_requests.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn give_nonce(&self, request: &HttpRequest) -> Sent {
        let origin = Origin::parse(request.url.strip_suffix(NONCE_PATH).unwrap()).unwrap();
        let reply = {
            let mut state = self.state();
            state.nonce_requests.push(request.clone());
            (!state.nonce_script.is_empty()).then(|| state.nonce_script.remove(0))
        };
        match reply.map_or(NonceReply::Given, |reply| reply()) {
            NonceReply::Given => self.respond(&origin, String::new()),
            NonceReply::Lost => Err(TransportError),
            NonceReply::None => Ok(HttpResponse { body: String::new(), nonce: None, status: 503 }),
        }
    }

    /// Checks a call as docs/protocol.md, 7.6 requires.
    fn receive(&self, request: &HttpRequest, body: &str) -> Received {
        let endpoint = Endpoint::ALL.into_iter().find(|endpoint| request.url.ends_with(&endpoint.path()));
        let endpoint = endpoint.unwrap_or_else(|| panic!("{} is no endpoint", request.url));
        let origin = Origin::parse(request.url.strip_suffix(&endpoint.path()).unwrap()).unwrap();
        let jws = Jws::parse(body).unwrap();
        let header = jws.header().clone();
        assert_eq!(header.url.as_ref(), Some(&request.url), "the address that is signed");
        let nonce = header.nonce.clone().unwrap_or_default();
        let given = self.state().given.remove(&nonce);
        assert_eq!(given, Some(origin.clone()), "the nonce {nonce} was not given here, or is used up");
        let key = match endpoint {
            Endpoint::Claim => header.jwk.unwrap(),
            _ => {
                let device = DeviceId::parse(header.kid.as_deref().unwrap()).unwrap();
                self.state().devices.get(&device).copied().unwrap()
            }
        };
        let payload = jws.verified::<Call<Value>>(&key, &SoftwareVerifier).unwrap().to_vec();
        let read: Call<Value> = json::read(&payload).unwrap();
        assert_eq!((read.v, read.seq == 0), (VERSION, endpoint == Endpoint::Claim), "{endpoint:?}");
        let timeout_seconds = request.timeout_seconds;
        Received { endpoint, header, jws: body.to_owned(), origin, payload, timeout_seconds }
    }
}

impl Transport for FakeService {
    fn send(&self, request: &HttpRequest) -> Sent {
        let Some(body) = &request.body else { return self.give_nonce(request) };
        let call = self.receive(request, body);
        let reply = {
            let mut state = self.state();
            state.received.push(call.clone());
            let place = state.script.iter().position(|(endpoint, _)| *endpoint == call.endpoint);
            let place = place.unwrap_or_else(|| panic!("a call that was not expected: {:?}", call.endpoint));
            state.script.remove(place).1
        };
        reply(self, &call)
    }
}

impl Drop for FakeService {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            let expected: Vec<_> = self.state().script.iter().map(|(endpoint, _)| *endpoint).collect();
            assert_eq!(expected, [], "calls that never came");
            assert!(self.state().nonce_script.is_empty(), "a nonce that was never asked for");
        }
    }
}
