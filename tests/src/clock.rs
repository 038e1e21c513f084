//! One clock for both sides, or one for each.

use std::sync::atomic::{AtomicI64, Ordering};

/// Stands still until it is moved.
#[derive(Debug)]
pub struct TestClock(AtomicI64);

impl TestClock {
    /// 2026-11-21T07:41:00Z.
    #[must_use]
    pub fn new() -> Self {
        Self(AtomicI64::new(1_795_246_860_000))
    }

    /// Moves the clock; negative goes back.
    pub fn advance_seconds(&self, seconds: i64) {
        self.advance_milliseconds(seconds * 1000);
    }

    /// The same by milliseconds.
    pub fn advance_milliseconds(&self, milliseconds: i64) {
        self.0.fetch_add(milliseconds, Ordering::SeqCst);
    }
}

impl Default for TestClock {
    fn default() -> Self {
        Self::new()
    }
}

impl key_core::platform::Clock for TestClock {
    fn now_ms(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }

    fn utc_offset(&self) -> i16 {
        120
    }
}

impl key_server::Clock for TestClock {
    fn now_ms(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }
}
