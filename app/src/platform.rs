//! The parts of a phone that has no hardware of its own: a desktop, or the phone in a browser page.
//!
//! A real phone brings its secure hardware, its biometric prompt and its own network stack instead of these.

mod biometrics;
mod clock;
mod entropy;
mod files;
mod keyfile;
mod keys;
mod transport;

pub use biometrics::SimulatedBiometrics;
pub use clock::SystemClock;
pub use entropy::SystemEntropy;
pub use files::FolderFiles;
pub use keys::SoftwareKeys;
pub use transport::HttpTransport;

/// Why the storage of a phone cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// A key store that cannot be read as one. It is left as it is.
    #[error("The key store {0} is damaged. Restore a backup of it, or remove its folder and pair again.")]
    Damaged(std::path::PathBuf),
    /// Another Key has the folder open: both would count its calls.
    #[error("The folder {0} is in use by another Key. Close that one first.")]
    InUse(std::path::PathBuf),
    /// The folder cannot be made, read or written.
    #[error("The folder {folder} cannot be used: {error}")]
    Folder {
        /// Which.
        folder: std::path::PathBuf,
        /// What the system said.
        error: std::io::Error,
    },
}
