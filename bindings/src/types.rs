//! What goes in and out: the core's own types where they are plain, records where they are not.

use key_core::account::{AccountId, AccountState};
use key_core::authenticator::Watched;
use key_protocol::id::RequestId;
use key_protocol::language::Language;
use key_protocol::receipt::Outcome;

use crate::error::AuthenticatorError;

uniffi::custom_type!(
    /// The identity of an account on this device.
    AccountId,
    String,
    { remote, try_lift: |text| Ok(AccountId::from_text(text)), lower: |id| id.as_str().to_owned() }
);

uniffi::custom_type!(
    /// The identity of a request.
    RequestId,
    String,
    {
        remote,
        try_lift: |text| Ok(RequestId::parse(&text).ok_or(AuthenticatorError::RequestEnded)?),
        lower: |id| id.to_string(),
    }
);

/// How an account stands.
#[uniffi::remote(Enum)]
pub enum AccountState {
    /// Paired.
    Active,
    /// The service has disconnected this device: pair again.
    Disconnected,
    /// A copy of this device has spoken: pair again.
    Frozen,
    /// Too many wrong factors: pair again.
    Locked,
    /// The user's word on the login page is missing.
    Pairing,
}

/// A language of statements.
#[uniffi::remote(Enum)]
pub enum Language {
    /// `da`
    Danish,
    /// `en`
    English,
    /// `fi`
    Finnish,
    /// `sv`
    Swedish,
}

/// How a request was answered.
#[uniffi::remote(Enum)]
pub enum Outcome {
    /// It was confirmed.
    Confirmed,
    /// It was declined.
    Declined,
}

/// What came of waiting.
#[uniffi::remote(Enum)]
pub enum Watched {
    /// Something is different now.
    Changed,
    /// The service was not reached: wait a little before the next try.
    Offline,
    /// There is nothing to wait for: the account is gone or has to be paired again.
    Stop,
    /// Nothing happened.
    Unchanged,
}

/// An account on this device.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Account {
    /// Its identity on this device.
    pub id: AccountId,
    /// The service's address, such as `https://login.example`.
    pub address: String,
    /// Whether the service still has the PIN that the others had before the last change.
    pub pin_behind: bool,
    /// Whether the service could be reached when last tried.
    pub reachable: bool,
    /// The service's name.
    pub service: String,
    /// How it stands. Only an active account confirms.
    pub state: AccountState,
    /// The company, where there are several.
    pub tenant: Option<String>,
    /// The username.
    pub username: String,
}

impl Account {
    pub(crate) fn of(account: key_core::account::Account, reachable: bool) -> Self {
        Self {
            id: account.id,
            address: account.origin.into(),
            pin_behind: account.pin_behind,
            reachable,
            service: account.service.into(),
            state: account.state,
            tenant: account.tenant.map(Into::into),
            username: account.username.into(),
        }
    }
}

/// Wrong PINs or biometrics that a service has told of after a right one.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct FailureNotice {
    /// The account.
    pub account: AccountId,
    /// How many.
    pub count: u32,
    /// When the first was: seconds since 1970, by the service's clock.
    pub since: i64,
}

impl From<key_core::vault::FailureNotice> for FailureNotice {
    fn from(notice: key_core::vault::FailureNotice) -> Self {
        let key_core::vault::FailureNotice { account, count, since, .. } = notice;
        Self { account, count, since }
    }
}

/// A request to a service. Nothing of it may be logged.
#[derive(uniffi::Record)]
pub struct HttpRequest {
    /// Sent by `POST` with the content type `application/jose`; a `GET` where there is none.
    pub body: Option<String>,
    /// How long to wait for the response, in seconds.
    pub timeout_seconds: u32,
    /// The full address.
    pub url: String,
}

impl std::fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HttpRequest").field("url", &self.url).finish_non_exhaustive()
    }
}

/// A service's response, whatever its status.
#[derive(uniffi::Record)]
pub struct HttpResponse {
    /// The body as text; empty where it is none.
    pub body: String,
    /// The value of the header `replay-nonce`.
    pub nonce: Option<String>,
    /// The HTTP status.
    pub status: u16,
}

impl std::fmt::Debug for HttpResponse {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HttpResponse").field("status", &self.status).finish_non_exhaustive()
    }
}
