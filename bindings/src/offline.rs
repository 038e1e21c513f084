//! Offline codes: what the user types into a login page while this device has no network.

use std::sync::Arc;

use key_core::account::AccountId;
use key_core::authenticator as core;
use key_core::pin::Pin;
use zeroize::Zeroizing;

use crate::authenticator::Authenticator;
use crate::error::AuthenticatorError;

/// The offline codes of one account. Drop it when the codes are no longer shown.
#[derive(Debug, uniffi::Object)]
pub struct OfflineCodes {
    codes: core::OfflineCodes,
}

/// An offline code.
#[derive(uniffi::Record)]
pub struct OfflineCode {
    /// Eight digits.
    pub digits: String,
    /// The number of seconds, 1 to 30, until the next code.
    pub seconds_left: u8,
}

impl std::fmt::Debug for OfflineCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("OfflineCode(..)")
    }
}

#[uniffi::export]
impl Authenticator {
    /// The codes that the PIN gives for an account; no network is used. Nothing on this device tells whether the PIN is
    /// right: a wrong one gives codes that the login page refuses, and counts.
    pub fn offline_codes(
        &self,
        id: &AccountId,
        pin: String,
    ) -> Result<Arc<OfflineCodes>, AuthenticatorError> {
        let codes = self.core.offline_codes(id, &Pin::parse(&Zeroizing::new(pin))?)?;
        Ok(Arc::new(OfflineCodes { codes }))
    }

    /// The code of this moment, by the device's clock.
    pub fn offline_code(&self, codes: &OfflineCodes) -> OfflineCode {
        let code = self.core.offline_code(&codes.codes);
        let seconds_left = u8::try_from(code.left).unwrap_or_default();
        OfflineCode { digits: code.digits().to_owned(), seconds_left }
    }
}
