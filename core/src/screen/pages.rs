//! The pages of an account, of an answered request, and of the settings.

use key_protocol::language::Language;

use super::parts::Asked;
use crate::account::{AccountId, AccountState};
use crate::authenticator::OfflineCode;
use crate::vault::Theme;

/// An account on the first screen.
#[derive(Clone, Debug, PartialEq)]
pub struct AccountView {
    /// Its identity.
    pub id: AccountId,
    /// The user's own name for it.
    pub label: Option<String>,
    /// When a request was last confirmed for it: seconds since 1970, by the device's clock.
    pub last_confirmed: Option<i64>,
    /// Whether the last call reached the service.
    pub reachable: bool,
    /// The service's name.
    pub service: String,
    /// The state of the account. [`AccountState::Active`] offers [`super::Action::AskDisconnect`]; any other state offers
    /// [`super::Action::Forget`] and tells the user what to do.
    pub state: AccountState,
    /// The company, where the service has several.
    pub tenant: Option<String>,
    /// The username.
    pub username: String,
}

/// The answer to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decided {
    /// What was asked is done.
    Confirmed,
    /// What was asked is not done.
    Declined,
    /// What was asked is not done, and the service was warned.
    NotMe,
}

/// The identity of an answered request on this phone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnsweredId(pub(crate) String);

impl AnsweredId {
    /// Makes an identity from the text form that [`AnsweredId::as_str`] returns.
    #[must_use]
    pub fn from_text(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text form.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An answered request in a list ([`super::Action::OpenAnswered`]).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnsweredSummary {
    /// Its identity.
    pub id: AnsweredId,
    /// The answer, if it is known.
    pub answer: Option<Decided>,
    /// What was answered, if it is known.
    pub asked: Option<Asked>,
    /// The account, if it is known: service and username.
    pub account: Option<(String, String)>,
    /// When it was answered: seconds since 1970, by the device's clock.
    pub at: i64,
    /// The browser, if it is known.
    pub browser: Option<String>,
    /// The question that was answered.
    pub title: String,
}

/// An answered request ([`super::Action::VerifyReceipt`], [`super::Action::Back`]).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnsweredView {
    /// What the list shows too.
    pub summary: AnsweredSummary,
    /// The lines of the statement that was signed.
    pub lines: Vec<String>,
    /// Whether the receipt is genuine, once the user has asked.
    pub verified: Option<bool>,
    /// Whether there is evidence to verify.
    pub verifiable: bool,
    /// The offset of local time from UTC, in minutes.
    pub utc_offset: i16,
}

/// The page of an account ([`super::Action::EditAccountName`], [`super::Action::AskDisconnect`],
/// [`super::Action::Forget`], [`super::Action::OpenAnswered`], [`super::Action::Back`]).
#[derive(Clone, Debug, PartialEq)]
pub struct AccountPage {
    /// What the list shows too.
    pub account: AccountView,
    /// The requests answered last for the account, newest first.
    pub answered: Vec<AnsweredSummary>,
    /// Whether the account can confirm with biometrics.
    pub biometrics: bool,
    /// The name that the service knows this phone by, if Key remembers it.
    pub device_name: Option<String>,
    /// The service's host name; letters outside ASCII in their `xn--` form.
    pub host: String,
    /// Whether the account has offline codes ([`super::Action::OpenOfflineOf`]).
    pub offline: bool,
}

/// An offline code ([`super::Action::Back`], and [`super::Action::Retry`] once it is hidden).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfflineView {
    /// The code; `None` once it has been on the screen for two minutes.
    pub code: Option<OfflineCode>,
    /// The service's name.
    pub service: String,
    /// The company, where the service has several.
    pub tenant: Option<String>,
    /// The username.
    pub username: String,
}

/// The settings ([`super::Action::ChangePin`], [`super::Action::Language`], [`super::Action::Theme`], [`super::Action::SetBiometrics`],
/// [`super::Action::EditPhoneName`], [`super::Action::OpenAbout`], [`super::Action::Back`]).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingsView {
    /// The services that still have the previous PIN.
    pub behind: Vec<String>,
    /// Whether biometrics are used; `None` if this phone has none, or there is no account.
    pub biometrics: Option<bool>,
    /// Whether there is a PIN to change.
    pub has_pin: bool,
    /// The language set in Key.
    pub language: Option<Language>,
    /// The name of this phone.
    pub phone_name: String,
    /// The colours set in Key.
    pub theme: Option<Theme>,
}

/// A name that the user edits ([`super::Action::NameGiven`], [`super::Action::Back`]).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EditedName {
    /// The user's own name for an account.
    Account {
        /// The account.
        id: AccountId,
        /// The service's name, which stands without one.
        service: String,
    },
    /// The name of this phone.
    Phone,
}
