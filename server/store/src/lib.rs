//! The databases of the service: SQLite for one process, PostgreSQL for several ([`Database`]).

#![warn(missing_docs)]

mod driver;
mod error;
mod migrations;
pub mod postgres;
pub mod private;
mod sql;
pub mod sqlite;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use key_domain::hub::Hub;

pub use self::error::OpenError;
use self::postgres::Address;
pub use self::sql::SqlStore;

/// The database of the service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Database {
    /// A PostgreSQL database, which several processes may share.
    Postgres(Address),
    /// An SQLite file, for one process. The first start creates it.
    Sqlite(PathBuf),
}

impl Database {
    /// The SQLite file, if the database is one.
    #[must_use]
    pub fn file(&self) -> Option<&Path> {
        match self {
            Self::Postgres(_) => None,
            Self::Sqlite(path) => Some(path),
        }
    }

    /// Whether the database's address contains a password.
    #[must_use]
    pub fn has_password(&self) -> bool {
        matches!(self, Self::Postgres(address) if address.has_password())
    }

    /// Opens the database, creates missing tables, and migrates them to this version. A write waits for others for at
    /// most `busy_timeout` before it fails. Changes of accounts wake requests that wait at `hub`.
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
