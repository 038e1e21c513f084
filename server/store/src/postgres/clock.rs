//! The database's clock, which all processes go by: which of two calls came first must not depend on whose machine was
//! asked. It is read now and then, and goes on by the machine's own steady time in between.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use sqlx::postgres::PgPool;

use key_domain::clock::Clock;

/// Between two readings: so long the machine's own time is steady enough.
const READ_AFTER: Duration = Duration::from_secs(5);

/// Of so many readings the quickest counts, which is right to half of the time that it took.
const READINGS: usize = 3;

#[derive(Debug)]
pub(super) struct DatabaseClock {
    begun: Instant,
    /// What the database's clock was at that moment, in milliseconds since 1970.
    at_begin: AtomicI64,
}

impl DatabaseClock {
    #[expect(clippy::disallowed_methods, reason = "this is where the clock of the database comes from")]
    pub(super) async fn read(pool: &PgPool) -> Result<Self, sqlx::Error> {
        let clock = Self { begun: Instant::now(), at_begin: AtomicI64::new(0) };
        clock.read_again(pool).await?;
        Ok(clock)
    }

    async fn read_again(&self, pool: &PgPool) -> Result<(), sqlx::Error> {
        let mut quickest = (i64::MAX, 0);
        for _ in 0..READINGS {
            let sent = self.passed();
            let select = "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint";
            let now: i64 = sqlx::query_scalar(select).fetch_one(pool).await?;
            let took = self.passed() - sent;
            quickest = quickest.min((took, now - sent - took / 2));
        }
        self.at_begin.store(quickest.1, Ordering::Relaxed);
        Ok(())
    }

    fn passed(&self) -> i64 {
        i64::try_from(self.begun.elapsed().as_millis()).unwrap_or(i64::MAX)
    }
}

impl Clock for DatabaseClock {
    fn now_ms(&self) -> i64 {
        self.at_begin.load(Ordering::Relaxed) + self.passed()
    }
}

/// Reads the clock again and again. While the database is away, the machine's own time goes on.
pub(super) async fn keep(clock: Arc<DatabaseClock>, pool: PgPool) {
    while !pool.is_closed() {
        tokio::time::sleep(READ_AFTER).await;
        let _ = clock.read_again(&pool).await;
    }
}
