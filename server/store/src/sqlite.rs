//! The store in one SQLite file: a write-ahead log, one connection that writes and some that read.
//!
//! Writes begin with `BEGIN IMMEDIATE`, so that the rows a transaction has read are unchanged when it writes. Every
//! commit is on disk before it is answered (`synchronous = FULL`): a power failure never undoes a counted failure or a
//! used password.

#[cfg(feature = "testing")]
pub mod testing;

use std::fs::OpenOptions;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use key_domain::clock::Clock;
use key_domain::fingerprint::Fingerprint;
use key_domain::hub::Hub;
use key_domain::ids::AccountId;
use key_domain::store::Lock;
use sqlx::migrate::Migrator;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePool, SqlitePoolOptions,
    SqliteSynchronous,
};
use sqlx::{Connection as _, Transaction};

use crate::driver::{Connection, Driver};
use crate::error::{DatabaseError, OpenError};
use crate::migrations;
use crate::private;
use crate::sql::SqlStore;
use crate::sql::rows::Row;
use crate::sql::statement::{Statement, bound};

/// Opens the file, creates it if it is missing, and migrates it to this version. A write waits for other programs
/// for at most `busy_timeout` before it fails. Changes of accounts wake requests that wait at `hub`.
///
/// # Errors
/// [`OpenError`]
pub async fn open(path: &Path, busy_timeout: Duration, hub: Arc<Hub>) -> Result<SqlStore, OpenError> {
    // The files that SQLite puts beside the file are as private as the file.
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
    // A caller that waits for long gets an error, and needs no line in the log too.
    let pool = || SqlitePoolOptions::new().acquire_timeout(wait).acquire_slow_threshold(wait);
    let writes = pool().max_connections(1);
    let writes = writes.after_release(|connection, _| Box::pin(is_clean(connection)));
    let writes = {
        // Two processes that start at the same time would both create the tables, and would not wait for each other
        // when they switch the new file to a write-ahead log.
        let folder = private::folder_of(path).to_owned();
        let alone = tokio::task::spawn_blocking(move || private::alone_in(&folder)).await;
        let _alone = alone.map_err(io::Error::other).flatten().map_err(sqlx::Error::Io)?;
        let writes = writes.connect_with(options.clone()).await?;
        Migrator::with_migrations(migrations::for_sqlite()).run(&writes).await?;
        writes
    };
    let reads = pool().max_connections(4);
    let reads = reads.connect_with(options.read_only(true).create_if_missing(false)).await?;
    Ok(SqlStore::new(Sqlite { hub, reads, writes }))
}

struct Sqlite {
    hub: Arc<Hub>,
    reads: SqlitePool,
    writes: SqlitePool,
}

/// Whether a connection can be used again. When the disk is full, SQLite itself rolls back; the driver still counts
/// a transaction that no longer exists, and would begin no other.
async fn is_clean(connection: &mut SqliteConnection) -> Result<bool, sqlx::Error> {
    connection.ping().await?;
    Ok(!connection.is_in_transaction())
}

#[async_trait]
impl Driver for Sqlite {
    async fn read(&self, statement: Statement) -> Result<Vec<Row>, DatabaseError> {
        let rows = bound!(statement).fetch_all(&self.reads).await?;
        Ok(rows.into_iter().map(Row::Sqlite).collect())
    }

    async fn write(&self, statement: Statement) -> Result<u64, DatabaseError> {
        Ok(bound!(statement).execute(&self.writes).await?.rows_affected())
    }

    /// Only one connection writes, which is lock enough.
    async fn begin(&self, _: &[Lock]) -> Result<Box<dyn Connection>, DatabaseError> {
        let tx = self.writes.begin_with("BEGIN IMMEDIATE").await?;
        Ok(Box::new(Writing { hub: self.hub.clone(), tx }))
    }

    async fn agree(&self, _: Fingerprint) -> Result<bool, DatabaseError> {
        Ok(true)
    }

    fn clock(&self) -> Option<Arc<dyn Clock>> {
        None
    }

    async fn limit_pages(&self, pages: u32) -> Result<(), DatabaseError> {
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

struct Writing {
    hub: Arc<Hub>,
    tx: Transaction<'static, sqlx::Sqlite>,
}

#[async_trait]
impl Connection for Writing {
    async fn rows(&mut self, statement: Statement) -> Result<Vec<Row>, DatabaseError> {
        let rows = bound!(statement).fetch_all(&mut *self.tx).await?;
        Ok(rows.into_iter().map(Row::Sqlite).collect())
    }

    async fn write(&mut self, statement: Statement) -> Result<u64, DatabaseError> {
        Ok(bound!(statement).execute(&mut *self.tx).await?.rows_affected())
    }

    async fn commit(self: Box<Self>, changed: Option<AccountId>) -> Result<(), DatabaseError> {
        self.tx.commit().await?;
        changed.inspect(|account| self.hub.wake(*account));
        Ok(())
    }
}
