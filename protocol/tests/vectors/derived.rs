//! Values that both sides compute alike: comparison codes, challenges, offline codes, hashes of contents.

use key_protocol::attestation;
use key_protocol::base64url;
use key_protocol::call::{ContentHash, Endpoint};
use key_protocol::comparison::{self, Pairing, Share};
use key_protocol::crypto::Signer as _;
use key_protocol::enrolment::Factor;
use key_protocol::key::Thumbprint;
use key_protocol::link::PairingToken;
use key_protocol::offline::{self, Agreed, OfflineSecret, Purpose, Scope};
use serde_json::{Value, json};

use crate::support::{device, filled, hex, key};

fn thumbprint(name: &str) -> Thumbprint {
    key(name).public_key().thumbprint()
}

pub(crate) fn token(name: &str) -> PairingToken {
    PairingToken::from_bytes(filled(name))
}

pub(crate) fn share(name: &str) -> Share {
    Share::from_bytes(filled(name))
}

/// One pairing, and others that differ from it in one thing each.
pub(crate) fn comparisons() -> Value {
    let one = ["service", "token", "device", "device share", "service share"];
    let others =
        ["new service", "another token", "stranger", "another device share", "another service share"];
    let changed = (0..one.len()).map(|place| {
        let mut names = one;
        names[place] = others[place];
        names
    });
    json!([one].into_iter().chain(changed).map(comparison).collect::<Vec<_>>())
}

fn comparison([service, token_name, device, device_share, service_share]: [&str; 5]) -> Value {
    let (service, token, device) = (thumbprint(service), token(token_name), thumbprint(device));
    let (device_share, service_share) = (share(device_share), share(service_share));
    let code = comparison::code(&Pairing {
        service: &service,
        token: &token,
        device: &device,
        device_share: &device_share,
        service_share: &service_share,
    });
    json!({
        "code": code, "commitment": comparison::commitment(&device_share), "device": device,
        "device_share": device_share, "service": service, "service_share": service_share,
        "token": hex(token.as_bytes()),
    })
}

pub(crate) fn attestations() -> Value {
    let cases = [("service", "token"), ("service", "another token"), ("new service", "token")];
    json!(cases.map(|(service, token_name)| {
        let (service, token) = (thumbprint(service), token(token_name));
        let challenge = hex(&attestation::challenge(&service, &token));
        json!({ "challenge": challenge, "service": service, "token": hex(token.as_bytes()) })
    }))
}

pub(crate) fn offline() -> Value {
    let names = ["pin agreement", "biometric agreement", "possession agreement"];
    let shared = names.map(agreed);
    let [pin, biometric, possession] = &shared;
    let factors = [(Factor::Pin, pin), (Factor::Biometric, biometric)];
    let all = factors.into_iter().flat_map(|(factor, secret)| {
        Purpose::ALL.into_iter().flat_map(move |purpose| {
            [None, Some(possession)]
                .map(|possession| secrets(&Agreed { factor: secret, possession }, factor, purpose))
        })
    });
    let shared: serde_json::Map<_, _> =
        names.into_iter().zip(&shared).map(|(name, secret)| (name.to_owned(), json!(hex(secret)))).collect();
    json!({
        "device": device(), "secrets": all.collect::<Vec<_>>(), "service": thumbprint("service"),
        "shared": shared,
    })
}

fn agreed(name: &str) -> [u8; 32] {
    let (ours, theirs) = (key(name), key("service agreement"));
    assert_eq!(ours.agree(&theirs), theirs.agree(&ours), "{name}");
    ours.agree(&theirs)
}

fn secrets(agreed: &Agreed<'_>, factor: Factor, purpose: Purpose) -> Value {
    let (service, device) = (thumbprint("service"), device());
    let secret =
        OfflineSecret::derive(agreed, &Scope { service: &service, device: &device, factor, purpose });
    let times = [-1, 0, 29, 30, 59, 1_111_111_109, 1_795_246_860, 20_000_000_000_i64];
    let codes = times.map(|time| {
        let step = offline::step(time);
        json!({ "code": secret.code(step), "step": step, "time": time })
    });
    json!({
        "codes": codes, "factor": factor, "possession": agreed.possession.is_some(),
        "purpose": purpose.name(), "secret": hex(secret.as_bytes()),
    })
}

/// The same payload means something else at another endpoint, and in another form.
pub(crate) fn contents() -> Value {
    let id = base64url::encode(&filled::<16>("call"));
    let written = format!(r#"{{"v":1,"body":{{}},"id":"{id}","seq":7}}"#);
    let cases = [
        (Endpoint::Leave, written.clone()),
        (Endpoint::Check, written.clone()),
        (Endpoint::CannotShow, written.clone()),
        (Endpoint::Leave, written.replace(',', ", ")),
    ];
    json!(cases.map(|(endpoint, payload)| {
        let hash = ContentHash::of(endpoint, payload.as_bytes());
        json!({ "endpoint": endpoint.name(), "hash": hash, "payload": payload })
    }))
}
