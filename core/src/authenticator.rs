//! What a user can do with Key, one blocking call at a time, over the parts of a [`Platform`].
//!
//! Calls of different accounts, and waiting and acting for one account, may run at the same time on several threads.

mod decide;
mod pair;
mod wait;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use key_protocol::answer::{EndedRequest, Refusal};
use key_protocol::call::{Body, Lane};
use key_protocol::id::RequestId;
use key_protocol::language::Language;
use key_protocol::receipt::Outcome;
use key_protocol::request::Request;
use key_protocol::statement::{Statement, View};

pub use pair::Offer;
pub use wait::Watched;

use crate::account::{Account, AccountId, AccountState, Sequences};
use crate::client::{Answered, Caller, Client, Line, ServiceProof};
use crate::error::Error;
use crate::pin::Pin;
use crate::platform::Platform;
use crate::vault::{Contents, HistoryEntry, OpenError, SEQ_BLOCK, Vault};

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
        Self { account, statement: Statement::render(&request, view), request, jws: String::new(), view }
    }
}

/// The authenticator of one device.
pub struct Authenticator {
    client: Client,
    lanes: Mutex<Lanes>,
    platform: Platform,
    state: Mutex<State>,
}

/// One lock for each account and lane.
type Lanes = HashMap<(AccountId, Lane), Arc<Mutex<()>>>;

struct State {
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
    next: Sequences,
    pending: Vec<Pending>,
    unreachable: bool,
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
        let state = Mutex::new(State { live: HashMap::new(), vault });
        Ok(Self { client: Client::default(), lanes: Mutex::default(), platform, state })
    }

    /// The accounts, in the order they were added.
    #[must_use]
    pub fn accounts(&self) -> Vec<Account> {
        self.state().vault.contents().accounts.clone()
    }

    /// One account.
    ///
    /// # Errors
    /// [`Error::UnknownAccount`]
    pub fn account(&self, id: &AccountId) -> Result<Account, Error> {
        let state = self.state();
        state
            .vault
            .contents()
            .accounts
            .iter()
            .find(|account| account.id == *id)
            .cloned()
            .ok_or(Error::UnknownAccount)
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

    /// Removes an account from this device, with its keys. The service is not told.
    ///
    /// # Errors
    /// [`Error::Storage`]
    pub fn forget(&self, id: &AccountId) -> Result<(), Error> {
        self.change(|contents| contents.accounts.retain(|account| account.id != *id))?;
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

    /// Renders a pending request in `language`.
    ///
    /// # Errors
    /// [`Error::UnknownRequest`]
    pub fn show(&self, id: RequestId, language: Language) -> Result<Shown, Error> {
        let view = View { language, utc_offset: self.platform.clock.utc_offset() };
        let state = self.state();
        let found = state.live.iter().find_map(|(account, live)| {
            live.pending.iter().find(|pending| pending.request.id == id).map(|pending| (account, pending))
        });
        let (account, Pending { jws, request }) = found.ok_or(Error::UnknownRequest)?;
        let statement = Statement::render(request, view);
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
        let _ = self.platform.keys.remove(&id.possession_key());
        let _ = self.platform.keys.remove(&id.salt());
        let _ = self.platform.biometrics.remove(&id.biometric_key());
    }

    /// Makes a call for an account, one at a time in its lane, and notes what the answer says about the account.
    /// `body` gets the sequence number.
    fn call<B: Body>(
        &self,
        id: &AccountId,
        hold: u8,
        body: impl FnOnce(u64) -> Result<B, Error>,
    ) -> Result<B::Ok, Error> {
        let lane = self.lane(id, B::ENDPOINT.lane());
        let _turn = lane.lock().unwrap_or_else(PoisonError::into_inner);
        let account = self.account(id)?;
        let seq = self.next_number(id, B::ENDPOINT.lane())?;
        let line = Line {
            origin: &account.origin,
            key_name: &id.possession_key(),
            caller: Caller::Device(account.device),
            service: ServiceProof::Key(account.service_key),
        };
        let answered = self.client.call(&self.platform, &line, seq, body(seq)?, hold);
        self.note(id, &answered)?;
        answered?.result.map_err(Error::Refused)
    }

    fn lane(&self, id: &AccountId, lane: Lane) -> Arc<Mutex<()>> {
        let mut lanes = self.lanes.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(lanes.entry((id.clone(), lane)).or_default())
    }

    /// The next sequence number of a lane. Numbers are reserved in the vault by the block before the first of them
    /// is used, so that none is ever used twice, wherever Key stops.
    fn next_number(&self, id: &AccountId, lane: Lane) -> Result<u64, Error> {
        let mut state = self.state();
        let State { live, vault } = &mut *state;
        let reserved = vault.contents().accounts.iter().find(|account| account.id == *id);
        let reserved = reserved.ok_or(Error::UnknownAccount)?.seq;
        let next = &mut live.entry(id.clone()).or_default().next;
        let number = (*lane_number(next, lane)).max(1);
        let fresh = *lane_number(next, lane) == 0;
        let mut limit = reserved;
        let limit = lane_number(&mut limit, lane);
        let number = if fresh { *limit + 1 } else { number };
        if number > *limit {
            let limit = number + SEQ_BLOCK - 1;
            vault.update(|contents| {
                let account = contents.accounts.iter_mut().find(|account| account.id == *id);
                account.map(|account| *lane_number(&mut account.seq, lane) = limit)
            })?;
        }
        *lane_number(next, lane) = number + 1;
        Ok(number)
    }

    /// Notes the service's clock, whether it was reached, and what a refusal means for the account.
    fn note<T>(&self, id: &AccountId, answered: &Result<Answered<T>, Error>) -> Result<(), Error> {
        let now = self.platform.clock.now_ms();
        let state = {
            let mut state = self.state();
            let live = state.live.entry(id.clone()).or_default();
            live.unreachable = matches!(answered, Err(Error::Offline));
            let Ok(answered) = answered else { return Ok(()) };
            live.clock_ahead = answered.now - now;
            answered.result.as_ref().err().and_then(account_state)
        };
        state.map_or(Ok(()), |state| self.set_state(id, state))
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

const fn lane_number(numbers: &mut Sequences, lane: Lane) -> &mut u64 {
    match lane {
        Lane::Act => &mut numbers.act,
        Lane::Wait => &mut numbers.wait,
    }
}

/// What a refusal says about the account as a whole.
const fn account_state(refusal: &Refusal) -> Option<AccountState> {
    match refusal {
        Refusal::Disconnected | Refusal::UnknownDevice => Some(AccountState::Disconnected),
        Refusal::Frozen => Some(AccountState::Frozen),
        Refusal::Locked => Some(AccountState::Locked),
        _ => None,
    }
}
