//! What the user sets in Key, and the receipts of what was answered.

use key_protocol::base64url;
use key_protocol::decision::{Decision, DecisionAnswer, request_hash};
use key_protocol::json;
use key_protocol::jws::Jws;
use key_protocol::receipt::{Outcome, Receipt, decision_hash};
use key_protocol::request::Request;
use key_protocol::shown::ShownText;

use super::state::Authenticator;
use crate::account::AccountId;
use crate::crypto::SoftwareVerifier;
use crate::error::Error;
use crate::platform::Protection;
use crate::vault::{Evidence, HistoryEntry, Theme};

impl Authenticator {
    /// The name that services get for this phone: the user's, or else the platform's.
    #[must_use]
    pub fn phone_name(&self) -> ShownText {
        self.contents().phone_name.clone().unwrap_or_else(|| self.platform.device.name.clone())
    }

    /// Sets the name of this phone for accounts that are added from now on. With `None`, it is the platform's.
    ///
    /// # Errors
    /// [`Error::Storage`]
    pub fn set_phone_name(&self, name: Option<ShownText>) -> Result<(), Error> {
        self.change(|contents| contents.phone_name = name)
    }

    /// The colours set in Key.
    #[must_use]
    pub fn theme(&self) -> Option<Theme> {
        self.contents().theme
    }

    /// Sets the colours. With `None`, Key follows the platform.
    ///
    /// # Errors
    /// [`Error::Storage`]
    pub fn set_theme(&self, theme: Option<Theme>) -> Result<(), Error> {
        self.change(|contents| contents.theme = theme)
    }

    /// Where the keys of this phone are kept.
    #[must_use]
    pub fn protection(&self) -> Protection {
        self.platform.keys.protection()
    }

    /// Sets the user's own name for an account, on this phone alone.
    ///
    /// # Errors
    /// [`Error::Storage`]
    pub fn rename(&self, id: &AccountId, label: Option<ShownText>) -> Result<(), Error> {
        self.change_account(id, |account| account.label = label)
    }
}

impl HistoryEntry {
    /// The request that was answered, if the entry has evidence.
    #[must_use]
    pub fn request(&self) -> Option<Request> {
        // Read without its signature, which was verified before the request was shown.
        let payload = self.evidence.as_ref()?.request.split('.').nth(1)?;
        json::read_known(&base64url::decode(payload)?).ok()
    }

    /// The answer, if the entry has evidence.
    #[must_use]
    pub fn answer(&self) -> Option<DecisionAnswer> {
        Some(decision(self.evidence.as_ref()?)?.answer)
    }

    /// Whether the evidence is complete: the service has signed the receipt, the receipt is about the decision of this
    /// device, and the decision is about the request and the statement. `None` if there is no evidence.
    #[must_use]
    pub fn verify(&self) -> Option<bool> {
        let evidence = self.evidence.as_ref()?;
        Some(self.verified(evidence).is_some())
    }

    fn verified(&self, evidence: &Evidence) -> Option<()> {
        let receipt = Jws::parse(&self.receipt).ok()?;
        let receipt: Receipt = receipt.verify(&evidence.key, &SoftwareVerifier).ok()?;
        let request = self.request()?;
        let (decision, bytes) = json::read_text::<Decision>(&evidence.decision).ok()?;
        let outcome = match decision.answer {
            DecisionAnswer::Confirm => Outcome::Confirmed,
            DecisionAnswer::Decline | DecisionAnswer::NotMe => Outcome::Declined,
        };
        let fits = receipt.decision == decision_hash(&bytes)
            && receipt.request == request.id
            && receipt.device == request.device
            && receipt.outcome == outcome
            && decision.request == request.id
            && decision.request_hash == request_hash(&evidence.request)
            && decision.statement == self.statement;
        fits.then_some(())
    }
}

fn decision(evidence: &Evidence) -> Option<Decision> {
    json::read_text::<Decision>(&evidence.decision).ok().map(|(decision, _)| decision)
}
