//! The parts of a phone that an ordinary computer has: files and keys in a folder, HTTP, clock, randomness, and a simulated
//! sensor. Launchers on a computer share them, such as the phone in a browser page.
//!
//! A real phone brings its secure hardware, its biometric prompt and its own network stack instead of these.

#![warn(missing_docs)]

mod biometrics;
mod clock;
mod entropy;
mod error;
mod files;
mod keyfile;
mod keys;
mod transport;

pub use biometrics::SimulatedBiometrics;
pub use clock::SystemClock;
pub use entropy::SystemEntropy;
pub use error::StorageError;
pub use files::FolderFiles;
pub use keys::SoftwareKeys;
pub use transport::HttpTransport;
