//! The rules of pages and device interface, as plain code over the rows of a [`crate::store::transaction::Transaction`]: no
//! database, no HTTP, no clock.
//!
//! | rule | where |
//! |---|---|
//! | a nonce once, a number once, a state its refusal; what is a retry and what a copy | [`admission`] |
//! | a factor is counted before it is looked at; how many wrong ones lock | [`factors`] |
//! | how a confirmation begins and ends, whatever it is for | [`confirmations`] |
//! | what a decision has to say | [`decisions`] |
//! | what follows when a confirmation has ended | [`settling`] |
//! | how a device comes in, and what is replaced | [`pairing`] |
//! | how a device goes out | [`devices`] |
//! | how a login begins and is given up, what follows when it is confirmed or reported | [`logins`] |
//! | how a browser is signed in and remembered | [`sign_in`] |
//! | how many guesses, and requests to a phone, are too many | [`throttles`] |
//! | how many calls, forms and requests are too many | [`limits`] |

pub mod admission;
pub mod confirmations;
pub mod decisions;
pub mod devices;
pub mod factors;
#[cfg(test)]
mod fixtures;
pub mod limits;
pub mod logins;
pub mod pairing;
pub mod settling;
pub mod sign_in;
pub mod throttles;

pub use admission::{Admission, CallRecord, Lane};
