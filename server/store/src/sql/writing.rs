//! A transaction of the store, and its statements.

use key_domain::ids::AccountId;
use key_domain::store::error::StoreError;

use super::rows::Row;
use super::statement::Statement;
use crate::driver::Connection;

/// A transaction in either database.
pub(super) struct SqlTransaction(pub(super) Box<dyn Connection>);

impl SqlTransaction {
    pub(super) async fn one<T>(
        &mut self,
        statement: Statement,
        read: impl Fn(&Row) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        self.0.rows(statement).await?.first().map(read).transpose()
    }

    pub(super) async fn all<T>(
        &mut self,
        statement: Statement,
        read: impl Fn(&Row) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        self.0.rows(statement).await?.iter().map(read).collect()
    }

    /// Runs a statement and returns how many rows it has written.
    pub(super) async fn write(&mut self, statement: Statement) -> Result<u64, StoreError> {
        Ok(self.0.write(statement).await?)
    }

    pub(super) async fn is_any(&mut self, statement: Statement) -> Result<bool, StoreError> {
        Ok(!self.0.rows(statement).await?.is_empty())
    }

    pub(super) async fn count(&mut self, statement: Statement) -> Result<i64, StoreError> {
        Ok(self.one(statement, |row| row.number("rows")).await?.unwrap_or(0))
    }

    pub(super) async fn commit_all(self, changed: Option<AccountId>) -> Result<(), StoreError> {
        Ok(self.0.commit(changed).await?)
    }
}
