//! The types of arguments and results: the core's own types where they are plain, records where they are not.

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

/// The state of an account.
#[uniffi::remote(Enum)]
pub enum AccountState {
    /// Paired.
    Active,
    /// The service has disconnected this device: pair again.
    Disconnected,
    /// The service has heard from a copy of this device: pair again.
    Frozen,
    /// Too many wrong factors: pair again.
    Locked,
    /// The user has not yet confirmed the pairing on the login page.
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

/// The outcome of a request.
#[uniffi::remote(Enum)]
pub enum Outcome {
    /// It was confirmed.
    Confirmed,
    /// It was declined.
    Declined,
}

/// The result of a wait.
#[uniffi::remote(Enum)]
pub enum Watched {
    /// Something has changed.
    Changed,
    /// The service could not be reached: pause before the next try.
    Offline,
    /// There is nothing to wait for: the account is gone or has to be paired again.
    Stop,
    /// Nothing has changed.
    Unchanged,
}

/// An account on this device.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Account {
    /// Its identity on this device.
    pub id: AccountId,
    /// The service's address, such as `https://login.example`.
    pub address: String,
    /// Whether the service still has the PIN from before the last change.
    pub pin_behind: bool,
    /// Whether the last call reached the service.
    pub reachable: bool,
    /// The service's name.
    pub service: String,
    /// Its state. Only an active account can confirm.
    pub state: AccountState,
    /// The company, where the service has several.
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

/// Wrong PINs or biometrics that a service has reported after a right one.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct FailureNotice {
    /// The account.
    pub account: AccountId,
    /// The number of wrong tries.
    pub count: u32,
    /// The time of the first: seconds since 1970, by the service's clock.
    pub since: i64,
}

impl From<key_core::vault::FailureNotice> for FailureNotice {
    fn from(notice: key_core::vault::FailureNotice) -> Self {
        let key_core::vault::FailureNotice { account, count, since, .. } = notice;
        Self { account, count, since }
    }
}

/// A request to a service. No part of it may be logged.
#[derive(uniffi::Record)]
pub struct HttpRequest {
    /// The body, sent by `POST` with the content type `application/jose`. Without a body, the request is a `GET`.
    pub body: Option<String>,
    /// The time to wait for the response, in seconds.
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
    /// The body as text; empty if it is not text.
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
