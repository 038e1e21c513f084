//! What a pairing needs: a claimed link, and a PIN.

use key_core::authenticator;
use key_core::pin::Pin;

/// A claimed pairing link: what the user is asked to confirm before anything is registered. The account is on this
/// device only once it is enrolled.
#[derive(Debug, uniffi::Object)]
pub struct Offer {
    pub(crate) offer: authenticator::Offer,
}

#[uniffi::export]
impl Offer {
    /// The service's address, such as `https://login.example`.
    pub fn address(&self) -> String {
        self.offer.account.origin.to_string()
    }

    /// The six digits that the login page shows too once this device has enrolled, in two groups: `416 207`. The user
    /// compares them then.
    pub fn comparison_code(&self) -> String {
        self.offer.account.code.grouped()
    }

    /// The service's name.
    pub fn service(&self) -> String {
        self.offer.account.service.to_string()
    }

    /// The company, where there are several.
    pub fn tenant(&self) -> Option<String> {
        self.offer.account.tenant.as_ref().map(ToString::to_string)
    }

    /// The username.
    pub fn username(&self) -> String {
        self.offer.account.username.to_string()
    }
}

/// A PIN that an account may be enrolled with. Wiped when the app lets go of it.
#[derive(Debug, uniffi::Object)]
pub struct CheckedPin {
    pub(crate) pin: Pin,
}
