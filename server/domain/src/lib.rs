//! The domain of the login service, without a web framework and without a database: the rows that it stores, with the
//! traits of a store ([`store`]), the rules for counting, pausing, locking, pairing and signing in ([`rules`]), and where
//! users can be reached ([`contacts`]).

#![warn(missing_docs)]

pub mod clock;
pub mod contacts;
pub mod entropy;
pub mod fingerprint;
pub mod hub;
pub mod ids;
pub mod lifetime;
pub mod pruned;
pub mod rules;
pub mod sealing;
pub mod store;
