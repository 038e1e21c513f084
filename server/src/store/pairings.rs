//! Pairing links and what comes of them.

use async_trait::async_trait;
use key_protocol::id::DeviceId;

use super::StoreError;
use super::devices::Device;
use crate::ids::{AccountId, PairingId, SessionId};

/// How long a device that has claimed a link has to finish, in milliseconds.
pub const FINISH_WITHIN: i64 = 10 * 60_000;

/// Pairing links.
#[async_trait]
pub trait Pairings: Send + Sync {
    /// Makes a link for the session's account. Every other link of the account is dead from now on, and devices that
    /// have not finished pairing are out: they can never be active. A session whose own pairing is done keeps it, and
    /// nothing happens.
    async fn start_pairing(
        &self,
        session: SessionId,
        pairing: PairingId,
        token_hash: [u8; 32],
        now: i64,
    ) -> Result<(), StoreError>;

    /// Where the pairing stands.
    async fn pairing(&self, id: PairingId) -> Result<Option<Pairing>, StoreError>;

    /// Whether a link may be there to claim, or to be told about: without one there is nothing to write.
    async fn may_be_claimed(&self, token_hash: [u8; 32], now: i64) -> Result<bool, StoreError>;
}

/// A pairing link as it is kept.
#[derive(Clone, Debug)]
pub struct PairingRow {
    /// Its identity.
    pub id: PairingId,
    /// Whose account it pairs with.
    pub account: AccountId,
    /// When the link runs out.
    pub expires_at: i64,
    /// When a newer link took its place.
    pub ended_at: Option<i64>,
    /// The device that has claimed it.
    pub device: Option<DeviceId>,
}

impl PairingRow {
    /// Whether it can be claimed.
    #[must_use]
    pub const fn is_open(&self, now: i64) -> bool {
        self.ended_at.is_none() && now < self.expires_at
    }
}

/// A pairing.
#[derive(Clone, Debug)]
pub struct Pairing {
    /// Its identity.
    pub id: PairingId,
    /// When the link runs out.
    pub expires_at: i64,
    /// Whether a newer link has taken its place.
    pub ended: bool,
    /// The device that has claimed it.
    pub device: Option<Device>,
}
