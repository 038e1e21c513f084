//! The login service that Key pairs with.

#![warn(missing_docs)]

pub mod accounts;
pub mod config;
mod device;
pub mod ids;
pub mod keys;
pub mod messages;
pub mod notify;
mod one_time;
mod pages;
pub mod parts;
mod password;
pub mod secrets;
mod service;
pub mod settings;
pub mod signing;
pub mod store;
#[cfg(test)]
mod testing;

pub use parts::{Clock, Entropy, Parts, SystemClock, SystemEntropy};
pub use service::{Service, StartError, open};
pub use settings::{Network, Settings, Tryout};
