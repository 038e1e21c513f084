//! The stages that a user can be in, and the steps between them.

use key_protocol::answer::Refusal;

use super::offline::Offline;
use super::pin_change::PinChange;
use crate::account::AccountId;
use crate::approval::{self, Approval};
use crate::error::Error;
use crate::pairing::{self, Facts, Pairing};
use crate::pin::{Entry, Pin};
use crate::scanned::Scanned;
use crate::screen::{Action, Camera, EditedName, IdentifyProblem, LinkProblem, NameProblem};
use crate::vault::HistoryEntry;

/// The task that the user is in.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Stage {
    About,
    Account(AccountId),
    Answered(Box<Answered>),
    Approval(Box<Approval>),
    Biometrics(BiometricsChange),
    Disconnect(Disconnect),
    GivingUp(AccountId),
    EditName(EditedName, Option<NameProblem>),
    Home,
    Offline(Offline),
    Pairing(Pairing),
    PinChange(PinChange),
    Settings,
}

/// An answered request, and whether its receipt is genuine.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Answered {
    pub(super) entry: HistoryEntry,
    pub(super) verified: Option<bool>,
}

/// The user identifies to use biometrics from now on, or no more.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct BiometricsChange {
    pub(super) entry: Entry,
    /// Why no service took it, if another PIN would not help.
    pub(super) failed: Option<Error>,
    pub(super) on: bool,
    /// The complete PIN, while services are told.
    pub(super) pin: Option<Pin>,
    pub(super) problem: Option<IdentifyProblem>,
}

impl BiometricsChange {
    pub(super) fn new(on: bool) -> Self {
        Self { entry: Entry::default(), failed: None, on, pin: None, problem: None }
    }

    /// Returns the state after an action, if the action fits.
    pub(super) fn typed(&self, action: &Action) -> Option<Self> {
        if let (Action::Retry, Some(error)) = (action, &self.failed) {
            return error.may_pass().then(|| Self::new(self.on));
        }
        let is_typing = self.pin.is_none() && self.failed.is_none();
        let mut entry = Some(&self.entry).filter(|_| is_typing)?.clone();
        let pin = match action {
            Action::Digit(digit) => entry.push(*digit),
            Action::Erase => {
                entry.erase();
                None
            }
            _ => return None,
        };
        Some(Self { entry, pin, ..Self::new(self.on) })
    }

    /// Returns the stage after services were told.
    fn told(&self, result: Result<(), Error>) -> Stage {
        let problem = match result {
            Ok(()) => return Stage::Home,
            Err(Error::Refused(Refusal::NotConfirmed { tries_left })) => {
                IdentifyProblem::NotConfirmed { tries_left }
            }
            Err(Error::Biometrics(_)) => IdentifyProblem::Biometrics,
            Err(Error::Offline | Error::ServiceFault) => IdentifyProblem::Offline,
            Err(error) => {
                return Stage::Biometrics(Self { failed: Some(error), ..Self::new(self.on) });
            }
        };
        Stage::Biometrics(Self { problem: Some(problem), ..Self::new(self.on) })
    }
}

/// The state of disconnecting this phone from an account.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Disconnect {
    pub(super) account: AccountId,
    pub(super) step: DisconnectStep,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum DisconnectStep {
    Asking,
    Failed(Error),
    Leaving,
}

/// The result of an effect, for the stage that requested it.
pub(super) enum Done {
    Approval(approval::Event),
    Biometrics(Result<(), Error>),
    GivenUp,
    Left(Result<(), Error>),
    Offline(Offline),
    Pairing(pairing::Event),
    PinChange(PinChange),
}

impl Done {
    /// Returns the stage that follows `stage`, which requested the effect.
    pub(super) fn apply(&self, stage: &Stage) -> Option<Stage> {
        match self {
            Self::Approval(event) => stage.approval(event.clone()),
            Self::Biometrics(result) => match stage {
                Stage::Biometrics(change) => Some(change.told(result.clone())),
                _ => None,
            },
            Self::GivenUp => Some(Stage::Home),
            Self::Left(result) => stage.left(result.clone()),
            Self::Offline(made) => matches!(stage, Stage::Offline(_)).then(|| Stage::Offline(made.clone())),
            Self::Pairing(event) => stage.pairing(event.clone()),
            Self::PinChange(changed) => {
                matches!(stage, Stage::PinChange(_)).then(|| Stage::PinChange(changed.clone()))
            }
        }
    }
}

impl Disconnect {
    /// Starts disconnecting after the user has confirmed it or tries again.
    pub(super) fn go_on(&self) -> Option<Stage> {
        let waits = matches!(self.step, DisconnectStep::Asking | DisconnectStep::Failed(_));
        let leaving = Self { step: DisconnectStep::Leaving, ..self.clone() };
        waits.then_some(Stage::Disconnect(leaving))
    }
}

impl Stage {
    /// Whether the user can remove an account here without telling its service.
    pub(super) fn may_forget(&self, id: &AccountId) -> bool {
        match self {
            Self::Disconnect(state) => {
                state.account == *id && matches!(state.step, DisconnectStep::Failed(_))
            }
            Self::Account(shown) => shown == id,
            Self::Home => true,
            _ => false,
        }
    }

    fn left(&self, result: Result<(), Error>) -> Option<Self> {
        let Self::Disconnect(state) = self else { return None };
        Some(match result {
            Ok(()) => Self::Home,
            Err(error) => {
                Self::Disconnect(Disconnect { step: DisconnectStep::Failed(error), ..state.clone() })
            }
        })
    }

    pub(super) fn approval(&self, event: approval::Event) -> Option<Self> {
        let Self::Approval(state) = self else { return None };
        approval::transition(state, event).ok().map(|state| Self::Approval(Box::new(state)))
    }

    pub(super) fn pairing(&self, event: pairing::Event) -> Option<Self> {
        let Self::Pairing(state) = self else { return None };
        pairing::transition(state, event).ok().map(Self::Pairing)
    }
}

pub(super) fn pairing_event(action: &Action, facts: impl FnOnce() -> Facts) -> Option<pairing::Event> {
    Some(match action {
        Action::AcceptLink => pairing::Event::LinkAccepted,
        Action::CameraMissing => pairing::Event::NoCamera(Camera::Missing),
        Action::CameraRefused => pairing::Event::NoCamera(Camera::Refused),
        Action::CodeSeen(text) | Action::LinkGiven(text) => given(text),
        Action::CodeVisible => pairing::Event::CodeVisible,
        Action::ConfirmPairing => pairing::Event::Confirmed(facts()),
        Action::Digit(digit) => pairing::Event::Digit(*digit),
        Action::EnterLink => pairing::Event::EnterLink,
        Action::Erase => pairing::Event::Erased,
        Action::PictureUnreadable => pairing::Event::NoLink(LinkProblem::NotAPicture),
        Action::PictureWithoutCode => pairing::Event::NoLink(LinkProblem::NoCode),
        Action::Retry => pairing::Event::Retried,
        Action::SkipBiometrics => pairing::Event::Biometrics(false),
        Action::UseBiometrics => pairing::Event::Biometrics(true),
        _ => return None,
    })
}

/// Returns the event for a text. Only a pairing link starts a pairing.
pub(super) fn given(text: &str) -> pairing::Event {
    match Scanned::read(text) {
        Scanned::OneTimeCodes => pairing::Event::NoLink(LinkProblem::OneTimeCodes),
        Scanned::Other(error) => pairing::Event::NoLink(LinkProblem::Link(error)),
        Scanned::PairingLink(link) => pairing::Event::LinkGiven(link),
        Scanned::Request => pairing::Event::NoLink(LinkProblem::Request),
    }
}

#[cfg(test)]
mod tests;
