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
}

impl PairingRow {
    /// Whether it can be claimed.
    #[must_use]
    pub const fn is_open(&self, now: i64) -> bool {
        self.ended_at.is_none() && is_link_alive(self.expires_at, now)
    }
}

/// Whether a link that expires at `expires_at` is alive at `now`.
#[must_use]
pub const fn is_link_alive(expires_at: i64, now: i64) -> bool {
    is_alive(expires_at - LIFETIME_SECONDS * 1000, expires_at, now)
}

/// A link to create.
#[derive(Clone, Copy, Debug)]
pub struct NewPairing {
    /// Its identity.
    pub id: PairingId,
    /// The hash of its token.
    pub token_hash: [u8; 32],
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
}

impl Pairing {
    /// Whether its link can be claimed.
    #[must_use]
    pub const fn is_open(&self, now: i64) -> bool {
        !self.ended && self.device.is_none() && is_link_alive(self.expires_at, now)
    }
}
