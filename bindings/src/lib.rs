//! The core of Key for apps that are not written in Rust: Android (Kotlin), iOS (Swift) and Python.
//!
//! An app provides its parts as a [`Platform`] (keys, biometrics, files, network, local time), opens an
//! [`Authenticator`], and calls it outside its main thread, because every call may block.
//!
//! This crate decides nothing. It converts text arguments into the core's types and the core's results into plain
//! records; everything else is in `key-core`.
//!
//! | to change | see |
//! |---|---|
//! | the operations | `authenticator`, `offline` |
//! | the parts that an app provides | `platform` |
//! | the arguments and results | `types`, `request`, `offer` |
//! | the errors | `error` |

#![deny(missing_docs)]

mod authenticator;
mod error;
mod offer;
mod offline;
mod platform;
mod request;
mod types;

pub use authenticator::Authenticator;
pub use error::{AuthenticatorError, OpenError};
pub use offer::{CheckedPin, Offer};
pub use offline::{OfflineCode, OfflineCodes};
pub use platform::{
    BiometricError, Biometrics, FileStore, KeyStore, PartError, Platform, Transport, UtcOffset,
};
pub use request::{PendingRequest, ShownRequest, Statement, StatementLine};
pub use types::{Account, HttpRequest, HttpResponse};

uniffi::setup_scaffolding!();
