//! The parts of a phone that has no hardware of its own: a desktop, or the phone in a browser page.
//!
//! A real phone brings its secure hardware, its biometric prompt and its own network stack instead of these.

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
