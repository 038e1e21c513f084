//! The store in SQL that SQLite and PostgreSQL read alike. What differs between them is a [`Driver`] each:
//! [`crate::sqlite`] and [`crate::postgres`].

mod accounts;
mod devices;
mod events;
mod logins;
mod pairings;
mod rows;
mod sessions;
mod statement;
mod tidy;
mod transaction;

use async_trait::async_trait;
use sqlx::migrate::{Migration, MigrationType};
use sqlx::{AssertSqlSafe, SqlSafeStr as _};

pub(crate) use self::rows::Row;
use self::statement::sql;
pub(crate) use self::statement::{Statement, Value, bound};
use crate::error::DatabaseError;
use key_domain::clock::Clock;
use key_domain::fingerprint::Fingerprint;
use key_domain::ids::{AccountId, ThrottleId};
use key_domain::store::error::StoreError;
use key_domain::store::throttles::ThrottleRow;
use key_domain::store::transaction::Transaction;
use key_domain::store::{Kept, Lock, Store};

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
    fn clock(&self) -> Option<std::sync::Arc<dyn Clock>>;

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

/// A store in an SQL database.
pub struct SqlStore(Box<dyn Driver>);

impl std::fmt::Debug for SqlStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SqlStore(..)")
    }
}

impl SqlStore {
    pub(crate) fn new(driver: impl Driver + 'static) -> Self {
        Self(Box::new(driver))
    }

    async fn one<T>(
        &self,
        statement: Statement,
        read: impl Fn(&Row) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        self.0.read(statement).await?.first().map(read).transpose()
    }

    async fn all<T>(
        &self,
        statement: Statement,
        read: impl Fn(&Row) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        self.0.read(statement).await?.iter().map(read).collect()
    }

    async fn is_any(&self, statement: Statement) -> Result<bool, StoreError> {
        Ok(!self.0.read(statement).await?.is_empty())
    }

    async fn begin_sql(&self, locks: &[Lock]) -> Result<transaction::SqlTransaction, StoreError> {
        Ok(transaction::SqlTransaction(self.0.begin(locks).await?))
    }
}

/// The tables, each step with its words for the database at hand.
pub(crate) fn migrations(translate: impl Fn(&'static str) -> String) -> Vec<Migration> {
    let steps = [(1, "first", include_str!("../migrations/0001_first.sql"))];
    let step = |(version, name, text): (i64, &'static str, &'static str)| {
        let text = AssertSqlSafe(translate(text)).into_sql_str();
        Migration::new(version, name.into(), MigrationType::Simple, text, false)
    };
    steps.into_iter().map(step).collect()
}

#[async_trait]
impl Store for SqlStore {
    async fn begin(&self, locks: &[Lock]) -> Result<Box<dyn Transaction>, StoreError> {
        Ok(Box::new(self.begin_sql(locks).await?))
    }

    fn clock(&self) -> Option<std::sync::Arc<dyn Clock>> {
        self.0.clock()
    }

    async fn throttle(&self, id: ThrottleId) -> Result<Option<ThrottleRow>, StoreError> {
        self.one(sql("SELECT * FROM throttles WHERE id = $1").bind(id.as_bytes()), rows::throttle).await
    }

    async fn is_new(&self) -> Result<bool, StoreError> {
        Ok(!self.is_any(sql("SELECT id FROM accounts LIMIT 1")).await?)
    }

    async fn agree(&self, keys: Fingerprint) -> Result<bool, StoreError> {
        Ok(self.0.agree(keys).await?)
    }

    async fn ping(&self) -> Result<(), StoreError> {
        self.0.read(sql("SELECT id FROM accounts LIMIT 1")).await?;
        Ok(())
    }

    async fn latest_call(&self) -> Result<i64, StoreError> {
        let select = "SELECT max(at) AS at FROM (SELECT max(act_at) AS at FROM devices \
                      UNION ALL SELECT max(run_at) FROM devices UNION ALL SELECT max(wait_at) FROM devices) AS calls";
        let at = self.one(sql(select), |row| row.maybe_number("at")).await?;
        Ok(at.flatten().unwrap_or(0))
    }

    async fn tidy(&self, kept: &Kept, now: i64, call_time: i64) -> Result<u64, StoreError> {
        let mut removed = 0;
        for statement in tidy::steps(kept, now, call_time) {
            let mut tx = self.begin_sql(&[Lock::Tidying]).await?;
            removed += tx.write(statement).await?;
            tx.commit_all(None).await?;
        }
        Ok(removed)
    }

    async fn end_future(&self, after: i64, now: i64) -> Result<(), StoreError> {
        let mut tx = self.begin_sql(&[Lock::Tidying]).await?;
        for statement in tidy::future(after, now) {
            tx.write(statement).await?;
        }
        tx.commit_all(None).await
    }

    async fn forget_derived(&self) -> Result<(), StoreError> {
        let mut tx = self.begin_sql(&[Lock::Tidying]).await?;
        for statement in tidy::derived() {
            tx.write(statement).await?;
        }
        tx.commit_all(None).await
    }

    async fn count_rows(&self) -> Result<Vec<(&'static str, i64)>, StoreError> {
        let mut counts = Vec::new();
        for table in tidy::TABLES {
            let count = AssertSqlSafe(format!("SELECT count(*) AS rows FROM {table}"));
            let count = self.one(sql(count), |row| row.number("rows")).await?;
            counts.push((table, count.unwrap_or(0)));
        }
        Ok(counts)
    }

    async fn limit_pages(&self, pages: u32) -> Result<(), StoreError> {
        Ok(self.0.limit_pages(pages).await?)
    }

    async fn close(&self) {
        self.0.close().await;
    }
}
