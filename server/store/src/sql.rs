//! The store in SQL that both SQLite and PostgreSQL accept. Each database has a [`crate::driver::Driver`] for the
//! differences: [`crate::sqlite`] and [`crate::postgres`].

mod accounts;
mod base;
mod browsers;
mod changes;
mod confirmations;
mod devices;
mod failures;
mod logins;
mod notifications;
mod pairings;
mod resealing;
pub(crate) mod rows;
mod sessions;
pub(crate) mod statement;
mod tidy;
mod transaction;
mod writing;

use std::sync::Arc;

use async_trait::async_trait;
use key_domain::clock::Clock;
use key_domain::fingerprint::Fingerprint;
use key_domain::ids::ThrottleId;
use key_domain::store::error::StoreError;
use key_domain::store::throttles::ThrottleRow;
use key_domain::store::transaction::Transaction;
use key_domain::store::{Kept, Lock, Store};
use sqlx::AssertSqlSafe;

pub use self::base::SqlStore;
use self::statement::sql;

#[async_trait]
impl Store for SqlStore {
    async fn begin(&self, locks: &[Lock]) -> Result<Box<dyn Transaction>, StoreError> {
        Ok(Box::new(self.begin_sql(locks).await?))
    }

    fn clock(&self) -> Option<Arc<dyn Clock>> {
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

    async fn tidy(&self, kept: &Kept, now: i64) -> Result<u64, StoreError> {
        let mut removed = 0;
        for statement in tidy::steps(kept, now) {
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
