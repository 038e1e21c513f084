//! Limits of calls, forms and requests: generous for a person, useless for a search.
//!
//! Each key (an address, a device, a session) may make a number of calls at once, and regains that right gradually (the
//! generic cell rate algorithm of ITU-T I.371). The state is in memory and lost at a restart, which is harmless:
//! factors are counted in the database ([`super::factors`]). Known rate limiters use their own clock and would stop
//! everybody for as long as a clock was put back.

use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

use crate::pruned::Pruned;

/// How many calls a key may make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// The number of calls at once.
    pub burst: u32,
    /// The number of further calls in each second.
    pub per_second: u32,
}

impl Limit {
    /// The limit of a device: a phone makes one call every 25 seconds, and a handful when somebody uses it.
    pub const DEVICE: Self = Self { burst: 60, per_second: 2 };

    /// The limit of an address, which a whole company may share.
    pub const ADDRESS: Self = Self { burst: 2_000, per_second: 200 };

    /// The limit of a session's forms, more than the quickest user sends.
    pub const FORMS: Self = Self { burst: 60, per_second: 1 };

    /// The limit of a network's requests, pages included. Faster requests are slowed down.
    pub const REQUESTS: Self = Self { burst: 2_000, per_second: 500 };

    /// The time after which one call is forgiven, in microseconds.
    #[must_use]
    pub const fn interval(self) -> i64 {
        1_000_000 / self.per_second as i64
    }

    /// The time after which all calls are forgiven, in microseconds.
    #[must_use]
    pub const fn longest(self) -> i64 {
        self.interval() * self.burst as i64
    }
}

/// Counts calls by key.
#[derive(Debug)]
pub struct Limiter<K> {
    limit: Limit,
    /// The time when all calls of a key are forgiven, in microseconds.
    forgiven_at: Mutex<Pruned<K, i64>>,
}

impl<K: Eq + Hash> Limiter<K> {
    /// Creates a limiter that has counted no call yet.
    #[must_use]
    pub fn new(limit: Limit) -> Self {
        Self { limit, forgiven_at: Mutex::default() }
    }

    /// Counts a call, or returns the number of seconds after which one is possible.
    ///
    /// # Errors
    /// The seconds to wait, 1 or more.
    pub fn take(&self, key: K, now_ms: i64) -> Result<(), u32> {
        let now = now_ms.saturating_mul(1000);
        let mut map = self.forgiven_at.lock().unwrap_or_else(PoisonError::into_inner);
        let at = map.pruned(|at| *at > now).entry(key).or_insert(now);
        // A time further ahead was written before the clock was put back.
        let from = if (now..=now + self.limit.longest()).contains(at) { *at } else { now };
        let next = from + self.limit.interval();
        let beyond = next - now - self.limit.longest();
        if beyond > 0 {
            return Err(u32::try_from((beyond + 999_999) / 1_000_000).unwrap_or(1).max(1));
        }
        *at = next;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Limit, Limiter};

    #[test]
    fn so_many_at_once_and_then_so_many_in_a_second() {
        let limiter = Limiter::new(Limit { burst: 3, per_second: 2 });
        assert_eq!([0, 0, 0, 0].map(|now| limiter.take("a", now)), [Ok(()), Ok(()), Ok(()), Err(1)]);
        assert_eq!(limiter.take("b", 0), Ok(()));
        assert_eq!([499, 500, 501, 1000].map(|now| limiter.take("a", now)), [Err(1), Ok(()), Err(1), Ok(())]);
        assert_eq!(limiter.take("a", 1_000_000), Ok(()));
        assert_eq!(limiter.take("a", -86_400_000), Ok(()), "a clock that is put back stops nobody");
    }

    #[test]
    fn a_device_an_address_a_session_and_a_network_may_do_so_much() {
        let made =
            |limiter: &Limiter<&str>, now| (0..5_000).filter(|_| limiter.take("a", now).is_ok()).count();
        for (limit, at_once, in_a_second) in [
            (Limit::DEVICE, 60, 2),
            (Limit::ADDRESS, 2_000, 200),
            (Limit::FORMS, 60, 1),
            (Limit::REQUESTS, 2_000, 500),
        ] {
            let limiter = Limiter::new(limit);
            assert_eq!([made(&limiter, 0), made(&limiter, 1_000)], [at_once, in_a_second], "{limit:?}");
        }
    }

    #[test]
    fn whoever_is_too_fast_is_told_whole_seconds_to_wait() {
        let limiter = Limiter::new(Limit { burst: 1, per_second: 2 });
        assert_eq!(limiter.take("a", 0), Ok(()));
        assert_eq!(limiter.take("a", 0), Err(1));
        let slow = Limiter::new(Limit { burst: 4, per_second: 1 });
        for _ in 0..4 {
            assert_eq!(slow.take("a", 0), Ok(()));
        }
        // The refused call was not counted: the wait does not grow.
        assert_eq!(
            [0, 0, 1, 999, 1000].map(|now| slow.take("a", now)),
            [Err(1), Err(1), Err(1), Err(1), Ok(())]
        );
        let limit = Limit { burst: 4, per_second: 1 };
        assert_eq!((limit.interval(), limit.longest()), (1_000_000, 4_000_000));
    }

    #[test]
    fn a_microsecond_too_early_is_too_early() {
        let limiter = Limiter::new(Limit { burst: 1, per_second: 1_000_000 });
        assert_eq!([0, 0, 1].map(|now| limiter.take("a", now)), [Ok(()), Err(1), Ok(())]);
    }

    #[test]
    fn a_clock_that_is_put_back_a_little_forgives_nothing() {
        let limiter = Limiter::new(Limit { burst: 3, per_second: 1 });
        for _ in 0..2 {
            assert_eq!(limiter.take("a", 1000), Ok(()));
        }
        assert_eq!([0, 0].map(|now| limiter.take("a", now)), [Err(1), Err(1)]);
        assert_eq!(limiter.take("a", -1), Ok(()));
    }

    #[test]
    fn what_is_forgiven_is_forgotten() {
        let limiter = Limiter::new(Limit { burst: 1, per_second: 1 });
        for key in 0..30_000 {
            assert_eq!(limiter.take(key, i64::from(key)), Ok(()));
        }
        assert!(limiter.forgiven_at.lock().unwrap().map().len() <= 2_048);
    }
}
