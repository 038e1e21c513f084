//! A pairing and a login from the first call to the last, and every refusal.

use key_protocol::answer::{
    Answer, CallResult, Checked, Claimed, Decided, DeviceState, EndedRequest, Enrolled, Left, Refusal,
    Waiting, call_hash,
};
use key_protocol::base64url;
use key_protocol::call::{Body, Call, Claim, Decide, Endpoint, Enrol, FactorCheckCall, Leave, Mark, Wait};
use key_protocol::crypto::Signer as _;
use key_protocol::decision::DecisionAnswer;
use key_protocol::enrolment::{Enrolment, Factor, FactorCheck};
use key_protocol::jws::Header;
use key_protocol::language::Language;
use key_protocol::link::PairingToken;
use key_protocol::origin::Origin;
use key_protocol::receipt::Outcome;
use key_protocol::statement::View;
use serde_json::{Value, json};

use crate::support::{self, NOW, device, filled, key, opened, request_id, shown};
use crate::{decisions, statements};

pub(crate) fn vectors() -> Value {
    let (pairing, using) = (pairing(), using());
    json!({ "calls": pairing.into_iter().chain(using).collect::<Vec<_>>(), "refusals": refusals() })
}

fn pairing() -> [Value; 3] {
    let token = PairingToken::from_bytes(filled("token"));
    let claim = Claim { name: shown("Mira's phone"), platform: shown("Android 16"), token };
    let claimed = Claimed {
        agreement: key("service agreement").public_key(),
        device: device(),
        service: shown("Ledger"),
        tenant: Some(shown("Company A")),
        username: shown("mira.laine"),
    };
    let enrol =
        Enrol { pin: enrolment(Factor::Pin, true), biometric: Some(enrolment(Factor::Biometric, false)) };
    let waiting = Waiting {
        digest: "7iJmCBb2RkE".to_owned(),
        ended: vec![],
        requests: vec![],
        state: DeviceState::Pairing,
    };
    [
        exchange("claim", 0, claim, claimed),
        exchange("enrol", 1, enrol, Enrolled {}),
        exchange("wait for the page", 1, Wait { have: String::new(), seconds: 25 }, waiting),
    ]
}

fn using() -> [Value; 5] {
    let (known, new) = (statements::known(), statements::new());
    let confirmed = decisions::confirm(&known);
    let decide = Decide::Confirm(decisions::signed(&confirmed, Factor::Pin));
    let view = View { language: Language::Danish, utc_offset: -300 };
    let declined = decisions::decision(&new, DecisionAnswer::NotMe, view, None);
    let decline = Decide::Decline(Box::new(declined.clone()));
    let ended = [("declined before", Some(Outcome::Declined)), ("run out before", None)]
        .map(|(name, outcome)| EndedRequest { outcome, request: request_id(name) });
    let waiting = Waiting {
        digest: "AvKq0-XmdZI".to_owned(),
        ended: ended.to_vec(),
        requests: vec![statements::signed(&known), statements::signed(&new)],
        state: DeviceState::Active,
    };
    let check = FactorCheck { v: 1, device: device(), seq: 4 };
    let proof = support::sign(&Header::of::<FactorCheck>().kid("pin"), &check, "pin");
    [
        exchange("wait for requests", 2, Wait { have: "7iJmCBb2RkE".to_owned(), seconds: 25 }, waiting),
        exchange("confirm", 2, decide, Decided { receipt: decisions::receipt(&confirmed) }),
        exchange("decline", 3, decline, Decided { receipt: decisions::receipt(&declined) }),
        exchange("check", 4, FactorCheckCall { proof }, Checked {}),
        exchange("leave", 5, Leave {}, Left {}),
    ]
}

fn enrolment(factor: Factor, with_agreement: bool) -> String {
    let enrolment = Enrolment {
        v: 1,
        agreement: with_agreement.then(|| key("pin agreement").public_key()),
        device: device(),
        factor,
        service: key("service").public_key().thumbprint(),
    };
    let header = Header::of::<Enrolment>().jwk(key(factor.kid()).public_key());
    support::sign(&header, &enrolment, factor.kid())
}

/// A nonce of the form that our service makes; to a device it is opaque.
fn nonce(name: &str) -> String {
    base64url::encode(&filled::<32>(&format!("nonce of {name}")))
}

/// A call and its answer.
fn exchange<B: Body + Clone>(name: &str, seq: u64, body: B, ok: B::Ok) -> Value {
    let origin = Origin::parse("https://login.example").unwrap();
    let mark = Mark::from_bytes(filled(&format!("mark of {name}")));
    let header = match B::ENDPOINT {
        Endpoint::Claim => Header::of::<Call<B>>().jwk(key("device").public_key()),
        _ => Header::of::<Call<B>>().kid(device()),
    };
    let header = Header { nonce: Some(nonce(name)), url: Some(B::ENDPOINT.url(&origin)), ..header };
    let jws = support::sign(&header, &Call { v: 1, body, mark, seq }, "device");
    let answer = answer(&jws, CallResult::Ok(ok), B::ENDPOINT == Endpoint::Claim);
    let (header, payload) = opened(&jws);
    let call = json!({ "header": header, "jws": jws, "payload": payload });
    json!({ "answer": answer, "call": call, "name": name, "path": B::ENDPOINT.path() })
}

fn answer<T>(call: &str, result: CallResult<T>, with_key: bool) -> Value
where
    T: serde::Serialize + serde::de::DeserializeOwned,
{
    let public = key("service").public_key();
    let header = Header::of::<Answer<T>>().kid(public.thumbprint());
    let header = if with_key { header.jwk(public) } else { header };
    let answer = Answer { v: 1, call: call_hash(call.as_bytes()), now: NOW * 1_000 + 417, result };
    let jws = support::sign(&header, &answer, "service");
    let (header, payload) = opened(&jws);
    json!({ "header": header, "jws": jws, "payload": payload })
}

fn refusals() -> Value {
    let all = [
        Refusal::BadNonce,
        Refusal::DigitsWrong,
        Refusal::Disconnected,
        Refusal::Frozen,
        Refusal::LinkExpired,
        Refusal::LinkUsed,
        Refusal::Locked,
        Refusal::Malformed,
        Refusal::NotConfirmed { tries_left: 4 },
        Refusal::PairingRefused,
        Refusal::RequestAnswered { outcome: Outcome::Confirmed },
        Refusal::RequestEnded,
        Refusal::StatementChanged,
        Refusal::TooManyCalls { retry_after: 30 },
        Refusal::UnknownDevice,
        Refusal::UnsupportedVersion { oldest: 1 },
        Refusal::Unavailable,
    ];
    json!(all.map(|refusal| answer::<Checked>("a call", CallResult::Refused(refusal), false)))
}
