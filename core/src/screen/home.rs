//! The first screen.

use key_protocol::id::RequestId;

use super::pages::{AccountView, AnsweredSummary};
use super::parts::Asked;
use super::request::Lifetime;
use crate::account::AccountId;

/// The first screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Home {
    /// The accounts, in the order they were added ([`super::Action::OpenAccount`]). If there are none, the user can choose
    /// [`super::Action::AddAccount`].
    pub accounts: Vec<AccountView>,
    /// The requests answered last, newest first.
    pub answered: Vec<AnsweredSummary>,
    /// Wrong PINs that the user has not dismissed.
    pub failures: Vec<FailureView>,
    /// Whether an account has offline codes ([`super::Action::OpenOffline`]).
    pub offline: bool,
    /// Pairings that the user has left before the end ([`super::Action::ContinuePairing`]).
    pub unfinished: Vec<UnfinishedView>,
}

/// A pairing that the user has left before the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnfinishedView {
    /// The future account.
    pub account: AccountId,
    /// When the service gives up waiting, in seconds since 1970, by the device's clock; `None` if that is not known.
    pub finish_by: Option<i64>,
    /// The service's name.
    pub service: String,
    /// The username.
    pub username: String,
}

/// Wrong PINs or biometrics for an account, reported after a right one ([`super::Action::KnownFailures`],
/// [`super::Action::AskDisconnect`]).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailureView {
    /// The account.
    pub account: AccountId,
    /// The number of wrong tries.
    pub count: u32,
    /// The service's name.
    pub service: String,
    /// The time of the first: seconds since 1970, by the service's clock.
    pub since: i64,
    /// The offset of local time from UTC, in minutes.
    pub utc_offset: i16,
}

/// A request on the first screen.
#[derive(Clone, Debug, PartialEq)]
pub struct RequestSummary {
    /// Its identity.
    pub id: RequestId,
    /// What it asks for.
    pub asked: Asked,
    /// The browser that made the request.
    pub browser: String,
    /// When it was made and when it expires, by the device's clock.
    pub lifetime: Lifetime,
    /// The service's name.
    pub service: String,
    /// The username.
    pub username: String,
}
