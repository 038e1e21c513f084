//! The screen of what has ended without success.

use key_protocol::answer::Refusal;

use crate::error::Error;
use crate::screen::{Ended, Screen};

/// A new code helps if a pairing has ended that a link had begun.
pub(super) fn ended(reason: Ended, retry: bool, service: Option<String>) -> Screen {
    let new_code = match &reason {
        Ended::PairingExpired | Ended::PairingRefused => true,
        Ended::Error(Error::Refused(refusal)) => {
            matches!(refusal, Refusal::LinkExpired | Refusal::LinkUsed)
        }
        _ => false,
    };
    Screen::Ended { new_code, reason, retry, service }
}
