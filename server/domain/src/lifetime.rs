//! How long something lives, whatever is done to the clock.
//!
//! A lifetime has two ends: what was made in the future was made before the clock was put back, and nobody can tell how
//! old it is. Such a thing is dead, as a throttle of that kind is void, and the worker sees to it that it stays dead
//! when the clock gets there again.

/// So much may a clock be corrected backwards without ending anything, in milliseconds.
pub const CORRECTION: i64 = 10_000;

/// Whether something that was made at `from` and ends at `until` lives now.
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
