//! What a user can do with Key, one blocking call at a time, over the parts of a [`crate::platform::Platform`].
//!
//! Calls of different accounts, and waiting and acting for one account, may run at the same time on several threads.

mod calls;
mod change;
mod check;
mod decide;
mod locks;
mod pair;
mod resume;
mod show;
mod state;
mod stored;
#[cfg(test)]
mod testing;
mod wait;

use key_protocol::answer::Refusal;
use key_protocol::call::Leave;
use key_protocol::language::Language;

pub use self::check::Unchecked;
pub use self::decide::Identification;
pub use self::pair::Offer;
pub use self::show::Shown;
pub use self::state::{Authenticator, Remembered};
pub use self::wait::Watched;
use crate::account::AccountId;
use crate::error::Error;
use crate::vault::{FailureNotice, HistoryEntry};

impl Authenticator {
    /// Whether the service of an account could be reached when last tried.
    #[must_use]
    pub fn is_reachable(&self, id: &AccountId) -> bool {
        self.live().get(id).is_none_or(|live| !live.unreachable)
    }

    /// The answered requests, oldest first.
    #[must_use]
    pub fn history(&self) -> Vec<HistoryEntry> {
        self.contents().history.clone()
    }

    /// The offset of local time from UTC, in minutes.
    #[must_use]
    pub fn utc_offset(&self) -> i16 {
        self.platform.clock.utc_offset()
    }

    /// The language set in Key.
    #[must_use]
    pub fn language(&self) -> Option<Language> {
        self.contents().language
    }

    /// Sets the language; `None` follows the platform's.
    ///
    /// # Errors
    /// [`Error::Storage`]
    pub fn set_language(&self, language: Option<Language>) -> Result<(), Error> {
        self.change(|contents| contents.language = language)
    }

    /// Whether biometrics were chosen, and the device still has them.
    #[must_use]
    pub fn uses_biometrics(&self) -> bool {
        self.contents().biometrics && self.platform.biometrics.is_available()
    }

    /// Whether this account can be confirmed with biometrics now.
    #[must_use]
    pub fn takes_biometrics(&self, id: &AccountId) -> bool {
        self.uses_biometrics() && self.account(id).is_ok_and(|account| account.biometric)
    }

    /// Whether biometrics can be offered.
    #[must_use]
    pub fn offers_biometrics(&self) -> bool {
        self.platform.biometrics.is_available()
    }

    /// Wrong PINs and biometrics that services have told of and the user has not looked at.
    #[must_use]
    pub fn failures(&self) -> Vec<FailureNotice> {
        self.contents().failures.clone()
    }

    /// The user has looked at those of an account.
    ///
    /// # Errors
    /// [`Error::Storage`]
    pub fn dismiss_failures(&self, id: &AccountId) -> Result<(), Error> {
        self.change(|contents| contents.failures.retain(|notice| notice.account != *id))
    }

    /// Disconnects this device from an account: the service is told, then the account is removed with its keys. Where
    /// that cannot be saved, and Key stops before it can, the account is back as one that its service has disconnected.
    ///
    /// # Errors
    /// [`Error`]; the account is then still there.
    pub fn leave(&self, id: &AccountId) -> Result<(), Error> {
        match self.act::<Leave>(id, |_| Ok(Leave {})) {
            Ok(_) | Err(Error::Refused(Refusal::Disconnected | Refusal::UnknownDevice)) => {
                let gone = self.note(|contents| contents.remove(id));
                self.live().remove(id);
                if gone == Remembered::Yes {
                    self.remove_keys(id);
                }
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    /// Removes an account from this device, with its keys. The service is not told.
    ///
    /// # Errors
    /// [`Error::Storage`]
    pub fn forget(&self, id: &AccountId) -> Result<(), Error> {
        self.change(|contents| contents.remove(id))?;
        self.live().remove(id);
        self.remove_keys(id);
        Ok(())
    }
}

#[cfg(test)]
mod tests;
