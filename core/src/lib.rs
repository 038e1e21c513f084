//! The authenticator: vault, accounts, identification, pairing and approvals.
//!
//! The crate contains no screens, no HTTP client and no database. A platform provides its parts in one
//! [`platform::Platform`]. [`authenticator::Authenticator`] has the operations of a user as blocking calls, and
//! [`presenter::Presenter`] turns them into plain screens for a user interface. Two state machines without any I/O
//! define the order of the steps: [`pairing`] and [`approval`].
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
