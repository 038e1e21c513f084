//! Pairs this device: claims a link, and registers the keys.

use std::collections::HashMap;
use std::sync::{MutexGuard, PoisonError};

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
use crate::account::{self, Account, AccountId, AccountState, ClaimProgress};
use crate::client::{Caller, Gate, Line, Outgoing, ServiceProof};
use crate::error::Error;
use crate::journal::Entry;
use crate::pin::{Pin, PinKeys, PinParameters, PinSalt};
use crate::vault::Unknown;

/// How long the service waits for the pairing to be finished after a claim, in seconds (protocol, 8.2).
const FINISH_WITHIN: i64 = 10 * 60;

/// A claimed pairing link, which the user is asked to confirm.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// The future account, as it was claimed.
    pub account: Box<Account>,
}

impl Authenticator {
    /// Claims a pairing link at its service, which must prove that it is the one the link names, and stores the future
    /// account. The link is then used up, and the pairing can be finished within ten minutes.
    ///
    /// # Errors
    /// [`Error`]; the same link can be tried again after [`Error::Offline`] and [`Error::Storage`].
    pub fn claim(&self, link: &PairingLink) -> Result<Offer, Error> {
        let draft = match self.take_draft(link) {
            Some(draft) => draft,
            None => self.draft(link)?,
        };
        let offer = self.claim_with(&draft).and_then(|offer| self.keep(&offer.account).map(|()| offer));
        match &offer {
            Ok(_) => {}
            Err(Error::Offline | Error::ServiceFault | Error::Storage) => self.keep_draft(draft),
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
        let claim = Claim {
            attestation: (!attested.is_empty()).then_some(attested),
            commitment: commitment(&share),
            knows: Capabilities::ours(),
            name: self.phone_name(),
            platform: self.platform.device.platform.clone(),
            token: link.token.clone(),
        };
        let name = claim.name.clone();
        Ok(Draft { payload: self.payload(claim, 0)?, id, link: link.clone(), name, possession, share })
    }

    fn claim_with(&self, draft: &Draft) -> Result<Offer, Error> {
        let Draft { id, link, name, payload, possession, share } = draft;
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
        let mut account = account(draft, claimed, answered.key);
        let finish_by = self.platform.clock.now_ms() / 1000 + FINISH_WITHIN;
        let (share, unknown) = (share.clone(), Unknown::default());
        account.device_name = Some(name.clone());
        account.claim = Some(account::Claim { finish_by, progress: ClaimProgress::Claimed, share, unknown });
        Ok(Offer { account: Box::new(account) })
    }

    /// The pairings that the user has not finished, with the time that is left, in the order they were begun.
    #[must_use]
    pub fn unfinished(&self) -> Vec<Offer> {
        let now = self.platform.clock.now_ms() / 1000;
        let is_open = |account: &Account| {
            account.state == AccountState::Pairing
                && account.claim.as_ref().is_none_or(|claim| claim.finish_by > now)
        };
        let open = self.accounts().into_iter().filter(is_open);
        open.map(|account| Offer { account: Box::new(account) }).collect()
    }

    /// Gives up a pairing: tells the service, and forgets the account with its keys. If the service cannot be reached,
    /// the pairing expires there.
    ///
    /// # Errors
    /// [`Error::Storage`]
    pub fn give_up(&self, id: &AccountId) -> Result<(), Error> {
        self.leave(id).or_else(|_| self.forget(id))
    }

    /// The reason why the service has ended a pairing, if it has since Key has started.
    #[must_use]
    pub fn pairing_end(&self, id: &AccountId) -> Option<Refusal> {
        self.pairing_ends().get(id).cloned()
    }

    fn pairing_ends(&self) -> MutexGuard<'_, HashMap<AccountId, Refusal>> {
        self.pairing_ends.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets a pairing that the service has ended.
    pub(super) fn end_pairing(&self, id: &AccountId, reason: &Refusal) -> Result<(), Error> {
        self.pairing_ends().insert(id.clone(), reason.clone());
        self.forget(id)
    }

    /// Makes the keys of the second factor and registers them. Stores the account before it asks the service, so that a
    /// stop in between loses nothing.
    ///
    /// # Errors
    /// [`Error`]; after [`Error::Offline`] the same offer can be tried again: the service may have carried out the
    /// first try.
    pub fn enrol(&self, offer: &Offer, pin: &Pin, with_biometrics: bool) -> Result<AccountId, Error> {
        let id = &offer.account.id;
        let ended = |error| self.pairing_end(id).map_or(error, Error::Refused);
        let mut account = self.account(id).map_err(ended)?;
        if self.is_enrolled(id)? {
            return Ok(account.id);
        }
        let share = account.claim.as_ref().map(|claim| claim.share.clone()).ok_or(Error::Unusable)?;
        account.biometric = with_biometrics;
        let biometric = with_biometrics
            .then(|| self.platform.biometrics.create(&account.id.biometric_key()))
            .transpose()?;
        let agreement = self.platform.keys.create_agreement(&account.id.agreement_key())?;
        account.agrees = agreement.is_some();
        let keys = self.new_pin_keys(&account, pin)?;
        self.prepare(&account)?;
        let enrolled = self.act::<Enrol>(&account.id, |_| {
            let (pin, biometric) = self.enrolments(&account, &keys, biometric)?;
            Ok(Enrol { agreement, biometric, pin, share: share.clone() })
        });
        match enrolled {
            Ok(_) => {
                self.note_account(id, |account| account.progress_to(ClaimProgress::Enrolled));
                Ok(account.id)
            }
            Err(Error::Refused(refusal)) if !may_pass(&refusal) => {
                // Forgets its keys too: the service would take calls by the same key, numbered anew, for a copy's. If
                // the account cannot be removed, its watcher finds the pairing over.
                let _ = self.end_pairing(id, &refusal);
                Err(Error::Refused(refusal))
            }
            Err(error) => Err(error),
        }
    }

    /// Whether an earlier try, whose answer was lost, has already led to an active device.
    fn is_enrolled(&self, id: &AccountId) -> Result<bool, Error> {
        let account = self.account(id)?;
        if account.claim.is_some_and(|claim| claim.progress == ClaimProgress::Claimed) {
            return Ok(false);
        }
        self.refresh(id, 0)?;
        Ok(self.account(id)?.state == AccountState::Active)
    }

    /// Stores a claimed account, with no call sent yet.
    fn keep(&self, account: &Account) -> Result<(), Error> {
        // In one save: a call for another account in between would drop the journal entry of an account that is not in
        // the vault.
        self.stored.save(|Files { journal, vault }| {
            vault.catch_up()?;
            let mut kept: Vec<_> = vault.contents().accounts.iter().map(|other| other.id.clone()).collect();
            kept.push(account.id.clone());
            journal.write(&account.id, Entry::default(), &kept)?;
            vault.update(|contents| contents.accounts.push(account.clone()))
        })
    }

    /// Stores the factors that the account is about to be enrolled with. The first account decides whether all use
    /// biometrics.
    fn prepare(&self, account: &Account) -> Result<(), Error> {
        self.change(|contents| {
            let is_in_use = |other: &Account| {
                matches!(other.state, AccountState::Active | AccountState::Pairing) && !other.is_unfinished()
            };
            let is_other = |other: &Account| other.id != account.id && other.biometric && is_in_use(other);
            let has_others = contents.accounts.iter().any(is_other);
            contents.biometrics = account.biometric || (contents.biometrics && has_others);
            if let Some(stored) = contents.account_mut(&account.id) {
                (stored.agrees, stored.biometric) = (account.agrees, account.biometric);
                stored.progress_to(ClaimProgress::Enrolling);
            }
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
    /// username there, whose name in Key it takes over. If that cannot be saved, the service reports it again at the next start; until then, the old
    /// keys are kept.
    pub(super) fn activate(&self, id: &AccountId) -> Result<(), Error> {
        let account = self.account(id)?;
        if account.state == AccountState::Active {
            return Ok(());
        }
        let replaced = |other: &Account| other.id != *id && other.is_same_as(&account);
        let old: Vec<_> = self.accounts().into_iter().filter(replaced).map(|other| other.id).collect();
        let saved = self.note(|contents| {
            let label =
                contents.accounts.iter().filter(|other| replaced(other)).find_map(|old| old.label.clone());
            contents.accounts.retain(|other| !replaced(other));
            if let Some(account) = contents.account_mut(id) {
                (account.state, account.claim) = (AccountState::Active, None);
                account.label = account.label.take().or(label);
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
        claim: None,
        code,
        device,
        device_name: None,
        former_key: None,
        label: None,
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
