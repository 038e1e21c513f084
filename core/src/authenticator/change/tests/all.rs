//! Biometrics of all accounts at once.

use key_protocol::call::Change;

use super::{RIGHT, WRONG};
use crate::authenticator::testing::{PIN, Phone, parsed};
use crate::error::Error;

#[test]
fn biometrics_are_switched_for_every_account_and_what_is_left_is_done_later() {
    let (phone, id) = Phone::paired();
    let other = phone.add(2, |account| account.username = crate::authenticator::testing::text("another"));
    phone.parts.biometrics.answer(Some(Ok(())));
    phone.parts.service.answer::<Change>(RIGHT);
    phone.parts.service.refuse::<Change>(WRONG);
    assert_eq!(phone.set_biometrics(true, &parsed(PIN)), Err(Error::Refused(WRONG)));
    assert!(!phone.uses_biometrics(), "not before all have them");
    phone.parts.service.answer::<Change>(RIGHT);
    assert_eq!(phone.set_biometrics(true, &parsed(PIN)), Ok(()));
    assert!(phone.takes_biometrics(&id) && phone.takes_biometrics(&other));
    phone.parts.service.answer::<Change>(RIGHT);
    phone.parts.service.answer::<Change>(RIGHT);
    assert_eq!(phone.set_biometrics(false, &parsed(PIN)), Ok(()));
    assert!(!phone.uses_biometrics());
}
