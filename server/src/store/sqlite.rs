//! The store on SQLite: a write-ahead log, one connection that writes and some that read.
//!
//! Writes begin with `BEGIN IMMEDIATE`, so that what a transaction has read is still true when it writes. Every
//! commit is on the disk before it is answered (`synchronous = FULL`): a counted failure or a used-up password never
//! comes back with the power.

mod accounts;
mod devices;
mod events;
mod logins;
mod pairings;
mod rows;
mod sessions;
mod transaction;

use std::fs::OpenOptions;
use std::io;
use std::path::Path;
use std::time::Duration;

use async_trait::async_trait;
use key_protocol::link::LIFETIME_SECONDS;
use sqlx::migrate::Migrator;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection as _, SqliteConnection, SqlitePool, Transaction};

use super::throttles::ThrottleRow;
use super::{Kept, Store, StoreError};
use crate::ids::ThrottleId;
use crate::private;

static MIGRATIONS: Migrator = sqlx::migrate!();

/// So many rows of a kind are removed at once.
const STEP: u32 = 200;

type Tx = Transaction<'static, sqlx::Sqlite>;

/// A store in one SQLite file.
#[derive(Debug)]
pub struct Sqlite {
    reads: SqlitePool,
    writes: SqlitePool,
}

/// Why the database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// It cannot be made, read or written.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    /// It was made by another version, or is damaged.
    #[error(transparent)]
    Migration(#[from] sqlx::migrate::MigrateError),
}

impl Sqlite {
    /// Opens the file, makes it where there is none, and brings it to this version. A write waits for other programs
    /// for `busy_timeout` before it fails.
    ///
    /// # Errors
    /// [`OpenError`]
    pub async fn open(path: &Path, busy_timeout: Duration) -> Result<Self, OpenError> {
        // What SQLite puts beside the file is as private as the file.
        private::open(path, &mut OpenOptions::new()).map_err(sqlx::Error::Io)?;
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .pragma("secure_delete", "ON")
            .busy_timeout(busy_timeout);
        let wait = Duration::from_secs(10);
        // Who waits for long is told so by what they asked for, and needs no line in the log too.
        let pool = || SqlitePoolOptions::new().acquire_timeout(wait).acquire_slow_threshold(wait);
        let writes = pool().max_connections(1);
        let writes = writes.after_release(|connection, _| Box::pin(is_clean(connection)));
        let writes = {
            // Two that start at the same time would both make the tables, and not wait for each other when they switch the
            // new file to a write-ahead log.
            let folder = private::folder_of(path).to_owned();
            let alone = tokio::task::spawn_blocking(move || private::alone_in(&folder)).await;
            let _alone = alone.map_err(io::Error::other).flatten().map_err(sqlx::Error::Io)?;
            let writes = writes.connect_with(options.clone()).await?;
            MIGRATIONS.run(&writes).await?;
            writes
        };
        let reads = pool().max_connections(4);
        let reads = reads.connect_with(options.read_only(true).create_if_missing(false)).await?;
        Ok(Self { reads, writes })
    }

    async fn write(&self) -> Result<Tx, StoreError> {
        Ok(self.writes.begin_with("BEGIN IMMEDIATE").await?)
    }
}

/// Whether a connection can be used again. When the disk is full, SQLite itself rolls back; the driver goes on counting
/// a transaction that is no more, and would begin no other.
async fn is_clean(connection: &mut SqliteConnection) -> Result<bool, sqlx::Error> {
    connection.ping().await?;
    Ok(!connection.is_in_transaction())
}

#[async_trait]
impl Store for Sqlite {
    async fn begin(&self) -> Result<Box<dyn super::transaction::Transaction>, StoreError> {
        Ok(Box::new(transaction::SqliteTransaction(self.write().await?)))
    }

    async fn throttle(&self, id: ThrottleId) -> Result<Option<ThrottleRow>, StoreError> {
        let select = sqlx::query("SELECT * FROM throttles WHERE id = $1").bind(&id.as_bytes()[..]);
        select.fetch_optional(&self.reads).await?.as_ref().map(rows::throttle).transpose()
    }

    async fn ping(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT id FROM accounts LIMIT 1").fetch_optional(&self.reads).await?;
        Ok(())
    }

    async fn latest_call(&self) -> Result<i64, StoreError> {
        let sql = "SELECT coalesce(max(max(act_at, run_at, wait_at)), 0) FROM devices";
        Ok(sqlx::query_scalar(sql).fetch_one(&self.reads).await?)
    }

    async fn tidy(&self, kept: &Kept, now: i64, call_time: i64) -> Result<u64, StoreError> {
        const HOUR: i64 = 60 * 60_000;
        const DAY: i64 = 24 * HOUR;
        let mut removed = 0;
        for (table, which, before) in [
            ("nonces", "forget_at < $1", call_time),
            ("throttles", "forget_at < $1", now),
            ("sessions", "created_at < $1", now - DAY),
            ("browsers", "seen_at < $1", now - 400 * DAY),
            ("failures", "at < $1", now - 400 * DAY),
            ("devices", "active_at IS NULL AND claimed_at < $1", now - DAY),
            ("devices", "ended_at < $1", kept.devices),
            ("pairings", "expires_at < $1 AND device IS NULL", now - HOUR),
            ("pairings", "expires_at < $1", kept.logins),
            ("logins", "created_at < $1", kept.logins),
            ("events", "at < $1 AND sent_at IS NOT NULL", kept.events),
            ("decisions", "at < $1", kept.receipts),
        ] {
            let delete = format!(
                "DELETE FROM {table} WHERE rowid IN (SELECT rowid FROM {table} WHERE {which} LIMIT {STEP})"
            );
            let delete = sqlx::query(sqlx::AssertSqlSafe(delete)).bind(before);
            removed += delete.execute(&self.writes).await?.rows_affected();
        }
        Ok(removed)
    }

    async fn end_future(&self, after: i64, now: i64) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        for end in [
            "DELETE FROM sessions WHERE created_at > $1 OR seen_at > $1",
            "UPDATE pairings SET ended_at = $2 WHERE ended_at IS NULL AND expires_at > $1 + $3",
            "UPDATE requests SET expires_at = $2 \
             WHERE login IN (SELECT id FROM logins WHERE created_at > $1 AND outcome = 'pending')",
            "UPDATE logins SET expires_at = $2 WHERE created_at > $1 AND outcome = 'pending'",
        ] {
            let lifetime = LIFETIME_SECONDS * 1000;
            sqlx::query(end).bind(after).bind(now).bind(lifetime).execute(&mut *tx).await?;
        }
        Ok(tx.commit().await?)
    }

    async fn forget_derived(&self) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        for delete in [
            "DELETE FROM sessions",
            "DELETE FROM browsers",
            "DELETE FROM one_time_passwords",
            "DELETE FROM throttles",
            "DELETE FROM pairings WHERE device IS NULL",
        ] {
            sqlx::query(delete).execute(&mut *tx).await?;
        }
        Ok(tx.commit().await?)
    }

    #[cfg(test)]
    async fn count_rows(&self) -> Result<Vec<(&'static str, i64)>, StoreError> {
        let mut counts = Vec::new();
        for table in [
            "accounts",
            "browsers",
            "decisions",
            "devices",
            "events",
            "failures",
            "logins",
            "nonces",
            "one_time_passwords",
            "overtakings",
            "pairings",
            "requests",
            "sessions",
            "throttles",
        ] {
            let count = sqlx::AssertSqlSafe(format!("SELECT count(*) FROM {table}"));
            counts.push((table, sqlx::query_scalar(count).fetch_one(&self.reads).await?));
        }
        Ok(counts)
    }

    #[cfg(test)]
    async fn limit_pages(&self, pages: u32) -> Result<(), StoreError> {
        let options = self.writes.connect_options().as_ref().clone();
        self.writes.set_connect_options(options.pragma("max_page_count", pages.to_string()));
        let limit = sqlx::AssertSqlSafe(format!("PRAGMA max_page_count = {pages}"));
        sqlx::query(limit).execute(&self.writes).await?;
        Ok(())
    }

    async fn close(&self) {
        self.reads.close().await;
        self.writes.close().await;
    }
}
