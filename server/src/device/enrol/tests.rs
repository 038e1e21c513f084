use key_protocol::answer::{DeviceState, Refusal};
use key_protocol::call::Enrol;
use key_protocol::enrolment::Factor;

use crate::testing::World;

#[tokio::test]
async fn a_device_is_active_once_enrolled_and_recognised_in_either_order() {
    let world = World::new().await;
    let now = world.app().now();
    for enrol_first in [true, false] {
        let (pairing, token) = world.link("mira").await;
        let mut phone = world.phone();
        phone.claim(&token).await.unwrap();
        for step in [enrol_first, !enrol_first] {
            assert_eq!(phone.wait("", 0).await.unwrap().state, DeviceState::Pairing);
            if step {
                phone.enrol().await.unwrap();
            } else {
                assert!(world.app().store.commit_pairing(pairing, now).await.unwrap());
            }
        }
        assert_eq!(phone.wait("", 0).await.unwrap().state, DeviceState::Active);
    }
    assert_eq!(world.events("mira").await, ["device-added", "device-added"]);
}

#[tokio::test]
async fn an_enrolment_must_be_for_this_device_and_factor() {
    let world = World::new().await;
    let (_, token) = world.link("mira").await;
    let mut phone = world.phone();
    phone.claim(&token).await.unwrap();
    let other = world.paired("otto").await;
    let pin = phone.enrolment(Factor::Pin);
    for bad in [
        Enrol { pin: other.enrolment(Factor::Pin), biometric: None },
        Enrol { pin: phone.enrolment(Factor::Biometric), biometric: None },
        Enrol { pin: pin.clone(), biometric: Some(pin.clone()) },
        Enrol { pin: "garbage".to_owned(), biometric: None },
    ] {
        assert_eq!(phone.call(bad).await.unwrap_err(), Refusal::Malformed);
    }
    assert!(phone.call(Enrol { pin, biometric: None }).await.is_ok());
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
