//! Accounts, their one-time passwords, and what their users are told about.

use async_trait::async_trait;
use key_protocol::language::Language;
use key_protocol::shown::ShownText;

use super::error::StoreError;
use crate::ids::AccountId;

/// For how long an event is put off at most, in milliseconds.
pub const LONGEST_DELAY: i64 = 60 * 60_000;

/// Accounts and what hangs on them.
#[async_trait]
pub trait Accounts: Send + Sync {
    /// Adds an account with its list of one-time passwords, from number 1.
    async fn create_account(&self, new: NewAccount, now: i64) -> Result<Creation, StoreError>;

    /// Finds an account by its username, whatever its case.
    async fn account_by_username(&self, username: &str) -> Result<Option<Account>, StoreError>;

    /// Finds an account.
    async fn account(&self, id: AccountId) -> Result<Option<Account>, StoreError>;

    /// Changes the stored password, ends all sessions of the account, and knows its browsers no more.
    async fn set_password(&self, id: AccountId, phc: String) -> Result<(), StoreError>;

    /// Replaces the list of one-time passwords; the old one is dead.
    async fn replace_list(&self, id: AccountId, hashes: Vec<[u8; 32]>) -> Result<(), StoreError>;

    /// The lowest number that is not used, and how many are left.
    async fn next_number(&self, id: AccountId) -> Result<Option<NextNumber>, StoreError>;

    /// Takes the next event that is due for sending, and puts its next turn off until `later`: nobody else gets it
    /// before that.
    async fn claim_notification(
        &self,
        now: i64,
        later: i64,
    ) -> Result<Option<StoredNotification>, StoreError>;

    /// When the next event is due for sending.
    async fn next_notification_at(&self) -> Result<Option<i64>, StoreError>;

    /// Marks an event as sent.
    async fn mark_sent(&self, id: i64, now: i64) -> Result<(), StoreError>;

    /// Puts an event off that could not be sent.
    async fn put_off(&self, id: i64, until: i64) -> Result<(), StoreError>;

    /// The latest of an account, newest first.
    async fn notifications_of(&self, id: AccountId) -> Result<Vec<StoredNotification>, StoreError>;

    /// Removes an account and all that belongs to it.
    async fn remove_account(&self, id: AccountId) -> Result<(), StoreError>;
}

/// An account.
#[derive(Clone, Debug)]
pub struct Account {
    /// Its identity.
    pub id: AccountId,
    /// Its username as it was given.
    pub username: ShownText,
    /// The company it belongs to.
    pub tenant: Option<ShownText>,
    /// The password in PHC form.
    pub password: String,
    /// The language of the last login.
    pub language: Language,
}

/// An account to be.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// The account.
    pub account: Account,
    /// The hashes of its one-time passwords, from number 1.
    pub one_time: Vec<[u8; 32]>,
}

/// What came of [`Accounts::create_account`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Creation {
    /// It is there.
    Created,
    /// Another account has the username.
    UsernameTaken,
}

/// Which one-time password is asked for next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NextNumber {
    /// Its number on the list.
    pub number: u32,
    /// How many are left, with this one.
    pub left: u32,
}

/// Something that the user is told about (FK10, and whatever looks like theft).
#[derive(Clone, Debug)]
pub struct Notification {
    /// Whose.
    pub account: AccountId,
    /// What.
    pub kind: NotificationKind,
    /// Which device, or which browser and place.
    pub detail: String,
}

/// What the user is told about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotificationKind {
    /// A device was added.
    DeviceAdded,
    /// Two copies of a device have spoken.
    DeviceFrozen,
    /// A device disconnected itself.
    DeviceLeft,
    /// A device was locked after too many wrong factors.
    DeviceLocked,
    /// The operator took a device out.
    DeviceRemoved,
    /// The user did not recognise a device that had claimed their link.
    DeviceRefused,
    /// A factor of a device was changed.
    FactorChanged,
    /// Several wrong factors in a row on a device.
    FactorFailures,
    /// Somebody who knows the password tried to log in.
    LoginNotMe,
}

impl NotificationKind {
    const ALL: [Self; 9] = [
        Self::DeviceAdded,
        Self::DeviceFrozen,
        Self::DeviceLeft,
        Self::DeviceLocked,
        Self::DeviceRefused,
        Self::DeviceRemoved,
        Self::FactorChanged,
        Self::FactorFailures,
        Self::LoginNotMe,
    ];

    /// The name in databases, file names and text identities.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::DeviceAdded => "device-added",
            Self::DeviceFrozen => "device-frozen",
            Self::DeviceLeft => "device-left",
            Self::DeviceLocked => "device-locked",
            Self::DeviceRefused => "device-refused",
            Self::DeviceRemoved => "device-removed",
            Self::FactorChanged => "factor-changed",
            Self::FactorFailures => "factor-failures",
            Self::LoginNotMe => "login-not-me",
        }
    }

    /// Whether it is about a device, and tells the name that this has given itself.
    #[must_use]
    pub const fn is_of_device(self) -> bool {
        !matches!(self, Self::LoginNotMe)
    }

    /// Reads a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// An event as it is kept.
#[derive(Clone, Debug)]
pub struct StoredNotification {
    /// Its number.
    pub id: i64,
    /// What it is.
    pub notification: Notification,
    /// When it happened.
    pub at: i64,
    /// How often sending was begun.
    pub tries: u32,
}
