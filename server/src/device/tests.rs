//! Copies and clocks, as the device interface sees them.

use key_protocol::answer::{CallResult, Refusal};
use key_protocol::call::Endpoint;
use key_protocol::enrolment::Factor;

use crate::store::devices::{Device, State};
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
    world.tidy().await;
    world.pass(-20 * MINUTE);
    for _ in 0..2 {
        let answer = phone.post(Endpoint::Check, recorded.clone()).await;
        assert_eq!(answer, CallResult::Refused(Refusal::BadNonce));
        world = world.restart().await;
        phone.service = world.service.clone();
    }
    assert_eq!(world.state(&phone).await, State::Active);
}

#[tokio::test]
async fn a_copy_that_overtakes_every_call_is_found_at_the_second() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    let mut copy = phone.clone();
    copy.act += 1000;
    copy.check().await.unwrap();
    let nonce = phone.nonce().await;
    world.pass(300);
    copy.check().await.unwrap();
    let call = phone.numbered(phone.checking(Factor::Pin));
    assert_eq!(phone.send_with(&nonce, &call).await.unwrap_err(), Refusal::BadNonce);
    let nonce = phone.nonce().await;
    world.pass(300);
    copy.check().await.unwrap();
    assert_eq!(phone.send_with(&nonce, &call).await.unwrap_err(), Refusal::Frozen);
}

#[tokio::test]
async fn an_honest_phone_may_be_overtaken_often() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    for _ in 0..5 {
        let nonce = phone.nonce().await;
        let call = phone.numbered(phone.checking(Factor::Pin));
        world.pass(1);
        phone.resume_after(Some(left(&call))).await.unwrap();
        for _ in 0..2 {
            let late = phone.send_with(&nonce, &call).await.unwrap_err();
            assert_eq!(late, Refusal::BadNonce);
        }
    }
    phone.check().await.unwrap();
    assert_eq!(world.state(&phone).await, State::Active);
}

#[tokio::test]
async fn a_clock_that_was_far_ahead_once_hides_no_copy() {
    let mut world = World::new().await;
    let mut phone = world.paired("mira").await;
    world.pass(365 * 24 * 60 * MINUTE);
    phone.check().await.unwrap();
    world.pass(-365 * 24 * 60 * MINUTE);
    for _ in 0..2 {
        phone.check().await.unwrap();
        world = world.restart().await;
        phone.service = world.service.clone();
    }
    let mut copy = phone.clone();
    copy.act += 3;
    copy.check().await.unwrap();
    assert_eq!(phone.check().await.unwrap_err(), Refusal::Frozen);
}

#[tokio::test]
async fn a_nonce_of_an_earlier_start_is_not_known() {
    let mut world = World::new().await;
    let mut phone = world.paired("mira").await;
    let nonce = phone.nonce().await;
    let call = phone.numbered(phone.checking(Factor::Pin));
    world = world.restart().await;
    phone.service = world.service.clone();
    assert_eq!(phone.send_with(&nonce, &call).await.unwrap_err(), Refusal::BadNonce);
    phone.send(&call).await.unwrap();
}

/// The row of a device is as it was.
async fn put_back(world: &World, before: &Device) {
    let mut tx = world.app().store.begin().await.unwrap();
    tx.update_device(before).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_database_put_back_freezes_no_phone_that_acts_before_it_waits() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    phone.wait("", 0).await.unwrap();
    let before = world.app().store.device(phone.id()).await.unwrap().unwrap();
    phone.resume().await.unwrap();
    phone.wait("", 0).await.unwrap();
    put_back(&world, &before).await;
    phone.check().await.unwrap();
    phone.wait("", 0).await.unwrap();
    assert_eq!(world.state(&phone).await, State::Active);
}

#[tokio::test]
async fn a_copy_cannot_use_the_numbers_that_a_database_put_back_has_forgotten() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    phone.wait("", 0).await.unwrap();
    let before = world.app().store.device(phone.id()).await.unwrap().unwrap();
    for _ in 0..5 {
        phone.check().await.unwrap();
    }
    put_back(&world, &before).await;
    let mut copy = phone.clone();
    phone.wait("", 0).await.unwrap();
    world.pass(1);
    copy.act -= 3;
    assert_eq!(copy.check().await.unwrap_err(), Refusal::Frozen);
}
