//! What can be called.

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

/// Key on one device. Every call may block, on the network or on the derivation of the PIN's keys: call it away from
/// the app's own thread. Calls may overlap.
#[derive(Debug, uniffi::Object)]
pub struct Authenticator {
    core: core::Authenticator,
}

#[uniffi::export]
impl Authenticator {
    /// Opens Key on this device. One app opens it once.
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

    /// Disconnects this device from an account: the service is told, then the account is removed with its keys.
    pub fn leave(&self, id: &AccountId) -> Result<(), AuthenticatorError> {
        Ok(self.core.leave(id)?)
    }

    /// Wrong PINs and biometrics that services have told of after a right one. Show them: "3 wrong PINs since ...".
    pub fn failures(&self) -> Vec<FailureNotice> {
        self.core.failures().into_iter().map(FailureNotice::from).collect()
    }

    /// The user has looked at those of an account.
    pub fn dismiss_failures(&self, id: &AccountId) -> Result<(), AuthenticatorError> {
        Ok(self.core.dismiss_failures(id)?)
    }

    /// Removes an account from this device, with its keys. The service is not told.
    pub fn forget(&self, id: &AccountId) -> Result<(), AuthenticatorError> {
        Ok(self.core.forget(id)?)
    }

    /// The language set in Key; nothing where it follows the system's.
    pub fn language(&self) -> Option<Language> {
        self.core.language()
    }

    /// Sets the language; nothing follows the system's.
    pub fn set_language(&self, language: Option<Language>) -> Result<(), AuthenticatorError> {
        Ok(self.core.set_language(language)?)
    }
}

/// Pairing: claim, compare and confirm, enrol, then watch until the account is active.
#[uniffi::export]
impl Authenticator {
    /// Shows a scanned or pasted link to its service. The link is then used up.
    pub fn claim(&self, link: &str) -> Result<Arc<Offer>, AuthenticatorError> {
        let link = PairingLink::parse(link)?;
        Ok(Arc::new(Offer { offer: self.core.claim(&link)? }))
    }

    /// Puts away a link that could not be claimed, instead of trying it again.
    pub fn drop_claim(&self) {
        self.core.drop_claim();
    }

    /// Puts a claimed link away.
    pub fn refuse(&self, offer: &Offer) {
        self.core.refuse(&offer.offer);
    }

    /// Whether there is a PIN already. If not, the user chooses one now and types it twice.
    pub fn has_pin(&self) -> bool {
        self.core.has_pin()
    }

    /// Takes the PIN that an account will be enrolled with. The first account's must not be trivial; any later one's
    /// is checked with a service already paired, so that a slip cannot give two accounts two PINs. A wrong one counts.
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

    /// Whether biometrics were chosen, and the device still has them.
    pub fn uses_biometrics(&self) -> bool {
        self.core.uses_biometrics()
    }

    /// Makes the keys of a claimed link and registers them. `biometrics` says whether this device uses them from now
    /// on. The account then waits for the user's word on the login page; [`Authenticator::watch`] tells when it is
    /// active. After `Offline` the same offer can be tried again.
    pub fn enrol(
        &self,
        offer: &Offer,
        pin: &CheckedPin,
        biometrics: bool,
    ) -> Result<AccountId, AuthenticatorError> {
        Ok(self.core.enrol(&offer.offer, &pin.pin, biometrics)?)
    }
}

/// Factors: another PIN, biometrics added, renewed or removed, without pairing again. The PIN proves each change, and a
/// wrong one counts.
#[uniffi::export]
impl Authenticator {
    /// Changes the PIN of all accounts. Returns those whose service could not be told: they keep the old PIN until the
    /// same call is made again, with the same two.
    pub fn change_pin(&self, old: String, new: String) -> Result<Vec<AccountId>, AuthenticatorError> {
        let (old, new) = (Zeroizing::new(old), Zeroizing::new(new));
        let (old, new) = (Pin::parse(&old)?, Pin::choose(&new)?);
        Ok(self.core.change_pin(&old, &new)?.into_iter().map(|(id, _)| id).collect())
    }

    /// Adds biometrics to an account, or renews them after others were enrolled on the device.
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
    /// Asks the service of an account for news and waits up to `seconds` (25 at most) for some. Whether there were any.
    pub fn refresh(&self, id: &AccountId, seconds: u8) -> Result<bool, AuthenticatorError> {
        Ok(self.core.refresh(id, seconds)?)
    }

    /// Waits up to 25 seconds for news of an account. Call it in a loop, one thread for each account, while the app is
    /// open.
    pub fn watch(&self, id: &AccountId) -> Watched {
        self.core.watch(id)
    }

    /// The requests that wait, of all accounts, newest first.
    pub fn requests(&self) -> Vec<PendingRequest> {
        let requests = self.core.requests().into_iter();
        requests.map(|(account, request)| PendingRequest::of(account, request)).collect()
    }

    /// A waiting request in the words of `language`.
    pub fn show(&self, id: &RequestId, language: Language) -> Result<Arc<ShownRequest>, AuthenticatorError> {
        Ok(Arc::new(ShownRequest { shown: self.core.show(*id, language)? }))
    }

    /// How a request that no longer waits was answered, if it was and the service has said so.
    pub fn outcome(&self, id: &RequestId) -> Option<Outcome> {
        self.core.outcome(*id)
    }

    /// Confirms what was shown, with the PIN. `digits` are those of the login page, where they are needed.
    pub fn confirm_with_pin(
        &self,
        request: &ShownRequest,
        pin: String,
        digits: Option<String>,
    ) -> Result<(), AuthenticatorError> {
        let pin = Pin::parse(&Zeroizing::new(pin))?;
        self.confirm(request, &Identification::Pin(pin), digits)
    }

    /// Confirms what was shown, with biometrics; the system's prompt says `reason`. `digits` are those of the login
    /// page, where they are needed.
    pub fn confirm_with_biometrics(
        &self,
        request: &ShownRequest,
        reason: String,
        digits: Option<String>,
    ) -> Result<(), AuthenticatorError> {
        self.confirm(request, &Identification::Biometric { reason }, digits)
    }

    /// Declines what was shown: the login ends.
    pub fn decline(&self, request: &ShownRequest) -> Result<(), AuthenticatorError> {
        self.core.decline(&request.shown, false)?;
        Ok(())
    }

    /// Declines what was shown and says that the user did not start it: the service warns.
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
