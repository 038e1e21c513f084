//! Changes factors without pairing again: changes the PIN, and adds, renews or removes biometrics. Key tells each
//! service separately; a service that could not be reached can be told later.

use key_protocol::VERSION;
use key_protocol::answer::Refusal;
use key_protocol::call::Change;
use key_protocol::crypto::Signer as _;
use key_protocol::enrolment::{Enrolment, Factor, FactorChange as Message};
use key_protocol::jws::{self, Header};

use super::calls::CallProgress;
use super::locks::lock;
use super::state::Authenticator;
use crate::account::{Account, AccountId, AccountState, FactorChange};
use crate::error::Error;
use crate::pin::Pin;
use crate::vault::Contents;

impl Authenticator {
    /// Changes the PIN of all accounts, one after the other. An account whose service cannot be reached, or does not
    /// confirm the old PIN, keeps the old PIN ([`Account::pin_behind`]); the same call can finish it later. Returns
    /// these accounts, each with the reason.
    ///
    /// # Errors
    /// The first service's [`Error`] if no account was changed: all accounts then keep the old PIN. If an answer was
    /// lost, the next resume asks for the result; if the change had happened, the other accounts keep the old PIN.
    pub fn change_pin(&self, old: &Pin, new: &Pin) -> Result<Vec<(AccountId, Error)>, Error> {
        self.settle_changes();
        let accounts = self.accounts();
        let active = accounts.iter().filter(|account| account.state == AccountState::Active);
        let finishing = !self.behind().is_empty();
        let (mut behind, mut done) = (Vec::new(), 0);
        for account in active.filter(|account| account.pin_behind || !finishing) {
            match self.change_pin_of(account, old, new) {
                Ok(()) => done += 1,
                // A wrong old PIN is wrong for every service, and each would count it.
                Err(error @ Error::Refused(Refusal::NotConfirmed { .. } | Refusal::Locked)) if done == 0 => {
                    return Err(error);
                }
                Err(error) => behind.push((account.id.clone(), error)),
            }
        }
        self.live().values_mut().for_each(|live| live.pin_taken = None);
        match behind.first() {
            Some((_, error)) if done == 0 && !finishing => Err(error.clone()),
            _ => Ok(behind),
        }
    }

    /// The accounts that still have the previous PIN of the others. If no account has the new one any more, the previous
    /// PIN is the present one.
    #[must_use]
    pub fn behind(&self) -> Vec<Account> {
        let mut active = self.accounts();
        active.retain(|account| account.state == AccountState::Active);
        let is_split = active.iter().any(|account| !account.pin_behind);
        active.retain(|account| account.pin_behind && is_split);
        active
    }

    /// Whether an account still has the previous PIN.
    #[must_use]
    pub fn is_behind(&self, id: &AccountId) -> bool {
        self.behind().iter().any(|account| account.id == *id)
    }

    /// Asks for the results of changes whose answer has not come. What cannot be asked now stays open.
    fn settle_changes(&self) {
        for account in self.accounts().into_iter().filter(|account| account.change.is_some()) {
            let locks = self.locks(&account.id);
            let _turn = lock(&locks.act);
            if self.entry(&account.id).is_ok_and(|entry| !entry.is_clear()) {
                let _ = self.resume(&account.id, &locks);
            }
        }
    }

    /// Changes the PIN of one account, unless its service has taken this change before and only the answer was lost.
    fn change_pin_of(&self, account: &Account, old: &Pin, new: &Pin) -> Result<(), Error> {
        {
            let mut live = self.live();
            let live = live.entry(account.id.clone()).or_default();
            if live.pin_taken.take().as_ref() == Some(new) {
                return Ok(());
            }
            live.pin_sent = Some(new.clone());
        }
        let changed = self.send_pin(account, old, new);
        if let Some(live) = self.live().get_mut(&account.id).filter(|_| changed.is_ok()) {
            live.pin_taken = None;
        }
        changed
    }

    fn send_pin(&self, account: &Account, old: &Pin, new: &Pin) -> Result<(), Error> {
        self.change_factor(account, FactorChange::Pin, old, |account| {
            let keys = self.pin_keys(account, new)?;
            let enrolment = self.enrolment_of(account, Factor::Pin, Some(keys.agreement.public_key()));
            let header = Header::of::<Enrolment>().jwk(keys.signing.public_key());
            let signed = jws::sign(&header, &enrolment, |bytes| keys.signing.sign(bytes));
            signed.map(Some).map_err(|_| Error::Storage)
        })
    }

    /// Adds biometrics to an account, or renews them after the biometrics enrolled on the device have changed.
    ///
    /// # Errors
    /// [`Error`]; a wrong PIN is [`Refusal::NotConfirmed`] and counts.
    pub fn add_biometrics(&self, id: &AccountId, pin: &Pin) -> Result<(), Error> {
        let account = self.account(id)?;
        let name = account.id.biometric_key();
        // The device replaces the key that the service knows. Until the service has the new key, only the PIN confirms.
        self.change_account(id, |account| account.biometric = false)?;
        let key = self.platform.biometrics.create(&name)?;
        self.change_factor(&account, FactorChange::AddBiometric, pin, |account| {
            let enrolment = self.enrolment_of(account, Factor::Biometric, None);
            let (header, reason) = (Header::of::<Enrolment>().jwk(key), account.service.as_str());
            let sign = |bytes: &[u8]| self.platform.biometrics.sign(&name, bytes, reason);
            Ok(Some(jws::sign(&header, &enrolment, sign)?))
        })
    }

    /// Removes biometrics from an account.
    ///
    /// # Errors
    /// [`Error`]; a wrong PIN is [`Refusal::NotConfirmed`] and counts.
    pub fn remove_biometrics(&self, id: &AccountId, pin: &Pin) -> Result<(), Error> {
        let account = self.account(id)?;
        self.change_factor(&account, FactorChange::RemoveBiometric, pin, |_| Ok(None))
    }

    /// Adds biometrics to all accounts, or removes them from all.
    ///
    /// # Errors
    /// The first [`Error`]; a wrong PIN is [`Refusal::NotConfirmed`] and counts. The same call changes the accounts that
    /// are left.
    pub fn set_biometrics(&self, on: bool, pin: &Pin) -> Result<(), Error> {
        let is_left = |account: &&Account| account.state == AccountState::Active && account.biometric != on;
        for account in self.accounts().iter().filter(is_left) {
            if on {
                self.add_biometrics(&account.id, pin)?;
            } else {
                self.remove_biometrics(&account.id, pin)?;
            }
        }
        self.change(|contents| contents.biometrics = on)
    }

    /// Sends a change that the PIN proves. Stores the change first, so that the next resume can ask for a lost answer.
    fn change_factor(
        &self,
        account: &Account,
        change: FactorChange,
        pin: &Pin,
        add: impl FnOnce(&Account) -> Result<Option<String>, Error>,
    ) -> Result<(), Error> {
        let keys = self.pin_keys(account, pin)?;
        let add = add(account)?;
        let body = |seq| {
            let message = Message { v: VERSION, add, device: account.device, seq };
            let content = Change::content(&message);
            let proof = jws::prove::<Message, _>(Factor::Pin, &content, |bytes| keys.signing.sign(bytes));
            Ok(Change { change: content, proof: proof.map_err(|_| Error::Storage)? })
        };
        // An unanswered change stays open until its result is known. It is set only while its call is the unanswered
        // one: otherwise the answer to another call would be taken for its result.
        let note = |stands| match stands {
            CallProgress::Answered { happened } => {
                self.finish_change(&account.id, happened);
                Ok(())
            }
            CallProgress::Sending => {
                self.change_account(&account.id, |account| account.change = Some(change))
            }
        };
        let confirmed = self.act_and_note::<Change>(&account.id, body, note)?;
        self.note_failed(&account.id, confirmed.failed);
        Ok(())
    }

    /// Ends the open change with its result. The first account with a new PIN marks the others as still having the old
    /// one, until each has been changed too. Once the journal records the answer, Key does not ask the service about
    /// the change again.
    pub(super) fn finish_change(&self, id: &AccountId, happened: bool) {
        let _ = self.stored.save(|files| files.vault.note_first(|contents| finish(contents, id, happened)));
        if let Some(live) = self.live().get_mut(id) {
            live.pin_taken = live.pin_sent.take().filter(|_| happened);
        }
    }

    pub(super) fn enrolment_of(
        &self,
        account: &Account,
        factor: Factor,
        agreement: Option<key_protocol::key::PublicKey>,
    ) -> Enrolment {
        Enrolment { v: VERSION, agreement, device: account.device, factor, service: account.thumbprint() }
    }
}

fn finish(contents: &mut Contents, id: &AccountId, happened: bool) {
    let Some(account) = contents.account_mut(id) else { return };
    let change = account.change.take();
    let is_first = change == Some(FactorChange::Pin) && happened && !account.pin_behind;
    match change {
        Some(FactorChange::AddBiometric) => account.biometric = happened,
        Some(FactorChange::Pin) => account.pin_behind &= !happened,
        Some(FactorChange::RemoveBiometric) => account.biometric &= !happened,
        None => {}
    }
    for other in contents.accounts.iter_mut().filter(|other| is_first && other.id != *id) {
        other.pin_behind = other.has_pin();
    }
}

#[cfg(test)]
mod tests;
