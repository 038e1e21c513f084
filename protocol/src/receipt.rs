//! A receipt: the service's signed record of how a request ended.
//!
//! It covers the decision but *not* the PIN signature: the phone keeps receipts, and a thief of the phone
//! could otherwise try PINs against one (signatures by `p256` are deterministic, RFC 6979).

use serde::{Deserialize, Serialize};

use crate::UnixSeconds;
use crate::base64url;
use crate::hash::sha256;
use crate::id::{DeviceId, RequestId};
use crate::jws::Message;

/// How a request ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// The user confirmed.
    Confirmed,
    /// The user declined.
    Declined,
}

/// Proves that the service has taken a decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// [`crate::VERSION`]
    pub v: u8,
    /// When the service took it, by its clock.
    pub at: UnixSeconds,
    /// [`decision_hash`] of the decision, as it was sent.
    pub decision: String,
    /// The device that decided.
    pub device: DeviceId,
    /// How the request ended.
    pub outcome: Outcome,
    /// The request.
    pub request: RequestId,
}

impl Message for Receipt {
    const TYPE: &'static str = "key-receipt+jws";
}

/// Base64url of SHA-256 over the bytes of the decision that were sent and signed ([`crate::call::Decide::decision`]).
#[must_use]
pub fn decision_hash(decision: &[u8]) -> String {
    base64url::encode(&sha256(decision))
}
