//! The operations of Key as blocking calls, over the parts of a [`crate::platform::Platform`].
//!
//! Several threads may make calls for different accounts at the same time, and one thread may wait for an account while
//! another acts for it.

mod calls;
mod change;
mod check;
mod decide;
mod locks;
mod offline;
mod pair;
mod resume;
mod settings;
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
pub use self::offline::{OfflineCode, OfflineCodes};
pub use self::pair::Offer;
pub use self::show::Shown;
pub use self::state::{Authenticator, Remembered};
pub use self::wait::Watched;
use crate::account::AccountId;
use crate::error::Error;
use crate::vault::{FailureNotice, HistoryEntry};

impl Authenticator {
    /// Whether the last call reached the service of an account.
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

    /// Sets the language. With `None`, Key follows the platform's language.
    ///
    /// # Errors
    /// [`Error::Storage`]
    pub fn set_language(&self, language: Option<Language>) -> Result<(), Error> {
        self.change(|contents| contents.language = language)
    }

    /// Whether the user has chosen biometrics and the device still has them.
    #[must_use]
    pub fn uses_biometrics(&self) -> bool {
        self.contents().biometrics && self.platform.biometrics.is_available()
    }

    /// Whether this account can confirm with biometrics now.
    #[must_use]
    pub fn takes_biometrics(&self, id: &AccountId) -> bool {
        self.uses_biometrics() && self.account(id).is_ok_and(|account| account.biometric)
    }

    /// Whether biometrics can be offered.
    #[must_use]
    pub fn offers_biometrics(&self) -> bool {
        self.platform.biometrics.is_available()
    }

    /// Wrong PINs and biometrics that services have reported and the user has not dismissed.
    #[must_use]
    pub fn failures(&self) -> Vec<FailureNotice> {
        self.contents().failures.clone()
    }

    /// Dismisses the wrong factors reported for an account.
    ///
    /// # Errors
    /// [`Error::Storage`]
    pub fn dismiss_failures(&self, id: &AccountId) -> Result<(), Error> {
        self.change(|contents| contents.failures.retain(|notice| notice.account != *id))
    }

    /// Disconnects this device from an account: tells the service, then removes the account with its keys. If the
    /// removal cannot be saved before Key stops, the next start shows the account as disconnected by its service.
    ///
    /// # Errors
    /// [`Error`]; the account is then kept.
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

    /// Removes an account from this device, with its keys, without telling the service.
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
