use key_protocol::VERSION;
use key_protocol::answer::Refusal;
use key_protocol::call::FactorCheckCall;
use key_protocol::enrolment::{Factor, FactorCheck};

use crate::store::logins::LoginOutcome;
use crate::testing::World;

#[tokio::test]
async fn five_wrong_pins_lock_the_device_through_every_door() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    let login = world.login("mira", false).await;
    let request = phone.request().await;
    phone.mistype();
    for tries_left in [4, 3] {
        assert_eq!(phone.check().await.unwrap_err(), Refusal::NotConfirmed { tries_left });
    }
    for tries_left in [2, 1] {
        let refusal = phone.confirm(&request, None).await.unwrap_err();
        assert_eq!(refusal, Refusal::NotConfirmed { tries_left });
    }
    assert_eq!(phone.check().await.unwrap_err(), Refusal::Locked);
    phone.mistype();
    assert_eq!(phone.check().await.unwrap_err(), Refusal::Locked);
    assert_eq!(phone.confirm(&request, None).await.unwrap_err(), Refusal::Locked);
    assert_eq!(phone.wait("", 0).await.unwrap_err(), Refusal::Locked);
    assert_eq!(world.outcome(login).await, LoginOutcome::Locked);
    assert!(world.events("mira").await.contains(&"device-locked"));
}

#[tokio::test]
async fn a_right_pin_forgives_and_a_right_fingerprint_does_not() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    let wrong = async |phone: &mut crate::testing::Phone| {
        phone.mistype();
        let refusal = phone.check().await.unwrap_err();
        phone.mistype();
        refusal
    };
    assert_eq!(wrong(&mut phone).await, Refusal::NotConfirmed { tries_left: 4 });
    let (v, device, seq) = (VERSION, phone.id(), phone.act + 1);
    let proof = phone.by_factor(Factor::Biometric, &FactorCheck { v, device, seq });
    assert!(phone.call(FactorCheckCall { proof }).await.is_ok());
    assert_eq!(wrong(&mut phone).await, Refusal::NotConfirmed { tries_left: 3 });
    phone.check().await.unwrap();
    assert_eq!(wrong(&mut phone).await, Refusal::NotConfirmed { tries_left: 4 });
}

#[tokio::test]
async fn a_proof_is_for_one_call_and_garbage_counts_against_nobody() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    let old = phone.by_factor(Factor::Pin, &FactorCheck { v: 1, device: phone.id(), seq: phone.act + 1 });
    phone.check().await.unwrap();
    for proof in [old, "garbage".to_owned(), String::new()] {
        assert_eq!(phone.call(FactorCheckCall { proof }).await.unwrap_err(), Refusal::Malformed);
    }
    phone.mistype();
    assert_eq!(phone.check().await.unwrap_err(), Refusal::NotConfirmed { tries_left: 4 });
}

#[tokio::test]
async fn a_wrong_pin_that_is_sent_again_counts_once() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    phone.mistype();
    let (v, device, seq) = (VERSION, phone.id(), phone.act + 1);
    let proof = phone.by_factor(Factor::Pin, &FactorCheck { v, device, seq });
    let call = phone.numbered(FactorCheckCall { proof });
    for _ in 0..10 {
        assert_eq!(phone.send(&call).await.unwrap_err(), Refusal::NotConfirmed { tries_left: 4 });
    }
}
