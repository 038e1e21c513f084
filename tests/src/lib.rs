//! End-to-end tests: the real app against the real service.
//!
//! A [`World`] is a service on a loopback port with a clock that the test moves, a [`Browser`] is a user at its pages,
//! without scripts, and a [`Phone`] is Key itself with its storage in memory. Tests with real browsers are in
//! `browser/`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where something is amiss"
)]

pub mod attacks;
mod browser;
mod clock;
pub mod copies;
mod forge;
mod page;
mod phone;
mod world;

pub use browser::Browser;
pub use clock::TestClock;
pub use forge::{Forge, prove};
pub use page::{Form, Page};
pub use phone::{PIN, Phone, Storage, WRONG_PIN};
pub use world::{PASSWORD, USERNAME, World, pair};
