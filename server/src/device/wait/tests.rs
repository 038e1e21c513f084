use std::time::Duration;

use key_protocol::VERSION;
use key_protocol::answer::{CallResult, Refusal};
use key_protocol::call::{Call, Endpoint, Mark, Wait};

use crate::testing::World;

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
async fn a_copied_device_freezes_with_its_copy() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    let mut copy = phone.copy();
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
    let call = phone.numbered(Wait { have: String::new(), seconds: 0 });
    for _ in 0..3 {
        assert!(phone.send(&call).await.is_ok());
    }
    phone.waits += 300;
    assert!(phone.wait("", 0).await.is_ok());
    assert_eq!(phone.send(&call).await.unwrap_err(), Refusal::Frozen);
}

#[tokio::test]
async fn a_wrong_signature_freezes_and_counts_nothing() {
    let world = World::new().await;
    let (mut phone, mut stranger) = (world.paired("mira").await, world.phone());
    stranger.device = phone.device;
    for seq in [0, 1] {
        let body = Wait { have: String::new(), seconds: 0 };
        let call = Call { v: VERSION, body, mark: Mark::from_bytes([1; 8]), seq };
        assert_eq!(stranger.send(&call).await.unwrap_err(), Refusal::Malformed);
    }
    let nonce = stranger.nonce().await;
    let call = phone.numbered(Wait { have: String::new(), seconds: 0 });
    let wrong_url = phone.write(&phone.header(Endpoint::Leave, &nonce), &call);
    let result = phone.post(Endpoint::Wait.path(), wrong_url).await;
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
    world.pass(10 * 60_000 + 1);
    assert!(two.wait("", 0).await.unwrap().ended.is_empty());
}
