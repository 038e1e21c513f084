//! Offline codes: docs/protocol.md, 15.

use key_protocol::crypto::Signer as _;
use key_protocol::enrolment::Factor;
use key_protocol::offline::{Agreed, OfflineSecret, Purpose, Scope, step};

use crate::account::{AccountId, AccountState};
use crate::authenticator::testing::{NOW, PIN, Phone, parsed};
use crate::error::Error;
use crate::platform::KeyStore as _;
use crate::platform::fake::service::service_key;

/// The code that the service expects from this phone.
fn expected(phone: &Phone, id: &AccountId, pin: &str, now: i64) -> String {
    let account = phone.account(id).unwrap();
    let service = service_key(9);
    let by_factor = phone.pin_keys(&account, &parsed(pin)).unwrap().agreement.public_key();
    let own = account.agrees.then(|| phone.parts.keys.agree(&id.agreement_key(), &service.public_key()));
    let possession = own.map(Result::unwrap);
    let factor = service.agree(&by_factor).unwrap();
    let agreed = Agreed { factor: &factor, possession: possession.as_deref() };
    let (thumbprint, device) = (account.thumbprint(), account.device);
    let (factor, purpose) = (Factor::Pin, Purpose::Login);
    let scope = Scope { service: &thumbprint, device: &device, factor, purpose };
    OfflineSecret::derive(&agreed, &scope).code(step(now))
}

fn shown(phone: &Phone, id: &AccountId, pin: &str) -> (String, i64) {
    let codes = phone.offline_codes(id, &parsed(pin)).unwrap();
    let code = phone.offline_code(&codes);
    (code.digits().to_owned(), code.left)
}

#[test]
fn fk04_the_code_is_the_one_that_the_service_expects() {
    let (phone, id) = Phone::paired();
    assert_eq!(shown(&phone, &id, PIN).0, expected(&phone, &id, PIN, NOW));
    phone.parts.keys.create_agreement(&id.agreement_key()).unwrap();
    phone.change_account(&id, |account| account.agrees = true).unwrap();
    assert_eq!(shown(&phone, &id, PIN).0, expected(&phone, &id, PIN, NOW));
}

#[test]
fn fk04_a_code_lasts_until_the_next_half_minute() {
    let (phone, id) = Phone::paired();
    let codes = phone.offline_codes(&id, &parsed(PIN)).unwrap();
    let mut codes_shown = Vec::new();
    phone.parts.clock.advance((30 - NOW.rem_euclid(30)) * 1000);
    for seconds in [0, 29, 1] {
        phone.parts.clock.advance(seconds * 1000);
        codes_shown.push(phone.offline_code(&codes));
    }
    assert_eq!(codes_shown[0].digits(), codes_shown[1].digits());
    assert_ne!(codes_shown[1].digits(), codes_shown[2].digits());
    assert_eq!(codes_shown.iter().map(|code| code.left).collect::<Vec<_>>(), [30, 1, 30]);
}

/// The phone cannot tell, and does not say, which PIN is right.
#[test]
fn fk04_a_wrong_pin_gives_a_code_that_is_wrong() {
    let (phone, id) = Phone::paired();
    assert_ne!(shown(&phone, &id, "314159"), shown(&phone, &id, PIN));
}

#[test]
fn fk04_no_network_is_used_and_nothing_is_stored() {
    let (phone, id) = Phone::paired();
    let before = phone.parts.files.dump();
    shown(&phone, &id, PIN);
    assert_eq!(phone.parts.files.dump(), before);
    assert!(phone.parts.service.calls().is_empty());
}

#[test]
fn fk04_an_account_that_is_out_has_no_codes() {
    let (phone, id) = Phone::paired();
    phone.set_state(&id, AccountState::Locked);
    assert_eq!(phone.offline_codes(&id, &parsed(PIN)), Err(Error::UnknownAccount));
}

#[test]
fn nothing_prints_a_code() {
    let (phone, id) = Phone::paired();
    let codes = phone.offline_codes(&id, &parsed(PIN)).unwrap();
    let code = phone.offline_code(&codes);
    assert!(!format!("{codes:?}{code:?}").contains(code.digits()));
}
