//! The factors besides possession: the PIN and the biometric.

use serde::{Deserialize, Serialize};

/// A factor besides possession. In JSON and in headers `pin` or `biometric`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Factor {
    /// The biometric.
    Biometric,
    /// The six-digit PIN.
    Pin,
}

impl Factor {
    /// The `kid` of this factor's proofs.
    #[must_use]
    pub const fn kid(self) -> &'static str {
        match self {
            Self::Biometric => "biometric",
            Self::Pin => "pin",
        }
    }

    /// Parses a `kid`.
    #[must_use]
    pub fn from_kid(kid: &str) -> Option<Self> {
        [Self::Biometric, Self::Pin].into_iter().find(|factor| factor.kid() == kid)
    }
}
