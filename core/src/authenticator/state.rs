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
    pub(super) locks: Mutex<HashMap<AccountId, Arc<Locks>>>,
    pub(super) platform: Platform,
    pub(super) state: Mutex<State>,
}

pub(super) struct State {
    pub(super) journal: Journal,
    pub(super) live: HashMap<AccountId, Live>,
    pub(super) vault: Vault,
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
        let journal = Journal::open(&platform, vault.key().clone())?;
        let state = Mutex::new(State { journal, live: HashMap::new(), vault });
        let (client, draft, locks) = (Client::default(), Mutex::default(), Mutex::default());
        Ok(Self { client, draft, locks, platform, state })
    }

    /// The accounts, in the order they were added. One whose calls are not known any more has to be paired again.
    #[must_use]
    pub fn accounts(&self) -> Vec<Account> {
        let state = self.state();
        let mut accounts = state.vault.contents().accounts.clone();
        for account in accounts.iter_mut().filter(|account| state.journal.entry(&account.id).is_none()) {
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

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn change<T>(&self, change: impl FnOnce(&mut Contents) -> T) -> Result<T, Error> {
        self.state().vault.update(change)
    }

    pub(super) fn remove_keys(&self, id: &AccountId) {
        // What cannot be removed now is useless all the same: the account that names it is gone.
        let _ = self.platform.keys.remove(&id.agreement_key());
        let _ = self.platform.keys.remove(&id.possession_key());
        let _ = self.platform.keys.remove(&id.salt());
        let _ = self.platform.biometrics.remove(&id.biometric_key());
    }

    pub(super) fn set_state(&self, id: &AccountId, to: AccountState) -> Result<(), Error> {
        let mut state = self.state();
        if let Some(live) = state.live.get_mut(id).filter(|_| to != AccountState::Active) {
            live.pending.clear();
        }
        let unchanged = |account: &Account| account.id != *id || account.state == to;
        if state.vault.contents().accounts.iter().all(unchanged) {
            return Ok(());
        }
        state.vault.update(|contents| {
            for account in contents.accounts.iter_mut().filter(|account| account.id == *id) {
                account.state = to;
            }
        })
    }
}
