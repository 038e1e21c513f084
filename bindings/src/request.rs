//! Requests: those that wait, and one as it is shown.

use key_core::account::AccountId;
use key_core::authenticator::Shown;
use key_protocol::id::RequestId;
use key_protocol::request::Request;

/// A request that waits for an answer.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct PendingRequest {
    /// Its identity.
    pub id: RequestId,
    /// The account that it is for.
    pub account: AccountId,
    /// When it was made, seconds since 1970, by the service's clock.
    pub issued: i64,
    /// When it ends unanswered, seconds since 1970, by the service's clock.
    pub expires: i64,
    /// The service's name.
    pub service: String,
    /// The company, where there are several.
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

/// What is shown and signed.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Statement {
    /// The question.
    pub title: String,
    /// The facts, in the order to be shown.
    pub lines: Vec<StatementLine>,
}

/// One line of a statement.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct StatementLine {
    /// What it is.
    pub label: String,
    /// What it says.
    pub value: String,
}

/// A request with the words it is shown with. Only these words can be confirmed, so an app shows them all.
#[derive(Debug, uniffi::Object)]
pub struct ShownRequest {
    pub(crate) shown: Shown,
}

#[uniffi::export]
impl ShownRequest {
    /// The account that it is for.
    pub fn account(&self) -> AccountId {
        self.shown.account.clone()
    }

    /// Its identity.
    pub fn id(&self) -> RequestId {
        self.shown.request.id
    }

    /// Whether the six digits of the login page have to be typed to confirm it.
    pub fn needs_digits(&self) -> bool {
        self.shown.request.digits
    }

    /// The words.
    pub fn statement(&self) -> Statement {
        let statement = self.shown.statement.clone();
        let lines = statement.lines.into_iter();
        let lines = lines.map(|line| StatementLine { label: line.label.to_owned(), value: line.value });
        Statement { title: statement.title, lines: lines.collect() }
    }
}
