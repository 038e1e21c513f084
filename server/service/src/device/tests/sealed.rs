//! The database alone reveals no factors or decisions.

use std::fs;

use key_domain::sealing::Context;
use key_protocol::base64url;
use key_protocol::decision::DecisionAnswer;
use key_protocol::enrolment::Factor;
use key_protocol::id::RequestId;
use key_protocol::key::PublicKey;

use crate::keys::public_half;
use crate::testing::{Phone, World};

/// All bytes of the database, its log and its index.
fn on_disk(world: &World) -> Vec<u8> {
    let files = fs::read_dir(world.folder.path()).unwrap().map(|file| file.unwrap().path());
    let files = files.filter(|path| path.file_name().unwrap().to_str().unwrap().starts_with("key.db"));
    files.flat_map(|path| fs::read(path).unwrap()).collect()
}

fn holds(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|part| part[0] == what[0] && part == what)
}

fn forms_of(key: &PublicKey) -> [Vec<u8>; 6] {
    let sec1 = key.to_sec1();
    let [x, y] = [&sec1[1..33], &sec1[33..]];
    let [x64, y64] = [x, y].map(|bytes| base64url::encode(bytes).into_bytes());
    [sec1.to_vec(), x.to_vec(), y.to_vec(), x64, y64, serde_json::to_vec(key).unwrap()]
}

/// The payload of a call that was sent, and the signature of a factor in it, if there is one.
fn secrets_in(call: &str) -> Vec<Vec<u8>> {
    let payload = call.split('.').nth(1).unwrap();
    let said: serde_json::Value = serde_json::from_slice(&base64url::decode(payload).unwrap()).unwrap();
    let proof = said["body"]["proof"].as_str().and_then(|proof| proof.split_once(".."));
    let signature = proof.map(|(_, text)| [base64url::decode(text).unwrap(), text.as_bytes().to_vec()]);
    signature.into_iter().flatten().chain([payload.as_bytes().to_vec()]).collect()
}

/// A phone that has used all of its factors: right, wrong, and changed.
async fn used(world: &World) -> [Phone; 2] {
    let mut phone = world.paired("mira").await;
    let old = phone.clone();
    for factor in [Factor::Pin, Factor::Biometric] {
        world.login("mira", false).await;
        let request = phone.request().await;
        phone.slip().await;
        phone.call(phone.checking(factor)).await.unwrap();
        let decision = phone.decision(&request, DecisionAnswer::Confirm, None);
        phone.call(phone.decide(factor, &decision)).await.unwrap();
        let next = Phone { pin: [21; 32], biometric: [22; 32], ..phone.clone() };
        phone.change(Some(next.enrolment(factor))).await.unwrap();
        (phone.pin, phone.biometric) =
            (next.pin, if factor == Factor::Pin { old.biometric } else { [22; 32] });
    }
    world.login("mira", false).await;
    let request = phone.request().await;
    phone.confirm(&request, None).await.unwrap();
    [old, phone]
}

#[tokio::test]
async fn the_database_tells_nothing_of_a_factor() {
    let world = World::new().await;
    if world.file().is_none() {
        return;
    }
    let phones = used(&world).await;
    let keys = phones.iter().flat_map(|phone| {
        let [pin, biometric] = [Factor::Pin, Factor::Biometric].map(|factor| phone.keys(factor));
        pin.into_iter().chain(biometric).chain([phone.agreement()])
    });
    let sent = phones[0].sent.lock().unwrap().clone();
    let secrets: Vec<_> =
        keys.flat_map(|key| forms_of(&key)).chain(sent.iter().flat_map(|call| secrets_in(call))).collect();
    assert!(sent.iter().filter(|call| secrets_in(call).len() == 3).count() >= 9);
    let bytes = on_disk(&world);
    let possession = public_half(&phones[0].possession).unwrap().to_sec1();
    for there in [&b"mira"[..], &possession, phones[0].shares[0].as_bytes()] {
        assert!(holds(&bytes, there), "what is not secret is found");
    }
    for (index, secret) in secrets.iter().enumerate() {
        assert!(!holds(&bytes, secret), "{index}: {}", String::from_utf8_lossy(secret));
    }
}

#[tokio::test]
async fn a_decision_can_be_proven_later_by_whoever_has_the_key_file() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    world.login("mira", false).await;
    let request = phone.request().await;
    phone.confirm(&request, None).await.unwrap();
    let sent = phone.sent.lock().unwrap().last().unwrap().clone();
    let mut tx = world.app().store.begin(&[]).await.unwrap();
    let (request, call) = tx.calls_after(RequestId::from_bytes([0; 16])).await.unwrap().remove(0);
    let opened = world.app().parts.secrets.sealer.open(Context::Call(request.as_bytes()), &call);
    assert_eq!(*opened.unwrap(), sent.into_bytes());
}
