//! What a database does for the store in SQL.

use std::sync::Arc;

use async_trait::async_trait;
use key_domain::clock::Clock;
use key_domain::fingerprint::Fingerprint;
use key_domain::ids::AccountId;
use key_domain::store::Lock;

use crate::error::DatabaseError;
use crate::sql::rows::Row;
use crate::sql::statement::Statement;

/// A database that runs statements.
#[async_trait]
pub(crate) trait Driver: Send + Sync {
    /// Runs a statement that only reads.
    async fn read(&self, statement: Statement) -> Result<Vec<Row>, DatabaseError>;

    /// Runs a statement as a transaction of its own, and says how many rows it has written.
    async fn write(&self, statement: Statement) -> Result<u64, DatabaseError>;

    /// Begins a transaction that holds these locks.
    async fn begin(&self, locks: &[Lock]) -> Result<Box<dyn Connection>, DatabaseError>;

    /// Whether all processes that use the database have these keys.
    async fn agree(&self, keys: Fingerprint) -> Result<bool, DatabaseError>;

    /// The clock that all processes share that use the database; `None` where there is only one.
    fn clock(&self) -> Option<Arc<dyn Clock>>;

    /// Lets the database grow to so many pages, and no further than it is now.
    async fn limit_pages(&self, pages: u32) -> Result<(), DatabaseError>;

    /// Closes the database; what follows fails.
    async fn close(&self);
}

/// A transaction that is under way.
#[async_trait]
pub(crate) trait Connection: Send {
    /// Runs a statement and gives its rows.
    async fn rows(&mut self, statement: Statement) -> Result<Vec<Row>, DatabaseError>;

    /// Runs a statement and says how many rows it has written.
    async fn write(&mut self, statement: Statement) -> Result<u64, DatabaseError>;

    /// All of it happens. Where something of an account has `changed`, all who wait for it, in any process, are woken.
    async fn commit(self: Box<Self>, changed: Option<AccountId>) -> Result<(), DatabaseError>;
}
