//! What an authenticator holds: its accounts and what was sent for them, on disk, and what is known while Key runs.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use key_protocol::answer::EndedRequest;
use key_protocol::call::{CallId, RunSecret};
use key_protocol::comparison::Share;
use key_protocol::id::RequestId;
use key_protocol::key::PublicKey;
use key_protocol::link::PairingLink;
use key_protocol::request::Request;

use super::locks::Locks;
use super::stored::{Seen, Stored};
use crate::account::{Account, AccountId, AccountState};
use crate::client::Client;
use crate::error::Error;
use crate::journal::Journal;
use crate::platform::Platform;
use crate::vault::{Contents, OpenError, Vault};

/// The authenticator of one device.
pub struct Authenticator {
    pub(super) client: Client,
    pub(super) draft: Mutex<Option<Draft>>,
    live: Mutex<HashMap<AccountId, Live>>,
    pub(super) locks: Mutex<HashMap<AccountId, Arc<Locks>>>,
    pub(super) platform: Platform,
    pub(super) stored: Stored,
}

/// What is known of an account besides the vault, while Key runs.
#[derive(Default)]
pub(super) struct Live {
    /// The service's clock less the device's, milliseconds.
    pub(super) clock_ahead: i64,
    pub(super) digest: String,
    pub(super) ended: Vec<EndedRequest>,
    pub(super) pending: Vec<Pending>,
    /// The run of the app, once the service has opened it.
    pub(super) run: Option<Run>,
    /// The resume that this start of Key has sent.
    pub(super) own_resume: Option<(u64, RunSecret)>,
    /// Wrong factors that this phone itself has sent since the last right one, as far as it has run.
    pub(super) slips: u32,
    pub(super) unreachable: bool,
    /// Requests that the service was told of that they cannot be shown.
    pub(super) unshown: HashSet<RequestId>,
}

#[derive(Clone)]
pub(super) struct Pending {
    pub(super) jws: String,
    pub(super) request: Request,
}

/// Whether this device could save what a service has confirmed. The service's word holds either way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remembered {
    /// It could not, and tries again with whatever it saves next.
    No,
    /// It has.
    Yes,
}

/// A run that the service has opened.
#[derive(Clone, Debug)]
pub(super) struct Run {
    /// The number of the resume that has opened it.
    pub(super) seq: u64,
    /// What shows that a wait belongs to it.
    pub(super) secret: RunSecret,
    /// How many waits in it were answered.
    pub(super) waits: u64,
    /// The identity of the next.
    pub(super) next_id: CallId,
}

/// A claim that was sent. Where no answer comes, it is sent again as it was: another key would find the link used.
#[derive(Clone)]
pub(super) struct Draft {
    pub(super) id: AccountId,
    pub(super) link: PairingLink,
    pub(super) payload: Vec<u8>,
    pub(super) possession: PublicKey,
    pub(super) share: Share,
}

impl std::fmt::Debug for Authenticator {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Authenticator").finish_non_exhaustive()
    }
}

impl Authenticator {
    /// Opens the vault of this device, or makes a new one.
    ///
    /// # Errors
    /// [`OpenError`]
    pub fn open(platform: Platform) -> Result<Self, OpenError> {
        let vault = Vault::open(&platform)?;
        let journal = Journal::open(&platform, vault.key())?;
        let (client, stored) = (Client::default(), Stored::new(journal, vault));
        let (draft, live, locks) = (Mutex::default(), Mutex::default(), Mutex::default());
        Ok(Self { client, draft, live, locks, platform, stored })
    }

    /// The accounts, in the order they were added. One whose calls are not known any more has to be paired again.
    #[must_use]
    pub fn accounts(&self) -> Vec<Account> {
        let Seen { contents, entries } = self.stored.seen();
        let mut accounts = contents.accounts.clone();
        for account in accounts.iter_mut().filter(|account| entries.of(&account.id).is_none()) {
            account.state = AccountState::Disconnected;
        }
        accounts
    }

    /// One account.
    ///
    /// # Errors
    /// [`Error::UnknownAccount`]
    pub fn account(&self, id: &AccountId) -> Result<Account, Error> {
        self.accounts().into_iter().find(|account| account.id == *id).ok_or(Error::UnknownAccount)
    }

    /// What is known besides the vault. Nobody who holds it waits for a disk or a network.
    pub(super) fn live(&self) -> MutexGuard<'_, HashMap<AccountId, Live>> {
        self.live.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is in the vault.
    pub(super) fn contents(&self) -> Arc<Contents> {
        self.stored.seen().contents
    }

    /// Changes the vault; on failure nothing has changed.
    pub(super) fn change<T>(&self, change: impl FnOnce(&mut Contents) -> T) -> Result<T, Error> {
        self.stored.save(|files| files.vault.update(change))
    }

    /// Changes what is kept of an account; on failure nothing has changed.
    pub(super) fn change_account(
        &self,
        id: &AccountId,
        change: impl FnOnce(&mut Account),
    ) -> Result<(), Error> {
        self.change(|contents| contents.account_mut(id).map(change)).map(|_| ())
    }

    /// Changes what a service has said is so. Where that cannot be saved it holds while Key runs, and is saved later.
    pub(super) fn note(&self, change: impl FnOnce(&mut Contents)) -> Remembered {
        match self.stored.save(|files| files.vault.note(change)) {
            Ok(()) => Remembered::Yes,
            Err(_) => Remembered::No,
        }
    }

    /// The same for what is kept of an account.
    pub(super) fn note_account(&self, id: &AccountId, change: impl FnOnce(&mut Account)) -> Remembered {
        self.note(|contents| {
            contents.account_mut(id).map(change);
        })
    }

    pub(super) fn remove_keys(&self, id: &AccountId) {
        // What cannot be removed now is useless all the same: the account that names it is gone.
        let _ = self.platform.keys.remove(&id.agreement_key());
        let _ = self.platform.keys.remove(&id.possession_key());
        let _ = self.platform.keys.remove(&id.salt());
        let _ = self.platform.biometrics.remove(&id.biometric_key());
    }

    /// Notes how an account stands.
    pub(super) fn set_state(&self, id: &AccountId, to: AccountState) {
        if let Some(live) = self.live().get_mut(id).filter(|_| to != AccountState::Active) {
            live.pending.clear();
        }
        let unchanged = |account: &Account| account.id != *id || account.state == to;
        if !self.contents().accounts.iter().all(unchanged) {
            let _ = self.note_account(id, |account| account.state = to);
        }
    }
}

#[cfg(test)]
mod tests;
