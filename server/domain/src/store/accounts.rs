//! Accounts, their one-time passwords, and the notifications of their users.

use async_trait::async_trait;
use key_protocol::language::Language;
use key_protocol::shown::ShownText;

use super::error::StoreError;
use crate::contacts::Contacts;
use crate::ids::AccountId;

/// The longest time by which a notification is put off, in milliseconds.
pub const LONGEST_DELAY: i64 = 60 * 60_000;

/// Accounts and what belongs to them.
#[async_trait]
pub trait Accounts: Send + Sync {
    /// Adds an account with its list of one-time passwords, from number 1.
    async fn create_account(&self, new: NewAccount, now: i64) -> Result<Creation, StoreError>;

    /// Finds an account by its username, whatever its case.
    async fn account_by_username(&self, username: &str) -> Result<Option<Account>, StoreError>;

    /// Finds an account.
    async fn account(&self, id: AccountId) -> Result<Option<Account>, StoreError>;

    /// Changes the stored password, ends all sessions of the account, and forgets its browsers.
    async fn set_password(&self, id: AccountId, phc: String) -> Result<(), StoreError>;

    /// Changes the contact details, and adds `notification`.
    async fn set_contacts(
        &self,
        id: AccountId,
        contacts: &Contacts,
        notification: &Notification,
        now: i64,
    ) -> Result<(), StoreError>;

    /// Replaces the list of one-time passwords; the old one is no longer valid.
    async fn replace_list(&self, id: AccountId, hashes: Vec<[u8; 32]>) -> Result<(), StoreError>;

    /// The lowest unused number, and how many passwords are left.
    async fn next_number(&self, id: AccountId) -> Result<Option<NextNumber>, StoreError>;

    /// Whether the account's list has this hash at this number, used or not.
    async fn is_on_list(&self, id: AccountId, number: u32, hash: &[u8; 32]) -> Result<bool, StoreError>;

    /// Claims the next notification that is due, and puts it off until `later`, so that nobody else claims it before
    /// that.
    async fn claim_notification(
        &self,
        now: i64,
        later: i64,
    ) -> Result<Option<StoredNotification>, StoreError>;

    /// When the next notification is due.
    async fn next_notification_at(&self) -> Result<Option<i64>, StoreError>;

    /// Marks a notification as sent, or as refused for good: it is not due any more.
    async fn mark_sent(&self, id: i64, now: i64) -> Result<(), StoreError>;

    /// Puts off a notification that could not be sent.
    async fn put_off(&self, id: i64, until: i64) -> Result<(), StoreError>;

    /// The latest notifications of an account, newest first.
    async fn notifications_of(&self, id: AccountId) -> Result<Vec<StoredNotification>, StoreError>;

    /// Removes an account and all that belongs to it.
    async fn remove_account(&self, id: AccountId) -> Result<(), StoreError>;
}

/// An account.
#[derive(Clone, Debug)]
pub struct Account {
    /// Its identity.
    pub id: AccountId,
    /// Its username as it was entered.
    pub username: ShownText,
    /// The company it belongs to.
    pub tenant: Option<ShownText>,
    /// The password in PHC form.
    pub password: String,
    /// The language of the last login.
    pub language: Language,
    /// Where the user can be reached.
    pub contacts: Contacts,
}

/// An account to add.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// The account.
    pub account: Account,
    /// The hashes of its one-time passwords, from number 1.
    pub one_time: Vec<[u8; 32]>,
}

/// The result of [`Accounts::create_account`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Creation {
    /// The account was created.
    Created,
    /// Another account has the username.
    UsernameTaken,
}

/// The one-time password to ask for next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NextNumber {
    /// Its number on the list.
    pub number: u32,
    /// How many are left, including this one.
    pub left: u32,
}

/// A notification of a user (FK10, and anything that looks like theft).
#[derive(Clone, Debug)]
pub struct Notification {
    /// The notified account.
    pub account: AccountId,
    /// The kind.
    pub kind: NotificationKind,
    /// The device, or the browser and place.
    pub detail: String,
}

/// The kind of a notification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotificationKind {
    /// The link to the app is sent by SMS; the detail is the phone number that was typed. It is no event.
    AppLink,
    /// Somebody who was signed in tried to change the account.
    ChangeNotMe,
    /// The contact details were changed; the detail is the old e-mail address, if there was one, which is told.
    ContactsChanged,
    /// A device was added.
    DeviceAdded,
    /// Two copies of a device have called.
    DeviceFrozen,
    /// A device disconnected itself.
    DeviceLeft,
    /// A device was locked after too many wrong factors.
    DeviceLocked,
    /// A device was removed, by its user or by the operator.
    DeviceRemoved,
    /// The user did not recognise a device that had claimed their link.
    DeviceRefused,
    /// A factor of a device was changed.
    FactorChanged,
    /// A device had several wrong factors in a row.
    FactorFailures,
    /// A new list of one-time passwords was made.
    ListChanged,
    /// Somebody who knows the password tried to log in.
    LoginNotMe,
    /// A pairing link is sent by SMS; the detail is the identity of the pairing, in base64url. It is no event.
    PairingLink,
}

impl NotificationKind {
    const ALL: [Self; 14] = [
        Self::AppLink,
        Self::ChangeNotMe,
        Self::ContactsChanged,
        Self::DeviceAdded,
        Self::DeviceFrozen,
        Self::DeviceLeft,
        Self::DeviceLocked,
        Self::DeviceRefused,
        Self::DeviceRemoved,
        Self::FactorChanged,
        Self::FactorFailures,
        Self::ListChanged,
        Self::LoginNotMe,
        Self::PairingLink,
    ];

    /// The name in databases, file names and text identities.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::AppLink => "app-link",
            Self::ChangeNotMe => "change-not-me",
            Self::ContactsChanged => "contacts-changed",
            Self::DeviceAdded => "device-added",
            Self::DeviceFrozen => "device-frozen",
            Self::DeviceLeft => "device-left",
            Self::DeviceLocked => "device-locked",
            Self::DeviceRefused => "device-refused",
            Self::DeviceRemoved => "device-removed",
            Self::FactorChanged => "factor-changed",
            Self::FactorFailures => "factor-failures",
            Self::ListChanged => "list-changed",
            Self::LoginNotMe => "login-not-me",
            Self::PairingLink => "pairing-link",
        }
    }

    /// Whether it concerns a device, and contains the name that the device has chosen.
    #[must_use]
    pub const fn is_of_device(self) -> bool {
        !matches!(
            self,
            Self::AppLink
                | Self::ChangeNotMe
                | Self::ContactsChanged
                | Self::ListChanged
                | Self::LoginNotMe
                | Self::PairingLink
        )
    }

    /// Reads a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// A notification as it is stored.
#[derive(Clone, Debug)]
pub struct StoredNotification {
    /// Its number.
    pub id: i64,
    /// The notification.
    pub notification: Notification,
    /// When it was caused.
    pub at: i64,
    /// How many attempts to send it have begun.
    pub tries: u32,
}
