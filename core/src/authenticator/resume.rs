//! Opens runs: after each start, and after a lost answer, Key sends a resume with its newest number and the unanswered
//! call.

use key_protocol::VERSION;
use key_protocol::answer::{CallResult, LeftResult, Resumed};
use key_protocol::call::{Resume, RunSecret};
use key_protocol::capabilities::Capabilities;
use key_protocol::jws::Jws;
use key_protocol::key::PublicKey;
use key_protocol::successor::Successor;

use super::locks::{Locks, lock};
use super::state::{Authenticator, Run};
use crate::account::{Account, AccountId, ClaimProgress};
use crate::client::{Gate, Outgoing};
use crate::crypto::SoftwareVerifier;
use crate::error::Error;
use crate::journal::SentResume;

impl Authenticator {
    /// Returns the run, and opens one if there is none.
    pub(super) fn open_run(&self, id: &AccountId, locks: &Locks) -> Result<Run, Error> {
        if let Some(run) = self.run(id) {
            return Ok(run);
        }
        let _turn = lock(&locks.act);
        if self.run(id).is_none() {
            self.resume(id, locks)?;
        }
        self.run(id).ok_or(Error::Unusable)
    }

    pub(super) fn run(&self, id: &AccountId) -> Option<Run> {
        self.live().get(id)?.run.clone()
    }

    /// Notes that a wait of the run was answered.
    pub(super) fn advance(&self, id: &AccountId, seq: u64) {
        let next_id = self.call_id();
        let mut live = self.live();
        let Some(live) = live.get_mut(id) else { return };
        if let Some(mut run) = live.run.take_if(|run| run.seq == seq) {
            // Without a call id for the next wait this run is over.
            live.run = next_id.ok().map(|next_id| {
                (run.waits, run.next_id) = (run.waits + 1, next_id);
                run
            });
        }
    }

    /// Resolves an unanswered call and opens a run. First repeats a resume of an earlier start of Key, byte for byte;
    /// its run belongs to that start. A resume that names a replaced key opens no run here either: another follows with
    /// the new key. The caller holds the lock of acts.
    pub(super) fn resume(&self, id: &AccountId, locks: &Locks) -> Result<(), Error> {
        loop {
            let sent = self.resume_to_send(id)?;
            let _closed = lock(&locks.run);
            // From here on the service may have accepted the resume, whether its answer comes or not: the old run is
            // over.
            self.live().entry(id.clone()).or_default().run = None;
            let outgoing =
                Outgoing { payload: &|| sent.payload.clone().into_bytes(), hold: 0, gate: &|| Gate::Open };
            let answered = self.send::<Resume>(id, &outgoing)?.ok_or(Error::ServiceFault)?;
            self.hear(id, &answered);
            if answered.is_conclusive() && answered.result.is_err() {
                self.note_answered(id);
            }
            self.take_in_resumed(id, answered.result.map_err(Error::Refused)?)?;
            let next_id = self.call_id()?;
            let mut live = self.live();
            let live = live.entry(id.clone()).or_default();
            if let Some((_, secret)) = live.own_resume.take_if(|(seq, _)| *seq == sent.seq) {
                live.run = Some(Run { seq: sent.seq, secret, waits: 0, next_id });
                return Ok(());
            }
        }
    }

    fn resume_to_send(&self, id: &AccountId) -> Result<SentResume, Error> {
        let (entry, account) = (self.entry(id)?, self.account(id)?);
        if let Some(sent) = entry.resume() {
            // The resume is in the journal already, but the content of earlier answers may still have to be saved.
            self.stored.save(|files| files.vault.catch_up())?;
            return Ok(sent.clone());
        }
        let seq = entry.next();
        let mut bytes = [0; 16];
        self.platform.entropy.fill(&mut bytes)?;
        let (secret, pinned) = (RunSecret::from_bytes(bytes), account.thumbprint());
        let body =
            Resume { knows: Capabilities::ours(), left: entry.left(), pinned, run_hash: secret.hash() };
        let payload = String::from_utf8(self.payload(body, seq)?).map_err(|_| Error::Storage)?;
        let entry = entry.resuming(payload);
        self.write_down(id, entry.clone())?;
        self.live().entry(id.clone()).or_default().own_resume = Some((seq, secret));
        entry.resume().cloned().ok_or(Error::Storage)
    }

    /// Stores the answer to a resume, which counts as unanswered until then. Then follows the service to its new key.
    fn take_in_resumed(&self, id: &AccountId, resumed: Resumed) -> Result<(), Error> {
        let Resumed { knows, left, successor } = resumed;
        let account = self.account(id)?;
        let happened = matches!(left, Some(LeftResult::Answered(CallResult::Ok(_))));
        if account.change.is_some() {
            self.finish_change(id, happened);
        }
        // Before it is paired, an account leaves no other call than its enrolment.
        if happened && account.is_unfinished() {
            self.note_account(id, |account| account.progress_to(ClaimProgress::Enrolled));
        }
        if account.knows.known != knows {
            let _ = self.note_account(id, |account| account.knows.known = knows);
        }
        // Written to disk before the first wait: a service whose database was restored learns the number of this run
        // from a wait, but not its content, and would take the same resume for a copy's.
        self.write_down(id, self.entry(id)?.answered())?;
        successor.map_or(Ok(()), |successor| self.follow(&account, &successor))
    }

    /// Follows a service to its new keys and address, if the pinned key has signed them. The next run tells the
    /// service. `account` is the account as it was when the service was asked.
    pub(super) fn follow(&self, account: &Account, successor: &str) -> Result<(), Error> {
        let jws = Jws::parse(successor).map_err(|_| Error::ServiceFault)?;
        let now = self.account(&account.id)?;
        let verified = |key: &PublicKey| jws.verify::<Successor>(key, &SoftwareVerifier).ok();
        let Some(successor) = verified(&now.service_key) else {
            // Signed by a key that another successor has replaced meanwhile: the next run names the new key, and its
            // answer has any newer successor.
            let replaced = [Some(account.service_key), now.former_key];
            let is_late = replaced.iter().flatten().any(|key| verified(key).is_some());
            return if is_late { Ok(()) } else { Err(Error::ServiceKey) };
        };
        let known = successor.signing == now.service_key && successor.origin == now.origin;
        if successor.v != VERSION || known {
            return Ok(());
        }
        self.change_account(&account.id, |account| {
            if successor.signing != account.service_key {
                account.former_key = Some(account.service_key);
            }
            account.service_key = successor.signing;
            account.agreement = successor.agreement;
            account.origin = successor.origin;
        })?;
        if let Some(live) = self.live().get_mut(&account.id) {
            (live.run, live.own_resume, live.digest) = (None, None, String::new());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
