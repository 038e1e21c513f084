//! Devices and their calls.

use async_trait::async_trait;
use key_protocol::answer::Refusal;
use key_protocol::call::Lane;
use key_protocol::enrolment::Factor;
use key_protocol::id::DeviceId;
use key_protocol::key::PublicKey;
use key_protocol::shown::ShownText;
use serde_json::Value;

use super::StoreError;
use super::pairings::FINISH_WITHIN;
use crate::ids::AccountId;

/// How many wrong factors lock a device.
pub const MAX_FAILURES: u8 = 5;

/// Devices and their calls.
///
/// Each call is let in and carried out in one transaction: its nonce is used up, its number and hash are written
/// down together with what it is answered. A retry gets that answer again; a second call with the same number
/// freezes the device.
#[async_trait]
pub trait Devices: Send + Sync {
    /// Finds a device.
    async fn device(&self, id: DeviceId) -> Result<Option<Device>, StoreError>;

    /// The devices of an account that were ever active, oldest first.
    async fn devices_of(&self, account: AccountId) -> Result<Vec<Device>, StoreError>;

    /// Lets a [`key_protocol::call::Wait`] in: its answer is not kept.
    async fn let_wait(&self, call: &CallRecord) -> Result<Taken, StoreError>;

    /// Registers the factors' keys.
    async fn enrol(&self, call: &CallRecord, keys: FactorKeys) -> Result<Taken, StoreError>;

    /// Counts a checked factor.
    async fn check(&self, call: &CallRecord, factor: CheckedFactor) -> Result<Taken, StoreError>;

    /// Disconnects the device.
    async fn leave(&self, call: &CallRecord) -> Result<Taken, StoreError>;

    /// Writes down the refusal of a call that is signed rightly and says nothing sensible.
    async fn refuse(&self, call: &CallRecord, refusal: Refusal) -> Result<Taken, StoreError>;
}

/// A device.
#[derive(Clone, Debug)]
pub struct Device {
    /// Its identity.
    pub id: DeviceId,
    /// The account it is paired with.
    pub account: AccountId,
    /// What it calls itself.
    pub name: ShownText,
    /// What it runs on.
    pub platform: ShownText,
    /// Where it stands.
    pub state: State,
    /// The key that it signs its calls with.
    pub possession: PublicKey,
    /// The PIN's public key.
    pub pin: Option<PublicKey>,
    /// The biometrics' public key.
    pub biometric: Option<PublicKey>,
    /// When it claimed its link.
    pub claimed_at: i64,
    /// Whether the user has recognised it on the page.
    pub committed: bool,
    /// When pairing was done.
    pub active_at: Option<i64>,
    /// When it last confirmed something.
    pub used_at: Option<i64>,
}

impl Device {
    /// Whether it is in the middle of a pairing that has taken too long.
    #[must_use]
    pub fn has_lapsed(&self, now: i64) -> bool {
        self.state == State::Pairing && now >= self.claimed_at + FINISH_WITHIN
    }

    /// The registered key of a factor.
    #[must_use]
    pub const fn factor_key(&self, factor: Factor) -> Option<PublicKey> {
        match factor {
            Factor::Pin => self.pin,
            Factor::Biometric => self.biometric,
        }
    }
}

/// Where a device stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Paired.
    Active,
    /// It has left.
    Disconnected,
    /// Two copies of it have spoken.
    Frozen,
    /// Too many wrong factors.
    Locked,
    /// It has claimed its link and is not done.
    Pairing,
    /// The user did not recognise it, or made a new link.
    Refused,
}

impl State {
    const ALL: [Self; 6] =
        [Self::Active, Self::Disconnected, Self::Frozen, Self::Locked, Self::Pairing, Self::Refused];

    /// The name in the database.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Disconnected => "disconnected",
            Self::Frozen => "frozen",
            Self::Locked => "locked",
            Self::Pairing => "pairing",
            Self::Refused => "refused",
        }
    }

    /// Reads a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// What makes a call this call.
#[derive(Clone, Debug)]
pub struct CallRecord {
    /// Who calls.
    pub device: DeviceId,
    /// The nonce that is used up.
    pub nonce: [u8; 16],
    /// When that nonce was given.
    pub nonce_at: i64,
    /// The lane that the number counts in.
    pub lane: Lane,
    /// The number of the call.
    pub seq: i64,
    /// SHA-256 over address and payload as received.
    pub hash: [u8; 32],
    /// The service's clock.
    pub now: i64,
}

/// What came of a call.
#[derive(Clone, Debug, PartialEq)]
pub struct Taken {
    /// The result to answer with: `Ok` with what the call's body asks for (the caller knows it), or a refusal.
    pub result: Result<Value, Refusal>,
    /// Whether something was changed that others wait for.
    pub changed: bool,
}

/// The keys of an enrolment.
#[derive(Clone, Debug)]
pub struct FactorKeys {
    /// The PIN's public key.
    pub pin: PublicKey,
    /// The PIN's key for offline codes.
    pub pin_agreement: PublicKey,
    /// The biometrics' public key, and theirs for offline codes.
    pub biometric: Option<(PublicKey, Option<PublicKey>)>,
}

/// A factor whose signature was checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CheckedFactor {
    /// Which.
    pub factor: Factor,
    /// Whether it was right.
    pub right: bool,
}
