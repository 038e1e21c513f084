//! The store, and its statements outside of transactions.

use key_domain::store::Lock;
use key_domain::store::error::StoreError;

use super::rows::Row;
use super::statement::Statement;
use super::writing::SqlTransaction;
use crate::driver::Driver;

/// A store in an SQL database.
pub struct SqlStore(pub(super) Box<dyn Driver>);

impl std::fmt::Debug for SqlStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SqlStore(..)")
    }
}

impl SqlStore {
    pub(crate) fn new(driver: impl Driver + 'static) -> Self {
        Self(Box::new(driver))
    }

    pub(super) async fn one<T>(
        &self,
        statement: Statement,
        read: impl Fn(&Row) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        self.0.read(statement).await?.first().map(read).transpose()
    }

    pub(super) async fn all<T>(
        &self,
        statement: Statement,
        read: impl Fn(&Row) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        self.0.read(statement).await?.iter().map(read).collect()
    }

    pub(super) async fn is_any(&self, statement: Statement) -> Result<bool, StoreError> {
        Ok(!self.0.read(statement).await?.is_empty())
    }

    pub(super) async fn begin_sql(&self, locks: &[Lock]) -> Result<SqlTransaction, StoreError> {
        Ok(SqlTransaction(self.0.begin(locks).await?))
    }
}
