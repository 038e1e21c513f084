//! The login service that Key pairs with: login pages for browsers, the device interface for phones, storage, messages.
//!
//! [`open`] creates a [`Service`] from [`Settings`] (an operator's decisions) and [`Parts`] (clock, randomness, keys
//! and everything else that a test may replace). [`Service::router`] is the router of everything that it answers:
//!
//! | what | where | how to add one |
//! |---|---|---|
//! | pages | `pages.rs`, `pages/*.rs`, `templates/*.html` | a file with handlers and tests, a template, a route, texts in all languages |
//! | an interface with rules of its own | `interfaces.rs` | a module with a router, a line there |
//! | device interface | `device.rs`, `device/*.rs` | a `Body` in the protocol, a file with `impl Handle` and tests, a route |
//! | rules of calls, factors, decisions, pairing | [`key_domain::rules`] | plain code over a transaction, tested without a database |
//! | storage | [`key_domain::store`] (traits, rows), `key-store` (`sql/*.rs`, `migrations/*.sql`) | a method that is one transaction, an outcome for each thing a caller can act on; statements that both databases read; a test in `tests/suite/`; a step in `migrations.rs` for each change of the tables |
//! | messages | [`messages`], [`outbox`] (how they leave) | an [`key_domain::store::accounts::NotificationKind`], texts `event-...` and `message-...` in all languages |
//!
//! Three rules apply throughout. Data that must not be lost is in the database, so the service may stop at any moment;
//! [`key_domain::hub`] only wakes requests that wait. Tries are counted before they are made, in the transaction that
//! checks them. Secrets are never stored as they are: tokens and digits are computed from the keys, cookies and
//! one-time passwords are stored as hashes.

#![warn(missing_docs)]

pub mod accounts;
mod address;
mod agreements;
mod app;
pub mod config;
mod device;
mod ending;
mod held;
mod in_turn;
mod interfaces;
pub mod keys;
mod lock;
pub mod messages;
mod offline;
mod one_time;
pub mod outbox;
mod pages;
pub mod parts;
mod password;
mod password_list;
pub mod rotation;
pub mod secrets;
mod serve;
mod service;
pub mod settings;
pub mod signing;
mod start;
#[cfg(test)]
mod testing;
mod turns;
mod worker;

pub use ending::told_to_end;
pub use lock::{Lock, Use, lock};
pub use parts::{Parts, SystemClock, SystemEntropy};
pub use serve::{listen, raise_file_limit, serve_beside};
pub use service::{Service, open};
pub use settings::{CallLimits, ConnectionLimits, Network, Retention, Settings, Tryout, TryoutUser};
pub use start::StartError;
