//! Tests of the device interface against copies and wrong clocks.

mod sealed;

use std::net::{IpAddr, Ipv4Addr};

use axum::http::Request;
use futures_util::FutureExt as _;
use key_domain::rules::limits::Limit;
use key_domain::store::devices::{Device, Lifecycle};
use key_protocol::answer::{CallResult, Refusal};
use key_protocol::call::Endpoint;
use key_protocol::enrolment::Factor;
use key_store::sqlite::testing::OtherProgram;
use tokio::sync::oneshot;

use super::handle::run_to_completion;
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

/// A login that ran out long ago must not stand in the way, whatever a newer version or a fault has left of it.
#[tokio::test]
async fn a_copy_is_found_and_locked_though_an_old_confirmation_cannot_be_read_or_has_no_login() {
    for damage in ["UPDATE confirmations SET subject = '{\"kind\":\"payment\"}'", "DELETE FROM logins"] {
        let world = World::new().await;
        let Some(file) = world.file() else { return };
        let (mut phone, mut other) = (world.paired("mira").await, world.paired("otto").await);
        for name in ["mira", "otto"] {
            world.login(name, false).await;
        }
        phone.wait("", 0).await.unwrap();
        OtherProgram::open(file).await.run(damage).await.unwrap();
        world.pass(24 * 60 * MINUTE);
        let mut copy = phone.clone();
        copy.act += 1000;
        copy.check().await.unwrap();
        world.pass(1);
        assert_eq!(phone.check().await.unwrap_err(), Refusal::Frozen, "{damage}");
        assert_eq!(copy.check().await.unwrap_err(), Refusal::Frozen, "{damage}");
        assert!(world.events("mira").await.contains(&"device-frozen"));
        other.mistype();
        for _ in 0..5 {
            other.check().await.unwrap_err();
        }
        assert_eq!(world.state(&other).await, Lifecycle::Locked, "{damage}");
    }
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
    assert_eq!(world.state(&phone).await, Lifecycle::Active);
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
    assert_eq!(world.state(&phone).await, Lifecycle::Active);
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
    assert_eq!(world.state(&phone).await, Lifecycle::Active);
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
    assert_eq!(world.state(&phone).await, Lifecycle::Active);
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
    if world.file().is_some() {
        assert_eq!(phone.send_with(&nonce, &call).await.unwrap_err(), Refusal::BadNonce);
    }
    phone.send(&call).await.unwrap();
}

/// Restores the row of a device.
async fn put_back(world: &World, before: &Device) {
    let mut tx = world.app().store.begin(&[]).await.unwrap();
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
    assert_eq!(world.state(&phone).await, Lifecycle::Active);
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

#[tokio::test]
async fn a_device_that_is_out_writes_nothing_however_often_it_calls() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    world.service.accounts().remove_device("mira", phone.id()).await.unwrap();
    let before = world.app().store.count_rows().await.unwrap();
    for _ in 0..20 {
        assert_eq!(phone.check().await.unwrap_err(), Refusal::Disconnected);
    }
    assert_eq!(world.app().store.count_rows().await.unwrap(), before);
}

#[tokio::test]
async fn what_was_answered_before_counts_among_the_calls_of_a_device_too() {
    let limit = Limit { burst: 5, per_second: 1 };
    let world = World::with(|settings| settings.call_limits.device = limit).await;
    let mut phone = world.paired("mira").await;
    world.pass(MINUTE);
    let call = phone.numbered(phone.checking(Factor::Pin));
    for _ in 0..5 {
        phone.send(&call).await.unwrap();
    }
    assert_eq!(phone.send(&call).await.unwrap_err(), Refusal::TooManyCalls { retry_after: 1 });
}

#[tokio::test]
async fn a_copy_that_uses_up_the_calls_of_its_device_is_found_all_the_same() {
    let limit = Limit { burst: 5, per_second: 1 };
    for acts in [true, false] {
        let world = World::with(|settings| settings.call_limits.device = limit).await;
        let mut phone = world.paired("mira").await;
        world.pass(MINUTE);
        let mut copy = phone.clone();
        copy.act += 1000;
        while copy.check().await.is_ok() {}
        world.pass(1);
        let original = if acts { phone.check().await.err() } else { phone.wait("", 0).await.err() };
        assert_eq!(original, Some(Refusal::Frozen), "the original acts: {acts}");
    }
}

#[tokio::test]
async fn a_copy_that_takes_each_call_of_its_device_overtakes_the_original_once() {
    let limit = Limit { burst: 5, per_second: 1 };
    for acts in [true, false] {
        let world = World::with(|settings| settings.call_limits.device = limit).await;
        let mut phone = world.paired("mira").await;
        phone.wait("", 0).await.unwrap();
        world.pass(MINUTE);
        let mut copy = phone.clone();
        copy.act += 1000;
        while copy.check().await.is_ok() {}
        // The nonce that the original received before it paused.
        let nonce = phone.nonce().await;
        world.pass(1_000);
        copy.check().await.unwrap();
        world.pass(1);
        let [first, second] = if acts {
            let call = phone.numbered(phone.checking(Factor::Pin));
            [phone.send_with(&nonce, &call).await.err(), phone.send(&call).await.err()]
        } else {
            let call = phone.numbered(phone.waiting("", 0));
            [phone.send_with(&nonce, &call).await.err(), phone.send(&call).await.err()]
        };
        assert_eq!(
            [first, second],
            [Some(Refusal::BadNonce), Some(Refusal::Frozen)],
            "the original acts: {acts}"
        );
    }
}

#[tokio::test]
async fn a_call_whose_connection_is_cut_keeps_its_turn_to_its_end() {
    let (world, here) = (World::new().await, IpAddr::V4(Ipv4Addr::LOCALHOST));
    let turns = &world.app().turns;
    let mut held = Vec::new();
    while let Some(Some(turn)) = turns.take(here).now_or_never() {
        held.push(turn);
    }
    let mut parts = Request::new(()).into_parts().0;
    parts.extensions.insert(held.pop().unwrap());
    let (end, ended) = oneshot::channel::<()>();
    let call = run_to_completion(world.app(), &parts, |_| async move {
        ended.await.unwrap();
        Ok(Err(Refusal::Malformed))
    });
    assert!(Box::pin(call).as_mut().now_or_never().is_none());
    drop(parts);
    assert!(turns.take(here).now_or_never().is_none());
    end.send(()).unwrap();
    assert!(turns.take(here).await.is_some());
}
