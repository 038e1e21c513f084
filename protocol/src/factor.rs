//! The second factors: the PIN and biometrics.

use serde::{Deserialize, Serialize};

/// Which second factor. In JSON and in headers `pin` or `biometric`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Factor {
    /// Biometrics.
    Biometric,
    /// The six-digit PIN.
    Pin,
}

impl Factor {
    /// The `kid` of proofs by it.
    #[must_use]
    pub const fn kid(self) -> &'static str {
        match self {
            Self::Biometric => "biometric",
            Self::Pin => "pin",
        }
    }

    /// Reads a `kid`.
    #[must_use]
    pub fn from_kid(kid: &str) -> Option<Self> {
        [Self::Biometric, Self::Pin].into_iter().find(|factor| factor.kid() == kid)
    }
}
