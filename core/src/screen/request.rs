//! A request on the screen, and the question while the user confirms it.

use key_protocol::id::RequestId;
use key_protocol::statement::Statement;

use super::parts::Asked;

/// What a request asks, while the user confirms it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// When it was made and when it expires, by the device's clock.
    pub lifetime: Lifetime,
    /// The question, as the statement has it.
    pub title: String,
    /// The username.
    pub username: String,
}

/// The lifetime of a request: seconds since 1970, by the device's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lifetime {
    /// When it was made.
    pub issued: i64,
    /// When it expires.
    pub expires: i64,
}

/// A request, shown with the statement that a confirmation signs.
#[derive(Clone, Debug, PartialEq)]
pub struct RequestView {
    /// What it asks for.
    pub asked: Asked,
    /// Whether the user will have to type the digits of the login page.
    pub digits: bool,
    /// Its identity.
    pub id: RequestId,
    /// When it was made and when it expires, by the device's clock.
    pub lifetime: Lifetime,
    /// Whether the browser has not signed in to this account before.
    pub new_browser: bool,
    /// The service's name.
    pub service: String,
    /// The statement.
    pub statement: Statement,
    /// The company, where the service has several.
    pub tenant: Option<String>,
    /// Whether a device is to be removed that has the name of this one.
    pub this_device: bool,
    /// The username.
    pub username: String,
}
