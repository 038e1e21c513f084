//! Errors at the start of the service.

use key_domain::store::error::StoreError;
use key_store::OpenError;

use crate::keys::KeyError;
use crate::outbox::OutboxError;

/// The reason why the service does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The database cannot be opened, or is of another version.
    #[error("the database {0} cannot be used: {1}")]
    Database(String, #[source] OpenError),
    /// The folder of the database cannot be created.
    #[error("the folder {0} cannot be used: {1}")]
    Folder(String, #[source] std::io::Error),
    /// The keys cannot be read or created.
    #[error(transparent)]
    Keys(#[from] KeyError),
    /// Another process serves from the same database.
    #[error("another process uses {0} already; stop it first")]
    Locked(String),
    /// Another process that uses the database has another key file.
    #[error(
        "the key file {0} is not the one that another process has which uses {1}; give all of them the same one"
    )]
    OtherKeys(String, String),
    /// Messages cannot be sent as configured.
    #[error(transparent)]
    Outbox(#[from] OutboxError),
    /// The origin leaves no room for a pairing link.
    #[error("the address {0} is too long: a pairing link takes at most 51 characters of it")]
    OriginTooLong(String),
    /// The database was opened but cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}
