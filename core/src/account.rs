//! One username at one service, as the phone keeps it.

use key_protocol::capabilities::Capabilities;
use key_protocol::digits::SixDigits;
use key_protocol::id::DeviceId;
use key_protocol::key::{PublicKey, Thumbprint};
use key_protocol::origin::Origin;
use key_protocol::shown::ShownText;
use serde::{Deserialize, Serialize};

use crate::pin::PinParameters;
use crate::vault::{Kept, Unknown};

/// The identity of an account on this phone: 16 random bytes, base64url in the vault and in key names.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AccountId(String);

impl AccountId {
    /// Whether a text is one as Key makes them, and not the name of something else beside the accounts.
    pub(crate) fn is_one(text: &str) -> bool {
        key_protocol::base64url::decode_array::<16>(text).is_some()
    }

    /// Takes 16 random bytes.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(key_protocol::base64url::encode(&bytes))
    }

    /// Takes the text form, as [`AccountId::as_str`] gave it.
    #[must_use]
    pub fn from_text(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text form.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn agreement_key(&self) -> String {
        format!("agreement-{}", self.0)
    }

    pub(crate) fn possession_key(&self) -> String {
        format!("possession-{}", self.0)
    }

    pub(crate) fn biometric_key(&self) -> String {
        format!("biometric-{}", self.0)
    }

    pub(crate) fn salt(&self) -> String {
        format!("salt-{}", self.0)
    }
}

/// How an account stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AccountState {
    /// Paired.
    Active,
    /// The service has disconnected this device: pair again.
    Disconnected,
    /// A copy of this device has spoken: pair again.
    Frozen,
    /// Too many wrong factors: pair again.
    Locked,
    /// The user's word on the login page is missing.
    Pairing,
}

/// An account in the vault. Nothing in it depends on the PIN.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Account {
    /// Its identity on this phone.
    pub id: AccountId,
    /// The service's key for agreeing on offline codes.
    pub agreement: PublicKey,
    /// Whether a key of this phone's own for agreeing on offline codes is registered.
    pub agrees: bool,
    /// Whether a biometric key is registered.
    pub biometric: bool,
    /// The change of a factor whose result is not known.
    pub change: Option<FactorChange>,
    /// The comparison code of its pairing.
    pub code: SixDigits,
    /// What the service knows this device by.
    pub device: DeviceId,
    /// The key that the service signed with before [`Account::service_key`], until it has been heard with that.
    pub former_key: Option<PublicKey>,
    /// What the service knows.
    pub knows: Kept<Capabilities>,
    /// Where the service lives.
    pub origin: Origin,
    /// What the stretching of its PIN costs.
    pub pin: PinParameters,
    /// Whether it still has the PIN that the others had before.
    pub pin_behind: bool,
    /// The service's name.
    pub service: ShownText,
    /// The key that the service signs with, pinned at pairing.
    pub service_key: PublicKey,
    /// How it stands.
    pub state: AccountState,
    /// The company, where there are several.
    pub tenant: Option<ShownText>,
    /// The username.
    pub username: ShownText,
    /// What a newer Key has added.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// What is changed about the factors of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FactorChange {
    /// Biometrics are added or renewed.
    AddBiometric,
    /// The PIN.
    Pin,
    /// Biometrics are removed.
    RemoveBiometric,
}

impl Account {
    /// The thumbprint of the service's key.
    #[must_use]
    pub fn thumbprint(&self) -> Thumbprint {
        self.service_key.thumbprint()
    }

    /// Whether whoever answers for one can answer for the other: the same address, or the same key.
    #[must_use]
    pub fn shares_service(&self, other: &Self) -> bool {
        self.origin == other.origin || self.service_key == other.service_key
    }

    /// Whether both are the same username at the same service.
    #[must_use]
    pub fn is_same_as(&self, other: &Self) -> bool {
        self.service_key == other.service_key
            && self.username == other.username
            && self.tenant == other.tenant
    }
}
