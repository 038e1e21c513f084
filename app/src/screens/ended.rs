//! The screen after a pairing or a request ended without success: what happened, what was not lost, and what to do
//! next.

use dioxus::prelude::*;
use key_assets::{Value, icons};
use key_core::error::Error;
use key_core::platform::BiometricError;
use key_core::screen::{Action, Ended as Reason};
use key_protocol::answer::Refusal;
use key_protocol::link::LinkError;
use key_protocol::receipt::Outcome;

use super::parts::{Actions, Button, Frame, Icon, Intro, Look};
use crate::texts::{Texts, capitalised};

#[component]
pub(super) fn Ended(
    new_code: bool,
    reason: Reason,
    retry: bool,
    service: Option<String>,
    texts: Texts,
) -> Element {
    let strange = service.is_none() && is_strange(&reason);
    let service = service.unwrap_or_else(|| texts.get("service-unnamed"));
    let id = if strange { "pair-elsewhere" } else { words(&reason) };
    let (title, text) = told(id, &reason, &service, texts);
    let leave = texts.get(if strange { "action-back" } else { "action-close" });
    let (hero, svg) = sign(&reason);
    rsx! {
        Frame {
            name: "ended",
            texts,
            centre: true,
            foot: rsx! {
                Actions {
                    if retry {
                        Button { action: Action::Retry, label: texts.get("action-try-again"), look: Look::Primary }
                        Button { action: Action::Back, label: leave, look: Look::Outlined }
                    } else if new_code {
                        Button { action: Action::CodeVisible, label: texts.get("pair-new-code"), look: Look::Primary }
                        Button { action: Action::Back, label: leave, look: Look::Outlined }
                    } else {
                        Button { action: Action::Back, label: leave, look: Look::Primary }
                    }
                }
            },
            Intro { text, title,
                span { class: "{hero}", Icon { svg } }
            }
        }
    }
}

/// Whether the answer to a link did not come from the service of Key that made the link.
const fn is_strange(reason: &Reason) -> bool {
    matches!(reason, Reason::Error(Error::ServiceFault))
}

/// Returns the title and the text.
fn told(id: &str, reason: &Reason, service: &str, texts: Texts) -> (String, String) {
    let wait = wait(reason, texts);
    let left = match reason {
        Reason::Error(Error::Refused(Refusal::NotConfirmed { tries_left })) => i64::from(*tries_left),
        _ => 0,
    };
    let values: [(&str, Value<'_>); 3] =
        [("service", service.into()), ("wait", (&wait).into()), ("left", left.into())];
    let say = |part: &str| capitalised(&texts.with(&format!("{id}-{part}"), &values));
    (say("title"), say("text"))
}

/// Returns the id prefix of the texts for a reason.
fn words(reason: &Reason) -> &'static str {
    match reason {
        Reason::AnsweredElsewhere { confirmed: true } => "request-confirmed-elsewhere",
        Reason::AnsweredElsewhere { confirmed: false } => "request-declined-elsewhere",
        Reason::Error(error) => error_words(error),
        Reason::PairingExpired => "commit-expired",
        Reason::PairingRefused => "commit-refused",
        Reason::RequestEnded => "request-expired",
        Reason::Unchecked(error) => unchecked_words(error),
    }
}

/// Returns the id prefix of the texts for a service that could not check the PIN of a further account.
fn unchecked_words(error: &Error) -> &'static str {
    match error {
        Error::Refused(Refusal::TooManyCalls { .. }) => "check-busy",
        Error::Refused(
            Refusal::Disconnected
            | Refusal::Frozen
            | Refusal::Locked
            | Refusal::Unavailable
            | Refusal::UnknownDevice
            | Refusal::UnsupportedVersion { .. },
        )
        | Error::Storage
        | Error::Unusable => error_words(error),
        Error::ServiceKey => "check-identity",
        _ => "check-failed",
    }
}

fn error_words(error: &Error) -> &'static str {
    match error {
        Error::Biometrics(BiometricError::Invalidated) => "trouble-biometrics-changed",
        Error::Biometrics(
            BiometricError::Cancelled | BiometricError::NoMatch | BiometricError::Unavailable,
        ) => "trouble-biometrics",
        Error::DigitsNeeded => "trouble-digits",
        Error::Link(LinkError::Insecure) => "link-insecure",
        Error::Link(LinkError::NotALink | LinkError::TooLong) => "link-foreign",
        Error::Link(LinkError::OtherVersion) => "link-version",
        Error::Offline => "trouble-network",
        Error::Refused(refusal) => refusal_words(refusal),
        Error::ServiceFault => "trouble-fault",
        Error::ServiceKey => "trouble-identity",
        Error::Storage => "trouble-storage",
        Error::UnknownAccount => "account-gone",
        Error::UnknownRequest => "request-expired",
        Error::Unusable => "account-unusable",
    }
}

fn refusal_words(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::BadNonce | Refusal::Malformed | Refusal::Other { .. } => "trouble-unknown",
        Refusal::DigitsMistyped | Refusal::DigitsWrong => "request-digits-wrong",
        Refusal::Disconnected => "trouble-disconnected",
        Refusal::Frozen => "account-frozen",
        Refusal::LinkExpired => "link-expired",
        Refusal::LinkUsed => "link-used",
        Refusal::Locked => "account-locked",
        Refusal::NotConfirmed { .. } => "trouble-not-confirmed",
        Refusal::PairingRefused => "commit-refused",
        Refusal::RequestAnswered { outcome: Outcome::Confirmed } => "request-confirmed-elsewhere",
        Refusal::RequestAnswered { outcome: Outcome::Declined } => "request-declined-elsewhere",
        Refusal::RequestEnded => "request-expired",
        Refusal::StatementChanged => "request-untrusted",
        Refusal::TooManyCalls { .. } => "trouble-busy",
        Refusal::Unavailable => "trouble-service",
        Refusal::UnknownDevice => "trouble-disconnected",
        Refusal::UnknownEndpoint | Refusal::UnsupportedVersion { .. } => "trouble-version",
    }
}

fn wait(reason: &Reason, texts: Texts) -> String {
    let seconds = match reason {
        Reason::Error(Error::Refused(Refusal::TooManyCalls { retry_after }))
        | Reason::Unchecked(Error::Refused(Refusal::TooManyCalls { retry_after })) => i64::from(*retry_after),
        _ => 0,
    };
    if seconds < 120 {
        texts.with("time-seconds", &[("seconds", seconds.into())])
    } else {
        texts.with("time-minutes", &[("minutes", (seconds / 60 + i64::from(seconds % 60 > 0)).into())])
    }
}

fn sign(reason: &Reason) -> (&'static str, &'static str) {
    match reason {
        Reason::AnsweredElsewhere { confirmed: true } => ("hero", icons::CONFIRM),
        Reason::AnsweredElsewhere { confirmed: false } => ("hero", icons::DECLINE),
        Reason::PairingExpired | Reason::RequestEnded | Reason::Error(Error::UnknownRequest) => {
            ("hero", icons::CLOCK)
        }
        Reason::Error(error) | Reason::Unchecked(error) => error_sign(error),
        Reason::PairingRefused => ("hero hero-warning", icons::WARNING),
    }
}

const fn error_sign(error: &Error) -> (&'static str, &'static str) {
    match error {
        Error::Refused(Refusal::Locked) => ("hero hero-danger", icons::LOCK),
        Error::Refused(Refusal::Frozen) | Error::ServiceKey => ("hero hero-danger", icons::WARNING),
        _ => ("hero hero-warning", icons::WARNING),
    }
}
