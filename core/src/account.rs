//! An account: one username at one service, as the phone stores it.
//!
//! This kind of account is paired with a service and confirms for it. Another kind, such as standard one-time codes,
//! needs its own struct and its own list in [`crate::vault::Contents`], beside the accounts.

use key_protocol::UnixSeconds;
use key_protocol::capabilities::Capabilities;
use key_protocol::comparison::Share;
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
    /// Whether a text has the form of an account's identity, unlike other names beside the accounts.
    pub(crate) fn is_one(text: &str) -> bool {
        key_protocol::base64url::decode_array::<16>(text).is_some()
    }

    /// Makes an identity from 16 random bytes.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(key_protocol::base64url::encode(&bytes))
    }

    /// Makes an identity from the text form that [`AccountId::as_str`] returns.
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

/// The state of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AccountState {
    /// Paired.
    Active,
    /// The service has disconnected this device: pair again.
    Disconnected,
    /// The service has heard from a copy of this device: pair again.
    Frozen,
    /// Too many wrong factors: pair again.
    Locked,
    /// The user has not yet confirmed the pairing on the login page.
    Pairing,
}

/// An account in the vault. Nothing in it depends on the PIN.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Account {
    /// Its identity on this phone.
    pub id: AccountId,
    /// The service's key for agreeing on offline codes.
    pub agreement: PublicKey,
    /// Whether this phone has registered its own key for agreeing on offline codes.
    pub agrees: bool,
    /// Whether a biometric key is registered.
    pub biometric: bool,
    /// A change of a factor whose result is not known yet.
    pub change: Option<FactorChange>,
    /// The claim of its link, until this phone is paired.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim: Option<Claim>,
    /// The comparison code of its pairing.
    pub code: SixDigits,
    /// The service's identity for this device.
    pub device: DeviceId,
    /// The name that the service knows this device by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device_name: Option<ShownText>,
    /// The service's key before [`Account::service_key`], until an answer signed with the new key has come.
    pub former_key: Option<PublicKey>,
    /// The user's own name for the account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<ShownText>,
    /// The service's capabilities.
    pub knows: Kept<Capabilities>,
    /// The service's address.
    pub origin: Origin,
    /// The cost of stretching its PIN.
    pub pin: PinParameters,
    /// Whether it still has the previous PIN of the other accounts.
    pub pin_behind: bool,
    /// The service's name.
    pub service: ShownText,
    /// The key that the service signs with, pinned at pairing.
    pub service_key: PublicKey,
    /// Its state.
    pub state: AccountState,
    /// The company, where the service has several.
    pub tenant: Option<ShownText>,
    /// The username.
    pub username: ShownText,
    /// Fields that a newer Key has added.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// A claimed pairing link, with what is needed to finish the pairing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// When the service gives up waiting, by the device's clock.
    pub finish_by: UnixSeconds,
    /// How far the pairing has come.
    pub progress: ClaimProgress,
    /// This device's share of the comparison code. The device reveals it when it enrols.
    pub share: Share,
    /// Fields that a newer Key has added.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// How far the pairing of a claimed link has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClaimProgress {
    /// The link is claimed.
    Claimed,
    /// The keys of the second factor may have been sent.
    Enrolling,
    /// The service has registered the keys.
    Enrolled,
}

/// A change of the factors of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FactorChange {
    /// Add or renew biometrics.
    AddBiometric,
    /// Change the PIN.
    Pin,
    /// Remove biometrics.
    RemoveBiometric,
}

impl Account {
    /// The thumbprint of the service's key.
    #[must_use]
    pub fn thumbprint(&self) -> Thumbprint {
        self.service_key.thumbprint()
    }

    /// Whether a PIN was registered for it, even if the user has not confirmed the pairing on the login page yet.
    #[must_use]
    pub fn has_pin(&self) -> bool {
        let is_enrolled = self.claim.as_ref().is_none_or(|claim| claim.progress != ClaimProgress::Claimed);
        self.state == AccountState::Active || (self.state == AccountState::Pairing && is_enrolled)
    }

    /// Whether the user has not finished pairing it on this phone.
    #[must_use]
    pub fn is_unfinished(&self) -> bool {
        self.claim.as_ref().is_some_and(|claim| claim.progress != ClaimProgress::Enrolled)
    }

    pub(crate) fn progress_to(&mut self, progress: ClaimProgress) {
        if let Some(claim) = &mut self.claim {
            claim.progress = progress;
        }
    }

    /// Whether both accounts are at the same service: it has the same address, or the same key.
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
