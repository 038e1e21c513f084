//! What a user can do with Key, one blocking call at a time, over the parts of a [`Platform`].
//!
//! Calls of different accounts, and waiting and acting for one account, may run at the same time on several threads.

mod calls;
mod change;
mod check;
mod decide;
mod pair;
mod resume;
mod wait;

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use key_protocol::answer::{EndedRequest, Refusal};
use key_protocol::call::{Leave, RunSecret};
use key_protocol::id::RequestId;
use key_protocol::language::Language;
use key_protocol::receipt::Outcome;
use key_protocol::request::Request;
use key_protocol::statement::{Statement, View};

pub use check::Unchecked;
pub use pair::Offer;
pub use wait::Watched;

use self::calls::Locks;
use self::pair::Draft;
use self::resume::Run;
use crate::account::{Account, AccountId, AccountState};
use crate::client::Client;
use crate::error::Error;
use crate::journal::Journal;
use crate::pin::Pin;
use crate::platform::Platform;
use crate::vault::{Contents, FailureNotice, HistoryEntry, OpenError, Vault};

/// How the user shows who they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Identification {
    /// With the six-digit PIN.
    Pin(Pin),
    /// With biometrics; the text is what the system's prompt says.
    Biometric {
        /// Why the user is asked.
        reason: String,
    },
}

/// A request, with the words that it was shown with. Only these words can be confirmed.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// The account that it is for.
    pub account: AccountId,
    /// What the service asks.
    pub request: Request,
    /// The words.
    pub statement: Statement,
    jws: String,
    view: View,
}

impl Shown {
    #[cfg(test)]
    pub(crate) fn for_tests(account: AccountId, request: Request, view: View) -> Self {
        let statement = Statement::render(&request, view).unwrap();
        Self { account, statement, request, jws: String::new(), view }
    }
}

/// The authenticator of one device.
pub struct Authenticator {
    client: Client,
    draft: Mutex<Option<Draft>>,
    locks: Mutex<HashMap<AccountId, Arc<Locks>>>,
    platform: Platform,
    state: Mutex<State>,
}

struct State {
    journal: Journal,
    live: HashMap<AccountId, Live>,
    vault: Vault,
}

/// What is known of an account besides the vault, while Key runs.
#[derive(Default)]
struct Live {
    /// The service's clock less the device's, milliseconds.
    clock_ahead: i64,
    digest: String,
    ended: Vec<EndedRequest>,
    pending: Vec<Pending>,
    /// The run of the app, once the service has opened it.
    run: Option<Run>,
    /// The resume that this start of Key has sent.
    own_resume: Option<(u64, RunSecret)>,
    /// Wrong factors that this phone itself has sent since the last right one, as far as it has run.
    slips: u32,
    unreachable: bool,
    /// Requests that the service was told of that they cannot be shown.
    unshown: HashSet<RequestId>,
}

#[derive(Clone)]
struct Pending {
    jws: String,
    request: Request,
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

    /// Whether the service of an account could be reached when last tried.
    #[must_use]
    pub fn is_reachable(&self, id: &AccountId) -> bool {
        self.state().live.get(id).is_none_or(|live| !live.unreachable)
    }

    /// The answered requests, oldest first.
    #[must_use]
    pub fn history(&self) -> Vec<HistoryEntry> {
        self.state().vault.contents().history.clone()
    }

    /// The offset of local time from UTC, in minutes.
    #[must_use]
    pub fn utc_offset(&self) -> i16 {
        self.platform.clock.utc_offset()
    }

    /// The language set in Key.
    #[must_use]
    pub fn language(&self) -> Option<Language> {
        self.state().vault.contents().language
    }

    /// Sets the language; `None` follows the platform's.
    ///
    /// # Errors
    /// [`Error::Storage`]
    pub fn set_language(&self, language: Option<Language>) -> Result<(), Error> {
        self.change(|contents| contents.language = language)
    }

    /// Whether biometrics were chosen, and the device still has them.
    #[must_use]
    pub fn uses_biometrics(&self) -> bool {
        self.state().vault.contents().biometrics && self.platform.biometrics.is_available()
    }

    /// Whether this account can be confirmed with biometrics now.
    #[must_use]
    pub fn takes_biometrics(&self, id: &AccountId) -> bool {
        self.uses_biometrics() && self.account(id).is_ok_and(|account| account.biometric)
    }

    /// Whether biometrics can be offered.
    #[must_use]
    pub fn offers_biometrics(&self) -> bool {
        self.platform.biometrics.is_available()
    }

    /// Wrong PINs and biometrics that services have told of and the user has not looked at.
    #[must_use]
    pub fn failures(&self) -> Vec<FailureNotice> {
        self.state().vault.contents().failures.clone()
    }

    /// The user has looked at those of an account.
    ///
    /// # Errors
    /// [`Error::Storage`]
    pub fn dismiss_failures(&self, id: &AccountId) -> Result<(), Error> {
        self.change(|contents| contents.failures.retain(|notice| notice.account != *id))
    }

    /// Disconnects this device from an account: the service is told, then the account is removed with its keys.
    ///
    /// # Errors
    /// [`Error`]; the account is then still there.
    pub fn leave(&self, id: &AccountId) -> Result<(), Error> {
        match self.act::<Leave>(id, |_| Ok(Leave {})) {
            Ok(_) | Err(Error::Refused(Refusal::Disconnected | Refusal::UnknownDevice)) => self.forget(id),
            Err(error) => Err(error),
        }
    }

    /// Removes an account from this device, with its keys. The service is not told.
    ///
    /// # Errors
    /// [`Error::Storage`]
    pub fn forget(&self, id: &AccountId) -> Result<(), Error> {
        self.change(|contents| {
            contents.accounts.retain(|account| account.id != *id);
            contents.failures.retain(|notice| notice.account != *id);
        })?;
        self.state().live.remove(id);
        self.remove_keys(id);
        Ok(())
    }

    /// The pending requests of all accounts, newest first, without those that have run out.
    #[must_use]
    pub fn requests(&self) -> Vec<(AccountId, Request)> {
        let state = self.state();
        let now = self.platform.clock.now_ms();
        let alive = |live: &Live, request: &Request| request.expires > (now + live.clock_ahead) / 1000;
        let mut requests: Vec<_> = state
            .live
            .iter()
            .flat_map(|(id, live)| live.pending.iter().map(move |pending| (id, live, &pending.request)))
            .filter(|(_, live, request)| alive(live, request))
            .map(|(id, _, request)| (id.clone(), request.clone()))
            .collect();
        requests.sort_by_key(|(_, request)| (std::cmp::Reverse(request.issued), request.id));
        requests
    }

    /// Renders a pending request in `language`, or in English where the service does not know that.
    ///
    /// # Errors
    /// [`Error::UnknownRequest`]
    pub fn show(&self, id: RequestId, language: Language) -> Result<Shown, Error> {
        let utc_offset = self.platform.clock.utc_offset();
        let state = self.state();
        let found = state.live.iter().find_map(|(account, live)| {
            live.pending.iter().find(|pending| pending.request.id == id).map(|pending| (account, pending))
        });
        let (account, Pending { jws, request }) = found.ok_or(Error::UnknownRequest)?;
        let accounts = &state.vault.contents().accounts;
        let knows = accounts.iter().find(|known| known.id == *account).map(|account| &account.knows);
        let knows = knows.ok_or(Error::UnknownRequest)?;
        let wording = knows.common_wording().ok_or(Error::UnknownRequest)?;
        let view = View { language: knows.language(language), utc_offset, wording };
        let statement = Statement::render(request, view).ok_or(Error::UnknownRequest)?;
        Ok(Shown { account: account.clone(), request: request.clone(), statement, jws: jws.clone(), view })
    }

    /// How a request that is not pending any more was answered, if it was and the service has said so.
    #[must_use]
    pub fn outcome(&self, id: RequestId) -> Option<Outcome> {
        let state = self.state();
        let mut ended = state.live.values().flat_map(|live| &live.ended);
        ended.find(|ended| ended.request == id).and_then(|ended| ended.outcome)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change<T>(&self, change: impl FnOnce(&mut Contents) -> T) -> Result<T, Error> {
        self.state().vault.update(change)
    }

    fn remove_keys(&self, id: &AccountId) {
        // What cannot be removed now is useless all the same: the account that names it is gone.
        let _ = self.platform.keys.remove(&id.agreement_key());
        let _ = self.platform.keys.remove(&id.possession_key());
        let _ = self.platform.keys.remove(&id.salt());
        let _ = self.platform.biometrics.remove(&id.biometric_key());
    }

    fn set_state(&self, id: &AccountId, to: AccountState) -> Result<(), Error> {
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
