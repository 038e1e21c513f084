//! Logins that wait for Key, the requests that they send, and the decisions on them.

use async_trait::async_trait;
use key_protocol::id::{DeviceId, RequestId};

use super::error::StoreError;
use crate::ids::{AccountId, BrowserMark, LoginId, ThrottleId};
use crate::lifetime::is_alive;
use crate::sealing::Sealed;

/// For how long a confirmed login can be taken up by its browser, in milliseconds.
pub const TAKE_WITHIN: i64 = 5 * 60_000;

/// Logins, requests, decisions.
#[async_trait]
pub trait Logins: Send + Sync {
    /// Where a login stands.
    async fn login(&self, id: LoginId) -> Result<Option<Login>, StoreError>;

    /// The requests that wait for the device, oldest first.
    async fn pending(&self, device: DeviceId, now: i64) -> Result<Vec<Pending>, StoreError>;

    /// The device's delivered requests that have ended since `since`: the 16 newest, newest first.
    async fn ended(
        &self,
        device: DeviceId,
        since: i64,
        now: i64,
    ) -> Result<Vec<(RequestId, LoginOutcome)>, StoreError>;

    /// Keeps the signed form of a request, and gives the one that counts: the first that was kept.
    async fn keep_signed(&self, id: RequestId, jws: String) -> Result<String, StoreError>;

    /// Whether a device of the login's has said that it cannot show the request.
    async fn has_unshown(&self, login: LoginId) -> Result<bool, StoreError>;
}

/// A login.
#[derive(Clone, Debug)]
pub struct Login {
    /// Its identity.
    pub id: LoginId,
    /// Whose.
    pub account: AccountId,
    /// When it was started.
    pub created_at: i64,
    /// When it ends unanswered.
    pub expires_at: i64,
    /// Whether the page's digits are asked for.
    pub digits: bool,
    /// The browser, where the user has signed in with it before.
    pub known: Option<BrowserMark>,
    /// What it was counted by.
    pub throttle: ThrottleId,
    /// The browser.
    pub browser: String,
    /// The browser's address.
    pub address: String,
    /// The operator's name for its network.
    pub place: Option<String>,
    /// How it ended, if it has.
    pub outcome: LoginOutcome,
    /// When it ended, where that was before its time.
    pub ended_at: Option<i64>,
    /// The device that decided.
    pub decided_by: Option<DeviceId>,
    /// When the browser was signed in by it.
    pub taken_at: Option<i64>,
}

impl Login {
    /// Whether it still waits.
    #[must_use]
    pub fn is_pending(&self, now: i64) -> bool {
        self.outcome == LoginOutcome::Pending && is_alive(self.created_at, self.expires_at, now)
    }
}

/// How a login ended. One that is pending beyond its time has run out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoginOutcome {
    /// Given up in the browser.
    Cancelled,
    /// Confirmed in Key.
    Confirmed,
    /// Declined in Key.
    Declined,
    /// Confirmed with other digits than the page's.
    DigitsWrong,
    /// No device is left that could answer.
    Locked,
    /// Declined as somebody else's.
    NotMe,
    /// Not yet.
    Pending,
    /// A newer login has taken its place.
    Superseded,
}

impl LoginOutcome {
    const ALL: [Self; 8] = [
        Self::Cancelled,
        Self::Confirmed,
        Self::Declined,
        Self::DigitsWrong,
        Self::Locked,
        Self::NotMe,
        Self::Pending,
        Self::Superseded,
    ];

    /// The name in the database.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cancelled => "cancelled",
            Self::Confirmed => "confirmed",
            Self::Declined => "declined",
            Self::DigitsWrong => "digits-wrong",
            Self::Locked => "locked",
            Self::NotMe => "not-me",
            Self::Pending => "pending",
            Self::Superseded => "superseded",
        }
    }

    /// Reads a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.name() == name)
    }
}

/// A request that waits for a device.
#[derive(Clone, Debug)]
pub struct Pending {
    /// Its identity.
    pub id: RequestId,
    /// Its signed form, once it was delivered.
    pub jws: Option<String>,
    /// What it asks about.
    pub login: LoginId,
}

/// A request to one device, as it is kept.
#[derive(Clone, Debug)]
pub struct Request {
    /// Its identity.
    pub id: RequestId,
    /// What it asks about.
    pub login: LoginId,
    /// Whom it asks.
    pub device: DeviceId,
    /// When the login ends unanswered.
    pub expires_at: i64,
    /// Its signed form, once it was delivered. It never changes: decisions carry its hash.
    pub jws: Option<String>,
    /// When it ended for this device alone.
    pub ended_at: Option<i64>,
    /// When the device said that it cannot show it.
    pub unshown_at: Option<i64>,
}

/// A decision that was taken.
#[derive(Clone, Debug)]
pub struct Decision {
    /// Which request.
    pub request: RequestId,
    /// Of whose.
    pub account: AccountId,
    /// Who decided.
    pub device: DeviceId,
    /// When.
    pub at: i64,
    /// The device's whole call, with both signatures.
    pub call: Sealed,
    /// The service's receipt for it.
    pub receipt: String,
}
