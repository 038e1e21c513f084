//! The keys are made and registered.

use key_protocol::answer::{CallResult, Done, Refusal};
use key_protocol::call::{Claim, Enrol, Leave, Resume, Wait};
use key_protocol::comparison::commitment;
use key_protocol::crypto::Signer as _;
use key_protocol::enrolment::{Enrolment, Factor};
use key_protocol::jws::Jws;
use key_protocol::key::PublicKey;

use super::{Offer, kept, offered, share_of};
use crate::account::{AccountId, AccountState, ClaimProgress};
use crate::authenticator::testing::{
    PIN, Phone, claimed, device, keys_of, parsed, resumed, stopped, stopped_anywhere, text,
};
use crate::crypto::{SoftwareKey, SoftwareVerifier};
use crate::error::Error;
use crate::pin::{PinKeys, PinSalt};
use crate::platform::fake::parts::Parts;
use crate::platform::{BiometricError, KeyStore as _};

fn enrol(phone: &Phone, offer: &Offer) -> Result<AccountId, Error> {
    phone.enrol(offer, &parsed(PIN), false)
}

fn answered(phone: &Phone, offer: &Offer, with_biometrics: bool) -> AccountId {
    phone.parts.service.answer::<Enrol>(Done {});
    phone.enrol(offer, &parsed(PIN), with_biometrics).unwrap()
}

fn read(text: &str) -> (PublicKey, Enrolment) {
    Jws::parse(text).unwrap().verify_carried(None, &SoftwareVerifier).unwrap()
}

fn public(parts: &Parts, name: &str) -> PublicKey {
    let bytes: [u8; 32] = parts.keys.dump()[name].as_slice().try_into().unwrap();
    SoftwareKey::from_bytes(&bytes).unwrap().public_key()
}

/// 8.2 and 13.1.
#[test]
fn an_enrolment_registers_the_keys_and_reveals_the_share() {
    let phone = Phone::new();
    let offer = offered(&phone);
    let id = answered(&phone, &offer, false);
    assert_eq!(id, offer.account.id);
    let Enrol { agreement, biometric, pin, share } = phone.parts.service.last().body();
    assert_eq!(agreement, Some(public(&phone.parts, &id.agreement_key())));
    assert_eq!((biometric, &share), (None, &share_of(&offer)));
    assert_eq!(commitment(&share), commitment(&share_of(&offer)));
    let salt = phone.parts.keys.secret(&id.salt()).unwrap().unwrap();
    let salt = PinSalt::from_bytes(salt.as_slice().try_into().unwrap());
    let keys = PinKeys::derive(&parsed(PIN), &salt, offer.account.pin.clone()).unwrap();
    let expected = Enrolment {
        v: 1,
        agreement: Some(keys.agreement.public_key()),
        device: device(1),
        factor: Factor::Pin,
        service: offer.account.thumbprint(),
    };
    assert_eq!(read(&pin), (keys.signing.public_key(), expected));
    assert_eq!(phone.log(), ["enrol 1"]);
    let account = phone.stored(&id);
    assert_eq!((account.state, account.agrees, account.biometric), (AccountState::Pairing, true, false));
    assert_eq!(account.claim.unwrap().progress, ClaimProgress::Enrolled);
}

#[test]
fn biometrics_are_registered_by_a_key_of_their_own() {
    let phone = Phone::new();
    phone.parts.biometrics.answer(Some(Ok(())));
    let offer = offered(&phone);
    let id = answered(&phone, &offer, true);
    let Enrol { biometric, pin, .. } = phone.parts.service.last().body();
    let (key, enrolment) = read(&biometric.unwrap());
    let service = offer.account.thumbprint();
    let expected = Enrolment { v: 1, agreement: None, device: device(1), factor: Factor::Biometric, service };
    assert_eq!(enrolment, expected);
    assert!(key != read(&pin).0 && key != public(&phone.parts, &id.possession_key()));
    assert_eq!(phone.parts.biometrics.reasons(), ["Ledger"]);
    assert!(phone.stored(&id).biometric && phone.uses_biometrics());
}

#[test]
fn biometrics_that_cannot_be_had_keep_nothing_and_send_nothing() {
    let phone = Phone::new();
    let offer = offered(&phone);
    let refused = phone.enrol(&offer, &parsed(PIN), true);
    assert_eq!(refused, Err(Error::Biometrics(BiometricError::Unavailable)));
    assert!(phone.accounts().iter().all(|account| account.is_unfinished() && !account.biometric));
    assert!(phone.log().is_empty());
    answered(&phone, &offer, false);
}

/// The account is kept before the service is asked, so that a stop in between loses nothing.
#[test]
fn the_account_is_on_disk_before_its_keys_are_registered() {
    let phone = Phone::new();
    let offer = offered(&phone);
    let (parts, id) = (phone.parts.clone(), offer.account.id.clone());
    phone.parts.service.on::<Enrol>(move |service, call| {
        let after = stopped(&parts);
        assert_eq!(after.account(&id).unwrap().state, AccountState::Pairing);
        assert_eq!(after.entry(&id).unwrap().newest(), 1);
        service.result(call, CallResult::Ok(Done {}))
    });
    enrol(&phone, &offer).unwrap();
}

/// An account whose calls are not known would have to be paired again.
#[test]
fn a_stop_at_any_moment_leaves_no_account_whose_calls_are_not_known() {
    let phone = Phone::new();
    let offer = offered(&phone);
    phone.parts.files.record();
    let id = answered(&phone, &offer, false);
    let mut seen = 0;
    for stopped in stopped_anywhere(&phone.parts) {
        if let Ok(account) = stopped.account(&id) {
            assert_eq!(account.state, AccountState::Pairing);
            seen += 1;
        }
    }
    assert!(seen > 0);
}

#[test]
fn on_a_full_disk_nothing_is_sent() {
    let phone = Phone::new();
    let offer = offered(&phone);
    phone.parts.files.set_full(true);
    assert_eq!(enrol(&phone, &offer), Err(Error::Storage));
    assert!(phone.log().is_empty());
    phone.parts.files.set_full(false);
    answered(&phone, &offer, false);
}

#[test]
fn without_random_bytes_there_is_no_salt_and_nothing_is_sent() {
    let phone = Phone::new();
    let offer = offered(&phone);
    phone.parts.entropy.run_dry(true);
    assert_eq!(enrol(&phone, &offer), Err(Error::Storage));
    assert!(phone.log().is_empty());
    assert!(!kept(&phone).contains(&offer.account.id.salt()));
}

#[test]
fn two_accounts_have_two_salts() {
    let phone = Phone::new();
    let ids = [(), ()].map(|()| answered(&phone, &offered(&phone), false));
    let salts = ids.map(|id| phone.parts.keys.secret(&id.salt()).unwrap().unwrap());
    assert_ne!(salts[0], salts[1]);
}

/// Numbered anew, calls by the same key would be a copy's.
#[test]
fn an_enrolment_that_is_refused_for_good_is_forgotten_with_its_keys() {
    for refusal in [Refusal::LinkExpired, Refusal::Malformed, Refusal::PairingRefused, Refusal::Frozen] {
        let phone = Phone::new();
        let offer = offered(&phone);
        phone.parts.service.refuse::<Enrol>(refusal.clone());
        assert_eq!(enrol(&phone, &offer), Err(Error::Refused(refusal)));
        assert_eq!(stopped(&phone.parts).accounts(), []);
        assert!(kept(&phone).is_empty());
    }
}

/// The first account says whether biometrics are used with all.
#[test]
fn the_first_account_decides_on_biometrics() {
    let phone = Phone::new();
    phone.parts.biometrics.answer(Some(Ok(())));
    phone.change(|contents| contents.biometrics = true).unwrap();
    answered(&phone, &offered(&phone), false);
    assert!(!phone.uses_biometrics(), "what was chosen with accounts that are gone counts for nothing");
}

#[test]
fn a_further_account_without_biometrics_leaves_those_of_the_others() {
    let phone = Phone::new();
    phone.parts.biometrics.answer(Some(Ok(())));
    answered(&phone, &offered(&phone), true);
    answered(&phone, &offered(&phone), false);
    assert!(phone.uses_biometrics());
    let phone = Phone::new();
    phone.parts.biometrics.answer(Some(Ok(())));
    answered(&phone, &offered(&phone), false);
    assert!(!phone.uses_biometrics());
    answered(&phone, &offered(&phone), true);
    assert!(phone.uses_biometrics());
}

/// The account that used them is locked, and is paired again with the PIN only.
#[test]
fn an_account_that_is_stopped_keeps_no_biometrics_on() {
    let phone = Phone::new();
    phone.parts.biometrics.answer(Some(Ok(())));
    let locked = answered(&phone, &offered(&phone), true);
    phone.set_state(&locked, AccountState::Locked);
    answered(&phone, &offered(&phone), false);
    assert!(!phone.uses_biometrics());
}

#[test]
fn an_account_that_is_added_costs_the_others_nothing() {
    let (phone, id) = Phone::paired();
    phone.parts.service.refuse::<Leave>(Refusal::RequestEnded);
    phone.leave(&id).unwrap_err();
    let mut claimed = claimed(2);
    claimed.username = text("another");
    let added = answered(&phone, &super::offered_to(&phone, claimed), false);
    let after = stopped(&phone.parts);
    assert_eq!((after.entry(&id).unwrap().newest(), after.entry(&added).unwrap().newest()), (1, 1));
    assert_eq!(keys_of(&phone.parts, &id).len(), 2);
}

#[test]
fn a_pairing_that_is_given_up_is_told_to_the_service_and_leaves_nothing() {
    let phone = Phone::new();
    let offer = offered(&phone);
    phone.parts.service.answer::<Leave>(Done {});
    phone.give_up(&offer.account.id).unwrap();
    assert_eq!(phone.log(), ["leave 1"]);
    assert!(kept(&phone).is_empty());
    assert_eq!(stopped(&phone.parts).accounts(), []);
}

#[test]
fn a_pairing_is_given_up_without_a_network_too() {
    let phone = Phone::new();
    let offer = offered(&phone);
    phone.parts.service.lose::<Enrol>();
    assert_eq!(enrol(&phone, &offer), Err(Error::Offline));
    phone.parts.service.lose::<Resume>();
    phone.give_up(&offer.account.id).unwrap();
    assert!(kept(&phone).is_empty());
    assert_eq!(stopped(&phone.parts).accounts(), []);
    assert_eq!(enrol(&phone, &offer), Err(Error::UnknownAccount));
}

/// What the user had left is finished after a start.
#[test]
fn a_pairing_that_was_left_is_finished_after_a_restart() {
    let phone = Phone::new();
    let offer = offered(&phone);
    let phone = phone.restart();
    assert_eq!(phone.unfinished().len(), 1);
    let left = phone.unfinished().remove(0);
    assert!(left.account.is_unfinished());
    assert_eq!(share_of(&left), share_of(&offer));
    let id = answered(&phone, &left, false);
    let Enrol { share, .. } = phone.parts.service.last().body();
    assert_eq!(share, share_of(&offer));
    assert!(!phone.unfinished()[0].account.is_unfinished(), "the page has to say yes");
    phone.wait_for(&id, &[]);
    assert_eq!(phone.unfinished(), []);
    assert_eq!(phone.stored(&id).claim, None);
}

/// Nobody has to go on to find out: the service tells a phone that only waits.
#[test]
fn a_pairing_that_was_refused_on_the_page_is_gone_before_it_was_confirmed_here() {
    for refusal in [Refusal::PairingRefused, Refusal::LinkExpired] {
        let phone = Phone::new();
        let offer = offered(&phone);
        let id = &offer.account.id;
        phone.parts.service.answer::<Resume>(resumed(None));
        phone.parts.service.refuse::<Wait>(refusal.clone());
        assert_eq!(phone.refresh(id, 0), Err(Error::Refused(refusal.clone())));
        assert_eq!(phone.pairing_end(id), Some(refusal.clone()));
        assert_eq!(enrol(&phone, &offer), Err(Error::Refused(refusal)));
        assert!(kept(&phone).is_empty());
    }
}

#[test]
fn a_pairing_that_nobody_finishes_lapses_without_the_service() {
    let phone = Phone::new();
    let offer = offered(&phone);
    phone.parts.clock.advance(600_000);
    assert_eq!(phone.unfinished(), [], "it can no longer be finished");
    phone.parts.clock.advance(61_000);
    assert_eq!(phone.refresh(&offer.account.id, 0), Err(Error::Refused(Refusal::LinkExpired)));
    assert!(phone.log().is_empty());
    assert!(kept(&phone).is_empty());
}

#[test]
fn a_claim_that_cannot_be_kept_is_tried_again_as_it_was() {
    let phone = Phone::new();
    phone.parts.service.answer::<Claim>(claimed(1));
    phone.parts.files.set_full(true);
    assert_eq!(super::claim(&phone).unwrap_err(), Error::Storage);
    phone.parts.files.set_full(false);
    phone.parts.service.answer::<Claim>(claimed(1));
    let offer = super::claim(&phone).unwrap();
    let calls = phone.parts.service.calls();
    assert_eq!(calls[0].payload, calls[1].payload);
    assert_eq!(phone.unfinished(), [offer]);
}
