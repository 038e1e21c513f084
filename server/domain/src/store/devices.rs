//! Devices, as they are stored.

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

/// How long the page waits for a call of a device whose pairing was completed, in milliseconds.
pub const HEAR_WITHIN: i64 = 10_000;

/// Devices, read outside of transactions.
#[async_trait]
pub trait Devices: Send + Sync {
    /// Finds a device.
    async fn device(&self, id: DeviceId) -> Result<Option<Device>, StoreError>;

    /// Whether a device has, or had, this possession key.
    async fn is_registered(&self, possession: &PublicKey) -> Result<bool, StoreError>;

    /// Whether an admitted call has used a nonce.
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
    /// Its own name for itself.
    pub name: ShownText,
    /// The platform it runs on.
    pub platform: ShownText,
    /// The state of its lifecycle.
    pub state: Lifecycle,
    /// The key that it signs its calls with.
    pub possession: PublicKey,
    /// The thumbprint of the service key that it has pinned.
    pub pinned: Thumbprint,
    /// Its capabilities.
    pub knows: Capabilities,
    /// The commitment in its claim.
    pub commitment: Commitment,
    /// Its share of the comparison code, which it reveals when it enrols.
    pub share: Option<Share>,
    /// The keys of its factors, once it has enrolled.
    pub factors: Option<Sealed>,
    /// Its wrong factors.
    pub tries: Tries,
    /// Its offline codes.
    pub offline: Offline,
    /// Its calls that change something.
    pub acts: Acts,
    /// Its calls that wait.
    pub waits: Waits,
    /// When it claimed its link.
    pub claimed_at: i64,
    /// When its pairing was completed.
    pub active_at: Option<i64>,
    /// When it last confirmed something.
    pub used_at: Option<i64>,
    /// When it reached a final state.
    pub ended_at: Option<i64>,
}

impl Device {
    /// Whether a user may remove it: it is in use, or was stopped and may be in wrong hands.
    #[must_use]
    pub fn can_be_removed(&self) -> bool {
        matches!(self.state, Lifecycle::Active | Lifecycle::Frozen | Lifecycle::Locked)
    }

    /// Whether its pairing has taken too long.
    #[must_use]
    pub fn has_lapsed(&self, now: i64) -> bool {
        self.state == Lifecycle::Pairing && !is_alive(self.claimed_at, self.claimed_at + FINISH_WITHIN, now)
    }

    /// Whether its pairing was completed only now, and it has not called since: it may not know.
    #[must_use]
    pub fn is_finishing(&self, now: i64) -> bool {
        let completed = self.active_at.filter(|at| is_alive(*at, at + HEAR_WITHIN, now));
        completed.is_some_and(|at| self.latest_call() < at)
    }

    /// When its newest call was admitted ([`crate::rules::admission::CallRecord::at`]).
    #[must_use]
    pub fn latest_call(&self) -> i64 {
        self.acts.at.max(self.waits.at).max(self.waits.run_at)
    }

    /// Ends its use for good.
    pub fn end(&mut self, state: Lifecycle, now: i64) {
        (self.state, self.ended_at) = (state, Some(now));
    }
}

/// Wrong factors of a device. A try is counted before it is verified, and the count is taken back if it was right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tries {
    /// The number in a row, since the last right PIN.
    pub run: i64,
    /// Whether the user was notified of those in a row.
    pub warned: bool,
    /// The number since the user was last told of failures.
    pub untold: i64,
    /// When the first of the untold ones was counted.
    pub untold_since: Option<i64>,
}

/// Offline codes of a device that were typed into a login page. Steps are those of the codes, 30 seconds each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Offline {
    /// The number of tries so far. The negative number stands for the try among the wrong factors.
    pub tries: i64,
    /// The number of wrong ones since the user was told of them.
    pub wrong: i64,
    /// The step of the newest code that was right: no code of it, or of an older step, is right again.
    pub step: Option<i64>,
    /// By how many steps the device's clock is ahead of the service's.
    pub drift: i64,
}

/// The newest act, which is a call of a device that changes something. No older one is ever answered again.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Acts {
    /// Its number; 0 before the first.
    pub seq: i64,
    /// The first number after the newest gap. All acts from here to [`Acts::seq`] were admitted.
    pub since: i64,
    /// Its content.
    pub hash: Option<ContentHash>,
    /// The hash of its identity.
    pub id_hash: Option<CallIdHash>,
    /// Its answer; `None` while it is carried out, or if the service stopped before it was concluded.
    pub result: Option<CallResult>,
    /// When it was admitted.
    pub at: i64,
}

/// The answer of a call: `Ok` with the result that its body asks for, or a refusal.
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
    /// When the newest wait was admitted.
    pub at: i64,
}

/// The state of a device's lifecycle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lifecycle {
    /// Paired.
    Active,
    /// It has disconnected itself.
    Disconnected,
    /// Two copies of it have called.
    Frozen,
    /// It had too many wrong factors.
    Locked,
    /// It has claimed its link and has not finished pairing.
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
