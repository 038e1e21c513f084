//! The locks that a process holds as long as it uses a database: the right to serve or to change keys, and the
//! fingerprint of its keys. Each is a lock of a connection that does nothing else. When the connection is lost, the
//! process takes the lock again; if it cannot, the lock is lost.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use key_domain::fingerprint::Fingerprint;
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{ConnectOptions as _, Connection as _};
use tokio::task::JoinHandle;

use super::address::Address;
use crate::error::OpenError;

/// The lock of serving processes. No account or throttle has such a low number.
const SERVING: i64 = 2;

/// The kind of lock that shows a process's keys.
const KEYS: i32 = 1;

/// The time between two checks of a lock, and between two attempts to take it again.
const LOOK_AFTER: Duration = Duration::from_secs(1);

/// A lock that is held until this is dropped.
#[derive(Debug)]
pub struct Held {
    is_lost: Arc<AtomicBool>,
    keeping: JoinHandle<()>,
}

impl Held {
    /// Whether another process has taken the lock while the database was unreachable.
    #[must_use]
    pub fn is_lost(&self) -> bool {
        self.is_lost.load(Ordering::Relaxed)
    }

    fn keep<F>(mut connection: PgConnection, again: impl Fn() -> F + Send + 'static) -> Self
    where
        F: Future<Output = Result<Option<PgConnection>, sqlx::Error>> + Send,
    {
        let is_lost = Arc::new(AtomicBool::new(false));
        let lost = is_lost.clone();
        let keeping = tokio::spawn(async move {
            loop {
                tokio::time::sleep(LOOK_AFTER).await;
                if connection.ping().await.is_ok() {
                    continue;
                }
                match again().await {
                    Ok(Some(new)) => connection = new,
                    Ok(None) => {
                        tracing::error!("another process has taken the database, or uses it with other keys");
                        return lost.store(true, Ordering::Relaxed);
                    }
                    Err(_) => {}
                }
            }
        });
        Self { is_lost, keeping }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.keeping.abort();
    }
}

/// Holds a database for serving, together with other processes, or `alone`; `None` if others hold it.
///
/// # Errors
/// [`OpenError`]
pub async fn hold(address: &Address, alone: bool) -> Result<Option<Held>, OpenError> {
    let options = address.options()?;
    let Some(connection) = held(&options, alone).await? else { return Ok(None) };
    Ok(Some(Held::keep(connection, move || {
        let options = options.clone();
        async move { held(&options, alone).await }
    })))
}

async fn held(options: &PgConnectOptions, alone: bool) -> Result<Option<PgConnection>, sqlx::Error> {
    let mut connection = connect(options).await?;
    let lock =
        if alone { "SELECT pg_try_advisory_lock($1)" } else { "SELECT pg_try_advisory_lock_shared($1)" };
    let is_held: bool = sqlx::query_scalar(lock).bind(SERVING).fetch_one(&mut connection).await?;
    Ok(is_held.then_some(connection))
}

/// Shows this process's keys, by a lock that all processes may hold; `None` if another process has different keys.
pub(super) async fn show(options: PgConnectOptions, keys: Fingerprint) -> Result<Option<Held>, sqlx::Error> {
    let Some(connection) = shown(&options, keys).await? else { return Ok(None) };
    Ok(Some(Held::keep(connection, move || {
        let options = options.clone();
        async move { shown(&options, keys).await }
    })))
}

async fn shown(options: &PgConnectOptions, keys: Fingerprint) -> Result<Option<PgConnection>, sqlx::Error> {
    let (keys, mut connection) = (i32::from_be_bytes(keys.short()), connect(options).await?);
    let show = sqlx::query("SELECT pg_advisory_lock_shared($1, $2)").bind(KEYS).bind(keys);
    show.execute(&mut connection).await?;
    let others = "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2 \
                  AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) \
                  AND classid::bigint = $1 AND objid::bigint <> $2 & 4294967295)";
    let others = sqlx::query_scalar(others).bind(i64::from(KEYS)).bind(i64::from(keys));
    let differ: bool = others.fetch_one(&mut connection).await?;
    Ok((!differ).then_some(connection))
}

async fn connect(options: &PgConnectOptions) -> Result<PgConnection, sqlx::Error> {
    // The connection is idle on purpose.
    options.clone().options([("idle_session_timeout", "0")]).connect().await
}
