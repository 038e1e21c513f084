//! Checks the PIN of a further account. Only services know the PIN, so Key asks one that is already paired
//! (docs/decisions/0015).

use key_protocol::VERSION;
use key_protocol::answer::{Confirmed, Refusal};
use key_protocol::call::Check;
use key_protocol::crypto::Signer as _;
use key_protocol::enrolment::{Factor, FactorCheck};
use key_protocol::jws;

use super::state::Authenticator;
use crate::account::{Account, AccountId, AccountState};
use crate::error::Error;
use crate::pin::Pin;

/// No service has confirmed the PIN.
#[derive(Clone, Debug, PartialEq)]
pub struct Unchecked {
    /// The account whose service gave the error. `None` if there is no service to ask.
    pub account: Option<Box<Account>>,
    /// The error. Only with [`Refusal::NotConfirmed`] has the service judged the PIN; it has counted the wrong try.
    pub error: Error,
}

impl Authenticator {
    /// Whether a service already knows the PIN, so that it has to be checked before another account is added.
    #[must_use]
    pub fn has_pin(&self) -> bool {
        self.accounts().iter().any(|account| account.state == AccountState::Active)
    }

    /// Checks the PIN with the first service that judges it. `refused_by` are the accounts whose services have refused
    /// this PIN; these are asked last, the latest at the end.
    ///
    /// # Errors
    /// [`Unchecked`]
    pub fn check(&self, pin: &Pin, refused_by: &[AccountId]) -> Result<(), Unchecked> {
        let mut failed: Vec<Unchecked> = Vec::new();
        for account in self.checkers(refused_by) {
            let Err(error) = self.check_with(&account, pin) else { return Ok(()) };
            let judged = matches!(error, Error::Refused(Refusal::NotConfirmed { .. }));
            let unchecked = Unchecked { account: Some(Box::new(account)), error };
            if judged {
                return Err(unchecked);
            }
            failed.push(unchecked);
        }
        // Reports an error that may pass by itself first, because the user has the least to do about it.
        failed.sort_by_key(|unchecked| !unchecked.error.may_pass());
        Err(failed.into_iter().next().unwrap_or(Unchecked { account: None, error: Error::Unusable }))
    }

    /// The accounts whose services can be asked about the PIN, in the order of asking.
    #[must_use]
    pub fn checkers(&self, refused_by: &[AccountId]) -> Vec<Account> {
        let accounts = self.accounts();
        let refusers: Vec<_> =
            refused_by.iter().filter_map(|id| accounts.iter().find(|account| account.id == *id)).collect();
        let behind = self.behind();
        let is_behind = |account: &Account| behind.iter().any(|other| other.id == account.id);
        let usable = |account: &&Account| account.state == AccountState::Active && !is_behind(account);
        let mut checkers: Vec<_> = accounts.iter().filter(usable).cloned().collect();
        // An account that has not refused has `None`, which sorts before any position.
        checkers.sort_by_key(|account| refusers.iter().rposition(|refuser| refuser.shares_service(account)));
        checkers
    }

    fn check_with(&self, account: &Account, pin: &Pin) -> Result<(), Error> {
        let keys = self.pin_keys(account, pin)?;
        let Confirmed { failed } = self.act::<Check>(&account.id, |seq| {
            let check = Check::content(&FactorCheck { v: VERSION, device: account.device, seq });
            let proof = jws::prove::<FactorCheck, _>(Factor::Pin, &check, |bytes| keys.signing.sign(bytes));
            Ok(Check { check, proof: proof.map_err(|_| Error::Storage)? })
        })?;
        self.note_failed(&account.id, failed);
        Ok(())
    }
}

#[cfg(test)]
mod tests;
