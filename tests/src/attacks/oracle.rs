//! A search for the PIN by timing: the same refused call with the right and with a wrong factor, alternately, in each
//! situation in which a call is refused. The times are those that a thief with the possession key could measure: from
//! the first byte sent to the last received, on the same machine as the service.

use std::cell::RefCell;
use std::time::{Duration, Instant};

use key_core::crypto::{SoftwareKey, SoftwareVerifier};
use key_core::platform::{HttpRequest, HttpResponse};
use key_protocol::VERSION;
use key_protocol::answer::{Answer, CallResult};
use key_protocol::call::{Body, Call, CallId, Check, Decide};
use key_protocol::crypto::Signer as _;
use key_protocol::decision::Decision;
use key_protocol::enrolment::{Factor, FactorCheck};
use key_protocol::id::RequestId;
use key_protocol::json;
use key_protocol::jws::{self, Jws};
use key_store::sqlite::testing::OtherProgram;
use serde_json::Value;
use tokio::runtime::Runtime;

use super::statistics::Compared;
use crate::forge::prove_bytes;
use crate::{Forge, Phone, World};

/// The result of one situation.
#[derive(Debug)]
pub struct Row {
    /// The situation.
    pub name: &'static str,
    /// The answer of the service.
    pub answer: String,
    /// How many calls were made with each factor.
    pub calls: usize,
    /// The times with the right factor, compared with a wrong one.
    pub compared: Compared,
}

/// Measures each situation with `calls` calls for each factor, and passes each row to `row` when it is complete.
pub fn run(calls: usize, mut row: impl FnMut(Row)) {
    let world = World::start();
    let (phone, mut browser) = world.paired(1);
    let scene = Scene::new(&world, &phone);
    world.log_in(&mut browser);
    let superseded = scene.pending();
    world.log_in(&mut browser);
    let answered = scene.pending();
    let confirmed = scene.forge.call(scene.next(), 1, scene.prove(&answered, &scene.forge.pin));
    assert!(matches!(confirmed, CallResult::Ok(_)), "{confirmed:?}");
    world.log_in(&mut browser);
    let open = scene.pending();
    for situation in situations(&scene, &superseded, &answered, &open) {
        row(measure(&scene, &situation, calls));
    }
}

/// A stolen phone, and the database of its service.
struct Scene<'a> {
    forge: Forge<'a>,
    phone: &'a Phone,
    wrong: SoftwareKey,
    seq: std::cell::Cell<u64>,
    database: RefCell<OtherProgram>,
    runtime: Runtime,
}

/// A situation in which a call is refused.
struct Situation<'a> {
    name: &'static str,
    /// The change of the device's row before each call.
    set: &'static str,
    write: Write<'a>,
    /// Whether the call is made once before it is measured.
    again: bool,
}

/// Writes a call with the proof of a key.
type Write<'a> = Box<dyn Fn(&SoftwareKey) -> HttpRequest + 'a>;

fn situations<'a>(
    scene: &'a Scene<'_>,
    superseded: &'a Decision,
    answered: &'a Decision,
    open: &'a Decision,
) -> Vec<Situation<'a>> {
    const ACTIVE: &str = "state = 'active', tries_run = 0";
    const OVERTAKEN: &str = "act_seq = 6, act_at = 9000000000000000";
    const BEHIND: &str = "state = 'active', act_seq = 6, act_at = 0";
    const BESIDE: &str = "state = 'active', act_seq = 5, act_at = 0";
    const AFRESH: &str = "state = 'active', act_seq = 0, tries_run = 0";
    let unknown = Decision { request: RequestId::from_bytes([9; 16]), ..open.clone() };
    let changed = Decision { statement: "Confirm?\n".to_owned(), ..open.clone() };
    let used = scene.used_nonce(open);
    let at = |name, set, write| Situation { name, set, write, again: false };
    let decide = |decision: &Decision| scene.deciding(decision.clone());
    vec![
        at("used nonce, decide", "", scene.deciding_with(used.clone(), open)),
        at("used nonce, check", "", scene.checking_with(used)),
        Situation { again: true, ..at("kept result", ACTIVE, decide(superseded)) },
        at("request unknown", ACTIVE, decide(&unknown)),
        at("request ended", ACTIVE, decide(superseded)),
        at("request answered", ACTIVE, decide(answered)),
        at("another statement", ACTIVE, decide(&changed)),
        at("unknown field", ACTIVE, scene.deciding_with_field(open, 1)),
        at("oversized", ACTIVE, scene.deciding_with_field(open, jws::MAX_BYTES)),
        at("lower number, overtaken", OVERTAKEN, scene.deciding_as(5, open)),
        at("lower number, a copy", BEHIND, scene.deciding_as(5, open)),
        at("newest number, other content: a copy", BESIDE, scene.deciding_as(5, open)),
        at("locked, decide", "state = 'locked'", decide(open)),
        at("locked, check", "state = 'locked'", scene.checking()),
        at("frozen, decide", "state = 'frozen'", decide(open)),
        at("frozen, check", "state = 'frozen'", scene.checking()),
        at("disconnected", "state = 'disconnected'", decide(open)),
        at("pairing", "state = 'pairing', claimed_at = 9000000000000", scene.checking()),
        at("pairing, lapsed", "state = 'pairing', claimed_at = 0", scene.checking()),
        at("pairing refused", "state = 'refused'", scene.checking()),
        at(COUNTED, AFRESH, scene.checking()),
    ]
}

/// The only situation with two answers.
const COUNTED: &str = "for comparison: a check that counts";

impl<'a> Scene<'a> {
    fn new(world: &World, phone: &'a Phone) -> Self {
        let runtime = Runtime::new().unwrap();
        let path = world.folder().join("key.db");
        let database = RefCell::new(runtime.block_on(OtherProgram::open(&path)));
        let wrong = SoftwareKey::from_bytes(&[7; 32]).unwrap();
        let forge = Forge::of(phone);
        let seq = std::cell::Cell::new(forge.fresh_number());
        Self { forge, phone, wrong, seq, database, runtime }
    }

    fn next(&self) -> u64 {
        self.seq.set(self.seq.get() + 1);
        self.seq.get()
    }

    /// The decision on the newest pending request.
    fn pending(&self) -> Decision {
        let requests = self.forge.requests(self.next());
        self.forge.decision(&requests[0], None)
    }

    fn deciding(&self, decision: Decision) -> Write<'_> {
        Box::new(move |key| self.write(self.next(), self.prove(&decision, key)))
    }

    fn deciding_as<'b>(&'b self, seq: u64, decision: &'b Decision) -> Write<'b> {
        Box::new(move |key| self.write(seq, self.prove(decision, key)))
    }

    fn deciding_with<'b>(&'b self, nonce: String, decision: &'b Decision) -> Write<'b> {
        Box::new(move |key| self.write_with(&nonce, self.prove(decision, key)))
    }

    fn deciding_with_field<'b>(&'b self, decision: &'b Decision, length: usize) -> Write<'b> {
        Box::new(move |key| {
            let mut content = serde_json::to_value(decision).unwrap();
            content["more"] = Value::from("x".repeat(length));
            self.write(self.next(), prove_bytes(content.to_string().as_bytes(), Factor::Pin, key))
        })
    }

    fn checking(&self) -> Write<'_> {
        Box::new(move |key| {
            let seq = self.next();
            self.write(seq, self.check(seq, key))
        })
    }

    fn checking_with(&self, nonce: String) -> Write<'_> {
        Box::new(move |key| self.write_with(&nonce, self.check(self.seq.get(), key)))
    }

    fn used_nonce(&self, decision: &Decision) -> String {
        let nonce = self.forge.nonce();
        let (seq, body, header) = (self.next(), self.prove(decision, &self.wrong), nonce.clone());
        let request = self.forge.write(&call(seq, body), |written| written.nonce = Some(header));
        let _ = self.phone.network.replay(&request);
        nonce
    }

    fn prove(&self, decision: &Decision, key: &SoftwareKey) -> Decide {
        prove_bytes(&json::write(decision), Factor::Pin, key)
    }

    fn check(&self, seq: u64, key: &SoftwareKey) -> Check {
        let check = Check::content(&FactorCheck { v: VERSION, device: self.forge.account.device, seq });
        let proof = jws::prove::<FactorCheck, _>(Factor::Pin, &check, |bytes| key.sign(bytes)).unwrap();
        Check { check, proof }
    }

    fn write<B: Body>(&self, seq: u64, body: B) -> HttpRequest {
        self.forge.write(&call(seq, body), |_| {})
    }

    fn write_with<B: Body>(&self, nonce: &str, body: B) -> HttpRequest {
        let nonce = nonce.to_owned();
        self.forge.write(&call(self.seq.get(), body), |header| header.nonce = Some(nonce))
    }

    fn said(&self, response: &HttpResponse) -> String {
        let answer = Jws::parse_answer(&response.body).unwrap();
        let answer: Answer<Value> =
            answer.verify(&self.forge.account.service_key, &SoftwareVerifier).unwrap();
        match answer.result {
            CallResult::Ok(_) => "Ok".to_owned(),
            CallResult::Refused(refusal) => format!("{refusal:?}"),
        }
    }

    /// Changes the row of the device directly in the database.
    fn set(&self, what: &'static str) {
        if !what.is_empty() {
            let change = format!("UPDATE devices SET {what}");
            self.runtime.block_on(self.database.borrow_mut().run(change)).unwrap();
        }
    }
}

fn call<B>(seq: u64, body: B) -> Call<B> {
    Call { v: VERSION, body, id: CallId::from_bytes([1; 16]), seq }
}

fn measure(scene: &Scene<'_>, situation: &Situation<'_>, calls: usize) -> Row {
    let (mut times, mut answer) = ([Vec::new(), Vec::new()], None);
    for round in 0..calls {
        // The order alternates from round to round.
        for turn in [round % 2, 1 - round % 2] {
            let key = if turn == 0 { &scene.forge.pin } else { &scene.wrong };
            let (time, said) = once(scene, situation, key);
            times[turn].push(time);
            let same = answer.get_or_insert_with(|| said.clone()) == &said;
            assert!(same || situation.name == COUNTED, "{}: {said} after {answer:?}", situation.name);
        }
    }
    let answer = answer.unwrap_or_default();
    Row { name: situation.name, answer, calls, compared: Compared::of(times) }
}

fn once(scene: &Scene<'_>, situation: &Situation<'_>, key: &SoftwareKey) -> (Duration, String) {
    let mut request = (situation.write)(key);
    scene.set(situation.set);
    if situation.again {
        let _ = scene.phone.network.replay(&request);
        scene.seq.set(scene.seq.get() - 1);
        request = (situation.write)(key);
    }
    #[expect(clippy::disallowed_methods, reason = "what is measured")]
    let start = Instant::now();
    let response = scene.phone.network.replay(&request);
    (start.elapsed(), scene.said(&response))
}
