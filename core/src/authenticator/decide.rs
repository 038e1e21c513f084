//! Answers a request.

use key_protocol::VERSION;
use key_protocol::answer::{Decided, Refusal};
use key_protocol::base64url;
use key_protocol::call::Decide;
use key_protocol::crypto::Signer as _;
use key_protocol::decision::{Decision, DecisionAnswer, request_hash};
use key_protocol::digits::SixDigits;
use key_protocol::enrolment::Factor;
use key_protocol::json;
use key_protocol::jws::{self, Jws};
use key_protocol::key::PublicKey;
use key_protocol::receipt::{Outcome, Receipt, decision_hash};

use super::show::Shown;
use super::state::{Authenticator, Remembered};
use crate::account::{Account, AccountId};
use crate::crypto::SoftwareVerifier;
use crate::error::Error;
use crate::pin::Pin;
use crate::platform::BiometricError;
use crate::vault::{Evidence, FailureNotice, HistoryEntry, Unknown};

/// The factor that the user identifies with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Identification {
    /// The six-digit PIN.
    Pin(Pin),
    /// Biometrics.
    Biometric {
        /// The reason that the system's prompt shows.
        reason: String,
    },
}

impl Authenticator {
    /// Confirms a request as it was shown. `digits` are those of the login page, if the request asks for them.
    ///
    /// # Errors
    /// [`Error`]; a wrong PIN is [`Refusal::NotConfirmed`] and counts, and the request stays pending.
    pub fn confirm(
        &self,
        shown: &Shown,
        identification: &Identification,
        digits: Option<SixDigits>,
    ) -> Result<Remembered, Error> {
        if shown.request.digits && digits.is_none() {
            return Err(Error::DigitsNeeded);
        }
        let account = self.account(&shown.account)?;
        let decision = self.decision(shown, DecisionAnswer::Confirm, digits);
        let sent = base64url::encode(&json::write(&decision));
        let proof = self.identify(&account, identification, &sent)?;
        self.decide(&account, shown, &decision, Decide { decision: sent, proof: Some(proof) })
    }

    /// Declines a request as it was shown. With `not_me` the service warns the user and its operators.
    ///
    /// # Errors
    /// [`Error`]
    pub fn decline(&self, shown: &Shown, not_me: bool) -> Result<Remembered, Error> {
        let account = self.account(&shown.account)?;
        let answer = if not_me { DecisionAnswer::NotMe } else { DecisionAnswer::Decline };
        let decision = self.decision(shown, answer, None);
        let sent = base64url::encode(&json::write(&decision));
        self.decide(&account, shown, &decision, Decide { decision: sent, proof: None })
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

    /// Makes the proof of the factor. Only the service can tell whether a PIN is right.
    fn identify(
        &self,
        account: &Account,
        identification: &Identification,
        decision: &str,
    ) -> Result<String, Error> {
        let factor = identification.factor();
        match identification {
            Identification::Pin(pin) => {
                let keys = self.pin_keys(account, pin)?;
                let sign = |bytes: &[u8]| keys.signing.sign(bytes);
                jws::prove::<Decision, _>(factor, decision, sign).map_err(|_| Error::Storage)
            }
            Identification::Biometric { .. } if !account.biometric => Err(BiometricError::Unavailable.into()),
            Identification::Biometric { reason } => {
                let name = account.id.biometric_key();
                let sign = |bytes: &[u8]| self.platform.biometrics.sign(&name, bytes, reason);
                Ok(jws::prove::<Decision, _>(factor, decision, sign)?)
            }
        }
    }

    fn decide(
        &self,
        account: &Account,
        shown: &Shown,
        decision: &Decision,
        body: Decide,
    ) -> Result<Remembered, Error> {
        let content = body.decision.clone();
        let sent = base64url::decode(&content).unwrap_or_default();
        let decided = self.act::<Decide>(&account.id, |_| Ok(body));
        if is_final(&decided) {
            self.drop_pending(&account.id, shown);
        }
        let Decided { failed, receipt } = decided?;
        // The service's keys may have been replaced during the call.
        let account = self.account(&account.id).unwrap_or_else(|_| account.clone());
        let key = check_receipt(&account, decision, &sent, &receipt)?;
        let failures = match decision.answer {
            DecisionAnswer::Confirm => self.failures_of_others(&account.id, failed),
            DecisionAnswer::Decline | DecisionAnswer::NotMe => None,
        };
        let evidence = Evidence {
            account: account.id,
            decision: content,
            key,
            request: shown.jws.clone(),
            unknown: Unknown::default(),
        };
        let (statement, unknown) = (decision.statement.clone(), Unknown::default());
        let evidence = Some(evidence);
        let entry = HistoryEntry { at: decision.at, evidence, receipt, statement, unknown };
        Ok(self.remember(entry, failures))
    }

    fn drop_pending(&self, id: &AccountId, shown: &Shown) {
        if let Some(live) = self.live().get_mut(id) {
            live.pending.retain(|pending| pending.request.id != shown.request.id);
        }
    }

    /// Notes a decision that the service has accepted. It stands even if the disk is full and cannot save it.
    fn remember(&self, entry: HistoryEntry, failures: Option<FailureNotice>) -> Remembered {
        self.note(|contents| {
            contents.remember(entry);
            failures.into_iter().for_each(|notice| contents.tell(notice));
        })
    }
}

impl Identification {
    const fn factor(&self) -> Factor {
        match self {
            Self::Pin(_) => Factor::Pin,
            Self::Biometric { .. } => Factor::Biometric,
        }
    }
}

/// Whether the request is over, whatever its result.
fn is_final<T>(decided: &Result<T, Error>) -> bool {
    match decided {
        Ok(_) => true,
        Err(Error::Refused(refusal)) => {
            matches!(refusal, Refusal::DigitsWrong | Refusal::RequestAnswered { .. } | Refusal::RequestEnded)
        }
        Err(_) => false,
    }
}

/// Checks that the service signed the receipt, and that it is about this decision. Returns the key of the service.
fn check_receipt(
    account: &Account,
    decision: &Decision,
    sent: &[u8],
    receipt: &str,
) -> Result<PublicKey, Error> {
    let jws = Jws::parse(receipt).map_err(|_| Error::ServiceFault)?;
    let keys = std::iter::once(account.service_key).chain(account.former_key);
    let verified = |key| Some((key, jws.verify::<Receipt>(&key, &SoftwareVerifier).ok()?));
    let (key, receipt) = keys.into_iter().find_map(verified).ok_or(Error::ServiceKey)?;
    let outcome = match decision.answer {
        DecisionAnswer::Confirm => Outcome::Confirmed,
        DecisionAnswer::Decline | DecisionAnswer::NotMe => Outcome::Declined,
    };
    let fits = receipt.v == VERSION
        && receipt.decision == decision_hash(sent)
        && receipt.device == decision.device
        && receipt.request == decision.request
        && receipt.outcome == outcome;
    if fits { Ok(key) } else { Err(Error::ServiceFault) }
}

#[cfg(test)]
mod tests;
