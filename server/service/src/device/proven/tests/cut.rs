//! An attacker without keys cuts the phone's connections.

use std::pin::pin;
use std::task::Poll;

use key_domain::store::devices::Tries;
use key_protocol::answer::{LeftResult, Refusal};
use key_protocol::call::{Call, Check};
use key_protocol::enrolment::Factor;
use tokio::task::yield_now;

use crate::testing::{Phone, World, left};

/// Sends a call and cuts the connection as soon as the service has to wait for anything. Returns when the service
/// has finished the call nevertheless.
async fn cut(world: &World, phone: &Phone, call: &Call<Check>) {
    let nonce = phone.nonce().await;
    {
        let mut sending = pin!(phone.send_with(&nonce, call));
        std::future::poll_fn(|context| {
            assert!(sending.as_mut().poll(context).is_pending(), "it was over before it could be cut");
            Poll::Ready(())
        })
        .await;
    }
    for _ in 0..1_000_000 {
        let device = world.app().store.device(phone.id()).await.unwrap().unwrap();
        if device.acts.seq == i64::try_from(call.seq).unwrap() && device.acts.result.is_some() {
            return;
        }
        yield_now().await;
    }
    panic!("the call was not carried to its end");
}

#[tokio::test]
async fn a_right_pin_is_not_counted_when_the_connection_is_cut() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    for _ in 0..6 {
        let call = phone.numbered(phone.checking(Factor::Pin));
        cut(&world, &phone, &call).await;
        assert_eq!(world.tries(&phone).await, (Tries::default(), 0));
        let resumed = phone.resume_after(Some(left(&call))).await.unwrap();
        assert!(matches!(resumed.left, Some(LeftResult::Answered(_))));
    }
    phone.check().await.unwrap();
}

#[tokio::test]
async fn a_wrong_pin_is_counted_and_told_of_when_the_connection_is_cut() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    let mut stranger = phone.clone();
    stranger.mistype();
    for _ in 0..5 {
        let call = stranger.numbered(stranger.checking(Factor::Pin));
        cut(&world, &stranger, &call).await;
        phone.act = stranger.act;
    }
    assert_eq!(phone.check().await.unwrap_err(), Refusal::Locked);
}
