//! What the login service is about, without a web framework and without a database: the rows that it keeps and the traits of
//! whoever keeps them ([`store`]), and what counts, pauses, locks, pairs and signs in ([`rules`]).

#![warn(missing_docs)]

pub mod clock;
pub mod entropy;
pub mod fingerprint;
pub mod hub;
pub mod ids;
pub mod lifetime;
pub mod pruned;
pub mod rules;
pub mod sealing;
pub mod store;
