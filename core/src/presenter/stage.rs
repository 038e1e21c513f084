//! The stages that a user can be in, and the steps between them.

use crate::account::AccountId;
use crate::approval::{self, Approval};
use crate::error::Error;
use crate::pairing::{self, Facts, Pairing};
use crate::scanned::Scanned;
use crate::screen::{Action, Camera, LinkProblem};

/// The task that the user is in.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Stage {
    Approval(Box<Approval>),
    Disconnect(Disconnect),
    GivingUp(AccountId),
    Home,
    Pairing(Pairing),
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
    GivenUp,
    Left(Result<(), Error>),
    Pairing(pairing::Event),
}

impl Done {
    /// Returns the stage that follows `stage`, which requested the effect.
    pub(super) fn apply(&self, stage: &Stage) -> Option<Stage> {
        match self {
            Self::Approval(event) => stage.approval(event.clone()),
            Self::GivenUp => Some(Stage::Home),
            Self::Left(result) => stage.left(result.clone()),
            Self::Pairing(event) => stage.pairing(event.clone()),
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
            Self::Home => true,
            Self::Approval(_) | Self::GivingUp(_) | Self::Pairing(_) => false,
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
