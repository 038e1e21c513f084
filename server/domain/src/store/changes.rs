//! Changes of an account that wait for Key: what a change has in addition to its confirmation.

use key_protocol::id::DeviceId;

use crate::ids::{ConfirmationId, SessionId, ThrottleId};

/// A change of an account, which a signed-in user has asked for. The subject of its confirmation says which change it
/// is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The confirmation that it waits for.
    pub confirmation: ConfirmationId,
    /// The session that has asked.
    pub session: SessionId,
    /// The throttle that counted it.
    pub throttle: ThrottleId,
    /// The device to remove.
    pub device: Option<DeviceId>,
    /// When the session took it up, if it goes on in the browser.
    pub taken_at: Option<i64>,
}
