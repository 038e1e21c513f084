use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use key_domain::rules::limits::Limit;
use key_domain::store::devices::Tries;
use key_protocol::VERSION;
use key_protocol::answer::{CallResult, Refusal};
use key_protocol::call::{Call, Endpoint};
use key_protocol::enrolment::Factor;

use crate::testing::{MINUTE, World};

#[tokio::test]
async fn pk03_every_device_gets_each_request() {
    let world = World::new().await;
    let (mut one, mut two) = (world.paired("mira").await, world.paired("mira").await);
    world.login("mira", false).await;
    let (first, second) = (one.request().await, two.request().await);
    assert_ne!(first, second);
    assert_eq!(one.request().await, first);
}

#[tokio::test]
async fn pk11_a_waiting_phone_hears_of_a_login_at_once() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    let digest = phone.wait("", 0).await.unwrap().digest;
    let waiting = tokio::spawn(async move { phone.wait(&digest, 25).await });
    tokio::task::yield_now().await;
    world.login("mira", false).await;
    let heard = tokio::time::timeout(Duration::from_secs(10), waiting).await.unwrap().unwrap().unwrap();
    assert_eq!(heard.requests.len(), 1);
}

#[tokio::test]
async fn a_service_that_closes_lets_waiting_phones_go() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    let digest = phone.wait("", 0).await.unwrap().digest;
    world.service.close();
    let waiting = tokio::time::timeout(Duration::from_secs(10), phone.wait(&digest, 25)).await;
    assert_eq!(waiting.unwrap().unwrap().digest, digest);
}

#[tokio::test]
async fn of_the_waits_of_a_device_the_newest_are_held() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    let digest = phone.wait("", 0).await.unwrap().digest;
    let call = phone.numbered(phone.waiting(&digest, 25));
    let begin = || {
        let (phone, call) = (phone.clone(), call.clone());
        tokio::spawn(async move { phone.send(&call).await })
    };
    let waits: FuturesUnordered<_> = (0..5).map(|_| begin()).collect();
    let ended = waits.take(3).collect::<Vec<_>>();
    let ended = tokio::time::timeout(Duration::from_secs(10), ended).await.unwrap();
    assert!(ended.into_iter().all(|wait| wait.unwrap().unwrap().digest == digest));
}

#[tokio::test]
async fn a_copied_device_freezes_with_its_copy() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    phone.resume().await.unwrap();
    let mut copy = phone.clone();
    assert!(phone.wait("", 0).await.is_ok());
    assert_eq!(copy.wait("", 0).await.unwrap_err(), Refusal::Frozen);
    assert_eq!(phone.wait("", 0).await.unwrap_err(), Refusal::Frozen);
    assert_eq!(phone.check().await.unwrap_err(), Refusal::Frozen);
    assert_eq!(world.events("mira").await, ["device-frozen", "device-added"]);
}

#[tokio::test]
async fn a_retry_is_no_copy_and_an_older_number_is() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    phone.resume().await.unwrap();
    let body = phone.waiting("", 0);
    let mut call = phone.numbered(body);
    for have in ["", "", "something else"] {
        have.clone_into(&mut call.body.have);
        assert!(phone.send(&call).await.is_ok());
    }
    phone.waits += 300;
    assert!(phone.wait("", 0).await.is_ok());
    world.pass(MINUTE);
    assert_eq!(phone.send(&call).await.unwrap_err(), Refusal::Frozen);
}

#[tokio::test]
async fn a_wrong_signature_freezes_and_counts_nothing() {
    let world = World::new().await;
    let (mut phone, mut stranger) = (world.paired("mira").await, world.phone());
    phone.resume().await.unwrap();
    stranger.device = phone.device;
    for seq in [0, 1] {
        let call = Call { v: VERSION, body: phone.waiting("", 0), id: phone.call_id(), seq };
        assert_eq!(stranger.send(&call).await.unwrap_err(), Refusal::Malformed);
    }
    let nonce = stranger.nonce().await;
    let body = phone.waiting("", 0);
    let call = phone.numbered(body);
    let wrong_url = phone.write(&phone.header(Endpoint::Leave, &nonce), &call);
    let result = phone.post(Endpoint::Wait, wrong_url).await;
    assert_eq!(result, CallResult::Refused(Refusal::Malformed));
    assert!(phone.send(&call).await.is_ok());
    stranger.device = Some(key_protocol::id::DeviceId::from_bytes([5; 16]));
    assert_eq!(stranger.wait("", 0).await.unwrap_err(), Refusal::UnknownDevice);
}

#[tokio::test]
async fn an_ended_request_is_told_of_and_then_forgotten() {
    let world = World::new().await;
    let (mut one, mut two) = (world.paired("mira").await, world.paired("mira").await);
    world.login("mira", false).await;
    let (request, digest) = (one.request().await, one.wait("", 0).await.unwrap().digest);
    two.request().await;
    one.confirm(&request, None).await.unwrap();
    let told = two.wait(&digest, 0).await.unwrap();
    assert!(told.requests.is_empty());
    assert_eq!(told.ended[0].outcome, Some(key_protocol::receipt::Outcome::Confirmed));
    world.pass(10 * MINUTE + 1);
    assert!(two.wait("", 0).await.unwrap().ended.is_empty());
}

#[tokio::test]
async fn a_device_over_its_limit_waits_alone_and_loses_no_number() {
    let limit = Limit { burst: 5, per_second: 1 };
    let world = World::with(|settings| settings.call_limits.device = limit).await;
    let (mut phone, mut other) = (world.paired("mira").await, world.paired("mira").await);
    world.pass(MINUTE);
    for _ in 0..5 {
        phone.check().await.unwrap();
    }
    let call = phone.numbered(phone.checking(Factor::Pin));
    let looks = world.watch.looks(&phone.pin_key());
    for _ in 0..3 {
        assert_eq!(phone.send(&call).await.unwrap_err(), Refusal::TooManyCalls { retry_after: 1 });
    }
    assert_eq!(world.watch.looks(&phone.pin_key()), looks);
    assert_eq!(world.tries(&phone).await, (Tries::default(), 0));
    assert!(other.check().await.is_ok());
    let mut stranger = world.phone();
    stranger.device = Some(other.id());
    for _ in 0..10 {
        assert_eq!(stranger.resume().await.unwrap_err(), Refusal::Malformed);
    }
    assert!(other.check().await.is_ok(), "nobody else can use up its calls");
    world.pass(1000);
    assert!(phone.send(&call).await.is_ok());
}

#[tokio::test]
async fn an_address_over_its_limit_waits_and_others_go_on() {
    let limit = Limit { burst: 5, per_second: 1 };
    let world = World::with(|settings| settings.call_limits.address = limit).await;
    let mut phone = world.paired("mira").await;
    world.pass(MINUTE);
    phone.address = "2001:db8::1".parse().unwrap();
    for garbage in ["", "a.b.c", "garbage", "a.b", "{}"] {
        let result = phone.post(Endpoint::Check, garbage.to_owned()).await;
        assert_eq!(result, CallResult::Refused(Refusal::Malformed));
    }
    phone.address = "2001:db8:0:ff::ffff".parse().unwrap();
    let call = phone.numbered(phone.checking(Factor::Pin));
    let refusal = Refusal::TooManyCalls { retry_after: 1 };
    assert_eq!(phone.send(&call).await.unwrap_err(), refusal);
    let (_, token) = world.link("otto").await;
    let mut claimant = world.phone();
    claimant.address = phone.address;
    assert_eq!(claimant.claim(&token).await.unwrap_err(), refusal);
    claimant.address = "2001:db8:0:100::1".parse().unwrap();
    assert!(claimant.claim(&token).await.is_ok());
    world.pass(1000);
    assert!(phone.send(&call).await.is_ok());
}

#[tokio::test]
async fn a_recorded_call_does_not_use_up_the_calls_of_its_device() {
    let limit = Limit { burst: 5, per_second: 1 };
    let world = World::with(|settings| settings.call_limits.device = limit).await;
    let mut phone = world.paired("mira").await;
    world.pass(MINUTE);
    phone.check().await.unwrap();
    let recorded = phone.sent.lock().unwrap().last().unwrap().clone();
    for _ in 0..10 {
        phone.post(Endpoint::Check, recorded.clone()).await;
    }
    assert!(phone.check().await.is_ok());
}

#[tokio::test]
async fn others_at_its_address_do_not_silence_a_phone_that_calls_from_there() {
    let limit = Limit { burst: 5, per_second: 1 };
    let world = World::with(|settings| settings.call_limits.address = limit).await;
    let mut phone = world.paired("mira").await;
    world.pass(MINUTE);
    phone.wait("", 0).await.unwrap();
    let other = world.phone();
    for _ in 0..10 {
        other.post(Endpoint::Check, "garbage".to_owned()).await;
    }
    let refused = other.post(Endpoint::Check, "garbage".to_owned()).await;
    assert_eq!(refused, CallResult::Refused(Refusal::TooManyCalls { retry_after: 1 }));
    assert!(phone.check().await.is_ok());
    phone.address = "192.0.2.77".parse().unwrap();
    for _ in 0..6 {
        phone.post(Endpoint::Check, "garbage".to_owned()).await;
    }
    let call = phone.numbered(phone.checking(Factor::Pin));
    let refusal = phone.send(&call).await.unwrap_err();
    assert_eq!(refusal, Refusal::TooManyCalls { retry_after: 1 }, "it has not called from there yet");
}
