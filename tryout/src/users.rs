//! The try-out's users. The service stores only hashes, so the users' passwords are stored here to print them again.

use key_domain::contacts::{Contacts, EmailAddress, PhoneNumber};
use key_protocol::shown::ShownText;
use key_service::accounts::{Accounts, NewUser, UserError, draw_password};
use key_service::{SystemEntropy, TryoutUser};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::folder::{Folder, FolderError};

/// Their usernames. The start page explains the first one.
const NAMES: [&str; 2] = ["mira.laine", "otto.berg"];

/// A user with password and one-time passwords.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct User {
    /// The username.
    pub(crate) name: String,
    /// The list of one-time passwords, from number 1.
    list: Vec<String>,
    /// The password.
    pub(crate) password: String,
    /// The first number on the list that has not been used.
    #[serde(skip)]
    next: u32,
    /// Whether the user has made a new list, which is known to them alone.
    #[serde(skip)]
    replaced: bool,
}

impl User {
    /// The next one-time passwords, with their numbers.
    pub(crate) fn one_time_passwords(&self) -> Vec<(u32, String)> {
        self.shown().next_passwords(self.next)
    }

    /// The user as the start page shows them.
    pub(crate) fn shown(&self) -> TryoutUser {
        TryoutUser {
            username: self.name.clone(),
            password: self.password.clone(),
            one_time_passwords: if self.replaced { Vec::new() } else { self.list.clone() },
        }
    }
}

/// The reason why there are no users.
#[derive(Debug, thiserror::Error)]
pub(crate) enum UsersError {
    /// The stored data about them cannot be read.
    #[error("{0} is damaged: remove it, or start with --fresh.")]
    Damaged(String),
    /// The folder cannot be used.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// The database has a user of the same name whom this try-out has not made.
    #[error("The database has a user {0} already, whom this try-out has not made: name another database.")]
    Foreign(&'static str),
    /// The service cannot make them.
    #[error("The users cannot be made: {0}.")]
    Service(#[from] UserError),
}

/// The stored users, or new ones. In a `shared` database none is changed that is not stored here.
pub(crate) async fn ensure(
    folder: &Folder,
    accounts: &Accounts,
    shared: bool,
) -> Result<Vec<User>, UsersError> {
    let kept: Vec<User> = match folder.read()?.map(Zeroizing::new) {
        Some(json) => serde_json::from_slice(&json)
            .map_err(|_| UsersError::Damaged(folder.own_file().display().to_string()))?,
        None => Vec::new(),
    };
    for name in NAMES.into_iter().filter(|_| shared) {
        let is_ours = kept.iter().any(|user| user.name == name);
        if !is_ours && accounts.exists(name).await? {
            return Err(UsersError::Foreign(name));
        }
    }
    let mut users = Vec::new();
    for user in &kept {
        users.extend(still_good(user, accounts).await?);
    }
    // Stored first: a try-out that is killed before the end of this function then starts anew with them.
    keep(folder, &users)?;
    for name in NAMES {
        if users.iter().all(|user| user.name != name) {
            users.push(renew(name, kept.iter().find(|user| user.name == name), accounts).await?);
        }
    }
    users.sort_by_key(|user| NAMES.iter().position(|name| *name == user.name));
    keep(folder, &users)?;
    Ok(users)
}

fn keep(folder: &Folder, users: &[User]) -> Result<(), FolderError> {
    folder.write(&Zeroizing::new(serde_json::to_vec(users).unwrap_or_default()))
}

/// The user, if the service has them and enough of their list is left.
async fn still_good(kept: &User, accounts: &Accounts) -> Result<Option<User>, UserError> {
    if !NAMES.contains(&kept.name.as_str()) || !accounts.exists(&kept.name).await? {
        return Ok(None);
    }
    let next = accounts.next_one_time_number(&kept.name).await?.unwrap_or(u32::MAX);
    let replaced = match kept.list.get(usize::try_from(next).unwrap_or(usize::MAX).saturating_sub(1)) {
        Some(password) => !accounts.is_on_list(&kept.name, next, password).await?,
        None => false,
    };
    let user = User { next, replaced, ..kept.clone() };
    let is_good = user.replaced || user.one_time_passwords().len() == TryoutUser::SHOWN;
    Ok(Some(user).filter(|_| is_good))
}

/// Makes a user, or gives them a new list, with the stored password or a new one.
async fn renew(name: &str, kept: Option<&User>, accounts: &Accounts) -> Result<User, UserError> {
    let password = match kept {
        Some(user) => Zeroizing::new(user.password.clone()),
        None => draw_password(&SystemEntropy::default()),
    };
    if !accounts.exists(name).await? {
        return create(name, password, accounts).await;
    }
    accounts.set_password(name, password.clone()).await?;
    let list = accounts.new_password_list(name).await?;
    Ok(user(name, &list, &password))
}

async fn create(name: &str, password: Zeroizing<String>, accounts: &Accounts) -> Result<User, UserError> {
    let Ok(username) = ShownText::parse(name) else { return Err(UserError::Unknown(name.to_owned())) };
    let new = NewUser { password: Some(password), contacts: contacts(name), ..NewUser::new(username) };
    let created = accounts.create_user(new).await?;
    Ok(user(name, &created.one_time_passwords, &created.password))
}

/// Made-up contact details, to which nothing is sent: messages go to the outbox folder.
fn contacts(name: &str) -> Contacts {
    let number = NAMES.iter().position(|known| *known == name).unwrap_or_default() + 1;
    Contacts {
        email: EmailAddress::parse(&format!("{name}@example.org")).ok(),
        phone: PhoneNumber::parse(&format!("+358 40 123 450{number}")).ok(),
    }
}

fn user(name: &str, list: &[Zeroizing<String>], password: &str) -> User {
    let list = list.iter().map(|password| password.to_string()).collect();
    User { name: name.to_owned(), list, password: password.to_owned(), next: 1, replaced: false }
}

#[cfg(test)]
mod tests;
