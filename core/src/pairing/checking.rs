//! Takes and checks the PIN of a further account (docs/decisions/0015).

use key_protocol::answer::Refusal;

use super::state::{CheckProblem, Checking, Facts, Pairing, RefusedPin};
use crate::account::{Account, AccountId};
use crate::authenticator::{Offer, Unchecked};
use crate::error::Error;
use crate::pin::{Entry, Pin};

impl Checking {
    pub(super) fn new(offer: Offer, facts: Facts) -> Self {
        Self { offer, entry: Entry::default(), facts, problem: None, refused: None }
    }

    pub(super) fn again(self, problem: Option<CheckProblem>) -> Self {
        Self { entry: Entry::default(), problem, ..self }
    }

    pub(super) fn erase(mut self) -> Self {
        self.entry.erase();
        Self { problem: None, ..self }
    }

    pub(super) fn digit(mut self, digit: u8) -> Pairing {
        self.problem = None;
        match self.entry.push(digit) {
            Some(pin) => {
                self.refused = self.refused.filter(|refused| refused.pin == pin);
                Pairing::Verifying(self, pin)
            }
            None => Pairing::CheckingPin(self),
        }
    }

    pub(super) fn checked(self, pin: Pin, result: Result<(), Unchecked>) -> Pairing {
        let failed = match result {
            Ok(()) => {
                let biometrics = self.facts.uses_biometrics;
                return Pairing::Enrolling { offer: self.offer, pin, biometrics };
            }
            Err(failed) => failed,
        };
        match (failed.error, failed.account) {
            (Error::Refused(Refusal::NotConfirmed { tries_left }), Some(account)) => {
                Pairing::CheckingPin(self.not_confirmed(pin, *account, tries_left))
            }
            (Error::Offline | Error::ServiceFault, Some(account)) => {
                let problem = CheckProblem::NotReached { service: account.service };
                Pairing::CheckingPin(self.again(Some(problem)))
            }
            (error, account) => {
                let service = account.map(|account| account.service);
                Pairing::CheckFailed { checking: self.again(None), service, error }
            }
        }
    }

    fn not_confirmed(mut self, pin: Pin, account: Account, tries_left: u8) -> Self {
        let mut by = self.refused.take().map(|refused| refused.by).unwrap_or_default();
        by.retain(|id| *id != account.id);
        by.push(account.id);
        self.refused = Some(RefusedPin { by, pin });
        self.again(Some(CheckProblem::NotConfirmed { service: account.service, tries_left }))
    }

    pub(super) fn refused_by(&self) -> Vec<AccountId> {
        self.refused.as_ref().map(|refused| refused.by.clone()).unwrap_or_default()
    }
}
