//! The state of an authenticator: the accounts and the journal of their calls, on disk, and the state in memory while
//! Key runs.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use key_protocol::answer::{EndedRequest, Refusal};
use key_protocol::call::{CallId, RunSecret};
use key_protocol::comparison::Share;
use key_protocol::id::RequestId;
use key_protocol::key::PublicKey;
use key_protocol::link::PairingLink;
use key_protocol::request::Request;
use key_protocol::shown::ShownText;

use super::locks::Locks;
use super::stored::{Seen, Stored};
use crate::account::{Account, AccountId, AccountState};
use crate::client::Client;
use crate::error::Error;
use crate::journal::Journal;
use crate::pin::Pin;
use crate::platform::Platform;
use crate::vault::{Contents, OpenError, Vault};

/// The authenticator of one device.
pub struct Authenticator {
    pub(super) client: Client,
    pub(super) draft: Mutex<Option<Draft>>,
    live: Mutex<HashMap<AccountId, Live>>,
    pub(super) locks: Mutex<HashMap<AccountId, Arc<Locks>>>,
    /// Pairings that their services have ended, with the reason, since Key has started.
    pub(super) pairing_ends: Mutex<HashMap<AccountId, Refusal>>,
    pub(super) platform: Platform,
    pub(super) stored: Stored,
}

/// The state of an account that Key has only in memory.
#[derive(Default)]
pub(super) struct Live {
    /// The service's clock minus the device's, in milliseconds.
    pub(super) clock_ahead: i64,
    pub(super) digest: String,
    pub(super) ended: Vec<EndedRequest>,
    pub(super) pending: Vec<Pending>,
    /// The run of the app, once the service has opened it.
    pub(super) run: Option<Run>,
    /// The number and secret of the resume that this start of Key has sent.
    pub(super) own_resume: Option<(u64, RunSecret)>,
    /// The new PIN of a change whose answer has not come.
    pub(super) pin_sent: Option<Pin>,
    /// The new PIN of a change whose answer had not come, and that has happened.
    pub(super) pin_taken: Option<Pin>,
    /// The number of wrong factors that this phone has sent since the last right one, since Key has started.
    pub(super) slips: u32,
    pub(super) unreachable: bool,
    /// Requests that Key has reported to the service as impossible to show.
    pub(super) unshown: HashSet<RequestId>,
}

#[derive(Clone)]
pub(super) struct Pending {
    pub(super) jws: String,
    pub(super) request: Request,
}

/// Whether this device could save a result that a service has confirmed. The result stands either way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remembered {
    /// It could not, and tries again with its next save.
    No,
    /// It has.
    Yes,
}

/// A run that the service has opened.
#[derive(Clone, Debug)]
pub(super) struct Run {
    /// The number of the resume that has opened it.
    pub(super) seq: u64,
    /// The secret that proves that a wait belongs to the run.
    pub(super) secret: RunSecret,
    /// The number of answered waits in the run.
    pub(super) waits: u64,
    /// The call id of the next wait.
    pub(super) next_id: CallId,
}

/// A claim that was sent. If no answer comes, Key sends the same claim again: with another key, the service would
/// refuse the link as used.
#[derive(Clone)]
pub(super) struct Draft {
    pub(super) id: AccountId,
    pub(super) link: PairingLink,
    pub(super) name: ShownText,
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
        let pairing_ends = Mutex::default();
        Ok(Self { client, draft, live, locks, pairing_ends, platform, stored })
    }

    /// The accounts, in the order they were added. An account without a journal entry has to be paired again.
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

    /// Locks the state in memory. Code that holds this lock never waits for a disk or a network.
    pub(super) fn live(&self) -> MutexGuard<'_, HashMap<AccountId, Live>> {
        self.live.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The contents of the vault.
    pub(crate) fn contents(&self) -> Arc<Contents> {
        self.stored.seen().contents
    }

    /// Changes the vault; on failure nothing has changed.
    pub(super) fn change<T>(&self, change: impl FnOnce(&mut Contents) -> T) -> Result<T, Error> {
        self.stored.save(|files| files.vault.update(change))
    }

    /// Changes an account in the vault; on failure nothing has changed.
    pub(super) fn change_account(
        &self,
        id: &AccountId,
        change: impl FnOnce(&mut Account),
    ) -> Result<(), Error> {
        self.change(|contents| contents.account_mut(id).map(change)).map(|_| ())
    }

    /// Changes the vault as a service has reported. If the change cannot be saved, it is in effect while Key runs, and
    /// is saved later.
    pub(super) fn note(&self, change: impl FnOnce(&mut Contents)) -> Remembered {
        match self.stored.save(|files| files.vault.note(change)) {
            Ok(()) => Remembered::Yes,
            Err(_) => Remembered::No,
        }
    }

    /// Changes an account in the vault as its service has reported; see [`Authenticator::note`].
    pub(super) fn note_account(&self, id: &AccountId, change: impl FnOnce(&mut Account)) -> Remembered {
        self.note(|contents| {
            contents.account_mut(id).map(change);
        })
    }

    pub(super) fn remove_keys(&self, id: &AccountId) {
        // A key that cannot be removed now is useless anyway: the account that names it is gone.
        let _ = self.platform.keys.remove(&id.agreement_key());
        let _ = self.platform.keys.remove(&id.possession_key());
        let _ = self.platform.keys.remove(&id.salt());
        let _ = self.platform.biometrics.remove(&id.biometric_key());
    }

    /// Notes the state of an account.
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
