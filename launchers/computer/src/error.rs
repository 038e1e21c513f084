//! Errors of a phone's storage.

use std::path::PathBuf;

/// The reason why the storage of a phone cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// A damaged key store. It is not changed.
    #[error("The key store {0} is damaged. Restore a backup of it, or remove its folder and pair again.")]
    Damaged(PathBuf),
    /// Another instance of Key has the folder open: both would number calls.
    #[error("The folder {0} is in use by another Key. Close that one first.")]
    InUse(PathBuf),
    /// The folder cannot be created, read or written.
    #[error("The folder {folder} cannot be used: {error}")]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// The system's error.
        error: std::io::Error,
    },
}
