//! Copies and clocks, as the device interface sees them.

use key_protocol::answer::{CallResult, Refusal};
use key_protocol::call::Endpoint;
use key_protocol::enrolment::Factor;

use crate::store::devices::State;
use crate::testing::{MINUTE, World, left};

#[tokio::test]
async fn a_copy_that_keeps_acting_is_found_at_the_originals_next_call() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    phone.wait("", 0).await.unwrap();
    let mut copy = phone.clone();
    copy.act += 1000;
    copy.check().await.unwrap();
    world.pass(1);
    assert_eq!(phone.check().await.unwrap_err(), Refusal::Frozen);
    assert_eq!(copy.check().await.unwrap_err(), Refusal::Frozen);
}

#[tokio::test]
async fn a_call_that_was_overtaken_is_told_so_and_found_out_when_it_comes_again() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    let mut copy = phone.clone();
    copy.act += 1000;
    let nonce = phone.nonce().await;
    let call = phone.numbered(phone.checking(Factor::Pin));
    copy.check().await.unwrap();
    assert_eq!(phone.send_with(&nonce, &call).await.unwrap_err(), Refusal::BadNonce);
    world.pass(1);
    assert_eq!(phone.send(&call).await.unwrap_err(), Refusal::Frozen);
}

#[tokio::test]
async fn a_copy_that_only_acts_is_found_at_the_originals_next_wait() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    phone.wait("", 0).await.unwrap();
    let mut copy = phone.clone();
    let nonce = phone.nonce().await;
    copy.check().await.unwrap();
    let call = phone.numbered(phone.waiting("", 0));
    assert_eq!(phone.send_with(&nonce, &call).await.unwrap_err(), Refusal::BadNonce);
    world.pass(1);
    assert_eq!(phone.send(&call).await.unwrap_err(), Refusal::Frozen);
}

#[tokio::test]
async fn a_wait_that_an_act_of_the_same_phone_has_overtaken_freezes_nobody() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    phone.wait("", 0).await.unwrap();
    let nonce = phone.nonce().await;
    let mut call = phone.numbered(phone.waiting("", 0));
    world.pass(MINUTE);
    phone.check().await.unwrap();
    world.pass(MINUTE);
    assert_eq!(phone.send_with(&nonce, &call).await.unwrap_err(), Refusal::BadNonce);
    call.body.newest_act = phone.act;
    phone.send(&call).await.unwrap();
    assert_eq!(world.state(&phone).await, State::Active);
}

#[tokio::test]
async fn a_call_that_was_held_back_freezes_nobody_though_the_clock_is_put_back() {
    let mut world = World::new().await;
    let mut phone = world.paired("mira").await;
    phone.wait("", 0).await.unwrap();
    let nonce = phone.nonce().await;
    let call = phone.numbered(phone.checking(Factor::Pin));
    world.pass(MINUTE);
    phone.resume_after(Some(left(&call))).await.unwrap();
    for back in [4_000, 10 * MINUTE] {
        world.pass(-back);
        assert_eq!(phone.send_with(&nonce, &call).await.unwrap_err(), Refusal::BadNonce);
        world = world.restart().await;
        phone.service = world.service.clone();
    }
    phone.check().await.unwrap();
    assert_eq!(world.state(&phone).await, State::Active);
}

#[tokio::test]
async fn a_nonce_that_was_used_is_never_good_again_wherever_the_clock_goes() {
    let mut world = World::new().await;
    let mut phone = world.paired("mira").await;
    phone.wait("", 0).await.unwrap();
    phone.check().await.unwrap();
    let recorded = phone.sent.lock().unwrap().last().unwrap().clone();
    phone.check().await.unwrap();
    world.pass(20 * MINUTE);
    phone.resume().await.unwrap();
    world.app().tidy().await;
    world.pass(-20 * MINUTE);
    for _ in 0..2 {
        let answer = phone.post(Endpoint::Check, recorded.clone()).await;
        assert_eq!(answer, CallResult::Refused(Refusal::BadNonce));
        world = world.restart().await;
        phone.service = world.service.clone();
    }
    assert_eq!(world.state(&phone).await, State::Active);
}
