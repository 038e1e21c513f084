//! The cost of stretching a PIN.

use serde::{Deserialize, Serialize};

use crate::vault::Unknown;

/// The cost of stretching a PIN. Only the device uses it. It is stored with each account, so that new accounts can have
/// a higher cost while old ones keep the one that they were enrolled with.
///
/// A newer Key that stretches differently must give the vault a new version: if it only added a field, which this Key
/// ignores, this Key would derive wrong keys and send them as if for another PIN.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct PinParameters {
    pub(super) memory_kib: u32,
    pub(super) passes: u32,
    unknown: Unknown,
}

#[derive(Serialize, Deserialize)]
struct Written {
    memory_kib: u32,
    passes: u32,
    #[serde(flatten)]
    unknown: Unknown,
}

impl PinParameters {
    /// Takes Argon2id's memory in KiB (8 MiB to 1 GiB) and passes (1 to 16). Returns `None` outside these bounds, so
    /// that a file cannot make Key weak or stop it.
    #[must_use]
    pub fn new(memory_kib: u32, passes: u32) -> Option<Self> {
        let bounded = (8 * 1024..=1024 * 1024).contains(&memory_kib) && (1..=16).contains(&passes);
        bounded.then(|| Self { memory_kib, passes, unknown: Unknown::default() })
    }
}

impl Default for PinParameters {
    /// 64 MiB and 3 passes: 148 ms on the machine used for measuring.
    fn default() -> Self {
        Self { memory_kib: 64 * 1024, passes: 3, unknown: Unknown::default() }
    }
}

impl TryFrom<Written> for PinParameters {
    type Error = &'static str;

    fn try_from(Written { memory_kib, passes, unknown }: Written) -> Result<Self, &'static str> {
        let known = Self::new(memory_kib, passes).ok_or("parameters out of bounds")?;
        Ok(Self { unknown, ..known })
    }
}

impl From<PinParameters> for Written {
    fn from(PinParameters { memory_kib, passes, unknown }: PinParameters) -> Self {
        Self { memory_kib, passes, unknown }
    }
}
