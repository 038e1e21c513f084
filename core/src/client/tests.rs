//! Calls over a fake network, each test against a sentence of docs/protocol.md, 7.

mod answers;
mod nonces;
mod sending;

use key_protocol::answer::{CallResult, Claimed, Confirmed, Done, Refusal};
use key_protocol::call::{Body, Call, CallId, Check, Claim, Leave};
use key_protocol::capabilities::Capabilities;
use key_protocol::comparison::{Commitment, Share};
use key_protocol::crypto::Signer as _;
use key_protocol::id::DeviceId;
use key_protocol::json;
use key_protocol::key::PublicKey;
use key_protocol::link::PairingToken;
use key_protocol::origin::Origin;
use key_protocol::shown::ShownText;

use super::{Answered, Caller, Client, Gate, Line, Outgoing, ServiceProof};
use crate::error::Error;
use crate::platform::KeyStore as _;
use crate::platform::fake::parts::Parts;
use crate::platform::fake::service::service_key;

const DEVICE: DeviceId = DeviceId::from_bytes([7; 16]);
const KEY_NAME: &str = "possession-test";

/// A phone with a possession key that the service knows.
struct Phone {
    client: Client,
    key: PublicKey,
    origin: Origin,
    parts: Parts,
}

type Result<B> = std::result::Result<Option<Answered<<B as Body>::Ok>>, Error>;

impl Phone {
    fn new() -> Self {
        let parts = Parts::new();
        let key = parts.keys.create(KEY_NAME, &[0; 32]).unwrap();
        parts.service.knows(DEVICE, key);
        Self { client: Client::default(), key, origin: origin("https://login.example"), parts }
    }

    /// How a paired account calls: the service has to prove itself by one of these keys.
    fn line(&self, keys: &[u8]) -> Line<'_> {
        let keys = keys.iter().map(|number| service_key(*number).public_key()).collect();
        Line {
            origin: &self.origin,
            key_name: KEY_NAME,
            caller: Caller::Device(DEVICE),
            service: ServiceProof::Keys(keys),
        }
    }

    /// How a link is claimed of the service with this key.
    fn new_line(&self, key: u8) -> Line<'_> {
        Line {
            origin: &self.origin,
            key_name: KEY_NAME,
            caller: Caller::New(self.key),
            service: ServiceProof::Thumbprint(service_key(key).public_key().thumbprint()),
        }
    }

    fn call<B: Body>(&self, line: &Line<'_>, payload: &dyn Fn() -> Vec<u8>, hold: u8) -> Result<B> {
        let outgoing = Outgoing { payload, hold, gate: &|| Gate::Open };
        self.client.call::<B>(&self.parts.platform(), line, &outgoing)
    }

    /// A call of the act lane.
    fn check(&self) -> Result<Check> {
        self.call::<Check>(&self.line(&[1]), &|| check(1), 0)
    }

    fn claim(&self) -> Result<Claim> {
        self.call::<Claim>(&self.new_line(1), &claim, 0)
    }

    fn log(&self) -> Vec<String> {
        self.parts.service.log()
    }
}

fn origin(text: &str) -> Origin {
    Origin::parse(text).unwrap()
}

fn payload<B: Body>(body: B, seq: u64) -> Vec<u8> {
    json::write(&Call { v: 1, body, id: CallId::from_bytes([3; 16]), seq })
}

fn check(seq: u64) -> Vec<u8> {
    payload(Check { check: "content".to_owned(), proof: "proof".to_owned() }, seq)
}

fn leave(seq: u64) -> Vec<u8> {
    payload(Leave {}, seq)
}

fn claim() -> Vec<u8> {
    let text = |text| ShownText::parse(text).unwrap();
    let claim = Claim {
        attestation: None,
        commitment: Commitment::from_bytes([1; 32]),
        knows: Capabilities::ours(),
        name: text("Mira's phone"),
        platform: text("Test 1"),
        token: PairingToken::from_bytes([2; 16]),
    };
    payload(claim, 0)
}

fn claimed() -> Claimed {
    let text = |text| ShownText::parse(text).unwrap();
    Claimed {
        agreement: service_key(9).public_key(),
        device: DEVICE,
        knows: Capabilities::ours(),
        service: text("Ledger"),
        share: Share::from_bytes([4; 16]),
        tenant: None,
        username: text("mira.laine"),
    }
}

const OK: Confirmed = Confirmed { failed: None };

/// What a call came to, without the parts that cannot be compared.
fn result<T>(
    answered: std::result::Result<Option<Answered<T>>, Error>,
) -> std::result::Result<std::result::Result<T, Refusal>, Error> {
    answered.map(|answered| answered.unwrap().result)
}

fn done() -> CallResult<Done> {
    CallResult::Ok(Done {})
}
