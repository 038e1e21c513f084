//! What can be wrong with the storage of a phone.

use std::path::PathBuf;

/// Why the storage of a phone cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// A key store that cannot be read as one. It is left as it is.
    #[error("The key store {0} is damaged. Restore a backup of it, or remove its folder and pair again.")]
    Damaged(PathBuf),
    /// Another Key has the folder open: both would count its calls.
    #[error("The folder {0} is in use by another Key. Close that one first.")]
    InUse(PathBuf),
    /// The folder cannot be made, read or written.
    #[error("The folder {folder} cannot be used: {error}")]
    Folder {
        /// Which.
        folder: PathBuf,
        /// What the system said.
        error: std::io::Error,
    },
}
