//! Errors of the store.

/// An error of the store, which has changed nothing.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Something in the database differs from what was written.
    #[error("the database holds something unreadable in {0}")]
    Damaged(&'static str),
    /// The database is locked, full, read-only or unavailable.
    #[error("the database cannot be used: {0}")]
    Database(#[source] Box<dyn std::error::Error + Send + Sync>),
}
