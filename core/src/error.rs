//! Errors in two tiers: this one has only what a caller can act on. What went wrong inside stays inside.

use key_protocol::answer::Refusal;
use key_protocol::link::LinkError;

use crate::platform::{BiometricError, EntropyError, FileError, KeyStoreError};

/// Why Key did not do what it was asked. Each variant is something different to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The biometrics gave no signature: use the PIN.
    #[error(transparent)]
    Biometrics(#[from] BiometricError),
    /// The request asks for the six digits of the page, and there were none.
    #[error("type the six digits that the login page shows")]
    DigitsNeeded,
    /// The link cannot be used: get another.
    #[error(transparent)]
    Link(#[from] LinkError),
    /// The service was not reached; nothing was lost: try again.
    #[error("the service could not be reached")]
    Offline,
    /// The service refused.
    #[error("the service refused")]
    Refused(Refusal),
    /// The service at this address is not the one that the link names, or not the one that was paired.
    #[error("the service could not prove that it is the right one")]
    ServiceKey,
    /// The service did not answer in the protocol's form: try again later.
    #[error("the service has a fault")]
    ServiceFault,
    /// The storage, the key store, the memory or the randomness of this device failed: make room, unlock it, try again.
    #[error("the storage of this device cannot be used")]
    Storage,
    /// No such account on this device any more.
    #[error("this account is no longer on this device")]
    UnknownAccount,
    /// No such request any more.
    #[error("this request is no longer waiting")]
    UnknownRequest,
    /// The account cannot confirm in the state it is in: pair it again.
    #[error("this account has to be paired again")]
    Unusable,
}

impl Error {
    /// Whether the same can be asked again later, with nothing else done about it.
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
