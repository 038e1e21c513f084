//! The parts of a phone for an ordinary computer: files and keys in a folder, HTTP, clock, randomness, and a simulated
//! sensor. Launchers on a computer share them, such as the phone in a browser page.
//!
//! A real phone has its secure hardware, its biometric prompt and its own network stack instead.

#![warn(missing_docs)]

mod biometrics;
mod clock;
mod entropy;
mod error;
mod files;
mod keyfile;
mod keys;
mod network;
mod transport;

pub use biometrics::SimulatedBiometrics;
pub use clock::SystemClock;
pub use entropy::SystemEntropy;
pub use error::StorageError;
pub use files::FolderFiles;
pub use keys::SoftwareKeys;
pub use network::SimulatedNetwork;
pub use transport::HttpTransport;
