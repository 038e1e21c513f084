//! Lifetimes that hold even if the clock is changed.
//!
//! A lifetime has two ends: if something was made in the future, the clock was put back after that, and its age is
//! unknown. It counts as ended, as a throttle of the future counts as void, and the worker makes sure that it stays
//! ended when the clock reaches that time again.

/// How far a clock may be corrected backwards without ending anything, in milliseconds.
pub const CORRECTION: i64 = 10_000;

/// Whether something that was made at `from` and ends at `until` is alive at `now`.
#[must_use]
pub const fn is_alive(from: i64, until: i64, now: i64) -> bool {
    from - CORRECTION <= now && now < until
}

#[cfg(test)]
mod tests {
    use super::is_alive;

    #[test]
    fn a_lifetime_has_two_ends() {
        let alive = [-86_400_000, -10_001, -10_000, 0, 119, 120].map(|now| is_alive(0, 120, now));
        assert_eq!(alive, [false, false, true, true, true, false]);
    }
}
