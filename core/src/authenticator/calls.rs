//! The calls of an account: numbered without gaps, written to the journal before they are sent, one at a time in each
//! lane.

use std::sync::{Arc, PoisonError};

use key_protocol::VERSION;
use key_protocol::answer::{Failed, Refusal};
use key_protocol::call::{Body, Call, CallId, RunSecret};
use key_protocol::json;

use super::locks::{Locks, lock};
use super::state::Authenticator;
use super::stored::Files;
use crate::account::{Account, AccountId, AccountState};
use crate::client::{Answered, Caller, Gate, Line, Outgoing, ServiceProof};
use crate::error::Error;
use crate::journal::Entry;
use crate::platform::EntropyError;
use crate::vault::{FailureNotice, Unknown};

/// The fields by which a wait names its run.
pub(super) struct InRun {
    pub(super) newest_act: u64,
    pub(super) number: u64,
    pub(super) secret: RunSecret,
}

/// The progress of a call.
#[derive(Clone, Copy)]
pub(super) enum CallProgress {
    /// The call is answered.
    Answered {
        /// Whether the service carried it out.
        happened: bool,
    },
    /// The call is in the journal and about to be sent. From here on it is the unanswered call.
    Sending,
}

impl Authenticator {
    /// Makes an act, a call that changes something. `body` gets its number. Resolves an earlier unanswered call first.
    pub(super) fn act<B: Body>(
        &self,
        id: &AccountId,
        body: impl FnOnce(u64) -> Result<B, Error>,
    ) -> Result<B::Ok, Error> {
        self.act_and_note(id, body, |_| Ok(()))
    }

    /// Makes an act whose result is stored: passes the progress of the call to `note`. If `note` fails before sending,
    /// the call is not sent. An answer is noted before the journal records it; if `note` fails then, the call counts as
    /// unanswered.
    pub(super) fn act_and_note<B: Body>(
        &self,
        id: &AccountId,
        body: impl FnOnce(u64) -> Result<B, Error>,
        note: impl Fn(CallProgress) -> Result<(), Error>,
    ) -> Result<B::Ok, Error> {
        let locks = self.locks(id);
        let _turn = lock(&locks.act);
        let is_told = self.run(id).is_some() || self.account(id)?.former_key.is_none();
        if !self.entry(id)?.is_clear() || !is_told {
            self.resume(id, &locks)?;
        }
        let entry = self.entry(id)?;
        let seq = entry.next();
        let call = Call { v: VERSION, body: body(seq)?, id: self.call_id()?, seq };
        let payload = json::write(&call);
        self.write_down(id, entry.sending(call.id.hash()))?;
        note(CallProgress::Sending)?;
        let outgoing = Outgoing { payload: &|| payload.clone(), hold: 0, gate: &|| Gate::Open };
        let answered = self.send::<B>(id, &outgoing)?.ok_or(Error::ServiceFault)?;
        if answered.is_conclusive() {
            note(CallProgress::Answered { happened: answered.result.is_ok() })?;
            self.note_answered(id);
        }
        self.hear(id, &answered);
        answered.result.map_err(Error::Refused)
    }

    /// Makes a call in the wait lane. The service may hold it for `hold` seconds. If no answer comes, the next wait
    /// uses the same number and call id; its body may differ.
    pub(super) fn wait_call<B: Body>(
        &self,
        id: &AccountId,
        hold: u8,
        body: impl Fn(InRun) -> B,
    ) -> Result<B::Ok, Error> {
        let locks = self.locks(id);
        let _turn = lock(&locks.wait);
        loop {
            let run = self.open_run(id, &locks)?;
            // Looks up the newest act after the nonce has come, because the service uses it to tell a copy's acts from
            // this phone's. For an account that is being forgotten, it is a number that reports no copy.
            let payload = || {
                let newest_act = self.entry(id).map_or(u64::MAX >> 1, |entry| entry.newest());
                let body = body(InRun { newest_act, number: run.seq, secret: run.secret.clone() });
                json::write(&Call { v: VERSION, body, id: run.next_id, seq: run.waits + 1 })
            };
            let gate = || {
                let held = lock(&locks.run);
                if self.run(id).is_some_and(|now| now.seq == run.seq) {
                    Gate::Held(held)
                } else {
                    Gate::Closed
                }
            };
            let outgoing = Outgoing { payload: &payload, hold, gate: &gate };
            let Some(answered) = self.send::<B>(id, &outgoing)? else { continue };
            if answered.is_conclusive() {
                self.advance(id, run.seq);
            }
            self.hear(id, &answered);
            return answered.result.map_err(Error::Refused);
        }
    }

    pub(super) fn locks(&self, id: &AccountId) -> Arc<Locks> {
        let mut locks = self.locks.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(locks.entry(id.clone()).or_default())
    }

    /// The journal entry of an account. Without it the account cannot be used, because a number could be used twice.
    pub(super) fn entry(&self, id: &AccountId) -> Result<Entry, Error> {
        self.stored.seen().entries.of(id).cloned().ok_or(Error::Unusable)
    }

    /// Writes an entry to the journal before a call is sent. First saves the content of earlier answers that could not
    /// be saved, since the entry then records that these answers came.
    pub(super) fn write_down(&self, id: &AccountId, entry: Entry) -> Result<(), Error> {
        self.stored.save(|Files { journal, vault }| {
            vault.catch_up()?;
            let mut kept: Vec<_> =
                vault.contents().accounts.iter().map(|account| account.id.clone()).collect();
            kept.push(id.clone());
            journal.write(id, entry, &kept)
        })
    }

    /// Notes that all calls sent for an account are answered. The caller holds the lock of acts.
    pub(super) fn note_answered(&self, id: &AccountId) {
        if let Ok(entry) = self.entry(id) {
            self.stored.save(|files| files.journal.note(id, entry.answered()));
        }
    }

    /// The JSON of a new call.
    pub(super) fn payload<B: Body>(&self, body: B, seq: u64) -> Result<Vec<u8>, EntropyError> {
        Ok(json::write(&Call { v: VERSION, body, id: self.call_id()?, seq }))
    }

    pub(super) fn call_id(&self) -> Result<CallId, EntropyError> {
        let mut bytes = [0; 16];
        self.platform.entropy.fill(&mut bytes)?;
        Ok(CallId::from_bytes(bytes))
    }

    /// Sends a call of an account. Returns `None` if its gate is closed.
    pub(super) fn send<B: Body>(
        &self,
        id: &AccountId,
        outgoing: &Outgoing<'_>,
    ) -> Result<Option<Answered<B::Ok>>, Error> {
        let account = self.account(id)?;
        let keys = std::iter::once(account.service_key).chain(account.former_key).collect();
        let line = Line {
            origin: &account.origin,
            key_name: &id.possession_key(),
            caller: Caller::Device(account.device),
            service: ServiceProof::Keys(keys),
        };
        let answered = self.client.call::<B>(&self.platform, &line, outgoing);
        self.live().entry(id.clone()).or_default().unreachable = matches!(answered, Err(Error::Offline));
        answered
    }

    /// Notes the service's clock, the first use of its new key, and what a refusal means for the account. The answer
    /// counts even if the disk cannot save these.
    pub(super) fn hear<T>(&self, id: &AccountId, answered: &Answered<T>) {
        let now = self.platform.clock.now_ms();
        {
            let mut live = self.live();
            let live = live.entry(id.clone()).or_default();
            live.clock_ahead = answered.now - now;
            live.slips += u32::from(matches!(answered.result, Err(Refusal::NotConfirmed { .. })));
        }
        let heard = |account: &Account| account.former_key.is_some() && account.service_key == answered.key;
        if self.account(id).is_ok_and(|account| heard(&account)) {
            let _ = self.note_account(id, |account| {
                if heard(account) {
                    account.former_key = None;
                }
            });
        }
        if let Some(state) = answered.result.as_ref().err().and_then(account_state) {
            self.set_state(id, state);
        }
    }

    /// Notes the wrong factors that a service reports after a right one.
    pub(super) fn note_failed(&self, id: &AccountId, failed: Option<Failed>) {
        if let Some(notice) = self.failures_of_others(id, failed) {
            let _ = self.note(|contents| contents.tell(notice));
        }
    }

    /// The wrong factors that a service reports after a right one, if they are more than this phone has just sent
    /// itself.
    pub(super) fn failures_of_others(&self, id: &AccountId, failed: Option<Failed>) -> Option<FailureNotice> {
        let slips = std::mem::take(&mut self.live().entry(id.clone()).or_default().slips);
        let Failed { count, since } = failed.filter(|failed| failed.count > slips)?;
        Some(FailureNotice { account: id.clone(), count, since, unknown: Unknown::default() })
    }
}

/// The state of the account that a refusal implies.
const fn account_state(refusal: &Refusal) -> Option<AccountState> {
    match refusal {
        Refusal::Disconnected | Refusal::UnknownDevice => Some(AccountState::Disconnected),
        Refusal::Frozen => Some(AccountState::Frozen),
        Refusal::Locked => Some(AccountState::Locked),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
