//! Pairing links and their pairings.

use async_trait::async_trait;
use key_protocol::id::DeviceId;
use key_protocol::link::LIFETIME_SECONDS;

use super::devices::Device;
use super::error::StoreError;
use crate::ids::{AccountId, PairingId};
use crate::lifetime::is_alive;

/// Pairing links.
#[async_trait]
pub trait Pairings: Send + Sync {
    /// Finds a pairing.
    async fn pairing(&self, id: PairingId) -> Result<Option<Pairing>, StoreError>;

    /// Finds the link with this token.
    async fn link(&self, token_hash: [u8; 32]) -> Result<Option<PairingRow>, StoreError>;
}

/// A pairing link as it is stored.
#[derive(Clone, Debug)]
pub struct PairingRow {
    /// Its identity.
    pub id: PairingId,
    /// The account that it pairs with.
    pub account: AccountId,
    /// When the link expires.
    pub expires_at: i64,
    /// When a newer link replaced it.
    pub ended_at: Option<i64>,
    /// The device that has claimed it.
    pub device: Option<DeviceId>,
    /// Whether it was sent by SMS.
    pub by_sms: bool,
}

impl PairingRow {
    /// Whether it can be claimed.
    #[must_use]
    pub const fn is_open(&self, now: i64) -> bool {
        self.ended_at.is_none() && is_link_alive(self.expires_at, self.by_sms, now)
    }
}

/// Whether a link that expires at `expires_at` is alive at `now`.
#[must_use]
pub const fn is_link_alive(expires_at: i64, by_sms: bool, now: i64) -> bool {
    is_alive(expires_at - lifetime(by_sms), expires_at, now)
}

/// How long a link lives, in milliseconds. One that is sent by SMS is on its way for some time, and its reader may first
/// have to install Key.
#[must_use]
pub const fn lifetime(by_sms: bool) -> i64 {
    if by_sms { SMS_LIFETIME_SECONDS * 1000 } else { LIFETIME_SECONDS * 1000 }
}

/// How long a link lives that is sent by SMS, in seconds.
pub const SMS_LIFETIME_SECONDS: i64 = 15 * 60;

/// A link to create.
#[derive(Clone, Copy, Debug)]
pub struct NewPairing {
    /// Its identity.
    pub id: PairingId,
    /// The hash of its token.
    pub token_hash: [u8; 32],
    /// Whether it is sent by SMS.
    pub by_sms: bool,
}

/// A pairing.
#[derive(Clone, Debug)]
pub struct Pairing {
    /// Its identity.
    pub id: PairingId,
    /// When the link expires.
    pub expires_at: i64,
    /// Whether a newer link has replaced it.
    pub ended: bool,
    /// The device that has claimed it.
    pub device: Option<Device>,
    /// Whether the link was sent by SMS.
    pub by_sms: bool,
}

impl Pairing {
    /// Whether its link can be claimed.
    #[must_use]
    pub const fn is_open(&self, now: i64) -> bool {
        !self.ended && self.device.is_none() && is_link_alive(self.expires_at, self.by_sms, now)
    }
}
