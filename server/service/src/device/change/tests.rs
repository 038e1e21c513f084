use key_protocol::answer::Refusal;
use key_protocol::enrolment::Factor;

use crate::testing::{Phone, World};

/// The same phone with another key of a factor, which is not registered.
fn renewed(phone: &Phone, factor: Factor, key: [u8; 32]) -> Phone {
    match factor {
        Factor::Biometric => Phone { biometric: key, ..phone.clone() },
        Factor::Pin => Phone { pin: key, ..phone.clone() },
    }
}

/// Registers another key of a factor; returns the phone as it was before.
async fn change(phone: &mut Phone, factor: Factor) -> Phone {
    let next = renewed(phone, factor, phone.service.app().random());
    phone.change(Some(next.enrolment(factor))).await.unwrap();
    let act = phone.act;
    let old = std::mem::replace(phone, next);
    phone.act = act;
    old
}

/// Whether a factor confirms a login. The right PIN clears the count of a wrong one.
async fn confirms(world: &World, phone: &mut Phone, by: &Phone, factor: Factor) -> bool {
    world.login("mira", false).await;
    let request = phone.request().await;
    let decision = phone.decision(&request, key_protocol::decision::DecisionAnswer::Confirm, None);
    let answer = phone.call(by.decide(factor, &decision)).await;
    if let Err(refusal) = &answer {
        assert_eq!(*refusal, Refusal::NotConfirmed { tries_left: 4 });
        phone.confirm(&request, None).await.unwrap();
    }
    answer.is_ok()
}

#[tokio::test]
async fn a_new_pin_takes_the_place_of_the_old_one_without_pairing_again() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    let old = change(&mut phone, Factor::Pin).await;
    assert!(!confirms(&world, &mut phone, &old, Factor::Pin).await);
    let new = phone.clone();
    assert!(confirms(&world, &mut phone, &new, Factor::Pin).await);
    assert!(confirms(&world, &mut phone, &new, Factor::Biometric).await);
    assert_eq!(world.events("mira").await, ["factor-changed", "device-added"]);
}

#[tokio::test]
async fn biometrics_are_renewed_removed_and_added() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    let old = change(&mut phone, Factor::Biometric).await;
    let new = phone.clone();
    assert!(!confirms(&world, &mut phone, &old, Factor::Biometric).await);
    assert!(confirms(&world, &mut phone, &new, Factor::Biometric).await);
    phone.change(None).await.unwrap();
    assert!(!confirms(&world, &mut phone, &new, Factor::Biometric).await);
    phone.change(None).await.unwrap();
    phone.change(Some(new.enrolment(Factor::Biometric))).await.unwrap();
    assert!(confirms(&world, &mut phone, &new, Factor::Biometric).await);
    assert!(confirms(&world, &mut phone, &new, Factor::Pin).await);
}

#[tokio::test]
async fn a_wrong_pin_changes_nothing_and_counts() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    let next = renewed(&phone, Factor::Pin, [8; 32]);
    phone.mistype();
    let refusal = phone.change(Some(next.enrolment(Factor::Pin))).await.unwrap_err();
    assert_eq!(refusal, Refusal::NotConfirmed { tries_left: 4 });
    assert_eq!(phone.change(None).await.unwrap_err(), Refusal::NotConfirmed { tries_left: 3 });
    assert_eq!(world.tries(&phone).await.1, 2);
    phone.mistype();
    assert_eq!(phone.check().await.unwrap().failed.unwrap().count, 2);
    assert!(phone.call(phone.checking(Factor::Biometric)).await.is_ok());
    let refusal = phone.call(next.checking(Factor::Pin)).await.unwrap_err();
    assert_eq!(refusal, Refusal::Malformed, "the check of another number");
    assert_eq!(world.events("mira").await, ["device-added"]);
}

#[tokio::test]
async fn a_fingerprint_changes_nothing() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    let next = renewed(&phone, Factor::Pin, [8; 32]);
    for add in [None, Some(next.enrolment(Factor::Pin)), Some(phone.enrolment(Factor::Biometric))] {
        let body = phone.changing(Factor::Biometric, add);
        assert_eq!(phone.call(body).await.unwrap_err(), Refusal::Malformed);
    }
    assert!(phone.check().await.is_ok());
    assert!(phone.call(phone.checking(Factor::Biometric)).await.is_ok());
    assert_eq!(world.events("mira").await, ["device-added"]);
}

#[tokio::test]
async fn a_change_is_for_one_call_and_its_retry_is_answered_alike() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    let next = renewed(&phone, Factor::Pin, [8; 32]);
    let body = phone.changing(Factor::Pin, Some(next.enrolment(Factor::Pin)));
    let call = phone.numbered(body.clone());
    let first = phone.send(&call).await.unwrap();
    assert_eq!(phone.send(&call).await.unwrap(), first);
    let back = phone.enrolment(Factor::Pin);
    phone.pin = next.pin;
    phone.change(Some(back)).await.unwrap();
    assert_eq!(phone.call(body).await.unwrap_err(), Refusal::Malformed);
    assert_eq!(phone.slip().await, Refusal::NotConfirmed { tries_left: 4 }, "the PIN is the first one again");
}

/// Otherwise somebody who holds the phone could ask which PIN is registered.
#[tokio::test]
async fn that_a_key_is_registered_already_is_told_to_the_right_pin_only() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    let (pin, biometric, possession) = (phone.pin, phone.biometric, phone.possession);
    let keys = [
        (Factor::Pin, biometric),
        (Factor::Pin, possession),
        (Factor::Biometric, pin),
        (Factor::Biometric, possession),
    ];
    for (factor, key) in keys {
        let add = renewed(&phone, factor, key).enrolment(factor);
        phone.mistype();
        let refusal = phone.change(Some(add.clone())).await.unwrap_err();
        assert_eq!(refusal, Refusal::NotConfirmed { tries_left: 4 });
        phone.mistype();
        let by_biometric = phone.changing(Factor::Biometric, Some(add.clone()));
        assert_eq!(phone.call(by_biometric).await.unwrap_err(), Refusal::Malformed);
        assert_eq!(phone.change(Some(add)).await.unwrap_err(), Refusal::Malformed);
        assert_eq!(world.tries(&phone).await.0.run, 0);
    }
    assert_eq!(world.tries(&phone).await.1, 4);
    assert!(phone.change(Some(phone.enrolment(Factor::Pin))).await.is_ok(), "the same PIN is no other's key");
}
