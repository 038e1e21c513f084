//! The core of Key for apps that are not written in Rust: Android (Kotlin), iOS (Swift) and Python.
//!
//! An app brings its parts as a [`Platform`] (keys, biometrics, files, network, local time), opens an
//! [`Authenticator`] and calls it away from its own thread: every call may block.
//!
//! This crate decides nothing. It turns text into the core's types on the way in and the core's types into plain
//! records on the way out; everything else is `key-core`.
//!
//! | to change | see |
//! |---|---|
//! | what can be called | `authenticator` |
//! | what an app brings | `platform` |
//! | what goes in and out | `types`, `request`, `offer` |
//! | what can go wrong | `error` |

#![deny(missing_docs)]

mod authenticator;
mod error;
mod offer;
mod platform;
mod request;
mod types;

pub use authenticator::Authenticator;
pub use error::{AuthenticatorError, OpenError};
pub use offer::{CheckedPin, Offer};
pub use platform::{
    BiometricError, Biometrics, FileStore, KeyStore, PartError, Platform, Transport, UtcOffset,
};
pub use request::{PendingRequest, ShownRequest, Statement, StatementLine};
pub use types::{Account, HttpRequest, HttpResponse};

uniffi::setup_scaffolding!();
