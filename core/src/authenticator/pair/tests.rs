//! Pairing: docs/protocol.md, 4, 5, 8.1 and 8.2.

mod activation;
mod again;
mod claims;
mod enrolments;

use key_protocol::answer::Claimed;
use key_protocol::call::Claim;
use key_protocol::comparison::Share;
use key_protocol::crypto::Signer as _;
use key_protocol::link::{PairingLink, PairingToken};

use super::Offer;
use crate::authenticator::testing::{Phone, claimed, origin};
use crate::error::Error;
use crate::pin::PinParameters;
use crate::platform::fake::service::service_key;

/// A link of the service that signs with key 1.
fn link(token: u8) -> PairingLink {
    PairingLink {
        origin: origin(1),
        service: service_key(1).public_key().thumbprint(),
        token: PairingToken::from_bytes([token; 16]),
    }
}

fn claim(phone: &Phone) -> Result<Offer, Error> {
    phone.claim(&link(6))
}

/// A link is claimed, and the service knows the key from then on. The PIN will cost little.
fn offered(phone: &Phone) -> Offer {
    offered_to(phone, claimed(1))
}

fn offered_to(phone: &Phone, claimed: Claimed) -> Offer {
    let known = claimed.device;
    phone.parts.service.answer::<Claim>(claimed);
    let mut offer = claim(phone).unwrap();
    phone.parts.service.knows(known, phone.parts.service.last().header.jwk.unwrap());
    phone.log();
    offer.account.pin = PinParameters::new(8 * 1024, 1).unwrap();
    let pin = offer.account.pin.clone();
    phone.change_account(&offer.account.id, |account| account.pin = pin).unwrap();
    offer
}

fn share_of(offer: &Offer) -> Share {
    offer.account.claim.as_ref().unwrap().share.clone()
}

/// All names in the key store but those of the files.
fn kept(phone: &Phone) -> Vec<String> {
    phone
        .parts
        .keys
        .dump()
        .into_keys()
        .filter(|name| !["journal-key", "vault-key"].contains(&name.as_str()))
        .collect()
}
