//! Accounts, their one-time passwords, what their users are told about, and throttles.

use async_trait::async_trait;
use key_protocol::language::Language;
use key_protocol::shown::ShownText;

use super::StoreError;
use crate::ids::AccountId;

/// Accounts and what hangs on them.
#[async_trait]
pub trait Accounts: Send + Sync {
    /// Adds an account with its list of one-time passwords, from number 1.
    async fn create_account(&self, new: NewAccount, now: i64) -> Result<Creation, StoreError>;

    /// Finds an account by its username, whatever its case.
    async fn account_by_username(&self, username: &str) -> Result<Option<Account>, StoreError>;

    /// Finds an account.
    async fn account(&self, id: AccountId) -> Result<Option<Account>, StoreError>;

    /// Changes the stored password.
    async fn set_password(&self, id: AccountId, phc: String) -> Result<(), StoreError>;

    /// Remembers the language of the user's last login: messages are written in it.
    async fn set_language(&self, id: AccountId, language: Language) -> Result<(), StoreError>;

    /// Replaces the list of one-time passwords; the old one is dead.
    async fn replace_list(&self, id: AccountId, hashes: Vec<[u8; 32]>) -> Result<(), StoreError>;

    /// The lowest number that is not used, and how many are left.
    async fn next_number(&self, id: AccountId) -> Result<Option<NextNumber>, StoreError>;

    /// Uses up a one-time password; `false` if it is another or was used before.
    async fn use_number(
        &self,
        id: AccountId,
        number: u32,
        hash: [u8; 32],
        now: i64,
    ) -> Result<bool, StoreError>;

    /// Writes down something that the user is to be told.
    async fn add_event(&self, event: Event, now: i64) -> Result<(), StoreError>;

    /// What was never sent, oldest first.
    async fn unsent_events(&self) -> Result<Vec<StoredEvent>, StoreError>;

    /// It was sent.
    async fn mark_sent(&self, id: i64, now: i64) -> Result<(), StoreError>;

    /// The latest of an account, newest first.
    async fn events_of(&self, id: AccountId) -> Result<Vec<StoredEvent>, StoreError>;

    /// Counts a try against every throttle, or none and says how long to wait. Counting comes before the try, so
    /// that many at once are counted too.
    async fn attempt(&self, throttles: &[Throttle], now: i64) -> Result<Attempt, StoreError>;

    /// The try was right: clears the throttles of `clear`, takes one try off those of `release`.
    async fn succeed(&self, clear: &[[u8; 32]], release: &[[u8; 32]]) -> Result<(), StoreError>;
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
pub struct Event {
    /// Whose.
    pub account: AccountId,
    /// What.
    pub kind: EventKind,
    /// Which device, or which browser and place.
    pub detail: String,
}

/// What the user is told about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// A device was added.
    DeviceAdded,
    /// Two copies of a device have spoken.
    DeviceFrozen,
    /// A device disconnected itself.
    DeviceLeft,
    /// A device was locked after too many wrong factors.
    DeviceLocked,
    /// The user did not recognise a device that had claimed their link.
    DeviceRefused,
    /// A factor of a device was changed.
    FactorChanged,
    /// Several wrong factors in a row on a device.
    FactorFailures,
    /// Somebody who knows the password tried to log in.
    LoginNotMe,
}

impl EventKind {
    const ALL: [Self; 8] = [
        Self::DeviceAdded,
        Self::DeviceFrozen,
        Self::DeviceLeft,
        Self::DeviceLocked,
        Self::DeviceRefused,
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
            Self::FactorChanged => "factor-changed",
            Self::FactorFailures => "factor-failures",
            Self::LoginNotMe => "login-not-me",
        }
    }

    /// Reads a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// An event as it is kept.
#[derive(Clone, Debug)]
pub struct StoredEvent {
    /// Its number.
    pub id: i64,
    /// What it is.
    pub event: Event,
    /// When it happened.
    pub at: i64,
}

/// One thing that too many tries are counted against.
#[derive(Clone, Copy, Debug)]
pub struct Throttle {
    /// What it is kept under.
    pub id: [u8; 32],
    /// How many failures cost no waiting.
    pub free: u32,
}

/// Whether a try may go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attempt {
    /// It may, and was counted.
    Allowed,
    /// Not before so many milliseconds.
    Wait(i64),
}
