//! Offline codes: what the user types into a login page while this phone has no network.

use std::sync::Arc;

use key_protocol::enrolment::Factor;
use key_protocol::offline::{Agreed, OfflineSecret, Purpose, STEP_SECONDS, Scope, step};

use super::state::Authenticator;
use crate::account::{AccountId, AccountState};
use crate::error::Error;
use crate::pin::Pin;

/// The codes of one account, for as long as they are shown. Clones share the secret, which is wiped with the last.
#[derive(Clone, Debug)]
pub struct OfflineCodes(Arc<OfflineSecret>);

/// A code as it is shown: eight digits.
#[derive(Clone, PartialEq, Eq)]
pub struct OfflineCode {
    digits: String,
    /// The number of seconds, 1 to 30, until the next code.
    pub left: i64,
}

impl OfflineCode {
    /// The eight digits.
    #[must_use]
    pub fn digits(&self) -> &str {
        &self.digits
    }

    /// Makes a code as it is shown.
    #[must_use]
    pub fn new(digits: &str, left: i64) -> Self {
        Self { digits: digits.to_owned(), left }
    }
}

impl std::fmt::Debug for OfflineCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OfflineCode").field("left", &self.left).finish_non_exhaustive()
    }
}

impl PartialEq for OfflineCodes {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Authenticator {
    /// The codes that a PIN gives for an account. Nothing on this phone tells whether the PIN is right: a wrong one gives
    /// codes that the service refuses, and counts.
    ///
    /// # Errors
    /// [`Error`]; no network is used.
    pub fn offline_codes(&self, id: &AccountId, pin: &Pin) -> Result<OfflineCodes, Error> {
        let account = self.account(id)?;
        if account.state != AccountState::Active {
            return Err(Error::UnknownAccount);
        }
        let keys = self.pin_keys(&account, pin)?;
        let factor = keys.agreement.agree(&account.agreement).ok_or(Error::ServiceKey)?;
        let possession = match account.agrees {
            true => Some(self.platform.keys.agree(&id.agreement_key(), &account.agreement)?),
            false => None,
        };
        let agreed = Agreed { factor: &factor, possession: possession.as_deref() };
        let service = account.thumbprint();
        let (device, purpose) = (&account.device, Purpose::Login);
        let scope = Scope { service: &service, device, factor: Factor::Pin, purpose };
        Ok(OfflineCodes(Arc::new(OfflineSecret::derive(&agreed, &scope))))
    }

    /// The code of this moment, by this phone's clock.
    #[must_use]
    pub fn offline_code(&self, codes: &OfflineCodes) -> OfflineCode {
        let now = self.seconds();
        let left = STEP_SECONDS - now.rem_euclid(STEP_SECONDS);
        OfflineCode { digits: codes.0.code(step(now)), left }
    }

    /// Seconds since 1970, by this phone's clock.
    pub(crate) fn seconds(&self) -> i64 {
        self.platform.clock.now_ms().div_euclid(1000)
    }
}

#[cfg(test)]
mod tests;
