//! Identities of calls and runs.

use zeroize::{Zeroize, ZeroizeOnDrop};

use super::endpoint::Endpoint;
use crate::base64url::{self, as_base64url};
use crate::hash::sha256;

/// The call id: 16 random bytes that identify a call; base64url in JSON.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct CallId([u8; 16]);

as_base64url!(CallId, 16);

impl CallId {
    /// The hash that a device stores.
    #[must_use]
    pub fn hash(&self) -> CallIdHash {
        CallIdHash(sha256(&self.0))
    }
}

impl std::fmt::Debug for CallId {
    /// The call id hides the PIN signature in [`ContentHash`], so it is never printed.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CallId(..)")
    }
}

/// SHA-256 of a [`CallId`]: 32 bytes, base64url in JSON. A device writes it down before it sends a call: it identifies
/// the call and reveals nothing of its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CallIdHash([u8; 32]);

as_base64url!(CallIdHash, 32);

/// Proves that a wait belongs to a run: 16 random bytes, base64url in JSON. It is drawn for each start of the app and
/// never stored, so that a copy of the device's storage cannot wait in the run.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct RunSecret([u8; 16]);

impl RunSecret {
    /// The hash that the resume carries: SHA-256.
    #[must_use]
    pub fn hash(&self) -> RunHash {
        RunHash(sha256(&self.0))
    }
}

as_base64url!(RunSecret, 16);

impl std::fmt::Debug for RunSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RunSecret(..)")
    }
}

/// SHA-256 of a [`RunSecret`]: 32 bytes, base64url in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RunHash([u8; 32]);

as_base64url!(RunHash, 32);

/// Identifies a call and its retries: SHA-256(name of the endpoint || `.` || payload as sent, base64url). 32 bytes,
/// base64url in JSON. A service stores it; without the call's [`CallId`] it reveals nothing of the signatures in the
/// call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ContentHash([u8; 32]);

impl ContentHash {
    /// The hash of a call, from its payload's JSON.
    #[must_use]
    pub fn of(endpoint: Endpoint, payload: &[u8]) -> Self {
        Self(sha256(format!("{}.{}", endpoint.name(), base64url::encode(payload)).as_bytes()))
    }
}

as_base64url!(ContentHash, 32);
