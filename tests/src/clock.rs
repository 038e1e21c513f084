//! Clocks: one for both sides, or one for each.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::{Duration, Instant};

/// A clock that stands still until it is moved.
#[derive(Debug)]
pub struct TestClock(AtomicI64);

impl TestClock {
    /// Creates a clock at 2026-11-21T07:41:00Z.
    #[must_use]
    pub fn new() -> Self {
        Self(AtomicI64::new(1_795_246_860_000))
    }

    /// Moves the clock; negative seconds move it back.
    pub fn advance_seconds(&self, seconds: i64) {
        self.advance_milliseconds(seconds * 1000);
    }

    /// Moves the clock by milliseconds.
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

impl key_domain::clock::Clock for TestClock {
    fn now_ms(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }
}

/// Keeps a clock running as long as this lives.
#[derive(Debug)]
pub(crate) struct Running(Arc<AtomicBool>);

impl Running {
    /// Starts the clock from its current time.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "it is the clock")]
    pub(crate) fn new(clock: Arc<TestClock>) -> Self {
        let ended = Arc::new(AtomicBool::new(false));
        let told = ended.clone();
        std::thread::spawn(move || {
            let (start, mut passed) = (Instant::now(), 0);
            while !told.load(Ordering::Relaxed) {
                std::thread::sleep(Duration::from_millis(5));
                let now = i64::try_from(start.elapsed().as_millis()).unwrap_or(i64::MAX);
                clock.advance_milliseconds(now - passed);
                passed = now;
            }
        });
        Self(ended)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}
