//! A link is shown to its service.

use std::sync::{Arc, Mutex};

use key_protocol::answer::{Claimed, Done, Refusal};
use key_protocol::attestation::challenge;
use key_protocol::call::{Claim, Enrol};
use key_protocol::capabilities::Capabilities;
use key_protocol::comparison::{self, commitment};
use key_protocol::crypto::{Signature, Signer as _};
use key_protocol::key::PublicKey;
use zeroize::Zeroizing;

use super::{claim, kept, link, offered, share_of};
use crate::account::{Account, AccountState, ClaimProgress};
use crate::authenticator::Authenticator;
use crate::authenticator::testing::{PIN, Phone, claimed, parsed, stopped, text};
use crate::error::Error;
use crate::pin::PinParameters;
use crate::platform::Clock as _;
use crate::platform::fake::MemoryKeys;
use crate::platform::fake::parts::Parts;
use crate::platform::fake::service::{Received, service_key};
use crate::platform::{KeyStore, KeyStoreError, Platform};

#[test]
fn a_claim_says_what_the_device_is_and_commits_to_its_share() {
    let phone = Phone::new();
    phone.parts.service.answer::<Claim>(claimed(1));
    let offer = claim(&phone).unwrap();
    let call = phone.parts.service.last();
    let expected = Claim {
        attestation: None,
        commitment: commitment(&share_of(&offer)),
        knows: Capabilities::ours(),
        name: text("Mira's phone"),
        platform: text("Test 1"),
        token: link(6).token,
    };
    assert_eq!((call.body::<Claim>(), call.seq()), (expected, 0));
}

/// 8.1: it pins the `jwk` of the answer; 5: both sides show the same code.
#[test]
fn an_offer_is_what_the_service_has_said_and_is_kept_unfinished() {
    let phone = Phone::new();
    let said = Claimed { tenant: Some(text("Kettu Oy")), ..claimed(1) };
    phone.parts.service.answer::<Claim>(said.clone());
    let offer = claim(&phone).unwrap();
    let possession = phone.parts.service.last().header.jwk.unwrap();
    let code = comparison::code(&comparison::Pairing {
        service: &link(6).service,
        token: &link(6).token,
        device: &possession.thumbprint(),
        device_share: &share_of(&offer),
        service_share: &said.share,
    });
    let expected = Account {
        id: offer.account.id.clone(),
        agreement: said.agreement,
        agrees: false,
        biometric: false,
        change: None,
        claim: offer.account.claim.clone(),
        code,
        device: said.device,
        device_name: Some(text("Mira's phone")),
        former_key: None,
        label: None,
        knows: said.knows.into(),
        origin: link(6).origin,
        pin: PinParameters::default(),
        pin_behind: false,
        service: said.service,
        service_key: service_key(1).public_key(),
        state: AccountState::Pairing,
        tenant: said.tenant,
        username: said.username,
        unknown: Default::default(),
    };
    assert_eq!(*offer.account, expected);
    assert_eq!(stopped(&phone.parts).accounts(), [expected]);
    assert_eq!(stopped(&phone.parts).unfinished(), std::slice::from_ref(&offer));
    let claim = offer.account.claim.as_ref().unwrap();
    assert_eq!(
        (claim.progress, claim.finish_by),
        (ClaimProgress::Claimed, phone.parts.clock.now_ms() / 1000 + 600)
    );
    assert_eq!(kept(&phone), [offer.account.id.possession_key()]);
}

/// 8.1: a new possession key for every link.
#[test]
fn every_link_gets_a_key_and_a_share_of_its_own() {
    let phone = Phone::new();
    let (first, second) = (offered(&phone), offered(&phone));
    assert_ne!(first.account.id, second.account.id);
    assert_ne!(share_of(&first), share_of(&second));
    assert_eq!(kept(&phone).len(), 2);
}

/// 8.1: sends the same claim again (same key, share and payload) when no answer came.
#[test]
fn a_claim_without_an_answer_is_tried_again_as_it_was() {
    let phone = Phone::new();
    phone.parts.service.lose::<Claim>();
    assert_eq!(claim(&phone).unwrap_err(), Error::Offline);
    phone.parts.service.on::<Claim>(|service, call| service.respond(&call.origin, String::new()));
    assert_eq!(claim(&phone).unwrap_err(), Error::ServiceFault);
    phone.parts.service.answer::<Claim>(claimed(1));
    let offer = claim(&phone).unwrap();
    let calls = phone.parts.service.calls();
    assert_eq!(calls.len(), 5);
    let is_the_same =
        |call: &&Received| (&call.payload, call.header.jwk) == (&calls[0].payload, calls[0].header.jwk);
    assert!(calls.iter().all(|call| is_the_same(&call)));
    assert_eq!(kept(&phone), [offer.account.id.possession_key()]);
}

#[test]
fn a_claim_that_was_answered_is_not_tried_again_with_the_same_key() {
    let phone = Phone::new();
    phone.parts.service.lose::<Claim>();
    claim(&phone).unwrap_err();
    let (first, second) = (offered(&phone), offered(&phone));
    assert_ne!(first.account.id, second.account.id);
}

#[test]
fn a_claim_that_is_refused_leaves_no_key() {
    for refusal in [Refusal::LinkExpired, Refusal::LinkUsed, Refusal::Malformed, Refusal::Unavailable] {
        let phone = Phone::new();
        phone.parts.service.refuse::<Claim>(refusal.clone());
        assert_eq!(claim(&phone).unwrap_err(), Error::Refused(refusal));
        assert!(kept(&phone).is_empty());
    }
}

/// 7.5: the service has to prove itself by the key that the link names.
#[test]
fn a_claim_that_another_service_answers_leaves_no_key() {
    let phone = Phone::new();
    phone.parts.service.sign_with(&link(6).origin, 2);
    phone.parts.service.answer::<Claim>(claimed(1));
    assert_eq!(claim(&phone).unwrap_err(), Error::ServiceKey);
    assert!(kept(&phone).is_empty());
    assert_eq!(phone.accounts(), []);
}

#[test]
fn another_link_puts_the_first_away() {
    let phone = Phone::new();
    phone.parts.service.lose::<Claim>();
    claim(&phone).unwrap_err();
    let first = kept(&phone);
    phone.parts.service.lose::<Claim>();
    phone.claim(&link(7)).unwrap_err();
    assert_eq!(kept(&phone).len(), 1);
    assert_ne!(kept(&phone), first);
    let calls = phone.parts.service.calls();
    assert_eq!(calls[3].body::<Claim>().token, link(7).token);
    assert_ne!(calls[3].header.jwk, calls[0].header.jwk);
}

#[test]
fn a_claim_that_is_dropped_leaves_no_key_and_is_not_tried_again() {
    let phone = Phone::new();
    phone.parts.service.lose::<Claim>();
    claim(&phone).unwrap_err();
    let key = phone.parts.service.last().header.jwk;
    phone.drop_claim();
    assert!(kept(&phone).is_empty());
    phone.parts.service.answer::<Claim>(claimed(1));
    claim(&phone).unwrap();
    assert_ne!(phone.parts.service.last().header.jwk, key);
}

#[test]
fn without_random_bytes_no_key_is_made_and_nothing_is_sent() {
    let phone = Phone::new();
    phone.parts.entropy.run_dry(true);
    assert_eq!(claim(&phone).unwrap_err(), Error::Storage);
    assert!(phone.log().is_empty() && kept(&phone).is_empty());
}

/// Hardware that attests what it makes.
struct Attesting {
    challenges: Mutex<Vec<[u8; 32]>>,
    keys: Arc<MemoryKeys>,
}

impl KeyStore for Attesting {
    fn create(&self, name: &str, challenge: &[u8; 32]) -> Result<PublicKey, KeyStoreError> {
        self.challenges.lock().unwrap().push(*challenge);
        self.keys.create(name, challenge)
    }

    fn attestation(&self, name: &str) -> Result<Vec<Vec<u8>>, KeyStoreError> {
        Ok(vec![name.as_bytes()[..10].to_vec(), vec![0xff, 0xfe]])
    }

    fn create_agreement(&self, _: &str) -> Result<Option<PublicKey>, KeyStoreError> {
        Ok(None)
    }

    fn agree(&self, name: &str, other: &PublicKey) -> Result<Zeroizing<[u8; 32]>, KeyStoreError> {
        self.keys.agree(name, other)
    }

    fn sign(&self, name: &str, message: &[u8]) -> Result<Signature, KeyStoreError> {
        self.keys.sign(name, message)
    }

    fn secret(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, KeyStoreError> {
        self.keys.secret(name)
    }

    fn put_secret(&self, name: &str, secret: &[u8]) -> Result<(), KeyStoreError> {
        self.keys.put_secret(name, secret)
    }

    fn remove(&self, name: &str) -> Result<(), KeyStoreError> {
        self.keys.remove(name)
    }
}

/// 20: the possession key is made with the challenge; the certificates go into the claim, base64url each.
#[test]
fn what_the_hardware_attests_goes_with_the_claim() {
    let parts = Parts::new();
    let keys = Arc::new(Attesting { challenges: Mutex::default(), keys: parts.keys.clone() });
    let phone = Authenticator::open(Platform { keys: keys.clone(), ..parts.platform() }).unwrap();
    parts.service.answer::<Claim>(claimed(1));
    phone.claim(&link(6)).unwrap();
    let expected = challenge(&link(6).service, &link(6).token);
    assert_eq!(*keys.challenges.lock().unwrap(), [expected]);
    let attested = parts.service.last().body::<Claim>().attestation.unwrap();
    assert_eq!(attested, [key_protocol::base64url::encode(b"possession"), "__4".to_owned()]);
}

/// 15: a device without an agreement key registers none.
#[test]
fn a_key_store_that_agrees_on_nothing_is_no_hindrance() {
    let parts = Parts::new();
    let keys = Attesting { challenges: Mutex::default(), keys: parts.keys.clone() };
    let key = Authenticator::open(Platform { keys: Arc::new(keys), ..parts.platform() }).unwrap();
    let phone = Phone { key: Arc::new(key), parts };
    let offer = offered(&phone);
    phone.parts.service.answer::<Enrol>(Done {});
    let id = phone.enrol(&offer, &parsed(PIN), false).unwrap();
    assert_eq!(phone.parts.service.last().body::<Enrol>().agreement, None);
    assert!(!phone.stored(&id).agrees);
}
