//! Logins that wait for Key: what a login has beside its confirmation.

use crate::ids::{BrowserMark, ConfirmationId, ThrottleId};

/// For how long a confirmed login can be taken up by its browser, in milliseconds.
pub const TAKE_WITHIN: i64 = 5 * 60_000;

/// A login.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Login {
    /// The confirmation that it waits for.
    pub confirmation: ConfirmationId,
    /// The browser, where the user has signed in with it before.
    pub known: Option<BrowserMark>,
    /// What it was counted by.
    pub throttle: ThrottleId,
    /// When the browser was signed in by it.
    pub taken_at: Option<i64>,
}
