//! Confirmations that wait for Key, their requests to devices, and the decisions on them. Their subjects, such as
//! logins ([`super::logins`]), have rows of their own.

use async_trait::async_trait;
use key_protocol::id::{DeviceId, RequestId};
use key_protocol::request::Subject;

use super::error::StoreError;
use crate::ids::{AccountId, ConfirmationId};
use crate::lifetime::is_alive;
use crate::sealing::Sealed;

/// How long a browser can take up what was confirmed for it, in milliseconds.
pub const TAKE_WITHIN: i64 = 5 * 60_000;

/// Confirmations, requests, decisions.
#[async_trait]
pub trait Confirmations: Send + Sync {
    /// Finds a confirmation.
    async fn confirmation(&self, id: ConfirmationId) -> Result<Option<Confirmation>, StoreError>;

    /// The requests that wait for the device, oldest first.
    async fn pending(&self, device: DeviceId, now: i64) -> Result<Vec<Pending>, StoreError>;

    /// The device's delivered requests that have ended since `since`: the 16 newest, newest first.
    async fn ended(
        &self,
        device: DeviceId,
        since: i64,
        now: i64,
    ) -> Result<Vec<(RequestId, ConfirmationOutcome)>, StoreError>;

    /// Stores the signed form of a request if it is the first, and returns the stored one.
    async fn keep_signed(&self, id: RequestId, jws: String) -> Result<String, StoreError>;

    /// Whether a device has said that it cannot show the request.
    async fn has_unshown(&self, id: ConfirmationId) -> Result<bool, StoreError>;
}

/// A confirmation: the account that is asked, the subject, the lifetime, and the outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmation {
    /// Its identity.
    pub id: ConfirmationId,
    /// The account that is asked.
    pub account: AccountId,
    /// The subject, as devices show it; `None` if a newer version has written one that this version cannot read. Such a
    /// confirmation can only end.
    pub subject: Option<Subject>,
    /// Whether Key asks for the page's digits.
    pub digits: bool,
    /// Whether other digits than the page's were typed, once.
    pub mistyped: bool,
    /// When it began.
    pub created_at: i64,
    /// When it ends unanswered.
    pub expires_at: i64,
    /// Its outcome.
    pub outcome: ConfirmationOutcome,
    /// When it ended, if that was before it expired.
    pub ended_at: Option<i64>,
    /// The device that decided.
    pub decided_by: Option<DeviceId>,
}

impl Confirmation {
    /// Whether it still waits.
    #[must_use]
    pub fn is_pending(&self, now: i64) -> bool {
        self.outcome == ConfirmationOutcome::Pending && is_alive(self.created_at, self.expires_at, now)
    }
}

/// The outcome of a confirmation. One that is pending after its lifetime has expired.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConfirmationOutcome {
    /// Cancelled in the browser.
    Cancelled,
    /// Confirmed in Key.
    Confirmed,
    /// Declined in Key.
    Declined,
    /// Confirmed with other digits than the page's.
    DigitsWrong,
    /// No device is left that could answer it.
    Locked,
    /// Declined as somebody else's.
    NotMe,
    /// Not ended yet.
    Pending,
    /// Replaced by a newer one.
    Superseded,
}

impl ConfirmationOutcome {
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
    /// The confirmation that it asks for.
    pub confirmation: ConfirmationId,
}

/// A request to one device, as it is stored.
#[derive(Clone, Debug)]
pub struct Request {
    /// Its identity.
    pub id: RequestId,
    /// The confirmation that it asks for.
    pub confirmation: ConfirmationId,
    /// The device that it asks.
    pub device: DeviceId,
    /// When the confirmation ends unanswered.
    pub expires_at: i64,
    /// Its signed form, once it was delivered. It never changes: decisions carry its hash.
    pub jws: Option<String>,
    /// When it ended, if it ended for this device alone.
    pub ended_at: Option<i64>,
    /// When the device reported that it cannot show it.
    pub unshown_at: Option<i64>,
}

/// A valid decision.
#[derive(Clone, Debug)]
pub struct Decision {
    /// The request.
    pub request: RequestId,
    /// The account.
    pub account: AccountId,
    /// The device that decided.
    pub device: DeviceId,
    /// When the decision was made.
    pub at: i64,
    /// The device's whole call, with both signatures.
    pub call: Sealed,
    /// The service's receipt for it.
    pub receipt: String,
}
