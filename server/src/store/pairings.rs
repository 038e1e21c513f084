//! Pairing links and what comes of them.

use async_trait::async_trait;
use key_protocol::id::DeviceId;
use key_protocol::key::PublicKey;
use key_protocol::shown::ShownText;

use super::StoreError;
use super::accounts::Account;
use super::devices::Device;
use crate::ids::{PairingId, SessionId};

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

    /// A device claims a link.
    async fn claim(&self, claim: Claiming, now: i64) -> Result<ClaimOutcome, StoreError>;

    /// The user recognises the device that has claimed the link; `false` if there is none to recognise.
    async fn commit_pairing(&self, id: PairingId, now: i64) -> Result<bool, StoreError>;

    /// The user does not; the device can never be active. `false` if there was none, or if it is active already.
    async fn refuse_pairing(&self, id: PairingId, now: i64) -> Result<bool, StoreError>;
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

/// A device asks for a link.
#[derive(Clone, Debug)]
pub struct Claiming {
    /// The nonce that is used up.
    pub nonce: [u8; 16],
    /// The hash of the link's token.
    pub token_hash: [u8; 32],
    /// The key that the device has signed with.
    pub possession: PublicKey,
    /// The identity it gets if the link is its own.
    pub device: DeviceId,
    /// What the page will call it.
    pub name: ShownText,
    /// What it runs on.
    pub platform: ShownText,
}

/// What came of a claim.
#[derive(Clone, Debug)]
pub enum ClaimOutcome {
    /// The link is the device's, now or since an earlier claim with the same key.
    Claimed {
        /// What the device is known by.
        device: DeviceId,
        /// The account that it pairs with.
        account: Box<Account>,
    },
    /// The link has run out or never was.
    Expired,
    /// The key is already registered for something else.
    KeyInUse,
    /// The nonce was used before.
    NonceUsed,
    /// The user did not recognise the device.
    Refused,
    /// Another device has the link.
    Used,
}
