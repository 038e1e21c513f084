//! Changing the PIN: the present one, which a service checks, then the new one twice. If services are left that still
//! have the previous PIN, the user types that one instead, and their change is finished.

use key_protocol::answer::Refusal;

use crate::authenticator::{Authenticator, Unchecked};
use crate::error::Error;
use crate::pin::{Entry, Pin, PinError};
use crate::screen::{Action, ChoosePinProblem, IdentifyProblem};

/// The state of changing the PIN.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PinChange {
    /// Whether an earlier change is finished.
    pub(super) finishing: bool,
    pub(super) step: Step,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Step {
    /// The services get the new PIN.
    Changing { old: Pin, new: Pin },
    /// A service is asked whether the PIN is right.
    Checking(Pin),
    /// The new PIN, which is repeated once there is a `first`.
    Choosing { present: Pin, entry: Entry, first: Option<Pin>, problem: Option<ChoosePinProblem> },
    /// The services that still have the previous PIN.
    Done(Vec<String>),
    /// Trying again goes on with the same PINs, if there are any.
    Failed(Error, Option<Box<(Pin, Pin)>>),
    /// The previous PIN, which some services still have.
    Previous { present: Pin, entry: Entry, problem: Option<IdentifyProblem> },
    /// The present PIN.
    Present { entry: Entry, problem: Option<IdentifyProblem> },
}

impl PinChange {
    pub(super) fn new(finishing: bool) -> Self {
        Self { finishing, step: Step::present(None) }
    }

    /// Returns the state after an action, if the action fits.
    pub(super) fn after(&self, action: &Action) -> Option<Self> {
        let step = match action {
            Action::Digit(digit) => self.step.digit(*digit)?,
            Action::Erase => self.step.erased()?,
            Action::Retry => match &self.step {
                Step::Failed(error, again) if error.may_pass() => match again {
                    Some(pins) => Step::Changing { old: pins.0.clone(), new: pins.1.clone() },
                    None => Step::present(None),
                },
                _ => return None,
            },
            _ => return None,
        };
        Some(self.at(step))
    }

    /// Returns the state one step back; `None` if there is none.
    pub(super) fn back(&self) -> Option<Self> {
        match &self.step {
            Step::Choosing { present, first: Some(_), .. } => {
                Some(self.at(Step::choosing(present, None, None)))
            }
            _ => None,
        }
    }

    /// The digits that are being typed.
    pub(super) const fn entry_mut(&mut self) -> Option<&mut Entry> {
        match &mut self.step {
            Step::Choosing { entry, .. } | Step::Present { entry, .. } | Step::Previous { entry, .. } => {
                Some(entry)
            }
            _ => None,
        }
    }

    /// Whether services are being told.
    pub(super) const fn is_working(&self) -> bool {
        matches!(self.step, Step::Changing { .. } | Step::Checking(_))
    }

    /// Asks or tells the services, if it is their turn.
    pub(super) fn work(&self, key: &Authenticator) -> Option<Self> {
        Some(self.at(match &self.step {
            Step::Changing { old, new } => self.changed(key, old, new),
            Step::Checking(pin) => match key.check(pin, &[]) {
                Ok(()) if self.finishing => Step::previous(pin, None),
                Ok(()) => Step::choosing(pin, None, None),
                Err(unchecked) => Step::unchecked(unchecked),
            },
            _ => return None,
        }))
    }

    fn changed(&self, key: &Authenticator, old: &Pin, new: &Pin) -> Step {
        let result = key.change_pin(old, new);
        // Who finishes a change tries again here. After a change, what is left is finished later.
        let left = result.as_ref().ok().and_then(|left| left.first()).map(|(_, error)| error);
        let error = result.as_ref().err().or(left.filter(|_| self.finishing));
        match error.map(|error| problem(error).ok_or_else(|| error.clone())) {
            None => Step::Done(key.behind().into_iter().map(|account| account.service.to_string()).collect()),
            Some(Err(error)) => Step::Failed(error, None),
            // The user has typed all PINs, so they need not be typed again.
            Some(Ok(IdentifyProblem::Offline)) => {
                Step::Failed(Error::Offline, Some(Box::new((old.clone(), new.clone()))))
            }
            Some(Ok(problem)) if self.finishing => Step::previous(new, Some(problem)),
            Some(Ok(problem)) => Step::present(Some(problem)),
        }
    }

    fn at(&self, step: Step) -> Self {
        Self { finishing: self.finishing, step }
    }
}

impl Step {
    fn present(problem: Option<IdentifyProblem>) -> Self {
        Self::Present { entry: Entry::default(), problem }
    }

    fn previous(present: &Pin, problem: Option<IdentifyProblem>) -> Self {
        Self::Previous { present: present.clone(), entry: Entry::default(), problem }
    }

    fn choosing(present: &Pin, first: Option<Pin>, problem: Option<ChoosePinProblem>) -> Self {
        Self::Choosing { present: present.clone(), entry: Entry::default(), first, problem }
    }

    fn unchecked(unchecked: Unchecked) -> Self {
        match problem(&unchecked.error) {
            Some(problem) => Self::present(Some(problem)),
            None => Self::Failed(unchecked.error, None),
        }
    }

    fn digit(&self, digit: u8) -> Option<Self> {
        Some(match self.clone() {
            Self::Choosing { present, mut entry, first, .. } => match entry.push(digit) {
                Some(pin) => chosen(present, first, pin),
                None => Self::Choosing { present, entry, first, problem: None },
            },
            Self::Present { mut entry, .. } => match entry.push(digit) {
                Some(pin) => Self::Checking(pin),
                None => Self::Present { entry, problem: None },
            },
            Self::Previous { present, mut entry, .. } => match entry.push(digit) {
                Some(old) => Self::Changing { old, new: present },
                None => Self::Previous { present, entry, problem: None },
            },
            _ => return None,
        })
    }

    fn erased(&self) -> Option<Self> {
        let mut erased = self.clone();
        match &mut erased {
            Self::Choosing { entry, .. } | Self::Present { entry, .. } | Self::Previous { entry, .. } => {
                entry.erase();
            }
            _ => return None,
        }
        Some(erased)
    }
}

/// The step after six digits of a new PIN.
fn chosen(present: Pin, first: Option<Pin>, pin: Pin) -> Step {
    match first {
        None if pin == present => Step::choosing(&present, None, Some(ChoosePinProblem::Unchanged)),
        None if pin.is_trivial() => {
            Step::choosing(&present, None, Some(ChoosePinProblem::Pin(PinError::Trivial)))
        }
        None => Step::choosing(&present, Some(pin), None),
        Some(first) if first == pin => Step::Changing { old: present, new: pin },
        Some(_) => Step::choosing(&present, None, Some(ChoosePinProblem::Different)),
    }
}

/// The problem, if typing a PIN again can solve it.
fn problem(error: &Error) -> Option<IdentifyProblem> {
    match error {
        Error::Offline | Error::ServiceFault => Some(IdentifyProblem::Offline),
        Error::Refused(Refusal::NotConfirmed { tries_left }) => {
            Some(IdentifyProblem::NotConfirmed { tries_left: *tries_left })
        }
        _ => None,
    }
}
