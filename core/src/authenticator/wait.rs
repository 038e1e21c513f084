//! Waits for requests, and for the user's confirmation of a pairing on the login page.

use key_protocol::VERSION;
use key_protocol::answer::{DeviceState, Refusal, Waiting};
use key_protocol::call::{CannotShow, MAX_WAIT_SECONDS, Requests, Wait};
use key_protocol::decision::request_hash;
use key_protocol::id::RequestId;
use key_protocol::json;
use key_protocol::jws::Jws;
use key_protocol::request::{Request, RequestHead};

use super::calls::InRun;
use super::state::{Authenticator, Pending};
use crate::account::{Account, AccountId, AccountState};
use crate::crypto::SoftwareVerifier;
use crate::error::Error;

/// The result of a wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Watched {
    /// Something has changed.
    Changed,
    /// The service could not be reached: pause before the next try.
    Offline,
    /// There is nothing to wait for: the account is gone or has to be paired again.
    Stop,
    /// Nothing has changed.
    Unchanged,
}

impl Authenticator {
    /// Asks the service of an account for news and waits up to `seconds` (25 at most) for it. Returns whether there was
    /// any.
    ///
    /// # Errors
    /// [`Error`]
    pub fn refresh(&self, id: &AccountId, seconds: u8) -> Result<bool, Error> {
        let account = self.account(id)?;
        if !matches!(account.state, AccountState::Active | AccountState::Pairing) {
            return Err(Error::Unusable);
        }
        if self.has_lapsed(&account) {
            self.end_pairing(id, &Refusal::LinkExpired)?;
            return Err(Error::Refused(Refusal::LinkExpired));
        }
        let seconds = seconds.min(MAX_WAIT_SECONDS);
        let have = self.live().get(id).map(|live| live.digest.clone()).unwrap_or_default();
        let waiting = self.wait_call(id, seconds, |InRun { newest_act, number, secret }| Wait {
            have: have.clone(),
            newest_act,
            run: number,
            run_secret: secret,
            seconds,
        });
        match waiting {
            Ok(waiting) if waiting.digest == have => Ok(false),
            Ok(waiting) => self.take_in(&account, waiting).map(|()| true),
            Err(Error::Refused(refusal))
                if account.state == AccountState::Pairing && Self::is_over(&refusal) =>
            {
                self.end_pairing(id, &refusal)?;
                Err(Error::Refused(refusal))
            }
            Err(error) => Err(error),
        }
    }

    /// Whether a pairing that the user has not finished is over by the device's own clock. A minute later than at the
    /// service, which is asked first.
    fn has_lapsed(&self, account: &Account) -> bool {
        let claim = account.claim.as_ref().filter(|_| account.is_unfinished());
        claim.is_some_and(|claim| claim.finish_by + 60 < self.platform.clock.now_ms() / 1000)
    }

    /// Runs one turn of a watcher: [`Authenticator::refresh`] for as long as the service may hold the answer.
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

    /// Whether the service can have news for this account.
    #[must_use]
    pub fn is_worth_watching(&self, id: &AccountId) -> bool {
        let states = [AccountState::Active, AccountState::Pairing];
        self.account(id).is_ok_and(|account| states.contains(&account.state))
    }

    fn take_in(&self, account: &Account, waiting: Waiting) -> Result<(), Error> {
        if waiting.state == DeviceState::Active {
            self.activate(&account.id)?;
        }
        let read = self.read_all(&account.id, waiting.requests, waiting.pending)?;
        let unshown: Vec<_> = {
            let mut live = self.live();
            let live = live.entry(account.id.clone()).or_default();
            (live.digest, live.ended, live.pending) = (waiting.digest, waiting.ended, read.shown);
            live.unshown.retain(|known| read.unshown.iter().any(|request| request.request == *known));
            read.unshown.into_iter().filter(|request| !live.unshown.contains(&request.request)).collect()
        };
        let told = unshown.into_iter().try_for_each(|request| self.say_unshown(&account.id, request));
        let follow = |successor: String| self.follow(account, &successor);
        let followed = told.and_then(|()| waiting.successor.map_or(Ok(()), follow));
        followed.inspect_err(|_| self.ask_anew(&account.id))
    }

    /// Reads the pending requests, and fetches the missing ones.
    fn read_all(&self, id: &AccountId, mut requests: Vec<String>, pending: u32) -> Result<Read, Error> {
        let (mut read, mut last) = (Read::default(), None);
        let mut left = usize::try_from(pending).unwrap_or(usize::MAX);
        loop {
            left = left.saturating_sub(requests.len());
            // Reads the account again: another key of the service may have been pinned during the call.
            let account = self.account(id)?;
            for jws in requests {
                last = read.take(&account, jws).or(last);
            }
            let (true, Some(after)) = (left > 0, last) else { return Ok(read) };
            let page = self.wait_call(id, 0, |InRun { newest_act, number, secret }| Requests {
                after,
                newest_act,
                run: number,
                run_secret: secret,
            })?;
            if page.requests.is_empty() {
                return Ok(read);
            }
            requests = page.requests;
        }
    }

    /// Makes the service answer the next wait at once, with everything.
    fn ask_anew(&self, id: &AccountId) {
        if let Some(live) = self.live().get_mut(id) {
            live.digest.clear();
        }
    }

    /// Tells the service, once, that a request cannot be shown.
    fn say_unshown(&self, id: &AccountId, request: CannotShow) -> Result<(), Error> {
        let which = request.request;
        match self.act::<CannotShow>(id, |_| Ok(request)) {
            Err(Error::Refused(Refusal::TooManyCalls { .. } | Refusal::Unavailable)) => return Ok(()),
            Ok(_) | Err(Error::Refused(_)) => {}
            Err(error) => return Err(error),
        }
        self.live().entry(id.clone()).or_default().unshown.insert(which);
        Ok(())
    }
}

/// Requests that were read.
#[derive(Default)]
struct Read {
    shown: Vec<Pending>,
    unshown: Vec<CannotShow>,
}

impl Read {
    /// Reads a request that the pinned key signed for this device, and returns its identity. A request with unknown
    /// content cannot be shown; anything else is ignored.
    fn take(&mut self, account: &Account, jws: String) -> Option<RequestId> {
        let read = Jws::parse(&jws).ok()?;
        let keys = std::iter::once(account.service_key).chain(account.former_key);
        let payload =
            keys.into_iter().find_map(|key| read.verified::<Request>(&key, &SoftwareVerifier).ok())?;
        let RequestHead { id, device } = json::read(payload).ok()?;
        if device != account.device {
            return None;
        }
        match json::read_known::<Request>(payload) {
            Ok(request) if request.v == VERSION && account.knows.known.common_wording().is_some() => {
                let ours = request.username == account.username
                    && request.tenant == account.tenant
                    && request.service == account.service;
                if ours {
                    self.shown.push(Pending { jws, request });
                }
            }
            _ => self.unshown.push(CannotShow { request: id, request_hash: request_hash(&jws) }),
        }
        Some(id)
    }
}

#[cfg(test)]
mod tests;
