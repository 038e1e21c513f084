//! A service with the real admission but without HTTP and database, and its network.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use key_core::crypto::{SoftwareKey, SoftwareVerifier};
use key_core::platform::{HttpRequest, HttpResponse, Transport, TransportError};
use key_domain::ids::AccountId;
use key_domain::rules::admission::{self, Admission, Admitted, CallRecord, Lane, Left};
use key_domain::store::devices::{Acts, CallResult as Kept, Device, Lifecycle, Offline, Tries, Waits};
use key_protocol::VERSION;
use key_protocol::answer::{
    Answer, CallResult, Claimed, DeviceState, LeftResult, Refusal, Resumed, Waiting, call_hash,
};
use key_protocol::base64url;
use key_protocol::call::{Body, Call, Claim, ContentHash, Decide, Enrol, Resume, Wait};
use key_protocol::capabilities::Capabilities;
use key_protocol::comparison::Share;
use key_protocol::crypto::{Signer as _, sha256};
use key_protocol::id::{DeviceId, RequestId};
use key_protocol::json;
use key_protocol::jws::{self, Header, Jws};
use key_protocol::request::{Place, Request, Subject};
use key_protocol::shown::ShownText;
use serde_json::{Value, json};

use key_domain::store::memory::Rows;

/// The only device.
pub(super) const DEVICE: DeviceId = DeviceId::from_bytes([1; 16]);
/// The account of the phone.
const ACCOUNT: AccountId = AccountId::from_bytes([1; 16]);

/// The sender of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Who {
    Copy,
    Original,
}

/// A service. Time passes only when a schedule advances it, and by a millisecond with each message.
#[derive(Clone)]
pub(super) struct Service {
    key: Arc<SoftwareKey>,
    pub(super) now: i64,
    nonces: u64,
    /// How many nonces were issued before this start.
    forgotten: u64,
    pub(super) rows: Rows,
    /// Acts of a copy that were admitted as new, and that the original has not sent too.
    pub(super) foreign: HashSet<ContentHash>,
    /// Whether a copy has called at all.
    pub(super) copy_called: bool,
    own: HashSet<ContentHash>,
    /// Whether the database was restored from a backup.
    pub(super) was_put_back: bool,
}

impl Service {
    pub(super) fn new() -> Self {
        let key = Arc::new(SoftwareKey::from_bytes(&[9; 32]).unwrap());
        let (rows, foreign, own) = (Rows::default(), HashSet::new(), HashSet::new());
        Self {
            key,
            now: 1_800_000_000_000,
            nonces: 0,
            forgotten: 0,
            rows,
            foreign,
            copy_called: false,
            own,
            was_put_back: false,
        }
    }

    /// Restores the database from a backup. The service has restarted, and knows no nonce that it issued before.
    pub(super) fn put_back(&mut self, backup: &Self) {
        self.rows = backup.rows.clone();
        self.foreign.clone_from(&backup.foreign);
        self.was_put_back = true;
        self.forgotten = self.nonces;
    }

    pub(super) fn key(&self) -> &SoftwareKey {
        &self.key
    }

    pub(super) fn state(&self) -> Lifecycle {
        self.rows.devices[&DEVICE].state
    }

    /// Issues a nonce: the time and a unique number.
    pub(super) fn nonce(&mut self) -> String {
        self.nonces += 1;
        base64url::encode(&[self.now.to_be_bytes(), self.nonces.to_be_bytes()].concat())
    }

    /// Answers one request.
    pub(super) fn answer(&mut self, who: Who, request: &HttpRequest) -> HttpResponse {
        self.now += 1;
        self.copy_called |= who == Who::Copy && request.body.is_some();
        let body = request.body.as_ref().map(|text| {
            let result = self.call(who, request.url.rsplit('/').next().unwrap(), text);
            let result = match result {
                Ok(value) => CallResult::Ok(value),
                Err(refusal) => CallResult::Refused(refusal),
            };
            let answer = Answer { v: VERSION, call: call_hash(text.as_bytes()), now: self.now, result };
            let header = Header::of::<Answer<Value>>().kid("service").jwk(self.key.public_key());
            jws::sign(&header, &answer, |bytes| self.key.sign(bytes)).unwrap()
        });
        HttpResponse { body: body.unwrap_or_default(), nonce: Some(self.nonce()), status: 200 }
    }

    fn call(&mut self, who: Who, name: &str, text: &str) -> Kept {
        match name {
            "claim" => self.claim(text),
            "enrol" => self.act::<Enrol>(who, text, |_, _, _| Ok(json!({}))),
            "decide" => self.act::<Decide>(who, text, |_, _, _| Err(Refusal::RequestEnded)),
            "resume" => self.act::<Resume>(who, text, resume),
            "wait" => self.wait(who, text),
            _ => Err(Refusal::UnknownEndpoint),
        }
    }

    fn claim(&mut self, text: &str) -> Kept {
        let jws = Jws::parse(text).unwrap();
        let (possession, call) = jws.verify_carried::<Call<Claim>>(None, &SoftwareVerifier).unwrap();
        let Claim { commitment, knows, name, platform, .. } = call.body;
        let device = Device {
            offline: Offline::default(),
            id: DEVICE,
            account: ACCOUNT,
            name,
            platform,
            state: Lifecycle::Active,
            possession,
            pinned: self.key.public_key().thumbprint(),
            knows: knows.clone(),
            commitment,
            share: None,
            factors: None,
            tries: Tries::default(),
            acts: Acts::default(),
            waits: Waits::default(),
            claimed_at: self.now,
            active_at: None,
            used_at: None,
            ended_at: None,
        };
        self.rows.devices.insert(DEVICE, device);
        let shown = |text| ShownText::parse(text).unwrap();
        let (agreement, share) = (self.key.public_key(), Share::from_bytes([3; 16]));
        let (service, username) = (shown("Ledger"), shown("mira.laine"));
        let claimed = Claimed { agreement, device: DEVICE, knows, service, share, tenant: None, username };
        Ok(serde_json::to_value(claimed).unwrap())
    }

    fn act<B: Body>(
        &mut self,
        who: Who,
        text: &str,
        carry_out: impl FnOnce(&mut Device, &Entered, B) -> Kept,
    ) -> Kept {
        let (record, call) = self.read::<B>(text)?;
        let mut rows = Box::new(self.rows.clone());
        let admission = ready(admission::admit(rows.as_mut(), &record)).unwrap();
        let result = match admission {
            Admission::Known(result) => result,
            Admission::In(Admitted { mut device, before }) => {
                self.note(who, B::ENDPOINT, text);
                let entered = Entered { before: before.unwrap(), record: record.clone(), rows: rows.clone() };
                let result = carry_out(&mut device, &entered, call.body);
                if result == Err(Refusal::Frozen) {
                    device.state = Lifecycle::Frozen;
                }
                ready(admission::conclude(rows.as_mut(), &mut device, &record, result.clone())).unwrap();
                result
            }
        };
        self.rows = *rows;
        result
    }

    fn wait(&mut self, who: Who, text: &str) -> Kept {
        let (record, _) = self.read::<Wait>(text)?;
        let mut rows = Box::new(self.rows.clone());
        let admission = ready(admission::admit(rows.as_mut(), &record)).unwrap();
        self.rows = *rows;
        match admission {
            Admission::Known(result) => result,
            Admission::In(_) => {
                self.note(who, Wait::ENDPOINT, text);
                Ok(serde_json::to_value(self.waiting()).unwrap())
            }
        }
    }

    /// Records an admitted act of a copy. An act that the original has sent too does not count as a copy's.
    fn note(&mut self, who: Who, endpoint: key_protocol::call::Endpoint, text: &str) {
        let hash = content(endpoint, text);
        if who == Who::Copy && !self.own.contains(&hash) {
            self.foreign.insert(hash);
        }
    }

    /// Records that the original has sent this, whether it arrives or not.
    pub(super) fn said_by_original(&mut self, request: &HttpRequest) {
        let Some(text) = &request.body else { return };
        let name = request.url.rsplit('/').next().unwrap();
        for endpoint in key_protocol::call::Endpoint::ALL.into_iter().filter(|known| known.name() == name) {
            let hash = content(endpoint, text);
            self.own.insert(hash);
            self.foreign.remove(&hash);
        }
    }

    fn waiting(&mut self) -> Waiting {
        let request = Request {
            v: VERSION,
            id: RequestId::from_bytes([7; 16]),
            device: DEVICE,
            service: ShownText::parse("Ledger").unwrap(),
            username: ShownText::parse("mira.laine").unwrap(),
            tenant: None,
            issued: self.now / 1000,
            expires: self.now / 1000 + 1_000_000,
            digits: false,
            subject: Subject::Login {
                browser: ShownText::parse("Firefox").unwrap(),
                known: true,
                place: Place { address: [127, 0, 0, 1].into(), name: None },
            },
        };
        let jws = jws::sign(&Header::of::<Request>(), &request, |bytes| self.key.sign(bytes)).unwrap();
        self.nonces += 1;
        Waiting {
            digest: self.nonces.to_string(),
            ended: vec![],
            pending: 1,
            requests: vec![jws],
            state: DeviceState::Active,
            successor: None,
        }
    }

    fn read<B: Body>(&self, text: &str) -> Result<(CallRecord, Call<B>), Refusal> {
        let jws = Jws::parse(text).unwrap();
        let key = self.rows.devices[&DEVICE].possession;
        let payload = jws.verified::<Call<B>>(&key, &SoftwareVerifier).unwrap();
        let call: Call<B> = json::read(payload).unwrap();
        let nonce: [u8; 16] = base64url::decode_array(jws.header().nonce.as_deref().unwrap()).unwrap();
        if u64::from_be_bytes(nonce[8..].try_into().unwrap()) <= self.forgotten {
            return Err(Refusal::BadNonce);
        }
        let number = |number: u64| i64::try_from(number).unwrap();
        let lane = match call.body.run() {
            Some(run) => Lane::Wait {
                id: call.id,
                run: number(run.number),
                run_hash: run.secret.hash(),
                newest_act: number(run.newest_act),
            },
            None => Lane::Act { hash: ContentHash::of(B::ENDPOINT, payload), id_hash: call.id.hash() },
        };
        let nonce_at = i64::from_be_bytes(nonce[..8].try_into().unwrap());
        let record = CallRecord {
            device: DEVICE,
            account: ACCOUNT,
            nonce,
            nonce_at,
            seq: number(call.seq),
            lane,
            at: self.now,
            now: self.now,
            clock_error: 0,
        };
        Ok((record, call))
    }
}

/// The state of an admitted act.
struct Entered {
    before: Acts,
    record: CallRecord,
    rows: Box<Rows>,
}

fn resume(device: &mut Device, entered: &Entered, body: Resume) -> Kept {
    let left = match &body.left {
        Some(left) => {
            let mut rows = entered.rows.clone();
            let found =
                ready(admission::left(rows.as_mut(), &entered.before, &entered.record, left)).unwrap();
            Some(match found.ok_or(Refusal::Frozen)? {
                Left::Answered(Ok(value)) => LeftResult::Answered(CallResult::Ok(value)),
                Left::Answered(Err(refusal)) => LeftResult::Answered(CallResult::Refused(refusal)),
                Left::Lost => LeftResult::GivenUp(key_protocol::answer::Done {}),
            })
        }
        None => None,
    };
    let (run, now) = (entered.record.seq, entered.record.now);
    let run_hash = Some(body.run_hash);
    device.waits = Waits { run, run_at: now, run_hash, seq: 0, id: None, at: now };
    let resumed = Resumed { knows: Capabilities::ours(), left, successor: None };
    Ok(serde_json::to_value(resumed).unwrap())
}

fn content(endpoint: key_protocol::call::Endpoint, text: &str) -> ContentHash {
    let payload = base64url::decode(text.split('.').nth(1).unwrap()).unwrap();
    ContentHash::of(endpoint, &payload)
}

/// The result of a future, which never waits because everything is in memory.
fn ready<T>(future: impl Future<Output = T>) -> T {
    let mut future = std::pin::pin!(future);
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match future.as_mut().poll(&mut context) {
        std::task::Poll::Ready(value) => value,
        std::task::Poll::Pending => unreachable!("rows in memory never wait"),
    }
}

/// The faults of one phone's network.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Faults {
    /// How many of a hundred requests are lost.
    pub(super) lose_request: u64,
    /// How many of a hundred answers are lost.
    pub(super) lose_answer: u64,
    /// How many of the lost requests arrive late.
    pub(super) delay: u64,
}

/// The network of one phone.
pub(super) struct Network {
    pub(super) who: Who,
    pub(super) service: Arc<Mutex<Service>>,
    pub(super) faults: Mutex<Faults>,
    pub(super) late: Mutex<Vec<HttpRequest>>,
    pub(super) random: Mutex<Random>,
}

impl Transport for Network {
    fn send(&self, request: &HttpRequest) -> Result<HttpResponse, TransportError> {
        let faults = *lock(&self.faults);
        let mut random = lock(&self.random);
        let mut service = lock(&self.service);
        if self.who == Who::Original {
            service.said_by_original(request);
        }
        if random.of_100(faults.lose_request) {
            if random.of_100(faults.delay) {
                lock(&self.late).push(request.clone());
            }
            return Err(TransportError);
        }
        let response = service.answer(self.who, request);
        if random.of_100(faults.lose_answer) { Err(TransportError) } else { Ok(response) }
    }
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Random numbers that are the same for the same seed.
#[derive(Clone, Debug)]
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        let hash = sha256(&seed.to_be_bytes());
        Self(u64::from_be_bytes(hash[..8].try_into().unwrap()) | 1)
    }

    /// Draws a number below `end` (xorshift64*).
    pub(super) fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % end
    }

    pub(super) fn of_100(&mut self, chance: u64) -> bool {
        self.below(100) < chance
    }
}
