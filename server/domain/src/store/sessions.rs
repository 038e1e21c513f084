//! Sessions and known browsers.

use async_trait::async_trait;
use key_protocol::id::DeviceId;

use super::error::StoreError;
use crate::ids::{AccountId, BrowserId, BrowserMark, ConfirmationId, PairingId, SessionId};
use crate::lifetime::is_alive;

/// How long a signed-in user who may add a device has for it, in milliseconds.
pub const PAIR_WITHIN: i64 = 30 * 60_000;

/// How long a session may show the new list of one-time passwords that was made in it, in milliseconds.
pub const SHOW_LIST: i64 = 15 * 60_000;

/// In [`Session::list_until`]: the session may make a list, and has made none yet.
pub const TO_MAKE_LIST: i64 = i64::MAX;

/// Sessions and known browsers.
#[async_trait]
pub trait Sessions: Send + Sync {
    /// Finds a session that has not expired, and records its use.
    async fn session(&self, id: SessionId, now: i64) -> Result<Option<Session>, StoreError>;

    /// Ends a session.
    async fn end_session(&self, id: SessionId) -> Result<(), StoreError>;

    /// Finds a browser that the account has signed in with before.
    async fn known_browser(
        &self,
        id: BrowserId,
        account: AccountId,
    ) -> Result<Option<BrowserMark>, StoreError>;

    /// Finds a browser that the user with this name, whatever its case, has signed in with before. The work is the same
    /// whether there is such a user or not.
    async fn known_browser_of(
        &self,
        id: BrowserId,
        username: &str,
    ) -> Result<Option<BrowserMark>, StoreError>;

    /// Whether a session exists and has not expired. This does not count as use.
    async fn is_session(&self, id: SessionId, now: i64) -> Result<bool, StoreError>;

    /// The browsers that the user has signed in with, the latest first.
    async fn browsers_of(&self, account: AccountId) -> Result<Vec<Browser>, StoreError>;

    /// Forgets a browser; `false` if it was not known.
    async fn forget_browser(&self, mark: BrowserMark, account: AccountId) -> Result<bool, StoreError>;

    /// Ends all sessions of an account, forgets its browsers, and returns the number of sessions.
    async fn end_sessions(&self, account: AccountId) -> Result<u64, StoreError>;
}

/// A browser that the user has signed in with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Browser {
    /// Its identity.
    pub id: BrowserId,
    /// The mark by which it is counted and reported.
    pub mark: BrowserMark,
    /// The account.
    pub account: AccountId,
    /// Its description, such as `Firefox on Linux`.
    pub name: String,
    /// When the user last signed in with it.
    pub seen_at: i64,
    /// When the user last reported a login in it as somebody else's.
    pub reported_at: Option<i64>,
}

/// The stage of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The user has entered the password and a one-time password, to set up Key.
    Identified,
    /// The user has entered the password only.
    Password,
    /// The user is signed in.
    SignedIn,
}

impl Stage {
    const ALL: [Self; 3] = [Self::Identified, Self::Password, Self::SignedIn];

    /// The name in the database.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Identified => "identified",
            Self::Password => "password",
            Self::SignedIn => "signed-in",
        }
    }

    /// Reads a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.name() == name)
    }

    /// How long a session of this stage lives at most, and how long without use, in milliseconds.
    #[must_use]
    pub const fn lifetimes(self) -> (i64, i64) {
        const MINUTE: i64 = 60_000;
        match self {
            Self::Identified | Self::Password => (30 * MINUTE, 30 * MINUTE),
            Self::SignedIn => (12 * 60 * MINUTE, 60 * MINUTE),
        }
    }
}

/// A session.
#[derive(Clone, Debug)]
pub struct Session {
    /// Its identity.
    pub id: SessionId,
    /// The account.
    pub account: AccountId,
    /// When it began, in milliseconds since 1970.
    pub created_at: i64,
    /// Its stage.
    pub stage: Stage,
    /// The confirmation that it waits for.
    pub confirmation: Option<ConfirmationId>,
    /// The pairing that it waits for.
    pub pairing: Option<PairingId>,
    /// Until when the signed-in user may pair another device.
    pub may_pair_until: Option<i64>,
    /// Until when the session may show the new list of one-time passwords that was made in it.
    pub list_until: Option<i64>,
    /// How the user was identified, if signed in.
    pub by: Option<SignedInBy>,
}

impl Session {
    /// Whether the session may show the new list that was made in it.
    #[must_use]
    pub fn shows_list(&self, now: i64) -> bool {
        self.list_until.is_some_and(|until| is_alive(until - SHOW_LIST, until, now))
    }

    /// Whether the user may make links and accept devices in it.
    #[must_use]
    pub fn may_pair(&self, now: i64) -> bool {
        let granted = self.may_pair_until.is_some_and(|until| is_alive(until - PAIR_WITHIN, until, now));
        self.stage == Stage::Identified || (self.stage == Stage::SignedIn && granted)
    }
}

/// How the user was identified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignedInBy {
    /// By Key on this device.
    Device(DeviceId),
    /// By this one-time password.
    Number(u32),
}

/// A session to add.
#[derive(Clone, Debug)]
pub struct NewSession {
    /// Its identity.
    pub id: SessionId,
    /// The account.
    pub account: AccountId,
    /// Its stage.
    pub stage: Stage,
    /// The pairing that its page continues to show.
    pub pairing: Option<PairingId>,
    /// How the user was identified.
    pub by: Option<SignedInBy>,
}
