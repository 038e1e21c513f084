//! Answering a request.

use key_protocol::VERSION;
use key_protocol::answer::Refusal;
use key_protocol::call::Decide;
use key_protocol::crypto::Signer as _;
use key_protocol::decision::{Decision, DecisionAnswer, request_hash};
use key_protocol::digits::SixDigits;
use key_protocol::jws::{self, Header, Jws};
use key_protocol::receipt::{Outcome, Receipt, decision_hash};

use super::{Authenticator, Identification, Shown};
use crate::account::{Account, AccountId};
use crate::crypto::SoftwareVerifier;
use crate::error::Error;
use crate::platform::BiometricError;
use crate::vault::{HISTORY, HistoryEntry};

impl Authenticator {
    /// Confirms what was shown. `digits` are those of the login page, where the request asks for them.
    ///
    /// # Errors
    /// [`Error`]; a wrong PIN is [`Refusal::NotConfirmed`] and counts, the request then still waits.
    pub fn confirm(
        &self,
        shown: &Shown,
        identification: &Identification,
        digits: Option<SixDigits>,
    ) -> Result<(), Error> {
        if shown.request.digits && digits.is_none() {
            return Err(Error::DigitsNeeded);
        }
        let account = self.account(&shown.account)?;
        let decision = self.decision(shown, DecisionAnswer::Confirm, digits);
        let signed = self.identify(&account, identification, &decision)?;
        self.decide(&account, shown, &decision, Decide::Confirm(signed))
    }

    /// Declines what was shown; with `not_me` the service warns the user and its operators.
    ///
    /// # Errors
    /// [`Error`]
    pub fn decline(&self, shown: &Shown, not_me: bool) -> Result<(), Error> {
        let account = self.account(&shown.account)?;
        let answer = if not_me { DecisionAnswer::NotMe } else { DecisionAnswer::Decline };
        let decision = self.decision(shown, answer, None);
        self.decide(&account, shown, &decision, Decide::Decline(Box::new(decision.clone())))
    }

    fn decision(&self, shown: &Shown, answer: DecisionAnswer, digits: Option<SixDigits>) -> Decision {
        Decision {
            v: VERSION,
            answer,
            at: self.platform.clock.now_ms() / 1000,
            device: shown.request.device,
            digits,
            request: shown.request.id,
            request_hash: request_hash(&shown.jws),
            statement: shown.statement.text(),
            view: shown.view,
        }
    }

    /// Signs with the key of the factor. Nothing here can tell whether a PIN is right.
    fn identify(
        &self,
        account: &Account,
        identification: &Identification,
        decision: &Decision,
    ) -> Result<String, Error> {
        let header = Header::of::<Decision>().kid(identification.factor().kid());
        match identification {
            Identification::Pin(pin) => {
                let keys = self.pin_keys(&account.id, pin)?;
                jws::sign(&header, decision, |bytes| keys.signing.sign(bytes)).map_err(|_| Error::Storage)
            }
            Identification::Biometric { .. } if !account.biometric => Err(BiometricError::Unavailable.into()),
            Identification::Biometric { reason } => {
                let name = account.id.biometric_key();
                Ok(jws::sign(&header, decision, |bytes| self.platform.biometrics.sign(&name, bytes, reason))?)
            }
        }
    }

    fn decide(
        &self,
        account: &Account,
        shown: &Shown,
        decision: &Decision,
        body: Decide,
    ) -> Result<(), Error> {
        let decided = self.call::<Decide>(&account.id, 0, |_| Ok(body));
        if is_final(&decided) {
            self.drop_pending(&account.id, shown);
        }
        let receipt = decided?.receipt;
        check_receipt(account, decision, &receipt)?;
        self.remember(decision, receipt)
    }

    fn drop_pending(&self, id: &AccountId, shown: &Shown) {
        if let Some(live) = self.state().live.get_mut(id) {
            live.pending.retain(|pending| pending.request.id != shown.request.id);
        }
    }

    fn remember(&self, decision: &Decision, receipt: String) -> Result<(), Error> {
        let entry = HistoryEntry { at: decision.at, receipt, statement: decision.statement.clone() };
        self.change(|contents| {
            contents.history.push(entry);
            let surplus = contents.history.len().saturating_sub(HISTORY);
            contents.history.drain(..surplus);
        })
    }
}

/// Whether the request is over, whatever came of it.
fn is_final<T>(decided: &Result<T, Error>) -> bool {
    match decided {
        Ok(_) => true,
        Err(Error::Refused(refusal)) => {
            matches!(refusal, Refusal::DigitsWrong | Refusal::RequestAnswered { .. } | Refusal::RequestEnded)
        }
        Err(_) => false,
    }
}

/// The receipt must be the service's, and about this very decision.
fn check_receipt(account: &Account, decision: &Decision, receipt: &str) -> Result<(), Error> {
    let jws = Jws::parse(receipt).map_err(|_| Error::ServiceFault)?;
    let receipt: Receipt =
        jws.verify(&account.service_key, &SoftwareVerifier).map_err(|_| Error::ServiceKey)?;
    let outcome = match decision.answer {
        DecisionAnswer::Confirm => Outcome::Confirmed,
        DecisionAnswer::Decline | DecisionAnswer::NotMe => Outcome::Declined,
    };
    let fits = receipt.decision == decision_hash(decision)
        && receipt.device == decision.device
        && receipt.request == decision.request
        && receipt.outcome == outcome;
    if fits { Ok(()) } else { Err(Error::ServiceFault) }
}
