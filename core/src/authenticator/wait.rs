//! Waiting for requests, and for the user's word on the login page.

use key_protocol::VERSION;
use key_protocol::answer::{DeviceState, Waiting};
use key_protocol::call::{MAX_WAIT_SECONDS, Wait};
use key_protocol::jws::Jws;
use key_protocol::request::Request;

use super::{Authenticator, Pending};
use crate::account::{Account, AccountId, AccountState};
use crate::crypto::SoftwareVerifier;
use crate::error::Error;

/// What came of waiting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Watched {
    /// Something is different now.
    Changed,
    /// The service was not reached: wait a little before the next try.
    Offline,
    /// There is nothing to wait for: the account is gone or has to be paired again.
    Stop,
    /// Nothing happened.
    Unchanged,
}

impl Authenticator {
    /// Asks the service of an account for news and waits up to `seconds` (25 at most) for some.
    ///
    /// # Errors
    /// [`Error`]
    pub fn refresh(&self, id: &AccountId, seconds: u8) -> Result<bool, Error> {
        let account = self.account(id)?;
        if !matches!(account.state, AccountState::Active | AccountState::Pairing) {
            return Err(Error::Unusable);
        }
        let seconds = seconds.min(MAX_WAIT_SECONDS);
        let have = self.state().live.get(id).map(|live| live.digest.clone()).unwrap_or_default();
        let waiting = self.call::<Wait>(id, seconds, |_| Ok(Wait { have: have.clone(), seconds }));
        match waiting {
            Ok(waiting) if waiting.digest == have => Ok(false),
            Ok(waiting) => self.take_in(&account, waiting).map(|()| true),
            Err(Error::Refused(refusal))
                if account.state == AccountState::Pairing && Self::is_over(&refusal) =>
            {
                self.forget(id)?;
                Err(Error::Refused(refusal))
            }
            Err(error) => Err(error),
        }
    }

    /// One turn of a watcher: [`Authenticator::refresh`] for as long as the service may hold the answer.
    pub fn watch(&self, id: &AccountId) -> Watched {
        let was_reachable = self.is_reachable(id);
        match self.refresh(id, MAX_WAIT_SECONDS) {
            Ok(true) => Watched::Changed,
            Ok(false) if was_reachable => Watched::Unchanged,
            Ok(false) => Watched::Changed,
            Err(Error::Offline | Error::ServiceFault | Error::ServiceKey | Error::Storage) => {
                Watched::Offline
            }
            Err(Error::Refused(_)) if self.is_worth_watching(id) => Watched::Offline,
            Err(_) => Watched::Stop,
        }
    }

    /// Whether there can be news for this account.
    #[must_use]
    pub fn is_worth_watching(&self, id: &AccountId) -> bool {
        let states = [AccountState::Active, AccountState::Pairing];
        self.account(id).is_ok_and(|account| states.contains(&account.state))
    }

    fn take_in(&self, account: &Account, waiting: Waiting) -> Result<(), Error> {
        if waiting.state == DeviceState::Active {
            self.activate(&account.id)?;
        }
        let pending = waiting.requests.into_iter().filter_map(|jws| read_request(account, jws)).collect();
        let mut state = self.state();
        let live = state.live.entry(account.id.clone()).or_default();
        (live.digest, live.ended, live.pending) = (waiting.digest, waiting.ended, pending);
        Ok(())
    }
}

/// A request that the pinned key signed, for this very device and account. Anything else is as good as none.
fn read_request(account: &Account, jws: String) -> Option<Pending> {
    let request: Request = Jws::parse(&jws).ok()?.verify(&account.service_key, &SoftwareVerifier).ok()?;
    let ours = request.device == account.device
        && request.username == account.username
        && request.tenant == account.tenant
        && request.service == account.service;
    (ours && request.v == VERSION).then_some(Pending { jws, request })
}
