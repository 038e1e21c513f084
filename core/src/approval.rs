//! The state machine for answering a request, without any I/O: it takes the input of the user and the service as
//! [`Event`]s, and returns what the caller has to do as [`Effect`].

use key_protocol::answer::Refusal;
use key_protocol::digits::SixDigits;
use key_protocol::receipt::Outcome;

use crate::authenticator::{Identification, Remembered, Shown};
use crate::error::Error;
use crate::pin::Entry;
use crate::platform::BiometricError;
use crate::screen::{Decided, Ended, IdentifyProblem};

/// How many digits the login page shows.
const DIGITS: usize = 6;

/// The state of an approval.
#[derive(Clone, Debug, PartialEq)]
pub enum Approval {
    /// The request was answered.
    Decided {
        /// The answer.
        answer: Decided,
        /// Whether this device could save the answer.
        remembered: Remembered,
        /// The request as it was shown.
        shown: Shown,
    },
    /// The answer is being sent.
    Deciding {
        /// The request as it was shown.
        shown: Shown,
        /// The answer.
        answer: Answer,
        /// Whether biometrics may be used.
        biometrics: bool,
    },
    /// The approval ended without an answer.
    Ended {
        /// The reason.
        reason: Ended,
        /// The request as it was shown.
        shown: Shown,
        /// Whether the user can open the request again.
        retry: bool,
    },
    /// The user identifies with a factor.
    Identifying {
        /// The request as it was shown.
        shown: Shown,
        /// Whether biometrics may be used.
        biometrics: bool,
        /// The digits that the login page shows.
        digits: Option<SixDigits>,
        /// The digits of the PIN typed so far.
        entry: Entry,
        /// The problem with the last try.
        problem: Option<IdentifyProblem>,
    },
    /// The user reads the request.
    Reviewing(Shown),
    /// The user types the digits that the login page shows.
    TypingDigits {
        /// The request as it was shown.
        shown: Shown,
        /// Whether biometrics may be used.
        biometrics: bool,
        /// The digits typed so far.
        digits: String,
        /// Whether the digits typed before were not those of the page.
        mistyped: bool,
    },
}

/// An answer that is being sent.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// Yes.
    Confirm(Identification, Option<SixDigits>),
    /// No.
    Decline,
    /// No, and I did not start this.
    NotMe,
}

/// An input to the state machine.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The user chooses biometrics.
    Biometrics,
    /// The user goes one step back.
    Back,
    /// "Confirm", of the request or of the digits.
    Confirmed {
        /// Whether biometrics were chosen and are available.
        biometrics: bool,
    },
    /// "Decline".
    Declined,
    /// The user types a digit, of the login page's six or of the PIN.
    Digit(u8),
    /// The user deletes the last digit.
    Erased,
    /// The request is no longer pending.
    Gone(Ended),
    /// "This was not me".
    NotMe,
    /// The user goes back to the request.
    Retried,
    /// The result of sending the answer.
    Sent(Result<Remembered, Error>),
}

/// The event does not fit the state of the approval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this does not fit the step of the approval")]
pub struct OutOfStep;

/// The answer that the caller has to send. Its result comes back as [`Event::Sent`].
#[derive(Clone, Debug, PartialEq)]
pub struct Effect {
    /// The answer.
    pub answer: Answer,
    /// The request as it was shown.
    pub shown: Shown,
}

/// Returns the next state. `state` itself is never changed.
///
/// # Errors
/// [`OutOfStep`]
pub fn transition(state: &Approval, event: Event) -> Result<Approval, OutOfStep> {
    use Approval as A;
    Ok(match (state.clone(), event) {
        (A::Reviewing(shown), Event::Confirmed { biometrics }) if shown.request.digits => {
            A::TypingDigits { shown, biometrics, digits: String::new(), mistyped: false }
        }
        (A::Reviewing(shown), Event::Confirmed { biometrics }) => identify(shown, biometrics, None),
        (A::Reviewing(shown), Event::Declined) => send(shown, Answer::Decline, false),
        (A::Reviewing(shown), Event::NotMe) => send(shown, Answer::NotMe, false),
        (A::TypingDigits { shown, biometrics, mut digits, mistyped }, Event::Digit(digit)) => {
            if digit <= 9 && digits.len() < DIGITS {
                digits.push(char::from(b'0' + digit));
            }
            A::TypingDigits { shown, biometrics, digits, mistyped }
        }
        (A::TypingDigits { shown, biometrics, mut digits, mistyped }, Event::Erased) => {
            digits.pop();
            A::TypingDigits { shown, biometrics, digits, mistyped }
        }
        (A::TypingDigits { shown, digits, .. }, Event::Confirmed { biometrics }) => {
            let digits = SixDigits::parse(&digits).map_err(|_| OutOfStep)?;
            identify(shown, biometrics, Some(digits))
        }
        (A::Identifying { shown, biometrics, digits: Some(digits), .. }, Event::Back) => {
            A::TypingDigits { shown, biometrics, digits: digits.as_str().to_owned(), mistyped: false }
        }
        (A::Identifying { shown, .. } | A::TypingDigits { shown, .. }, Event::Back) => A::Reviewing(shown),
        (A::Identifying { shown, biometrics, digits, mut entry, .. }, Event::Digit(digit)) => {
            match entry.push(digit) {
                Some(pin) => send(shown, Answer::Confirm(Identification::Pin(pin), digits), biometrics),
                None => A::Identifying { shown, biometrics, digits, entry, problem: None },
            }
        }
        (A::Identifying { shown, biometrics, digits, mut entry, .. }, Event::Erased) => {
            entry.erase();
            A::Identifying { shown, biometrics, digits, entry, problem: None }
        }
        (A::Identifying { shown, biometrics: true, digits, .. }, Event::Biometrics) => {
            identify(shown, true, digits)
        }
        (A::Deciding { shown, answer, biometrics }, Event::Sent(result)) => {
            sent(shown, answer, biometrics, result)
        }
        (
            A::Reviewing(shown) | A::TypingDigits { shown, .. } | A::Identifying { shown, .. },
            Event::Gone(reason),
        ) => A::Ended { reason, shown, retry: false },
        (A::Ended { shown, retry: true, .. }, Event::Retried) => A::Reviewing(shown),
        _ => return Err(OutOfStep),
    })
}

impl Approval {
    /// The effect that the caller has to carry out now.
    #[must_use]
    pub fn effect(&self) -> Option<Effect> {
        match self {
            Self::Deciding { shown, answer, .. } => {
                Some(Effect { answer: answer.clone(), shown: shown.clone() })
            }
            _ => None,
        }
    }

    /// The request as it was shown.
    #[must_use]
    pub const fn shown(&self) -> &Shown {
        match self {
            Self::Decided { shown, .. }
            | Self::Deciding { shown, .. }
            | Self::Ended { shown, .. }
            | Self::Identifying { shown, .. }
            | Self::Reviewing(shown)
            | Self::TypingDigits { shown, .. } => shown,
        }
    }
}

const fn send(shown: Shown, answer: Answer, biometrics: bool) -> Approval {
    Approval::Deciding { shown, answer, biometrics }
}

/// Asks for biometrics first if they were chosen (FK03).
fn identify(shown: Shown, biometrics: bool, digits: Option<SixDigits>) -> Approval {
    if biometrics {
        let reason = shown.statement.title.clone();
        return send(shown, Answer::Confirm(Identification::Biometric { reason }, digits), true);
    }
    Approval::Identifying { shown, biometrics, digits, entry: Entry::default(), problem: None }
}

fn sent(shown: Shown, answer: Answer, biometrics: bool, result: Result<Remembered, Error>) -> Approval {
    let error = match result {
        Ok(remembered) => return Approval::Decided { answer: decided(&answer), remembered, shown },
        Err(error) => error,
    };
    if let (Error::Refused(Refusal::DigitsMistyped), Answer::Confirm(..)) = (&error, &answer) {
        return Approval::TypingDigits { shown, biometrics, digits: String::new(), mistyped: true };
    }
    let again = match (&error, answer) {
        (Error::Biometrics(BiometricError::Cancelled), Answer::Confirm(_, digits)) => Some((digits, None)),
        (Error::Biometrics(_), Answer::Confirm(_, digits)) => {
            Some((digits, Some(IdentifyProblem::Biometrics)))
        }
        // Who has used biometrics has typed no PIN.
        (Error::Offline | Error::ServiceFault, Answer::Confirm(Identification::Pin(_), digits)) => {
            Some((digits, Some(IdentifyProblem::Offline)))
        }
        (Error::Refused(Refusal::NotConfirmed { tries_left }), Answer::Confirm(_, digits)) => {
            Some((digits, Some(IdentifyProblem::NotConfirmed { tries_left: *tries_left })))
        }
        _ => None,
    };
    match again {
        Some((digits, problem)) => {
            Approval::Identifying { shown, biometrics, digits, entry: Entry::default(), problem }
        }
        None => ended(shown, error),
    }
}

fn ended(shown: Shown, error: Error) -> Approval {
    let retry = matches!(error, Error::Offline | Error::ServiceFault | Error::Storage);
    let reason = match error {
        Error::Refused(Refusal::RequestAnswered { outcome }) => {
            Ended::AnsweredElsewhere { confirmed: outcome == Outcome::Confirmed }
        }
        Error::Refused(Refusal::RequestEnded) | Error::UnknownRequest => Ended::RequestEnded,
        error => Ended::Error(error),
    };
    Approval::Ended { reason, shown, retry }
}

const fn decided(answer: &Answer) -> Decided {
    match answer {
        Answer::Confirm(..) => Decided::Confirmed,
        Answer::Decline => Decided::Declined,
        Answer::NotMe => Decided::NotMe,
    }
}

#[cfg(test)]
mod tests;
