mod cut;
mod killed;

use std::fmt::Debug;

use key_domain::store::devices::{Lifecycle, Tries};
use key_protocol::answer::Refusal;
use key_protocol::base64url;
use key_protocol::call::{Call, Change, Check, Decide};
use key_protocol::decision::{Decision, DecisionAnswer};
use key_protocol::enrolment::{Factor, FactorChange, FactorCheck};
use key_protocol::id::RequestId;
use key_protocol::jws::Message;
use key_protocol::receipt::Outcome;
use serde_json::{Value, json};

use crate::testing::{MINUTE, Phone, World};

/// How often the registered PIN was verified, and the counts of tries.
async fn cost(world: &World, phone: &Phone) -> (u32, Tries, i64) {
    let (tries, rows) = world.tries(phone).await;
    (world.watch.looks(&phone.pin_key()), tries, rows)
}

/// A call that is refused without verifying the PIN, and not counted.
async fn is_free<T: Debug>(
    world: &World,
    phone: &mut Phone,
    refusal: Refusal,
    call: impl AsyncFnOnce(&mut Phone) -> Result<T, Refusal>,
) {
    let before = cost(world, phone).await;
    assert_eq!(call(phone).await.unwrap_err(), refusal);
    assert_eq!(cost(world, phone).await, before, "{refusal:?}");
}

#[tokio::test]
async fn a_try_is_looked_at_exactly_once_and_its_retry_never() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    let registered = phone.pin_key();
    for wrong in [false, true] {
        if wrong {
            phone.mistype();
        }
        let call = phone.numbered(phone.checking(Factor::Pin));
        let looks = world.watch.looks(&registered);
        let first = phone.send(&call).await;
        assert_eq!(first.is_err(), wrong);
        for _ in 0..2 {
            assert_eq!(phone.send(&call).await, first);
        }
        assert_eq!(world.watch.looks(&registered), looks + 1);
        let (tries, rows) = world.tries(&phone).await;
        assert_eq!((tries.run, tries.untold, rows), if wrong { (1, 1, 1) } else { (0, 0, 0) });
    }
}

#[tokio::test]
async fn what_is_not_let_in_costs_nothing() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    let used = phone.nonce().await;
    let resume = phone.numbered(phone.resuming(None));
    phone.send_with(&used, &resume).await.unwrap();
    let call = phone.numbered(phone.checking(Factor::Pin));
    for nonce in [used.as_str(), "made-up"] {
        is_free(&world, &mut phone, Refusal::BadNonce, async |phone| phone.send_with(nonce, &call).await)
            .await;
    }
    let newer = Call { v: 2, ..call.clone() };
    let refusal = Refusal::UnsupportedVersion { oldest: 1 };
    is_free(&world, &mut phone, refusal, async |phone| phone.send(&newer).await).await;
    let mut long = call.clone();
    long.body.proof = "a".repeat(16_000);
    let malformed = Refusal::Malformed;
    is_free(&world, &mut phone, malformed.clone(), async |phone| phone.send(&long).await).await;
    let stranger = Phone { possession: [7; 32], ..phone.clone() };
    is_free(&world, &mut phone, malformed, async |_| stranger.send(&call).await).await;
    let old = phone.nonce().await;
    world.pass(MINUTE);
    phone.resume().await.unwrap();
    is_free(&world, &mut phone, Refusal::BadNonce, async |phone| phone.send_with(&old, &call).await).await;
    world.pass(MINUTE);
    is_free(&world, &mut phone, Refusal::Frozen, async |phone| phone.send(&call).await).await;
    assert_eq!(world.state(&phone).await, Lifecycle::Frozen);
}

#[tokio::test]
async fn a_copy_costs_nothing() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    let mut copy = phone.clone();
    phone.check().await.unwrap();
    is_free(&world, &mut copy, Refusal::Frozen, Phone::check).await;
}

#[tokio::test]
async fn a_device_that_is_not_paired_costs_nothing() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    world.login("mira", false).await;
    let request = phone.request().await;
    let standings = [
        (Lifecycle::Disconnected, Refusal::Disconnected, 0),
        (Lifecycle::Frozen, Refusal::Frozen, 0),
        (Lifecycle::Locked, Refusal::Locked, 0),
        (Lifecycle::Refused, Refusal::PairingRefused, 0),
        (Lifecycle::Pairing, Refusal::Malformed, 0),
        (Lifecycle::Pairing, Refusal::LinkExpired, 10 * MINUTE),
    ];
    for (state, refusal, passed) in standings {
        world.pass(passed);
        world.set_state(&phone, state).await;
        is_free(&world, &mut phone, refusal.clone(), Phone::check).await;
        is_free(&world, &mut phone, refusal.clone(), async |phone| phone.change(None).await).await;
        is_free(&world, &mut phone, refusal, async |phone| phone.confirm(&request, None).await).await;
    }
    world.set_state(&phone, Lifecycle::Active).await;
    assert_eq!(phone.check().await.unwrap().failed, None);
}

/// A content changed by `change`, with the right proof.
fn proven<M: Message>(phone: &Phone, content: &str, change: impl FnOnce(&mut Value)) -> (String, String) {
    let mut value = serde_json::from_slice(&base64url::decode(content).unwrap()).unwrap();
    change(&mut value);
    let content = base64url::encode(&serde_json::to_vec(&value).unwrap());
    let proof = phone.prove::<M>(Factor::Pin, &content);
    (content, proof)
}

#[tokio::test]
async fn a_decision_that_cannot_be_costs_nothing() {
    let world = World::new().await;
    let (mut phone, mut other) = (world.paired("mira").await, world.paired("mira").await);
    world.login("mira", false).await;
    let (request, others) = (phone.request().await, other.request().await);
    let good = phone.confirmation(&request, None);
    let (id, others) = (phone.id(), other.decision(&others, DecisionAnswer::Confirm, None));
    let unknown = RequestId::from_bytes([9; 16]);
    let changes: Vec<(Refusal, &str, Value)> = vec![
        (Refusal::StatementChanged, "statement", json!("Confirm?\n")),
        (Refusal::StatementChanged, "request_hash", json!(others.request_hash)),
        (Refusal::StatementChanged, "view", json!({"language": "fi", "utc_offset": 0, "wording": 1})),
        (Refusal::StatementChanged, "view", json!({"language": "fi", "utc_offset": 120, "wording": 2})),
        (Refusal::RequestEnded, "request", json!(others.request)),
        (Refusal::RequestEnded, "request", json!(unknown)),
        (Refusal::Malformed, "device", json!(others.device)),
        (Refusal::Malformed, "answer", json!("decline")),
        (Refusal::Malformed, "answer", json!("not-me")),
        (Refusal::Malformed, "v", json!(2)),
        (Refusal::Malformed, "at", json!("now")),
        (Refusal::Malformed, "more", json!(1)),
    ];
    for (refusal, field, value) in changes {
        let (decision, proof) = proven::<Decision>(&phone, &good.decision, |content| content[field] = value);
        let body = Decide { decision, proof: Some(proof) };
        is_free(&world, &mut phone, refusal, async |phone| phone.call(body).await).await;
    }
    let others = phone.decide(Factor::Pin, &Decision { device: id, ..others });
    is_free(&world, &mut phone, Refusal::RequestEnded, async |phone| phone.call(others).await).await;
    for decision in ["", "=", "e30", "W10"] {
        let proof = Some(phone.prove::<Decision>(Factor::Pin, decision));
        let body = Decide { decision: decision.to_owned(), proof };
        is_free(&world, &mut phone, Refusal::Malformed, async |phone| phone.call(body).await).await;
    }
    let unproven = Decide { proof: None, ..good.clone() };
    is_free(&world, &mut phone, Refusal::Malformed, async |phone| phone.call(unproven).await).await;
    assert!(phone.call(good).await.is_ok());
}

#[tokio::test]
async fn a_request_that_has_ended_costs_nothing() {
    let world = World::new().await;
    let (mut phone, mut other) = (world.paired("mira").await, world.paired("mira").await);
    world.login("mira", false).await;
    let superseded = phone.request().await;
    world.login("mira", false).await;
    let (answered, others) = (phone.request().await, other.request().await);
    let ended = Refusal::RequestEnded;
    is_free(&world, &mut phone, ended.clone(), async |phone| phone.confirm(&superseded, None).await).await;
    other.confirm(&others, None).await.unwrap();
    let refusal = Refusal::RequestAnswered { outcome: Outcome::Confirmed };
    is_free(&world, &mut phone, refusal, async |phone| phone.confirm(&answered, None).await).await;
    world.login("mira", false).await;
    let late = phone.request().await;
    world.pass(2 * MINUTE);
    is_free(&world, &mut phone, ended, async |phone| phone.confirm(&late, None).await).await;
}

#[tokio::test]
async fn a_check_or_change_of_something_else_costs_nothing() {
    let world = World::new().await;
    let (mut phone, other) = (world.paired("mira").await, world.paired("mira").await);
    let fields = [
        ("v", json!(2)),
        ("device", json!(other.id())),
        ("seq", json!(1)),
        ("more", json!(1)),
        ("add", json!("garbage")),
        ("add", json!(other.enrolment(Factor::Pin))),
    ];
    for (field, value) in fields {
        let set = |content: &mut Value| content[field] = value;
        let content = phone.checking(Factor::Pin).check;
        let (check, proof) = proven::<FactorCheck>(&phone, &content, set.clone());
        let body = Check { check, proof };
        is_free(&world, &mut phone, Refusal::Malformed, async |phone| phone.call(body).await).await;
        let content = phone.changing(Factor::Pin, None).change;
        let (change, proof) = proven::<FactorChange>(&phone, &content, set);
        let body = Change { change, proof };
        is_free(&world, &mut phone, Refusal::Malformed, async |phone| phone.call(body).await).await;
    }
    assert!(phone.check().await.is_ok());
}

#[tokio::test]
async fn an_enrolment_of_a_paired_device_costs_nothing() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    is_free(&world, &mut phone, Refusal::Malformed, Phone::enrol).await;
}
