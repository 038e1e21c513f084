//! Devices, as they are kept.

use async_trait::async_trait;
use key_protocol::answer::Refusal;
use key_protocol::call::{CallId, CallIdHash, ContentHash, RunHash};
use key_protocol::capabilities::Capabilities;
use key_protocol::comparison::{Commitment, Share};
use key_protocol::id::DeviceId;
use key_protocol::key::{PublicKey, Thumbprint};
use key_protocol::shown::ShownText;
use serde_json::Value;

use super::error::StoreError;
use crate::ids::AccountId;
use crate::lifetime::is_alive;
use crate::sealing::Sealed;

/// How long a device that has claimed a link has to finish, in milliseconds.
pub const FINISH_WITHIN: i64 = 10 * 60_000;

/// Devices, read outside of transactions.
#[async_trait]
pub trait Devices: Send + Sync {
    /// Finds a device.
    async fn device(&self, id: DeviceId) -> Result<Option<Device>, StoreError>;

    /// Whether a device has, or had, this possession key.
    async fn is_registered(&self, possession: &PublicKey) -> Result<bool, StoreError>;

    /// Whether a nonce was used by a call that counts.
    async fn is_used(&self, nonce: &[u8; 16]) -> Result<bool, StoreError>;

    /// The devices of an account that were ever active, oldest first.
    async fn devices_of(&self, account: AccountId) -> Result<Vec<Device>, StoreError>;
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
    pub state: Lifecycle,
    /// The key that it signs its calls with.
    pub possession: PublicKey,
    /// The thumbprint of the service key that it has pinned.
    pub pinned: Thumbprint,
    /// What it knows.
    pub knows: Capabilities,
    /// What its claim has committed to.
    pub commitment: Commitment,
    /// Its share of the comparison code, once it is revealed: that is when it has enrolled.
    pub share: Option<Share>,
    /// The keys of its factors, once it has enrolled.
    pub factors: Option<Sealed>,
    /// Its wrong factors.
    pub tries: Tries,
    /// Its calls that change something.
    pub acts: Acts,
    /// Its calls that wait.
    pub waits: Waits,
    /// When it claimed its link.
    pub claimed_at: i64,
    /// When pairing was done.
    pub active_at: Option<i64>,
    /// When it last confirmed something.
    pub used_at: Option<i64>,
    /// When it came into a state that it does not leave again.
    pub ended_at: Option<i64>,
}

impl Device {
    /// Whether it is in the middle of a pairing that has taken too long.
    #[must_use]
    pub fn has_lapsed(&self, now: i64) -> bool {
        self.state == Lifecycle::Pairing && !is_alive(self.claimed_at, self.claimed_at + FINISH_WITHIN, now)
    }

    /// When the newest of its calls was taken, by [`crate::rules::admission::CallRecord::at`].
    #[must_use]
    pub fn latest_call(&self) -> i64 {
        self.acts.at.max(self.waits.at).max(self.waits.run_at)
    }

    /// It is out, for good.
    pub fn end(&mut self, state: Lifecycle, now: i64) {
        (self.state, self.ended_at) = (state, Some(now));
    }
}

/// Wrong factors of a device. A try is counted before it is looked at and taken back when it was right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tries {
    /// In a row, since the last right PIN.
    pub run: i64,
    /// Whether the user was warned of those in a row.
    pub warned: bool,
    /// Since the user was last told.
    pub untold: i64,
    /// When the first of the untold ones was.
    pub untold_since: Option<i64>,
}

/// The newest call of a device that changes something. No older one is ever answered again.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Acts {
    /// Its number; 0 before the first.
    pub seq: i64,
    /// The first number after the newest gap. Those from here to [`Acts::seq`] were all taken.
    pub since: i64,
    /// Its content.
    pub hash: Option<ContentHash>,
    /// The hash of its identity.
    pub id_hash: Option<CallIdHash>,
    /// What it was answered; `None` while it is carried out, or where the service stopped in the middle.
    pub result: Option<CallResult>,
    /// When it was taken.
    pub at: i64,
}

/// What a call was answered: `Ok` with what its body asks for, or a refusal.
pub type CallResult = Result<Value, Refusal>;

/// The waits of a device's current run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Waits {
    /// The number of the call that began the run; 0 before the first.
    pub run: i64,
    /// When it began.
    pub run_at: i64,
    /// The hash of its secret.
    pub run_hash: Option<RunHash>,
    /// The number of the newest wait in it.
    pub seq: i64,
    /// The identity of the newest wait.
    pub id: Option<CallId>,
    /// When that was taken.
    pub at: i64,
}

/// Where a device stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lifecycle {
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

impl Lifecycle {
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
