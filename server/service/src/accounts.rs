//! Adding users, and an operator's other actions for them.

use std::sync::Arc;

use key_domain::contacts::Contacts;
use key_domain::ids::AccountId;
use key_domain::rules::removal;
use key_domain::store::Lock;
use key_domain::store::accounts::{Account, Creation, NewAccount, Notification, NotificationKind};
use key_domain::store::devices::{Device, Lifecycle};
use key_domain::store::error::StoreError;
use key_protocol::id::DeviceId;
use key_protocol::language::Language;
use key_protocol::shown::ShownText;
use zeroize::Zeroizing;

use crate::app::App;
use crate::one_time;
pub use crate::one_time::draw_password;

/// Adds users and manages what belongs to them. [`crate::Service::accounts`] returns it.
#[derive(Clone, Debug)]
pub struct Accounts {
    app: Arc<App>,
}

/// A user to add.
#[derive(Clone, Debug)]
pub struct NewUser {
    /// The username.
    pub username: ShownText,
    /// The company, if the service has several.
    pub tenant: Option<ShownText>,
    /// The password; drawn at random if this is `None`.
    pub password: Option<Zeroizing<String>>,
    /// The language of messages until the user chooses one.
    pub language: Language,
    /// Where the user can be reached.
    pub contacts: Contacts,
}

impl NewUser {
    /// Creates a user with a random password.
    #[must_use]
    pub fn new(username: ShownText) -> Self {
        let contacts = Contacts::default();
        Self { username, tenant: None, password: None, language: Language::English, contacts }
    }
}

/// The credentials to give to a new user: nobody can read them again.
#[derive(Clone)]
pub struct CreatedUser {
    /// The username.
    pub username: ShownText,
    /// The password.
    pub password: Zeroizing<String>,
    /// The list of one-time passwords, from number 1, as printed: `xxxx-xxxx`.
    pub one_time_passwords: Vec<Zeroizing<String>>,
}

impl std::fmt::Debug for CreatedUser {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "CreatedUser({}, ..)", self.username)
    }
}

/// The reason why an action for a user failed.
#[derive(Debug, thiserror::Error)]
pub enum UserError {
    /// There is not enough memory for hashing.
    #[error("the password could not be hashed: the machine has no memory left")]
    NoMemory,
    /// The database cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is no such user.
    #[error("there is no user {0}")]
    Unknown(String),
    /// The user has no such active device.
    #[error("{0} has no such device in use; `key-server user devices` lists them")]
    UnknownDevice(String),
    /// Another user has the name.
    #[error("there is a user {0} already; choose another name")]
    UsernameTaken(String),
}

impl Accounts {
    pub(crate) const fn new(app: Arc<App>) -> Self {
        Self { app }
    }

    /// Adds a user with a new list of one-time passwords.
    ///
    /// # Errors
    /// [`UserError`]
    pub async fn create_user(&self, new: NewUser) -> Result<CreatedUser, UserError> {
        let (app, entropy) = (&self.app, self.app.parts.entropy.as_ref());
        let password = new.password.unwrap_or_else(|| draw_password(entropy));
        let phc = app.hasher.hash(password.clone(), entropy).await.ok_or(UserError::NoMemory)?;
        let account = Account {
            id: AccountId::from_bytes(app.random()),
            username: new.username.clone(),
            tenant: new.tenant,
            password: phc,
            language: new.language,
            contacts: new.contacts,
        };
        let (one_time_passwords, one_time) = self.draw_list(account.id);
        match app.store.create_account(NewAccount { account, one_time }, app.now()).await? {
            Creation::Created => Ok(CreatedUser { username: new.username, password, one_time_passwords }),
            Creation::UsernameTaken => Err(UserError::UsernameTaken(new.username.to_string())),
        }
    }

    /// Whether there is a user with this name, whatever its case.
    ///
    /// # Errors
    /// [`UserError::Store`]
    pub async fn exists(&self, username: &str) -> Result<bool, UserError> {
        Ok(self.app.store.account_by_username(username).await?.is_some())
    }

    /// Replaces a user's list of one-time passwords; the old one is no longer valid.
    ///
    /// # Errors
    /// [`UserError`]
    pub async fn new_password_list(&self, username: &str) -> Result<Vec<Zeroizing<String>>, UserError> {
        let account = self.find(username).await?;
        let (list, hashes) = self.draw_list(account.id);
        self.app.store.replace_list(account.id, hashes).await?;
        Ok(list)
    }

    /// Changes a user's password, and signs the user out everywhere.
    ///
    /// # Errors
    /// [`UserError`]
    pub async fn set_password(&self, username: &str, password: Zeroizing<String>) -> Result<(), UserError> {
        let account = self.find(username).await?;
        let phc = self.app.hasher.hash(password, self.app.parts.entropy.as_ref()).await;
        self.app.store.set_password(account.id, phc.ok_or(UserError::NoMemory)?).await?;
        Ok(())
    }

    /// Changes where a user can be reached, as far as given, and tells the old e-mail address.
    ///
    /// # Errors
    /// [`UserError`]
    pub async fn set_contacts(&self, username: &str, changed: Contacts) -> Result<Contacts, UserError> {
        let account = self.find(username).await?;
        let old = account.contacts;
        let contacts =
            Contacts { email: changed.email.or(old.email.clone()), phone: changed.phone.or(old.phone) };
        let detail = old.email.map(|email| email.to_string()).unwrap_or_default();
        let (account, kind) = (account.id, NotificationKind::ContactsChanged);
        let notification = Notification { account, kind, detail };
        self.app.store.set_contacts(account, &contacts, &notification, self.app.now()).await?;
        self.app.work.notify_one();
        Ok(contacts)
    }

    /// Removes a user and everything that belongs to them. Phones are told at their next call.
    ///
    /// # Errors
    /// [`UserError`]
    pub async fn remove_user(&self, username: &str) -> Result<(), UserError> {
        let account = self.find(username).await?;
        Ok(self.app.store.remove_account(account.id).await?)
    }

    /// Signs a user out everywhere, forgets the user's browsers, and returns the number of sessions.
    ///
    /// # Errors
    /// [`UserError`]
    pub async fn end_sessions(&self, username: &str) -> Result<u64, UserError> {
        let account = self.find(username).await?;
        Ok(self.app.store.end_sessions(account.id).await?)
    }

    /// The devices of a user that are paired, or were.
    ///
    /// # Errors
    /// [`UserError`]
    pub async fn devices(&self, username: &str) -> Result<Vec<Device>, UserError> {
        let account = self.find(username).await?;
        Ok(self.app.store.devices_of(account.id).await?)
    }

    /// Ends the use of a user's device for good, and notifies the user.
    ///
    /// # Errors
    /// [`UserError`]
    pub async fn remove_device(&self, username: &str, id: DeviceId) -> Result<(), UserError> {
        let account = self.find(username).await?;
        let mut tx = self.app.store.begin(&[Lock::Account(account.id)]).await?;
        let device = tx.device(id).await?.filter(|device| device.account == account.id);
        let is_pairing = |device: &Device| device.state == Lifecycle::Pairing;
        let Some(device) = device.filter(|device| device.can_be_removed() || is_pairing(device)) else {
            return Err(UserError::UnknownDevice(username.to_owned()));
        };
        removal::of_one(tx.as_mut(), device, None, self.app.now()).await?;
        Ok(self.app.commit(tx, account.id).await?)
    }

    /// The number of the next one-time password; `None` if the list is used up.
    ///
    /// # Errors
    /// [`UserError`]
    pub async fn next_one_time_number(&self, username: &str) -> Result<Option<u32>, UserError> {
        let account = self.find(username).await?;
        Ok(self.app.store.next_number(account.id).await?.map(|next| next.number))
    }

    /// Whether the one-time password is the one with this number on the user's list, used or not. Otherwise the user has
    /// another list.
    ///
    /// # Errors
    /// [`UserError`]
    pub async fn is_on_list(&self, username: &str, number: u32, password: &str) -> Result<bool, UserError> {
        let account = self.find(username).await?;
        let hash = self.app.parts.secrets.one_time_hash(&account.id, number, &one_time::normal(password));
        Ok(self.app.store.is_on_list(account.id, number, &hash).await?)
    }

    async fn find(&self, username: &str) -> Result<Account, UserError> {
        let found = self.app.store.account_by_username(username).await?;
        found.ok_or_else(|| UserError::Unknown(username.to_owned()))
    }

    fn draw_list(&self, id: AccountId) -> (Vec<Zeroizing<String>>, Vec<[u8; 32]>) {
        let list = one_time::draw_list(self.app.parts.entropy.as_ref());
        let hashes = self.app.parts.secrets.list_hashes(&id, &list);
        (list, hashes)
    }
}

#[cfg(test)]
mod tests;
