//! The rules of the pages and the device interface, as plain code over the rows of a
//! [`crate::store::transaction::Transaction`]: no database, no HTTP, no clock.
//!
//! | rule | where |
//! |---|---|
//! | whether a call is new, a retry or a copy's, by its nonce, its number and the state of the device | [`admission`] |
//! | how a factor is counted before it is verified, and how many wrong ones lock a device | [`factors`] |
//! | how a confirmation begins and ends, whatever it is for | [`confirmations`] |
//! | what a decision must contain | [`decisions`] |
//! | what happens after a confirmation has ended | [`settling`] |
//! | how a device is paired and replaced | [`pairing`] |
//! | how a device's use ends | [`devices`] |
//! | how a login begins and is cancelled, and what happens after it is confirmed or reported | [`logins`] |
//! | how a signed-in user changes the account | [`changes`], [`removal`] |
//! | how many offline codes are taken, and which | [`offline`] |
//! | how a list of one-time passwords is replaced | [`lists`] |
//! | how a browser is signed in and remembered | [`sign_in`] |
//! | how many guesses, and requests to a phone, are too many | [`throttles`] |
//! | how many calls, forms and requests are too many | [`limits`] |

pub mod admission;
pub mod changes;
pub mod confirmations;
pub mod decisions;
pub mod devices;
pub mod factors;
#[cfg(test)]
mod fixtures;
pub mod limits;
pub mod lists;
pub mod logins;
pub mod offline;
pub mod pairing;
pub mod removal;
pub mod settling;
pub mod sign_in;
pub mod throttles;

pub use admission::{Admission, CallRecord, Lane};
