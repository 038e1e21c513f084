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
use crate::screen::{Camera, ChoosePinProblem, Ended, LinkProblem};

/// An input to the state machine.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The user goes one step back.
    Back,
    /// The user accepts or refuses biometrics.
    Biometrics(bool),
    /// The camera cannot be used.
    NoCamera(Camera),
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
    Enrolled(Result<(), Error>),
    /// The user chooses to type the link instead.
    EnterLink,
    /// The user deletes the last digit.
    Erased,
    /// The user goes on with the link that has opened Key.
    LinkAccepted,
    /// A link was scanned, typed or pasted.
    LinkGiven(PairingLink),
    /// The scanned, typed or pasted text is not a pairing link.
    NoLink(LinkProblem),
    /// The service has ended the pairing.
    Over(Refusal),
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
        (P::Asking | P::Ended(_) | P::Scanning { .. } | P::Typing(_), Event::CodeVisible) => {
            P::Scanning { camera: Camera::On, problem: None }
        }
        (P::Asking | P::Scanning { .. }, Event::EnterLink) => P::Typing(None),
        (P::Asking | P::Scanning { .. }, Event::NoCamera(camera)) => P::Scanning { camera, problem: None },
        (P::Scanning { .. } | P::Typing(_), Event::Back) => P::Asking,
        (P::Asking | P::Scanning { .. } | P::Typing(_), Event::LinkGiven(link)) => P::Claiming(link),
        (P::Opened(link), Event::LinkAccepted) => P::Claiming(link),
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
        (P::ChoosingPin { offer, first: Some(_), facts, .. }, Event::Back) => identify(offer, facts),
        (
            P::CheckFailed { checking: Checking { offer, .. }, .. }
            | P::CheckingPin(Checking { offer, .. })
            | P::ChoosingPin { offer, .. }
            | P::OfferingBiometrics { offer, .. },
            Event::Back,
        ) => P::Reviewing(offer),
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
        // At an earlier step too: an enrolment whose answer was lost may have been recognised on the page.
        (state, Event::Committed) if state.effect().is_none() => {
            state.offer().cloned().map(P::Done).ok_or(OutOfStep)?
        }
        (state, Event::Over(refusal)) if state.effect().is_none() && state.offer().is_some() => {
            P::Ended(over(refusal))
        }
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

    /// The claimed link, unless the pairing has ended.
    #[must_use]
    pub const fn offer(&self) -> Option<&Offer> {
        match self {
            Self::CheckFailed { checking, .. }
            | Self::CheckingPin(checking)
            | Self::Verifying(checking, _) => Some(&checking.offer),
            Self::ChoosingPin { offer, .. }
            | Self::Committing { offer, .. }
            | Self::EnrolFailed { offer, .. }
            | Self::Enrolling { offer, .. }
            | Self::OfferingBiometrics { offer, .. }
            | Self::Reviewing(offer) => Some(offer),
            _ => None,
        }
    }

    /// The future account, if the user can give up the pairing now.
    #[must_use]
    pub fn given_up(&self) -> Option<AccountId> {
        let offer = self.offer().filter(|_| self.effect().is_none())?;
        Some(offer.account.id.clone())
    }

    /// Whether nothing is left to do.
    #[must_use]
    pub const fn has_ended(&self) -> bool {
        matches!(self, Self::Done(_) | Self::Ended(_))
    }

    /// The pairing at the step where the user has left it.
    #[must_use]
    pub fn resumed(offer: Offer) -> Self {
        if offer.account.is_unfinished() { Self::Reviewing(offer) } else { Self::Committing { offer } }
    }
}

/// How a pairing ends that the service has ended.
fn over(refusal: Refusal) -> Ended {
    match refusal {
        Refusal::LinkExpired => Ended::PairingExpired,
        Refusal::PairingRefused => Ended::PairingRefused,
        refusal => Ended::Error(Error::Refused(refusal)),
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

fn enrolled(offer: Offer, pin: Pin, biometrics: bool, result: Result<(), Error>) -> Pairing {
    match result {
        Ok(()) => Pairing::Committing { offer },
        Err(Error::Refused(refusal @ (Refusal::LinkExpired | Refusal::PairingRefused))) => {
            Pairing::Ended(over(refusal))
        }
        Err(Error::Biometrics(_)) => Pairing::OfferingBiometrics { offer, pin },
        Err(error @ (Error::Offline | Error::ServiceFault | Error::Storage)) => {
            Pairing::EnrolFailed { offer, pin, biometrics, error }
        }
        Err(error) => Pairing::Ended(Ended::Error(error)),
    }
}

#[cfg(test)]
mod tests;
