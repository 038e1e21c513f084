//! The steps of answering a request, without any I/O: what the user and the service say goes in as [`Event`]s, what
//! is to be done comes out as [`Effect`].

use key_protocol::answer::Refusal;
use key_protocol::digits::SixDigits;
use key_protocol::receipt::Outcome;

use crate::authenticator::{Identification, Remembered, Shown};
use crate::error::Error;
use crate::pin::Entry;
use crate::platform::BiometricError;
use crate::screen::{Decided, Ended, IdentifyProblem};

/// Where an approval stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Approval {
    /// Answered.
    Decided {
        /// How.
        answer: Decided,
        /// Whether this device could save it.
        remembered: Remembered,
        /// What was shown.
        shown: Shown,
    },
    /// The answer is sent.
    Deciding {
        /// What was shown.
        shown: Shown,
        /// The answer.
        answer: Answer,
        /// Whether biometrics may be used.
        biometrics: bool,
    },
    /// It came to nothing.
    Ended {
        /// Why.
        reason: Ended,
        /// What was shown.
        shown: Shown,
        /// Whether the request can be looked at again.
        retry: bool,
    },
    /// The user shows who they are.
    Identifying {
        /// What was shown.
        shown: Shown,
        /// Whether biometrics may be used.
        biometrics: bool,
        /// The digits of the page.
        digits: Option<SixDigits>,
        /// What was typed of the PIN.
        entry: Entry,
        /// What was wrong with the last try.
        problem: Option<IdentifyProblem>,
    },
    /// The user looks at the request.
    Reviewing(Shown),
    /// The digits of the page are typed.
    TypingDigits {
        /// What was shown.
        shown: Shown,
        /// Whether biometrics may be used.
        biometrics: bool,
        /// What was typed.
        digits: String,
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

/// What happens.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// Biometrics shall be used.
    Biometrics,
    /// "Confirm".
    Confirmed {
        /// Whether biometrics were chosen and are there.
        biometrics: bool,
    },
    /// "Decline".
    Declined,
    /// A digit, of the page's six or of the PIN.
    Digit(u8),
    /// The last digit is taken back.
    Erased,
    /// The request is not pending any more; how it was answered, if it was.
    Gone(Option<Outcome>),
    /// "This was not me".
    NotMe,
    /// Back to the request.
    Retried,
    /// The service answered.
    Sent(Result<Remembered, Error>),
}

/// The event does not fit where the approval stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this does not fit the step of the approval")]
pub struct OutOfStep;

/// What is to be done outside; its result comes back as [`Event::Sent`].
#[derive(Clone, Debug, PartialEq)]
pub struct Effect {
    /// The answer.
    pub answer: Answer,
    /// What was shown.
    pub shown: Shown,
}

/// The next state. The given one is untouched, also on failure.
///
/// # Errors
/// [`OutOfStep`]
pub fn transition(state: &Approval, event: Event) -> Result<Approval, OutOfStep> {
    use Approval as A;
    Ok(match (state.clone(), event) {
        (A::Reviewing(shown), Event::Confirmed { biometrics }) if shown.request.digits => {
            A::TypingDigits { shown, biometrics, digits: String::new() }
        }
        (A::Reviewing(shown), Event::Confirmed { biometrics }) => identify(shown, biometrics, None),
        (A::Reviewing(shown), Event::Declined) => send(shown, Answer::Decline, false),
        (A::Reviewing(shown), Event::NotMe) => send(shown, Answer::NotMe, false),
        (A::TypingDigits { shown, biometrics, digits }, Event::Digit(digit)) => {
            type_digit(shown, biometrics, digits, digit)
        }
        (A::TypingDigits { shown, biometrics, mut digits }, Event::Erased) => {
            digits.pop();
            A::TypingDigits { shown, biometrics, digits }
        }
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
            Event::Gone(outcome),
        ) => {
            let confirmed = outcome.map(|outcome| outcome == Outcome::Confirmed);
            let reason =
                confirmed.map_or(Ended::RequestEnded, |confirmed| Ended::AnsweredElsewhere { confirmed });
            A::Ended { reason, shown, retry: false }
        }
        (A::Ended { shown, retry: true, .. }, Event::Retried) => A::Reviewing(shown),
        _ => return Err(OutOfStep),
    })
}

impl Approval {
    /// What is to be done now.
    #[must_use]
    pub fn effect(&self) -> Option<Effect> {
        match self {
            Self::Deciding { shown, answer, .. } => {
                Some(Effect { answer: answer.clone(), shown: shown.clone() })
            }
            _ => None,
        }
    }

    /// What was shown.
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

/// Biometrics come first where they were chosen (FK03).
fn identify(shown: Shown, biometrics: bool, digits: Option<SixDigits>) -> Approval {
    if biometrics {
        let reason = shown.statement.title.clone();
        return send(shown, Answer::Confirm(Identification::Biometric { reason }, digits), true);
    }
    Approval::Identifying { shown, biometrics, digits, entry: Entry::default(), problem: None }
}

fn type_digit(shown: Shown, biometrics: bool, mut digits: String, digit: u8) -> Approval {
    if digit <= 9 && digits.len() < 6 {
        digits.push(char::from(b'0' + digit));
    }
    match SixDigits::parse(&digits) {
        Ok(digits) => identify(shown, biometrics, Some(digits)),
        Err(_) => Approval::TypingDigits { shown, biometrics, digits },
    }
}

fn sent(shown: Shown, answer: Answer, biometrics: bool, result: Result<Remembered, Error>) -> Approval {
    let error = match result {
        Ok(remembered) => return Approval::Decided { answer: decided(&answer), remembered, shown },
        Err(error) => error,
    };
    let again = match (&error, answer) {
        (Error::Biometrics(BiometricError::Cancelled), Answer::Confirm(_, digits)) => Some((digits, None)),
        (Error::Biometrics(_), Answer::Confirm(_, digits)) => {
            Some((digits, Some(IdentifyProblem::Biometrics)))
        }
        (Error::Offline | Error::ServiceFault, Answer::Confirm(_, digits)) => {
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
