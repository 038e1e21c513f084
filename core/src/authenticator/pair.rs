//! Pairing: claim a link, register the keys.

use std::sync::PoisonError;

use key_protocol::VERSION;
use key_protocol::answer::{Claimed, Refusal};
use key_protocol::call::{Claim, Enrol, FactorCheckCall};
use key_protocol::comparison;
use key_protocol::crypto::Signer as _;
use key_protocol::enrolment::{Enrolment, Factor, FactorCheck};
use key_protocol::jws::{self, Header};
use key_protocol::key::PublicKey;
use key_protocol::link::PairingLink;

use super::{Authenticator, Identification};
use crate::account::{Account, AccountId, AccountState, Sequences};
use crate::client::{Caller, Line, ServiceProof};
use crate::error::Error;
use crate::pin::{Pin, PinKeys, PinSalt};

/// A claimed link: what the user is asked to confirm.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// The account to be. It is on this device only once it is enrolled.
    pub account: Box<Account>,
}

impl Authenticator {
    /// Shows a link to its service, which must prove that it is the one the link names. The link is used up.
    ///
    /// # Errors
    /// [`Error`]; the same link can be tried again after [`Error::Offline`], by another call.
    pub fn claim(&self, link: &PairingLink) -> Result<Offer, Error> {
        let mut bytes = [0; 16];
        self.platform.entropy.fill(&mut bytes);
        let id = AccountId::from_bytes(bytes);
        let possession = self.platform.keys.create(&id.possession_key())?;
        let offer = self.claim_with(link, &id, possession);
        if offer.is_err() {
            self.remove_keys(&id);
        }
        offer
    }

    fn claim_with(&self, link: &PairingLink, id: &AccountId, possession: PublicKey) -> Result<Offer, Error> {
        let line = Line {
            origin: &link.origin,
            key_name: &id.possession_key(),
            caller: Caller::New(possession),
            service: ServiceProof::Thumbprint(link.service),
        };
        let device = self.platform.device.clone();
        let claim = Claim { name: device.name, platform: device.platform, token: link.token.clone() };
        let answered = self.client.call(&self.platform, &line, 0, claim, 0)?;
        let Claimed { agreement, device, service, tenant, username } =
            answered.result.map_err(Error::Refused)?;
        let code = comparison::code(&link.service, &link.token, &possession.thumbprint());
        Ok(Offer {
            account: Box::new(Account {
                id: id.clone(),
                agreement,
                code,
                device,
                origin: link.origin.clone(),
                biometric: false,
                seq: Sequences::default(),
                service,
                service_key: answered.key,
                state: AccountState::Pairing,
                tenant,
                username,
            }),
        })
    }

    /// Puts a claimed link away: what was made for it is forgotten. The service lets the pairing run out.
    pub fn refuse(&self, offer: &Offer) {
        // A vault that cannot be written now still names the account; its watcher will find the pairing over.
        let _ = self.forget(&offer.account.id);
    }

    /// Whether the PIN is known to a service already, so that it has to be checked before another account is added.
    #[must_use]
    pub fn has_pin(&self) -> bool {
        self.accounts().iter().any(|account| account.state == AccountState::Active)
    }

    /// Checks the PIN with a service already paired.
    ///
    /// # Errors
    /// [`Error`]; a wrong PIN is [`Refusal::NotConfirmed`] and counts.
    pub fn check(&self, pin: &Pin) -> Result<(), Error> {
        let accounts = self.accounts();
        let mut last = Error::Unusable;
        for account in accounts.iter().filter(|account| account.state == AccountState::Active) {
            match self.check_with(account, pin) {
                Err(error @ (Error::Offline | Error::ServiceFault)) => last = error,
                other => return other,
            }
        }
        Err(last)
    }

    fn check_with(&self, account: &Account, pin: &Pin) -> Result<(), Error> {
        let keys = self.pin_keys(&account.id, pin)?;
        self.call::<FactorCheckCall>(&account.id, 0, |seq| {
            let check = FactorCheck { v: VERSION, device: account.device, seq };
            let header = Header::of::<FactorCheck>().kid(Factor::Pin.kid());
            let proof =
                jws::sign(&header, &check, |bytes| keys.signing.sign(bytes)).map_err(|_| Error::Storage)?;
            Ok(FactorCheckCall { proof })
        })?;
        Ok(())
    }

    /// Makes the keys of the second factor and registers them. The account is kept before the service is asked, so
    /// that a stop in between loses nothing.
    ///
    /// # Errors
    /// [`Error`]; after [`Error::Offline`] the same offer can be tried again: the service may have done its part.
    pub fn enrol(&self, offer: &Offer, pin: &Pin, with_biometrics: bool) -> Result<AccountId, Error> {
        if self.is_enrolled(&offer.account.id)? {
            return Ok(offer.account.id.clone());
        }
        let mut account = Account::clone(&offer.account);
        account.biometric = with_biometrics;
        let biometric = with_biometrics
            .then(|| self.platform.biometrics.create(&account.id.biometric_key()))
            .transpose()?;
        let keys = self.new_pin_keys(&account.id, pin)?;
        self.keep(&account)?;
        let enrolled = self.call::<Enrol>(&account.id, 0, |_| self.enrolment(&account, &keys, biometric));
        match enrolled {
            Ok(_) => Ok(account.id),
            Err(error @ (Error::Offline | Error::ServiceFault)) => Err(error),
            Err(error) => {
                self.drop_unpaired(&account.id)?;
                Err(error)
            }
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

    /// Keeps the account; the first one says whether biometrics are used with all.
    fn keep(&self, account: &Account) -> Result<(), Error> {
        self.change(|contents| {
            let known = contents.accounts.iter().find(|other| other.id == account.id);
            let seq = known.map_or(account.seq, |known| known.seq);
            contents.accounts.retain(|other| other.id != account.id);
            contents.biometrics = account.biometric || (contents.biometrics && !contents.accounts.is_empty());
            contents.accounts.push(Account { seq, ..account.clone() });
        })
    }

    /// Takes an account out again but leaves its possession key, so that enrolling can be tried again.
    fn drop_unpaired(&self, id: &AccountId) -> Result<(), Error> {
        self.change(|contents| contents.accounts.retain(|account| account.id != *id))
    }

    fn enrolment(
        &self,
        account: &Account,
        keys: &PinKeys,
        biometric: Option<PublicKey>,
    ) -> Result<Enrol, Error> {
        let service = account.thumbprint();
        let of =
            |factor, agreement| Enrolment { v: VERSION, agreement, device: account.device, factor, service };
        let pin = of(Factor::Pin, Some(keys.agreement.public_key()));
        let header = Header::of::<Enrolment>().jwk(keys.signing.public_key());
        let pin = jws::sign(&header, &pin, |bytes| keys.signing.sign(bytes)).map_err(|_| Error::Storage)?;
        let biometric = biometric.map(|key| {
            let (header, reason) = (Header::of::<Enrolment>().jwk(key), account.service.as_str());
            let sign =
                |bytes: &[u8]| self.platform.biometrics.sign(&account.id.biometric_key(), bytes, reason);
            jws::sign(&header, &of(Factor::Biometric, None), sign)
        });
        Ok(Enrol { pin, biometric: biometric.transpose()? })
    }

    /// The keys that the PIN gives with the salt of the account; a salt is drawn once, so that a second try after a lost
    /// answer registers the same keys.
    fn new_pin_keys(&self, id: &AccountId, pin: &Pin) -> Result<PinKeys, Error> {
        if self.platform.keys.secret(&id.salt())?.is_none() {
            let mut salt = zeroize::Zeroizing::new([0; 32]);
            self.platform.entropy.fill(&mut *salt);
            self.platform.keys.put_secret(&id.salt(), &*salt)?;
        }
        self.pin_keys(id, pin)
    }

    pub(super) fn pin_keys(&self, id: &AccountId, pin: &Pin) -> Result<PinKeys, Error> {
        let salt = self.platform.keys.secret(&id.salt())?.ok_or(Error::Unusable)?;
        let salt: [u8; 32] = salt.as_slice().try_into().map_err(|_| Error::Unusable)?;
        PinKeys::derive(pin, &PinSalt::from_bytes(salt)).ok_or(Error::Storage)
    }

    /// The service has taken this device in: older accounts of the same username there are replaced by this one.
    pub(super) fn activate(&self, id: &AccountId) -> Result<(), Error> {
        let account = self.account(id)?;
        if account.state == AccountState::Active {
            return Ok(());
        }
        let replaced = |other: &Account| other.id != *id && other.is_same_as(&account);
        let old: Vec<_> = self.accounts().into_iter().filter(replaced).map(|other| other.id).collect();
        self.change(|contents| {
            contents.accounts.retain(|other| !replaced(other));
            for account in contents.accounts.iter_mut().filter(|account| account.id == *id) {
                account.state = AccountState::Active;
            }
        })?;
        for old in &old {
            self.state().live.remove(old);
            self.remove_keys(old);
        }
        self.lanes.lock().unwrap_or_else(PoisonError::into_inner).retain(|(id, _), _| !old.contains(id));
        Ok(())
    }

    /// The pairing came to nothing on the service's side.
    pub(super) fn is_over(refusal: &Refusal) -> bool {
        matches!(refusal, Refusal::LinkExpired | Refusal::LinkUsed | Refusal::PairingRefused)
    }
}

impl Identification {
    pub(super) const fn factor(&self) -> Factor {
        match self {
            Self::Pin(_) => Factor::Pin,
            Self::Biometric { .. } => Factor::Biometric,
        }
    }
}
