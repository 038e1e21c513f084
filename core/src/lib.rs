//! The authenticator: vault, accounts, identification, pairing and approvals.
//!
//! It knows no screen, no HTTP client and no database. A platform brings its parts in one
//! [`platform::Platform`]; [`authenticator::Authenticator`] does what a user can do, one blocking call at a time;
//! [`presenter::Presenter`] turns that into plain screens for a user interface. What comes after what is written in
//! two state machines without any I/O: [`pairing`] and [`approval`].
//!
//! | to change | see |
//! |---|---|
//! | what is stored, and how | [`vault`] |
//! | which calls were sent | [`journal`] |
//! | what the PIN does | [`pin`] |
//! | how the service is called | `client` |
//! | the steps of pairing | [`pairing`] |
//! | the steps of confirming | [`approval`] |
//! | what a scanned text is | [`scanned`] |
//! | what a screen shows | [`screen`] |

#![deny(missing_docs)]

pub mod account;
pub mod approval;
pub mod authenticator;
mod client;
pub mod crypto;
pub mod error;
#[cfg(test)]
mod fixture;
pub mod journal;
pub mod pairing;
pub mod pin;
pub mod platform;
pub mod presenter;
pub mod scanned;
pub mod screen;
pub mod vault;
mod wipe;
