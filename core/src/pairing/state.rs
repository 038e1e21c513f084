//! Where a pairing can stand.

use key_protocol::link::PairingLink;
use key_protocol::shown::ShownText;

use crate::account::AccountId;
use crate::authenticator::Offer;
use crate::error::Error;
use crate::pin::{Entry, Pin};
use crate::screen::{ChoosePinProblem, Ended, LinkProblem};

/// Where a pairing stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Pairing {
    /// "Can you see the QR code on the login page?"
    Asking,
    /// No service could say whether the PIN is right.
    CheckFailed {
        /// What is being paired.
        checking: Checking,
        /// The service that stood in the way.
        service: Option<ShownText>,
        /// How.
        error: Error,
    },
    /// An account is there already: its PIN is typed.
    CheckingPin(Checking),
    /// The first account: a PIN is chosen.
    ChoosingPin {
        /// What is being paired.
        offer: Offer,
        /// What was typed.
        entry: Entry,
        /// The PIN as typed the first time.
        first: Option<Pin>,
        /// What was wrong with the last try.
        problem: Option<ChoosePinProblem>,
        /// What this device knows.
        facts: Facts,
    },
    /// The link is shown to its service.
    Claiming(PairingLink),
    /// Enrolled; the user's word on the page is missing.
    Committing {
        /// The account to be.
        account: AccountId,
        /// What is being paired.
        offer: Offer,
    },
    /// Paired.
    Done(Offer),
    /// It came to nothing.
    Ended(Ended),
    /// The keys are made and registered.
    Enrolling {
        /// What is being paired.
        offer: Offer,
        /// The PIN.
        pin: Pin,
        /// Whether biometrics are used.
        biometrics: bool,
    },
    /// Enrolling did not reach the service; it can be tried again.
    EnrolFailed {
        /// What is being paired.
        offer: Offer,
        /// The PIN.
        pin: Pin,
        /// Whether biometrics were to be used.
        biometrics: bool,
        /// What went wrong.
        error: Error,
    },
    /// Claiming did not reach the service; it can be tried again.
    ClaimFailed(PairingLink, Error),
    /// Biometrics are offered.
    OfferingBiometrics {
        /// What is being paired.
        offer: Offer,
        /// The PIN just chosen.
        pin: Pin,
    },
    /// The user looks at what will be paired.
    Reviewing(Offer),
    /// The camera looks for a code.
    Scanning {
        /// Whether the camera may be used.
        camera: bool,
        /// What was wrong with the last picture.
        problem: Option<LinkProblem>,
    },
    /// A link is typed or pasted.
    Typing(Option<LinkProblem>),
    /// The PIN is checked with a service already paired.
    Verifying(Checking, Pin),
}

/// What a device knows when a pairing is confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Whether biometrics can be offered.
    pub biometrics: bool,
    /// Whether a PIN exists, known to a service already paired.
    pub has_pin: bool,
    /// Whether biometrics are used already.
    pub uses_biometrics: bool,
}

/// A further account whose PIN is checked with a service already paired.
#[derive(Clone, Debug, PartialEq)]
pub struct Checking {
    /// What is being paired.
    pub offer: Offer,
    /// What was typed.
    pub entry: Entry,
    /// What this device knows.
    pub facts: Facts,
    /// What was wrong with the last try.
    pub problem: Option<CheckProblem>,
    /// The PIN that was refused last.
    pub refused: Option<RefusedPin>,
}

/// A PIN that services did not confirm. It is kept until another is typed, so that the same one, typed again, can be
/// shown to a service that has not refused it.
#[derive(Clone, Debug, PartialEq)]
pub struct RefusedPin {
    /// The accounts whose services refused it, the latest last.
    pub by: Vec<AccountId>,
    pub(super) pin: Pin,
}

/// Why a PIN is typed again.
#[derive(Clone, Debug, PartialEq)]
pub enum CheckProblem {
    /// A service did not confirm it.
    NotConfirmed {
        /// Which.
        service: ShownText,
        /// How many tries are left there.
        tries_left: u8,
    },
    /// The service could not be asked.
    NotReached {
        /// Which.
        service: ShownText,
    },
}
