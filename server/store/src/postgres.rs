//! The store in PostgreSQL, for several processes of the service on one database.
//!
//! A transaction locks its accounts and throttles before it reads anything (advisory locks, in order, so that there are
//! no deadlocks): the rows it has read are unchanged when it writes, and transactions of different accounts do not wait
//! for each other. Within its commit it notifies all processes which account has changed. All processes use the
//! database's clock.

mod address;
mod clock;
pub mod held;
mod listener;
#[cfg(feature = "testing")]
pub mod testing;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use key_domain::clock::Clock;
use key_domain::fingerprint::Fingerprint;
use key_domain::hub::Hub;
use key_domain::ids::AccountId;
use key_domain::store::Lock;
use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::{ConnectOptions as _, Transaction};
use tokio::sync::Mutex;
use tokio::task::JoinHandle;

pub use self::address::Address;
use self::clock::DatabaseClock;
use self::held::Held;
use crate::driver::{Connection, Driver};
use crate::error::{DatabaseError, OpenError};
use crate::migrations;
use crate::sql::SqlStore;
use crate::sql::rows::Row;
use crate::sql::statement::{Statement, bound};

/// How long a change of the tables waits for a transaction that is under way: all others wait for as long behind it.
const MAKING_WAITS: Duration = Duration::from_secs(5);

/// How many connections a process has for transactions; it has as many again for reading.
const CONNECTIONS: u32 = 8;

/// Opens a database, creates missing tables, and migrates them to this version. A transaction waits for others for at
/// most `busy_timeout` before it fails. Changes of accounts, by any process, wake requests that wait at `hub`.
///
/// # Errors
/// [`OpenError`]
pub async fn open(address: &Address, busy_timeout: Duration, hub: Arc<Hub>) -> Result<SqlStore, OpenError> {
    let milliseconds = |wait: Duration| wait.as_millis().to_string();
    let options = address.options()?;
    let options = options.application_name("key-server").options([
        ("lock_timeout", milliseconds(busy_timeout)),
        // A process that stops responding loses its locks.
        ("idle_in_transaction_session_timeout", milliseconds(2 * busy_timeout)),
        ("synchronous_commit", "on".to_owned()),
        ("default_transaction_isolation", "read committed".to_owned()),
    ]);
    let wait = Duration::from_secs(10);
    let pool = || PgPoolOptions::new().acquire_timeout(wait).acquire_slow_threshold(wait);
    // Creating the tables may take longer than a transaction.
    let making = address.options()?.options([("lock_timeout", milliseconds(MAKING_WAITS))]);
    let making = pool().max_connections(1).connect_with(making).await?;
    Migrator::with_migrations(migrations::for_postgres()).run(&making).await?;
    making.close().await;
    let writes = pool().max_connections(CONNECTIONS).connect_with(options.clone()).await?;
    let reads = pool().max_connections(CONNECTIONS).connect_with(options.clone()).await?;
    let mut own = options.connect().await?;
    let clock = Arc::new(DatabaseClock::read(&mut own).await?);
    let tasks = [
        tokio::spawn(clock::keep(clock.clone(), options.clone(), own)),
        tokio::spawn(listener::listen(reads.clone(), hub).await?),
    ];
    Ok(SqlStore::new(Postgres { clock, keys: Mutex::default(), options, reads, tasks, writes }))
}

struct Postgres {
    clock: Arc<DatabaseClock>,
    /// Shows this process's keys to others, by a lock that all processes may hold.
    keys: Mutex<Option<Held>>,
    options: PgConnectOptions,
    reads: PgPool,
    tasks: [JoinHandle<()>; 2],
    writes: PgPool,
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.tasks.iter().for_each(JoinHandle::abort);
    }
}

#[async_trait]
impl Driver for Postgres {
    async fn read(&self, statement: Statement) -> Result<Vec<Row>, DatabaseError> {
        let rows = bound!(statement).fetch_all(&self.reads).await?;
        Ok(rows.into_iter().map(Row::Postgres).collect())
    }

    async fn write(&self, statement: Statement) -> Result<u64, DatabaseError> {
        Ok(bound!(statement).execute(&self.writes).await?.rows_affected())
    }

    async fn begin(&self, locks: &[Lock]) -> Result<Box<dyn Connection>, DatabaseError> {
        if self.keys.lock().await.as_ref().is_some_and(Held::is_lost) {
            return Err(sqlx::Error::Configuration("another process has other keys".into()).into());
        }
        let mut tx = self.writes.begin().await?;
        let mut keys: Vec<_> = locks.iter().map(key).collect();
        keys.sort_unstable();
        for key in keys {
            sqlx::query("SELECT pg_advisory_xact_lock($1)").bind(key).execute(&mut *tx).await?;
        }
        Ok(Box::new(Writing(tx)))
    }

    async fn agree(&self, keys: Fingerprint) -> Result<bool, DatabaseError> {
        let shown = held::show(self.options.clone(), keys).await?;
        let agrees = shown.is_some();
        *self.keys.lock().await = shown;
        Ok(agrees)
    }

    fn clock(&self) -> Option<Arc<dyn Clock>> {
        Some(self.clock.clone())
    }

    async fn limit_pages(&self, _: u32) -> Result<(), DatabaseError> {
        Err(sqlx::Error::Configuration("PostgreSQL has no such limit".into()).into())
    }

    async fn close(&self) {
        self.tasks.iter().for_each(JoinHandle::abort);
        self.keys.lock().await.take();
        self.reads.close().await;
        self.writes.close().await;
    }
}

/// The number that PostgreSQL locks. Two locks with the same number wait for each other, with no other effect.
fn key(lock: &Lock) -> i64 {
    let first = |bytes: &[u8]| bytes[..8].iter().fold(0, |key, byte| key << 8 | i64::from(*byte));
    match lock {
        Lock::Account(id) => first(id.as_bytes()),
        Lock::Throttle(id) => first(id.as_bytes()),
        Lock::Tidying => 1,
    }
}

struct Writing(Transaction<'static, sqlx::Postgres>);

#[async_trait]
impl Connection for Writing {
    async fn rows(&mut self, statement: Statement) -> Result<Vec<Row>, DatabaseError> {
        let rows = bound!(statement).fetch_all(&mut *self.0).await?;
        Ok(rows.into_iter().map(Row::Postgres).collect())
    }

    async fn write(&mut self, statement: Statement) -> Result<u64, DatabaseError> {
        Ok(bound!(statement).execute(&mut *self.0).await?.rows_affected())
    }

    async fn commit(mut self: Box<Self>, changed: Option<AccountId>) -> Result<(), DatabaseError> {
        if let Some(account) = changed {
            let notify = sqlx::query("SELECT pg_notify($1, $2)").bind(listener::CHANNEL);
            notify.bind(listener::word(&account)).execute(&mut *self.0).await?;
        }
        Ok(self.0.commit().await?)
    }
}
