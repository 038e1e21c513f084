//! The screen where the user identifies with the PIN or biometrics (PK04).

use dioxus::prelude::*;
use key_core::screen::{IdentifyProblem, Purpose, Question};

use super::parts::{Dots, Frame, Intro, Keypad, KeypadTrouble, Leave, Letter};
use super::request::TimeLeft;
use crate::texts::Texts;

#[component]
pub(super) fn Identify(
    behind: bool,
    biometrics: bool,
    filled: usize,
    now: i64,
    problem: Option<IdentifyProblem>,
    purpose: Purpose,
    question: Option<Question>,
    service: String,
    texts: Texts,
) -> Element {
    let text = match purpose {
        Purpose::AddAccount => texts.with("pin-for-pairing", &[("service", (&service).into())]),
        Purpose::ChangeBiometrics { on: true } => texts.get("pin-for-biometrics-on"),
        Purpose::ChangeBiometrics { on: false } => texts.get("pin-for-biometrics-off"),
        Purpose::ChangePin => texts.with("pin-for-change", &[("service", (&service).into())]),
        Purpose::FinishPinChange => texts.with("pin-for-finish", &[("service", (&service).into())]),
        Purpose::OfflineCode => texts.with("pin-for-offline", &[("service", (&service).into())]),
        Purpose::Confirm => question.as_ref().map(asked).unwrap_or_default(),
    };
    let text = if behind {
        format!("{text} {}", texts.with("pin-behind", &[("service", (&service).into())]))
    } else {
        text
    };
    let title = texts.get(match purpose {
        Purpose::FinishPinChange => "pin-previous-title",
        _ => "pin-title",
    });
    let name = if purpose == Purpose::FinishPinChange { "identify-previous" } else { "identify" };
    rsx! {
        Frame {
            name,
            texts,
            centre: true,
            keypad: true,
            leave: Leave::Back,
            aside: rsx! {
                if let Some(question) = question {
                    TimeLeft { seconds: question.lifetime.expires - now, texts }
                }
            },
            foot: rsx! { Keypad { biometrics, texts } },
            Intro { text, title,
                Letter { large: true, name: service }
            }
            Dots { filled, texts, wrong: problem.is_some() && filled == 0 }
            KeypadTrouble { filled, problem: problem.map(|problem| problem_text(problem, texts)) }
        }
    }
}

/// The question with the user who is asked: two accounts may be at one service.
fn asked(question: &Question) -> String {
    format!("{} · {}", question.username, question.title)
}

fn problem_text(problem: IdentifyProblem, texts: Texts) -> String {
    match problem {
        IdentifyProblem::Biometrics => texts.get("biometrics-failed"),
        IdentifyProblem::NotConfirmed { tries_left } => {
            texts.with("request-refused-left", &[("left", i64::from(tries_left).into())])
        }
        IdentifyProblem::NotReached { service } => {
            texts.with("check-unreached", &[("service", (&service).into())])
        }
        IdentifyProblem::Offline => texts.get("trouble-offline-line"),
        IdentifyProblem::RefusedBy { next, service, tries_left } => {
            let values = [("service", (&service).into()), ("left", i64::from(tries_left).into())];
            let refused = texts.with("check-refused", &values);
            match next {
                Some(next) => format!("{refused} {}", texts.with("check-next", &[("next", (&next).into())])),
                None => refused,
            }
        }
    }
}
