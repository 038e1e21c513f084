//! Enrolling, checking and changing the keys of the factors.

use serde::{Deserialize, Serialize};

pub use crate::factor::Factor;
use crate::id::DeviceId;
use crate::jws::Message;
use crate::key::{PublicKey, Thumbprint};

/// Registers a factor's public key. That key signs it, and the header carries the key as `jwk`: this proves that the
/// device holds the private half, and for which pairing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolment {
    /// [`crate::VERSION`]
    pub v: u8,
    /// The agreement key for offline codes ([`crate::offline`]); the PIN has one of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreement: Option<PublicKey>,
    /// The device.
    pub device: DeviceId,
    /// The factor.
    pub factor: Factor,
    /// The thumbprint of the service key that the device has pinned.
    pub service: Thumbprint,
}

impl Message for Enrolment {
    const TYPE: &'static str = "key-enrolment+jws";
}

/// Proves a factor without a decision; [`crate::jws::prove`] signs it. Used before another account is added, so
/// that a mistyped PIN cannot give two accounts two PINs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactorCheck {
    /// [`crate::VERSION`]
    pub v: u8,
    /// The device.
    pub device: DeviceId,
    /// The number of the call that carries it, so that it proves nothing later.
    pub seq: u64,
}

impl Message for FactorCheck {
    const TYPE: &'static str = "key-check+jws";
}

/// Changes one factor of a paired device; the registered PIN proves it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactorChange {
    /// [`crate::VERSION`]
    pub v: u8,
    /// The new factor, or its new key: an [`Enrolment`] as a JWS. Without it the biometric is removed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub add: Option<String>,
    /// The device.
    pub device: DeviceId,
    /// The number of the call that carries it.
    pub seq: u64,
}

impl Message for FactorChange {
    const TYPE: &'static str = "key-change+jws";
}
