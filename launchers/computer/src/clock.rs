//! The system's clock, with an offset from UTC that the launcher sets.

use std::sync::atomic::{AtomicI16, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use key_core::platform::Clock;

/// The greatest offset of a time zone from UTC, in minutes.
const FARTHEST: i16 = 18 * 60;

/// The system's time, in the time zone that [`SystemClock::set_utc_offset`] has set; in UTC at first.
#[derive(Debug, Default)]
pub struct SystemClock {
    utc_offset: AtomicI16,
}

impl SystemClock {
    /// Sets the offset from UTC in minutes, east positive. Impossible offsets are ignored.
    pub fn set_utc_offset(&self, minutes: i16) {
        if (-FARTHEST..=FARTHEST).contains(&minutes) {
            self.utc_offset.store(minutes, Ordering::Relaxed);
        }
    }
}

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is where the time comes from")]
    fn now_ms(&self) -> i64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
    }

    fn utc_offset(&self) -> i16 {
        self.utc_offset.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::SystemClock;
    use key_core::platform::Clock as _;

    #[test]
    fn an_impossible_offset_is_left_aside() {
        let clock = SystemClock::default();
        for (told, shown) in [(120, 120), (-570, -570), (i16::MAX, -570), (0, 0)] {
            clock.set_utc_offset(told);
            assert_eq!(clock.utc_offset(), shown);
        }
        assert!(clock.now_ms() > 1_700_000_000_000);
    }
}
