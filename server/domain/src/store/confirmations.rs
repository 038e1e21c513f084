//! Confirmations that wait for Key, the requests that they send to devices, and the decisions on them. What is confirmed has
//! rows of its own, such as a login ([`super::logins`]).

use async_trait::async_trait;
use key_protocol::id::{DeviceId, RequestId};
use key_protocol::request::Subject;

use super::error::StoreError;
use crate::ids::{AccountId, ConfirmationId};
use crate::lifetime::is_alive;
use crate::sealing::Sealed;

/// Confirmations, requests, decisions.
#[async_trait]
pub trait Confirmations: Send + Sync {
    /// Where a confirmation stands.
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

    /// Keeps the signed form of a request, and gives the one that counts: the first that was kept.
    async fn keep_signed(&self, id: RequestId, jws: String) -> Result<String, StoreError>;

    /// Whether a device has said that it cannot show the request.
    async fn has_unshown(&self, id: ConfirmationId) -> Result<bool, StoreError>;
}

/// A confirmation: who is asked, what for, until when, and how it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmation {
    /// Its identity.
    pub id: ConfirmationId,
    /// Who is asked.
    pub account: AccountId,
    /// What is confirmed, as devices show it; `None` where a newer version has written what this one cannot read. Such a
    /// confirmation can end, and no more.
    pub subject: Option<Subject>,
    /// Whether the page's digits are asked for.
    pub digits: bool,
    /// When it began.
    pub created_at: i64,
    /// When it ends unanswered.
    pub expires_at: i64,
    /// How it ended, if it has.
    pub outcome: ConfirmationOutcome,
    /// When it ended, where that was before its time.
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

/// How a confirmation ended. One that is pending beyond its time has run out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConfirmationOutcome {
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
    /// A newer one has taken its place.
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
    /// What it asks for.
    pub confirmation: ConfirmationId,
}

/// A request to one device, as it is kept.
#[derive(Clone, Debug)]
pub struct Request {
    /// Its identity.
    pub id: RequestId,
    /// What it asks for.
    pub confirmation: ConfirmationId,
    /// Whom it asks.
    pub device: DeviceId,
    /// When the confirmation ends unanswered.
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
