//! The storage of the service, as traits: every method is one transaction that happens completely or not at all, and
//! [`Store::begin`] returns one for the rules ([`crate::rules`]). `key-store` implements them for databases.
//!
//! Times are milliseconds since 1970-01-01T00:00:00Z and come from the caller; a store reads no clock. An outcome tells
//! what a caller can act on; [`StoreError`] means only that nothing was changed.

pub mod accounts;
pub mod changes;
pub mod confirmations;
pub mod devices;
pub mod error;
pub mod logins;
#[cfg(any(test, feature = "testing"))]
pub mod memory;
pub mod pairings;
pub mod sessions;
pub mod throttles;
pub mod transaction;

use std::sync::Arc;

use self::error::StoreError;
use crate::clock::Clock;
use crate::fingerprint::Fingerprint;
use crate::ids::{AccountId, ThrottleId};

/// A store with all its parts.
#[async_trait::async_trait]
pub trait Store:
    accounts::Accounts + confirmations::Confirmations + devices::Devices + pairings::Pairings + sessions::Sessions
{
    /// Loads a throttle outside of a transaction.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn throttle(&self, id: ThrottleId) -> Result<Option<throttles::ThrottleRow>, StoreError>;

    /// Begins a transaction that may write. Others that need one of the same locks wait for it. It needs the locks of
    /// everything that it reads and relies on.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn begin(&self, locks: &[Lock]) -> Result<Box<dyn transaction::Transaction>, StoreError>;

    /// The clock that all processes of the database share; `None` if there is only one process, which uses its own.
    fn clock(&self) -> Option<Arc<dyn Clock>>;

    /// Whether there is no account yet.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn is_new(&self) -> Result<bool, StoreError>;

    /// Whether all processes that use the database have the same keys as this one. Call it once; other processes see
    /// the keys until the store is closed.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn agree(&self, keys: Fingerprint) -> Result<bool, StoreError>;

    /// Reads something, to check that the database is available.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn ping(&self) -> Result<(), StoreError>;

    /// The latest time at which a call was admitted ([`crate::rules::admission::CallRecord::at`]), as far as the rows
    /// tell; 0 if there was none.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn latest_call(&self) -> Result<i64, StoreError>;

    /// Removes a few expired rows of each kind, and returns their number. Calling it until nothing is left delays no
    /// other transaction for long.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn tidy(&self, kept: &Kept, now: i64) -> Result<u64, StoreError>;

    /// Ends for good all sessions, links and logins that were made, and all sessions that were used, after `after`.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn end_future(&self, after: i64, now: i64) -> Result<(), StoreError>;

    /// Removes everything that depends on the secret of the key file: sessions, known browsers, open links, throttles,
    /// and all lists of one-time passwords.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn forget_derived(&self) -> Result<(), StoreError>;

    /// Counts the rows of each kind.
    async fn count_rows(&self) -> Result<Vec<(&'static str, i64)>, StoreError>;

    /// Limits the database to this many pages, or to its current size if that is larger: writes that need more fail, as
    /// on a full disk. An error if the database has no such limit.
    async fn limit_pages(&self, pages: u32) -> Result<(), StoreError>;

    /// Closes the database; later calls fail.
    async fn close(&self);
}

/// The times since which rows are kept, in milliseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Logins with their requests, and pairing links.
    pub logins: i64,
    /// Devices whose use has ended.
    pub devices: i64,
    /// Notifications.
    pub events: i64,
    /// Decisions with their receipts.
    pub receipts: i64,
}

/// A lock on something that only one transaction at a time works on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lock {
    /// An account with all that belongs to it.
    Account(AccountId),
    /// A throttle.
    Throttle(ThrottleId),
    /// The removal of expired rows.
    Tidying,
}
