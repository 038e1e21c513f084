//! The rules of the device interface, as plain code over the rows of a [`crate::store::transaction::Transaction`]: no
//! database, no HTTP, no clock.
//!
//! | rule | where |
//! |---|---|
//! | a nonce once, a number once, a state its refusal; what is a retry and what a copy | [`admission`] |
//! | a factor is counted before it is looked at; how many wrong ones lock | [`factors`] |
//! | what a decision has to say, and what it settles | [`decisions`] |
//! | how a device comes in, and what is replaced | [`pairing`] |
//! | how a device goes out | [`devices`] |
//! | how many calls are too many | [`limits`] |

pub mod admission;
pub mod decisions;
pub mod devices;
pub mod factors;
pub mod limits;
pub mod pairing;

pub use admission::{Admission, CallRecord, Lane};
