//! What the service keeps, behind traits: every method is one transaction that happens wholly or not at all, and
//! [`Store::begin`] gives one for the rules ([`crate::rules`]). `key-store` has the databases.
//!
//! Times are milliseconds since 1970-01-01T00:00:00Z and come from the caller; a store reads no clock. What a
//! caller can act on is an outcome; [`StoreError`] says only that nothing was changed.

pub mod accounts;
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

/// Everything at once.
#[async_trait::async_trait]
pub trait Store:
    accounts::Accounts + confirmations::Confirmations + devices::Devices + pairings::Pairings + sessions::Sessions
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

    /// Removes a few rows of each kind that have had their time by the clock, and says how many. Whoever calls it
    /// until nothing is left holds nobody up.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn tidy(&self, kept: &Kept, now: i64) -> Result<u64, StoreError>;

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
    async fn count_rows(&self) -> Result<Vec<(&'static str, i64)>, StoreError>;

    /// Lets the database grow to so many pages, and no further than it is now: what needs more is refused, as on a full
    /// disk. Where a database has no such limit, that is an error.
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
