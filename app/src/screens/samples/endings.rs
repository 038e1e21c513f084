//! Every reason for which a pairing or a request ends.

use key_core::error::Error;
use key_core::platform::BiometricError;
use key_core::screen::Ended;
use key_protocol::answer::Refusal;
use key_protocol::link::LinkError;
use key_protocol::receipt::Outcome;

/// Returns every reason for an ending, each with whether it can be tried again.
pub(crate) fn endings() -> Vec<(bool, Ended)> {
    let biometrics = [
        BiometricError::Cancelled,
        BiometricError::Invalidated,
        BiometricError::NoMatch,
        BiometricError::Unavailable,
    ];
    let links = [LinkError::Insecure, LinkError::NotALink, LinkError::OtherVersion, LinkError::TooLong];
    let others = [
        Error::DigitsNeeded,
        Error::Offline,
        Error::ServiceFault,
        Error::ServiceKey,
        Error::Storage,
        Error::UnknownAccount,
        Error::UnknownRequest,
        Error::Unusable,
    ];
    let errors = others
        .into_iter()
        .chain(biometrics.map(Error::Biometrics))
        .chain(links.map(Error::Link))
        .chain(refusals().map(Error::Refused));
    let plain = [
        Ended::AnsweredElsewhere { confirmed: true },
        Ended::AnsweredElsewhere { confirmed: false },
        Ended::PairingExpired,
        Ended::PairingRefused,
        Ended::RequestEnded,
    ];
    let retried = |reason: &Ended| match reason {
        Ended::Error(error) => matches!(error, Error::Offline | Error::ServiceFault),
        Ended::Unchecked(error) => error.may_pass(),
        _ => false,
    };
    let unchecked = unchecked().map(Ended::Unchecked);
    let all = plain.into_iter().chain(errors.map(Ended::Error)).chain(unchecked);
    all.map(|reason| (retried(&reason), reason)).collect()
}

/// Returns the errors that can leave the PIN of a further account unchecked.
fn unchecked() -> [Error; 6] {
    [
        Error::Refused(Refusal::Frozen),
        Error::Refused(Refusal::TooManyCalls { retry_after: 90 }),
        Error::Refused(Refusal::Unavailable),
        Error::Refused(Refusal::UnknownEndpoint),
        Error::ServiceKey,
        Error::Unusable,
    ]
}

fn refusals() -> [Refusal; 21] {
    [
        Refusal::BadNonce,
        Refusal::DigitsMistyped,
        Refusal::DigitsWrong,
        Refusal::Disconnected,
        Refusal::Frozen,
        Refusal::LinkExpired,
        Refusal::LinkUsed,
        Refusal::Locked,
        Refusal::Malformed,
        Refusal::NotConfirmed { tries_left: 3 },
        Refusal::PairingRefused,
        Refusal::RequestAnswered { outcome: Outcome::Confirmed },
        Refusal::RequestAnswered { outcome: Outcome::Declined },
        Refusal::RequestEnded,
        Refusal::StatementChanged,
        Refusal::TooManyCalls { retry_after: 90 },
        Refusal::Unavailable,
        Refusal::Other { code: "a-newer-one".to_owned() },
        Refusal::UnknownDevice,
        Refusal::UnknownEndpoint,
        Refusal::UnsupportedVersion { oldest: 2 },
    ]
}
