//! What the service keeps, behind traits: every method is one transaction that happens wholly or not at all, and
//! [`Store::begin`] gives one for the rules ([`crate::rules`]). [`sqlite`] and [`postgres`] open one.
//!
//! Times are milliseconds since 1970-01-01T00:00:00Z and come from the caller; a store reads no clock. What a
//! caller can act on is an outcome; [`StoreError`] says only that nothing was changed.

pub mod accounts;
pub mod devices;
pub mod logins;
pub mod pairings;
pub mod postgres;
pub mod sessions;
mod sql;
pub mod sqlite;
pub mod throttles;
pub mod transaction;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

pub use self::sql::SqlStore;
use crate::ids::{AccountId, ThrottleId};
use crate::keys::Fingerprint;
use crate::notify::Hub;
use crate::parts::Clock;

/// Where the service keeps what it keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Database {
    /// In PostgreSQL, which several processes may share.
    Postgres(postgres::Address),
    /// In this SQLite file, which one process serves from. Made on the first start.
    Sqlite(PathBuf),
}

impl Database {
    /// The SQLite file, where it is one.
    #[must_use]
    pub fn file(&self) -> Option<&Path> {
        match self {
            Self::Postgres(_) => None,
            Self::Sqlite(path) => Some(path),
        }
    }

    /// Opens it, makes the tables where there are none, and brings them to this version. A write waits for others for
    /// `busy_timeout` before it fails. Changes of accounts wake who waits at `hub`.
    ///
    /// # Errors
    /// [`OpenError`]
    pub async fn open(&self, busy_timeout: Duration, hub: Arc<Hub>) -> Result<SqlStore, OpenError> {
        match self {
            Self::Postgres(address) => postgres::open(address, busy_timeout, hub).await,
            Self::Sqlite(path) => sqlite::open(path, busy_timeout, hub).await,
        }
    }
}

impl std::fmt::Display for Database {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Postgres(address) => address.fmt(f),
            Self::Sqlite(path) => path.display().fmt(f),
        }
    }
}

/// Everything at once.
#[async_trait::async_trait]
pub trait Store:
    accounts::Accounts + devices::Devices + logins::Logins + pairings::Pairings + sessions::Sessions
{
    /// What tries are counted by, as it stands.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn throttle(&self, id: ThrottleId) -> Result<Option<throttles::ThrottleRow>, StoreError>;

    /// Begins a transaction that may write. Others that need one of the same locks wait for it. It needs those of all
    /// that it reads and relies on.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn begin(&self, locks: &[Lock]) -> Result<Box<dyn transaction::Transaction>, StoreError>;

    /// The clock that all processes share that use the database; `None` where there is only one process, which has its
    /// own.
    fn clock(&self) -> Option<Arc<dyn Clock>>;

    /// Whether nobody has an account yet.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn is_new(&self) -> Result<bool, StoreError>;

    /// Whether all processes that use the database have the same keys as this one. It is asked once; others see it until
    /// the store is closed.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn agree(&self, keys: Fingerprint) -> Result<bool, StoreError>;

    /// Reads something, to see that the database is there.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn ping(&self) -> Result<(), StoreError>;

    /// When the last call was taken, by [`crate::rules::admission::CallRecord::at`], as far as anything tells; 0 where
    /// there was none.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn latest_call(&self) -> Result<i64, StoreError>;

    /// Removes a few rows of each kind that have had their time, and says how many: nonces by the time of calls, all else
    /// by the clock. Whoever calls it until nothing is left holds nobody up.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn tidy(&self, kept: &Kept, now: i64, call_time: i64) -> Result<u64, StoreError>;

    /// Ends sessions, links and logins for good that were made after `after`, or sessions that were used.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn end_future(&self, after: i64, now: i64) -> Result<(), StoreError>;

    /// Removes what hangs on the secret of the key file: sessions, known browsers, open links, throttles, and all lists of
    /// one-time passwords.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn forget_derived(&self) -> Result<(), StoreError>;

    /// How many rows there are of each kind.
    #[cfg(test)]
    async fn count_rows(&self) -> Result<Vec<(&'static str, i64)>, StoreError>;

    /// Lets the database grow to so many pages, and no further than it is now: the disk is full.
    #[cfg(test)]
    async fn limit_pages(&self, pages: u32) -> Result<(), StoreError>;

    /// Closes the database; what follows fails.
    async fn close(&self);
}

/// From when on what is kept, in milliseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Logins with their requests, and pairing links.
    pub logins: i64,
    /// Devices that are out.
    pub devices: i64,
    /// What users were told.
    pub events: i64,
    /// Decisions with their receipts.
    pub receipts: i64,
}

/// What a transaction works on, and no other at the same time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lock {
    /// An account with all that belongs to it.
    Account(AccountId),
    /// What tries are counted by.
    Throttle(ThrottleId),
    /// What goes by its age.
    Tidying,
}

/// The store could not do it, and has changed nothing.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Something in the database is not what was written.
    #[error("the database holds something unreadable in {0}")]
    Damaged(&'static str),
    /// The database is locked, full, read-only or gone.
    #[error("the database cannot be used: {0}")]
    Database(#[source] DatabaseError),
}

/// Why a database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// It cannot be made, read or written.
    #[error(transparent)]
    Database(DatabaseError),
    /// It was made by another version, or is damaged.
    #[error("{0}")]
    Version(String),
}

/// What the database says.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct DatabaseError(sqlx::Error);

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(DatabaseError(error))
    }
}

impl From<sqlx::Error> for OpenError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(DatabaseError(error))
    }
}

impl From<sqlx::migrate::MigrateError> for OpenError {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        Self::Version(error.to_string())
    }
}
