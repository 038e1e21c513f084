//! The database's clock, which all processes use: the order of two calls must not depend on which machine received
//! them. It is read at intervals, and extrapolated with the machine's steady time in between.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use sqlx::ConnectOptions as _;
use sqlx::postgres::{PgConnectOptions, PgConnection};

use key_domain::clock::Clock;

/// The time between two readings: the machine's own time is steady enough for this long.
const READ_AFTER: Duration = Duration::from_secs(5);

/// The number of readings of which the quickest counts; its error is at most half of the time that it took.
const READINGS: usize = 3;

/// The longest useful reading, in milliseconds; a longer one is too inexact.
const QUICK: i64 = 50;

#[derive(Debug)]
pub(super) struct DatabaseClock {
    begun: Instant,
    /// The database's time at `begun`, in milliseconds since 1970.
    at_begin: AtomicI64,
}

impl DatabaseClock {
    #[expect(clippy::disallowed_methods, reason = "this is where the clock of the database comes from")]
    pub(super) async fn read(connection: &mut PgConnection) -> Result<Self, sqlx::Error> {
        let clock = Self { begun: Instant::now(), at_begin: AtomicI64::new(0) };
        let (_, at_begin) = clock.reading(connection).await?;
        clock.at_begin.store(at_begin, Ordering::Relaxed);
        Ok(clock)
    }

    /// The duration of the quickest reading, and the database's time at `begun` by that reading.
    async fn reading(&self, connection: &mut PgConnection) -> Result<(i64, i64), sqlx::Error> {
        let mut quickest = (i64::MAX, 0);
        for _ in 0..READINGS {
            let sent = self.passed();
            let select = "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint";
            let now: i64 = sqlx::query_scalar(select).fetch_one(&mut *connection).await?;
            let took = self.passed() - sent;
            quickest = quickest.min((took, now - sent - took / 2));
        }
        Ok(quickest)
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

/// Reads the clock at intervals, on a connection that nothing else waits for. While the database is unreachable, the
/// machine's own time continues.
pub(super) async fn keep(clock: Arc<DatabaseClock>, options: PgConnectOptions, connection: PgConnection) {
    let mut connection = Some(connection);
    loop {
        tokio::time::sleep(READ_AFTER).await;
        let Some(reading) = &mut connection else {
            connection = options.connect().await.ok();
            continue;
        };
        match clock.reading(reading).await {
            Ok((took, at_begin)) if took <= QUICK => clock.at_begin.store(at_begin, Ordering::Relaxed),
            Ok(_) => {}
            Err(_) => connection = None,
        }
    }
}
