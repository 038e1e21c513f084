//! The interface between the SQL store and a database.

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

    /// Runs a statement as a transaction of its own, and returns how many rows it has written.
    async fn write(&self, statement: Statement) -> Result<u64, DatabaseError>;

    /// Begins a transaction that holds these locks.
    async fn begin(&self, locks: &[Lock]) -> Result<Box<dyn Connection>, DatabaseError>;

    /// Whether all processes that use the database have these keys.
    async fn agree(&self, keys: Fingerprint) -> Result<bool, DatabaseError>;

    /// The clock that all processes of the database share; `None` where there is only one process.
    fn clock(&self) -> Option<Arc<dyn Clock>>;

    /// Limits the database to this many pages, or to its current size if that is larger.
    async fn limit_pages(&self, pages: u32) -> Result<(), DatabaseError>;

    /// Closes the database; later statements fail.
    async fn close(&self);
}

/// A running transaction.
#[async_trait]
pub(crate) trait Connection: Send {
    /// Runs a statement and returns its rows.
    async fn rows(&mut self, statement: Statement) -> Result<Vec<Row>, DatabaseError>;

    /// Runs a statement and returns how many rows it has written.
    async fn write(&mut self, statement: Statement) -> Result<u64, DatabaseError>;

    /// Commits the transaction. If `changed` names an account, wakes all requests that wait for it, in any process.
    async fn commit(self: Box<Self>, changed: Option<AccountId>) -> Result<(), DatabaseError>;
}
