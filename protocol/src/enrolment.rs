//! Enrolment, checking and changing of the second factor's keys.

use serde::{Deserialize, Serialize};

pub use crate::factor::Factor;
use crate::id::DeviceId;
use crate::jws::Message;
use crate::key::{PublicKey, Thumbprint};

/// Registers a factor's public key: signed by that key, which the header carries as `jwk`. It proves that the device
/// holds the private half, and for which pairing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolment {
    /// [`crate::VERSION`]
    pub v: u8,
    /// The key that offline codes are agreed with ([`crate::offline`]); the PIN has one of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreement: Option<PublicKey>,
    /// The device.
    pub device: DeviceId,
    /// Which factor.
    pub factor: Factor,
    /// The service that it is registered with.
    pub service: Thumbprint,
}

impl Message for Enrolment {
    const TYPE: &'static str = "key-enrolment+jws";
}

/// Proves a factor without deciding anything; [`crate::jws::prove`] signs it. Used before another account is added, so
/// that a slip of the finger cannot give two accounts two PINs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactorCheck {
    /// [`crate::VERSION`]
    pub v: u8,
    /// The device.
    pub device: DeviceId,
    /// The sequence number of the call that carries it, so that it proves nothing later.
    pub seq: u64,
}

impl Message for FactorCheck {
    const TYPE: &'static str = "key-check+jws";
}

/// Changes one factor of a paired device; the PIN that is registered proves it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactorChange {
    /// [`crate::VERSION`]
    pub v: u8,
    /// The factor to be, or its key to be: an [`Enrolment`] as a JWS. Without it biometrics are removed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub add: Option<String>,
    /// The device.
    pub device: DeviceId,
    /// The sequence number of the call that carries it.
    pub seq: u64,
}

impl Message for FactorChange {
    const TYPE: &'static str = "key-change+jws";
}
