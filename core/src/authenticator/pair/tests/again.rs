//! An enrolment whose answer was lost: "the same offer can be tried again: the service may have done its part".

use key_protocol::answer::{CallResult, DeviceState, Done, LeftResult, Refusal, Waiting};
use key_protocol::call::{Enrol, Resume, Wait};
use key_protocol::jws::Jws;
use key_protocol::key::PublicKey;

use super::{Offer, kept, offered};
use crate::account::{AccountId, AccountState};
use crate::authenticator::testing::{PIN, Phone, parsed, resumed, stopped, waiting};
use crate::error::Error;

fn enrol(phone: &Phone, offer: &Offer) -> Result<AccountId, Error> {
    phone.enrol(offer, &parsed(PIN), false)
}

fn lost() -> (Phone, Offer) {
    let phone = Phone::new();
    let offer = offered(&phone);
    phone.parts.service.lose::<Enrol>();
    assert_eq!(enrol(&phone, &offer), Err(Error::Offline));
    phone.log();
    (phone, offer)
}

/// What was left is told, and where the device stands.
fn tells(phone: &Phone, left: LeftResult, state: DeviceState) {
    phone.parts.service.answer::<Resume>(resumed(Some(left)));
    phone.parts.service.answer::<Wait>(Waiting { state, ..waiting("first", &[]) });
}

fn pin_key(enrol: &Enrol) -> PublicKey {
    Jws::parse(&enrol.pin).unwrap().header().jwk.unwrap()
}

#[test]
fn what_never_arrived_is_registered_again_with_the_same_keys_of_the_pin() {
    let phone = Phone::new();
    let offer = offered(&phone);
    phone.parts.service.lose::<Enrol>();
    assert_eq!(enrol(&phone, &offer), Err(Error::Offline));
    let first = phone.parts.service.last().body::<Enrol>();
    tells(&phone, LeftResult::GivenUp(Done {}), DeviceState::Pairing);
    phone.parts.service.answer::<Enrol>(Done {});
    assert_eq!(enrol(&phone, &offer), Ok(offer.account.id.clone()));
    let second = phone.parts.service.last().body::<Enrol>();
    assert_eq!(pin_key(&first), pin_key(&second));
    assert_eq!(first.share, second.share);
    assert_eq!(phone.log()[3..], ["resume 2", "wait 1", "enrol 3"]);
    assert_eq!(stopped(&phone.parts).accounts().len(), 1, "the account is there once");
}

#[test]
fn what_did_arrive_is_not_registered_again_once_the_device_is_active() {
    let (phone, offer) = lost();
    tells(&phone, LeftResult::Answered(CallResult::Ok(serde_json::json!({}))), DeviceState::Active);
    assert_eq!(enrol(&phone, &offer), Ok(offer.account.id.clone()));
    assert_eq!(phone.state_of(&offer.account.id), AccountState::Active);
    assert_eq!(phone.log(), ["resume 2", "wait 1"]);
}

#[test]
fn a_device_that_is_active_here_already_enrols_no_more() {
    let (phone, offer) = lost();
    tells(&phone, LeftResult::GivenUp(Done {}), DeviceState::Active);
    enrol(&phone, &offer).unwrap();
    phone.expect_wait("first", &[]);
    assert_eq!(enrol(&phone, &offer), Ok(offer.account.id.clone()));
    assert_eq!(phone.log(), ["resume 2", "wait 1", "wait 2"]);
}

#[test]
fn a_pairing_that_was_refused_meanwhile_is_forgotten() {
    let (phone, offer) = lost();
    phone.parts.service.refuse::<Resume>(Refusal::PairingRefused);
    assert_eq!(enrol(&phone, &offer), Err(Error::Refused(Refusal::PairingRefused)));
    assert_eq!(phone.accounts(), []);
    assert!(kept(&phone).is_empty());
}

#[test]
fn a_service_that_is_still_not_reached_leaves_all_as_it_is() {
    let (phone, offer) = lost();
    phone.parts.service.lose::<Resume>();
    assert_eq!(enrol(&phone, &offer), Err(Error::Offline));
    assert_eq!(phone.state_of(&offer.account.id), AccountState::Pairing);
    tells(&phone, LeftResult::GivenUp(Done {}), DeviceState::Pairing);
    phone.parts.service.answer::<Enrol>(Done {});
    assert_eq!(enrol(&phone, &offer), Ok(offer.account.id.clone()));
    assert_eq!(phone.log(), ["resume 2", "resume 2", "resume 2", "resume 2", "wait 1", "enrol 3"]);
}

#[test]
fn an_enrolment_that_is_refused_for_now_is_kept_and_tried_again() {
    for refusal in [Refusal::TooManyCalls { retry_after: 1 }, Refusal::Unavailable] {
        let phone = Phone::new();
        let offer = offered(&phone);
        phone.parts.service.refuse::<Enrol>(refusal.clone());
        assert_eq!(enrol(&phone, &offer), Err(Error::Refused(refusal)));
        assert_eq!(phone.state_of(&offer.account.id), AccountState::Pairing);
        tells(&phone, LeftResult::GivenUp(Done {}), DeviceState::Pairing);
        phone.parts.service.answer::<Enrol>(Done {});
        assert_eq!(enrol(&phone, &offer), Ok(offer.account.id.clone()));
    }
}

#[test]
fn biometrics_can_be_left_out_the_second_time() {
    let phone = Phone::new();
    phone.parts.biometrics.answer(Some(Ok(())));
    let offer = offered(&phone);
    phone.parts.service.lose::<Enrol>();
    assert_eq!(phone.enrol(&offer, &parsed(PIN), true), Err(Error::Offline));
    assert!(phone.uses_biometrics());
    tells(&phone, LeftResult::GivenUp(Done {}), DeviceState::Pairing);
    phone.parts.service.answer::<Enrol>(Done {});
    let id = enrol(&phone, &offer).unwrap();
    assert!(!phone.stored(&id).biometric);
    assert_eq!(phone.parts.service.last().body::<Enrol>().biometric, None);
}

/// After a stop in the middle: the PIN is not chosen again for keys that the service has already.
#[test]
fn what_did_arrive_before_a_stop_waits_for_the_page_and_asks_for_no_other_pin() {
    for (left, is_left) in [
        (LeftResult::Answered(CallResult::Ok(serde_json::json!({}))), false),
        (LeftResult::GivenUp(Done {}), true),
    ] {
        let (phone, offer) = lost();
        let phone = phone.restart();
        assert!(phone.unfinished()[0].account.is_unfinished());
        tells(&phone, left, DeviceState::Pairing);
        phone.refresh(&offer.account.id, 0).unwrap();
        assert_eq!(phone.unfinished()[0].account.is_unfinished(), is_left);
    }
}
