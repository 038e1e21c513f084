//! Errors of the key file.

use std::io;

/// The reason why the keys could not be read or changed.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file differs from what was written.
    #[error("the key file {0} is damaged; put it back from a backup (a new one would part all phones)")]
    Damaged(String),
    /// The file cannot be read or written.
    #[error("the key file {0} cannot be used: {1}")]
    File(String, #[source] io::Error),
    /// A newer version has written the file.
    #[error("the key file {0} was written by a newer version of key-server; start that one")]
    Newer(String),
    /// Others can read the file.
    #[error(
        "others can read the key file {0}: chmod 600 it, and if somebody else may have done so, run key-server rotate \
         sealing, signing and secret"
    )]
    Open(String),
    /// The file is missing, and the database that was written with it exists.
    #[error(
        "the key file {0} is missing, and the database {1} is in use with it; copy it from another machine or put it back \
         from a backup (a new one would part all phones)"
    )]
    Missing(String, String),
}

impl KeyError {
    pub(super) fn is_missing(&self) -> bool {
        matches!(self, Self::File(_, error) if error.kind() == io::ErrorKind::NotFound)
    }
}
