//! What went wrong, as a screen says it.

use key_protocol::link::LinkError;

use crate::error::Error;
use crate::pin::PinError;

/// Why something ended without success.
#[derive(Clone, Debug, PartialEq)]
pub enum Ended {
    /// The request was answered on another device.
    AnsweredElsewhere {
        /// Whether it was confirmed there.
        confirmed: bool,
    },
    /// The service, the network or this device stood in the way.
    Error(Error),
    /// The user did not recognise this device on the page, or the pairing ran out there.
    PairingRefused,
    /// The PIN of a further account could not be checked with a service already paired.
    Unchecked(Error),
    /// The request ran out, or was ended in the browser.
    RequestEnded,
}

/// What was wrong with a chosen PIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChoosePinProblem {
    /// The second was not the first: begin again.
    Different,
    /// It cannot be used.
    Pin(PinError),
}

/// What was wrong with an identification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IdentifyProblem {
    /// Biometrics did not work; the PIN does.
    Biometrics,
    /// The service did not confirm.
    NotConfirmed {
        /// How many tries are left.
        tries_left: u8,
    },
    /// The service that checks the PIN of a further account could not be asked; nothing was lost.
    NotReached {
        /// Its name.
        service: String,
    },
    /// The service could not be reached; nothing was sent or lost.
    Offline,
    /// A service already paired did not confirm the PIN of a further account.
    RefusedBy {
        /// Another service, that is asked if the same PIN is typed again.
        next: Option<String>,
        /// Its name.
        service: String,
        /// How many tries are left there.
        tries_left: u8,
    },
}

/// What was wrong with a link or a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkProblem {
    /// The text is no link that Key can use.
    Link(LinkError),
    /// The picture holds no QR code.
    NoCode,
    /// The file is no picture, or too large a one.
    NotAPicture,
    /// The text adds standard one-time codes, which Key does not keep yet.
    OneTimeCodes,
    /// The text is a request of a service, which Key does not take in this way yet.
    Request,
}
