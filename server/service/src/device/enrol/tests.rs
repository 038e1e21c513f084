use key_protocol::answer::{DeviceState, Refusal};
use key_protocol::call::Enrol;
use key_protocol::comparison::Share;
use key_protocol::enrolment::Factor;
use key_protocol::key::PublicKey;

use crate::testing::World;

#[tokio::test]
async fn a_device_is_active_once_it_has_enrolled_and_then_is_recognised() {
    let world = World::new().await;
    let (pairing, token) = world.link("mira").await;
    let mut phone = world.phone();
    phone.claim(&token).await.unwrap();
    assert!(!world.commit(pairing).await, "there is nothing to compare yet");
    for _ in 0..2 {
        phone.enrol().await.unwrap();
        assert_eq!(phone.wait("", 0).await.unwrap().state, DeviceState::Pairing);
        assert_eq!(phone.check().await.unwrap_err(), Refusal::Malformed);
    }
    assert!(world.commit(pairing).await && !world.commit(pairing).await);
    assert_eq!(phone.wait("", 0).await.unwrap().state, DeviceState::Active);
    assert!(phone.check().await.is_ok());
    assert_eq!(world.events("mira").await, ["device-added"]);
}

#[tokio::test]
async fn an_enrolment_must_be_for_this_device_and_factor() {
    let world = World::new().await;
    let (_, token) = world.link("mira").await;
    let mut phone = world.phone();
    phone.claim(&token).await.unwrap();
    let other = world.paired("otto").await;
    let enrol = Enrol { biometric: None, ..phone.enrolling() };
    let pin = |pin: String| Enrol { pin, ..enrol.clone() };
    for bad in [
        pin(other.enrolment(Factor::Pin)),
        pin(phone.enrolment(Factor::Biometric)),
        pin("garbage".to_owned()),
        Enrol { biometric: Some(enrol.pin.clone()), ..enrol.clone() },
        Enrol { share: Share::from_bytes([0; 16]), ..enrol.clone() },
        Enrol { agreement: Some(PublicKey::from_coordinates([1; 32], [1; 32])), ..enrol.clone() },
    ] {
        assert_eq!(phone.call(bad).await.unwrap_err(), Refusal::Malformed);
    }
    assert!(phone.call(enrol).await.is_ok());
}

#[tokio::test]
async fn no_key_serves_two_purposes() {
    let world = World::new().await;
    let (_, token) = world.link("mira").await;
    let mut phone = world.phone();
    phone.claim(&token).await.unwrap();
    let (pin, biometric, possession) = (phone.pin, phone.biometric, phone.possession);
    for (pin, biometric) in [(pin, pin), (possession, biometric), (pin, possession)] {
        (phone.pin, phone.biometric) = (pin, biometric);
        assert_eq!(phone.enrol().await.unwrap_err(), Refusal::Malformed);
    }
    (phone.pin, phone.biometric) = (pin, biometric);
    assert!(phone.enrol().await.is_ok());
}

#[tokio::test]
async fn the_keys_of_a_device_cannot_be_changed_later() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    phone.mistype();
    assert_eq!(phone.enrol().await.unwrap_err(), Refusal::Malformed);
    phone.mistype();
    assert!(phone.check().await.is_ok());
}
