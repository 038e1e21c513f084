//! The parts that need no app: the system's clock and randomness.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use key_core::platform::{Clock, Entropy, EntropyError};

use super::parts::UtcOffset;

/// The system's clock, with the app's offset of local time.
pub(super) struct SystemClock(pub(super) Arc<dyn UtcOffset>);

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one real clock of the bindings")]
    fn now_ms(&self) -> i64 {
        let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since_1970.as_millis()).unwrap_or(i64::MAX)
    }

    fn utc_offset(&self) -> i16 {
        self.0.minutes().unwrap_or_default()
    }
}

/// The system's randomness.
pub(super) struct SystemEntropy;

impl Entropy for SystemEntropy {
    #[expect(clippy::disallowed_methods, reason = "the one real source of randomness of the bindings")]
    fn fill(&self, bytes: &mut [u8]) -> Result<(), EntropyError> {
        getrandom::fill(bytes).map_err(|_| EntropyError)
    }
}
