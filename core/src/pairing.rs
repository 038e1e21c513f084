//! The state machine for pairing, without any I/O: it takes the input of the user and the service as [`Event`]s, and
//! returns what the caller has to do as [`Effect`].

mod checking;
mod state;

use key_protocol::answer::Refusal;
use key_protocol::link::PairingLink;

pub use self::state::{CheckProblem, Checking, Facts, Pairing, RefusedPin};
use crate::account::AccountId;
use crate::authenticator::{Offer, Unchecked};
use crate::error::Error;
use crate::pin::{Entry, Pin, PinError};
use crate::screen::{ChoosePinProblem, Ended, LinkProblem};

/// An input to the state machine.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The user accepts or refuses biometrics.
    Biometrics(bool),
    /// The camera is refused or missing.
    CameraRefused,
    /// The result of checking the PIN.
    Checked(Result<(), Unchecked>),
    /// The result of claiming the link.
    Claimed(Result<Offer, Error>),
    /// The user chooses "Yes, scan the QR code", or goes back from the link to the camera.
    CodeVisible,
    /// The user has confirmed the device on the login page.
    Committed,
    /// The user chooses "Confirm pairing".
    Confirmed(Facts),
    /// The user types a digit.
    Digit(u8),
    /// The result of registering the keys.
    Enrolled(Result<AccountId, Error>),
    /// The user chooses to type the link instead.
    EnterLink,
    /// The user deletes the last digit.
    Erased,
    /// A link was scanned, typed or pasted.
    LinkGiven(PairingLink),
    /// The scanned, typed or pasted text is not a pairing link.
    NoLink(LinkProblem),
    /// The user has refused the device on the login page, or the pairing has expired there.
    PageRefused,
    /// The user tries the failed step again.
    Retried,
}

/// What the caller has to do. The result comes back as an [`Event`].
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Check the PIN, which these accounts have refused. The result is [`Event::Checked`].
    Check(Pin, Vec<AccountId>),
    /// Claim the link. The result is [`Event::Claimed`].
    Claim(PairingLink),
    /// Register the keys, with biometrics if `true`. The result is [`Event::Enrolled`].
    Enrol(Offer, Pin, bool),
}

/// The event does not fit the state of the pairing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this does not fit the step of the pairing")]
pub struct OutOfStep;

/// Returns the next state. `state` itself is never changed.
///
/// # Errors
/// [`OutOfStep`]
pub fn transition(state: &Pairing, event: Event) -> Result<Pairing, OutOfStep> {
    use Pairing as P;
    Ok(match (state.clone(), event) {
        (P::Asking | P::Typing(_), Event::CodeVisible) => P::Scanning { camera: true, problem: None },
        (P::Asking | P::Scanning { .. }, Event::EnterLink) => P::Typing(None),
        (P::Asking | P::Scanning { .. }, Event::CameraRefused) => {
            P::Scanning { camera: false, problem: None }
        }
        (P::Asking | P::Scanning { .. } | P::Typing(_), Event::LinkGiven(link)) => P::Claiming(link),
        (P::Scanning { camera, .. }, Event::NoLink(problem)) => {
            P::Scanning { camera, problem: Some(problem) }
        }
        (P::Asking | P::Typing(_), Event::NoLink(problem)) => P::Typing(Some(problem)),
        (P::Claiming(link), Event::Claimed(result)) => claimed(link, result),
        (P::ClaimFailed(link, _), Event::Retried) => P::Claiming(link),
        (P::Reviewing(offer), Event::Confirmed(facts)) => identify(offer, facts),
        (P::ChoosingPin { offer, mut entry, first, facts, .. }, Event::Erased) => {
            entry.erase();
            P::ChoosingPin { offer, entry, first, problem: None, facts }
        }
        (P::ChoosingPin { offer, entry, first, facts, .. }, Event::Digit(digit)) => {
            choose(offer, entry, first, facts, digit)
        }
        (P::CheckingPin(checking), Event::Erased) => P::CheckingPin(checking.erase()),
        (P::CheckingPin(checking), Event::Digit(digit)) => checking.digit(digit),
        (P::Verifying(checking, pin), Event::Checked(result)) => checking.checked(pin, result),
        (P::CheckFailed { checking, error, .. }, Event::Retried) if error.may_pass() => {
            P::CheckingPin(checking)
        }
        (P::OfferingBiometrics { offer, pin }, Event::Biometrics(biometrics)) => {
            P::Enrolling { offer, pin, biometrics }
        }
        (P::Enrolling { offer, pin, biometrics }, Event::Enrolled(result)) => {
            enrolled(offer, pin, biometrics, result)
        }
        (P::EnrolFailed { offer, pin, biometrics, .. }, Event::Retried) => {
            P::Enrolling { offer, pin, biometrics }
        }
        (P::Committing { offer, .. }, Event::Committed) => P::Done(offer),
        (P::Committing { .. }, Event::PageRefused) => P::Ended(Ended::PairingRefused),
        _ => return Err(OutOfStep),
    })
}

impl Pairing {
    /// The effect that the caller has to carry out now.
    #[must_use]
    pub fn effect(&self) -> Option<Effect> {
        match self {
            Self::Claiming(link) => Some(Effect::Claim(link.clone())),
            Self::Enrolling { offer, pin, biometrics } => {
                Some(Effect::Enrol(offer.clone(), pin.clone(), *biometrics))
            }
            Self::Verifying(checking, pin) => Some(Effect::Check(pin.clone(), checking.refused_by())),
            _ => None,
        }
    }

    /// The claimed link whose keys become useless if the user leaves the pairing now.
    #[must_use]
    pub const fn abandoned(&self) -> Option<&Offer> {
        match self {
            Self::CheckFailed { checking, .. } | Self::CheckingPin(checking) => Some(&checking.offer),
            Self::ChoosingPin { offer, .. }
            | Self::EnrolFailed { offer, .. }
            | Self::OfferingBiometrics { offer, .. }
            | Self::Reviewing(offer) => Some(offer),
            _ => None,
        }
    }
}

fn claimed(link: PairingLink, result: Result<Offer, Error>) -> Pairing {
    match result {
        Ok(offer) => Pairing::Reviewing(offer),
        Err(error @ (Error::Offline | Error::Storage)) => Pairing::ClaimFailed(link, error),
        Err(error) => Pairing::Ended(Ended::Error(error)),
    }
}

fn identify(offer: Offer, facts: Facts) -> Pairing {
    if facts.has_pin {
        Pairing::CheckingPin(Checking::new(offer, facts))
    } else {
        Pairing::ChoosingPin { offer, entry: Entry::default(), first: None, problem: None, facts }
    }
}

fn choose(offer: Offer, mut entry: Entry, first: Option<Pin>, facts: Facts, digit: u8) -> Pairing {
    let again = |offer, first, problem| Pairing::ChoosingPin {
        offer,
        entry: Entry::default(),
        first,
        problem,
        facts,
    };
    match (entry.push(digit), first) {
        (None, first) => Pairing::ChoosingPin { offer, entry, first, problem: None, facts },
        (Some(pin), None) if pin.is_trivial() => {
            again(offer, None, Some(ChoosePinProblem::Pin(PinError::Trivial)))
        }
        (Some(pin), None) => again(offer, Some(pin), None),
        (Some(pin), Some(first)) if pin != first => again(offer, None, Some(ChoosePinProblem::Different)),
        (Some(pin), Some(_)) if facts.biometrics => Pairing::OfferingBiometrics { offer, pin },
        (Some(pin), Some(_)) => Pairing::Enrolling { offer, pin, biometrics: false },
    }
}

fn enrolled(offer: Offer, pin: Pin, biometrics: bool, result: Result<AccountId, Error>) -> Pairing {
    match result {
        Ok(account) => Pairing::Committing { account, offer },
        Err(Error::Refused(Refusal::PairingRefused)) => Pairing::Ended(Ended::PairingRefused),
        Err(Error::Biometrics(_)) => Pairing::OfferingBiometrics { offer, pin },
        Err(error @ (Error::Offline | Error::ServiceFault | Error::Storage)) => {
            Pairing::EnrolFailed { offer, pin, biometrics, error }
        }
        Err(error) => Pairing::Ended(Ended::Error(error)),
    }
}

#[cfg(test)]
mod tests;
