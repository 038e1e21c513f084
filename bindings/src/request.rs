//! Pending requests, and requests as they are shown.

use key_core::account::AccountId;
use key_core::authenticator::Shown;
use key_protocol::id::RequestId;
use key_protocol::request::Request;

/// A request that is pending.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct PendingRequest {
    /// Its identity.
    pub id: RequestId,
    /// The account of the request.
    pub account: AccountId,
    /// The time when it was made: seconds since 1970, by the service's clock.
    pub issued: i64,
    /// The time when it expires unanswered: seconds since 1970, by the service's clock.
    pub expires: i64,
    /// The service's name.
    pub service: String,
    /// The company, where the service has several.
    pub tenant: Option<String>,
    /// The username.
    pub username: String,
}

impl PendingRequest {
    pub(crate) fn of(account: AccountId, request: Request) -> Self {
        Self {
            id: request.id,
            account,
            issued: request.issued,
            expires: request.expires,
            service: request.service.into(),
            tenant: request.tenant.map(Into::into),
            username: request.username.into(),
        }
    }
}

/// The statement that is shown and signed.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Statement {
    /// The question.
    pub title: String,
    /// The facts, in the order in which they are shown.
    pub lines: Vec<StatementLine>,
}

/// One line of a statement.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct StatementLine {
    /// The name of the fact.
    pub label: String,
    /// The value of the fact.
    pub value: String,
}

/// A request with the statement that it is shown with. The user can confirm only this statement, so an app must show
/// all of it.
#[derive(Debug, uniffi::Object)]
pub struct ShownRequest {
    pub(crate) shown: Shown,
}

#[uniffi::export]
impl ShownRequest {
    /// The account of the request.
    pub fn account(&self) -> AccountId {
        self.shown.account.clone()
    }

    /// Its identity.
    pub fn id(&self) -> RequestId {
        self.shown.request.id
    }

    /// Whether the user has to type the six digits of the login page to confirm it.
    pub fn needs_digits(&self) -> bool {
        self.shown.request.digits
    }

    /// The statement.
    pub fn statement(&self) -> Statement {
        let statement = self.shown.statement.clone();
        let lines = statement.lines.into_iter();
        let lines = lines.map(|line| StatementLine { label: line.label.to_owned(), value: line.value });
        Statement { title: statement.title, lines: lines.collect() }
    }
}
