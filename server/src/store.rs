//! What the service keeps, behind traits: every method is one transaction that happens wholly or not at all, and
//! [`Store::begin`] gives one for the rules of the device interface ([`crate::rules`]).
//!
//! Times are milliseconds since 1970-01-01T00:00:00Z and come from the caller; a store reads no clock. What a
//! caller can act on is an outcome; [`StoreError`] says only that nothing was changed.

pub mod accounts;
pub mod devices;
pub mod logins;
pub mod pairings;
pub mod sessions;
pub mod sqlite;
pub mod transaction;

/// Everything at once.
#[async_trait::async_trait]
pub trait Store:
    accounts::Accounts + devices::Devices + logins::Logins + pairings::Pairings + sessions::Sessions
{
    /// Begins a transaction that may write. Others that may wait for it.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn begin(&self) -> Result<Box<dyn transaction::Transaction>, StoreError>;

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

    /// Forgets what is out of date: nonces, by the time of calls; throttles, sessions and old links by the clock.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn tidy(&self, now: i64, call_time: i64) -> Result<(), StoreError>;

    /// Lets the database grow to so many pages, and no further than it is now: the disk is full.
    #[cfg(test)]
    async fn limit_pages(&self, pages: u32) -> Result<(), StoreError>;

    /// Closes the database; what follows fails.
    async fn close(&self);
}

/// The store could not do it, and has changed nothing.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Something in the database is not what was written.
    #[error("the database holds something unreadable in {0}")]
    Damaged(&'static str),
    /// The database is locked, full, read-only or gone.
    #[error("the database cannot be used: {0}")]
    Database(#[from] sqlx::Error),
}
