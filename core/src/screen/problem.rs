//! The problems that a screen reports.

use key_protocol::link::LinkError;

use crate::error::Error;
use crate::pin::PinError;

/// Why a pairing or a request ended without success.
#[derive(Clone, Debug, PartialEq)]
pub enum Ended {
    /// The request was answered on another device.
    AnsweredElsewhere {
        /// Whether it was confirmed there.
        confirmed: bool,
    },
    /// The service, the network or this device had an error.
    Error(Error),
    /// The time to finish the pairing is over.
    PairingExpired,
    /// The user refused this device on the login page.
    PairingRefused,
    /// The PIN of a further account could not be checked with a service already paired.
    Unchecked(Error),
    /// The request expired, or was ended in the browser.
    RequestEnded,
}

/// A problem with a chosen PIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChoosePinProblem {
    /// The repeated PIN differs from the first: choose again.
    Different,
    /// The PIN cannot be used.
    Pin(PinError),
    /// It is the present PIN.
    Unchanged,
}

/// A problem with an identification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IdentifyProblem {
    /// Biometrics did not work; the user can use the PIN.
    Biometrics,
    /// The service did not confirm the factor.
    NotConfirmed {
        /// The number of tries left.
        tries_left: u8,
    },
    /// The service that checks the PIN of a further account could not be asked; nothing was lost.
    NotReached {
        /// The service's name.
        service: String,
    },
    /// The service could not be reached; nothing was sent or lost.
    Offline,
    /// A service already paired did not confirm the PIN of a further account.
    RefusedBy {
        /// The other service that is asked if the user types the same PIN again.
        next: Option<String>,
        /// The service's name.
        service: String,
        /// The number of tries left there.
        tries_left: u8,
    },
}

/// A problem with a link or a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkProblem {
    /// The text is not a link that Key can use.
    Link(LinkError),
    /// The picture contains no QR code.
    NoCode,
    /// The file is not a picture, or is too large.
    NotAPicture,
    /// The text adds standard one-time codes, which Key does not support yet.
    OneTimeCodes,
    /// The text is a request of a service, which Key does not accept in this way yet.
    Request,
}

/// A problem with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameProblem {
    /// The storage of this device cannot be used.
    NotSaved,
    /// No character of it can be shown.
    NotShown,
}
