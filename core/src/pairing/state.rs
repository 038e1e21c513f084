//! The states of a pairing.

use key_protocol::link::PairingLink;
use key_protocol::shown::ShownText;

use crate::account::AccountId;
use crate::authenticator::Offer;
use crate::error::Error;
use crate::pin::{Entry, Pin};
use crate::screen::{Camera, ChoosePinProblem, Ended, LinkProblem};

/// The state of a pairing.
#[derive(Clone, Debug, PartialEq)]
pub enum Pairing {
    /// The user is asked "Can you see the QR code on the login page?".
    Asking,
    /// No service could say whether the PIN is right.
    CheckFailed {
        /// The claimed link.
        checking: Checking,
        /// The service that gave the error.
        service: Option<ShownText>,
        /// The error.
        error: Error,
    },
    /// The device has an account already: the user types its PIN.
    CheckingPin(Checking),
    /// The first account: the user chooses a PIN.
    ChoosingPin {
        /// The claimed link.
        offer: Offer,
        /// The digits typed so far.
        entry: Entry,
        /// The PIN as typed the first time.
        first: Option<Pin>,
        /// The problem with the last try.
        problem: Option<ChoosePinProblem>,
        /// The facts about this device.
        facts: Facts,
    },
    /// The link is being claimed at its service.
    Claiming(PairingLink),
    /// Enrolled; the user has not yet confirmed the pairing on the login page.
    Committing {
        /// The claimed link.
        offer: Offer,
    },
    /// Paired.
    Done(Offer),
    /// The pairing ended without success.
    Ended(Ended),
    /// The keys are being made and registered.
    Enrolling {
        /// The claimed link.
        offer: Offer,
        /// The PIN.
        pin: Pin,
        /// Whether biometrics are used.
        biometrics: bool,
    },
    /// The enrolment did not reach the service; the user can try again.
    EnrolFailed {
        /// The claimed link.
        offer: Offer,
        /// The PIN.
        pin: Pin,
        /// Whether biometrics were to be used.
        biometrics: bool,
        /// The error.
        error: Error,
    },
    /// The claim did not reach the service; the user can try again.
    ClaimFailed(PairingLink, Error),
    /// A link has opened Key: the user is asked whether to open it in turn. Nobody has been called yet.
    Opened(PairingLink),
    /// The user is offered biometrics.
    OfferingBiometrics {
        /// The claimed link.
        offer: Offer,
        /// The PIN just chosen.
        pin: Pin,
    },
    /// The user reviews the pairing.
    Reviewing(Offer),
    /// The camera looks for a QR code.
    Scanning {
        /// Whether the camera can be used.
        camera: Camera,
        /// The problem with the last picture.
        problem: Option<LinkProblem>,
    },
    /// The user types or pastes a link.
    Typing(Option<LinkProblem>),
    /// The PIN is being checked with a service already paired.
    Verifying(Checking, Pin),
}

/// The facts about a device when the user confirms a pairing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Whether biometrics can be offered.
    pub biometrics: bool,
    /// Whether a service already paired knows a PIN.
    pub has_pin: bool,
    /// Whether the device already uses biometrics.
    pub uses_biometrics: bool,
}

/// A further account whose PIN is checked with a service already paired.
#[derive(Clone, Debug, PartialEq)]
pub struct Checking {
    /// The claimed link.
    pub offer: Offer,
    /// The digits typed so far.
    pub entry: Entry,
    /// The facts about this device.
    pub facts: Facts,
    /// The problem with the last try.
    pub problem: Option<CheckProblem>,
    /// The PIN that was refused last.
    pub refused: Option<RefusedPin>,
}

/// A PIN that services did not confirm. It is kept until the user types another, so that the same PIN, typed again, can
/// be checked with a service that has not refused it.
#[derive(Clone, Debug, PartialEq)]
pub struct RefusedPin {
    /// The accounts whose services refused it, the latest last.
    pub by: Vec<AccountId>,
    pub(super) pin: Pin,
}

/// Why the user has to type a PIN again.
#[derive(Clone, Debug, PartialEq)]
pub enum CheckProblem {
    /// A service did not confirm the PIN.
    NotConfirmed {
        /// The service's name.
        service: ShownText,
        /// The number of tries left there.
        tries_left: u8,
    },
    /// The service could not be asked.
    NotReached {
        /// The service's name.
        service: ShownText,
    },
}
