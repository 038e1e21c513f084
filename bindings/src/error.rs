//! The errors that a caller can act on.

use key_core::error::Error;
use key_core::pin::PinError;
use key_core::platform::BiometricError;
use key_core::vault;
use key_protocol::answer::Refusal;
use key_protocol::digits::NotSixDigits;
use key_protocol::link::LinkError;
use key_protocol::receipt::Outcome;

/// Why an operation of Key failed. The caller has something different to do for each variant.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum AuthenticatorError {
    /// The user closed the biometric prompt. The request is still pending.
    #[error("the biometric prompt was closed")]
    BiometricsCancelled,
    /// The biometrics enrolled on the device have changed: use the PIN.
    #[error("the biometrics of this device have changed; use the PIN")]
    BiometricsChanged,
    /// The biometrics did not match: try again or use the PIN.
    #[error("the biometrics did not match; use the PIN")]
    BiometricsNoMatch,
    /// The device has no biometrics, or they cannot be used now: use the PIN.
    #[error("biometrics cannot be used now; use the PIN")]
    BiometricsUnavailable,
    /// The typed text is not six digits.
    #[error("type six digits")]
    DigitsMalformed,
    /// The request asks for the six digits of the login page, and none were given.
    #[error("type the six digits that the login page shows")]
    DigitsNeeded,
    /// The digits were not those of the login page. One more number may be tried.
    #[error("these were not the digits of the login page; try once more")]
    DigitsMistyped,
    /// The digits were not those of the login page. The login has ended: sign in again.
    #[error("these were not the digits of the login page; the login has ended")]
    DigitsWrong,
    /// The service has disconnected this device: pair again.
    #[error("the service has disconnected this device; pair it again")]
    Disconnected,
    /// The service has heard from two copies of this device and trusts neither any more: pair again.
    #[error("a copy of this device was used; pair it again")]
    Frozen,
    /// The link has expired: get a new one from the login page.
    #[error("the link has run out; get a new one")]
    LinkExpired,
    /// The link is not protected (https).
    #[error("this link is not protected (https)")]
    LinkInsecure,
    /// The text is not a pairing link.
    #[error("this is not a pairing link")]
    LinkMalformed,
    /// Another device has used the link. If it is not the user's, the user refuses it on the login page.
    #[error("another device has used this link; get a new one")]
    LinkUsed,
    /// The account is locked after too many wrong tries: pair again.
    #[error("too many wrong tries; pair this device again")]
    Locked,
    /// The PIN or the biometrics were wrong. The request is still pending.
    #[error("not confirmed; {tries_left} tries left")]
    NotConfirmed {
        /// The number of tries left before the account is locked.
        tries_left: u8,
    },
    /// The service could not be reached, and nothing was lost: try again.
    #[error("the service could not be reached; try again")]
    Offline,
    /// The user refused this device on the login page, or the pairing has expired.
    #[error("this device was refused on the login page")]
    PairingRefused,
    /// The PIN does not have six digits.
    #[error("a PIN has six digits")]
    PinMalformed,
    /// The PIN is among the first that anybody would try: choose another.
    #[error("this PIN is too easy to guess; choose another")]
    PinTrivial,
    /// The request was already answered on another device.
    #[error("this request was answered already")]
    RequestAnswered {
        /// The answer.
        outcome: Outcome,
    },
    /// The request has expired, was ended in the browser, or never existed.
    #[error("this request is no longer waiting")]
    RequestEnded,
    /// The service's answer does not follow the protocol: try again later.
    #[error("the service has a fault; try again later")]
    ServiceFault,
    /// The shown request is not the one of the service. Nothing was confirmed.
    #[error("the request has changed; look at it again")]
    StatementChanged,
    /// The storage or the key store of this device failed: make room, unlock it, try again.
    #[error("the storage of this device cannot be used; make room or unlock it and try again")]
    Storage,
    /// Too many calls from this device or address.
    #[error("too many calls; wait {retry_after} seconds")]
    TooManyCalls {
        /// The time to wait, in seconds.
        retry_after: u32,
    },
    /// The service cannot do this now; nothing was changed: try again later.
    #[error("the service cannot do this now; try again later")]
    Unavailable,
    /// The account is no longer on this device.
    #[error("this account is no longer on this device")]
    UnknownAccount,
    /// The account cannot be used in its state: pair it again.
    #[error("this account has to be paired again")]
    Unusable,
    /// The service or the link is for another version: update the app.
    #[error("this app and the service do not fit together; update the app")]
    UpdateNeeded,
    /// The service at this address is not the one that the link names, or not the one that was paired.
    #[error("the service could not prove that it is the right one")]
    WrongService,
}

impl From<Error> for AuthenticatorError {
    fn from(error: Error) -> Self {
        match error {
            Error::Biometrics(error) => error.into(),
            Error::DigitsNeeded => Self::DigitsNeeded,
            Error::Link(error) => error.into(),
            Error::Offline => Self::Offline,
            Error::Refused(refusal) => refusal.into(),
            Error::ServiceFault => Self::ServiceFault,
            Error::ServiceKey => Self::WrongService,
            Error::Storage => Self::Storage,
            Error::UnknownAccount => Self::UnknownAccount,
            Error::UnknownRequest => Self::RequestEnded,
            Error::Unusable => Self::Unusable,
        }
    }
}

impl From<LinkError> for AuthenticatorError {
    fn from(error: LinkError) -> Self {
        match error {
            LinkError::Insecure => Self::LinkInsecure,
            LinkError::NotALink | LinkError::TooLong => Self::LinkMalformed,
            LinkError::OtherVersion => Self::UpdateNeeded,
        }
    }
}

impl From<NotSixDigits> for AuthenticatorError {
    fn from(_: NotSixDigits) -> Self {
        Self::DigitsMalformed
    }
}

impl From<PinError> for AuthenticatorError {
    fn from(error: PinError) -> Self {
        match error {
            PinError::NotSixDigits => Self::PinMalformed,
            PinError::Trivial => Self::PinTrivial,
        }
    }
}

impl From<BiometricError> for AuthenticatorError {
    fn from(error: BiometricError) -> Self {
        match error {
            BiometricError::Cancelled => Self::BiometricsCancelled,
            BiometricError::Invalidated => Self::BiometricsChanged,
            BiometricError::NoMatch => Self::BiometricsNoMatch,
            BiometricError::Unavailable => Self::BiometricsUnavailable,
        }
    }
}

impl From<Refusal> for AuthenticatorError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::BadNonce | Refusal::Malformed | Refusal::Other { .. } => Self::ServiceFault,
            Refusal::DigitsMistyped => Self::DigitsMistyped,
            Refusal::DigitsWrong => Self::DigitsWrong,
            Refusal::Disconnected | Refusal::UnknownDevice => Self::Disconnected,
            Refusal::Frozen => Self::Frozen,
            Refusal::LinkExpired => Self::LinkExpired,
            Refusal::LinkUsed => Self::LinkUsed,
            Refusal::Locked => Self::Locked,
            Refusal::NotConfirmed { tries_left } => Self::NotConfirmed { tries_left },
            Refusal::PairingRefused => Self::PairingRefused,
            Refusal::RequestAnswered { outcome } => Self::RequestAnswered { outcome },
            Refusal::RequestEnded => Self::RequestEnded,
            Refusal::StatementChanged => Self::StatementChanged,
            Refusal::TooManyCalls { retry_after } => Self::TooManyCalls { retry_after },
            Refusal::Unavailable => Self::Unavailable,
            Refusal::UnknownEndpoint | Refusal::UnsupportedVersion { .. } => Self::UpdateNeeded,
        }
    }
}

/// Why Key did not open. Nothing was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum OpenError {
    /// The storage is damaged: restore a backup, or empty it and pair again.
    #[error("Key's storage is damaged; restore a backup, or empty it and pair again")]
    Damaged,
    /// The name or the platform of the device has no characters that can be shown: give it another.
    #[error("the device needs a name and a platform that can be shown")]
    Description,
    /// The key store has lost the key to the storage: empty both and pair again.
    #[error("this device no longer has the key to Key's storage; empty it and pair again")]
    KeyLost,
    /// A newer Key has written the storage: update the app.
    #[error("Key's storage was written by a newer version; update the app")]
    NewerVersion,
    /// The files or the key store cannot be used: unlock the device and try again.
    #[error("Key's storage cannot be read; unlock the device and try again")]
    Storage,
}

impl From<vault::OpenError> for OpenError {
    fn from(error: vault::OpenError) -> Self {
        match error {
            vault::OpenError::Damaged => Self::Damaged,
            vault::OpenError::KeyLost => Self::KeyLost,
            vault::OpenError::NewerVersion => Self::NewerVersion,
            vault::OpenError::Storage => Self::Storage,
        }
    }
}
