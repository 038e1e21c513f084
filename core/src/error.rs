//! The errors that a caller can act on. Internal errors do not leave their modules.

use key_protocol::answer::Refusal;
use key_protocol::link::LinkError;

use crate::platform::{BiometricError, EntropyError, FileError, KeyStoreError};

/// Why an operation of Key failed. The caller has something different to do for each variant.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The biometrics gave no signature: use the PIN.
    #[error(transparent)]
    Biometrics(#[from] BiometricError),
    /// The request asks for the six digits of the login page, and none were given.
    #[error("type the six digits that the login page shows")]
    DigitsNeeded,
    /// The link cannot be used: get another.
    #[error(transparent)]
    Link(#[from] LinkError),
    /// The service could not be reached, and nothing was lost: try again.
    #[error("the service could not be reached")]
    Offline,
    /// The service refused.
    #[error("the service refused")]
    Refused(Refusal),
    /// The service at this address is not the one that the link names, or not the one that was paired.
    #[error("the service could not prove that it is the right one")]
    ServiceKey,
    /// The service's answer does not follow the protocol: try again later.
    #[error("the service has a fault")]
    ServiceFault,
    /// The storage, the key store, the memory or the randomness of this device failed: make room, unlock it, try again.
    #[error("the storage of this device cannot be used")]
    Storage,
    /// The account is no longer on this device.
    #[error("this account is no longer on this device")]
    UnknownAccount,
    /// The request is no longer pending.
    #[error("this request is no longer waiting")]
    UnknownRequest,
    /// The account cannot confirm in its state: pair it again.
    #[error("this account has to be paired again")]
    Unusable,
}

impl Error {
    /// Whether the same operation may succeed later, without any other action.
    #[must_use]
    pub const fn may_pass(&self) -> bool {
        matches!(
            self,
            Self::Offline
                | Self::ServiceFault
                | Self::Storage
                | Self::Refused(Refusal::TooManyCalls { .. } | Refusal::Unavailable)
        )
    }
}

impl From<EntropyError> for Error {
    fn from(_: EntropyError) -> Self {
        Self::Storage
    }
}

impl From<FileError> for Error {
    fn from(_: FileError) -> Self {
        Self::Storage
    }
}

impl From<KeyStoreError> for Error {
    fn from(_: KeyStoreError) -> Self {
        Self::Storage
    }
}
