//! The calls of a device from first to last with their answers, and every refusal.
//!
//! Calls of the act lane have a `content_hash`. A call without an answer has not arrived.

use key_protocol::answer::{
    Answer, CallResult, Claimed, Confirmed, Decided, DeviceState, Done, EndedRequest, Failed, LeftResult,
    Refusal, RequestPage, Resumed, Waiting, call_hash,
};
use key_protocol::base64url;
use key_protocol::call::{CannotShow, Change, Check, Claim, Enrol, Leave, LeftCall, Requests, Resume, Wait};
use key_protocol::capabilities::Capabilities;
use key_protocol::comparison::commitment;
use key_protocol::crypto::Signer as _;
use key_protocol::decision::{Decision, request_hash};
use key_protocol::enrolment::{Enrolment, Factor, FactorChange, FactorCheck};
use key_protocol::jws::{Header, Jws};
use key_protocol::receipt::Outcome;
use serde_json::{Value, json};

use crate::derived::{share, token};
use crate::life::{Life, answer};
use crate::support::{self, NOW, P256, compact, device, filled, key, message, prove, request_id, shown};
use crate::{decisions, statements, successors};

pub(crate) fn vectors() -> Value {
    let mut life = Life::new(NOW - 900);
    pair(&mut life);
    begin(&mut life);
    log_in(&mut life);
    change_factors(&mut life);
    restart(&mut life);
    move_along(&mut life);
    json!({ "calls": life.calls, "newer": newer(), "refusals": refusals() })
}

fn pair(life: &mut Life) {
    let claim = Claim {
        attestation: Some(["the key's", "the maker's"].map(certificate).to_vec()),
        commitment: commitment(&share("device share")),
        knows: Capabilities::ours(),
        name: shown("Mira's phone"),
        platform: shown("Android 16"),
        token: token("token"),
    };
    let claimed = Claimed {
        agreement: key("service agreement").public_key(),
        device: device(),
        knows: Capabilities::ours(),
        service: shown("Ledger"),
        share: share("service share"),
        tenant: Some(shown("Company A")),
        username: shown("mira.laine"),
    };
    let enrol = Enrol {
        agreement: Some(key("possession agreement").public_key()),
        biometric: Some(enrolment(Factor::Biometric, "biometric", None)),
        pin: enrolment(Factor::Pin, "pin", Some("pin agreement")),
        share: share("device share"),
    };
    life.answered("claim", claim, claimed);
    life.answered("enrol", enrol, Done {});
}

/// Bytes that stand for a certificate in DER: a sequence.
fn certificate(name: &str) -> String {
    base64url::encode(&[&[0x30, 32][..], &filled::<32>(&format!("certificate of {name}"))].concat())
}

fn enrolment(factor: Factor, by: &str, agreement: Option<&str>) -> String {
    let enrolment = Enrolment {
        v: 1,
        agreement: agreement.map(|name| key(name).public_key()),
        device: device(),
        factor,
        service: key("service").public_key().thumbprint(),
    };
    support::sign(&Header::of::<Enrolment>().jwk(key(by).public_key()), &enrolment, by)
}

fn begin(life: &mut Life) {
    resume(life, "resume", "service", None, None);
    let waiting = Waiting { state: DeviceState::Pairing, ..waiting("pairing") };
    life.answered(
        "wait for the page",
        Wait {
            have: String::new(),
            newest_act: life.run,
            run: life.run,
            run_secret: life.secret(),
            seconds: 25,
        },
        waiting,
    );
}

fn resume(
    life: &mut Life,
    name: &str,
    pinned: &str,
    left: Option<(LeftCall, LeftResult)>,
    successor: Option<String>,
) {
    let (left, how) = left.unzip();
    let (pinned, run_hash) = (key(pinned).public_key().thumbprint(), life.new_secret().hash());
    let resume = Resume { knows: Capabilities::ours(), left, pinned, run_hash };
    life.answered(name, resume, Resumed { knows: Capabilities::ours(), left: how, successor });
}

fn digest(name: &str) -> String {
    base64url::encode(&filled::<16>(&format!("digest of {name}")))
}

fn waiting(name: &str) -> Waiting {
    Waiting {
        digest: digest(name),
        ended: vec![],
        pending: 0,
        requests: vec![],
        state: DeviceState::Active,
        successor: None,
    }
}

fn ended<const N: usize>(requests: [(&str, Option<Outcome>); N]) -> Vec<EndedRequest> {
    requests.map(|(name, outcome)| EndedRequest { outcome, request: request_id(name) }).to_vec()
}

/// Three requests wait, and two have ended. One is confirmed, after a slip of the finger; one is declined; and one
/// cannot be shown.
fn log_in(life: &mut Life) {
    let (known, new, payment) = (statements::known(), statements::new(), statements::payment());
    life.at = NOW + 1;
    let waiting = Waiting {
        ended: ended([("declined elsewhere", Some(Outcome::Declined)), ("run out before", None)]),
        pending: 3,
        requests: vec![statements::signed(&known)],
        ..waiting("requests")
    };
    life.answered(
        "wait for requests",
        Wait {
            have: digest("pairing"),
            newest_act: life.run,
            run: life.run,
            run_secret: life.secret(),
            seconds: 25,
        },
        waiting,
    );
    let page = RequestPage { requests: vec![statements::signed(&new), payment.clone()] };
    life.answered(
        "the other requests",
        Requests { after: known.id, newest_act: life.run, run: life.run, run_secret: life.secret() },
        page,
    );
    confirm(life, &decisions::confirm(&known));
    let decline = decisions::decide(&decisions::not_me(&new), None);
    life.answered("decline", decline.clone(), decided(&decline.decision, None));
    let request = statements::head(&payment).id;
    life.answered("cannot show", CannotShow { request, request_hash: request_hash(&payment) }, Done {});
}

fn confirm(life: &mut Life, decision: &Decision) {
    life.at = NOW + 5;
    let early = Decision { at: NOW + 4, ..decision.clone() };
    let wrong = decisions::decide(&early, Some((Factor::Pin, "wrong pin")));
    life.refused("confirm by a wrong PIN", wrong, Refusal::NotConfirmed { tries_left: 4 });
    let failed = Failed { count: 1, since: life.at };
    life.at = NOW + 10;
    let right = decisions::decide(decision, Some((Factor::Pin, "pin")));
    life.answered("confirm", right.clone(), decided(&right.decision, Some(failed)));
}

fn decided(decision: &str, failed: Option<Failed>) -> Decided {
    Decided { failed, receipt: decisions::receipt(&base64url::decode(decision).unwrap()) }
}

fn change_factors(life: &mut Life) {
    life.at = NOW + 60;
    let check = check(life.act, "pin");
    life.answered("check", check, Confirmed { failed: None });
    let new = enrolment(Factor::Pin, "new pin", Some("new pin agreement"));
    let other = change(life.act, Some(new), "pin");
    life.answered("change the PIN", other, Confirmed { failed: None });
    let removed = change(life.act, None, "new pin");
    life.answered("remove the biometrics", removed, Confirmed { failed: None });
}

fn check(seq: u64, by: &str) -> Check {
    let check = Check::content(&FactorCheck { v: 1, device: device(), seq });
    Check { proof: prove::<FactorCheck>(Factor::Pin, &check, by), check }
}

fn change(seq: u64, add: Option<String>, by: &str) -> Change {
    let change = Change::content(&FactorChange { v: 1, add, device: device(), seq });
    Change { proof: prove::<FactorChange>(Factor::Pin, &change, by), change }
}

/// The answer to the last call was lost on its way, and the app was started anew.
fn restart(life: &mut Life) {
    life.at = NOW + 600;
    let answered = LeftResult::Answered(CallResult::Ok(json!(Confirmed { failed: None })));
    let left = life.left();
    resume(life, "resume after a lost answer", "service", Some((left, answered)), None);
    let known = [("known", Some(Outcome::Confirmed)), ("new", Some(Outcome::Declined)), ("payment", None)];
    let waiting = Waiting { ended: ended(known), ..waiting("nothing new") };
    life.answered(
        "wait in the new run",
        Wait {
            have: String::new(),
            newest_act: life.run,
            run: life.run,
            run_secret: life.secret(),
            seconds: 25,
        },
        waiting,
    );
}

/// The last call was lost on its way, the app was started anew, and the service has other keys at another address.
fn move_along(life: &mut Life) {
    life.at = NOW + 86_400;
    let check = check(life.act, "new pin");
    life.lost("a check that does not arrive", check);
    let left = (life.left(), LeftResult::GivenUp(Done {}));
    resume(life, "resume after a lost call", "service", Some(left), Some(successors::signed()));
    life.moved(successors::origin());
    resume(life, "resume at the new address", "new service", None, None);
    life.answered_by("new service");
    life.answered("leave", Leave {}, Done {});
}

fn refusals() -> Value {
    let all = [
        Refusal::BadNonce,
        Refusal::DigitsMistyped,
        Refusal::DigitsWrong,
        Refusal::Disconnected,
        Refusal::Frozen,
        Refusal::LinkExpired,
        Refusal::LinkUsed,
        Refusal::Locked,
        Refusal::Malformed,
        Refusal::NotConfirmed { tries_left: 4 },
        Refusal::Other { code: "account-paused".to_owned() },
        Refusal::PairingRefused,
        Refusal::RequestAnswered { outcome: Outcome::Confirmed },
        Refusal::RequestEnded,
        Refusal::StatementChanged,
        Refusal::TooManyCalls { retry_after: 30 },
        Refusal::Unavailable,
        Refusal::UnknownDevice,
        Refusal::UnknownEndpoint,
        Refusal::UnsupportedVersion { oldest: 1 },
    ];
    json!(all.map(|refusal| answer("service", false, "a call", NOW, CallResult::<Done>::Refused(refusal))))
}

/// Refusals by a newer service, and the code that is read.
fn newer() -> Value {
    let cases = [
        ("an unknown code with a field of its own", r#"{"code":"account-paused","until":1795333260}"#),
        ("a known code with one more field", r#"{"code":"bad-nonce","oldest_nonce":"x"}"#),
    ];
    json!(cases.map(|(name, refusal)| {
        let (public, call) = (key("service").public_key(), call_hash(b"a call"));
        let header = support::json(&Header::of::<Answer<Done>>().kid(public.thumbprint()));
        let payload = format!(r#"{{"v":1,"call":"{call}","now":{NOW}000,"result":{{"refused":{refusal}}}}}"#);
        let jws = compact(&header, &payload, "service");
        let read: Answer<Done> = Jws::parse_answer(&jws).unwrap().verify(&public, &P256).unwrap();
        let code = match read.result {
            CallResult::Ok(Done {}) => None,
            CallResult::Refused(refusal) => Some(refusal.code().to_owned()),
        };
        assert!(code.as_deref().is_some_and(|code| payload.contains(code)), "{name}");
        json!({ "answer": message(&jws), "code": code, "name": name })
    }))
}
