//! An attacker who has all keys of a phone and its PIN, and writes calls by hand.

use key_core::account::Account;
use key_core::crypto::{SoftwareKey, SoftwareVerifier};
use key_core::pin::{Pin, PinKeys, PinSalt};
use key_core::platform::{HttpRequest, HttpResponse};
use key_protocol::VERSION;
use key_protocol::answer::{Answer, CallResult};
use key_protocol::base64url;
use key_protocol::call::{Body, Call, CallId, Decide, NONCE_PATH, Resume, RunSecret, Wait};
use key_protocol::capabilities::Capabilities;
use key_protocol::crypto::Signer as _;
use key_protocol::decision::{Decision, DecisionAnswer, request_hash};
use key_protocol::digits::SixDigits;
use key_protocol::enrolment::Factor;
use key_protocol::json;
use key_protocol::jws::{self, Header, Jws};
use key_protocol::language::Language;
use key_protocol::request::Request;
use key_protocol::statement::{Statement, StatementView, WORDING};

use crate::phone::{PIN, Phone};

/// Writes calls with the keys of a phone's only account.
#[derive(Debug)]
pub struct Forge<'a> {
    /// The account.
    pub account: Account,
    /// Its PIN key.
    pub pin: SoftwareKey,
    /// Its possession key.
    pub possession: SoftwareKey,
    phone: &'a Phone,
}

/// The secret of every run.
const SECRET: RunSecret = RunSecret::from_bytes([4; 16]);

impl<'a> Forge<'a> {
    /// Takes the account and keys of the phone.
    #[must_use]
    pub fn of(phone: &'a Phone) -> Self {
        let account = phone.key().accounts()[0].clone();
        let kept = phone.keys.dump();
        let secret =
            |kind: &str| <[u8; 32]>::try_from(kept[&format!("{kind}-{}", account.id.as_str())].as_slice());
        let salt = PinSalt::from_bytes(secret("salt").unwrap());
        let pin = PinKeys::derive(&Pin::parse(PIN).unwrap(), &salt, account.pin.clone()).unwrap().signing;
        let possession = SoftwareKey::from_bytes(&secret("possession").unwrap()).unwrap();
        Self { account, pin, possession, phone }
    }

    /// A number that the phone has not used yet.
    #[must_use]
    pub fn fresh_number(&self) -> u64 {
        1_000_000
    }

    /// Requests a new nonce from the service.
    #[must_use]
    pub fn nonce(&self) -> String {
        let url = format!("{}{NONCE_PATH}", self.account.origin);
        let request = HttpRequest { body: None, timeout_seconds: 5, url };
        self.phone.network.replay(&request).nonce.unwrap()
    }

    /// Writes a call and sends it; `change` may alter the header.
    pub fn send<B: Body>(&self, call: &Call<B>, change: impl FnOnce(&mut Header)) -> HttpResponse {
        self.phone.network.replay(&self.write(call, change))
    }

    /// Writes a call as a request; `change` may alter the header.
    pub fn write<B: Body>(&self, call: &Call<B>, change: impl FnOnce(&mut Header)) -> HttpRequest {
        let url = B::ENDPOINT.url(&self.account.origin);
        let mut header = Header::of::<Call<B>>().kid(self.account.device);
        (header.nonce, header.url) = (Some(self.nonce()), Some(url.clone()));
        change(&mut header);
        let body = jws::sign(&header, call, |bytes| self.possession.sign(bytes)).unwrap();
        HttpRequest { body: Some(body), timeout_seconds: 5, url }
    }

    /// Makes a call as the phone and reads the answer.
    pub fn call<B: Body>(&self, seq: u64, id: u8, body: B) -> CallResult<B::Ok> {
        self.read::<B>(&self.send(&Call { v: VERSION, body, id: CallId::from_bytes([id; 16]), seq }, |_| {}))
    }

    /// Reads an answer of the service.
    #[must_use]
    pub fn read<B: Body>(&self, response: &HttpResponse) -> CallResult<B::Ok> {
        let answer = Jws::parse_answer(&response.body)
            .unwrap_or_else(|_| panic!("{}: {}", response.status, response.body));
        let answer: Answer<B::Ok> = answer.verify(&self.account.service_key, &SoftwareVerifier).unwrap();
        answer.result
    }

    /// Begins a run of the app with the call of this number.
    pub fn resume(&self, seq: u64) {
        let (knows, pinned) = (Capabilities::ours(), self.account.thumbprint());
        let resumed = self.call(seq, 1, Resume { knows, left: None, pinned, run_hash: SECRET.hash() });
        assert!(matches!(resumed, CallResult::Ok(_)), "{resumed:?}");
    }

    /// The pending requests, as the service signed them, in a run that begins with the call of this number.
    #[must_use]
    pub fn requests(&self, seq: u64) -> Vec<(String, Request)> {
        self.resume(seq);
        let CallResult::Ok(waiting) = self.call(1, 1, self.wait(seq)) else { panic!() };
        let verify =
            |jws: &String| Jws::parse(jws).unwrap().verify(&self.account.service_key, &SoftwareVerifier);
        waiting.requests.iter().map(|jws| (jws.clone(), verify(jws).unwrap())).collect()
    }

    /// A wait in the run that began with the call of this number.
    #[must_use]
    pub fn wait(&self, run: u64) -> Wait {
        Wait { have: String::new(), newest_act: run, run, run_secret: SECRET, seconds: 0 }
    }

    /// A decision as an honest phone would write it.
    #[must_use]
    pub fn decision(&self, request: &(String, Request), digits: Option<&str>) -> Decision {
        let view = StatementView { language: Language::English, utc_offset: 0, wording: WORDING };
        Decision {
            v: VERSION,
            answer: DecisionAnswer::Confirm,
            at: request.1.issued,
            device: self.account.device,
            digits: digits.map(|digits| SixDigits::parse(digits).unwrap()),
            request: request.1.id,
            request_hash: request_hash(&request.0),
            statement: Statement::render(&request.1, view).unwrap().text(),
            view,
        }
    }

    /// Signs a decision with the PIN key.
    #[must_use]
    pub fn confirm(&self, decision: &Decision) -> Decide {
        prove(decision, Factor::Pin, &self.pin)
    }
}

/// A decision with a proof by `key` that names `factor`.
#[must_use]
pub fn prove(decision: &Decision, factor: Factor, key: &SoftwareKey) -> Decide {
    prove_bytes(&json::write(decision), factor, key)
}

/// A decision with a proof, from bytes that need not be its JSON.
pub(crate) fn prove_bytes(decision: &[u8], factor: Factor, key: &SoftwareKey) -> Decide {
    let decision = base64url::encode(decision);
    let proof = jws::prove::<Decision, _>(factor, &decision, |bytes| key.sign(bytes)).unwrap();
    Decide { decision, proof: Some(proof) }
}
