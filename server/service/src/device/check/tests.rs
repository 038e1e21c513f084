use key_domain::store::confirmations::ConfirmationOutcome;
use key_protocol::answer::{Failed, Refusal};
use key_protocol::call::Check;
use key_protocol::enrolment::{Factor, FactorCheck};

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
    let refusal = phone.confirm(&request, None).await.unwrap_err();
    assert_eq!(refusal, Refusal::NotConfirmed { tries_left: 2 });
    assert_eq!(phone.change(None).await.unwrap_err(), Refusal::NotConfirmed { tries_left: 1 });
    assert_eq!(phone.check().await.unwrap_err(), Refusal::Locked);
    phone.mistype();
    assert_eq!(phone.check().await.unwrap_err(), Refusal::Locked);
    assert_eq!(phone.confirm(&request, None).await.unwrap_err(), Refusal::Locked);
    assert_eq!(phone.change(None).await.unwrap_err(), Refusal::Locked);
    assert_eq!(phone.wait("", 0).await.unwrap_err(), Refusal::Locked);
    assert_eq!(world.outcome(login).await, ConfirmationOutcome::Locked);
    assert!(world.events("mira").await.contains(&"device-locked"));
}

#[tokio::test]
async fn a_right_pin_forgives_and_a_right_fingerprint_does_not() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    assert_eq!(phone.slip().await, Refusal::NotConfirmed { tries_left: 4 });
    let by_biometric = phone.checking(Factor::Biometric);
    assert!(phone.call(by_biometric).await.is_ok());
    assert_eq!(phone.slip().await, Refusal::NotConfirmed { tries_left: 3 });
    phone.check().await.unwrap();
    assert_eq!(phone.slip().await, Refusal::NotConfirmed { tries_left: 4 });
}

#[tokio::test]
async fn a_proof_is_for_one_call() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    let old = phone.checking(Factor::Pin);
    phone.check().await.unwrap();
    assert_eq!(phone.call(old.clone()).await.unwrap_err(), Refusal::Malformed);
    let check = phone.checking(Factor::Pin).check;
    let refusal = phone.call(Check { check, proof: old.proof }).await.unwrap_err();
    assert_eq!(refusal, Refusal::NotConfirmed { tries_left: 4 });
}

#[tokio::test]
async fn a_wrong_pin_that_is_sent_again_counts_once() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    phone.mistype();
    let body = phone.checking(Factor::Pin);
    let call = phone.numbered(body);
    for _ in 0..10 {
        assert_eq!(phone.send(&call).await.unwrap_err(), Refusal::NotConfirmed { tries_left: 4 });
    }
}

/// Proofs that are malformed, each in its own way.
fn malformed(phone: &crate::testing::Phone, check: &str) -> [String; 7] {
    let pin = phone.prove::<FactorCheck>(Factor::Pin, check);
    let (header, signature) = pin.split_once("..").unwrap();
    let other = phone.prove::<key_protocol::decision::Decision>(Factor::Pin, check);
    let face = key_protocol::base64url::encode(br#"{"alg":"ES256","kid":"face","typ":"key-check+jws"}"#);
    [
        String::new(),
        "garbage".to_owned(),
        "a".repeat(10_000),
        format!("{header}..{}", "A".repeat(86)),
        format!("{header}..{}", &signature[1..]),
        format!("{face}..{signature}"),
        other,
    ]
}

#[tokio::test]
async fn a_proof_that_cannot_be_read_is_a_wrong_one() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    for (index, wrong) in (0..7).zip(1..) {
        let check = phone.checking(Factor::Pin).check;
        let proof = malformed(&phone, &check)[index].clone();
        let refusal = phone.call(Check { check, proof }).await.unwrap_err();
        assert_eq!(refusal, Refusal::NotConfirmed { tries_left: 4 }, "{index}");
        assert_eq!(world.tries(&phone).await.1, wrong, "{index}");
        assert_eq!(phone.check().await.unwrap().failed.unwrap().count, 1, "{index}");
    }
}

#[tokio::test]
async fn a_factor_that_is_not_registered_is_a_wrong_one() {
    let world = World::new().await;
    let (pairing, token) = world.link("mira").await;
    let mut phone = world.phone();
    phone.claim(&token).await.unwrap();
    let mut enrol = phone.enrolling();
    enrol.biometric = None;
    phone.call(enrol).await.unwrap();
    assert!(world.commit(pairing).await);
    let by_biometric = phone.checking(Factor::Biometric);
    let refusal = phone.call(by_biometric).await.unwrap_err();
    assert_eq!(refusal, Refusal::NotConfirmed { tries_left: 4 });
    assert_eq!(world.tries(&phone).await.1, 1);
}

#[tokio::test]
async fn what_failed_is_told_once_with_its_number_and_its_beginning() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    assert_eq!(phone.check().await.unwrap().failed, None);
    let since = world.app().now() / 1000;
    for _ in 0..2 {
        phone.slip().await;
        world.pass(5000);
    }
    assert!(!world.events("mira").await.contains(&"factor-failures"));
    assert_eq!(phone.check().await.unwrap().failed, Some(Failed { count: 2, since }));
    assert_eq!(phone.check().await.unwrap().failed, None);
    let since = world.app().now() / 1000;
    phone.slip().await;
    world.login("mira", false).await;
    let request = phone.request().await;
    assert_eq!(phone.confirm(&request, None).await.unwrap().failed, Some(Failed { count: 1, since }));
}

#[tokio::test]
async fn three_wrong_ones_in_a_row_are_told_to_the_user() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    for told in [0, 0, 1, 1] {
        phone.slip().await;
        let events = world.events("mira").await;
        assert_eq!(events.iter().filter(|event| **event == "factor-failures").count(), told);
    }
}

const DAY: i64 = 24 * 60 * 60_000;

#[tokio::test]
async fn twenty_wrong_ones_within_thirty_days_lock_whatever_stands_between() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    for wrong in 1..20 {
        assert_eq!(phone.slip().await, Refusal::NotConfirmed { tries_left: 4.min(20 - wrong) });
        phone.check().await.unwrap();
        world.pass(DAY);
    }
    assert_eq!(phone.slip().await, Refusal::Locked);
    assert_eq!(phone.check().await.unwrap_err(), Refusal::Locked);
    assert!(world.events("mira").await.contains(&"device-locked"));
}

#[tokio::test]
async fn wrong_ones_are_forgotten_after_thirty_days() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    for wrong in 0..41 {
        assert!(matches!(phone.slip().await, Refusal::NotConfirmed { .. }), "{wrong}");
        phone.check().await.unwrap();
        world.pass(30 * DAY / 19 + 1);
    }
}

#[tokio::test]
async fn the_tries_that_are_left_are_those_of_the_budget() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    for _ in 0..18 {
        phone.slip().await;
        phone.check().await.unwrap();
        world.pass(DAY);
    }
    assert_eq!(phone.slip().await, Refusal::NotConfirmed { tries_left: 1 });
}
