//! The objects of a pairing: a claimed link, and a PIN.

use key_core::authenticator;
use key_core::pin::Pin;

/// A claimed pairing link, which the user is asked to confirm before anything is registered.
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

    /// The comparison code: six digits in two groups, such as `416 207`. Once this device has enrolled, the login page
    /// shows them too, and the user compares them.
    pub fn comparison_code(&self) -> String {
        self.offer.account.code.grouped()
    }

    /// The service's name.
    pub fn service(&self) -> String {
        self.offer.account.service.to_string()
    }

    /// The company, where the service has several.
    pub fn tenant(&self) -> Option<String> {
        self.offer.account.tenant.as_ref().map(ToString::to_string)
    }

    /// The username.
    pub fn username(&self) -> String {
        self.offer.account.username.to_string()
    }
}

/// A PIN that an account may be enrolled with. It is wiped when the app releases it.
#[derive(Debug, uniffi::Object)]
pub struct CheckedPin {
    pub(crate) pin: Pin,
}
