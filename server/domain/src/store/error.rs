//! When the store could not do it.

/// The store could not do it, and has changed nothing.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Something in the database is not what was written.
    #[error("the database holds something unreadable in {0}")]
    Damaged(&'static str),
    /// The database is locked, full, read-only or gone.
    #[error("the database cannot be used: {0}")]
    Database(#[source] Box<dyn std::error::Error + Send + Sync>),
}
