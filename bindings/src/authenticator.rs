//! The operations that an app can call.

use std::sync::Arc;

use key_core::account::AccountId;
use key_core::authenticator::{self as core, Identification, Watched};
use key_core::pin::Pin;
use key_protocol::digits::SixDigits;
use key_protocol::id::RequestId;
use key_protocol::language::Language;
use key_protocol::link::PairingLink;
use key_protocol::receipt::Outcome;
use zeroize::Zeroizing;

use crate::error::{AuthenticatorError, OpenError};
use crate::offer::{CheckedPin, Offer};
use crate::platform::Platform;
use crate::request::{PendingRequest, ShownRequest};
use crate::types::{Account, FailureNotice};

/// Key on one device. Every call may block on the network or on the derivation of the PIN's keys: call it outside the
/// app's main thread. Calls may overlap.
#[derive(Debug, uniffi::Object)]
pub struct Authenticator {
    pub(crate) core: core::Authenticator,
}

#[uniffi::export]
impl Authenticator {
    /// Opens Key on this device. An app must open it only once.
    #[uniffi::constructor]
    pub fn open(platform: Platform) -> Result<Arc<Self>, OpenError> {
        Ok(Arc::new(Self { core: core::Authenticator::open(platform.try_into()?)? }))
    }

    /// The accounts, in the order they were added.
    pub fn accounts(&self) -> Vec<Account> {
        let accounts = self.core.accounts().into_iter();
        accounts.map(|account| Account::of(account.clone(), self.core.is_reachable(&account.id))).collect()
    }

    /// One account.
    pub fn account(&self, id: &AccountId) -> Result<Account, AuthenticatorError> {
        Ok(Account::of(self.core.account(id)?, self.core.is_reachable(id)))
    }

    /// Disconnects this device from an account: tells the service, then removes the account with its keys.
    pub fn leave(&self, id: &AccountId) -> Result<(), AuthenticatorError> {
        Ok(self.core.leave(id)?)
    }

    /// Wrong PINs and biometrics that services have reported after a right one. Show them: "3 wrong PINs since ...".
    pub fn failures(&self) -> Vec<FailureNotice> {
        self.core.failures().into_iter().map(FailureNotice::from).collect()
    }

    /// Dismisses the wrong factors reported for an account.
    pub fn dismiss_failures(&self, id: &AccountId) -> Result<(), AuthenticatorError> {
        Ok(self.core.dismiss_failures(id)?)
    }

    /// Removes an account from this device, with its keys, without telling the service.
    pub fn forget(&self, id: &AccountId) -> Result<(), AuthenticatorError> {
        Ok(self.core.forget(id)?)
    }

    /// The language set in Key; nothing if Key follows the system's language.
    pub fn language(&self) -> Option<Language> {
        self.core.language()
    }

    /// Sets the language; with nothing, Key follows the system's language.
    pub fn set_language(&self, language: Option<Language>) -> Result<(), AuthenticatorError> {
        Ok(self.core.set_language(language)?)
    }
}

/// Pairing: claim a link, compare and confirm, enrol, then watch until the account is active.
#[uniffi::export]
impl Authenticator {
    /// Claims a scanned or pasted pairing link at its service. The link is then used up.
    pub fn claim(&self, link: &str) -> Result<Arc<Offer>, AuthenticatorError> {
        let link = PairingLink::parse(link)?;
        Ok(Arc::new(Offer { offer: self.core.claim(&link)? }))
    }

    /// Drops a link that could not be claimed, instead of trying it again.
    pub fn drop_claim(&self) {
        self.core.drop_claim();
    }

    /// The pairings that the user has not finished. They can be finished within ten minutes of the claim.
    pub fn unfinished(&self) -> Vec<Arc<Offer>> {
        self.core.unfinished().into_iter().map(|offer| Arc::new(Offer { offer })).collect()
    }

    /// Gives up a pairing: tells the service, and removes the account with its keys.
    pub fn give_up(&self, offer: &Offer) -> Result<(), AuthenticatorError> {
        Ok(self.core.give_up(&offer.offer.account.id)?)
    }

    /// Whether the user has a PIN already. If not, the user chooses one now and types it twice.
    pub fn has_pin(&self) -> bool {
        self.core.has_pin()
    }

    /// Takes the PIN that an account will be enrolled with. The PIN of the first account must not be trivial. The PIN
    /// of a later account is checked with a service already paired, so that a typing error cannot give two accounts
    /// different PINs. A wrong PIN counts.
    pub fn check_pin(&self, pin: String) -> Result<Arc<CheckedPin>, AuthenticatorError> {
        let pin = Zeroizing::new(pin);
        if !self.core.has_pin() {
            return Ok(Arc::new(CheckedPin { pin: Pin::choose(&pin)? }));
        }
        let pin = Pin::parse(&pin)?;
        self.core.check(&pin, &[]).map_err(|unchecked| unchecked.error)?;
        Ok(Arc::new(CheckedPin { pin }))
    }

    /// Whether biometrics can be offered.
    pub fn offers_biometrics(&self) -> bool {
        self.core.offers_biometrics()
    }

    /// Whether the user has chosen biometrics and the device still has them.
    pub fn uses_biometrics(&self) -> bool {
        self.core.uses_biometrics()
    }

    /// Makes the keys of a claimed link and registers them. `biometrics` sets whether this device uses biometrics from
    /// now on. The account then waits for the user's confirmation on the login page; [`Authenticator::watch`] reports
    /// when it is active. After `Offline` the same offer can be tried again.
    pub fn enrol(
        &self,
        offer: &Offer,
        pin: &CheckedPin,
        biometrics: bool,
    ) -> Result<AccountId, AuthenticatorError> {
        Ok(self.core.enrol(&offer.offer, &pin.pin, biometrics)?)
    }
}

/// Factors: change the PIN, and add, renew or remove biometrics, without pairing again. The PIN proves each change, and
/// a wrong PIN counts.
#[uniffi::export]
impl Authenticator {
    /// Changes the PIN of all accounts. Returns the accounts whose service could not be told: they keep the old PIN
    /// until this is called again with the same two PINs.
    pub fn change_pin(&self, old: String, new: String) -> Result<Vec<AccountId>, AuthenticatorError> {
        let (old, new) = (Zeroizing::new(old), Zeroizing::new(new));
        let (old, new) = (Pin::parse(&old)?, Pin::choose(&new)?);
        Ok(self.core.change_pin(&old, &new)?.into_iter().map(|(id, _)| id).collect())
    }

    /// Adds biometrics to an account, or renews them after the biometrics enrolled on the device have changed.
    pub fn add_biometrics(&self, id: &AccountId, pin: String) -> Result<(), AuthenticatorError> {
        Ok(self.core.add_biometrics(id, &Pin::parse(&Zeroizing::new(pin))?)?)
    }

    /// Removes biometrics from an account.
    pub fn remove_biometrics(&self, id: &AccountId, pin: String) -> Result<(), AuthenticatorError> {
        Ok(self.core.remove_biometrics(id, &Pin::parse(&Zeroizing::new(pin))?)?)
    }
}

/// Requests: watch for them, show one, answer it.
#[uniffi::export]
impl Authenticator {
    /// Asks the service of an account for news and waits up to `seconds` (25 at most) for it. Returns whether there was
    /// any.
    pub fn refresh(&self, id: &AccountId, seconds: u8) -> Result<bool, AuthenticatorError> {
        Ok(self.core.refresh(id, seconds)?)
    }

    /// Waits up to 25 seconds for news of an account. Call it in a loop, one thread for each account, while the app is
    /// open.
    pub fn watch(&self, id: &AccountId) -> Watched {
        self.core.watch(id)
    }

    /// The pending requests of all accounts, newest first.
    pub fn requests(&self) -> Vec<PendingRequest> {
        let requests = self.core.requests().into_iter();
        requests.map(|(account, request)| PendingRequest::of(account, request)).collect()
    }

    /// Renders a pending request in `language`.
    pub fn show(&self, id: &RequestId, language: Language) -> Result<Arc<ShownRequest>, AuthenticatorError> {
        Ok(Arc::new(ShownRequest { shown: self.core.show(*id, language)? }))
    }

    /// The outcome of a request that is no longer pending, if it was answered and the service has reported it.
    pub fn outcome(&self, id: &RequestId) -> Option<Outcome> {
        self.core.outcome(*id)
    }

    /// Confirms a request as it was shown, with the PIN. `digits` are those of the login page, if they are needed.
    pub fn confirm_with_pin(
        &self,
        request: &ShownRequest,
        pin: String,
        digits: Option<String>,
    ) -> Result<(), AuthenticatorError> {
        let pin = Pin::parse(&Zeroizing::new(pin))?;
        self.confirm(request, &Identification::Pin(pin), digits)
    }

    /// Confirms a request as it was shown, with biometrics. The system's prompt shows `reason`. `digits` are those of
    /// the login page, if they are needed.
    pub fn confirm_with_biometrics(
        &self,
        request: &ShownRequest,
        reason: String,
        digits: Option<String>,
    ) -> Result<(), AuthenticatorError> {
        self.confirm(request, &Identification::Biometric { reason }, digits)
    }

    /// Declines a request as it was shown. The login ends.
    pub fn decline(&self, request: &ShownRequest) -> Result<(), AuthenticatorError> {
        self.core.decline(&request.shown, false)?;
        Ok(())
    }

    /// Declines a request as it was shown and reports that the user did not start it. The service sends a warning.
    pub fn decline_not_me(&self, request: &ShownRequest) -> Result<(), AuthenticatorError> {
        self.core.decline(&request.shown, true)?;
        Ok(())
    }
}

impl Authenticator {
    fn confirm(
        &self,
        request: &ShownRequest,
        identification: &Identification,
        digits: Option<String>,
    ) -> Result<(), AuthenticatorError> {
        let digits = digits.map(|digits| SixDigits::parse(&digits)).transpose()?;
        self.core.confirm(&request.shown, identification, digits)?;
        Ok(())
    }
}
