//! Logins that wait for Key: what a login has in addition to its confirmation.

use crate::ids::{BrowserMark, ConfirmationId, ThrottleId};

/// A login.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Login {
    /// The confirmation that it waits for.
    pub confirmation: ConfirmationId,
    /// The browser, if the user has signed in with it before.
    pub known: Option<BrowserMark>,
    /// The throttle that counted it.
    pub throttle: ThrottleId,
    /// When it signed its browser in.
    pub taken_at: Option<i64>,
}
