//! Pairs this device: claims a link, and registers the keys.

use std::sync::PoisonError;

use key_protocol::answer::{Claimed, Refusal};
use key_protocol::attestation;
use key_protocol::base64url;
use key_protocol::call::{Claim, Enrol};
use key_protocol::capabilities::Capabilities;
use key_protocol::comparison::{self, Share, commitment};
use key_protocol::crypto::Signer as _;
use key_protocol::enrolment::{Enrolment, Factor};
use key_protocol::jws::{self, Header};
use key_protocol::key::PublicKey;
use key_protocol::link::PairingLink;

use super::state::{Authenticator, Draft, Remembered};
use super::stored::Files;
use crate::account::{Account, AccountId, AccountState};
use crate::client::{Caller, Gate, Line, Outgoing, ServiceProof};
use crate::error::Error;
use crate::journal::Entry;
use crate::pin::{Pin, PinKeys, PinParameters, PinSalt};
use crate::vault::Unknown;

/// A claimed pairing link, which the user is asked to confirm.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// The future account. This device stores it only once it is enrolled.
    pub account: Box<Account>,
    /// This device's share of the comparison code. The device reveals it when it enrols.
    share: Share,
}

impl Offer {
    #[cfg(test)]
    pub(crate) const fn for_tests(account: Box<Account>) -> Self {
        Self { account, share: Share::from_bytes([5; 16]) }
    }
}

impl Authenticator {
    /// Claims a pairing link at its service, which must prove that it is the one the link names. The link is then used
    /// up.
    ///
    /// # Errors
    /// [`Error`]; the same link can be tried again after [`Error::Offline`].
    pub fn claim(&self, link: &PairingLink) -> Result<Offer, Error> {
        let draft = match self.take_draft(link) {
            Some(draft) => draft,
            None => self.draft(link)?,
        };
        let offer = self.claim_with(&draft);
        match &offer {
            Ok(_) => {}
            Err(Error::Offline | Error::ServiceFault) => self.keep_draft(draft),
            Err(_) => self.remove_keys(&draft.id),
        }
        offer
    }

    /// Drops a link that could not be claimed, and forgets the key made for it.
    pub fn drop_claim(&self) {
        if let Some(draft) = self.draft.lock().unwrap_or_else(PoisonError::into_inner).take() {
            self.remove_keys(&draft.id);
        }
    }

    fn take_draft(&self, link: &PairingLink) -> Option<Draft> {
        let kept = self.draft.lock().unwrap_or_else(PoisonError::into_inner).take()?;
        if kept.link == *link {
            return Some(kept);
        }
        self.remove_keys(&kept.id);
        None
    }

    fn keep_draft(&self, draft: Draft) {
        *self.draft.lock().unwrap_or_else(PoisonError::into_inner) = Some(draft);
    }

    fn draft(&self, link: &PairingLink) -> Result<Draft, Error> {
        let mut bytes = [0; 32];
        self.platform.entropy.fill(&mut bytes)?;
        let (id, share) = bytes.split_at(16);
        let id = AccountId::from_bytes(id.try_into().map_err(|_| Error::Storage)?);
        let share = Share::from_bytes(share.try_into().map_err(|_| Error::Storage)?);
        let (name, challenge) = (id.possession_key(), attestation::challenge(&link.service, &link.token));
        let possession = self.platform.keys.create(&name, &challenge)?;
        let attested = self.platform.keys.attestation(&name)?;
        let attested: Vec<_> = attested.iter().map(|certificate| base64url::encode(certificate)).collect();
        let device = self.platform.device.clone();
        let claim = Claim {
            attestation: (!attested.is_empty()).then_some(attested),
            commitment: commitment(&share),
            knows: Capabilities::ours(),
            name: device.name,
            platform: device.platform,
            token: link.token.clone(),
        };
        Ok(Draft { payload: self.payload(claim, 0)?, id, link: link.clone(), possession, share })
    }

    fn claim_with(&self, draft: &Draft) -> Result<Offer, Error> {
        let Draft { id, link, payload, possession, share } = draft;
        let line = Line {
            origin: &link.origin,
            key_name: &id.possession_key(),
            caller: Caller::New(*possession),
            service: ServiceProof::Thumbprint(link.service),
        };
        let outgoing = Outgoing { payload: &|| payload.clone(), hold: 0, gate: &|| Gate::Open };
        let answered = self.client.call::<Claim>(&self.platform, &line, &outgoing)?;
        let answered = answered.ok_or(Error::ServiceFault)?;
        let claimed = answered.result.map_err(Error::Refused)?;
        Ok(Offer { account: Box::new(account(draft, claimed, answered.key)), share: share.clone() })
    }

    /// Drops a claimed link, and forgets the keys made for it. The pairing then expires at the service.
    pub fn refuse(&self, offer: &Offer) {
        // If the vault cannot be written now, it still names the account; its watcher will find the pairing over.
        let _ = self.forget(&offer.account.id);
    }

    /// Makes the keys of the second factor and registers them. Stores the account before it asks the service, so that a
    /// stop in between loses nothing.
    ///
    /// # Errors
    /// [`Error`]; after [`Error::Offline`] the same offer can be tried again: the service may have carried out the
    /// first try.
    pub fn enrol(&self, offer: &Offer, pin: &Pin, with_biometrics: bool) -> Result<AccountId, Error> {
        if self.is_enrolled(&offer.account.id)? {
            return Ok(offer.account.id.clone());
        }
        let mut account = Account::clone(&offer.account);
        account.biometric = with_biometrics;
        let biometric = with_biometrics
            .then(|| self.platform.biometrics.create(&account.id.biometric_key()))
            .transpose()?;
        let agreement = self.platform.keys.create_agreement(&account.id.agreement_key())?;
        account.agrees = agreement.is_some();
        let keys = self.new_pin_keys(&account, pin)?;
        self.keep(&account)?;
        let enrolled = self.act::<Enrol>(&account.id, |_| {
            let (pin, biometric) = self.enrolments(&account, &keys, biometric)?;
            Ok(Enrol { agreement, biometric, pin, share: offer.share.clone() })
        });
        match enrolled {
            Ok(_) => Ok(account.id),
            Err(Error::Refused(refusal)) if !may_pass(&refusal) => {
                // Forgets its keys too: the service would take calls by the same key, numbered anew, for a copy's. If
                // the account cannot be removed, its watcher finds the pairing over.
                let _ = self.forget(&account.id);
                Err(Error::Refused(refusal))
            }
            Err(error) => Err(error),
        }
    }

    /// Whether an earlier try, whose answer was lost, has already led to an active device.
    fn is_enrolled(&self, id: &AccountId) -> Result<bool, Error> {
        if self.account(id).is_err() {
            return Ok(false);
        }
        self.refresh(id, 0)?;
        Ok(self.account(id)?.state == AccountState::Active)
    }

    /// Stores the account, with no call sent yet. The first account decides whether all use biometrics.
    fn keep(&self, account: &Account) -> Result<(), Error> {
        // In one save: a call for another account in between would drop the journal entry of an account that is not in
        // the vault.
        self.stored.save(|Files { journal, vault }| {
            if journal.entries().of(&account.id).is_none() {
                vault.catch_up()?;
                let kept: Vec<_> = vault.contents().accounts.iter().map(|other| other.id.clone()).collect();
                journal.write(&account.id, Entry::default(), &[kept, vec![account.id.clone()]].concat())?;
            }
            vault.update(|contents| {
                contents.accounts.retain(|other| other.id != account.id);
                contents.biometrics =
                    account.biometric || (contents.biometrics && !contents.accounts.is_empty());
                contents.accounts.push(account.clone());
            })
        })
    }

    /// Makes the enrolments of the PIN and of biometrics.
    fn enrolments(
        &self,
        account: &Account,
        keys: &PinKeys,
        biometric: Option<PublicKey>,
    ) -> Result<(String, Option<String>), Error> {
        let pin = self.enrolment_of(account, Factor::Pin, Some(keys.agreement.public_key()));
        let header = Header::of::<Enrolment>().jwk(keys.signing.public_key());
        let pin = jws::sign(&header, &pin, |bytes| keys.signing.sign(bytes)).map_err(|_| Error::Storage)?;
        let biometric = biometric.map(|key| {
            let (header, reason) = (Header::of::<Enrolment>().jwk(key), account.service.as_str());
            let name = account.id.biometric_key();
            let sign = |bytes: &[u8]| self.platform.biometrics.sign(&name, bytes, reason);
            jws::sign(&header, &self.enrolment_of(account, Factor::Biometric, None), sign)
        });
        Ok((pin, biometric.transpose()?))
    }

    /// Derives the keys from the PIN and the account's salt. The salt is drawn once, so that a second try after a lost
    /// answer registers the same keys.
    fn new_pin_keys(&self, account: &Account, pin: &Pin) -> Result<PinKeys, Error> {
        let name = account.id.salt();
        if self.platform.keys.secret(&name)?.is_none() {
            let mut salt = zeroize::Zeroizing::new([0; 32]);
            self.platform.entropy.fill(&mut *salt)?;
            self.platform.keys.put_secret(&name, &*salt)?;
        }
        self.pin_keys(account, pin)
    }

    pub(super) fn pin_keys(&self, account: &Account, pin: &Pin) -> Result<PinKeys, Error> {
        let salt = self.platform.keys.secret(&account.id.salt())?.ok_or(Error::Unusable)?;
        let salt: [u8; 32] = salt.as_slice().try_into().map_err(|_| Error::Unusable)?;
        PinKeys::derive(pin, &PinSalt::from_bytes(salt), account.pin.clone()).ok_or(Error::Storage)
    }

    /// Marks an account as active after the service has accepted this device, and removes older accounts of the same
    /// username there. If that cannot be saved, the service reports it again at the next start; until then, the old
    /// keys are kept.
    pub(super) fn activate(&self, id: &AccountId) -> Result<(), Error> {
        let account = self.account(id)?;
        if account.state == AccountState::Active {
            return Ok(());
        }
        let replaced = |other: &Account| other.id != *id && other.is_same_as(&account);
        let old: Vec<_> = self.accounts().into_iter().filter(replaced).map(|other| other.id).collect();
        let saved = self.note(|contents| {
            contents.accounts.retain(|other| !replaced(other));
            if let Some(account) = contents.account_mut(id) {
                account.state = AccountState::Active;
            }
        });
        for old in &old {
            self.live().remove(old);
            if saved == Remembered::Yes {
                self.remove_keys(old);
            }
        }
        self.locks.lock().unwrap_or_else(PoisonError::into_inner).retain(|id, _| !old.contains(id));
        Ok(())
    }

    /// Whether a refusal means that the service has ended the pairing.
    pub(super) fn is_over(refusal: &Refusal) -> bool {
        matches!(refusal, Refusal::LinkExpired | Refusal::LinkUsed | Refusal::PairingRefused)
    }
}

/// Makes the account of a claimed link.
fn account(draft: &Draft, claimed: Claimed, service_key: PublicKey) -> Account {
    let Claimed { agreement, device, knows, service, share, tenant, username } = claimed;
    let code = comparison::code(&comparison::Pairing {
        service: &draft.link.service,
        token: &draft.link.token,
        device: &draft.possession.thumbprint(),
        device_share: &draft.share,
        service_share: &share,
    });
    Account {
        id: draft.id.clone(),
        agreement,
        agrees: false,
        biometric: false,
        change: None,
        code,
        device,
        former_key: None,
        knows: knows.into(),
        origin: draft.link.origin.clone(),
        pin: PinParameters::default(),
        pin_behind: false,
        service,
        service_key,
        state: AccountState::Pairing,
        tenant,
        username,
        unknown: Unknown::default(),
    }
}

/// Whether the service may accept the same enrolment later.
const fn may_pass(refusal: &Refusal) -> bool {
    matches!(refusal, Refusal::TooManyCalls { .. } | Refusal::Unavailable)
}

#[cfg(test)]
mod tests;
